/*
 * check and check-ir: from options to a request, from a result to a report.
 */
#include "cli/view.h"

#include <stdio.h>

typedef void check_function(struct arena *, const struct check_request *, struct check_result *);

static enum exit_status show(const struct options *options, struct view *view,
        const struct check_request *request, struct check_result *result)
{
	enum exit_status status =
	        result->summary.errors + result->summary.warnings ? EXIT_FINDINGS : EXIT_CLEAN;
	struct buf out = {0};

	if (result->notes && !option_given(options, OPTION_NOTES))
		view->notes = true;
	if (request->dump)
		buf_add(&out, result->dump.at, result->dump.n);
	else
		view_show(view, &result->findings, &result->summary,
		        (struct view_lines){check_line, result}, &out);
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

	if (!view_read(options, &view) || !view_read_request(options, &request))
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
