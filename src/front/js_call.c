/*
 * Member accesses, calls, and the arguments of both.
 *
 * A chain `a?.b.c(d)` is lowered link by link; what is null before a `?.`
 * leaves the whole chain, to a block that the caller of js_chain lands
 * somewhere. A method call has a receiver and a name and reads no field.
 * Values of arguments wait on one stack that all calls at work share.
 */
#include "front/js_lower.h"

/* ---- arguments ---- */

uint32_t js_args_mark(struct js *js)
{
	return js->args.n;
}

void js_args_add(struct js *js, uint32_t value, uint8_t flags, const char *key)
{
	vec_push(js->arena, &js->args, ((struct arg){value, flags, key}));
}

const struct arg *js_args_since(struct js *js, uint32_t mark, uint32_t *count)
{
	*count = js->args.n - mark;
	return js->args.at + mark;
}

void js_args_drop(struct js *js, uint32_t mark)
{
	js->args.n = mark;
}

uint32_t js_any(struct js *js, uint32_t mark, struct span span)
{
	uint32_t value = ir_any(&js->at, js->args.at + mark, js->args.n - mark, span);

	js_args_drop(js, mark);
	return value;
}

uint32_t js_prim(struct js *js, uint32_t mark, struct span span)
{
	uint32_t value = ir_prim(&js->at, js->args.at + mark, js->args.n - mark, span);

	js_args_drop(js, mark);
	return value;
}

uint32_t js_prim_of(struct js *js, uint32_t a, uint32_t b, struct span span)
{
	struct arg args[2] = {{.value = a}, {.value = b}};

	return ir_prim(&js->at, args, b ? 2 : 1, span);
}

static void argument(struct js *js, struct ts_child node)
{
	struct ts_child inner = js_strip(js, node);
	struct js_binding *binding;
	struct js_text text = {0};
	uint32_t value;

	if (node.kind == K_SPREAD_ELEMENT) {
		value = js_expr(js, ts_first(&js->walk, node));
		js_args_add(js, value, ARG_SPREAD, NULL);
		return;
	}
	if (js_is_string(inner)) {
		value = js_string(js, inner, &text);
		js_embed(js, &text);
		js_args_add(js, value, 0, NULL);
		return;
	}
	js_args_add(js, js_expr(js, node), 0, NULL);
	if (inner.kind != K_IDENTIFIER)
		return;
	binding = js_lookup(js, js_name_of(js, inner));
	if (binding && binding->text)
		js_embed(js, binding->text);
}

static void arguments(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (ts_is_named(kid))
			argument(js, kid);
	}
}

/* tag`text ${hole}`: the text, then the holes */
static void tag_arguments(struct js *js, struct ts_child node)
{
	uint32_t mark = js_args_mark(js), value;
	struct js_text text = {0};

	js_args_add(js, 0, 0, NULL);
	value = js_template(js, node, &text);
	js->args.at[mark].value = value;
	js_embed(js, &text);
}

/* ---- names of properties ---- */

/* Symbol.dispose → "@@dispose" */
static const char *symbol_name(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child object = ts_field(&js->walk, kids, F_OBJECT);
	struct str name = ts_text(&js->walk, ts_field(&js->walk, kids, F_PROPERTY));

	if (object.kind != K_IDENTIFIER || !str_is(ts_text(&js->walk, object), "Symbol"))
		return NULL;
	if (js_lookup(js, js_name_of(js, object)))
		return NULL;
	return arena_printf(js->arena, "@@%.*s", (int)name.n, name.at);
}

const char *js_property(struct js *js, struct ts_child node)
{
	if (node.kind == K_COMPUTED_PROPERTY_NAME)
		node = ts_first(&js->walk, node);
	node = js_strip(js, node);
	switch (node.kind) {
	case K_IDENTIFIER:
	case K_PROPERTY_IDENTIFIER:
	case K_PRIVATE_PROPERTY_IDENTIFIER:
	case K_SHORTHAND_PROPERTY_IDENTIFIER:
	case K_SHORTHAND_PROPERTY_IDENTIFIER_PATTERN:
	case K_NUMBER:
		return js_name_of(js, node)->text;
	case K_STRING:
		return js_string_text(js, node);
	case K_MEMBER_EXPRESSION:
		return symbol_name(js, node);
	default:
		return NULL;
	}
}

