/*
 * Clauses: case, if, receive, try, maybe, and the comprehensions, which are
 * loops. All of them put the value of the clause that is taken where the whole
 * goes.
 */
#include "front/erl_lower.h"

/* ---- one clause after the other ---- */

struct choice {
	uint32_t result, end;
	uint32_t mark; /* names before it */
};

static struct choice choice_begin(struct erl *e, uint32_t result)
{
	return (struct choice){result, erl_block(e), e->names.n};
}

/* The body of a clause that was taken; what comes next starts in block `next`. */
static void choice_take(
        struct erl *e, const struct choice *choice, struct ts_child body, uint32_t next)
{
	erl_nodes nodes = erl_all(e, body, F_EXPRS);

	erl_sequence(e, &nodes, choice->result);
	if (ir_open(&e->at))
		ir_jump(&e->at, choice->end, (struct span){ts_span(body).end, ts_span(body).end});
	erl_rebind(e, choice->mark, false);
	ir_start(&e->at, next);
}

static void choice_end(struct erl *e, const struct choice *choice)
{
	erl_rebind(e, choice->mark, true);
	ir_start(&e->at, choice->end);
}

static void patterns_of(struct erl *e, struct ts_child clause, erl_nodes *patterns)
{
	struct ts_child args = ts_child_of(&e->walk, clause, F_ARGS);
	struct ts_child pattern = ts_child_of(&e->walk, clause, F_PAT);

	if (!ts_none(args))
		*patterns = erl_all(e, args, F_ARGS);
	else if (!ts_none(pattern))
		vec_push(&e->scratch, patterns, pattern);
}

static void try_clauses(struct erl *e, const erl_nodes *clauses, const uint32_t *values,
        uint32_t count, const struct choice *choice)
{
	for (uint32_t i = 0; i < clauses->n; i++) {
		struct ts_child clause = clauses->at[i];
		erl_nodes patterns = {0};
		uint32_t next = erl_block(e);

		patterns_of(e, clause, &patterns);
		for (uint32_t k = 0; k < patterns.n && k < count; k++)
			erl_match(e, patterns.at[k], values[k], next);
		erl_guard(e, ts_child_of(&e->walk, clause, F_GUARD), next);
		choice_take(e, choice, ts_child_of(&e->walk, clause, F_BODY), next);
	}
}

void erl_clauses(struct erl *e, const erl_nodes *clauses, const uint32_t *values, uint32_t count,
        uint32_t result)
{
	struct choice choice = choice_begin(e, result);

	try_clauses(e, clauses, values, count, &choice);
	erl_throw(e, clauses->n ? ts_span(clauses->at[clauses->n - 1]) : (struct span){0, 0});
	choice_end(e, &choice);
}

void erl_case(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes clauses = erl_all(e, node, F_CLAUSES);
	uint32_t value = erl_expr(e, ts_child_of(&e->walk, node, F_EXPR));

	erl_clauses(e, &clauses, &value, 1, result);
}

void erl_if(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes clauses = erl_all(e, node, F_CLAUSES);

	erl_clauses(e, &clauses, NULL, 0, result);
}

/* ---- receive ---- */

void erl_receive(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes clauses = erl_all(e, node, F_CLAUSES);
	struct ts_child after = ts_child_of(&e->walk, node, F_AFTER);
	struct choice choice = choice_begin(e, result);
	struct span span = ts_span(node);

	for (uint32_t i = 0; i < clauses.n; i++) {
		struct ts_child pattern = ts_child_of(&e->walk, clauses.at[i], F_PAT);
		uint32_t next = erl_block(e), taken = erl_block(e);

		ir_branch(&e->at, TEST_OPAQUE, NULL, erl_unknown(e, span), taken, next,
		        ts_span(pattern));
		ir_start(&e->at, taken);
		erl_answered(e, pattern);
		erl_match(e, pattern, erl_unknown(e, ts_span(pattern)), next);
		erl_guard(e, ts_child_of(&e->walk, clauses.at[i], F_GUARD), next);
		choice_take(e, &choice, ts_child_of(&e->walk, clauses.at[i], F_BODY), next);
	}
	if (!ts_none(after))
		choice_take(e, &choice, ts_child_of(&e->walk, after, F_BODY), erl_block(e));
	if (ir_open(&e->at)) /* nothing else is waited for */
		ir_add(&e->at, (struct insn){.op = OP_STOP, .span = span});
	choice_end(e, &choice);
}

