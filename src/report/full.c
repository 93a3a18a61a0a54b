/*
 * The form for people: a headline, the source lines that matter with the steps
 * numbered under them, then what to do.
 *
 * Steps and the finding's own place become labels. Labels are grouped by file
 * (in the order in which the steps reach the files), and within a file sorted
 * by place, so that each line is shown once; the numbers tell the order of
 * events. All widths are counted in terminal cells, never in bytes.
 */
#include "report/report.h"

#include "report/line.h"
#include "report/utf.h"

#include <stdlib.h>

enum { MOST_LABELS = 40, NARROWEST = 60, DEFAULT_WIDTH = 160 };

struct label {
	struct place place;
	uint32_t number; /* of the step, 0: none */
	uint32_t file;   /* which file in order of appearance */
	const char *message;
	bool primary;
};

struct frame {
	struct report *report;
	enum paint paint; /* of the primary label */
	int gutter;       /* digits of the largest line number */
	struct label labels[MOST_LABELS];
	uint32_t count;
};

static uint32_t file_number(const struct frame *frame, const char *path)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < frame->count; i++) {
		if (same(frame->labels[i].place.path, path))
			return frame->labels[i].file;
		if (frame->labels[i].file >= next)
			next = frame->labels[i].file + 1;
	}
	return next;
}

static void add_label(struct frame *frame, struct place place, uint32_t number, const char *message)
{
	if (frame->count == MOST_LABELS)
		return;
	frame->labels[frame->count] = (struct label){.place = place,
	        .number = number,
	        .file = file_number(frame, place.path),
	        .message = message};
	frame->count++;
}

static bool same_start(const struct place *a, const struct place *b)
{
	return a->line == b->line && a->column == b->column && same(a->path, b->path);
}

/* The label at the finding's place is the primary one; where there is none, it is added. */
static void mark_primary(struct frame *frame, const struct finding *finding)
{
	uint32_t i = 0;

	while (i < frame->count && !same_start(&frame->labels[i].place, &finding->place))
		i++;
	if (i == MOST_LABELS)
		i = 0;
	if (i == frame->count)
		add_label(frame, finding->place, 0, NULL);
	frame->labels[i].primary = true;
}

static int compare_labels(const void *left, const void *right)
{
	const struct label *a = left, *b = right;
	uint32_t pairs[][2] = {
	        {a->file, b->file},
	        {a->place.line, b->place.line},
	        {a->place.column, b->place.column},
	        {a->number, b->number},
	};

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (pairs[i][0] != pairs[i][1])
			return pairs[i][0] < pairs[i][1] ? -1 : 1;
	return 0;
}

static int digits(uint32_t number)
{
	int count = 1;

	for (; number >= 10; number /= 10)
		count++;
	return count;
}

static void collect_labels(struct frame *frame, const struct finding *finding)
{
	bool numbered = finding->step_count > 1;

	for (uint32_t i = 0; i < finding->step_count; i++)
		add_label(frame, finding->steps[i].place, numbered ? i + 1 : 0,
		        finding->steps[i].message);
	mark_primary(frame, finding);
	qsort(frame->labels, frame->count, sizeof(frame->labels[0]), compare_labels);
	frame->gutter = 1;
	for (uint32_t i = 0; i < frame->count; i++)
		if (digits(frame->labels[i].place.line) > frame->gutter)
			frame->gutter = digits(frame->labels[i].place.line);
}

/* The left edge: a line number or blanks, then `sign`. */
static void start_row(struct frame *frame, uint32_t line, const char *sign)
{
	struct buf *out = frame->report->out;

	report_paint(frame->report, PAINT_GUTTER);
	if (line)
		buf_printf(out, " %*u %s", frame->gutter, (unsigned)line, sign);
	else
		buf_printf(out, " %*s %s", frame->gutter, "", sign);
	report_paint(frame->report, PAINT_NONE);
}

static void show_file(struct frame *frame, const struct label *label)
{
	start_row(frame, 0, "-->");
	buf_char(frame->report->out, ' ');
	utf_add_line(frame->report->out, str_of(label->place.path));
	buf_printf(frame->report->out, ":%u:%u\n", label->place.line, label->place.column);
}

/* A source line, or the part of it that is looked at. */
struct shown_line {
	struct str text;
	uint32_t skipped; /* bytes before it */
};

/* Of a very long line the part around its labels: it is as long for each of them. */
static struct shown_line part_of(struct str line, const struct label *labels, uint32_t count)
{
	enum { AROUND = 4096 };
	struct shown_line part = {line, 0};
	uint32_t first = UINT32_MAX;

	for (uint32_t i = 0; i < count; i++)
		if (labels[i].place.column < first)
			first = labels[i].place.column;
	if (first > AROUND && first <= line.n)
		part.skipped = first - AROUND;
	while (part.skipped && ((unsigned char)line.at[part.skipped] & 0xC0) == 0x80)
		part.skipped--;
	part.text.at += part.skipped;
	part.text.n -= part.skipped;
	if (part.text.n > (size_t)3 * AROUND)
		part.text.n = (size_t)3 * AROUND;
	return part;
}

static uint32_t cell_of(const struct shown_line *line, uint32_t column)
{
	return line_cell(line->text, column > line->skipped ? column - line->skipped : 1);
}

