/*
 * Expressions → values, and assignments.
 *
 * c_expr gives a value for every node; what it does not model is an ANY over
 * the parts. Casts and parentheses are not there. `*p` is the field "*" of p,
 * so that `*out = v` is a store like any other; &x is the address of a
 * variable, and &p->f, &a[i] stand for what is in there.
 */
#include "front/c_class.h"

static void push(struct c *c, c_args *args, uint32_t value)
{
	struct arg arg = {.value = value};

	vec_push(&c->base.scratch, args, arg);
}

static uint32_t unknown(struct c *c, struct span span)
{
	return ir_any(&c->base.at, NULL, 0, span);
}

struct ts_child c_unwrap(struct c *c, struct ts_child node)
{
	for (;;) {
		struct ts_child inner;

		if (node.kind == K_PARENTHESIZED || node.kind == K_EXTENSION)
			inner = ts_first(&c->base.walk, node);
		else if (node.kind == K_CAST || node.kind == K_CONDITION_CLAUSE)
			inner = ts_child_of(&c->base.walk, node, F_VALUE);
		else if (c->plus && node.kind == K_CALL)
			inner = c_plus_cast(c, node);
		else
			return node;
		if (ts_none(inner) || inner.kind == K_COMPOUND)
			return node;
		node = inner;
	}
}

/* ---- literals ---- */

uint32_t c_constant(struct c *c, const char *text, struct span span)
{
	return ir_const(&c->base.at, CONST_NUMBER, text, span);
}

/* Without its suffix: 0L and 0u are 0. */
static const char *number_text(struct c *c, struct ts_child node)
{
	struct str text = ts_text(&c->base.walk, node);

	if (text.n > 1 && text.at[0] == '0' && (text.at[1] == 'x' || text.at[1] == 'X'))
		return arena_str(c->base.arena, text);
	while (text.n > 1 && strchr("uUlLzZ", text.at[text.n - 1]))
		text.n--;
	return arena_str(c->base.arena, text);
}

/* False when the text is not known: a macro stands in it, or an escape that needs counting. */
static bool string_part(struct c *c, struct ts_child node, struct buf *out)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	bool known = node.kind == K_STRING || node.kind == K_CONCATENATED;

	for (uint32_t i = 0; known && i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct str text = ts_text(&c->base.walk, kid);

		if (kid.kind == K_STRING_CONTENT)
			buf_add(out, text.at, text.n);
		else if (kid.kind == K_ESCAPE && text.n == 2 && text.at[1] != '0')
			buf_char(out, lower_escaped("n\nt\tr\ra\ab\bf\fv\v", text.at[1]));
		else if (kid.kind == K_STRING)
			known = string_part(c, kid, out);
		else
			known = !ts_is_named(kid);
	}
	return known;
}

static uint32_t string(struct c *c, struct ts_child node)
{
	struct buf out = {0};
	const char *text = NULL;

	if (string_part(c, node, &out))
		text = arena_strndup(c->base.arena, out.n ? out.at : "", out.n);
	buf_free(&out);
	return ir_const(&c->base.at, CONST_STRING, text, ts_span(node));
}

/* ---- names and places ---- */

static uint32_t name_value(struct c *c, struct ts_child node)
{
	struct c_name *name = c_lookup(c, ts_text(&c->base.walk, node));
	struct insn closure = {.op = OP_CLOSURE, .span = ts_span(node)};
	uint32_t member;

	if (!name && (member = c_plus_member(c, node)))
		return member;
	if (!name)
		return ir_global(&c->base.at, lower_str(&c->base, node), ts_span(node));
	if (name->refers)
		return ir_field(&c->base.at, ir_load(&c->base.at, name->var, ts_span(node)), "*",
		        ts_span(node));
	if (name->func == NO_FUNC)
		return ir_load(&c->base.at, name->var, ts_span(node));
	closure.func = name->func;
	return ir_add(&c->base.at, closure);
}

/* (*p).f is p->f */
static struct ts_child base_of(struct c *c, struct ts_child node)
{
	struct ts_child base = c_unwrap(c, node);
	struct ts_kids kids;

	if (base.kind != K_POINTER)
		return base;
	kids = ts_open(&c->base.walk, base);
	if (lower_is(&c->base, ts_field(&c->base.walk, kids, F_OPERATOR), "*"))
		base = ts_field(&c->base.walk, kids, F_ARGUMENT);
	return base;
}

