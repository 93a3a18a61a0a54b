/*
 * check and check-ir: from options to a request, from a result to a report.
 */
#include "cli/check.h"
#include "cli/view.h"

#include <stdio.h>

typedef void check_function(struct arena *, const struct check_request *, struct check_result *);

static enum exit_status show(
        struct view *view, const struct check_request *request, struct check_result *result)
{
	enum exit_status status =
	        result->summary.errors + result->summary.warnings ? EXIT_FINDINGS : EXIT_CLEAN;
	struct buf out = {0};

	view->notes_wanted = result->notes;
	if (request->dump)
		buf_add(&out, result->dump.at, result->dump.n);
	else if (!view_show(view, &result->findings, &result->summary,
	                 (struct view_lines){check_line, result, check_locate}, &out))
		result->trouble = true;
	if (result->messages.n && (result->trouble || !view->quiet))
		fwrite(result->messages.at, 1, result->messages.n, stderr);
	status = cli_write(&out, result->trouble ? EXIT_TROUBLE : status);
	buf_free(&out);
	return status;
}

/* ---- commands ---- */

static bool read_all(
        const struct options *options, struct view *view, struct check_request *request)
{
	if (!view_read(options, view) || !view_read_request(options, request))
		return false;
	if (!request->paths.n)
		request->paths = check_here;
	return true;
}

static enum exit_status run(const struct options *options, check_function *function)
{
	struct check_request request;
	struct check_result result;
	enum exit_status status;
	struct view view;

	if (!read_all(options, &view, &request))
		return EXIT_TROUBLE;
	function(options->arena, &request, &result);
	status = show(&view, &request, &result);
	check_free(&result);
	return status;
}

static enum exit_status run_fixing(const struct options *options)
{
	struct check_request request;
	struct check_result result;
	struct fix_outcome outcome;
	struct fix_wish wish = {.unsafe = option_given(options, OPTION_UNSAFE_FIXES),
	        .notes = option_holds(options, OPTION_NOTES, false)};
	enum exit_status status;
	struct view view;

	if (!read_all(options, &view, &request))
		return EXIT_TROUBLE;
	check_fixing(options->arena, &request, wish, &result, &outcome);
	if (option_given(options, OPTION_DIFF)) {
		status = fix_show(options, &outcome, view.quiet);
		if (result.trouble)
			fwrite(result.messages.at, 1, result.messages.n, stderr);
	} else {
		bool written = fix_write(options, &outcome, view.quiet);

		status = show(&view, &request, &result);
		status = written ? status : EXIT_TROUBLE;
	}
	status = result.trouble ? EXIT_TROUBLE : status;
	check_free(&result);
	return status;
}

enum exit_status command_check(const struct options *options)
{
	return fix_wanted(options) ? run_fixing(options) : run(options, check_paths);
}

enum exit_status command_check_ir(const struct options *options)
{
	if (options->operands.list.n != 1)
		return cli_fail("'check-ir' takes one file");
	return run(options, check_ir);
}
