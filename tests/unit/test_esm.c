/* What JavaScript files are to import(). What fails, and what loads and exports nothing, was seen
 * in a browser. */
#include "front/esm.h"

#include <criterion/criterion.h>

static struct esm read_as(struct arena *arena, const char *path, const char *text)
{
	struct source *source = source_new(arena, path, text, (uint32_t)strlen(text));

	return esm_of(arena, source, path);
}

static void expect_kind(const char *text, enum esm_kind kind)
{
	struct arena arena = {0};

	cr_expect_eq(read_as(&arena, "a.js", text).kind, kind, "%s", text);
	arena_free(&arena);
}

static void expect_fatal(const char *text, const char *what)
{
	struct arena arena = {0};
	struct esm esm = read_as(&arena, "a.js", text);

	cr_expect_eq(esm.kind, ESM_FATAL, "%s", text);
	cr_expect_str_eq(esm.what ? esm.what : "", what, "%s", text);
	arena_free(&arena);
}

/* The names, with a blank behind each. */
static void expect_names(const char *text, const char *names)
{
	struct arena arena = {0};
	struct esm esm = read_as(&arena, "a.js", text);
	const char *found = "";

	cr_expect_eq(esm.kind, ESM_MODULE, "%s", text);
	for (uint32_t i = 0; i < esm.names.n; i++)
		found = arena_printf(&arena, "%s%s ", found, esm.names.at[i]);
	cr_expect_str_eq(found, names, "%s", text);
	arena_free(&arena);
}

Test(esm, exports)
{
	expect_names("export const a = 1; export function f() {}; export class C {}", "a f C ");
	expect_names("export default {util: 1}", "default ");
	expect_names("const x = 1, y = 2; export {x as default, y}", "default y ");
	expect_names("const a={};export{a as b}", "b ");
	expect_names("export async function g() {}; export const {d, e = 2} = {d: 1}", "g d e ");
	expect_names("export * as ns from './a.js'", "ns ");
	expect_names("import './a.js'", "");
	expect_names("await start()", "");
}

Test(esm, export_star_is_open)
{
	struct arena arena = {0};

	cr_expect(read_as(&arena, "a.js", "export * from './b.js'; export const a = 1").open);
	cr_expect(!read_as(&arena, "a.js", "export const a = 1").open);
	arena_free(&arena);
}

/* Each import: what it is from, `*` when it passes all on, and the names it needs. */
static void expect_imports(const char *text, const char *imports)
{
	struct arena arena = {0};
	struct esm esm = read_as(&arena, "a.js", text);
	const char *found = "";

	for (uint32_t i = 0; i < esm.imports.n; i++) {
		const struct esm_import *import = &esm.imports.at[i];

		found = arena_printf(
		        &arena, "%s%s%s(", found, import->from, import->all ? "*" : "");
		for (uint32_t n = 0; n < import->names.n; n++)
			found = arena_printf(&arena, "%s%s ", found, import->names.at[n].text);
		found = arena_printf(&arena, "%s)", found);
	}
	cr_expect_str_eq(found, imports, "%s", text);
	arena_free(&arena);
}

Test(esm, imports)
{
	expect_imports("import './a.js'; import b from 'b'", "./a.js()b(default )");
	expect_imports("import c, {d as e, 'f g' as h} from './c.js'", "./c.js(default d f g )");
	expect_imports("import * as all from './d.js'", "./d.js()");
	expect_imports("export {i, j as k} from './e.js'; export * from './f.js'",
	        "./e.js(i j )./f.js*()");
	expect_imports("export * as ns from './g.js'; export const l = 1", "./g.js()");
	expect_imports(
	        "const m = await import('./h.js'); function n() { return import('o'); }", "");
}

Test(esm, what_cannot_be_read_may_export_more)
{
	struct arena arena = {0};
	struct esm esm = read_as(&arena, "a.js", "export const a = 1; export (((; const b = 2");

	cr_expect_eq(esm.kind, ESM_MODULE);
	cr_expect(esm.broken);
	arena_free(&arena);
}

Test(esm, scripts_load_and_export_nothing)
{
	expect_kind("function util() {}; var x = 1", ESM_SCRIPT);
	expect_kind("var Lib = (() => ({a: 1}))();", ESM_SCRIPT);
	expect_kind("window.util = {a: 1}; globalThis.b = 2", ESM_SCRIPT);
	expect_kind("// export const a = 1\nconst s = 'export default 1';", ESM_SCRIPT);
	expect_kind("if (typeof module !== 'undefined') module.exports = {a: 1}", ESM_SCRIPT);
	expect_kind("try { module.exports = 1 } catch (e) {}", ESM_SCRIPT);
	expect_kind("function later() { return require('x') }", ESM_SCRIPT);
	expect_kind(
	        "(function (module, exports) { module.exports = exports })({}, {})", ESM_SCRIPT);
	expect_kind("const exports = {}; exports.a = 1", ESM_SCRIPT);
	expect_kind("class A { constructor() { this.a = 1 } }\nfunction f() { this.b = 1 }",
	        ESM_SCRIPT);
}

Test(esm, what_a_module_lacks)
{
	expect_fatal("module.exports = {util() {}}", "module");
	expect_fatal("exports.util = () => 1", "exports");
	expect_fatal("const fs = require('fs')", "require");
	expect_fatal("define([], function () { return {} })", "define");
	expect_fatal("'use strict'; Object.defineProperty(exports, '__esModule', {value: true})",
	        "exports");
	expect_fatal("this.util = {}", "this");
	expect_fatal("(() => { this.util = {} })()", "this");
	expect_fatal("(function () { this.util = {} }).call(this)", "this");
	expect_fatal("!function (e) { e.util = {} }(this)", "this");
}

/* The ways in which bundlers write that a file may be anything. */
Test(esm, universal_modules)
{
	expect_fatal("(function (root, factory) { if (typeof define === 'function' && define.amd) "
	             "define([], factory); else if (typeof module === 'object') module.exports = "
	             "factory(); else root.Lib = factory(); })(this, function () { return {} })",
	        "this");
	expect_kind("(function (root, factory) { if (typeof exports === 'object') module.exports = "
	            "factory(); else root.Lib = factory(); })(typeof self !== 'undefined' ? self : "
	            "this, function () { return {} })",
	        ESM_SCRIPT);
	expect_kind(
	        "(function (global, factory) { typeof exports === 'object' && typeof module !== "
	        "'undefined' ? factory(exports) : (global = typeof globalThis !== 'undefined' ? "
	        "globalThis : global || self, factory(global.Lib = {})); })(this, function "
	        "(exports) { exports.a = 1 })",
	        ESM_SCRIPT);
}

Test(esm, what_cannot_be_read)
{
	expect_kind("{\"a\": 1}}", ESM_UNKNOWN);
	expect_kind("", ESM_SCRIPT);
	expect_kind("export const a = 1; (((", ESM_MODULE);
}
