/*
 * C++ in the terms of C. The grammar of C++ extends that of C, so that one
 * lowering reads both; here is what is left.
 *
 * Objects of classes release what they own, in a way that only their class
 * knows. So whatever an object is made of, is assigned, or is given as an
 * argument by a function that no fact knows and no file defines, is kept by
 * something: it is a member of what nobody sees.
 */
#include "front/c_class.h"

void c_plus_keep(struct c *c, uint32_t value, struct span span)
{
	ir_set_field(&c->base.at, ir_any(&c->base.at, NULL, 0, span), "*", value, span);
}

/* What an object holds, and goes on holding: nobody takes it out of its hands. */
static bool is_held(const struct c *c, uint32_t value)
{
	const struct insn *insn = &c->base.at.func->insns.at[value];

	if (insn->op == OP_CAST)
		return is_held(c, insn->a);
	for (const struct c_frame *f = c->frame; insn->op == OP_LOAD && f; f = f->outer)
		if (f->self && c_object_holds(f->self, insn->var))
			return true;
	for (uint32_t i = 0; insn->op == OP_LOAD && i < c->live.n; i++)
		if (c_object_holds(c->live.at[i], insn->var))
			return true;
	return false;
}

void c_plus_keep_all(struct c *c, const c_args *args, struct span span)
{
	for (uint32_t i = 0; c->plus && i < args->n; i++)
		if (!is_held(c, args->at[i].value))
			c_plus_keep(c, args->at[i].value, span);
}

bool c_plus_is_object(const struct c *c, const char *type)
{
	static const char *const plain[] = {"auto", "void", "bool", "int", "long", "char"};

	if (!c->plus || !type || strchr(type, '*'))
		return false;
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (same(type, plain[i]))
			return false;
	return true;
}

void c_plus_construct(struct c *c, struct ts_child list)
{
	struct ts_kids kids = ts_open(&c->base.walk, list);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct c_name *name = c_lookup(c, ts_text(&c->base.walk, kid));

		if (name && name->var != NO_VAR)
			c_plus_keep(c, ir_load(&c->base.at, name->var, ts_span(kid)), ts_span(kid));
		else if (ts_is_named(kid) && kid.kind != K_PARAMETER)
			c_plus_keep(c, c_expr(c, kid), ts_span(kid));
	}
}

struct ts_child c_plus_cast(struct c *c, struct ts_child node)
{
	struct ts_child callee = ts_child_of(&c->base.walk, node, F_FUNCTION), name;

	if (callee.kind != K_TEMPLATE_FUNCTION)
		return (struct ts_child){0};
	name = ts_child_of(&c->base.walk, callee, F_NAME);
	if (!str_ends(ts_text(&c->base.walk, name), "_cast"))
		return (struct ts_child){0};
	return ts_first(&c->base.walk, ts_child_of(&c->base.walk, node, F_ARGUMENTS));
}

const char *c_plus_name(struct c *c, struct ts_child name, struct ts_child type)
{
	const char *text = lower_str(&c->base, name);

	if (!c->plus || !ts_none(type))
		return text;
	return arena_printf(c->base.arena, "%s::%s", text + (*text == '~'), text);
}

bool c_is_known(const struct c *c, struct str name)
{
	char *text = arena_str((struct arena *)&c->base.scratch, name);

	return c_is_spelled(text) ||
	        (c->run && c->run->named && c->run->named(c->run->context, text));
}

bool c_plus_knows(struct c *c, struct ts_child callee)
{
	if (!c->plus || !c->run || !c->run->named)
		return true;
	return callee.kind == K_IDENTIFIER &&
	        c->run->named(c->run->context, lower_str(&c->base, callee));
}

bool c_plus_is(const struct c *c, struct ts_child node)
{
	return c->plus &&
	        (node.kind == K_NEW || node.kind == K_LAMBDA || node.kind == K_DECLARATION ||
	                node.kind == K_QUALIFIED || node.kind == K_TEMPLATE_FUNCTION);
}

/* if (PyObject *x = f()) */
static uint32_t declared(struct c *c, struct ts_child node)
{
	struct ts_child name = c_declared(c, ts_child_of(&c->base.walk, node, F_DECLARATOR));
	struct insn insn = {.op = OP_STORE, .span = ts_span(node)};
	struct ts_child value = ts_child_of(&c->base.walk, node, F_VALUE);

	c_declaration(c, node);
	if (!ts_none(value)) {
		struct c_name *known = c_lookup(c, ts_text(&c->base.walk, name));
		struct c_result from = c_eval(c, value);

		if (known && known->object)
			c_object_take(c, known->object, from, insn.span);
		else
			c_assign(c, name, c_result_value(c, from, insn.span), insn.span);
	}
	return c_expr(c, name);
}

