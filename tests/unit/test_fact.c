/* Facts: the signature language, files with mistakes, and looking names up. */
#include "base/embed.h"
#include "fact/table.h"

#include <criterion/criterion.h>

static struct arena arena;
static struct fact_table *table;

static void setup(void)
{
	table = fact_table_new(&arena);
}

static void teardown(void)
{
	fact_table_free(table);
	arena_free(&arena);
}

TestSuite(fact, .init = setup, .fini = teardown);

static const char *add(const char *text)
{
	const char *error = NULL;

	if (fact_table_add(table, "f.toml", text, (uint32_t)strlen(text), &error))
		return NULL;
	return error;
}

/* One signature, read as the fact "f" of C. */
static const struct fact *read_one(const char *signature)
{
	const char *error = add(arena_printf(
	        &arena, "language = [\"c\"]\n[types.T]\n[facts]\n\"f\" = \"%s\"\n", signature));

	cr_assert_null(error, "%s", error);
	return fact_find(table, LANG_C, "f");
}

static void wrong_signature(const char *signature, unsigned column, const char *message)
{
	const char *error = add(arena_printf(
	        &arena, "language = [\"c\"]\n[types.T]\n[facts]\n\"f\" = \"%s\"\n", signature));

	cr_assert(error, "accepted: %s", signature);
	/* the signature begins in column 8 */
	cr_assert_str_eq(error, arena_printf(&arena, "f.toml:4:%u: %s", 7 + column, message));
}

static void wrong_file(const char *text, const char *expected)
{
	const char *error = add(text);

	cr_assert(error, "accepted: %s", text);
	cr_assert_str_eq(error, expected);
}

/* ---- signatures ---- */

Test(fact, effects)
{
	const struct fact *fact = read_one("(self: releases, a: steals on success, b?: kept once, "
	                                   "c: misuse some-word, d: source python, ...: stored)");

	cr_assert(fact->has_params);
	cr_assert_eq(fact->param_count, 6);
	cr_assert_eq(fact->params[0].effect, EFFECT_RELEASES);
	cr_assert(fact->params[1].on_success);
	cr_assert_eq(fact->params[2].effect, EFFECT_KEPT_ONCE);
	cr_assert(fact->params[2].optional);
	cr_assert_str_eq(fact->params[3].word, "some-word");
	cr_assert_eq(fact->params[4].language, LANG_PYTHON);
	cr_assert_eq(fact->params[4].source, SOURCE_CODE);
	cr_assert(fact->params[5].rest);
	cr_assert_eq(fact->params[5].effect, EFFECT_STORES);
	cr_assert_eq(fact->origin, ORIGIN_UNKNOWN);
}

Test(fact, conditions)
{
	const struct fact *fact = read_one(
	        "(a: kept once when once else kept, b: misuse w for T unless x y, **rest)");
	const struct fact_param *a = &fact->params[0], *b = &fact->params[1];

	cr_assert_str_eq(a->when[0], "once");
	cr_assert_null(a->when[1]);
	cr_assert_eq(a->otherwise->effect, EFFECT_KEPT);
	cr_assert_str_eq(b->callback, "T");
	cr_assert_str_eq(b->unless[1], "y");
	cr_assert_null(b->unless[2]);
	cr_assert_null(b->otherwise);
	cr_assert(fact->params[2].keywords);
}

Test(fact, callbacks)
{
	const struct fact *fact = read_one(
	        "(self, a: called with item of self, b: managed with result, c: kept with new T)");

	cr_assert_str_eq(fact->params[1].callback, "item of self");
	cr_assert_str_eq(fact->params[2].callback, "result");
	cr_assert_str_eq(fact->params[3].callback, "new T");
}

