/*
 * TOML 1.0 → struct data_value. The grammar knows the shape; what it does not
 * know is checked here: keys given twice, tables defined twice, dotted keys
 * that run through something that is no table.
 *
 * Each table remembers how it came to be, because that decides what may still
 * be added: a header may fill in a table that was only named on the way to
 * another, but not one that has had its header, dotted keys may not reopen
 * one that a header made, and an inline table is closed for good.
 */
#include "data/tree.h"

#include "grammars.h"

#include <stdlib.h>

enum table_origin {
	BY_NOTHING,
	BY_WAY,    /* named on the way to another: [a] by [a.b] */
	BY_HEADER, /* [a], or an element of [[a]] */
	BY_DOTS,   /* a by a.b = 1 */
	BY_BRACES, /* a = {...}, a = [...] */
};

struct reader {
	struct arena *arena;
	const struct source *source;
	struct data_error *error;
	uint32_t depth;
};

static bool fail(struct reader *reader, struct span span, const char *message)
{
	reader->error->span = span;
	reader->error->message = message;
	return false;
}

static struct data_value *value_new(struct reader *reader, enum data_kind kind, struct span span)
{
	struct data_value *value = arena_new(reader->arena, struct data_value);

	value->kind = kind;
	value->span = span;
	return value;
}

static struct data_value *table_new(
        struct reader *reader, enum table_origin origin, struct span span)
{
	struct data_value *table = value_new(reader, DATA_TABLE, span);

	table->origin = (uint8_t)origin;
	return table;
}

/* ---- strings ---- */

static struct span without_delimiters(const struct source *source, struct span span, bool *literal)
{
	const char *at = source->bytes + span.start;
	uint32_t n = 1;

	*literal = at[0] == '\'';
	if (span.end - span.start >= 6 && at[1] == at[0] && at[2] == at[0])
		n = 3;
	span.start += n;
	span.end -= n;
	if (n == 3 && source->bytes[span.start] == '\r' && source->bytes[span.start + 1] == '\n')
		span.start += 2;
	else if (n == 3 && source->bytes[span.start] == '\n')
		span.start++;
	return span;
}

/* Adds what the escape sequence at `span` stands for; gives where the text goes on. */
static uint32_t escape(struct text_builder *text, const struct source *source, struct span span)
{
	static const char letters[] = "btnfr", codes[] = "\b\t\n\f\r";
	const char *at = source->bytes + span.start + 1;
	const char *letter = strchr(letters, *at);

	if (*at == '\n' || *at == '\r') {
		while (strchr(" \t\r\n", source->bytes[span.end]) && source->bytes[span.end])
			span.end++;
		return span.end;
	}
	if (*at == 'u' || *at == 'U')
		text_code_point(text, text_hex(at + 1, *at == 'u' ? 4 : 8), span.start);
	else
		text_code_point(
		        text, (unsigned char)(letter ? codes[letter - letters] : *at), span.start);
	return span.end;
}

static void read_string(struct reader *reader, TSNode node, struct data_value *value)
{
	struct text_builder text = {.arena = reader->arena};
	bool literal;
	struct span rest = without_delimiters(reader->source, tree_span(node), &literal);
	uint32_t count = literal ? 0 : ts_node_named_child_count(node);

	for (uint32_t i = 0; i < count; i++) {
		struct span child = tree_span(ts_node_named_child(node, i));

		if (child.start < rest.start)
			continue;
		text_copy(&text, reader->source, (struct span){rest.start, child.start});
		rest.start = escape(&text, reader->source, child);
	}
	text_copy(&text, reader->source, rest);
	text_finish(&text, value);
}

/* ---- numbers ---- */

static bool read_integer(struct reader *reader, struct data_value *value)
{
	char digits[72];
	uint32_t n = 0;
	int base = 10;
	const char *at = value->text;
	unsigned long long number;
	bool minus = *at == '-';

	if (*at == '-' || *at == '+')
		at++;
	if (at[0] == '0' && at[1]) {
		base = at[1] == 'x' ? 16 : at[1] == 'o' ? 8 : 2;
		at += 2;
	}
	for (; *at; at++)
		if (*at != '_' && n < sizeof(digits) - 1)
			digits[n++] = *at;
	digits[n] = '\0';
	number = strtoull(digits, NULL, base);
	if (number > (unsigned long long)INT64_MAX + minus || n > 64)
		return fail(reader, value->span, "the number is too large");
	value->integer = minus ? (int64_t)(0 - number) : (int64_t)number;
	value->number = (double)value->integer;
	return true;
}

