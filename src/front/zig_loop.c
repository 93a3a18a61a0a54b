/*
 * Loops: while with a condition or a payload, for over one or several things
 * at once. What follows `else` runs when the loop was not left by a break.
 */
#include "front/zig_lower.h"

/* The parts of a loop, whatever its node. */
struct loop {
	struct ts_child payload, step, body, other_payload, other;
	VEC(struct ts_child) given; /* the condition, or what is iterated over */
	struct zig_frame frame;
	uint32_t value; /* of a condition with a payload */
};

/* while ( given ) payload : ( step ) body else payload other */
static void read_parts(struct zig *z, struct ts_child node, struct loop *loop)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	bool closed = false, late = false, step = false;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);

		closed |= kid.kind == K_CLOSE;
		late |= kid.kind == K_ELSE;
		if (kid.kind == K_COLON && closed)
			step = true;
		if (kid.kind == K_ELSE_CLAUSE) {
			struct ts_kids parts = ts_open(&z->base.walk, kid);

			loop->other_payload = ts_kind(&z->base.walk, parts, K_PAYLOAD);
			loop->other = zig_value_of(z, kid);
		} else if (kid.kind == K_PAYLOAD) {
			*(late ? &loop->other_payload : &loop->payload) = kid;
		} else if (!zig_is_value(kid)) {
			continue;
		} else if (!closed) {
			vec_push(&z->base.scratch, &loop->given, kid);
		} else if (step) {
			loop->step = kid;
			step = false;
		} else {
			*(late ? &loop->other : &loop->body) = kid;
		}
	}
}

static void enter(struct zig *z, struct loop *loop, const char *label, uint32_t result)
{
	loop->frame = (struct zig_frame){.outer = z->frame,
	        .label = label,
	        .loop = true,
	        .on_break = lower_block(&z->base),
	        .on_continue = lower_block(&z->base),
	        .result = result};
}

/* The body, the step, and back to `head`. */
static void turn(struct zig *z, struct loop *loop, uint32_t head, struct span span)
{
	z->frame = &loop->frame;
	z->loops++;
	if (!ts_none(loop->body))
		zig_arm(z, loop->body, NO_VAR);
	z->loops--;
	z->frame = loop->frame.outer;
	ir_start(&z->base.at, loop->frame.on_continue);
	if (!ts_none(loop->step))
		zig_arm(z, loop->step, NO_VAR);
	if (ir_open(&z->base.at))
		ir_jump(&z->base.at, head, (struct span){span.end, span.end});
}

static void finish(struct zig *z, struct loop *loop, bool error, uint32_t value)
{
	uint32_t mark = zig_scope_open(z);

	if (!ts_none(loop->other_payload))
		zig_capture(z, loop->other_payload, value, error);
	if (!ts_none(loop->other))
		zig_arm(z, loop->other, loop->frame.result);
	zig_scope_close(z, mark);
	ir_start(&z->base.at, loop->frame.on_break);
}

void zig_while(struct zig *z, struct ts_child node, const char *label, uint32_t result)
{
	struct loop loop = {0};
	uint32_t head = lower_block(&z->base), body = lower_block(&z->base),
	         done = lower_block(&z->base);
	uint32_t mark = zig_scope_open(z), value = 0;
	struct ts_child given;
	bool error;

	read_parts(z, node, &loop);
	given = loop.given.n ? loop.given.at[0] : (struct ts_child){0};
	enter(z, &loop, label, result);
	error = !ts_none(loop.other_payload);
	ir_start(&z->base.at, head);
	if (ts_none(loop.payload)) {
		zig_cond(z, given, body, done);
	} else {
		value = zig_expr(z, given);
		if (ir_open(&z->base.at))
			ir_branch(&z->base.at, error ? TEST_ERROR : TEST_NULL, NULL, value, done,
			        body, ts_span(given));
	}
	ir_start(&z->base.at, body);
	if (!ts_none(loop.payload))
		zig_capture(z, loop.payload, value, false);
	turn(z, &loop, head, ts_span(node));
	zig_scope_close(z, mark);
	ir_start(&z->base.at, done);
	finish(z, &loop, error, value);
}

/* ---- for ---- */

/* Iterators of what is not a range; 0 for ranges */
static uint32_t *iterators(struct zig *z, struct loop *loop)
{
	uint32_t *found = arena_array(&z->base.scratch, uint32_t, loop->given.n + 1);

	for (uint32_t i = 0; i < loop->given.n; i++) {
		struct insn iter = {.op = OP_ITER, .span = ts_span(loop->given.at[i])};

		iter.a = zig_expr(z, loop->given.at[i]);
		if (loop->given.at[i].kind != K_RANGE)
			found[i] = ir_add(&z->base.at, iter);
	}
	return found;
}

static void next_items(struct zig *z, struct loop *loop, const uint32_t *iterator)
{
	struct ts_kids kids = ts_open(&z->base.walk, loop->payload);
	uint32_t nth = 0;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);
		struct insn next = {.op = OP_NEXT, .span = ts_span(kid)};
		struct zig_name *name;
		uint32_t value;

		if (kid.kind != K_IDENTIFIER)
			continue;
		next.a = nth < loop->given.n ? iterator[nth] : 0;
		nth++;
		value = next.a ? ir_add(&z->base.at, next)
		               : ir_const(&z->base.at, CONST_NUMBER, NULL, ts_span(kid));
		if (lower_is(&z->base, kid, "_"))
			continue;
		name = zig_declare(z, kid);
		name->constant = true;
		ir_store(&z->base.at, name->var, value, ts_span(kid));
	}
}

static uint32_t first_of(const uint32_t *iterator, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (iterator[i])
			return iterator[i];
	return 0;
}

void zig_for(struct zig *z, struct ts_child node, const char *label, uint32_t result)
{
	struct loop loop = {0};
	uint32_t head, body, done, first, mark = zig_scope_open(z);
	uint32_t *iterator;

	read_parts(z, node, &loop);
	enter(z, &loop, label, result);
	iterator = iterators(z, &loop);
	head = lower_block(&z->base);
	body = lower_block(&z->base);
	done = lower_block(&z->base);
	first = first_of(iterator, loop.given.n);
	ir_start(&z->base.at, head);
	ir_branch(&z->base.at, first ? TEST_DONE : TEST_OPAQUE, NULL,
	        first ? first : lower_unknown(&z->base, ts_span(node)), done, body, ts_span(node));
	ir_start(&z->base.at, body);
	next_items(z, &loop, iterator);
	turn(z, &loop, head, ts_span(node));
	zig_scope_close(z, mark);
	ir_start(&z->base.at, done);
	finish(z, &loop, false, 0);
}
