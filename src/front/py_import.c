/*
 * Imports: what they bind, and the little code they are.
 *
 * `import a.b` binds a, `import a.b as c` and `from a import b as c` bind c to
 * "a.b", relative modules keep their dots (".mod.name"). Where such a name is
 * nothing else, reading it is a GLOBAL and the import itself needs no code,
 * but inside `try` it may throw.
 */
#include "front/py_lower.h"

/* Text of a dotted name without the blanks and line ends that may stand in it. */
static const char *dotted_text(struct py *py, struct ts_child node)
{
	struct str text = ts_text(&py->base.walk, node);
	char *out = arena_alloc(py->base.arena, text.n + 1), *end = out;

	for (size_t i = 0; i < text.n; i++)
		if (!strchr(" \t\r\n\\", text.at[i]))
			*end++ = text.at[i];
	return out;
}

static const char *joined(struct py *py, const char *module, const char *name)
{
	size_t n = strlen(module);

	return arena_printf(
	        py->base.arena, n && module[n - 1] == '.' ? "%s%s" : "%s.%s", module, name);
}

/* One imported name: what it binds in `bound`, what that stands for in `global`. */
struct import {
	struct str bound;
	struct span span;
	const char *global;
};

/* a.b.c, a.b as c; `module` is NULL for `import`. */
static struct import import_of(struct py *py, struct ts_child node, const char *module)
{
	struct import import = {{"", 0}, ts_span(node), NULL};
	struct ts_child alias = {0};

	if (node.kind == PY_ALIASED_IMPORT) {
		alias = ts_child_of(&py->base.walk, node, F_ALIAS);
		node = ts_child_of(&py->base.walk, node, F_NAME);
	}
	import.global = dotted_text(py, node);
	if (module)
		import.global = joined(py, module, import.global);
	else if (ts_none(alias))
		import.global =
		        arena_strndup(py->base.arena, import.global, strcspn(import.global, "."));
	import.bound = ts_text(&py->base.walk, ts_none(alias) ? node : alias);
	if (!module && ts_none(alias))
		import.bound = str_of(import.global);
	return import;
}

static void scan_name(struct py *py, struct py_scope *scope, struct import import, bool weak)
{
	struct py_name *name = py_bind(py, scope, import.bound, import.span);
	const char **known = weak ? &name->imported_weak : &name->imported;

	if (!*known)
		*known = import.global;
	else if (!same(*known, import.global))
		*(weak ? &name->weak_imports_differ : &name->imports_differ) = true;
}

static void scan_star(struct py *py, const char *module)
{
	for (uint32_t i = 0; i < py->stars.n; i++)
		if (same(py->stars.at[i], module))
			return;
	vec_push(&py->base.scratch, &py->stars, module);
}

static const char *module_of(struct py *py, struct ts_kids kids)
{
	struct ts_child module = ts_field(&py->base.walk, kids, F_MODULE_NAME);

	return ts_none(module) ? NULL : dotted_text(py, module);
}

void py_scan_import(struct py *py, struct py_scope *scope, struct ts_child node, bool weak)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	const char *module = module_of(py, kids);

	while (scope->kind == SCOPE_COMPREHENSION)
		scope = scope->parent;
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.field == F_NAME)
			scan_name(py, scope, import_of(py, kid, module), weak);
		else if (kid.kind == PY_WILDCARD_IMPORT && module)
			scan_star(py, module);
	}
}

/* Does it stand where something was asked or is handled: in `if`, in `try`? */
static bool is_guarded(struct ts_child node)
{
	for (TSNode at = ts_node_parent(node.node); !ts_node_is_null(at); at = ts_node_parent(at)) {
		const char *type = ts_node_type(at);

		if (same(type, "if_statement") || same(type, "try_statement"))
			return true;
		if (same(type, "function_definition"))
			return false;
	}
	return false;
}

/* Everything that is imported, used or not. */
static void note_import(struct py *py, const char *module, struct ts_child node)
{
	struct unit_import import = {.span = ts_span(node), .guarded = is_guarded(node)};

	if (node.kind == PY_ALIASED_IMPORT)
		node = ts_child_of(&py->base.walk, node, F_NAME);
	import.name = dotted_text(py, node);
	if (module)
		import.name = joined(py, module, import.name);
	vec_push(py->base.arena, &py->base.unit->imports, import);
}

/* The module may be missing: where that is handled, control may go there. */
static void may_throw(struct py *py, struct ts_child node)
{
	struct span span = ts_span(node);
	struct insn function = {.op = OP_GLOBAL, .name = "builtins.__import__", .span = span};
	struct insn call = {.op = OP_CALL, .span = span};

	if (py->base.at.unwind == NO_BLOCK)
		return;
	call.a = py_hidden(py, function);
	py_hidden(py, call);
}

void py_import(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	const char *module = module_of(py, kids);

	may_throw(py, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);
		struct import import;
		struct py_name *name;

		if (kid.field != F_NAME)
			continue;
		note_import(py, module, kid);
		import = import_of(py, kid, module);
		name = py_lookup(py, py->scope, import.bound);
		if (!name->global)
			py_store(py, name, ir_global(&py->base.at, import.global, import.span),
			        import.span);
	}
}

/* ---- except ImportError ---- */

static bool starts_with_import(struct py *py, struct ts_child body)
{
	struct ts_child first = ts_first(&py->base.walk, body);

	return first.kind == PY_IMPORT || first.kind == PY_IMPORT_FROM;
}

bool py_handles_missing(struct py *py, struct ts_child clause, struct ts_child body)
{
	struct str head = ts_text(&py->base.walk, clause), types;
	const char *colon = memchr(head.at, ':', head.n);

	if (!colon || head.n < strlen("except"))
		return false;
	types = str_trim((struct str){head.at + 6, (size_t)(colon - head.at) - 6});
	for (size_t i = 0; i < types.n; i++) {
		struct str rest = {types.at + i, types.n - i};

		if (str_starts(rest, "ImportError") || str_starts(rest, "ModuleNotFoundError"))
			return true;
	}
	return (types.n == 0 || str_starts(types, "Exception")) && starts_with_import(py, body);
}
