/*
 * What names and types stand for, as far as one file tells: imported names as
 * paths, containers of this file, and how a declared type is spelled in facts.
 * A small part of Zig's type system: enough to know which function a method
 * call calls.
 */
#include "front/zig_lower.h"

#include <ctype.h>

/* Evaluates `ask` where a declaration stands. */
#define AT_HOME(z, decl, ask)                             \
	do {                                              \
		struct zig_container *around = (z)->here; \
		(z)->here = (decl)->home;                 \
		ask;                                      \
		(z)->here = around;                       \
	} while (0)

/* ---- imported names ---- */

static bool is_type_name(const char *path)
{
	const char *last = path;

	for (const char *at = path; *at; at++)
		if (*at == '.' || *at == '#')
			last = at + 1;
	/* PyList_New is a name of C */
	return isupper((unsigned char)*last) && !strchr(last, '_');
}

/* Notes which file a name stands for. */
static void add_module(struct zig *z, const char *name, const char *path)
{
	struct unit_module module = {name, path};

	for (uint32_t i = 0; i < z->base.unit->modules.n; i++) {
		struct unit_module *known = &z->base.unit->modules.at[i];

		if (!same(known->name, name))
			continue;
		if (known->path && !same(known->path, path))
			known->path = NULL;
		return;
	}
	vec_push(z->base.arena, &z->base.unit->modules, module);
}

/* @import("../pyz3.zig") → "pyz3#" */
static const char *module_path(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child builtin = ts_kind(&z->base.walk, kids, K_BUILTIN_IDENTIFIER);
	struct ts_child given = ts_first(&z->base.walk, ts_kind(&z->base.walk, kids, K_ARGUMENTS));
	const char *path = NULL;

	if (lower_is(&z->base, builtin, "@cImport")) {
		path = "c#";
	} else if (lower_is(&z->base, builtin, "@import") && given.kind == K_STRING) {
		struct str whole = ts_text(&z->base.walk, ts_first(&z->base.walk, given)),
		           name = whole;
		bool file = str_ends(name, ".zig");

		for (size_t i = name.n; i-- > 0;)
			if (name.at[i] == '/') {
				name = (struct str){name.at + i + 1, name.n - i - 1};
				break;
			}
		if (file)
			name.n -= strlen(".zig");
		if (file)
			add_module(
			        z, arena_str(z->base.arena, name), arena_str(z->base.arena, whole));
		path = arena_printf(z->base.arena, "%.*s#", (int)name.n, name.at);
	}
	return path;
}

static const char *decl_path(struct zig *z, struct zig_decl *decl)
{
	if (!decl || decl->type || decl->func != NO_FUNC || decl->var != NO_VAR ||
	        ts_none(decl->value))
		return NULL;
	if (!decl->asked) {
		decl->asked = true; /* first: it may name itself */
		AT_HOME(z, decl, decl->path = zig_path(z, decl->value));
	}
	return decl->path;
}

/* What nobody declares is a module: the text is a part of something. */
static const char *free_path(struct zig *z, const char *name)
{
	struct zig_decl *decl = zig_lookup(z, z->here, name);

	return decl ? decl_path(z, decl) : arena_printf(z->base.arena, "%s#", name);
}

static const char *field_path(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child object = ts_field(&z->base.walk, kids, F_OBJECT);
	struct ts_child member = ts_field(&z->base.walk, kids, F_MEMBER);
	const char *base, *path = NULL;

	base = ts_none(object) ? NULL : zig_path(z, object);
	if (base)
		path = arena_printf(z->base.arena, "%s%s%s", base,
		        base[strlen(base) - 1] == '#' ? "" : ".", lower_str(&z->base, member));
	return path;
}

const char *zig_path(struct zig *z, struct ts_child node)
{
	const char *path = NULL;
	struct zig_name *local;

	node = zig_unwrap(z, node);
	if (ts_none(node) || !lower_enter(&z->base, node))
		return NULL;
	switch (node.kind) {
	case K_IDENTIFIER:
		local = zig_local(z, lower_str(&z->base, node));
		path = local ? local->path : free_path(z, lower_str(&z->base, node));
		break;
	case K_FIELD:
		path = field_path(z, node);
		break;
	case K_CALL: /* a type made by a function: List(T) */
		path = zig_path(z, ts_child_of(&z->base.walk, node, F_FUNCTION));
		path = path && is_type_name(path) ? path : NULL;
		break;
	case K_BUILTIN:
		path = module_path(z, node);
		break;
	case K_ERROR_UNION:
		path = zig_path(z, ts_child_of(&z->base.walk, node, F_OK));
		break;
	}
	lower_done(&z->base);
	return path;
}

/* ---- containers ---- */

static struct zig_container *decl_type(struct zig *z, struct zig_decl *decl)
{
	struct zig_container *type = NULL;

	if (!decl || decl->type)
		return decl ? decl->type : NULL;
	if (decl->func == NO_FUNC && decl->var == NO_VAR && !ts_none(decl->value))
		AT_HOME(z, decl, type = zig_named_type(z, decl->value));
	return type;
}

