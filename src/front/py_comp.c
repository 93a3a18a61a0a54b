/*
 * Comprehensions and generator expressions: loops in place, in a scope of
 * their own, that put what they make into a fresh container. A generator is
 * read as if it were run where it stands.
 */
#include "front/py_lower.h"

struct comprehension {
	struct ts_child node;
	struct ts_kids kids;
	uint32_t result;
	uint32_t round; /* where the innermost loop goes on */
	struct py_scope *inner, *outer;
};

static void clauses(struct py *py, struct comprehension *made, uint32_t index);

static void add_item(struct py *py, struct comprehension *made, struct ts_child body)
{
	struct insn insn = {.a = made->result, .span = ts_span(body)};
	struct arg arg = {0};

	if (body.kind == PY_PAIR) {
		insn.op = OP_SETINDEX;
		insn.b = py_expr(py, ts_child_of(&py->base.walk, body, F_KEY));
		insn.c = py_expr(py, ts_child_of(&py->base.walk, body, F_VALUE));
	} else {
		insn.op = OP_CALL;
		insn.name = made->node.kind == PY_SET_COMPREHENSION ? "add" : "append";
		arg.value = py_expr(py, body);
		insn.args = &arg;
		insn.arg_count = 1;
	}
	py_hidden(py, insn);
}

/* for T in E; the first E belongs to the outside */
static void for_clause(
        struct py *py, struct comprehension *made, uint32_t index, struct ts_child clause)
{
	struct ts_kids kids = ts_open(&py->base.walk, clause);
	struct ts_child target = ts_field(&py->base.walk, kids, F_LEFT);
	struct ts_child from = ts_field(&py->base.walk, kids, F_RIGHT);
	bool is_async = !ts_none(ts_kind(&py->base.walk, kids, PY_ASYNC));
	uint32_t header = lower_block(&py->base), body = lower_block(&py->base),
	         done = lower_block(&py->base);
	uint32_t round = lower_block(&py->base), before = made->round, iterator, item;
	struct span span = ts_span(clause);

	iterator = ir_unary(&py->base.at, OP_ITER, py_expr(py, from), NULL, ts_span(from));
	py->scope = made->inner;
	ir_start(&py->base.at, header);
	ir_branch(&py->base.at, TEST_DONE, NULL, iterator, done, body, span);
	ir_start(&py->base.at, body);
	item = ir_unary(&py->base.at, OP_NEXT, iterator, NULL, ts_span(target));
	if (is_async)
		item = ir_unary(&py->base.at, OP_AWAIT, item, NULL, ts_span(target));
	py_assign(py, target, item);
	made->round = round;
	clauses(py, made, index + 1);
	ir_start(&py->base.at, round);
	py_forget_targets(py, target);
	ir_jump(&py->base.at, header, span);
	ir_start(&py->base.at, done);
	made->round = before;
}

static void clauses(struct py *py, struct comprehension *made, uint32_t index)
{
	struct ts_child clause = ts_kid(&py->base.walk, made->kids, index);
	uint32_t yes;

	while (!ts_none(clause) && clause.kind != PY_FOR_IN_CLAUSE && clause.kind != PY_IF_CLAUSE)
		clause = ts_kid(&py->base.walk, made->kids, ++index);
	if (!lower_enter(&py->base, made->node))
		return;
	if (ts_none(clause)) {
		add_item(py, made, ts_field(&py->base.walk, made->kids, F_BODY));
	} else if (clause.kind == PY_FOR_IN_CLAUSE) {
		for_clause(py, made, index, clause);
	} else {
		yes = lower_block(&py->base);
		py_cond(py, ts_first(&py->base.walk, clause), yes, made->round);
		ir_start(&py->base.at, yes);
		clauses(py, made, index + 1);
	}
	lower_done(&py->base);
}

uint32_t py_comprehension(struct py *py, struct ts_child node)
{
	struct comprehension made = {.node = node, .outer = py->scope};
	enum const_kind kind = CONST_ARRAY;
	uint32_t end = lower_block(&py->base);

	if (node.kind == PY_SET_COMPREHENSION)
		kind = CONST_SET;
	else if (node.kind == PY_DICTIONARY_COMPREHENSION)
		kind = CONST_OBJECT;
	made.inner = py_scope_of(py, node, SCOPE_COMPREHENSION);
	made.kids = ts_open(&py->base.walk, node);
	made.result = ir_make(&py->base.at, kind, NULL, 0, ts_span(node));
	if (node.kind == PY_GENERATOR)
		py->base.at.func->insns.at[made.result].flags |= MAKE_LAZY;
	made.round = end;
	clauses(py, &made, 0);
	ir_start(&py->base.at, end);
	py->scope = made.outer;
	return made.result;
}