const char *js_index_name(struct js *js, struct ts_child index)
{
	index = js_strip(js, index);
	return index.kind == K_STRING || index.kind == K_MEMBER_EXPRESSION ? js_property(js, index)
	                                                                   : NULL;
}

/* ---- chains ---- */

bool js_is_optional(struct js *js, struct ts_kids kids)
{
	return !ts_none(ts_kind(&js->walk, kids, K_OPTIONAL_CHAIN)) ||
	        !ts_none(ts_kind(&js->walk, kids, T_OPTIONAL));
}

/* Goes on only when `value` is not null. */
static void guard(struct js *js, uint32_t value, uint32_t *null, struct span span)
{
	uint32_t next = js_block(js);

	if (*null == NO_BLOCK)
		*null = js_block(js);
	ir_branch(&js->at, TEST_NULL, NULL, value, *null, next, span);
	ir_start(&js->at, next);
}

/* A member whose type the program declares is cast to it. */
static uint32_t declared(
        struct js *js, struct ts_child object, uint32_t value, const char *name, struct span span)
{
	struct str type = js_member_text(js, js_type_of(js, object), name);
	const char *head = type.n ? js_type(js, type) : NULL;

	return head ? js_hide(js, ir_unary(&js->at, OP_CAST, value, head, span)) : value;
}

static uint32_t member(struct js *js, struct ts_child node, uint32_t *null)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child object = ts_field(&js->walk, kids, F_OBJECT);
	const char *name = js_property(js, ts_field(&js->walk, kids, F_PROPERTY));
	bool optional = js_is_optional(js, kids);
	uint32_t value;

	value = js_chain(js, object, null);
	if (optional)
		guard(js, value, null, ts_span(object));
	value = ir_field(&js->at, value, name ? name : "", ts_span(node));
	return declared(js, object, value, name ? name : "", ts_span(node));
}

static uint32_t subscript(struct js *js, struct ts_child node, uint32_t *null)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child object = ts_field(&js->walk, kids, F_OBJECT);
	struct ts_child index = ts_field(&js->walk, kids, F_INDEX);
	const char *name = js_index_name(js, index);
	bool optional = js_is_optional(js, kids);
	uint32_t value, key;

	value = js_chain(js, object, null);
	if (optional)
		guard(js, value, null, ts_span(object));
	if (name)
		return ir_field(&js->at, value, name, ts_span(node));
	key = js_expr(js, index);
	return ir_add(&js->at,
	        (struct insn){.op = OP_INDEX, .a = value, .b = key, .span = ts_span(node)});
}

/* What is called: method `name` of `value`, or `value` itself. */
struct callee {
	uint32_t value;
	const char *name;
};

static struct callee method(struct js *js, struct ts_child node, uint32_t *null)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child object = ts_field(&js->walk, kids, F_OBJECT);
	struct ts_child index = ts_field(&js->walk, kids, F_INDEX);
	struct callee callee;
	bool optional = js_is_optional(js, kids);

	if (ts_none(index))
		callee.name = js_property(js, ts_field(&js->walk, kids, F_PROPERTY));
	else
		callee.name = js_index_name(js, index);
	if (!callee.name)
		return (struct callee){js_chain(js, node, null), NULL};
	callee.value = js_chain(js, object, null);
	if (optional)
		guard(js, callee.value, null, ts_span(object));
	return callee;
}

static struct callee callee_of(struct js *js, struct ts_child node, uint32_t *null)
{
	struct ts_child inner = node;

	while (inner.kind == K_PARENTHESIZED_EXPRESSION || inner.kind == K_NON_NULL_EXPRESSION)
		inner = ts_first(&js->walk, inner);
	if (inner.kind == K_MEMBER_EXPRESSION || inner.kind == K_SUBSCRIPT_EXPRESSION)
		return method(js, inner, null);
	return (struct callee){js_chain(js, node, null), NULL};
}

/* `f?.()`: the call happens only when there is something to call. */
static void guard_callee(struct js *js, struct callee callee, uint32_t *null, struct span span)
{
	uint32_t next;

	if (!callee.name) {
		guard(js, callee.value, null, span);
		return;
	}
	next = js_block(js);
	if (*null == NO_BLOCK)
		*null = js_block(js);
	ir_branch(&js->at, TEST_MEMBER, callee.name, callee.value, next, *null, span);
	ir_start(&js->at, next);
}

