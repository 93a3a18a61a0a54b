/*
 * Expressions → values.
 *
 * py_expr gives a value for every node; what it does not model is an ANY over
 * the parts. Chains that programs generate by the thousand (`a + b + c ...`)
 * are walked along their left spine, all else recurses under py_enter.
 */
#include "front/py_lower.h"

static void push(struct py *py, py_args *args, uint32_t value)
{
	struct arg arg = {.value = value};

	vec_push(&py->base.scratch, args, arg);
}

struct ts_child py_unwrap(struct py *py, struct ts_child node)
{
	while (node.kind == PY_PARENTHESIZED) {
		struct ts_child inner = ts_first(&py->base.walk, node);

		if (ts_none(inner))
			break;
		node = inner;
	}
	return node;
}

static bool is_splat(struct ts_child node)
{
	return node.kind == PY_LIST_SPLAT || node.kind == PY_LIST_SPLAT_PATTERN ||
	        node.kind == PY_PARENTHESIZED_SPLAT;
}

/* ---- arguments and container literals ---- */

static void splat_arg(struct py *py, struct ts_child node, uint8_t flags, py_args *args)
{
	struct ts_child inner = ts_first(&py->base.walk, node);
	struct arg arg = {.flags = flags};

	while (is_splat(inner))
		inner = ts_first(&py->base.walk, inner);
	arg.value = py_expr(py, inner);
	vec_push(&py->base.scratch, args, arg);
}

static void keyword_arg(struct py *py, struct ts_child node, py_args *args)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct arg arg = {.key = lower_str(&py->base, ts_field(&py->base.walk, kids, F_NAME))};

	arg.value = py_expr(py, ts_field(&py->base.walk, kids, F_VALUE));
	vec_push(&py->base.scratch, args, arg);
}

static void pair_arg(struct py *py, struct ts_child node, py_args *args)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child key = ts_field(&py->base.walk, kids, F_KEY);
	struct ts_child value = ts_field(&py->base.walk, kids, F_VALUE);
	struct arg arg = {0};

	if (key.kind == PY_STRING || key.kind == PY_CONCATENATED_STRING)
		arg.key = py_string_text(py, key);
	else if (key.kind != PY_INTEGER)
		push(py, args, py_expr(py, key));
	arg.value = py_expr(py, value);
	vec_push(&py->base.scratch, args, arg);
}

static void add_arg(struct py *py, struct ts_child node, py_args *args)
{
	switch (node.kind) {
	case PY_LIST_SPLAT:
	case PY_LIST_SPLAT_PATTERN:
	case PY_PARENTHESIZED_SPLAT:
		splat_arg(py, node, ARG_SPREAD, args);
		break;
	case PY_DICTIONARY_SPLAT:
		splat_arg(py, node, ARG_KEYS, args);
		break;
	case PY_KEYWORD_ARGUMENT:
		keyword_arg(py, node, args);
		break;
	case PY_PAIR:
		pair_arg(py, node, args);
		break;
	default:
		push(py, args, py_expr(py, node));
		break;
	}
}

static void add_args(struct py *py, struct ts_child node, py_args *args)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (ts_is_named(kid) && kid.kind != TS_ERROR)
			add_arg(py, kid, args);
	}
}

static uint32_t container(struct py *py, struct ts_child node, enum const_kind kind)
{
	py_args args = {0};

	add_args(py, node, &args);
	return ir_make(&py->base.at, kind, args.at, args.n, ts_span(node));
}

uint32_t py_tuple(struct py *py, struct ts_child node)
{
	return container(py, node, CONST_TUPLE);
}

static uint32_t unmodelled(struct py *py, struct ts_child node)
{
	py_args args = {0};

	add_args(py, node, &args);
	return ir_any(&py->base.at, args.at, args.n, ts_span(node));
}

/* ---- calls ---- */

