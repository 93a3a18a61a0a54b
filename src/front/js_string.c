/*
 * Strings and templates: decoded text, and where each byte of it stood.
 *
 * A string that is an argument of a call becomes a child source, so that the
 * engine can have it read as code when a fact says that it is. What stands in
 * `${}` is `None` there: an expression in most languages that strings hold.
 */
#include "front/js_lower.h"

enum { SHORTEST_CODE = 1 };

static const char hole_text[] = "None";

struct decoded {
	struct js *js;
	char *bytes;
	uint32_t n;
	bool holes, moved; /* moved: the next byte does not follow the last one in the file */
	VEC(struct source_piece) pieces;
};

bool js_is_string(struct ts_child node)
{
	return node.kind == K_STRING || node.kind == K_TEMPLATE_STRING;
}

static void add(struct decoded *out, const char *bytes, uint32_t n, uint32_t from)
{
	if (out->moved && n)
		vec_push(out->js->arena, &out->pieces, ((struct source_piece){out->n, from}));
	if (n)
		out->moved = false;
	memcpy(out->bytes + out->n, bytes, n);
	out->n += n;
}

/* ---- escapes ---- */

static uint32_t utf8(char out[4], uint32_t code)
{
	if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
		code = 0xFFFD;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

static uint32_t digits(const char *at, const char *end, unsigned base)
{
	uint32_t value = 0;

	for (; at < end && value <= 0x10FFFF; at++) {
		char c = *at;
		unsigned digit;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (unsigned)(c - 'a') + 10;
		else if (c >= 'A' && c <= 'F')
			digit = (unsigned)(c - 'A') + 10;
		else
			continue; /* braces of \u{...} */
		if (digit < base)
			value = value * base + digit;
	}
	return value;
}

static uint32_t decode_escape(const char *text, uint32_t n, char out[4])
{
	static const char from[] = "nrtbfv", to[] = "\n\r\t\b\f\v";
	const char *end = text + n, *found;

	if (n < 2)
		return 0;
	found = strchr(from, text[1]);
	if (found && text[1]) {
		out[0] = to[found - from];
		return 1;
	}
	switch (text[1]) {
	case 'x':
	case 'u':
		return utf8(out, digits(text + 2, end, 16));
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
		return utf8(out, digits(text + 1, end, 8));
	case '\n':
	case '\r':
		return 0;
	default:
		if (n - 1 > 4)
			return 0;
		memcpy(out, text + 1, n - 1);
		return n - 1;
	}
}

/* ---- parts ---- */

static void add_hole(struct decoded *out, struct ts_child node, bool lower)
{
	struct ts_child inner = ts_first(&out->js->walk, node);

	out->holes = true;
	out->moved = true;
	add(out, hole_text, sizeof(hole_text) - 1, ts_span(node).start);
	out->moved = true;
	if (lower && !ts_none(inner))
		js_args_add(out->js, js_expr(out->js, inner), 0, NULL);
}

static void add_part(struct decoded *out, struct ts_child part, bool lower)
{
	struct str text = ts_text(&out->js->walk, part);
	uint32_t start = ts_span(part).start, n;
	char bytes[4];

	switch (part.kind) {
	case K_STRING_FRAGMENT:
	case K_HTML_CHARACTER_REFERENCE:
		add(out, text.at, (uint32_t)text.n, start);
		break;
	case K_ESCAPE_SEQUENCE:
		n = decode_escape(text.at, (uint32_t)text.n, bytes);
		out->moved = true;
		add(out, bytes, n, start);
		out->moved = true;
		break;
	case K_TEMPLATE_SUBSTITUTION:
		add_hole(out, part, lower);
		break;
	default:
		break;
	}
}

/* Reads a string; values of its holes go to js->args when `lower`. */
static struct decoded decode(struct js *js, struct ts_child node, bool lower)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct span span = ts_span(node);
	struct decoded out = {.js = js, .moved = true};
	size_t room = (size_t)(span.end - span.start) + sizeof(hole_text) * (size_t)kids.n + 1;

	out.bytes = arena_alloc(js->arena, room);
	for (uint32_t i = 0; i < kids.n; i++)
		add_part(&out, ts_kid(&js->walk, kids, i), lower);
	if (!out.pieces.n)
		vec_push(js->arena, &out.pieces, ((struct source_piece){0, span.start + 1}));
	return out;
}

const char *js_string_text(struct js *js, struct ts_child node)
{
	return decode(js, node, false).bytes;
}

/* ---- values ---- */

uint32_t js_template(struct js *js, struct ts_child node, struct js_text *text)
{
	struct decoded out = decode(js, node, true);
	uint32_t value = ir_const(&js->at, CONST_STRING, out.bytes, ts_span(node));

	if (out.holes)
		js->at.func->insns.at[value].flags |= TEMPLATE_HOLES;
	if (!text)
		return value;
	text->func = js->at.func->id;
	text->value = value;
	text->source = source_child(js->arena, js->source, out.bytes, out.n);
	text->source->quoted = true;
	for (uint32_t i = 0; i < out.pieces.n; i++)
		source_add_piece(
		        js->arena, text->source, out.pieces.at[i].child, out.pieces.at[i].parent);
	return value;
}

uint32_t js_string(struct js *js, struct ts_child node, struct js_text *text)
{
	uint32_t mark = js_args_mark(js), value = js_template(js, node, text);

	/* holes are read, whatever becomes of the text */
	if (js->args.n > mark)
		js_prim(js, mark, ts_span(node));
	if (text && text->wanted)
		js_embed(js, text);
	return value;
}

void js_embed(struct js *js, struct js_text *text)
{
	struct embed embed = {.func = text->func, .value = text->value, .language = LANG_PYTHON};

	text->wanted = true;
	if (!text->value || text->embedded || text->source->length < SHORTEST_CODE)
		return;
	text->embedded = true;
	embed.source = text->source;
	vec_push(js->arena, &js->unit->embeds, embed);
}
