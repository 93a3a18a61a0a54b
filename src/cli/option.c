#include "cli/option.h"

const struct command_row command_rows[] = {
#define COMMAND(id, name, operands, help, function) {name, operands, help},
#include "cli/command.def"
#undef COMMAND
};

#define ON(command) (1u << COMMAND_##command)
#define SHOW (ON(CHECK) | ON(VERIFY))
#define LINT (SHOW | ON(BASELINE))
#define ANY (~0u)
const struct option_row option_rows[] = {
#define OPTION(id, letter, name, argument, commands, help) {letter, name, argument, commands, help},
#include "cli/option.def"
#undef OPTION
};
#undef ON
#undef LINT
#undef SHOW
#undef ANY

/* ---- names that are nearly right ---- */

const char *nearest_hint(
        struct arena *arena, const char *word, const char *quote, const struct texts *candidates)
{
	unsigned limit = (unsigned)strlen(word) / 3 + 2, best = limit;
	const char *found = NULL;

	for (uint32_t i = 0; i < candidates->list.n; i++) {
		const char *name = candidates->list.at[i];
		unsigned distance = str_distance(str_of(word), str_of(name), limit);

		if (distance < best) {
			best = distance;
			found = name;
		}
	}
	return found ? arena_printf(arena, "; did you mean '%s%s'?", quote, found) : "";
}

static struct texts command_names(struct arena *arena)
{
	struct texts names = {0};

	for (size_t i = 0; i < COMMAND_NONE; i++)
		vec_push(arena, &names.list, command_rows[i].name);
	return names;
}

bool option_takes(enum command command, const struct option_row *row)
{
	return command == COMMAND_NONE || (row->commands & 1u << command);
}

static struct texts option_names(struct arena *arena, enum command command)
{
	struct texts names = {0};

	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *row = &option_rows[i];

		if (!option_takes(command, row))
			continue;
		vec_push(arena, &names.list, row->name);
		if (row->argument && !*row->argument)
			vec_push(arena, &names.list, arena_printf(arena, "no-%s", row->name));
	}
	return names;
}

/* ---- parsing ---- */

struct parser {
	struct options *options;
	int argc, at;
	char *const *argv;
};

static const char *unknown_option(struct parser *parser, const char *dashes, const char *name)
{
	struct arena *arena = parser->options->arena;
	struct texts names = option_names(arena, parser->options->command);

	return arena_printf(arena, "unknown option '%s%s'%s", dashes, name,
	        strlen(name) > 1 ? nearest_hint(arena, name, "--", &names) : "");
}

static void add_value(struct parser *parser, const struct option_row *row, const char *value)
{
	vec_push(parser->options->arena, &parser->options->values[row - option_rows].list, value);
}

/* "[NAME=VALUE]": the value where none is given. */
static const char *optional_value(struct arena *arena, const struct option_row *row)
{
	const char *value = strchr(row->argument, '=') + 1;

	return arena_strndup(arena, value, strcspn(value, "]"));
}

/* `value` is what was joined to the option, or NULL. */
static const char *give_value(
        struct parser *parser, const struct option_row *row, const char *value)
{
	struct arena *arena = parser->options->arena;

	if (!option_takes(parser->options->command, row))
		return arena_printf(arena, "'%s' has no option '--%s'",
		        command_rows[parser->options->command].name, row->name);
	if (!row->argument || !*row->argument) {
		if (value)
			return arena_printf(arena, "option '--%s' takes no value", row->name);
		add_value(parser, row, "yes");
		return NULL;
	}
	if (!value && *row->argument == '[') {
		add_value(parser, row, optional_value(arena, row));
		return NULL;
	}
	if (!value && parser->at == parser->argc)
		return arena_printf(arena, "option '--%s' needs a value: --%s=%s", row->name,
		        row->name, row->argument);
	add_value(parser, row, value ? value : parser->argv[parser->at++]);
	return NULL;
}