/* A string that is an argument, or a variable that holds nothing else, may be code. */
static void embed_arg(struct py *py, struct ts_child node, uint32_t value)
{
	struct py_name *name;

	if (node.kind == PY_KEYWORD_ARGUMENT)
		node = ts_child_of(&py->base.walk, node, F_VALUE);
	node = py_unwrap(py, node);
	if (node.kind == PY_STRING || node.kind == PY_CONCATENATED_STRING) {
		py_embed(py, py->base.at.func->id, value, node);
		return;
	}
	if (node.kind != PY_IDENTIFIER)
		return;
	name = py_lookup(py, py->scope, ts_text(&py->base.walk, node));
	if (!name->scope || name->text_embedded || name->assigned != 1)
		return;
	name->text_wanted = true;
	if (ts_none(name->text))
		return;
	name->text_embedded = true;
	py_embed(py, name->text_func, name->text_value, name->text);
}

static void call_args(struct py *py, struct ts_child node, py_args *args)
{
	struct ts_kids kids;

	if (node.kind != PY_ARGUMENT_LIST) {
		push(py, args, py_expr(py, node));
		return;
	}
	kids = ts_open(&py->base.walk, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (!ts_is_named(kid) || kid.kind == TS_ERROR)
			continue;
		add_arg(py, kid, args);
		embed_arg(py, kid, args->at[args->n - 1].value);
	}
}

uint32_t py_call_args(
        struct py *py, uint32_t callee, const char *name, struct ts_child node, struct span span)
{
	py_args args = {0};

	call_args(py, node, &args);
	return ir_call(&py->base.at, callee, name, args.at, args.n, span);
}

/* typing.cast(T, x) says what x is */
static uint32_t cast(struct py *py, struct ts_child arguments, struct span span)
{
	struct ts_kids kids = ts_open(&py->base.walk, arguments);
	const char *type = py_type_name(py, ts_kid(&py->base.walk, kids, 1));
	uint32_t value = py_expr(py, ts_kid(&py->base.walk, kids, 3));

	return type ? ir_unary(&py->base.at, OP_CAST, value, type, span) : value;
}

static bool is_cast(struct py *py, struct ts_child function, struct ts_child arguments)
{
	const char *global;

	if (function.kind != PY_IDENTIFIER || ts_node_named_child_count(arguments.node) != 2)
		return false;
	global = py_lookup(py, py->scope, ts_text(&py->base.walk, function))->global;
	return same(global, "typing.cast");
}

static uint32_t call(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child function = py_unwrap(py, ts_field(&py->base.walk, kids, F_FUNCTION));
	struct ts_child arguments = ts_field(&py->base.walk, kids, F_ARGUMENTS);
	const char *name = NULL;
	uint32_t callee;

	if (is_cast(py, function, arguments))
		return cast(py, arguments, ts_span(node));
	if (function.kind == PY_ATTRIBUTE) {
		callee = py_expr(py, ts_child_of(&py->base.walk, function, F_OBJECT));
		name = lower_str(&py->base, ts_child_of(&py->base.walk, function, F_ATTRIBUTE));
	} else {
		callee = py_expr(py, function);
	}
	return py_call_args(py, callee, name, arguments, ts_span(node));
}

/* ---- operators ---- */

static bool is_primitive(const struct py *py, uint32_t value)
{
	const struct insn *insn = &py->base.at.func->insns.at[value];

	return insn->op == OP_PRIM ||
	        (insn->op == OP_CONST &&
	                (insn->detail == CONST_STRING || insn->detail == CONST_NUMBER));
}

static bool is_container(const struct py *py, uint32_t value)
{
	uint8_t op = py->base.at.func->insns.at[value].op;

	return op == OP_MAKE || op == OP_ANY;
}

/* Lists add up to lists: only where an operand is known to be a primitive is the result one. */
uint32_t py_combine(
        struct py *py, struct str operator, uint32_t left, uint32_t right, struct span span)
{
	struct arg args[2] = {{.value = left}, {.value = right}};
	bool primitive = is_primitive(py, left) || is_primitive(py, right);
	bool may_join = str_is(operator, "+") || str_is(operator, "|");

	if (is_container(py, left) || is_container(py, right) || (may_join && !primitive))
		return ir_any(&py->base.at, args, 2, span);
	return ir_operator(&py->base.at, arena_str(py->base.arena, operator), left, right, span);
}

