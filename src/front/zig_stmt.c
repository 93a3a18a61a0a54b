/*
 * Statements and blocks. What is an expression in Zig may be a statement and
 * the other way round, so one function (zig_arm) lowers all that can stand as
 * the body of something, with or without a variable for its value.
 */
#include "front/zig_lower.h"

/* ---- declarations and assignments: one node for both ---- */

static bool is_assignment(uint16_t kind)
{
	return kind >= K_EQUAL && kind <= K_LEFT_SAT;
}

/* One of the things that a statement declares. */
static void declare(struct zig *z, struct ts_child name, struct ts_child type,
        struct ts_child given, uint32_t value, bool fixed)
{
	struct zig_name *local;
	struct insn forget = {.op = OP_FORGET, .span = ts_span(name)};
	struct zig_container *own = ts_none(type) ? NULL : zig_value_type(z, type);
	const char *field = ts_none(given) ? NULL : zig_only_field(z, given);

	if (!own && !ts_none(given))
		own = zig_static_type(z, given);
	local = zig_declare(z, name);
	local->constant = fixed;
	local->type = own;
	local->field = field;
	z->base.unit->vars.at[local->var].type = zig_type_name(z, type);
	if (z->loops) {
		forget.var = local->var;
		ir_add(&z->base.at, forget);
	}
	if (value)
		ir_store(&z->base.at, local->var, value, ts_span(name));
}

static bool is_container(struct ts_child node)
{
	return node.kind == K_STRUCT || node.kind == K_UNION || node.kind == K_ENUM ||
	        node.kind == K_OPAQUE;
}

/* const X = struct {...}; const T = py.PyString; */
static bool declare_type(struct zig *z, struct ts_child name, struct ts_child given)
{
	struct zig_container *means = NULL;
	const char *path = NULL;
	struct zig_name *local;

	if (is_container(given))
		means = zig_container(z, given, lower_str(&z->base, name));
	else if (given.kind == K_IDENTIFIER || given.kind == K_FIELD || given.kind == K_CALL ||
	        given.kind == K_BUILTIN)
		path = zig_path(z, given);
	if (!means && !path)
		means = given.kind == K_CALL || given.kind == K_IDENTIFIER ||
		                given.kind == K_BUILTIN
		        ? zig_named_type(z, given)
		        : NULL;
	if (!means && !path)
		return false;
	local = zig_declare(z, name);
	local->constant = true;
	local->means = means;
	local->path = path;
	return true;
}

struct assignment {
	VEC(struct ts_child) targets; /* names, or places */
	VEC(bool) declared;
	struct ts_child type, value;
	bool plain, fixed;
};

static struct assignment read_assignment(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct assignment it = {0};
	bool declares = false, late = false;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);

		if (kid.kind == K_CONST || kid.kind == K_VAR) {
			declares = true;
			it.fixed = kid.kind == K_CONST;
		} else if (is_assignment(kid.kind)) {
			late = true;
			it.plain = kid.kind == K_EQUAL;
		} else if (kid.field == F_TYPE) {
			it.type = kid;
		} else if (late && zig_is_value(kid)) {
			it.value = kid;
		} else if (zig_is_value(kid)) {
			vec_push(&z->base.scratch, &it.targets, kid);
			vec_push(&z->base.scratch, &it.declared,
			        declares && kid.kind == K_IDENTIFIER);
			declares = false;
		}
	}
	return it;
}

static void assign_several(struct zig *z, const struct assignment *it)
{
	uint32_t whole = zig_expr(z, it->value);
	uint32_t iter = ir_unary(&z->base.at, OP_ITER, whole, NULL, ts_span(it->value));

	for (uint32_t i = 0; i < it->targets.n; i++) {
		struct ts_child target = it->targets.at[i];
		uint32_t value = ir_unary(&z->base.at, OP_NEXT, iter, NULL, ts_span(target));

		if (it->declared.at[i])
			declare(z, target, (struct ts_child){0}, (struct ts_child){0}, value,
			        it->fixed);
		else if (!lower_is(&z->base, target, "_"))
			zig_assign(z, target, value, ts_span(target));
	}
}

static void assign_one(struct zig *z, const struct assignment *it, struct ts_child node)
{
	struct ts_child target = it->targets.at[0];
	struct arg args[2] = {{0}};
	uint32_t value;

	if (it->plain && target.kind == K_IDENTIFIER && lower_is(&z->base, target, "_")) {
		zig_discard(z, it->value);
		return;
	}
	value = zig_expr(z, it->value);
	if (!it->plain) {
		args[0].value = zig_expr(z, target);
		args[1].value = value;
		value = ir_prim(&z->base.at, args, 2, ts_span(node));
	}
	if (ir_open(&z->base.at))
		zig_assign(z, target, value, ts_span(node));
}

static void variable(struct zig *z, struct ts_child node)
{
	struct assignment it = read_assignment(z, node);
	uint32_t value = 0;

	if (it.targets.n == 0)
		return;
	if (it.targets.n > 1) {
		assign_several(z, &it);
	} else if (!it.declared.at[0]) {
		if (!ts_none(it.value))
			assign_one(z, &it, node);
	} else if (!it.fixed || !ts_none(it.type) || !declare_type(z, it.targets.at[0], it.value)) {
		if (!ts_none(it.value) && it.value.kind != K_UNDEFINED)
			value = zig_expr(z, it.value);
		declare(z, it.targets.at[0], it.type, it.value, value, it.fixed);
	}
}

