/*
 * Private to what talks to libclang (c_ask.c, c_precompiled.c).
 */
#ifndef PROXYLINT_FRONT_C_COMPILER_H
#define PROXYLINT_FRONT_C_COMPILER_H

#include "front/c_flags.h"
#include "front/c_known.h"
#include "front/clang.h"

struct c_compiler {
	struct arena *arena;
	struct clang *clang; /* NULL: there is none */
	void *index;
	const char *fallback; /* headers of a compiler, for a libclang without its own; NULL: none
	                       */
	struct c_builds builds;
	const char *cache; /* directory of precompiled headers; NULL: there can be none */
	unsigned given_up; /* files of which it did not get to the end */
};

/* The words for one file. */
struct c_words c_compiler_words(
        struct c_compiler *compiler, const char *path, bool plus, const struct front_run *run);
/* Parses with libclang. NULL when that failed. */
void *c_compiler_parse(struct c_compiler *compiler, const char *path, const struct c_words *words,
        struct clang_file_text *text, unsigned options);

/* Adds the path of each file that a unit includes, a line each. */
void c_compiler_includes(struct c_compiler *compiler, void *unit, struct buf *lines);
/* Says that what comes of this run depends on these files. Cuts up `lines`. */
void c_compiler_uses(const struct c_compiler *compiler, struct buf *lines);

/* ---- c_precompiled.c ---- */

/* A file with what `text` includes before anything of its own, when that is Python.h alone; made
 * when it was wanted before. NULL: parse it all. */
const char *c_precompiled(
        struct c_compiler *compiler, const struct c_words *words, struct str text);
/* A file that c_precompiled gave cannot be read. */
void c_precompiled_drop(const char *path);

#endif
