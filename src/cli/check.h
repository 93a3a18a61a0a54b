/*
 * What the files behind `check` share.
 */
#ifndef PROXYLINT_CLI_CHECK_H
#define PROXYLINT_CLI_CHECK_H

#include "cli/cli.h"
#include "engine/fix.h"

/* fix.c */
/* Is anything to be changed, or shown that could be? */
bool fix_wanted(const struct options *options);
/* Writes the files; false after a message when one could not be. */
bool fix_write(const struct options *options, const struct fix_outcome *outcome, bool quiet);
/* Prints the changes as a diff. EXIT_FINDINGS: there are some. */
enum exit_status fix_show(
        const struct options *options, const struct fix_outcome *outcome, bool quiet);

#endif
