#include "base/guess.h"

void guess_offer(struct guess *guess, const char *candidate)
{
	unsigned limit = guess->word.n > 5 ? 4 : 3;
	unsigned distance = str_distance(guess->word, str_of(candidate), limit);

	if (distance < limit && (!guess->best || distance < guess->distance)) {
		guess->best = candidate;
		guess->distance = distance;
	}
}

const char *guess_text(struct arena *arena, const struct guess *guess, const char *what)
{
	int n = (int)guess->word.n;

	if (!guess->best)
		return arena_printf(arena, "unknown %s '%.*s'", what, n, guess->word.at);
	return arena_printf(arena, "unknown %s '%.*s', did you mean '%s'?", what, n, guess->word.at,
	        guess->best);
}
