#include "cli/cli.h"

#include "base/version.h"
#include "report/utf.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum exit_status cli_fail(const char *format, ...)
{
	struct arena arena = {0};
	struct buf line = {0};
	va_list args;

	va_start(args, format);
	utf_add_line(&line, str_of(arena_vprintf(&arena, format, args)));
	va_end(args);
	fprintf(stderr, "proxylint: %s\n", line.n ? line.at : "");
	buf_free(&line);
	arena_free(&arena);
	return EXIT_TROUBLE;
}

enum exit_status cli_found(const struct options *options, bool found)
{
	return found && !option_given(options, OPTION_EXIT_ZERO) ? EXIT_FINDINGS : EXIT_CLEAN;
}

enum exit_status cli_write(const struct buf *out, enum exit_status status)
{
	if (out->n)
		fwrite(out->at, 1, out->n, stdout);
	if (fflush(stdout) || ferror(stdout)) {
		/* who reads no further, as `head`, knows what it does */
		if (errno == EPIPE)
			return (enum exit_status)(128 + SIGPIPE);
		return cli_fail("cannot write: %s", strerror(errno));
	}
	return status;
}

enum exit_status cli_write_harmless(const struct buf *out, enum exit_status status)
{
	struct str rest = {out->at, out->n};
	struct buf harmless = {0};

	while (rest.n) {
		uint32_t c = utf_next(&rest);

		utf_add(&harmless, c == '\n' || c == '\t' ? c : utf_harmless(c));
	}
	status = cli_write(&harmless, status);
	buf_free(&harmless);
	return status;
}

static bool terminal_has_color(void)
{
	const char *refused = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(refused && *refused) && term && !same(term, "dumb");
}

bool cli_color(const struct options *options, bool *color)
{
	static const char *const words[] = {"auto", "always", "never"};
	const char *word = option_value(options, OPTION_COLOR);
	int choice = word ? cli_choice(options, "--color", word, words, COUNT_OF(words)) : 0;

	*color = choice == 1 || (choice == 0 && terminal_has_color());
	return choice >= 0;
}

unsigned cli_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return 0;
	return size.ws_col;
}

int cli_choice(const struct options *options, const char *what, const char *word,
        const char *const *names, int count)
{
	struct texts candidates = {0};
	struct buf all = {0};

	for (int i = 0; i < count; i++)
		if (same(names[i], word))
			return i;
	for (int i = 0; i < count; i++) {
		vec_push(options->arena, &candidates.list, names[i]);
		buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
	}
	cli_fail("unknown value '%s' of %s%s (%s)", word, what,
	        nearest_hint(options->arena, word, "", &candidates), all.at);
	buf_free(&all);
	return -1;
}

static enum exit_status show_help(const struct options *options)
{
	struct buf out = {0};
	enum exit_status status;

	options_help(options->command, &out);
	status = cli_write(&out, EXIT_CLEAN);
	buf_free(&out);
	return status;
}

static enum exit_status show_version(void)
{
	struct buf out = {0};
	enum exit_status status;

	buf_printf(&out, "proxylint %s\nfacts %s\ngrammars %s (tree-sitter %s)\n",
	        PROXYLINT_VERSION, version_facts, version_grammars, version_core);
	status = cli_write(&out, EXIT_CLEAN);
	buf_free(&out);
	return status;
}

static enum exit_status dispatch(const struct options *options)
{
	static enum exit_status (*const commands[])(const struct options *) = {
#define COMMAND(id, name, operands, help, function) function,
#include "cli/command.def"
#undef COMMAND
	};

	if (option_given(options, OPTION_HELP))
		return show_help(options);
	if (option_given(options, OPTION_VERSION))
		return show_version();
	if (options->command == COMMAND_NONE)
		return cli_fail("no command given; try 'proxylint check .' or 'proxylint --help'");
	return commands[options->command](options);
}

int cli_run(int argc, char *const *argv)
{
	struct arena arena = {0};
	struct options options;
	const char *error;
	enum exit_status status;

	/* else a report would lack what there was no memory for */
	json_set_alloc_funcs(mem_alloc, free);
	error = options_parse(&arena, argc, argv, &options);
	status = error ? cli_fail("%s", error) : dispatch(&options);
	arena_free(&arena);
	return (int)status;
}
