/*
 * Objects of C++ classes as variables: one for each member.
 *
 * An object is made where it is declared and ends where its block is left, on
 * whatever way. What its constructor and its destructor do is lowered there
 * (c_inline.c): who reads the IR sees pointers that come and go, and nothing
 * of classes.
 */
#include "front/c_class.h"

struct c_object *c_object_new(
        struct c *c, const struct c_class *class, const struct c_types *types, const char *name)
{
	struct c_object *object = arena_new(&c->base.scratch, struct c_object);
	uint32_t size = c_class_size(class);

	object->class = class;
	object->types = *types;
	object->mark = c->scope.n;
	object->block = c->block;
	object->temporary = !name;
	for (uint32_t i = 0; i < size && i < C_MOST_MEMBERS; i++) {
		const struct c_member *member = c_class_member(class, i);
		const char *text = name;

		if (name && size > 1 && !member->type)
			text = arena_printf(c->base.arena, "%s.%s", name, member->name);
		object->vars[i] =
		        var_new(c->base.unit, c->base.at.func->id, text, (struct span){0, 0});
		c->base.unit->vars.at[object->vars[i]].type = member->type;
	}
	return object;
}

static void set(
        struct c *c, struct c_object *object, uint32_t index, uint32_t value, struct span span)
{
	ir_store(&c->base.at, object->vars[index], value, span);
}

void c_object_lose(struct c *c, struct c_object *object, struct span span)
{
	uint32_t size = c_class_size(object->class);

	for (uint32_t i = 0; i < size; i++) {
		c_plus_keep(c, ir_load(&c->base.at, object->vars[i], span), span);
		set(c, object, i, ir_any(&c->base.at, NULL, 0, span), span);
	}
}

void c_object_copy(struct c *c, struct c_object *to, const struct c_object *from, struct span span)
{
	uint32_t size = c_class_size(to->class);

	for (uint32_t i = 0; i < size; i++)
		set(c, to, i,
		        i < c_class_size(from->class) ? ir_load(&c->base.at, from->vars[i], span)
		                                      : ir_any(&c->base.at, NULL, 0, span),
		        span);
}

void c_object_fill(struct c *c, struct c_object *object, uint32_t value, struct span span)
{
	uint32_t size = c_class_size(object->class);

	set(c, object, 0, size == 1 ? value : ir_any(&c->base.at, NULL, 0, span), span);
	for (uint32_t i = 1; i < size; i++)
		set(c, object, i, ir_any(&c->base.at, NULL, 0, span), span);
}

uint32_t c_object_given(struct c *c, const struct c_object *object, struct span span)
{
	return ir_load(&c->base.at, object->vars[0], span);
}

/* ---- what it is worth ---- */

const struct c_method *c_object_conversion(const struct c_class *class, bool pointer)
{
	static const char word[] = "operator ";
	const struct c_method *found = NULL;

	for (; class; class = class->base)
		for (uint32_t i = 0; i < class->methods.n; i++) {
			const struct c_method *method = &class->methods.at[i];

			if (strncmp(method->name, word, sizeof(word) - 1) != 0)
				continue;
			if (!found || pointer == (strchr(method->name, '*') != NULL))
				found = method;
		}
	return found;
}

uint32_t c_object_value(struct c *c, struct c_object *object, struct span span)
{
	const struct c_method *method = c_object_conversion(object->class, true);
	c_results none = {0};

	if (method)
		return c_inline(c, method, object, &object->types, &none, span).value;
	c_object_lose(c, object, span);
	return ir_any(&c->base.at, NULL, 0, span);
}

/* ---- making, assigning ---- */

static bool is_own_class(const struct c_object *object, struct c_result from)
{
	const struct c_class *class = from.object ? from.object->class : NULL;

	while (class && class != object->class)
		class = class->base;
	return class;
}

