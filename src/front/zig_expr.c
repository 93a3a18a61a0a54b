/*
 * Expressions → values, and assignments.
 *
 * zig_expr gives a value for every node; what it does not model is an ANY over
 * the parts. Casts and slicing leave a value what it is. Fields are read by
 * value, so that reading one is no use of what a pointer in it leads to;
 * `p.*` is the field "*" of p.
 */
#include "front/zig_lower.h"

bool zig_is_value(struct ts_child node)
{
	switch (node.kind) {
	case K_NULL:
	case K_UNDEFINED:
	case K_UNREACHABLE:
		return true;
	case K_PAYLOAD:
	case K_BLOCK_LABEL:
	case K_BREAK_LABEL:
	case K_ELSE_CLAUSE:
	case K_ARGUMENTS:
		return false;
	default:
		return ts_is_named(node);
	}
}

struct ts_child zig_value_of(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child found = {0};

	for (uint32_t i = 0; i < kids.n && ts_none(found); i++)
		if (zig_is_value(ts_kid(&z->base.walk, kids, i)))
			found = ts_kid(&z->base.walk, kids, i);
	return found;
}

struct ts_child zig_unwrap(struct zig *z, struct ts_child node)
{
	for (;;) {
		struct ts_child inner;

		if (node.kind != K_PARENTHESIZED && node.kind != K_COMPTIME &&
		        node.kind != K_COMPTIME_TYPE && node.kind != K_NOSUSPEND)
			return node;
		inner = zig_value_of(z, node);
		if (ts_none(inner))
			return node;
		node = inner;
	}
}

/* ---- names ---- */

static uint32_t constant(
        struct zig *z, enum const_kind kind, const char *text, struct ts_child node)
{
	return ir_const(&z->base.at, kind, text, ts_span(node));
}

static uint32_t closure(struct zig *z, uint32_t func, struct span span)
{
	struct insn insn = {.op = OP_CLOSURE, .func = func, .span = span};

	return ir_add(&z->base.at, insn);
}

static uint32_t type_value(struct zig *z, const struct zig_container *type, struct span span)
{
	struct insn insn = {.op = OP_CLASS, .name = type->name, .span = span};

	return ir_add(&z->base.at, insn);
}

static uint32_t declared(struct zig *z, struct ts_child node)
{
	struct zig_decl *decl = zig_lookup(z, z->here, lower_str(&z->base, node));
	struct zig_container *type = zig_named_type(z, node);
	const char *path = zig_path(z, node);
	struct span span = ts_span(node);

	if (path)
		return ir_global(&z->base.at, path, span);
	if (type && type->name[0])
		return type_value(z, type, span);
	if (decl && decl->func != NO_FUNC)
		return closure(z, decl->func, span);
	if (decl && decl->var != NO_VAR)
		return ir_load(&z->base.at, decl->var, span);
	if (decl && decl->value.kind == K_INTEGER)
		return constant(z, CONST_NUMBER, lower_str(&z->base, decl->value), node);
	return lower_unknown(&z->base, span);
}

static uint32_t name_value(struct zig *z, struct ts_child node)
{
	struct zig_name *local = zig_local(z, lower_str(&z->base, node));

	if (local && local->path)
		return ir_global(&z->base.at, local->path, ts_span(node));
	if (local && local->means)
		return type_value(z, local->means, ts_span(node));
	if (local)
		return ir_load(&z->base.at, local->var, ts_span(node));
	return declared(z, node);
}

/* ---- places ---- */

/* Is `member` all that there is in what `object` holds? */
static bool is_whole(struct zig *z, struct ts_child object, const char *member)
{
	struct zig_container *type = zig_static_type(z, object);
	struct zig_name *local;

	if (type && same(type->only_field, member))
		return true;
	object = zig_unwrap(z, object);
	local = object.kind == K_IDENTIFIER ? zig_local(z, lower_str(&z->base, object)) : NULL;
	return local && same(local->field, member);
}

static uint32_t read_field(struct zig *z, struct ts_child object, struct ts_child node)
{
	const char *member = lower_str(&z->base, ts_child_of(&z->base.walk, node, F_MEMBER));
	struct insn insn = {
	        .op = OP_FIELD, .name = member, .flags = INSN_HIDDEN, .span = ts_span(node)};

	insn.a = zig_object(z, object);
	return is_whole(z, object, member) ? insn.a : ir_add(&z->base.at, insn);
}

