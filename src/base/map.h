/*
 * struct map: text → pointer. A thin coat over uthash, so that the rest of the
 * program has one spelling for it. Keys are borrowed: they must live as long
 * as the map. A zeroed map is empty; map_free gives the table back, not the
 * values.
 */
#ifndef PROXYLINT_BASE_MAP_H
#define PROXYLINT_BASE_MAP_H

#include "base/base.h"

struct map_entry;

struct map {
	struct map_entry *entries; /* private */
};

/* NULL when absent. */
void *map_get(const struct map *map, const char *key);
/* Replaces an older value. */
void map_put(struct map *map, const char *key, void *value);
/* Leaves an older value. */
void map_add(struct map *map, const char *key, void *value);
void map_free(struct map *map);

#endif
