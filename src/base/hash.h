/*
 * 128-bit hashes that tell contents apart (XXH3). They name things in the
 * user's own cache; they are no proof against somebody who wants a collision.
 */
#ifndef PROXYLINT_BASE_HASH_H
#define PROXYLINT_BASE_HASH_H

#include "base/base.h"

struct hash {
	uint64_t low, high;
};

struct hash hash_bytes(const void *bytes, size_t length);
/* A short one, for tables in memory: another in every process, so that nobody can choose words for
 * a file that all fall into one place. Nothing that is kept or printed may rest on it. */
unsigned hash_word(const void *bytes, size_t length);
bool hash_equal(struct hash a, struct hash b);

enum { HASH_TEXT = 33 };
/* 32 hex digits and a NUL. */
void hash_text(struct hash hash, char text[HASH_TEXT]);

#endif
