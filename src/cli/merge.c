/*
 * merge: the reports of several runs, as --format=jsonl wrote them, become one
 * in any format.
 */
#include "cli/view.h"

#include "text/lines.h"
#include "verify/verify.h"

/* Findings know their files; what else was linted, the reports do not tell. */
static uint32_t count_files(const struct findings *findings)
{
	uint32_t files = 0;

	for (uint32_t i = 0; i < findings->list.n; i++)
		files += !i ||
		        !same(findings->list.at[i].place.path, findings->list.at[i - 1].place.path);
	return files;
}

static bool read_all(const struct options *options, struct findings *findings)
{
	for (uint32_t i = 0; i < options->operands.list.n; i++) {
		const char *error = findings_read(findings, options->operands.list.at[i]);

		if (error) {
			cli_fail("%s", error);
			return false;
		}
	}
	findings_sort(findings);
	return true;
}

enum exit_status command_merge(const struct options *options)
{
	struct findings findings = {.arena = options->arena, .root = check_root(options->arena)};
	struct lines lines = {.arena = options->arena};
	struct summary summary = {0};
	enum exit_status status = EXIT_TROUBLE;
	struct buf out = {0};
	struct view view;

	if (!options->operands.list.n)
		return cli_fail("'merge' takes the files to put together");
	if (!view_read(options, &view) || !read_all(options, &findings))
		return EXIT_TROUBLE;
	view_count(&findings, &summary);
	summary.files = count_files(&findings);
	if (view_show(&view, &findings, &summary,
	            (struct view_lines){lines_text, &lines, lines_locate}, &out))
		status = summary.errors + summary.warnings ? EXIT_FINDINGS : EXIT_CLEAN;
	status = cli_write(&out, status);
	buf_free(&out);
	lines_free(&lines);
	return status;
}
