/*
 * Classes. Methods are functions that carry the class's name; instance fields
 * are set at the start of the constructor, which is made up when there is
 * none; static fields and blocks run where the class stands.
 */
#include "front/js_lower.h"

static bool has_token(struct js *js, struct ts_kids kids, enum js_kind token)
{
	return !ts_none(ts_kind(&js->walk, kids, (uint16_t)token));
}

static bool is_field(struct ts_child node)
{
	return node.kind == K_FIELD_DEFINITION || node.kind == K_PUBLIC_FIELD_DEFINITION;
}

/* The name node of a field; the grammars differ in what they call it. */
static struct ts_child field_name(struct js *js, struct ts_kids kids)
{
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);

	return ts_none(name) ? ts_field(&js->walk, kids, F_PROPERTY) : name;
}

/* ---- fields ---- */

static uint32_t field_value(
        struct js *js, struct ts_child node, struct ts_child value, struct js_role role)
{
	switch (value.kind) {
	case K_ARROW_FUNCTION:
	case K_FUNCTION_EXPRESSION:
	case K_GENERATOR_FUNCTION:
		role.doc_at = ts_span(node).start;
		return js_closure(js, js_function(js, value, &role), ts_span(value));
	default:
		return js_expr(js, value);
	}
}

static void set_field(
        struct js *js, uint32_t object, struct ts_child name, uint32_t value, struct span span)
{
	const char *property = js_property(js, name);

	if (property)
		ir_set_field(&js->at, object, property, value, span);
	else
		ir_set_item(&js->at, object, js_children(js, name), value, span);
}

void js_fields(struct js *js, struct ts_child body, const char *class_name)
{
	struct ts_kids members = ts_open(&js->walk, body);

	for (uint32_t i = 0; i < members.n; i++) {
		struct ts_child member = ts_kid(&js->walk, members, i);
		struct ts_kids kids;
		struct ts_child name, value;

		if (!is_field(member))
			continue;
		kids = ts_open(&js->walk, member);
		name = field_name(js, kids);
		value = ts_field(&js->walk, kids, F_VALUE);
		if (!ts_none(value) && !has_token(js, kids, T_STATIC)) {
			struct js_role role = {.name = js_property(js, name),
			        .class_name = class_name,
			        .flags = FUNC_METHOD};
			uint32_t object = js_hide(js, js_this(js, ts_span(name)));

			set_field(js, object, name, field_value(js, member, value, role),
			        ts_span(member));
		}
	}
}

/* ---- methods ---- */

static void lower_method(
        struct js *js, struct ts_child node, struct ts_child body, const char *class_name)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	const char *name = js_property(js, ts_field(&js->walk, kids, F_NAME));
	bool is_static = has_token(js, kids, T_STATIC) || has_token(js, kids, T_STATIC_GET);
	struct js_role role = {.name = name ? name : "",
	        .class_name = class_name,
	        .flags = is_static ? 0 : FUNC_METHOD,
	        .doc_at = ts_span(node).start};

	if (has_token(js, kids, T_GET) || has_token(js, kids, T_STATIC_GET))
		role.name = arena_printf(js->arena, "get %s", role.name);
	else if (has_token(js, kids, T_SET))
		role.name = arena_printf(js->arena, "set %s", role.name);
	if (!is_static && same(name, "constructor")) {
		role.flags |= FUNC_CONSTRUCTOR;
		role.class_body = body;
	}
	js_function(js, node, &role);
}

static bool is_constructor(struct js *js, struct ts_child node)
{
	struct ts_kids kids;

	if (node.kind != K_METHOD_DEFINITION)
		return false;
	kids = ts_open(&js->walk, node);
	return str_is(ts_text(&js->walk, ts_field(&js->walk, kids, F_NAME)), "constructor") &&
	        !has_token(js, kids, T_STATIC);
}

static bool has_value(struct js *js, struct ts_child field)
{
	struct ts_kids kids = ts_open(&js->walk, field);

	return !ts_none(ts_field(&js->walk, kids, F_VALUE)) && !has_token(js, kids, T_STATIC);
}

/* Fields want a constructor. */
static void make_constructor(
        struct js *js, struct ts_child body, struct ts_kids members, const char *class_name)
{
	struct cursor outer = js->at;
	struct js_fn fn = {.this_class = class_name};
	struct js_scope scope;
	struct func *func;
	bool wanted = false;

	for (uint32_t i = 0; i < members.n; i++) {
		struct ts_child member = ts_kid(&js->walk, members, i);

		if (is_constructor(js, member))
			return;
		wanted = wanted || (is_field(member) && has_value(js, member));
	}
	if (!wanted)
		return;
	func = js_function_begin(js, &fn, &scope, "constructor", ts_span(body));
	func->flags |= FUNC_METHOD | FUNC_CONSTRUCTOR;
	func->class_name = class_name;
	func->param_names = arena_array(js->arena, const char *, 1);
	js_fields(js, body, class_name);
	js_function_end(js, &fn, outer);
}

/* ---- what runs where the class stands ---- */

/* `@d`: d is called with the class. */
static void decorate(struct js *js, struct ts_child node, uint32_t class)
{
	struct arg arg = {.value = class};
	uint32_t decorator = js_expr(js, ts_first(&js->walk, node));

	js_hide(js, ir_call(&js->at, decorator, NULL, &arg, 1, ts_span(node)));
}

static void decorate_all(struct js *js, struct ts_kids kids, uint32_t class)
{
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_DECORATOR)
			decorate(js, kid, class);
	}
}

