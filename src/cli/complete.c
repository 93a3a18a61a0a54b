/*
 * completions: scripts for shells, and the manual page. All of them are
 * written from the tables of commands and options that the parser reads.
 */
#include "cli/cli.h"

#include "base/version.h"
#include "report/report.h"

enum { MOST_CHOICES = 32 };

static const char *const dumps[] = {"ir", "states", "summary", NULL};
static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const readers[] = {"auto", "clang", "fast", NULL};

/* The words that an option takes, or NULL: anything. */
static const char *const *choices_of(enum option option, const char *names[MOST_CHOICES])
{
	uint32_t n = 0;

	switch (option) {
	case OPTION_FORMAT:
		for (; reporters[n] && n + 1 < MOST_CHOICES; n++)
			names[n] = reporters[n]->name;
		names[n] = NULL;
		return names;
	case OPTION_DUMP:
		return dumps;
	case OPTION_COLOR:
		return colors;
	case OPTION_C_READER:
		return readers;
	default:
		return NULL;
	}
}

static void add_choices(struct buf *out, const char *const *choices)
{
	for (const char *const *at = choices; *at; at++)
		buf_printf(out, "%s%s", at == choices ? "" : " ", *at);
}

static bool is_valued(const struct option_row *row)
{
	return row->argument && *row->argument;
}

static void add_commands(struct buf *out, const char *between)
{
	for (int i = 0; i < COMMAND_NONE; i++)
		buf_printf(out, "%s%s", i ? between : "", command_rows[i].name);
}

/* ---- bash ---- */

static void add_bash_choices(struct buf *out)
{
	const char *names[MOST_CHOICES];

	for (int i = 0; i < OPTION_COUNT; i++) {
		const char *const *choices = choices_of((enum option)i, names);

		if (!choices)
			continue;
		buf_printf(out, "\t--%s) words='", option_rows[i].name);
		add_choices(out, choices);
		buf_text(out, "' ;;\n");
	}
}

static void add_bash_options(struct buf *out, enum command command)
{
	buf_printf(out, "\t%s) options='", command_rows[command].name);
	for (int i = 0; i < OPTION_COUNT; i++)
		if (option_takes(command, &option_rows[i]))
			buf_printf(out, " --%s%s", option_rows[i].name,
			        is_valued(&option_rows[i]) && *option_rows[i].argument != '[' ? "="
			                                                                      : "");
	buf_text(out, "' ;;\n");
}

static void bash(struct buf *out)
{
	buf_text(out,
	        "# proxylint completions bash\n"
	        "_proxylint() {\n"
	        "\tlocal current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
	        "\tlocal command= option= words= options= word\n"
	        "\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
	        "\t\tcase $word in\n\t\t");
	add_commands(out, "|");
	buf_text(out,
	        ") command=$word; break ;;\n\t\tesac\n\tdone\n"
	        "\tif [[ $current == = ]]; then option=$previous current=\n"
	        "\telif [[ $previous == = ]]; then option=${COMP_WORDS[COMP_CWORD-2]}\n"
	        "\telif [[ $previous == --* ]]; then option=$previous\n"
	        "\tfi\n\tcase $option in\n");
	add_bash_choices(out);
	buf_text(out, "\tesac\n\tcase $command in\n");
	for (int i = 0; i < COMMAND_NONE; i++)
		add_bash_options(out, (enum command)i);
	buf_text(out, "\t*) words=${words:-'");
	add_commands(out, " ");
	buf_text(out,
	        "'} ;;\n\tesac\n"
	        "\tif [[ -z $words && $current == -* ]]; then words=$options; fi\n"
	        "\tif [[ -z $words && $command == explain ]]; then\n"
	        "\t\twords=$(proxylint rules | awk 'NR > 1 { print $1 }')\n\tfi\n"
	        "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
	        "\tif [[ ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi\n"
	        "}\ncomplete -o default -F _proxylint proxylint\n");
}

/* ---- zsh ---- */

/* In quotes, where brackets and colons end a part. */
static void add_zsh_text(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("[]:\\", *text))
			buf_char(out, '\\');
		if (*text == '\'')
			buf_text(out, "'\\'");
		buf_char(out, *text);
	}
}

