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
	return (struct choice){result, lower_block(&e->base), e->names.n};
}

/* The body of a clause that was taken; what comes next starts in block `next`. */
static void choice_take(
        struct erl *e, const struct choice *choice, struct ts_child body, uint32_t next)
{
	erl_nodes nodes = erl_all(e, body, F_EXPRS);

	erl_sequence(e, &nodes, choice->result);
	if (ir_open(&e->base.at))
		ir_jump(&e->base.at, choice->end,
		        (struct span){ts_span(body).end, ts_span(body).end});
	erl_rebind(e, choice->mark, false);
	ir_start(&e->base.at, next);
}

static void choice_end(struct erl *e, const struct choice *choice)
{
	erl_rebind(e, choice->mark, true);
	ir_start(&e->base.at, choice->end);
}

static void patterns_of(struct erl *e, struct ts_child clause, erl_nodes *patterns)
{
	struct ts_child args = ts_child_of(&e->base.walk, clause, F_ARGS);
	struct ts_child pattern = ts_child_of(&e->base.walk, clause, F_PAT);

	if (!ts_none(args))
		*patterns = erl_all(e, args, F_ARGS);
	else if (!ts_none(pattern))
		vec_push(&e->base.scratch, patterns, pattern);
}

static void try_clauses(struct erl *e, const erl_nodes *clauses, const uint32_t *values,
        uint32_t count, const struct choice *choice)
{
	for (uint32_t i = 0; i < clauses->n; i++) {
		struct ts_child clause = clauses->at[i];
		erl_nodes patterns = {0};
		uint32_t next = lower_block(&e->base);

		patterns_of(e, clause, &patterns);
		for (uint32_t k = 0; k < patterns.n && k < count; k++)
			erl_match(e, patterns.at[k], values[k], next);
		erl_guard(e, ts_child_of(&e->base.walk, clause, F_GUARD), next);
		choice_take(e, choice, ts_child_of(&e->base.walk, clause, F_BODY), next);
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
	uint32_t value = erl_expr(e, ts_child_of(&e->base.walk, node, F_EXPR));

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
	struct ts_child after = ts_child_of(&e->base.walk, node, F_AFTER);
	struct choice choice = choice_begin(e, result);
	struct span span = ts_span(node);

	for (uint32_t i = 0; i < clauses.n; i++) {
		struct ts_child pattern = ts_child_of(&e->base.walk, clauses.at[i], F_PAT);
		uint32_t next = lower_block(&e->base), taken = lower_block(&e->base);

		ir_branch(&e->base.at, TEST_OPAQUE, NULL, lower_unknown(&e->base, span), taken,
		        next, ts_span(pattern));
		ir_start(&e->base.at, taken);
		erl_answered(e, pattern);
		erl_match(e, pattern, lower_unknown(&e->base, ts_span(pattern)), next);
		erl_guard(e, ts_child_of(&e->base.walk, clauses.at[i], F_GUARD), next);
		choice_take(e, &choice, ts_child_of(&e->base.walk, clauses.at[i], F_BODY), next);
	}
	if (!ts_none(after))
		choice_take(e, &choice, ts_child_of(&e->base.walk, after, F_BODY),
		        lower_block(&e->base));
	if (ir_open(&e->base.at)) /* nothing else is waited for */
		ir_add(&e->base.at, (struct insn){.op = OP_STOP, .span = span});
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
	e->base.at.unwind = block;
	ir_start(&e->base.at, lower_block(&e->base));
}

static void run_after(struct erl *e, const struct attempt *attempt)
{
	erl_nodes nodes = erl_all(e, attempt->after, F_EXPRS);

	if (ir_open(&e->base.at))
		erl_sequence(e, &nodes, NOWHERE);
}

static void handle(struct erl *e, struct attempt *attempt, const erl_nodes *clauses)
{
	struct choice choice = {attempt->value, attempt->joined, e->names.n};

	ir_start(&e->base.at, attempt->handler);
	for (uint32_t i = 0; i < clauses->n; i++) {
		struct ts_child clause = clauses->at[i];
		struct ts_child class = ts_child_of(&e->base.walk, clause, F_CLASS);
		struct ts_child stack = ts_child_of(&e->base.walk, clause, F_STACK);
		struct span span = ts_span(clause);
		uint32_t next = lower_block(&e->base);

		if (!ts_none(class))
			erl_match(e, ts_child_of(&e->base.walk, class, F_CLASS),
			        lower_unknown(&e->base, span), next);
		erl_match(e, ts_child_of(&e->base.walk, clause, F_PAT),
		        lower_unknown(&e->base, span), next);
		if (!ts_none(stack))
			erl_match(e, ts_child_of(&e->base.walk, stack, F_CLASS),
			        lower_unknown(&e->base, span), next);
		erl_guard(e, ts_child_of(&e->base.walk, clause, F_GUARD), next);
		choice_take(e, &choice, ts_child_of(&e->base.walk, clause, F_BODY), next);
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
		value = lower_temp(&e->base);
	erl_sequence(e, &body, value);
	e->base.at.unwind = attempt->cleanup;
	if (ir_open(&e->base.at)) {
		unwind_to(e, attempt->cleanup);
		if (of.n) {
			value = ir_load(&e->base.at, value, ts_span(node));
			erl_clauses(e, &of, &value, 1, attempt->value);
		}
		if (ir_open(&e->base.at))
			ir_jump(&e->base.at, attempt->joined, ts_span(node));
	}
	erl_rebind(e, mark, false);
}

void erl_try(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes catches = erl_all(e, node, F_CATCH);
	struct attempt attempt = {.after = ts_child_of(&e->base.walk, node, F_AFTER),
	        .outer = e->base.at.unwind,
	        .handler = lower_block(&e->base),
	        .result = result};

	attempt.value = result == RETURNED ? lower_temp(&e->base) : result;
	attempt.cleanup = ts_none(attempt.after) ? attempt.outer : lower_block(&e->base);
	attempt.joined = lower_block(&e->base);
	attempt_body(e, node, &attempt);
	e->base.at.unwind = attempt.cleanup;
	handle(e, &attempt, &catches);
	e->base.at.unwind = attempt.outer;
	if (!ts_none(attempt.after)) {
		ir_start(&e->base.at, attempt.cleanup);
		run_after(e, &attempt);
		erl_throw(e, ts_span(attempt.after));
	}
	ir_start(&e->base.at, attempt.joined);
	if (!ts_none(attempt.after))
		run_after(e, &attempt);
	if (result == RETURNED && ir_open(&e->base.at))
		ir_return(&e->base.at, ir_load(&e->base.at, attempt.value, ts_span(node)),
		        ts_span(node));
}

/* ---- maybe ---- */

void erl_maybe(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes body = erl_all(e, node, F_EXPRS), others = erl_all(e, node, F_CLAUSES);
	uint32_t fail = lower_block(&e->base), end = lower_block(&e->base),
	         failed = lower_temp(&e->base), value;

	for (uint32_t i = 0; i < body.n && ir_open(&e->base.at); i++) {
		struct ts_child part = body.at[i];
		uint32_t next;

		if (part.kind != K_COND_MATCH) {
			erl_into(e, part, i + 1 == body.n ? result : NOWHERE);
			continue;
		}
		value = erl_expr(e, ts_child_of(&e->base.walk, part, F_RHS));
		ir_store(&e->base.at, failed, value, ts_span(part));
		next = fail;
		erl_match(e, ts_child_of(&e->base.walk, part, F_LHS), value, next);
	}
	if (ir_open(&e->base.at))
		ir_jump(&e->base.at, end, ts_span(node));
	ir_start(&e->base.at, fail);
	value = ir_load(&e->base.at, failed, ts_span(node));
	if (others.n)
		erl_clauses(e, &others, &value, 1, result);
	else if (result == RETURNED)
		ir_return(&e->base.at, value, ts_span(node));
	else if (result != NOWHERE)
		ir_store(&e->base.at, result, value, ts_span(node));
	ir_start(&e->base.at, end);
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

		if (!ir_open(&e->base.at))
			return;
		call = ir_call(&e->base.at, it->made, "append", &arg, 1, ts_span(items.at[i]));
		e->base.at.func->insns.at[call].flags |= INSN_HIDDEN;
	}
}

static void parts_from(struct erl *e, struct comprehension *it, uint32_t index);

static void generate(struct erl *e, struct comprehension *it, uint32_t index)
{
	struct ts_child part = it->parts.at[index], pattern;
	uint32_t head = lower_block(&e->base), body = lower_block(&e->base),
	         done = lower_block(&e->base);
	uint32_t round = lower_block(&e->base), before = it->round, iterator, value;
	struct span span = ts_span(part);

	iterator = ir_unary(&e->base.at, OP_ITER,
	        erl_expr(e, ts_child_of(&e->base.walk, part, F_RHS)), NULL, span);
	pattern = ts_child_of(&e->base.walk, part, F_LHS);
	ir_start(&e->base.at, head);
	ir_branch(&e->base.at, TEST_DONE, NULL, iterator, done, body, span);
	ir_start(&e->base.at, body);
	value = ir_unary(&e->base.at, OP_NEXT, iterator, NULL, span);
	it->round = round;
	erl_match(e, pattern, value, round);
	parts_from(e, it, index + 1);
	ir_start(&e->base.at, round);
	ir_jump(&e->base.at, head, span);
	ir_start(&e->base.at, done);
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
	if (!lower_enter(&e->base, it->node))
		return;
	if (is_generator(part)) {
		generate(e, it, index);
	} else {
		erl_guard(e, part, it->round);
		parts_from(e, it, index + 1);
	}
	lower_done(&e->base);
}

uint32_t erl_comprehension(struct erl *e, struct ts_child node)
{
	struct comprehension it = {.node = node, .round = lower_block(&e->base)};
	struct ts_child list = ts_child_of(&e->base.walk, node, F_LC_EXPRS);
	erl_nodes parts = erl_all(e, list, F_EXPRS);
	uint32_t mark = e->names.n;

	for (uint32_t i = 0; i < parts.n; i++) {
		struct ts_child part = parts.at[i];

		if (part.kind == K_LC_EXPR)
			part = ts_first(&e->base.walk, part);
		vec_push(&e->base.scratch, &it.parts, part);
	}
	it.made = ir_make(&e->base.at, CONST_ARRAY, NULL, 0, ts_span(node));
	parts_from(e, &it, 0);
	ir_start(&e->base.at, it.round);
	e->names.n = mark;
	return it.made;
}
