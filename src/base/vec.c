#include "base/vec.h"

#include <string.h>

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