static void read_float(struct data_value *value)
{
	char digits[128];
	uint32_t n = 0;

	for (const char *at = value->text; *at && n < sizeof(digits) - 1; at++)
		if (*at != '_')
			digits[n++] = *at;
	digits[n] = '\0';
	value->number = strtod(digits, NULL);
}

/* ---- keys and values ---- */

static bool add_pair(struct reader *reader, struct data_value *table, TSNode node);
static struct data_value *read_value(struct reader *reader, TSNode node);

static struct data_value *read_array(struct reader *reader, TSNode node)
{
	struct data_value *array = value_new(reader, DATA_ARRAY, tree_span(node));
	uint32_t count = ts_node_named_child_count(node);

	array->origin = BY_BRACES;
	for (uint32_t i = 0; i < count; i++) {
		TSNode child = ts_node_named_child(node, i);
		struct data_value *item;

		if (tree_is(child, "comment"))
			continue;
		item = read_value(reader, child);
		if (!item)
			return NULL;
		vec_push(reader->arena, &array->items, item);
	}
	return array;
}

/* Dotted keys inside of it may add to one another; nothing outside may. */
static void close_table(struct data_value *table)
{
	table->origin = BY_BRACES;
	for (uint32_t i = 0; i < table->pairs.n; i++)
		if (table->pairs.at[i].value->origin == BY_DOTS)
			close_table(table->pairs.at[i].value);
}

static struct data_value *read_inline_table(struct reader *reader, TSNode node)
{
	struct data_value *table = table_new(reader, BY_DOTS, tree_span(node));
	uint32_t count = ts_node_named_child_count(node);

	for (uint32_t i = 0; i < count; i++) {
		TSNode child = ts_node_named_child(node, i);

		if (tree_is(child, "pair") && !add_pair(reader, table, child))
			return NULL;
	}
	close_table(table);
	return table;
}

static struct data_value *read_scalar(struct reader *reader, TSNode node)
{
	struct data_value *value = value_new(reader, DATA_DATE, tree_span(node));
	const char *at = reader->source->bytes + value->span.start;

	if (tree_is(node, "string")) {
		read_string(reader, node, value);
		return value;
	}
	value->length = value->span.end - value->span.start;
	value->text = arena_strndup(reader->arena, at, value->length);
	if (tree_is(node, "boolean")) {
		value->kind = DATA_BOOL;
		value->boolean = *at == 't';
	} else if (tree_is(node, "integer")) {
		value->kind = DATA_INT;
		if (!read_integer(reader, value))
			return NULL;
	} else if (tree_is(node, "float")) {
		value->kind = DATA_FLOAT;
		read_float(value);
	}
	return value;
}

static struct data_value *read_value(struct reader *reader, TSNode node)
{
	struct data_value *value;

	if (reader->depth == DATA_DEPTH) {
		fail(reader, tree_span(node), "nested too deeply");
		return NULL;
	}
	reader->depth++;
	if (tree_is(node, "array"))
		value = read_array(reader, node);
	else if (tree_is(node, "inline_table"))
		value = read_inline_table(reader, node);
	else
		value = read_scalar(reader, node);
	reader->depth--;
	return value;
}

static const char *read_key(struct reader *reader, TSNode node)
{
	struct data_value value = {0};
	struct span span = tree_span(node);

	if (!tree_is(node, "quoted_key"))
		return arena_strndup(
		        reader->arena, reader->source->bytes + span.start, span.end - span.start);
	read_string(reader, node, &value);
	return value.text;
}

static bool taken(struct reader *reader, struct span span, const char *key)
{
	return fail(reader, span, arena_printf(reader->arena, "`%s` is given twice", key));
}

static bool no_table(
        struct reader *reader, struct span span, const char *key, const struct data_value *value)
{
	if (value->origin == BY_BRACES || value->kind == DATA_TABLE)
		return fail(reader, span,
		        arena_printf(reader->arena, "`%s` is complete, nothing can be added", key));
	return fail(reader, span,
	        arena_printf(reader->arena, "`%s` is %s, not a table", key,
	                data_kind_text(value->kind)));
}

/* The table `key` of `table`, made if there is none: one step of a dotted key or of a header. */
static struct data_value *step(
        struct reader *reader, struct data_value *table, TSNode key_node, enum table_origin origin)
{
	const char *key = read_key(reader, key_node);
	struct span span = tree_span(key_node);
	struct data_value *next = data_get(table, key);

	if (!next) {
		next = table_new(reader, origin, span);
		data_add(reader->arena, table, key, span, next);
		return next;
	}
	if (origin == BY_WAY && next->kind == DATA_ARRAY && next->origin == BY_HEADER)
		return next->items.at[next->items.n - 1];
	if (next->kind != DATA_TABLE || next->origin == BY_BRACES ||
	        (origin == BY_DOTS && next->origin != BY_DOTS)) {
		no_table(reader, span, key, next);
		return NULL;
	}
	return next;
}

