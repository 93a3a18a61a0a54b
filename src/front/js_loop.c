/*
 * Loops. `break` goes to a block after the loop, `continue` to one that
 * starts the next round; variables of a round are forgotten on both ways.
 */
#include "front/js_lower.h"

/* Labels are for the loop itself: functions in its head have none. */
static struct js_label *take_labels(struct js *js)
{
	struct js_label *labels = js->labels;

	js->labels = NULL;
	return labels;
}

static void loop_begin(struct js *js, struct js_exit *exit, struct js_label *labels)
{
	*exit = (struct js_exit){.kind = EXIT_TARGET,
	        .labels = labels,
	        .plain_break = true,
	        .done = js_block(js),
	        .next = js_block(js)};
	js_exit_push(js, exit);
}

static void loop_end(struct js *js, struct js_exit *exit)
{
	js_exit_pop(js);
	ir_start(&js->at, exit->done);
}

void js_while(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct js_label *labels = take_labels(js);
	uint32_t body = js_block(js);
	struct js_exit exit;

	loop_begin(js, &exit, labels);
	ir_start(&js->at, exit.next);
	js_cond(js, ts_field(&js->walk, kids, F_CONDITION), body, exit.done);
	ir_start(&js->at, body);
	js_body(js, ts_field(&js->walk, kids, F_BODY));
	js_jump(js, &exit.next, js_end_of(node));
	loop_end(js, &exit);
}

void js_do(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct js_label *labels = take_labels(js);
	uint32_t body = js_block(js);
	struct js_exit exit;

	loop_begin(js, &exit, labels);
	ir_start(&js->at, body);
	js_body(js, ts_field(&js->walk, kids, F_BODY));
	ir_start(&js->at, exit.next);
	js_cond(js, ts_field(&js->walk, kids, F_CONDITION), body, exit.done);
	loop_end(js, &exit);
}

/* ---- for (;;) ---- */

static void lower_initializer(struct js *js, struct ts_child node)
{
	switch (node.kind) {
	case K_LEXICAL_DECLARATION:
	case K_VARIABLE_DECLARATION:
		js_declaration(js, node, ts_span(node).start);
		break;
	case K_OTHER:
	case K_EMPTY_STATEMENT:
		break;
	case K_EXPRESSION_STATEMENT:
		js_effect(js, ts_first(&js->walk, node));
		break;
	default:
		js_effect(js, node);
	}
}

static void lower_condition(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	if (node.kind == K_EXPRESSION_STATEMENT)
		node = ts_first(&js->walk, node);
	if (ts_is_named(node) && node.kind != K_EMPTY_STATEMENT)
		js_cond(js, node, yes, no);
	else
		ir_jump(&js->at, yes, ts_span(node));
}

static void lower_for(
        struct js *js, struct ts_child node, struct ts_kids kids, struct js_label *labels)
{
	struct ts_child increment = ts_field(&js->walk, kids, F_INCREMENT);
	uint32_t test = js_block(js), body = js_block(js);
	struct js_exit exit;

	lower_initializer(js, ts_field(&js->walk, kids, F_INITIALIZER));
	loop_begin(js, &exit, labels);
	ir_start(&js->at, test);
	lower_condition(js, ts_field(&js->walk, kids, F_CONDITION), body, exit.done);
	ir_start(&js->at, body);
	js_body(js, ts_field(&js->walk, kids, F_BODY));
	ir_start(&js->at, exit.next);
	if (!ts_none(increment))
		js_effect(js, increment);
	js_jump(js, &test, js_end_of(node));
	loop_end(js, &exit);
}

void js_for(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child initializer = ts_field(&js->walk, kids, F_INITIALIZER);
	struct js_label *labels = take_labels(js);
	struct js_scope scope;
	struct js_exit exit = {.kind = EXIT_SCOPE, .scope = &scope};

	js_scope_open(js, &scope, true);
	js_exit_push(js, &exit);
	if (initializer.kind == K_LEXICAL_DECLARATION)
		js_hoist_one(js, initializer);
	lower_for(js, node, kids, labels);
	js_exit_pop(js);
	js_forget(js, &scope, js_end_of(node));
	js_scope_close(js);
}

