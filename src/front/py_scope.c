/*
 * The first pass: which names each scope binds, and how.
 *
 * One walk over the whole tree without recursion, with a frame per open node.
 * A frame knows the scope its node stands in and, for nodes that make one, the
 * scope of the body; so `def f(x=y): z` puts f and y outside, x and z inside.
 * Scopes are met in the order of their offsets, which is how the second pass
 * finds them again.
 */
#include "front/py_lower.h"

/* A node on the way from the root to the one at hand. */
struct frame {
	struct py_scope *scope, *inner;
	uint16_t kind;
	bool weak;            /* in an `except ImportError` */
	struct ts_child body; /* of a try statement */
	struct ts_kids kids;
	uint32_t next; /* of the kids: the one to visit */
};

struct scan {
	struct py *py;
	VEC(struct frame) frames;
};

static struct py_scope *scope_new(
        struct py *py, enum py_scope_kind kind, struct py_scope *parent, uint32_t start)
{
	struct py_scope *scope = arena_new(&py->base.scratch, struct py_scope);

	scope->id = py->scopes.n;
	scope->start = start;
	scope->kind = kind;
	scope->parent = parent;
	vec_push(&py->base.scratch, &py->scopes, scope);
	return scope;
}

struct py_scope *py_scope_of(struct py *py, struct ts_child node, enum py_scope_kind kind)
{
	uint32_t start = ts_span(node).start, low = 1, high = py->scopes.n;
	struct py_scope *scope;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (py->scopes.at[middle]->start < start)
			low = middle + 1;
		else
			high = middle;
	}
	scope = low < py->scopes.n ? py->scopes.at[low] : NULL;
	if (!scope || scope->start != start || scope->kind != kind)
		BUG("no scope of kind %d at %u", (int)kind, start);
	scope->parent = py->scope;
	scope->func = py->base.at.func->id;
	/* what stands in a `finally` is lowered once for each way out, with variables of its own */
	for (uint32_t i = 0; i < scope->names.n; i++)
		scope->names.at[i]->var = NO_VAR;
	return scope;
}

/* ---- binding ---- */

static struct py_scope *without_comprehensions(struct py_scope *scope)
{
	while (scope->kind == SCOPE_COMPREHENSION)
		scope = scope->parent;
	return scope;
}

static struct py_name *bind_name(
        struct py *py, struct py_scope *scope, struct ts_child name, bool weak)
{
	struct py_name *bound = py_bind(py, scope, ts_text(&py->base.walk, name), ts_span(name));

	if (weak)
		bound->assigned_weak++;
	else
		bound->assigned++;
	return bound;
}

static void bind_target(struct py *py, struct py_scope *scope, struct ts_child target, bool weak)
{
	struct ts_kids kids;

	switch (target.kind) {
	case PY_IDENTIFIER:
		bind_name(py, scope, target, weak);
		return;
	case PY_PATTERN_LIST:
	case PY_TUPLE_PATTERN:
	case PY_LIST_PATTERN:
	case PY_EXPRESSION_LIST:
	case PY_TUPLE:
	case PY_LIST:
	case PY_LIST_SPLAT:
	case PY_LIST_SPLAT_PATTERN:
	case PY_DICTIONARY_SPLAT_PATTERN:
	case PY_PARENTHESIZED:
	case PY_AS_PATTERN_TARGET:
		break;
	default:
		return;
	}
	if (!lower_enter(&py->base, target))
		return;
	kids = ts_open(&py->base.walk, target);
	for (uint32_t i = 0; i < kids.n; i++)
		bind_target(py, scope, ts_kid(&py->base.walk, kids, i), weak);
	lower_done(&py->base);
}

static void bind_field(
        struct py *py, struct py_scope *scope, struct ts_child node, uint16_t field, bool weak)
{
	bind_target(py, scope, ts_child_of(&py->base.walk, node, field), weak);
}

static void bind_parameters(struct py *py, struct py_scope *scope, struct ts_child node)
{
	struct ts_child list = ts_child_of(&py->base.walk, node, F_PARAMETERS);
	struct ts_kids kids = ts_open(&py->base.walk, list);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct py_param param = py_param(py, ts_kid(&py->base.walk, kids, i));

		if (!ts_none(param.name))
			bind_target(py, scope, param.name, false);
	}
}

static void bind_assignment(struct py *py, struct py_scope *scope, struct ts_child node, bool weak)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child right = ts_field(&py->base.walk, kids, F_RIGHT);

	/* `x: int` declares, `x = None` waits for something better */
	if (right.kind == PY_NONE || ts_none(right))
		weak = true;
	bind_target(py, scope, ts_field(&py->base.walk, kids, F_LEFT), weak);
}

static void declare(struct py *py, struct py_scope *scope, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);

	scope = without_comprehensions(scope);
	for (uint32_t i = 0; i < kids.n && scope->kind != SCOPE_MODULE; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);
		struct py_name *name;

		if (kid.kind != PY_IDENTIFIER)
			continue;
		name = py_bind(py, scope, ts_text(&py->base.walk, kid), ts_span(kid));
		name->is_nonlocal = node.kind == PY_NONLOCAL;
		name->is_global = node.kind == PY_GLOBAL;
		if (name->is_global)
			py_bind(py, py->scopes.at[0], ts_text(&py->base.walk, kid), ts_span(kid));
	}
}

