/*
 * Expressions of C++ that mean objects: names of objects, `Ref(x)`, calls that
 * give one, methods and members of one.
 *
 * c_eval gives an object where the expression is one, else a value; whoever
 * needs a value of the IR asks for c_expr, which converts. What is not about
 * objects goes on to the lowering of C.
 */
#include "front/c_class.h"

static struct c_result value_of(uint32_t value)
{
	return (struct c_result){.value = value};
}

static struct c_result unknown(struct c *c, struct span span)
{
	return value_of(ir_any(&c->base.at, NULL, 0, span));
}

static struct c_result temporary(struct c *c, struct c_object *object)
{
	struct c_result result = {.object = object, .moved = true};

	vec_push(&c->base.scratch, &c->live, object);
	return result;
}

c_results c_eval_all(struct c *c, struct ts_child list)
{
	struct ts_kids kids = ts_open(&c->base.walk, list);
	c_results all = {0};

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct c_result result;

		if (!ts_is_named(kid) || kid.kind == TS_ERROR)
			continue;
		result = c_eval(c, kid);
		vec_push(&c->base.scratch, &all, result);
	}
	return all;
}

/* ---- objects that have names ---- */

static struct c_object *named(struct c *c, struct ts_child node)
{
	const struct c_name *name;

	if (node.kind != K_IDENTIFIER)
		return NULL;
	name = c_lookup(c, ts_text(&c->base.walk, node));
	return name ? name->object : NULL;
}

static bool is_own(struct c *c, struct ts_child node)
{
	return c->frame && c->frame->self && node.kind == K_THIS;
}

/* The object that `.` or `->` is about; may lower what gives it. */
static bool owner_of(struct c *c, struct ts_child node, struct c_result *owner)
{
	struct ts_child base = c_unwrap(c, ts_child_of(&c->base.walk, node, F_ARGUMENT));

	if (is_own(c, base)) {
		*owner = (struct c_result){.object = c->frame->self};
		return true;
	}
	if (named(c, base)) {
		*owner = (struct c_result){.object = named(c, base)};
		return true;
	}
	if (base.kind != K_CALL && base.kind != K_COMPOUND_LITERAL && base.kind != K_POINTER)
		return false;
	return c_object_expr(c, base, owner);
}

static bool is_arrow(struct c *c, struct ts_child node)
{
	return lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), "->");
}

/* p->x of an object that is like a pointer */
static uint32_t arrow_value(struct c *c, struct c_object *object, struct span span)
{
	c_results none = {0};
	const struct c_method *method = c_method_for(c, object->class, "operator->", &none);

	if (!method)
		return c_object_value(c, object, span);
	return c_result_value(c, c_inline(c, method, object, &object->types, &none, span), span);
}

bool c_object_member(struct c *c, struct ts_child node, uint32_t *var)
{
	struct ts_child base = c_unwrap(c, ts_child_of(&c->base.walk, node, F_ARGUMENT));
	struct c_object *object = is_own(c, base) ? c->frame->self : named(c, base);
	uint32_t index;

	if (!object || (is_arrow(c, node) && !is_own(c, base)))
		return false;
	index = c_class_find(
	        object->class, ts_text(&c->base.walk, ts_child_of(&c->base.walk, node, F_FIELD)));
	if (index == C_MOST_MEMBERS)
		return false;
	*var = object->vars[index];
	return true;
}

static bool member(struct c *c, struct ts_child node, struct c_result *result)
{
	struct span span = ts_span(node);
	struct c_result owner;
	const char *name;

	if (c_object_member(c, node, &result->place)) {
		result->value = ir_load(&c->base.at, result->place, span);
		result->placed = true;
		return true;
	}
	if (!owner_of(c, node, &owner))
		return false;
	name = lower_str(&c->base, ts_child_of(&c->base.walk, node, F_FIELD));
	*result = value_of(ir_field(&c->base.at,
	        owner.object ? arrow_value(c, owner.object, span) : owner.value, name, span));
	return true;
}

/* ---- calls ---- */

