/*
 * Expressions. js_expr gives a value, js_effect is for statements: it drops
 * what a call gives, on each way through `&&`, `?:` and `?.`, and has no use
 * for joining them. A value that comes out of a join goes through a temporary
 * variable. Member accesses and calls are in js_call.c.
 */
#include "front/js_lower.h"

struct ts_child js_strip(struct js *js, struct ts_child node)
{
	for (;;) {
		switch (node.kind) {
		case K_PARENTHESIZED_EXPRESSION:
		case K_AS_EXPRESSION:
		case K_SATISFIES_EXPRESSION:
		case K_NON_NULL_EXPRESSION:
			node = ts_first(&js->walk, node);
			break;
		default:
			return node;
		}
	}
}

struct ts_child js_operator(struct js *js, struct ts_kids kids)
{
	return ts_field(&js->walk, kids, F_OPERATOR);
}

uint32_t js_children(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint32_t mark = js_args_mark(js);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (ts_is_named(kid))
			js_args_add(js, js_expr(js, kid), 0, NULL);
	}
	return js_any(js, mark, ts_span(node));
}

/* ---- names ---- */

uint32_t js_identifier(struct js *js, struct ts_child node)
{
	struct js_name *name = js_name_of(js, node);
	struct js_binding *binding = js_lookup(js, name);
	uint32_t value;

	if (binding && binding->var != NO_VAR)
		return ir_load(&js->at, binding->var, ts_span(node));
	value = ir_global(&js->at, binding ? binding->global : name->text, ts_span(node));
	if (!binding)
		vec_push(js->arena, &name->uses, ((struct js_use){js->at.func, value}));
	return value;
}

uint32_t js_this(struct js *js, struct span span)
{
	const struct js_fn *fn = js->fn;

	while (fn->arrow && fn->outer)
		fn = fn->outer;
	if (fn->body)
		return ir_global(&js->at, "globalThis", span);
	if (js->fn->arrow && fn->this_class) {
		js->at.func->class_name = fn->this_class;
		js->at.func->flags |= FUNC_METHOD;
	}
	return ir_unary(&js->at, OP_THIS, 0, NULL, span);
}

/* ---- joins ---- */

static void put(struct js *js, uint32_t temp, uint32_t value, struct span span)
{
	if (ir_open(&js->at))
		ir_add(&js->at,
		        (struct insn){.op = OP_STORE,
		                .var = temp,
		                .a = value,
		                .flags = INSN_HIDDEN,
		                .span = span});
}

static uint32_t join(struct js *js, uint32_t temp, uint32_t block, struct span span)
{
	ir_start(&js->at, block);
	return js_hide(js, ir_load(&js->at, temp, span));
}

/* Does the operand give true or false, and can js_cond say more about it than its value does? */
static bool is_test(struct js *js, struct ts_child node)
{
	struct ts_kids kids;
	uint16_t op;

	node = js_strip(js, node);
	if (node.kind != K_BINARY_EXPRESSION && node.kind != K_UNARY_EXPRESSION)
		return false;
	kids = ts_open(&js->walk, node);
	op = js_operator(js, kids).kind;
	switch (op) {
	case T_NOT:
	case T_EQUAL:
	case T_NOT_EQUAL:
	case T_LOOSE_EQUAL:
	case T_LOOSE_NOT_EQUAL:
	case T_INSTANCEOF:
	case T_IN:
		return true;
	default:
		return false;
	}
}

/* A test whose answer is kept: true on one way, false on the other, so that a branch on the answer
 * later is a branch on the test. */
uint32_t js_flag(struct js *js, struct ts_child node)
{
	static const enum const_kind answers[] = {CONST_TRUE, CONST_FALSE};
	struct span span = ts_span(node);
	uint32_t ways[2], temp, after;

	if (!is_test(js, node))
		return js_expr(js, node);
	ways[0] = js_block(js);
	ways[1] = js_block(js);
	temp = js_temp(js, span);
	after = js_block(js);
	js_cond(js, node, ways[0], ways[1]);
	for (int i = 0; i < 2; i++) {
		ir_start(&js->at, ways[i]);
		put(js, temp, js_hide(js, ir_const(&js->at, answers[i], NULL, span)), span);
		js_jump(js, &after, span);
	}
	return join(js, temp, after, span);
}

