/*
 * Functions: parameters, what a function is for its callers, its body.
 *
 * A parameter that is a struct written in place (`args: struct { x: PyObject
 * }`) has no other name in Zig: such a function is called by code made at
 * compile time. Its fields are what is given.
 */
#include "front/zig_lower.h"

/* args.x is a parameter in itself. */
static void spread(struct zig *z, struct ts_child type, const char *name, const char **names)
{
	struct ts_kids kids = ts_open(&z->base.walk, type);
	struct func *func = z->base.at.func;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i), field;
		struct insn insn = {.op = OP_PARAM, .var = func->param_count};
		struct zig_name *local;

		field = ts_child_of(&z->base.walk, kid, F_NAME);
		if (kid.kind != K_CONTAINER_FIELD || ts_span(kid).start == ts_span(kid).end)
			continue;
		insn.span = ts_span(field);
		insn.name = zig_type_name(z, ts_child_of(&z->base.walk, kid, F_TYPE));
		local = zig_declare_as(z,
		        arena_printf(z->base.arena, "%s.%s", name, lower_str(&z->base, field)),
		        field);
		local->constant = true;
		local->type = zig_value_type(z, ts_child_of(&z->base.walk, kid, F_TYPE));
		names[func->param_count++] = local->name;
		ir_store(&z->base.at, local->var, ir_add(&z->base.at, insn), insn.span);
	}
}

static void parameter(struct zig *z, struct ts_child node, const char **names)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child name = ts_field(&z->base.walk, kids, F_NAME);
	struct ts_child type = ts_field(&z->base.walk, kids, F_TYPE);
	struct func *func = z->base.at.func;
	struct insn insn = {.op = OP_PARAM, .var = func->param_count, .span = ts_span(name)};
	uint32_t value;

	names[func->param_count++] = ts_none(name) ? "" : lower_str(&z->base, name);
	insn.name = zig_type_name(z, type);
	value = ir_add(&z->base.at, insn);
	if (!ts_none(name)) {
		struct zig_name *local = zig_declare(z, name);

		local->constant = true;
		local->type = zig_value_type(z, type);
		ir_store(&z->base.at, local->var, value, insn.span);
		if (type.kind == K_STRUCT) {
			func->flags |= FUNC_EXPORTED | FUNC_GIVES;
			spread(z, type, local->name, names);
		}
	}
}

static void parameters(struct zig *z, struct ts_child list)
{
	struct ts_kids kids = ts_open(&z->base.walk, list);
	uint32_t fields = 0;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child type =
		        ts_child_of(&z->base.walk, ts_kid(&z->base.walk, kids, i), F_TYPE);

		fields += type.kind == K_STRUCT ? ts_node_child_count(type.node) : 0;
	}
	z->base.at.func->param_names =
	        arena_array(z->base.arena, const char *, kids.n + fields + 1);
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_kid(&z->base.walk, kids, i).kind == K_PARAMETER)
			parameter(z, ts_kid(&z->base.walk, kids, i), z->base.at.func->param_names);
}

/* Is it called from C? */
static bool is_c(const struct zig *z, struct ts_kids kids)
{
	return !ts_none(ts_kind(&z->base.walk, kids, K_EXPORT)) ||
	        !ts_none(ts_kind(&z->base.walk, kids, K_CALLCONV));
}

/* Whoever calls it owns what it returns: it is called from C, or by code made at compile time. */
static bool gives(const struct zig *z, struct ts_kids kids)
{
	bool pub = !ts_none(ts_kind(&z->base.walk, kids, K_PUB));

	return (pub && z->here->given) || is_c(z, kids);
}

/* Other files can call it, and know what to do with what it gives: what a container of this file
 * is made of is known in this file only. */
static void export_function(struct zig *z, struct ts_kids kids, struct ts_child returns)
{
	const struct zig_container *home = z->here;
	const char *type = z->base.at.func->return_type;
	struct export export = {.func = z->base.at.func->id, .var = NO_VAR};

	if (ts_none(ts_kind(&z->base.walk, kids, K_PUB)) ||
	        z->base.at.func->flags & FUNC_EXPORTED || (type && same(type, "type")) ||
	        zig_value_type(z, returns))
		return;
	if (home->outer && (home->outer->outer || !home->name[0]))
		return;
	export.name = home->outer
	        ? arena_printf(z->base.arena, "%s.%s", home->name, z->base.at.func->name)
	        : z->base.at.func->name;
	vec_push(z->base.arena, &z->base.unit->exports, export);
}

static void lower_body(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child returns = ts_field(&z->base.walk, kids, F_TYPE);
	struct ts_child body = ts_kind(&z->base.walk, kids, K_BLOCK);

	z->failing = node.kind == K_TEST ? ZIG_FAILS : zig_failing_of(z, returns);
	if (is_c(z, kids))
		z->failing = ZIG_CANNOT_FAIL;
	else if (!ts_none(returns) && *ts_text(&z->base.walk, returns).at == '?')
		z->base.at.func->flags |= FUNC_NULLABLE;
	z->base.at.func->return_type = zig_type_name(z, returns);
	if (gives(z, kids))
		z->base.at.func->flags |= FUNC_GIVES;
	parameters(z, ts_kind(&z->base.walk, kids, K_PARAMETERS));
	if (node.kind == K_FUNCTION)
		export_function(z, kids, returns);
	zig_body(z, body);
}

/* Is there anything that the parser could not read? What it makes up for `struct {}` is none. */
static bool is_broken(struct zig *z, struct ts_child node)
{
	struct ts_kids kids;
	bool broken = node.kind == TS_ERROR;

	if (broken || !ts_node_has_error(node.node) || !lower_enter(&z->base, node))
		return broken;
	kids = ts_open(&z->base.walk, node);
	for (uint32_t i = 0; i < kids.n && !broken; i++)
		broken = is_broken(z, ts_kid(&z->base.walk, kids, i));
	lower_done(&z->base);
	return broken;
}

void zig_function(struct zig *z, const struct zig_function *function)
{
	uint32_t mark = zig_scope_open(z);

	if (is_broken(z, function->node)) {
		lower_note(&z->base, z->base.unit->funcs.at[function->func]->name_span,
		        "a function could not be read");
		return;
	}
	z->base.at =
	        (struct cursor){z->base.unit, z->base.unit->funcs.at[function->func], 0, NO_BLOCK};
	z->here = function->home;
	z->frame = NULL;
	z->loops = 0;
	z->returning = false;
	z->return_var = NO_VAR;
	map_free(&z->decided);
	z->decided = (struct map){0};
	lower_body(z, function->node);
	zig_scope_close(z, mark);
}