static struct zig_container *builtin_type(struct zig *z, struct ts_child node)
{
	return lower_is(&z->base, ts_first(&z->base.walk, node), "@This") ? z->here : NULL;
}

struct zig_container *zig_named_type(struct zig *z, struct ts_child node)
{
	struct zig_container *type = NULL;
	struct zig_name *local;

	node = zig_unwrap(z, node);
	if (ts_none(node) || !lower_enter(&z->base, node))
		return NULL;
	switch (node.kind) {
	case K_IDENTIFIER:
		local = zig_local(z, lower_str(&z->base, node));
		type = local ? local->means
		             : decl_type(z, zig_lookup(z, z->here, lower_str(&z->base, node)));
		break;
	case K_FIELD:
		type = zig_named_type(z, ts_child_of(&z->base.walk, node, F_OBJECT));
		type = type ? decl_type(z,
		                      zig_member(type,
		                              lower_str(&z->base,
		                                      ts_child_of(&z->base.walk, node, F_MEMBER))))
		            : NULL;
		break;
	case K_CALL:
		type = zig_named_type(z, ts_child_of(&z->base.walk, node, F_FUNCTION));
		break;
	case K_BUILTIN:
		type = builtin_type(z, node);
		break;
	case K_ERROR_UNION:
		type = zig_named_type(z, ts_child_of(&z->base.walk, node, F_OK));
		break;
	}
	lower_done(&z->base);
	return type;
}

static struct ts_child last_named(struct zig *z, struct ts_child node)
{
	struct ts_kids kids = ts_open(&z->base.walk, node);
	struct ts_child found = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&z->base.walk, kids, i)))
			found = ts_kid(&z->base.walk, kids, i);
	return found;
}

struct zig_container *zig_value_type(struct zig *z, struct ts_child type)
{
	for (int depth = 0; depth < 8; depth++) {
		if (type.kind == K_ERROR_UNION)
			type = ts_child_of(&z->base.walk, type, F_OK);
		else if (type.kind == K_NULLABLE || type.kind == K_POINTER_TYPE)
			type = last_named(z, type);
		else
			break;
	}
	return zig_named_type(z, type);
}

/* ---- values ---- */

struct zig_decl *zig_callee(struct zig *z, struct ts_child callee, struct ts_child *receiver)
{
	struct zig_container *type;
	struct zig_decl *decl = NULL;
	struct ts_child object;

	*receiver = (struct ts_child){0};
	callee = zig_unwrap(z, callee);
	if (callee.kind == K_IDENTIFIER && !zig_local(z, lower_str(&z->base, callee)))
		decl = zig_lookup(z, z->here, lower_str(&z->base, callee));
	if (callee.kind == K_FIELD) {
		object = ts_child_of(&z->base.walk, callee, F_OBJECT);
		type = zig_named_type(z, object);
		if (!type) {
			type = zig_static_type(z, object);
			*receiver = object;
		}
		decl = zig_member(
		        type, lower_str(&z->base, ts_child_of(&z->base.walk, callee, F_MEMBER)));
	}
	return decl && decl->func != NO_FUNC ? decl : NULL;
}

static struct zig_container *declared_type(struct zig *z, const struct zig_decl *decl)
{
	struct zig_container *type = NULL;

	if (decl && !ts_none(decl->declared))
		AT_HOME(z, decl, type = zig_value_type(z, decl->declared));
	return type;
}

static struct zig_container *static_type(struct zig *z, struct ts_child node)
{
	struct ts_child receiver;
	struct zig_container *type;
	struct zig_name *local;

	switch (node.kind) {
	case K_IDENTIFIER:
		local = zig_local(z, lower_str(&z->base, node));
		return local ? local->type : NULL;
	case K_STRUCT_INITIALIZER:
		return zig_named_type(z, ts_first(&z->base.walk, node));
	case K_CALL:
		return declared_type(
		        z, zig_callee(z, ts_child_of(&z->base.walk, node, F_FUNCTION), &receiver));
	case K_FIELD:
		type = zig_static_type(z, ts_child_of(&z->base.walk, node, F_OBJECT));
		return declared_type(z,
		        zig_member(type,
		                lower_str(&z->base, ts_child_of(&z->base.walk, node, F_MEMBER))));
	case K_ERROR_UNION:
		return zig_static_type(z, ts_child_of(&z->base.walk, node, F_OK));
	case K_UNARY:
		return zig_static_type(z, ts_child_of(&z->base.walk, node, F_ARGUMENT));
	case K_BINARY: /* orelse */
		return zig_static_type(z, ts_child_of(&z->base.walk, node, F_LEFT));
	case K_TRY:
	case K_CATCH:
	case K_UNWRAP:
	case K_DEREFERENCE:
		return zig_static_type(z, zig_value_of(z, node));
	default:
		return NULL;
	}
}

struct zig_container *zig_static_type(struct zig *z, struct ts_child node)
{
	struct zig_container *type;

