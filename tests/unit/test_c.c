/*
 * The C front end. tests/front/c holds sources with the IR that they are
 * lowered to, without spans; `UPDATE=1 make test` writes the IR anew.
 */
#include "front/c_text.h"
#include "golden.h"

#include <criterion/criterion.h>

enum { TIMES = 10000 };

/* ---- lowering ---- */

Test(c, goldens)
{
	golden_folder("tests/front/c/*.c");
	golden_folder("tests/front/c/*.cc");
}

/* ---- what stands before the parser ---- */

static void expect_plain(const char *text, const char *plain)
{
	struct arena arena = {0};
	struct c_text_input input = {.text = text, .length = (uint32_t)strlen(text)};
	const char *got = c_text_plain(&arena, &input).text;

	cr_assert_str_eq(got, plain, "%s gave\n%s", text, got);
	arena_free(&arena);
}

Test(c, every_byte_stays_where_it_stood)
{
	expect_plain("#if 0\nx\n#else\ny\n#endif\nz", "     \n \n     \ny\n      \nz");
	expect_plain("#define A \\\n  b\nc", "           \n   \nc");
	expect_plain("Py_LOCAL(int) f(Py_UNUSED(a))", "         int  f(          a )");
	expect_plain("va_arg(a, int *)", "va_arg(a,0     )");
	expect_plain("f({1}, (T){2})", "f( 1 , (T){2})");
	expect_plain("// Py_BEGIN_ALLOW_THREADS\n\"NPY_INLINE\"",
	        "// Py_BEGIN_ALLOW_THREADS\n\"NPY_INLINE\"");
}

/* The place in the file of the first `part` of the plain text. */
static void expect_place(const char *text, const char *part, const char *place)
{
	struct arena arena = {0};
	struct c_text_input input = {.text = text, .length = (uint32_t)strlen(text)};
	struct c_plain plain = c_text_plain(&arena, &input);
	const char *found = strstr(plain.text, part);
	struct span span;

	cr_assert_not_null(found, "%s", plain.text);
	span.start = (uint32_t)(found - plain.text);
	span.end = span.start + (uint32_t)strlen(part);
	span = c_plain_span(&plain, span);
	cr_assert_str_eq(arena_strndup(&arena, text + span.start, span.end - span.start), place);
	arena_free(&arena);
}

Test(c, what_stands_for_a_macro_has_its_place)
{
	static const char text[] = "#define F(a, b) g(b, a + 1)\nx(); F(one, h()); y();";

	expect_place(text, "x()", "x()");
	expect_place(text, "y()", "y()");
	expect_place(text, "one", "one");
	expect_place(text, "h()", "h()");
	expect_place(text, "g(", "F(one, h())");
	expect_place(text, "one + 1", "one, h())");
	expect_place("#define A B;\n#define B b\nA z", "b", "A");
	expect_place("#define A B;\n#define B b\nA z", "z", "z");
}

Test(c, macros_without_end)
{
	expect_plain("#define A A B\n#define B A\nA", "             \n           \n A A ");
	expect_plain("#define F(x) x x\nF(F(F(a)))", "                \n a a a a a a a a ");
	expect_plain("#define F(x) x\nF(1", "              \nF(1");
	expect_plain("#define F(x x\nF(1)", "             \n ");
}

static void expect_value(const char *expression, bool known, long long value)
{
	struct arena arena = {0};
	struct c_macro one = {.value = "1"}, itself = {.value = "A + 1"}, gone = {0};
	struct c_text text = {.arena = &arena};
	struct c_number got;

	map_put(&text.macros, "ONE", &one);
	map_put(&text.macros, "A", &itself);
	map_put(&text.macros, "GONE", &gone);
	got = c_text_value(&text, expression, strlen(expression));
	cr_assert_eq(got.known, known, "%s", expression);
	if (known)
		cr_assert_eq(got.value, value, "%s gave %lld", expression, got.value);
	map_free(&text.macros);
	arena_free(&arena);
}

Test(c, values_of_conditions)
{
	expect_value("1", true, 1);
	expect_value("0x10 == 16", true, 1);
	expect_value("1 + 2 > 2 && !0", true, 1);
	expect_value("defined(ONE) && ONE", true, 1);
	expect_value("defined GONE || GONE", true, 0);
	expect_value("NEW", false, 0);
	expect_value("NEW && 0", true, 0);
	expect_value("ONE || NEW(1, (2))", true, 1);
	expect_value("-1 < 0", true, 1);
	expect_value("A", false, 0);
	expect_value("((((", false, 0);
	expect_value("", false, 0);
}

