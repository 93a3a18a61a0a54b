/*
 * Functions: parameters, bodies, and the closures made of them.
 *
 * A function is lowered where it stands. All of its parameters become PARAM
 * instructions first; defaults and patterns follow, in order.
 */
#include "front/js_lower.h"

const char *js_take_hint(struct js *js)
{
	const char *hint = js->name_hint;

	js->name_hint = NULL;
	return hint;
}

uint32_t js_named(struct js *js, struct ts_child node, const char *name, uint32_t doc)
{
	uint32_t value;

	switch (node.kind) {
	case K_FUNCTION_EXPRESSION:
	case K_GENERATOR_FUNCTION:
	case K_ARROW_FUNCTION:
	case K_METHOD_DEFINITION:
	case K_CLASS:
		js->name_hint = name ? name : "";
		js->doc_at = doc;
		break;
	default:
		break;
	}
	value = js_expr(js, node);
	js->name_hint = NULL;
	return value;
}

struct func *js_function_begin(
        struct js *js, struct js_fn *fn, struct js_scope *scope, const char *name, struct span span)
{
	uint32_t parent = js->at.func ? js->at.func->id : NO_FUNC;
	struct func *func = func_new(js->unit, parent, name, span);

	func->flags = FUNC_THROWS;
	js->at = (struct cursor){.unit = js->unit, .func = func, .unwind = NO_BLOCK};
	fn->outer = js->fn;
	js->fn = fn;
	js_scope_open(js, scope, false);
	return func;
}

void js_function_end(struct js *js, struct js_fn *fn, struct cursor outer)
{
	js_scope_close(js);
	js->fn = fn->outer;
	js->at = outer;
}

uint32_t js_closure(struct js *js, uint32_t func, struct span span)
{
	if (func == NO_FUNC)
		return js_hide(js, ir_any(&js->at, NULL, 0, span));
	return ir_add(&js->at, (struct insn){.op = OP_CLOSURE, .func = func, .span = span});
}

/* ---- parameters ---- */

struct parameter {
	struct ts_child pattern, fallback;
	struct str type;
	bool member; /* TypeScript's `constructor(private x)` */
	bool rest;
};

static struct parameter typed_parameter(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct parameter parameter = {
	        .pattern = ts_field(&js->walk, kids, F_PATTERN),
	        .fallback = ts_field(&js->walk, kids, F_VALUE),
	        .type = js_annotation(js, ts_field(&js->walk, kids, F_TYPE)),
	        .member = !ts_none(ts_kind(&js->walk, kids, K_ACCESSIBILITY_MODIFIER)) ||
	                !ts_none(ts_kind(&js->walk, kids, T_READONLY)),
	};

	return parameter;
}

static struct parameter parameter_of(struct js *js, struct ts_child node, struct str doc)
{
	struct parameter parameter = {.pattern = node};

	if (node.kind == K_REQUIRED_PARAMETER || node.kind == K_OPTIONAL_PARAMETER)
		parameter = typed_parameter(js, node);
	if (parameter.pattern.kind == K_ASSIGNMENT_PATTERN) {
		parameter.fallback = ts_child_of(&js->walk, parameter.pattern, F_RIGHT);
		parameter.pattern = ts_child_of(&js->walk, parameter.pattern, F_LEFT);
	}
	parameter.rest = parameter.pattern.kind == K_REST_PATTERN;
	if (parameter.rest)
		parameter.pattern = ts_first(&js->walk, parameter.pattern);
	if (!parameter.type.n && parameter.pattern.kind == K_IDENTIFIER && doc.n)
		parameter.type = js_doc_param(doc, js_name_of(js, parameter.pattern)->text);
	return parameter;
}

typedef VEC(struct parameter) parameter_list;

static void declare_parameter(
        struct js *js, parameter_list *list, struct ts_child node, struct str doc)
{
	struct parameter parameter = parameter_of(js, node, doc);
	struct insn insn = {.op = OP_PARAM, .var = list->n, .span = ts_span(node)};

	if (ts_none(parameter.pattern) || parameter.pattern.kind == K_THIS)
		return;
	insn.name = parameter.type.n ? js_type(js, parameter.type) : NULL;
	insn.flags = parameter.rest ? PARAM_REST : 0;
	js_args_add(js, ir_add(&js->at, insn), 0, NULL);
	js_declare_pattern(js, parameter.pattern, parameter.type);
	vec_push(js->arena, list, parameter);
}

static void name_parameters(struct js *js, const parameter_list *list)
{
	struct func *func = js->at.func;

	func->param_count = list->n;
	func->param_names = arena_array(js->arena, const char *, list->n + 1);
	for (uint32_t i = 0; i < list->n; i++) {
		struct ts_child pattern = list->at[i].pattern;

		func->param_names[i] =
		        pattern.kind == K_IDENTIFIER ? js_name_of(js, pattern)->text : "";
	}
}

static void bind_parameter(struct js *js, const struct parameter *parameter, uint32_t value)
{
	struct span span = ts_span(parameter->pattern);

	if (!ts_none(parameter->fallback))
		value = js_default(js, value, parameter->fallback);
	js_assign(js, parameter->pattern, value);
	if (parameter->member && parameter->pattern.kind == K_IDENTIFIER)
		ir_set_field(&js->at, js_hide(js, js_this(js, span)),
		        js_name_of(js, parameter->pattern)->text, value, span);
}