static struct cells label_cells(const struct label *label, const struct shown_line *line)
{
	uint32_t end =
	        label->place.end_line == label->place.line ? label->place.end_column : UINT32_MAX;
	struct cells cells = {cell_of(line, label->place.column), cell_of(line, end)};

	if (cells.end <= cells.start)
		cells.end = cells.start + 1;
	return cells;
}

static void show_label(struct frame *frame, const struct label *label, struct cells cells)
{
	struct buf *out = frame->report->out;

	start_row(frame, 0, "|");
	buf_char(out, ' ');
	for (uint32_t i = 0; i < cells.start; i++)
		buf_char(out, ' ');
	report_paint(frame->report, label->primary ? frame->paint : PAINT_STEP);
	for (uint32_t i = cells.start; i < cells.end; i++)
		buf_char(out, label->primary ? '^' : '-');
	if (label->number)
		buf_printf(out, " %u ", (unsigned)label->number);
	if (label->message) {
		buf_char(out, ' ');
		utf_add_line(out, str_of(label->message));
	}
	report_paint(frame->report, PAINT_NONE);
	buf_char(out, '\n');
}

/* What of the line fits, chosen around its labels. */
static struct cells window_of(const struct frame *frame, const struct label *labels, uint32_t count,
        const struct shown_line *line)
{
	uint32_t width = frame->report->width ? frame->report->width : DEFAULT_WIDTH;
	uint32_t edge = (uint32_t)frame->gutter + 4, first = UINT32_MAX, start = 0;
	uint32_t all = cell_of(line, UINT32_MAX);

	width = width < NARROWEST + edge ? NARROWEST : width - edge;
	for (uint32_t i = 0; i < count; i++) {
		struct cells cells = label_cells(&labels[i], line);

		if (cells.start < first)
			first = cells.start;
	}
	if (all > width && first > width / 3) {
		start = first - width / 3;
		if (start > all - width)
			start = all - width;
	}
	return (struct cells){start, start + width};
}

/* One source line and the `count` labels on it. */
static void show_line(struct frame *frame, const struct label *labels, uint32_t count)
{
	struct report *report = frame->report;
	const struct place *place = &labels[0].place;
	struct str text = report->line_text(report->context, place->path, place->line);
	struct shown_line line = part_of(text, labels, count);
	struct cells window = window_of(frame, labels, count, &line);

	start_row(frame, place->line, "|");
	if (line.text.n) {
		buf_char(report->out, ' ');
		line_show(report->out, line.text, window);
	}
	buf_char(report->out, '\n');
	for (uint32_t i = 0; i < count; i++) {
		struct cells cells = cells_within(label_cells(&labels[i], &line), window);

		show_label(frame, &labels[i], cells);
	}
}

static void show_lines(struct frame *frame, const struct finding *finding)
{
	uint32_t next;

	for (uint32_t i = 0; i < frame->count; i = next) {
		const struct label *label = &frame->labels[i], *before = i ? label - 1 : NULL;
		bool new_file = !before || before->file != label->file;

		if (new_file && (before || !same(label->place.path, finding->place.path)))
			show_file(frame, label);
		if (new_file) {
			start_row(frame, 0, "|");
			buf_char(frame->report->out, '\n');
		}
		for (next = i + 1; next < frame->count; next++)
			if (frame->labels[next].file != label->file ||
			        frame->labels[next].place.line != label->place.line)
				break;
		show_line(frame, label, next - i);
	}
}

static void show_remark(struct frame *frame, const char *word, const char *text)
{
	struct buf *out = frame->report->out;

	if (!text)
		return;
	start_row(frame, 0, "=");
	buf_char(out, ' ');
	report_paint(frame->report, PAINT_BOLD);
	buf_printf(out, "%s:", word);
	report_paint(frame->report, PAINT_NONE);
	buf_char(out, ' ');
	utf_add_line(out, str_of(text));
	buf_char(out, '\n');
}

static void show_fix(struct frame *frame, const struct fix *fix)
{
	static const char *const options[] = {" (--fix)", " (--unsafe-fixes)", ""};
	struct buf text = {0};

	buf_printf(&text, "%s%s", fix->title, options[fix->safety]);
	show_remark(frame, "fix", text.at);
	buf_free(&text);
}

static void full_finding(struct report *report, const struct finding *finding)
{
	struct frame frame = {.report = report, .paint = report_severity_paint(finding->severity)};
	struct buf more = {0};

	collect_labels(&frame, finding);
	report_headline(report, finding);
	show_lines(&frame, finding);
	if (finding->verdict)
		show_remark(&frame, verdict_text(finding->verdict), finding->evidence);
	show_remark(&frame, "help", finding->help);
	for (uint32_t i = 0; i < finding->fix_count; i++)
		show_fix(&frame, &finding->fixes[i]);
	show_remark(&frame, "fact", finding->fact);
	buf_printf(&more, "proxylint explain %s", finding->rule);
	show_remark(&frame, "more", more.at);
	buf_free(&more);
	buf_char(report->out, '\n');
}

const struct reporter report_full = {
        .name = "full",
        .summary = "with the source lines and each step",
        .finding = full_finding,
        .end = report_summary,
};
