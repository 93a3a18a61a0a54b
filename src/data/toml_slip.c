/*
 * Where a TOML text goes wrong, and why, in words: a reader that stops at the
 * first character that nothing fits (see json_slip.c).
 */
#include "data/tree.h"

struct slip {
	struct arena *arena;
	const char *at, *end;
	uint32_t depth;
	const char *message; /* of the first thing that is wrong, at `at` */
};

static bool value(struct slip *slip);

static bool fails(struct slip *slip, const char *at, const char *message)
{
	if (!slip->message) {
		slip->message = message;
		slip->at = at;
	}
	return false;
}

static bool is_at(const struct slip *slip, const char *text)
{
	return (size_t)(slip->end - slip->at) >= strlen(text) &&
	        memcmp(slip->at, text, strlen(text)) == 0;
}

static void skip_blanks(struct slip *slip)
{
	while (slip->at < slip->end && (*slip->at == ' ' || *slip->at == '\t'))
		slip->at++;
}

static void skip_comment(struct slip *slip)
{
	while (slip->at < slip->end && *slip->at != '\n')
		slip->at++;
}

/* Blanks, comments and line ends. */
static void skip_lines(struct slip *slip)
{
	for (;; slip->at++) {
		skip_blanks(slip);
		if (slip->at < slip->end && *slip->at == '#')
			skip_comment(slip);
		if (slip->at >= slip->end || (*slip->at != '\n' && *slip->at != '\r'))
			return;
	}
}

static bool is_line_end(const struct slip *slip)
{
	return slip->at >= slip->end || *slip->at == '\n' || is_at(slip, "\r\n");
}

static char here(const struct slip *slip)
{
	return slip->at < slip->end ? *slip->at : '\0';
}

static bool is_bare(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	        c == '_' || c == '-';
}

/* ---- strings ---- */

static bool escape(struct slip *slip)
{
	if (slip->at + 1 < slip->end && !strchr("btnfreuU\"\\ \t\r\n", slip->at[1]))
		return fails(slip, slip->at,
		        "a backslash in double quotes is written twice, or the text in single "
		        "quotes");
	slip->at += 2;
	return true;
}

/* From behind the opening quotes to behind the closing ones. */
static bool string(struct slip *slip, const char *quotes)
{
	const char *open = slip->at;
	bool lines = quotes[1] != '\0';

	slip->at += strlen(quotes);
	while (slip->at < slip->end && !is_at(slip, quotes)) {
		if (!lines && *slip->at == '\n')
			break;
		if (*slip->at == '\\' && *quotes == '"') {
			if (!escape(slip))
				return false;
		} else {
			slip->at++;
		}
	}
	if (slip->at >= slip->end || !is_at(slip, quotes))
		return fails(slip, open, "the string is not closed");
	slip->at += strlen(quotes);
	return true;
}

static bool any_string(struct slip *slip)
{
	static const char *const quotes[] = {"\"\"\"", "'''", "\"", "'"};

	for (size_t i = 0; i < COUNT_OF(quotes); i++)
		if (is_at(slip, quotes[i]))
			return string(slip, quotes[i]);
	return false;
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'';
}

/* ---- keys ---- */

static bool key(struct slip *slip)
{
	const char *start = slip->at;

	for (;;) {
		skip_blanks(slip);
		if (here(slip) == '=' && slip->at == start)
			return fails(slip, start, "the key is missing");
		if (is_quote(here(slip))) {
			if (!any_string(slip))
				return false;
		} else if (is_bare(here(slip))) {
			while (is_bare(here(slip)))
				slip->at++;
		} else {
			break;
		}
		skip_blanks(slip);
		if (here(slip) != '.')
			return true;
		slip->at++;
	}
	return fails(slip, start, "a key with such characters stands in quotes");
}

static bool is_odd_key(const struct slip *slip, const char *start)
{
	const char *line = memchr(start, '\n', (size_t)(slip->end - start));
	const char *equals = memchr(start, '=', (size_t)(slip->end - start));

	return equals && (!line || equals < line) && slip->at > start && !is_quote(*start);
}

static bool pair(struct slip *slip)
{
	const char *start = slip->at;

	if (!key(slip))
		return false;
	skip_blanks(slip);
	if (here(slip) == ':' && !is_at(slip, "://"))
		return fails(slip, slip->at, "expected `=`");
	if (here(slip) != '=')
		return fails(slip, start,
		        is_odd_key(slip, start) ? "a key with such characters stands in quotes"
		                                : "expected `key = value`");
	start = ++slip->at;
	skip_blanks(slip);
	if (is_line_end(slip) || here(slip) == '#')
		return fails(slip, start, "the value is missing");
	return value(slip);
}

/* ---- values ---- */

/* Does a line begin with `key =`? */
static bool is_next_pair(const struct slip *slip)
{
	const char *at = slip->at;

	while (at < slip->end && is_bare(*at))
		at++;
	while (at < slip->end && (*at == ' ' || *at == '\t'))
		at++;
	return at > slip->at && at < slip->end && *at == '=';
}