/* What a macro or function of the library does with its arguments as places. */
static bool exchange(struct c *c, struct ts_child node, struct str name, struct c_result *result)
{
	struct ts_child list = ts_child_of(&c->base.walk, node, F_ARGUMENTS);
	struct ts_kids kids = ts_open(&c->base.walk, list);
	struct ts_child first = ts_named(&c->base.walk, kids);
	struct ts_child second = ts_named(&c->base.walk, ts_after(&c->base.walk, kids, first));
	struct span span = ts_span(node);
	uint32_t old, value;

	if (ts_none(first) || ts_none(second) || named(c, first) || named(c, second))
		return false;
	old = c_expr(c, first);
	value = c_expr(c, second);
	c_assign(c, first, value, span);
	if (str_is(name, "swap"))
		c_assign(c, second, old, span);
	*result = value_of(old);
	return true;
}

static bool library(struct c *c, struct ts_child node, struct str name, struct c_result *result)
{
	struct ts_child first =
	        ts_first(&c->base.walk, ts_child_of(&c->base.walk, node, F_ARGUMENTS));

	if (str_is(name, "move") || str_is(name, "forward")) {
		*result = c_eval(c, first);
		result->moved = true;
		return true;
	}
	return (str_is(name, "swap") || str_is(name, "exchange")) &&
	        exchange(c, node, name, result);
}

static struct c_result construct(struct c *c, const struct c_class *class,
        const struct c_types *types, struct ts_child node, struct ts_child list)
{
	c_results args = c_eval_all(c, list);
	struct c_object *object = c_object_new(c, class, types, NULL);

	c_object_construct(c, object, &args, ts_span(node));
	return temporary(c, object);
}

static struct ts_child arguments(struct c *c, struct ts_child node)
{
	return ts_child_of(&c->base.walk, node, F_ARGUMENTS);
}

/* x.m(a), where x is an object or has just been found to be none */
static bool call_method(
        struct c *c, struct ts_child callee, struct ts_child node, struct c_result *result)
{
	struct ts_child field = ts_child_of(&c->base.walk, callee, F_FIELD);
	struct span span = ts_span(node);
	const struct c_method *method;
	const struct c_class *class;
	struct c_result owner;
	const char *name;
	c_results args;
	bool deep;

	if (!owner_of(c, callee, &owner))
		return false;
	deep = is_arrow(c, callee) && !is_own(c, ts_child_of(&c->base.walk, callee, F_ARGUMENT));
	if (!owner.object || deep) {
		uint32_t base = owner.object ? arrow_value(c, owner.object, span) : owner.value;

		*result = value_of(c_call_member(c, base, callee, node));
		return true;
	}
	name = arena_str(&c->base.scratch, c_last_name(c, field));
	args = c_eval_all(c, arguments(c, node));
	class = owner.object->class;
	method = c_method_for(c, class, name, &args);
	if (method) {
		*result = c_inline(c, method, owner.object, &owner.object->types, &args, span);
		return true;
	}
	c_object_lose(c, owner.object, span);
	for (uint32_t i = 0; i < args.n; i++)
		c_plus_keep(c, c_result_value(c, args.at[i], span), span);
	*result = unknown(c, span);
	return true;
}

/* f<T>(x) */
static struct c_types types_of(struct c *c, const struct c_method *method, struct ts_child callee)
{
	struct c_types types = {0};

	while (callee.kind == K_QUALIFIED)
		callee = ts_child_of(&c->base.walk, callee, F_NAME);
	if (callee.kind == K_TEMPLATE_FUNCTION)
		c_types_bind(c, method->params, callee, &types);
	return types;
}

static bool call_with(struct c *c, const struct c_class *class, struct c_object *self,
        struct ts_child callee, struct ts_child node, struct c_result *result)
{
	const char *name = arena_str(&c->base.scratch, c_last_name(c, callee));
	const struct c_method *method;
	struct c_types types;
	c_results args;

	if (!c_class_has(class, name))
		return false;
	args = c_eval_all(c, arguments(c, node));
	method = c_method_for(c, class, name, &args);
	if (!method) {
		for (uint32_t i = 0; i < args.n; i++)
			c_plus_keep(c, c_result_value(c, args.at[i], ts_span(node)), ts_span(node));
		*result = unknown(c, ts_span(node));
		return true;
	}
	types = self ? self->types : types_of(c, method, callee);
	*result = c_inline(c, method, self, &types, &args, ts_span(node));
	return true;
}

