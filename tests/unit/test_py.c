/* The Python front end: IR of snippets, code in strings, exports, and inputs that no program is. */
#include "front/front.h"

#include <criterion/criterion.h>

static struct front_result lower(struct arena *arena, const char *text, const char *path)
{
	struct source *source = source_new(arena, path, text, (uint32_t)strlen(text));
	struct front_result result = front_for_path(path)->lower(arena, source, path);

	cr_assert_not_null(result.unit);
	cr_assert_null(unit_verify(result.unit), "%s\n%s", unit_verify(result.unit), text);
	return result;
}

/* The unit as runPython would be given it. */
static struct unit *lower_embedded(struct arena *arena, const char *text)
{
	struct source *file = source_new(arena, "x.js", text, (uint32_t)strlen(text));
	struct source *source = source_slice(arena, file, (struct span){0, file->length});
	struct unit *unit = front_for_language(LANG_PYTHON)->lower(arena, source, "x.py").unit;

	cr_assert_null(unit_verify(unit));
	return unit;
}

static bool is_head(struct str line)
{
	return str_starts(line, "unit ") || str_starts(line, "export ") ||
	        str_starts(line, "embed ");
}

/* The functions of a unit without the lines about the unit itself. */
static const char *printed(struct arena *arena, const struct unit *unit)
{
	struct buf all = {0}, out = {0};
	const char *text, *end;

	unit_print_short(unit, &all);
	for (text = all.at; *text; text = end) {
		struct str line;

		end = strchr(text, '\n') + 1;
		line = (struct str){text, (size_t)(end - text)};
		if (!is_head(line))
			buf_add(&out, line.at, line.n);
	}
	text = arena_strndup(arena, out.at, out.n);
	buf_free(&all);
	buf_free(&out);
	return text;
}

