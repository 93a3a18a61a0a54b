/*
 * Branches: conditions, lowered to the most telling test, and all that
 * chooses: if, orelse, catch, switch.
 *
 * A condition with a payload asks whether there is something: null, or an
 * error where the `else` names one. Comparing with 0 or -1 asks what the C API
 * means by it.
 */
#include "front/zig_lower.h"

#include "front/compare.h"

/* ---- comparisons ---- */

static struct comparison comparison_of(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct comparison found = {
	        .left = ts_field(&z->base.walk, kids, F_LEFT),
	        .right = ts_field(&z->base.walk, kids, F_RIGHT),
	        .operator= ts_text(&z->base.walk, ts_field(&z->base.walk, kids, F_OPERATOR)),
	};

	/* null has no field of its own in the tree */
	if (ts_none(found.left))
		found.left = ts_kid(&z->base.walk, kids, 0);
	if (ts_none(found.right) && kids.n)
		found.right = ts_kid(&z->base.walk, kids, kids.n - 1);
	return found;
}

static bool is_minus_one(struct zig *z, struct ts_child node)
{
	return lower_is(&z->base, zig_unwrap(z, node), "-1");
}

static bool is_zero(struct zig *z, struct ts_child node)
{
	return lower_is(&z->base, zig_unwrap(z, node), "0");
}

static enum compared constant_of(struct zig *z, struct ts_child node)
{
	if (zig_unwrap(z, node).kind == K_NULL)
		return COMPARED_NULL;
	if (is_minus_one(z, node))
		return COMPARED_MINUS_ONE;
	return is_zero(z, node) ? COMPARED_ZERO : COMPARED_OTHER;
}

static void compared(struct zig *z, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct comparison it = comparison_of(z, node);
	struct compare_question question =
	        compare_ask(it, constant_of(z, it.left), constant_of(z, it.right));
	uint32_t value, right;

	if (question.test != TEST_OPAQUE) {
		value = zig_expr(z, question.operand);
	} else {
		value = zig_expr(z, it.left);
		right = zig_expr(z, it.right);
		value = ir_operator(&z->base.at, arena_str(z->base.arena, it.operator), value,
		        right, ts_span(node));
		question.test = TEST_TRUTH;
	}
	if (ir_open(&z->base.at))
		compare_branch(&z->base.at, question, value, yes, no, ts_span(node));
}

/* ---- conditions ---- */

static bool has_operator(struct zig *z, struct ts_child node, const char *operator)
{
	return lower_is(&z->base, ts_child_of(&z->base.walk, node, F_OPERATOR), operator);
}

static bool is_not(struct zig *z, struct ts_child node)
{
	return node.kind == K_UNARY && has_operator(z, node, "!");
}

bool zig_is_negated(struct zig *z, struct ts_child node)
{
	switch (node.kind) {
	case K_ERROR_UNION:
	case K_CALL:
	case K_FIELD:
	case K_INDEX:
	case K_DEREFERENCE:
	case K_UNWRAP:
		return str_starts(ts_text(&z->base.walk, node), "!");
	default:
		return false;
	}
}

bool zig_is_condition(struct zig *z, struct ts_child node)
{
	static const char *const operators[] = {"and", "or", "==", "!=", "<", "<=", ">", ">="};

	if (node.kind != K_BINARY)
		return is_not(z, node);
	for (size_t i = 0; i < COUNT_OF(operators); i++)
		if (has_operator(z, node, operators[i]))
			return true;
	return false;
}

static void both(struct zig *z, struct ts_child node, uint32_t yes, uint32_t no, bool all)
{
	struct comparison it = comparison_of(z, node);
	uint32_t next = lower_block(&z->base);

	zig_cond(z, it.left, all ? next : yes, all ? no : next);
	ir_start(&z->base.at, next);
	zig_cond(z, it.right, yes, no);
}

/* ---- conditions that are decided at compile time ---- */

