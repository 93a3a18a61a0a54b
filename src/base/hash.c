#include "base/hash.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/auxv.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct hash hash_bytes(const void *bytes, size_t length)
{
	XXH128_hash_t value = XXH3_128bits(bytes, length);

	return (struct hash){value.low64, value.high64};
}

/* The kernel gives every program random bytes; what is fuzzed must be the same each time. Found
 * once, by whichever thread: to find it takes longer than to hash a name, and it never changes. */
static uint64_t seed(void)
{
	uint64_t random = 0;
#ifndef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	static _Atomic uint64_t found;
	const void *given;

	random = atomic_load_explicit(&found, memory_order_relaxed);
	if (random)
		return random;
	given = (const void *)getauxval(AT_RANDOM); /* NOLINT: that is what it gives */
	if (given)
		memcpy(&random, given, sizeof(random));
	atomic_store_explicit(&found, random, memory_order_relaxed);
#endif
	return random;
}

unsigned hash_word(const void *bytes, size_t length)
{
	return (unsigned)XXH3_64bits_withSeed(bytes, length, seed());
}

bool hash_equal(struct hash a, struct hash b)
{
	return a.low == b.low && a.high == b.high;
}

void hash_text(struct hash hash, char text[HASH_TEXT])
{
	snprintf(text, HASH_TEXT, "%016" PRIx64 "%016" PRIx64, hash.high, hash.low);
}