/* Branches on the left operand's value; a member read is a test for that member. */
void js_branch_logical(struct js *js, uint16_t op, uint32_t value, uint32_t right, uint32_t after,
        struct span span)
{
	const struct insn insn = js->at.func->insns.at[value];
	enum test test = insn.op == OP_FIELD ? TEST_MEMBER : TEST_TRUTH;
	uint32_t asked = insn.op == OP_FIELD ? insn.a : value;
	const char *name = insn.op == OP_FIELD ? insn.name : NULL;

	switch (op) {
	case T_AND:
	case T_AND_ASSIGN:
		ir_branch(&js->at, test, name, asked, right, after, span);
		break;
	case T_OR:
	case T_OR_ASSIGN:
		ir_branch(&js->at, test, name, asked, after, right, span);
		break;
	default:
		ir_branch(&js->at, TEST_NULL, NULL, value, right, after, span);
	}
}

/* a && b, a || b, a ?? b */
static uint32_t logical(struct js *js, struct ts_child node, struct ts_kids kids, uint16_t op)
{
	struct ts_child left = ts_field(&js->walk, kids, F_LEFT);
	struct span span = ts_span(node);
	uint32_t temp = js_temp(js, span), right = js_block(js), after = js_block(js), value;

	if (op != T_NULLISH && is_test(js, left)) {
		uint32_t brief = js_block(js);

		if (op == T_AND)
			js_cond(js, left, right, brief);
		else
			js_cond(js, left, brief, right);
		ir_start(&js->at, brief);
		value = ir_const(
		        &js->at, op == T_AND ? CONST_FALSE : CONST_TRUE, NULL, ts_span(left));
		put(js, temp, js_hide(js, value), ts_span(left));
		js_jump(js, &after, ts_span(left));
	} else {
		value = js_expr(js, left);
		put(js, temp, value, ts_span(left));
		js_branch_logical(js, op, value, right, after, ts_span(left));
	}
	ir_start(&js->at, right);
	put(js, temp, js_flag(js, ts_field(&js->walk, kids, F_RIGHT)), span);
	return join(js, temp, after, span);
}

static void logical_effect(struct js *js, struct ts_child left, struct ts_child right, uint16_t op)
{
	uint32_t then = js_block(js), after = js_block(js);

	if (op == T_AND)
		js_cond(js, left, then, after);
	else if (op == T_OR)
		js_cond(js, left, after, then);
	else
		ir_branch(&js->at, TEST_NULL, NULL, js_expr(js, left), then, after, ts_span(left));
	ir_start(&js->at, then);
	js_effect(js, right);
	ir_start(&js->at, after);
}

static uint32_t ternary(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child then = ts_field(&js->walk, kids, F_CONSEQUENCE);
	struct ts_child other = ts_field(&js->walk, kids, F_ALTERNATIVE);
	uint32_t temp = js_temp(js, ts_span(node));
	uint32_t yes = js_block(js), no = js_block(js), after = js_block(js);

	js_cond(js, ts_field(&js->walk, kids, F_CONDITION), yes, no);
	ir_start(&js->at, yes);
	put(js, temp, js_expr(js, then), ts_span(then));
	js_jump(js, &after, js_end_of(then));
	ir_start(&js->at, no);
	put(js, temp, js_expr(js, other), ts_span(other));
	return join(js, temp, after, ts_span(node));
}

static void ternary_effect(struct js *js, struct ts_kids kids)
{
	uint32_t yes = js_block(js), no = js_block(js), after = js_block(js);

	js_cond(js, ts_field(&js->walk, kids, F_CONDITION), yes, no);
	ir_start(&js->at, yes);
	js_effect(js, ts_field(&js->walk, kids, F_CONSEQUENCE));
	js_jump(js, &after, js_end_of(ts_field(&js->walk, kids, F_CONSEQUENCE)));
	ir_start(&js->at, no);
	js_effect(js, ts_field(&js->walk, kids, F_ALTERNATIVE));
	ir_start(&js->at, after);
}

static uint32_t chain(struct js *js, struct ts_child node)
{
	uint32_t null = NO_BLOCK, after = NO_BLOCK, value = js_chain(js, node, &null), temp;
	struct span span = ts_span(node);

	if (null == NO_BLOCK)
		return value;
	temp = js_temp(js, span);
	put(js, temp, value, span);
	js_jump(js, &after, js_end_of(node));
	ir_start(&js->at, null);
	put(js, temp, js_hide(js, js_undefined(js, span)), span);
	if (after == NO_BLOCK)
		after = js_block(js);
	return join(js, temp, after, span);
}

/* ---- operators ---- */

