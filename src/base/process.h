/*
 * Other programs that are asked something.
 */
#ifndef PROXYLINT_BASE_PROCESS_H
#define PROXYLINT_BASE_PROCESS_H

#include "base/arena.h"

/* Runs a program from PATH with an empty standard input, and appends what it prints; its errors go
 * nowhere. Entries of PATH that are relative do not count: they may lead into somebody's
 * repository. `arguments` starts with its name and ends with NULL, as do the lines `NAME=VALUE` of
 * `environment`, which are added to ours (or NULL). Gives its exit status, or -1 when it could not
 * be run or was killed. */
int process_read(const char *const *arguments, const char *const *environment, struct buf *out);

#endif