Test(fact, results)
{
	const struct fact *fact = read_one("(a) -> promise of maybe new T or null nothrow");

	cr_assert(fact->promise && fact->maybe && fact->nullable && fact->nothrow);
	cr_assert_eq(fact->origin, ORIGIN_NEW);
	cr_assert_str_eq(fact->type, "T");
	fact = read_one("(list, i) -> borrowed from list T or null");
	cr_assert_eq(fact->origin, ORIGIN_BORROWED);
	cr_assert_str_eq(fact->from, "list");
	cr_assert_str_eq(fact->type, "T");
	fact = read_one("(a) -> alias of self misuse some-word");
	cr_assert_eq(fact->origin, ORIGIN_ALIAS);
	cr_assert_null(fact->type);
	cr_assert_str_eq(fact->misuse, "some-word");
	fact = read_one("(a, b: filled on success with new T, ...?) -> found");
	cr_assert_eq(fact->origin, ORIGIN_FOUND);
	cr_assert(fact->params[1].on_success && fact->params[2].rest && fact->params[2].optional);
	fact = read_one("(a: replaced) -> truth");
	cr_assert_eq(fact->origin, ORIGIN_TRUTH);
	cr_assert_eq(fact->params[0].effect, EFFECT_REPLACED);
	fact = read_one("() -> new T or nothing");
	cr_assert(fact->nullable && fact->absent);
	fact = read_one("(code: source c) -> result of source");
	cr_assert(fact->result_of_source);
	fact = read_one("(from, n) -> like alloc of from");
	cr_assert_str_eq(fact->like, "alloc");
	cr_assert_str_eq(fact->from, "from");
	fact = read_one("T");
	cr_assert(!fact->has_params);
	cr_assert_eq(fact->origin, ORIGIN_PLAIN);
	cr_assert_str_eq(fact->type, "T");
	fact = read_one("()");
	cr_assert(fact->has_params);
	cr_assert_eq(fact->param_count, 0);
	cr_assert_str_eq(fact->file, "f.toml");
	cr_assert_eq(fact->line, 4);
}

Test(fact, wrong_signatures)
{
	wrong_signature("(a: stealz)", 5, "unknown effect 'stealz', did you mean 'steals'?");
	wrong_signature("(a: zzzzzzzz)", 5, "unknown effect 'zzzzzzzz'");
	wrong_signature("(a: )", 5, "expected an effect, found ')'");
	wrong_signature("(a", 3, "expected ',' or ')', but the signature ends");
	wrong_signature("(a b)", 4, "expected ',' or ')', found 'b'");
	wrong_signature("(a, a)", 5, "parameter 'a' is there already");
	wrong_signature("(..., a)", 7, "no parameter can follow '...'");
	wrong_signature("(**)", 4, "expected a parameter, found ')'");
	wrong_signature("(a: kept with b)", 15,
	        "expected 'item of', 'result', 'borrowed' or 'new', found 'b'");
	wrong_signature("(a: kept else called)", 10, "'else' needs a 'when' or 'unless' before it");
	wrong_signature("(a: kept for T)", 10, "only a 'misuse' can be 'for' a type");
	wrong_signature(
	        "(a: source pyton)", 12, "unknown language 'pyton', did you mean 'python'?");
	wrong_signature("(a: misuse)", 11, "expected the name of the mistake, found ')'");
	wrong_signature("(a) -> primitiv", 8, "unknown type 'primitiv', did you mean 'primitive'?");
	wrong_signature("(a) -> new U", 12, "unknown type 'U', did you mean 'T'?");
	wrong_signature(
	        "(lst) -> borrowed from list", 24, "unknown parameter 'list', did you mean 'lst'?");
	wrong_signature("(a) -> borrowed of a", 17, "expected 'from', found 'of'");
	wrong_signature("(a) -> result of source", 8, "no parameter is 'source'");
	wrong_signature("(a) -> new or nil", 15, "expected 'null', found 'nil'");
	wrong_signature(
	        "(a) -> new T nothrw", 14, "unknown flag 'nothrw', did you mean 'nothrow'?");
	wrong_signature("(a) nothrow )", 13, "expected a flag or the end, found ')'");
	wrong_signature("", 1, "expected a result, but the signature ends");
	/* columns count bytes of the file, behind an escape as well */
	wrong_signature("(a,\\tb: stealz)", 9, "unknown effect 'stealz', did you mean 'steals'?");
}

/* ---- files ---- */

