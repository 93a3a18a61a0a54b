/*
 * Conditions: each is lowered to the test that tells most about a value.
 *
 * `!` swaps the targets, `&&` and `||` are branches; comparisons with null,
 * undefined and typeof's strings, `in` and `instanceof` are tests of their
 * own; a member read asks whether the object has that member.
 */
#include "front/js_lower.h"

static void branch(struct js *js, enum test test, const char *name, uint32_t value, uint32_t yes,
        uint32_t no, struct span span)
{
	ir_branch(&js->at, test, name, value, yes, no, span);
}

static void cond_value(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	uint32_t value = js_expr(js, node);

	branch(js, TEST_TRUTH, NULL, value, yes, no, ts_span(node));
}

/* `p.m`, `p?.m`, `p["m"]`; what is null on the way goes to `no`. */
static void cond_member(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child object = ts_field(&js->walk, kids, F_OBJECT);
	struct ts_child index = ts_field(&js->walk, kids, F_INDEX);
	struct span span = ts_span(node);
	const char *name;
	uint32_t null = no, value, next;

	if (ts_none(index))
		name = js_property(js, ts_field(&js->walk, kids, F_PROPERTY));
	else
		name = js_index_name(js, index);
	if (!name) {
		value = js_chain(js, node, &null);
		branch(js, TEST_TRUTH, NULL, value, yes, no, span);
	} else {
		value = js_chain(js, object, &null);
		if (js_is_optional(js, kids)) {
			next = js_block(js);
			branch(js, TEST_NULL, NULL, value, no, next, ts_span(object));
			ir_start(&js->at, next);
		}
		js_hide(js, ir_field(&js->at, value, name, span));
		branch(js, TEST_MEMBER, name, value, yes, no, span);
	}
}

static void cond_chain(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	uint32_t null = no, value = js_chain(js, node, &null);

	branch(js, TEST_TRUTH, NULL, value, yes, no, ts_span(node));
}

void js_typeof(struct js *js, struct ts_child operand, const char *type, uint32_t yes, uint32_t no,
        struct span span)
{
	uint32_t value;

	operand = js_strip(js, operand);
	if (operand.kind == K_MEMBER_EXPRESSION || operand.kind == K_SUBSCRIPT_EXPRESSION) {
		if (same(type, "function")) {
			cond_member(js, operand, yes, no);
			return;
		}
		if (same(type, "undefined")) {
			cond_member(js, operand, no, yes);
			return;
		}
	}
	value = js_expr(js, operand);
	if (same(type, "undefined"))
		branch(js, TEST_UNDEFINED, NULL, value, yes, no, span);
	else
		branch(js, TEST_TYPE, type, value, yes, no, span);
}

/* ---- comparisons ---- */

struct comparison {
	struct ts_child left, right;
	uint16_t op;
	struct span span;
};

static bool is_void(struct js *js, struct ts_child node)
{
	if (node.kind == K_UNDEFINED)
		return true;
	if (node.kind != K_UNARY_EXPRESSION)
		return false;
	return js_operator(js, ts_open(&js->walk, node)).kind == T_VOID;
}

/* The operand of typeof, or none. */
static struct ts_child typeof_operand(struct js *js, struct ts_child node)
{
	struct ts_child operand = {0};
	struct ts_kids kids;

	if (node.kind != K_UNARY_EXPRESSION)
		return operand;
	kids = ts_open(&js->walk, node);
	if (js_operator(js, kids).kind == T_TYPEOF)
		operand = ts_field(&js->walk, kids, F_ARGUMENT);
	return operand;
}

static bool is_constant(struct js *js, struct ts_child node)
{
	switch (node.kind) {
	case K_NULL:
	case K_TRUE:
	case K_FALSE:
	case K_STRING:
	case K_NUMBER:
		return true;
	default:
		return is_void(js, node);
	}
}

static void cond_equal(struct js *js, struct comparison c, uint32_t yes, uint32_t no)
{
	bool loose = c.op == T_LOOSE_EQUAL || c.op == T_LOOSE_NOT_EQUAL;
	struct ts_child operand = typeof_operand(js, c.left);
	uint32_t value;

	if (!ts_none(operand) && c.right.kind == K_STRING) {
		js_typeof(js, operand, js_string_text(js, c.right), yes, no, c.span);
		return;
	}
	value = js_expr(js, c.left);
	if (c.right.kind == K_NULL || (loose && is_void(js, c.right)))
		branch(js, TEST_NULL, NULL, value, yes, no, c.span);
	else if (is_void(js, c.right))
		branch(js, TEST_UNDEFINED, NULL, value, yes, no, c.span);
	else if (c.right.kind == K_TRUE)
		branch(js, TEST_TRUTH, NULL, value, yes, no, c.span);
	else if (c.right.kind == K_FALSE)
		branch(js, TEST_TRUTH, NULL, value, no, yes, c.span);
	else {
		value = js_prim_of(js, value, js_expr(js, c.right), c.span);
		js->at.func->insns.at[value].name = "==";
		branch(js, TEST_TRUTH, NULL, value, yes, no, c.span);
	}
}

