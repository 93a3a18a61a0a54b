/*
 * What libclang knows of a C file that its text does not tell: which lines are
 * compiled, what macros of the project's headers stand for, which functions do
 * not come back.
 *
 * libclang is a witness here and no second parser: the tree is always that of
 * tree-sitter, so that there is one lowering, macros of Python are read by
 * their names, and a file whose headers are missing loses no function.
 */
#ifndef PROXYLINT_FRONT_C_KNOWN_H
#define PROXYLINT_FRONT_C_KNOWN_H

#include "base/pack.h"
#include "front/front.h"

struct c_known {
	/* `skipped` is the truth: the build is known and no header was missing. Else a name that
	 * nobody defines may well be one that the build would. */
	bool whole;
	VEC(struct span) skipped; /* what is not compiled, in order */
	VEC(struct str) macros;   /* "NAME(a) body" of headers of the project */
	struct map read;          /* clean paths of all headers that it has found */
	VEC(const char *) stops;  /* functions that do not come back */
	VEC(uint32_t) errors;     /* where libclang stumbled, outside of bodies: those it skips */
};

/* Of one run: libclang, once a C file was met, and how files are compiled. */
struct c_compiler;

/* NULL when libclang cannot help: there is none (a remark in `run` says so, once), it must not be
 * asked, or it gave up. Lives in `arena`. */
struct c_known *c_ask(
        struct arena *arena, const struct source *source, const char *path, struct front_run *run);
/* Is it C++, by its name or, a header, by its looks? */
bool c_is_plus(const char *path, const struct source *source);
/* Is there an error in it? Then the function is read by the text alone. */
bool c_known_stumbled(const struct c_known *known, struct span span);
/* Without `read`. */
void c_known_pack(struct buf *out, const struct c_known *known);
/* Lives in `arena`; of use unless `from` is broken. */
struct c_known *c_known_unpack(struct unpack *from, struct arena *arena);
void c_known_free(struct c_known *known);
void c_compiler_free(struct c_compiler *compiler);

#endif