Test(fact, wrong_files)
{
	wrong_file("language = [\"phyton\"]\n",
	        "f.toml:1:13: unknown language 'phyton', did you mean 'python'?");
	wrong_file("language = \"python\"\n", "f.toml:1:12: expected an array, found a string");
	wrong_file("language = []\n", "f.toml:1:12: no language is named");
	wrong_file("language = [\"c\"]\n[typs.X]\n",
	        "f.toml:2:2: unknown key 'typs', did you mean 'types'?");
	wrong_file("[types.X]\nnoum = \"x\"\n",
	        "f.toml:2:1: unknown key 'noum', did you mean 'noun'?");
	wrong_file("[types.X]\nretention = \"weak\"\n",
	        "f.toml:2:13: retention is \"hard\" or \"soft\"");
	wrong_file(
	        "[types.X]\ncallable = 1\n", "f.toml:2:12: expected a boolean, found an integer");
	wrong_file("[types.X]\nextends = \"PyProxi\"\n[types.PyProxy]\n",
	        "f.toml:2:12: unknown type 'PyProxi', did you mean 'PyProxy'?");
	wrong_file("[facts]\n\"f\" = 3\n", "f.toml:2:7: expected a string, found an integer");
	wrong_file("[facts]\n\"f\" = { since = \"1\" }\n",
	        "f.toml:2:7: the signature is missing: is = \"...\"");
	wrong_file("[facts]\n\"f\" = { is = \"()\", sinze = \"1\" }\n",
	        "f.toml:2:20: unknown key 'sinze', did you mean 'since'?");
	wrong_file("[facts]\n\"f\" = { is = \"()\", since = \"new\" }\n",
	        "f.toml:2:28: a version is numbers with dots between them");
	wrong_file("[facts]\n\"f\" = []\n", "f.toml:2:7: expected at least one version");
	wrong_file("[facts]\n\"f\" = \"()\"\n\"f\" = \"()\"\n", "f.toml:3:1: `f` is given twice");
	wrong_file("[conventional]\nx = \"Nothing\"\n", "f.toml:2:6: unknown type 'Nothing'");
	wrong_file("[lifecycle]\noften_ = []\n",
	        "f.toml:2:1: unknown key 'often_', did you mean 'often'?");
	wrong_file(
	        "[errors]\n\"x\" = \"rule\"\n", "f.toml:2:7: a rule's name is \"resource/defect\"");
	wrong_file("[facts\n", "f.toml:1:1: syntax error: the header is not closed");
}

Test(fact, broken_file_changes_nothing)
{
	cr_assert(add("[facts]\n\"one\" = \"() -> null\"\n\"two\" = \"(\"\n"));
	cr_assert_null(fact_find(table, LANG_C, "one"));
}

Test(fact, later_files_win)
{
	cr_assert_null(add("[facts.javascript]\n\"setTimeout\" = \"() -> noreturn\"\n"));
	cr_assert_eq(fact_find(table, LANG_JAVASCRIPT, "setTimeout")->origin, ORIGIN_NORETURN);
	cr_assert_null(fact_find(table, LANG_PYTHON, "setTimeout"));
}

Test(fact, config_has_other_keys)
{
	cr_assert_null(
	        add("exclude = [\"x\"]\n[rules]\n\"a/b\" = \"off\"\n[facts]\n\"mine\" = \"()\"\n"));
	cr_assert(fact_find(table, LANG_ZIG, "mine"));
}

/* ---- versions ---- */