/* a + b + c ...: the left operands are a loop here, so that their number costs no depth. */
static uint32_t arithmetic(struct js *js, struct ts_child node)
{
	struct span span = ts_span(node);
	uint32_t mark = js_args_mark(js), count, first, value;
	VEC(struct ts_child) rights = {0};
	struct ts_child operator= js_operator(js, ts_open(&js->walk, node));

	while (node.kind == K_BINARY_EXPRESSION) {
		struct ts_kids kids = ts_open(&js->walk, node);
		uint16_t op = js_operator(js, kids).kind;
		struct ts_child left = ts_field(&js->walk, kids, F_LEFT);
		struct ts_child right = ts_field(&js->walk, kids, F_RIGHT);

		if (op == T_AND || op == T_OR || op == T_NULLISH)
			break;
		vec_push(js->arena, &rights, right);
		node = left;
	}
	first = js_expr(js, node);
	js_args_add(js, first, 0, NULL);
	for (count = rights.n; count > 0; count--)
		js_args_add(js, js_expr(js, rights.at[count - 1]), 0, NULL);
	value = js_prim(js, mark, span);
	if (rights.n == 1)
		js->at.func->insns.at[value].name =
		        arena_str(js->arena, ts_text(&js->walk, operator));
	return value;
}

static uint32_t binary(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint16_t op = js_operator(js, kids).kind;
	uint32_t value;

	if (op == T_AND || op == T_OR || op == T_NULLISH)
		value = logical(js, node, kids, op);
	else
		value = arithmetic(js, node);
	return value;
}

static uint32_t unary(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint16_t op = js_operator(js, kids).kind;
	struct ts_child operand = ts_field(&js->walk, kids, F_ARGUMENT);

	if (op == T_DELETE)
		return js_delete(js, js_strip(js, operand), ts_span(node));
	if (op == T_VOID) {
		js_effect(js, operand);
		return js_undefined(js, ts_span(node));
	}
	return js_prim_of(js, js_expr(js, operand), 0, ts_span(node));
}

static uint32_t sequence(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint32_t last = kids.n;

	while (last > 0 && !ts_is_named(ts_kid(&js->walk, kids, last - 1)))
		last--;
	for (uint32_t i = 0; i + 1 < last; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (ts_is_named(kid))
			js_effect(js, kid);
	}
	return js_expr(js, ts_kid(&js->walk, kids, last - 1));
}

/* x as T, x satisfies T, <T>x */
static uint32_t cast(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child operand = {0}, type = {0};
	const char *name;
	uint32_t value;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (!ts_is_named(kid))
			continue;
		if (ts_none(operand))
			operand = kid;
		else
			type = kid;
	}
	if (node.kind == K_TYPE_ASSERTION) {
		struct ts_child first = operand;

		operand = type;
		type = ts_first(&js->walk, first);
	}
	value = js_expr(js, operand);
	name = ts_none(type) ? NULL : js_type(js, ts_text(&js->walk, type));
	return name ? ir_unary(&js->at, OP_CAST, value, name, ts_span(node)) : value;
}

/* (x), and JSDoc's cast: a comment with @type before it */
static uint32_t parenthesized(struct js *js, struct ts_child node)
{
	struct ts_child inner = ts_first(&js->walk, node);
	struct str type = js_doc_tag(js_doc(js, ts_span(node).start), "@type");
	const char *name = type.n ? js_type(js, type) : NULL;
	uint32_t value = js_expr(js, inner);

	return name ? ir_unary(&js->at, OP_CAST, value, name, ts_span(node)) : value;
}

static uint32_t wait(struct js *js, struct ts_child node, enum op op)
{
	struct ts_child operand = ts_first(&js->walk, node);
	uint32_t value = ts_none(operand) ? js_hide(js, js_undefined(js, ts_span(node)))
	                                  : js_expr(js, operand);

	return ir_unary(&js->at, op, value, NULL, ts_span(node));
}

/* ---- containers ---- */

static uint32_t array(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint32_t mark = js_args_mark(js), count, value;
	const struct arg *args;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_SPREAD_ELEMENT)
			js_args_add(js, js_expr(js, ts_first(&js->walk, kid)), ARG_SPREAD, NULL);
		else if (ts_is_named(kid))
			js_args_add(js, js_expr(js, kid), 0, NULL);
	}
	args = js_args_since(js, mark, &count);
	value = ir_make(&js->at, CONST_ARRAY, args, count, ts_span(node));
	js_args_drop(js, mark);
	return value;
}