/* The last name of `a.b.T`; an import under another name has the name it was exported by. */
static const char *type_name(struct js *js, struct ts_child node)
{
	struct js_binding *binding;
	const char *hash;

	if (node.kind == K_MEMBER_EXPRESSION)
		return js_property(js, ts_child_of(&js->walk, node, F_PROPERTY));
	if (node.kind != K_IDENTIFIER)
		return NULL;
	binding = js_lookup(js, js_name_of(js, node));
	hash = binding && binding->global ? strrchr(binding->global, '#') : NULL;
	if (hash && !same(hash, "#default") && !same(hash, "#*"))
		return hash + 1;
	return js_name_of(js, node)->text;
}

static void cond_instanceof(struct js *js, struct comparison c, uint32_t yes, uint32_t no)
{
	const char *name = type_name(js, c.right);
	uint32_t value = js_expr(js, c.left);

	if (name)
		branch(js, TEST_TYPE, name, value, yes, no, c.span);
	else
		branch(js, TEST_OPAQUE, NULL, js_prim_of(js, value, js_expr(js, c.right), c.span),
		        yes, no, c.span);
}

static void cond_in(struct js *js, struct comparison c, uint32_t yes, uint32_t no)
{
	uint32_t value, key;

	if (c.left.kind == K_STRING || c.left.kind == K_PRIVATE_PROPERTY_IDENTIFIER) {
		value = js_expr(js, c.right);
		branch(js, TEST_MEMBER, js_property(js, c.left), value, yes, no, c.span);
		return;
	}
	key = js_expr(js, c.left);
	value = js_prim_of(js, key, js_expr(js, c.right), c.span);
	branch(js, TEST_OPAQUE, NULL, value, yes, no, c.span);
}

static void cond_binary(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct comparison c = {
	        .left = js_strip(js, ts_field(&js->walk, kids, F_LEFT)),
	        .right = js_strip(js, ts_field(&js->walk, kids, F_RIGHT)),
	        .op = js_operator(js, kids).kind,
	        .span = ts_span(node),
	};
	uint32_t right;

	if (is_constant(js, c.left) && c.op != T_IN && c.op != T_AND && c.op != T_OR) {
		struct ts_child constant = c.left;

		c.left = c.right;
		c.right = constant;
	}
	switch (c.op) {
	case T_AND:
		right = js_block(js);
		js_cond(js, c.left, right, no);
		ir_start(&js->at, right);
		js_cond(js, c.right, yes, no);
		break;
	case T_OR:
		right = js_block(js);
		js_cond(js, c.left, yes, right);
		ir_start(&js->at, right);
		js_cond(js, c.right, yes, no);
		break;
	case T_EQUAL:
	case T_LOOSE_EQUAL:
		cond_equal(js, c, yes, no);
		break;
	case T_NOT_EQUAL:
	case T_LOOSE_NOT_EQUAL:
		cond_equal(js, c, no, yes);
		break;
	case T_INSTANCEOF:
		cond_instanceof(js, c, yes, no);
		break;
	case T_IN:
		cond_in(js, c, yes, no);
		break;
	case T_NULLISH:
		cond_value(js, node, yes, no);
		break;
	default:
		branch(js, TEST_OPAQUE, NULL, js_expr(js, node), yes, no, c.span);
	}
}

static void cond_unary(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child operand = ts_field(&js->walk, kids, F_ARGUMENT);
	bool not = js_operator(js, kids).kind == T_NOT;

	if (not )
		js_cond(js, operand, no, yes);
	else
		cond_value(js, node, yes, no);
}

static void cond_ternary(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	uint32_t then = js_block(js), other = js_block(js);

	js_cond(js, ts_field(&js->walk, kids, F_CONDITION), then, other);
	ir_start(&js->at, then);
	js_cond(js, ts_field(&js->walk, kids, F_CONSEQUENCE), yes, no);
	ir_start(&js->at, other);
	js_cond(js, ts_field(&js->walk, kids, F_ALTERNATIVE), yes, no);
}

void js_cond(struct js *js, struct ts_child node, uint32_t yes, uint32_t no)
{
	node = js_strip(js, node);
	if (ts_none(node) || !js_sink(js, node)) {
		uint32_t value = js_hide(js, ir_any(&js->at, NULL, 0, ts_span(node)));

		branch(js, TEST_OPAQUE, NULL, value, yes, no, ts_span(node));
		return;
	}
	switch (node.kind) {
	case K_TRUE:
		ir_jump(&js->at, yes, ts_span(node));
		break;
	case K_FALSE:
		ir_jump(&js->at, no, ts_span(node));
		break;
	case K_BINARY_EXPRESSION:
		cond_binary(js, node, yes, no);
		break;
	case K_UNARY_EXPRESSION:
		cond_unary(js, node, yes, no);
		break;
	case K_TERNARY_EXPRESSION:
		cond_ternary(js, node, yes, no);
		break;
	case K_MEMBER_EXPRESSION:
	case K_SUBSCRIPT_EXPRESSION:
		cond_member(js, node, yes, no);
		break;
	case K_CALL_EXPRESSION:
		cond_chain(js, node, yes, no);
		break;
	default:
		cond_value(js, node, yes, no);
	}
	js_rise(js);
}