static uint32_t binary(struct py *py, struct ts_child node)
{
	VEC(struct ts_child) spine = {0};
	uint32_t value;

	for (; node.kind == PY_BINARY; node = ts_child_of(&py->base.walk, node, F_LEFT))
		vec_push(&py->base.scratch, &spine, node);
	value = py_expr(py, node);
	while (spine.n) {
		struct ts_child outer = spine.at[--spine.n];
		struct ts_kids kids = ts_open(&py->base.walk, outer);
		struct str operator=
		        ts_text(&py->base.walk, ts_field(&py->base.walk, kids, F_OPERATOR));
		uint32_t right = py_expr(py, ts_field(&py->base.walk, kids, F_RIGHT));

		value = py_combine(py, operator, value, right, ts_span(outer));
	}
	return value;
}

/* What stands between two operands. */
static const char *operator_of(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++)
		if (!ts_is_named(ts_kid(&py->base.walk, kids, i)))
			return lower_str(&py->base, ts_kid(&py->base.walk, kids, i));
	return NULL;
}

/* Operators whose result is a primitive whatever they are applied to. */
static uint32_t primitive(struct py *py, struct ts_child node)
{
	py_args args = {0};
	uint32_t value;

	add_args(py, node, &args);
	value = ir_prim(&py->base.at, args.at, args.n, ts_span(node));
	if (args.n == 2)
		py->base.at.func->insns.at[value].name = operator_of(py, node);
	return value;
}

static uint32_t await(struct py *py, struct ts_child node)
{
	uint32_t value = py_expr(py, ts_first(&py->base.walk, node));

	return ir_unary(&py->base.at, OP_AWAIT, value, NULL, ts_span(node));
}

/* yield from x */
static uint32_t yield_all(struct py *py, struct ts_child from, struct span span)
{
	uint32_t header = lower_block(&py->base), body = lower_block(&py->base),
	         done = lower_block(&py->base);
	uint32_t iterator = ir_unary(&py->base.at, OP_ITER, py_expr(py, from), NULL, span), item;

	ir_start(&py->base.at, header);
	ir_branch(&py->base.at, TEST_DONE, NULL, iterator, done, body, span);
	ir_start(&py->base.at, body);
	item = ir_unary(&py->base.at, OP_NEXT, iterator, NULL, span);
	ir_unary(&py->base.at, OP_YIELD, item, NULL, span);
	ir_jump(&py->base.at, header, span);
	ir_start(&py->base.at, done);
	return ir_any(&py->base.at, NULL, 0, span);
}

static uint32_t yield(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child value = ts_named(&py->base.walk, kids);
	bool from = !ts_none(ts_kind(&py->base.walk, kids, PY_FROM));
	uint32_t given;

	if (from)
		return yield_all(py, value, ts_span(node));
	given = ts_none(value) ? ir_const(&py->base.at, CONST_NULL, NULL, ts_span(node))
	                       : py_expr(py, value);
	return ir_unary(&py->base.at, OP_YIELD, given, NULL, ts_span(node));
}

/* ---- parts of objects ---- */

static uint32_t attribute(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	const char *name = lower_str(&py->base, ts_field(&py->base.walk, kids, F_ATTRIBUTE));
	uint32_t object = py_expr(py, ts_field(&py->base.walk, kids, F_OBJECT));

	return ir_field(&py->base.at, object, name, ts_span(node));
}

uint32_t py_index(struct py *py, struct ts_kids kids, struct span span)
{
	py_args args = {0};

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.field == F_SUBSCRIPT && ts_is_named(kid))
			add_arg(py, kid, &args);
	}
	if (args.n == 1 && !args.at[0].flags)
		return args.at[0].value;
	return ir_make(&py->base.at, CONST_TUPLE, args.at, args.n, span);
}

static uint32_t subscript(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct insn insn = {.op = OP_INDEX, .span = ts_span(node)};

	insn.a = py_expr(py, ts_field(&py->base.walk, kids, F_VALUE));
	insn.b = py_index(py, kids, insn.span);
	return ir_add(&py->base.at, insn);
}

static uint32_t named_expression(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child target = ts_field(&py->base.walk, kids, F_NAME);
	uint32_t value = py_expr(py, ts_field(&py->base.walk, kids, F_VALUE));
	struct py_scope *scope = py->scope;

	while (scope->kind == SCOPE_COMPREHENSION)
		scope = scope->parent;
	py_store(py, py_lookup(py, scope, ts_text(&py->base.walk, target)), value, ts_span(node));
	return value;
}

/* ---- dispatch ---- */

