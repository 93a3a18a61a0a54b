/*
 * Reads facts files, and prints them as bytes for the program to carry; a
 * mistake in one of them, or a type that none of them defines, ends the build.
 *
 *     pack_facts FILE...
 *
 * The reader is the one that the program has for a user's facts.
 */
#include "base/embed.h"
#include "base/file.h"
#include "fact/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 16 << 20 };

/* There are none yet. */
const struct embedded_file embedded_facts[] = {{0}};
const size_t embedded_facts_count = 0;

static struct fact_file *read(struct arena *arena, const char *path, const char **error)
{
	struct buf text = {0};
	struct fact_file *file;
	int reason = file_read(path, LARGEST, &text);

	*error = arena_printf(arena, "%s: %s", path, strerror(reason));
	file = reason ? NULL
	              : fact_file_read(arena, path_name(path), text.at, (uint32_t)text.n, error);
	buf_free(&text);
	return file;
}

static int fail(const char *error)
{
	fprintf(stderr, "%s\n", error);
	return EXIT_FAILURE;
}

int main(int count, char **paths)
{
	struct arena arena = {0};
	struct fact_table *table = fact_table_new(&arena);
	struct fact_file **files = arena_array(&arena, struct fact_file *, (size_t)count);
	struct buf out = {0};
	const char *error = NULL;

	for (int i = 1; i < count; i++) {
		files[i] = read(&arena, paths[i], &error);
		if (!files[i])
			return fail(error);
		fact_file_commit(table, files[i], true);
		fact_file_pack(files[i], &out);
	}
	for (int i = 1; i < count; i++)
		if (!fact_file_check(table, files[i], &error))
			return fail(error);
	if (fwrite(out.at, 1, out.n, stdout) != out.n || fflush(stdout))
		return fail(strerror(errno));
	buf_free(&out);
	fact_table_free(table);
	arena_free(&arena);
	return EXIT_SUCCESS;
}