/* An accessor has a key that no read of the property finds: what it gives is not known. */
static const char *method_name(struct js *js, struct ts_kids kids, const char *name)
{
	if (!ts_none(ts_kind(&js->walk, kids, T_GET)))
		return arena_printf(js->arena, "get %s", name);
	if (!ts_none(ts_kind(&js->walk, kids, T_SET)))
		return arena_printf(js->arena, "set %s", name);
	return name;
}

/* `key: value` and `method() {}` */
static void keyed_property(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	bool pair = node.kind == K_PAIR;
	struct ts_child key = ts_field(&js->walk, kids, pair ? F_KEY : F_NAME);
	struct ts_child value = pair ? ts_field(&js->walk, kids, F_VALUE) : node;
	const char *name = js_property(js, key);

	if (!name)
		js_children(js, key);
	else if (!pair)
		name = method_name(js, kids, name);
	js_args_add(js, js_named(js, value, name, ts_span(node).start), 0, name);
}

static void property(struct js *js, struct ts_child node)
{
	switch (node.kind) {
	case K_SHORTHAND_PROPERTY_IDENTIFIER:
		js_args_add(js, js_identifier(js, node), 0, js_name_of(js, node)->text);
		break;
	case K_SPREAD_ELEMENT:
		js_args_add(js, js_expr(js, ts_first(&js->walk, node)), ARG_KEYS, NULL);
		break;
	case K_PAIR:
	case K_METHOD_DEFINITION:
		keyed_property(js, node);
		break;
	default:
		break;
	}
}

static uint32_t object(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint32_t mark = js_args_mark(js), count, value;
	const struct arg *args;

	for (uint32_t i = 0; i < kids.n; i++)
		property(js, ts_kid(&js->walk, kids, i));
	args = js_args_since(js, mark, &count);
	value = ir_make(&js->at, CONST_OBJECT, args, count, ts_span(node));
	js_args_drop(js, mark);
	return value;
}

/* ---- dispatch ---- */

static uint32_t literal(struct js *js, struct ts_child node, enum const_kind kind, bool text)
{
	const char *name = text ? arena_str(js->arena, ts_text(&js->walk, node)) : NULL;

	return ir_const(&js->at, kind, name, ts_span(node));
}

static uint32_t dispatch(struct js *js, struct ts_child node)
{
	switch (node.kind) {
	case K_IDENTIFIER:
	case K_TYPE_IDENTIFIER:
	case K_SHORTHAND_PROPERTY_IDENTIFIER:
		return js_identifier(js, node);
	case K_MEMBER_EXPRESSION:
	case K_SUBSCRIPT_EXPRESSION:
	case K_CALL_EXPRESSION:
	case K_NON_NULL_EXPRESSION:
	case K_NESTED_IDENTIFIER:
		return chain(js, node);
	case K_NEW_EXPRESSION:
		return js_new(js, node);
	case K_PARENTHESIZED_EXPRESSION:
		return parenthesized(js, node);
	case K_STRING:
	case K_TEMPLATE_STRING:
		return js_string(js, node, NULL);
	case K_NUMBER:
		return literal(js, node, CONST_NUMBER, true);
	case K_PROPERTY_IDENTIFIER:
	case K_PRIVATE_PROPERTY_IDENTIFIER:
		return literal(js, node, CONST_STRING, true);
	case K_TRUE:
		return literal(js, node, CONST_TRUE, false);
	case K_FALSE:
		return literal(js, node, CONST_FALSE, false);
	case K_NULL:
		return literal(js, node, CONST_NULL, false);
	case K_UNDEFINED:
		return literal(js, node, CONST_UNDEFINED, false);
	case K_REGEX:
		return literal(js, node, CONST_OTHER, false);
	case K_THIS:
		return js_this(js, ts_span(node));
	case K_SUPER:
	case K_META_PROPERTY:
	case K_IMPORT:
		return ir_global(
		        &js->at, arena_str(js->arena, ts_text(&js->walk, node)), ts_span(node));
	case K_FUNCTION_EXPRESSION:
	case K_GENERATOR_FUNCTION:
	case K_ARROW_FUNCTION:
	case K_METHOD_DEFINITION:
	case K_FUNCTION_DECLARATION:
	case K_GENERATOR_FUNCTION_DECLARATION:
		return js_function_value(js, node);
	case K_CLASS:
	case K_CLASS_DECLARATION:
	case K_ABSTRACT_CLASS_DECLARATION:
		return js_class(js, node);
	case K_OBJECT:
		return object(js, node);
	case K_ARRAY:
		return array(js, node);
	case K_BINARY_EXPRESSION:
		return binary(js, node);
	case K_UNARY_EXPRESSION:
		return unary(js, node);
	case K_UPDATE_EXPRESSION:
		return js_update(js, node);
	case K_ASSIGNMENT_EXPRESSION:
	case K_AUGMENTED_ASSIGNMENT_EXPRESSION:
		return js_assignment(js, node);
	case K_TERNARY_EXPRESSION:
		return ternary(js, node);
	case K_SEQUENCE_EXPRESSION:
		return sequence(js, node);
	case K_AWAIT_EXPRESSION:
		return wait(js, node, OP_AWAIT);
	case K_YIELD_EXPRESSION:
		return wait(js, node, OP_YIELD);
	case K_AS_EXPRESSION:
	case K_SATISFIES_EXPRESSION:
	case K_TYPE_ASSERTION:
		return cast(js, node);
	case K_INSTANTIATION_EXPRESSION:
		return js_expr(js, ts_first(&js->walk, node));
	case K_JSX_ELEMENT:
	case K_JSX_SELF_CLOSING_ELEMENT:
	case K_JSX_EXPRESSION:
		return js_jsx(js, node);
	case K_ERROR:
		js_note(js, ts_span(node), "syntax error");
		return ir_any(&js->at, NULL, 0, ts_span(node));
	default:
		return js_children(js, node);
	}
}

