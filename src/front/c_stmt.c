/*
 * Statements: sequences, branches, loops, switches, jumps. Names of functions
 * are those of the statements they read.
 *
 * A switch is a chain of questions that grows while its body is read: each
 * case adds one to the block `choose`, which is where the last "no" leads.
 */
#include "front/c_class.h"

void c_body(struct c *c, struct ts_child block, uint32_t *value)
{
	struct ts_kids kids = ts_open(&c->base.walk, block);
	uint32_t mark = c_scope_open(c), last = kids.n;
	struct span around = c->block, whole = ts_span(block);

	c->block = whole;

	while (value && last && !ts_is_named(ts_kid(&c->base.walk, kids, last - 1)))
		last--;
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (value && i + 1 == last && kid.kind == K_EXPRESSION_STATEMENT)
			*value = c_expr(c, ts_first(&c->base.walk, kid));
		else if (ts_is_named(kid))
			c_statement(c, kid);
	}
	c_scope_close(c, mark, (struct span){whole.end ? whole.end - 1 : 0, whole.end});
	c->block = around;
}

static void go(struct c *c, uint32_t block, struct span span)
{
	if (ir_open(&c->base.at))
		ir_jump(&c->base.at, block, (struct span){span.end, span.end});
}

/* ---- simple statements ---- */

static void expression_statement(struct c *c, struct ts_child node)
{
	struct ts_child given = ts_first(&c->base.walk, node);

	uint32_t live = c->live.n;

	if (ts_none(given) || c_bare(c, given))
		return;
	/* a macro without parentheses that stands alone does something */
	if (given.kind == K_IDENTIFIER && !c_lookup(c, ts_text(&c->base.walk, given)))
		ir_call(&c->base.at, 0, lower_str(&c->base, given), NULL, 0, ts_span(given));
	else
		c_discard(c, given);
	c_temporaries_end(c, live, ts_span(node));
}

void c_leave(struct c *c, uint32_t value, struct span span)
{
	if (c->frame) {
		c_inline_leave(c, value, span);
		return;
	}
	c_objects_end(c, 0, true, span);
	ir_return(&c->base.at, value, span);
}

/* What an object with one member is worth is that member. */
static void return_object(struct c *c, struct ts_child given, struct span span)
{
	bool braces = given.kind == K_INITIALIZER_LIST; /* return {x, y}; */
	struct c_result result = braces ? (struct c_result){0} : c_eval(c, given);
	struct c_types types = {0};
	struct c_object *object = result.object;
	c_results args = {0};
	uint32_t value;

	if (!object || !c_object_is_live(c, object, 0)) {
		object = c_object_new(c, c->gives, &types, NULL);
		if (braces)
			args = c_eval_all(c, given);
		if (braces)
			c_object_construct(c, object, &args, span);
		else
			c_object_take(c, object, result, span);
	}
	value = c_object_given(c, object, span);
	object->lent = true;
	c_objects_end(c, 0, true, span);
	object->lent = false;
	ir_return(&c->base.at, value, span);
}

static void return_statement(struct c *c, struct ts_child node)
{
	struct ts_child given = ts_first(&c->base.walk, node);

	uint32_t value, live = c->live.n;

	if (c->frame) {
		c_inline_return(c, given, ts_span(node));
	} else if (c->gives) {
		return_object(c, given, ts_span(node));
	} else {
		value = ts_none(given) ? 0 : c_expr(c, given);
		if (value && c_plus_is_object(c, c->base.at.func->return_type))
			c_plus_keep(c, value, ts_span(node));
		c_leave(c, value, ts_span(node));
	}
	c->live.n = live;
}

static uint32_t label(struct c *c, struct ts_child node)
{
	struct str name = ts_text(&c->base.walk, node);
	struct c_label made;

	for (uint32_t i = 0; i < c->labels.n; i++)
		if (str_is(name, c->labels.at[i].name))
			return c->labels.at[i].block;
	made = (struct c_label){arena_str(&c->base.scratch, name), lower_block(&c->base)};
	vec_push(&c->base.scratch, &c->labels, made);
	return made.block;
}

