/*
 * How facts are kept: one set of maps per language. Private to fact/.
 *
 * Built-in files were read when the program was built, and travel in it as
 * bytes (pack.c). These are taken up when the first question about one of their
 * languages comes: who lints Python never pays for the C API. What the user
 * added before that stays, so names are only put where there are none.
 *
 * Loading has two steps, so that a broken file changes nothing: fact_file_read
 * turns a text into a struct fact_file, and fact_file_commit adds that to the
 * table. Types may be named before they are defined, also in another file;
 * fact_file_check looks at the names afterwards.
 */
#ifndef PROXYLINT_FACT_TABLE_H
#define PROXYLINT_FACT_TABLE_H

#include "base/guess.h"
#include "base/pack.h"
#include "fact/fact.h"

#include <pthread.h>
#include <regex.h>
#include <regex.h>
#include <stdatomic.h>

#include "data/data.h"

struct fact_names {
	VEC(const char *) list;
};

/* Maps borrow their keys from the arena. */
struct fact_set {
	struct map facts, types;
	struct map declared, conventional, unmistakable; /* → name of a type */
	struct map sources;                   /* last part of a callee's name → enum language */
	struct fact_names once, often, lends; /* globs */
};

struct fact_error_text {
	const char *text, *rule;
};

/* A built-in file, of which only the head is there. */
struct waiting_file {
	struct fact_file *file;
	struct unpack rest;
	bool read;
};

/* A regular expression of a type, compiled when it was first asked for. */
struct compiled {
	const char *text;
	regex_t regex;
	bool good;
};

/* What questions fill. */
struct fact_store {
	struct fact_set sets[LANG_COUNT];
	VEC(struct fact_error_text) errors;
	VEC(struct waiting_file) waiting;
	VEC(struct compiled *) patterns;
	pthread_mutex_t reading; /* held by who fills it */
	atomic_uint unread;      /* languages (bits) that files wait for */
};

struct fact_table {
	struct arena *arena;
	struct fact_store *store;
	struct fact_names prefilter[LANG_COUNT]; /* LANG_NONE: of all languages */
	struct fact_names linking[LANG_COUNT];   /* those of what may cross files */
};

/* Reads what waits for that language. */
const struct fact_set *fact_set_of(const struct fact_table *table, enum language language);

/* A type's name, and where it was used. */
struct type_use {
	const char *name;
	struct location at;
	uint32_t languages; /* bits */
};

/* A line of a file: a key and what it stands for in some languages (bits). */
struct file_fact {
	struct fact *fact;
	uint32_t languages;
};

struct file_name {
	const char *name, *type;
};

struct file_names {
	VEC(struct file_name) list;
};

struct fact_file {
	const char *path;
	uint32_t languages;   /* bits, of all that is not under the name of one language */
	bool of_python;       /* `versions` */
	bool lock;            /* its calls need the lock of the runtime */
	uint32_t anywhere;    /* languages (bits) in which any module may have the names */
	const char **modules; /* what `#` at the start of a name stands for, or NULL */
	VEC(struct file_fact) facts;
	VEC(struct fact_type *) types;
	struct file_names declared, conventional;
	struct fact_names once, often, lends, prefilter, prefilter_alone;
	VEC(struct fact_error_text) errors;
	VEC(struct type_use) uses;
};

/* Everything it gives lives in `arena`. NULL and *error when the text is broken. */
struct fact_file *fact_file_read(struct arena *arena, const char *path, const char *text,
        uint32_t length, const char **error);
/* Adds it, without `uses`, to `out`. */
void fact_file_pack(struct fact_file *file, struct buf *out);
/* Gives what is in front of facts and types, and what holds them; fact_file_rest adds these. Texts
 * live as long as the bytes. */
struct fact_file *fact_file_head(struct arena *arena, struct unpack *from, struct unpack *rest);
void fact_file_rest(struct arena *arena, struct unpack *rest, struct fact_file *file);
/* `behind`: what the table has of the same name wins. */
void fact_file_commit(const struct fact_table *table, const struct fact_file *file, bool behind);
/* Is every type known, here or in the table? */
bool fact_file_check(
        const struct fact_table *table, const struct fact_file *file, const char **error);

/* A POSIX extended regular expression, to be given back with regfree; false when it is none. */
bool fact_pattern(const char *text, regex_t *out);

/* What is wrong with a signature, and at which byte of it. */
struct signature_error {
	uint32_t at;
	const char *message;
};

/* A type that a signature speaks of. */
struct signature_type {
	const char *name;
	uint32_t at;
};

struct signature_types {
	VEC(struct signature_type) list;
};

/* Fills params, origin and flags of `fact`. */
bool signature_read(struct arena *arena, const char *text, struct fact *fact,
        struct signature_types *types, struct signature_error *error);

#endif
