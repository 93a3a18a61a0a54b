/*
 * Records of the runtime shims, as src/shim/FORMAT.md describes them, read
 * into structs. A broken or unfinished file is no error: what it says before
 * that was seen, and `complete` is false.
 *
 * Everything lives in the arena given to records_read.
 */
#ifndef PROXYLINT_VERIFY_RECORD_H
#define PROXYLINT_VERIFY_RECORD_H

#include "base/vec.h"

/* The runtime's own statistics at one moment. */
struct record_memory {
	const char *at;   /* "start", "end", "sample" or the name of a window */
	int64_t ms, live; /* objects that were acquired and have not ended */
	int64_t wasm;     /* bytes of Pyodide's heap, or 0 */
	int64_t blocks, uncollectable;
	int64_t traced, traced_peak; /* bytes that tracemalloc knows of, or 0 */
};

/* One file: one process, page or worker. */
struct record_run {
	const char *file; /* the file of records */
	const char *shim; /* "cpython", "pyodide" */
	const char *runtime;
	uint32_t modules;     /* extension modules that were watched */
	uint32_t sites;       /* that acquired something */
	const char *blind;    /* one of them whose places have no lines, or NULL */
	bool exact;           /* every end is seen, so that one repetition is evidence */
	bool complete;        /* it left in good order */
	const char *trouble;  /* why not, or NULL */
	const char *blind_to; /* an interpreter that ran and could not be watched, and why; or NULL
	                       */
	VEC(struct record_memory) memory;
};

struct record_place {
	const char *path;      /* cleaned: relative to the working directory where it is below it */
	uint32_t line, column; /* column 0: unknown */
	const char *function;  /* or NULL */
};

struct record_point {
	uint32_t reps;
	int64_t fewest, most; /* lost so far */
	int64_t ms;           /* since the start, or -1 */
};

struct record_ending {
	const char *why;
	int64_t count;
};

struct record_window {
	const char *name; /* of the test; "" for the whole program */
	uint32_t reps;
	int64_t acquired, immortal, held, only_gc;
	const char *once;            /* why it could not be repeated, or NULL */
	struct record_place held_by; /* what allocated the memory that holds some; line 0: unknown
	                              */
	VEC(struct record_ending) ended;
	VEC(struct record_point) points;
};

struct record_use {
	struct record_place place; /* of the use */
	const char *why;           /* how the object had ended */
	uint32_t count;
};

struct record_site {
	const struct record_run *run;
	const char *lang; /* "c", "zig", "js", "py" */
	const char *api;  /* or NULL */
	struct record_place place;
	VEC(struct record_place) frames; /* callers, innermost first */
	VEC(struct record_window) windows;
	VEC(struct record_use) uses;
};

struct record_cover {
	struct record_place place;
	bool hit;
	bool sure; /* where it was not hit, it was not executed */
};

struct records {
	struct arena *arena;
	VEC(struct record_run *) runs;
	VEC(struct record_site *) sites;
	VEC(struct record_cover) covers;
	VEC(const char *)
	warnings; /* what the shims have to say to the user, and what could not be
	             read; each once */
};

/* Adds the records of a file, or of all files `*.jsonl` below a folder. False, with a warning, when
 * it cannot be read. */
bool records_read(struct records *records, const char *path);

#endif
