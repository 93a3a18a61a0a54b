/*
 * Other programs that are asked something.
 */
#ifndef PROXYLINT_BASE_PROCESS_H
#define PROXYLINT_BASE_PROCESS_H

#include "base/str.h"

/* Runs a program from PATH with an empty standard input, and appends what it prints; its errors go
 * nowhere. `arguments` starts with its name and ends with NULL. Gives its exit status, or -1 when
 * it could not be run or was killed. */
int process_read(const char *const *arguments, struct buf *out);

#endif
