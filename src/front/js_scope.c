/*
 * Names and scopes: from an identifier to what it is bound to.
 *
 * Every name of a source is one struct js_name with a chain of bindings,
 * innermost first. Opening a scope pushes bindings, closing it pops them.
 * All names of a scope are declared before its first statement is lowered,
 * as JavaScript wants it, so functions see what is declared after them.
 */
#include "front/js_lower.h"

/* ---- names ---- */

struct js_name *js_name(struct js *js, struct str text)
{
	char buffer[128];
	const char *key = buffer;
	struct js_name *name;

	if (text.n < sizeof(buffer)) {
		memcpy(buffer, text.at, text.n);
		buffer[text.n] = '\0';
	} else {
		key = arena_str(js->arena, text);
	}
	name = map_get(&js->names, key);
	if (!name) {
		name = arena_new(js->arena, struct js_name);
		name->text = key == buffer ? arena_str(js->arena, text) : key;
		map_put(&js->names, name->text, name);
	}
	return name;
}

struct js_name *js_name_of(struct js *js, struct ts_child node)
{
	return js_name(js, ts_text(&js->walk, node));
}

/* ---- scopes ---- */

void js_scope_open(struct js *js, struct js_scope *scope, bool block)
{
	*scope = (struct js_scope){.outer = js->scope, .serial = ++js->serial, .block = block};
	js->scope = scope;
}

void js_scope_close(struct js *js)
{
	struct js_scope *scope = js->scope;

	for (uint32_t i = scope->bindings.n; i-- > 0;) {
		struct js_binding *binding = scope->bindings.at[i];

		binding->name->top = binding->outer;
	}
	js->scope = scope->outer;
}

static bool is_hidden(const struct js *js, uint32_t serial)
{
	for (const struct js_hidden *range = js->hidden; range; range = range->outer)
		if (serial > range->after && serial <= range->until)
			return true;
	return false;
}

struct js_binding *js_lookup(struct js *js, const struct js_name *name)
{
	struct js_binding *binding = name->top;

	while (binding && is_hidden(js, binding->scope))
		binding = binding->outer;
	return binding;
}

static struct js_binding *binding_new(struct js *js, struct js_scope *scope, struct js_name *name)
{
	struct js_binding *binding = arena_new(js->arena, struct js_binding);

	binding->name = name;
	binding->scope = scope->serial;
	binding->var = NO_VAR;
	binding->func = NO_FUNC;
	vec_push(js->arena, &scope->bindings, binding);
	return binding;
}

static struct js_binding *bind(struct js *js, struct js_name *name)
{
	struct js_binding *binding;

	if (name->top && name->top->scope == js->scope->serial)
		return name->top;
	binding = binding_new(js, js->scope, name);
	binding->outer = name->top;
	name->top = binding;
	return binding;
}

struct js_binding *js_declare(struct js *js, struct js_name *name, struct span span)
{
	struct js_binding *binding = bind(js, name);

	if (binding->var == NO_VAR) {
		binding->var = var_new(js->unit, js->at.func->id, name->text, span);
		if (js->scope->block)
			vec_push(js->arena, &js->locals, binding->var);
	}
	return binding;
}

void js_bind_global(struct js *js, struct js_name *name, const char *global)
{
	struct js_binding *binding = bind(js, name);

	if (binding->var == NO_VAR)
		binding->global = global;
}

struct js_binding *js_declare_late(struct js *js, struct js_name *name, struct span span)
{
	struct js_binding *binding = binding_new(js, js->top, name), **last = &name->top;

	while (*last)
		last = &(*last)->outer;
	*last = binding;
	binding->var = var_new(js->unit, 0, name->text, span);
	for (uint32_t i = 0; i < name->uses.n; i++) {
		struct js_use use = name->uses.at[i];
		struct insn *insn = &use.func->insns.at[use.insn];

		insn->op = OP_LOAD;
		insn->var = binding->var;
		insn->name = NULL;
	}
	name->uses.n = 0;
	return binding;
}

static void forget(struct js *js, uint32_t var, struct span span)
{
	ir_add(&js->at, (struct insn){.op = OP_FORGET, .var = var, .span = span});
}

void js_forget(struct js *js, const struct js_scope *scope, struct span span)
{
	if (!scope->block || !ir_open(&js->at))
		return;
	for (uint32_t i = 0; i < scope->bindings.n; i++) {
		const struct js_binding *binding = scope->bindings.at[i];

		if (binding->var != NO_VAR)
			forget(js, binding->var, span);
	}
}

void js_forget_since(struct js *js, uint32_t first, struct span span)
{
	for (uint32_t i = first; i < js->locals.n; i++) {
		uint32_t var = js->locals.at[i];

		if (js->unit->vars.at[var].func == js->at.func->id)
			forget(js, var, span);
	}
}

