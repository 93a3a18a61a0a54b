/*
 * tree-sitter recovers from errors, and what it wraps into an ERROR node may
 * begin long before the character that is wrong. The place reported is the
 * first one at which nothing fits any more: the first piece of the node that
 * is itself not understood, or else the node's end.
 */
#include "data/tree.h"

TSTree *tree_parse(const TSLanguage *language, const char *bytes, uint32_t length)
{
	TSParser *parser = ts_parser_new();
	TSTree *tree;

	if (!parser || !ts_parser_set_language(parser, language))
		BUG("grammar and tree-sitter core do not fit");
	tree = ts_parser_parse_string(parser, NULL, bytes, length);
	ts_parser_delete(parser);
	if (!tree)
		BUG("no tree");
	return tree;
}

struct span tree_span(TSNode node)
{
	return (struct span){ts_node_start_byte(node), ts_node_end_byte(node)};
}

bool tree_is(TSNode node, const char *type)
{
	return same(ts_node_type(node), type);
}

static bool wrong(TSNode node)
{
	return ts_node_is_error(node) || ts_node_is_missing(node);
}

/* The first ERROR or MISSING node, in the order of the text. */
static TSNode first_error(TSNode node)
{
	uint32_t i = 0;

	while (!wrong(node) && i < ts_node_child_count(node)) {
		TSNode child = ts_node_child(node, i++);

		if (wrong(child) || ts_node_has_error(child)) {
			node = child;
			i = 0;
		}
	}
	return node;
}

/* Where the last thing before `offset` on its line ends: a missing piece belongs there. */
static uint32_t before_blanks(const struct source *source, uint32_t offset)
{
	while (offset && (source->bytes[offset - 1] == ' ' || source->bytes[offset - 1] == '\n'))
		offset--;
	return offset;
}

static uint32_t line_end(const struct source *source, uint32_t offset)
{
	while (offset < source->length && source->bytes[offset] != '\n')
		offset++;
	return offset;
}

void tree_error(
        struct arena *arena, const struct source *source, TSNode root, struct data_error *error)
{
	TSNode node = first_error(root);
	struct span span = tree_span(node);
	uint32_t end;

	if (ts_node_is_missing(node)) {
		error->span = (struct span){before_blanks(source, span.start), span.end};
		error->message = arena_printf(arena, "missing `%s`", ts_node_type(node));
		return;
	}
	end = line_end(source, span.start);
	error->span = (struct span){span.start, span.end < end ? span.end : end};
	error->message = "syntax error";
}

void text_copy(struct text_builder *text, const struct source *source, struct span span)
{
	struct source_piece piece = {(uint32_t)text->bytes.n, span.start};

	if (span.end <= span.start)
		return;
	vec_push(text->arena, &text->pieces, piece);
	buf_add(&text->bytes, source->bytes + span.start, span.end - span.start);
}

void text_code_point(struct text_builder *text, uint32_t code, uint32_t from)
{
	struct source_piece piece = {(uint32_t)text->bytes.n, from};
	char out[4];
	size_t n = 0;

	if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
		code = 0xFFFD;
	if (code < 0x80) {
		out[n++] = (char)code;
	} else if (code < 0x800) {
		out[n++] = (char)(0xC0 | code >> 6);
	} else if (code < 0x10000) {
		out[n++] = (char)(0xE0 | code >> 12);
		out[n++] = (char)(0x80 | (code >> 6 & 63));
	} else {
		out[n++] = (char)(0xF0 | code >> 18);
		out[n++] = (char)(0x80 | (code >> 12 & 63));
		out[n++] = (char)(0x80 | (code >> 6 & 63));
	}
	if (code >= 0x80)
		out[n++] = (char)(0x80 | (code & 63));
	vec_push(text->arena, &text->pieces, piece);
	buf_add(&text->bytes, out, n);
}

void text_finish(struct text_builder *text, struct data_value *value)
{
	value->kind = DATA_STRING;
	value->text =
	        arena_strndup(text->arena, text->bytes.at ? text->bytes.at : "", text->bytes.n);
	value->length = (uint32_t)text->bytes.n;
	value->pieces = text->pieces.at;
	value->piece_count = text->pieces.n;
	buf_free(&text->bytes);
}

uint32_t text_hex(const char *digits, uint32_t count)
{
	uint32_t value = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t c = (unsigned char)digits[i] | 32u;

		value = value * 16 + (c >= 'a' ? c - 'a' + 10 : c - '0');
	}
	return value;
}
