/*
 * One pass over the bytes for all words. Each word is looked for by the three
 * bytes in it that are rarest in source code. A table says for each half byte
 * at each of the three positions which of eight groups of words may go with
 * it; sixteen positions are looked up with one shuffle per table, and only
 * where a group is left in all of them are its words compared. Plain C looks
 * the same tables up one position at a time.
 */
/* memmem is not in POSIX until 2024. */
#define _GNU_SOURCE
#include "base/find.h"

#include "base/vec.h"

#include <ctype.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

const char *str_find(struct str text, const char *wanted)
{
	return memmem(text.at, text.n, wanted, strlen(wanted));
}

enum { WINDOW = 3, GROUPS = 8, LANES = 16 };

struct word {
	const char *text;
	size_t length;
	size_t window; /* where its rarest bytes start */
	bool ends;     /* no letter may follow */
};

struct finder {
	uint8_t low[WINDOW][LANES], high[WINDOW][LANES]; /* groups by half byte */
	VEC(struct word) groups[GROUPS];
	bool lanes; /* the processor can shuffle */
};

/* __builtin_cpu_supports needs a library of gcc's that other compilers do not link. */
static bool has_lanes(void)
{
#if defined(__x86_64__)
	unsigned a, b, c, d;

	return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3);
#else
	return false;
#endif
}

/* How often a byte is met in source code, roughly. */
static unsigned commonness(unsigned char c)
{
	static const char common[] = "xqjzXQJZ-KYVBUHWGNDOFLMPRCIASETkvwybg0123456789hm;{}'\"upfd,"
	                             "l:ci(=)s.n_oatr e";
	const char *at = strchr(common, c);

	return c && at ? (unsigned)(at - common) + 1 : 0;
}

static size_t rarest_window(const char *text, size_t length)
{
	unsigned least = UINT32_MAX;
	size_t best = 0;

	for (size_t i = 0; i + WINDOW <= length; i++) {
		unsigned sum = 0;

		for (size_t k = 0; k < WINDOW; k++)
			sum += commonness((unsigned char)text[i + k]);
		if (sum < least) {
			least = sum;
			best = i;
		}
	}
	return best;
}

struct finder *finder_new(struct arena *arena, const char *const *words, uint32_t count)
{
	struct finder *finder = arena_new(arena, struct finder);

	finder->lanes = has_lanes();
	for (uint32_t i = 0; i < count; i++) {
		struct word word = {.text = words[i], .length = strlen(words[i])};
		uint32_t group = i % GROUPS;

		word.ends = word.length > 2 && same(words[i] + word.length - 2, "\\b");
		word.length -= word.ends ? 2 : 0;
		word.window = rarest_window(word.text, word.length);
		vec_push(arena, &finder->groups[group], word);
		for (size_t k = 0; k < WINDOW; k++) {
			unsigned char c = (unsigned char)word.text[word.window + k];

			finder->low[k][c & 15] |= (uint8_t)(1 << group);
			finder->high[k][c >> 4] |= (uint8_t)(1 << group);
		}
	}
	return finder;
}

static bool word_at(const struct word *word, struct str text, size_t window)
{
	size_t start = window - word->window, end = start + word->length;
	unsigned char next;

	if (window < word->window || end > text.n ||
	        memcmp(text.at + start, word->text, word->length) != 0)
		return false;
	next = word->ends && end < text.n ? (unsigned char)text.at[end] : ' ';
	return !isalnum(next) && next != '_' ? true : !word->ends;
}

/* Is it one of the words of these groups, whose window starts at `at`? */
static bool any_at(const struct finder *finder, uint8_t groups, struct str text, size_t at)
{
	for (uint32_t g = 0; g < GROUPS; g++)
		for (uint32_t i = 0; groups >> g & 1 && i < finder->groups[g].n; i++)
			if (word_at(&finder->groups[g].at[i], text, at))
				return true;
	return false;
}

static bool plain_from(const struct finder *finder, struct str text, size_t from)
{
	for (size_t i = from; i + WINDOW <= text.n; i++) {
		uint8_t groups = UINT8_MAX;

		for (size_t k = 0; k < WINDOW; k++) {
			unsigned char c = (unsigned char)text.at[i + k];

			groups &= finder->low[k][c & 15] & finder->high[k][c >> 4];
		}
		if (groups && any_at(finder, groups, text, i))
			return true;
	}
	return false;
}

bool finder_finds_plain(const struct finder *finder, struct str text)
{
	return plain_from(finder, text, 0);
}

#if defined(__x86_64__)

/* The groups that may have a window at each of sixteen positions. */
__attribute__((target("ssse3"))) static __m128i groups_at(
        const struct finder *finder, const char *at)
{
	const __m128i half = _mm_set1_epi8(15);
	__m128i groups = _mm_set1_epi8(-1);

	for (size_t k = 0; k < WINDOW; k++) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + k)), low, high;

		low = _mm_loadu_si128((const __m128i *)(const void *)finder->low[k]);
		high = _mm_loadu_si128((const __m128i *)(const void *)finder->high[k]);
		low = _mm_shuffle_epi8(low, _mm_and_si128(bytes, half));
		high = _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(bytes, 4), half));
		groups = _mm_and_si128(groups, _mm_and_si128(low, high));
	}
	return groups;
}

__attribute__((target("ssse3"))) static bool finds_by_lanes(
        const struct finder *finder, struct str text)
{
	size_t at = 0;

	for (; at + LANES + WINDOW <= text.n; at += LANES) {
		__m128i groups = groups_at(finder, text.at + at);
		uint8_t lanes[LANES];

		if (_mm_movemask_epi8(_mm_cmpeq_epi8(groups, _mm_setzero_si128())) == 0xffff)
			continue;
		_mm_storeu_si128((__m128i *)(void *)lanes, groups);
		for (size_t i = 0; i < LANES; i++)
			if (lanes[i] && any_at(finder, lanes[i], text, at + i))
				return true;
	}
	return plain_from(finder, text, at);
}

bool finder_finds(const struct finder *finder, struct str text)
{
	return finder->lanes ? finds_by_lanes(finder, text) : finder_finds_plain(finder, text);
}

#else

bool finder_finds(const struct finder *finder, struct str text)
{
	return finder_finds_plain(finder, text);
}

#endif
