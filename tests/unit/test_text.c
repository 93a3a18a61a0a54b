/* Sources: lines and columns, and the way back from embedded code to its file. */
#include "text/digest.h"
#include "text/source.h"

#include <criterion/criterion.h>

static struct source *file_of(struct arena *arena, const char *text)
{
	return source_new(arena, "page.html", text, (uint32_t)strlen(text));
}

static void stands_at(const struct source *source, uint32_t offset, uint32_t line, uint32_t column)
{
	struct location at = source_locate(source, offset);

	cr_expect_eq(at.line, line, "offset %u: line %u, not %u", offset, at.line, line);
	cr_expect_eq(at.column, column, "offset %u: column %u, not %u", offset, at.column, column);
}

static void line_is(const struct source *source, uint32_t line, const char *text)
{
	struct str found = source_line(source, line);

	cr_expect(str_is(found, text), "line %u is `%.*s`, not `%s`", line, (int)found.n, found.at,
	        text);
}

/* Each byte of the child must be the one that its place in the file holds. */
static void maps_byte_for_byte(struct source *child)
{
	const struct source *file = source_file(child);

	for (uint32_t i = 0; i < child->length; i++) {
		uint32_t at = source_file_offset(child, i);

		cr_assert_lt(at, file->length);
		cr_assert_eq(child->bytes[i], file->bytes[at], "byte %u", i);
	}
}

Test(text, lines_and_columns_start_at_one)
{
	struct arena arena = {0};
	struct source *source = file_of(&arena, "ab\n\ncd");

	stands_at(source, 0, 1, 1);
	stands_at(source, 1, 1, 2);
	stands_at(source, 2, 1, 3);
	stands_at(source, 3, 2, 1);
	stands_at(source, 4, 3, 1);
	stands_at(source, 6, 3, 3);
	line_is(source, 1, "ab");
	line_is(source, 2, "");
	line_is(source, 3, "cd");
	line_is(source, 4, "");
	line_is(source, 0, "");
	arena_free(&arena);
}

Test(text, columns_count_bytes)
{
	struct arena arena = {0};

	stands_at(file_of(&arena, "h\xc3\xa9llo"), 3, 1, 4);
	arena_free(&arena);
}

Test(text, an_empty_file_has_one_empty_line)
{
	struct arena arena = {0};
	struct source *source = file_of(&arena, "");

	stands_at(source, 0, 1, 1);
	line_is(source, 1, "");
	arena_free(&arena);
}

Test(text, all_three_line_endings_count_once)
{
	struct arena arena = {0};
	struct source *source = file_of(&arena, "a\r\nb\rc\nd\r\r\ne");

	stands_at(source, 3, 2, 1);
	stands_at(source, 5, 3, 1);
	stands_at(source, 7, 4, 1);
	stands_at(source, 9, 5, 1);
	stands_at(source, 11, 6, 1);
	line_is(source, 1, "a");
	line_is(source, 2, "b");
	line_is(source, 3, "c");
	line_is(source, 5, "");
	line_is(source, 6, "e");
	arena_free(&arena);
}

Test(text, a_carriage_return_at_the_very_end)
{
	struct arena arena = {0};
	struct source *source = file_of(&arena, "a\r");

	stands_at(source, 2, 2, 1);
	line_is(source, 1, "a");
	arena_free(&arena);
}

Test(text, a_byte_order_mark_is_three_columns)
{
	struct arena arena = {0};
	struct source *source = file_of(&arena, "\xef\xbb\xbfx = 1\ny");

	stands_at(source, 3, 1, 4);
	stands_at(source, 9, 2, 1);
	arena_free(&arena);
}

Test(text, a_slice_is_a_window)
{
	struct arena arena = {0};
	struct source *file = file_of(&arena, "one\ntwo\nthree\n");
	struct source *child = source_slice(&arena, file, (struct span){5, 11});

	cr_assert_str_eq(child->bytes, "wo\nthr");
	cr_assert_eq(child->length, 6);
	stands_at(child, 0, 2, 2);
	stands_at(child, 3, 3, 1);
	cr_assert_eq(source_file(child), file);
	maps_byte_for_byte(child);
	arena_free(&arena);
}

Test(text, an_empty_slice_still_has_a_place)
{
	struct arena arena = {0};
	struct source *file = file_of(&arena, "one\ntwo\n");

	stands_at(source_slice(&arena, file, (struct span){4, 4}), 0, 2, 1);
	stands_at(source_dedented(&arena, file, (struct span){4, 4}), 0, 2, 1);
	arena_free(&arena);
}

static struct source *script_of(struct arena *arena, const char *page)
{
	uint32_t start = (uint32_t)(strchr(page, '>') - page) + 1;
	uint32_t end = (uint32_t)(strstr(page, "</") - page);

