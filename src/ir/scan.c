#include "ir/scan.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "ir/form.h"

bool scan_fail(struct scanner *scan, uint32_t where, const char *format, ...)
{
	char text[200];
	va_list args;

	if (scan->error)
		return false;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	scan->error = arena_strdup(scan->arena, text);
	scan->where = where;
	return false;
}

bool scan_expected(struct scanner *scan, const char *what)
{
	return scan_fail(scan, scan_here(scan), "expected %s", what);
}

static char peek(const struct scanner *scan)
{
	return scan->at < scan->source->length ? scan->source->bytes[scan->at] : '\0';
}

static bool peek_newline(const struct scanner *scan)
{
	return peek(scan) == '\n' || peek(scan) == '\r';
}

uint32_t scan_here(struct scanner *scan)
{
	while (peek(scan) == ' ' || peek(scan) == '\t')
		scan->at++;
	if (peek(scan) == ';') {
		while (scan->at < scan->source->length && !peek_newline(scan))
			scan->at++;
	}
	return scan->at;
}

uint32_t scan_next_line(struct scanner *scan)
{
	scan_here(scan);
	while (peek_newline(scan)) {
		scan->at++;
		scan_here(scan);
	}
	return scan->at;
}

bool scan_at_end(struct scanner *scan)
{
	return scan_here(scan) >= scan->source->length;
}

bool scan_line_is_over(struct scanner *scan)
{
	return scan_at_end(scan) || peek_newline(scan) || peek(scan) == '}';
}

static const char *text_from(struct scanner *scan, uint32_t start)
{
	scan->end = scan->at;
	return arena_strndup(scan->arena, scan->source->bytes + start, scan->at - start);
}

bool scan_eat(struct scanner *scan, const char *text)
{
	uint32_t start = scan_here(scan);
	size_t n = strlen(text);

	if (scan->source->length - start < n || memcmp(scan->source->bytes + start, text, n) != 0)
		return false;
	scan->at = scan->end = start + (uint32_t)n;
	return true;
}

const char *scan_bare(struct scanner *scan)
{
	uint32_t start = scan_here(scan);

	if (!name_starts(peek(scan)))
		return NULL;
	while (name_goes_on(peek(scan)))
		scan->at++;
	return text_from(scan, start);
}

bool scan_word(struct scanner *scan, const char *word)
{
	uint32_t start = scan_here(scan), end = scan->end;
	const char *bare = scan_bare(scan);

	if (bare && same(bare, word))
		return true;
	scan->at = start;
	scan->end = end;
	return false;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* After a backslash: gives what it stands for, or -1. */
static int unescape(struct scanner *scan)
{
	char c = peek(scan);
	int high, low;

	scan->at++;
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case '"':
	case '\\':
		return c;
	case 'x':
		high = hex_digit(peek(scan));
		scan->at += high >= 0;
		low = hex_digit(peek(scan));
		scan->at += low >= 0;
		return high < 0 || low < 0 || high + low == 0 ? -1 : high * 16 + low;
	default:
		return -1;
	}
}

const char *scan_quoted(struct scanner *scan)
{
	uint32_t start = scan_here(scan), n = 0;
	char *text;

	if (peek(scan) != '"')
		return NULL;
	text = arena_alloc(scan->arena, strcspn(scan->source->bytes + start, "\n") + 1);
	for (scan->at++; peek(scan) != '"';) {
		uint32_t here = scan->at;
		int c = (unsigned char)peek(scan);

		if (c == '\0' || peek_newline(scan)) {
			scan_fail(scan, start, "text without closing quote");
			return NULL;
		}
		scan->at++;
		if (c == '\\')
			c = unescape(scan);
		if (c == -1) {
			scan_fail(scan, here, "unknown escape");
			return NULL;
		}
		text[n++] = (char)c;
	}
	scan->end = ++scan->at;
	return text;
}

bool scan_name(struct scanner *scan, const char **name)
{
	*name = scan_quoted(scan);
	if (*name)
		return true;
	*name = scan_bare(scan);
	if (!*name)
		return false;
	if (same(*name, "_"))
		*name = NULL;
	return true;
}

bool scan_number(struct scanner *scan, uint32_t *number)
{
	uint32_t start = scan_here(scan);
	uint64_t value = 0;

	while (peek(scan) >= '0' && peek(scan) <= '9' && value <= UINT32_MAX)
		value = value * 10 + (uint64_t)(peek(scan) - '0'), scan->at++;
	if (scan->at == start || value > UINT32_MAX) {
		scan->at = start;
		return false;
	}
	*number = (uint32_t)value;
	scan->end = scan->at;
	return true;
}

bool scan_symbol(struct scanner *scan, struct symbol *symbol)
{
	uint32_t start = scan_here(scan);
	bool named = scan_name(scan, &symbol->name);

	symbol->number = NO_NUMBER;
	if (peek(scan) == '#') {
		scan->at++;
		if (!scan_number(scan, &symbol->number))
			return scan_expected(scan, "a number");
	}
	symbol->span = (struct span){start, scan->at};
	return named || symbol->number != NO_NUMBER;
}

const char *scan_literal(struct scanner *scan)
{
	uint32_t start = scan_here(scan);

	scan->at += peek(scan) == '-';
	if (hex_digit(peek(scan)) < 0 || hex_digit(peek(scan)) > 9) {
		scan->at = start;
		return NULL;
	}
	while (name_goes_on(peek(scan)))
		scan->at++;
	return text_from(scan, start);
}

const char *scan_value(struct scanner *scan)
{
	uint32_t start = scan_here(scan);

	if (peek(scan) != '%')
		return NULL;
	scan->at++;
	/* no dots: what follows one is a method */
	while (name_goes_on(peek(scan)) && peek(scan) != '.')
		scan->at++;
	if (scan->at == start + 1) {
		scan_fail(scan, start, "expected a name behind `%%`");
		return NULL;
	}
	return text_from(scan, start + 1);
}

bool scan_span(struct scanner *scan, struct span *span)
{
	if (!scan_eat(scan, "@"))
		return false;
	if (!scan_number(scan, &span->start) || !scan_eat(scan, "-") ||
	        !scan_number(scan, &span->end))
		return scan_expected(scan, "@START-END");
	if (span->start > span->end)
		return scan_fail(scan, scan->end, "span ends before it starts");
	return true;
}
