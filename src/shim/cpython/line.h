/*
 * Addresses ↔ source lines of a library, from its debug information or from
 * the separate file that holds it. Addresses are those of the file, as it is
 * before it is loaded.
 */
#ifndef PROXYLINT_SHIM_LINE_H
#define PROXYLINT_SHIM_LINE_H

#include <stdbool.h>
#include <stdint.h>

struct source_line {
	char path[4096], function[256];
	int line, column;
};

/* 1: it has lines, 0: it has none, -1: libdw is not installed. */
int lines_open(const char *path);
/* 1: a source of it lies below `root`, 0: none does, -1: not known. */
int lines_built_below(const char *path, const char *root);
/* Was any of it compiled in a way that moves lines? */
bool lines_optimized(const char *path);
/* The line of an address, and those of the calls it was inlined into, innermost first. Gives their
 * number. */
int lines_at(const char *path, uintptr_t address, struct source_line *lines, int room);
/* Where the statements of a line begin, in parts that were not optimized. `source`: a path or its
 * last components. */
int lines_addresses(const char *path, const char *source, int line, uintptr_t *addresses, int room);

#endif