static uint32_t field(struct zig *z, struct ts_child node)
{
	struct ts_child object = ts_child_of(&z->base.walk, node, F_OBJECT), receiver;
	struct zig_container *type;
	struct zig_decl *decl;
	const char *path;
	struct insn cast = {.op = OP_CAST, .span = ts_span(node)};

	if (ts_none(object)) /* .name, of an enum */
		return constant(z, CONST_OTHER, NULL, node);
	if (object.kind == K_IDENTIFIER) {
		struct zig_name *local = zig_local(z, lower_str(&z->base, node)); /* "args.x" */

		if (local)
			return ir_load(&z->base.at, local->var, ts_span(node));
	}
	path = zig_path(z, node);
	if (path)
		return ir_global(&z->base.at, path, ts_span(node));
	decl = zig_callee(z, node, &receiver);
	if (decl && ts_none(receiver))
		return closure(z, decl->func, ts_span(node));
	type = zig_static_type(z, object);
	decl = zig_member(type, lower_str(&z->base, ts_child_of(&z->base.walk, node, F_MEMBER)));
	cast.a = read_field(z, object, node);
	cast.name = decl && !ts_none(decl->declared) ? zig_type_name(z, decl->declared) : NULL;
	return cast.name ? ir_add(&z->base.at, cast) : cast.a;
}

/* a[i]; a[i..j] is the same memory as a */
static uint32_t element(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child index = ts_field(&z->base.walk, kids, F_INDEX);
	struct insn insn = {.op = OP_INDEX, .span = ts_span(node)};

	insn.a = zig_object(z, ts_field(&z->base.walk, kids, F_OBJECT));
	insn.b = zig_expr(z, index);
	return index.kind == K_RANGE ? insn.a : ir_add(&z->base.at, insn);
}

static uint32_t dereference(struct zig *z, struct ts_child node)
{
	return ir_field(&z->base.at, zig_object(z, zig_value_of(z, node)), "*", ts_span(node));
}

/* &x of a constant cannot be written through: it stands for x. */
static uint32_t address_of(struct zig *z, struct ts_child node)
{
	struct ts_child given = zig_unwrap(z, ts_child_of(&z->base.walk, node, F_ARGUMENT));
	struct zig_name *local =
	        given.kind == K_IDENTIFIER ? zig_local(z, lower_str(&z->base, given)) : NULL;
	struct insn insn = {.op = OP_ADDRESS, .span = ts_span(node)};

	/* a pointer into something is that thing */
	while ((given.kind == K_FIELD || given.kind == K_INDEX) &&
	        !ts_none(ts_child_of(&z->base.walk, given, F_OBJECT)))
		given = zig_unwrap(z, ts_child_of(&z->base.walk, given, F_OBJECT));
	if (!local || local->constant || local->path)
		return zig_expr(z, given);
	insn.var = local->var;
	return ir_add(&z->base.at, insn);
}

static void assign_field(struct zig *z, struct ts_child target, uint32_t value, struct span span)
{
	struct ts_child object = ts_child_of(&z->base.walk, target, F_OBJECT);
	const char *name = lower_str(&z->base, ts_child_of(&z->base.walk, target, F_MEMBER));

	ir_set_field(&z->base.at,
	        ts_none(object) ? lower_unknown(&z->base, span) : zig_expr(z, object), name, value,
	        span);
}

static void assign_item(struct zig *z, struct ts_child target, uint32_t value, struct span span)
{
	struct ts_kids kids = ts_open(&z->base.walk, target);
	uint32_t array = zig_expr(z, ts_field(&z->base.walk, kids, F_OBJECT));
	uint32_t index = zig_expr(z, ts_field(&z->base.walk, kids, F_INDEX));

	ir_set_item(&z->base.at, array, index, value, span);
}

