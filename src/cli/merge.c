/*
 * merge: the reports of several runs, as --format=jsonl or json wrote them,
 * become one in any format. Of the parts of a run it gives what the whole run
 * would have given, its exit status included.
 */
#include "cli/check.h"
#include "cli/view.h"

#include "diag/read.h"
#include "text/lines.h"

#include <stdio.h>

enum { MOST_PARTS = 4096 };

struct merge {
	const struct options *options;
	struct findings findings;
	struct summary summary;
	uint32_t shards;        /* how many parts the runs had, or 0 */
	bool parts[MOST_PARTS]; /* that were given */
	bool trouble;
};

/* ---- adding up ---- */

/* Of findings that are told without saying what else was linted. */
static uint32_t count_files(const struct findings *findings, uint32_t first)
{
	uint32_t files = 0;

	for (uint32_t i = first; i < findings->list.n; i++)
		files += i == first ||
		        !same(findings->list.at[i].place.path, findings->list.at[i - 1].place.path);
	return files;
}

static uint32_t number(const struct data_value *summary, const char *key)
{
	const struct data_value *value = data_get(summary, key);

	return value && value->kind == DATA_INT && value->integer > 0 ? (uint32_t)value->integer
	                                                              : 0;
}

static void add_part(struct merge *merge, const char *path, const char *part)
{
	unsigned shard, shards;

	if (!part)
		return;
	if (sscanf(part, "%5u/%5u", &shard, &shards) != 2 || !shard || shard > shards ||
	        shards >= MOST_PARTS || (merge->shards && merge->shards != shards)) {
		cli_fail("%s: part %s does not go with the others", path, part);
		merge->trouble = true;
	} else if (merge->parts[shard]) {
		cli_fail("%s: part %s is there twice", path, part);
		merge->trouble = true;
	} else {
		merge->shards = shards;
		merge->parts[shard] = true;
	}
}

static void add_summary(struct merge *merge, const char *path, const struct data_value *summary)
{
	const struct data_value *trouble = data_get(summary, "trouble");

#define COUNT(member, key) merge->summary.member += number(summary, key);
#include "report/summary.def"
#undef COUNT
	merge->summary.skipped -= number(summary, "minified");
	merge->summary.trouble |= trouble && trouble->kind == DATA_BOOL && trouble->boolean;
	add_part(merge, path, data_text(data_get(summary, "shard")));
}

static bool add_file(struct merge *merge, const char *path)
{
	uint32_t before = merge->findings.list.n;
	struct summaries summaries = {0};
	const char *error = findings_read(&merge->findings, path, &summaries);

	if (error) {
		cli_fail("%s", error);
		return false;
	}
	for (uint32_t i = 0; i < summaries.list.n; i++)
		add_summary(merge, path, summaries.list.at[i]);
	if (!summaries.list.n)
		merge->summary.files += count_files(&merge->findings, before);
	return true;
}

/* What is not there was not found clean. */
static void say_missing(struct merge *merge)
{
	for (uint32_t i = 1; i <= merge->shards; i++) {
		if (merge->parts[i])
			continue;
		cli_fail("part %u/%u is missing", (unsigned)i, (unsigned)merge->shards);
		merge->trouble = true;
	}
}

static bool read_all(struct merge *merge)
{
	for (uint32_t i = 0; i < merge->options->operands.list.n; i++)
		if (!add_file(merge, merge->options->operands.list.at[i]))
			return false;
	say_missing(merge);
	findings_sort(&merge->findings);
	view_count(&merge->findings, &merge->summary);
	return true;
}

/* ---- showing ---- */

static enum exit_status show(struct merge *merge, const struct view *view)
{
	struct lines lines = {.arena = merge->options->arena};
	struct view_lines read = {lines_text, &lines, lines_locate};
	enum exit_status status =
	        cli_found(merge->options, merge->summary.errors + merge->summary.warnings > 0);
	struct buf out = {0};

	if (!view_show(view, &merge->findings, &merge->summary, read, &out))
		merge->trouble = true;
	if (option_given(merge->options, OPTION_STATISTICS))
		statistics_show(merge->options->arena, &merge->findings, &out);
	status = cli_write(&out, merge->trouble || merge->summary.trouble ? EXIT_TROUBLE : status);
	buf_free(&out);
	lines_free(&lines);
	return status;
}

enum exit_status command_merge(const struct options *options)
{
	struct check_home home = check_home(options->arena);
	struct merge merge = {
	        .options = options, .findings = {.arena = options->arena, .root = home.root}};
	struct view view;

	if (!options->operands.list.n)
		return cli_fail("'merge' takes the files to put together");
	if (!view_read(options, &view) || !read_all(&merge))
		return EXIT_TROUBLE;
	view.notes_wanted = home.notes;
	return show(&merge, &view);
}
