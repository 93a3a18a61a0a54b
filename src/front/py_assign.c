/*
 * Assignment to names, attributes, items and patterns, and deletion.
 *
 * `a, b = x, y` is two assignments, after both values are there; any other
 * unpacking iterates.
 */
#include "front/py_lower.h"

static bool is_sequence(struct ts_child node)
{
	switch (node.kind) {
	case PY_PATTERN_LIST:
	case PY_TUPLE_PATTERN:
	case PY_LIST_PATTERN:
	case PY_EXPRESSION_LIST:
	case PY_TUPLE:
	case PY_LIST:
		return true;
	default:
		return false;
	}
}

static bool is_splat(struct ts_child node)
{
	return node.kind == PY_LIST_SPLAT || node.kind == PY_LIST_SPLAT_PATTERN;
}

static void assign_attribute(struct py *py, struct ts_child target, uint32_t value)
{
	struct ts_kids kids = ts_open(&py->base.walk, target);
	const char *name = lower_str(&py->base, ts_field(&py->base.walk, kids, F_ATTRIBUTE));

	ir_set_field(&py->base.at, py_expr(py, ts_field(&py->base.walk, kids, F_OBJECT)), name,
	        value, ts_span(target));
}

static void assign_item(struct py *py, struct ts_child target, uint32_t value)
{
	struct ts_kids kids = ts_open(&py->base.walk, target);
	uint32_t base = py_expr(py, ts_field(&py->base.walk, kids, F_VALUE));
	uint32_t index = py_index(py, kids, ts_span(target));

	ir_set_item(&py->base.at, base, index, value, ts_span(target));
}

static void unpack(struct py *py, struct ts_child target, uint32_t value)
{
	struct ts_kids kids = ts_open(&py->base.walk, target);
	uint32_t iterator = ir_unary(&py->base.at, OP_ITER, value, NULL, ts_span(target)), item;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);
		struct arg rest = {.value = iterator};

		if (!ts_is_named(kid) || kid.kind == TS_ERROR)
			continue;
		if (is_splat(kid)) {
			item = ir_any(&py->base.at, &rest, 1, ts_span(kid));
			kid = ts_first(&py->base.walk, kid);
		} else {
			item = ir_unary(&py->base.at, OP_NEXT, iterator, NULL, ts_span(kid));
		}
		py_assign(py, kid, item);
	}
}

static void assign_in(struct py *py, struct ts_child target, uint32_t value)
{
	switch (target.kind) {
	case PY_IDENTIFIER:
		py_store(py, py_lookup(py, py->scope, ts_text(&py->base.walk, target)), value,
		        ts_span(target));
		break;
	case PY_ATTRIBUTE:
		assign_attribute(py, target, value);
		break;
	case PY_SUBSCRIPT:
		assign_item(py, target, value);
		break;
	case PY_PARENTHESIZED:
	case PY_AS_PATTERN_TARGET:
	case PY_LIST_SPLAT:
	case PY_LIST_SPLAT_PATTERN:
		py_assign(py, ts_first(&py->base.walk, target), value);
		break;
	default:
		if (is_sequence(target))
			unpack(py, target, value);
		break;
	}
}

void py_assign(struct py *py, struct ts_child target, uint32_t value)
{
	if (!lower_enter(&py->base, target))
		return;
	assign_in(py, target, value);
	lower_done(&py->base);
}

/* ---- a, b = x, y ---- */

typedef VEC(struct ts_child) nodes;

/* The items of a display without splats; none when it has one. */
static nodes plain_items(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	nodes items = {0};
	bool plain = true;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		plain &= !is_splat(kid) && kid.kind != PY_PARENTHESIZED_SPLAT;
		if (ts_is_named(kid))
			vec_push(&py->base.scratch, &items, kid);
	}
	if (!plain)
		items.n = 0;
	return items;
}

