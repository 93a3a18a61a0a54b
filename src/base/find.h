/*
 * Searching in bytes that may hold NUL: for one text, and for many words at
 * once.
 *
 * A word of a finder that ends in "\b" must not be followed by a letter, a digit or "_":
 * "from js\b" is in "from js import x" and not in "from json import x".
 */
#ifndef PROXYLINT_BASE_FIND_H
#define PROXYLINT_BASE_FIND_H

#include "base/arena.h"
#include "base/str.h"

/* The first occurrence of one text, or NULL. */
const char *str_find(struct str text, const char *wanted);

struct finder;

/* Lives in `arena`; the words are borrowed. Words of less than three bytes are not allowed. */
struct finder *finder_new(struct arena *arena, const char *const *words, uint32_t count);
/* Is one of the words in the text? Safe to call from several threads. */
bool finder_finds(const struct finder *finder, struct str text);
/* The same without vector instructions, for processors that have none and for the tests. */
bool finder_finds_plain(const struct finder *finder, struct str text);

#endif
