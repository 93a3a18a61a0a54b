/*
 * The Python front end. tests/front/python holds sources with the IR that they
 * are lowered to, without spans; `UPDATE=1 make test` writes the IR anew.
 */
#include "golden.h"

#include <criterion/criterion.h>

enum { TIMES = 10000 };

/* The unit as runPython would be given it. */
static struct unit *lower_embedded(struct arena *arena, const char *text)
{
	struct source *file = source_new(arena, "x.js", text, (uint32_t)strlen(text));
	struct source *source = source_slice(arena, file, (struct span){0, file->length});
	struct unit *unit =
	        front_for_language(LANG_PYTHON)->lower(arena, source, "x.py", NULL).unit;

	cr_assert_null(unit_verify(unit));
	return unit;
}

static const struct func *func_named(const struct unit *unit, const char *name)
{
	for (uint32_t i = 0; i < unit->funcs.n; i++)
		if (same(unit->funcs.at[i]->name, name))
			return unit->funcs.at[i];
	cr_assert_fail("no function %s", name);
	return NULL;
}

static const struct export *export_named(const struct unit *unit, const char *name)
{
	for (uint32_t i = 0; i < unit->exports.n; i++)
		if (same(unit->exports.at[i].name, name))
			return &unit->exports.at[i];
	cr_assert_fail("no export %s", name);
	return NULL;
}

static const struct insn *terminator(const struct func *func)
{
	const struct block *block = &func->blocks.at[0];

	return &func->insns.at[block->insns.at[block->insns.n - 1]];
}

/* ---- lowering ---- */

Test(py, goldens)
{
	golden_folder("tests/front/python/*.py");
}

/* ---- what is around the IR ---- */

Test(py, module_names_come_from_paths)
{
	struct arena arena = {0};

	cr_assert_str_eq(golden_lower(&arena, "", "./pkg/a.py").unit->module, "pkg.a");
	cr_assert_str_eq(golden_lower(&arena, "", "pkg/__init__.py").unit->module, "pkg");
	cr_assert_str_eq(golden_lower(&arena, "", "a.pyi").unit->module, "a");
	arena_free(&arena);
}

Test(py, exports_are_the_names_of_the_module)
{
	struct arena arena = {0};
	struct unit *unit = golden_lower(&arena,
	        "from .m import a as b\nfrom n import *\nx = 1\ndef f(): y = 1\nclass C: z = 1\n",
	        "a.py")
	                            .unit;

	cr_assert_eq(unit->exports.n, 5);
	cr_assert_str_eq(export_named(unit, "b")->from, ".m.a");
	cr_assert_str_eq(export_named(unit, "*")->from, "n.*");
	cr_assert(unit->vars.at[export_named(unit, "x")->var].exported);
	cr_assert_str_eq(unit->funcs.at[export_named(unit, "f")->func]->name, "f");
	cr_assert_str_eq(export_named(unit, "C")->class_name, "C");
	arena_free(&arena);
}

Test(py, flags)
{
	struct arena arena = {0};
	struct unit *unit = golden_lower(&arena,
	        "try:\n    import a\n    def f():\n        def g(): pass\n"
	        "except ModuleNotFoundError:\n    class C:\n        async def __init__(self): pass\n",
	        "tests/test_x.py")
	                            .unit;

	cr_assert_eq(func_named(unit, "f")->flags, FUNC_EXPORTED | FUNC_TEST | FUNC_THROWS);
	cr_assert_eq(func_named(unit, "g")->flags, FUNC_TEST | FUNC_THROWS);
	cr_assert_eq(func_named(unit, "__init__")->flags,
	        FUNC_ASYNC | FUNC_METHOD | FUNC_CONSTRUCTOR | FUNC_EXPORTED | FUNC_TEST |
	                FUNC_THROWS | FUNC_GUARDED);
	arena_free(&arena);
}

Test(py, names_and_return_types)
{
	struct arena arena = {0};
	struct unit *unit = golden_lower(&arena,
	        "from a.b import T as U\ndef f(x: U, y: 'm.V', z: int | str) -> Optional[U]: pass\n",
	        "a.py")
	                            .unit;
	const struct func *func = func_named(unit, "f");

	cr_assert_str_eq(func->return_type, "T");
	cr_assert_eq(func->param_count, 3);
	cr_assert_str_eq(func->param_names[2], "z");
	cr_assert_str_eq(func->insns.at[1].name, "T");
	cr_assert_str_eq(func->insns.at[3].name, "V");
	cr_assert_null(func->insns.at[5].name);
	cr_assert_eq(func->name_span.start, 27);
	arena_free(&arena);
}

/* ---- code in strings ---- */

static void expect_embed(const char *python, const char *code, uint32_t offset, struct location at)
{
	struct arena arena = {0};
	struct unit *unit = golden_lower(&arena, python, "a.py").unit;
	const struct embed *embed = &unit->embeds.at[0];
	struct location found;

	cr_assert_eq(unit->embeds.n, 1, "%s: %u", python, unit->embeds.n);
	cr_assert_str_eq(embed->source->bytes, code);
	cr_assert_eq(embed->source->length, strlen(code));
	cr_assert_eq(embed->language, LANG_JAVASCRIPT);
	cr_assert_eq(unit->funcs.at[embed->func]->insns.at[embed->value].op, OP_CONST);
	found = source_locate(embed->source, offset);
	cr_assert_eq(found.line, at.line, "%s: line %u", python, found.line);
	cr_assert_eq(found.column, at.column, "%s: column %u", python, found.column);
	arena_free(&arena);
}