/* require("m") and import("m"): the module; 0 when it is something else */
static uint32_t load_module(struct js *js, struct ts_child function, struct ts_child args)
{
	struct ts_child first;
	struct js_name *name;

	if (function.kind != K_IMPORT && function.kind != K_IDENTIFIER)
		return 0;
	first = ts_first(&js->walk, args);
	if (first.kind != K_STRING && first.kind != K_TEMPLATE_STRING)
		return 0;
	if (function.kind == K_IDENTIFIER) {
		if (!str_is(ts_text(&js->walk, function), "require"))
			return 0;
		name = js_name_of(js, function);
		if (js_lookup(js, name))
			return 0;
	}
	return ir_global(&js->at, arena_printf(js->arena, "%s#*", js_string_text(js, first)),
	        (struct span){ts_span(function).start, ts_span(args).end});
}

/* describe("...", () => {...}) and the like hold test code */
static bool is_test_call(struct js *js, struct ts_child function)
{
	static const char *const names[] = {"describe", "it", "test", "suite", "beforeEach",
	        "afterEach", "beforeAll", "afterAll"};
	struct str text;

	while (function.kind == K_MEMBER_EXPRESSION)
		function = ts_child_of(&js->walk, function, F_OBJECT);
	if (function.kind != K_IDENTIFIER)
		return false;
	text = ts_text(&js->walk, function);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(text, names[i]))
			return true;
	return false;
}

static uint32_t finish_call(
        struct js *js, struct callee callee, struct ts_child args, uint16_t flags, struct span span)
{
	uint32_t mark = js_args_mark(js), value;

	if (args.kind == K_TEMPLATE_STRING)
		tag_arguments(js, args);
	else
		arguments(js, args);
	value = ir_call(
	        &js->at, callee.value, callee.name, js->args.at + mark, js->args.n - mark, span);
	js->at.func->insns.at[value].flags |= flags;
	js_args_drop(js, mark);
	return value;
}

static uint32_t call(struct js *js, struct ts_child node, uint32_t *null)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child function = ts_field(&js->walk, kids, F_FUNCTION);
	struct ts_child args = ts_field(&js->walk, kids, F_ARGUMENTS);
	bool optional = js_is_optional(js, kids), test = js->test;
	struct callee callee;
	uint32_t value;

	value = load_module(js, function, args);
	if (value)
		return value;
	callee = callee_of(js, function, null);
	if (optional)
		guard_callee(js, callee, null, ts_span(function));
	js->test = test || is_test_call(js, function);
	value = finish_call(js, callee, args, optional ? CALL_MAYBE : 0, ts_span(node));
	js->test = test;
	return value;
}

uint32_t js_new(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child constructor = ts_field(&js->walk, kids, F_CONSTRUCTOR);
	struct ts_child args = ts_field(&js->walk, kids, F_ARGUMENTS);
	uint32_t null = NO_BLOCK;
	struct callee callee;

	callee = callee_of(js, constructor, &null);
	js_land(js, null); /* `new a?.b()` is a syntax error that the parser lets pass */
	return finish_call(js, callee, args, CALL_NEW, ts_span(node));
}

static uint32_t dispatch(struct js *js, struct ts_child node, uint32_t *null)
{
	switch (node.kind) {
	case K_MEMBER_EXPRESSION:
	case K_NESTED_IDENTIFIER:
		return member(js, node, null);
	case K_SUBSCRIPT_EXPRESSION:
		return subscript(js, node, null);
	case K_CALL_EXPRESSION:
		return call(js, node, null);
	default:
		return js_chain(js, ts_first(&js->walk, node), null);
	}
}

uint32_t js_chain(struct js *js, struct ts_child node, uint32_t *null)
{
	uint32_t value;

	switch (node.kind) {
	case K_MEMBER_EXPRESSION:
	case K_NESTED_IDENTIFIER:
	case K_SUBSCRIPT_EXPRESSION:
	case K_CALL_EXPRESSION:
	case K_NON_NULL_EXPRESSION:
		break;
	default:
		return js_expr(js, node);
	}
	if (!js_sink(js, node))
		return js_hide(js, ir_any(&js->at, NULL, 0, ts_span(node)));
	value = dispatch(js, node, null);
	js_rise(js);
	return value;
}