/* Where the label stands, below `node`; an empty span: nowhere. */
static struct span find_label(struct c *c, struct ts_child node, struct str name)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct span found = {0, 0};

	if (node.kind == K_LABELED) {
		struct ts_child at = ts_field(&c->base.walk, kids, F_LABEL);
		struct str text = ts_text(&c->base.walk, at);

		if (text.n == name.n && memcmp(text.at, name.at, name.n) == 0)
			return ts_span(at);
	}
	if (!lower_enter(&c->base, node))
		return found;
	for (uint32_t i = 0; i < kids.n && !found.end; i++)
		if (ts_is_named(ts_kid(&c->base.walk, kids, i)))
			found = find_label(c, ts_kid(&c->base.walk, kids, i), name);
	lower_done(&c->base);
	return found;
}

static void goto_statement(struct c *c, struct ts_child node)
{
	struct ts_child name = ts_child_of(&c->base.walk, node, F_LABEL);

	if (c->live.n)
		c_objects_left(c, find_label(c, c->body_node, ts_text(&c->base.walk, name)),
		        ts_span(node));
	ir_jump(&c->base.at, label(c, name), ts_span(node));
}

static void labeled_statement(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);

	ir_start(&c->base.at, label(c, ts_field(&c->base.walk, kids, F_LABEL)));
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (ts_is_named(kid) && kid.field != F_LABEL)
			c_statement(c, kid);
	}
}

static void jump_statement(struct c *c, struct ts_child node)
{
	struct c_target *target = c->target;

	while (target && node.kind == K_CONTINUE && target->is_switch)
		target = target->outer;
	if (target)
		c_objects_end(c, target->live, true, ts_span(node));
	if (target)
		ir_jump(&c->base.at, node.kind == K_BREAK ? target->on_break : target->on_continue,
		        ts_span(node));
}

/* ---- branches and loops ---- */

static void if_statement(struct c *c, struct ts_child node)
{
	uint32_t end = lower_block(&c->base);

	while (node.kind == K_IF) {
		struct ts_kids kids = ts_open(&c->base.walk, node);
		struct ts_child body = ts_field(&c->base.walk, kids, F_CONSEQUENCE);
		struct ts_child other = ts_field(&c->base.walk, kids, F_ALTERNATIVE);
		uint32_t yes = lower_block(&c->base), no = lower_block(&c->base);

		c_cond(c, ts_field(&c->base.walk, kids, F_CONDITION), yes, no);
		ir_start(&c->base.at, yes);
		c_statement(c, body);
		go(c, end, ts_span(body));
		ir_start(&c->base.at, no);
		node = ts_none(other) ? other : ts_first(&c->base.walk, other);
	}
	if (!ts_none(node))
		c_statement(c, node);
	ir_start(&c->base.at, end);
}

static void loop_body(struct c *c, struct ts_child body, uint32_t on_break, uint32_t on_continue)
{
	struct c_target loop = {.outer = c->target,
	        .on_break = on_break,
	        .on_continue = on_continue,
	        .live = c->live.n};

	c->target = &loop;
	c->loops++;
	c_statement(c, body);
	c->loops--;
	c->target = loop.outer;
	go(c, on_continue, ts_span(body));
}

/* A macro that c_macro.c took for a loop: nobody knows when it ends. */
static bool is_loop_macro(struct c *c, struct ts_child node)
{
	uint32_t start = ts_span(node).start;

	for (uint32_t i = 0; i < c->plain->loops.n && c->plain->loops.at[i] <= start; i++)
		if (c->plain->loops.at[i] == start)
			return true;
	return false;
}

static void until_unknown(struct c *c, struct ts_child condition, uint32_t body, uint32_t end)
{
	uint32_t value = c_expr(c, condition);

	ir_branch(&c->base.at, TEST_OPAQUE, NULL, value, body, end, ts_span(condition));
}

