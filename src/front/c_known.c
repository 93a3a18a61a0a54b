/*
 * What libclang knows of a file, as bytes and back: it is asked in a process
 * of its own. See c_known.h.
 */
#include "front/c_known.h"

void c_known_pack(struct buf *out, const struct c_known *known)
{
	pack_number(out, known->whole);
	pack_number(out, known->skipped.n);
	for (uint32_t i = 0; i < known->skipped.n; i++) {
		pack_number(out, known->skipped.at[i].start);
		pack_number(out, known->skipped.at[i].end);
	}
	pack_number(out, known->errors.n);
	for (uint32_t i = 0; i < known->errors.n; i++)
		pack_number(out, known->errors.at[i]);
	pack_number(out, known->macros.n);
	for (uint32_t i = 0; i < known->macros.n; i++)
		pack_text(out, known->macros.at[i].at);
	pack_number(out, known->stops.n);
	for (uint32_t i = 0; i < known->stops.n; i++)
		pack_text(out, known->stops.at[i]);
}

static struct str text_or_none(struct unpack *from, struct arena *arena)
{
	const char *text = unpack_text(from, arena);

	return str_of(text ? text : "");
}

struct c_known *c_known_unpack(struct unpack *from, struct arena *arena)
{
	struct c_known *known = arena_new(arena, struct c_known);

	known->whole = unpack_number(from);
	for (uint32_t n = unpack_count(from, 2); n; n--) {
		uint32_t start = unpack_number(from);

		vec_push(arena, &known->skipped, ((struct span){start, unpack_number(from)}));
	}
	for (uint32_t n = unpack_count(from, 1); n; n--)
		vec_push(arena, &known->errors, unpack_number(from));
	for (uint32_t n = unpack_count(from, 1); n; n--)
		vec_push(arena, &known->macros, text_or_none(from, arena));
	for (uint32_t n = unpack_count(from, 1); n; n--)
		vec_push(arena, &known->stops, text_or_none(from, arena).at);
	return known;
}

void c_known_free(struct c_known *known)
{
	if (known)
		map_free(&known->read);
}

bool c_known_stumbled(const struct c_known *known, struct span span)
{
	for (uint32_t i = 0; i < known->errors.n; i++)
		if (known->errors.at[i] >= span.start && known->errors.at[i] < span.end)
			return true;
	return false;
}
