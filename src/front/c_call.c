/*
 * Calls. A function is called by its name, unless that is a variable; a member
 * of a struct like a method of it, `type->tp_alloc(type, 0)`. Some macros are
 * several steps, or leave the function: c_spelling.def.
 */
#include "front/c_class.h"

static const struct c_spelling spellings[] = {
#define SPELLING(name, what, call) {name, C_##what, call},
#include "front/c_spelling.def"
#undef SPELLING
};

/* G_UNLIKELY(x), SQLITE_LIKELY(x): every project has its own. */
static bool is_hint(struct str name)
{
	return str_ends(name, "LIKELY") || str_ends(name, "likely");
}

bool c_is_spelled(const char *name)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++)
		if (same(name, spellings[i].name))
			return true;
	return is_hint(str_of(name));
}

const struct c_spelling *c_spelling(struct c *c, struct ts_child callee)
{
	static const struct c_spelling hint = {"likely", C_SAME, NULL};

	if (callee.kind != K_IDENTIFIER || c_lookup(c, ts_text(&c->base.walk, callee)))
		return NULL;
	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++)
		if (lower_is(&c->base, callee, spellings[i].name))
			return &spellings[i];
	return is_hint(ts_text(&c->base.walk, callee)) ? &hint : NULL;
}

/* The argument of that number; none when there are not so many. */
static struct ts_child argument(struct c *c, struct ts_child node, uint32_t number)
{
	struct ts_kids kids = ts_open(&c->base.walk, ts_child_of(&c->base.walk, node, F_ARGUMENTS));
	struct ts_child found = {0};

	for (uint32_t i = 0; i < kids.n && ts_none(found); i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (ts_is_named(kid) && kid.kind != TS_ERROR && number-- == 0)
			found = kid;
	}
	return found;
}

/* A cast says what a variable argument is. */
static uint32_t argument_value(struct c *c, struct ts_child node)
{
	struct insn insn = {.op = OP_CAST, .span = ts_span(node)};

	while (node.kind == K_PARENTHESIZED && ts_first(&c->base.walk, node).kind != K_COMPOUND)
		node = ts_first(&c->base.walk, node);
	if (node.kind == K_CAST)
		insn.name = c_type_text(c, ts_child_of(&c->base.walk, node, F_TYPE));
	insn.a = c_expr(c, node);
	return insn.name ? ir_add(&c->base.at, insn) : insn.a;
}

static void all_arguments(struct c *c, struct ts_child node, c_args *args)
{
	struct ts_kids kids = ts_open(&c->base.walk, ts_child_of(&c->base.walk, node, F_ARGUMENTS));

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct arg arg = {0};

		if (!ts_is_named(kid) || kid.kind == TS_ERROR)
			continue;
		arg.value = argument_value(c, kid);
		vec_push(&c->base.scratch, args, arg);
	}
}

/* A function of the file gets an object as what it is worth. */
static void own_arguments(struct c *c, struct ts_child node, uint64_t places, c_args *args)
{
	struct ts_child list = ts_child_of(&c->base.walk, node, F_ARGUMENTS);
	struct ts_kids kids = ts_open(&c->base.walk, list);

	for (uint32_t i = 0; c->plus && i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct c_result result;
		struct arg arg = {0};

		if (!ts_is_named(kid) || kid.kind == TS_ERROR)
			continue;
		if (places >> args->n & 1 && args->n < 64) {
			arg.value = c_address(c, kid, ts_span(kid));
			vec_push(&c->base.scratch, args, arg);
			continue;
		}
		result = kid.kind == K_CAST ? (struct c_result){.value = argument_value(c, kid)}
		                            : c_eval(c, kid);
		if (result.object && c_class_size(result.object->class) == 1)
			arg.value = c_object_given(c, result.object, ts_span(kid));
		else
			arg.value = c_result_value(c, result, ts_span(kid));
		vec_push(&c->base.scratch, args, arg);
	}
	if (!c->plus)
		all_arguments(c, node, args);
}

/* ---- macros ---- */

static uint32_t call_one(struct c *c, const char *name, uint32_t value, struct span span)
{
	struct arg arg = {.value = value};

	return ir_call(&c->base.at, 0, name, &arg, 1, span);
}

static uint32_t clear(struct c *c, struct ts_child node, const char *name)
{
	struct ts_child place = argument(c, node, 0);
	struct span span = ts_span(node);
	uint32_t value = call_one(c, name, c_expr(c, place), span);

	c_assign(c, place, ir_const(&c->base.at, CONST_NULL, NULL, span), span);
	return value; /* the call itself: nothing */
}

static uint32_t replace(struct c *c, struct ts_child node, const char *name)
{
	struct ts_child place = argument(c, node, 0);
	uint32_t value = c_expr(c, argument(c, node, 1));

	call_one(c, name, c_expr(c, place), ts_span(node));
	c_assign(c, place, value, ts_span(node));
	return c_constant(c, NULL, ts_span(node));
}

static uint32_t leave(struct c *c, struct ts_child node, struct span span)
{
	c_args args = {0};
	uint32_t value;

	all_arguments(c, node, &args);
	value = ir_prim(&c->base.at, args.at, args.n, span);
	c_leave(c, value, span);
	return value;
}

void c_stop(struct c *c, struct span span)
{
	struct insn insn = {.op = OP_STOP, .span = span};

	ir_add(&c->base.at, insn);
}

