/*
 * Files that travel inside the binary: facts (rules/facts), rule pages, and the
 * runtime shims as they were built.
 * The tables are C that the Makefile writes; they are sorted by path and
 * live as long as the program.
 */
#ifndef PROXYLINT_BASE_EMBED_H
#define PROXYLINT_BASE_EMBED_H

#include <stddef.h>

struct embedded_file {
	const char *path; /* from the top of the source tree: "rules/pyproxy/leak.md" */
	const unsigned char *bytes;
	size_t length;
};

extern const struct embedded_file embedded_facts[];
extern const size_t embedded_facts_count;
extern const struct embedded_file embedded_classes[]; /* "rules/facts/classes/cppy.hpp" */
extern const size_t embedded_classes_count;
extern const struct embedded_file embedded_pages[];
extern const size_t embedded_pages_count;
extern const struct embedded_file embedded_shims[]; /* "shim/cpython/..." */
extern const size_t embedded_shims_count;
extern const struct embedded_file embedded_html[]; /* "src/report/page.css" */
extern const size_t embedded_html_count;

#endif