/* ---- what statements declare ---- */

static void declare_typed(struct js *js, struct ts_child node, struct str type)
{
	struct js_binding *binding = js_declare(js, js_name_of(js, node), ts_span(node));

	if (!type.n || binding->type.n)
		return;
	binding->type = type;
	js->unit->vars.at[binding->var].type = js_type(js, type);
}

/* The part of an object pattern's type that is for `kid` of it. */
static struct str part_type(struct js *js, struct ts_child kid, struct str type)
{
	struct ts_child key = kid;

	if (!type.n)
		return type;
	if (kid.kind == K_PAIR_PATTERN)
		key = ts_child_of(&js->walk, kid, F_KEY);
	else if (kid.kind == K_OBJECT_ASSIGNMENT_PATTERN)
		key = ts_child_of(&js->walk, kid, F_LEFT);
	return js_member_text(js, type, js_name_of(js, key)->text);
}

void js_declare_pattern(struct js *js, struct ts_child node, struct str type)
{
	struct ts_kids kids;

	switch (node.kind) {
	case K_IDENTIFIER:
	case K_TYPE_IDENTIFIER:
	case K_SHORTHAND_PROPERTY_IDENTIFIER_PATTERN:
		declare_typed(js, node, type);
		return;
	case K_PAIR_PATTERN:
	case K_OBJECT_PATTERN:
	case K_ARRAY_PATTERN:
	case K_ASSIGNMENT_PATTERN:
	case K_OBJECT_ASSIGNMENT_PATTERN:
	case K_REST_PATTERN:
		break;
	default:
		return;
	}
	if (!js_sink_quietly(js))
		return;
	kids = ts_open(&js->walk, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.field == F_RIGHT || kid.field == F_KEY)
			continue;
		if (node.kind == K_OBJECT_PATTERN)
			js_declare_pattern(js, kid, part_type(js, kid, type));
		else if (node.kind == K_ARRAY_PATTERN)
			js_declare_pattern(js, kid, i == 1 ? js_boxed_type(type) : (struct str){0});
		else if (node.kind == K_REST_PATTERN)
			js_declare_pattern(js, kid, (struct str){0});
		else
			js_declare_pattern(js, kid, type);
	}
	js_rise(js);
}

/* `useRef<T>(...)`: "<T>", which is all that is known of the result. */
static struct str type_arguments(struct js *js, struct ts_child call)
{
	struct ts_kids kids = ts_open(&js->walk, call);
	struct ts_child node = ts_kind(&js->walk, kids, K_TYPE_ARGUMENTS);
	struct str text = {0};

	if (!ts_none(node))
		text = ts_text(&js->walk, node);
	return text;
}

static void declare_declarator(struct js *js, struct ts_child node, struct str doc, bool constant)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);
	struct ts_child type = ts_field(&js->walk, kids, F_TYPE);
	struct ts_child value = ts_field(&js->walk, kids, F_VALUE);
	struct str declared = ts_none(type) ? doc : js_annotation(js, type);

	if (!declared.n && value.kind == K_CALL_EXPRESSION)
		declared = type_arguments(js, value);
	js_declare_pattern(js, name, declared);
	if (constant && name.kind == K_IDENTIFIER && js_is_string(value)) {
		struct js_binding *binding = js_declare(js, js_name_of(js, name), ts_span(name));

		binding->text = arena_new(js->arena, struct js_text);
	}
}

static void declare_declarators(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct str doc = js_doc_tag(js_doc(js, ts_span(node).start), "@type");
	bool constant = ts_field(&js->walk, kids, F_KIND).kind == T_CONST;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_VARIABLE_DECLARATOR)
			declare_declarator(js, kid, doc, constant);
	}
}

static void declare_named(struct js *js, struct ts_child node)
{
	struct ts_child name = ts_child_of(&js->walk, node, F_NAME);

	if (name.kind == K_IDENTIFIER || name.kind == K_TYPE_IDENTIFIER)
		js_declare(js, js_name_of(js, name), ts_span(name));
}

static void declare_class(struct js *js, struct ts_child node)
{
	struct ts_child name = ts_child_of(&js->walk, node, F_NAME);
	struct js_binding *binding;

	js_class_shape(js, node);
	if (ts_none(name))
		return;
	binding = js_declare(js, js_name_of(js, name), ts_span(name));
	binding->class_name = binding->name->text;
}