/* ((struct s *)p)->f: the cast says whose field it is. */
static uint32_t base_value(struct c *c, struct ts_child node)
{
	struct insn insn = {.op = OP_CAST, .span = ts_span(node)};

	insn.a = c_expr(c, base_of(c, node));
	while (node.kind == K_PARENTHESIZED && ts_first(&c->base.walk, node).kind != K_COMPOUND)
		node = ts_first(&c->base.walk, node);
	if (node.kind == K_CAST)
		insn.name = c_type_text(c, ts_child_of(&c->base.walk, node, F_TYPE));
	return insn.name ? ir_add(&c->base.at, insn) : insn.a;
}

static uint32_t field(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	uint32_t base = base_value(c, ts_field(&c->base.walk, kids, F_ARGUMENT));
	uint32_t value = ir_field(&c->base.at, base,
	        lower_str(&c->base, ts_field(&c->base.walk, kids, F_FIELD)), ts_span(node));

	return value;
}

static uint32_t subscript(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct insn insn = {.op = OP_INDEX, .span = ts_span(node)};
	const struct c_name *item = c_item(c, node);

	if (item)
		return ir_load(&c->base.at, item->var, ts_span(node));
	insn.a = c_expr(c, ts_field(&c->base.walk, kids, F_ARGUMENT));
	insn.b = c_expr(c, ts_field(&c->base.walk, kids, F_INDEX));
	return ir_add(&c->base.at, insn);
}

/* p->ob_base, p->ht_type: where an object begins with an object, that is where it is. */
static bool is_head(struct c *c, struct ts_child node)
{
	struct ts_child field;

	if (node.kind != K_FIELD)
		return false;
	field = ts_child_of(&c->base.walk, node, F_FIELD);
	return lower_is(&c->base, field, "ob_base") || lower_is(&c->base, field, "ht_type");
}

uint32_t c_address(struct c *c, struct ts_child node, struct span span)
{
	struct insn insn = {.op = OP_ADDRESS, .span = span};
	struct c_name *name;
	uint32_t member;

	node = c_unwrap(c, node);
	if (is_head(c, node))
		return c_expr(c, ts_child_of(&c->base.walk, node, F_ARGUMENT));
	name = node.kind == K_IDENTIFIER ? c_lookup(c, ts_text(&c->base.walk, node)) : NULL;
	if (!name && node.kind == K_IDENTIFIER && (member = c_plus_member(c, node)))
		return member;
	if (!name && node.kind == K_IDENTIFIER) {
		insn.op = OP_GLOBAL;
		insn.flags = GLOBAL_ADDRESS;
		insn.name = lower_str(&c->base, node);
		return ir_add(&c->base.at, insn);
	}
	if (name && name->refers)
		return ir_load(&c->base.at, name->var, span);
	if (!name || name->var == NO_VAR)
		return c_expr(c, node);
	insn.var = name->var;
	return ir_add(&c->base.at, insn);
}

static uint32_t pointer(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child argument = ts_field(&c->base.walk, kids, F_ARGUMENT);
	bool address = lower_is(&c->base, ts_field(&c->base.walk, kids, F_OPERATOR), "&");

	if (address)
		return c_address(c, argument, ts_span(node));
	return ir_field(&c->base.at, c_expr(c, argument), "*", ts_span(node));
}

/* ---- assignments ---- */

/* q = &p->x: so many bytes behind p. */
static uint32_t inside(struct c *c, struct ts_child field, struct span span)
{
	uint32_t base = base_value(c, ts_child_of(&c->base.walk, field, F_ARGUMENT));

	return ir_operator(&c->base.at, "+", base, c_constant(c, NULL, span), span);
}

uint32_t c_assigned(struct c *c, struct ts_child node)
{
	struct ts_child bare = c_unwrap(c, node), field;
	bool address = bare.kind == K_POINTER &&
	        lower_is(&c->base, ts_child_of(&c->base.walk, bare, F_OPERATOR), "&");

	if (!address)
		return c_expr(c, node);
	field = c_unwrap(c, ts_child_of(&c->base.walk, bare, F_ARGUMENT));
	if (field.kind != K_FIELD || is_head(c, field))
		return c_expr(c, node);
	return inside(c, field, ts_span(node));
}

static void assign_field(struct c *c, struct ts_child target, uint32_t value, struct span span)
{
	struct ts_kids kids = ts_open(&c->base.walk, target);
	const char *name = lower_str(&c->base, ts_field(&c->base.walk, kids, F_FIELD));

	ir_set_field(&c->base.at, base_value(c, ts_field(&c->base.walk, kids, F_ARGUMENT)), name,
	        value, span);
}

