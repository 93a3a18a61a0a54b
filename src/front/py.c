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

/* Deeper than any program, shallower than any stack. */
enum { MOST_DEPTH = 1000, MOST_NOTES = 20 };

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

/* ---- helpers ---- */

void py_note(struct py *py, struct span span, const char *message)
{
	struct front_note note = {span, message};

	py->unit->unread++;
	if (py->result->notes.n < MOST_NOTES)
		vec_push(py->arena, &py->result->notes, note);
}

bool py_enter(struct py *py, struct ts_child node)
{
	if (py->depth >= MOST_DEPTH) {
		py_note(py, ts_span(node), "nested too deeply");
		return false;
	}
	py->depth++;
	return true;
}

void py_done(struct py *py)
{
	py->depth--;
}

char *py_str(struct py *py, struct ts_child node)
{
	return arena_str(py->arena, ts_text(&py->walk, node));
}

bool py_is(const struct py *py, struct ts_child node, const char *text)
{
	return str_is(ts_text(&py->walk, node), text);
}

uint32_t py_block(struct py *py)
{
	return block_new(py->unit, py->at.func);
}

uint32_t py_temp(struct py *py)
{
	return var_new(py->unit, py->at.func->id, NULL, (struct span){0, 0});
}

uint32_t py_hidden(struct py *py, struct insn insn)
{
	insn.flags |= INSN_HIDDEN;
	return ir_add(&py->at, insn);
}

void py_jump(struct py *py, uint32_t block, struct span span)
{
	if (ir_open(&py->at))
		ir_jump(&py->at, block, (struct span){span.end, span.end});
}

void py_unwind(struct py *py, uint32_t unwind)
{
	if (py->at.unwind == unwind)
		return;
	py->at.unwind = unwind;
	if (ir_open(&py->at))
		ir_start(&py->at, py_block(py));
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
		py->unit->vars.at[name->var].exported = true;
	vec_push(py->arena, &py->unit->exports, export);
}

static void export_all(struct py *py)
{
	const struct py_scope *module = py->scopes.at[0];

	for (uint32_t i = 0; i < module->names.n; i++)
		export_name(py, module->names.at[i]);
	if (py->stars == 1) {
		struct export star = {.name = "*", .func = NO_FUNC, .var = NO_VAR};

		star.from = arena_printf(py->arena, "%s.*", py->star);
		vec_push(py->arena, &py->unit->exports, star);
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
	struct ts_kids kids = ts_open(&py->walk, root);
	uint32_t last = kids.n;

	while (py->embedded && last && !ts_is_named(ts_kid(&py->walk, kids, last - 1)))
		last--;
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->walk, kids, i);

		if (py->embedded && i + 1 == last && kid.kind == PY_EXPRESSION_STATEMENT)
			py_result(py, kid);
		else if (ts_is_named(kid))
			py_statement(py, kid);
	}
}

static void lower_tree(struct py *py)
{
	struct span whole = {0, py->unit->source->length};
	struct func *body = func_new(py->unit, NO_FUNC, "", whole);

	body->flags = FUNC_THROWS | (py->test ? FUNC_TEST : 0);
	py->at = (struct cursor){py->unit, body, 0, NO_BLOCK};
	py_scan(py);
	py_settle_names(py);
	py->scope = py->scopes.at[0];
	module_body(py, ts_root(&py->walk));
	export_all(py);
	py_free_names(py);
}

static struct front_result lower(
        struct arena *arena, struct source *source, const char *path, struct front_run *run)
{
	struct front_result result = {.unit = unit_new(arena, source, LANG_PYTHON)};
	struct py py = {.arena = arena, .unit = result.unit, .result = &result};
	struct ts_names names = ts_names_of(&py.scratch, tree_sitter_python(), kinds,
	        sizeof(kinds) / sizeof(*kinds), fields, sizeof(fields) / sizeof(*fields));

	(void)run;
	py.unit->module = source->parent ? NULL : module_name(arena, path);
	py.embedded = is_embedded(source);
	py.test = is_test_file(path);
	if (ts_walk_begin(&py.walk, names, tree_sitter_python(), source)) {
		lower_tree(&py);
		ts_walk_end(&py.walk);
		unit_finish(result.unit);
	} else {
		result.unit = NULL;
	}
	arena_free(&py.scratch);
	return result;
}

const struct front front_python = {
        .name = "python",
        .language = LANG_PYTHON,
        .extensions = " .py .pyi .pyw ",
        .lower = lower,
};
