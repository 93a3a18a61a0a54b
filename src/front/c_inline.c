/*
 * Functions of C++ that are lowered where they are called: methods of objects
 * that are followed, and small functions of headers.
 *
 * The trick: a method's body is lowered once more for each call, with the
 * names of members bound to the variables of the object. What an owner does
 * with its pointer is then seen in the very function that uses it. Instructions
 * get the place of the call, since that is what the user can mend.
 */
#include "front/c_class.h"

#include "base/find.h"

enum { MOST_BODY = 1500, MOST_INLINED = 6, MOST_INSNS = 20000 };

/* A parameter. */
struct formal {
	struct ts_child node, type, name;
	const struct c_class *class;
	bool refers, takes; /* T &, T && */
	bool pointer;
};

static struct formal formal_of(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child shape = ts_field(&c->base.walk, kids, F_DECLARATOR);
	struct formal formal = {.node = node, .type = ts_field(&c->base.walk, kids, F_TYPE)};
	struct c_types types = {0};

	formal.name = c_declared(c, shape);
	for (; shape.kind == K_POINTER_DECLARATOR || shape.kind == K_ABSTRACT_POINTER;
	        shape = ts_child_of(&c->base.walk, shape, F_DECLARATOR))
		formal.pointer = true;
	if (shape.kind == K_REFERENCE_DECLARATOR || shape.kind == K_ABSTRACT_REFERENCE) {
		formal.takes = str_starts(ts_text(&c->base.walk, shape), "&&");
		formal.refers = !formal.takes;
	}
	if (!formal.pointer)
		formal.class = c_class_of(c, formal.type, &types);
	return formal;
}

/* ---- which one is meant ---- */

static bool is_a(const struct c_class *class, const struct c_class *other)
{
	while (class && class != other)
		class = class->base;
	return class;
}

/* How well does the argument fit? Below 0: not at all. */
static int fit(const struct formal *formal, struct c_result given)
{
	if (formal->class && given.object) {
		if (!is_a(given.object->class, formal->class))
			return c_class_is_followed(formal->class) ? -1 : 0;
		if (formal->takes)
			return given.moved ? 3 : -1;
		return 2;
	}
	if (formal->class)
		return formal->takes || c_class_is_followed(formal->class) ? 0 : 1;
	if (given.object)
		return formal->pointer ? 0 : 1; /* a conversion, a template */
	return formal->pointer || formal->refers ? 2 : 1;
}

static int fit_all(struct c *c, const struct c_method *method, const c_results *args)
{
	struct c_tree *before = c_tree_enter(c, method->tree);
	struct ts_kids kids =
	        ts_open(&c->base.walk, ts_child_of(&c->base.walk, method->head, F_PARAMETERS));
	uint32_t at = 0;
	int sum = 0;

	for (uint32_t i = 0; i < kids.n && at < args->n && sum >= 0; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct formal formal;
		int one;

		if (kid.kind != K_PARAMETER && kid.kind != K_OPTIONAL_PARAMETER)
			continue;
		formal = formal_of(c, kid);
		one = fit(&formal, args->at[at++]);
		sum = one < 0 ? -1 : sum + one;
	}
	c_tree_enter(c, before);
	return sum;
}

const struct c_method *c_method_for(
        struct c *c, const struct c_class *class, const char *name, const c_results *args)
{
	const struct c_method *found = NULL;
	int best = -1;

	for (; class && !found; class = class->base)
		for (uint32_t i = 0; i < class->methods.n; i++) {
			const struct c_method *method = &class->methods.at[i];
			int fits;

			if (!same(method->name, name) || args->n < method->least ||
			        args->n > method->most)
				continue;
			fits = fit_all(c, method, args);
			if (fits > best) {
				best = fits;
				found = method;
			}
		}
	return found;
}

/* ---- parameters ---- */

uint32_t c_result_value(struct c *c, struct c_result result, struct span span)
{
	return result.object ? c_object_value(c, result.object, span) : result.value;
}

static void bind_object(
        struct c *c, const struct formal *formal, struct c_result given, struct span span)
{
	const char *name = lower_str(&c->base, formal->name);
	struct c_types types = {0};
	struct c_object *object;

