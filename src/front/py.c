/*
 * The Python front end: entry, module body, and what all its parts use.
 *
 * Takes a source, gives a unit; see py_lower.h for how the work is split.
 * What the parser could not read (ERROR nodes) is noted, and the statements
 * inside are lowered all the same: a stray template tag in a file must not
 * blind us for the rest of it.
 */
#include "front/py_lower.h"

#include <grammars.h>
#include <stdlib.h>

static const struct ts_name kinds[] = {
#define KIND(id, text) {text, false},
#define TOKEN(id, text) {text, true},
#include "front/py_kind.def"
#undef TOKEN
#undef KIND
};

static const char *const fields[] = {
#define FIELD(id, text) text,
#include "front/py_field.def"
#undef FIELD
};

static const struct lower_grammar grammar = {
        .language = tree_sitter_python,
        .table = {kinds, fields, COUNT_OF(kinds), COUNT_OF(fields)},
        .gives = LANG_PYTHON,
        .most_depth = 1000,
};

/* ---- helpers ---- */

uint32_t py_hidden(struct py *py, struct insn insn)
{
	insn.flags |= INSN_HIDDEN;
	return ir_add(&py->base.at, insn);
}

void py_jump(struct py *py, uint32_t block, struct span span)
{
	if (ir_open(&py->base.at))
		ir_jump(&py->base.at, block, (struct span){span.end, span.end});
}

void py_unwind(struct py *py, uint32_t unwind)
{
	if (py->base.at.unwind == unwind)
		return;
	py->base.at.unwind = unwind;
	if (ir_open(&py->base.at))
		ir_start(&py->base.at, lower_block(&py->base));
}

/* ---- exports ---- */

static void export_name(struct py *py, const struct py_name *name)
{
	struct export export = {.name = name->name, .func = NO_FUNC, .var = NO_VAR};

	export.from = name->global;
	if (!name->global) {
		export.func = name->func;
		export.var = name->var;
		export.class_name = name->class_name;
	}
	if (name->var != NO_VAR)
		py->base.unit->vars.at[name->var].exported = true;
	vec_push(py->base.arena, &py->base.unit->exports, export);
}

static void export_all(struct py *py)
{
	const struct py_scope *module = py->scopes.at[0];

	for (uint32_t i = 0; i < module->names.n; i++)
		export_name(py, module->names.at[i]);
	for (uint32_t i = 0; i < py->stars.n; i++) {
		struct export star = {.name = "*", .func = NO_FUNC, .var = NO_VAR};

		star.from = arena_printf(py->base.arena, "%s.*", py->stars.at[i]);
		vec_push(py->base.arena, &py->base.unit->exports, star);
	}
}

/* ---- the unit ---- */

/* "./pkg/a.py" → "pkg.a", "pkg/__init__.py" → "pkg" */
static const char *module_name(struct arena *arena, const char *path)
{
	struct str text = str_of(path);
	char *name;

	while (str_starts(text, "./"))
		text = (struct str){text.at + 2, text.n - 2};
	if (str_ends(text, ".py") || str_ends(text, ".pyi"))
		text.n -= str_ends(text, ".py") ? 3 : 4;
	if (str_ends(text, "/__init__"))
		text.n -= strlen("/__init__");
	name = arena_str(arena, text);
	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '.';
	return name;
}

static bool is_test_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(slash ? slash + 1 : path);

	return str_starts(name, "test_") || str_ends(name, "_test.py") ||
	        str_is(name, "conftest.py");
}

/* A string of another program: its last expression is its result. A script of a page is not. */
static bool is_embedded(const struct source *source)
{
	const struct source *parent = source->parent;

	if (!parent || (!parent->parent && front_is_host(parent->path)))
		return false;
	return !str_ends(str_trim((struct str){source->bytes, source->length}), ";");
}

static void module_body(struct py *py, struct ts_child root)
{
	struct ts_kids kids = ts_open(&py->base.walk, root);
	uint32_t last = kids.n;

	while (py->embedded && last && !ts_is_named(ts_kid(&py->base.walk, kids, last - 1)))
		last--;
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (py->embedded && i + 1 == last && kid.kind == PY_EXPRESSION_STATEMENT)
			py_result(py, kid);
		else if (ts_is_named(kid))
			py_statement(py, kid);
	}
}

static void lower_tree(struct py *py)
{
	struct span whole = {0, py->base.unit->source->length};
	struct func *body = func_new(py->base.unit, NO_FUNC, "", whole);

	body->flags = FUNC_THROWS | (py->test ? FUNC_TEST : 0);
	py->base.at = (struct cursor){py->base.unit, body, 0, NO_BLOCK};
	py_scan(py);
	py_settle_names(py);
	py->scope = py->scopes.at[0];
	module_body(py, ts_root(&py->base.walk));
	export_all(py);
	py_free_names(py);
}

static struct front_result lower(
        struct arena *arena, struct source *source, const char *path, struct front_run *run)
{
	struct py py = {.embedded = is_embedded(source), .test = is_test_file(path)};

	if (lower_begin(&py.base, arena, source, &grammar, run)) {
		py.base.unit->module = source->parent ? NULL : module_name(arena, path);
		lower_tree(&py);
	}
	return lower_end(&py.base);
}

const struct front front_python = {
        .name = "python",
        .language = LANG_PYTHON,
        .extensions = " .py .pyi .pyw ",
        .lower = lower,
};
