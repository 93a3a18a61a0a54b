/*
 * Arena: memory that is given back all at once. One per file, one per
 * function under analysis. What an arena gives lives until arena_reset or
 * arena_free; nothing in it is freed piecemeal.
 */
#ifndef PROXYLINT_BASE_ARENA_H
#define PROXYLINT_BASE_ARENA_H

#include "base/base.h"
#include "base/str.h"

#include <stdarg.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* private: the newest chunk, linked to older ones */
	struct arena_chunk *spare; /* private: empty ones, for after a reset */
	uint32_t spares;
	size_t total; /* bytes asked of malloc so far */
};

/* A zeroed struct arena is empty and ready. */

/* Gives `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* Gives a NUL-terminated copy. */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_str(struct arena *arena, struct str text);
/* Gives before + between + after: many keys are made of two names, and a format takes long. */
char *arena_join(struct arena *arena, const char *before, const char *between, const char *after);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list args);
/* Forgets everything, keeps some memory for reuse. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (count)))

#endif