static void while_statement(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child condition = ts_field(&c->base.walk, kids, F_CONDITION);
	struct ts_child last = ts_field(&c->base.walk, kids, F_BODY);
	uint32_t header = lower_block(&c->base), body = lower_block(&c->base),
	         end = lower_block(&c->base), next = header;
	uint32_t mark = c_scope_open(c), live = c->live.n;
	struct span around = c->block;

	c->block = ts_span(node);
	ir_start(&c->base.at, header);
	if (is_loop_macro(c, node))
		until_unknown(c, condition, body, end);
	else
		c_cond(c, condition, body, end);
	if (c->live.n > live)
		next = lower_block(&c->base);
	ir_start(&c->base.at, body);
	loop_body(c, last, end, next);
	if (next != header) { /* what the condition declared ends in each round */
		ir_start(&c->base.at, next);
		c_objects_end(c, live, true, ts_span(last));
		go(c, header, ts_span(last));
	}
	ir_start(&c->base.at, end);
	c_scope_close(c, mark, ts_span(last));
	c->block = around;
}

static void do_statement(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	uint32_t body = lower_block(&c->base), asked = lower_block(&c->base),
	         end = lower_block(&c->base);

	ir_start(&c->base.at, body);
	loop_body(c, ts_field(&c->base.walk, kids, F_BODY), end, asked);
	ir_start(&c->base.at, asked);
	c_cond(c, ts_field(&c->base.walk, kids, F_CONDITION), body, end);
	ir_start(&c->base.at, end);
}

static void for_statement(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child first = ts_field(&c->base.walk, kids, F_INITIALIZER);
	struct ts_child condition = ts_field(&c->base.walk, kids, F_CONDITION);
	struct ts_child update = ts_field(&c->base.walk, kids, F_UPDATE);
	uint32_t header = lower_block(&c->base), body = lower_block(&c->base),
	         next = lower_block(&c->base), end = lower_block(&c->base);
	uint32_t mark = c_scope_open(c);

	if (first.kind == K_DECLARATION)
		c_declaration(c, first);
	else if (!ts_none(first))
		c_discard(c, first);
	ir_start(&c->base.at, header);
	if (ts_none(condition))
		ir_jump(&c->base.at, body, ts_span(node));
	else
		c_cond(c, condition, body, end);
	ir_start(&c->base.at, body);
	loop_body(c, ts_field(&c->base.walk, kids, F_BODY), end, next);
	ir_start(&c->base.at, next);
	if (!ts_none(update))
		c_discard(c, update);
	go(c, header, ts_span(update));
	ir_start(&c->base.at, end);
	c_scope_close(c, mark, ts_span(node));
}

/* ---- switch ---- */

static void switch_statement(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	uint32_t end = lower_block(&c->base);
	struct c_target target = {.outer = c->target,
	        .on_break = end,
	        .is_switch = true,
	        .on_default = NO_BLOCK,
	        .live = c->live.n,
	        .choose = lower_block(&c->base)};
	struct cursor last;

	target.value = c_expr(c, ts_field(&c->base.walk, kids, F_CONDITION));
	ir_jump(&c->base.at, target.choose, ts_span(node));
	c->target = &target;
	c_statement(c, ts_field(&c->base.walk, kids, F_BODY));
	c->target = target.outer;
	go(c, end, ts_span(node));
	last = (struct cursor){c->base.unit, c->base.at.func, NO_BLOCK, NO_BLOCK};
	ir_start(&last, target.choose);
	if (target.on_default == NO_BLOCK && target.whole)
		ir_add(&last, (struct insn){.op = OP_STOP, .span = ts_span(node)});
	else
		ir_jump(&last, target.on_default == NO_BLOCK ? end : target.on_default,
		        ts_span(node));
	ir_start(&c->base.at, end);
}