static const struct option_row *find_option(struct str name)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (str_is(name, option_rows[i].name))
			return &option_rows[i];
	return NULL;
}

/* --name, --name=value, --no-name */
static const char *long_option(struct parser *parser, const char *text)
{
	size_t length = strcspn(text, "=");
	struct str name = {text, length};
	const struct option_row *row = find_option(name);

	if (!row && str_starts(name, "no-")) {
		row = find_option((struct str){text + 3, length - 3});
		if (row && row->argument && !*row->argument && !text[length] &&
		        option_takes(parser->options->command, row)) {
			add_value(parser, row, "no");
			return NULL;
		}
		row = NULL;
	}
	if (!row)
		return unknown_option(parser, "--", arena_str(parser->options->arena, name));
	return give_value(parser, row, text[length] ? text + length + 1 : NULL);
}

/* -n, -nvalue, several plain ones in a row */
static const char *short_options(struct parser *parser, const char *text)
{
	while (*text) {
		const struct option_row *row = NULL;
		const char *error;
		bool valued;

		for (size_t i = 0; i < OPTION_COUNT && !row; i++)
			if (option_rows[i].letter == *text)
				row = &option_rows[i];
		if (!row)
			return unknown_option(
			        parser, "-", arena_strndup(parser->options->arena, text, 1));
		valued = row->argument && *row->argument;
		text++;
		error = give_value(parser, row, valued && *text ? text : NULL);
		if (error || valued)
			return error;
	}
	return NULL;
}

static const char *read_command(struct parser *parser, const char *word)
{
	struct arena *arena = parser->options->arena;
	struct texts names = command_names(arena);

	for (size_t i = 0; i < COMMAND_NONE; i++) {
		if (same(command_rows[i].name, word)) {
			parser->options->command = (enum command)i;
			return NULL;
		}
	}
	return arena_printf(
	        arena, "unknown command '%s'%s", word, nearest_hint(arena, word, "", &names));
}

static const char *operand(struct parser *parser, const char *word)
{
	if (parser->options->command == COMMAND_NONE)
		return read_command(parser, word);
	vec_push(parser->options->arena, &parser->options->operands.list, word);
	return NULL;
}

/* An option that stood before the command may turn out not to belong to it. */
static const char *check_options(const struct options *options)
{
	if (options->command == COMMAND_NONE)
		return NULL;
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (options->values[i].list.n && !option_takes(options->command, &option_rows[i]))
			return arena_printf(options->arena, "'%s' has no option '--%s'",
			        command_rows[options->command].name, option_rows[i].name);
	return NULL;
}

static bool end_options(struct parser *parser)
{
	parser->options->before_dashes = parser->options->operands.list.n;
	return true;
}

const char *options_parse(struct arena *arena, int argc, char *const *argv, struct options *options)
{
	struct parser parser = {options, argc, 1, argv};
	bool ended = false;
	const char *error = NULL;

	*options = (struct options){.arena = arena, .command = COMMAND_NONE};
	while (parser.at < argc && !error) {
		const char *word = argv[parser.at++];

		if (ended || word[0] != '-' || !word[1])
			error = operand(&parser, word);
		else if (same(word, "--"))
			ended = end_options(&parser);
		else if (word[1] == '-')
			error = long_option(&parser, word + 2);
		else
			error = short_options(&parser, word + 1);
	}
	if (!ended)
		end_options(&parser);
	return error ? error : check_options(options);
}

/* ---- asking ---- */

const char *option_value(const struct options *options, enum option option)
{
	const struct texts *values = &options->values[option];

	return values->list.n ? values->list.at[values->list.n - 1] : NULL;
}

bool option_given(const struct options *options, enum option option)
{
	return options->values[option].list.n > 0;
}

bool option_holds(const struct options *options, enum option option, bool otherwise)
{
	const char *value = option_value(options, option);

	return value ? same(value, "yes") : otherwise;
}

struct texts option_list(const struct options *options, enum option option)
{
	const struct texts *values = &options->values[option];
	struct texts parts = {0};

