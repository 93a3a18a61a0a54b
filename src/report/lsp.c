/*
 * What a language server would send: for each file with findings one line with
 * the parameters of textDocument/publishDiagnostics, for editors that run a
 * program instead. Lines and columns start at 0, columns count UTF-16 units.
 */
#include "report/report.h"

#include "report/json.h"

enum { LSP_ERROR = 1, LSP_WARNING, LSP_INFORMATION, LSP_UNNECESSARY = 1 };

static void add_position(
        struct report *report, const char *key, const char *path, uint32_t line, uint32_t column)
{
	json_open(report->out, key, '{');
	json_number(report->out, "line", line - 1);
	json_number(report->out, "character", report_utf16_column(report, path, line, column) - 1);
	json_close(report->out, '}');
}

static void add_range(struct report *report, const struct place *place)
{
	json_open(report->out, "range", '{');
	add_position(report, "start", place->path, place->line, place->column);
	add_position(report, "end", place->path, place->end_line, place->end_column);
	json_close(report->out, '}');
}

static void add_uri(struct report *report, const char *path)
{
	struct buf uri = {0};

	report_uri(report, path, &uri);
	json_text(report->out, "uri", uri.at);
	buf_free(&uri);
}

static void add_steps(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	json_open(out, "relatedInformation", '[');
	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct step *step = &finding->steps[i];

		json_open(out, NULL, '{');
		json_open(out, "location", '{');
		add_uri(report, step->place.path);
		add_range(report, &step->place);
		json_close(out, '}');
		json_text(out, "message", step->message);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void close_file(struct report *report)
{
	if (report->path)
		buf_text(report->out, "]}\n");
}

static void lsp_finding(struct report *report, const struct finding *finding)
{
	static const uint32_t severities[] = {LSP_INFORMATION, LSP_WARNING, LSP_ERROR};
	struct buf *out = report->out;

	if (!same(report->path, finding->place.path)) {
		close_file(report);
		json_open(out, NULL, '{');
		add_uri(report, finding->place.path);
		json_open(out, "diagnostics", '[');
		report->path = finding->place.path;
	}
	json_open(out, NULL, '{');
	add_range(report, &finding->place);
	json_number(out, "severity", severities[finding->severity]);
	json_text(out, "code", finding->rule);
	json_text(out, "source", "proxylint");
	json_text(out, "message", report_sentence(report, finding));
	if (same(finding->rule, "suppression/unused")) {
		json_open(out, "tags", '[');
		json_number(out, NULL, LSP_UNNECESSARY);
		json_close(out, ']');
	}
	add_steps(report, finding);
	json_close(out, '}');
}

static void lsp_end(struct report *report, const struct summary *summary)
{
	(void)summary;
	close_file(report);
}

const struct reporter report_lsp = {
        .name = "lsp",
        .summary = "a line of LSP's PublishDiagnosticsParams for each file",
        .kind = REPORT_DOCUMENT,
        .finding = lsp_finding,
        .end = lsp_end,
};
