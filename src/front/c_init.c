/*
 * Initialisers. What lives as long as the file gets its value in the unit's
 * body, as literals: a table of methods is an array of instances, a type is an
 * instance whose keys are its fields. So others can see which function is put
 * where, and which names an array holds.
 *
 * Long tables of numbers say nothing to anybody and are left out.
 */
#include "front/c_lower.h"

enum { MOST_ITEMS = 4096 };

static uint32_t nothing(struct c *c, struct ts_child node)
{
	return ir_any(&c->base.at, NULL, 0, ts_span(node));
}

/* Does a text or a name stand in it? */
static bool says_something(struct c *c, struct ts_child node)
{
	struct ts_kids kids;
	bool says = false;

	if (node.kind == K_STRING || node.kind == K_IDENTIFIER || node.kind == K_NULL)
		return true;
	if (!lower_enter(&c->base, node))
		return false;
	kids = ts_open(&c->base.walk, node);
	for (uint32_t i = 0; i < kids.n && !says; i++)
		says = says_something(c, ts_kid(&c->base.walk, kids, i));
	lower_done(&c->base);
	return says;
}

static uint32_t constant(struct c *c, struct ts_child node);

/* `.name = value`: the name, or NULL; gives the value. */
static struct ts_child keyed(struct c *c, struct ts_child pair, const char **key)
{
	struct ts_kids kids = ts_open(&c->base.walk, pair);
	struct ts_child value = ts_field(&c->base.walk, kids, F_VALUE);
	struct ts_child designator = ts_field(&c->base.walk, kids, F_DESIGNATOR);
	struct ts_child name = {0};

	if (designator.kind == K_FIELD_DESIGNATOR)
		name = ts_first(&c->base.walk, designator);
	*key = ts_none(name) ? NULL : lower_str(&c->base, name);
	return value;
}

static uint32_t literal(struct c *c, struct ts_child node, enum const_kind kind)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	c_args args = {0};

	for (uint32_t i = 0; i < kids.n && args.n < MOST_ITEMS; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct arg arg = {0};

		if (!ts_is_named(kid) || kid.kind == TS_ERROR)
			continue;
		if (kid.kind == K_INITIALIZER_PAIR)
			kid = keyed(c, kid, &arg.key);
		arg.value = constant(c, kid);
		vec_push(&c->base.scratch, &args, arg);
	}
	return ir_make(&c->base.at, kind, args.at, args.n, ts_span(node));
}

/* A name of the file itself, or one that it does not define: not one of a function around. */
static bool outlives(struct c *c, struct ts_child node)
{
	struct c_name *name = c_lookup(c, ts_text(&c->base.walk, node));

	return !name || name->var == NO_VAR || c->base.unit->vars.at[name->var].func == 0;
}

static uint32_t simple(struct c *c, struct ts_child node)
{
	struct ts_child inner;

	switch (node.kind) {
	case K_POINTER:
		inner = c_unwrap(c, ts_child_of(&c->base.walk, node, F_ARGUMENT));
		return inner.kind == K_IDENTIFIER && outlives(c, inner) ? c_expr(c, node)
		                                                        : nothing(c, node);
	case K_IDENTIFIER:
		return outlives(c, node) ? c_expr(c, node) : nothing(c, node);
	case K_STRING:
	case K_CONCATENATED:
	case K_NUMBER:
	case K_NULL:
		return c_expr(c, node);
	default:
		return nothing(c, node);
	}
}

/* `A | B` */
static uint32_t operands(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	const char *name = lower_str(&c->base, ts_field(&c->base.walk, kids, F_OPERATOR));
	uint32_t left = constant(c, ts_field(&c->base.walk, kids, F_LEFT));
	uint32_t right = constant(c, ts_field(&c->base.walk, kids, F_RIGHT));

	return ir_operator(&c->base.at, name, left, right, ts_span(node));
}

static uint32_t constant(struct c *c, struct ts_child node)
{
	uint32_t value;

	node = c_unwrap(c, node);
	if (ts_none(node) || !lower_enter(&c->base, node))
		return nothing(c, node);
	if (node.kind == K_COMPOUND_LITERAL)
		node = ts_child_of(&c->base.walk, node, F_VALUE);
	if (node.kind == K_INITIALIZER_LIST)
		value = literal(c, node, CONST_INSTANCE);
	else if (node.kind == K_BINARY)
		value = operands(c, node);
	else
		value = simple(c, node);
	lower_done(&c->base);
	return value;
}

void c_static_value(struct c *c, const struct c_name *name, struct ts_child value)
{
	struct cursor here = c->base.at;
	uint32_t made;

	if (ts_none(value) || !name || name->var == NO_VAR || value.kind != K_INITIALIZER_LIST ||
	        !says_something(c, value))
		return;
	c->base.at = c->statics;
	made = literal(c, value, name->array ? CONST_ARRAY : CONST_INSTANCE);
	ir_store(&c->base.at, name->var, made, ts_span(value));
	c->statics = c->base.at;
	c->base.at = here;
}

/* ---- of local variables ---- */

static bool is_text(struct c *c, struct ts_child node)
{
	node = c_unwrap(c, node);
	return node.kind == K_STRING || node.kind == K_CONCATENATED || node.kind == K_NULL ||
	        (node.kind == K_NUMBER && lower_is(&c->base, node, "0"));
}

/* Items that have names stay with those: an array of them owns nothing. */
static uint32_t items(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	c_args args = {0};
	bool texts = true;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct arg arg = {0};

		if (kid.kind == K_INITIALIZER_PAIR)
			kid = ts_child_of(&c->base.walk, kid, F_VALUE);
		if (!ts_is_named(kid))
			continue;
		texts &= is_text(c, kid);
		arg.value = c_initializer(c, kid);
		if (c_unwrap(c, kid).kind != K_IDENTIFIER)
			vec_push(&c->base.scratch, &args, arg);
	}
	if (texts && args.n)
		return ir_make(&c->base.at, CONST_ARRAY, args.at, args.n, ts_span(node));
	return ir_any(&c->base.at, args.at, args.n, ts_span(node));
}

uint32_t c_initializer(struct c *c, struct ts_child node)
{
	uint32_t value;

	if (node.kind != K_INITIALIZER_LIST)
		return c_assigned(c, node);
	if (!lower_enter(&c->base, node))
		return nothing(c, node);
	value = items(c, node);
	lower_done(&c->base);
	return value;
}