/* What a lambda does, it does at another time: whatever it names is kept. */
static void keep_names(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		const struct c_name *name =
		        kid.kind == K_IDENTIFIER ? c_lookup(c, ts_text(&c->base.walk, kid)) : NULL;

		if (name && name->object)
			c_object_lose(c, name->object, ts_span(kid));
		else if (name && name->var != NO_VAR)
			c_plus_keep(c, ir_load(&c->base.at, name->var, ts_span(kid)), ts_span(kid));
		else if (ts_is_named(kid) && lower_enter(&c->base, kid)) {
			keep_names(c, kid);
			lower_done(&c->base);
		}
	}
}

uint32_t c_plus_expr(struct c *c, struct ts_child node)
{
	if (node.kind == K_DECLARATION)
		return declared(c, node);
	if (node.kind == K_NEW)
		c_plus_construct(c, ts_child_of(&c->base.walk, node, F_ARGUMENTS));
	if (node.kind == K_LAMBDA)
		keep_names(c, node);
	return ir_any(&c->base.at, NULL, 0, ts_span(node));
}

void c_assign_name(struct c *c, const struct c_name *name, uint32_t value, struct span span)
{
	ir_store(&c->base.at, name->var, value, span);
	if (name->cleaned || c_plus_is_object(c, c->base.unit->vars.at[name->var].type))
		c_plus_keep(c, value, span);
}

/* ---- methods: names of members are fields of the object ---- */

static bool is_member(const struct c *c, struct ts_child name)
{
	return c->method_of && !c->frame && name.kind == K_IDENTIFIER &&
	        c_class_declares(c->method_of, ts_text(&c->base.walk, name));
}

bool c_plus_is_own(const struct c *c, const char *method)
{
	return c->method_of && !c->frame && c_class_has(c->method_of, method);
}

uint32_t c_plus_member(struct c *c, struct ts_child name)
{
	if (!is_member(c, name))
		return 0;
	return ir_field(&c->base.at, ir_load(&c->base.at, c->this_var, ts_span(name)),
	        lower_str(&c->base, name), ts_span(name));
}

/* A member that is an object sees to what it holds by itself. */
static void assign_member(struct c *c, struct str name, uint32_t value, struct span span)
{
	const struct c_member *member = c_class_declares(c->method_of, name);

	if (!member->type)
		c_plus_keep(c, value, span);
	else
		ir_set_field(&c->base.at, ir_load(&c->base.at, c->this_var, span),
		        arena_str(c->base.arena, name), value, span);
}

bool c_plus_assign(struct c *c, struct ts_child name, uint32_t value, struct span span)
{
	if (!is_member(c, name))
		return false;
	assign_member(c, ts_text(&c->base.walk, name), value, span);
	return true;
}

/* Job() : name(x), list(PyList_New(0)) */
static void initialize(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child name = ts_named(&c->base.walk, kids);
	struct ts_child list = ts_kind(&c->base.walk, kids, K_ARGUMENT_LIST);
	struct str text = c_last_name(c, name);
	c_results args;

	if (ts_none(list))
		list = ts_kind(&c->base.walk, kids, K_INITIALIZER_LIST);
	args = c_eval_all(c, list);
	for (uint32_t i = 0; i < args.n; i++) {
		uint32_t value = c_result_value(c, args.at[i], ts_span(node));

		if (args.n == 1 && c_class_declares(c->method_of, text))
			assign_member(c, text, value, ts_span(node));
		else
			c_plus_keep(c, value, ts_span(node));
	}
}

static void make_destructor(struct c *c)
{
	struct func *func = c->base.at.func;
	struct insn insn = {.op = OP_PARAM, .var = func->param_count, .span = func->name_span};

	insn.name = c->base.unit->vars.at[c->this_var].type;
	func->param_names[func->param_count++] = "this";
	func->flags |= FUNC_DESTRUCTOR;
	ir_store(&c->base.at, c->this_var, ir_add(&c->base.at, insn), func->name_span);
}

void c_plus_begin(struct c *c, const struct c_function *function)
{
	struct ts_kids kids = ts_open(&c->base.walk, function->node);
	struct ts_kids list =
	        ts_open(&c->base.walk, ts_kind(&c->base.walk, kids, K_FIELD_INITIALIZERS));

	c->method_of = function->class;
	if (!c->method_of)
		return;
	c->this_var =
	        var_new(c->base.unit, c->base.at.func->id, "this", c->base.at.func->name_span);
	c->base.unit->vars.at[c->this_var].type =
	        arena_printf(c->base.arena, "%s *", c->method_of->name);
	if (strchr(function->name->name, '~'))
		make_destructor(c);
	for (uint32_t i = 0; i < list.n; i++)
		if (ts_kid(&c->base.walk, list, i).kind == K_FIELD_INITIALIZER)
			initialize(c, ts_kid(&c->base.walk, list, i));
}
