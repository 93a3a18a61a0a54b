/*
 * String literals: decoding, and where each byte of the text stood.
 *
 * One decoder gives the text of a constant and, for a string that is handed to
 * a call, a child source with pieces, so that code in it can be read by the
 * front end of its language and be reported in place.
 */
#include "front/py_lower.h"

struct text {
	struct buf bytes;
	struct arena *arena;
	struct source *child; /* gets the pieces, or NULL */
	uint32_t next;        /* where the next byte stands if no piece is needed */
	bool raw, binary, format;
	bool constant; /* text without holes so far */
};

enum { SHORTEST_CODE = 1 };

static void put(struct text *text, const char *bytes, size_t count, uint32_t offset)
{
	if (text->child && (!text->bytes.n || offset != text->next))
		source_add_piece(text->arena, text->child, (uint32_t)text->bytes.n, offset);
	buf_add(&text->bytes, bytes, count);
	text->next = offset + (uint32_t)count;
}

static void put_code_point(struct text *text, uint32_t c, uint32_t offset)
{
	char out[4];
	size_t n = 0;

	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	if (c < 0x80) {
		out[n++] = (char)c;
	} else if (c < 0x800) {
		out[n++] = (char)(0xc0 | c >> 6);
	} else if (c < 0x10000) {
		out[n++] = (char)(0xe0 | c >> 12);
		out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	} else {
		out[n++] = (char)(0xf0 | c >> 18);
		out[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	}
	if (c >= 0x80)
		out[n++] = (char)(0x80 | (c & 0x3f));
	put(text, out, n, offset);
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* Up to `most` digits from `at` on; gives the offset after them. */
static uint32_t number(const struct source *source, uint32_t at, uint32_t end, int base,
        uint32_t most, uint32_t *value)
{
	*value = 0;
	for (; most && at < end && digit(source->bytes[at]) < base; most--, at++)
		*value = *value * (uint32_t)base + (uint32_t)digit(source->bytes[at]);
	return at;
}

static uint32_t numeric_escape(
        struct text *text, const struct source *source, uint32_t at, uint32_t end)
{
	char c = source->bytes[at + 1];
	uint32_t value, most = c == 'x' ? 2 : c == 'u' ? 4 : 8, next;

	if (c >= '0' && c <= '7')
		next = number(source, at + 1, end, 8, 3, &value);
	else
		next = number(source, at + 2, end, 16, most, &value);
	put_code_point(text, value, at);
	return next;
}

/* An escape at `at`; gives the offset after it. */
static uint32_t escape(struct text *text, const struct source *source, uint32_t at, uint32_t end)
{
	static const char from[] = "abfnrtv\\'\"", to[] = "\a\b\f\n\r\t\v\\'\"";
	char c = source->bytes[at + 1];
	const char *simple = c ? strchr(from, c) : NULL;

	if (simple) {
		put(text, &to[simple - from], 1, at);
		return at + 2;
	}
	if (c == '\r')
		return at + 2 + (source->bytes[at + 2] == '\n');
	if (c == '\n')
		return at + 2;
	if (strchr("01234567xuU", c) && c)
		return numeric_escape(text, source, at, end);
	if (c == 'N' && source->bytes[at + 2] == '{') {
		const char *close = memchr(source->bytes + at, '}', end - at);

		put_code_point(text, 0xfffd, at);
		return close ? (uint32_t)(close - source->bytes) + 1 : end;
	}
	put(text, "\\", 1, at);
	return at + 1;
}

static uint32_t plain_run(const struct text *text, const char *bytes, uint32_t at, uint32_t end)
{
	while (at < end && bytes[at] != '\\' && bytes[at] != '\r' &&
	        !(text->format && (bytes[at] == '{' || bytes[at] == '}')))
		at++;
	return at;
}

static void decode(struct text *text, const struct source *source, struct span span)
{
	const char *bytes = source->bytes;
	uint32_t at = span.start;

	while (at < span.end) {
		uint32_t run = plain_run(text, bytes, at, span.end);

		if (run > at) {
			put(text, bytes + at, run - at, at);
			at = run;
		} else if (bytes[at] == '\\' && !text->raw && at + 1 < span.end) {
			at = escape(text, source, at, span.end);
		} else if (bytes[at] == '\r') {
			/* Python reads every line end as \n */
			at += bytes[at + 1] == '\n';
			put(text, "\n", 1, at++);
		} else {
			put(text, bytes + at, 1, at);
			at += bytes[at] == '\\' || bytes[at + 1] != bytes[at] ? 1 : 2;
		}
	}
}

static void read_prefix(struct text *text, struct str start)
{
	text->raw = text->format = false;
	for (size_t i = 0; i < start.n; i++) {
		char c = (char)(start.at[i] | 0x20);

		text->raw |= c == 'r';
		text->format |= c == 'f' || c == 't';
		text->binary |= c == 'b' || start.at[i] == '`';
	}
}

/* One literal; each of its pieces between holes is read on its own. */
static void read_literal(struct py *py, struct text *text, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child start = ts_kid(&py->base.walk, kids, 0);
	struct span inner = {ts_span(start).end, ts_span(node).end};

	read_prefix(text, ts_text(&py->base.walk, start));
	for (uint32_t i = 1; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_STRING_END)
			inner.end = ts_span(kid).start;
		else if (kid.kind == PY_INTERPOLATION)
			text->constant = false;
		else if (kid.kind == PY_STRING_CONTENT && text->format)
			decode(text, py->base.walk.source, ts_span(kid));
	}
	if (!text->format)
		decode(text, py->base.walk.source, inner);
}

static void read_string(struct py *py, struct text *text, struct ts_child node)
{
	struct ts_kids kids;

	text->constant = true;
	if (node.kind == PY_STRING) {
		read_literal(py, text, node);
		return;
	}
	kids = ts_open(&py->base.walk, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		if (ts_kid(&py->base.walk, kids, i).kind == PY_STRING)
			read_literal(py, text, ts_kid(&py->base.walk, kids, i));
	}
}

const char *py_string_text(struct py *py, struct ts_child node)
{
	struct text text = {.arena = py->base.arena};
	const char *out = NULL;

	read_string(py, &text, node);
	if (text.constant && !text.binary)
		out = arena_strndup(
		        py->base.arena, text.bytes.at ? text.bytes.at : "", text.bytes.n);
	buf_free(&text.bytes);
	return out;
}

void py_embed(struct py *py, uint32_t func, uint32_t value, struct ts_child node)
{
	struct text text = {.arena = py->base.arena};
	struct embed embed = {.func = func, .value = value, .language = LANG_JAVASCRIPT};

	if (ts_span(node).end - ts_span(node).start < SHORTEST_CODE + 2)
		return;
	text.child = source_child(py->base.arena, py->base.unit->source, "", 0);
	text.child->quoted = true;
	read_string(py, &text, node);
	if (text.constant && !text.binary && text.bytes.n >= SHORTEST_CODE) {
		text.child->bytes = arena_strndup(py->base.arena, text.bytes.at, text.bytes.n);
		text.child->length = (uint32_t)text.bytes.n;
		embed.source = text.child;
		vec_push(py->base.arena, &py->base.unit->embeds, embed);
	}
	buf_free(&text.bytes);
}

/* ---- as a value ---- */

static void holes(struct py *py, struct ts_child node, py_args *args)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);

	for (uint32_t i = 0; i < kids.n && lower_enter(&py->base, node); i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.field == F_EXPRESSION) {
			struct arg arg = {.value = py_expr(py, kid)};

			vec_push(&py->base.scratch, args, arg);
		} else if (kid.kind == PY_STRING || kid.kind == PY_INTERPOLATION ||
		        kid.kind == PY_FORMAT_SPECIFIER || kid.kind == PY_FORMAT_EXPRESSION) {
			holes(py, kid, args);
		}
		lower_done(&py->base);
	}
}

uint32_t py_string(struct py *py, struct ts_child node)
{
	struct text text = {.arena = py->base.arena};
	const char *constant = NULL;
	py_args args = {0};

	read_string(py, &text, node);
	if (text.constant && !text.binary)
		constant = arena_strndup(
		        py->base.arena, text.bytes.at ? text.bytes.at : "", text.bytes.n);
	buf_free(&text.bytes);
	if (constant)
		return ir_const(&py->base.at, CONST_STRING, constant, ts_span(node));
	if (text.constant)
		return ir_const(&py->base.at, CONST_OTHER, NULL, ts_span(node));
	holes(py, node, &args);
	return ir_prim(&py->base.at, args.at, args.n, ts_span(node));
}
