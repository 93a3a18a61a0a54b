/*
 * Definitions: functions, lambdas, classes, decorators.
 *
 * A class body runs where it stands: its names are fields of the class value.
 * A method's first parameter is THIS (the class itself in a class method) and
 * is not counted among the parameters. Decorators are calls, but for the ones
 * that only say what kind of method this is.
 */
#include "front/py_lower.h"

enum method { METHOD_NONE, METHOD_PLAIN, METHOD_CLASS, METHOD_STATIC };

/* ---- parameters ---- */

struct py_param py_param(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct py_param param = {0};

	switch (node.kind) {
	case PY_IDENTIFIER:
	case PY_TUPLE_PATTERN:
		param.name = node;
		break;
	case PY_LIST_SPLAT_PATTERN:
	case PY_DICTIONARY_SPLAT_PATTERN:
		param.name = ts_named(&py->base.walk, kids);
		param.rest = true;
		break;
	case PY_TYPED_PARAMETER:
		param.name = ts_named(&py->base.walk, kids);
		param.rest = param.name.kind == PY_LIST_SPLAT_PATTERN ||
		        param.name.kind == PY_DICTIONARY_SPLAT_PATTERN;
		if (param.rest)
			param.name = ts_first(&py->base.walk, param.name);
		param.type = ts_field(&py->base.walk, kids, F_TYPE);
		break;
	case PY_DEFAULT_PARAMETER:
	case PY_TYPED_DEFAULT_PARAMETER:
		param.name = ts_field(&py->base.walk, kids, F_NAME);
		param.type = ts_field(&py->base.walk, kids, F_TYPE);
		param.value = ts_field(&py->base.walk, kids, F_VALUE);
		break;
	}
	return param;
}

static bool is_literal(struct ts_child node)
{
	switch (node.kind) {
	case PY_STRING:
	case PY_CONCATENATED_STRING:
	case PY_INTEGER:
	case PY_FLOAT:
	case PY_TRUE:
	case PY_FALSE:
	case PY_NONE:
	case PY_ELLIPSIS:
		return true;
	default:
		return false;
	}
}

/* Defaults are evaluated outside, once; the function holds them from then on. */
static void defaults(struct py *py, struct ts_child parameters)
{
	struct ts_kids kids = ts_open(&py->base.walk, parameters);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct py_param param = py_param(py, ts_kid(&py->base.walk, kids, i));
		struct insn held = {.op = OP_ANY, .arg_count = 1, .span = ts_span(param.value)};
		struct arg arg = {0};

		if (ts_none(param.value) || is_literal(param.value))
			continue;
		arg.value = py_expr(py, param.value);
		held.args = &arg;
		py_hidden(py, held);
	}
}

static uint32_t receiver(struct py *py, enum method method, struct span span)
{
	struct insn insn = {.op = OP_THIS, .span = span};

	if (method == METHOD_CLASS) {
		insn.op = OP_CLASS;
		insn.name = py->base.at.func->class_name;
	}
	return ir_add(&py->base.at, insn);
}

static void parameter(struct py *py, struct py_param param, const char **names)
{
	struct func *func = py->base.at.func;
	struct insn insn = {.op = OP_PARAM, .var = func->param_count, .span = ts_span(param.name)};
	uint32_t value, var;

	if (!ts_none(param.type))
		insn.name = py_type_name(py, param.type);
	insn.flags = param.rest ? PARAM_REST : 0;
	names[func->param_count++] = lower_str(&py->base, param.name);
	value = ir_add(&py->base.at, insn);
	py_assign(py, param.name, value);
	if (param.name.kind == PY_IDENTIFIER && insn.name) {
		var = py_var(py, py_lookup(py, py->scope, ts_text(&py->base.walk, param.name)));
		py->base.unit->vars.at[var].type = insn.name;
	}
}

static void parameters(struct py *py, struct ts_child list, enum method method)
{
	struct ts_kids kids = ts_open(&py->base.walk, list);
	bool first = method == METHOD_PLAIN || method == METHOD_CLASS;

	py->base.at.func->param_names = arena_array(py->base.arena, const char *, kids.n + 1);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct py_param param = py_param(py, ts_kid(&py->base.walk, kids, i));

		if (ts_none(param.name))
			continue;
		if (first && param.name.kind == PY_IDENTIFIER)
			py_assign(py, param.name, receiver(py, method, ts_span(param.name)));
		else
			parameter(py, param, py->base.at.func->param_names);
		first = false;
	}
}

/* ---- functions ---- */

/* What a function's body replaces while it is lowered. */
struct outside {
	struct cursor at;
	struct py_scope *scope;
	struct py_exit *exits;
	uint32_t caught;
};

static struct outside go_inside(struct py *py, struct func *func, struct py_scope *scope)
{
	struct outside outside = {py->base.at, py->scope, py->exits, py->caught};