/* case x, case [a, *rest], case {**rest}, case P(a=x), case ... as x */
static void bind_pattern(struct py *py, struct py_scope *scope, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child first = ts_kid(&py->base.walk, kids, 0);
	struct ts_child last = ts_kid(&py->base.walk, kids, kids.n ? kids.n - 1 : 0);

	switch (node.kind) {
	case PY_CASE_PATTERN:
		if (first.kind == PY_DOTTED_NAME)
			bind_pattern(py, scope, first);
		break;
	case PY_KEYWORD_PATTERN:
		if (last.kind == PY_DOTTED_NAME)
			bind_pattern(py, scope, last);
		break;
	case PY_DOTTED_NAME:
		if (kids.n == 1)
			bind_name(py, scope, first, false);
		break;
	case PY_SPLAT_PATTERN:
		bind_target(py, scope, last, false);
		break;
	case PY_AS_PATTERN:
		if (first.kind == PY_CASE_PATTERN)
			bind_target(py, scope, last, false);
		break;
	}
}

/* ---- the walk ---- */

static struct py_scope *open_function(struct py *py, struct frame *frame, struct ts_child node)
{
	struct py_scope *scope = scope_new(py, SCOPE_FUNCTION, frame->scope, ts_span(node).start);

	if (node.kind == PY_FUNCTION)
		bind_field(py, frame->scope, node, F_NAME, frame->weak);
	bind_parameters(py, scope, node);
	return scope;
}

static void mark_generator(struct py_scope *scope)
{
	while (scope && scope->kind != SCOPE_FUNCTION)
		scope = scope->parent;
	if (scope)
		scope->generator = true;
}

/* What a node binds in its own scope, without making another. */
static void visit_binding(struct py *py, struct frame *frame, struct ts_child node)
{
	struct py_scope *scope = frame->scope;

	switch (node.kind) {
	case PY_ASSIGNMENT:
		bind_assignment(py, scope, node, frame->weak);
		break;
	case PY_AUGMENTED:
	case PY_FOR:
	case PY_FOR_IN_CLAUSE:
		bind_field(py, scope, node, F_LEFT, frame->weak);
		break;
	case PY_NAMED_EXPRESSION:
		bind_field(py, without_comprehensions(scope), node, F_NAME, false);
		break;
	case PY_AS_PATTERN_TARGET:
		bind_target(py, scope, node, false);
		break;
	case PY_DELETE:
		bind_target(py, scope, ts_first(&py->base.walk, node), true);
		break;
	case PY_IMPORT:
	case PY_IMPORT_FROM:
		py_scan_import(py, scope, node, frame->weak);
		break;
	case PY_GLOBAL:
	case PY_NONLOCAL:
		declare(py, scope, node);
		break;
	case PY_YIELD:
		mark_generator(scope);
		break;
	case PY_CASE_PATTERN:
	case PY_KEYWORD_PATTERN:
	case PY_SPLAT_PATTERN:
	case PY_AS_PATTERN:
		bind_pattern(py, scope, node);
		break;
	}
}

/* Fills the frame's inner scope, if the node makes one. */
static void visit(struct scan *scan, struct frame *frame, struct ts_child node)
{
	struct py *py = scan->py;
	uint32_t start = ts_span(node).start;

	switch (node.kind) {
	case PY_FUNCTION:
	case PY_LAMBDA:
		frame->inner = open_function(py, frame, node);
		break;
	case PY_CLASS:
		bind_field(py, frame->scope, node, F_NAME, frame->weak);
		frame->inner = scope_new(py, SCOPE_CLASS, frame->scope, start);
		break;
	case PY_LIST_COMPREHENSION:
	case PY_SET_COMPREHENSION:
	case PY_DICTIONARY_COMPREHENSION:
	case PY_GENERATOR:
		frame->scope = scope_new(py, SCOPE_COMPREHENSION, frame->scope, start);
		break;
	case PY_TRY:
		frame->body = ts_child_of(&py->base.walk, node, F_BODY);
		break;
	default:
		visit_binding(py, frame, node);
		break;
	}
}

static bool worth_entering(struct py *py, struct ts_child node)
{
	char c;

	if (node.kind == PY_IMPORT || node.kind == PY_IMPORT_FROM || node.kind == PY_TYPE)
		return false;
	if (node.kind != PY_STRING)
		return true;
	/* only strings with holes hold expressions; those start with a letter */
	c = py->base.walk.source->bytes[ts_span(node).start];
	return c != '"' && c != '\'';
}

static struct frame child_frame(
        const struct scan *scan, const struct frame *above, struct ts_child node)
{
	struct frame frame = {.scope = above->scope, .kind = node.kind, .weak = above->weak};

	if (above->inner && node.field == F_BODY)
		frame.scope = above->inner;
	if (above->kind == PY_TRY && node.kind == PY_EXCEPT_CLAUSE)
		frame.weak |= py_handles_missing(scan->py, node, above->body);
	return frame;
}

static void enter(struct scan *scan, struct frame frame, struct ts_child node)
{
	frame.kids = ts_open(&scan->py->base.walk, node);
	if (frame.kids.n)
		vec_push(&scan->py->base.scratch, &scan->frames, frame);
}

/* Visits the next node of the innermost frame, or leaves that. */
static void step(struct scan *scan)
{
	struct frame *above = &scan->frames.at[scan->frames.n - 1], frame;
	struct ts_child node;

	if (above->next == above->kids.n) {
		scan->frames.n--;
		return;
	}
	node = ts_kid(&scan->py->base.walk, above->kids, above->next++);
	frame = child_frame(scan, above, node);
	visit(scan, &frame, node);
	if (worth_entering(scan->py, node))
		enter(scan, frame, node);
}

void py_scan(struct py *py)
{
	struct scan scan = {.py = py};
	struct frame root = {.scope = scope_new(py, SCOPE_MODULE, NULL, 0)};

	enter(&scan, root, ts_root(&py->base.walk));
	while (scan.frames.n)
		step(&scan);
}