/* ---- try ---- */

struct attempt {
	struct ts_child after;
	uint32_t outer;   /* unwind target around it */
	uint32_t handler; /* where exceptions of its body go */
	uint32_t cleanup; /* ... and those of its clauses */
	uint32_t result, value, joined;
};

static void unwind_to(struct erl *e, uint32_t block)
{
	e->at.unwind = block;
	ir_start(&e->at, erl_block(e));
}

static void run_after(struct erl *e, const struct attempt *attempt)
{
	erl_nodes nodes = erl_all(e, attempt->after, F_EXPRS);

	if (ir_open(&e->at))
		erl_sequence(e, &nodes, NOWHERE);
}

static void handle(struct erl *e, struct attempt *attempt, const erl_nodes *clauses)
{
	struct choice choice = {attempt->value, attempt->joined, e->names.n};

	ir_start(&e->at, attempt->handler);
	for (uint32_t i = 0; i < clauses->n; i++) {
		struct ts_child clause = clauses->at[i];
		struct ts_child class = ts_child_of(&e->walk, clause, F_CLASS);
		struct ts_child stack = ts_child_of(&e->walk, clause, F_STACK);
		struct span span = ts_span(clause);
		uint32_t next = erl_block(e);

		if (!ts_none(class))
			erl_match(e, ts_child_of(&e->walk, class, F_CLASS), erl_unknown(e, span),
			        next);
		erl_match(e, ts_child_of(&e->walk, clause, F_PAT), erl_unknown(e, span), next);
		if (!ts_none(stack))
			erl_match(e, ts_child_of(&e->walk, stack, F_CLASS), erl_unknown(e, span),
			        next);
		erl_guard(e, ts_child_of(&e->walk, clause, F_GUARD), next);
		choice_take(e, &choice, ts_child_of(&e->walk, clause, F_BODY), next);
	}
	erl_throw(e, ts_span(attempt->after));
	erl_rebind(e, choice.mark, true);
}

static void attempt_body(struct erl *e, struct ts_child node, const struct attempt *attempt)
{
	erl_nodes body = erl_all(e, node, F_EXPRS), of = erl_all(e, node, F_CLAUSES);
	uint32_t value = attempt->value, mark = e->names.n;

	unwind_to(e, attempt->handler);
	if (of.n && value == NOWHERE)
		value = erl_temp(e);
	erl_sequence(e, &body, value);
	e->at.unwind = attempt->cleanup;
	if (ir_open(&e->at)) {
		unwind_to(e, attempt->cleanup);
		if (of.n) {
			value = ir_load(&e->at, value, ts_span(node));
			erl_clauses(e, &of, &value, 1, attempt->value);
		}
		if (ir_open(&e->at))
			ir_jump(&e->at, attempt->joined, ts_span(node));
	}
	erl_rebind(e, mark, false);
}

void erl_try(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes catches = erl_all(e, node, F_CATCH);
	struct attempt attempt = {.after = ts_child_of(&e->walk, node, F_AFTER),
	        .outer = e->at.unwind,
	        .handler = erl_block(e),
	        .result = result};

	attempt.value = result == RETURNED ? erl_temp(e) : result;
	attempt.cleanup = ts_none(attempt.after) ? attempt.outer : erl_block(e);
	attempt.joined = erl_block(e);
	attempt_body(e, node, &attempt);
	e->at.unwind = attempt.cleanup;
	handle(e, &attempt, &catches);
	e->at.unwind = attempt.outer;
	if (!ts_none(attempt.after)) {
		ir_start(&e->at, attempt.cleanup);
		run_after(e, &attempt);
		erl_throw(e, ts_span(attempt.after));
	}
	ir_start(&e->at, attempt.joined);
	if (!ts_none(attempt.after))
		run_after(e, &attempt);
	if (result == RETURNED && ir_open(&e->at))
		ir_return(&e->at, ir_load(&e->at, attempt.value, ts_span(node)), ts_span(node));
}

/* ---- maybe ---- */