	py->base.at = (struct cursor){py->base.unit, func, 0, NO_BLOCK};
	scope->func = func->id;
	py->scope = scope;
	py->exits = NULL;
	py->caught = 0;
	return outside;
}

static void go_outside(struct py *py, struct outside outside)
{
	py->base.at = outside.at;
	py->scope = outside.scope;
	py->exits = outside.exits;
	py->caught = outside.caught;
}

static bool is_module_level(const struct py_scope *scope)
{
	return scope->kind == SCOPE_MODULE ||
	        (scope->kind == SCOPE_CLASS && scope->parent->kind == SCOPE_MODULE);
}

static uint32_t flags_of(struct py *py, const struct py_scope *scope, bool is_async)
{
	uint32_t flags = FUNC_THROWS;

	flags |= is_async ? FUNC_ASYNC : 0;
	flags |= scope->generator ? FUNC_GENERATOR : 0;
	flags |= py->test ? FUNC_TEST : 0;
	flags |= py->guarded ? FUNC_GUARDED : 0;
	return flags;
}

static uint32_t closure(struct py *py, const struct func *func, struct span span)
{
	return ir_add(
	        &py->base.at, (struct insn){.op = OP_CLOSURE, .func = func->id, .span = span});
}

uint32_t py_lambda(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child list = ts_field(&py->base.walk, kids, F_PARAMETERS);
	struct ts_child body = ts_field(&py->base.walk, kids, F_BODY);
	struct py_scope *scope;
	struct outside outside;
	struct func *func;

	defaults(py, list);
	scope = py_scope_of(py, node, SCOPE_FUNCTION);
	func = func_new(py->base.unit, py->base.at.func->id, "", ts_span(node));
	func->flags = flags_of(py, scope, false);
	outside = go_inside(py, func, scope);
	parameters(py, list, METHOD_NONE);
	ir_return(&py->base.at, py_expr(py, body), ts_span(body));
	go_outside(py, outside);
	return closure(py, func, ts_span(node));
}

static bool is_decorator(struct py *py, struct ts_child decorator, const char *name)
{
	return py_is_builtin(py, ts_first(&py->base.walk, decorator), name);
}

/* @property and @x.setter say how the method is called, not what it is. */
static bool is_accessor(struct py *py, struct ts_child decorator)
{
	struct ts_child node = ts_first(&py->base.walk, decorator), part;

	if (py->scope->kind != SCOPE_CLASS)
		return false;
	if (node.kind != PY_ATTRIBUTE)
		return py_is_builtin(py, node, "property");
	part = ts_child_of(&py->base.walk, node, F_ATTRIBUTE);
	return lower_is(&py->base, part, "setter") || lower_is(&py->base, part, "getter") ||
	        lower_is(&py->base, part, "deleter");
}

/* "get " for @property, "set " for @x.setter, as JavaScript's accessors are called; else "". */
static const char *accessor_prefix(struct py *py, struct ts_child decorated)
{
	struct ts_kids kids = ts_open(&py->base.walk, decorated);
	const char *prefix = "";

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i), node;

		if (kid.kind != PY_DECORATOR || !is_accessor(py, kid))
			continue;
		node = ts_first(&py->base.walk, kid);
		if (node.kind != PY_ATTRIBUTE)
			prefix = "get ";
		else if (lower_is(&py->base, ts_child_of(&py->base.walk, node, F_ATTRIBUTE),
		                 "setter"))
			prefix = "set ";
	}
	return prefix;
}

static bool says_kind(struct py *py, struct ts_child decorator)
{
	return is_decorator(py, decorator, "staticmethod") ||
	        is_decorator(py, decorator, "classmethod") || is_accessor(py, decorator);
}

static enum method method_of(struct py *py, struct ts_child decorated, struct ts_child name)
{
	struct ts_kids kids;
	enum method method = METHOD_PLAIN;

	if (py->scope->kind != SCOPE_CLASS)
		return METHOD_NONE;
	if (lower_is(&py->base, name, "__new__") ||
	        lower_is(&py->base, name, "__init_subclass__") ||
	        lower_is(&py->base, name, "__class_getitem__"))
		method = METHOD_CLASS;
	kids = ts_open(&py->base.walk, decorated);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_DECORATOR && is_decorator(py, kid, "staticmethod"))
			method = METHOD_STATIC;
		else if (kid.kind == PY_DECORATOR && is_decorator(py, kid, "classmethod"))
			method = METHOD_CLASS;
	}
	return method;
}

