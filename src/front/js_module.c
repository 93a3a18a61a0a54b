/*
 * Imports and exports. An imported name is bound to a GLOBAL, "m#name"; what
 * is exported under a name of this source is looked up when all of it has
 * been lowered.
 */
#include "front/js_lower.h"

/* ---- imports ---- */

static const char *module_name(struct js *js, const char *module, const char *name)
{
	return arena_printf(js->arena, "%s#%s", module, name);
}

static void import_specifiers(struct js *js, struct ts_child node, const char *module)
{
	struct ts_kids kids = ts_open(&js->walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i), alias;
		struct ts_kids parts;
		struct ts_child name;
		const char *text;

		if (kid.kind != K_IMPORT_SPECIFIER)
			continue;
		parts = ts_open(&js->walk, kid);
		name = ts_field(&js->walk, parts, F_NAME);
		alias = ts_field(&js->walk, parts, F_ALIAS);
		text = name.kind == K_STRING ? js_string_text(js, name)
		                             : js_name_of(js, name)->text;
		js_bind_global(js, js_name_of(js, ts_none(alias) ? name : alias),
		        module_name(js, module, text));
	}
}

static void import_clause(struct js *js, struct ts_child node, const char *module)
{
	struct ts_kids kids = ts_open(&js->walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_IDENTIFIER)
			js_bind_global(js, js_name_of(js, kid), module_name(js, module, "default"));
		else if (kid.kind == K_NAMESPACE_IMPORT)
			js_bind_global(js, js_name_of(js, ts_first(&js->walk, kid)),
			        module_name(js, module, "*"));
		else if (kid.kind == K_NAMED_IMPORTS)
			import_specifiers(js, kid, module);
	}
}

void js_import(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child clause = ts_kind(&js->walk, kids, K_IMPORT_CLAUSE);
	struct ts_child require = ts_kind(&js->walk, kids, K_IMPORT_REQUIRE_CLAUSE);
	struct ts_child source = ts_field(&js->walk, kids, F_SOURCE);

	if (!ts_none(require)) {
		source = ts_child_of(&js->walk, require, F_SOURCE);
		if (!ts_none(source))
			js_bind_global(js, js_name_of(js, ts_first(&js->walk, require)),
			        module_name(js, js_string_text(js, source), "*"));
	} else if (!ts_none(clause) && !ts_none(source)) {
		import_clause(js, clause, js_string_text(js, source));
	}
}

/* ---- exports ---- */

static void export_methods(struct js *js, const char *class_name)
{
	for (uint32_t i = 0; i < js->unit->funcs.n; i++) {
		struct func *func = js->unit->funcs.at[i];

		if (same(func->class_name, class_name) && func->name[0] != '#')
			func->flags |= FUNC_EXPORTED;
	}
}

static void mark_exported(struct js *js, const struct js_binding *binding)
{
	if (binding->var != NO_VAR)
		js->unit->vars.at[binding->var].exported = true;
	if (binding->func != NO_FUNC)
		js->unit->funcs.at[binding->func]->flags |= FUNC_EXPORTED;
	if (binding->class_name)
		export_methods(js, binding->class_name);
}

static struct export *add_export(struct js *js, const char *name)
{
	struct export export = {.name = name, .func = NO_FUNC, .var = NO_VAR};

	vec_push(js->arena, &js->unit->exports, export);
	return &js->unit->exports.at[js->unit->exports.n - 1];
}

static void export_binding(struct js *js, const char *name, const struct js_binding *binding)
{
	struct export *export = add_export(js, name);

	if (!binding)
		return;
	if (binding->class_name)
		export->class_name = binding->class_name;
	else if (binding->func != NO_FUNC)
		export->func = binding->func;
	else if (binding->var != NO_VAR)
		export->var = binding->var;
	else
		export->from = binding->global;
	mark_exported(js, binding);
}

/* Exports what an expression gave. */
static void export_value(struct js *js, const char *name, uint32_t value)
{
	const struct insn *insn = &js->at.func->insns.at[value];
	struct js_binding found = {.var = NO_VAR, .func = NO_FUNC}, *binding;

	switch (insn->op) {
	case OP_CLOSURE:
		found.func = insn->func;
		break;
	case OP_CLASS:
		found.class_name = insn->name;
		break;
	case OP_GLOBAL:
		found.global = strchr(insn->name, '#') ? insn->name : NULL;
		break;
	case OP_LOAD:
		found.var = insn->var;
		if (!js->unit->vars.at[insn->var].name)
			break;
		binding = js_lookup(js, js_name(js, str_of(js->unit->vars.at[insn->var].name)));
		if (binding && binding->var == insn->var)
			found = *binding;
		break;
	default:
		break;
	}
	export_binding(js, name, &found);
}

static void export_later(struct js *js, const char *name, struct js_name *local)
{
	struct js_export export = {name, local};

	vec_push(js->arena, &js->exports, export);
}

static const char *specifier_name(struct js *js, struct ts_child node)
{
	return node.kind == K_STRING ? js_string_text(js, node) : js_name_of(js, node)->text;
}

/* { a, b as c } with or without `from "m"` */
static void export_clause(struct js *js, struct ts_child node, const char *module)
{
	struct ts_kids kids = ts_open(&js->walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i), name, alias;
		const char *text;

		if (kid.kind != K_EXPORT_SPECIFIER)
			continue;
		name = ts_child_of(&js->walk, kid, F_NAME);
		alias = ts_child_of(&js->walk, kid, F_ALIAS);
		text = specifier_name(js, ts_none(alias) ? name : alias);
		if (module)
			add_export(js, text)->from =
			        module_name(js, module, specifier_name(js, name));
		else
			export_later(js, text, js_name_of(js, name));
	}
}

