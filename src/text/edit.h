/*
 * Changes of a text: which of its bytes are replaced by what. A list of edits
 * is sorted and free of overlaps, so that it can be applied in one pass.
 */
#ifndef PROXYLINT_TEXT_EDIT_H
#define PROXYLINT_TEXT_EDIT_H

#include "base/vec.h"

struct edit {
	uint32_t start, end; /* bytes of the text as it was; end is the first byte after */
	const char *text;    /* borrowed */
};

struct edits {
	VEC(struct edit) list;
};

/* Would it overlap another one, or put something else at the same place? The same edit twice does
 * not: it is made once. */
bool edits_clash(const struct edits *edits, struct edit edit);
/* Adds one that does not clash, in its place. */
void edits_add(struct arena *arena, struct edits *edits, struct edit edit);
/* Appends the changed text. */
void edits_apply(const struct edits *edits, struct str text, struct buf *out);

/* Appends a unified diff with three lines of context, or nothing when both texts are equal. `path`
 * is shown after a/ and b/. */
void text_diff(struct buf *out, const char *path, struct str before, struct str after);

#endif