bool js_is_using(struct js *js, struct ts_child statement, struct ts_child *assignment, bool *async)
{
	struct ts_child inner;
	bool found;
	struct ts_kids kids;

	if (statement.kind != K_EXPRESSION_STATEMENT)
		return false;
	inner = ts_first(&js->walk, statement);
	*async = inner.kind == K_AWAIT_EXPRESSION;
	if (*async)
		inner = ts_first(&js->walk, inner);
	if (inner.kind != K_ASSIGNMENT_EXPRESSION)
		return false;
	kids = ts_open(&js->walk, inner);
	found = ts_kid(&js->walk, kids, 0).kind == T_USING;
	*assignment = inner;
	return found;
}

static void declare_expression(struct js *js, struct ts_child node)
{
	struct ts_child inner;
	bool async;

	if (js_is_using(js, node, &inner, &async))
		js_declare_pattern(js, ts_child_of(&js->walk, inner, F_LEFT), (struct str){0});
	else if ((inner = ts_first(&js->walk, node)).kind == K_INTERNAL_MODULE)
		declare_named(js, inner);
}

void js_hoist_one(struct js *js, struct ts_child node)
{
	switch (node.kind) {
	case K_LEXICAL_DECLARATION:
	case K_USING_DECLARATION:
		declare_declarators(js, node);
		break;
	case K_VARIABLE_DECLARATION:
		break;
	case K_FUNCTION_DECLARATION:
	case K_GENERATOR_FUNCTION_DECLARATION:
	case K_ENUM_DECLARATION:
	case K_INTERNAL_MODULE:
	case K_MODULE:
		declare_named(js, node);
		break;
	case K_CLASS_DECLARATION:
	case K_ABSTRACT_CLASS_DECLARATION:
		declare_class(js, node);
		break;
	case K_EXPRESSION_STATEMENT:
		declare_expression(js, node);
		break;
	case K_IMPORT_ALIAS:
		js_declare_pattern(js, ts_first(&js->walk, node), (struct str){0});
		break;
	case K_IMPORT_STATEMENT:
		js_import(js, node);
		break;
	default:
		break;
	}
}

static struct ts_child declared_by(struct js *js, struct ts_child node)
{
	if (node.kind == K_EXPORT_STATEMENT)
		node = ts_child_of(&js->walk, node, F_DECLARATION);
	if (node.kind == K_AMBIENT_DECLARATION)
		node = ts_first(&js->walk, node);
	return node;
}

void js_hoist(struct js *js, struct ts_kids statements)
{
	/* types first: declarations of variables name types that stand below them */
	for (uint32_t i = 0; i < statements.n; i++) {
		struct ts_child node = declared_by(js, ts_kid(&js->walk, statements, i));

		if (node.kind == K_INTERFACE_DECLARATION || node.kind == K_TYPE_ALIAS_DECLARATION)
			js_type_declare(js, node);
	}
	for (uint32_t i = 0; i < statements.n; i++)
		js_hoist_one(js, declared_by(js, ts_kid(&js->walk, statements, i)));
}

/* ---- var ---- */

static bool may_hold_vars(uint16_t kind)
{
	switch (kind) {
	case K_PROGRAM:
	case K_STATEMENT_BLOCK:
	case K_IF_STATEMENT:
	case K_ELSE_CLAUSE:
	case K_FOR_STATEMENT:
	case K_FOR_IN_STATEMENT:
	case K_WHILE_STATEMENT:
	case K_DO_STATEMENT:
	case K_TRY_STATEMENT:
	case K_CATCH_CLAUSE:
	case K_FINALLY_CLAUSE:
	case K_SWITCH_STATEMENT:
	case K_SWITCH_BODY:
	case K_SWITCH_CASE:
	case K_SWITCH_DEFAULT:
	case K_LABELED_STATEMENT:
	case K_WITH_STATEMENT:
	case K_EXPORT_STATEMENT:
	case K_AMBIENT_DECLARATION:
	case K_ERROR:
		return true;
	default:
		return false;
	}
}

static void hoist_vars_of(struct js *js, struct ts_kids kids, bool for_var, struct ts_child *last)
{
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_VARIABLE_DECLARATION)
			declare_declarators(js, kid);
		else if (for_var && kid.field == F_LEFT)
			js_declare_pattern(js, kid, (struct str){0});
		else if (i + 1 == kids.n)
			*last = kid;
		else
			js_hoist_vars(js, kid);
	}
}

void js_hoist_vars(struct js *js, struct ts_child body)
{
	if (!may_hold_vars(body.kind) || !js_sink_quietly(js))
		return;
	/* the last child is the next round, so that a chain of `else if` costs no depth */
	while (may_hold_vars(body.kind)) {
		struct ts_kids kids = ts_open(&js->walk, body);
		struct ts_child last = {0};
		bool for_var = body.kind == K_FOR_IN_STATEMENT &&
		        !ts_none(ts_kind(&js->walk, kids, T_VAR));

		hoist_vars_of(js, kids, for_var, &last);
		body = last;
	}
	js_rise(js);
}