uint32_t js_expr(struct js *js, struct ts_child node)
{
	uint32_t value;

	if (ts_none(node) || !js_sink(js, node))
		return js_hide(js, ir_any(&js->at, NULL, 0, ts_span(node)));
	value = dispatch(js, node);
	js_rise(js);
	return value;
}

/* ---- effects ---- */

static void drop(struct js *js, uint32_t value, struct span span)
{
	ir_add(&js->at, (struct insn){.op = OP_DROP, .a = value, .span = span});
}

static void chain_effect(struct js *js, struct ts_child node)
{
	uint32_t null = NO_BLOCK, value = js_chain(js, node, &null);

	drop(js, value, ts_span(node));
	js_land(js, null);
}

static bool operator_effect(struct js *js, struct ts_child node, struct ts_kids kids)
{
	uint16_t op = js_operator(js, kids).kind;

	if (node.kind == K_BINARY_EXPRESSION) {
		if (op != T_AND && op != T_OR && op != T_NULLISH)
			return false;
		logical_effect(js, ts_field(&js->walk, kids, F_LEFT),
		        ts_field(&js->walk, kids, F_RIGHT), op);
		return true;
	}
	if (op == T_DELETE)
		js_expr(js, node);
	else
		js_effect(js, ts_field(&js->walk, kids, F_ARGUMENT));
	return true;
}

static bool branching_effect(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	bool done = true;

	if (node.kind == K_TERNARY_EXPRESSION) {
		ternary_effect(js, kids);
	} else if (node.kind == K_SEQUENCE_EXPRESSION) {
		for (uint32_t i = 0; i < kids.n; i++) {
			struct ts_child kid = ts_kid(&js->walk, kids, i);

			if (ts_is_named(kid))
				js_effect(js, kid);
		}
	} else {
		done = operator_effect(js, node, kids);
	}
	return done;
}

static bool special_effect(struct js *js, struct ts_child node)
{
	switch (node.kind) {
	case K_MEMBER_EXPRESSION:
	case K_SUBSCRIPT_EXPRESSION:
	case K_CALL_EXPRESSION:
		chain_effect(js, node);
		return true;
	case K_TERNARY_EXPRESSION:
	case K_SEQUENCE_EXPRESSION:
	case K_BINARY_EXPRESSION:
	case K_UNARY_EXPRESSION:
		return branching_effect(js, node);
	case K_ASSIGNMENT_EXPRESSION:
	case K_AUGMENTED_ASSIGNMENT_EXPRESSION:
	case K_UPDATE_EXPRESSION:
		js_expr(js, node);
		return true;
	default:
		return false;
	}
}

void js_effect(struct js *js, struct ts_child node)
{
	if (ts_none(node) || !js_sink(js, node))
		return;
	while (node.kind == K_PARENTHESIZED_EXPRESSION)
		node = ts_first(&js->walk, node);
	if (!special_effect(js, node)) {
		uint32_t value = js_expr(js, node);

		drop(js, value, ts_span(node));
	}
	js_rise(js);
}