static void lower_static(
        struct js *js, struct ts_child member, uint32_t class, const char *class_name)
{
	struct js_role role = {.name = "static", .class_name = class_name};
	struct ts_kids kids = ts_open(&js->walk, member);
	struct ts_child value = ts_field(&js->walk, kids, F_VALUE);
	struct ts_child name = field_name(js, kids);
	uint32_t closure;

	decorate_all(js, kids, class);
	if (member.kind == K_CLASS_STATIC_BLOCK) {
		role.doc_at = ts_span(member).start;
		closure = js_closure(js, js_function(js, member, &role), ts_span(member));
		js_hide(js, closure);
		js_hide(js, ir_call(&js->at, closure, NULL, NULL, 0, ts_span(member)));
	} else if (is_field(member) && has_token(js, kids, T_STATIC) && !ts_none(value)) {
		role.name = js_property(js, name);
		set_field(js, class, name, field_value(js, member, value, role), ts_span(member));
	}
}

static void lower_members(
        struct js *js, struct ts_child body, uint32_t class, const char *class_name)
{
	struct ts_kids members = ts_open(&js->walk, body);

	make_constructor(js, body, members, class_name);
	for (uint32_t i = 0; i < members.n; i++) {
		struct ts_child member = ts_kid(&js->walk, members, i);

		if (member.kind == K_METHOD_DEFINITION)
			lower_method(js, member, body, class_name);
		if (member.kind == K_DECORATOR)
			decorate(js, member, class);
		else if (ts_is_named(member))
			lower_static(js, member, class, class_name);
		if (member.kind == K_ERROR)
			js_note(js, ts_span(member), "syntax error");
	}
}

static struct ts_child base_of(struct js *js, struct ts_kids kids)
{
	struct ts_child base = ts_first(&js->walk, ts_kind(&js->walk, kids, K_CLASS_HERITAGE));

	return base.kind == K_EXTENDS_CLAUSE ? ts_child_of(&js->walk, base, F_VALUE) : base;
}

uint32_t js_class(struct js *js, struct ts_child node)
{
	const char *class_name = js_take_hint(js);
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);
	struct ts_child base = base_of(js, kids);
	struct js_binding *own = NULL;
	struct js_scope scope;
	uint32_t class;

	js_scope_open(js, &scope, false);
	if (!ts_none(name)) {
		class_name = js_name_of(js, name)->text;
		if (node.kind == K_CLASS) {
			js_class_shape(js, node);
			own = js_declare(js, js_name_of(js, name), ts_span(name));
		}
	}
	if (base.kind == K_CALL_EXPRESSION)
		js_hide(js, js_expr(js, base));
	if (!class_name)
		class_name = "";
	class = ir_unary(&js->at, OP_CLASS, 0, class_name, ts_span(node));
	if (own)
		ir_store(&js->at, own->var, class, ts_span(name));
	decorate_all(js, kids, class);
	lower_members(js, ts_field(&js->walk, kids, F_BODY), class, class_name);
	js_scope_close(js);
	return class;
}

/* ---- shape ---- */

/* `call` is "()" for what a method returns. */
static void add_member(struct js *js, struct js_shape *shape, struct ts_child name,
        const char *call, struct str type)
{
	const char *key = type.n ? js_property(js, name) : NULL;

	if (key)
		key = arena_printf(js->arena, "%s%s", key, call);
	if (key && !map_get(&shape->members, key))
		map_put(&shape->members, key, arena_str(js->arena, type));
}

/* TypeScript's `constructor(private x: T)` */
static void add_parameters(struct js *js, struct js_shape *shape, struct ts_child parameters)
{
	struct ts_kids kids = ts_open(&js->walk, parameters);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);
		struct ts_kids parts;

		if (kid.kind != K_REQUIRED_PARAMETER && kid.kind != K_OPTIONAL_PARAMETER)
			continue;
		parts = ts_open(&js->walk, kid);
		if (has_token(js, parts, K_ACCESSIBILITY_MODIFIER) ||
		        has_token(js, parts, T_READONLY))
			add_member(js, shape, ts_field(&js->walk, parts, F_PATTERN), "",
			        js_annotation(js, ts_field(&js->walk, parts, F_TYPE)));
	}
}

static void shape_member(struct js *js, struct js_shape *shape, struct ts_child member)
{
	struct ts_kids kids = ts_open(&js->walk, member);
	struct str type = js_annotation(js, ts_field(&js->walk, kids, F_TYPE));
	uint32_t start = ts_span(member).start;

	if (is_field(member)) {
		if (!type.n)
			type = js_doc_tag(js_doc(js, start), "@type");
		add_member(js, shape, field_name(js, kids), "", type);
	} else if (member.kind == K_METHOD_DEFINITION) {
		type = js_annotation(js, ts_field(&js->walk, kids, F_RETURN_TYPE));
		add_member(js, shape, ts_field(&js->walk, kids, F_NAME),
		        has_token(js, kids, T_GET) ? "" : "()", type);
		if (is_constructor(js, member))
			add_parameters(js, shape, ts_field(&js->walk, kids, F_PARAMETERS));
	}
}

void js_class_shape(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node), members;
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);
	struct ts_child base = base_of(js, kids);
	struct js_shape *shape;

	if (!ts_none(name)) {
		shape = js_shape(js, js_name_of(js, name));
		if (base.kind == K_IDENTIFIER)
			shape->extends = js_name_of(js, base)->text;
		members = ts_open(&js->walk, ts_field(&js->walk, kids, F_BODY));
		for (uint32_t i = 0; i < members.n; i++)
			shape_member(js, shape, ts_kid(&js->walk, members, i));
	}
}
