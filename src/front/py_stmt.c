/*
 * Statements: sequences, branches, loops, jumps. Names of functions are those
 * of the statements they read.
 */
#include "front/py_lower.h"

void py_body(struct py *py, struct ts_child block)
{
	struct ts_kids kids = ts_open(&py->base.walk, block);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (ts_is_named(kid))
			py_statement(py, kid);
	}
}

/* ---- simple statements ---- */

static bool says_nothing(struct ts_child node)
{
	return node.kind == PY_STRING || node.kind == PY_CONCATENATED_STRING ||
	        node.kind == PY_ELLIPSIS || node.kind == PY_NONE || node.kind == PY_INTEGER;
}

static void discarded(struct py *py, struct ts_child node)
{
	struct insn drop = {.op = OP_DROP, .span = ts_span(node)};

	if (says_nothing(node))
		return;
	drop.a = py_expr(py, node);
	ir_add(&py->base.at, drop);
}

static void expression_statement(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_ASSIGNMENT)
			py_assignment(py, kid);
		else if (kid.kind == PY_AUGMENTED)
			py_augmented(py, kid);
		else if (ts_is_named(kid))
			discarded(py, kid);
	}
}

void py_result(struct py *py, struct ts_child node)
{
	struct ts_child first = ts_first(&py->base.walk, node);

	if (first.kind == PY_ASSIGNMENT || first.kind == PY_AUGMENTED)
		expression_statement(py, node);
	else if (ts_node_named_child_count(node.node) == 1)
		ir_return(&py->base.at, py_expr(py, first), ts_span(node));
	else
		ir_return(&py->base.at, py_tuple(py, node), ts_span(node));
}

static void return_statement(struct py *py, struct ts_child node)
{
	struct ts_child given = ts_first(&py->base.walk, node);
	uint32_t value = ts_none(given) ? 0 : py_expr(py, given);
	uint32_t unwind = py_leave(py, NULL);

	ir_return(&py->base.at, value, ts_span(node));
	py_left(py, unwind);
}

static void raise_statement(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child given = ts_named(&py->base.walk, kids);
	struct ts_child cause = ts_field(&py->base.walk, kids, F_CAUSE);
	uint32_t value = py->caught;

	if (!ts_none(given))
		value = py_expr(py, given);
	else if (!value)
		value = ir_any(&py->base.at, NULL, 0, ts_span(node));
	if (!ts_none(cause))
		py_expr(py, cause);
	ir_throw(&py->base.at, value, ts_span(node));
}

static void assert_statement(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child condition = ts_named(&py->base.walk, kids);
	struct ts_child message =
	        kids.n > 3 ? ts_kid(&py->base.walk, kids, 3) : (struct ts_child){0};
	uint32_t yes = lower_block(&py->base), no = lower_block(&py->base), error;

	py_cond(py, condition, yes, no);
	ir_start(&py->base.at, no);
	if (!ts_none(message) && !says_nothing(message))
		py_expr(py, message);
	error = ir_global(&py->base.at, "builtins.AssertionError", ts_span(node));
	ir_throw(&py->base.at, error, ts_span(node));
	ir_start(&py->base.at, yes);
}

static void jump_statement(struct py *py, struct ts_child node)
{
	struct py_exit *loop = py->exits;
	uint32_t unwind;

	while (loop && loop->kind != EXIT_LOOP)
		loop = loop->outer;
	if (!loop)
		return;
	unwind = py_leave(py, loop);
	ir_jump(&py->base.at, node.kind == PY_BREAK ? loop->on_break : loop->on_continue,
	        ts_span(node));
	py_left(py, unwind);
}

/* print a, b; exec code: as calls of the functions they became */
static void python2_statement(struct py *py, struct ts_child node)
{
	const char *name = node.kind == PY_PRINT ? "builtins.print" : "builtins.exec";
	struct ts_kids kids = ts_open(&py->base.walk, node);
	VEC(struct arg) args = {0};

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);
		struct arg arg = {0};

		if (!ts_is_named(kid) || kid.kind == TS_ERROR)
			continue;
		arg.value =
		        py_expr(py, kid.kind == PY_CHEVRON ? ts_first(&py->base.walk, kid) : kid);
		vec_push(&py->base.scratch, &args, arg);
	}
	ir_call(&py->base.at, ir_global(&py->base.at, name, ts_span(node)), NULL, args.at, args.n,
	        ts_span(node));
}

/* ---- branches and loops ---- */

/* One condition and its block; what follows stands where the condition does not hold. */
static void branch(struct py *py, struct ts_kids kids, uint32_t end)
{
	struct ts_child body = ts_field(&py->base.walk, kids, F_CONSEQUENCE);
	uint32_t yes = lower_block(&py->base), no = lower_block(&py->base);

	py_cond(py, ts_field(&py->base.walk, kids, F_CONDITION), yes, no);
	ir_start(&py->base.at, yes);
	py_body(py, body);
	py_jump(py, end, ts_span(body));
	ir_start(&py->base.at, no);
}