Test(fact, versions)
{
	const struct fact *first;

	cr_assert_null(add("[facts]\n\"v\" = [ { is = \"() -> null\", until = \"0.26\" },\n"
	                   "{ is = \"() -> status\", since = \"0.26\", until = \"0.28.3\" },\n"
	                   "{ is = \"() -> primitive\", since = \"0.28.3\" } ]\n"));
	first = fact_find(table, LANG_C, "v");
	cr_assert_eq(fact_pick(first, "0.25.1")->origin, ORIGIN_NULL);
	cr_assert_eq(fact_pick(first, "0.26")->origin, ORIGIN_STATUS);
	cr_assert_eq(fact_pick(first, "0.28")->origin, ORIGIN_STATUS);
	cr_assert_eq(fact_pick(first, "0.28.3")->origin, ORIGIN_PRIMITIVE);
	cr_assert_eq(fact_pick(first, "314.0.2")->origin, ORIGIN_PRIMITIVE);
	cr_assert_eq(fact_pick(first, NULL)->origin, ORIGIN_PRIMITIVE);
	cr_assert(fact_applies(first, "0.9"));
	cr_assert(!fact_applies(first, NULL));
	cr_assert_null(fact_pick(NULL, NULL));
	cr_assert_null(add("[facts]\n\"gone\" = { is = \"()\", until = \"0.26\" }\n"));
	cr_assert_null(fact_pick(fact_find(table, LANG_C, "gone"), "0.26"));
	/* who uses it and names no version runs an old one */
	cr_assert_not_null(fact_pick(fact_find(table, LANG_C, "gone"), NULL));
	cr_assert_eq(fact_find(table, LANG_C, "v")->line, 2);
	cr_assert_eq(fact_find(table, LANG_C, "v")->next_version->line, 3);
}

Test(fact, whose_versions)
{
	cr_assert_null(add("[facts]\n\"f\" = \"()\"\n[facts.c]\n\"g\" = \"()\"\n"
	                   "[facts.python]\n\"h\" = \"()\"\n"));
	cr_assert(!fact_find(table, LANG_C, "f")->of_python);
	cr_assert(fact_find(table, LANG_C, "g")->of_python);
	cr_assert(!fact_find(table, LANG_PYTHON, "h")->of_python);
	cr_assert_null(add("language = [\"python\"]\nversions = \"python\"\n[facts]\n"
	                   "\"h\" = \"()\"\n"));
	cr_assert(fact_find(table, LANG_PYTHON, "h")->of_python);
	wrong_file("language = [\"c\"]\nversions = \"ruby\"\n",
	        "f.toml:2:12: versions are those of \"python\" or \"pyodide\"");
}

/* ---- looking up ---- */

static const char *name_of(const struct fact *fact)
{
	return fact ? fact->name : "nothing";
}

static const char *member(const char *type, const char *name, bool call)
{
	return name_of(fact_member(table, LANG_JAVASCRIPT, type, name, call));
}

Test(fact, members)
{
	cr_assert_null(
	        add("language = [\"javascript\"]\n[types.A]\n[types.B]\nextends = \"A\"\n[facts]\n"
	            "\"A.own\" = \"()\"\n\"B.*\" = \"plain\"\n\"A.*()\" = \"()\"\n"
	            "\"A.kid\" = \"B\"\n\"B.()\" = \"()\"\n"));
	cr_assert_str_eq(member("B", "own", true), "A.own");
	cr_assert_str_eq(member("B", "else", false), "B.*");
	cr_assert_str_eq(member("B", "else", true), "A.*()");
	cr_assert_str_eq(member("A", "else", false), "nothing");
	cr_assert_str_eq(member("B", "@next", false), "nothing");
	cr_assert_str_eq(member("B", "new", true), "nothing");
	cr_assert_str_eq(member("B", "kid", false), "A.kid");
	cr_assert_str_eq(member("B", "kid", true), "B.()");
	cr_assert_str_eq(member("Unknown", "own", true), "nothing");
	cr_assert(fact_is_a(table, LANG_JAVASCRIPT, "B", "A"));
	cr_assert(fact_is_a(table, LANG_JAVASCRIPT, "B", "B"));
	cr_assert(!fact_is_a(table, LANG_JAVASCRIPT, "A", "B"));
}

Test(fact, endless_extends)
{
	cr_assert_null(add("[types.A]\nextends = \"B\"\n[types.B]\nextends = \"A\"\n"));
	cr_assert_null(fact_member(table, LANG_C, "A", "x", true));
	cr_assert(!fact_is_a(table, LANG_C, "A", "C"));
}

/* The last of the members `path` leads to from a value of `type`. */
static const char *python_member(const char *type, const char *first, const char *second)
{
	const struct fact *fact = fact_member(table, LANG_PYTHON, type, first, false);

	cr_assert(fact && fact->type, "%s.%s", type, first);
	return name_of(fact_member(table, LANG_PYTHON, fact->type, second, true));
}

