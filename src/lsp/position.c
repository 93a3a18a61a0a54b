#include "lsp/position.h"

#include "base/file.h"

#include <ctype.h>
#include <stdlib.h>

static const char *const names[] =
        {[ENCODING_UTF16] = "utf-16", [ENCODING_UTF8] = "utf-8", [ENCODING_UTF32] = "utf-32"};

int encoding_named(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (same(name, names[i]))
			return (int)i;
	return -1;
}

const char *encoding_text(enum encoding encoding)
{
	return names[encoding];
}

/* The bytes of the character at the start of `text`; what is not UTF-8 is one byte each. */
static uint32_t character_bytes(struct str text)
{
	unsigned char first = (unsigned char)text.at[0];
	uint32_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;

	if (n > text.n)
		return 1;
	for (uint32_t i = 1; i < n; i++)
		if (((unsigned char)text.at[i] & 0xC0) != 0x80)
			return 1;
	return n;
}

static uint32_t character_units(enum encoding encoding, uint32_t bytes)
{
	switch (encoding) {
	case ENCODING_UTF8:
		return bytes;
	case ENCODING_UTF16:
		return bytes == 4 ? 2 : 1;
	default:
		return 1;
	}
}

uint32_t encoding_units(enum encoding encoding, struct str line, uint32_t bytes)
{
	uint32_t units = 0, at = 0;

	while (at < bytes && at < line.n) {
		uint32_t n = character_bytes((struct str){line.at + at, line.n - at});

		units += character_units(encoding, n);
		at += n;
	}
	return units;
}

uint32_t encoding_bytes(enum encoding encoding, struct str line, uint32_t units)
{
	uint32_t seen = 0, at = 0;

	while (at < line.n) {
		uint32_t n = character_bytes((struct str){line.at + at, line.n - at});

		seen += character_units(encoding, n);
		if (seen > units)
			break;
		at += n;
	}
	return at;
}

static size_t line_end(struct str text, size_t from)
{
	while (from < text.n && text.at[from] != '\n' && text.at[from] != '\r')
		from++;
	return from;
}

struct str text_line(struct str text, uint32_t line, uint32_t *start)
{
	size_t at = 0, end = line_end(text, 0);

	for (; line && end < text.n; line--) {
		at = end + (text.at[end] == '\r' && end + 1 < text.n && text.at[end + 1] == '\n') +
		        1;
		end = line_end(text, at);
	}
	if (line)
		at = end = text.n;
	*start = (uint32_t)at;
	return (struct str){text.at + at, end - at};
}

static int hex(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

char *uri_path(struct arena *arena, const char *uri)
{
	static const char scheme[] = "file://";
	char *path, *to;

	if (strncmp(uri, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	uri += sizeof(scheme) - 1;
	uri += strcspn(uri, "/"); /* of another machine: its name says nothing here */
	path = to = arena_strdup(arena, uri);
	for (; *uri; uri++) {
		int high = *uri == '%' ? hex(uri[1]) : -1, low = high >= 0 ? hex(uri[2]) : -1;

		*to++ = low >= 0 ? (char)(high * 16 + low) : *uri;
		uri += low >= 0 ? 2 : 0;
	}
	*to = '\0';
	return path;
}

const char *path_uri(struct arena *arena, const char *path)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *whole = path_absolute(arena, path);
	static const char scheme[] = "file://";
	char *uri = arena_alloc(arena, sizeof(scheme) + 3 * strlen(whole)), *to;

	to = (char *)memcpy(uri, scheme, sizeof(scheme)) + strlen(scheme);
	for (; *whole; whole++) {
		unsigned char c = (unsigned char)*whole;

		if (isalnum(c) || strchr("/-._~", c)) {
			*to++ = (char)c;
			continue;
		}
		*to++ = '%';
		*to++ = digits[c >> 4];
		*to++ = digits[c & 15];
	}
	*to = '\0';
	return uri;
}