/* Their text, or NULL: a question about types. A != B is asked as A == B. */
static const char *decided_text(struct zig *z, struct ts_child node, bool *negated)
{
	static const char *const marks[] = {"@typeInfo(", "@hasDecl(", "@hasField(", "@TypeOf("};
	const char *text = lower_str(&z->base, node);
	bool types = false;

	for (size_t i = 0; i < COUNT_OF(marks); i++)
		types |= strstr(text, marks[i]) != NULL;
	if (!types || node.kind == K_CALL || !zig_is_condition(z, node) || is_not(z, node) ||
	        has_operator(z, node, "and") || has_operator(z, node, "or"))
		return NULL;
	*negated = has_operator(z, node, "!=");
	if (*negated) {
		struct comparison it = comparison_of(z, node);

		text = arena_printf(z->base.arena, "%s == %s", lower_str(&z->base, it.left),
		        lower_str(&z->base, it.right));
	}
	return text;
}

/* The answer is the same each time within one copy of the function: it is kept in a variable. */
static bool decided(struct zig *z, struct ts_child node, uint32_t yes, uint32_t no)
{
	bool negated = false;
	const char *text = decided_text(z, node, &negated);
	struct zig_name *known = text ? map_get(&z->decided, text) : NULL;
	uint32_t holds = negated ? no : yes, fails = negated ? yes : no, set, unset;
	struct span span = ts_span(node);

	if (!text)
		return false;
	if (known) {
		ir_branch(&z->base.at, TEST_TRUTH, NULL, ir_load(&z->base.at, known->var, span),
		        holds, fails, span);
		return true;
	}
	known = arena_new(&z->base.scratch, struct zig_name);
	known->var = lower_temp(&z->base);
	map_put(&z->decided, text, known);
	set = lower_block(&z->base);
	unset = lower_block(&z->base);
	ir_branch(&z->base.at, TEST_OPAQUE, NULL, lower_unknown(&z->base, span), set, unset, span);
	ir_start(&z->base.at, set);
	ir_store(&z->base.at, known->var, ir_const(&z->base.at, CONST_TRUE, NULL, span), span);
	ir_jump(&z->base.at, holds, span);
	ir_start(&z->base.at, unset);
	ir_store(&z->base.at, known->var, ir_const(&z->base.at, CONST_FALSE, NULL, span), span);
	ir_jump(&z->base.at, fails, span);
	return true;
}

static void dispatch(struct zig *z, struct ts_child node, uint32_t yes, uint32_t no)
{
	uint32_t value;

	if (zig_is_negated(z, node)) {
		value = zig_object(z, node);
		if (ir_open(&z->base.at))
			ir_branch(&z->base.at, TEST_TRUTH, NULL, value, no, yes, ts_span(node));
	} else if (is_not(z, node))
		zig_cond(z, ts_child_of(&z->base.walk, node, F_ARGUMENT), no, yes);
	else if (node.kind == K_BINARY && has_operator(z, node, "and"))
		both(z, node, yes, no, true);
	else if (node.kind == K_BINARY && has_operator(z, node, "or"))
		both(z, node, yes, no, false);
	else if (decided(z, node, yes, no))
		return;
	else if (zig_is_condition(z, node))
		compared(z, node, yes, no);
	else {
		value = zig_expr(z, node);
		if (ir_open(&z->base.at))
			ir_branch(&z->base.at, TEST_TRUTH, NULL, value, yes, no, ts_span(node));
	}
}

void zig_cond(struct zig *z, struct ts_child node, uint32_t yes, uint32_t no)
{
	node = zig_unwrap(z, node);
	if (ts_none(node) || !lower_enter(&z->base, node)) {
		ir_branch(&z->base.at, TEST_OPAQUE, NULL, lower_unknown(&z->base, ts_span(node)),
		        yes, no, ts_span(node));
		return;
	}
	dispatch(z, node, yes, no);
	lower_done(&z->base);
}

