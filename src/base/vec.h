/*
 * VEC(T): a typed growable array whose memory comes from an arena. A zeroed
 * one is empty. Growing leaves the old block in the arena (at most as much
 * again), so pointers into `at` go stale at a push, indices do not.
 */
#ifndef PROXYLINT_BASE_VEC_H
#define PROXYLINT_BASE_VEC_H

#include "base/arena.h"

#define VEC(T)                 \
	struct {               \
		T *at;         \
		uint32_t n;    \
		uint32_t room; \
	}

/* Appends a copy of `value`. */
#define vec_push(arena, vec, value)                                                           \
	((vec)->n == (vec)->room ? (void)((vec)->at = vec_grown((arena), (vec)->at, (vec)->n, \
	                                          &(vec)->room, sizeof(*(vec)->at)))          \
	                         : (void)0,                                                   \
	        (void)((vec)->at[(vec)->n++] = (value)))

/* Of items sorted by a number in them, how many have one of at most `key`: the last of those is the
 * one that `key` falls into. An item takes `size` bytes, and has its uint32_t at `offset`. */
uint32_t sorted_upto(const void *items, uint32_t n, size_t size, size_t offset, uint32_t key);
#define SORTED_BY(T, member) sizeof(T), offsetof(T, member)

/* Used by vec_push only: gives a larger copy of `old` and updates *room. */
void *vec_grown(struct arena *arena, const void *old, uint32_t count, uint32_t *room, size_t item);

#endif
