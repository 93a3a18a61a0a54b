/*
 * reviewdog's JSON. Its columns count bytes of UTF-8, as ours do.
 */
#include "report/report.h"

#include "report/json.h"

static void rdjson_begin(struct report *report, const struct summary *summary)
{
	struct buf *out = report->out;

	(void)summary;
	json_open(out, NULL, '{');
	json_open(out, "source", '{');
	json_text(out, "name", "proxylint");
	json_close(out, '}');
	json_open(out, "diagnostics", '[');
}

static void add_position(struct buf *out, const char *key, uint32_t line, uint32_t column)
{
	json_open(out, key, '{');
	json_number(out, "line", line);
	json_number(out, "column", column);
	json_close(out, '}');
}

static void add_location(struct buf *out, const struct place *place)
{
	json_open(out, "location", '{');
	json_text(out, "path", place->path);
	json_open(out, "range", '{');
	add_position(out, "start", place->line, place->column);
	add_position(out, "end", place->end_line, place->end_column);
	json_close(out, '}');
	json_close(out, '}');
}

static void add_steps(struct buf *out, const struct finding *finding)
{
	json_open(out, "related_locations", '[');
	for (uint32_t i = 0; i < finding->step_count; i++) {
		json_open(out, NULL, '{');
		json_text(out, "message", finding->steps[i].message);
		add_location(out, &finding->steps[i].place);
		json_close(out, '}');
	}
	json_close(out, ']');
}

/* A suggestion is one edit: fixes of several are left out. */
static void add_suggestions(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	json_open(out, "suggestions", '[');
	for (uint32_t i = 0; i < finding->fix_count && report->locate; i++) {
		const struct fix *fix = &finding->fixes[i];
		struct location start, end;

		if (fix->edit_count != 1 || !same(fix->edits[0].path, finding->place.path))
			continue;
		start = report->locate(report->context, fix->edits[0].path, fix->edits[0].start);
		end = report->locate(report->context, fix->edits[0].path, fix->edits[0].end);
		json_open(out, NULL, '{');
		json_open(out, "range", '{');
		add_position(out, "start", start.line, start.column);
		add_position(out, "end", end.line, end.column);
		json_close(out, '}');
		json_text(out, "text", fix->edits[0].text);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void rdjson_finding(struct report *report, const struct finding *finding)
{
	static const char *const severities[] = {"INFO", "WARNING", "ERROR"};
	struct buf *out = report->out;

	json_open(out, NULL, '{');
	json_text(out, "message", report_sentence(report, finding));
	add_location(out, &finding->place);
	json_text(out, "severity", severities[finding->severity]);
	json_open(out, "code", '{');
	json_text(out, "value", finding->rule);
	json_close(out, '}');
	add_steps(out, finding);
	add_suggestions(report, finding);
	json_close(out, '}');
}

static void rdjson_end(struct report *report, const struct summary *summary)
{
	(void)summary;
	buf_text(report->out, "]}\n");
}

const struct reporter report_rdjson = {
        .name = "rdjson",
        .summary = "for reviewdog",
        .kind = REPORT_DOCUMENT,
        .begin = rdjson_begin,
        .finding = rdjson_finding,
        .end = rdjson_end,
};
