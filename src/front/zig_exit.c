/*
 * Ways out: return, break, continue, try, and what is deferred on each.
 *
 * Deferred statements are lowered again on every way out of their block, last
 * first, as they stand: they read variables at the exit. While one is lowered,
 * only those before it are open, so that it cannot defer itself.
 */
#include "front/zig_lower.h"

#include <ctype.h>

static void run_deferred(struct zig *z, struct zig_frame *frame, bool error)
{
	uint32_t all = frame->deferred.n;

	for (uint32_t i = all; i-- > 0;) {
		struct zig_deferred deferred = frame->deferred.at[i];

		frame->deferred.n = i;
		if ((error || !deferred.on_error) && ir_open(&z->base.at)) {
			uint32_t mark = zig_scope_open(z);

			zig_arm(z, deferred.node, NO_VAR);
			zig_scope_close(z, mark);
		}
	}
	frame->deferred.n = all;
}

void zig_unwind(struct zig *z, const struct zig_frame *until, bool error)
{
	struct zig_frame *here = z->frame;

	for (; z->frame != until; z->frame = z->frame->outer)
		run_deferred(z, z->frame, error);
	z->frame = here;
}

/* ---- defer ---- */

/* Local names in a statement that will never run: what it would have released. */
static void named_in(struct zig *z, struct ts_child node, zig_args *args)
{
	struct ts_kids kids;
	struct zig_name *local;
	struct arg arg = {0};

	if (!lower_enter(&z->base, node))
		return;
	local = node.kind == K_IDENTIFIER && node.field != F_MEMBER
	        ? zig_local(z, lower_str(&z->base, node))
	        : NULL;
	if (local) {
		arg.value = ir_load(&z->base.at, local->var, ts_span(node));
		vec_push(&z->base.scratch, args, arg);
	}
	kids = ts_open(&z->base.walk, node);
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&z->base.walk, kids, i)))
			named_in(z, ts_kid(&z->base.walk, kids, i), args);
	lower_done(&z->base);
}

void zig_defer(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct zig_deferred deferred = {.on_error = node.kind == K_ERRDEFER};
	zig_args args = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (zig_is_value(ts_kid(&z->base.walk, kids, i)))
			deferred.node = ts_kid(&z->base.walk, kids, i);
	if (ts_none(deferred.node))
		return;
	if (deferred.on_error && z->failing == ZIG_CANNOT_FAIL) {
		named_in(z, deferred.node, &args);
		ir_call(&z->base.at, 0, "errdefer", args.at, args.n, ts_span(node));
		return;
	}
	vec_push(&z->base.scratch, &z->frame->deferred, deferred);
}

/* ---- return ---- */

static bool error_pending(const struct zig *z)
{
	for (const struct zig_frame *frame = z->frame; frame; frame = frame->outer)
		for (uint32_t i = 0; i < frame->deferred.n; i++)
			if (frame->deferred.at[i].on_error)
				return true;
	return false;
}

static void leave(struct zig *z, uint32_t value, bool error, struct span span)
{
	struct insn insn = {.op = OP_RETURN, .a = value, .span = span};

	insn.flags = error ? RETURN_ERROR : 0;
	zig_unwind(z, NULL, error);
	if (ir_open(&z->base.at))
		ir_add(&z->base.at, insn);
}

/* error.X, an error that was caught, or a name like Errors.Failed */
bool zig_is_error(struct zig *z, struct ts_child node)
{
	struct zig_name *local;
	struct ts_child object;

	if (node.kind == K_ERROR_TYPE)
		return true;
	if (node.kind == K_IDENTIFIER) {
		local = zig_local(z, lower_str(&z->base, node));
		return local && local->error;
	}
	if (node.kind != K_FIELD || z->failing == ZIG_CANNOT_FAIL)
		return false;
	object = ts_child_of(&z->base.walk, node, F_OBJECT);
	if (object.kind == K_FIELD)
		object = ts_child_of(&z->base.walk, object, F_MEMBER);
	return object.kind == K_IDENTIFIER &&
	        isupper((unsigned char)ts_text(&z->base.walk, object).at[0]) &&
	        isupper((unsigned char)ts_text(
	                &z->base.walk, ts_child_of(&z->base.walk, node, F_MEMBER))
	                        .at[0]);
}

