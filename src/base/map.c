#include "base/map.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define uthash_fatal(message) BUG("%s", message)
#define uthash_malloc(size) mem_alloc(size)
#define HASH_FUNCTION(key, size, value) ((value) = hash_word((key), (size)))
#include <uthash.h>

struct map_entry {
	const char *key;
	void *value;
	UT_hash_handle hh;
};

void *map_get(const struct map *map, const char *key)
{
	struct map_entry *entry;

	HASH_FIND(hh, map->entries, key, strlen(key), entry);
	return entry ? entry->value : NULL;
}

static void put(struct map *map, const char *key, void *value, bool replace)
{
	size_t length = strlen(key);
	struct map_entry *entry;
	unsigned hash;

	HASH_VALUE(key, length, hash);
	HASH_FIND_BYHASHVALUE(hh, map->entries, key, length, hash, entry);
	if (entry && !replace)
		return;
	if (!entry) {
		entry = mem_alloc(sizeof(*entry));
		entry->key = key;
		HASH_ADD_KEYPTR_BYHASHVALUE(hh, map->entries, entry->key, length, hash, entry);
	}
	entry->value = value;
}

void map_put(struct map *map, const char *key, void *value)
{
	put(map, key, value, true);
}

void map_add(struct map *map, const char *key, void *value)
{
	put(map, key, value, false);
}

void map_free(struct map *map)
{
	struct map_entry *entry = map->entries;

	HASH_CLEAR(hh, map->entries);
	while (entry) {
		struct map_entry *next = entry->hh.next;

		free(entry);
		entry = next;
	}
}