uint32_t zig_truth(struct zig *z, struct ts_child node)
{
	uint32_t yes = lower_block(&z->base), no = lower_block(&z->base),
	         end = lower_block(&z->base), result = lower_temp(&z->base);
	struct span span = ts_span(node);

	dispatch(z, node, yes, no);
	ir_start(&z->base.at, yes);
	ir_store(&z->base.at, result, ir_const(&z->base.at, CONST_TRUE, NULL, span), span);
	ir_jump(&z->base.at, end, span);
	ir_start(&z->base.at, no);
	ir_store(&z->base.at, result, ir_const(&z->base.at, CONST_FALSE, NULL, span), span);
	ir_start(&z->base.at, end);
	return ir_load(&z->base.at, result, span);
}

/* ---- if ---- */

struct choice {
	struct ts_child condition, payload, then;
	struct ts_child other_payload, other;
};

/* The parts of an if, whatever its node: ( condition ) payload then else payload other */
static struct choice choice_of(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct choice choice = {0};
	bool late = false;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);

		late |= kid.kind == K_ELSE;
		if (kid.kind == K_ELSE_CLAUSE) {
			struct ts_kids parts = ts_open(&z->base.walk, kid);

			choice.other_payload = ts_kind(&z->base.walk, parts, K_PAYLOAD);
			choice.other = ts_field(&z->base.walk, parts, F_ALTERNATIVE);
			if (ts_none(choice.other))
				choice.other = zig_value_of(z, kid);
		} else if (kid.kind == K_PAYLOAD) {
			*(late ? &choice.other_payload : &choice.payload) = kid;
		} else if (!zig_is_value(kid)) {
			continue;
		} else if (ts_none(choice.condition)) {
			choice.condition = kid;
		} else {
			*(late ? &choice.other : &choice.then) = kid;
		}
	}
	return choice;
}

static void arm(struct zig *z, struct ts_child payload, uint32_t value, bool error,
        struct ts_child body, uint32_t result)
{
	uint32_t mark = zig_scope_open(z);

	if (!ts_none(payload))
		zig_capture(z, payload, value, error);
	if (!ts_none(body))
		zig_arm(z, body, result);
	zig_scope_close(z, mark);
}

void zig_if(struct zig *z, struct ts_child node, uint32_t result)
{
	struct choice choice = choice_of(z, node);
	uint32_t yes = lower_block(&z->base), no = lower_block(&z->base),
	         end = lower_block(&z->base), value = 0;
	struct span span = ts_span(choice.condition);

	if (ts_none(choice.payload)) {
		zig_cond(z, choice.condition, yes, no);
	} else {
		value = zig_expr(z, choice.condition);
		if (ir_open(&z->base.at))
			ir_branch(&z->base.at,
			        ts_none(choice.other_payload) ? TEST_NULL : TEST_ERROR, NULL, value,
			        no, yes, span);
	}
	ir_start(&z->base.at, yes);
	arm(z, choice.payload, value, false, choice.then, result);
	if (ir_open(&z->base.at))
		ir_jump(&z->base.at, end, (struct span){ts_span(node).end, ts_span(node).end});
	ir_start(&z->base.at, no);
	arm(z, choice.other_payload, value, true, choice.other, result);
	ir_start(&z->base.at, end);
}

/* ---- catch and orelse ---- */

