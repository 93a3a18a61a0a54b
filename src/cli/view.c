/*
 * From options to a request and a view, from findings to bytes.
 */
#include "cli/view.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_FRAMES = 20, DEFAULT_MIB = 16, MOST_MIB = 4095 };

static const char *const here[] = {"."};
const struct check_texts check_here = {here, 1};

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

bool view_read(const struct options *options, struct view *view)
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

bool view_read_request(const struct options *options, struct check_request *request)
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
	        .baseline = option_value(options, OPTION_BASELINE),
	        .changed = option_holds(options, OPTION_STAGED, false) ? CHANGED_STAGED
	                : option_given(options, OPTION_CHANGED)        ? CHANGED_SINCE
	                                                               : CHANGED_ALL,
	        .since = option_value(options, OPTION_CHANGED),
	        .force_exclude = option_holds(options, OPTION_FORCE_EXCLUDE, false),
	        .c_flags = c_flags(options),
	        .no_prefilter = option_holds(options, OPTION_NO_PREFILTER, false),
	        .preview = option_holds(options, OPTION_PREVIEW, false),
	        .verbose = option_holds(options, OPTION_VERBOSE, false),
	};
	return read_size(options, &request->max_file_size) && read_dump(options, &request->dump) &&
	        read_c_reader(options, &request->c_reader);
}

/* ---- showing ---- */

void view_count(const struct findings *findings, struct summary *summary)
{
	summary->errors = summary->warnings = summary->notes = 0;
	for (uint32_t i = 0; i < findings->list.n; i++) {
		enum severity severity = findings->list.at[i].severity;

		if (findings->list.at[i].suppressed)
			continue;
		summary->errors += severity == SEVERITY_ERROR;
		summary->warnings += severity == SEVERITY_WARNING;
		summary->notes += severity == SEVERITY_NOTE;
	}
}

static void hide_notes(struct summary *summary)
{
	summary->hidden_notes = summary->notes;
	summary->notes = 0;
}

static bool is_shown(const struct view *view, const struct finding *finding)
{
	return !finding->suppressed && (view->notes || finding->severity != SEVERITY_NOTE);
}

void view_show(const struct view *view, const struct findings *findings, struct summary *summary,
        struct view_lines lines, struct buf *out)
{
	const struct reporter *reporter = view->reporter;
	struct report report = {.out = out,
	        .color = view->color,
	        .width = cli_width(),
	        .line_text = lines.text,
	        .context = lines.context};
	uint32_t shown;

	if (!view->notes)
		hide_notes(summary);
	shown = summary->errors + summary->warnings + summary->notes;
	if (!reporter)
		reporter = reporter_find(shown > MOST_FRAMES ? "concise" : "full");
	for (uint32_t i = 0; i < findings->list.n; i++)
		if (is_shown(view, &findings->list.at[i]))
			reporter->finding(&report, &findings->list.at[i]);
	if (!view->quiet)
		reporter->end(&report, summary);
	if (!view->quiet && !view->reporter && shown > MOST_FRAMES)
		buf_printf(out,
		        "more than %d findings: one line each; --format=full shows the code\n",
		        MOST_FRAMES);
}
