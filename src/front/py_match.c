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
	uint32_t yes = py_block(py);

	ir_branch(&py->at, kind, name, value, yes, no, span);
	ir_start(&py->at, yes);
}

static uint32_t part_of(struct py *py, uint32_t value, struct span span)
{
	struct arg arg = {.value = value};

	return ir_any(&py->at, &arg, 1, span);
}

static void capture(struct py *py, struct ts_child name, uint32_t value)
{
	if (name.kind == PY_IDENTIFIER && !py_is(py, name, "_"))
		py_assign(py, name, value);
}

static void dotted_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->walk, node);
	struct ts_child name = ts_named(&py->walk, kids);
	bool simple = kids.n == 1;

	if (simple)
		capture(py, name, value);
	else
		test(py, TEST_OPAQUE, NULL, value, no, ts_span(node));
}

/* P(a, b, c=d) */
static void class_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->walk, node);
	struct ts_child type = ts_kind(&py->walk, kids, PY_DOTTED_NAME);
	const char *name = py_type_name(py, type);

	test(py, name ? TEST_TYPE : TEST_OPAQUE, name, value, no, ts_span(node));
	for (uint32_t i = 1; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->walk, kids, i);

		if (kid.kind == PY_CASE_PATTERN)
			pattern(py, kid, value, no);
	}
}

/* name=pattern, in a class pattern */
static void keyword_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->walk, node);
	struct ts_child name = ts_named(&py->walk, kids);

	value = ir_field(&py->at, value, py_str(py, name), ts_span(name));
	for (uint32_t i = 1; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->walk, kids, i);

		if (ts_is_named(kid))
			pattern(py, kid, value, no);
	}
}

/* [a, *rest], (a, b), {"k": a, **rest}: what is captured is some part of the value */
static void parts_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->walk, node);
	bool group = node.kind == PY_TUPLE_PATTERN && kids.n == 3;

	if (!group)
		test(py, TEST_OPAQUE, NULL, value, no, ts_span(node));
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->walk, kids, i);

		if (kid.kind == PY_CASE_PATTERN && group)
			pattern(py, kid, value, no);
		else if (kid.kind == PY_CASE_PATTERN || kid.kind == PY_SPLAT_PATTERN)
			pattern(py, kid, part_of(py, value, ts_span(kid)), no);
	}
}

static void as_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->walk, node);

	pattern(py, ts_kid(&py->walk, kids, 0), value, no);
	capture(py, ts_kid(&py->walk, kids, kids.n - 1), value);
}

/* a | b | c: the first that fits */
static void union_pattern(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	struct ts_kids kids = ts_open(&py->walk, node);
	uint32_t yes = py_block(py);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->walk, kids, i);
		uint32_t next = i + 1 < kids.n ? py_block(py) : no;

		if (!ts_is_named(kid))
			continue;
		pattern(py, kid, value, next);
		ir_jump(&py->at, yes, ts_span(kid));
		if (next != no)
			ir_start(&py->at, next);
	}
	ir_start(&py->at, yes);
}

static void pattern_of(struct py *py, struct ts_child node, uint32_t value, uint32_t no)
{
	switch (node.kind) {
	case PY_CASE_PATTERN:
		node = ts_first(&py->walk, node);
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
		capture(py, ts_first(&py->walk, node), value);
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
	if (!py_enter(py, node))
		return;
	pattern_of(py, node, value, no);
	py_done(py);
}

static void case_clause(struct py *py, struct ts_child node, uint32_t value, uint32_t end)
{
	struct ts_kids kids = ts_open(&py->walk, node);
	struct ts_child guard = ts_field(&py->walk, kids, F_GUARD);
	struct ts_child body = ts_field(&py->walk, kids, F_CONSEQUENCE);
	struct ts_child first = ts_kind(&py->walk, kids, PY_CASE_PATTERN);
	bool sequence = !ts_none(ts_kind(&py->walk, kids, PY_COMMA));
	uint32_t next = py_block(py), yes;

	if (sequence)
		parts_pattern(py, node, value, next);
	else if (!ts_none(first))
		pattern(py, first, value, next);
	if (!ts_none(guard)) {
		yes = py_block(py);
		py_cond(py, ts_first(&py->walk, guard), yes, next);
		ir_start(&py->at, yes);
	}
	py_body(py, body);
	py_jump(py, end, ts_span(body));
	ir_start(&py->at, next);
}

static uint32_t subject(struct py *py, struct ts_kids kids)
{
	struct ts_child node = ts_field(&py->walk, kids, F_SUBJECT);
	bool several = !ts_none(ts_kind(&py->walk, kids, PY_COMMA));
	VEC(struct arg) args = {0};

	if (!several)
		return py_expr(py, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->walk, kids, i);
		struct arg arg = {0};

		if (kid.field != F_SUBJECT || !ts_is_named(kid))
			continue;
		arg.value = py_expr(py, kid);
		vec_push(&py->scratch, &args, arg);
	}
	return ir_make(&py->at, CONST_TUPLE, args.at, args.n, ts_span(node));
}

void py_match(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->walk, node);
	struct ts_kids cases = {0};
	uint32_t value = subject(py, kids), end = py_block(py);

	cases = ts_open(&py->walk, ts_field(&py->walk, kids, F_BODY));
	for (uint32_t i = 0; i < cases.n; i++) {
		struct ts_child kid = ts_kid(&py->walk, cases, i);

		if (kid.kind == PY_CASE_CLAUSE)
			case_clause(py, kid, value, end);
		else if (kid.kind == TS_ERROR)
			py_statement(py, kid);
	}
	ir_start(&py->at, end);
}