/* D()(p), d(p): an object that is called, or a function that a type tells */
static bool call_functor(struct c *c, const char *type, const struct c_class *class,
        struct ts_child node, struct c_result *result)
{
	static const char prefix[] = "decltype(";
	struct str name = type ? str_of(type) : (struct str){"", 0};
	struct arg args[1] = {{0}};
	c_results given;

	if (class && c_class_has(class, "operator()")) {
		const struct c_method *method;

		given = c_eval_all(c, arguments(c, node));
		method = c_method_for(c, class, "operator()", &given);
		*result = method ? c_inline(c, method, NULL, NULL, &given, ts_span(node))
		                 : unknown(c, ts_span(node));
		return true;
	}
	if (!str_starts(name, prefix))
		return false;
	name.at += sizeof(prefix) - 1;
	name.n -= sizeof(prefix);
	while (name.n && (*name.at == '&' || *name.at == ':'))
		name = (struct str){name.at + 1, name.n - 1};
	args[0].value = c_expr(c, ts_first(&c->base.walk, arguments(c, node)));
	*result = value_of(
	        ir_call(&c->base.at, 0, arena_str(c->base.arena, name), args, 1, ts_span(node)));
	return true;
}

static bool call_bound(
        struct c *c, struct ts_child callee, struct ts_child node, struct c_result *result)
{
	const struct c_bound *bound;
	struct c_types types = {0};
	const struct c_class *class;
	struct str name;
	uint32_t index;

	if (callee.kind == K_CALL) { /* Free()(p) */
		callee = ts_child_of(&c->base.walk, callee, F_FUNCTION);
		class = c_class_of(c, callee, &types);
		return class && call_functor(c, NULL, class, node, result);
	}
	name = ts_text(&c->base.walk, callee);
	if (callee.kind != K_IDENTIFIER || !c->frame || !c->frame->self)
		return false;
	index = c_class_find(c->frame->self->class, name);
	if (index == C_MOST_MEMBERS)
		return false;
	bound = c_type_bound(c->types, str_of(c_class_member(c->frame->self->class, index)->named));
	return bound && call_functor(c, bound->text, bound->class, node, result);
}

/* A function of the file whose result is an object. */
static bool call_giver(
        struct c *c, struct ts_child callee, struct ts_child node, struct c_result *result)
{
	const struct c_name *name =
	        callee.kind == K_IDENTIFIER ? c_lookup(c, ts_text(&c->base.walk, callee)) : NULL;
	struct c_types types = {0};
	struct c_object *object;
	uint32_t value;

	if (!name || name->func == NO_FUNC || !name->gives)
		return false;
	value = c_call(c, node);
	object = c_object_new(c, name->gives, &types, NULL);
	c_object_fill(c, object, value, ts_span(node));
	*result = temporary(c, object);
	return true;
}

static bool is_free(struct c *c, struct ts_child callee)
{
	struct str name = c_last_name(c, callee);

	return !c_lookup(c, name) && (callee.kind != K_IDENTIFIER || !c_is_known(c, name));
}

bool c_plus_call(struct c *c, struct ts_child node, struct c_result *result)
{
	struct ts_child callee = c_unwrap(c, ts_child_of(&c->base.walk, node, F_FUNCTION)), scope;
	struct c_types types = {0};
	const struct c_class *class;

	*result = (struct c_result){0};
	if (!c->plus)
		return false;
	if (callee.kind == K_FIELD)
		return call_method(c, callee, node, result);
	if (callee.kind == K_CALL || callee.kind == K_IDENTIFIER)
		if (call_bound(c, callee, node, result) || call_giver(c, callee, node, result))
			return true;
	if (callee.kind != K_IDENTIFIER && callee.kind != K_QUALIFIED &&
	        callee.kind != K_TEMPLATE_FUNCTION)
		return false;
	if (callee.kind == K_IDENTIFIER && c->frame && c->frame->self &&
	        call_with(c, c->frame->self->class, c->frame->self, callee, node, result))
		return true;
	class = c_class_of(c, callee, &types);
	if (class && c_class_is_followed(class)) {
		*result = construct(c, class, &types, node, arguments(c, node));
		return true;
	}
	if (callee.kind == K_QUALIFIED) {
		scope = ts_child_of(&c->base.walk, callee, F_SCOPE);
		class = c_class_named(c, arena_str(&c->base.scratch, c_last_name(c, scope)));
		if (class && c_class_is_followed(class))
			return call_with(c, class, NULL, callee, node, result);
		if (library(c, node, c_last_name(c, callee), result))
			return true;
	}
	return is_free(c, callee) && call_with(c, c->outside, NULL, callee, node, result);
}

