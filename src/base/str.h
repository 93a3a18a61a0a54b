/*
 * struct str: a slice of text that somebody else owns; not NUL-terminated.
 * struct buf: text under construction, owned, always NUL-terminated once
 * something was added.
 */
#ifndef PROXYLINT_BASE_STR_H
#define PROXYLINT_BASE_STR_H

#include "base/base.h"

#include <string.h>

struct str {
	const char *at;
	size_t n;
};

struct buf {
	char *at;
	size_t n, room;
};

static inline struct str str_of(const char *text)
{
	return (struct str){text, strlen(text)};
}

static inline bool str_is(struct str text, const char *other)
{
	return text.n == strlen(other) && memcmp(text.at, other, text.n) == 0;
}

static inline bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool str_starts(struct str text, const char *prefix);
bool str_ends(struct str text, const char *suffix);
/* Without the white space at both ends. */
struct str str_trim(struct str text);
/* `*` in the pattern stands for any run of characters. */
bool str_glob(const char *pattern, const char *text);
/* Restricted Damerau-Levenshtein distance, for "did you mean"; `limit` and more is `limit`. */
unsigned str_distance(struct str a, struct str b, unsigned limit);

void buf_add(struct buf *buf, const char *text, size_t length);
void buf_text(struct buf *buf, const char *text);
void buf_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_free(struct buf *buf);

#endif
