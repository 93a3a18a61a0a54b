/*
 * Calls: of functions of this file, of those of other modules, of values.
 */
#include "front/erl_lower.h"

static void arguments(struct erl *e, struct ts_child node, erl_args *args)
{
	erl_nodes list = erl_all(e, ts_child_of(&e->base.walk, node, F_ARGS), F_ARGS);

	for (uint32_t i = 0; i < list.n; i++) {
		struct arg arg = {.value = erl_expr(e, list.at[i])};

		vec_push(&e->base.scratch, args, arg);
	}
}

/* The function of this file that is called, or NULL. */
static struct erl_function *own(struct erl *e, struct ts_child node)
{
	struct ts_child name = ts_child_of(&e->base.walk, node, F_EXPR);
	erl_nodes list = erl_all(e, ts_child_of(&e->base.walk, node, F_ARGS), F_ARGS);

	if (name.kind != K_ATOM)
		return NULL;
	return map_get(&e->functions,
	        arena_printf(&e->base.scratch, "%s/%u", lower_str(&e->base, name), list.n));
}

uint32_t erl_call(struct erl *e, struct ts_child node)
{
	struct ts_child name = ts_child_of(&e->base.walk, node, F_EXPR);
	struct erl_function *function = own(e, node);
	struct insn closure = {.op = OP_CLOSURE, .span = ts_span(node)};
	struct span span = ts_span(node);
	erl_args args = {0};
	uint32_t callee;

	arguments(e, node, &args);
	if (function) {
		closure.func = function->func;
		callee = ir_add(&e->base.at, closure);
		return ir_call(&e->base.at, callee, NULL, args.at, args.n, span);
	}
	if (name.kind == K_ATOM)
		return ir_call(&e->base.at, 0,
		        arena_printf(e->base.arena, "erlang:%s", lower_str(&e->base, name)),
		        args.at, args.n, span);
	return ir_call(&e->base.at, erl_expr(e, name), NULL, args.at, args.n, span);
}

uint32_t erl_remote(struct erl *e, struct ts_child node)
{
	struct ts_child module =
	        ts_first(&e->base.walk, ts_child_of(&e->base.walk, node, F_MODULE));
	struct ts_child call = ts_child_of(&e->base.walk, node, F_FUN), name;
	erl_args args = {0};

	name = ts_child_of(&e->base.walk, call, F_EXPR);
	if (call.kind != K_CALL)
		return lower_unknown(&e->base, ts_span(node));
	if (module.kind == K_MACRO_CALL && lower_is(&e->base, module, "?MODULE"))
		return erl_call(e, call);
	arguments(e, call, &args);
	if (module.kind != K_ATOM || name.kind != K_ATOM)
		return ir_any(&e->base.at, args.at, args.n, ts_span(node));
	return ir_call(&e->base.at, 0,
	        arena_printf(e->base.arena, "%s:%s", lower_str(&e->base, module),
	                lower_str(&e->base, name)),
	        args.at, args.n, ts_span(node));
}

bool erl_again(struct erl *e, struct ts_child node)
{
	erl_args args = {0};

	if (node.kind != K_CALL || !e->function || own(e, node) != e->function ||
	        e->base.at.unwind != NO_BLOCK)
		return false;
	arguments(e, node, &args);
	for (uint32_t i = 0; i < args.n && ir_open(&e->base.at); i++)
		ir_store(&e->base.at, e->params[i], args.at[i].value, ts_span(node));
	if (ir_open(&e->base.at))
		ir_jump(&e->base.at, e->head, ts_span(node));
	return true;
}
