/*
 * Names: what a scope binds, what a free name means, and reading and storing.
 *
 * A name that only imports bind is no variable: it *is* what was imported,
 * everywhere in its scope, also in functions that run before or after. Two
 * exceptions that real programs use all the time are seen through: a second
 * binding in `except ImportError` (what to do without the module), and `x =
 * None` before the import that fills it.
 */
#include "front/py_lower.h"

#include <ctype.h>
#include <stdlib.h>

static const char *const builtins[] = {
#define BUILTIN(name) #name,
#include "front/py_builtin.def"
#undef BUILTIN
};

enum { FREE_NAMES = UINT32_MAX, SHORT_NAME = 120 };

/* ---- the table ---- */

struct key {
	char text[SHORT_NAME + 8 + 1];
	char *at; /* `text`, or a longer one */
};

/* The number of the scope in eight letters, then the name. */
static void key_make(struct py *py, struct key *key, uint32_t scope, struct str name)
{
	key->at = name.n <= SHORT_NAME ? key->text : arena_alloc(&py->base.scratch, name.n + 9);
	for (unsigned i = 0; i < 8; i++)
		key->at[i] = (char)('a' + (scope >> 4 * i & 15));
	memcpy(key->at + 8, name.at, name.n);
	key->at[8 + name.n] = '\0';
}

static struct py_name *find(struct py *py, uint32_t scope, struct str name)
{
	struct key key;

	key_make(py, &key, scope, name);
	return map_get(&py->names, key.at);
}

static struct py_name *name_new(struct py *py, uint32_t scope, struct str text, struct span span)
{
	struct py_name *name = arena_new(&py->base.scratch, struct py_name);
	struct key key;

	key_make(py, &key, scope, text);
	name->name = arena_str(py->base.arena, text);
	name->span = span;
	name->var = NO_VAR;
	name->func = NO_FUNC;
	map_put(&py->names, arena_strdup(&py->base.scratch, key.at), name);
	return name;
}

struct py_name *py_bind(struct py *py, struct py_scope *scope, struct str text, struct span span)
{
	struct py_name *name = find(py, scope->id, text);

	if (name && name->is_global && scope->kind != SCOPE_MODULE)
		return py_bind(py, py->scopes.at[0], text, span);
	if (name && name->is_nonlocal && scope->parent) {
		struct py_name *outer = py_lookup(py, scope->parent, text);

		return outer->scope ? outer : name;
	}
	if (name)
		return name;
	name = name_new(py, scope->id, text, span);
	name->scope = scope;
	vec_push(&py->base.scratch, &scope->names, name);
	return name;
}