/* ---- for (of), for (in) ---- */

/* The keys of an object: those of a copy, so that nothing is taken from the object itself. */
static uint32_t keys_of(struct js *js, uint32_t object, struct span span)
{
	struct arg all = {.value = object, .flags = ARG_KEYS};

	return ir_make(&js->at, CONST_OBJECT, &all, 1, span);
}

struct rounds {
	struct ts_child left, body;
	bool declares, keys, async, disposes, dispose_async;
	uint32_t iterator;
};

static uint32_t next_item(struct js *js, const struct rounds *rounds)
{
	struct span span = ts_span(rounds->left);
	uint32_t item;

	if (rounds->keys)
		return js_prim_of(js, rounds->iterator, 0, span);
	item = ir_unary(&js->at, OP_NEXT, rounds->iterator, NULL, span);
	if (rounds->async) {
		js->at.func->insns.at[item].flags |= MAKE_LAZY;
		item = ir_unary(&js->at, OP_AWAIT, item, NULL, span);
	}
	return item;
}

static void lower_round(struct js *js, const struct rounds *rounds)
{
	struct js_scope scope;
	struct js_exit exit = {.kind = EXIT_SCOPE, .scope = &scope}, cleanup;
	struct js_binding *binding;
	bool disposes = false;

	js_scope_open(js, &scope, true);
	js_exit_push(js, &exit);
	if (rounds->declares)
		js_declare_pattern(js, rounds->left, (struct str){0});
	js_assign(js, rounds->left, next_item(js, rounds));
	if (rounds->disposes && rounds->left.kind == K_IDENTIFIER) {
		binding = js_lookup(js, js_name_of(js, rounds->left));
		disposes = binding && binding->var != NO_VAR;
		if (disposes)
			js_dispose_begin(js, &cleanup, binding->var, rounds->dispose_async);
	}
	js_body(js, rounds->body);
	if (disposes)
		js_dispose_end(js, &cleanup, js_end_of(rounds->body));
	js_exit_pop(js);
	js_forget(js, &scope, js_end_of(rounds->body));
	js_scope_close(js);
}

static struct rounds rounds_of(struct js *js, struct ts_kids kids)
{
	struct rounds rounds = {
	        .left = ts_field(&js->walk, kids, F_LEFT),
	        .body = ts_field(&js->walk, kids, F_BODY),
	        .keys = ts_field(&js->walk, kids, F_OPERATOR).kind == T_IN,
	};

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == T_AWAIT && kid.field == F_KIND)
			rounds.dispose_async = true;
		else if (kid.kind == T_AWAIT)
			rounds.async = true;
		if (kid.kind == T_USING)
			rounds.disposes = true;
		if (kid.kind == T_CONST || kid.kind == T_LET || kid.kind == T_USING)
			rounds.declares = true;
	}
	return rounds;
}

void js_for_in(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct rounds rounds = rounds_of(js, kids);
	struct ts_child right = ts_field(&js->walk, kids, F_RIGHT);
	struct js_label *labels = take_labels(js);
	uint32_t value, body = js_block(js);
	struct js_exit exit;

	value = js_expr(js, right);
	loop_begin(js, &exit, labels);
	rounds.iterator = rounds.keys ? keys_of(js, value, ts_span(right))
	                              : ir_unary(&js->at, OP_ITER, value, NULL, ts_span(right));
	ir_start(&js->at, exit.next);
	ir_branch(&js->at, TEST_DONE, NULL, rounds.iterator, exit.done, body, ts_span(right));
	ir_start(&js->at, body);
	lower_round(js, &rounds);
	js_jump(js, &exit.next, js_end_of(node));
	loop_end(js, &exit);
}