static void expect(const char *python, const char *ir)
{
	struct arena arena = {0};
	const char *got = printed(&arena, lower(&arena, python, "a.py").unit);

	cr_assert_str_eq(got, ir, "%s\ngave\n%s", python, got);
	arena_free(&arena);
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

Test(py, imports_bind_what_they_import)
{
	expect("import js\n"
	       "import a.b, c.d as e\n"
	       "from js import setTimeout as later\n"
	       "from ..m import x\n"
	       "later(js, a.b, e, x, len, unknown)\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = global js.setTimeout\n"
	        "  %2 = global js\n"
	        "  %3 = global a\n"
	        "  %4 = field %3, b\n"
	        "  %5 = global c.d\n"
	        "  %6 = global \"..m.x\"\n"
	        "  %7 = global builtins.len\n"
	        "  %8 = global unknown\n"
	        "  %9 = call %1(%2, %4, %5, %6, %7, %8)\n"
	        "  drop %9\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, a_fallback_is_seen_through)
{
	expect("proxy = None\n"
	       "try:\n"
	       "    from pyodide.ffi import proxy\n"
	       "except ImportError:\n"
	       "    def proxy(f): return f\n"
	       "proxy(g)\n",
	        "body throws {\n"
	        "  var proxy exported\n"
	        "b0:\n"
	        "  %1 = const null\n"
	        "  store proxy, %1\n"
	        "  jump b3\n"
	        "b1:\n"
	        "  %4 = global pyodide.ffi.proxy\n"
	        "  %5 = global g\n"
	        "  %6 = call %4(%5)\n"
	        "  drop %6\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  %9 = any () !hidden\n"
	        "  branch caught \"ImportError\" %9 ? b5 : b6\n"
	        "b3: unwind b2\n"
	        "  %11 = global builtins.__import__ !hidden\n"
	        "  %12 = call %11() !hidden\n"
	        "  jump b4\n"
	        "b4:\n"
	        "  jump b1\n"
	        "b5:\n"
	        "  %15 = closure proxy\n"
	        "  store proxy, %15\n"
	        "  jump b1\n"
	        "b6:\n"
	        "  throw %9 !hidden\n"
	        "}\n"
	        "func proxy(f) exported throws guarded {\n"
	        "  var f\n"
	        "b0:\n"
	        "  %1 = param 0\n"
	        "  store f, %1\n"
	        "  %3 = load f\n"
	        "  return %3\n"
	        "}\n");
}

Test(py, an_import_that_is_also_assigned_is_a_variable)
{
	expect("if a:\n"
	       "    from m import b\n"
	       "else:\n"
	       "    b = c()\n"
	       "b()\n",
	        "body throws {\n"
	        "  var b exported\n"
	        "b0:\n"
	        "  %1 = global a\n"
	        "  branch truth %1 ? b2 : b3\n"
	        "b1:\n"
	        "  %3 = load b\n"
	        "  %4 = call %3()\n"
	        "  drop %4\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  %7 = global m.b\n"
	        "  store b, %7\n"
	        "  jump b1\n"
	        "b3:\n"
	        "  %10 = global c\n"
	        "  %11 = call %10()\n"
	        "  store b, %11\n"
	        "  jump b1\n"
	        "}\n");
}

Test(py, one_star_import_explains_free_names)
{
	expect("from pyscript import *\n"
	       "when(len)\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = global pyscript.when\n"
	        "  %2 = global builtins.len\n"
	        "  %3 = call %1(%2)\n"
	        "  drop %3\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, nonlocal_and_global_reach_out)
{
	expect("def f():\n"
	       "    global made\n"
	       "    n = 0\n"
	       "    def g():\n"
	       "        nonlocal n\n"
	       "        n = made\n"
	       "    made = g\n",
	        "body throws {\n"
	        "  var made exported\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = closure f\n"
	        "  store f, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f() exported throws {\n"
	        "  var n\n"
	        "  var g\n"
	        "b0:\n"
	        "  %1 = const number \"0\"\n"
	        "  store n, %1\n"
	        "  %3 = closure g\n"
	        "  store g, %3\n"
	        "  %5 = load g\n"
	        "  store made, %5\n"
	        "  return !hidden\n"
	        "}\n"
	        "func g() throws in f {\n"
	        "b0:\n"
	        "  %1 = load made\n"
	        "  store n, %1\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, class_bodies_are_fields_and_methods_have_this)
{
	expect("class A(B):\n"
	       "    size = 3\n"
	       "    other = size\n"
	       "    def __init__(self, a: \"P | None\", *rest, b: Optional[Q] = None, **kw):\n"
	       "        self.a = a\n"
	       "    @classmethod\n"
	       "    def make(cls): return cls\n"
	       "    @staticmethod\n"
	       "    def pure(a): pass\n"
	       "    @property\n"
	       "    @cached\n"
	       "    def p(self): return size\n",
	        "body throws {\n"
	        "  var A exported\n"
	        "b0:\n"
	        "  %1 = class A\n"
	        "  %2 = const number \"3\"\n"
	        "  setfield %1, size, %2\n"
	        "  %4 = field %1, size\n"
	        "  setfield %1, other, %4\n"
	        "  %6 = closure __init__\n"
	        "  setfield %1, __init__, %6\n"
	        "  %8 = closure make\n"
	        "  setfield %1, make, %8\n"
	        "  %10 = closure pure\n"
	        "  setfield %1, pure, %10\n"
	        "  %12 = global cached\n"
	        "  %13 = closure p\n"
	        "  %14 = call %12(%13)\n"
	        "  setfield %1, p, %14\n"
	        "  store A, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func __init__(a, rest, b, kw) method constructor exported throws class A {\n"
	        "  var self\n"
	        "  var a type \"P\"\n"
	        "  var rest\n"
	        "  var b type \"Q\"\n"
	        "  var kw\n"
	        "b0:\n"
	        "  %1 = this\n"
	        "  store self, %1\n"
	        "  %3 = param 0 \"P\"\n"
	        "  store a, %3\n"
	        "  %5 = param 1\n"
	        "  store rest, %5\n"
	        "  %7 = param 2 \"Q\"\n"
	        "  store b, %7\n"
	        "  %9 = param 3\n"
	        "  store kw, %9\n"
	        "  %11 = load a\n"
	        "  %12 = load self\n"
	        "  setfield %12, a, %11\n"
	        "  return !hidden\n"
	        "}\n"
	        "func make() method exported throws class A {\n"
	        "  var cls\n"
	        "b0:\n"
	        "  %1 = class A\n"
	        "  store cls, %1\n"
	        "  %3 = load cls\n"
	        "  return %3\n"
	        "}\n"
	        "func pure(a) exported throws class A {\n"
	        "  var a\n"
	        "b0:\n"
	        "  %1 = param 0\n"
	        "  store a, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func p() method exported throws class A {\n"
	        "  var self\n"
	        "b0:\n"
	        "  %1 = this\n"
	        "  store self, %1\n"
	        "  %3 = global size\n"
	        "  return %3\n"
	        "}\n");
}

Test(py, decorators_are_calls_from_the_inside_out)
{
	expect("@a\n"
	       "@b(1)\n"
	       "async def f(): yield 1\n",
	        "body throws {\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = global a\n"
	        "  %2 = global b\n"
	        "  %3 = const number \"1\"\n"
	        "  %4 = call %2(%3)\n"
	        "  %5 = closure f\n"
	        "  %6 = call %4(%5)\n"
	        "  %7 = call %1(%6)\n"
	        "  store f, %7\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f() async generator exported throws {\n"
	        "b0:\n"
	        "  %1 = const number \"1\"\n"
	        "  %2 = yield %1\n"
	        "  drop %2\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, with_calls_exit_on_every_way_out)
{
	expect("def f():\n"
	       "    with a() as p, b:\n"
	       "        if p:\n"
	       "            return p\n",
	        "body throws {\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = closure f\n"
	        "  store f, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f() exported throws {\n"
	        "  var p\n"
	        "b0:\n"
	        "  %1 = global a\n"
	        "  %2 = call %1()\n"
	        "  %3 = call %2.__enter__() !hidden\n"
	        "  jump b3\n"
	        "b1:\n"
	        "  %5 = any () !hidden\n"
	        "  %6 = call %2.__exit__() !hidden\n"
	        "  throw %5 !hidden\n"
	        "b2:\n"
	        "  return !hidden\n"
	        "b3: unwind b1\n"
	        "  store p, %3\n"
	        "  %10 = global b\n"
	        "  %11 = call %10.__enter__() !hidden\n"
	        "  jump b5\n"
	        "b4: unwind b1\n"
	        "  jump b12\n"
	        "b5:\n"
	        "  %14 = load p\n"
	        "  branch truth %14 ? b7 : b8\n"
	        "b6:\n"
	        "  jump b11\n"
	        "b7:\n"
	        "  %17 = load p\n"
	        "  jump b9\n"
	        "b8:\n"
	        "  jump b6\n"
	        "b9: unwind b1\n"
	        "  %20 = call %10.__exit__() !hidden\n"
	        "  jump b10\n"
	        "b10:\n"
	        "  %22 = call %2.__exit__() !hidden\n"
	        "  return %17\n"
	        "b11: unwind b1\n"
	        "  %24 = call %10.__exit__() !hidden\n"
	        "  jump b4\n"
	        "b12:\n"
	        "  %26 = call %2.__exit__() !hidden\n"
	        "  jump b2\n"
	        "}\n");
}

Test(py, async_with_awaits)
{
	expect("async def f():\n"
	       "    async with a as p:\n"
	       "        g(p)\n",
	        "body throws {\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = closure f\n"
	        "  store f, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f() async exported throws {\n"
	        "  var p\n"
	        "b0:\n"
	        "  %1 = global a\n"
	        "  %2 = call %1.__aenter__() !hidden\n"
	        "  %3 = await %2 !hidden\n"
	        "  jump b3\n"
	        "b1:\n"
	        "  %5 = any () !hidden\n"
	        "  %6 = call %1.__aexit__() !hidden\n"
	        "  %7 = await %6 !hidden\n"
	        "  throw %5 !hidden\n"
	        "b2:\n"
	        "  return !hidden\n"
	        "b3: unwind b1\n"
	        "  store p, %3\n"
	        "  %11 = global g\n"
	        "  %12 = load p\n"
	        "  %13 = call %11(%12)\n"
	        "  drop %13\n"
	        "  jump b4\n"
	        "b4:\n"
	        "  %16 = call %1.__aexit__() !hidden\n"
	        "  %17 = await %16 !hidden\n"
	        "  jump b2\n"
	        "}\n");
}

Test(py, a_manager_may_swallow)
{
	expect("with suppress(E):\n"
	       "    f()\n"
	       "g()\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = global suppress\n"
	        "  %2 = global E\n"
	        "  %3 = call %1(%2)\n"
	        "  %4 = call %3.__enter__() !hidden\n"
	        "  jump b3\n"
	        "b1:\n"
	        "  %6 = any () !hidden\n"
	        "  %7 = call %3.__exit__() !hidden\n"
	        "  branch ? %6 ? b2 : b5\n"
	        "b2:\n"
	        "  %9 = global g\n"
	        "  %10 = call %9()\n"
	        "  drop %10\n"
	        "  return !hidden\n"
	        "b3: unwind b1\n"
	        "  %13 = global f\n"
	        "  %14 = call %13()\n"
	        "  drop %14\n"
	        "  jump b4\n"
	        "b4:\n"
	        "  %17 = call %3.__exit__() !hidden\n"
	        "  jump b2\n"
	        "b5:\n"
	        "  throw %6 !hidden\n"
	        "}\n");
}

Test(py, finally_is_copied_to_every_way_out)
{
	expect("def f():\n"
	       "    for x in y:\n"
	       "        try:\n"
	       "            if x: break\n"
	       "            g(x)\n"
	       "        finally:\n"
	       "            h()\n"
	       "    else:\n"
	       "        k()\n",
	        "body throws {\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = closure f\n"
	        "  store f, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f() exported throws {\n"
	        "  var x\n"
	        "b0:\n"
	        "  %1 = global y\n"
	        "  %2 = iter %1\n"
	        "  jump b1\n"
	        "b1:\n"
	        "  branch done %2 ? b3 : b2\n"
	        "b2:\n"
	        "  %5 = next %2\n"
	        "  store x, %5\n"
	        "  jump b7\n"
	        "b3:\n"
	        "  %8 = global k\n"
	        "  %9 = call %8()\n"
	        "  drop %9\n"
	        "  jump b4\n"
	        "b4:\n"
	        "  return !hidden\n"
	        "b5:\n"
	        "  %13 = global h\n"
	        "  %14 = call %13()\n"
	        "  drop %14\n"
	        "  jump b1\n"
	        "b6:\n"
	        "  %17 = any () !hidden\n"
	        "  %18 = global h\n"
	        "  %19 = call %18()\n"
	        "  drop %19\n"
	        "  throw %17 !hidden\n"
	        "b7: unwind b6\n"
	        "  %22 = load x\n"
	        "  branch truth %22 ? b9 : b10\n"
	        "b8: unwind b6\n"
	        "  %24 = global g\n"
	        "  %25 = load x\n"
	        "  %26 = call %24(%25)\n"
	        "  drop %26\n"
	        "  jump b5\n"
	        "b9: unwind b6\n"
	        "  jump b11\n"
	        "b10: unwind b6\n"
	        "  jump b8\n"
	        "b11:\n"
	        "  %31 = global h\n"
	        "  %32 = call %31()\n"
	        "  drop %32\n"
	        "  jump b4\n"
	        "}\n");
}

Test(py, return_in_finally_wins)
{
	expect("def f():\n"
	       "    try:\n"
	       "        return g()\n"
	       "    finally:\n"
	       "        return h()\n",
	        "body throws {\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = closure f\n"
	        "  store f, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f() exported throws {\n"
	        "b0:\n"
	        "  jump b2\n"
	        "b1:\n"
	        "  %2 = any () !hidden\n"
	        "  %3 = global h\n"
	        "  %4 = call %3()\n"
	        "  return %4\n"
	        "b2: unwind b1\n"
	        "  %6 = global g\n"
	        "  %7 = call %6()\n"
	        "  jump b3\n"
	        "b3:\n"
	        "  %9 = global h\n"
	        "  %10 = call %9()\n"
	        "  return %10\n"
	        "}\n");
}

Test(py, handlers_are_tests)
{
	expect("try:\n"
	       "    f()\n"
	       "except (KeyError, m.E) as e:\n"
	       "    raise\n"
	       "except Exception:\n"
	       "    g()\n"
	       "else:\n"
	       "    h()\n",
	        "body throws {\n"
	        "  var e exported\n"
	        "b0:\n"
	        "  jump b3\n"
	        "b1:\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  %3 = any () !hidden\n"
	        "  branch caught \"KeyError|E\" %3 ? b5 : b6\n"
	        "b3: unwind b2\n"
	        "  %5 = global f\n"
	        "  %6 = call %5()\n"
	        "  drop %6\n"
	        "  jump b4\n"
	        "b4:\n"
	        "  %9 = global h\n"
	        "  %10 = call %9()\n"
	        "  drop %10\n"
	        "  jump b1\n"
	        "b5:\n"
	        "  store e, %3\n"
	        "  throw %3\n"
	        "b6:\n"
	        "  jump b7\n"
	        "b7:\n"
	        "  %16 = global g\n"
	        "  %17 = call %16()\n"
	        "  drop %17\n"
	        "  jump b1\n"
	        "}\n");
}

Test(py, conditions_are_told_apart)
{
	expect("if not (a is None or isinstance(b, (A, B)) and hasattr(c, \"m\")) and d != None:\n"
	       "    e()\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = global a\n"
	        "  branch null %1 ? b3 : b5\n"
	        "b1:\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  %4 = global e\n"
	        "  %5 = call %4()\n"
	        "  drop %5\n"
	        "  jump b1\n"
	        "b3:\n"
	        "  jump b1\n"
	        "b4:\n"
	        "  %9 = global d\n"
	        "  branch null %9 ? b3 : b2\n"
	        "b5:\n"
	        "  %11 = global b\n"
	        "  branch type \"A\" %11 ? b6 : b7\n"
	        "b6:\n"
	        "  %13 = global c\n"
	        "  branch member \"m\" %13 ? b3 : b4\n"
	        "b7:\n"
	        "  branch type \"B\" %11 ? b6 : b8\n"
	        "b8:\n"
	        "  jump b4\n"
	        "}\n");
}

Test(py, values_of_and_or_if)
{
	expect("x = a or b if c else None\n",
	        "body throws {\n"
	        "  var #0\n"
	        "  var #1\n"
	        "  var x exported\n"
	        "b0:\n"
	        "  %1 = global c\n"
	        "  branch truth %1 ? b1 : b2\n"
	        "b1:\n"
	        "  %3 = global a\n"
	        "  store #1, %3\n"
	        "  branch truth %3 ? b4 : b5\n"
	        "b2:\n"
	        "  %6 = const null\n"
	        "  store #0, %6\n"
	        "  jump b3\n"
	        "b3:\n"
	        "  %9 = load #0\n"
	        "  store x, %9\n"
	        "  return !hidden\n"
	        "b4:\n"
	        "  %12 = load #1\n"
	        "  store #0, %12\n"
	        "  jump b3\n"
	        "b5:\n"
	        "  %15 = global b\n"
	        "  store #1, %15\n"
	        "  jump b4\n"
	        "}\n");
}

Test(py, comprehensions_are_loops)
{
	expect("x = [g(y) for y in z if y]\n",
	        "body throws {\n"
	        "  var y\n"
	        "  var x exported\n"
	        "b0:\n"
	        "  %1 = make array ()\n"
	        "  %2 = global z\n"
	        "  %3 = iter %2\n"
	        "  jump b2\n"
	        "b1:\n"
	        "  store x, %1\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  branch done %3 ? b4 : b3\n"
	        "b3:\n"
	        "  %8 = next %3\n"
	        "  store y, %8\n"
	        "  %10 = load y\n"
	        "  branch truth %10 ? b6 : b5\n"
	        "b4:\n"
	        "  jump b1\n"
	        "b5:\n"
	        "  forget y\n"
	        "  jump b2\n"
	        "b6:\n"
	        "  %15 = global g\n"
	        "  %16 = load y\n"
	        "  %17 = call %15(%16)\n"
	        "  %18 = call %1.append(%17) !hidden\n"
	        "  jump b5\n"
	        "}\n");
}

Test(py, a_comprehension_has_its_own_names)
{
	expect("y = 1\n"
	       "x = {y: w async for y in y}\n"
	       "f(y)\n",
	        "body throws {\n"
	        "  var y#0 exported\n"
	        "  var y#1\n"
	        "  var x exported\n"
	        "b0:\n"
	        "  %1 = const number \"1\"\n"
	        "  store y#0, %1\n"
	        "  %3 = make object ()\n"
	        "  %4 = load y#0\n"
	        "  %5 = iter %4\n"
	        "  jump b2\n"
	        "b1:\n"
	        "  store x, %3\n"
	        "  %8 = global f\n"
	        "  %9 = load y#0\n"
	        "  %10 = call %8(%9)\n"
	        "  drop %10\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  branch done %5 ? b4 : b3\n"
	        "b3:\n"
	        "  %14 = next %5\n"
	        "  %15 = await %14\n"
	        "  store y#1, %15\n"
	        "  %17 = load y#1\n"
	        "  %18 = global w\n"
	        "  setindex %3, %17, %18 !hidden\n"
	        "  jump b5\n"
	        "b4:\n"
	        "  jump b1\n"
	        "b5:\n"
	        "  forget y#1\n"
	        "  jump b2\n"
	        "}\n");
}

Test(py, loops_have_else)
{
	expect("while f():\n"
	       "    if a: continue\n"
	       "    break\n"
	       "else:\n"
	       "    g()\n",
	        "body throws {\n"
	        "b0:\n"
	        "  jump b1\n"
	        "b1:\n"
	        "  %2 = global f\n"
	        "  %3 = call %2()\n"
	        "  branch truth %3 ? b2 : b3\n"
	        "b2:\n"
	        "  %5 = global a\n"
	        "  branch truth %5 ? b6 : b7\n"
	        "b3:\n"
	        "  %7 = global g\n"
	        "  %8 = call %7()\n"
	        "  drop %8\n"
	        "  jump b4\n"
	        "b4:\n"
	        "  return !hidden\n"
	        "b5:\n"
	        "  jump b4\n"
	        "b6:\n"
	        "  jump b1\n"
	        "b7:\n"
	        "  jump b5\n"
	        "}\n");
}

Test(py, unpacking)
{
	expect("a, b = b, a\n"
	       "c, (d, *e) = f()\n"
	       "g.h = i[j, 1:2] = k\n",
	        "body throws {\n"
	        "  var b exported\n"
	        "  var a exported\n"
	        "  var c exported\n"
	        "  var d exported\n"
	        "  var e exported\n"
	        "b0:\n"
	        "  %1 = load b\n"
	        "  %2 = load a\n"
	        "  store a, %1\n"
	        "  store b, %2\n"
	        "  %5 = global f\n"
	        "  %6 = call %5()\n"
	        "  %7 = iter %6\n"
	        "  %8 = next %7\n"
	        "  store c, %8\n"
	        "  %10 = next %7\n"
	        "  %11 = iter %10\n"
	        "  %12 = next %11\n"
	        "  store d, %12\n"
	        "  %14 = any (%11)\n"
	        "  store e, %14\n"
	        "  %16 = global k\n"
	        "  %17 = global g\n"
	        "  setfield %17, h, %16\n"
	        "  %19 = global i\n"
	        "  %20 = global j\n"
	        "  %21 = const number \"1\"\n"
	        "  %22 = const number \"2\"\n"
	        "  %23 = prim (%21, %22)\n"
	        "  %24 = make tuple (%20, %23)\n"
	        "  setindex %19, %24, %16\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, augmented)
{
	expect("a += 1\n"
	       "b.c -= d()\n"
	       "e[f()] = g\n"
	       "e[0] += h\n"
	       "l += [m]\n"
	       "n = n + o\n",
	        "body throws {\n"
	        "  var a exported\n"
	        "  var l exported\n"
	        "  var n exported\n"
	        "b0:\n"
	        "  %1 = load a\n"
	        "  %2 = const number \"1\"\n"
	        "  %3 = prim (%1, %2)\n"
	        "  store a, %3\n"
	        "  %5 = global b\n"
	        "  %6 = field %5, c\n"
	        "  %7 = global d\n"
	        "  %8 = call %7()\n"
	        "  %9 = prim (%6, %8)\n"
	        "  setfield %5, c, %9\n"
	        "  %11 = global g\n"
	        "  %12 = global e\n"
	        "  %13 = global f\n"
	        "  %14 = call %13()\n"
	        "  setindex %12, %14, %11\n"
	        "  %16 = global e\n"
	        "  %17 = const number \"0\"\n"
	        "  %18 = index %16, %17\n"
	        "  %19 = global h\n"
	        "  %20 = prim (%18, %19)\n"
	        "  setindex %16, %17, %20\n"
	        "  %22 = load l\n"
	        "  %23 = global m\n"
	        "  %24 = make array (%23)\n"
	        "  %25 = call %22.extend(%24)\n"
	        "  %26 = load n\n"
	        "  %27 = global o\n"
	        "  %28 = any (%26, %27)\n"
	        "  store n, %28\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, deletion)
{
	expect("def f(a):\n"
	       "    del a, b[0], c.d\n",
	        "body throws {\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = closure f\n"
	        "  store f, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f(a) exported throws {\n"
	        "  var a\n"
	        "b0:\n"
	        "  %1 = param 0\n"
	        "  store a, %1\n"
	        "  forget a\n"
	        "  %4 = global b\n"
	        "  %5 = const number \"0\"\n"
	        "  %6 = call %4.__delitem__(%5) !hidden\n"
	        "  %7 = global c\n"
	        "  %8 = const string \"d\"\n"
	        "  %9 = call %7.__delattr__(%8) !hidden\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, match_is_tests_and_captures)
{
	expect("match f():\n"
	       "    case None: a()\n"
	       "    case P(x, y=z) if x: b(z)\n"
	       "    case [1, *r] | None: c(r)\n"
	       "    case w: d(w)\n",
	        "body throws {\n"
	        "  var x exported\n"
	        "  var z exported\n"
	        "  var r exported\n"
	        "  var w exported\n"
	        "b0:\n"
	        "  %1 = global f\n"
	        "  %2 = call %1()\n"
	        "  branch null %2 ? b3 : b2\n"
	        "b1:\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  branch type \"P\" %2 ? b5 : b4\n"
	        "b3:\n"
	        "  %6 = global a\n"
	        "  %7 = call %6()\n"
	        "  drop %7\n"
	        "  jump b1\n"
	        "b4:\n"
	        "  branch ? %2 ? b10 : b9\n"
	        "b5:\n"
	        "  store x, %2\n"
	        "  %12 = field %2, y\n"
	        "  store z, %12\n"
	        "  %14 = load x\n"
	        "  branch truth %14 ? b6 : b4\n"
	        "b6:\n"
	        "  %16 = global b\n"
	        "  %17 = load z\n"
	        "  %18 = call %16(%17)\n"
	        "  drop %18\n"
	        "  jump b1\n"
	        "b7:\n"
	        "  store w, %2\n"
	        "  %22 = global d\n"
	        "  %23 = load w\n"
	        "  %24 = call %22(%23)\n"
	        "  drop %24\n"
	        "  jump b1\n"
	        "b8:\n"
	        "  %27 = global c\n"
	        "  %28 = load r\n"
	        "  %29 = call %27(%28)\n"
	        "  drop %29\n"
	        "  jump b1\n"
	        "b9:\n"
	        "  branch null %2 ? b12 : b7\n"
	        "b10:\n"
	        "  %33 = any (%2)\n"
	        "  branch ? %33 ? b11 : b9\n"
	        "b11:\n"
	        "  %35 = any (%2)\n"
	        "  store r, %35\n"
	        "  jump b8\n"
	        "b12:\n"
	        "  jump b8\n"
	        "}\n");
}

Test(py, lambda_holds_its_defaults)
{
	expect("f(lambda e, p=q: p(e))\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = global f\n"
	        "  %2 = global q\n"
	        "  %3 = any (%2) !hidden\n"
	        "  %4 = closure #1\n"
	        "  %5 = call %1(%4)\n"
	        "  drop %5\n"
	        "  return !hidden\n"
	        "}\n"
	        "func #1(e, p) throws {\n"
	        "  var e\n"
	        "  var p\n"
	        "b0:\n"
	        "  %1 = param 0\n"
	        "  store e, %1\n"
	        "  %3 = param 1\n"
	        "  store p, %3\n"
	        "  %5 = load p\n"
	        "  %6 = load e\n"
	        "  %7 = call %5(%6)\n"
	        "  return %7\n"
	        "}\n");
}

Test(py, walrus_stores)
{
	expect("if (n := f()) is not None:\n"
	       "    g(n)\n",
	        "body throws {\n"
	        "  var n exported\n"
	        "b0:\n"
	        "  %1 = global f\n"
	        "  %2 = call %1()\n"
	        "  store n, %2\n"
	        "  branch null %2 ? b3 : b2\n"
	        "b1:\n"
	        "  return !hidden\n"
	        "b2:\n"
	        "  %6 = global g\n"
	        "  %7 = load n\n"
	        "  %8 = call %6(%7)\n"
	        "  drop %8\n"
	        "  jump b1\n"
	        "b3:\n"
	        "  jump b1\n"
	        "}\n");
}

Test(py, yields)
{
	expect("def f():\n"
	       "    x = yield\n"
	       "    yield from g(x)\n",
	        "body throws {\n"
	        "  var f exported\n"
	        "b0:\n"
	        "  %1 = closure f\n"
	        "  store f, %1\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f() generator exported throws {\n"
	        "  var x\n"
	        "b0:\n"
	        "  %1 = const null\n"
	        "  %2 = yield %1\n"
	        "  store x, %2\n"
	        "  %4 = global g\n"
	        "  %5 = load x\n"
	        "  %6 = call %4(%5)\n"
	        "  %7 = iter %6\n"
	        "  jump b1\n"
	        "b1:\n"
	        "  branch done %7 ? b3 : b2\n"
	        "b2:\n"
	        "  %10 = next %7\n"
	        "  %11 = yield %10\n"
	        "  jump b1\n"
	        "b3:\n"
	        "  %13 = any ()\n"
	        "  drop %13\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, assert_and_raise)
{
	expect("assert a, b()\n"
	       "raise E(1) from c\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = global a\n"
	        "  branch truth %1 ? b1 : b2\n"
	        "b1:\n"
	        "  %3 = global E\n"
	        "  %4 = const number \"1\"\n"
	        "  %5 = call %3(%4)\n"
	        "  %6 = global c\n"
	        "  throw %5\n"
	        "b2:\n"
	        "  %8 = global b\n"
	        "  %9 = call %8()\n"
	        "  %10 = global builtins.AssertionError\n"
	        "  throw %10\n"
	        "}\n");
}

Test(py, typing_cast)
{
	expect("from typing import cast\n"
	       "x: \"JsProxy\" = cast(\"Foo\", f())\n",
	        "body throws {\n"
	        "  var x type \"JsProxy\" exported\n"
	        "b0:\n"
	        "  %1 = global f\n"
	        "  %2 = call %1()\n"
	        "  %3 = cast %2, Foo\n"
	        "  store x, %3\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, python_2)
{
	expect("print \"a\", b\n"
	       "exec c\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = const string \"a\"\n"
	        "  %2 = global b\n"
	        "  %3 = global builtins.print\n"
	        "  %4 = call %3(%1, %2)\n"
	        "  %5 = global c\n"
	        "  %6 = global builtins.exec\n"
	        "  %7 = call %6(%5)\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, strings)
{
	expect("f(\"a\\tb\" 'c', r\"\\d\", b\"x\", f\"{{x\", f\"a{b!r:>{c}}\", \"\\x41\\u20ac\")\n",
	        "body throws {\n"
	        "b0:\n"
	        "  %1 = global f\n"
	        "  %2 = const string \"a\\x09bc\"\n"
	        "  %3 = const string \"\\\\d\"\n"
	        "  %4 = const other\n"
	        "  %5 = const string \"{x\"\n"
	        "  %6 = global b\n"
	        "  %7 = global c\n"
	        "  %8 = prim (%6, %7)\n"
	        "  %9 = const string \"A€\"\n"
	        "  %10 = call %1(%2, %3, %4, %5, %8, %9)\n"
	        "  drop %10\n"
	        "  return !hidden\n"
	        "}\n");
}

Test(py, syntax_errors_hide_little)
{
	expect("f(a)\n"
	       "{{ x %% }}\n"
	       "g(b) $\n"
	       "def h(:\n"
	       "i()\n",
	        "body throws {\n"
	        "  var h exported\n"
	        "b0:\n"
	        "  %1 = global f\n"
	        "  %2 = global a\n"
	        "  %3 = call %1(%2)\n"
	        "  drop %3\n"
	        "  %5 = global x\n"
	        "  %6 = make set (%5)\n"
	        "  %7 = make set (%6)\n"
	        "  drop %7\n"
	        "  %9 = global g\n"
	        "  %10 = global b\n"
	        "  %11 = call %9(%10)\n"
	        "  drop %11\n"
	        "  %13 = closure h\n"
	        "  store h, %13\n"
	        "  %15 = global i\n"
	        "  %16 = call %15()\n"
	        "  drop %16\n"
	        "  return !hidden\n"
	        "}\n"
	        "func h() exported throws {\n"
	        "b0:\n"
	        "  return !hidden\n"
	        "}\n");
}

/* ---- what is around the IR ---- */

Test(py, module_names_come_from_paths)
{
	struct arena arena = {0};

	cr_assert_str_eq(lower(&arena, "", "./pkg/a.py").unit->module, "pkg.a");
	cr_assert_str_eq(lower(&arena, "", "pkg/__init__.py").unit->module, "pkg");
	cr_assert_str_eq(lower(&arena, "", "a.pyi").unit->module, "a");
	arena_free(&arena);
}

Test(py, exports_are_the_names_of_the_module)
{
	struct arena arena = {0};
	struct unit *unit = lower(&arena,
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
	struct unit *unit = lower(&arena,
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
	struct unit *unit = lower(&arena,
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
	struct unit *unit = lower(&arena, python, "a.py").unit;
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
	expect_embed("run('a\\tb\\n' \"cd\")", "a\tb\ncd", 4, (struct location){1, 14});
	expect_embed("run(r'\\d' '\\x41\\u20acB')", "\\dA€B", 6, (struct location){1, 22});
	expect_embed("run(x='''a\r\n  b\r\nc''')", "a\n  b\nc", 6, (struct location){3, 1});
	expect_embed("run(f'a{{b}}c')", "a{b}c", 4, (struct location){1, 13});
	expect_embed("code = '''\nlet a\n'''\nrun(code)", "\nlet a\n", 1, (struct location){2, 1});
	expect_embed("def f(): run(code)\ncode = 'let a'", "let a", 0, (struct location){2, 9});
}

Test(py, other_strings_are_not)
{
	struct arena arena = {0};
	const char *const texts[] = {"x = 'let a'", "run('abc')", "run(b'let a')",
	        "run(f'let {a}')", "c = 'let a'\nc = 'let b'\nrun(c)", "run(['let a'])",
	        "def f(c='let a'): run(c)"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		cr_assert_eq(lower(&arena, texts[i], "a.py").unit->embeds.n, 0, "%s", texts[i]);
	arena_free(&arena);
}

Test(py, embedded_code_gives_its_last_value)
{
	struct arena arena = {0};
	const char *const with[] = {
	        "a = 1\na", "f()  # c\n", "a, b", "await f()", "\n  f()\n  g()\n"};
	const char *const without[] = {"f();", "f() ;\n", "a = 1", "import a", "if a: b", ""};

	for (size_t i = 0; i < sizeof(with) / sizeof(*with); i++)
		cr_assert_neq(terminator(lower_embedded(&arena, with[i])->funcs.at[0])->a, 0, "%s",
		        with[i]);
	for (size_t i = 0; i < sizeof(without) / sizeof(*without); i++)
		cr_assert_eq(terminator(lower_embedded(&arena, without[i])->funcs.at[0])->a, 0,
		        "%s", without[i]);
	arena_free(&arena);
}

/* ---- inputs that no program is ---- */

static const char *repeated(
        struct arena *arena, const char *text, const char *middle, const char *after)
{
	enum { TIMES = 10000 };
	struct buf out = {0};
	const char *copy;

	for (int i = 0; i < TIMES; i++)
		buf_text(&out, text);
	buf_text(&out, middle);
	for (int i = 0; i < TIMES; i++)
		buf_text(&out, after);
	buf_char(&out, '\n');
	copy = arena_strndup(arena, out.at, out.n);
	buf_free(&out);
	return copy;
}

Test(py, depth_is_limited_and_noted)
{
	struct arena arena = {0};
	static const char *const parts[][3] = {{"(", "a", ")"}, {"[", "", "]"}, {"-", "a", ""},
	        {"not ", "a", ""}, {"lambda: ", "a", ""}, {"", "a", ".b()"}, {"f(", "", ")"}};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const char *text = repeated(&arena, parts[i][0], parts[i][1], parts[i][2]);
		struct front_result result = lower(&arena, text, "a.py");

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
		const char *text = repeated(&arena, parts[i][0], parts[i][1], parts[i][2]);

		cr_assert_eq(lower(&arena, text, "a.py").notes.n, 0, "%s", parts[i][0]);
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
	cr_assert_gt(lower(&arena, out.at, "a.py").unit->unread, 0);
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
		lower(&arena, texts[i], "a.py");
	arena_free(&arena);
}

Test(py, nul_is_a_byte_like_any_other)
{
	struct arena arena = {0};
	static const char text[] = "f('a\0b')\n\0g()\n";
	struct source *source = source_new(&arena, "a.py", text, sizeof(text) - 1);
	struct unit *unit = front_for_path("a.py")->lower(&arena, source, "a.py").unit;

	cr_assert_null(unit_verify(unit));
	arena_free(&arena);
}

Test(py, syntax_errors_are_noted_in_place)
{
	struct arena arena = {0};
	struct front_result result = lower(&arena, "f(a)\n{% if x %}\ng(b)\n", "a.py");

	cr_assert_gt(result.notes.n, 0);
	cr_assert_eq(result.notes.at[0].span.start, 5);
	cr_assert_str_eq(result.notes.at[0].message, "syntax error");
	arena_free(&arena);
}