/* Do the cases name all that the value can be? Nothing else is given to a comparing function. */
static void note_case(struct c *c, struct c_target *target, struct ts_child value)
{
	static const char *const comparisons[] = {
	        "Py_LT", "Py_LE", "Py_EQ", "Py_NE", "Py_GT", "Py_GE"};

	for (uint32_t i = 0; i < sizeof(comparisons) / sizeof(*comparisons); i++)
		if (lower_is(&c->base, value, comparisons[i]))
			target->compared |= 1u << i;
	target->whole |= target->compared + 1 == 1u << (sizeof(comparisons) / sizeof(*comparisons));
}

static void ask_case(struct c *c, struct c_target *target, struct ts_child value, uint32_t block)
{
	struct cursor at = {c->base.unit, c->base.at.func, NO_BLOCK, NO_BLOCK};
	uint32_t next = lower_block(&c->base);
	bool zero = lower_is(&c->base, value, "0"), minus = lower_is(&c->base, value, "-1");
	uint32_t wanted;

	ir_start(&at, target->choose);
	if (!zero && !minus && value.kind != TS_ERROR) {
		wanted = value.kind == K_NUMBER
		        ? ir_const(&at, CONST_NUMBER, lower_str(&c->base, value), ts_span(value))
		        : ir_global(&at, lower_str(&c->base, value), ts_span(value));
		ir_branch(&at, TEST_TRUTH, NULL,
		        ir_operator(&at, "==", target->value, wanted, ts_span(value)), block, next,
		        ts_span(value));
	} else if (zero)
		ir_branch(&at, TEST_TRUTH, NULL, target->value, next, block, ts_span(value));
	else
		ir_branch(&at, minus ? TEST_NEGATIVE : TEST_OPAQUE, NULL, target->value, block,
		        next, ts_span(value));
	target->choose = next;
}

static void case_statement(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child value = ts_field(&c->base.walk, kids, F_VALUE);
	struct c_target *target = c->target;
	uint32_t block = lower_block(&c->base);

	while (target && !target->is_switch)
		target = target->outer;
	ir_start(&c->base.at, block);
	if (target && ts_none(value))
		target->on_default = block;
	else if (target)
		ask_case(c, target, value, block);
	if (target)
		note_case(c, target, value);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (ts_is_named(kid) && kid.field != F_VALUE)
			c_statement(c, kid);
	}
}

/* ---- C++ ---- */

/* To the handlers around, or out of the function. */
static void leave_by_throw(struct c *c, uint32_t value, struct span span)
{
	c_objects_end(c, c->tries ? c->tries->live : 0, true, span);
	if (c->tries)
		ir_jump(&c->base.at, c->tries->block, span);
	else
		ir_throw(&c->base.at, value, span);
}

static void throw_statement(struct c *c, struct ts_child node)
{
	struct ts_child thrown = ts_first(&c->base.walk, node);
	uint32_t value =
	        ts_none(thrown) ? ir_any(&c->base.at, NULL, 0, ts_span(node)) : c_expr(c, thrown);

	leave_by_throw(c, value, ts_span(node));
}

void c_may_throw(struct c *c, const c_args *args, struct span span)
{
	uint32_t thrown = lower_block(&c->base), on = lower_block(&c->base);
	uint32_t value = ir_any(&c->base.at, NULL, 0, span);

	ir_branch(&c->base.at, TEST_OPAQUE, NULL, value, thrown, on, span);
	ir_start(&c->base.at, thrown);
	c_plus_keep_all(c, args, span);
	leave_by_throw(c, ir_any(&c->base.at, NULL, 0, span), span);
	ir_start(&c->base.at, on);
}

static void handler(struct c *c, struct ts_child node, uint32_t end)
{
	ir_call(&c->base.at, 0, "catch", NULL, 0, ts_span(node)); /* an error may be set */
	c_statement(c, ts_child_of(&c->base.walk, node, F_BODY));
	go(c, end, ts_span(node));
}

