/*
 * Conditions: each is lowered to the most telling test, with `and`, `or` and
 * `not` as control flow. As values, `and`, `or` and `x if c else y` pass
 * through a temporary.
 */
#include "front/py_lower.h"

typedef VEC(struct ts_child) nodes;

static bool is_and(struct py *py, struct ts_child node)
{
	return lower_is(&py->base, ts_child_of(&py->base.walk, node, F_OPERATOR), "and");
}

/* a and b and c → [a, b, c], as far as the operator stays the same */
static nodes operands(struct py *py, struct ts_child node, bool conjunction)
{
	nodes reversed = {0};

	while (node.kind == PY_BOOLEAN && is_and(py, node) == conjunction) {
		vec_push(&py->base.scratch, &reversed, ts_child_of(&py->base.walk, node, F_RIGHT));
		node = ts_child_of(&py->base.walk, node, F_LEFT);
	}
	vec_push(&py->base.scratch, &reversed, node);
	for (uint32_t i = 0; i < reversed.n / 2; i++) {
		struct ts_child other = reversed.at[reversed.n - 1 - i];

		reversed.at[reversed.n - 1 - i] = reversed.at[i];
		reversed.at[i] = other;
	}
	return reversed;
}

static void boolean_cond(struct py *py, struct ts_child node, uint32_t yes, uint32_t no)
{
	bool conjunction = is_and(py, node);
	nodes all = operands(py, node, conjunction);

	for (uint32_t i = 0; i + 1 < all.n; i++) {
		uint32_t next = lower_block(&py->base);

		if (conjunction)
			py_cond(py, all.at[i], next, no);
		else
			py_cond(py, all.at[i], yes, next);
		ir_start(&py->base.at, next);
	}
	py_cond(py, all.at[all.n - 1], yes, no);
}

static void truth(struct py *py, struct ts_child node, uint32_t yes, uint32_t no)
{
	uint32_t value = py_expr(py, node);

	ir_branch(&py->base.at, TEST_TRUTH, NULL, value, yes, no, ts_span(node));
}

/* The two operands of `a OP b`; false for chains. */
static bool comparison_parts(
        struct py *py, struct ts_child node, struct ts_child sides[2], struct str *operator)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	uint32_t found = 0;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.field == F_OPERATORS)
			*operator= ts_text(&py->base.walk, kid);
		else if (found++ < 2)
			sides[found - 1] = kid;
	}
	return found == 2;
}

static bool is_negative(struct str operator)
{
	return str_is(operator, "!=") || str_is(operator, "<>") || str_starts(operator, "is ") ||
	        str_starts(operator, "is\t");
}

static void comparison(struct py *py, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_child sides[2] = {0};
	struct str operator= {"", 0};
	bool same_as, negative, two = comparison_parts(py, node, sides, &operator);
	uint32_t value;

	negative = is_negative(operator);
	same_as = negative || str_is(operator, "==") || str_is(operator, "is");
	if (!two || !same_as || (sides[0].kind != PY_NONE && sides[1].kind != PY_NONE)) {
		truth(py, node, yes, no);
		return;
	}
	value = py_expr(py, sides[sides[0].kind == PY_NONE]);
	ir_branch(&py->base.at, TEST_NULL, NULL, value, negative ? no : yes, negative ? yes : no,
	        ts_span(node));
}

/* ---- isinstance, hasattr ---- */

static void type_tests(struct py *py, uint32_t value, struct ts_child types, uint32_t yes,
        uint32_t no, struct span span)
{
	struct ts_kids kids;
	const char *name;

	if (types.kind != PY_TUPLE) {
		name = py_type_name(py, types);
		ir_branch(&py->base.at, name ? TEST_TYPE : TEST_OPAQUE, name, value, yes, no, span);
		return;
	}
	kids = ts_open(&py->base.walk, types);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child type = ts_kid(&py->base.walk, kids, i);
		uint32_t next;

		if (!ts_is_named(type) || !lower_enter(&py->base, type))
			continue;
		next = lower_block(&py->base);
		type_tests(py, value, type, yes, next, span);
		ir_start(&py->base.at, next);
		lower_done(&py->base);
	}
	ir_jump(&py->base.at, no, span);
}