static void assign_item(struct c *c, struct ts_child target, uint32_t value, struct span span)
{
	struct ts_kids kids = ts_open(&c->base.walk, target);
	uint32_t array = c_expr(c, ts_field(&c->base.walk, kids, F_ARGUMENT));
	uint32_t index = c_expr(c, ts_field(&c->base.walk, kids, F_INDEX));

	ir_set_item(&c->base.at, array, index, value, span);
}

static void assign_through(struct c *c, struct ts_child target, uint32_t value, struct span span)
{
	uint32_t pointer = c_expr(c, ts_child_of(&c->base.walk, target, F_ARGUMENT));

	ir_set_field(&c->base.at, pointer, "*", value, span);
}

void c_assign(struct c *c, struct ts_child target, uint32_t value, struct span span)
{
	struct arg arg = {.value = value};
	const struct c_name *name;
	uint32_t var;

	target = c_unwrap(c, target);
	name = target.kind == K_IDENTIFIER ? c_lookup(c, ts_text(&c->base.walk, target))
	                                   : c_item(c, target);
	if (!lower_enter(&c->base, target))
		return;
	if (name && name->refers)
		ir_set_field(&c->base.at, ir_load(&c->base.at, name->var, span), "*", value, span);
	else if (name && name->var != NO_VAR)
		c_assign_name(c, name, value, span);
	else if (target.kind == K_FIELD && c->plus && c_object_member(c, target, &var))
		ir_store(&c->base.at, var, value, span);
	else if (target.kind == K_FIELD)
		assign_field(c, target, value, span);
	else if (target.kind == K_SUBSCRIPT)
		assign_item(c, target, value, span);
	else if (target.kind == K_POINTER)
		assign_through(c, target, value, span);
	else if (name || !c_plus_assign(c, target, value, span))
		ir_any(&c->base.at, &arg, 1, span); /* a variable of another file, a macro */
	lower_done(&c->base);
}

static uint32_t assignment(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child left = ts_field(&c->base.walk, kids, F_LEFT);
	struct ts_child right = ts_field(&c->base.walk, kids, F_RIGHT);
	struct ts_child operator= ts_field(&c->base.walk, kids, F_OPERATOR);
	uint32_t old, value;

	if (lower_is(&c->base, operator, "=")) {
		value = c_assigned(c, right);
	} else {
		old = c_expr(c, left);
		value = ir_operator(&c->base.at, lower_str(&c->base, operator), old,
		        c_expr(c, right), ts_span(node));
	}
	c_assign(c, left, value, ts_span(node));
	return value;
}

static uint32_t update(struct c *c, struct ts_child node)
{
	struct ts_child argument = ts_child_of(&c->base.walk, node, F_ARGUMENT);
	bool up = lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), "++");
	uint32_t old = c_expr(c, argument), one = c_constant(c, "1", ts_span(node));
	uint32_t value = ir_operator(&c->base.at, up ? "+=" : "-=", old, one, ts_span(node));

	c_assign(c, argument, value, ts_span(node));
	return value;
}

/* ---- operators ---- */

uint32_t c_operator(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	const char *name = lower_str(&c->base, ts_field(&c->base.walk, kids, F_OPERATOR));
	uint32_t left, right;

	if (c->frame && !ts_none(ts_kind(&c->base.walk, kids, K_THIS)))
		return unknown(c, ts_span(node)); /* this == &other */
	left = c_expr(c, ts_field(&c->base.walk, kids, F_LEFT));
	right = c_expr(c, ts_field(&c->base.walk, kids, F_RIGHT));

	return ir_operator(&c->base.at, name, left, right, ts_span(node));
}

static uint32_t unary(struct c *c, struct ts_child node)
{
	struct ts_child argument = c_unwrap(c, ts_child_of(&c->base.walk, node, F_ARGUMENT));
	struct arg arg = {0};

	if (argument.kind == K_NUMBER &&
	        lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), "-"))
		return c_constant(c, arena_printf(c->base.arena, "-%s", number_text(c, argument)),
		        ts_span(node));
	arg.value = c_expr(c, argument);
	return ir_prim(&c->base.at, &arg, 1, ts_span(node));
}

/* a, b, c: all but the last are for nobody */
static uint32_t comma(struct c *c, struct ts_child node)
{
	struct ts_child right;

	while (node.kind == K_COMMA) {
		right = ts_child_of(&c->base.walk, node, F_RIGHT);
		c_discard(c, ts_child_of(&c->base.walk, node, F_LEFT));
		node = right;
	}
	return c_expr(c, node);
}

