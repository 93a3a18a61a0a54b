/*
 * JSON → struct data_value. Comments are let pass, as the tools that own
 * package.json-like files do; everything else is as strict as the standard.
 *
 * The grammar takes `\u` for a whole escape and leaves its digits to the text
 * after it, takes any number of values for a document and a point without
 * digits for a number, and knows no `1e+9`: all are put right here.
 */
#include "data/tree.h"

#include "grammars.h"

#include <stdlib.h>

struct reader {
	struct arena *arena;
	const struct source *source;
	struct data_error *error;
	uint32_t depth;
};

static struct data_value *read_value(struct reader *reader, TSNode node);

static bool fail(struct reader *reader, struct span span, const char *message)
{
	reader->error->span = span;
	reader->error->message = message;
	return false;
}

static bool is_hex(const char *digits)
{
	return strspn(digits, "0123456789abcdefABCDEF") >= 4;
}

/* `at` stands before `\uXXXX`, perhaps the first half of a pair. Gives how many bytes it took. */
static uint32_t unicode_escape(const char *at, uint32_t *code)
{
	uint32_t low;

	*code = text_hex(at + 2, 4);
	if (*code < 0xD800 || *code >= 0xDC00 || at[6] != '\\' || at[7] != 'u' || !is_hex(at + 8))
		return 6;
	low = text_hex(at + 8, 4);
	if (low < 0xDC00 || low >= 0xE000)
		return 6;
	*code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
	return 12;
}

/* Adds the escape at offset `at`; gives the offset behind it, or 0 when it is broken. */
static uint32_t escape(struct text_builder *text, const struct source *source, uint32_t at)
{
	static const char letters[] = "bfnrt", codes[] = "\b\f\n\r\t";
	const char *bytes = source->bytes + at;
	const char *letter = strchr(letters, bytes[1]);
	uint32_t code, n;

	if (bytes[1] != 'u') {
		text_code_point(
		        text, (unsigned char)(letter ? codes[letter - letters] : bytes[1]), at);
		return at + 2;
	}
	if (!is_hex(bytes + 2))
		return 0;
	n = unicode_escape(bytes, &code);
	text_code_point(text, code, at);
	return at + n;
}

static bool read_string(struct reader *reader, TSNode node, struct data_value *value)
{
	struct text_builder text = {.arena = reader->arena};
	struct span span = tree_span(node);
	uint32_t run = span.start + 1, at = run, next;

	value->span = span;
	while (at < span.end - 1) {
		if (reader->source->bytes[at] != '\\') {
			at++;
			continue;
		}
		text_copy(&text, reader->source, (struct span){run, at});
		next = escape(&text, reader->source, at);
		if (!next) {
			buf_free(&text.bytes);
			return fail(reader, (struct span){at, at + 2},
			        "`\\u` needs four hexadecimal digits");
		}
		run = at = next;
	}
	text_copy(&text, reader->source, (struct span){run, span.end - 1});
	text_finish(&text, value);
	return true;
}

static bool read_number(struct reader *reader, struct data_value *value)
{
	const char *point;
	char *end;

	value->length = value->span.end - value->span.start;
	value->text = arena_strndup(
	        reader->arena, reader->source->bytes + value->span.start, value->length);
	value->number = strtod(value->text, NULL);
	value->integer = strtoll(value->text, &end, 10);
	value->kind = *end ? DATA_FLOAT : DATA_INT;
	point = strchr(value->text, '.');
	if (point && (point[1] < '0' || point[1] > '9'))
		return fail(reader, value->span, "digits follow the point of a number");
	return true;
}

static bool read_pair(struct reader *reader, TSNode node, struct data_value *table)
{
	struct data_value key = {0};
	TSNode key_node = ts_node_child_by_field_name(node, "key", 3);
	struct data_value *value =
	        read_value(reader, ts_node_child_by_field_name(node, "value", 5));

	if (!value || !read_string(reader, key_node, &key))
		return false;
	if (!data_add(reader->arena, table, key.text, key.span, value))
		for (uint32_t i = 0; i < table->pairs.n; i++) /* the last one counts */
			if (same(table->pairs.at[i].key, key.text))
				table->pairs.at[i].value = value;
	return true;
}

static bool read_children(struct reader *reader, TSNode node, struct data_value *into)
{
	uint32_t count = ts_node_named_child_count(node);

	if (reader->depth == DATA_DEPTH)
		return fail(reader, into->span, "nested too deeply");
	reader->depth++;
	for (uint32_t i = 0; i < count; i++) {
		TSNode child = ts_node_named_child(node, i);
		struct data_value *item;

		if (tree_is(child, "comment"))
			continue;
		if (into->kind == DATA_TABLE) {
			if (!read_pair(reader, child, into))
				return false;
			continue;
		}
		item = read_value(reader, child);
		if (!item)
			return false;
		vec_push(reader->arena, &into->items, item);
	}
	reader->depth--;
	return true;
}

static struct data_value *read_value(struct reader *reader, TSNode node)
{
	struct data_value *value = arena_new(reader->arena, struct data_value);
	bool good = true;

	value->span = tree_span(node);
	if (tree_is(node, "string")) {
		good = read_string(reader, node, value);
	} else if (tree_is(node, "number")) {
		good = read_number(reader, value);
	} else if (tree_is(node, "object") || tree_is(node, "array")) {
		value->kind = tree_is(node, "object") ? DATA_TABLE : DATA_ARRAY;
		good = read_children(reader, node, value);
	} else {
		value->kind = tree_is(node, "null") ? DATA_NULL : DATA_BOOL;
		value->boolean = tree_is(node, "true");
	}
	return good ? value : NULL;
}

static struct data_value *read_document(struct reader *reader, TSNode node)
{
	uint32_t count = ts_node_named_child_count(node);
	struct data_value *value = NULL;

	for (uint32_t i = 0; i < count; i++) {
		TSNode child = ts_node_named_child(node, i);

		if (tree_is(child, "comment"))
			continue;
		if (value) {
			fail(reader, tree_span(child), "nothing may follow the first value");
			return NULL;
		}
		value = read_value(reader, child);
		if (!value)
			return NULL;
	}
	if (!value)
		fail(reader, (struct span){0, 0}, "there is no value");
	return value;
}

static void json_error(
        struct arena *arena, const struct source *source, TSNode node, struct data_error *error)
{
	tree_error(arena, source, node, error);
	json_slip(arena, source, error);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes as the grammar takes them: the plus of an exponent is a minus. It gives the tree; what
 * a number or a text says is read from the source, so that others may be changed as well. */
static const char *without_plus(struct arena *arena, const struct source *source)
{
	char *copy = NULL;

	for (uint32_t i = 2; i + 1 < source->length; i++) {
		const char *at = source->bytes + i;

		if (*at != '+' || (at[-1] | 32) != 'e' || !is_digit(at[-2]) || !is_digit(at[1]))
			continue;
		if (!copy)
			copy = arena_strndup(arena, source->bytes, source->length);
		copy[i] = '-';
	}
	return copy ? copy : source->bytes;
}

struct data_value *json_read(
        struct arena *arena, const struct source *source, struct data_error *error)
{
	struct reader reader = {arena, source, error, 0};
	TSTree *tree = tree_parse(tree_sitter_json(), without_plus(arena, source), source->length);
	TSNode node = ts_tree_root_node(tree);
	struct data_value *value = NULL;

	if (ts_node_has_error(node))
		json_error(arena, source, node, error);
	else
		value = read_document(&reader, node);
	ts_tree_delete(tree);
	return value;
}
