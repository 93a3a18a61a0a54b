/*
 * Patterns and guards: what a value must be for a clause to be taken, and the
 * names that it gives to parts of it.
 */
#include "front/erl_lower.h"

/* ---- names ---- */

struct erl_name *erl_name(struct erl *e, struct ts_child var)
{
	struct str text = ts_text(&e->base.walk, var);

	for (uint32_t i = e->names.n; i-- > 0;)
		if (str_is(text, e->names.at[i].name))
			return &e->names.at[i];
	return NULL;
}

struct erl_name *erl_declare(struct erl *e, struct ts_child var)
{
	struct erl_name name = {.name = lower_str(&e->base, var), .bound = true};

	name.var = var_new(e->base.unit, e->base.at.func->id, name.name, ts_span(var));
	vec_push(&e->base.scratch, &e->names, name);
	return &e->names.at[e->names.n - 1];
}

void erl_rebind(struct erl *e, uint32_t mark, bool bound)
{
	for (uint32_t i = mark; i < e->names.n; i++)
		e->names.at[i].bound = bound;
}

static void bind(struct erl *e, struct ts_child var, uint32_t value, uint32_t fail)
{
	struct erl_name *name = erl_name(e, var);
	uint32_t good;
	struct arg args[2] = {{0}};

	if (lower_is(&e->base, var, "_"))
		return;
	if (name && name->bound) {
		good = lower_block(&e->base);
		args[0].value = value;
		args[1].value = ir_load(&e->base.at, name->var, ts_span(var));
		ir_branch(&e->base.at, TEST_TRUTH, NULL,
		        ir_prim(&e->base.at, args, 2, ts_span(var)), good, fail, ts_span(var));
		ir_start(&e->base.at, good);
		return;
	}
	name = name ? name : erl_declare(e, var);
	name->bound = true;
	ir_store(&e->base.at, name->var, value, ts_span(var));
}

/* ---- patterns ---- */

static void ask(
        struct erl *e, enum test test, uint32_t value, bool holds, uint32_t fail, struct span span)
{
	uint32_t good = lower_block(&e->base);

	ir_branch(&e->base.at, test, NULL, value, holds ? good : fail, holds ? fail : good, span);
	ir_start(&e->base.at, good);
}

bool erl_tagged(struct erl *e, struct ts_child tuple, struct ts_child *held, bool *error)
{
	erl_nodes items = erl_all(e, tuple, F_EXPR);

	if (tuple.kind != K_TUPLE || items.n != 2 || items.at[0].kind != K_ATOM)
		return false;
	*error = lower_is(&e->base, items.at[0], "error");
	*held = items.at[1];
	return *error || lower_is(&e->base, items.at[0], "ok");
}

static void match_tuple(struct erl *e, struct ts_child pattern, uint32_t value, uint32_t fail)
{
	erl_nodes items = erl_all(e, pattern, F_EXPR);
	struct ts_child held;
	bool error;
	uint32_t iter;

	if (erl_tagged(e, pattern, &held, &error)) {
		ask(e, TEST_ERROR, value, error, fail, ts_span(pattern));
		erl_match(e, held, error ? lower_unknown(&e->base, ts_span(held)) : value, fail);
		return;
	}
	ask(e, TEST_OPAQUE, value, true, fail, ts_span(pattern));
	iter = ir_unary(&e->base.at, OP_ITER, value, NULL, ts_span(pattern));
	for (uint32_t i = 0; i < items.n; i++)
		erl_match(e, items.at[i],
		        ir_unary(&e->base.at, OP_NEXT, iter, NULL, ts_span(items.at[i])), fail);
}

static void match_list(struct erl *e, struct ts_child pattern, uint32_t value, uint32_t fail)
{
	erl_nodes items = erl_all(e, pattern, F_EXPRS);
	uint32_t iter;

	ask(e, TEST_OPAQUE, value, true, fail, ts_span(pattern));
	if (!items.n)
		return;
	iter = ir_unary(&e->base.at, OP_ITER, value, NULL, ts_span(pattern));
	for (uint32_t i = 0; i < items.n; i++) {
		struct ts_child item = items.at[i], rest = {0};

		if (item.kind == K_PIPE) {
			rest = ts_child_of(&e->base.walk, item, F_RHS);
			item = ts_child_of(&e->base.walk, item, F_LHS);
		}
		erl_match(e, item, ir_unary(&e->base.at, OP_NEXT, iter, NULL, ts_span(item)), fail);
		if (!ts_none(rest))
			erl_match(e, rest, value, fail);
	}
}

