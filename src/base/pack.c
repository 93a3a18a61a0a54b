#include "base/pack.h"

void pack_bytes(struct buf *out, const void *bytes, size_t length)
{
	buf_add(out, bytes, length);
}

void pack_number(struct buf *out, uint32_t number)
{
	pack_bytes(out, &number, sizeof(number));
}

/* The length plus one, 0 for NULL; then the bytes. */
void pack_text(struct buf *out, const char *text)
{
	size_t length = text ? strlen(text) : 0;

	pack_number(out, text ? (uint32_t)length + 1 : 0);
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
	uint32_t number;

	unpack_bytes(from, &number, sizeof(number));
	return number;
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

const char *unpack_text(struct unpack *from, struct arena *arena)
{
	uint32_t length = unpack_number(from);
	char *text;

	if (!length)
		return NULL;
	length--;
	if (length > from->rest.n)
		from->broken = true;
	if (from->broken)
		return NULL;
	text = arena_strndup(arena, from->rest.at, length);
	from->rest = (struct str){from->rest.at + length, from->rest.n - length};
	return text;
}
