/*
 * From options to a request and a view, from findings to bytes.
 */
#include "cli/view.h"

#include "base/parallel.h"

#include "base/file.h"
#include "rule/page.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	MOST_FRAMES = 20,
	DEFAULT_MIB = 16,
	MOST_MIB = 4095,
	MOST_JOBS = 64,
	CACHE_LIMIT = 256 << 20
};

static const char *const here[] = {"."};
const struct check_texts check_here = {here, 1};

static struct check_texts texts_of(struct texts texts)
{
	return (struct check_texts){texts.list.at, texts.list.n};
}

/* ---- reading the options ---- */

/* NULL after a message. */
static const struct reporter *reporter_called(
        const struct options *options, const char *option, const char *word)
{
	const char *names[32];
	int count = 0, choice;

	while (count < (int)COUNT_OF(names) && reporters[count]) {
		names[count] = reporters[count]->name;
		count++;
	}
	choice = cli_choice(options, option, word, names, count);
	return choice < 0 ? NULL : reporters[choice];
}

static bool read_format(const struct options *options, struct view *view)
{
	const char *word = option_value(options, OPTION_FORMAT);

	if (!word)
		return true;
	view->reporter = reporter_called(options, "--format", word);
	return view->reporter != NULL;
}

/* NAME=PATH */
static bool read_output(const struct options *options, struct view *view, const char *text)
{
	const char *equals = strchr(text, '=');
	struct view_output output;

	if (!equals || !equals[1]) {
		cli_fail("value '%s' of --output is not FORMAT=PATH", text);
		return false;
	}
	output.path = equals + 1;
	output.reporter = reporter_called(
	        options, "--output", arena_strndup(options->arena, text, (size_t)(equals - text)));
	if (output.reporter)
		vec_push(options->arena, &view->outputs, output);
	return output.reporter != NULL;
}

