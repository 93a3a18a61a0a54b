/*
 * Conditions: each is lowered to the most telling test. Comparing with NULL or
 * 0 asks for truth, comparing with -1 or for `< 0` asks whether a call failed;
 * &&, || and ! are control flow, also where their value is wanted.
 */
#include "front/c_class.h"

#include "front/compare.h"

static struct comparison comparison_of(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct comparison found = {
	        .left = ts_field(&c->base.walk, kids, F_LEFT),
	        .right = ts_field(&c->base.walk, kids, F_RIGHT),
	        .operator= ts_text(&c->base.walk, ts_field(&c->base.walk, kids, F_OPERATOR)),
	};

	return found;
}

static bool is_minus_one(struct c *c, struct ts_child node)
{
	struct ts_child number;

	node = c_unwrap(c, node);
	if (node.kind == K_NUMBER)
		return lower_is(&c->base, node, "-1");
	if (node.kind != K_UNARY)
		return false;
	number = c_unwrap(c, ts_child_of(&c->base.walk, node, F_ARGUMENT));
	return number.kind == K_NUMBER && lower_is(&c->base, number, "1") &&
	        lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), "-");
}

static bool is_zero(struct c *c, struct ts_child node)
{
	node = c_unwrap(c, node);
	return node.kind == K_NUMBER &&
	        (lower_is(&c->base, node, "0") || lower_is(&c->base, node, "0L"));
}

static enum compared constant_of(struct c *c, struct ts_child node)
{
	if (c_unwrap(c, node).kind == K_NULL)
		return COMPARED_NULL;
	if (is_minus_one(c, node))
		return COMPARED_MINUS_ONE;
	return is_zero(c, node) ? COMPARED_ZERO : COMPARED_OTHER;
}

static bool is_operator(struct c *c, struct ts_child node, const char *operator)
{
	return node.kind == K_BINARY &&
	        lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), operator);
}

static void truth(struct c *c, struct ts_child node, uint32_t yes, uint32_t no)
{
	uint32_t live = c->live.n, value;

	if (c->plus) {
		struct c_result result = c_eval(c, node);

		if (result.object && !result.object->temporary) {
			c_object_cond(c, result.object, yes, no, ts_span(node));
			return;
		}
		value = c_result_value(c, result, ts_span(node));
		c_temporaries_end(c, live, ts_span(node));
	} else {
		value = c_expr(c, node);
	}
	ir_branch(&c->base.at, TEST_TRUTH, NULL, value, yes, no, ts_span(node));
}

/* ---- && and ||: along the left spine, for generated code ---- */

typedef VEC(struct ts_child) nodes;

static nodes operands(struct c *c, struct ts_child node, const char *operator)
{
	nodes reversed = {0};

	while (is_operator(c, node, operator)) {
		struct comparison it = comparison_of(c, node);

		vec_push(&c->base.scratch, &reversed, it.right);
		node = c_unwrap(c, it.left);
	}
	vec_push(&c->base.scratch, &reversed, node);
	return reversed;
}

static void logical(struct c *c, struct ts_child node, uint32_t yes, uint32_t no)
{
	bool both = is_operator(c, node, "&&");
	nodes all = operands(c, node, both ? "&&" : "||");

	for (uint32_t i = all.n; i-- > 1;) {
		uint32_t next = lower_block(&c->base);

		c_cond(c, all.at[i], both ? next : yes, both ? no : next);
		ir_start(&c->base.at, next);
	}
	c_cond(c, all.at[0], yes, no);
}

/* ---- all conditions ---- */

/* Is this the answer of a call, or a name that may hold one? */
static bool may_be_answer(struct c *c, struct ts_child node)
{
	node = c_unwrap(c, node);
	if (node.kind == K_ASSIGNMENT)
		node = c_unwrap(c, ts_child_of(&c->base.walk, node, F_RIGHT));
	return node.kind == K_CALL || node.kind == K_IDENTIFIER;
}

/* x > 0, x <= 0 of a call that answers 1, 0, or -1 for an error. `positive`: the way of x > 0. */
static void ask_sign(
        struct c *c, struct ts_child operand, uint32_t positive, uint32_t other, struct span span)
{
	uint32_t sure = lower_block(&c->base), value = c_expr(c, operand);

	ir_branch(&c->base.at, TEST_NEGATIVE, NULL, value, other, sure, span);
	/* the program does not tell a failure from 0 */
	c->base.at.func->insns.at[c->base.at.func->insns.n - 1].flags |= INSN_HIDDEN;
	ir_start(&c->base.at, sure);
	ir_branch(&c->base.at, TEST_TRUTH, NULL, value, positive, other, span);
}

static bool three_ways(
        struct c *c, struct comparison it, uint32_t yes, uint32_t no, struct span span)
{
	bool zero, one;

	if (!may_be_answer(c, it.left)) {
		it = compare_mirrored(it);
		if (!may_be_answer(c, it.left))
			return false;
	}
	zero = is_zero(c, it.right);
	one = lower_is(&c->base, c_unwrap(c, it.right), "1");
	if ((zero && str_is(it.operator, ">")) || (one && str_is(it.operator, ">=")))
		ask_sign(c, it.left, yes, no, span);
	else if ((zero && str_is(it.operator, "<=")) || (one && str_is(it.operator, "<")))
		ask_sign(c, it.left, no, yes, span);
	else
		return false;
	return true;
}