	if (given.object && (formal->refers || formal->takes || given.moved)) {
		c_name_new(c, name)->object = given.object;
		return;
	}
	c_class_of(c, formal->type, &types);
	object = c_object_new(c, formal->class, &types, NULL);
	c_object_take(c, object, given, span);
	vec_push(&c->base.scratch, &c->live, object);
	c_name_new(c, name)->object = object;
}

/* Handle h: a type that says nothing, and no pointer. */
static bool is_by_name(const struct formal *formal)
{
	return !formal->pointer && !formal->refers &&
	        (formal->type.kind == K_TYPE_IDENTIFIER || formal->type.kind == K_QUALIFIED ||
	                formal->type.kind == K_TEMPLATE_TYPE);
}

static void bind_formal(
        struct c *c, const struct formal *formal, struct c_result given, struct span span)
{
	struct c_name *name;
	uint32_t value;

	if (formal->name.kind != K_IDENTIFIER)
		return;
	if (formal->class && c_class_is_followed(formal->class)) {
		bind_object(c, formal, given, span);
		return;
	}
	if (given.object && !formal->pointer) { /* of any type: a template */
		c_name_new(c, lower_str(&c->base, formal->name))->object = given.object;
		return;
	}
	value = c_result_value(c, given, span);
	if (formal->class || is_by_name(formal)) /* an object is made of it */
		c_plus_keep(c, value, span);
	name = c_name_new(c, lower_str(&c->base, formal->name));
	if (formal->refers && given.place != NO_VAR && given.placed) {
		name->var = given.place;
		return;
	}
	name->var = var_new(c->base.unit, c->base.at.func->id, NULL, span);
	ir_store(&c->base.at, name->var, value, span);
}

static void bind_formals(
        struct c *c, const struct c_method *method, const c_results *args, struct span span)
{
	struct ts_kids kids =
	        ts_open(&c->base.walk, ts_child_of(&c->base.walk, method->head, F_PARAMETERS));
	uint32_t at = 0;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct c_result given = {0};
		struct formal formal;

		if ((kid.kind != K_PARAMETER && kid.kind != K_OPTIONAL_PARAMETER) ||
		        lower_is(&c->base, kid, "void"))
			continue;
		formal = formal_of(c, kid);
		if (at < args->n)
			given = args->at[at++];
		else if (kid.kind == K_OPTIONAL_PARAMETER)
			given = c_eval(c, ts_child_of(&c->base.walk, kid, F_DEFAULT_VALUE));
		bind_formal(c, &formal, given, span);
	}
}

static struct c_result lose_all(
        struct c *c, struct c_object *self, const c_results *args, struct span span)
{
	struct c_result result = {.value = ir_any(&c->base.at, NULL, 0, span)};

	if (self)
		c_object_lose(c, self, span);
	for (uint32_t i = 0; i < args->n; i++) {
		if (args->at[i].object)
			c_object_lose(c, args->at[i].object, span);
		else
			c_plus_keep(c, args->at[i].value, span);
	}
	return result;
}

/* ---- constructors ---- */

static void initialize_member(
        struct c *c, struct c_object *self, uint32_t index, const c_results *args, struct span span)
{
	uint32_t value = args->n ? c_result_value(c, args->at[0], span)
	                         : ir_const(&c->base.at, CONST_NULL, NULL, span);

	for (uint32_t i = 1; i < args->n; i++)
		c_plus_keep(c, c_result_value(c, args->at[i], span), span);
	ir_store(&c->base.at, self->vars[index], value, span);
}

static void initialize(
        struct c *c, const struct c_method *method, struct c_object *self, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child name = ts_named(&c->base.walk, kids);
	struct ts_child list = ts_kind(&c->base.walk, kids, K_ARGUMENT_LIST);
	struct str text = c_last_name(c, name);
	uint32_t index = c_class_find(self->class, text);
	struct span span = ts_span(node);
	const struct c_method *base;
	const struct c_class *class;
	c_results args;

	if (ts_none(list))
		list = ts_kind(&c->base.walk, kids, K_INITIALIZER_LIST);
	args = c_eval_all(c, list);
	if (index != C_MOST_MEMBERS) {
		initialize_member(c, self, index, &args, span);
		return;
	}
	class = c_class_named(c, arena_str(&c->base.scratch, text));
	base = class && is_a(self->class, class) ? c_method_for(c, class, class->name, &args)
	                                         : NULL;
	if (base && base != method && !base->defaulted)
		c_inline(c, base, self, &self->types, &args, span);
	else if (class && args.n == 1 && args.at[0].object)
		c_object_copy(c, self, args.at[0].object, span);
	else
		lose_all(c, self, &args, span);
}

