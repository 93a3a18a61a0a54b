/*
 * One walk over what runs while a file is loaded: the statements of the file
 * and of functions that are called where they stand.
 *
 * A test with `typeof` guards all that stands in its arms: the file knows that
 * `module` or `define` may be missing. The `this` of a file is undefined in a
 * module. Handed to a function that is called at once, it is that function's
 * parameter, which fails when a member of it is touched, unless the function
 * puts something else there first.
 */
#include "front/esm.h"

#include "base/find.h"
#include "front/js_lower.h"

enum { DEEPEST_ESM = 400 };

/* Where the walk stands. */
struct place_in {
	bool guarded;   /* something was tested before */
	bool own_this;  /* inside a function that has a `this` worth something */
	bool functions; /* inside a function: `await` and `return` are not the module's */
	uint32_t depth;
	struct str undefined;     /* a parameter that is undefined, or empty */
	const struct shadow *own; /* names that mean something else here */
};

/* Names that a function or the file declares. */
struct shadow {
	const struct shadow *outer;
	uint32_t mask;
};

struct reader {
	struct js *js;
	struct esm *esm;
	bool module; /* import.meta or await was seen */
};

static const char *const wanted[] = {"module", "exports", "require", "define"};

static void walk(struct reader *reader, struct ts_child node, struct place_in at);

static struct str text_of(const struct reader *reader, struct ts_child node)
{
	return ts_text(&reader->js->walk, node);
}

static uint32_t mask_of(struct str name)
{
	for (uint32_t i = 0; i < COUNT_OF(wanted); i++)
		if (str_is(name, wanted[i]))
			return 1u << i;
	return 0;
}

static bool is_shadowed(struct place_in at, uint32_t mask)
{
	for (const struct shadow *shadow = at.own; shadow; shadow = shadow->outer)
		if (shadow->mask & mask)
			return true;
	return false;
}

static void fails(struct reader *reader, struct ts_child node, const char *what)
{
	if (reader->esm->kind == ESM_FATAL)
		return;
	reader->esm->kind = ESM_FATAL;
	reader->esm->why = ts_span(node);
	reader->esm->what = what;
}

static bool is_function(struct ts_child node)
{
	return node.kind == K_FUNCTION_EXPRESSION || node.kind == K_ARROW_FUNCTION ||
	        node.kind == K_GENERATOR_FUNCTION;
}

static struct ts_child unwrapped(struct reader *reader, struct ts_child node)
{
	while (node.kind == K_PARENTHESIZED_EXPRESSION)
		node = ts_first(&reader->js->walk, node);
	return node;
}

/* ---- names that are declared ---- */

static uint32_t declared_by(struct reader *reader, struct ts_child statement)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_kids kids;
	uint32_t mask = 0;

	if (statement.kind == K_FUNCTION_DECLARATION || statement.kind == K_CLASS_DECLARATION)
		return mask_of(text_of(reader, ts_child_of(tree, statement, F_NAME)));
	if (statement.kind != K_VARIABLE_DECLARATION && statement.kind != K_LEXICAL_DECLARATION)
		return 0;
	kids = ts_open(tree, statement);
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_kid(tree, kids, i).kind == K_VARIABLE_DECLARATOR)
			mask |= mask_of(
			        text_of(reader, ts_child_of(tree, ts_kid(tree, kids, i), F_NAME)));
	return mask;
}

static uint32_t declared_in(struct reader *reader, struct ts_child body)
{
	struct ts_kids kids = ts_open(&reader->js->walk, body);
	uint32_t mask = 0;

	for (uint32_t i = 0; i < kids.n; i++)
		mask |= declared_by(reader, ts_kid(&reader->js->walk, kids, i));
	return mask;
}

static uint32_t parameters_of(struct reader *reader, struct ts_child function)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_kids kids = ts_open(tree, ts_child_of(tree, function, F_PARAMETERS));
	uint32_t mask = 0;

	for (uint32_t i = 0; i < kids.n; i++)
		mask |= mask_of(text_of(reader, ts_kid(tree, kids, i)));
	return mask | mask_of(text_of(reader, ts_child_of(tree, function, F_PARAMETER)));
}

/* ---- functions that are called where they stand ---- */

