/*
 * Where a JSON text goes wrong, and why, in words. The grammar recovers from
 * errors and wraps what came before into them; a reader that stops at the
 * first character that nothing fits is exact.
 */
#include "data/tree.h"

struct slip {
	const char *at, *end;
	uint32_t depth;
	const char *message; /* of the first thing that is wrong, at `at` */
};

static bool value(struct slip *slip);

static bool fails(struct slip *slip, const char *message)
{
	if (!slip->message)
		slip->message = message;
	return false;
}

/* White space, and the comments that are let pass. */
static void skip(struct slip *slip)
{
	for (;;) {
		while (slip->at < slip->end && strchr(" \t\r\n", *slip->at) && *slip->at)
			slip->at++;
		if (slip->end - slip->at < 2 || slip->at[0] != '/')
			return;
		if (slip->at[1] == '/') {
			slip->at += strcspn(slip->at, "\n");
		} else if (slip->at[1] == '*' && strstr(slip->at, "*/")) {
			slip->at = strstr(slip->at, "*/") + 2;
		} else {
			return;
		}
	}
}

static char next(struct slip *slip)
{
	skip(slip);
	return slip->at < slip->end ? *slip->at : '\0';
}

static bool string(struct slip *slip)
{
	const char *at = slip->at + 1;

	for (; at < slip->end && *at != '"' && *at != '\n'; at++) {
		if (*at != '\\' || at + 1 >= slip->end)
			continue;
		at++;
		if (!strchr("\"\\/bfnrtu", *at)) {
			slip->at = at - 1;
			return fails(slip, "a backslash is written twice");
		}
	}
	if (at >= slip->end || *at != '"')
		return fails(slip, "the string is not closed");
	slip->at = at + 1;
	return true;
}

static bool pair(struct slip *slip)
{
	if (next(slip) == '\'')
		return fails(slip, "strings stand in double quotes");
	if (next(slip) != '"')
		return fails(slip, "expected a key in double quotes");
	if (!string(slip))
		return false;
	if (next(slip) != ':')
		return fails(slip, "expected `:`");
	slip->at++;
	return value(slip);
}

/* What stands between two brackets. */
static bool items(struct slip *slip, char close, bool (*item)(struct slip *))
{
	const char *open = slip->at++;

	while (next(slip) != close) {
		if (!next(slip)) {
			slip->at = open;
			return fails(
			        slip, close == ']' ? "`[` is not closed" : "`{` is not closed");
		}
		if (!item(slip))
			return false;
		if (next(slip) == ',') {
			slip->at++;
			if (next(slip) == close)
				return fails(slip, "nothing follows the comma");
		} else if (next(slip) && next(slip) != close) {
			return fails(
			        slip, close == ']' ? "expected `,` or `]`" : "expected `,` or `}`");
		}
	}
	slip->at++;
	return true;
}

static bool word(struct slip *slip)
{
	size_t n = strspn(
	        slip->at, "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	struct str text = {slip->at, n};
	const char *digits;

	if (*slip->at == '\'')
		return fails(slip, "strings stand in double quotes");
	if (!n)
		return fails(slip, "expected a value");
	if (!str_is(text, "true") && !str_is(text, "false") && !str_is(text, "null") &&
	        !strchr("-0123456789", text.at[0]))
		return fails(slip, "expected a value; words stand in double quotes");
	digits = slip->at + (*slip->at == '-');
	if (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9')
		return fails(slip, "a number has no zero in front");
	slip->at += n;
	return true;
}

static bool value(struct slip *slip)
{
	bool good;

	if (slip->depth++ > DATA_DEPTH)
		return fails(slip, "nested too deeply");
	if (next(slip) == '{')
		good = items(slip, '}', pair);
	else if (next(slip) == '[')
		good = items(slip, ']', value);
	else
		good = next(slip) == '"' ? string(slip) : word(slip);
	slip->depth--;
	return good;
}

bool json_comment(const struct source *source, struct span *span)
{
	for (const char *at = source->bytes, *end = at + source->length; at < end; at++) {
		uint32_t start = (uint32_t)(at - source->bytes);

		if (*at == '/') {
			*span = (struct span){start, start + (uint32_t)strcspn(at, "\n")};
			return true;
		}
		if (*at == '"')
			for (at++; at < end && *at != '"'; at++)
				at += *at == '\\';
	}
	return false;
}

void json_slip(struct arena *arena, const struct source *source, struct data_error *error)
{
	struct slip slip = {source->bytes, source->bytes + source->length, 0, NULL};

	if (str_starts(str_of(source->bytes), "\xEF\xBB\xBF"))
		slip.at += 3;
	if (value(&slip) && next(&slip))
		fails(&slip, "one value only");
	if (!slip.message)
		return; /* the grammar knows better */
	error->span.start = (uint32_t)(slip.at - source->bytes);
	error->span.end = error->span.start + (slip.at < slip.end);
	error->message = arena_printf(arena, "syntax error: %s", slip.message);
}
