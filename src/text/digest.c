#include "text/digest.h"

enum { DIGEST_START = 0x811c9dc5, DIGEST_PRIME = 0x01000193 };

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Takes the next line off `rest`, without its end. */
static struct str take_line(struct str *rest)
{
	size_t n = 0, end;

	while (n < rest->n && rest->at[n] != '\n' && rest->at[n] != '\r')
		n++;
	end = n + (n < rest->n) +
	        (n + 1 < rest->n && rest->at[n] == '\r' && rest->at[n + 1] == '\n');
	rest->at += end;
	rest->n -= end;
	return (struct str){rest->at - end, n};
}

static struct str trimmed_end(struct str line)
{
	while (line.n && is_white(line.at[line.n - 1]))
		line.n--;
	return line;
}

static size_t indentation(struct str text)
{
	size_t least = SIZE_MAX;

	while (text.n) {
		struct str line = trimmed_end(take_line(&text));
		size_t n = 0;

		while (n < line.n && (line.at[n] == ' ' || line.at[n] == '\t'))
			n++;
		if (line.n && n < least)
			least = n;
	}
	return least == SIZE_MAX ? 0 : least;
}

static uint32_t add_unit(uint32_t hash, uint32_t unit)
{
	return (hash ^ unit) * (uint32_t)DIGEST_PRIME;
}

/* One character of UTF-8, as one or two units of UTF-16; gives how many bytes it took. */
static size_t add_character(uint32_t *hash, struct str text)
{
	unsigned char first = (unsigned char)text.at[0];
	size_t n = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	uint32_t code = first < 0xC0 ? first : first & (0x7Fu >> n);

	for (size_t i = 1; i < n && i < text.n; i++)
		code = code << 6 | ((unsigned char)text.at[i] & 0x3F);
	if (code < 0x10000) {
		*hash = add_unit(*hash, code);
	} else {
		*hash = add_unit(*hash, 0xD800 + ((code - 0x10000) >> 10));
		*hash = add_unit(*hash, 0xDC00 + ((code - 0x10000) & 0x3FF));
	}
	return n < text.n ? n : text.n;
}

uint32_t text_digest(struct str text)
{
	size_t indent = indentation(text), pending = 0;
	uint32_t hash = (uint32_t)DIGEST_START;
	bool begun = false;

	while (text.n) {
		struct str line = trimmed_end(take_line(&text));

		if (!line.n || line.n <= indent) { /* a blank line counts when another one follows
			                            */
			pending += begun;
			continue;
		}
		for (size_t ends = begun ? pending + 1 : 0; ends; ends--)
			hash = add_unit(hash, '\n');
		pending = 0;
		begun = true;
		for (size_t i = indent; i < line.n;)
			i += add_character(&hash, (struct str){line.at + i, line.n - i});
	}
	return hash;
}

struct digest_lines text_digest_lines(struct arena *arena, struct str text)
{
	struct digest_lines lines = {0};
	const char *start = text.at;

	while (text.n) {
		uint32_t offset = (uint32_t)(text.at - start);
		struct str line = take_line(&text);

		if (lines.blank == lines.starts.n && !trimmed_end(line).n)
			lines.blank++;
		vec_push(arena, &lines.starts, offset);
	}
	return lines;
}

uint32_t text_digest_line(const struct digest_lines *lines, uint32_t offset)
{
	uint32_t line = sorted_upto(lines->starts.at, lines->starts.n, sizeof(uint32_t), 0, offset);

	return line > lines->blank ? line - lines->blank : 1;
}