static void compared(struct c *c, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct comparison it = comparison_of(c, node);
	struct compare_question question =
	        compare_ask(it, constant_of(c, it.left), constant_of(c, it.right));
	uint32_t value, live = c->live.n;

	if (question.test == TEST_OPAQUE && three_ways(c, it, yes, no, ts_span(node)))
		return;
	if (question.test == TEST_OPAQUE) {
		value = c_operator(c, node);
		c_temporaries_end(c, live, ts_span(node));
		ir_branch(&c->base.at, TEST_TRUTH, NULL, value, yes, no, ts_span(node));
		return;
	}
	value = c_expr(c, question.operand);
	c_temporaries_end(c, live, ts_span(node));
	compare_branch(&c->base.at, question, value, yes, no, ts_span(node));
}

static void chosen(struct c *c, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child condition = ts_field(&c->base.walk, kids, F_CONDITION);
	struct ts_child left = ts_field(&c->base.walk, kids, F_CONSEQUENCE);
	struct ts_child right = ts_field(&c->base.walk, kids, F_ALTERNATIVE);
	uint32_t first = lower_block(&c->base), second = lower_block(&c->base);

	c_cond(c, condition, first, second);
	ir_start(&c->base.at, first);
	c_cond(c, ts_none(left) ? condition : left, yes, no);
	ir_start(&c->base.at, second);
	c_cond(c, right, yes, no);
}

static void after_comma(struct c *c, struct ts_child node, uint32_t yes, uint32_t no)
{
	c_discard(c, ts_child_of(&c->base.walk, node, F_LEFT));
	c_cond(c, ts_child_of(&c->base.walk, node, F_RIGHT), yes, no);
}

static bool is_not(struct c *c, struct ts_child node)
{
	return node.kind == K_UNARY &&
	        lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), "!");
}

static void dispatch(struct c *c, struct ts_child node, uint32_t yes, uint32_t no)
{
	if (is_not(c, node))
		c_cond(c, ts_child_of(&c->base.walk, node, F_ARGUMENT), no, yes);
	else if (is_operator(c, node, "&&") || is_operator(c, node, "||"))
		logical(c, node, yes, no);
	else if (node.kind == K_BINARY)
		compared(c, node, yes, no);
	else if (node.kind == K_CONDITIONAL)
		chosen(c, node, yes, no);
	else if (node.kind == K_COMMA)
		after_comma(c, node, yes, no);
	else if (node.kind == K_NUMBER || node.kind == K_TRUE)
		ir_jump(&c->base.at, is_zero(c, node) ? no : yes, ts_span(node));
	else if (node.kind == K_NULL || node.kind == K_FALSE)
		ir_jump(&c->base.at, no, ts_span(node));
	else
		truth(c, node, yes, no);
}

void c_cond(struct c *c, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_child inner;

	node = c_unwrap(c, node);
	while (!ts_none(inner = c_same(c, node)))
		node = c_unwrap(c, inner);
	if (ts_none(node) || !lower_enter(&c->base, node)) {
		ir_branch(&c->base.at, TEST_OPAQUE, NULL,
		        ir_any(&c->base.at, NULL, 0, ts_span(node)), yes, no, ts_span(node));
		return;
	}
	dispatch(c, node, yes, no);
	lower_done(&c->base);
}

/* ---- as values ---- */

bool c_is_condition(struct c *c, struct ts_child node)
{
	static const char *const operators[] = {"&&", "||", "==", "!=", "<", "<=", ">", ">="};

	struct str operator;

	if (node.kind != K_BINARY)
		return is_not(c, node);
	operator= ts_text(&c->base.walk, ts_child_of(&c->base.walk, node, F_OPERATOR));
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (str_is(operator, operators[i]))
			return true;
	return false;
}

static void store_constant(struct c *c, uint32_t var, const char *text, struct span span)
{
	ir_store(&c->base.at, var, c_constant(c, text, span), span);
}

uint32_t c_truth(struct c *c, struct ts_child node)
{
	uint32_t yes = lower_block(&c->base), no = lower_block(&c->base),
	         end = lower_block(&c->base), result = lower_temp(&c->base);
	struct span span = ts_span(node);

	dispatch(c, node, yes, no);
	ir_start(&c->base.at, yes);
	store_constant(c, result, "1", span);
	ir_jump(&c->base.at, end, span);
	ir_start(&c->base.at, no);
	store_constant(c, result, "0", span);
	ir_start(&c->base.at, end);
	return ir_load(&c->base.at, result, span);
}

/* A ? B : C, and GNU's A ?: C */
uint32_t c_conditional(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child condition = ts_field(&c->base.walk, kids, F_CONDITION);
	struct ts_child left = ts_field(&c->base.walk, kids, F_CONSEQUENCE);
	struct ts_child right = ts_field(&c->base.walk, kids, F_ALTERNATIVE);
	uint32_t yes = lower_block(&c->base), no = lower_block(&c->base),
	         end = lower_block(&c->base), result = lower_temp(&c->base), value;

	if (ts_none(left)) {
		value = c_expr(c, condition);
		ir_branch(&c->base.at, TEST_TRUTH, NULL, value, yes, no, ts_span(condition));
		ir_start(&c->base.at, yes);
	} else {
		c_cond(c, condition, yes, no);
		ir_start(&c->base.at, yes);
		value = c_expr(c, left);
	}
	ir_store(&c->base.at, result, value, ts_span(left));
	ir_jump(&c->base.at, end, ts_span(left));
	ir_start(&c->base.at, no);
	ir_store(&c->base.at, result, c_expr(c, right), ts_span(right));
	ir_start(&c->base.at, end);
	return ir_load(&c->base.at, result, ts_span(node));
}