static void assign_name(struct zig *z, struct ts_child target, uint32_t value, struct span span)
{
	struct zig_name *local = zig_local(z, lower_str(&z->base, target));
	struct zig_decl *decl = zig_lookup(z, z->here, lower_str(&z->base, target));
	struct arg arg = {.value = value};

	if (local)
		ir_store(&z->base.at, local->var, value, span);
	else if (decl && decl->var != NO_VAR)
		ir_store(&z->base.at, decl->var, value, span);
	else
		ir_any(&z->base.at, &arg, 1, span);
}

void zig_assign(struct zig *z, struct ts_child target, uint32_t value, struct span span)
{
	struct insn insn = {.op = OP_SETFIELD, .name = "*", .b = value, .span = span};
	struct arg arg = {.value = value};

	target = zig_unwrap(z, target);
	switch (target.kind) {
	case K_IDENTIFIER:
		assign_name(z, target, value, span);
		break;
	case K_FIELD:
		assign_field(z, target, value, span);
		break;
	case K_INDEX:
		assign_item(z, target, value, span);
		break;
	case K_DEREFERENCE:
		insn.a = zig_expr(z, zig_value_of(z, target));
		ir_add(&z->base.at, insn);
		break;
	default:
		ir_any(&z->base.at, &arg, 1, span);
		break;
	}
}

static uint32_t assignment(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child left = ts_field(&z->base.walk, kids, F_LEFT);
	struct ts_child right = ts_field(&z->base.walk, kids, F_RIGHT);
	bool plain = lower_is(&z->base, ts_field(&z->base.walk, kids, F_OPERATOR), "=");
	struct arg args[2] = {{0}};
	uint32_t value;

	if (plain && left.kind == K_IDENTIFIER && lower_is(&z->base, left, "_")) {
		zig_discard(z, right);
		return lower_unknown(&z->base, ts_span(node));
	}
	value = args[1].value = zig_expr(z, right);
	if (!plain) {
		args[0].value = zig_expr(z, left);
		value = ir_prim(&z->base.at, args, 2, ts_span(node));
	}
	zig_assign(z, left, value, ts_span(node));
	return value;
}

/* ---- struct initializers ---- */

struct item {
	const char *key;
	struct ts_child value;
};

static struct item item_of(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct item item = {NULL, node};

	if (node.kind == K_FIELD_INITIALIZER) {
		item.key = lower_str(&z->base, ts_kind(&z->base.walk, kids, K_IDENTIFIER));
		item.value = ts_kid(&z->base.walk, kids, kids.n - 1);
	} else if (node.kind == K_ASSIGNMENT) {
		struct ts_child left = ts_field(&z->base.walk, kids, F_LEFT);

		if (left.kind == K_FIELD && ts_none(ts_child_of(&z->base.walk, left, F_OBJECT))) {
			item.key = lower_str(&z->base, ts_child_of(&z->base.walk, left, F_MEMBER));
			item.value = ts_field(&z->base.walk, kids, F_RIGHT);
		}
	}
	return item;
}

static struct ts_child item_list(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);

	return ts_kind(&z->base.walk, kids, K_INITIALIZER_LIST);
}

/* The only item of an initializer; no value when there are none or several. */
static struct item only_item(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, item_list(z, node));
	struct item item = {0};
	uint32_t count = 0;

	for (uint32_t i = 0; i < kids.n; i++)
		if (zig_is_value(ts_kid(&z->base.walk, kids, i)) && count++ == 0)
			item = item_of(z, ts_kid(&z->base.walk, kids, i));
	return count == 1 ? item : (struct item){0};
}

const char *zig_only_field(struct zig *z, struct ts_child node)
{
	node = zig_unwrap(z, node);
	if (node.kind == K_TRY || node.kind == K_CATCH)
		return zig_only_field(z, zig_value_of(z, node));
	if (node.kind != K_STRUCT_INITIALIZER && node.kind != K_ANONYMOUS_INITIALIZER)
		return NULL;
	return only_item(z, node).key;
}

static uint32_t initializer(struct zig *z, struct ts_child node)
{
	struct item only = only_item(z, node);
	enum const_kind kind = CONST_TUPLE;
	struct ts_kids kids;
	zig_args args = {0};

	if (only.key)
		return zig_expr(z, only.value);
	kids = ts_open(&z->base.walk, item_list(z, node));
	for (uint32_t i = 0; i < kids.n; i++) {
		struct item item;
		struct arg arg = {0};

		if (!zig_is_value(ts_kid(&z->base.walk, kids, i)))
			continue;
		item = item_of(z, ts_kid(&z->base.walk, kids, i));
		arg.key = item.key;
		arg.value = zig_expr(z, item.value);
		kind = item.key ? CONST_INSTANCE : kind;
		vec_push(&z->base.scratch, &args, arg);
	}
	return ir_make(&z->base.at, kind, args.at, args.n, ts_span(node));
}