static bool assign_pairwise(struct py *py, struct ts_child left, struct ts_child right)
{
	nodes targets, values;
	uint32_t *made;

	left = py_unwrap(py, left);
	right = py_unwrap(py, right);
	if (!is_sequence(left) || !is_sequence(right))
		return false;
	targets = plain_items(py, left);
	values = plain_items(py, right);
	if (!targets.n || targets.n != values.n)
		return false;
	made = arena_array(&py->base.scratch, uint32_t, values.n);
	for (uint32_t i = 0; i < values.n; i++)
		made[i] = py_expr(py, values.at[i]);
	for (uint32_t i = 0; i < values.n; i++)
		py_assign(py, targets.at[i], made[i]);
	return true;
}

/* ---- statements ---- */

static void declare_type(struct py *py, struct ts_child target, struct ts_child type)
{
	struct py_name *name;
	uint32_t var;

	if (ts_none(type) || target.kind != PY_IDENTIFIER)
		return;
	name = py_lookup(py, py->scope, ts_text(&py->base.walk, target));
	if (!name->scope || name->scope->kind == SCOPE_CLASS)
		return;
	var = py_var(py, name);
	py->base.unit->vars.at[var].type = py_type_name(py, type);
}

/* `code = "..."` for good: calls that are given `code` are given that text. */
static void remember_text(
        struct py *py, struct ts_child target, struct ts_child right, uint32_t value)
{
	struct py_name *name;

	right = py_unwrap(py, right);
	if (target.kind != PY_IDENTIFIER ||
	        (right.kind != PY_STRING && right.kind != PY_CONCATENATED_STRING))
		return;
	name = py_lookup(py, py->scope, ts_text(&py->base.walk, target));
	if (!name->scope || name->assigned != 1 || name->text_embedded)
		return;
	name->text = right;
	name->text_func = py->base.at.func->id;
	name->text_value = value;
	if (!name->text_wanted)
		return;
	name->text_embedded = true;
	py_embed(py, name->text_func, value, right);
}

/* a = b = value: the innermost right side, then the targets from left to right */
uint32_t py_assignment(struct py *py, struct ts_child node)
{
	nodes targets = {0};
	struct ts_child right = node;
	uint32_t value;

	while (right.kind == PY_ASSIGNMENT) {
		struct ts_kids kids = ts_open(&py->base.walk, right);
		struct ts_child left = ts_field(&py->base.walk, kids, F_LEFT);

		declare_type(py, left, ts_field(&py->base.walk, kids, F_TYPE));
		vec_push(&py->base.scratch, &targets, left);
		right = ts_field(&py->base.walk, kids, F_RIGHT);
	}
	if (ts_none(right))
		return 0;
	if (targets.n == 1 && assign_pairwise(py, targets.at[0], right))
		return 0;
	value = py_expr(py, right);
	for (uint32_t i = 0; i < targets.n; i++) {
		py_assign(py, targets.at[i], value);
		remember_text(py, targets.at[i], right, value);
	}
	return value;
}

/* xs += [a, b] puts a and b into xs */
static bool extends(struct ts_child operator, struct ts_child right, struct py *py)
{
	return lower_is(&py->base, operator, "+=") &&
	        (right.kind == PY_LIST || right.kind == PY_LIST_COMPREHENSION);
}

static uint32_t augmented_value(struct py *py, uint32_t old, struct ts_kids kids, struct span span)
{
	struct ts_child operator= ts_field(&py->base.walk, kids, F_OPERATOR);
	struct ts_child right = ts_field(&py->base.walk, kids, F_RIGHT);
	struct arg args[2] = {{.value = old}, {.value = py_expr(py, right)}};

	if (extends(operator, right, py)) {
		ir_call(&py->base.at, old, "extend", &args[1], 1, span);
		return 0;
	}
	return py_combine(
	        py, ts_text(&py->base.walk, operator), args[0].value, args[1].value, span);
}