static void add_zsh_option(struct buf *out, enum option option)
{
	const struct option_row *row = &option_rows[option];
	const char *names[MOST_CHOICES];
	const char *const *choices = choices_of(option, names);

	buf_printf(out, " \\\n\t\t\t'--%s%s[", row->name, is_valued(row) ? "=" : "");
	add_zsh_text(out, row->help);
	buf_char(out, ']');
	if (is_valued(row))
		buf_printf(out, "%s:%s:", *row->argument == '[' ? ":" : "", row->name);
	if (choices) {
		buf_char(out, '(');
		add_choices(out, choices);
		buf_char(out, ')');
	} else if (is_valued(row)) {
		buf_text(out, "_files");
	}
	buf_char(out, '\'');
}

static void zsh(struct buf *out)
{
	buf_text(out, "#compdef proxylint\n_proxylint() {\n\tlocal -a commands\n\tcommands=(\n");
	for (int i = 0; i < COMMAND_NONE; i++) {
		buf_printf(out, "\t\t'%s:", command_rows[i].name);
		add_zsh_text(out, command_rows[i].help);
		buf_text(out, "'\n");
	}
	buf_text(out,
	        "\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe command commands\n"
	        "\t\treturn\n\tfi\n\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n"
	        "\tcase $command in\n");
	for (int i = 0; i < COMMAND_NONE; i++) {
		buf_printf(out, "\t%s)\n\t\t_arguments", command_rows[i].name);
		for (int k = 0; k < OPTION_COUNT; k++)
			if (option_takes((enum command)i, &option_rows[k]))
				add_zsh_option(out, (enum option)k);
		if (i == COMMAND_EXPLAIN)
			buf_text(out,
			        " \\\n\t\t\t\"*:rule:($(proxylint rules | awk 'NR > 1 { print $1 "
			        "}'))\"\n");
		else
			buf_text(out, " \\\n\t\t\t'*:path:_files'\n");
		buf_text(out, "\t\t;;\n");
	}
	buf_text(out,
	        "\tesac\n}\nif [[ $funcstack[1] == _proxylint ]]; then _proxylint \"$@\"\n"
	        "else compdef _proxylint proxylint; fi\n");
}

/* ---- fish ---- */

static void add_fish_text(struct buf *out, const char *text)
{
	buf_char(out, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			buf_char(out, '\\');
		buf_char(out, *text);
	}
	buf_char(out, '\'');
}

static void add_fish_option(struct buf *out, enum option option)
{
	const struct option_row *row = &option_rows[option];
	const char *names[MOST_CHOICES], *between = "";
	const char *const *choices = choices_of(option, names);

	buf_text(out, "complete -c proxylint");
	if (row->commands != ~0u) {
		buf_text(out, " -n '__fish_seen_subcommand_from ");
		for (int i = 0; i < COMMAND_NONE; i++) {
			if (!option_takes((enum command)i, row))
				continue;
			buf_printf(out, "%s%s", between, command_rows[i].name);
			between = " ";
		}
		buf_char(out, '\'');
	}
	if (row->letter)
		buf_printf(out, " -s %c", row->letter);
	buf_printf(out, " -l %s%s", row->name, is_valued(row) ? choices ? " -x -a '" : " -r" : "");
	if (choices) {
		add_choices(out, choices);
		buf_char(out, '\'');
	}
	buf_text(out, " -d ");
	add_fish_text(out, row->help);
	buf_char(out, '\n');
}

static void fish(struct buf *out)
{
	buf_text(out, "# proxylint completions fish\n");
	for (int i = 0; i < COMMAND_NONE; i++) {
		buf_printf(out, "complete -c proxylint -f -n __fish_use_subcommand -a %s -d ",
		        command_rows[i].name);
		add_fish_text(out, command_rows[i].help);
		buf_char(out, '\n');
	}
	for (int i = 0; i < OPTION_COUNT; i++)
		add_fish_option(out, (enum option)i);
	buf_text(out,
	        "complete -c proxylint -f -n '__fish_seen_subcommand_from explain' -a "
	        "\"(proxylint rules | awk 'NR > 1 { print \\$1 }')\"\n");
}