/* Parameter number `index`, empty when that is no plain name. */
static struct str parameter(struct reader *reader, struct ts_child function, uint32_t index)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_kids kids = ts_open(tree, ts_child_of(tree, function, F_PARAMETERS));
	struct str found = {"", 0};

	for (uint32_t i = 0, n = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(tree, kids, i);

		if (ts_is_named(kid) && n++ == index && kid.kind == K_IDENTIFIER)
			found = text_of(reader, kid);
	}
	return found;
}

/* Which argument is the bare `this` of the file? -1: none. */
static int this_argument(struct reader *reader, struct ts_child arguments, uint32_t skip)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_kids kids = ts_open(tree, arguments);
	int found = -1;
	uint32_t n = 0;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(tree, kids, i);

		if (!ts_is_named(kid))
			continue;
		if (n >= skip && kid.kind == K_THIS)
			found = (int)(n - skip);
		n++;
	}
	return found;
}

/* Does the text put something into the variable? */
static bool assigns(struct str text, struct str name)
{
	for (const char *at = text.at, *end = text.at + text.n; name.n && at + name.n < end; at++) {
		const char *after;

		at = memchr(at, name.at[0], (size_t)(end - at));
		if (!at || at + name.n >= end)
			return false;
		after = at + name.n;
		if (memcmp(at, name.at, name.n) != 0 ||
		        (at > text.at &&
		                strchr(".$_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS"
		                       "TUVWXYZ0123456789",
		                        at[-1])))
			continue;
		while (after < end && *after == ' ')
			after++;
		if (after + 1 < end && *after == '=' && after[1] != '=' && after[1] != '>')
			return true;
	}
	return false;
}

static void enter(struct reader *reader, struct ts_child function, struct place_in at,
        struct ts_child arguments, uint32_t skip)
{
	struct ts_child body = ts_child_of(&reader->js->walk, function, F_BODY);
	struct shadow shadow = {
	        at.own, declared_in(reader, body) | parameters_of(reader, function)};
	int position = at.own_this ? -1 : this_argument(reader, arguments, skip);

	at.own = &shadow;
	at.functions = true;
	at.undefined = (struct str){"", 0};
	if (position >= 0)
		at.undefined = parameter(reader, function, (uint32_t)position);
	if (assigns(text_of(reader, body), at.undefined))
		at.undefined.n = 0;
	walk(reader, body, at);
}

/* `(function () {...})()`, `.call(this)`: gives false for any other call. */
static bool immediate(struct reader *reader, struct ts_kids kids, struct place_in at)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_child callee = unwrapped(reader, ts_field(tree, kids, F_FUNCTION));
	struct ts_child arguments = ts_field(tree, kids, F_ARGUMENTS);
	struct str method = {"", 0};

	if (callee.kind == K_MEMBER_EXPRESSION) {
		method = text_of(reader, ts_child_of(tree, callee, F_PROPERTY));
		callee = unwrapped(reader, ts_child_of(tree, callee, F_OBJECT));
	}
	if (!is_function(callee) || (method.n && !str_is(method, "call")))
		return false;
	if (method.n && callee.kind != K_ARROW_FUNCTION)
		at.own_this = at.own_this || this_argument(reader, arguments, 0) != 0;
	enter(reader, callee, at, arguments, method.n ? 1 : 0);
	return true;
}

/* ---- expressions and statements ---- */

static void call(struct reader *reader, struct ts_child node, struct place_in at)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_kids kids = ts_open(tree, node);
	struct ts_child callee = ts_field(tree, kids, F_FUNCTION);
	struct str name = text_of(reader, callee);
	uint32_t mask = callee.kind == K_IDENTIFIER ? mask_of(name) : 0;

	if (mask && !at.guarded && !is_shadowed(at, mask) &&
	        (str_is(name, "require") || str_is(name, "define")))
		fails(reader, callee, str_is(name, "require") ? "require" : "define");
	if (!immediate(reader, kids, at))
		walk(reader, callee, at);
	walk(reader, ts_field(tree, kids, F_ARGUMENTS), at);
}