uint32_t zig_otherwise(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child first = {0}, second = {0},
	                payload = ts_kind(&z->base.walk, kids, K_PAYLOAD);
	uint32_t bad = lower_block(&z->base), good = lower_block(&z->base), end, result, value;
	enum test test = node.kind == K_CATCH ? TEST_ERROR : TEST_NULL;
	bool returning = z->returning;

	z->returning = false;

	for (uint32_t i = 0; i < kids.n; i++)
		if (zig_is_value(ts_kid(&z->base.walk, kids, i)))
			*(ts_none(first) ? &first : &second) = ts_kid(&z->base.walk, kids, i);
	value = zig_expr(z, first);
	if (!ir_open(&z->base.at))
		return value;
	ir_branch(&z->base.at, test, NULL, value, bad, good, ts_span(first));
	result = lower_temp(&z->base);
	if (returning)
		z->return_var = result;
	ir_start(&z->base.at, bad);
	arm(z, payload, value, true, second, result);
	if (!ir_open(&z->base.at)) {
		ir_start(&z->base.at, good);
		return value;
	}
	end = lower_block(&z->base);
	ir_jump(&z->base.at, end, ts_span(second));
	ir_start(&z->base.at, good);
	ir_store(&z->base.at, result, value, ts_span(first));
	ir_start(&z->base.at, end);
	return ir_load(&z->base.at, result, ts_span(node));
}

/* ---- switch ---- */

/* The way on when `label` of a switch over `value` does not match */
static void ask_case(struct zig *z, struct ts_child label, uint32_t value, uint32_t yes)
{
	uint32_t no = lower_block(&z->base);
	struct span span = ts_span(label);

	label = zig_unwrap(z, label);
	if (label.kind == K_NULL)
		ir_branch(&z->base.at, TEST_NULL, NULL, value, yes, no, span);
	else if (is_zero(z, label) || lower_is(&z->base, label, "false"))
		ir_branch(&z->base.at, TEST_TRUTH, NULL, value, no, yes, span);
	else if (is_minus_one(z, label))
		ir_branch(&z->base.at, TEST_NEGATIVE, NULL, value, yes, no, span);
	else if (lower_is(&z->base, label, "true"))
		ir_branch(&z->base.at, TEST_TRUTH, NULL, value, yes, no, span);
	else
		ir_branch(&z->base.at, TEST_OPAQUE, NULL, value, yes, no, span);
	ir_start(&z->base.at, no);
}

static void one_case(
        struct zig *z, struct ts_child node, uint32_t value, uint32_t end, uint32_t result)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	uint32_t body = lower_block(&z->base), choose = NO_BLOCK;
	struct ts_child payload = ts_kind(&z->base.walk, kids, K_PAYLOAD), then = {0};
	bool others = !ts_none(ts_kind(&z->base.walk, kids, K_ELSE)), late = false;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);

		late |= kid.kind == K_ARROW;
		if (late && zig_is_value(kid))
			then = kid;
		else if (!late && zig_is_value(kid))
			ask_case(z, kid, value, body);
	}
	if (others)
		ir_jump(&z->base.at, body, ts_span(node));
	else
		choose = z->base.at.block;
	z->base.at.block = NO_BLOCK;
	ir_start(&z->base.at, body);
	arm(z, payload, value, false, then, result);
	if (ir_open(&z->base.at))
		ir_jump(&z->base.at, end, ts_span(node));
	z->base.at.block = choose;
}

void zig_switch(struct zig *z, struct ts_child node, uint32_t result)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child given = zig_value_of(z, node), rest = {0};
	uint32_t end = lower_block(&z->base), value = zig_expr(z, given);

	for (uint32_t i = 0; i < kids.n && ir_open(&z->base.at); i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);
		struct ts_kids parts;
		bool others;

		if (kid.kind != K_SWITCH_CASE)
			continue;
		parts = ts_open(&z->base.walk, kid);
		others = !ts_none(ts_kind(&z->base.walk, parts, K_ELSE));
		if (others)
			rest = kid; /* whatever its place, it is for what is left */
		else
			one_case(z, kid, value, end, result);
	}
	if (!ts_none(rest) && ir_open(&z->base.at))
		one_case(z, rest, value, end, result);
	/* without `else` all that there is has been named */
	if (z->base.at.block != NO_BLOCK && ir_open(&z->base.at) && ts_none(rest))
		zig_stop(z, ts_span(node));
	ir_start(&z->base.at, end);
}
