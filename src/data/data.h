/*
 * Values with places: what TOML and JSON texts are read into, so that every
 * complaint about a facts file, a config or a package.json can name its line
 * and column.
 *
 * A tree of struct data_value lives in the arena it was read into and borrows
 * nothing: the source may go. Spans are offsets into the source that was read,
 * so source_locate turns them into places, also for a config inside a page.
 */
#ifndef PROXYLINT_DATA_DATA_H
#define PROXYLINT_DATA_DATA_H

#include "text/source.h"

enum data_kind {
#define DATA_KIND(id, text) DATA_##id,
#include "data/kind.def"
#undef DATA_KIND
	DATA_KIND_COUNT
};

struct data_value;

/* One `key = value` of a table, in the order of the text. */
struct data_pair {
	const char *key;      /* decoded */
	uint32_t hash;        /* private: of the key */
	struct span key_span; /* with quotes; of a dotted key: its last part */
	struct data_value *value;
};

struct data_value {
	enum data_kind kind;
	uint8_t origin; /* private to the reader: how a table came to be */
	bool boolean;
	int64_t integer;
	double number;    /* of INT too */
	const char *text; /* STRING: decoded, NUL-terminated; INT, FLOAT, DATE: as written */
	uint32_t length;  /* of text: a decoded string may hold NUL */
	struct span span; /* STRING: with quotes. TABLE made by a header: the header */
	struct source_piece *pieces; /* STRING: where its decoded bytes stood, like those of a
	                                source */
	uint32_t piece_count;
	VEC(struct data_value *) items; /* ARRAY */
	VEC(struct data_pair) pairs;    /* TABLE */
};

/* Why a text cannot be read, or is not what was expected. */
struct data_error {
	struct span span;
	const char *message; /* one sentence, lower case, no full stop */
};

/* Reading. NULL and *error when the text is broken. The result is a TABLE for TOML. */
struct data_value *toml_read(
        struct arena *arena, const struct source *source, struct data_error *error);
/* Comments are let pass, as in tsconfig.json; of equal keys the last one counts. An empty text is
 * an error. */
struct data_value *json_read(
        struct arena *arena, const struct source *source, struct data_error *error);

/* The first comment of a JSON text that json_read took: other readers refuse it. */
bool json_comment(const struct source *source, struct span *span);

/* "path:line:column: message", in the arena. */
const char *data_error_text(
        struct arena *arena, const struct source *source, const struct data_error *error);

/* ---- asking ---- */

/* "string", "table", ... */
const char *data_kind_text(enum data_kind kind);
/* NULL when absent, or when `table` is NULL or no table. */
struct data_value *data_get(const struct data_value *table, const char *key);
/* The same, with the place of the key. */
const struct data_pair *data_pair(const struct data_value *table, const char *key);
/* The value when it is of that kind, else NULL and *error: "expected a string, found an array". */
const struct data_value *data_expect(struct arena *arena, const struct data_value *value,
        enum data_kind kind, struct data_error *error);
/* The text of a string value, or NULL. */
const char *data_text(const struct data_value *value);
/* The offset in the source of byte `at` of a decoded string. */
uint32_t data_text_offset(const struct data_value *string, uint32_t at);

/* ---- building, for readers ---- */

/* Adds a pair; gives false when the key is there already. */
bool data_add(struct arena *arena, struct data_value *table, const char *key, struct span key_span,
        struct data_value *value);

#endif
