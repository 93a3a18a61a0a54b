/*
 * Lines of files that are read when the first of theirs is asked for. A file
 * that cannot be read has none.
 */
#ifndef PROXYLINT_TEXT_LINES_H
#define PROXYLINT_TEXT_LINES_H

#include "base/map.h"
#include "text/source.h"

struct lines {
	struct arena *arena;
	struct map files; /* private: path → struct source */
};

/* `lines` is a struct lines. */
struct str lines_text(void *lines, const char *path, uint32_t line);
void lines_free(struct lines *lines);

#endif
