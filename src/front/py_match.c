/*
 * match: each case is a chain of tests that fall through to the next case,
 * and of stores for what the pattern captures.
 */
#include "front/py_lower.h"

/* Tests `value` against a pattern; goes on where it fits, to `no` where it does not. */
static void pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no);

static void test(struct py *py, enum test kind, const char *name, uint32_t value, uint32_t no,
        struct span span)
{
	uint32_t yes = lower_block(&py->base);

	ir_branch(&py->base.at, kind, name, value, yes, no, span);
	ir_start(&py->base.at, yes);
}

static uint32_t part_of(struct py *py, uint32_t value, struct span span)
{
	struct arg arg = {.value = value};

	return ir_any(&py->base.at, &arg, 1, span);
}

static void capture(struct py *py, struct ts_child name, uint32_t value)
{
	if (name.kind == PY_IDENTIFIER && !lower_is(&py->base, name, "_"))
		py_assign(py, name, value);
}

static void dotted_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child name = ts_named(&py->base.walk, kids);
	bool simple = kids.n == 1;

	if (simple)
		capture(py, name, value);
	else
		test(py, TEST_OPAQUE, NULL, value, no, ts_span(node));
}

/* P(a, b, c=d) */
static void class_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child type = ts_kind(&py->base.walk, kids, PY_DOTTED_NAME);
	const char *name = py_type_name(py, type);

	test(py, name ? TEST_TYPE : TEST_OPAQUE, name, value, no, ts_span(node));
	for (uint32_t i = 1; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_CASE_PATTERN)
			pattern(py, kid, value, no);
	}
}

/* name=pattern, in a class pattern */
static void keyword_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child name = ts_named(&py->base.walk, kids);

	value = ir_field(&py->base.at, value, lower_str(&py->base, name), ts_span(name));
	for (uint32_t i = 1; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (ts_is_named(kid))
			pattern(py, kid, value, no);
	}
}

/* [a, *rest], (a, b), {"k": a, **rest}: what is captured is some part of the value */
static void parts_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	bool group = node.kind == PY_TUPLE_PATTERN && kids.n == 3;

	if (!group)
		test(py, TEST_OPAQUE, NULL, value, no, ts_span(node));
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_CASE_PATTERN && group)
			pattern(py, kid, value, no);
		else if (kid.kind == PY_CASE_PATTERN || kid.kind == PY_SPLAT_PATTERN)
			pattern(py, kid, part_of(py, value, ts_span(kid)), no);
	}
}

static void as_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);

	pattern(py, ts_kid(&py->base.walk, kids, 0), value, no);
	capture(py, ts_kid(&py->base.walk, kids, kids.n - 1), value);
}

/* a | b | c: the first that fits */
static void union_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	uint32_t yes = lower_block(&py->base);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);
		uint32_t next = i + 1 < kids.n ? lower_block(&py->base) : no;

		if (!ts_is_named(kid))
			continue;
		pattern(py, kid, value, next);
		ir_jump(&py->base.at, yes, ts_span(kid));
		if (next != no)
			ir_start(&py->base.at, next);
	}
	ir_start(&py->base.at, yes);
}

static void pattern_of(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	switch (node.kind) {
	case PY_CASE_PATTERN:
		node = ts_first(&py->base.walk, node);
		if (!ts_none(node)) /* `_` has no named child */
			pattern(py, node, value, no);
		break;
	case PY_DOTTED_NAME:
		dotted_pattern(py, node, value, no);
		break;
	case PY_CLASS_PATTERN:
		class_pattern(py, node, value, no);
		break;
	case PY_KEYWORD_PATTERN:
		keyword_pattern(py, node, value, no);
		break;
	case PY_AS_PATTERN:
		as_pattern(py, node, value, no);
		break;
	case PY_SPLAT_PATTERN:
		capture(py, ts_first(&py->base.walk, node), value);
		break;
	case PY_LIST_PATTERN:
	case PY_TUPLE_PATTERN:
	case PY_DICT_PATTERN:
		parts_pattern(py, node, value, no);
		break;
	case PY_UNION_PATTERN:
		union_pattern(py, node, value, no);
		break;
	case PY_NONE:
		test(py, TEST_NULL, NULL, value, no, ts_span(node));
		break;
	default:
		test(py, TEST_OPAQUE, NULL, value, no, ts_span(node));
		break;
	}
}

static void pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	if (!lower_enter(&py->base, node))
		return;
	pattern_of(py, node, value, no);
	lower_done(&py->base);
}

static void case_clause(struct py *py, struct ts_child node, uint32_t value, uint32_t end)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child guard = ts_field(&py->base.walk, kids, F_GUARD);
	struct ts_child body = ts_field(&py->base.walk, kids, F_CONSEQUENCE);
	struct ts_child first = ts_kind(&py->base.walk, kids, PY_CASE_PATTERN);
	bool sequence = !ts_none(ts_kind(&py->base.walk, kids, PY_COMMA));
	uint32_t next = lower_block(&py->base), yes;

	if (sequence)
		parts_pattern(py, node, value, next);
	else if (!ts_none(first))
		pattern(py, first, value, next);
	if (!ts_none(guard)) {
		yes = lower_block(&py->base);
		py_cond(py, ts_first(&py->base.walk, guard), yes, next);
		ir_start(&py->base.at, yes);
	}
	py_body(py, body);
	py_jump(py, end, ts_span(body));
	ir_start(&py->base.at, next);
}

static uint32_t subject(struct py *py, struct ts_kids kids)
{
	struct ts_child node = ts_field(&py->base.walk, kids, F_SUBJECT);
	bool several = !ts_none(ts_kind(&py->base.walk, kids, PY_COMMA));
	VEC(struct arg) args = {0};

	if (!several)
		return py_expr(py, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);
		struct arg arg = {0};

		if (kid.field != F_SUBJECT || !ts_is_named(kid))
			continue;
		arg.value = py_expr(py, kid);
		vec_push(&py->base.scratch, &args, arg);
	}
	return ir_make(&py->base.at, CONST_TUPLE, args.at, args.n, ts_span(node));
}

void py_match(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_kids cases = {0};
	uint32_t value = subject(py, kids), end = lower_block(&py->base);

	cases = ts_open(&py->base.walk, ts_field(&py->base.walk, kids, F_BODY));
	for (uint32_t i = 0; i < cases.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, cases, i);

		if (kid.kind == PY_CASE_CLAUSE)
			case_clause(py, kid, value, end);
		else if (kid.kind == TS_ERROR)
			py_statement(py, kid);
	}
	ir_start(&py->base.at, end);
}