static void holds(struct c *c, struct ts_child node)
{
	uint32_t yes = lower_block(&c->base), no = lower_block(&c->base);

	c_cond(c, argument(c, node, 0), yes, no);
	ir_start(&c->base.at, no);
	c_stop(c, ts_span(node));
	ir_start(&c->base.at, yes);
}

static uint32_t spelled(struct c *c, struct ts_child node, const struct c_spelling *spelling)
{
	struct span span = ts_span(node);
	struct insn insn = {.op = OP_CAST, .span = span};
	c_args args = {0};
	uint32_t value;

	switch (spelling->kind) {
	case C_CLEAR:
		return clear(c, node, spelling->call);
	case C_REPLACE:
		return replace(c, node, spelling->call);
	case C_GIVE:
		insn = (struct insn){.op = OP_GLOBAL,
		        .flags = INSN_HIDDEN, /* with a reference of its own */
		        .name = spelling->call,
		        .span = span};
		value = ir_add(&c->base.at, insn);
		c_leave(c, value, span);
		return value;
	case C_LEAVE:
		return leave(c, node, span);
	case C_ASSERT:
		holds(c, node);
		break;
	case C_STOP:
		all_arguments(c, node, &args);
		c_stop(c, span);
		break;
	case C_BARE:
		return ir_call(&c->base.at, 0, spelling->name, NULL, 0, span);
	case C_CONVERT:
		insn.a = c_expr(c, argument(c, node, 0));
		insn.name = "integer";
		return ir_add(&c->base.at, insn);
	case C_SAME:
		return c_expr(c, argument(c, node, 0));
	case C_PLAIN:
		break;
	}
	return c_constant(c, NULL, span);
}

struct ts_child c_same(struct c *c, struct ts_child node)
{
	const struct c_spelling *spelling;

	if (node.kind != K_CALL)
		return (struct ts_child){0};
	spelling = c_spelling(c, ts_child_of(&c->base.walk, node, F_FUNCTION));
	return spelling && spelling->kind == C_SAME ? argument(c, node, 0) : (struct ts_child){0};
}

bool c_bare(struct c *c, struct ts_child node)
{
	const struct c_spelling *spelling = c_spelling(c, node);

	if (!spelling ||
	        (spelling->kind != C_GIVE && spelling->kind != C_LEAVE && spelling->kind != C_BARE))
		return false;
	spelled(c, node, spelling);
	return true;
}

/* ---- calls ---- */

uint32_t c_call_member(struct c *c, uint32_t base, struct ts_child callee, struct ts_child node)
{
	const char *name = lower_str(&c->base, ts_child_of(&c->base.walk, callee, F_FIELD));
	c_args args = {0};

	all_arguments(c, node, &args);
	c_plus_keep_all(c, &args, ts_span(node));
	return ir_call(&c->base.at, base, name, args.at, args.n, ts_span(node));
}

/* (*f)(x) is f(x) */
static struct ts_child called(struct c *c, struct ts_child node)
{
	struct ts_child callee = c_unwrap(c, ts_child_of(&c->base.walk, node, F_FUNCTION));

	if (callee.kind == K_POINTER)
		callee = c_unwrap(c, ts_child_of(&c->base.walk, callee, F_ARGUMENT));
	return callee;
}

/* Does libclang know that it does not come back? */
static bool stops(struct c *c, struct ts_child callee)
{
	for (uint32_t i = 0; c->known && i < c->known->stops.n; i++)
		if (lower_is(&c->base, callee, c->known->stops.at[i]))
			return true;
	return false;
}

uint32_t c_call(struct c *c, struct ts_child node)
{
	struct ts_child callee = called(c, node);
	const struct c_spelling *spelling = c_spelling(c, callee);
	struct c_name *name;
	c_args args = {0};
	uint32_t value = 0;

	if (spelling)
		return spelled(c, node, spelling);
	if (callee.kind == K_FIELD)
		return c_call_member(
		        c, c_expr(c, ts_child_of(&c->base.walk, callee, F_ARGUMENT)), callee, node);
	name = callee.kind == K_IDENTIFIER ? c_lookup(c, ts_text(&c->base.walk, callee)) : NULL;
	if (callee.kind != K_IDENTIFIER || (name && name->var != NO_VAR))
		value = c_expr(c, callee);
	else if (name)
		name->called = true;
	if (callee.kind == K_IDENTIFIER && (!name || name->func != NO_FUNC) &&
	        c_plus_is_own(c, lower_str(&c->base, callee))) {
		all_arguments(c, node, &args);
		c_plus_keep_all(c, &args, ts_span(node));
		return ir_call(&c->base.at, ir_load(&c->base.at, c->this_var, ts_span(node)),
		        lower_str(&c->base, callee), args.at, args.n, ts_span(node));
	}
	if (name && name->func != NO_FUNC)
		own_arguments(c, node, name->places, &args);
	else
		all_arguments(c, node, &args);
	if (!name && !c_plus_knows(c, callee))
		c_plus_keep_all(c, &args, ts_span(node));
	if (name && name->throws)
		c_may_throw(c, &args, ts_span(node));
	value = ir_call(&c->base.at, value, value ? NULL : lower_str(&c->base, callee), args.at,
	        args.n, ts_span(node));
	if (stops(c, callee))
		c_stop(c, ts_span(node));
	return value;
}