static c_results one(struct c *c, struct c_result result)
{
	c_results list = {0};

	vec_push(&c->base.scratch, &list, result);
	return list;
}

void c_object_take(struct c *c, struct c_object *object, struct c_result from, struct span span)
{
	c_results args = one(c, from);

	if (is_own_class(object, from) && from.object->temporary && from.moved) {
		c_object_copy(c, object, from.object, span); /* it is made in its place */
		from.object->lent = true;
		return;
	}
	c_object_construct(c, object, &args, span);
}

static bool any_constructor(const struct c_class *class)
{
	for (uint32_t i = 0; i < class->methods.n; i++)
		if (same(class->methods.at[i].name, class->name))
			return true;
	return false;
}

static void defaults(struct c *c, struct c_object *object, struct span span)
{
	uint32_t size = c_class_size(object->class);

	for (uint32_t i = 0; i < size; i++)
		if (c_class_member(object->class, i)->type)
			set(c, object, i, ir_any(&c->base.at, NULL, 0, span), span);
}

void c_object_construct(
        struct c *c, struct c_object *object, const c_results *args, struct span span)
{
	const struct c_class *class = object->class;
	const struct c_method *method = c_method_for(c, class, class->name, args);

	if (method && !method->defaulted && !method->deleted) {
		c_inline(c, method, object, &object->types, args, span);
		return;
	}
	if (args->n == 1 && is_own_class(object, args->at[0]) && (!method || method->defaulted)) {
		c_object_copy(c, object, args->at[0].object, span);
		return;
	}
	/* Ref{x} of a class without constructors */
	for (uint32_t i = 0; i < args->n; i++) {
		uint32_t value = c_result_value(c, args->at[i], span);

		if (!any_constructor(class) && i < c_class_size(class))
			set(c, object, i, value, span);
		else
			c_plus_keep(c, value, span);
	}
	if (!args->n || any_constructor(class))
		defaults(c, object, span);
}

void c_object_assign(struct c *c, struct c_object *object, struct c_result from, struct span span)
{
	c_results args = one(c, from);
	const struct c_method *method = c_method_for(c, object->class, "operator=", &args);

	if (method && !method->defaulted && !method->deleted) {
		c_inline(c, method, object, &object->types, &args, span);
	} else if (is_own_class(object, from)) {
		c_object_copy(c, object, from.object, span);
	} else {
		struct c_types types = object->types;
		struct c_object *made = c_object_new(c, object->class, &types, NULL);
		struct c_result result = {.object = made, .moved = true};

		vec_push(&c->base.scratch, &c->live, made);
		c_object_construct(c, made, &args, span);
		args = one(c, result);
		method = c_method_for(c, object->class, "operator=", &args);
		if (method && !method->defaulted && !method->deleted)
			c_inline(c, method, object, &object->types, &args, span);
		else
			c_object_lose(c, object, span);
	}
}

/* ---- their end ---- */

static void end(struct c *c, struct c_object *object, struct span span)
{
	const struct c_method *method = c_class_destructor(object->class);
	c_results none = {0};

	if (object->lent || !method || method->defaulted || c->base.at.block == NO_BLOCK)
		return;
	c_inline(c, method, object, &object->types, &none, span);
}

void c_objects_end(struct c *c, uint32_t live, bool stay, struct span span)
{
	uint32_t n = c->live.n;

	while (n > live)
		end(c, c->live.at[--n], span);
	if (!stay && c->live.n > live)
		c->live.n = live;
}

void c_objects_left(struct c *c, struct span to, struct span span)
{
	uint32_t first = c->frame ? c->frame->live : 0;

	for (uint32_t i = c->live.n; i-- > first;) {
		struct span block = c->live.at[i]->block;

		if (to.start < block.start || to.end > block.end)
			end(c, c->live.at[i], span);
	}
}

