/*
 * check and check-ir: from options to a request, from a result to a report.
 */
#include "cli/check.h"
#include "cli/view.h"

#include "base/stop.h"

#include <stdio.h>

typedef void check_function(struct arena *, const struct check_request *, struct check_result *);

/* One run of the command. */
struct run {
	const struct options *options;
	struct check_request request;
	struct check_result result;
	struct progress progress;
	struct view view;
};

/* Behind the report where that is for people, else out of its way. */
static void show_statistics(const struct run *run, struct buf *out)
{
	const struct reporter *reporter = run->view.reporter;
	struct buf text = {0};

	statistics_show(run->options->arena, &run->result.findings, &text);
	if (reporter && reporter->kind != REPORT_TEXT)
		fwrite(text.at, 1, text.n, stderr);
	else
		buf_add(out, text.at, text.n);
	buf_free(&text);
}

static void show_timings(struct run *run)
{
	struct buf text = {0};

	timings_show(&run->result, &text);
	fwrite(text.at, 1, text.n, stderr);
	buf_free(&text);
}

static void show_findings(struct run *run, struct buf *out)
{
	struct check_result *result = &run->result;

	run->view.notes_wanted = result->notes;
	result->summary.trouble = result->trouble;
	if (!view_show(&run->view, &result->findings, &result->summary,
	            (struct view_lines){check_line, result, check_locate}, out))
		result->trouble = true;
	if (option_given(run->options, OPTION_STATISTICS))
		show_statistics(run, out);
}

static enum exit_status show(struct run *run)
{
	struct check_result *result = &run->result;
	enum exit_status status =
	        cli_found(run->options, result->summary.errors + result->summary.warnings > 0);
	struct buf out = {0};

	if (run->request.dump)
		buf_add(&out, result->dump.at, result->dump.n);
	else
		show_findings(run, &out);
	if (result->messages.n && (result->trouble || !run->view.quiet))
		fwrite(result->messages.at, 1, result->messages.n, stderr);
	if (option_given(run->options, OPTION_TIMINGS))
		show_timings(run);
	status = cli_write(&out, result->trouble ? EXIT_TROUBLE : status);
	buf_free(&out);
	return stop_wanted() ? (enum exit_status)stop_status() : status;
}

/* ---- commands ---- */

static bool read_all(const struct options *options, struct run *run)
{
	*run = (struct run){.options = options};
	if (!view_read(options, &run->view) || !view_read_request(options, &run->request))
		return false;
	if (!run->request.paths.n)
		run->request.paths = check_here;
	progress_begin(&run->progress, &run->request, run->view.quiet);
	return true;
}

static enum exit_status run_once(const struct options *options, check_function *function)
{
	struct run run;
	enum exit_status status;

	if (!read_all(options, &run))
		return EXIT_TROUBLE;
	if (!option_given(options, OPTION_WATCH)) {
		stop_on_signals();
		mem_hoard();
	}
	function(options->arena, &run.request, &run.result);
	progress_end(&run.progress);
	status = show(&run);
	check_free(&run.result);
	return status;
}

static enum exit_status run_fixing(const struct options *options)
{
	struct fix_outcome outcome;
	struct fix_wish wish = {.unsafe = option_given(options, OPTION_UNSAFE_FIXES),
	        .notes = option_holds(options, OPTION_NOTES, false)};
	enum exit_status status;
	struct run run;

	if (!read_all(options, &run))
		return EXIT_TROUBLE;
	if (!option_given(options, OPTION_WATCH))
		stop_on_signals();
	check_fixing(options->arena, &run.request, wish, &run.result, &outcome);
	progress_end(&run.progress);
	if (option_given(options, OPTION_DIFF)) {
		status = fix_show(options, &outcome, run.view.quiet);
		if (run.result.trouble)
			fwrite(run.result.messages.at, 1, run.result.messages.n, stderr);
	} else {
		bool written = stop_wanted() || fix_write(options, &outcome, run.view.quiet);

		status = show(&run);
		status = written ? status : EXIT_TROUBLE;
	}
	if (!stop_wanted())
		status = run.result.trouble ? EXIT_TROUBLE : status;
	check_free(&run.result);
	return status;
}

static enum exit_status check_all(const struct options *options)
{
	return fix_wanted(options) ? run_fixing(options) : run_once(options, check_paths);
}

enum exit_status command_check(const struct options *options)
{
	struct run run;

	if (!option_given(options, OPTION_WATCH))
		return check_all(options);
	if (option_given(options, OPTION_STDIN_FILENAME))
		return cli_fail("--watch and --stdin-filename do not go together");
	return read_all(options, &run) ? watch(options, check_all, &run.request) : EXIT_TROUBLE;
}

enum exit_status command_check_ir(const struct options *options)
{
	if (options->operands.list.n != 1)
		return cli_fail("'check-ir' takes one file");
	return run_once(options, check_ir);
}
