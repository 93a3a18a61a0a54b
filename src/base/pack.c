#include "base/pack.h"

void pack_bytes(struct buf *out, const void *bytes, size_t length)
{
	buf_add(out, bytes, length);
}

/* Seven bits at a time, the lowest first; the eighth says that more follow. */
void pack_number(struct buf *out, uint32_t number)
{
	unsigned char bytes[(32 + 6) / 7];
	size_t n = 0;

	for (; number > 127; number >>= 7)
		bytes[n++] = (unsigned char)(number | 128);
	bytes[n++] = (unsigned char)number;
	pack_bytes(out, bytes, n);
}

/* The length plus one, 0 for NULL; then the bytes, and a NUL. */
void pack_text(struct buf *out, const char *text)
{
	size_t length = text ? strlen(text) + 1 : 0;

	pack_number(out, (uint32_t)length);
	pack_bytes(out, text ? text : "", length);
}

void unpack_bytes(struct unpack *from, void *bytes, size_t length)
{
	memset(bytes, 0, length);
	if (from->rest.n < length)
		from->broken = true;
	if (from->broken)
		return;
	memcpy(bytes, from->rest.at, length);
	from->rest = (struct str){from->rest.at + length, from->rest.n - length};
}

uint32_t unpack_number(struct unpack *from)
{
	uint32_t number = 0;

	for (unsigned shift = 0; shift < 32 && from->rest.n && !from->broken; shift += 7) {
		unsigned char byte = (unsigned char)from->rest.at[0];

		from->rest = (struct str){from->rest.at + 1, from->rest.n - 1};
		number |= (byte & 127u) << shift;
		if (byte < 128)
			return number;
	}
	from->broken = true;
	return 0;
}

uint32_t unpack_below(struct unpack *from, uint32_t limit)
{
	uint32_t number = unpack_number(from);

	if (number >= limit)
		from->broken = true;
	return from->broken ? 0 : number;
}

uint32_t unpack_count(struct unpack *from, size_t size)
{
	uint32_t count = unpack_number(from);

	if (count > from->rest.n / size)
		from->broken = true;
	return from->broken ? 0 : count;
}

const char *unpack_lent(struct unpack *from)
{
	uint32_t length = unpack_count(from, 1);
	const char *text = from->rest.at;

	if (!length)
		return NULL;
	if (text[length - 1]) {
		from->broken = true;
		return NULL;
	}
	from->rest = (struct str){text + length, from->rest.n - length};
	return text;
}

const char *unpack_text(struct unpack *from, struct arena *arena)
{
	const char *text = unpack_lent(from);

	return text ? arena_strdup(arena, text) : NULL;
}