static void member(struct reader *reader, struct ts_child node, struct place_in at)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_child object = ts_child_of(tree, node, F_OBJECT);
	struct str name = text_of(reader, object);
	uint32_t mask = object.kind == K_IDENTIFIER ? mask_of(name) : 0;

	if (object.kind == K_THIS && !at.own_this && !at.guarded)
		fails(reader, node, "this");
	else if (at.undefined.n && object.kind == K_IDENTIFIER && name.n == at.undefined.n &&
	        memcmp(name.at, at.undefined.at, name.n) == 0)
		fails(reader, node, "this");
	else if (mask && !at.guarded && !is_shadowed(at, mask) && !str_is(name, "define"))
		fails(reader, node,
		        str_is(name, "module")            ? "module"
		                : str_is(name, "exports") ? "exports"
		                                          : "require");
	else
		walk(reader, object, at);
	walk(reader, ts_child_of(tree, node, F_INDEX), at);
}

/* `Object.defineProperty(exports, ...)`: the name alone, as an argument. */
static void name(struct reader *reader, struct ts_child node, struct place_in at)
{
	struct str text = text_of(reader, node);

	if (str_is(text, "exports") && !at.guarded && !is_shadowed(at, mask_of(text)))
		fails(reader, node, "exports");
}

static bool tests_type(struct reader *reader, struct ts_child condition)
{
	return str_find(text_of(reader, condition), "typeof") != NULL;
}

static void walk_all(struct reader *reader, struct ts_child node, struct place_in at)
{
	struct ts_kids kids = ts_open(&reader->js->walk, node);

	for (uint32_t i = 0; i < kids.n; i++)
		walk(reader, ts_kid(&reader->js->walk, kids, i), at);
}

/* if, ?:, &&, ||: what was tested in `first` guards the rest. */
static void tested(
        struct reader *reader, struct ts_child node, struct ts_child first, struct place_in at)
{
	struct place_in inside = at;
	struct ts_kids kids = ts_open(&reader->js->walk, node);

	inside.guarded = at.guarded || tests_type(reader, first);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&reader->js->walk, kids, i);

		walk(reader, kid, kid.field == first.field ? at : inside);
	}
}

static void walk_try(struct reader *reader, struct ts_child node, struct place_in at)
{
	at.guarded = true;
	walk_all(reader, node, at);
}

static void walk_kind(struct reader *reader, struct ts_child node, struct place_in at)
{
	struct ts_walk *tree = &reader->js->walk;

	switch (node.kind) {
	case K_CALL_EXPRESSION:
		call(reader, node, at);
		return;
	case K_MEMBER_EXPRESSION:
	case K_SUBSCRIPT_EXPRESSION:
		member(reader, node, at);
		return;
	case K_IDENTIFIER:
		name(reader, node, at);
		return;
	case K_IF_STATEMENT:
	case K_TERNARY_EXPRESSION:
		tested(reader, node, ts_child_of(tree, node, F_CONDITION), at);
		return;
	case K_BINARY_EXPRESSION:
		tested(reader, node, ts_child_of(tree, node, F_LEFT), at);
		return;
	case K_TRY_STATEMENT:
		walk_try(reader, node, at);
		return;
	case K_UNARY_EXPRESSION: /* `typeof module` asks, `!function () {}()` calls */
		if (!str_starts(text_of(reader, node), "typeof"))
			walk_all(reader, node, at);
		return;
	case K_AWAIT_EXPRESSION:
	case K_META_PROPERTY:
		reader->module = reader->module || !at.functions || node.kind == K_META_PROPERTY;
		break;
	default:
		break;
	}
	walk_all(reader, node, at);
}

static bool runs_later(struct ts_child node)
{
	return is_function(node) || node.kind == K_FUNCTION_DECLARATION ||
	        node.kind == K_GENERATOR_FUNCTION_DECLARATION || node.kind == K_CLASS ||
	        node.kind == K_CLASS_DECLARATION || node.kind == K_METHOD_DEFINITION;
}

static void walk(struct reader *reader, struct ts_child node, struct place_in at)
{
	if (ts_none(node) || runs_later(node) || at.depth++ > DEEPEST_ESM)
		return;
	walk_kind(reader, node, at);
}

/* ---- the file ---- */

static void collect_names(
        struct arena *arena, struct source *source, const char *path, struct esm *esm)
{
	const struct unit *unit =
	        front_for_language(LANG_JAVASCRIPT)->lower(arena, source, path, NULL).unit;