Test(fact, global_object)
{
	cr_assert_str_eq(fact_find(table, LANG_PYTHON, "js")->type, "JsGlobalThis");
	cr_assert_str_eq(
	        python_member("JsGlobalThis", "window", "setTimeout"), "JsGlobalThis.setTimeout");
	cr_assert_str_eq(python_member("JsGlobalThis", "window", "URL"), "JsClass.()");
	cr_assert_str_eq(python_member("JsGlobalThis", "URL", "createObjectURL"),
	        "JsUrlClass.createObjectURL");
	cr_assert_str_eq(
	        python_member("JsGlobalThis", "MutationObserver", "new"), "JsKeeperClass.new");
	cr_assert_str_eq(python_member("JsGlobalThis", "whatever", "f"), "JsObject.*()");
	cr_assert_str_eq(python_member("JsDocument", "body", "addEventListener"),
	        "JsObject.addEventListener");
	cr_assert(
	        fact_type(table, LANG_JAVASCRIPT, fact_find(table, LANG_JAVASCRIPT, "window")->type)
	                ->scope);
}

Test(fact, declared_types)
{
	static const char *const rows[][2] = {
	        {"PyProxy", "PyProxy"},
	        {"PyCallable", "PyProxy"},
	        {"PyodideInterface | null", "PyodideAPI"},
	        {"null|PyodideInterface|undefined", "PyodideAPI"},
	        {"Promise<PyodideInterface>", "PyodideAPI"},
	        {"Awaited<ReturnType<typeof loadPyodide>>", "PyodideAPI"},
	        {"Base & PyodideAPI", "PyodideAPI"},
	        {"pyodide.ffi.PyProxy", "PyProxy"},
	        {"import(\"pyodide\").PyodideInterface", "PyodideAPI"},
	        {"(PyProxy)", "PyProxy"},
	        {"PyProxy[]", NULL},
	        {"Array<PyProxy>", NULL},
	        {"(x: PyProxy) => void", NULL},
	        {"Map<string, PyProxy>", "Map"},
	        {"string", NULL},
	        {"", NULL},
	        {"<", NULL},
	        {"a.", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *type = fact_declared(table, LANG_JAVASCRIPT, rows[i][0]);

		cr_assert(same(type, rows[i][1]), "%s: %s", rows[i][0], type ? type : "nothing");
	}
	cr_assert_str_eq(
	        fact_declared(table, LANG_PYTHON, "Optional['pyodide.ffi.JsProxy']"), "JsObject");
	cr_assert_str_eq(fact_declared(table, LANG_PYTHON, "dict[str, int]"), "dict");
	cr_assert_null(fact_declared(table, LANG_PYTHON, NULL));
}

Test(fact, words)
{
	uint32_t count;

	cr_assert_str_eq(fact_conventional(table, LANG_JAVASCRIPT, "pyodide"), "PyodideAPI");
	cr_assert_null(fact_conventional(table, LANG_PYTHON, "pyodide"));
	cr_assert_str_eq(fact_unmistakable(table, LANG_JAVASCRIPT, "callKwargs"), "PyProxy");
	cr_assert(fact_runs_once(table, LANG_PYTHON, "setup_ui"));
	cr_assert(fact_runs_often(table, LANG_PYTHON, "on_click"));
	cr_assert(!fact_runs_often(table, LANG_PYTHON, "once"));
	cr_assert_str_eq(
	        fact_rule_of_error(table,
	                "Error: This borrowed proxy was automatically destroyed at the end of a "
	                "function call. Try using create_proxy or create_once_callable."),
	        "callback/borrowed-escapes");
	cr_assert_str_eq(
	        fact_rule_of_error(table,
	                "This borrowed proxy was automatically destroyed. Try using create_proxy "
	                "or create_once_callable."),
	        "callback/borrowed-in-new");
	cr_assert_null(fact_rule_of_error(table, "out of memory"));
	cr_assert_eq(fact_source_language(table, LANG_JAVASCRIPT, "runPython"), LANG_PYTHON);
	cr_assert_eq(fact_source_language(table, LANG_PYTHON, "run_js"), LANG_JAVASCRIPT);
	cr_assert_eq(fact_source_language(table, LANG_JAVASCRIPT, "get"), LANG_NONE);
	cr_assert_eq(fact_source_language(table, LANG_JAVASCRIPT, "other"), LANG_NONE);
	fact_prefilter_words(table, LANG_NONE, &count);
	cr_assert(count > 0);
}

/* ---- what is shipped ---- */

static void check_pick(const struct fact *fact, enum effect effect, const char *type)
{
	cr_assert(fact);
	cr_assert_eq(fact->params[0].effect, effect);
	cr_assert(same(fact->type, type));
}

/* All that is built in, taken up and packed again, is the same. */
Test(fact, packing_loses_nothing)
{
	struct str bytes = {(const char *)embedded_facts[0].bytes, embedded_facts[0].length};
	struct unpack from = {.rest = bytes};
	struct buf out = {0};

	while (from.rest.n) {
		struct unpack rest;
		struct fact_file *file = fact_file_head(&arena, &from, &rest);

		fact_file_rest(&arena, &rest, file);
		cr_assert_not(from.broken || rest.broken || rest.rest.n);
		fact_file_pack(file, &out);
	}
	cr_assert_eq(out.n, bytes.n);
	cr_assert_eq(memcmp(out.at, bytes.at, out.n), 0);
	buf_free(&out);
}

/* What is read later does not win over what a user said before. */
Test(fact, built_in_files_come_late)
{
	cr_assert_null(add("[facts.c]\n\"PyList_New\" = \"(mine) -> primitive\"\n"));
	cr_assert_eq(fact_find(table, LANG_C, "PyList_New")->origin, ORIGIN_PRIMITIVE);
	cr_assert_eq(fact_find(table, LANG_C, "PyTuple_New")->origin, ORIGIN_NEW);
	cr_assert_eq(fact_find(table, LANG_C, "PyList_New")->origin, ORIGIN_PRIMITIVE);
	cr_assert_eq(fact_find(table, LANG_ZIG, "PyList_New")->origin, ORIGIN_NEW);
	cr_assert_null(add("[facts.c]\n\"PyTuple_New\" = \"(mine) -> primitive\"\n"));
	cr_assert_eq(fact_find(table, LANG_C, "PyTuple_New")->origin, ORIGIN_PRIMITIVE);
}

Test(fact, shipped)
{
	const struct fact *fact;

	check_pick(fact_find(table, LANG_C, "PyMem_Realloc"), EFFECT_STEALS, "PyMem");
	cr_assert(fact_find(table, LANG_C, "PyMem_Realloc")->params[0].on_success);
	check_pick(fact_find(table, LANG_C, "PyDict_GetItemRef"), EFFECT_BORROWS, NULL);
	cr_assert_eq(fact_find(table, LANG_C, "PyDict_GetItemRef")->origin, ORIGIN_FOUND);
	fact = fact_find(table, LANG_C, "PyList_GetItemRef");
	cr_assert_null(fact_pick(fact, "3.12"));
	cr_assert_eq(fact_pick(fact, "3.13.1")->origin, ORIGIN_NEW);
	cr_assert_eq(fact_pick(fact, NULL)->origin, ORIGIN_NEW);
	check_pick(fact_member(table, LANG_JAVASCRIPT, "PyProxy", "destroy", true), EFFECT_RELEASES,
	        NULL);
	check_pick(fact_member(table, LANG_JAVASCRIPT, "PyModule", "anything", true),
	        EFFECT_BORROWS, "PyProxy");
	check_pick(fact_member(table, LANG_PYTHON, "JsDoubleProxy", "destroy", true),
	        EFFECT_RELEASES, NULL);
	fact = fact_member(table, LANG_JAVASCRIPT, "PyProxy", "@next", false);
	cr_assert_eq(fact_pick(fact, NULL)->origin, ORIGIN_ITEM);
	cr_assert_eq(fact_pick(fact, "0.25.1")->origin, ORIGIN_NEW);
	cr_assert(fact_type(table, LANG_PYTHON, "OnceProxy")->once);
	cr_assert(fact_type(table, LANG_PYTHON, "JsDomElement")->foreign);
	cr_assert(fact_is_a(table, LANG_PYTHON, "list", "PyObject"));
}
