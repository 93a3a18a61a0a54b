/*
 * What the readers of all targets share.
 */
#ifndef PROXYLINT_TEST_FUZZ_H
#define PROXYLINT_TEST_FUZZ_H

#include "base/arena.h"

struct target {
	const char *name, *path;
	void (*read)(struct arena *arena, const struct target *target, struct str bytes);
};

#define CLAIM(what)                            \
	do {                                   \
		if (!(what))                   \
			BUG("not so: " #what); \
	} while (0)

/* A file in memory that holds the bytes. The caller closes it. */
int file_of(struct str bytes);

/* peer.c */
void read_rpc(struct arena *arena, const struct target *target, struct str bytes);
void read_document(struct arena *arena, const struct target *target, struct str bytes);
void read_http(struct arena *arena, const struct target *target, struct str bytes);
void read_browser(struct arena *arena, const struct target *target, struct str bytes);
void read_diff(struct arena *arena, const struct target *target, struct str bytes);

#endif
