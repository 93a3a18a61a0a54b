/*
 * Calls: of functions of this file by their closure, of imported ones by
 * their path, of everything else by what is called; and Zig's builtins, most of
 * which are casts.
 */
#include "front/zig_lower.h"

static void argument(struct zig *z, struct ts_child node, zig_args *args)
{
	struct arg arg = {.value = zig_expr(z, node)};

	vec_push(&z->scratch, args, arg);
}

static void arguments(struct zig *z, struct ts_child node, zig_args *args)
{
	struct ts_kids kids = ts_open(&z->walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->walk, kids, i);

		if (zig_is_value(kid) && kid.field != F_FUNCTION)
			argument(z, kid, args);
	}
}

static uint32_t call_own(
        struct zig *z, const struct zig_decl *decl, struct ts_child receiver, struct ts_child node)
{
	struct insn closure = {.op = OP_CLOSURE, .func = decl->func, .span = ts_span(node)};
	zig_args args = {0};

	if (!ts_none(receiver)) {
		struct arg self = {.value = zig_object(z, receiver)};

		vec_push(&z->scratch, &args, self);
	}
	arguments(z, node, &args);
	return ir_call(&z->at, ir_add(&z->at, closure), NULL, args.at, args.n, ts_span(node));
}

/* py.import(...) calls "pyz3#import"; py.PyString.create(...) is `create` of "pyz3#PyString". */
static uint32_t call_member(struct zig *z, struct ts_child callee, struct ts_child node)
{
	struct ts_child object = ts_child_of(&z->walk, callee, F_OBJECT);
	const char *path = zig_path(z, object), *whole = zig_path(z, callee);
	const char *name = zig_str(z, ts_child_of(&z->walk, callee, F_MEMBER));
	zig_args args = {0};
	uint32_t base;

	if (path && path[strlen(path) - 1] == '#') {
		base = ir_global(&z->at, whole, ts_span(callee));
		name = NULL;
	} else {
		base = path ? ir_global(&z->at, path, ts_span(object)) : zig_object(z, object);
	}
	arguments(z, node, &args);
	return ir_call(&z->at, base, name, args.at, args.n, ts_span(node));
}

uint32_t zig_call(struct zig *z, struct ts_child node)
{
	struct ts_child callee = zig_unwrap(z, ts_child_of(&z->walk, node, F_FUNCTION)), receiver;
	struct zig_decl *decl = zig_callee(z, callee, &receiver);
	zig_args args = {0};
	uint32_t value;

	if (decl)
		return call_own(z, decl, receiver, node);
	if (callee.kind == K_FIELD && !ts_none(ts_child_of(&z->walk, callee, F_OBJECT)))
		return call_member(z, callee, node);
	value = zig_expr(z, callee);
	arguments(z, node, &args);
	return ir_call(&z->at, value, NULL, args.at, args.n, ts_span(node));
}

/* ---- builtins ---- */

/* The last argument with another type */
static bool is_cast(struct zig *z, struct ts_child name)
{
	static const char *const casts[] = {"@as", "@ptrCast", "@alignCast", "@constCast",
	        "@volatileCast", "@addrSpaceCast", "@errorCast", "@bitCast"};

	for (size_t i = 0; i < COUNT_OF(casts); i++)
		if (zig_is(z, name, casts[i]))
			return true;
	return false;
}

static bool is_opaque(struct zig *z, struct ts_child name)
{
	return zig_is(z, name, "@field") || zig_is(z, name, "@call") ||
	        zig_is(z, name, "@fieldParentPtr") || zig_is(z, name, "@unionInit") ||
	        zig_is(z, name, "@ptrFromInt") || zig_is(z, name, "@intFromPtr") ||
	        zig_is(z, name, "@ptrToInt") || zig_is(z, name, "@atomicLoad");
}

bool zig_stops(struct zig *z, struct ts_child builtin)
{
	struct ts_child name = ts_first(&z->walk, builtin);

	return zig_is(z, name, "@panic") || zig_is(z, name, "@compileError") ||
	        zig_is(z, name, "@trap");
}

uint32_t zig_builtin(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->walk, node);
	struct ts_child name = ts_kind(&z->walk, kids, K_BUILTIN_IDENTIFIER);
	struct ts_child list = ts_kind(&z->walk, kids, K_ARGUMENTS);
	struct zig_container *type = zig_named_type(z, node);
	const char *path = zig_path(z, node);
	struct insn insn = {.op = OP_CLASS, .span = ts_span(node)};
	zig_args args = {0};

	if (path)
		return zig_unknown(z, ts_span(node)); /* a module */
	if (type && !type->name[0])
		return zig_unknown(z, ts_span(node)); /* the file */
	if (type) {
		insn.name = type->name;
		return ir_add(&z->at, insn);
	}
	arguments(z, list, &args);
	if (is_cast(z, name) && args.n)
		return args.at[args.n - 1].value;
	if (zig_stops(z, node)) {
		zig_stop(z, ts_span(node));
		return zig_unknown(z, ts_span(node));
	}
	return is_opaque(z, name) ? ir_any(&z->at, args.at, args.n, ts_span(node))
	                          : ir_prim(&z->at, args.at, args.n, ts_span(node));
}
