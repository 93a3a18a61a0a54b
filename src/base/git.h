/*
 * Asking git, in a repository that a stranger may have made: its settings and
 * attributes name programs for many occasions, and none of them is run. Nothing
 * is fetched, and nothing is written, the index included.
 */
#ifndef PROXYLINT_BASE_GIT_H
#define PROXYLINT_BASE_GIT_H

#include "base/arena.h"

/* What the command looks at: names and objects alone, or the content of files in the work tree,
 * which git takes through filters that the repository names. */
enum git_look { GIT_NAMES, GIT_CONTENT };

/* Runs git in `directory` (NULL: the working directory) and appends what it prints. `arguments`
 * starts with the subcommand and ends with NULL; those of a diff must say --no-ext-diff,
 * --no-textconv and --ignore-submodules. Gives its exit status, or -1. */
int git_read(
        enum git_look look, const char *directory, const char *const *arguments, struct buf *out);

#endif