/* The result of a call may be an error: then this is an error exit. */
static void return_either(struct zig *z, uint32_t value, struct span span)
{
	uint32_t bad = lower_block(&z->base), good = lower_block(&z->base);

	ir_branch(&z->base.at, TEST_ERROR, NULL, value, bad, good, span);
	ir_start(&z->base.at, bad);
	leave(z, value, true, span);
	ir_start(&z->base.at, good);
	leave(z, value, false, span);
}

void zig_fail(struct zig *z, struct ts_child node)
{
	leave(z, ir_const(&z->base.at, CONST_ERROR, NULL, ts_span(node)), true, ts_span(node));
}

/* Does the value come from arms, each of which may be an error? */
static bool has_arms(struct zig *z, struct ts_child node)
{
	return node.kind == K_IF_EXPRESSION || node.kind == K_SWITCH || node.kind == K_CATCH ||
	        (node.kind == K_BINARY &&
	                lower_is(&z->base, ts_child_of(&z->base.walk, node, F_OPERATOR), "orelse"));
}

void zig_return(struct zig *z, struct ts_child node)
{
	struct ts_child given = zig_unwrap(z, zig_value_of(z, node));
	struct span span = ts_span(node);
	uint32_t value;

	if (ts_none(given)) {
		leave(z, 0, false, span);
		return;
	}
	if (zig_is_error(z, given)) {
		zig_fail(z, node);
		return;
	}
	z->returning = has_arms(z, given);
	value = zig_expr(z, given);
	z->return_var = NO_VAR;
	if (!ir_open(&z->base.at))
		return;
	if (z->failing != ZIG_CANNOT_FAIL && error_pending(z) &&
	        (given.kind == K_CALL || given.kind == K_IF_EXPRESSION || given.kind == K_SWITCH))
		return_either(z, value, span);
	else
		leave(z, value, false, span);
}

uint32_t zig_try(struct zig *z, struct ts_child node)
{
	struct ts_child given = zig_unwrap(z, zig_value_of(z, node));
	struct span span = ts_span(given);
	uint32_t bad = lower_block(&z->base), good = lower_block(&z->base),
	         value = zig_expr(z, given);

	if (!ir_open(&z->base.at))
		return value;
	ir_branch(&z->base.at, TEST_ERROR, NULL, value, bad, good, span);
	ir_start(&z->base.at, bad);
	leave(z, ir_const(&z->base.at, CONST_ERROR, NULL, span), true, span);
	ir_start(&z->base.at, good);
	return value;
}

/* ---- break and continue ---- */

static struct zig_frame *target(struct zig *z, struct ts_kids kids, bool again)
{
	struct ts_child label = ts_kind(&z->base.walk, kids, K_BREAK_LABEL);
	const char *name =
	        ts_none(label) ? NULL : lower_str(&z->base, ts_first(&z->base.walk, label));

	for (struct zig_frame *frame = z->frame; frame; frame = frame->outer) {
		if ((again ? frame->on_continue : frame->on_break) == NO_BLOCK)
			continue;
		if (name ? same(frame->label, name) : frame->loop)
			return frame;
	}
	return NULL;
}

static void go(struct zig *z, struct ts_child node, bool again)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct zig_frame *frame = target(z, kids, again);
	struct ts_child given = zig_value_of(z, node);
	uint32_t value = ts_none(given) ? 0 : zig_expr(z, given);

	if (!ir_open(&z->base.at))
		return;
	if (!frame) {
		zig_stop(z, ts_span(node));
		return;
	}
	if (value && frame->result != NO_VAR)
		ir_store(&z->base.at, frame->result, value, ts_span(given));
	zig_unwind(z, frame, false);
	if (ir_open(&z->base.at))
		ir_jump(&z->base.at, again ? frame->on_continue : frame->on_break, ts_span(node));
}

void zig_break(struct zig *z, struct ts_child node)
{
	go(z, node, false);
}

void zig_continue(struct zig *z, struct ts_child node)
{
	go(z, node, true);
}