static void augmented_target(
        struct py *py, struct ts_child target, struct ts_kids kids, struct span span)
{
	struct ts_kids parts = ts_open(&py->base.walk, target);
	struct insn read = {.span = ts_span(target)}, write = {.span = span};

	if (target.kind == PY_ATTRIBUTE) {
		read.op = OP_FIELD;
		write.op = OP_SETFIELD;
		read.name = write.name =
		        lower_str(&py->base, ts_field(&py->base.walk, parts, F_ATTRIBUTE));
		read.a = write.a = py_expr(py, ts_field(&py->base.walk, parts, F_OBJECT));
		write.b = augmented_value(py, ir_add(&py->base.at, read), kids, span);
	} else {
		read.op = OP_INDEX;
		write.op = OP_SETINDEX;
		read.a = write.a = py_expr(py, ts_field(&py->base.walk, parts, F_VALUE));
		read.b = write.b = py_index(py, parts, ts_span(target));
		write.c = augmented_value(py, ir_add(&py->base.at, read), kids, span);
	}
	if (write.b && (write.op == OP_SETFIELD || write.c))
		ir_add(&py->base.at, write);
}

void py_augmented(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child target = py_unwrap(py, ts_field(&py->base.walk, kids, F_LEFT));
	uint32_t value;

	if (target.kind == PY_ATTRIBUTE || target.kind == PY_SUBSCRIPT) {
		augmented_target(py, target, kids, ts_span(node));
	} else {
		value = augmented_value(py, py_expr(py, target), kids, ts_span(node));
		if (value)
			py_assign(py, target, value);
	}
}

/* ---- deletion ---- */

static void delete_part(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct insn call = {.op = OP_CALL, .span = ts_span(node), .arg_count = 1};
	struct arg arg = {0};

	if (node.kind == PY_ATTRIBUTE) {
		struct ts_child name = ts_field(&py->base.walk, kids, F_ATTRIBUTE);

		call.name = "__delattr__";
		call.a = py_expr(py, ts_field(&py->base.walk, kids, F_OBJECT));
		arg.value = ir_const(
		        &py->base.at, CONST_STRING, lower_str(&py->base, name), ts_span(name));
	} else {
		call.name = "__delitem__";
		call.a = py_expr(py, ts_field(&py->base.walk, kids, F_VALUE));
		arg.value = py_index(py, kids, call.span);
	}
	call.args = &arg;
	py_hidden(py, call);
}

static void delete_in(struct py *py, struct ts_child node)
{
	struct ts_kids kids;

	if (node.kind == PY_IDENTIFIER) {
		py_forget(py, ts_text(&py->base.walk, node), ts_span(node));
		return;
	}
	if (node.kind == PY_ATTRIBUTE || node.kind == PY_SUBSCRIPT) {
		delete_part(py, node);
		return;
	}
	if (!lower_enter(&py->base, node))
		return;
	kids = ts_open(&py->base.walk, node);
	for (uint32_t i = 0; i < kids.n; i++)
		delete_in(py, ts_kid(&py->base.walk, kids, i));
	lower_done(&py->base);
}

void py_delete(struct py *py, struct ts_child node)
{
	delete_in(py, ts_first(&py->base.walk, node));
}

void py_forget_targets(struct py *py, struct ts_child target)
{
	struct ts_kids kids;

	if (target.kind == PY_IDENTIFIER) {
		struct span end = {ts_span(target).end, ts_span(target).end};

		py_forget(py, ts_text(&py->base.walk, target), end);
		return;
	}
	if (target.kind == PY_ATTRIBUTE || target.kind == PY_SUBSCRIPT ||
	        !lower_enter(&py->base, target))
		return;
	kids = ts_open(&py->base.walk, target);
	for (uint32_t i = 0; i < kids.n; i++)
		py_forget_targets(py, ts_kid(&py->base.walk, kids, i));
	lower_done(&py->base);
}
