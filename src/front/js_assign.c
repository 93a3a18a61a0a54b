/*
 * Assignments, destructuring and `delete`.
 *
 * A target is prepared first (its object and index are values), then read
 * where an operator wants the old value, then stored to. Declarations take
 * the same way: their names were declared when their scope was opened.
 */
#include "front/js_lower.h"

enum target_kind { TARGET_NAME, TARGET_MEMBER, TARGET_INDEX, TARGET_PATTERN };

struct target {
	enum target_kind kind;
	struct ts_child node;
	uint32_t object, index;
	const char *name;
};

static struct target open_target(struct js *js, struct ts_child node)
{
	struct target target = {.kind = TARGET_PATTERN};
	struct ts_kids kids;
	struct ts_child index;

	node = js_strip(js, node);
	target.node = node;
	if (node.kind == K_IDENTIFIER || node.kind == K_TYPE_IDENTIFIER ||
	        node.kind == K_SHORTHAND_PROPERTY_IDENTIFIER_PATTERN)
		target.kind = TARGET_NAME;
	if (node.kind != K_MEMBER_EXPRESSION && node.kind != K_SUBSCRIPT_EXPRESSION)
		return target;
	kids = ts_open(&js->walk, node);
	index = ts_field(&js->walk, kids, F_INDEX);
	target.object = js_expr(js, ts_field(&js->walk, kids, F_OBJECT));
	target.name = ts_none(index) ? js_property(js, ts_field(&js->walk, kids, F_PROPERTY))
	                             : js_index_name(js, index);
	target.kind = target.name ? TARGET_MEMBER : TARGET_INDEX;
	if (!target.name)
		target.index = js_expr(js, index);
	return target;
}

static uint32_t read_target(struct js *js, const struct target *target)
{
	struct span span = ts_span(target->node);
	struct insn index = {.op = OP_INDEX, .a = target->object, .b = target->index, .span = span};

	switch (target->kind) {
	case TARGET_NAME:
		return js_identifier(js, target->node);
	case TARGET_MEMBER:
		return ir_field(&js->at, target->object, target->name, span);
	case TARGET_INDEX:
		return ir_add(&js->at, index);
	default:
		return ir_any(&js->at, NULL, 0, span);
	}
}

static void store_name(struct js *js, struct ts_child node, uint32_t value)
{
	struct js_name *name = js_name_of(js, node);
	struct js_binding *binding = js_lookup(js, name);

	if (!binding)
		binding = js_declare_late(js, name, ts_span(node));
	if (binding->var != NO_VAR)
		ir_store(&js->at, binding->var, value, ts_span(node));
}

static void destructure(struct js *js, struct ts_child pattern, uint32_t value);

static void store_target(struct js *js, const struct target *target, uint32_t value)
{
	struct span span = ts_span(target->node);

	switch (target->kind) {
	case TARGET_NAME:
		store_name(js, target->node, value);
		break;
	case TARGET_MEMBER:
		ir_set_field(&js->at, target->object, target->name, value, span);
		break;
	case TARGET_INDEX:
		ir_set_item(&js->at, target->object, target->index, value, span);
		break;
	case TARGET_PATTERN:
		destructure(js, target->node, value);
		break;
	}
}

void js_assign(struct js *js, struct ts_child target, uint32_t value)
{
	struct target opened;

	if (ts_none(target) || !js_sink(js, target))
		return;
	opened = open_target(js, target);
	store_target(js, &opened, value);
	js_rise(js);
}

/* ---- destructuring ---- */

uint32_t js_default(struct js *js, uint32_t value, struct ts_child fallback)
{
	struct span span = ts_span(fallback);
	uint32_t temp = js_temp(js, span), missing = js_block(js), after = js_block(js);
	struct insn store = {
	        .op = OP_STORE, .var = temp, .a = value, .flags = INSN_HIDDEN, .span = span};

	ir_add(&js->at, store);
	ir_branch(&js->at, TEST_UNDEFINED, NULL, value, missing, after, span);
	ir_start(&js->at, missing);
	store.a = js_expr(js, fallback);
	ir_add(&js->at, store);
	ir_start(&js->at, after);
	return js_hide(js, ir_load(&js->at, temp, span));
}

/* Assigns to `target` or `target = fallback`. */
static void assign_part(struct js *js, struct ts_child target, uint32_t value)
{
	struct ts_kids kids;
	struct ts_child inner, fallback;

	if (target.kind != K_ASSIGNMENT_PATTERN && target.kind != K_OBJECT_ASSIGNMENT_PATTERN &&
	        target.kind != K_ASSIGNMENT_EXPRESSION) {
		js_assign(js, target, value);
		return;
	}
	kids = ts_open(&js->walk, target);
	inner = ts_field(&js->walk, kids, F_LEFT);
	fallback = ts_field(&js->walk, kids, F_RIGHT);
	js_assign(js, inner, js_default(js, value, fallback));
}

static uint32_t read_part(struct js *js, uint32_t value, struct ts_child key, struct span span)
{
	const char *name = js_property(js, key);
	uint32_t index;

	if (name)
		return ir_field(&js->at, value, name, span);
	index = js_expr(js, ts_first(&js->walk, key));
	return ir_add(&js->at, (struct insn){.op = OP_INDEX, .a = value, .b = index, .span = span});
}

