/*
 * Other programs that are asked something, and work that is done in a process
 * of its own: because it may crash, or never end.
 */
#ifndef PROXYLINT_BASE_PROCESS_H
#define PROXYLINT_BASE_PROCESS_H

#include "base/arena.h"

/* In place of an exit status: it could not be started; it crashed, went beyond its bounds, did
 * nothing for seconds, or somebody wanted us to stop, and it was killed. */
enum { PROCESS_MISSING = -1, PROCESS_GIVEN_UP = -2 };

/* 0: none. Seconds are those of a processor, bytes those beyond what we have. */
struct process_bounds {
	unsigned seconds;
	size_t memory;
};

/* Writes its answer to `out`, and gives an exit status below 127. Standard input and errors are
 * nobody's. What it changes in memory is its own. */
typedef int process_work(void *context, int out);

/* Runs `work` in a copy of this process, and appends what it writes. Gives its exit status or one
 * of the above. */
int process_ask(struct process_bounds bounds, process_work *work, void *context, struct buf *out);
/* Runs a program from PATH with an empty standard input, and appends what it prints; its errors go
 * nowhere. Entries of PATH that are relative do not count: they may lead into somebody's
 * repository. `arguments` starts with its name and ends with NULL, as do the lines `NAME=VALUE` of
 * `environment`, which are added to ours (or NULL). Gives its exit status or one of the above. */
int process_read(const char *const *arguments, const char *const *environment, struct buf *out);

#endif
