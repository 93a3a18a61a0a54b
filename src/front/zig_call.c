/*
 * Calls: of functions of this file by their closure, of imported ones by
 * their path, of everything else by what is called; and Zig's builtins, most of
 * which are casts.
 */
#include "front/zig_lower.h"

static void argument(struct zig *z, struct ts_child node, zig_args *args)
{
	struct arg arg = {.value = zig_expr(z, node)};

	vec_push(&z->base.scratch, args, arg);
}

static void arguments(struct zig *z, struct ts_child node, zig_args *args)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&z->base.walk, kids, i);

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

		vec_push(&z->base.scratch, &args, self);
	}
	arguments(z, node, &args);
	return ir_call(
	        &z->base.at, ir_add(&z->base.at, closure), NULL, args.at, args.n, ts_span(node));
}

/* py.import(...) calls "pyz3#import"; py.PyString.create(...) is `create` of "pyz3#PyString". */
static uint32_t call_member(struct zig *z, struct ts_child callee, struct ts_child node)
{
	struct ts_child object = ts_child_of(&z->base.walk, callee, F_OBJECT);
	const char *path = zig_path(z, object), *whole = zig_path(z, callee);
	const char *name = lower_str(&z->base, ts_child_of(&z->base.walk, callee, F_MEMBER));
	zig_args args = {0};
	uint32_t base;

	if (path && path[strlen(path) - 1] == '#') {
		base = ir_global(&z->base.at, whole, ts_span(callee));
		name = NULL;
	} else {
		base = path ? ir_global(&z->base.at, path, ts_span(object)) : zig_object(z, object);
	}
	arguments(z, node, &args);
	return ir_call(&z->base.at, base, name, args.at, args.n, ts_span(node));
}

uint32_t zig_call(struct zig *z, struct ts_child node)
{
	struct ts_child callee = zig_unwrap(z, ts_child_of(&z->base.walk, node, F_FUNCTION)),
	                receiver;
	struct zig_decl *decl = zig_callee(z, callee, &receiver);
	zig_args args = {0};
	uint32_t value;

	if (decl)
		return call_own(z, decl, receiver, node);
	if (callee.kind == K_FIELD && !ts_none(ts_child_of(&z->base.walk, callee, F_OBJECT)))
		return call_member(z, callee, node);
	value = zig_expr(z, callee);
	arguments(z, node, &args);
	return ir_call(&z->base.at, value, NULL, args.at, args.n, ts_span(node));
}

/* ---- builtins ---- */

/* The last argument with another type */
static bool is_cast(struct zig *z, struct ts_child name)
{
	static const char *const casts[] = {"@as", "@ptrCast", "@alignCast", "@constCast",
	        "@volatileCast", "@addrSpaceCast", "@errorCast", "@bitCast"};

	for (size_t i = 0; i < COUNT_OF(casts); i++)
		if (lower_is(&z->base, name, casts[i]))
			return true;
	return false;
}

static bool is_opaque(struct zig *z, struct ts_child name)
{
	return lower_is(&z->base, name, "@field") || lower_is(&z->base, name, "@call") ||
	        lower_is(&z->base, name, "@fieldParentPtr") ||
	        lower_is(&z->base, name, "@unionInit") || lower_is(&z->base, name, "@ptrFromInt") ||
	        lower_is(&z->base, name, "@intFromPtr") || lower_is(&z->base, name, "@ptrToInt") ||
	        lower_is(&z->base, name, "@atomicLoad");
}

bool zig_stops(struct zig *z, struct ts_child builtin)
{
	struct ts_child name = ts_first(&z->base.walk, builtin);

	return lower_is(&z->base, name, "@panic") || lower_is(&z->base, name, "@compileError") ||
	        lower_is(&z->base, name, "@trap");
}

uint32_t zig_builtin(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child name = ts_kind(&z->base.walk, kids, K_BUILTIN_IDENTIFIER);
	struct ts_child list = ts_kind(&z->base.walk, kids, K_ARGUMENTS);
	struct zig_container *type = zig_named_type(z, node);
	const char *path = zig_path(z, node);
	struct insn insn = {.op = OP_CLASS, .span = ts_span(node)};
	zig_args args = {0};

	if (path)
		return lower_unknown(&z->base, ts_span(node)); /* a module */
	if (type && !type->name[0])
		return lower_unknown(&z->base, ts_span(node)); /* the file */
	if (type) {
		insn.name = type->name;
		return ir_add(&z->base.at, insn);
	}
	arguments(z, list, &args);
	if (is_cast(z, name) && args.n)
		return args.at[args.n - 1].value;
	if (zig_stops(z, node)) {
		zig_stop(z, ts_span(node));
		return lower_unknown(&z->base, ts_span(node));
	}
	return is_opaque(z, name) ? ir_any(&z->base.at, args.at, args.n, ts_span(node))
	                          : ir_prim(&z->base.at, args.at, args.n, ts_span(node));
}