/* Names in what is not taken apart get values that nobody knows. */
static void match_parts(struct erl *e, struct ts_child pattern, uint32_t fail)
{
	struct ts_kids kids = ts_open(&e->base.walk, pattern);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&e->base.walk, kids, i);

		if (kid.kind == K_VAR)
			bind(e, kid, lower_unknown(&e->base, ts_span(kid)), fail);
		else if (kid.kind == K_TUPLE || kid.kind == K_LIST)
			erl_match(e, kid, lower_unknown(&e->base, ts_span(kid)), fail);
		else if (ts_is_named(kid) && kid.kind != K_MACRO_CALL &&
		        lower_enter(&e->base, kid)) {
			match_parts(e, kid, fail);
			lower_done(&e->base);
		}
	}
}

static void match_fields(struct erl *e, struct ts_child pattern, uint32_t value, uint32_t fail)
{
	erl_nodes items = erl_all(e, pattern, F_FIELDS);

	ask(e, TEST_OPAQUE, value, true, fail, ts_span(pattern));
	for (uint32_t i = 0; i < items.n; i++) {
		struct erl_entry entry = erl_entry(e, items.at[i]);

		if (!ts_none(entry.value))
			erl_match(e, entry.value,
			        ir_field(&e->base.at, value, lower_str(&e->base, entry.name),
			                ts_span(entry.value)),
			        fail);
	}
}

static void match(struct erl *e, struct ts_child pattern, uint32_t value, uint32_t fail)
{
	switch (pattern.kind) {
	case K_VAR:
		bind(e, pattern, value, fail);
		break;
	case K_TUPLE:
		match_tuple(e, pattern, value, fail);
		break;
	case K_LIST:
		match_list(e, pattern, value, fail);
		break;
	case K_MAP:
	case K_RECORD:
		match_fields(e, pattern, value, fail);
		break;
	case K_MATCH:
		erl_match(e, ts_child_of(&e->base.walk, pattern, F_LHS), value, fail);
		erl_match(e, ts_child_of(&e->base.walk, pattern, F_RHS), value, fail);
		break;
	case K_PAREN:
		erl_match(e, ts_child_of(&e->base.walk, pattern, F_EXPR), value, fail);
		break;
	case K_ATOM:
		if (lower_is(&e->base, pattern, "ok") || lower_is(&e->base, pattern, "error"))
			ask(e, TEST_ERROR, value, lower_is(&e->base, pattern, "error"), fail,
			        ts_span(pattern));
		else
			ask(e, TEST_OPAQUE, value, true, fail, ts_span(pattern));
		break;
	default:
		ask(e, TEST_OPAQUE, value, true, fail, ts_span(pattern));
		match_parts(e, pattern, fail);
		break;
	}
}

void erl_match(struct erl *e, struct ts_child pattern, uint32_t value, uint32_t fail)
{
	if (ts_none(pattern) || !lower_enter(&e->base, pattern))
		return;
	match(e, pattern, value, fail);
	lower_done(&e->base);
}

/* ---- messages ---- */

void erl_answered(struct erl *e, struct ts_child pattern)
{
	struct ts_kids kids;
	struct erl_name *name = pattern.kind == K_VAR ? erl_name(e, pattern) : NULL;
	struct arg arg = {0};

	if (name && name->bound) {
		arg.value = ir_load(&e->base.at, name->var, ts_span(pattern));
		ir_call(&e->base.at, 0, "receive", &arg, 1, ts_span(pattern));
	}
	if (!lower_enter(&e->base, pattern))
		return;
	kids = ts_open(&e->base.walk, pattern);
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&e->base.walk, kids, i)))
			erl_answered(e, ts_kid(&e->base.walk, kids, i));
	lower_done(&e->base);
}

/* ---- guards: they use values and have no effects ---- */

static void read_names(struct erl *e, struct ts_child node, erl_args *args)
{
	struct ts_kids kids = ts_open(&e->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&e->base.walk, kids, i);
		struct erl_name *name = kid.kind == K_VAR ? erl_name(e, kid) : NULL;
		struct arg arg = {0};

		if (name) {
			arg.value = ir_load(&e->base.at, name->var, ts_span(kid));
			vec_push(&e->base.scratch, args, arg);
		} else if (ts_is_named(kid) && lower_enter(&e->base, kid)) {
			read_names(e, kid, args);
			lower_done(&e->base);
		}
	}
}

void erl_guard(struct erl *e, struct ts_child guard, uint32_t fail)
{
	erl_args args = {0};

	if (ts_none(guard) || lower_is(&e->base, guard, "true"))
		return;
	read_names(e, guard, &args);
	ask(e, TEST_OPAQUE, ir_prim(&e->base.at, args.at, args.n, ts_span(guard)), true, fail,
	        ts_span(guard));
}