static int builtin_compare(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

static const char *free_name(struct py *py, const char *name)
{
	if (bsearch(&name, builtins, sizeof(builtins) / sizeof(*builtins), sizeof(*builtins),
	            builtin_compare))
		return arena_printf(py->base.arena, "builtins.%s", name);
	if (py->stars.n == 1)
		return arena_printf(py->base.arena, "%s.%s", py->stars.at[0], name);
	return name;
}

struct py_name *py_lookup(struct py *py, struct py_scope *scope, struct str text)
{
	struct py_name *name;

	for (struct py_scope *at = scope; at; at = at->parent) {
		/* functions in a class do not see the names of its body */
		if (at->kind == SCOPE_CLASS && at != scope)
			continue;
		name = find(py, at->id, text);
		if (name && name->is_global && at->kind != SCOPE_MODULE)
			return py_bind(py, py->scopes.at[0], text, name->span);
		if (name && !name->is_nonlocal)
			return name;
	}
	name = find(py, FREE_NAMES, text);
	if (!name) {
		name = name_new(py, FREE_NAMES, text, (struct span){0, 0});
		name->global = free_name(py, name->name);
	}
	return name;
}

static void settle(struct py_name *name)
{
	if (name->assigned || name->is_global || name->is_nonlocal)
		return;
	if (name->imported) {
		if (!name->imports_differ)
			name->global = name->imported;
	} else if (name->imported_weak && !name->weak_imports_differ && !name->assigned_weak) {
		name->global = name->imported_weak;
	}
}

void py_settle_names(struct py *py)
{
	for (uint32_t i = 0; i < py->scopes.n; i++) {
		struct py_scope *scope = py->scopes.at[i];

		for (uint32_t j = 0; j < scope->names.n; j++)
			settle(scope->names.at[j]);
	}
}

void py_free_names(struct py *py)
{
	map_free(&py->names);
}

/* ---- reading and storing ---- */

uint32_t py_var(struct py *py, struct py_name *name)
{
	if (name->var == NO_VAR)
		name->var = var_new(py->base.unit,
		        name->scope ? name->scope->func : py->base.at.func->id, name->name,
		        name->span);
	return name->var;
}

uint32_t py_load(struct py *py, struct str text, struct span span)
{
	struct py_name *name = py_lookup(py, py->scope, text);

	if (name->global)
		return ir_global(&py->base.at, name->global, span);
	if (name->scope->kind == SCOPE_CLASS)
		return ir_field(&py->base.at, name->scope->class_value, name->name, span);
	return ir_load(&py->base.at, py_var(py, name), span);
}

void py_store(struct py *py, struct py_name *name, uint32_t value, struct span span)
{
	if (name->scope && name->scope->kind == SCOPE_CLASS)
		ir_set_field(&py->base.at, name->scope->class_value, name->name, value, span);
	else
		ir_store(&py->base.at, py_var(py, name), value, span);
}

void py_forget(struct py *py, struct str text, struct span span)
{
	struct py_name *name = py_lookup(py, py->scope, text);
	bool variable = name->scope && name->scope->kind != SCOPE_CLASS && !name->global;

	if (variable)
		ir_add(&py->base.at,
		        (struct insn){.op = OP_FORGET, .var = py_var(py, name), .span = span});
}

/* ---- types ---- */

static struct str without_quotes(struct str text)
{
	text = str_trim(text);
	while (text.n >= 2 && (text.at[0] == '"' || text.at[0] == '\'') &&
	        text.at[text.n - 1] == text.at[0])
		text = str_trim((struct str){text.at + 1, text.n - 2});
	return text;
}

/* Optional[X] → X; for others the part before the bracket. */
static struct str without_brackets(struct str text)
{
	const char *open = memchr(text.at, '[', text.n);
	struct str head;

	if (!open)
		return text;
	head = (struct str){text.at, (size_t)(open - text.at)};
	if (str_ends(head, "Optional") && text.at[text.n - 1] == ']')
		return without_quotes((struct str){open + 1, text.n - head.n - 2});
	return str_trim(head);
}

/* X | None, None | X → X */
static struct str without_none(struct str text)
{
	const char *bar = memchr(text.at, '|', text.n);
	struct str left, right;

	if (!bar)
		return text;
	left = str_trim((struct str){text.at, (size_t)(bar - text.at)});
	right = str_trim((struct str){bar + 1, text.n - (size_t)(bar - text.at) - 1});
	if (str_is(right, "None"))
		return left;
	return str_is(left, "None") ? right : text;
}

static bool is_dotted_name(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (!isalnum(c) && c != '_' && c != '.' && c < 0x80)
			return false;
	}
	return text.n && !isdigit((unsigned char)text.at[0]);
}

const char *py_type_name(struct py *py, struct ts_child node)
{
	struct str text = without_quotes(ts_text(&py->base.walk, node));
	const char *dot, *resolved;

	text = without_quotes(without_brackets(without_none(text)));
	if (!is_dotted_name(text) || str_is(text, "None"))
		return NULL;
	dot = memchr(text.at, '.', text.n);
	if (dot) {
		while ((dot = memchr(text.at, '.', text.n)))
			text = (struct str){dot + 1, text.n - (size_t)(dot + 1 - text.at)};
		return arena_str(py->base.arena, text);
	}
	resolved = py_lookup(py, py->scope, text)->global;
	if (!resolved)
		return arena_str(py->base.arena, text);
	return strrchr(resolved, '.') ? strrchr(resolved, '.') + 1 : resolved;
}

bool py_is_builtin(struct py *py, struct ts_child node, const char *name)
{
	const char *global;

	if (node.kind != PY_IDENTIFIER || !lower_is(&py->base, node, name))
		return false;
	global = py_lookup(py, py->scope, ts_text(&py->base.walk, node))->global;
	return global && strncmp(global, "builtins.", 9) == 0;
}
