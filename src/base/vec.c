#include "base/vec.h"

#include <string.h>

uint32_t sorted_upto(const void *items, uint32_t n, size_t size, size_t offset, uint32_t key)
{
	const char *bytes = items;
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, number;

		memcpy(&number, bytes + middle * size + offset, sizeof(number));
		if (number <= key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void *vec_grown(struct arena *arena, const void *old, uint32_t count, uint32_t *room, size_t item)
{
	uint32_t wanted = *room ? *room * 2 : 8;
	void *block;

	if (wanted <= *room)
		BUG("array of more than 2^31 items");
	block = arena_alloc(arena, wanted * item);
	if (count)
		memcpy(block, old, count * item);
	*room = wanted;
	return block;
}