/* ---- operators and control flow as values ---- */

static uint32_t operator_value(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	const char *name = lower_str(&z->base, ts_field(&z->base.walk, kids, F_OPERATOR));
	uint32_t left = zig_expr(z, ts_field(&z->base.walk, kids, F_LEFT));
	uint32_t right = zig_expr(z, ts_field(&z->base.walk, kids, F_RIGHT));

	return ir_operator(&z->base.at, name, left, right, ts_span(node));
}

static uint32_t binary(struct zig *z, struct ts_child node)
{
	if (lower_is(&z->base, ts_child_of(&z->base.walk, node, F_OPERATOR), "orelse"))
		return zig_otherwise(z, node);
	return zig_is_condition(z, node) ? zig_truth(z, node) : operator_value(z, node);
}

static uint32_t unary(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child operator= ts_field(&z->base.walk, kids, F_OPERATOR);
	struct ts_child given = ts_field(&z->base.walk, kids, F_ARGUMENT);
	struct arg arg = {0};

	if (lower_is(&z->base, operator, "&"))
		return address_of(z, node);
	if (lower_is(&z->base, operator, "!"))
		return zig_truth(z, node);
	if (lower_is(&z->base, operator, "-") && given.kind == K_INTEGER)
		return constant(z, CONST_NUMBER,
		        arena_printf(z->base.arena, "-%s", lower_str(&z->base, given)), node);
	arg.value = zig_expr(z, given);
	return ir_prim(&z->base.at, &arg, 1, ts_span(node));
}

static uint32_t unwrapped(struct zig *z, struct ts_child node)
{
	uint32_t bad = lower_block(&z->base), good = lower_block(&z->base),
	         value = zig_object(z, zig_value_of(z, node));

	if (!ir_open(&z->base.at))
		return value;
	ir_branch(&z->base.at, TEST_NULL, NULL, value, bad, good, ts_span(node));
	ir_start(&z->base.at, bad);
	zig_stop(z, ts_span(node));
	ir_start(&z->base.at, good);
	return value;
}

/* The value of something that control flow computes: through a variable. */
static uint32_t through(struct zig *z, struct ts_child node)
{
	uint32_t result = lower_temp(&z->base);

	if (z->returning)
		z->return_var = result;
	z->returning = false;
	zig_arm(z, node, result);
	return ir_open(&z->base.at) ? ir_load(&z->base.at, result, ts_span(node))
	                            : lower_unknown(&z->base, ts_span(node));
}

static uint32_t parts(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	zig_args args = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (zig_is_value(ts_kid(&z->base.walk, kids, i))) {
			struct arg arg = {.value = zig_expr(z, ts_kid(&z->base.walk, kids, i))};

			vec_push(&z->base.scratch, &args, arg);
		}
	return ir_any(&z->base.at, args.at, args.n, ts_span(node));
}

static uint32_t string(struct zig *z, struct ts_child node)
{
	struct ts_child content = ts_first(&z->base.walk, node);
	bool whole =
	        content.kind == K_STRING_CONTENT && ts_span(content).end + 1 == ts_span(node).end;

	return constant(z, CONST_STRING, whole ? lower_str(&z->base, content) : NULL, node);
}

/* A type as an argument: a primitive, if its values are. */
static uint32_t type_expression(struct zig *z, struct ts_child node)
{
	return zig_is_scalar(z, node) ? ir_prim(&z->base.at, NULL, 0, ts_span(node))
	                              : lower_unknown(&z->base, ts_span(node));
}