static void lower_parameters(struct js *js, struct ts_kids kids, struct str doc)
{
	struct ts_child one = ts_field(&js->walk, kids, F_PARAMETER);
	struct ts_kids nodes = ts_open(&js->walk, ts_field(&js->walk, kids, F_PARAMETERS));
	uint32_t mark = js_args_mark(js);
	parameter_list list = {0};

	if (!ts_none(one))
		declare_parameter(js, &list, one, doc);
	for (uint32_t i = 0; i < nodes.n; i++) {
		struct ts_child node = ts_kid(&js->walk, nodes, i);

		if (ts_is_named(node) && node.kind != K_ERROR)
			declare_parameter(js, &list, node, doc);
	}
	name_parameters(js, &list);
	for (uint32_t i = 0; i < list.n; i++)
		bind_parameter(js, &list.at[i], js->args.at[mark + i].value);
	js_args_drop(js, mark);
}

/* ---- bodies ---- */

static void lower_body(struct js *js, struct ts_child body)
{
	struct ts_kids statements;

	if (body.kind != K_STATEMENT_BLOCK) {
		js_return(js, js_expr(js, body), ts_span(body));
		return;
	}
	js_hoist_vars(js, body);
	statements = ts_open(&js->walk, body);
	js_hoist(js, statements);
	js_statements(js, statements);
}

static uint32_t flags_of(struct js *js, struct ts_child node, struct ts_kids kids)
{
	uint32_t flags = js->test ? FUNC_TEST : 0;

	if (!ts_none(ts_kind(&js->walk, kids, T_ASYNC)))
		flags |= FUNC_ASYNC;
	if (!ts_none(ts_kind(&js->walk, kids, T_STAR)) || node.kind == K_GENERATOR_FUNCTION ||
	        node.kind == K_GENERATOR_FUNCTION_DECLARATION)
		flags |= FUNC_GENERATOR;
	return flags;
}

static const char *return_type(struct js *js, struct ts_kids kids, struct str doc)
{
	struct str type = js_annotation(js, ts_field(&js->walk, kids, F_RETURN_TYPE));

	if (!type.n)
		type = js_doc_tag(doc, "@returns");
	if (!type.n)
		type = js_doc_tag(doc, "@return");
	return type.n ? js_type(js, type) : NULL;
}

static uint32_t lower_function(
        struct js *js, struct ts_child node, struct ts_kids kids, const struct js_role *role)
{
	struct cursor outer = js->at;
	struct js_label *labels = js->labels;
	struct js_fn fn = {.this_class = role->class_name, .arrow = node.kind == K_ARROW_FUNCTION};
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);
	struct str doc = js_doc(js, role->doc_at);
	struct js_scope scope;
	struct func *func;

	if (fn.arrow)
		fn.this_class = js->fn->this_class;
	js->labels = NULL;
	func = js_function_begin(js, &fn, &scope, role->name, ts_span(node));
	func->flags |= role->flags | flags_of(js, node, kids);
	func->class_name = role->class_name;
	func->return_type = return_type(js, kids, doc);
	if (!ts_none(name))
		func->name_span = ts_span(name);
	lower_parameters(js, kids, doc);
	if (!ts_none(role->class_body))
		js_fields(js, role->class_body, role->class_name);
	lower_body(js, ts_field(&js->walk, kids, F_BODY));
	js_function_end(js, &fn, outer);
	js->labels = labels;
	return func->id;
}

uint32_t js_function(struct js *js, struct ts_child node, const struct js_role *role)
{
	struct ts_kids kids;
	uint32_t func = NO_FUNC;

	if (!js_sink(js, node))
		return NO_FUNC;
	kids = ts_open(&js->walk, node);
	if (!ts_none(ts_field(&js->walk, kids, F_BODY)))
		func = lower_function(js, node, kids, role);
	js_rise(js);
	return func;
}

/* A function expression with a name of its own, which only its body sees. */
static uint32_t self_named(
        struct js *js, struct ts_child node, struct ts_child name, struct js_role *role)
{
	struct js_scope scope;
	struct js_binding *binding;
	uint32_t value;

	js_scope_open(js, &scope, false);
	binding = js_declare(js, js_name_of(js, name), ts_span(name));
	role->name = binding->name->text;
	binding->func = js_function(js, node, role);
	value = js_closure(js, binding->func, ts_span(node));
	ir_store(&js->at, binding->var, value, ts_span(name));
	js_scope_close(js);
	return value;
}

uint32_t js_function_value(struct js *js, struct ts_child node)
{
	const char *hint = js_take_hint(js);
	struct ts_child name = ts_child_of(&js->walk, node, F_NAME);
	struct js_role role = {
	        .name = hint ? hint : "", .doc_at = hint ? js->doc_at : ts_span(node).start};

	if (name.kind == K_IDENTIFIER)
		return self_named(js, node, name, &role);
	return js_closure(js, js_function(js, node, &role), ts_span(node));
}

void js_function_declare(struct js *js, struct ts_child node, uint32_t doc)
{
	struct ts_child name = ts_child_of(&js->walk, node, F_NAME);
	struct js_role role = {.name = "default", .doc_at = doc};
	struct js_binding *binding;
	uint32_t func;

	if (ts_none(name))
		return;
	binding = js_lookup(js, js_name_of(js, name));
	role.name = js_name_of(js, name)->text;
	func = js_function(js, node, &role);
	if (!binding || binding->var == NO_VAR)
		return;
	binding->func = func;
	ir_store(&js->at, binding->var, js_closure(js, func, ts_span(node)), ts_span(name));
}