void erl_maybe(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes body = erl_all(e, node, F_EXPRS), others = erl_all(e, node, F_CLAUSES);
	uint32_t fail = erl_block(e), end = erl_block(e), failed = erl_temp(e), value;

	for (uint32_t i = 0; i < body.n && ir_open(&e->at); i++) {
		struct ts_child part = body.at[i];
		uint32_t next;

		if (part.kind != K_COND_MATCH) {
			erl_into(e, part, i + 1 == body.n ? result : NOWHERE);
			continue;
		}
		value = erl_expr(e, ts_child_of(&e->walk, part, F_RHS));
		ir_store(&e->at, failed, value, ts_span(part));
		next = fail;
		erl_match(e, ts_child_of(&e->walk, part, F_LHS), value, next);
	}
	if (ir_open(&e->at))
		ir_jump(&e->at, end, ts_span(node));
	ir_start(&e->at, fail);
	value = ir_load(&e->at, failed, ts_span(node));
	if (others.n)
		erl_clauses(e, &others, &value, 1, result);
	else if (result == RETURNED)
		ir_return(&e->at, value, ts_span(node));
	else if (result != NOWHERE)
		ir_store(&e->at, result, value, ts_span(node));
	ir_start(&e->at, end);
}

/* ---- comprehensions ---- */

struct comprehension {
	struct ts_child node;
	erl_nodes parts; /* generators and filters */
	uint32_t made;   /* the list */
	uint32_t round;  /* where the innermost loop goes on */
};

static bool is_generator(struct ts_child node)
{
	return node.kind == K_GENERATOR || node.kind == K_B_GENERATOR ||
	        node.kind == K_MAP_GENERATOR;
}

static void add_items(struct erl *e, struct comprehension *it)
{
	erl_nodes items =
	        erl_all(e, it->node, it->node.kind == K_LIST_COMPREHENSION ? F_EXPRS : F_EXPR);

	for (uint32_t i = 0; i < items.n; i++) {
		struct arg arg = {.value = erl_expr(e, items.at[i])};
		uint32_t call;

		if (!ir_open(&e->at))
			return;
		call = ir_call(&e->at, it->made, "append", &arg, 1, ts_span(items.at[i]));
		e->at.func->insns.at[call].flags |= INSN_HIDDEN;
	}
}

static void parts_from(struct erl *e, struct comprehension *it, uint32_t index);

static void generate(struct erl *e, struct comprehension *it, uint32_t index)
{
	struct ts_child part = it->parts.at[index], pattern;
	uint32_t head = erl_block(e), body = erl_block(e), done = erl_block(e);
	uint32_t round = erl_block(e), before = it->round, iterator, value;
	struct span span = ts_span(part);

	iterator = ir_unary(
	        &e->at, OP_ITER, erl_expr(e, ts_child_of(&e->walk, part, F_RHS)), NULL, span);
	pattern = ts_child_of(&e->walk, part, F_LHS);
	ir_start(&e->at, head);
	ir_branch(&e->at, TEST_DONE, NULL, iterator, done, body, span);
	ir_start(&e->at, body);
	value = ir_unary(&e->at, OP_NEXT, iterator, NULL, span);
	it->round = round;
	erl_match(e, pattern, value, round);
	parts_from(e, it, index + 1);
	ir_start(&e->at, round);
	ir_jump(&e->at, head, span);
	ir_start(&e->at, done);
	it->round = before;
}

static void parts_from(struct erl *e, struct comprehension *it, uint32_t index)
{
	struct ts_child part;

	if (index == it->parts.n) {
		add_items(e, it);
		return;
	}
	part = it->parts.at[index];
	if (!erl_enter(e, it->node))
		return;
	if (is_generator(part)) {
		generate(e, it, index);
	} else {
		erl_guard(e, part, it->round);
		parts_from(e, it, index + 1);
	}
	erl_done(e);
}

uint32_t erl_comprehension(struct erl *e, struct ts_child node)
{
	struct comprehension it = {.node = node, .round = erl_block(e)};
	struct ts_child list = ts_child_of(&e->walk, node, F_LC_EXPRS);
	erl_nodes parts = erl_all(e, list, F_EXPRS);
	uint32_t mark = e->names.n;

	for (uint32_t i = 0; i < parts.n; i++) {
		struct ts_child part = parts.at[i];

		if (part.kind == K_LC_EXPR)
			part = ts_first(&e->walk, part);
		vec_push(&e->scratch, &it.parts, part);
	}
	it.made = ir_make(&e->at, CONST_ARRAY, NULL, 0, ts_span(node));
	parts_from(e, &it, 0);
	ir_start(&e->at, it.round);
	e->names.n = mark;
	return it.made;
}