/* The first handler that may take it, or another one; the last takes what is left. */
static void handlers(struct c *c, struct ts_child node, uint32_t end)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		uint32_t here, next;

		if (kid.kind != K_CATCH)
			continue;
		if (i + 1 == kids.n) {
			handler(c, kid, end);
			return;
		}
		here = lower_block(&c->base);
		next = lower_block(&c->base);
		ir_branch(&c->base.at, TEST_OPAQUE, NULL,
		        ir_any(&c->base.at, NULL, 0, ts_span(kid)), here, next, ts_span(kid));
		ir_start(&c->base.at, here);
		handler(c, kid, end);
		ir_start(&c->base.at, next);
	}
	go(c, end, ts_span(node));
}

/* Whatever the body calls may throw, before it has done anything. */
static void try_statement(struct c *c, struct ts_child node)
{
	uint32_t end = lower_block(&c->base), body = lower_block(&c->base);
	struct c_try around = {
	        .outer = c->tries, .block = lower_block(&c->base), .live = c->live.n};
	struct span span = {ts_span(node).start, ts_span(node).start};

	ir_branch(&c->base.at, TEST_OPAQUE, NULL, ir_any(&c->base.at, NULL, 0, span), around.block,
	        body, span);
	ir_start(&c->base.at, body);
	c->tries = &around;
	c_statement(c, ts_child_of(&c->base.walk, node, F_BODY));
	c->tries = around.outer;
	go(c, end, ts_span(node));
	ir_start(&c->base.at, around.block);
	handlers(c, node, end);
	ir_start(&c->base.at, end);
}

static void for_range(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	uint32_t header = lower_block(&c->base), body = lower_block(&c->base),
	         end = lower_block(&c->base);
	uint32_t mark = c_scope_open(c);
	uint32_t list = c_expr(c, ts_field(&c->base.walk, kids, F_RIGHT));
	struct arg item = {0};

	ir_start(&c->base.at, header);
	ir_branch(&c->base.at, TEST_OPAQUE, NULL, list, body, end, ts_span(node));
	ir_start(&c->base.at, body);
	c_declaration(c, node);
	item.value = list;
	c_assign(c, c_declared(c, ts_field(&c->base.walk, kids, F_DECLARATOR)),
	        ir_any(&c->base.at, &item, 1, ts_span(node)), ts_span(node));
	loop_body(c, ts_field(&c->base.walk, kids, F_BODY), end, header);
	ir_start(&c->base.at, end);
	c_scope_close(c, mark, ts_span(node));
}

/* ---- dispatch ---- */

static void children(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&c->base.walk, kids, i)))
			c_statement(c, ts_kid(&c->base.walk, kids, i));
}

static void statement(struct c *c, struct ts_child node)
{
	switch (node.kind) {
	case K_COMPOUND:
		c_body(c, node, NULL);
		break;
	case K_EXPRESSION_STATEMENT:
		expression_statement(c, node);
		break;
	case K_DECLARATION:
		c_declaration(c, node);
		break;
	case K_IF:
		if_statement(c, node);
		break;
	case K_WHILE:
		while_statement(c, node);
		break;
	case K_DO:
		do_statement(c, node);
		break;
	case K_FOR:
		for_statement(c, node);
		break;
	case K_SWITCH:
		switch_statement(c, node);
		break;
	case K_CASE:
		case_statement(c, node);
		break;
	case K_LABELED:
		labeled_statement(c, node);
		break;
	case K_GOTO:
		goto_statement(c, node);
		break;
	case K_BREAK:
	case K_CONTINUE:
		jump_statement(c, node);
		break;
	case K_RETURN:
		return_statement(c, node);
		break;
	case K_ATTRIBUTED_STATEMENT:
		children(c, node);
		break;
	case K_TRY:
		try_statement(c, node);
		break;
	case K_FOR_RANGE:
		for_range(c, node);
		break;
	case K_THROW:
		throw_statement(c, node);
		break;
	}
}

void c_statement(struct c *c, struct ts_child node)
{
	if (ts_none(node) || !lower_enter(&c->base, node))
		return;
	statement(c, node);
	lower_done(&c->base);
}