	node = zig_unwrap(z, node);
	if (ts_none(node) || !lower_enter(&z->base, node))
		return NULL;
	type = static_type(z, node);
	lower_done(&z->base);
	return type;
}

/* ---- declared types ---- */

/* Without what only says how a value is reached: pointers, which are counted, optionals, errors. */
static struct str bare_type(struct str text, uint32_t *stars)
{
	static const char *const prefixes[] = {
	        "?", "*", "!", "[*c]", "[*:0]", "const ", "volatile ", "allowzero "};
	const char *bang;
	bool more = true;

	bang = memchr(text.at, '!', text.n);
	if (bang)
		text = (struct str){bang + 1, text.n - (size_t)(bang + 1 - text.at)};
	while (more) {
		more = false;
		text = str_trim(text);
		for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
			size_t n = strlen(prefixes[i]);

			if (!str_starts(text, prefixes[i]))
				continue;
			text = (struct str){text.at + n, text.n - n};
			*stars += strchr(prefixes[i], '*') != NULL;
			more = true;
		}
	}
	return text;
}

/* a.b.Name(x, y) → Name; nothing else than a path gives nothing. */
static struct str last_name(struct str text)
{
	size_t start = 0, end = 0, i = 0;

	while (i < text.n) {
		for (start = i;
		        i < text.n && (isalnum((unsigned char)text.at[i]) || text.at[i] == '_');
		        i++)
			;
		end = i;
		if (i < text.n && text.at[i] == '(')
			i = text.n;
		if (i < text.n && text.at[i++] != '.')
			return (struct str){text.at, 0};
	}
	return (struct str){text.at + start, end - start};
}

/* Types that are those of C under another name */
static const char *c_spelling(struct str name)
{
	static const char *const pairs[][2] = {{"c_char", "char"}, {"c_short", "short"},
	        {"c_ushort", "unsigned short"}, {"c_int", "int"}, {"c_uint", "unsigned int"},
	        {"c_long", "long"}, {"c_ulong", "unsigned long"}, {"c_longlong", "long long"},
	        {"c_ulonglong", "unsigned long long"}, {"f32", "float"}, {"f64", "double"},
	        {"u8", "char"}};

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		if (str_is(name, pairs[i][0]))
			return pairs[i][1];
	return NULL;
}

/* const Object = ?*c.PyObject; */
static struct ts_child unaliased(struct zig *z, struct ts_child type)
{
	struct zig_decl *decl;

	for (int depth = 0; depth < 4 && type.kind == K_IDENTIFIER; depth++) {
		decl = zig_local(z, lower_str(&z->base, type))
		        ? NULL
		        : zig_lookup(z, z->here, lower_str(&z->base, type));
		if (!decl || decl->type || decl->func != NO_FUNC || decl->var != NO_VAR ||
		        (decl->value.kind != K_NULLABLE && decl->value.kind != K_POINTER_TYPE &&
		                decl->value.kind != K_FIELD && decl->value.kind != K_ERROR_UNION &&
		                decl->value.kind != K_IDENTIFIER))
			return type;
		type = decl->value;
	}
	return type;
}

const char *zig_type_name(struct zig *z, struct ts_child type)
{
	static const char all[] = "****";
	struct zig_container *own;
	struct str name;
	uint32_t stars = 0;
	const char *text;

	type = unaliased(z, type);
	if (ts_none(type))
		return NULL;
	own = zig_value_type(z, type);
	if (own && own->name[0])
		return own->name;
	name = last_name(bare_type(ts_text(&z->base.walk, type), &stars));
	if (!name.n)
		return NULL;
	text = c_spelling(name);
	text = text ? text : arena_str(z->base.arena, name);
	stars = stars < strlen(all) ? stars : (uint32_t)strlen(all);
	return stars ? arena_printf(z->base.arena, "%s %s", text, all + strlen(all) - stars) : text;
}

bool zig_is_scalar(struct zig *z, struct ts_child type)
{
	if (type.kind == K_NULLABLE || type.kind == K_ERROR_UNION)
		return zig_is_scalar(z, last_named(z, type));
	return type.kind == K_BUILTIN_TYPE || type.kind == K_SLICE_TYPE ||
	        type.kind == K_ARRAY_TYPE;
}

enum zig_failing zig_failing_of(struct zig *z, struct ts_child returns)
{
	returns = unaliased(z, returns);
	switch (returns.kind) {
	case K_ERROR_UNION:
		return ZIG_FAILS;
	case K_BUILTIN_TYPE:
		return lower_is(&z->base, returns, "anytype") ? ZIG_MAY_FAIL : ZIG_CANNOT_FAIL;
	case K_NULLABLE:
	case K_POINTER_TYPE:
	case K_SLICE_TYPE:
		return ZIG_CANNOT_FAIL;
	case K_FIELD: /* the grammar takes ?*c.PyObject for (?*c).PyObject */
		return strchr("?*", ts_text(&z->base.walk, returns).at[0]) ? ZIG_CANNOT_FAIL
		                                                           : ZIG_MAY_FAIL;
	default:
		return ZIG_MAY_FAIL;
	}
}
