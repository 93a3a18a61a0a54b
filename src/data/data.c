/*
 * What TOML and JSON values have in common: looking keys up, and saying what
 * is wrong with a value. Keys carry a hash, so that a table of a thousand
 * lines is searched without touching their text.
 */
#include "data/data.h"

static uint32_t key_hash(const char *key)
{
	uint32_t hash = 2166136261u;

	for (; *key; key++)
		hash = (hash ^ (unsigned char)*key) * 16777619u;
	return hash;
}

const char *data_kind_text(enum data_kind kind)
{
	static const char *const texts[] = {
#define DATA_KIND(id, text) text,
#include "data/kind.def"
#undef DATA_KIND
	};

	return texts[kind];
}

const struct data_pair *data_pair(const struct data_value *table, const char *key)
{
	uint32_t hash = key_hash(key);

	if (!table || table->kind != DATA_TABLE)
		return NULL;
	for (uint32_t i = 0; i < table->pairs.n; i++) {
		const struct data_pair *pair = &table->pairs.at[i];

		if (pair->hash == hash && same(pair->key, key))
			return pair;
	}
	return NULL;
}

struct data_value *data_get(const struct data_value *table, const char *key)
{
	const struct data_pair *pair = data_pair(table, key);

	return pair ? pair->value : NULL;
}

bool data_add(struct arena *arena, struct data_value *table, const char *key, struct span key_span,
        struct data_value *value)
{
	struct data_pair pair = {key, key_hash(key), key_span, value};

	if (data_pair(table, key))
		return false;
	vec_push(arena, &table->pairs, pair);
	return true;
}

const struct data_value *data_expect(struct arena *arena, const struct data_value *value,
        enum data_kind kind, struct data_error *error)
{
	if (value->kind == kind)
		return value;
	error->span = value->span;
	error->message = arena_printf(
	        arena, "expected %s, found %s", data_kind_text(kind), data_kind_text(value->kind));
	return NULL;
}

const char *data_text(const struct data_value *value)
{
	return value && value->kind == DATA_STRING ? value->text : NULL;
}

uint32_t data_text_offset(const struct data_value *string, uint32_t at)
{
	const struct source_piece *piece = string->pieces;
	uint32_t n =
	        sorted_upto(piece, string->piece_count, SORTED_BY(struct source_piece, child), at);

	if (!string->piece_count)
		return string->span.start + 1; /* empty: behind the quote */
	piece += n ? n - 1 : 0;
	return piece->parent + (at - piece->child);
}

const char *data_error_text(
        struct arena *arena, const struct source *source, const struct data_error *error)
{
	struct location at = source_locate(source, error->span.start);

	return arena_printf(
	        arena, "%s:%u:%u: %s", source->path, at.line, at.column, error->message);
}