static uint32_t simple(struct zig *z, struct ts_child node)
{
	switch (node.kind) {
	case K_INTEGER:
		return constant(z, CONST_NUMBER, lower_str(&z->base, node), node);
	case K_FLOAT:
	case K_CHARACTER:
		return constant(z, CONST_NUMBER, NULL, node);
	case K_BOOLEAN:
		return constant(
		        z, lower_is(&z->base, node, "true") ? CONST_TRUE : CONST_FALSE, NULL, node);
	case K_STRING:
		return string(z, node);
	case K_MULTILINE_STRING:
		return constant(z, CONST_STRING, NULL, node);
	case K_NULL:
		return constant(z, CONST_NULL, NULL, node);
	case K_UNREACHABLE:
		zig_stop(z, ts_span(node));
		return lower_unknown(&z->base, ts_span(node));
	case K_ERROR_TYPE:
		return constant(z, CONST_ERROR, NULL, node);
	case K_ERROR_SET:
		return constant(z, CONST_OTHER, NULL, node);
	case K_BUILTIN_TYPE:
	case K_SLICE_TYPE:
	case K_ARRAY_TYPE:
	case K_NULLABLE:
	case K_POINTER_TYPE:
		return type_expression(z, node);
	case K_STRUCT:
	case K_UNION:
	case K_ENUM:
	case K_OPAQUE:
		zig_container(z, node, "");
		return lower_unknown(&z->base, ts_span(node));
	case K_UNDEFINED:
	case K_FUNCTION_SIGNATURE:
	case K_ASM:
	case TS_ERROR:
		return lower_unknown(&z->base, ts_span(node));
	default:
		return parts(z, node);
	}
}

static uint32_t compound(struct zig *z, struct ts_child node)
{
	switch (node.kind) {
	case K_IDENTIFIER:
		return name_value(z, node);
	case K_FIELD:
		return field(z, node);
	case K_INDEX:
		return element(z, node);
	case K_DEREFERENCE:
		return dereference(z, node);
	case K_UNWRAP:
		return unwrapped(z, node);
	case K_CALL:
		return zig_call(z, node);
	case K_BUILTIN:
		return zig_builtin(z, node);
	case K_TRY:
		return zig_try(z, node);
	case K_CATCH:
		return zig_otherwise(z, node);
	case K_BINARY:
		return binary(z, node);
	case K_UNARY:
		return unary(z, node);
	case K_ASSIGNMENT:
		return assignment(z, node);
	case K_STRUCT_INITIALIZER:
	case K_ANONYMOUS_INITIALIZER:
		return initializer(z, node);
	case K_RETURN:
		zig_return(z, node);
		return lower_unknown(&z->base, ts_span(node));
	case K_BREAK:
		zig_break(z, node);
		return lower_unknown(&z->base, ts_span(node));
	case K_CONTINUE:
		zig_continue(z, node);
		return lower_unknown(&z->base, ts_span(node));
	case K_IF_EXPRESSION:
	case K_IF_TYPE:
	case K_SWITCH:
	case K_WHILE_EXPRESSION:
	case K_FOR_EXPRESSION:
	case K_LABELED_TYPE:
	case K_BLOCK_EXPRESSION:
	case K_BLOCK:
		return through(z, node);
	default:
		return simple(z, node);
	}
}

uint32_t zig_object(struct zig *z, struct ts_child node)
{
	uint32_t value;

	node = zig_unwrap(z, node);
	if (node.kind == K_ERROR_UNION)
		node = ts_child_of(&z->base.walk, node, F_OK);
	if (ts_none(node) || !lower_enter(&z->base, node))
		return lower_unknown(&z->base, ts_span(node));
	value = compound(z, node);
	lower_done(&z->base);
	return value;
}

uint32_t zig_expr(struct zig *z, struct ts_child node)
{
	node = zig_unwrap(z, node);
	return zig_is_negated(z, node) ? zig_truth(z, node) : zig_object(z, node);
}

void zig_discard(struct zig *z, struct ts_child node)
{
	struct insn drop = {.op = OP_DROP, .span = ts_span(node)};
	struct ts_child inner = zig_unwrap(z, node);

	drop.a = zig_expr(z, node);
	while (inner.kind == K_TRY || inner.kind == K_CATCH || inner.kind == K_UNWRAP)
		inner = zig_unwrap(z, zig_value_of(z, inner));
	if ((inner.kind == K_CALL || inner.kind == K_BINARY) && ir_open(&z->base.at))
		ir_add(&z->base.at, drop);
}