void zig_capture(struct zig *z, struct ts_child payload, uint32_t value, bool error)
{
	struct ts_kids kids = ts_open(&z->base.walk, payload);
	struct ts_child kid = ts_kind(&z->base.walk, kids, K_IDENTIFIER);
	struct zig_name *name;

	if (ts_none(kid) || lower_is(&z->base, kid, "_"))
		return;
	name = zig_declare(z, kid);
	name->constant = true;
	name->error = error;
	if (ir_open(&z->base.at) && !error)
		ir_store(&z->base.at, name->var, value, ts_span(kid));
}

/* ---- blocks ---- */

void zig_body(struct zig *z, struct ts_child block)
{
	struct ts_kids kids = ts_open(&z->base.walk, block);
	struct zig_frame frame = {
	        .outer = z->frame, .on_break = NO_BLOCK, .on_continue = NO_BLOCK, .result = NO_VAR};
	uint32_t mark = zig_scope_open(z);

	z->frame = &frame;
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&z->base.walk, kids, i)) ||
		        ts_kid(&z->base.walk, kids, i).kind == TS_ERROR)
			zig_statement(z, ts_kid(&z->base.walk, kids, i));
	if (ir_open(&z->base.at))
		zig_unwind(z, frame.outer, false);
	z->frame = frame.outer;
	zig_scope_close(z, mark);
}

static const char *label_of(struct zig *z, struct ts_kids kids)
{
	struct ts_child label = ts_kind(&z->base.walk, kids, K_BLOCK_LABEL);

	return ts_none(label) ? NULL : lower_str(&z->base, ts_first(&z->base.walk, label));
}

static void labelled(struct zig *z, struct ts_child block, const char *label, uint32_t result)
{
	struct zig_frame frame = {.outer = z->frame,
	        .label = label,
	        .on_break = lower_block(&z->base),
	        .on_continue = NO_BLOCK,
	        .result = result};

	z->frame = &frame;
	zig_body(z, block);
	z->frame = frame.outer;
	ir_start(&z->base.at, frame.on_break);
}

/* label: block, label: loop */
void zig_block_value(struct zig *z, struct ts_child node, uint32_t result)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	const char *label = label_of(z, kids);
	struct ts_child inner = zig_value_of(z, node);

	if (inner.kind == K_WHILE)
		zig_while(z, inner, label, result);
	else if (inner.kind == K_FOR)
		zig_for(z, inner, label, result);
	else if (label)
		labelled(z, inner, label, result);
	else if (inner.kind == K_BLOCK)
		zig_body(z, inner);
}

static const char *own_label(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);

	return label_of(z, kids);
}

/* ---- everything ---- */

static void value_arm(struct zig *z, struct ts_child node, uint32_t result)
{
	uint32_t value;

	if (node.kind == K_BUILTIN && zig_stops(z, node)) {
		zig_stop(z, ts_span(node));
		return;
	}
	if (result == NO_VAR) {
		zig_discard(z, node);
		return;
	}
	if (result == z->return_var && zig_is_error(z, node)) {
		zig_fail(z, node);
		return;
	}
	value = zig_expr(z, node);
	if (ir_open(&z->base.at))
		ir_store(&z->base.at, result, value, ts_span(node));
}

static void arm(struct zig *z, struct ts_child node, uint32_t result)
{
	switch (node.kind) {
	case K_RETURN:
		zig_return(z, node);
		break;
	case K_BREAK:
		zig_break(z, node);
		break;
	case K_CONTINUE:
		zig_continue(z, node);
		break;
	case K_UNREACHABLE:
		zig_stop(z, ts_span(node));
		break;
	case K_BLOCK:
		zig_body(z, node);
		break;
	case K_BLOCK_EXPRESSION:
	case K_LABELED:
	case K_LABELED_TYPE:
		zig_block_value(z, node, result);
		break;
	case K_IF:
	case K_IF_EXPRESSION:
	case K_IF_TYPE:
		zig_if(z, node, result);
		break;
	case K_SWITCH:
		zig_switch(z, node, result);
		break;
	case K_WHILE:
	case K_WHILE_EXPRESSION:
		zig_while(z, node, own_label(z, node), result);
		break;
	case K_FOR:
	case K_FOR_EXPRESSION:
		zig_for(z, node, own_label(z, node), result);
		break;
	case K_EXPRESSION_STATEMENT:
		zig_arm(z, zig_value_of(z, node), NO_VAR);
		break;
	case K_COMPTIME_STATEMENT:
	case K_NOSUSPEND_STATEMENT:
		zig_statement(z, zig_value_of(z, node));
		break;
	default:
		value_arm(z, node, result);
		break;
	}
}

void zig_arm(struct zig *z, struct ts_child node, uint32_t result)
{
	node = zig_unwrap(z, node);
	if (ts_none(node) || !lower_enter(&z->base, node))
		return;
	arm(z, node, result);
	lower_done(&z->base);
}

void zig_statement(struct zig *z, struct ts_child node)
{
	switch (node.kind) {
	case K_VARIABLE:
		variable(z, node);
		break;
	case K_DEFER:
	case K_ERRDEFER:
		zig_defer(z, node);
		break;
	default:
		zig_arm(z, node, NO_VAR);
		break;
	}
}