static void initialize_all(struct c *c, const struct c_method *method, struct c_object *self)
{
	struct ts_child list =
	        ts_kind(&c->base.walk, ts_open(&c->base.walk, method->node), K_FIELD_INITIALIZERS);
	struct ts_kids kids = ts_open(&c->base.walk, list);
	uint32_t size = c_class_size(self->class);

	for (uint32_t i = 0; i < size; i++) {
		struct ts_child value = c_class_member(self->class, i)->value;

		if (!ts_none(value))
			ir_store(&c->base.at, self->vars[i], c_initializer(c, value),
			        ts_span(value));
	}
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_kid(&c->base.walk, kids, i).kind == K_FIELD_INITIALIZER)
			initialize(c, method, self, ts_kid(&c->base.walk, kids, i));
}

/* ---- lowering the body ---- */

static bool fits_in(struct c *c, const struct c_method *method)
{
	struct ts_child body;
	struct c_tree *before;
	struct str text;

	if (c->inlined >= MOST_INLINED || c->base.at.func->insns.n > MOST_INSNS)
		return false;
	before = c_tree_enter(c, method->tree);
	body = ts_child_of(&c->base.walk, method->node, F_BODY);
	text = ts_text(&c->base.walk, body);
	c_tree_enter(c, before);
	return body.kind == K_COMPOUND && text.n <= MOST_BODY;
}

static void bind_members(struct c *c, struct c_object *self)
{
	uint32_t size = self ? c_class_size(self->class) : 0;

	for (uint32_t i = 0; i < size; i++)
		c_name_new(c, c_class_member(self->class, i)->name)->var = self->vars[i];
}

static struct c_object *result_object(struct c *c, const struct c_method *method)
{
	struct c_types types = {0};
	const struct c_class *class;

	if (method->refers || method->stars || ts_none(method->type))
		return NULL;
	class = c_class_of(c, method->type, &types);
	return class && c_class_is_followed(class) ? c_object_new(c, class, &types, NULL) : NULL;
}

void c_place_at(struct c *c, uint32_t first, struct span span)
{
	struct func *func = c->base.at.func;

	for (uint32_t i = first; i < func->insns.n; i++)
		func->insns.at[i].span = span;
}

/* What stands around a function that is lowered at its call. */
struct around {
	struct c_frame *frame;
	struct c_target *target;
	const struct c_types *types;
	struct c_tree *tree;
	struct ts_child body;
	uint32_t mark, first; /* names, instructions */
};

static struct around enter(struct c *c, struct c_frame *frame, const struct c_types *types)
{
	struct around around = {c->frame, c->target, c->types, c->tree, c->body_node,
	        c_scope_open(c), c->base.at.func->insns.n};

	c_tree_enter(c, frame->method->tree);
	c->body_node = ts_child_of(&c->base.walk, frame->method->node, F_BODY);
	c->types = types;
	c->target = NULL;
	frame->live = c->live.n;
	frame->object = result_object(c, frame->method);
	c->frame = frame;
	c->inlined++;
	bind_members(c, frame->self);
	return around;
}

static void leave(struct c *c, const struct around *around, struct span span)
{
	c_names_close(c, around->mark);
	c_tree_enter(c, around->tree);
	c->frame = around->frame;
	c->body_node = around->body;
	c->target = around->target;
	c->types = around->types;
	c->inlined--;
	c_place_at(c, around->first, span);
}

/* Has it one return, which is the last thing it does? */
static bool ends_once(struct c *c, struct ts_child body)
{
	static const char word[] = "return";
	struct ts_kids kids = ts_open(&c->base.walk, body);
	struct str text = ts_text(&c->base.walk, body);
	const char *found = str_find(text, word);
	struct ts_child last = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&c->base.walk, kids, i)))
			last = ts_kid(&c->base.walk, kids, i);
	if (!found || last.kind != K_RETURN)
		return !found;
	found += sizeof(word) - 1;
	return !str_find((struct str){found, text.n - (size_t)(found - text.at)}, word);
}

