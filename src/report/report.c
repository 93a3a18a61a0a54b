#include "report/report.h"

#include "base/file.h"
#include "report/utf.h"

#define REPORTER(symbol) extern const struct reporter symbol;
#include "report/reporter.def"
#undef REPORTER

const struct reporter *const reporters[] = {
#define REPORTER(symbol) &symbol,
#include "report/reporter.def"
#undef REPORTER
        NULL,
};

const struct reporter *reporter_find(const char *name)
{
	for (const struct reporter *const *reporter = reporters; *reporter; reporter++)
		if (same((*reporter)->name, name))
			return *reporter;
	return NULL;
}

void report_paint(struct report *report, enum paint paint)
{
	static const char *const codes[] = {
	        [PAINT_NONE] = "\033[0m",
	        [PAINT_ERROR] = "\033[1;31m",
	        [PAINT_WARNING] = "\033[1;33m",
	        [PAINT_NOTE] = "\033[1;36m",
	        [PAINT_GUTTER] = "\033[34m",
	        [PAINT_STEP] = "\033[1;34m",
	        [PAINT_BOLD] = "\033[1m",
	};

	if (report->color)
		buf_text(report->out, codes[paint]);
}

enum paint report_severity_paint(enum severity severity)
{
	static const enum paint paints[] = {PAINT_NOTE, PAINT_WARNING, PAINT_ERROR};

	return paints[severity];
}

uint32_t report_rule_index(struct report *report, const char *rule)
{
	uint32_t i = 0;

	while (i < report->rules.n && !same(report->rules.at[i], rule))
		i++;
	if (i == report->rules.n)
		vec_push(report->arena, &report->rules, rule);
	return i;
}

/* Bytes between marks; shorter lines have none. */
enum { MARK_STEP = 4096 };

static void mark_columns(struct report *report, struct str line)
{
	struct column_mark at = {0};
	struct str rest = line;

	report->marked = line.at;
	report->marks.n = 0;
	while (rest.n) {
		if (at.bytes >= report->marks.n * MARK_STEP)
			vec_push(report->arena, &report->marks, at);
		at.units += utf_next(&rest) >= 0x10000 ? 2 : 1;
		at.bytes = (uint32_t)(rest.at - line.at);
	}
}

uint32_t report_utf16_column(
        struct report *report, const char *path, uint32_t line, uint32_t column)
{
	struct str text = report->line_text(report->context, path, line);
	struct column_mark mark;
	uint32_t i;

	if (text.n <= MARK_STEP)
		return utf16_column(text, column);
	if (report->marked != text.at)
		mark_columns(report, text);
	i = column ? (column - 1) / MARK_STEP : 0;
	if (i >= report->marks.n)
		i = report->marks.n - 1;
	if (i && report->marks.at[i].bytes >= column)
		i--;
	mark = report->marks.at[i];
	text.at += mark.bytes;
	text.n -= mark.bytes;
	return mark.units + utf16_column(text, column > mark.bytes ? column - mark.bytes : 1);
}

const char *report_root_path(struct report *report, const char *path)
{
	return report->root ? path_below(report->arena, report->root, path) : path;
}

void report_uri(struct report *report, const char *path, struct buf *uri)
{
	buf_text(uri, "file://");
	if (*path != '/') {
		utf_add_uri(uri, report->directory);
		buf_char(uri, '/');
	}
	utf_add_uri(uri, path);
}

/* OSC 8: terminals that do not know it show nothing of it. */
static void open_link(struct report *report, const struct place *place)
{
	if (!report->links)
		return;
	buf_text(report->out, "\033]8;;");
	report_uri(report, place->path, report->out);
	buf_printf(report->out, "#L%u\033\\", (unsigned)place->line);
}

