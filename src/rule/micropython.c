/*
 * The rules of micropython: what Pyodide has, and MicroPython has not.
 */
#include "base/find.h"
#include "rule/on_page.h"

/* ---- missing-module ---- */

/* The module that a name is taken from. */
static bool is_module(const char *name, const char *module)
{
	size_t n = strlen(module);

	return strncmp(name, module, n) == 0 && (!name[n] || name[n] == '.');
}

static const char *missing(const char *name)
{
	static const char *const modules[] = {
#define NO_MODULE(name) #name,
#include "rule/no_module.def"
#undef NO_MODULE
	};

	for (size_t i = 0; i < COUNT_OF(modules); i++)
		if (is_module(name, modules[i]))
			return modules[i];
	return NULL;
}

/* A configuration can bring any module along, as a file or as a package of MicroPython. */
static bool is_brought(const struct page_unit *unit, const char *module)
{
	for (uint32_t i = 0; i < unit->runs.list.n; i++) {
		const struct page_config *config = unit->runs.list.at[i]->config;
		struct str text = config
		        ? (struct str){config->source->bytes, config->source->length}
		        : (struct str){"", 0};

		if (str_find(text, module))
			return true;
	}
	return false;
}

/* Does pyscript.ffi have what is imported from pyodide.ffi, or from a module in it? */
static bool is_in_both(const char *name)
{
	return same(name, "pyodide.ffi.create_proxy") || same(name, "pyodide.ffi.to_js");
}

/* `from pyodide.ffi import create_proxy, to_js`: both interpreters have them elsewhere, too. */
static void take_from_pyscript(struct on_page *on, struct finding *finding, const struct unit *unit,
        const struct unit_import *import)
{
	static const char module[] = "pyodide.ffi";
	const struct source *source = unit->source;
	struct span line = import->span, span;
	const char *at;

	while (line.start && source->bytes[line.start - 1] != '\n')
		line.start--;
	while (line.end < source->length && source->bytes[line.end] != '\n')
		line.end++;
	at = str_find((struct str){source->bytes + line.start, line.end - line.start}, module);
	for (uint32_t i = 0; at && i < unit->imports.n; i++)
		if (unit->imports.at[i].span.start >= line.start &&
		        unit->imports.at[i].span.end <= line.end &&
		        !is_in_both(unit->imports.at[i].name))
			return;
	if (!at || at >= source->bytes + import->span.start)
		return;
	span.start = (uint32_t)(at - source->bytes);
	span.end = span.start + (uint32_t)strlen(module);
	finding_add_fix(on->arena, finding, "import from `pyscript.ffi`", FIX_SAFE, source, span,
	        "pyscript.ffi");
}

/* One statement may take several names of the module: that is said of the first. */
static bool is_said(const struct unit *unit, uint32_t index, const char *module)
{
	const struct unit_import *before = index ? &unit->imports.at[index - 1] : NULL;
	uint32_t start = before ? before->span.end : 0;

	return before && is_module(before->name, module) &&
	        unit->imports.at[index].span.start > start &&
	        !str_find((struct str){unit->source->bytes + start,
	                          unit->imports.at[index].span.start - start},
	                "import");
}

static void missing_module(struct on_page *on, const struct page_unit *unit)
{
	for (uint32_t i = 0; i < unit->unit->imports.n; i++) {
		const struct unit_import *import = &unit->unit->imports.at[i];
		const char *module = import->guarded ? NULL : missing(import->name);
		struct finding *finding;

		if (!module || is_brought(unit, module) || is_said(unit->unit, i, module))
			continue;
		finding = on_page_add(
		        on, "micropython/missing-module", unit->unit->source, import->span);
		finding->object = module;
		finding->message =
		        arena_printf(on->arena, "MicroPython has no module `%s`", module);
		finding->help = is_module(module, "pyodide")
		        ? "import from `pyscript.ffi`, which both interpreters have"
		        : "run the script with Pyodide, or do without it";
		take_from_pyscript(on, finding, unit->unit, import);
	}
}

/* ---- no-destroy ---- */

static bool makes_proxy(const struct func *func, uint32_t value)
{
	static const char *const makers[] = {"pyscript.ffi.create_proxy", "jsffi.create_proxy",
	        "pyodide.ffi.create_proxy", "pyscript.ffi.to_js"};
	const struct insn *call = &func->insns.at[value];
	const char *name = call->op == OP_CALL && !call->name && call->a &&
	                func->insns.at[call->a].op == OP_GLOBAL
	        ? func->insns.at[call->a].name
	        : NULL;

	for (size_t i = 0; name && i < COUNT_OF(makers); i++)
		if (same(name, makers[i]))
			return true;
	return false;
}

/* Is the variable only ever a proxy? */
static bool holds_proxy(const struct unit *unit, uint32_t var)
{
	bool found = false;

	for (uint32_t f = 0; f < unit->funcs.n; f++) {
		const struct func *func = unit->funcs.at[f];

		for (uint32_t i = 1; i < func->insns.n; i++) {
			const struct insn *insn = &func->insns.at[i];

			if (insn->op != OP_STORE || insn->var != var)
				continue;
			if (!makes_proxy(func, insn->a))
				return false;
			found = true;
		}
	}
	return found;
}

static bool is_missing_member(const char *name)
{
	static const char *const members[] = {"destroy", "toJs", "copy", "unwrap"};

	for (size_t i = 0; i < COUNT_OF(members); i++)
		if (same(name, members[i]))
			return true;
	return false;
}

/* `hasattr(p, "destroy")`, or any other question before: somebody thought of it. */
static bool is_asked(const struct func *func)
{
	for (uint32_t i = 1; i < func->insns.n; i++)
		if (func->insns.at[i].op == OP_BRANCH && func->insns.at[i].detail != TEST_DONE)
			return true;
	return func->flags & FUNC_GUARDED;
}

static void no_destroy(struct on_page *on, const struct unit *unit, const struct func *func)
{
	if (is_asked(func))
		return;
	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *call = &func->insns.at[i], *on_what;
		struct finding *finding;

		if (call->op != OP_CALL || !call->a || !is_missing_member(call->name))
			continue;
		on_what = &func->insns.at[call->a];
		if (!makes_proxy(func, call->a) &&
		        !(on_what->op == OP_LOAD && holds_proxy(unit, on_what->var)))
			continue;
		finding = on_page_add(on, "micropython/no-destroy", unit->source, call->span);
		finding->object = call->name;
		finding->function = func->name;
		finding->message =
		        arena_printf(on->arena, "proxies of MicroPython have no `%s`", call->name);
		finding->help = "leave it out: nothing has to be destroyed there";
	}
}

void micropython_check_unit(struct on_page *on, const struct page_unit *unit)
{
	for (uint32_t i = 0; i < unit->runs.list.n; i++)
		if (!unit->runs.list.at[i]->micropython)
			return;
	if (!unit->unit->micropython)
		return;
	missing_module(on, unit);
	for (uint32_t i = 0; i < unit->unit->funcs.n; i++)
		no_destroy(on, unit->unit, unit->unit->funcs.at[i]);
}
