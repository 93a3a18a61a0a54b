/*
 * JSON: one object for each finding, on a line of its own or in a document. Other formats and
 * tools read it, so members are never renamed or left out; what a finding does
 * not have is null.
 */
#include "report/members.h"

static void add_edits(struct buf *out, const struct fix *fix)
{
	json_open(out, "edits", '[');
	for (uint32_t i = 0; i < fix->edit_count; i++) {
		const struct fix_edit *edit = &fix->edits[i];

		json_open(out, NULL, '{');
		json_text(out, "path", edit->path);
		json_number(out, "start", edit->start);
		json_number(out, "end", edit->end);
		json_text(out, "text", edit->text);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_fixes(struct buf *out, const struct finding *finding)
{
	json_open(out, "fixes", '[');
	for (uint32_t i = 0; i < finding->fix_count; i++) {
		json_open(out, NULL, '{');
		json_text(out, "title", finding->fixes[i].title);
		json_text(out, "safety", fix_safety_text(finding->fixes[i].safety));
		add_edits(out, &finding->fixes[i]);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_suppressed(struct buf *out, const struct finding *finding)
{
	if (!finding->suppressed) {
		json_text(out, "suppressed", NULL);
		return;
	}
	json_open(out, "suppressed", '{');
	json_text(out, "kind", suppressed_text(finding->suppressed));
	json_text(out, "reason", finding->reason);
	json_close(out, '}');
}

static void add_snippet(struct buf *out, const struct finding *finding)
{
	if (!finding->snippet) {
		json_text(out, "snippet", NULL);
		return;
	}
	json_open(out, "snippet", '{');
	json_text(out, "hash", finding->snippet);
	json_number(out, "line", finding->snippet_line);
	json_close(out, '}');
}

static void add_finding(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	json_open(out, NULL, '{');
	json_text(out, "rule", finding->rule);
	json_text(out, "severity", severity_text(finding->severity));
	json_text(out, "confidence", confidence_text(finding->confidence));
	json_text(out, "retention", finding->retention);
	json_place(out, &finding->place);
	json_text(out, "function", finding->function ? finding->function : "");
	json_text(out, "object", finding->object);
	json_text(out, "message", finding->message);
	json_steps(out, finding);
	json_text(out, "help", finding->help);
	add_fixes(out, finding);
	json_text(out, "fact", finding->fact);
	json_text(out, "verdict", verdict_text(finding->verdict));
	json_text(out, "evidence", finding->evidence);
	add_suppressed(out, finding);
	add_snippet(out, finding);
	json_text(out, "fingerprint", finding->fingerprint);
	json_close(out, '}');
}

static void jsonl_finding(struct report *report, const struct finding *finding)
{
	add_finding(report, finding);
	buf_char(report->out, '\n');
}

/* One part of several: they are added up when they are put together. */
static void jsonl_end(struct report *report, const struct summary *summary)
{
	if (!report->part)
		return;
	json_open(report->out, NULL, '{');
	json_summary(report, summary);
	buf_text(report->out, "}\n");
}

const struct reporter report_jsonl = {
        .name = "jsonl",
        .summary = "one JSON object for each finding, for programs",
        .kind = REPORT_LINES,
        .notes = true,
        .whole_parts = true,
        .finding = jsonl_finding,
        .end = jsonl_end,
};

/* ---- the same as one document ---- */

static void json_begin(struct report *report, const struct summary *summary)
{
	(void)summary;
	json_open(report->out, NULL, '{');
	json_number(report->out, "version", 1);
	json_open(report->out, "findings", '[');
}

static void json_end(struct report *report, const struct summary *summary)
{
	json_close(report->out, ']');
	json_summary(report, summary);
	buf_text(report->out, "}\n");
}

const struct reporter report_json = {
        .name = "json",
        .summary = "one JSON document with the same objects, and counts",
        .kind = REPORT_DOCUMENT,
        .notes = true,
        .whole_parts = true,
        .begin = json_begin,
        .finding = add_finding,
        .end = json_end,
};
