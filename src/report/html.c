/*
 * Findings → one HTML file that can be sent to somebody. The page is drawn by
 * page.js from JSON; here is what that JSON holds. Columns in it are bytes, as
 * everywhere: the script turns them into characters.
 */
#include "report/html.h"

#include "base/embed.h"
#include "base/version.h"
#include "report/members.h"

enum { CONTEXT = 2 }; /* lines around a place that is shown */
/* Bytes of a line that are shown: a hundred findings on a line of a megabyte are no page. */
enum { LONGEST = 4096 };

/* ---- source lines ---- */

/* The finding's own place, and those of its steps. */
static uint32_t place_count(const struct finding *finding)
{
	return finding->step_count + 1;
}

static const struct place *place_at(const struct finding *finding, uint32_t i)
{
	return i ? &finding->steps[i - 1].place : &finding->place;
}

static uint32_t last_line(const struct place *place)
{
	return place->line < UINT32_MAX - CONTEXT ? place->line + CONTEXT : UINT32_MAX;
}

static uint32_t first_line(const struct place *place)
{
	return place->line > CONTEXT ? place->line - CONTEXT : 1;
}

/* The first line from `line` on that is near one of the finding's places in that file, or 0. */
static uint32_t next_near(const struct finding *finding, const char *path, uint32_t line)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < place_count(finding); i++) {
		const struct place *place = place_at(finding, i);
		uint32_t near = line < first_line(place) ? first_line(place) : line;

		if (place->line && same(place->path, path) && near <= last_line(place) &&
		        (!next || near < next))
			next = near;
	}
	return next;
}

/* Behind all places in that file: it may have ended. */
static bool is_behind(const struct finding *finding, const char *path, uint32_t line)
{
	for (uint32_t i = 0; i < place_count(finding); i++)
		if (same(place_at(finding, i)->path, path) && place_at(finding, i)->line >= line)
			return false;
	return true;
}

static const char *shown_text(struct report *report, struct str text)
{
	return text.n <= LONGEST ? arena_str(report->arena, text)
	                         : arena_printf(report->arena, "%.*s…", LONGEST, text.at);
}

static void add_lines(struct report *report, const struct finding *finding, const char *path)
{
	uint32_t line = 0;

	while (line < UINT32_MAX && (line = next_near(finding, path, line + 1))) {
		struct str text = report->line_text(report->context, path, line);

		if (!text.n && is_behind(finding, path, line))
			continue;
		json_open(report->out, NULL, '[');
		json_number(report->out, NULL, line);
		json_text(report->out, NULL, shown_text(report, text));
		json_close(report->out, ']');
	}
}

static void add_code(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	json_open(out, "code", '[');
	for (uint32_t i = 0; i < place_count(finding); i++) {
		const char *path = place_at(finding, i)->path;
		uint32_t before = 0;

		while (before < i && !same(place_at(finding, before)->path, path))
			before++;
		if (before < i)
			continue;
		json_open(out, NULL, '{');
		json_text(out, "path", path);
		json_open(out, "lines", '[');
		add_lines(report, finding, path);
		json_close(out, ']');
		json_close(out, '}');
	}
	json_close(out, ']');
}

/* ---- fixes ---- */

static bool has_long_line(struct report *report, const char *path, uint32_t line, uint32_t last)
{
	bool found = false;

	for (; line <= last && !found; line++)
		found = report->line_text(report->context, path, line).n > LONGEST;
	return found;
}

static void add_edit(struct report *report, const struct fix_edit *edit)
{
	struct buf *out = report->out;
	struct location start = report->locate(report->context, edit->path, edit->start);
	struct location end = report->locate(report->context, edit->path, edit->end);

	if (has_long_line(report, edit->path, start.line, end.line))
		return;
	json_open(out, NULL, '{');
	json_text(out, "path", edit->path);
	json_number(out, "line", start.line);
	json_number(out, "column", start.column);
	json_number(out, "end_line", end.line);
	json_number(out, "end_column", end.column);
	json_text(out, "text", edit->text);
	json_open(out, "lines", '[');
	for (uint32_t line = start.line; line <= end.line; line++)
		json_text(out, NULL,
		        arena_str(report->arena,
		                report->line_text(report->context, edit->path, line)));
	json_close(out, ']');
	json_close(out, '}');
}

