#include "report/utf.h"

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
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
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
	static const unsigned char lead[] = { 0, 0xC0, 0xE0, 0xF0 };

	buf_char(out, (char)(lead[tail] | c >> (6 * tail)));
	while (tail--)
		buf_char(out, (char)(0x80 | ((c >> (6 * tail)) & 0x3F)));
}

struct range {
	uint32_t first, last;
};

static bool within(const struct range *ranges, size_t count, uint32_t c)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c < ranges[middle].first)
			high = middle;
		else if (c > ranges[middle].last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

/* Blocks, not single characters: a caret under rare scripts may be a column off. */
static const struct range invisible[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x0610, 0x061A },
	{ 0x064B, 0x065F }, { 0x06D6, 0x06DC }, { 0x0730, 0x074A }, { 0x0900, 0x0902 },
	{ 0x093C, 0x093C }, { 0x0941, 0x0948 }, { 0x094D, 0x094D }, { 0x0E31, 0x0E31 },
	{ 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF },
	{ 0x200B, 0x200D }, { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F },
	{ 0xFEFF, 0xFEFF }, { 0x1F3FB, 0x1F3FF }, { 0xE0100, 0xE01EF },
};

static const struct range wide[] = {
	{ 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x23E9, 0x23EC }, { 0x25FD, 0x25FE },
	{ 0x2614, 0x2615 }, { 0x2648, 0x2653 }, { 0x267F, 0x267F }, { 0x2693, 0x2693 },
	{ 0x26A1, 0x26A1 }, { 0x26BD, 0x26BE }, { 0x26C4, 0x26C5 }, { 0x26D4, 0x26D4 },
	{ 0x26EA, 0x26EA }, { 0x26F2, 0x26F5 }, { 0x2705, 0x2705 }, { 0x270A, 0x270B },
	{ 0x2728, 0x2728 }, { 0x274C, 0x274E }, { 0x2753, 0x2757 }, { 0x2795, 0x2797 },
	{ 0x27B0, 0x27B0 }, { 0x2B1B, 0x2B1C }, { 0x2B50, 0x2B55 }, { 0x2E80, 0x303E },
	{ 0x3041, 0x33FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF },
	{ 0xA960, 0xA97F }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
	{ 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x16FE0, 0x18CFF }, { 0x1AFF0, 0x1B2FF },
	{ 0x1F004, 0x1F004 }, { 0x1F0CF, 0x1F0CF }, { 0x1F18E, 0x1F18E }, { 0x1F191, 0x1F19A },
	{ 0x1F200, 0x1F320 }, { 0x1F32D, 0x1F335 }, { 0x1F337, 0x1F37C }, { 0x1F37E, 0x1F393 },
	{ 0x1F3A0, 0x1F3FA }, { 0x1F400, 0x1F43E }, { 0x1F440, 0x1F440 }, { 0x1F442, 0x1F4FC },
	{ 0x1F4FF, 0x1F53D }, { 0x1F54B, 0x1F567 }, { 0x1F57A, 0x1F57A }, { 0x1F595, 0x1F596 },
	{ 0x1F5A4, 0x1F5A4 }, { 0x1F5FB, 0x1F64F }, { 0x1F680, 0x1F6FF }, { 0x1F7E0, 0x1F7EB },
	{ 0x1F90C, 0x1F9FF }, { 0x1FA70, 0x1FAFF }, { 0x20000, 0x3FFFD },
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