Test(py, strings_that_are_arguments_may_be_code)
{
	expect_embed("run('let a = 1')", "let a = 1", 4, (struct location){1, 10});
	expect_embed("é = 'é'; run('''é\nb = 1''')", "é\nb = 1", 3, (struct location){2, 1});
	expect_embed("run('a\\tb\\n' \"cd\")", "a\tb\ncd", 4, (struct location){1, 15});
	expect_embed("run(r'\\d' '\\x41\\u20acB')", "\\dA€B", 6, (struct location){1, 22});
	expect_embed("run(x='''a\r\n  b\r\nc''')", "a\n  b\nc", 6, (struct location){3, 1});
	expect_embed("run(f'a{{b}}c')", "a{b}c", 4, (struct location){1, 13});
	expect_embed("code = '''\nlet a\n'''\nrun(code)", "\nlet a\n", 1, (struct location){2, 1});
	expect_embed("def f(): run(code)\ncode = 'let a'", "let a", 0, (struct location){2, 9});
}

Test(py, other_strings_are_not)
{
	struct arena arena = {0};
	const char *const texts[] = {"x = 'let a'", "run('')", "run(b'let a')", "run(f'let {a}')",
	        "c = 'let a'\nc = 'let b'\nrun(c)", "run(['let a'])", "def f(c='let a'): run(c)"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		cr_assert_eq(
		        golden_lower(&arena, texts[i], "a.py").unit->embeds.n, 0, "%s", texts[i]);
	arena_free(&arena);
}

Test(py, embedded_code_gives_its_last_value)
{
	struct arena arena = {0};
	const char *const with[] = {
	        "a = 1\na", "f()  # c\n", "a, b", "await f()", "\n  f()\n  g()\n"};
	const char *const without[] = {"f();", "f() ;\n", "a = 1", "import a", "def f(): a", ""};

	for (size_t i = 0; i < sizeof(with) / sizeof(*with); i++)
		cr_assert_neq(terminator(lower_embedded(&arena, with[i])->funcs.at[0])->a, 0, "%s",
		        with[i]);
	for (size_t i = 0; i < sizeof(without) / sizeof(*without); i++)
		cr_assert_eq(terminator(lower_embedded(&arena, without[i])->funcs.at[0])->a, 0,
		        "%s", without[i]);
	arena_free(&arena);
}

/* ---- inputs that no program is ---- */

Test(py, depth_is_limited_and_noted)
{
	struct arena arena = {0};
	static const char *const parts[][3] = {{"(", "a", ")"}, {"[", "", "]"}, {"-", "a", ""},
	        {"not ", "a", ""}, {"lambda: ", "a", ""}, {"", "a", ".b()"}, {"f(", "", ")"}};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *text = golden_nest(&arena, TIMES, "", parts[i], "\n");
		struct front_result result = golden_lower(&arena, text, "a.py");

		cr_assert_gt(result.notes.n, 0, "%s", parts[i][0]);
		cr_assert_gt(result.unit->unread, 0);
	}
	arena_free(&arena);
}

Test(py, long_chains_are_read)
{
	struct arena arena = {0};
	static const char *const parts[][3] = {{"a + ", "a", ""}, {"a and ", "a", ""},
	        {"a = ", "b", ""}, {"'a' ", "'b'", ""}, {"", "if a: b\n", "elif c: d\n"}};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *text = golden_nest(&arena, TIMES, "", parts[i], "\n");

		cr_assert_eq(golden_lower(&arena, text, "a.py").notes.n, 0, "%s", parts[i][0]);
	}
	arena_free(&arena);
}

Test(py, cleanups_in_cleanups_are_limited)
{
	struct arena arena = {0};
	struct buf out = {0};

	for (int i = 0; i < 25; i++) {
		buf_printf(&out, "%*stry:\n%*sa()\n", i, "", i + 1, "");
		buf_printf(&out, "%*sfinally:\n", i, "");
	}
	buf_printf(&out, "%*spass\n", 25, "");
	cr_assert_gt(golden_lower(&arena, out.at, "a.py").unit->unread, 0);
	buf_free(&out);
	arena_free(&arena);
}

Test(py, broken_inputs)
{
	struct arena arena = {0};
	static const char *const texts[] = {"", "\xef\xbb\xbfx = 1\r\ny = 2\r\n", "\"\"\"", "f\"{",
	        "x = f\"{a", "class", "def", "lambda", "[x for", "match x:\n case",
	        "try:\n  import a\nexcept\n", "from . import (", "f(\"\\",
	        "f(\"\\x\")\nf(\"\\N{\")", "\tif x:\n\t\ty\n\telse:\n\t  z\n",
	        "\xff\xfe = \"\xff\"\n\xc3(\n", "return", "break", "a += b: c", "def f(", "@",
	        "with", "x: ", "global", "yield", "del", "case"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		golden_lower(&arena, texts[i], "a.py");
	arena_free(&arena);
}

Test(py, nul_is_a_byte_like_any_other)
{
	struct arena arena = {0};
	static const char text[] = "f('a\0b')\n\0g()\n";
	struct source *source = source_new(&arena, "a.py", text, sizeof(text) - 1);
	struct unit *unit = front_for_path("a.py")->lower(&arena, source, "a.py", NULL).unit;

	cr_assert_null(unit_verify(unit));
	arena_free(&arena);
}

Test(py, syntax_errors_are_noted_in_place)
{
	struct arena arena = {0};
	struct front_result result = golden_lower(&arena, "f(a)\n{% if x %}\ng(b)\n", "a.py");

	cr_assert_gt(result.notes.n, 0);
	cr_assert_eq(result.notes.at[0].span.start, 5);
	cr_assert_str_eq(result.notes.at[0].message, "syntax error");
	arena_free(&arena);
}