	for (uint32_t i = 0; unit && i < unit->exports.n; i++) {
		if (same(unit->exports.at[i].name, "*"))
			esm->open = true;
		else
			vec_push(arena, &esm->names, unit->exports.at[i].name);
	}
}

/* ---- what it asks of other files ---- */

static void add_wanted(struct reader *reader, struct esm_import *import, struct ts_child node)
{
	struct esm_name name = {arena_str(reader->js->arena, text_of(reader, node)), ts_span(node)};

	if (node.kind == K_STRING)
		name.text = js_string_text(reader->js, node);
	vec_push(reader->js->arena, &import->names, name);
}

/* `{a, b as c}`, of an import or an export */
static void add_specifiers(struct reader *reader, struct esm_import *import, struct ts_child list)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_kids kids = ts_open(tree, list);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(tree, kids, i);

		if (kid.kind == K_IMPORT_SPECIFIER || kid.kind == K_EXPORT_SPECIFIER)
			add_wanted(reader, import, ts_child_of(tree, kid, F_NAME));
	}
}

static void add_clause(struct reader *reader, struct esm_import *import, struct ts_child clause)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_kids kids = ts_open(tree, clause);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(tree, kids, i);
		struct esm_name name = {"default", ts_span(kid)};

		if (kid.kind == K_IDENTIFIER)
			vec_push(reader->js->arena, &import->names, name);
		else if (kid.kind == K_NAMED_IMPORTS)
			add_specifiers(reader, import, kid);
	}
}

static void add_import(struct reader *reader, struct ts_child statement)
{
	struct ts_walk *tree = &reader->js->walk;
	struct ts_child from = ts_child_of(tree, statement, F_SOURCE);
	struct ts_kids kids;
	struct esm_import import = {.all = statement.kind == K_EXPORT_STATEMENT};

	if (ts_none(from))
		return;
	import.from = js_string_text(reader->js, from);
	import.span = ts_span(from);
	kids = ts_open(tree, statement);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(tree, kids, i);

		if (kid.kind == K_IMPORT_CLAUSE)
			add_clause(reader, &import, kid);
		else if (kid.kind == K_EXPORT_CLAUSE)
			add_specifiers(reader, &import, kid);
		if (kid.kind == K_EXPORT_CLAUSE || kid.kind == K_NAMESPACE_EXPORT)
			import.all = false;
	}
	vec_push(reader->js->arena, &reader->esm->imports, import);
}

static void add_imports(struct reader *reader, struct ts_kids statements)
{
	for (uint32_t i = 0; i < statements.n; i++) {
		struct ts_child statement = ts_kid(&reader->js->walk, statements, i);

		if (statement.kind == K_IMPORT_STATEMENT || statement.kind == K_EXPORT_STATEMENT)
			add_import(reader, statement);
	}
}

static bool has_module_statements(struct js *js, struct ts_kids statements)
{
	return !ts_none(ts_kind(&js->walk, statements, K_IMPORT_STATEMENT)) ||
	        !ts_none(ts_kind(&js->walk, statements, K_EXPORT_STATEMENT));
}

struct esm esm_of(struct arena *arena, struct source *source, const char *path)
{
	struct esm esm = {.kind = ESM_UNKNOWN};
	struct js js = {.arena = arena, .source = source};
	struct reader reader = {&js, &esm, false};
	struct shadow shadow = {0};
	struct ts_kids statements;

	if (!js_parse(&js, path))
		return esm;
	statements = ts_open(&js.walk, ts_root(&js.walk));
	esm.broken = ts_walk_broken(&js.walk);
	if (has_module_statements(&js, statements)) {
		esm.kind = ESM_MODULE;
		add_imports(&reader, statements);
	} else if (!esm.broken) {
		esm.kind = ESM_SCRIPT;
		shadow.mask = declared_in(&reader, ts_root(&js.walk));
		walk_all(&reader, ts_root(&js.walk), (struct place_in){.own = &shadow});
		if (reader.module)
			esm.kind = ESM_MODULE;
	}
	ts_walk_end(&js.walk);
	if (esm.kind == ESM_MODULE)
		collect_names(arena, source, path, &esm);
	return esm;
}
