/*
 * How a piece of code inside a file is told again when it runs: the runtime
 * shim sees a text without knowing where it stood (src/shim/FORMAT.md).
 */
#ifndef PROXYLINT_TEXT_DIGEST_H
#define PROXYLINT_TEXT_DIGEST_H

#include "text/source.h"

/* FNV-1a over the UTF-16 units of the text, after: line ends to \n, common indentation of the lines
 * that are not blank removed, white space at line ends removed, blank lines at both ends removed.
 */
uint32_t text_digest(struct str text);

/* Where the lines of a text begin. */
struct digest_lines {
	VEC(uint32_t) starts;
	uint32_t blank; /* so many lines at the beginning do not count */
};

struct digest_lines text_digest_lines(struct arena *arena, struct str text);
/* The line of an offset, from 1, without blank lines before the first one. */
uint32_t text_digest_line(const struct digest_lines *lines, uint32_t offset);

#endif
