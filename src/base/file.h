/*
 * Files and paths.
 */
#ifndef PROXYLINT_BASE_FILE_H
#define PROXYLINT_BASE_FILE_H

#include "base/arena.h"

enum path_kind { PATH_MISSING, PATH_FILE, PATH_DIRECTORY };

/* What `path` leads to, through links. PATH_MISSING leaves the reason in errno. */
enum path_kind path_kind(const char *path);
/* Replaces what `out` holds by the bytes of a file. Gives 0 or an errno value: EFBIG for a file of
 * more than `limit` bytes, of which no more than that was read. Never waits for anybody: a pipe
 * that nobody writes to is empty, and a device is ENODEV, but for /dev/null. */
int file_read(const char *path, size_t limit, struct buf *out);
/* The same for an open file, whatever it is. */
int file_read_open(int fd, size_t limit, struct buf *out);
/* Writes all of it to an open file. Gives 0 or an errno value. */
int file_write_open(int fd, struct str bytes);
/* Replaces a file in one step: whoever reads it sees the old bytes or the new ones. Its mode stays,
 * and a link stays a link. Gives 0 or an errno value. */
int file_write(const char *path, struct str bytes);
/* The same for what can be made anew: it may be lost, or be garbage, after the machine has crashed.
 */
int file_replace(const char *path, struct str bytes);
/* The path as messages and reports show it: relative to the working directory where that is above
 * it, without `.` and empty components. "" is never given: the directory itself is ".". */
const char *path_clean(struct arena *arena, const char *path);
/* The path from the root, without `.`, `..` and empty components; links stay as they are. */
const char *path_absolute(struct arena *arena, const char *path);
/* The path from `directory`, which is absolute; from the root where that is not above it. */
const char *path_below(struct arena *arena, const char *directory, const char *path);
/* The absolute path without links; the path itself where there is no such file. */
const char *path_real(struct arena *arena, const char *path);
/* Is it absolute, or does it have `..` in it? */
bool path_leaves(const char *path);
/* `directory`/`name`, or `name` alone in the working directory. */
const char *path_join(struct arena *arena, const char *directory, const char *name);
/* The clean path of a file that is named relative to a directory, by text alone: "a/../b" is "b",
 * which path_clean leaves alone because of links. */
const char *path_beside(struct arena *arena, const char *directory, const char *name);
/* The way from a directory to a file, both clean: "./a.js", "../b/c.js". */
const char *path_from(struct arena *arena, const char *directory, const char *path);
/* How many folders two clean paths have in common. */
uint32_t path_nearness(const char *a, const char *b);
/* The part before the last slash; "." where there is none. */
const char *path_directory(struct arena *arena, const char *path);
/* The part after the last slash. */
const char *path_name(const char *path);
/* Makes a directory for its user alone, and those above it that are not there. False leaves the
 * reason in errno. */
bool directory_make(struct arena *arena, const char *path);
/* Where the user keeps what can be made anew: $XDG_CACHE_HOME/proxylint, or ~/.cache/proxylint. It
 * need not be there. NULL: nowhere. */
const char *directory_of_cache(struct arena *arena);

#endif
