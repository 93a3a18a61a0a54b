/*
 * Commands: options in, exit status out. They print and nothing else does.
 */
#ifndef PROXYLINT_CLI_CLI_H
#define PROXYLINT_CLI_CLI_H

#include "cli/option.h"
#include "rule/page.h"

enum exit_status { EXIT_CLEAN, EXIT_FINDINGS, EXIT_TROUBLE };

/* All of main: gives the exit status. */
int cli_run(int argc, char *const *argv);

#define COMMAND(id, name, operands, help, function) \
	enum exit_status function(const struct options *);
#include "cli/command.def"
#undef COMMAND

/* ---- what commands share ---- */

/* Prints "proxylint: ..." to stderr and gives EXIT_TROUBLE. */
enum exit_status cli_fail(const char *format, ...) PRINTF_LIKE(1, 2);
/* Writes to stdout; EXIT_TROUBLE when that fails (a full disk), else `status`. */
enum exit_status cli_write(const struct buf *out, enum exit_status status);
/* The same for text in which parts of files stand as they are: what a terminal would obey is left
 * out. */
enum exit_status cli_write_harmless(const struct buf *out, enum exit_status status);
/* Fills *color from --color and the terminal. False, with a message, for an unknown word. */
bool cli_color(const struct options *options, bool *color);
/* The terminal's width, or 0 where stdout is none. */
unsigned cli_width(void);
/* The place of `word` among `count` names for `what` ("--format"), or -1 and a message that names
 * the nearest. */
int cli_choice(const struct options *options, const char *what, const char *word,
        const char *const *names, int count);
/* Says that there is no such rule, and which ones are alike. */
enum exit_status cli_unknown_rule(
        const struct options *options, const struct rule_pages *pages, const char *text);
/* Of a run that found something, or nothing. */
enum exit_status cli_found(const struct options *options, bool found);

#endif