	for (uint32_t i = 0; i < values->list.n; i++) {
		const char *rest = values->list.at[i];

		while (*rest) {
			struct str part = {rest, strcspn(rest, ",")};

			rest += part.n + (rest[part.n] == ',');
			part = str_trim(part);
			if (part.n)
				vec_push(options->arena, &parts.list,
				        (const char *)arena_str(options->arena, part));
		}
	}
	return parts;
}

/* ---- help ---- */

enum { COMMAND_COLUMN = 40, HELP_COLUMN = 26, HELP_WIDTH = 96 };

/* `left`, then `text` from HELP_COLUMN on, wrapped. */
static void add_row(struct buf *out, const char *left, const char *text)
{
	int column = HELP_COLUMN;

	buf_printf(out, "%-*s", HELP_COLUMN, left);
	if (strlen(left) >= HELP_COLUMN)
		buf_printf(out, "\n%*s", HELP_COLUMN, "");
	while (*text) {
		int length = (int)strcspn(text, " ");

		if (column + length > HELP_WIDTH) {
			buf_printf(out, "\n%*s", HELP_COLUMN, "");
			column = HELP_COLUMN;
		}
		buf_printf(out, "%s%.*s", column == HELP_COLUMN ? "" : " ", length, text);
		column += length + 1;
		text += length;
		text += strspn(text, " ");
	}
	buf_char(out, '\n');
}

static void add_option(struct buf *out, const struct option_row *row)
{
	bool valued = row->argument && *row->argument, negated = row->argument && !valued;
	struct buf left = {0};

	if (row->letter)
		buf_printf(&left, "  -%c, ", row->letter);
	else
		buf_text(&left, "      ");
	buf_printf(&left, "--%s%s", negated ? "[no-]" : "", row->name);
	if (valued && *row->argument == '[')
		buf_printf(
		        &left, "[=%.*s]", (int)strcspn(row->argument, "=") - 1, row->argument + 1);
	else if (valued)
		buf_printf(&left, "=%s", row->argument);
	add_row(out, left.at, row->help);
	buf_free(&left);
}

static void help_of_program(struct buf *out)
{
	buf_text(out,
	        "proxylint finds objects that are lost, or used after they are gone, where "
	        "Python meets another\nlanguage.\n\nUsage:\n");
	for (size_t i = 0; i < COMMAND_NONE; i++) {
		struct buf left = {0};

		buf_printf(&left, "  proxylint %s%s%s", command_rows[i].name,
		        *command_rows[i].operands ? " " : "", command_rows[i].operands);
		if (left.n >= COMMAND_COLUMN)
			buf_printf(out, "%s\n%*s%s\n", left.at, COMMAND_COLUMN, "",
			        command_rows[i].help);
		else
			buf_printf(out, "%-*s%s\n", COMMAND_COLUMN, left.at, command_rows[i].help);
		buf_free(&left);
	}
}

void options_help(enum command command, struct buf *out)
{
	const struct command_row *row = &command_rows[command == COMMAND_NONE ? 0 : command];

	if (command == COMMAND_NONE)
		help_of_program(out);
	else
		buf_printf(out, "proxylint %s: %s\n\nUsage: proxylint %s [OPTION...]%s%s\n",
		        row->name, row->help, row->name, *row->operands ? " " : "", row->operands);
	buf_text(out, "\nOptions:\n");
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (option_takes(command, &option_rows[i]))
			add_option(out, &option_rows[i]);
	if (command == COMMAND_VERIFY)
		buf_text(out,
		        "\nExit status: 0 nothing confirmed and nothing missed, 1 something was, 2 "
		        "trouble, or the program\nfailed.\n");
	if (command == COMMAND_NONE || command == COMMAND_CHECK || command == COMMAND_CHECK_IR)
		buf_text(out,
		        "\nExit status: 0 nothing found (notes do not count), 1 errors or warnings "
		        "found, 2 trouble.\n");
}
