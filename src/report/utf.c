#include "report/utf.h"

#include "base/vec.h"

static bool continues(struct str text, size_t count)
{
	if (text.n <= count)
		return false;
	for (size_t i = 1; i <= count; i++)
		if (((unsigned char)text.at[i] & 0xC0) != 0x80)
			return false;
	return true;
}

uint32_t utf_next(struct str *rest)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)rest->at[0];
	size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
	uint32_t character = UTF_REPLACEMENT;

	if (first < 0x80)
		character = first;
	else if (first >= 0xC0 && first < 0xF8 && continues(*rest, more)) {
		character = first & (0x3Fu >> more);
		for (size_t i = 1; i <= more; i++)
			character = character << 6 | ((unsigned char)rest->at[i] & 0x3Fu);
		if (character < least[more] || character > 0x10FFFF ||
		        (character >= 0xD800 && character < 0xE000)) {
			character = UTF_REPLACEMENT;
			more = 0;
		}
	} else {
		more = 0;
	}
	rest->at += more + 1;
	rest->n -= more + 1;
	return character;
}

void utf_add(struct buf *out, uint32_t c)
{
	unsigned tail = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};

	buf_char(out, (char)(lead[tail] | c >> (6 * tail)));
	while (tail--)
		buf_char(out, (char)(0x80 | ((c >> (6 * tail)) & 0x3F)));
}

struct range {
	uint32_t first, last;
};

static bool within(const struct range *ranges, uint32_t count, uint32_t c)
{
	uint32_t n = sorted_upto(ranges, count, SORTED_BY(struct range, first), c);

	return n && ranges[n - 1].last >= c;
}

/* Blocks, not single characters: a caret under rare scripts may be a column off. */
static const struct range invisible[] = {
#define RANGE(first, last) {first, last},
#include "report/invisible.def"
#undef RANGE
};

static const struct range wide[] = {
#define RANGE(first, last) {first, last},
#include "report/wide.def"
#undef RANGE
};

unsigned utf_width(uint32_t c)
{
	if (c < 0x300)
		return 1;
	if (within(invisible, COUNT_OF(invisible), c))
		return 0;
	return within(wide, COUNT_OF(wide), c) ? 2 : 1;
}

uint32_t utf_harmless(uint32_t c)
{
	bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
	bool reorders = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
	        (c >= 0x2066 && c <= 0x2069);

	return control || reorders ? UTF_REPLACEMENT : c;
}

void utf_add_line(struct buf *out, struct str text)
{
	while (text.n) {
		uint32_t c = utf_next(&text);

		utf_add(out, c == '\t' || c == '\n' || c == '\r' ? ' ' : utf_harmless(c));
	}
}

uint32_t utf16_column(struct str line, uint32_t column)
{
	uint32_t units = 1;
	struct str rest = line;

	while (rest.n && (uint32_t)(rest.at - line.at) + 1 < column)
		units += utf_next(&rest) >= 0x10000 ? 2 : 1;
	return units;
}

void utf_add_uri(struct buf *out, const char *path)
{
	static const char plain[] = "/-._~!$&'()*+,;=@";

	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
		        strchr(plain, c))
			buf_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}
