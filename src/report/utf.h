/*
 * UTF-8 on the way out: whatever bytes a source or a path holds, a report is
 * valid UTF-8. Bytes that are not become U+FFFD, one for each.
 */
#ifndef PROXYLINT_REPORT_UTF_H
#define PROXYLINT_REPORT_UTF_H

#include "base/str.h"

#define UTF_REPLACEMENT 0xFFFDu

/* Takes the first character off `rest`, which must not be empty. */
uint32_t utf_next(struct str *rest);
void utf_add(struct buf *out, uint32_t character);
/* How many columns of a terminal it takes: 0, 1 or 2. */
unsigned utf_width(uint32_t character);
/* What a terminal may be shown in its place: control characters and those that reorder text, which
 * could make a line look like another one, become U+FFFD. */
uint32_t utf_harmless(uint32_t character);
/* The column in UTF-16 units of byte `column`; both start at 1. */
uint32_t utf16_column(struct str line, uint32_t column);
/* Adds a path as it stands in a URI: what has a meaning there is written as %XX. */
void utf_add_uri(struct buf *out, const char *path);
/* Adds text for a terminal or a log: harmless, valid, on one line. */
void utf_add_line(struct buf *out, struct str text);

#endif
