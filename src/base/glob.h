/*
 * Globs on paths, as .gitignore has them: `*` and `?` stay inside one
 * component, `**` crosses, a pattern without a slash fits at any depth, one
 * with a slash is anchored, and what fits a directory fits all below it.
 */
#ifndef PROXYLINT_BASE_GLOB_H
#define PROXYLINT_BASE_GLOB_H

#include "base/base.h"

/* `path` is relative to where the pattern stands, without `.` and empty components. */
bool glob_path(const char *pattern, const char *path);

#endif
