/*
 * A folder of entries that are named by a hash of what they were made from.
 * Any number of programs may use it at once: an entry is written under another
 * name and then renamed, and one that is damaged is none. Nothing in it is
 * needed: what cannot be read is missing, what cannot be written is not kept.
 */
#ifndef PROXYLINT_BASE_STORE_H
#define PROXYLINT_BASE_STORE_H

#include "base/arena.h"
#include "base/hash.h"

struct store {
	const char *folder; /* made when something is put into it */
	size_t limit;       /* bytes; what was not used for longest goes first */
};

/* Fills `out` with the entry. False: there is none that is whole. */
bool store_get(const struct store *store, struct hash name, struct buf *out);
/* Replaces an older entry of that name. */
void store_put(const struct store *store, struct hash name, struct str bytes);

#endif
