/*
 * What the Python half (proxylint_shim.py) calls through ctypes, and what code
 * that was compiled with the shim's header calls. Numbers and text only: the
 * Python half asks, and writes the records.
 */
#ifndef PROXYLINT_SHIM_API_H
#define PROXYLINT_SHIM_API_H

#include "line.h"
#include "shim.h"

#define EXPORT __attribute__((visibility("default")))

/* One site, as it is told to Python; mirrored in proxylint_shim.py. */
struct told_site {
	const char *api, *path, *function; /* path and function: SITE_NAMED only */
	int64_t module, line, frame_count;
	uint64_t frames[MOST_FRAMES + 1]; /* the place and its callers, as the file numbers them */
	int64_t acquired, immortal, died, released, live, fewest, most, held;
	int64_t holder;   /* the module that allocated memory which holds some of them, or -1 */
	uint64_t held_by; /* the place in it */
};

/* NULL, or why this Python cannot be watched. `frames`: how many callers tell sites apart. */
EXPORT const char *proxylint_start(int version, int frames);
/* Loads a module and watches it; `recompiled`: it counts for itself. Gives its number; -1: it
 * cannot be loaded (Python will say why); -2: there are too many. */
EXPORT int proxylint_watch(const char *path, bool recompiled);
/* How many imports of a module were redirected. */
EXPORT int proxylint_slots(int module);
/* Accounts for all references. `containers`: a list of all that the collector knows; `variables`:
 * one of the values of variables that it does not see. */
EXPORT void proxylint_count(struct py_object *containers, struct py_object *variables);
/* Forgets what was counted so far; call it right after proxylint_count. */
EXPORT void proxylint_baseline(void);
EXPORT int proxylint_site_count(void);
/* References acquired since the last baseline, by all sites. */
EXPORT int64_t proxylint_acquired_count(void);
EXPORT void proxylint_site(int number, struct told_site *told);

/* See line.h. */
EXPORT int proxylint_lines_open(const char *path);
EXPORT int proxylint_built_below(const char *path, const char *root);
EXPORT bool proxylint_optimized(const char *path);
EXPORT int proxylint_lines_at(
        const char *path, uint64_t address, struct source_line *lines, int room);

/* Watches for the execution of a line of a module; gives a number to ask with, or -1. */
EXPORT int proxylint_cover(int module, const char *source, int line);
EXPORT bool proxylint_covered(int handle);

/* For recompiled code: a reference was acquired, or given back. */
EXPORT void proxylint_acquired(struct py_object *object, const char *api, const char *path,
        int line, const char *function);
EXPORT void proxylint_released(struct py_object *object, const char *function);

#endif