static bool read_outputs(const struct options *options, struct view *view)
{
	const struct texts *texts = &options->values[OPTION_OUTPUT];

	for (uint32_t i = 0; i < texts->list.n; i++)
		if (!read_output(options, view, texts->list.at[i]))
			return false;
	return true;
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

static bool read_context(const struct options *options, bool *project)
{
	static const char *const names[] = {"files", "project"};
	const char *word = option_value(options, OPTION_CONTEXT);
	int choice = word ? cli_choice(options, "--context", word, names, COUNT_OF(names)) : 0;

	*project = choice == 1;
	return choice >= 0;
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

/* A whole number from `least` to `most`. */
static bool read_number(const struct options *options, enum option option, const char *name,
        unsigned long least, unsigned long most, unsigned long *number)
{
	const char *word = option_value(options, option);
	unsigned long value;
	char *end;

	if (!word)
		return true;
	errno = 0;
	value = strtoul(word, &end, 10);
	if (errno || *end || *word < '0' || *word > '9' || value < least || value > most) {
		cli_fail("value '%s' of %s is not a number from %lu to %lu", word, name, least,
		        most);
		return false;
	}
	*number = value;
	return true;
}

static bool read_limits(const struct options *options, struct check_request *request)
{
	unsigned long mib = DEFAULT_MIB, jobs = parallel_processors();

	if (!read_number(options, OPTION_MAX_FILE_SIZE, "--max-file-size", 0, MOST_MIB, &mib) ||
	        !read_number(options, OPTION_JOBS, "--jobs", 1, MOST_JOBS, &jobs))
		return false;
	request->max_file_size = (size_t)mib << 20;
	request->jobs = (unsigned)jobs;
	return true;
}

bool view_read(const struct options *options, struct view *view)
{
	*view = (struct view){.arena = options->arena,
	        .quiet = option_holds(options, OPTION_QUIET, false),
	        .part = option_value(options, OPTION_SHARD),
	        .notes_said = option_given(options, OPTION_NOTES),
	        .notes = option_holds(options, OPTION_NOTES, false)};
	if (!read_format(options, view) || !read_outputs(options, view) ||
	        !cli_color(options, &view->color))
		return false;
	if (!view->reporter && !isatty(STDOUT_FILENO))
		view->reporter = reporter_find("concise");
	return true;
}

/* "2/3" */
static bool read_shard(const struct options *options, struct check_request *request)
{
	const char *word = option_value(options, OPTION_SHARD);
	unsigned shard, shards;
	char rest;

	if (!word)
		return true;
	if (sscanf(word, "%5u/%5u%c", &shard, &shards, &rest) != 2 || !shard || shard > shards) {
		cli_fail("value '%s' of --shard is not K/N, like 1/3", word);
		return false;
	}
	request->shard = shard;
	request->shards = shards;
	return true;
}

/* Standard input becomes the text of a file, and that file what is linted where none is named. */
static bool read_stdin(const struct options *options, struct check_request *request)
{
	const char *path = option_value(options, OPTION_STDIN_FILENAME);
	struct check_overlay *overlay;
	const char **only;
	struct buf text = {0};
	int reason;

	if (!path)
		return true;
	reason = file_read_open(STDIN_FILENO, request->max_file_size, &text);
	if (reason) {
		cli_fail("standard input: %s", strerror(reason));
		return false;
	}
	overlay = arena_new(options->arena, struct check_overlay);
	overlay->path = path_clean(options->arena, path);
	overlay->text = (struct str){arena_strndup(options->arena, text.at, text.n), text.n};
	request->overlays = overlay;
	request->overlay_count = 1;
	if (!request->paths.n) {
		only = arena_new(options->arena, const char *);
		*only = path;
		request->paths = (struct check_texts){only, 1};
	}
	buf_free(&text);
	return true;
}

static const struct store *cache_of(const struct options *options)
{
	struct store *store = arena_new(options->arena, struct store);
	const char *folder = option_value(options, OPTION_CACHE_DIR);

	if (!folder)
		folder = directory_of_cache(options->arena);
	if (!folder || option_holds(options, OPTION_NO_CACHE, false))
		return NULL;
	*store = (struct store){path_join(options->arena, folder, "results"), CACHE_LIMIT};
	return store;
}

/* A rule that is misspelt would find nothing, and nobody would notice. */
static bool are_rules(const struct options *options, const struct check_texts *written)
{
	struct rule_pages pages = {0};

	if (written->n)
		pages = pages_all(options->arena);
	for (uint32_t i = 0; i < written->n; i++) {
		bool meant = false;

		for (uint32_t k = 0; k < pages.list.n && !meant; k++)
			meant = rule_is_meant(written->at[i], pages.list.at[k].name);
		if (!meant) {
			cli_unknown_rule(options, &pages, written->at[i]);
			return false;
		}
	}
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
	        .verbose = option_holds(options, OPTION_VERBOSE, false),
	        .cache = cache_of(options),
	};
	return are_rules(options, &request->select) && are_rules(options, &request->ignore) &&
	        read_limits(options, request) && read_shard(options, request) &&
	        read_context(options, &request->surroundings) && read_stdin(options, request) &&
	        read_dump(options, &request->dump) && read_c_reader(options, &request->c_reader);
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

/* One report on its way. */
struct showing {
	const struct view *view;
	const struct reporter *reporter;
	const struct findings *findings;
	struct summary summary;
	bool notes;
	struct report report;
};

static bool is_shown(const struct showing *showing, const struct finding *finding)
{
	bool whole = showing->reporter->whole_parts && showing->view->part;

	if (finding->suppressed && !showing->reporter->suppressed && !whole)
		return false;
	return showing->notes || finding->severity != SEVERITY_NOTE;
}

static uint32_t count_shown(const struct summary *summary)
{
	return summary->errors + summary->warnings + summary->notes;
}

static struct report_rule rule_info(void *context, const char *name)
{
	const struct view *view = context;
	struct rule_pages pages = pages_all(view->arena);
	const struct rule_page *page = page_find(&pages, name);

	if (!page)
		return (struct report_rule){name, NULL, SEVERITY_WARNING};
	return (struct report_rule){page->summary, page_prose(view->arena, page), page->severity};
}

struct report view_report(const struct view *view, struct view_lines lines)
{
	return (struct report){.arena = view->arena,
	        .width = cli_width(),
	        .line_text = lines.text,
	        .locate = lines.locate,
	        .context = lines.context,
	        .rule = rule_info,
	        .rule_context = (void *)view,
	        .part = view->part,
	        .directory = path_absolute(view->arena, ".")};
}

/* Notes that are not shown are counted as such. */
static void settle_notes(struct showing *showing)
{
	const struct view *view = showing->view;
	bool by_default = view->notes_wanted || (showing->reporter && showing->reporter->notes);

	showing->notes = view->notes_said ? view->notes : by_default;
	if (showing->notes)
		return;
	showing->summary.hidden_notes += showing->summary.notes;
	showing->summary.notes = 0;
}

static void run_reporter(struct showing *showing, bool quiet, struct buf *out)
{
	const struct reporter *reporter = showing->reporter;

	showing->report.out = out;
	if (reporter->begin)
		reporter->begin(&showing->report, &showing->summary);
	for (uint32_t i = 0; i < showing->findings->list.n; i++)
		if (is_shown(showing, &showing->findings->list.at[i]))
			reporter->finding(&showing->report, &showing->findings->list.at[i]);
	if (reporter->end && !(quiet && reporter->kind == REPORT_TEXT))
		reporter->end(&showing->report, &showing->summary);
}

static bool write_output(struct showing showing, const struct view_output *output)
{
	struct buf out = {0};
	int error;

	showing.reporter = output->reporter;
	settle_notes(&showing);
	run_reporter(&showing, false, &out);
	error = file_write(output->path, (struct str){out.at ? out.at : "", out.n});
	buf_free(&out);
	if (error)
		cli_fail("%s: %s", output->path, strerror(error));
	return !error;
}

bool view_show(const struct view *view, const struct findings *findings,
        const struct summary *summary, struct view_lines lines, struct buf *out)
{
	struct showing showing = {view, NULL, findings, *summary, false, view_report(view, lines)};
	bool good = true;
	uint32_t shown;

	showing.report.root = findings->root;
	for (uint32_t i = 0; i < view->outputs.n; i++)
		good = write_output(showing, &view->outputs.at[i]) && good;
	showing.reporter = view->reporter;
	showing.report.color = view->color;
	showing.report.links = view->color && isatty(STDOUT_FILENO);
	settle_notes(&showing);
	shown = count_shown(&showing.summary);
	if (!showing.reporter)
		showing.reporter = reporter_find(shown > MOST_FRAMES ? "concise" : "full");
	run_reporter(&showing, view->quiet, out);
	if (!view->quiet && !view->reporter && shown > MOST_FRAMES)
		buf_printf(out,
		        "more than %d findings: one line each; --format=full shows the code\n",
		        MOST_FRAMES);
	return good;
}