static void add_fixes(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	json_open(out, "fixes", '[');
	for (uint32_t i = 0; i < finding->fix_count; i++) {
		const struct fix *fix = &finding->fixes[i];

		json_open(out, NULL, '{');
		json_text(out, "title", fix->title);
		json_text(out, "safety", fix_safety_text(fix->safety));
		json_open(out, "edits", '[');
		for (uint32_t n = 0; report->locate && n < fix->edit_count; n++)
			add_edit(report, &fix->edits[n]);
		json_close(out, ']');
		json_close(out, '}');
	}
	json_close(out, ']');
}

/* ---- findings and rules ---- */

void html_finding(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	report_rule_index(report, finding->rule);
	json_text(out, "rule", finding->rule);
	json_text(out, "severity", severity_text(finding->severity));
	json_text(out, "confidence", confidence_text(finding->confidence));
	json_text(out, "verdict", verdict_text(finding->verdict));
	json_text(out, "evidence", finding->evidence);
	json_place(out, &finding->place);
	json_text(out, "function", finding->function);
	json_text(out, "message", finding->message);
	json_text(out, "help", finding->help);
	json_text(out, "fact", finding->fact);
	json_text(out, "fingerprint", finding->fingerprint);
	json_steps(out, finding);
	add_fixes(report, finding);
	add_code(report, finding);
}

void html_rules(struct report *report)
{
	struct buf *out = report->out;

	json_open(out, "rules", '{');
	for (uint32_t i = 0; i < report->rules.n; i++) {
		struct report_rule rule = report->rule(report->rule_context, report->rules.at[i]);

		json_open(out, report->rules.at[i], '{');
		json_text(out, "summary", rule.summary);
		json_text(out, "text", rule.text);
		json_close(out, '}');
	}
	json_close(out, '}');
}

/* ---- the page ---- */

static void add_file(struct buf *out, const char *name)
{
	for (size_t i = 0; i < embedded_html_count; i++)
		if (str_ends(str_of(embedded_html[i].path), name))
			buf_add(out, (const char *)embedded_html[i].bytes, embedded_html[i].length);
}

size_t html_begin(struct buf *out, const char *title)
{
	buf_printf(out,
	        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	        "<meta name=\"viewport\" content=\"width=device-width\">\n"
	        "<meta name=\"generator\" content=\"proxylint " PROXYLINT_VERSION "\">\n"
	        "<title>%s</title>\n<style>\n",
	        title);
	add_file(out, "/page.css");
	buf_text(out,
	        "</style>\n</head>\n<body>\n<main></main>\n"
	        "<script type=\"application/json\" id=\"data\">\n");
	return out->n;
}

/* `<` only stands in strings, where it may be written as an escape. */
static void make_harmless(struct buf *out, size_t data)
{
	struct buf copy = {0};

	buf_add(&copy, out->at + data, out->n - data);
	out->n = data;
	for (size_t i = 0; i < copy.n; i++) {
		if (copy.at[i] == '<')
			buf_text(out, "\\u003c");
		else
			buf_char(out, copy.at[i]);
	}
	buf_free(&copy);
}

void html_end(struct buf *out, size_t data, const char *const *scripts)
{
	make_harmless(out, data);
	buf_text(out, "\n</script>\n");
	for (; *scripts; scripts++) {
		buf_text(out, "<script>\n");
		add_file(out, *scripts);
		buf_text(out, "</script>\n");
	}
	buf_text(out, "</body>\n</html>\n");
}

/* ---- the reporter ---- */

static void begin(struct report *report, const struct summary *summary)
{
	struct buf *out = report->out;

	report->data = html_begin(out, "proxylint");
	json_open(out, NULL, '{');
	json_text(out, "version", PROXYLINT_VERSION);
	json_summary(report, summary);
	json_open(out, "findings", '[');
}

static void add_finding(struct report *report, const struct finding *finding)
{
	json_open(report->out, NULL, '{');
	html_finding(report, finding);
	json_close(report->out, '}');
}

static void end(struct report *report, const struct summary *summary)
{
	static const char *const scripts[] = {"/page.js", "/check.js", NULL};

	(void)summary;
	json_close(report->out, ']');
	html_rules(report);
	json_close(report->out, '}');
	html_end(report->out, report->data, scripts);
}

const struct reporter report_html = {
        .name = "html",
        .summary = "one page to look at, with code and paths",
        .kind = REPORT_DOCUMENT,
        .begin = begin,
        .finding = add_finding,
        .end = end,
};