static void export_pattern(struct js *js, struct ts_child node)
{
	struct ts_kids kids;

	switch (node.kind) {
	case K_IDENTIFIER:
	case K_SHORTHAND_PROPERTY_IDENTIFIER_PATTERN:
		export_later(js, js_name_of(js, node)->text, js_name_of(js, node));
		return;
	case K_OBJECT_PATTERN:
	case K_ARRAY_PATTERN:
	case K_PAIR_PATTERN:
	case K_REST_PATTERN:
	case K_ASSIGNMENT_PATTERN:
	case K_OBJECT_ASSIGNMENT_PATTERN:
		break;
	default:
		return;
	}
	if (!js_sink(js, node))
		return;
	kids = ts_open(&js->walk, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.field != F_KEY && kid.field != F_RIGHT)
			export_pattern(js, kid);
	}
	js_rise(js);
}

static void export_declaration(struct js *js, struct ts_child node, bool is_default)
{
	struct ts_child name = ts_child_of(&js->walk, node, F_NAME);
	struct ts_kids kids;

	if (js->scope != js->top) /* of a namespace, not of the module */
		return;
	if (node.kind == K_LEXICAL_DECLARATION || node.kind == K_VARIABLE_DECLARATION) {
		kids = ts_open(&js->walk, node);
		for (uint32_t i = 0; i < kids.n; i++) {
			struct ts_child kid = ts_kid(&js->walk, kids, i);

			if (kid.kind == K_VARIABLE_DECLARATOR)
				export_pattern(js, ts_child_of(&js->walk, kid, F_NAME));
		}
	} else if (node.kind != K_INTERFACE_DECLARATION && node.kind != K_TYPE_ALIAS_DECLARATION &&
	        !ts_none(name)) {
		export_later(js, is_default ? "default" : js_name_of(js, name)->text,
		        js_name_of(js, name));
	}
}

/* `export default` of an expression: the module holds its value. */
static void export_default(struct js *js, struct ts_child node, uint32_t doc)
{
	uint32_t value = js_named(js, node, "default", doc), var;

	export_value(js, "default", value);
	var = var_new(js->unit, js->at.func->id, "default", ts_span(node));
	js->unit->vars.at[var].exported = true;
	ir_store(&js->at, var, value, ts_span(node));
}

static void export_from(struct js *js, struct ts_kids kids, const char *module)
{
	struct ts_child clause = ts_kind(&js->walk, kids, K_EXPORT_CLAUSE);
	struct ts_child namespace = ts_kind(&js->walk, kids, K_NAMESPACE_EXPORT);

	if (!ts_none(clause))
		export_clause(js, clause, module);
	else if (!ts_none(namespace))
		add_export(js, specifier_name(js, ts_first(&js->walk, namespace)))->from =
		        module_name(js, module, "*");
	else
		add_export(js, "*")->from = module_name(js, module, "*");
}

void js_export(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child declaration = ts_field(&js->walk, kids, F_DECLARATION);
	struct ts_child source = ts_field(&js->walk, kids, F_SOURCE);
	struct ts_child clause = ts_kind(&js->walk, kids, K_EXPORT_CLAUSE);
	struct ts_child value = ts_field(&js->walk, kids, F_VALUE);
	bool is_default = !ts_none(ts_kind(&js->walk, kids, T_DEFAULT));
	uint32_t doc = ts_span(node).start;

	if (ts_none(value) && !ts_none(ts_kind(&js->walk, kids, T_ASSIGN)))
		value = ts_named(&js->walk, kids); /* export = x */
	if (!ts_none(source))
		export_from(js, kids, js_string_text(js, source));
	else if (!ts_none(clause))
		export_clause(js, clause, NULL);
	else if (!ts_none(value))
		export_default(js, value, doc);
	if (declaration.kind == K_LEXICAL_DECLARATION || declaration.kind == K_VARIABLE_DECLARATION)
		js_declaration(js, declaration, doc);
	else if (!ts_none(declaration))
		js_statement(js, declaration);
	if (!ts_none(declaration))
		export_declaration(js, declaration, is_default);
}

/* ---- CommonJS ---- */

static void export_keys(struct js *js, uint32_t value)
{
	const struct insn insn = js->at.func->insns.at[value];

	for (uint32_t i = 0; insn.op == OP_MAKE && i < insn.arg_count; i++)
		if (insn.args[i].key)
			export_value(js, insn.args[i].key, insn.args[i].value);
}

void js_export_member(struct js *js, struct ts_child target, uint32_t value)
{
	struct str text = ts_text(&js->walk, target);
	struct js_name *root;
	const char *name = NULL;

	if (target.kind != K_MEMBER_EXPRESSION || !js->fn->body)
		return;
	if (str_starts(text, "module.exports"))
		name = text.at + strlen("module.exports");
	else if (str_starts(text, "exports."))
		name = text.at + strlen("exports");
	if (!name)
		return;
	root = js_name(js, (struct str){text.at, strcspn(text.at, ".")});
	if (js_lookup(js, root))
		return;
	js->module = true;
	if (name == text.at + text.n) {
		export_value(js, "default", value);
		export_keys(js, value);
	} else if (name[0] == '.') {
		export_value(
		        js, js_property(js, ts_child_of(&js->walk, target, F_PROPERTY)), value);
	}
}

/* ---- the end ---- */

void js_exports_finish(struct js *js)
{
	for (uint32_t i = 0; i < js->exports.n; i++)
		export_binding(js, js->exports.at[i].name, js_lookup(js, js->exports.at[i].local));
	js->unit->script = !js->module;
	/* scripts without imports and exports share one scope */
	for (uint32_t i = 0; i < js->top->bindings.n && !js->module; i++)
		export_binding(js, js->top->bindings.at[i]->name->text, js->top->bindings.at[i]);
}
