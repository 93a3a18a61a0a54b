#include "text/edit.h"

static bool same_edit(const struct edit *a, const struct edit *b)
{
	return a->start == b->start && a->end == b->end && same(a->text, b->text);
}

/* Two insertions at one place have no order, so they clash, too. */
static bool apart(const struct edit *a, const struct edit *b)
{
	if (a->start == b->start)
		return false;
	return a->end <= b->start || b->end <= a->start;
}

bool edits_clash(const struct edits *edits, struct edit edit)
{
	for (uint32_t i = 0; i < edits->list.n; i++)
		if (!same_edit(&edits->list.at[i], &edit) && !apart(&edits->list.at[i], &edit))
			return true;
	return false;
}

void edits_add(struct arena *arena, struct edits *edits, struct edit edit)
{
	uint32_t i;

	for (i = 0; i < edits->list.n; i++)
		if (same_edit(&edits->list.at[i], &edit))
			return;
	vec_push(arena, &edits->list, edit);
	for (i = edits->list.n - 1; i && edits->list.at[i - 1].start > edit.start; i--)
		edits->list.at[i] = edits->list.at[i - 1];
	edits->list.at[i] = edit;
}

void edits_apply(const struct edits *edits, struct str text, struct buf *out)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < edits->list.n; i++) {
		const struct edit *edit = &edits->list.at[i];

		buf_add(out, text.at + at, edit->start - at);
		buf_text(out, edit->text);
		at = edit->end;
	}
	buf_add(out, text.at + at, text.n - at);
}