/* What is not modelled: its parts are. */
static uint32_t parts(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	c_args args = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&c->base.walk, kids, i)))
			push(c, &args, c_expr(c, ts_kid(&c->base.walk, kids, i)));
	return ir_any(&c->base.at, args.at, args.n, ts_span(node));
}

static uint32_t statements(struct c *c, struct ts_child node)
{
	struct ts_child block = ts_first(&c->base.walk, node);
	uint32_t value = 0;

	if (block.kind != K_COMPOUND)
		return unknown(c, ts_span(node));
	c_body(c, block, &value);
	return value ? value : unknown(c, ts_span(node));
}

static uint32_t simple(struct c *c, struct ts_child node)
{
	switch (node.kind) {
	case K_NUMBER:
		return c_constant(c, number_text(c, node), ts_span(node));
	case K_CHAR:
		return c_constant(c,
		        lower_is(&c->base, node, "'\\0'") ? "0" : lower_str(&c->base, node),
		        ts_span(node));
	case K_SIZEOF:
	case K_ALIGNOF:
	case K_OFFSETOF:
		return c_constant(c, NULL, ts_span(node));
	case K_STRING:
	case K_CONCATENATED:
		return string(c, node);
	case K_NULL:
		return ir_const(&c->base.at, CONST_NULL, NULL, ts_span(node));
	case K_TRUE:
		return c_constant(c, "1", ts_span(node));
	case K_FALSE:
		return c_constant(c, "0", ts_span(node));
	case K_IDENTIFIER:
		return name_value(c, node);
	case K_THIS:
		return c->method_of && !c->frame ? ir_load(&c->base.at, c->this_var, ts_span(node))
		                                 : unknown(c, ts_span(node));
	case K_TYPE_DESCRIPTOR:
	case K_ASM:
	case K_GENERIC:
	case K_COMPOUND: /* an argument of a macro: nobody knows when it runs */
	case TS_ERROR:
		return unknown(c, ts_span(node));
	default:
		return parts(c, node);
	}
}

static uint32_t compound(struct c *c, struct ts_child node)
{
	if (c_is_condition(c, node))
		return c_truth(c, node);
	if (c_plus_is(c, node))
		return c_plus_expr(c, node);
	switch (node.kind) {
	case K_CALL:
		return c_call(c, node);
	case K_ASSIGNMENT:
		return assignment(c, node);
	case K_BINARY:
		return c_operator(c, node);
	case K_UNARY:
		return unary(c, node);
	case K_POINTER:
		return pointer(c, node);
	case K_UPDATE:
		return update(c, node);
	case K_CONDITIONAL:
		return c_conditional(c, node);
	case K_COMMA:
		return comma(c, node);
	case K_FIELD:
		return field(c, node);
	case K_SUBSCRIPT:
		return subscript(c, node);
	case K_PARENTHESIZED:
		return statements(c, node);
	case K_COMPOUND_LITERAL:
		return c_initializer(c, ts_child_of(&c->base.walk, node, F_VALUE));
	default:
		return simple(c, node);
	}
}

uint32_t c_plain_expr(struct c *c, struct ts_child node)
{
	uint32_t value;

	node = c_unwrap(c, node);
	if (ts_none(node) || !lower_enter(&c->base, node))
		return unknown(c, ts_span(node));
	value = compound(c, node);
	lower_done(&c->base);
	return value;
}

static bool of_object(struct c *c, struct ts_child node, uint32_t *value)
{
	struct c_result result;
	bool is = false;

	if (!c->plus || ts_none(node) || !lower_enter(&c->base, node))
		return false;
	is = c_object_expr(c, node, &result);
	if (is)
		*value = c_result_value(c, result, ts_span(node));
	lower_done(&c->base);
	return is;
}

uint32_t c_expr(struct c *c, struct ts_child node)
{
	uint32_t value;

	node = c_unwrap(c, node);
	return of_object(c, node, &value) ? value : c_plain_expr(c, node);
}

void c_discard(struct c *c, struct ts_child node)
{
	struct insn drop = {.op = OP_DROP, .span = ts_span(node)};
	struct ts_child inner = c_unwrap(c, node);

	if (c->plus) {
		struct c_result result = c_eval(c, node);

		if (result.object)
			return;
		drop.a = result.value;
	} else {
		drop.a = c_expr(c, node);
	}
	if (inner.kind == K_CALL || inner.kind == K_CONDITIONAL || inner.kind == K_COMMA)
		ir_add(&c->base.at, drop);
}
