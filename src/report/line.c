#include "report/line.h"

#include "report/utf.h"

enum { TAB = 4, ELLIPSIS = 0x2026 };

/* Takes a character and gives how many cells it takes when it starts at `cell`. */
static unsigned take(struct str *rest, uint32_t cell, uint32_t *character)
{
	uint32_t c = utf_next(rest);

	if (c == '\t') {
		*character = ' ';
		return TAB - cell % TAB;
	}
	*character = utf_harmless(c);
	return utf_width(*character);
}

uint32_t line_cell(struct str line, uint32_t column)
{
	struct str rest = line;
	uint32_t cell = 0, character;

	while (rest.n) {
		unsigned width = take(&rest, cell, &character);

		if ((uint32_t)(rest.at - line.at) >= column)
			return cell;
		cell += width;
	}
	return cell;
}

/* A character of which only a part is in the window shows as blanks. */
static void show_character(struct buf *out, uint32_t c, struct cells at, struct cells window)
{
	if (at.start >= window.start && at.end <= window.end && c != ' ') {
		utf_add(out, c);
		return;
	}
	for (uint32_t cell = at.start; cell < at.end; cell++)
		if (cell >= window.start && cell < window.end)
			buf_char(out, ' ');
}

void line_show(struct buf *out, struct str line, struct cells window)
{
	uint32_t cell = 0, character, from = window.start;
	size_t start = out->n;

	if (window.start) {
		utf_add(out, ELLIPSIS);
		from++;
	}
	while (line.n && cell < window.end) {
		unsigned width = take(&line, cell, &character);
		bool cut = cell + width >= window.end && line.n;

		if (cut) {
			for (; cell + 1 < window.end; cell++)
				buf_char(out, ' ');
			utf_add(out, ELLIPSIS);
			return;
		}
		show_character(out, character, (struct cells){cell, cell + width},
		        (struct cells){from, window.end});
		cell += width;
	}
	while (out->n > start && out->at[out->n - 1] == ' ')
		out->at[--out->n] = '\0';
}

struct cells cells_within(struct cells cells, struct cells window)
{
	uint32_t width = window.end - window.start;

	cells.start = cells.start > window.start ? cells.start - window.start : 0;
	cells.end = cells.end > window.start ? cells.end - window.start : 0;
	if (cells.start >= width)
		cells.start = width - 1;
	if (cells.end > width)
		cells.end = width;
	if (cells.end <= cells.start)
		cells.end = cells.start + 1;
	return cells;
}