void c_temporaries_end(struct c *c, uint32_t live, struct span span)
{
	uint32_t kept = live;

	for (uint32_t i = c->live.n; i-- > live;)
		if (c->live.at[i]->temporary)
			end(c, c->live.at[i], span);
	for (uint32_t i = live; i < c->live.n; i++)
		if (!c->live.at[i]->temporary)
			c->live.at[kept++] = c->live.at[i];
	if (c->live.n > live)
		c->live.n = kept;
}

bool c_object_holds(const struct c_object *object, uint32_t var)
{
	uint32_t size = c_class_size(object->class);

	for (uint32_t i = 0; i < size; i++)
		if (object->vars[i] == var)
			return true;
	return false;
}

bool c_object_is_live(const struct c *c, const struct c_object *object, uint32_t live)
{
	for (uint32_t i = live; i < c->live.n; i++)
		if (c->live.at[i] == object)
			return true;
	return false;
}

/* ---- declarations ---- */

static struct c_object *declare(
        struct c *c, const struct c_class *class, const struct c_types *types, struct ts_child name)
{
	const char *text = lower_str(&c->base, name);
	struct c_object *object = c_object_new(c, class, types, text);

	c_name_new(c, text)->object = object;
	return object;
}

static void live(struct c *c, struct c_object *object)
{
	object->temporary = false;
	vec_push(&c->base.scratch, &c->live, object);
}

/* Ref x(a, b), which may look like a function: the arguments are names then. */
static void declare_called(struct c *c, const struct c_class *class, const struct c_types *types,
        struct ts_child name, struct ts_child list)
{
	uint32_t first = c->base.at.func->insns.n;
	struct span span = ts_span(list);
	struct c_tree *before = c->tree;
	bool again = list.kind == K_PARAMETER_LIST;
	c_results args;
	struct c_object *object;

	if (again)
		list = c_arguments_again(c, list, &before);
	args = c_eval_all(c, list);
	c_tree_enter(c, before);
	if (again)
		c_place_at(c, first, span);
	object = declare(c, class, types, name);
	if (args.n == 1)
		c_object_take(c, object, args.at[0], ts_span(name));
	else
		c_object_construct(c, object, &args, ts_span(name));
	live(c, object);
}

static void declare_from(struct c *c, const struct c_class *class, const struct c_types *types,
        struct ts_child name, struct ts_child value)
{
	struct c_result from = c_eval(c, value);
	struct c_object *object = declare(c, class, types, name);

	c_object_take(c, object, from, ts_span(name));
	live(c, object);
}

/* auto x = f(); Ref &x = y; PyObject *&x = y */
static bool declare_other(
        struct c *c, struct ts_child type, struct ts_child node, struct ts_child value)
{
	struct ts_child declarator = ts_child_of(&c->base.walk, node, F_DECLARATOR);
	struct ts_child name = c_declared(c, declarator);
	bool refers = declarator.kind == K_REFERENCE_DECLARATOR;
	struct c_result from;
	struct c_object *object;

	value = c_unwrap(c, value);
	if (ts_none(value) || name.kind != K_IDENTIFIER ||
	        (value.kind != K_CALL && value.kind != K_COMPOUND_LITERAL && !refers))
		return false;
	from = c_eval(c, value);
	if (!from.object) {
		c_declare_value(c, type, declarator, from.value);
		return true;
	}
	if (refers && !from.object->temporary) {
		c_name_new(c, lower_str(&c->base, name))->object = from.object;
		return true;
	}
	object = declare(c, from.object->class, &from.object->types, name);
	c_object_take(c, object, from, ts_span(name));
	live(c, object);
	return true;
}

