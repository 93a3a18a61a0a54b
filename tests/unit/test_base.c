/* The ground: arenas, arrays, maps, slices and text under construction. */
#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"

#include <criterion/criterion.h>

/* ---- arena ---- */

Test(arena, blocks_are_zeroed_aligned_and_apart)
{
	struct arena arena = {0};
	unsigned char *before = NULL;

	for (size_t size = 1; size < 300; size++) {
		unsigned char *block = arena_alloc(&arena, size);

		cr_assert_eq((uintptr_t)block % 16, 0);
		for (size_t i = 0; i < size; i++)
			cr_assert_eq(block[i], 0);
		memset(block, 0xff, size);
		cr_assert_neq(block, before);
		before = block;
	}
	arena_free(&arena);
}

Test(arena, what_it_gave_stays_when_it_grows)
{
	struct arena arena = {0};
	char *first = arena_strdup(&arena, "first");
	char *large = arena_alloc(&arena, 1 << 20);

	large[(1 << 20) - 1] = 'x';
	for (int i = 0; i < 1000; i++)
		arena_alloc(&arena, 1000);
	cr_assert_str_eq(first, "first");
	cr_assert_eq(large[(1 << 20) - 1], 'x');
	cr_assert_geq(arena.total, (size_t)2000000);
	arena_free(&arena);
	cr_assert_eq(arena.total, 0);
}

Test(arena, a_reset_one_is_used_again)
{
	struct arena arena = {0};
	unsigned char *block;
	size_t total;

	for (int round = 0; round < 50; round++) {
		arena_reset(&arena);
		block = arena_alloc(&arena, 1000);
		for (int i = 0; i < 1000; i++)
			cr_assert_eq(block[i], 0);
		memset(block, 0xff, 1000);
	}
	total = arena.total;
	arena_reset(&arena);
	arena_alloc(&arena, 1000);
	cr_assert_eq(arena.total, total, "the chunk is kept");
	arena_free(&arena);
	arena_reset(&arena);
	arena_free(&arena);
}

Test(arena, texts)
{
	struct arena arena = {0};

	cr_assert_str_eq(arena_strndup(&arena, "abcdef", 3), "abc");
	cr_assert_str_eq(arena_strndup(&arena, NULL, 0), "");
	cr_assert_str_eq(arena_str(&arena, (struct str){"xyz", 2}), "xy");
	cr_assert_str_eq(arena_printf(&arena, "%s-%d", "a", 7), "a-7");
	cr_assert_str_eq(arena_join(&arena, "a", ".", "bc"), "a.bc");
	cr_assert_str_eq(arena_join(&arena, "", "", ""), "");
	arena_free(&arena);
}

/* ---- vec ---- */

Test(vec, grows_and_keeps_what_is_in_it)
{
	struct arena arena = {0};
	VEC(uint32_t) numbers = {0};

	for (uint32_t i = 0; i < 10000; i++)
		vec_push(&arena, &numbers, i * i);
	cr_assert_eq(numbers.n, 10000);
	cr_assert_geq(numbers.room, numbers.n);
	for (uint32_t i = 0; i < 10000; i++)
		cr_assert_eq(numbers.at[i], i * i);
	arena_free(&arena);
}

Test(vec, takes_structs_and_pops_by_count)
{
	struct pair {
		const char *name;
		int number;
	};
	struct arena arena = {0};
	VEC(struct pair) pairs = {0};
	struct pair pair = {"one", 1};

	vec_push(&arena, &pairs, pair);
	pair = (struct pair){"two", 2};
	vec_push(&arena, &pairs, pair);
	pairs.n--;
	pair = (struct pair){"three", 3};
	vec_push(&arena, &pairs, pair);
	cr_assert_eq(pairs.n, 2);
	cr_assert_str_eq(pairs.at[0].name, "one");
	cr_assert_str_eq(pairs.at[1].name, "three");
	arena_free(&arena);
}

/* ---- map ---- */

Test(map, an_empty_one_has_nothing)
{
	struct map map = {0};

	cr_assert_null(map_get(&map, "a"));
	cr_assert_null(map_get(&map, ""));
	map_free(&map);
}

