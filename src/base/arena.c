/*
 * Chunks double from the first one on: there is an arena for each file, and
 * most files need little. A block that is larger than a chunk gets one of its
 * own, behind the one that is being filled.
 */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 2 * 1024, CHUNK_SIZE = 64 * 1024, ALIGNMENT = 16, MOST_SPARE = 64 };

struct arena_chunk {
	struct arena_chunk *older;
	size_t used, size;
	_Alignas(16) unsigned char bytes[];
};

static struct arena_chunk *chunk_new(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = size == CHUNK_SIZE ? arena->spare : NULL;

	if (chunk) {
		arena->spare = chunk->older;
		arena->spares--;
	} else {
		chunk = mem_alloc(sizeof(*chunk) + size);
		arena->total += size;
	}
	chunk->used = 0;
	chunk->size = size;
	return chunk;
}

static size_t next_size(const struct arena *arena)
{
	if (arena->total < FIRST_CHUNK)
		return FIRST_CHUNK;
	return arena->total < CHUNK_SIZE ? arena->total : CHUNK_SIZE;
}

/* A chunk with room for `size` bytes. */
static struct arena_chunk *make_room(struct arena *arena, size_t size)
{
	size_t usual = next_size(arena);
	struct arena_chunk *chunk;

	if (size > usual && arena->chunk) {
		chunk = chunk_new(arena, size);
		chunk->older = arena->chunk->older;
		arena->chunk->older = chunk;
	} else {
		chunk = chunk_new(arena, size > usual ? size : usual);
		chunk->older = arena->chunk;
		arena->chunk = chunk;
	}
	return chunk;
}

static size_t rounded(size_t size)
{
	return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_chunk *chunk = arena->chunk;
	void *block;

	if (size > SIZE_MAX - CHUNK_SIZE)
		BUG("arena block of %zu bytes", size);
	size = rounded(size);
	if (!chunk || chunk->size - chunk->used < size)
		chunk = make_room(arena, size);
	block = chunk->bytes + chunk->used;
	chunk->used += size;
	return memset(block, 0, size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	if (length)
		memcpy(copy, text, length);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_str(struct arena *arena, struct str text)
{
	return arena_strndup(arena, text.at, text.n);
}

char *arena_join(struct arena *arena, const char *before, const char *between, const char *after)
{
	size_t first = strlen(before), second = strlen(between), third = strlen(after);
	char *text = arena_alloc(arena, first + second + third + 1);

	memcpy(text, before, first);
	memcpy(text + first, between, second);
	memcpy(text + first + second, after, third);
	return text;
}

/* Into what is left of the chunk; when that is too little, once more. */
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	struct arena_chunk *chunk = arena->chunk;
	char *left = chunk ? (char *)chunk->bytes + chunk->used : NULL, *text;
	size_t room = chunk ? chunk->size - chunk->used : 0;
	va_list again;
	int length;

	va_copy(again, args);
	length = vsnprintf(left, room, format, again);
	va_end(again);
	if (length < 0)
		BUG("format '%s'", format);
	if (chunk && rounded((size_t)length + 1) <= room) {
		chunk->used += rounded((size_t)length + 1);
		return left;
	}
	text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

static void chunks_free(struct arena_chunk *chunk)
{
	while (chunk) {
		struct arena_chunk *older = chunk->older;

		free(chunk);
		chunk = older;
	}
}

void arena_reset(struct arena *arena)
{
	struct arena_chunk *chunk = arena->chunk;

	while (chunk) {
		struct arena_chunk *older = chunk->older;

		if (chunk->size == CHUNK_SIZE && arena->spares < MOST_SPARE) {
			chunk->older = arena->spare;
			arena->spare = chunk;
			arena->spares++;
		} else {
			free(chunk);
		}
		chunk = older;
	}
	arena->chunk = NULL;
}

void arena_free(struct arena *arena)
{
	chunks_free(arena->chunk);
	chunks_free(arena->spare);
	*arena = (struct arena){0};
}