/* Another name of a pointer. */
static bool declare_alias(struct c *c, struct ts_child node, struct ts_child value)
{
	struct ts_child declarator = ts_child_of(&c->base.walk, node, F_DECLARATOR), name;
	const struct c_name *of;
	struct c_name *made;

	while (declarator.kind == K_POINTER_DECLARATOR)
		declarator = ts_child_of(&c->base.walk, declarator, F_DECLARATOR);
	value = c_unwrap(c, value);
	if (declarator.kind != K_REFERENCE_DECLARATOR || value.kind != K_IDENTIFIER)
		return false;
	of = c_lookup(c, ts_text(&c->base.walk, value));
	name = c_declared(c, declarator);
	if (!of || of->var == NO_VAR || of->array || of->refers || name.kind != K_IDENTIFIER)
		return false;
	made = c_name_new(c, lower_str(&c->base, name));
	made->var = of->var;
	made->cleaned = of->cleaned;
	return true;
}

static bool names_value(struct c *c, struct ts_child node)
{
	static const char *const constants[] = {"true", "false", "nullptr", "NULL"};
	struct ts_child shape = ts_child_of(&c->base.walk, node, F_DECLARATOR);
	struct ts_child type = ts_child_of(&c->base.walk, node, F_TYPE);

	if (node.kind != K_PARAMETER)
		return true;
	if (!ts_none(shape))
		return shape.kind == K_ABSTRACT_FUNCTION && type.kind != K_PRIMITIVE_TYPE;
	for (size_t i = 0; i < COUNT_OF(constants); i++)
		if (lower_is(&c->base, node, constants[i]))
			return true;
	return c_lookup(c, ts_text(&c->base.walk, node));
}

bool c_object_is_called(struct c *c, struct ts_child function)
{
	struct ts_kids kids =
	        ts_open(&c->base.walk, ts_child_of(&c->base.walk, function, F_PARAMETERS));
	uint32_t count = 0;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (!ts_is_named(kid))
			continue;
		count++;
		if (!names_value(c, kid))
			return false;
	}
	return count && ts_child_of(&c->base.walk, function, F_DECLARATOR).kind == K_IDENTIFIER;
}

bool c_object_declare(struct c *c, struct ts_child type, struct ts_child node)
{
	struct c_types types = {0};
	const struct c_class *class;
	struct ts_child value = {0}, name = node;
	c_results none = {0};

	if (!c->plus)
		return false;
	class = c_class_of(c, type, &types);
	if (node.kind == K_INIT_DECLARATOR) {
		value = ts_child_of(&c->base.walk, node, F_VALUE);
		name = ts_child_of(&c->base.walk, node, F_DECLARATOR);
		if (!ts_none(value) && declare_alias(c, node, value))
			return true;
	}
	if (!class || !c_class_is_followed(class))
		return type.kind == K_PLACEHOLDER && node.kind == K_INIT_DECLARATOR &&
		        declare_other(c, type, node, value);
	if (name.kind == K_REFERENCE_DECLARATOR)
		return declare_other(c, type, node, value);
	if (name.kind == K_FUNCTION_DECLARATOR && c_object_is_called(c, name)) {
		declare_called(c, class, &types, ts_child_of(&c->base.walk, name, F_DECLARATOR),
		        ts_child_of(&c->base.walk, name, F_PARAMETERS));
		return true;
	}
	if (name.kind != K_IDENTIFIER)
		return false;
	if (ts_none(value)) {
		struct c_object *object = declare(c, class, &types, name);

		c_object_construct(c, object, &none, ts_span(name));
		live(c, object);
	} else if (value.kind == K_ARGUMENT_LIST || value.kind == K_INITIALIZER_LIST) {
		declare_called(c, class, &types, name, value);
	} else {
		declare_from(c, class, &types, name, value);
	}
	return true;
}

bool c_object_parameter(struct c *c, struct ts_child type, struct ts_child name, uint32_t value)
{
	struct c_types types = {0};
	const struct c_class *class = c_class_of(c, type, &types);

	if (!class || !c_class_is_followed(class) || name.kind != K_IDENTIFIER)
		return false;
	c_object_fill(c, declare(c, class, &types, name), value, ts_span(name));
	return true;
}
