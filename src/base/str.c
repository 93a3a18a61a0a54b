#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool str_starts(struct str text, const char *prefix)
{
	size_t n = strlen(prefix);

	return text.n >= n && memcmp(text.at, prefix, n) == 0;
}

bool str_ends(struct str text, const char *suffix)
{
	size_t n = strlen(suffix);

	return text.n >= n && memcmp(text.at + text.n - n, suffix, n) == 0;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str text)
{
	while (text.n && is_space(text.at[0])) {
		text.at++;
		text.n--;
	}
	while (text.n && is_space(text.at[text.n - 1]))
		text.n--;
	return text;
}

bool str_glob(const char *pattern, const char *text)
{
	const char *star = NULL, *retry = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			retry = text;
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

unsigned str_distance(struct str a, struct str b, unsigned limit)
{
	enum { LONGEST = 64 };
	unsigned rows[3][LONGEST + 1], *two = rows[0], *one = rows[1], *now = rows[2];

	if (a.n > LONGEST || b.n > LONGEST)
		return limit;
	for (size_t j = 0; j <= b.n; j++)
		one[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *spare = two;

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			unsigned best = one[j - 1] + (a.at[i - 1] != b.at[j - 1]);

			if (one[j] + 1 < best)
				best = one[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
			        a.at[i - 2] == b.at[j - 1] && two[j - 2] + 1 < best)
				best = two[j - 2] + 1;
			now[j] = best;
		}
		two = one;
		one = now;
		now = spare;
	}
	return one[b.n] < limit ? one[b.n] : limit;
}

static void buf_room(struct buf *buf, size_t more)
{
	size_t room = buf->room ? buf->room : 64;

	if (more > SIZE_MAX / 2 - buf->n)
		BUG("text of %zu more bytes", more);
	if (buf->n + more + 1 <= buf->room)
		return;
	while (room < buf->n + more + 1)
		room *= 2;
	buf->at = mem_grow(buf->at, room);
	buf->room = room;
}

void buf_add(struct buf *buf, const char *text, size_t length)
{
	buf_room(buf, length);
	if (length)
		memcpy(buf->at + buf->n, text, length);
	buf->n += length;
	buf->at[buf->n] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
	buf_add(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		BUG("format '%s'", format);
	buf_room(buf, (size_t)length);
	va_start(args, format);
	vsnprintf(buf->at + buf->n, (size_t)length + 1, format, args);
	va_end(args);
	buf->n += (size_t)length;
}

void buf_free(struct buf *buf)
{
	free(buf->at);
	*buf = (struct buf){0};
}
