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
/* Where an offset of such a file is; 1:1 where it cannot be read. */
struct location lines_locate(void *lines, const char *path, uint32_t offset);
void lines_free(struct lines *lines);

#endif