static bool array(struct slip *slip)
{
	const char *open = slip->at++;

	for (;;) {
		skip_lines(slip);
		if (slip->at >= slip->end || is_next_pair(slip))
			return fails(slip, open, "the bracket is not closed");
		if (here(slip) == ']')
			break;
		if (here(slip) == ',')
			return fails(slip, slip->at, "a value is missing before the comma");
		if (!value(slip))
			return false;
		skip_lines(slip);
		if (here(slip) == ',')
			slip->at++;
		else if (is_next_pair(slip))
			return fails(slip, open, "the bracket is not closed");
		else if (slip->at < slip->end && here(slip) != ']')
			return fails(slip, slip->at, "expected `,` or `]`");
	}
	slip->at++;
	return true;
}

static bool inline_table(struct slip *slip)
{
	const char *open = slip->at++;

	skip_blanks(slip);
	while (here(slip) != '}') {
		if (slip->at >= slip->end)
			return fails(slip, open, "the bracket is not closed");
		if (is_line_end(slip))
			return fails(slip, open, "an inline table stands on one line");
		if (!pair(slip))
			return false;
		skip_blanks(slip);
		if (is_line_end(slip) && slip->at < slip->end)
			return fails(slip, open, "an inline table stands on one line");
		if (here(slip) == ',') {
			slip->at++;
			skip_blanks(slip);
			if (here(slip) == '}')
				return fails(slip, slip->at - 1,
				        "no comma stands before the end of an inline table");
		} else if (slip->at < slip->end && here(slip) != '}') {
			return fails(slip, slip->at, "expected `,` or `}`");
		}
	}
	slip->at++;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool number(struct slip *slip, struct str text)
{
	const char *digits = text.at + (*text.at == '+' || *text.at == '-');
	size_t n = (size_t)(text.at + text.n - digits);

	if (n > 1 && digits[0] == '0' && is_digit(digits[1]) && !memchr(digits, ':', n) &&
	        !(n > 4 && digits[4] == '-'))
		return fails(slip, text.at, "a number has no zero in front");
	if (text.at[text.n - 1] == '.')
		return fails(slip, text.at, "a digit stands on both sides of the dot");
	return true;
}

/* Numbers, dates, true and false. */
static bool word(struct slip *slip)
{
	struct str text = {slip->at, 0};

	while (text.at + text.n < slip->end && !strchr(",]}#\r\n \t=", text.at[text.n]))
		text.n++;
	if (str_is(text, "True") || str_is(text, "False"))
		return fails(slip, text.at, "`true` and `false` are written small");
	if (!text.n)
		return fails(slip, text.at, "expected a value");
	if (!str_is(text, "true") && !str_is(text, "false") && !str_is(text, "inf") &&
	        !str_is(text, "nan") && !strchr("+-.0123456789", text.at[0]))
		return fails(slip, text.at, "text stands in quotes");
	if (!number(slip, text))
		return false;
	slip->at += text.n;
	return true;
}

static bool value(struct slip *slip)
{
	bool good;

	if (slip->depth++ > DATA_DEPTH)
		return fails(slip, slip->at, "nested too deeply");
	if (here(slip) == '[')
		good = array(slip);
	else if (here(slip) == '{')
		good = inline_table(slip);
	else
		good = is_quote(here(slip)) ? any_string(slip) : word(slip);
	slip->depth--;
	return good;
}

/* ---- lines ---- */

static bool header(struct slip *slip)
{
	const char *open = slip->at, *close = is_at(slip, "[[") ? "]]" : "]";

	slip->at += strlen(close);
	if (here(slip) == ']')
		return fails(slip, open, "the header names no table");
	if (is_line_end(slip))
		return fails(slip, open, "the header is not closed");
	if (!key(slip))
		return false;
	skip_blanks(slip);
	if (!is_at(slip, close))
		return fails(slip, open, "the header is not closed");
	slip->at += strlen(close);
	return true;
}

static bool statement(struct slip *slip)
{
	bool is_header = here(slip) == '[';

	if (is_header ? !header(slip) : !pair(slip))
		return false;
	skip_blanks(slip);
	if (here(slip) == '#' || is_line_end(slip))
		return true;
	return fails(slip, slip->at,
	        is_header                   ? "nothing follows a header on its line"
	                : here(slip) == ',' ? "no comma ends a line"
	                                    : "one `key = value` stands on a line");
}

void toml_slip(struct arena *arena, const struct source *source, struct data_error *error)
{
	struct slip slip = {arena, source->bytes, source->bytes + source->length, 0, NULL};

	if (is_at(&slip, "\xEF\xBB\xBF"))
		slip.at += 3;
	for (skip_lines(&slip); slip.at < slip.end; skip_lines(&slip))
		if (!statement(&slip))
			break;
	if (!slip.message)
		return; /* the grammar knows better */
	error->span.start = (uint32_t)(slip.at - source->bytes);
	while (slip.at < slip.end && *slip.at != '\n' && *slip.at != '\r')
		slip.at++;
	error->span.end = (uint32_t)(slip.at - source->bytes);
	error->message = arena_printf(arena, "syntax error: %s", slip.message);
}
