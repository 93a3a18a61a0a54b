/*
 * "Did you mean": of the names that would have been right, the one that was
 * most likely meant. A zeroed struct guess with its word set is ready for
 * offers.
 */
#ifndef PROXYLINT_BASE_GUESS_H
#define PROXYLINT_BASE_GUESS_H

#include "base/arena.h"

struct guess {
	struct str word;
	const char *best; /* NULL: no candidate is near */
	unsigned distance;
};

/* Borrows the candidate. */
void guess_offer(struct guess *guess, const char *candidate);
/* "unknown type 'PyProxi', did you mean 'PyProxy'?" */
const char *guess_text(struct arena *arena, const struct guess *guess, const char *what);

#endif
