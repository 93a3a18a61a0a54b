/*
 * A source line on a terminal: where its bytes stand once tabs are expanded,
 * wide characters take two cells and harmful ones are replaced.
 */
#ifndef PROXYLINT_REPORT_LINE_H
#define PROXYLINT_REPORT_LINE_H

#include "base/str.h"

struct cells {
	uint32_t start, end; /* from 0; end is the first cell after */
};

/* The cell in which the character that holds byte `column` (from 1) starts; past the end: the cell
 * after the last. */
uint32_t line_cell(struct str line, uint32_t column);
/* Adds the cells of `window`, an ellipsis in place of what is cut off at either side. */
void line_show(struct buf *out, struct str line, struct cells window);
/* `cells` as they stand in the window; at least one. */
struct cells cells_within(struct cells cells, struct cells window);

#endif
