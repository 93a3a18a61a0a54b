/*
 * What a file declares: containers with their functions, constants and
 * fields, and the local names of the function at work.
 *
 * All containers of a file are scanned before any function is lowered, for
 * declarations may stand in any order; those inside functions are scanned when
 * they are met. A function that returns a container (`fn List(T) type { return
 * struct {...}; }`) stands for it.
 */
#include "front/zig_lower.h"

static bool is_container(struct ts_child node)
{
	return node.kind == K_STRUCT || node.kind == K_UNION || node.kind == K_ENUM ||
	        node.kind == K_OPAQUE;
}

static struct zig_decl *decl_new(
        struct zig *z, struct zig_container *home, struct ts_child identifier)
{
	struct zig_decl *decl = arena_new(&z->base.scratch, struct zig_decl);

	decl->name = lower_str(&z->base, identifier);
	decl->home = home;
	decl->func = NO_FUNC;
	decl->var = NO_VAR;
	map_put(&home->decls, decl->name, decl);
	return decl;
}

struct zig_decl *zig_member(const struct zig_container *container, const char *name)
{
	return container ? map_get(&container->decls, name) : NULL;
}

struct zig_decl *zig_lookup(struct zig *z, struct zig_container *from, const char *name)
{
	struct zig_decl *found = NULL;

	(void)z;
	for (; from && !found; from = from->outer)
		found = zig_member(from, name);
	return found;
}

/* ---- functions ---- */

/* return struct {...}; */
static struct ts_child returned_container(struct zig *z, struct ts_child body)
{
	struct ts_kids kids = ts_open(&z->base.walk, body);
	struct ts_child found = {0};

	for (uint32_t i = 0; i < kids.n && ts_none(found); i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);

		if (kid.kind == K_EXPRESSION_STATEMENT)
			kid = ts_first(&z->base.walk, kid);
		if (kid.kind == K_RETURN && is_container(ts_first(&z->base.walk, kid)))
			found = ts_first(&z->base.walk, kid);
	}
	return found;
}

static void add_function(
        struct zig *z, struct zig_container *home, struct ts_child node, uint32_t func)
{
	struct zig_function function = {node, home, func};

	vec_push(&z->base.scratch, &z->functions, function);
}

static void scan_function(struct zig *z, struct zig_container *home, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child name = ts_field(&z->base.walk, kids, F_NAME);
	struct ts_child body = ts_field(&z->base.walk, kids, F_BODY);
	struct zig_decl *decl;
	struct func *func;

	if (!ts_none(name) && !ts_none(body)) {
		decl = decl_new(z, home, name);
		decl->declared = ts_field(&z->base.walk, kids, F_TYPE);
		func = func_new(z->base.unit, 0, decl->name, ts_span(node));
		func->name_span = ts_span(name);
		func->class_name = home->name[0] ? home->name : NULL;
		decl->func = func->id;
		add_function(z, home, node, func->id);
		if (!ts_none(returned_container(z, body)))
			decl->type = zig_container(z, returned_container(z, body), decl->name);
	}
}

static void scan_test(struct zig *z, struct zig_container *home, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child name = ts_kind(&z->base.walk, kids, K_STRING);
	struct func *func;

	if (ts_none(name))
		name = ts_kind(&z->base.walk, kids, K_IDENTIFIER);
	func = func_new(z->base.unit, 0,
	        ts_none(name) ? "test"
	                      : arena_printf(z->base.arena, "test %s", lower_str(&z->base, name)),
	        ts_span(node));
	func->flags = FUNC_TEST;
	add_function(z, home, node, func->id);
}

/* ---- constants and variables ---- */

/* Containers that calls at compile time get: class(struct {...}) as a constant called `name`, and
 * where that is NULL also f(@This()). */
static void scan_given(
        struct zig *z, struct zig_container *home, struct ts_child node, const char *name)
{
	struct ts_kids kids;

	if (!lower_enter(&z->base, node))
		return;
	kids = ts_open(&z->base.walk, node);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);
		struct zig_container *type = NULL;

		if (node.kind == K_CALL && is_container(kid) && !kid.field)
			type = zig_container(z, kid, name ? name : "");
		else if (!name && node.kind == K_CALL && !kid.field &&
		        (kid.kind == K_IDENTIFIER || kid.kind == K_BUILTIN))
			type = zig_named_type(z, kid);
		else if (ts_is_named(kid) && !is_container(kid))
			scan_given(z, home, kid, name);
		if (type)
			type->given = true;
	}
	lower_done(&z->base);
}