	return source_dedented(arena, file_of(arena, page), (struct span){start, end});
}

Test(text, common_indentation_goes)
{
	struct arena arena = {0};
	struct source *child = script_of(&arena,
	        "<script>\n"
	        "    import js\n"
	        "\n"
	        "    def f():\n"
	        "        pass\n"
	        "  \n"
	        "</script>");

	cr_assert_str_eq(child->bytes, "\nimport js\n\ndef f():\n    pass\n\n");
	stands_at(child, 1, 2, 5);
	stands_at(child, 12, 4, 5);
	stands_at(child, 25, 5, 9);
	maps_byte_for_byte(child);
	arena_free(&arena);
}

Test(text, code_behind_the_tag_has_no_indentation_of_its_own)
{
	struct arena arena = {0};
	struct source *child = script_of(&arena,
	        "<script>  x = 1\n"
	        "   y = 2\n"
	        "   z = 3</script>");

	cr_assert_str_eq(child->bytes, "x = 1\ny = 2\nz = 3");
	stands_at(child, 0, 1, 11);
	stands_at(child, 6, 2, 4);
	maps_byte_for_byte(child);
	arena_free(&arena);
}

Test(text, dedenting_keeps_carriage_returns)
{
	struct arena arena = {0};
	struct source *child = script_of(&arena, "<script>\r\n\t\tx\r\n\t\t\ty\r\n</script>");

	cr_assert_str_eq(child->bytes, "\r\nx\r\n\ty\r\n");
	stands_at(child, 2, 2, 3);
	stands_at(child, 5, 3, 3);
	maps_byte_for_byte(child);
	arena_free(&arena);
}

Test(text, a_shorter_line_sets_the_indentation)
{
	struct arena arena = {0};
	struct source *child = script_of(&arena, "<script>\n      x\n    y\n</script>");

	cr_assert_str_eq(child->bytes, "\n  x\ny\n");
	maps_byte_for_byte(child);
	arena_free(&arena);
}

Test(text, children_of_children_find_the_file)
{
	struct arena arena = {0};
	struct source *script =
	        script_of(&arena, "<script>\n  run(`\n    a = 1\n    b = 2\n  `)\n</script>");
	uint32_t start = (uint32_t)(strchr(script->bytes, '`') - script->bytes) + 1;
	uint32_t end = (uint32_t)(strrchr(script->bytes, '`') - script->bytes);
	struct source *code = source_dedented(&arena, script, (struct span){start, end});
	struct source *word;

	cr_assert_eq(code->parent, script);
	cr_assert_eq(strncmp(code->bytes, "\na = 1\nb = 2\n", 13), 0);
	stands_at(code, 1, 3, 5);
	stands_at(code, 7, 4, 5);
	maps_byte_for_byte(code);
	word = source_slice(&arena, code, (struct span){7, 12});
	cr_assert_str_eq(word->bytes, "b = 2");
	stands_at(word, 4, 4, 9);
	cr_assert_str_eq(word->path, "page.html");
	arena_free(&arena);
}

Test(text, pieces_of_an_unescaped_string)
{
	struct arena arena = {0};
	struct source *file = file_of(&arena, "run('a\\nb')");
	struct source *child = source_child(&arena, file, "a\nb", 3);

	source_add_piece(&arena, child, 0, 5);
	source_add_piece(&arena, child, 1, 6);
	source_add_piece(&arena, child, 2, 8);
	stands_at(child, 0, 1, 6);
	stands_at(child, 1, 1, 7);
	stands_at(child, 2, 1, 9);
	stands_at(child, 3, 1, 10);
	arena_free(&arena);
}

/* ---- digests: the hashes are those that the shim's own code gives ---- */

Test(text, digest)
{
	cr_expect_eq(text_digest(str_of("")), 0x811c9dc5);
	cr_expect_eq(text_digest(str_of("a = 1")), 0xec5e2bf0);
	cr_expect_eq(text_digest(str_of("\n\n  if a:\n    b\n\n    c é😀\n  \n")), 0xeec5365c);
	cr_expect_eq(text_digest(str_of("\r\n\tx\r\n\t\ty  \r\n\r\n")), 0x16ad3299);
	cr_expect_eq(text_digest(str_of("  a\n b\n")), 0x619bb9f6);
}

Test(text, digest_lines)
{
	struct arena arena = {0};
	struct digest_lines lines = text_digest_lines(&arena, str_of("\n  \na\n\nb\n"));

	cr_expect_eq(text_digest_line(&lines, 0), 1);
	cr_expect_eq(text_digest_line(&lines, 4), 1);
	cr_expect_eq(text_digest_line(&lines, 7), 3);
	lines = text_digest_lines(&arena, str_of("a\nb"));
	cr_expect_eq(text_digest_line(&lines, 2), 2);
	arena_free(&arena);
}
