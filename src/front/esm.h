/*
 * What a JavaScript file is to `import()`: a module with exports, a script
 * that loads and gives nothing, or code that fails because a browser's modules
 * have no `module`, no `define` and no `this`. Decided on the syntax tree:
 * what stands in comments, strings and functions that nobody calls while the
 * file is loaded does not count.
 */
#ifndef PROXYLINT_FRONT_ESM_H
#define PROXYLINT_FRONT_ESM_H

#include "text/source.h"

enum esm_kind {
	ESM_UNKNOWN, /* cannot be read */
	ESM_MODULE,  /* has import or export statements, import.meta or await */
	ESM_SCRIPT,  /* loads, and exports nothing */
	ESM_FATAL,   /* fails when it is loaded as a module */
};

/* A name, and where it stands. */
struct esm_name {
	const char *text;
	struct span span;
};

/* What a file asks of another one before it runs: `import ... from`, `export ... from`. */
struct esm_import {
	const char *from;           /* as written: "./shapes.js", "react" */
	struct span span;           /* of that */
	VEC(struct esm_name) names; /* that the other one must export */
	bool all;                   /* `export * from` */
};

struct esm {
	enum esm_kind kind;
	VEC(const char *) names; /* exported; "default" is one of them */
	VEC(struct esm_import) imports;
	bool open;        /* `export * from`: may export more */
	bool broken;      /* parts of it could not be read: may export more, too */
	struct span why;  /* FATAL: what fails */
	const char *what; /* FATAL: its name: "module", "exports", "require", "define", "this" */
};

/* `path` picks the grammar. All of it lives in `arena`. */
struct esm esm_of(struct arena *arena, struct source *source, const char *path);

#endif