static void scan_variable(struct zig *z, struct zig_container *home, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child name = ts_kind(&z->base.walk, kids, K_IDENTIFIER), value = {0};
	bool constant = !ts_none(ts_kind(&z->base.walk, kids, K_CONST));
	struct zig_decl *decl;

	for (uint32_t i = 0; i + 1 < kids.n; i++)
		if (ts_kid(&z->base.walk, kids, i).kind == K_EQUAL)
			value = ts_kid(&z->base.walk, kids, i + 1);
	if (!ts_none(name)) {
		decl = decl_new(z, home, name);
		decl->value = constant ? value : (struct ts_child){0};
		if (is_container(value))
			decl->type = zig_container(z, value, decl->name);
		if (!constant) {
			decl->var = var_new(z->base.unit, 0, decl->name, ts_span(name));
			z->base.unit->vars.at[decl->var].type =
			        zig_type_name(z, ts_field(&z->base.walk, kids, F_TYPE));
			z->base.unit->vars.at[decl->var].exported =
			        !ts_none(ts_kind(&z->base.walk, kids, K_PUB));
		}
	}
}

static void scan_field(struct zig *z, struct zig_container *home, struct ts_child node)
{
	struct ts_child name = ts_child_of(&z->base.walk, node, F_NAME);

	if (ts_span(node).start == ts_span(node).end) /* the grammar makes one up in `struct {}` */
		return;
	decl_new(z, home, name)->declared = ts_child_of(&z->base.walk, node, F_TYPE);
	home->field_count++;
	home->only_field = home->field_count == 1 && home->node.kind == K_STRUCT
	        ? lower_str(&z->base, name)
	        : NULL;
}

static void scan_member(struct zig *z, struct zig_container *home, struct ts_child node)
{
	switch (node.kind) {
	case K_FUNCTION:
		scan_function(z, home, node);
		break;
	case K_TEST:
		scan_test(z, home, node);
		break;
	case K_VARIABLE:
		scan_variable(z, home, node);
		break;
	case K_CONTAINER_FIELD:
		scan_field(z, home, node);
		break;
	case TS_ERROR:
		lower_note(&z->base, ts_span(node), "syntax error");
		break;
	}
}

/* What is handed over at compile time, when all names are known. */
static void scan_handed(struct zig *z, struct zig_container *home, struct ts_kids kids)
{
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);

		if (kid.kind == K_COMPTIME_DECLARATION)
			scan_given(z, home, kid, NULL);
		else if (kid.kind == K_VARIABLE && ts_none(ts_kind(&z->base.walk, kids, K_VAR)))
			scan_given(z, home, kid, lower_str(&z->base, ts_first(&z->base.walk, kid)));
	}
}

/* pub const free = @import("mem.zig").free; */
static void export_again(struct zig *z, struct zig_container *home, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct export export = {.func = NO_FUNC, .var = NO_VAR};
	const struct zig_decl *decl;

	if (home->outer || node.kind != K_VARIABLE || ts_none(ts_kind(&z->base.walk, kids, K_PUB)))
		return;
	export.name = lower_str(&z->base, ts_kind(&z->base.walk, kids, K_IDENTIFIER));
	decl = zig_member(home, export.name);
	export.from = decl && !ts_none(decl->value) ? zig_path(z, decl->value) : NULL;
	if (export.from && !str_ends(str_of(export.from), "#"))
		vec_push(z->base.arena, &z->base.unit->exports, export);
}

struct zig_container *zig_container(struct zig *z, struct ts_child node, const char *name)
{
	struct zig_container *container, *around = z->here;
	struct ts_kids kids;

	for (uint32_t i = 0; i < z->containers.n; i++)
		if (z->containers.at[i]->node.node.id == node.node.id)
			return z->containers.at[i];
	container = arena_new(&z->base.scratch, struct zig_container);
	container->node = node;
	container->name = name;
	container->outer = around;
	vec_push(&z->base.scratch, &z->containers, container);
	if (!lower_enter(&z->base, node))
		return container;
	z->here = container;
	kids = ts_open(&z->base.walk, node);
	for (uint32_t i = 0; i < kids.n; i++)
		scan_member(z, container, ts_kid(&z->base.walk, kids, i));
	scan_handed(z, container, kids);
	for (uint32_t i = 0; i < kids.n; i++)
		export_again(z, container, ts_kid(&z->base.walk, kids, i));
	z->here = around;
	lower_done(&z->base);
	return container;
}

/* ---- local names ---- */

struct zig_name *zig_local(struct zig *z, const char *name)
{
	return map_get(&z->names, name);
}

struct zig_name *zig_declare(struct zig *z, struct ts_child identifier)
{
	return zig_declare_as(z, lower_str(&z->base, identifier), identifier);
}

struct zig_name *zig_declare_as(struct zig *z, const char *text, struct ts_child identifier)
{
	struct zig_name *name = arena_new(&z->base.scratch, struct zig_name);

	name->name = text;
	name->var = var_new(z->base.unit, z->base.at.func->id, name->name, ts_span(identifier));
	name->hidden = map_get(&z->names, name->name);
	map_put(&z->names, name->name, name);
	vec_push(&z->base.scratch, &z->scope, name);
	return name;
}

uint32_t zig_scope_open(struct zig *z)
{
	return z->scope.n;
}

void zig_scope_close(struct zig *z, uint32_t mark)
{
	while (z->scope.n > mark) {
		struct zig_name *name = z->scope.at[--z->scope.n];

		map_put(&z->names, name->name, name->hidden);
	}
}
