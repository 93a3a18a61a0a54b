/*
 * Which lines were changed, as a diff of git tells.
 */
#ifndef PROXYLINT_TEXT_HUNKS_H
#define PROXYLINT_TEXT_HUNKS_H

#include "base/arena.h"
#include "base/map.h"

struct hunks {
	struct arena *arena; /* of what is read; set by the caller, and what it gives lives as long
	                      */
	struct map by_path;  /* private */
};

/* Adds what the text of `git diff --unified=0 --src-prefix=a/ --dst-prefix=b/` says: lines of the
 * new files. Where something was only removed, the lines beside it count as changed. */
void hunks_read(struct hunks *hunks, struct str diff);
/* Adds a whole file. */
void hunks_add_file(struct hunks *hunks, const char *path);
/* Was one of these lines, numbered from 1, changed? */
bool hunks_touch(const struct hunks *hunks, const char *path, uint32_t first, uint32_t last);
void hunks_free(struct hunks *hunks);

#endif