/* ---- the manual page ---- */

static void add_roff(struct buf *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		buf_text(out, "\\&");
	for (; *text; text++) {
		if (*text == '-')
			buf_text(out, "\\-");
		else if (*text == '\\')
			buf_text(out, "\\e");
		else
			buf_char(out, *text);
	}
}

static void add_roff_option(struct buf *out, const struct option_row *row)
{
	bool valued = is_valued(row), optional = valued && *row->argument == '[';

	buf_text(out, ".TP\n.B ");
	if (row->letter)
		buf_printf(out, "\\-%c, ", row->letter);
	buf_text(out, row->argument && !valued ? "\\-\\-[no\\-]" : "\\-\\-");
	add_roff(out, row->name);
	if (optional)
		buf_printf(out, "[=%.*s]", (int)strcspn(row->argument, "=") - 1, row->argument + 1);
	else if (valued)
		buf_printf(out, "=%s", row->argument);
	buf_char(out, '\n');
	add_roff(out, row->help);
	if (row->commands != ~0u) {
		const char *between = "";

		buf_text(out, ".\nOf ");
		for (int i = 0; i < COMMAND_NONE; i++) {
			if (!option_takes((enum command)i, row))
				continue;
			buf_printf(out, "%s\\fB", between);
			add_roff(out, command_rows[i].name);
			buf_text(out, "\\fR");
			between = ", ";
		}
	}
	buf_text(out, ".\n");
}

static void man(struct buf *out)
{
	buf_text(out,
	        ".TH PROXYLINT 1 \"\" \"proxylint " PROXYLINT_VERSION "\" \"User Commands\"\n"
	        ".SH NAME\nproxylint \\- find objects that are lost where Python meets another "
	        "language\n.SH SYNOPSIS\n");
	for (int i = 0; i < COMMAND_NONE; i++) {
		buf_text(out, i ? ".br\n.B proxylint " : ".B proxylint ");
		add_roff(out, command_rows[i].name);
		buf_text(out, "\n[\\fIOPTION\\fR...] ");
		add_roff(out, command_rows[i].operands);
		buf_char(out, '\n');
	}
	buf_text(out, ".SH COMMANDS\n");
	for (int i = 0; i < COMMAND_NONE; i++) {
		buf_text(out, ".TP\n.B ");
		add_roff(out, command_rows[i].name);
		buf_char(out, '\n');
		add_roff(out, command_rows[i].help);
		buf_text(out, ".\n");
	}
	buf_text(out, ".SH OPTIONS\n");
	for (int i = 0; i < OPTION_COUNT; i++)
		add_roff_option(out, &option_rows[i]);
	buf_text(out,
	        ".SH EXIT STATUS\n.TP\n.B 0\nNothing was found; notes do not count.\n.TP\n.B 1\n"
	        "Errors or warnings were found.\n.TP\n.B 2\nSomething could not be done, or there "
	        "was nothing to lint.\nEverything else was still linted.\n"
	        ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nIf it is set and not empty, "
	        "\\fB\\-\\-color=auto\\fR means never.\n"
	        ".SH FILES\n.TP\n.B proxylint.toml, .proxylint.toml, pyproject.toml\n"
	        "The configuration; the nearest one at or above a file holds for it. In "
	        "pyproject.toml\nit is the table \\fB[tool.proxylint]\\fR.\n.TP\n"
	        ".B proxylint\\-baseline.json\nKnown findings, as \\fBbaseline write\\fR lists "
	        "them.\n");
}

enum exit_status command_completions(const struct options *options)
{
	static const char *const words[] = {"bash", "zsh", "fish", "man"};
	static void (*const writers[])(struct buf *) = {bash, zsh, fish, man};
	struct buf out = {0};
	enum exit_status status;
	int choice;

	if (options->operands.list.n != 1)
		return cli_fail("'completions' takes one word: bash, zsh, fish or man");
	choice = cli_choice(
	        options, "completions", options->operands.list.at[0], words, COUNT_OF(words));
	if (choice < 0)
		return EXIT_TROUBLE;
	writers[choice](&out);
	status = cli_write(&out, EXIT_CLEAN);
	buf_free(&out);
	return status;
}
