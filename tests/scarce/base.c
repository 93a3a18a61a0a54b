/*
 * Calls what src/base offers, one after the other, and prints what comes of it, so that
 * tests/tools/scarce can let each allocation of it fail in turn. It wants a folder to work in.
 */
#include "base/file.h"
#include "base/find.h"
#include "base/glob.h"
#include "base/guess.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/pack.h"
#include "base/parallel.h"
#include "base/process.h"
#include "base/store.h"
#include "base/vec.h"
#include "base/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MANY = 3000 };

static void try_arena(struct arena *arena)
{
	VEC(char *) texts = {0};
	size_t length = 0;

	for (uint32_t i = 0; i < MANY; i++)
		vec_push(arena, &texts, arena_printf(arena, "%u", i));
	for (uint32_t i = 0; i < texts.n; i++)
		length += strlen(texts.at[i]);
	memset(arena_alloc(arena, 1 << 20), 1, 1 << 20);
	printf("arena %zu\n", length);
	arena_reset(arena);
}

static void try_map(struct arena *arena)
{
	struct map map = {0};
	size_t found = 0;

	for (uint32_t i = 0; i < MANY; i++)
		map_put(&map, arena_printf(arena, "key %u", i), arena);
	for (uint32_t i = 0; i < 2 * MANY; i++)
		found += map_get(&map, arena_printf(arena, "key %u", i)) == arena;
	map_free(&map);
	printf("map %zu\n", found);
}

static void try_buf(struct arena *arena)
{
	struct buf buf = {0};
	struct unpack from;

	for (uint32_t i = 0; i < MANY; i++)
		buf_printf(&buf, "%u,", i);
	printf("buf %zu\n", buf.n);
	buf.n = 0;
	pack_text(&buf, "a text");
	pack_number(&buf, MANY);
	from = (struct unpack){{buf.at, buf.n}, false};
	printf("pack %s", unpack_text(&from, arena));
	printf(" %u\n", unpack_number(&from));
	buf_free(&buf);
}

static void try_texts(struct arena *arena)
{
	static const char *const words[] = {"needle", "pyodide"};
	const struct finder *finder = finder_new(arena, words, COUNT_OF(words));
	struct guess guess = {.word = str_of("destroi")};

	guess_offer(&guess, "destroy");
	printf("find %d, glob %d, guess '%s'\n",
	        finder_finds(finder, str_of("in a haystack needle")),
	        glob_path("src/**/*.js", "src/a/b/c.js"), guess_text(arena, &guess, "word"));
}

static void try_files(struct arena *arena)
{
	struct buf read = {0};

	directory_make(arena, "made/deep");
	printf("write %d", file_write("made/deep/a.js", str_of("one\n")));
	printf(" %d", file_replace("made/deep/b.js", str_of("two\n")));
	printf(" read %d", file_read("made/deep/b.js", MANY, &read));
	printf(" %s", read.at);
	printf("path %s %s\n", path_clean(arena, "made/./deep/../deep/../../made//deep"),
	        path_from(arena, "made", "made/deep/a.js"));
	buf_free(&read);
}

static bool wanted(const char *name)
{
	return str_ends(str_of(name), ".js");
}

static void failed(void *context, const char *path, const char *why)
{
	(void)context;
	printf("failed %s %s\n", path, why);
}

static void try_walk(struct arena *arena)
{
	struct walk walk = {.arena = arena, .wanted = wanted, .failed = failed};

	walk_directory(&walk, "made");
	for (uint32_t i = 0; i < walk.paths.n; i++)
		printf("walk %s\n", walk.paths.at[i]);
}

static void try_process(void)
{
	static const char *const words[] = {"git", "--version", NULL}, *const none[] = {NULL};
	struct buf out = {0};

	printf("process %d\n", process_read(words, none, &out));
	buf_free(&out);
}

static void try_store(void)
{
	const struct store store = {"cache", MANY};
	struct buf got = {0};
	uint32_t found = 0;

	for (uint32_t i = 0; i < 16; i++)
		store_put(&store, hash_bytes(&i, sizeof(i)), str_of("an entry\n"));
	for (uint32_t i = 0; i < 16; i++)
		found += store_get(&store, hash_bytes(&i, sizeof(i)), &got);
	printf("store %s\n", found ? "kept some" : "kept none");
	buf_free(&got);
}

static void add(void *context, uint32_t item, unsigned worker)
{
	struct buf *sums = context;

	buf_printf(&sums[worker], "%u", item);
}

static void try_parallel(void)
{
	struct buf sums[2] = {{0}, {0}};

	parallel_each(2, MANY, add, sums);
	printf("parallel %zu\n", sums[0].n + sums[1].n);
	buf_free(&sums[0]);
	buf_free(&sums[1]);
}

int main(void)
{
	struct arena arena = {0};

	try_arena(&arena);
	try_map(&arena);
	try_buf(&arena);
	try_texts(&arena);
	try_files(&arena);
	try_walk(&arena);
	try_process();
	try_store();
	try_parallel();
	arena_free(&arena);
	return 0;
}
