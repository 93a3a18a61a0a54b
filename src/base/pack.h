/*
 * Numbers and texts as bytes and back, the same on every machine: for entries
 * of the cache, and for what was read when the program was built. What was cut
 * short or changed is found out, and nothing is read outside of it.
 */
#ifndef PROXYLINT_BASE_PACK_H
#define PROXYLINT_BASE_PACK_H

#include "base/arena.h"

/* The bytes that are left to read. */
struct unpack {
	struct str rest;
	bool broken; /* from then on everything is 0 and NULL */
};

void pack_number(struct buf *out, uint32_t number);
/* `text` may be NULL. */
void pack_text(struct buf *out, const char *text);
void pack_bytes(struct buf *out, const void *bytes, size_t length);

uint32_t unpack_number(struct unpack *from);
/* A number below `limit`. */
uint32_t unpack_below(struct unpack *from, uint32_t limit);
/* How many things follow, each of at least `size` bytes. */
uint32_t unpack_count(struct unpack *from, size_t size);
/* NULL, or a copy in `arena`. */
const char *unpack_text(struct unpack *from, struct arena *arena);
/* The same without a copy: it lives as long as the bytes. */
const char *unpack_lent(struct unpack *from);
/* Fills `bytes`, or leaves them zeroed. */
void unpack_bytes(struct unpack *from, void *bytes, size_t length);

#endif
