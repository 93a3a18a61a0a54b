#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct hash hash_bytes(const void *bytes, size_t length)
{
	XXH128_hash_t value = XXH3_128bits(bytes, length);

	return (struct hash){value.low64, value.high64};
}

unsigned hash_word(const void *bytes, size_t length)
{
	return (unsigned)XXH3_64bits(bytes, length);
}

bool hash_equal(struct hash a, struct hash b)
{
	return a.low == b.low && a.high == b.high;
}

void hash_text(struct hash hash, char text[HASH_TEXT])
{
	snprintf(text, HASH_TEXT, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
}
