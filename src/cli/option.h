/*
 * The command line: one table of commands and one of options (command.def,
 * option.def) feed the parser and --help.
 *
 * Options may stand before and after operands; `--` ends them. `--name=value`,
 * `--name value`, `-nvalue` and `-n value` mean the same. The value of an option whose argument is
 * `[NAME]` may be left out, and is only taken when it is joined.
 */
#ifndef PROXYLINT_CLI_OPTION_H
#define PROXYLINT_CLI_OPTION_H

#include "base/vec.h"

enum command {
#define COMMAND(id, name, operands, help, function) COMMAND_##id,
#include "cli/command.def"
#undef COMMAND
	COMMAND_NONE
};

enum option {
#define OPTION(id, letter, name, argument, commands, help) OPTION_##id,
#include "cli/option.def"
#undef OPTION
	OPTION_COUNT
};

struct texts {
	VEC(const char *) list;
};

struct command_row {
	const char *name, *operands, *help;
};

struct option_row {
	char letter; /* or 0 */
	const char *name;
	const char *argument; /* NULL: plain; "": may be taken back; "[X=Y]": may be left out */
	unsigned commands;    /* bits, by enum command */
	const char *help;
};

/* By enum command (COMMAND_NONE of them) and enum option. */
extern const struct command_row command_rows[];
extern const struct option_row option_rows[];
/* COMMAND_NONE takes all. */
bool option_takes(enum command command, const struct option_row *row);

struct options {
	struct arena *arena;
	enum command command; /* COMMAND_NONE: only --help or --version were given, or nothing */
	struct texts values[OPTION_COUNT]; /* in order; of a plain option "yes" or "no" */
	struct texts operands;
	uint32_t before_dashes; /* how many of them stood before `--`: all, where there is none */
};

/* NULL, or what is wrong with the command line, for the user. */
const char *options_parse(
        struct arena *arena, int argc, char *const *argv, struct options *options);
/* The last value that was given, or NULL. */
const char *option_value(const struct options *options, enum option option);
bool option_given(const struct options *options, enum option option);
/* Of a plain option: the last word on it, or `otherwise`. */
bool option_holds(const struct options *options, enum option option, bool otherwise);
/* The parts of all values of an option, split at commas. */
struct texts option_list(const struct options *options, enum option option);

/* The text of --help; COMMAND_NONE: that of the program. */
void options_help(enum command command, struct buf *out);
/* `; did you mean 'NAME'?`, or "" when no candidate is near. `quote` goes before the name. */
const char *nearest_hint(
        struct arena *arena, const char *word, const char *quote, const struct texts *candidates);

#endif
