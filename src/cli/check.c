/*
 * check and check-ir: from options to a request, from a result to a report.
 */
#include "cli/cli.h"

#include "engine/check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_FRAMES = 20, DEFAULT_MIB = 16, MOST_MIB = 4095 };

typedef void check_function(struct arena *, const struct check_request *, struct check_result *);

/* What of the options is about showing. */
struct view {
	const struct reporter *reporter; /* NULL: chosen by the number of findings */
	bool color, notes, quiet;
};

static struct check_texts texts_of(struct texts texts)
{
	return (struct check_texts){texts.list.at, texts.list.n};
}

/* ---- reading the options ---- */

static bool read_format(const struct options *options, struct view *view)
{
	const char *word = option_value(options, OPTION_FORMAT);
	const char *names[16];
	int count = 0, choice;

	if (!word)
		return true;
	while (reporters[count] && count < (int)COUNT_OF(names)) {
		names[count] = reporters[count]->name;
		count++;
	}
	choice = cli_choice(options, "--format", word, names, count);
	if (choice >= 0)
		view->reporter = reporters[choice];
	return choice >= 0;
}

static bool read_dump(const struct options *options, enum check_dump *dump)
{
	static const char *const names[] = {"ir", "states", "summary"};
	const char *word = option_value(options, OPTION_DUMP);
	int choice = word ? cli_choice(options, "--dump", word, names, COUNT_OF(names)) : -1;

	if (choice >= 0)
		*dump = (enum check_dump)(choice + DUMP_IR);
	return !word || choice >= 0;
}

static bool read_c_reader(const struct options *options, enum c_reader *reader)
{
	static const char *const names[] = {"auto", "clang", "fast"};
	const char *word = option_value(options, OPTION_C_READER);
	int choice = word ? cli_choice(options, "c-reader", word, names, COUNT_OF(names)) : -1;

	if (choice >= 0)
		*reader = (enum c_reader)choice;
	return !word || choice >= 0;
}

/* As a C compiler would have them. */
static struct check_texts c_flags(const struct options *options)
{
	static const struct {
		enum option option;
		const char *prefix;
	} rows[] = {{OPTION_INCLUDE, "-I"}, {OPTION_DEFINE, "-D"}, {OPTION_CFLAG, ""}};
	struct texts flags = {0};

	for (size_t row = 0; row < COUNT_OF(rows); row++) {
		const struct texts *values = &options->values[rows[row].option];

		for (uint32_t i = 0; i < values->list.n; i++)
			vec_push(options->arena, &flags.list,
			        (const char *)arena_printf(options->arena, "%s%s", rows[row].prefix,
			                values->list.at[i]));
	}
	return texts_of(flags);
}

static bool read_size(const struct options *options, size_t *size)
{
	const char *word = option_value(options, OPTION_MAX_FILE_SIZE);
	unsigned long mib = DEFAULT_MIB;
	char *end;

	if (word) {
		errno = 0;
		mib = strtoul(word, &end, 10);
		if (errno || *end || *word < '0' || *word > '9' || mib > MOST_MIB) {
			cli_fail("value '%s' of --max-file-size is not a number from 0 to %d", word,
			        MOST_MIB);
			return false;
		}
	}
	*size = (size_t)mib << 20;
	return true;
}

static bool read_view(const struct options *options, struct view *view)
{
	*view = (struct view){.quiet = option_holds(options, OPTION_QUIET, false)};
	if (!read_format(options, view) || !cli_color(options, &view->color))
		return false;
	if (!view->reporter && !isatty(STDOUT_FILENO))
		view->reporter = reporter_find("concise");
	view->notes = option_holds(
	        options, OPTION_NOTES, view->reporter && same(view->reporter->name, "jsonl"));
	return true;
}

static bool read_request(const struct options *options, struct check_request *request)
{
	*request = (struct check_request){
	        .paths = texts_of(options->operands),
	        .select = texts_of(option_list(options, OPTION_SELECT)),
	        .ignore = texts_of(option_list(options, OPTION_IGNORE)),
	        .facts = texts_of(options->values[OPTION_FACTS]),
	        .pyodide_version = option_value(options, OPTION_PYODIDE_VERSION),
	        .python_version = option_value(options, OPTION_PYTHON_VERSION),
	        .config = option_value(options, OPTION_CONFIG_FILE),
	        .isolated = option_holds(options, OPTION_ISOLATED, false),
	        .force_exclude = option_holds(options, OPTION_FORCE_EXCLUDE, false),
	        .c_flags = c_flags(options),
	        .preview = option_holds(options, OPTION_PREVIEW, false),
	        .verbose = option_holds(options, OPTION_VERBOSE, false),
	};
	return read_size(options, &request->max_file_size) && read_dump(options, &request->dump) &&
	        read_c_reader(options, &request->c_reader);
}

/* ---- showing ---- */

static void hide_notes(struct summary *summary)
{
	summary->hidden_notes = summary->notes;
	summary->notes = 0;
}

static void show_findings(const struct view *view, struct check_result *result, struct buf *out)
{
	uint32_t shown = result->summary.errors + result->summary.warnings + result->summary.notes;
	const struct reporter *reporter = view->reporter;
	struct report report = {.out = out,
	        .color = view->color,
	        .width = cli_width(),
	        .line_text = check_line,
	        .context = result};

	if (!reporter)
		reporter = reporter_find(shown > MOST_FRAMES ? "concise" : "full");
	for (uint32_t i = 0; i < result->findings.list.n; i++) {
		const struct finding *finding = &result->findings.list.at[i];

		if (!finding->suppressed && (view->notes || finding->severity != SEVERITY_NOTE))
			reporter->finding(&report, finding);
	}
	if (!view->quiet)
		reporter->end(&report, &result->summary);
	if (!view->quiet && !view->reporter && shown > MOST_FRAMES)
		buf_printf(out,
		        "more than %d findings: one line each; --format=full shows the code\n",
		        MOST_FRAMES);
}

static enum exit_status show(const struct options *options, struct view *view,
        const struct check_request *request, struct check_result *result)
{
	enum exit_status status =
	        result->summary.errors + result->summary.warnings ? EXIT_FINDINGS : EXIT_CLEAN;
	struct buf out = {0};

	if (result->notes && !option_given(options, OPTION_NOTES))
		view->notes = true;
	if (!view->notes)
		hide_notes(&result->summary);
	if (request->dump)
		buf_add(&out, result->dump.at, result->dump.n);
	else
		show_findings(view, result, &out);
	if (result->messages.n && (result->trouble || !view->quiet))
		fwrite(result->messages.at, 1, result->messages.n, stderr);
	status = cli_write(&out, result->trouble ? EXIT_TROUBLE : status);
	buf_free(&out);
	return status;
}

/* ---- commands ---- */

static enum exit_status run(const struct options *options, check_function *function)
{
	struct check_request request;
	struct check_result result;
	enum exit_status status;
	struct view view;

	if (!read_view(options, &view) || !read_request(options, &request))
		return EXIT_TROUBLE;
	if (!request.paths.n) {
		static const char *const here[] = {"."};

		request.paths = (struct check_texts){here, 1};
	}
	function(options->arena, &request, &result);
	status = show(options, &view, &request, &result);
	check_free(&result);
	return status;
}

enum exit_status command_check(const struct options *options)
{
	return run(options, check_paths);
}

enum exit_status command_check_ir(const struct options *options)
{
	if (options->operands.list.n != 1)
		return cli_fail("'check-ir' takes one file");
	return run(options, check_ir);
}
