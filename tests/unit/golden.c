#include "golden.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

struct front_result golden_lower(struct arena *arena, const char *text, const char *path)
{
	struct front_run run = {0};
	struct source *source = source_new(arena, path, text, (uint32_t)strlen(text));
	struct front_result result = front_for_path(path)->lower(arena, source, path, &run);

	front_run_end(&run);
	cr_assert_not_null(result.unit);
	cr_assert_null(unit_verify(result.unit), "%s\n%s", unit_verify(result.unit), text);
	return result;
}

const char *golden_nest(struct arena *arena, unsigned times, const char *head,
        const char *const parts[3], const char *tail)
{
	struct buf out = {0};
	const char *copy;

	buf_text(&out, head);
	for (unsigned i = 0; i < times; i++)
		buf_text(&out, parts[0]);
	buf_text(&out, parts[1]);
	for (unsigned i = 0; i < times; i++)
		buf_text(&out, parts[2]);
	buf_text(&out, tail);
	copy = arena_strndup(arena, out.at, out.n);
	buf_free(&out);
	return copy;
}

static const char *file_text(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf text = {0};
	const char *copy;
	int c;

	while (file && (c = getc(file)) != EOF)
		buf_char(&text, (char)c);
	if (file)
		fclose(file);
	copy = arena_strndup(arena, text.n ? text.at : "", text.n);
	buf_free(&text);
	return copy;
}

static const char *printed(struct arena *arena, struct front_result result)
{
	struct buf out = {0};
	const char *copy;

	unit_print_short(result.unit, &out);
	for (uint32_t i = 0; i < result.notes.n; i++)
		buf_printf(&out, "note: %s\n", result.notes.at[i].message);
	copy = arena_strndup(arena, out.at, out.n);
	buf_free(&out);
	return copy;
}

static void compare(struct arena *arena, const char *path)
{
	const char *golden = arena_printf(arena, "%s.ir", path), *base = strrchr(path, '/') + 1;
	const char *got = printed(arena, golden_lower(arena, file_text(arena, path), base));
	FILE *file;

	if (getenv("UPDATE")) {
		file = fopen(golden, "wb");
		cr_assert_not_null(file, "cannot write %s", golden);
		fputs(got, file);
		fclose(file);
	}
	cr_assert_str_eq(got, file_text(arena, golden), "%s gave\n%s", path, got);
}

void golden_folder(const char *pattern)
{
	glob_t found;

	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "run me from the top");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct arena arena = {0};

		compare(&arena, found.gl_pathv[i]);
		arena_free(&arena);
	}
	globfree(&found);
}
