/*
 * What the files behind `check` share.
 */
#ifndef PROXYLINT_CLI_CHECK_H
#define PROXYLINT_CLI_CHECK_H

#include "cli/cli.h"
#include "engine/fix.h"

/* progress.c */
struct progress {
	uint64_t began, told; /* clock_now; told 0: nothing is shown yet */
};

/* Lets the run tell how far it is; `progress` must live until progress_end. */
void progress_begin(struct progress *progress, struct check_request *request, bool quiet);
void progress_end(const struct progress *progress);

/* statistics.c: how often each rule was found; where the time went. */
void statistics_show(struct arena *arena, const struct findings *findings, struct buf *out);
void timings_show(struct check_result *result, struct buf *out);
/* watch.c: checks, and again after each change. Comes back only when nothing can be printed. */
enum exit_status watch(const struct options *options,
        enum exit_status (*check)(const struct options *options),
        const struct check_request *request);
/* fix.c */
/* Is anything to be changed, or shown that could be? */
bool fix_wanted(const struct options *options);
/* Writes the files; false after a message when one could not be. */
bool fix_write(const struct options *options, const struct fix_outcome *outcome, bool quiet);
/* Prints the changes as a diff. EXIT_FINDINGS: there are some. */
enum exit_status fix_show(
        const struct options *options, const struct fix_outcome *outcome, bool quiet);

#endif
