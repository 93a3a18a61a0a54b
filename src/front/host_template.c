/*
 * The marks of template languages in pages: {{ x }}, {% x %}, {# x #},
 * <% x %>, <? x ?>. A server fills them in before a browser reads the page, so
 * they may stand anywhere, and hold quotes and brackets of their own.
 *
 * In code they are written over, byte for byte: what gives a value becomes a
 * name, the rest blanks. Marks in strings are left: braces mean something there.
 */
#include "front/host_part.h"

/* What is longer is no mark. */
enum { LONGEST_MARK = 2000 };

struct mark {
	const char *open, *close;
	bool value;
};

static const struct mark marks[] = {
        {"{{", "}}", true},
        {"{%", "%}", false},
        {"{#", "#}", false},
        {"<%=", "%>", true},
        {"<%-", "%>", true},
        {"<%", "%>", false},
        {"<?=", "?>", true},
        {"<?php echo", "?>", true},
        {"<?", "?>", false},
};

static bool looks_at(const char *bytes, uint32_t at, uint32_t end, const char *text)
{
	size_t n = strlen(text);

	return at + n <= end && memcmp(bytes + at, text, n) == 0;
}

static const struct mark *mark_at(const char *bytes, uint32_t at, uint32_t end)
{
	if (at >= end || (bytes[at] != '{' && bytes[at] != '<'))
		return NULL;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (looks_at(bytes, at, end, marks[i].open))
			return &marks[i];
	return NULL;
}

static uint32_t mark_end(const char *bytes, uint32_t at, uint32_t end, const struct mark *mark)
{
	uint32_t most = end - at > LONGEST_MARK ? at + LONGEST_MARK : end;

	for (uint32_t i = at + 2; i < most; i++)
		if (looks_at(bytes, i, end, mark->close))
			return i + (uint32_t)strlen(mark->close);
	return at;
}

uint32_t host_skip_mark(const struct source *source, uint32_t at)
{
	const struct mark *mark = mark_at(source->bytes, at, source->length);

	return mark ? mark_end(source->bytes, at, source->length, mark) : at;
}

/* The first character of a name, and lines, stay what they are. */
static void write_over(char *bytes, uint32_t at, uint32_t end, bool value)
{
	for (; at < end; at++) {
		value = value && bytes[at] != '\n';
		if (bytes[at] != '\n' && bytes[at] != '\r')
			bytes[at] = value ? '_' : ' ';
	}
}

/* Strings of one line: what goes over several may hold anything. */
static char quote_after(char quote, const char *bytes, uint32_t at)
{
	if (bytes[at] == '\n')
		return 0;
	if (bytes[at] != '"' && bytes[at] != '\'')
		return quote;
	if (!quote)
		return bytes[at];
	return quote == bytes[at] && bytes[at - 1] != '\\' ? 0 : quote;
}

void host_fill_marks(struct arena *arena, struct source *source)
{
	char *bytes = NULL, quote = 0;

	for (uint32_t at = 0; at < source->length; at++) {
		const struct mark *mark = quote ? NULL : mark_at(source->bytes, at, source->length);
		uint32_t end = mark ? mark_end(source->bytes, at, source->length, mark) : at;

		quote = quote_after(quote, source->bytes, at);
		if (end == at || (at && source->bytes[at - 1] == '$'))
			continue;
		if (!bytes) {
			bytes = arena_strndup(arena, source->bytes, source->length);
			source->bytes = bytes;
		}
		write_over(bytes, at, end, mark->value);
		at = end - 1;
	}
}