static void destructure_object(struct js *js, struct ts_child part, uint32_t value)
{
	struct arg rest = {.value = value, .flags = ARG_KEYS};
	struct span span = ts_span(part);
	struct ts_kids kids;

	switch (part.kind) {
	case K_SHORTHAND_PROPERTY_IDENTIFIER_PATTERN:
		js_assign(js, part, read_part(js, value, part, span));
		break;
	case K_OBJECT_ASSIGNMENT_PATTERN:
		assign_part(
		        js, part, read_part(js, value, ts_child_of(&js->walk, part, F_LEFT), span));
		break;
	case K_REST_PATTERN:
		js_assign(js, ts_first(&js->walk, part),
		        ir_make(&js->at, CONST_OBJECT, &rest, 1, span));
		break;
	case K_PAIR_PATTERN:
		kids = ts_open(&js->walk, part);
		assign_part(js, ts_field(&js->walk, kids, F_VALUE),
		        read_part(js, value, ts_field(&js->walk, kids, F_KEY), span));
		break;
	default:
		break;
	}
}

static void destructure_array(struct js *js, struct ts_kids parts, uint32_t value, struct span span)
{
	uint32_t iterator = js_hide(js, ir_unary(&js->at, OP_ITER, value, NULL, span)), item;
	bool hole = true; /* no element since the last comma */

	for (uint32_t i = 0; i < parts.n; i++) {
		struct ts_child part = ts_kid(&js->walk, parts, i);
		struct arg rest = {.value = iterator, .flags = ARG_SPREAD};

		if (part.kind == K_REST_PATTERN) {
			item = ir_make(&js->at, CONST_ARRAY, &rest, 1, ts_span(part));
			js_assign(js, ts_first(&js->walk, part), item);
		} else if (ts_is_named(part)) {
			item = ir_unary(&js->at, OP_NEXT, iterator, NULL, ts_span(part));
			assign_part(js, part, item);
		} else if (part.kind == T_COMMA && hole) {
			js_hide(js, ir_unary(&js->at, OP_NEXT, iterator, NULL, ts_span(part)));
		}
		hole = !ts_is_named(part);
	}
}

static void destructure(struct js *js, struct ts_child pattern, uint32_t value)
{
	struct ts_kids parts = ts_open(&js->walk, pattern);

	switch (pattern.kind) {
	case K_OBJECT_PATTERN:
		for (uint32_t i = 0; i < parts.n; i++)
			destructure_object(js, ts_kid(&js->walk, parts, i), value);
		break;
	case K_ARRAY_PATTERN:
		destructure_array(js, parts, value, ts_span(pattern));
		break;
	case K_REST_PATTERN:
		js_assign(js, ts_first(&js->walk, pattern), value);
		break;
	case K_ASSIGNMENT_PATTERN:
		assign_part(js, pattern, value);
		break;
	default:
		break;
	}
}

/* ---- operators ---- */

/* a ||= b, a &&= b, a ??= b */
static uint32_t assign_maybe(
        struct js *js, const struct target *target, uint16_t op, struct ts_child right)
{
	struct span span = ts_span(target->node);
	uint32_t old = read_target(js, target), temp = js_temp(js, span);
	uint32_t then = js_block(js), after = js_block(js), value;
	struct insn store = {
	        .op = OP_STORE, .var = temp, .a = old, .flags = INSN_HIDDEN, .span = span};

	ir_add(&js->at, store);
	js_branch_logical(js, op, old, then, after, span);
	ir_start(&js->at, then);
	value = js_expr(js, right);
	store_target(js, target, value);
	store.a = value;
	ir_add(&js->at, store);
	ir_start(&js->at, after);
	return js_hide(js, ir_load(&js->at, temp, span));
}

uint32_t js_assignment(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child left = ts_field(&js->walk, kids, F_LEFT);
	struct ts_child right = ts_field(&js->walk, kids, F_RIGHT);
	uint16_t op = js_operator(js, kids).kind;
	struct target target;
	const char *name;
	uint32_t value;

	target = open_target(js, left);
	if (op == T_AND_ASSIGN || op == T_OR_ASSIGN || op == T_NULLISH_ASSIGN)
		return assign_maybe(js, &target, op, right);
	if (node.kind == K_AUGMENTED_ASSIGNMENT_EXPRESSION) {
		value = read_target(js, &target);
		value = js_prim_of(js, value, js_expr(js, right), ts_span(node));
	} else {
		name = target.name;
		if (target.kind == TARGET_NAME)
			name = js_name_of(js, target.node)->text;
		value = js_named(js, right, name, ts_span(node).start);
		js_export_member(js, left, value);
	}
	store_target(js, &target, value);
	return value;
}

uint32_t js_update(struct js *js, struct ts_child node)
{
	struct target target = open_target(js, ts_child_of(&js->walk, node, F_ARGUMENT));
	uint32_t value = js_prim_of(js, read_target(js, &target), 0, ts_span(node));

	store_target(js, &target, value);
	return value;
}

/* What was stored there is replaced by nothing. */
uint32_t js_delete(struct js *js, struct ts_child operand, struct span span)
{
	struct target target = open_target(js, operand);

	if (target.kind == TARGET_MEMBER || target.kind == TARGET_INDEX)
		store_target(js, &target, js_undefined(js, span));
	return js_hide(js, ir_const(&js->at, CONST_TRUE, NULL, span));
}