/* ---- all expressions ---- */

static bool dereferenced(struct c *c, struct ts_child node, struct c_result *result)
{
	struct ts_child inner = c_unwrap(c, ts_child_of(&c->base.walk, node, F_ARGUMENT));
	bool star = lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), "*");
	struct c_object *object = is_own(c, inner) ? c->frame->self : named(c, inner);
	const struct c_method *method;
	c_results none = {0};

	if (!object)
		return false;
	if (star && is_own(c, inner)) {
		result->object = object;
		return true;
	}
	method = c_method_for(c, object->class, star ? "operator*" : "operator&", &none);
	if (method) {
		*result = c_inline(c, method, object, &object->types, &none, ts_span(node));
		return true;
	}
	c_object_lose(c, object, ts_span(node));
	*result = unknown(c, ts_span(node));
	return true;
}

static bool assigned(struct c *c, struct ts_child node, struct c_result *result)
{
	struct ts_child left = c_unwrap(c, ts_child_of(&c->base.walk, node, F_LEFT));
	bool plain = lower_is(&c->base, ts_child_of(&c->base.walk, node, F_OPERATOR), "=");
	struct c_result right;

	result->object = named(c, left);
	if (!result->object)
		return false;
	right = c_eval(c, ts_child_of(&c->base.walk, node, F_RIGHT));
	if (plain)
		c_object_assign(c, result->object, right, ts_span(node));
	else
		c_object_lose(c, result->object, ts_span(node));
	return true;
}

static bool made(struct c *c, struct ts_child node, struct c_result *result)
{
	struct c_types types = {0};
	const struct c_class *class =
	        c_class_of(c, ts_child_of(&c->base.walk, node, F_TYPE), &types);

	if (!class || !c_class_is_followed(class))
		return false;
	*result = construct(c, class, &types, node, ts_child_of(&c->base.walk, node, F_VALUE));
	return true;
}

bool c_object_expr(struct c *c, struct ts_child node, struct c_result *result)
{
	*result = (struct c_result){0};
	switch (node.kind) {
	case K_IDENTIFIER:
		result->object = named(c, node);
		return result->object;
	case K_THIS:
		if (!is_own(c, node))
			return false;
		c_object_lose(c, c->frame->self, ts_span(node));
		*result = unknown(c, ts_span(node));
		return true;
	case K_CALL:
		return c_plus_call(c, node, result);
	case K_FIELD:
		return member(c, node, result);
	case K_POINTER:
		return dereferenced(c, node, result);
	case K_ASSIGNMENT:
		return assigned(c, node, result);
	case K_COMPOUND_LITERAL:
		return made(c, node, result);
	default:
		return false;
	}
}

struct c_result c_eval(struct c *c, struct ts_child node)
{
	struct c_result result = {0};
	const struct c_name *name;

	node = c_unwrap(c, node);
	if (!ts_none(node) && lower_enter(&c->base, node)) {
		bool object = c_object_expr(c, node, &result);

		lower_done(&c->base);
		if (object)
			return result;
	}
	name = node.kind == K_IDENTIFIER ? c_lookup(c, ts_text(&c->base.walk, node)) : NULL;
	if (name && name->var != NO_VAR && !name->array && !name->refers) {
		result.place = name->var;
		result.placed = true;
		result.value = ir_load(&c->base.at, name->var, ts_span(node));
		return result;
	}
	result.value =
	        node.kind == K_INITIALIZER_LIST ? c_initializer(c, node) : c_plain_expr(c, node);
	return result;
}