void report_headline(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	report_paint(report, PAINT_BOLD);
	open_link(report, &finding->place);
	utf_add_line(out, str_of(finding->place.path));
	buf_printf(out, ":%u:%u", finding->place.line, finding->place.column);
	if (report->links)
		buf_text(out, "\033]8;;\033\\");
	buf_char(out, ':');
	report_paint(report, PAINT_NONE);
	buf_char(out, ' ');
	report_paint(report, report_severity_paint(finding->severity));
	buf_printf(out, "%s:", severity_text(finding->severity));
	report_paint(report, PAINT_NONE);
	buf_char(out, ' ');
	utf_add_line(out, str_of(finding->message));
	buf_printf(out, " [%s]", finding->rule);
	if (finding->verdict)
		buf_printf(out, " (%s)", verdict_text(finding->verdict));
	buf_char(out, '\n');
}

const char *report_sentence(struct report *report, const struct finding *finding)
{
	if (!finding->verdict)
		return finding->message;
	return arena_printf(report->arena, "%s (%s: %s)", finding->message,
	        verdict_text(finding->verdict), finding->evidence ? finding->evidence : "");
}

/* "`between`3 files", or nothing when there are none. */
static bool add_count(
        struct buf *out, const char *between, uint32_t count, const char *one, const char *many)
{
	if (!count)
		return false;
	buf_printf(out, "%s%u %s", between, (unsigned)count, count == 1 ? one : many);
	return true;
}

static void add_found(struct report *report, const struct summary *summary)
{
	struct buf *out = report->out;
	const char *between = "";

	if (add_count(out, between, summary->errors, "error", "errors"))
		between = ", ";
	if (add_count(out, between, summary->warnings, "warning", "warnings"))
		between = ", ";
	add_count(out, between, summary->notes, "note", "notes");
	buf_printf(out, " in %u file%s", (unsigned)summary->files, summary->files == 1 ? "" : "s");
}

static void add_remarks(struct buf *out, const struct summary *summary)
{
	const char *between = " (";

	if (add_count(out, between, summary->hidden_notes, "note hidden, --notes shows it",
	            "notes hidden, --notes shows them"))
		between = "; ";
	if (add_count(out, between, summary->suppressed, "suppressed", "suppressed"))
		between = "; ";
	if (add_count(out, between, summary->gone, "of the baseline is gone",
	            "of the baseline are gone"))
		between = "; ";
	if (add_count(out, between, summary->skipped, "file skipped", "files skipped"))
		between = "; ";
	if (add_count(out, between, summary->minified, "minified file skipped",
	            "minified files skipped"))
		between = "; ";
	if (add_count(
	            out, between, summary->parse_errors, "file read in part", "files read in part"))
		between = "; ";
	if (add_count(out, between, summary->c_with_clang, "C function read with libclang",
	            "C functions read with libclang"))
		between = "; ";
	if (add_count(out, between, summary->c_without, "C function read without libclang",
	            "C functions read without libclang"))
		between = "; ";
	if (add_count(out, between, summary->incomplete, "function not fully analysed",
	            "functions not fully analysed"))
		between = "; ";
	if (*between == ';')
		buf_char(out, ')');
}

/* A line of its own, where findings were put to the test. */
static void add_verdicts(struct buf *out, const struct summary *summary)
{
	const char *between = "";

	for (int i = VERDICT_NONE + 1; i < VERDICT_COUNT; i++)
		if (add_count(out, between, summary->verdicts[i], verdict_text((enum verdict)i),
		            verdict_text((enum verdict)i)))
			between = ", ";
	if (*between)
		buf_char(out, '\n');
}

void report_summary(struct report *report, const struct summary *summary)
{
	if (summary->errors || summary->warnings || summary->notes)
		add_found(report, summary);
	else
		buf_printf(report->out, "%u file%s, no findings", (unsigned)summary->files,
		        summary->files == 1 ? "" : "s");
	add_remarks(report->out, summary);
	buf_char(report->out, '\n');
	add_verdicts(report->out, summary);
}