static uint32_t literal(struct py *py, struct ts_child node)
{
	struct span span = ts_span(node);

	switch (node.kind) {
	case PY_INTEGER:
	case PY_FLOAT:
		/* an imaginary number is an object, not a number, everywhere else */
		if (strchr("jJ", py->base.at.unit->source->bytes[span.end - 1]))
			return ir_const(&py->base.at, CONST_OTHER, NULL, span);
		return ir_const(&py->base.at, CONST_NUMBER, lower_str(&py->base, node), span);
	case PY_TRUE:
		return ir_const(&py->base.at, CONST_TRUE, NULL, span);
	case PY_FALSE:
		return ir_const(&py->base.at, CONST_FALSE, NULL, span);
	case PY_NONE:
		return ir_const(&py->base.at, CONST_NULL, NULL, span);
	default:
		return ir_const(&py->base.at, CONST_OTHER, NULL, span);
	}
}

static uint32_t operation(struct py *py, struct ts_child node)
{
	switch (node.kind) {
	case PY_BINARY:
		return binary(py, node);
	case PY_BOOLEAN:
		return py_boolean(py, node);
	case PY_CONDITIONAL:
		return py_conditional(py, node);
	case PY_AWAIT:
		return await(py, node);
	case PY_YIELD:
		return yield(py, node);
	default:
		return primitive(py, node);
	}
}

static uint32_t collection(struct py *py, struct ts_child node)
{
	switch (node.kind) {
	case PY_LIST:
	case PY_LIST_PATTERN:
		return container(py, node, CONST_ARRAY);
	case PY_SET:
		return container(py, node, CONST_SET);
	case PY_DICTIONARY:
		return container(py, node, CONST_OBJECT);
	case PY_TUPLE:
	case PY_TUPLE_PATTERN:
	case PY_EXPRESSION_LIST:
	case PY_PATTERN_LIST:
		return container(py, node, CONST_TUPLE);
	default:
		return py_comprehension(py, node);
	}
}

static uint32_t expression(struct py *py, struct ts_child node)
{
	switch (node.kind) {
	case PY_IDENTIFIER:
		return py_load(py, ts_text(&py->base.walk, node), ts_span(node));
	case PY_ATTRIBUTE:
		return attribute(py, node);
	case PY_SUBSCRIPT:
		return subscript(py, node);
	case PY_CALL:
		return call(py, node);
	case PY_PARENTHESIZED:
		return py_expr(py, ts_first(&py->base.walk, node));
	case PY_STRING:
	case PY_CONCATENATED_STRING:
		return py_string(py, node);
	case PY_INTEGER:
	case PY_FLOAT:
	case PY_TRUE:
	case PY_FALSE:
	case PY_NONE:
	case PY_ELLIPSIS:
		return literal(py, node);
	case PY_BINARY:
	case PY_UNARY:
	case PY_NOT:
	case PY_COMPARISON:
	case PY_SLICE:
	case PY_BOOLEAN:
	case PY_CONDITIONAL:
	case PY_AWAIT:
	case PY_YIELD:
		return operation(py, node);
	case PY_LIST:
	case PY_LIST_PATTERN:
	case PY_SET:
	case PY_DICTIONARY:
	case PY_TUPLE:
	case PY_TUPLE_PATTERN:
	case PY_EXPRESSION_LIST:
	case PY_PATTERN_LIST:
	case PY_LIST_COMPREHENSION:
	case PY_SET_COMPREHENSION:
	case PY_DICTIONARY_COMPREHENSION:
	case PY_GENERATOR:
		return collection(py, node);
	case PY_LAMBDA:
		return py_lambda(py, node);
	case PY_NAMED_EXPRESSION:
		return named_expression(py, node);
	case PY_ASSIGNMENT:
		return py_assignment(py, node);
	case TS_ERROR:
		lower_note(&py->base, ts_span(node), "syntax error");
		return 0;
	default:
		return unmodelled(py, node);
	}
}

uint32_t py_expr(struct py *py, struct ts_child node)
{
	uint32_t value = 0;

	if (!ts_none(node) && lower_enter(&py->base, node)) {
		value = expression(py, node);
		lower_done(&py->base);
	}
	return value ? value : ir_any(&py->base.at, NULL, 0, ts_span(node));
}
