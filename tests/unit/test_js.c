/*
 * The JavaScript front end. tests/front/js holds sources with the IR that they
 * are lowered to, without spans; `UPDATE=1 make test` writes the IR anew.
 */
#include "base/str.h"
#include "front/front.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FOLDER "tests/front/js/"

extern const struct front front_javascript;

static struct arena arena;

static struct front_result lower(const char *path, const char *text, size_t length)
{
	struct source *source = source_new(&arena, path, text, (uint32_t)length);
	struct front_result result = front_javascript.lower(&arena, source, path, NULL);
	const char *wrong;

	cr_assert(result.unit, "%s: no unit", path);
	wrong = unit_verify(result.unit);
	cr_assert_null(wrong, "%s: %s", path, wrong);
	return result;
}

static struct front_result lower_text(const char *path, const char *text)
{
	return lower(path, text, strlen(text));
}

/* Removes " @12-34", wherever it stands outside of strings. */
static void remove_spans(struct buf *text)
{
	size_t out = 0;

	for (size_t i = 0; i < text->n;) {
		size_t end = i + 2;

		if (text->at[i] == ' ' && text->at[i + 1] == '@') {
			while (isdigit((unsigned char)text->at[end]) || text->at[end] == '-')
				end++;
			if (end > i + 2) {
				i = end;
				continue;
			}
		}
		text->at[out++] = text->at[i++];
	}
	text->at[text->n = out] = '\0';
}

static void print(const struct front_result *result, struct buf *out)
{
	unit_print(result->unit, out);
	remove_spans(out);
	for (uint32_t i = 0; i < result->unit->embeds.n; i++) {
		struct source *source = result->unit->embeds.at[i].source;

		buf_printf(out, "text %u: %.*s\n", i, (int)source->length, source->bytes);
	}
	for (uint32_t i = 0; i < result->notes.n; i++)
		buf_printf(out, "note: %s\n", result->notes.at[i].message);
}

static char *read_all(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	struct buf text = {0};
	int c;

	*length = 0;
	if (!file)
		return NULL;
	while ((c = fgetc(file)) != EOF)
		buf_char(&text, (char)c);
	fclose(file);
	*length = text.n;
	return text.at;
}

static void check_file(const char *name)
{
	char path[256], golden[256];
	struct buf printed = {0};
	struct front_result result;
	size_t length, golden_length;
	char *text, *expected;

	snprintf(path, sizeof(path), FOLDER "%s", name);
	snprintf(golden, sizeof(golden), FOLDER "%s.ir", name);
	text = read_all(path, &length);
	cr_assert(text, "%s", path);
	result = lower(path, text, length);
	print(&result, &printed);
	if (getenv("UPDATE")) {
		FILE *file = fopen(golden, "wb");

		cr_assert(file, "%s", golden);
		fwrite(printed.at, 1, printed.n, file);
		fclose(file);
	}
	expected = read_all(golden, &golden_length);
	cr_assert(expected, "%s is missing: UPDATE=1 writes it", golden);
	cr_assert_str_eq(printed.at, expected);
	free(text);
	free(expected);
	buf_free(&printed);
	arena_free(&arena);
}

#define GOLDEN(name, file)        \
	Test(js, name)            \
	{                         \
		check_file(file); \
	}

GOLDEN(calls, "calls.js")
GOLDEN(conditions, "conditions.js")
GOLDEN(cleanups, "finally.js")
GOLDEN(using_blocks, "using.js")
GOLDEN(using_in_typescript, "using.ts")
GOLDEN(loops, "loops.js")
GOLDEN(destructuring, "destructure.js")
GOLDEN(scopes, "scopes.js")
GOLDEN(classes, "classes.js")
GOLDEN(types, "types.ts")
GOLDEN(doc_comments, "docs.js")
GOLDEN(strings, "strings.js")
GOLDEN(jsx, "jsx.tsx")
GOLDEN(modules, "modules.mjs")
GOLDEN(common_js, "common.cjs")
GOLDEN(functions, "async.js")
GOLDEN(syntax_errors, "broken.js")

/* Bytes of embedded code know where they stood. */
Test(js, places_in_strings)
{
	const char *text = "f(`a\\n${x}b`, \"\\x41bcd\");";
	struct unit *unit = lower_text("x.js", text).unit;
	struct source *code = unit->embeds.at[0].source;

	cr_assert_str_eq(code->bytes, "a\nNoneb");
	cr_assert_eq(source_file_offset(code, 0), 3);
	cr_assert_eq(source_file_offset(code, 1), 4);
	cr_assert_eq(source_file_offset(code, 2), 6);
	cr_assert_eq(source_file_offset(code, 6), 10);
	code = unit->embeds.at[1].source;
	cr_assert_str_eq(code->bytes, "Abcd");
	cr_assert_eq(source_file_offset(code, 1), (uint32_t)(strstr(text, "bcd") - text));
	arena_free(&arena);
}

static void deep(const char *path, const char *open, const char *middle, const char *close)
{
	struct buf text = {0};

	for (unsigned i = 0; i < 10000; i++)
		buf_text(&text, open);
	buf_text(&text, middle);
	for (unsigned i = 0; i < 10000; i++)
		buf_text(&text, close);
	lower(path, text.at, text.n);
	buf_free(&text);
	arena_free(&arena);
}

Test(js, depth)
{
	deep("x.js", "(", "1", ")");
	deep("x.js", "[", "", "]");
	deep("x.js", "a + ", "a", "");
	deep("x.js", "a && ", "a", "");
	deep("x.js", "{", "", "}");
	deep("x.js", "f(", "", ")");
	deep("x.js", "a", "", ".b()");
	deep("x.js", "a?.", "b", "");
	deep("x.js", "if (a) {} else ", "b", "");
	deep("x.js", "() => ", "1", "");
	deep("x.js", "function f() {", "", "}");
	deep("x.js", "new ", "A", "");
	deep("x.js", "`${", "1", "}`");
	deep("x.js", "try {", "", "} finally { f() }");
	deep("x.js", "for (;;) ", ";", "");
	deep("x.ts", "let x: A<", "B", ">");
	deep("x.tsx", "<a>", "", "</a>");
	deep("x.js", "(", "", "");
}

Test(js, finally_in_finally)
{
	struct buf text = {0};
	struct front_result result;

	for (unsigned i = 0; i < 30; i++)
		buf_text(&text, "try { f() } finally {");
	for (unsigned i = 0; i < 30; i++)
		buf_char(&text, '}');
	result = lower("x.js", text.at, text.n);
	cr_assert_gt(result.unit->unread, 0);
	buf_free(&text);
	arena_free(&arena);
}

Test(js, odd_bytes)
{
	static const char nul[] = "a\0b = f(\"x\0yz\");\0";

	lower("x.js", nul, sizeof(nul) - 1);
	lower_text("x.js", "");
	lower_text("x.js",
	        "\xef\xbb\xbf"
	        "f(1);");
	lower_text("x.js",
	        "let \xff\xfe = \"\xc3\x28 abcd\"; f(\xed\xa0\x80, \"\\ud800\\u{110000}\");");
	lower_text("x.ts", "f(`a\r\nb`);\r\n");
	lower_text("x.js", "f(\"\\");
	lower_text("x.js", "/** @type {");
	arena_free(&arena);
}

/* Annotations in a .js file are read as TypeScript. */
Test(js, annotations_in_javascript)
{
	struct front_result result = lower_text("x.js", "let p: PyProxy | null = f();");

	cr_assert_eq(result.unit->unread, 0);
	cr_assert_str_eq(result.unit->vars.at[0].type, "PyProxy");
	arena_free(&arena);
}