/* Walks all parts of a dotted key but the last, which it leaves in *last. */
static struct data_value *walk(struct reader *reader, struct data_value *table, TSNode key,
        enum table_origin origin, TSNode *last)
{
	if (!tree_is(key, "dotted_key")) {
		*last = key;
		return table;
	}
	if (reader->depth == DATA_DEPTH) {
		fail(reader, tree_span(key), "nested too deeply");
		return NULL;
	}
	reader->depth++;
	table = walk(reader, table, ts_node_named_child(key, 0), origin, last);
	reader->depth--;
	if (table)
		table = step(reader, table, *last, origin);
	*last = ts_node_named_child(key, 1);
	return table;
}

static bool add_pair(struct reader *reader, struct data_value *table, TSNode node)
{
	TSNode last;
	struct data_value *value;
	const char *key;

	table = walk(reader, table, ts_node_named_child(node, 0), BY_DOTS, &last);
	if (!table)
		return false;
	value = read_value(reader, ts_node_named_child(node, 1));
	if (!value)
		return false;
	key = read_key(reader, last);
	if (!data_add(reader->arena, table, key, tree_span(last), value))
		return taken(reader, tree_span(last), key);
	return true;
}

/* ---- headers ---- */

static struct span header_span(TSNode header, TSNode key)
{
	return (struct span){ts_node_start_byte(header), ts_node_end_byte(key) + 1};
}

/* [key]: gives the table to fill. */
static struct data_value *open_table(
        struct reader *reader, struct data_value *table, TSNode last, struct span span)
{
	const char *key = read_key(reader, last);
	struct data_value *old = data_get(table, key);

	if (!old) {
		old = table_new(reader, BY_HEADER, span);
		data_add(reader->arena, table, key, tree_span(last), old);
		return old;
	}
	if (old->kind != DATA_TABLE || old->origin != BY_WAY) {
		taken(reader, tree_span(last), key);
		return NULL;
	}
	old->origin = BY_HEADER;
	old->span = span;
	return old;
}

/* [[key]]: gives the new element. */
static struct data_value *open_element(
        struct reader *reader, struct data_value *table, TSNode last, struct span span)
{
	const char *key = read_key(reader, last);
	struct data_value *array = data_get(table, key);
	struct data_value *element;

	if (!array) {
		array = value_new(reader, DATA_ARRAY, span);
		array->origin = BY_HEADER;
		data_add(reader->arena, table, key, tree_span(last), array);
	}
	if (array->kind != DATA_ARRAY || array->origin != BY_HEADER) {
		taken(reader, tree_span(last), key);
		return NULL;
	}
	element = table_new(reader, BY_HEADER, span);
	vec_push(reader->arena, &array->items, element);
	return element;
}

static bool read_section(struct reader *reader, struct data_value *root, TSNode node)
{
	uint32_t count = ts_node_named_child_count(node);
	TSNode key = ts_node_named_child(node, 0), last;
	struct data_value *table = walk(reader, root, key, BY_WAY, &last);
	struct span span = header_span(node, key);

	if (table && tree_is(node, "table"))
		table = open_table(reader, table, last, span);
	else if (table)
		table = open_element(reader, table, last, span);
	for (uint32_t i = 1; table && i < count; i++) {
		TSNode child = ts_node_named_child(node, i);

		if (tree_is(child, "pair") && !add_pair(reader, table, child))
			return false;
	}
	return table != NULL;
}

static bool read_document(struct reader *reader, struct data_value *root, TSNode node)
{
	uint32_t count = ts_node_named_child_count(node);

	for (uint32_t i = 0; i < count; i++) {
		TSNode child = ts_node_named_child(node, i);

		if (tree_is(child, "pair") && !add_pair(reader, root, child))
			return false;
		if ((tree_is(child, "table") || tree_is(child, "table_array_element")) &&
		        !read_section(reader, root, child))
			return false;
	}
	return true;
}

struct data_value *toml_read(
        struct arena *arena, const struct source *source, struct data_error *error)
{
	struct reader reader = {arena, source, error, 0};
	TSTree *tree = tree_parse(tree_sitter_toml(), source->bytes, source->length);
	TSNode node = ts_tree_root_node(tree);
	struct data_value *root = table_new(&reader, BY_HEADER, (struct span){0, source->length});

	if (ts_node_has_error(node)) {
		tree_error(arena, source, node, error);
		toml_slip(arena, source, error);
		root = NULL;
	} else if (!read_document(&reader, root, node)) {
		root = NULL;
	}
	ts_tree_delete(tree);
	return root;
}