static void lower_body(struct c *c, struct c_frame *frame, const c_results *args, struct span span)
{
	const struct c_method *method = frame->method;
	struct ts_child body = ts_child_of(&c->base.walk, method->node, F_BODY);

	frame->end = NO_BLOCK;
	if (!ends_once(c, body)) {
		frame->end = lower_block(&c->base);
		frame->result = lower_temp(&c->base);
	}
	bind_formals(c, method, args, span);
	if (frame->self && method->makes)
		initialize_all(c, method, frame->self);
	c_body(c, body, NULL);
	c_objects_end(c, frame->live, false, span);
	if (frame->end != NO_BLOCK)
		ir_start(&c->base.at, frame->end);
}

struct c_result c_inline(struct c *c, const struct c_method *method, struct c_object *self,
        const struct c_types *types, const c_results *args, struct span span)
{
	struct c_frame frame = {.outer = c->frame, .method = method, .self = self};
	struct c_result result = {0};
	struct around around;

	if (!fits_in(c, method))
		return lose_all(c, self, args, span);
	around = enter(c, &frame, types);
	lower_body(c, &frame, args, span);
	result.object = frame.object;
	result.value = frame.end == NO_BLOCK ? frame.value : 0;
	if (!result.object && !result.value)
		result.value = frame.result ? ir_load(&c->base.at, frame.result, span)
		                            : ir_any(&c->base.at, NULL, 0, span);
	leave(c, &around, span);
	if (result.object && result.object->temporary && !method->refers) {
		result.moved = true;
		vec_push(&c->base.scratch, &c->live, result.object);
	}
	return result;
}

void c_object_cond(
        struct c *c, struct c_object *object, uint32_t yes, uint32_t no, struct span span)
{
	const struct c_method *method = c_object_conversion(object->class, false);
	struct c_frame frame = {
	        .outer = c->frame, .method = method, .self = object, .end = NO_BLOCK};
	struct ts_child body, first;
	struct around around;
	uint32_t value;

	if (!method || !fits_in(c, method)) {
		value = c_object_value(c, object, span);
		ir_branch(&c->base.at, TEST_TRUTH, NULL, value, yes, no, span);
		return;
	}
	around = enter(c, &frame, &object->types);
	body = ts_child_of(&c->base.walk, method->node, F_BODY);
	first = ts_first(&c->base.walk, body);
	if (first.kind == K_RETURN) {
		c_cond(c, ts_first(&c->base.walk, first), yes, no);
		leave(c, &around, span);
		return;
	}
	leave(c, &around, span);
	value = c_result_value(
	        c, c_inline(c, method, object, &object->types, &(c_results){0}, span), span);
	ir_branch(&c->base.at, TEST_TRUTH, NULL, value, yes, no, span);
}

static void leave_frame(struct c *c, struct span span)
{
	if (c->frame->end == NO_BLOCK)
		return; /* nothing follows */
	c_objects_end(c, c->frame->live, true, span);
	ir_jump(&c->base.at, c->frame->end, span);
}

void c_inline_return(struct c *c, struct ts_child given, struct span span)
{
	struct c_frame *frame = c->frame;
	bool owns = frame->object && !frame->method->refers;
	bool braces = given.kind == K_INITIALIZER_LIST; /* return {x, y}; */
	struct c_result result = ts_none(given) || braces ? (struct c_result){0} : c_eval(c, given);
	c_results args = {0};
	bool own = result.object && c_object_is_live(c, result.object, frame->live);

	if (braces)
		args = c_eval_all(c, given);
	if (braces && !owns) {
		lose_all(c, NULL, &args, span);
	} else if (braces) {
		c_object_construct(c, frame->object, &args, span);
	} else if (owns) {
		if (own)
			c_object_copy(c, frame->object, result.object, span);
		else
			c_object_take(c, frame->object, result, span);
	} else if (result.object && (frame->method->refers || !frame->method->stars)) {
		frame->object = result.object;
	} else if (!ts_none(given)) {
		frame->value = c_result_value(c, result, span);
		if (frame->end != NO_BLOCK)
			ir_store(&c->base.at, frame->result, frame->value, span);
	}
	if (owns && own)
		result.object->lent = true;
	leave_frame(c, span);
	if (owns && own) /* on other ways it ends here; behind the only return nothing follows */
		result.object->lent = frame->end == NO_BLOCK;
}

void c_inline_leave(struct c *c, uint32_t value, struct span span)
{
	c->frame->value = value;
	if (value && c->frame->end != NO_BLOCK)
		ir_store(&c->base.at, c->frame->result, value, span);
	leave_frame(c, span);
}
