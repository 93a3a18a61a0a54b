/*
 * What the TOML and JSON readers share: running a grammar, finding the place
 * of a syntax error, and collecting the decoded bytes of a string together
 * with the places they stood at. Private to data/.
 */
#ifndef PROXYLINT_DATA_TREE_H
#define PROXYLINT_DATA_TREE_H

#include "data/data.h"

#include <tree_sitter/api.h>

/* Takes no ownership of the language; the caller deletes the tree. */
TSTree *tree_parse(const TSLanguage *language, const char *bytes, uint32_t length);
struct span tree_span(TSNode node);
bool tree_is(TSNode node, const char *type);
/* Fills *error from the first error of a tree that has one. */
void tree_error(
        struct arena *arena, const struct source *source, TSNode root, struct data_error *error);

/* A sharper place and words for what is wrong with a JSON text; nothing when it finds nothing. */
void json_slip(struct arena *arena, const struct source *source, struct data_error *error);
/* The same for TOML. */
void toml_slip(struct arena *arena, const struct source *source, struct data_error *error);

/* Values nested deeper than this are refused: readers recurse. */
enum { DATA_DEPTH = 200 };

/* A string under construction. */
struct text_builder {
	struct buf bytes;
	VEC(struct source_piece) pieces;
	struct arena *arena;
};

/* Adds bytes as they stand in the source. */
void text_copy(struct text_builder *text, const struct source *source, struct span span);
/* Adds a decoded character that stood at `from`. Surrogates and numbers beyond Unicode become
 * U+FFFD. */
void text_code_point(struct text_builder *text, uint32_t code, uint32_t from);
/* Moves the result into `value` and frees the builder. */
void text_finish(struct text_builder *text, struct data_value *value);
/* The value of `count` hexadecimal digits. */
uint32_t text_hex(const char *digits, uint32_t count);

#endif