/* The call is `name` of two arguments: they go to `args`. */
static bool is_call_of(
        struct py *py, struct ts_child node, const char *name, struct ts_child args[2])
{
	struct ts_child function = ts_child_of(&py->base.walk, node, F_FUNCTION);
	struct ts_child list = ts_child_of(&py->base.walk, node, F_ARGUMENTS);
	struct ts_kids kids;
	uint32_t found = 0;

	if (!py_is_builtin(py, function, name))
		return false;
	kids = ts_open(&py->base.walk, list);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (ts_is_named(kid) && found++ < 2)
			args[found - 1] = kid;
	}
	return found == 2;
}

static void call_cond(struct py *py, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_child args[2];
	const char *member;
	uint32_t value;

	if (is_call_of(py, node, "isinstance", args)) {
		value = py_expr(py, args[0]);
		type_tests(py, value, py_unwrap(py, args[1]), yes, no, ts_span(node));
		return;
	}
	member = is_call_of(py, node, "hasattr", args) && args[1].kind == PY_STRING
	        ? py_string_text(py, args[1])
	        : NULL;
	if (!member) {
		truth(py, node, yes, no);
		return;
	}
	value = py_expr(py, args[0]);
	ir_branch(&py->base.at, TEST_MEMBER, member, value, yes, no, ts_span(node));
}

static void dispatch(struct py *py, struct ts_child node, uint32_t yes, uint32_t no)
{
	switch (node.kind) {
	case PY_NOT:
		py_cond(py, ts_child_of(&py->base.walk, node, F_ARGUMENT), no, yes);
		break;
	case PY_BOOLEAN:
		boolean_cond(py, node, yes, no);
		break;
	case PY_COMPARISON:
		comparison(py, node, yes, no);
		break;
	case PY_CALL:
		call_cond(py, node, yes, no);
		break;
	case PY_TRUE:
		ir_jump(&py->base.at, yes, ts_span(node));
		break;
	case PY_FALSE:
	case PY_NONE:
		ir_jump(&py->base.at, no, ts_span(node));
		break;
	case PY_INTEGER:
		ir_jump(&py->base.at, lower_is(&py->base, node, "0") ? no : yes, ts_span(node));
		break;
	default:
		truth(py, node, yes, no);
		break;
	}
}

void py_cond(struct py *py, struct ts_child node, uint32_t yes, uint32_t no)
{
	uint32_t unknown;

	node = py_unwrap(py, node);
	if (ts_none(node) || !lower_enter(&py->base, node)) {
		unknown = ir_any(&py->base.at, NULL, 0, ts_span(node));
		ir_branch(&py->base.at, TEST_OPAQUE, NULL, unknown, yes, no, ts_span(node));
		return;
	}
	dispatch(py, node, yes, no);
	lower_done(&py->base);
}

/* ---- as values ---- */

uint32_t py_boolean(struct py *py, struct ts_child node)
{
	bool conjunction = is_and(py, node);
	nodes all = operands(py, node, conjunction);
	uint32_t result = lower_temp(&py->base), end = lower_block(&py->base);

	for (uint32_t i = 0; i < all.n; i++) {
		uint32_t value = py_expr(py, all.at[i]), next;

		ir_store(&py->base.at, result, value, ts_span(all.at[i]));
		if (i + 1 == all.n)
			break;
		next = lower_block(&py->base);
		ir_branch(&py->base.at, TEST_TRUTH, NULL, value, conjunction ? next : end,
		        conjunction ? end : next, ts_span(all.at[i]));
		ir_start(&py->base.at, next);
	}
	ir_start(&py->base.at, end);
	return ir_load(&py->base.at, result, ts_span(node));
}

/* A if C else B: the children in this order */
uint32_t py_conditional(struct py *py, struct ts_child node)
{
	uint32_t yes = lower_block(&py->base), no = lower_block(&py->base),
	         end = lower_block(&py->base);
	uint32_t result = lower_temp(&py->base), found = 0;
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child parts[3] = {0};

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (ts_is_named(kid) && kid.kind != TS_ERROR && found < 3)
			parts[found++] = kid;
	}
	py_cond(py, parts[1], yes, no);
	ir_start(&py->base.at, yes);
	ir_store(&py->base.at, result, py_expr(py, parts[0]), ts_span(parts[0]));
	ir_jump(&py->base.at, end, ts_span(parts[0]));
	ir_start(&py->base.at, no);
	ir_store(&py->base.at, result, py_expr(py, parts[2]), ts_span(parts[2]));
	ir_start(&py->base.at, end);
	return ir_load(&py->base.at, result, ts_span(node));
}