/* ---- inputs that no program is ---- */

Test(c, depth_is_limited_and_noted)
{
	struct arena arena = {0};
	static const char *const parts[][3] = {{"!(", "a", ")"}, {"f(", "a", ")"},
	        {"a = -", "a", ";"}, {"{", "", "}"}, {"if (a) {", "", "}"}, {"a + ", "a", ""},
	        {"", "a", "[0]"}};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *text =
		        golden_nest(&arena, TIMES, "int f(int a) {\n", parts[i], "\n}\n");

		cr_assert_gt(golden_lower(&arena, text, "a.c").unit->unread, 0, "%s", parts[i][0]);
	}
	arena_free(&arena);
}

Test(c, long_chains_are_read)
{
	struct arena arena = {0};
	static const char *const parts[][3] = {{"a, ", "a;", ""}, {"if (a) g(); else ", "h();", ""},
	        {"", "if (a", " && a"}, {"", "", "L: a = 1; "}, {"", "", "g(); "}};

	for (size_t i = 0; i < 2; i++) {
		const char *text =
		        golden_nest(&arena, TIMES, "int f(int a) {\n", parts[i], "\n}\n");

		cr_assert_eq(golden_lower(&arena, text, "a.c").notes.n, 0, "%s", parts[i][0]);
	}
	arena_free(&arena);
}

Test(c, broken_inputs)
{
	struct arena arena = {0};
	static const char *const texts[] = {"", "\xef\xbb\xbfint x;\r\n", "\"", "'", "/*", "//",
	        "#", "#if", "#if (", "#endif\n#else\n#elif 1\n", "#define", "#define X(", "#ifdef",
	        "PyDoc_STRVAR(", "PyDoc_STRVAR", "Py_LOCAL(", "va_arg(a", "int f(", "int f(void) {",
	        "int f(void) { switch (1) { case", "int f(void) { goto x; }", "{{{", "}}}", ")))",
	        "int f(void) { break; continue; case 1: default: x: ; }", "f({", "f({{}})", "A B C",
	        "int f(void) { return }", "int f(int, ...) { L: }", "struct { int f(void) { } } x;",
	        "int f(a, b) int a, b; { return a; }", "\xff\xfe",
	        "int (*f(void))(int) { return 0; }",
	        "int f(void) { ({ }); Py_CLEAR(); Py_SETREF(x); assert(); __builtin_expect(); }"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		golden_lower(&arena, texts[i], "a.c");
	arena_free(&arena);
}

Test(c, nul_is_a_byte_like_any_other)
{
	struct arena arena = {0};
	static const char text[] = "int f(void) { g('\0'); }\n\0int h(void) { return 0; }\n";
	struct source *source = source_new(&arena, "a.c", text, sizeof(text) - 1);
	struct unit *unit = front_for_path("a.c")->lower(&arena, source, "a.c", NULL).unit;

	cr_assert_null(unit_verify(unit));
	arena_free(&arena);
}

Test(c, functions_that_did_not_parse_are_noted_in_place)
{
	struct arena arena = {0};
	struct front_result result = golden_lower(
	        &arena, "int f(void) { return ] 1; }\nint g(void) { return 2; }\n", "a.c");

	cr_assert_gt(result.notes.n, 0);
	cr_assert_eq(result.notes.at[0].span.start, 4);
	cr_assert_eq(result.unit->unread, 1);
	cr_assert_eq(result.unit->funcs.n, 2);
	arena_free(&arena);
}

Test(c, directives_of_a_header)
{
	struct arena arena = {0};
	const char *text = "/* #if 0 */ int f(void);\n  #define A \\\n\t1\n#if A /* 2\n*/ == 1\n"
	                   "char *s = \"\\\n#x\";\n// #endif\n#endif";
	struct str lines = front_directives(&arena, str_of(text));

	cr_assert_str_eq(lines.at, "#define A \\\n\t1\n#if A /* 2\n*/ == 1\n#endif\n");
	arena_free(&arena);
}