static void if_statement(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	uint32_t end = lower_block(&py->base);

	branch(py, kids, end);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_ELIF_CLAUSE) {
			struct ts_kids parts = ts_open(&py->base.walk, kid);

			branch(py, parts, end);
		} else if (kid.kind == PY_ELSE_CLAUSE) {
			py_body(py, ts_child_of(&py->base.walk, kid, F_BODY));
		} else if (kid.kind == TS_ERROR) {
			py_statement(py, kid);
		}
	}
	ir_start(&py->base.at, end);
}

static void loop_body(struct py *py, struct ts_child body, uint32_t on_break, uint32_t on_continue)
{
	struct py_exit loop = {.outer = py->exits, .kind = EXIT_LOOP};

	loop.on_break = on_break;
	loop.on_continue = on_continue;
	py->exits = &loop;
	py_body(py, body);
	py->exits = loop.outer;
	py_jump(py, on_continue, ts_span(body));
}

static void loop_else(struct py *py, struct ts_kids kids, uint32_t done, uint32_t end)
{
	struct ts_child clause = ts_field(&py->base.walk, kids, F_ALTERNATIVE);

	ir_start(&py->base.at, done);
	if (!ts_none(clause))
		py_body(py, ts_child_of(&py->base.walk, clause, F_BODY));
	ir_start(&py->base.at, end);
}

static void while_statement(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	uint32_t header = lower_block(&py->base), body = lower_block(&py->base),
	         done = lower_block(&py->base);
	uint32_t end = lower_block(&py->base);

	ir_start(&py->base.at, header);
	py_cond(py, ts_field(&py->base.walk, kids, F_CONDITION), body, done);
	ir_start(&py->base.at, body);
	loop_body(py, ts_field(&py->base.walk, kids, F_BODY), end, header);
	loop_else(py, kids, done, end);
}

static void for_statement(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child target = ts_field(&py->base.walk, kids, F_LEFT);
	struct ts_child from = ts_field(&py->base.walk, kids, F_RIGHT);
	bool is_async = !ts_none(ts_kind(&py->base.walk, kids, PY_ASYNC));
	uint32_t header = lower_block(&py->base), body = lower_block(&py->base),
	         done = lower_block(&py->base);
	uint32_t end = lower_block(&py->base), iterator, item;

	iterator = ir_unary(&py->base.at, OP_ITER, py_expr(py, from), NULL, ts_span(from));
	ir_start(&py->base.at, header);
	ir_branch(&py->base.at, TEST_DONE, NULL, iterator, done, body, ts_span(from));
	ir_start(&py->base.at, body);
	item = ir_unary(&py->base.at, OP_NEXT, iterator, NULL, ts_span(target));
	if (is_async)
		item = ir_unary(&py->base.at, OP_AWAIT, item, NULL, ts_span(target));
	py_assign(py, target, item);
	loop_body(py, ts_field(&py->base.walk, kids, F_BODY), end, header);
	loop_else(py, kids, done, end);
}

/* ---- dispatch ---- */

/* What the parser could not place; the statements in it are read all the same. */
static void error_node(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);

	lower_note(&py->base, ts_span(node), "syntax error");
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_BLOCK)
			py_body(py, kid);
		else if (kid.kind == PY_ASSIGNMENT)
			py_assignment(py, kid);
		else if (kid.kind == PY_CALL || kid.kind == PY_AWAIT)
			discarded(py, kid);
		else if (ts_is_named(kid))
			py_statement(py, kid);
	}
}

static bool compound(struct py *py, struct ts_child node)
{
	switch (node.kind) {
	case PY_IF:
		if_statement(py, node);
		return true;
	case PY_WHILE:
		while_statement(py, node);
		return true;
	case PY_FOR:
		for_statement(py, node);
		return true;
	case PY_TRY:
		py_try(py, node);
		return true;
	case PY_WITH:
		py_with(py, node);
		return true;
	case PY_MATCH:
		py_match(py, node);
		return true;
	case PY_FUNCTION:
		py_function(py, node, (struct ts_child){0});
		return true;
	case PY_CLASS:
		py_class(py, node, (struct ts_child){0});
		return true;
	case PY_DECORATED:
		py_decorated(py, node);
		return true;
	case TS_ERROR:
		error_node(py, node);
		return true;
	default:
		return false;
	}
}

static void simple(struct py *py, struct ts_child node)
{
	switch (node.kind) {
	case PY_EXPRESSION_STATEMENT:
		expression_statement(py, node);
		break;
	case PY_IMPORT:
	case PY_IMPORT_FROM:
		py_import(py, node);
		break;
	case PY_RETURN:
		return_statement(py, node);
		break;
	case PY_RAISE:
		raise_statement(py, node);
		break;
	case PY_ASSERT:
		assert_statement(py, node);
		break;
	case PY_DELETE:
		py_delete(py, node);
		break;
	case PY_BREAK:
	case PY_CONTINUE:
		jump_statement(py, node);
		break;
	case PY_PRINT:
	case PY_EXEC:
		python2_statement(py, node);
		break;
	}
}

void py_statement(struct py *py, struct ts_child node)
{
	if (!lower_enter(&py->base, node))
		return;
	if (!compound(py, node))
		simple(py, node);
	lower_done(&py->base);
}