Test(map, finds_by_text_and_the_last_put_wins)
{
	struct map map = {0};
	char key[] = "key";
	int one = 1, two = 2;

	map_put(&map, "key", &one);
	cr_assert_eq(map_get(&map, key), &one, "by text, not by address");
	map_put(&map, key, &two);
	cr_assert_eq(map_get(&map, "key"), &two);
	map_add(&map, key, &one);
	cr_assert_eq(map_get(&map, "key"), &two);
	map_put(&map, "", &one);
	cr_assert_eq(map_get(&map, ""), &one);
	cr_assert_null(map_get(&map, "ke"));
	map_free(&map);
	cr_assert_null(map_get(&map, "key"));
}

Test(map, holds_many)
{
	struct arena arena = {0};
	struct map map = {0};
	static int values[5000];

	for (int i = 0; i < 5000; i++)
		map_put(&map, arena_printf(&arena, "key %d", i), &values[i]);
	for (int i = 0; i < 5000; i++)
		cr_assert_eq(map_get(&map, arena_printf(&arena, "key %d", i)), &values[i]);
	map_free(&map);
	arena_free(&arena);
}

/* ---- str ---- */

Test(str, compares)
{
	struct str text = {"PyList_New(", 10};

	cr_assert(str_is(text, "PyList_New"));
	cr_assert_not(str_is(text, "PyList_New("));
	cr_assert(str_starts(text, "PyList") && str_starts(text, ""));
	cr_assert_not(str_starts(text, "PyList_New("));
	cr_assert(str_ends(text, "_New") && str_ends(text, ""));
	cr_assert_not(str_ends((struct str){"w", 1}, "New"));
	cr_assert(same(NULL, NULL) && same("a", "a"));
	cr_assert_not(same(NULL, "a"));
	cr_assert_not(same("a", NULL));
}

Test(str, trims)
{
	cr_assert(str_is(str_trim(str_of(" \t\r\n a b \v\f")), "a b"));
	cr_assert(str_is(str_trim(str_of("   ")), ""));
	cr_assert(str_is(str_trim(str_of("")), ""));
}

Test(str, globs)
{
	cr_assert(str_glob("pyproxy/*", "pyproxy/leak"));
	cr_assert(str_glob("*", ""));
	cr_assert(str_glob("**", "abc"));
	cr_assert(str_glob("a*b*c", "a-b-b-c"));
	cr_assert(str_glob("*/leak*", "pyref/leak-on-error"));
	cr_assert_not(str_glob("pyproxy/*", "pyref/leak"));
	cr_assert_not(str_glob("a*b", "a-b-c"));
	cr_assert_not(str_glob("", "a"));
	cr_assert(str_glob("", ""));
}

Test(str, distances)
{
	cr_assert_eq(str_distance(str_of("destroy"), str_of("destroy"), 9), 0);
	cr_assert_eq(str_distance(str_of("destory"), str_of("destroy"), 9), 1, "a transposition");
	cr_assert_eq(str_distance(str_of("detroy"), str_of("destroy"), 9), 1);
	cr_assert_eq(str_distance(str_of("kitten"), str_of("sitting"), 9), 3);
	cr_assert_eq(str_distance(str_of(""), str_of("abc"), 9), 3);
	cr_assert_eq(str_distance(str_of("abc"), str_of("xyz"), 2), 2, "no more than the limit");
}

/* ---- buf ---- */

Test(buf, grows_and_always_ends_in_nul)
{
	struct buf buf = {0};

	buf_text(&buf, "one");
	buf_char(&buf, ' ');
	buf_printf(&buf, "%d", 42);
	buf_add(&buf, NULL, 0);
	cr_assert_str_eq(buf.at, "one 42");
	for (int i = 0; i < 10000; i++)
		buf_printf(&buf, "%d,", i);
	cr_assert_eq(strlen(buf.at), buf.n);
	cr_assert_eq(strcmp(buf.at + buf.n - 5, "9999,"), 0);
	buf_free(&buf);
	cr_assert_null(buf.at);
	buf_add(&buf, "", 0);
	cr_assert_str_eq(buf.at, "");
	buf_free(&buf);
}