static void describe(struct py *py, struct func *func, struct ts_child name, enum method method)
{
	func->name_span = ts_span(name);
	if (is_module_level(py->scope))
		func->flags |= FUNC_EXPORTED;
	if (method == METHOD_NONE)
		return;
	func->class_name = py->scope->class_name;
	if (method != METHOD_STATIC)
		func->flags |= FUNC_METHOD;
	if (lower_is(&py->base, name, "__init__"))
		func->flags |= FUNC_CONSTRUCTOR;
}

/* The function itself, as a value, before its decorators. */
static struct func *function(struct py *py, struct ts_child node, struct ts_child decorated)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child name = ts_field(&py->base.walk, kids, F_NAME);
	struct ts_child list = ts_field(&py->base.walk, kids, F_PARAMETERS);
	struct ts_child type = ts_field(&py->base.walk, kids, F_RETURN_TYPE);
	struct ts_child body = ts_field(&py->base.walk, kids, F_BODY);
	bool is_async = !ts_none(ts_kind(&py->base.walk, kids, PY_ASYNC));
	enum method method = method_of(py, decorated, name);
	struct py_scope *scope;
	struct outside outside;
	struct func *func;

	defaults(py, list);
	scope = py_scope_of(py, node, SCOPE_FUNCTION);
	func = func_new(py->base.unit, py->base.at.func->id,
	        arena_printf(py->base.unit->arena, "%s%s", accessor_prefix(py, decorated),
	                lower_str(&py->base, name)),
	        ts_span(node));
	func->flags = flags_of(py, scope, is_async);
	func->return_type = ts_none(type) ? NULL : py_type_name(py, type);
	describe(py, func, name, method);
	outside = go_inside(py, func, scope);
	parameters(py, list, method);
	py_body(py, body);
	go_outside(py, outside);
	return func;
}

/* ---- decorators ---- */

typedef VEC(uint32_t) values;

static values decorators(struct py *py, struct ts_child decorated, bool method)
{
	struct ts_kids kids = ts_open(&py->base.walk, decorated);
	values made = {0};

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind != PY_DECORATOR || (method && says_kind(py, kid)))
			continue;
		vec_push(&py->base.scratch, &made, py_expr(py, ts_first(&py->base.walk, kid)));
	}
	return made;
}

/* The last decorator is called first. */
static uint32_t decorate(struct py *py, values calls, uint32_t value)
{
	while (calls.n) {
		struct arg arg = {.value = value};

		uint32_t callee = calls.at[--calls.n];

		value = ir_call(&py->base.at, callee, NULL, &arg, 1,
		        py->base.at.func->insns.at[callee].span);
	}
	return value;
}

void py_function(struct py *py, struct ts_child node, struct ts_child decorated)
{
	struct ts_child at = ts_child_of(&py->base.walk, node, F_NAME);
	struct py_name *name;
	values calls = decorators(py, decorated, py->scope->kind == SCOPE_CLASS);
	struct func *func = function(py, node, decorated);
	uint32_t value = closure(py, func, ts_span(at));

	value = decorate(py, calls, value);
	if (ts_none(at))
		return;
	name = py_lookup(py, py->scope, ts_text(&py->base.walk, at));
	name->func = func->id;
	name->class_name = NULL;
	py_store(py, name, value, ts_span(at));
}

void py_decorated(struct py *py, struct ts_child node)
{
	struct ts_child definition = ts_child_of(&py->base.walk, node, F_DEFINITION);

	if (definition.kind == PY_FUNCTION)
		py_function(py, definition, node);
	else if (definition.kind == PY_CLASS)
		py_class(py, definition, node);
}

/* ---- classes ---- */

/* Plain names need no code; `class A(make_base())` does. */
static void bases(struct py *py, struct ts_child list)
{
	struct ts_kids kids = ts_open(&py->base.walk, list);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_CALL)
			py_expr(py, kid);
	}
}

void py_class(struct py *py, struct ts_child node, struct ts_child decorated)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child at = ts_field(&py->base.walk, kids, F_NAME);
	struct ts_child body = ts_field(&py->base.walk, kids, F_BODY);
	struct ts_child superclasses = ts_field(&py->base.walk, kids, F_SUPERCLASSES);
	struct py_scope *scope, *outside = py->scope;
	struct py_name *name;
	values calls = decorators(py, decorated, false);
	uint32_t value;

	bases(py, superclasses);
	scope = py_scope_of(py, node, SCOPE_CLASS);
	scope->class_name = lower_str(&py->base, at);
	value = ir_unary(&py->base.at, OP_CLASS, 0, scope->class_name, ts_span(at));
	scope->class_value = value;
	py->scope = scope;
	py_body(py, body);
	py->scope = outside;
	value = decorate(py, calls, value);
	if (ts_none(at))
		return;
	name = py_lookup(py, py->scope, ts_text(&py->base.walk, at));
	name->class_name = scope->class_name;
	name->func = NO_FUNC;
	py_store(py, name, value, ts_span(at));
}
