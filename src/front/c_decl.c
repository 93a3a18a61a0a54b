/*
 * Declarations: what a file defines, the variables of blocks, parameters.
 *
 * Functions are made before any body is read, for a body may name those below
 * it. A function that somebody outside can call is exported: `PyInit_*`, one
 * whose name stands in an initialiser (a method table, a type's slots), and a
 * static one (or one that looks like a method) that nobody in the file calls.
 * Names live in one map; a block that declares a name again hides it until the
 * block ends.
 */
#include "front/c_class.h"

#include "base/find.h"

/* ---- names ---- */

struct c_name *c_lookup(struct c *c, struct str name)
{
	return map_get(&c->names, arena_str(&c->base.scratch, name));
}

struct c_name *c_name_new(struct c *c, const char *text)
{
	struct c_name *name = arena_new(&c->base.scratch, struct c_name);

	name->name = text;
	name->var = NO_VAR;
	name->func = NO_FUNC;
	name->hidden = map_get(&c->names, text);
	map_put(&c->names, text, name);
	vec_push(&c->base.scratch, &c->scope, name);
	return name;
}

uint32_t c_scope_open(struct c *c)
{
	return c->scope.n;
}

void c_names_close(struct c *c, uint32_t mark)
{
	while (c->scope.n > mark) {
		struct c_name *name = c->scope.at[--c->scope.n];

		map_put(&c->names, name->name, name->hidden);
	}
}

void c_scope_close(struct c *c, uint32_t mark, struct span span)
{
	uint32_t live = c->live.n;

	while (live && c->live.at[live - 1]->mark >= mark && (!c->frame || live > c->frame->live))
		live--;
	c_objects_end(c, live, false, span);
	c_names_close(c, mark);
}

/* ---- declarators ---- */

/* Where a declarator ends. */
static bool is_name(struct ts_child node)
{
	return node.kind == K_IDENTIFIER || node.kind == K_FIELD_IDENTIFIER ||
	        node.kind == K_DESTRUCTOR_NAME || node.kind == K_OPERATOR_NAME;
}

static bool is_declarator(struct ts_child node)
{
	return node.field == F_DECLARATOR || node.kind == K_POINTER_DECLARATOR ||
	        node.kind == K_ARRAY_DECLARATOR || node.kind == K_FUNCTION_DECLARATOR ||
	        node.kind == K_PARENTHESIZED_DECLARATOR || node.kind == K_INIT_DECLARATOR ||
	        node.kind == K_REFERENCE_DECLARATOR || node.kind == K_QUALIFIED || is_name(node);
}

static struct ts_child inner_declarator(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child found =
	        ts_field(&c->base.walk, kids, node.kind == K_QUALIFIED ? F_NAME : F_DECLARATOR);

	for (uint32_t i = 0; ts_none(found) && i < kids.n; i++)
		if (is_declarator(ts_kid(&c->base.walk, kids, i)))
			found = ts_kid(&c->base.walk, kids, i);
	return found;
}

/* What a declarator makes of a type. */
struct shape {
	struct ts_child name;     /* none when there is none */
	struct ts_child function; /* the innermost function declarator */
	uint32_t stars;
	bool array, pointer_to_function, refers;
	bool qualified; /* A::b */
};

static struct shape shape_of(struct c *c, struct ts_child node)
{
	struct shape shape = {0};

	while (!ts_none(node) && !is_name(node)) {
		switch (node.kind) {
		case K_POINTER_DECLARATOR:
		case K_ABSTRACT_POINTER:
			shape.stars++;
			shape.pointer_to_function |= !ts_none(shape.function);
			break;
		case K_REFERENCE_DECLARATOR:
			shape.refers = true;
			break;
		case K_ARRAY_DECLARATOR:
		case K_ABSTRACT_ARRAY:
			shape.array = true;
			break;
		case K_QUALIFIED:
			shape.qualified = true;
			break;
		case K_FUNCTION_DECLARATOR:
		case K_ABSTRACT_FUNCTION:
			shape.function = node;
			break;
		}
		node = inner_declarator(c, node);
	}
	shape.name = node;
	return shape;
}

struct ts_child c_declared(struct c *c, struct ts_child declarator)
{
	return shape_of(c, declarator).name;
}

/* "PyObject *", "struct node *"; NULL when it has no name */
static const char *type_name(struct c *c, struct ts_child type, const struct shape *shape)
{
	static const char stars[] = "****";
	uint32_t count = shape->stars < sizeof(stars) ? shape->stars : sizeof(stars) - 1;
	const char *prefix = type.kind == K_STRUCT ? "struct "
	        : type.kind == K_UNION             ? "union "
	                                           : "";
	struct ts_child name = type;

	if (shape->pointer_to_function || !ts_none(shape->function) || type.kind == K_ENUM)
		return NULL;
	if (*prefix)
		name = ts_child_of(&c->base.walk, type, F_NAME);
	if (ts_none(name))
		return NULL;
	return arena_printf(c->base.arena, "%s%s%s%s", prefix, lower_str(&c->base, name),
	        count ? " " : "", stars + sizeof(stars) - 1 - count);
}

const char *c_type_text(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child type = ts_field(&c->base.walk, kids, F_TYPE);
	struct shape shape = shape_of(c, ts_field(&c->base.walk, kids, F_DECLARATOR));

	return type_name(c, type, &shape);
}

static bool has_storage(struct c *c, struct ts_kids kids, const char *word)
{
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (kid.kind == K_STORAGE_CLASS && lower_is(&c->base, kid, word))
			return true;
	}
	return false;
}

/* ---- variables ---- */

static struct c_name *variable(
        struct c *c, struct ts_child type, const struct shape *shape, uint32_t func)
{
	struct c_name *name = c_name_new(c, lower_str(&c->base, shape->name));

	name->array = shape->array;
	name->var = var_new(c->base.unit, func, name->name, ts_span(shape->name));
	c->base.unit->vars.at[name->var].type = type_name(c, type, shape);
	if (shape->array && c->base.unit->vars.at[name->var].type)
		c->base.unit->vars.at[name->var].type =
		        arena_printf(c->base.arena, "%s []", c->base.unit->vars.at[name->var].type);
	return name;
}

static void export_named(struct c *c, struct ts_child node);

/* Has it no value at all before it gets its first? A structure gets its by parts. */
static bool is_scalar(struct ts_child type, const struct shape *shape)
{
	return !shape->array && ts_none(shape->function) &&
	        (shape->stars || type.kind == K_PRIMITIVE_TYPE || type.kind == K_SIZED_TYPE);
}

/* One of the things that a declaration of a block declares. */
static void local(struct c *c, struct ts_child type, struct ts_child node, bool fixed, bool cleaned)
{
	struct shape shape = shape_of(c, node);
	struct ts_child value = {0};
	struct c_name *name;
	struct insn forget = {.op = OP_FORGET, .span = ts_span(node)};

	if (!fixed && c_object_declare(c, type, node))
		return;
	if (node.kind == K_INIT_DECLARATOR)
		value = ts_child_of(&c->base.walk, node, F_VALUE);
	if (c->plus && !ts_none(shape.function) && !shape.stars)
		c_plus_construct(c, ts_child_of(&c->base.walk, shape.function, F_PARAMETERS));
	if (c->plus && node.kind == K_FUNCTION_DECLARATOR && c_object_is_called(c, node)) {
		shape.function = (struct ts_child){0};
		variable(c, type, &shape, fixed ? 0 : c->base.at.func->id);
		return;
	}
	if (ts_none(shape.name) ||
	        (!ts_none(shape.function) && !shape.pointer_to_function && ts_none(value) &&
	                !shape.stars))
		return;
	name = variable(c, type, &shape, fixed ? 0 : c->base.at.func->id);
	name->cleaned = cleaned;
	if (fixed) {
		export_named(c, value);
		c_static_value(c, name, value);
		return;
	}
	if (ts_none(value) && shape.array && shape.stars)
		c_items_declare(c, name, shape.name, type_name(c, type, &shape));
	if (ts_none(value) && is_scalar(type, &shape))
		forget.flags = VAR_UNSET;
	if (c->loops || forget.flags) {
		forget.var = name->var;
		ir_add(&c->base.at, forget);
	}
	if (!ts_none(value) && value.kind == K_ARGUMENT_LIST)
		c_plus_construct(c, value);
	else if (!ts_none(value))
		c_assign_name(c, name, c_initializer(c, value), ts_span(node));
	if (shape.array && shape.stars && !ts_none(value))
		c_items_begin(c, name, value, type_name(c, type, &shape));
}

void c_declare_value(struct c *c, struct ts_child type, struct ts_child declarator, uint32_t value)
{
	struct shape shape = shape_of(c, declarator);
	struct c_name *name = variable(c, type, &shape, c->base.at.func->id);

	c_assign_name(c, name, value, ts_span(declarator));
}

/* __attribute__((cleanup(f))) PyObject *x = ... */
static bool says_cleanup(struct c *c, struct ts_kids kids)
{
	static const char mark[] = "__attribute__", word[] = "cleanup";

	for (uint32_t i = 0; i < kids.n; i++) {
		struct str text = ts_text(&c->base.walk, ts_kid(&c->base.walk, kids, i));
		const char *found = str_find(text, mark);

		if (found &&
		        str_find((struct str){found, text.n - (size_t)(found - text.at)}, word))
			return true;
	}
	return false;
}

void c_declaration(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child type = ts_field(&c->base.walk, kids, F_TYPE);
	bool fixed = has_storage(c, kids, "static"), outside = has_storage(c, kids, "extern");
	bool cleaned = says_cleanup(c, kids);
	uint32_t live = c->live.n;

	for (uint32_t i = 0; i < kids.n && !outside; i++)
		if (ts_kid(&c->base.walk, kids, i).field == F_DECLARATOR)
			local(c, type, ts_kid(&c->base.walk, kids, i), fixed, cleaned);
	c_temporaries_end(c, live, ts_span(node));
}

/* ---- parameters ---- */

static bool is_nothing(struct c *c, struct ts_kids kids)
{
	return kids.n == 1 && lower_is(&c->base, ts_kid(&c->base.walk, kids, 0), "void");
}

static void parameter(struct c *c, struct ts_child node, const char **names)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct func *func = c->base.at.func;
	struct shape shape = shape_of(c, ts_field(&c->base.walk, kids, F_DECLARATOR));
	struct ts_child type = ts_field(&c->base.walk, kids, F_TYPE);
	struct insn insn = {.op = OP_PARAM, .var = func->param_count, .span = ts_span(shape.name)};
	struct c_name *name;
	uint32_t value;

	if (shape.array)
		shape.stars++;
	shape.array = false;
	insn.name = type_name(c, type, &shape);
	names[func->param_count++] = ts_none(shape.name) ? "" : lower_str(&c->base, shape.name);
	value = ir_add(&c->base.at, insn);
	if (!shape.stars && c_object_parameter(c, type, shape.name, value))
		return;
	if (ts_none(shape.name))
		return;
	name = variable(c, type, &shape, func->id);
	name->refers = shape.refers && shape.stars;
	ir_store(&c->base.at, name->var, value, insn.span);
}

void c_parameters(struct c *c, struct ts_child declarator)
{
	struct shape shape = shape_of(c, declarator);
	struct ts_child list = ts_child_of(&c->base.walk, shape.function, F_PARAMETERS);
	struct ts_kids kids = ts_open(&c->base.walk, list);

	c->base.at.func->param_names = arena_array(c->base.arena, const char *, kids.n + 1);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct ts_kids parts;
		bool nothing;

		if (kid.kind != K_PARAMETER && kid.kind != K_OPTIONAL_PARAMETER)
			continue;
		parts = ts_open(&c->base.walk, kid);
		nothing = is_nothing(c, parts);
		if (!nothing)
			parameter(c, kid, c->base.at.func->param_names);
	}
}

/* ---- the file ---- */

/* Functions that an initialiser names can be called from outside. */
static void export_named(struct c *c, struct ts_child node)
{
	struct ts_kids kids;

	if (ts_none(node) || !lower_enter(&c->base, node))
		return;
	if (node.kind == K_IDENTIFIER) {
		struct c_name *name = c_lookup(c, ts_text(&c->base.walk, node));

		if (name && name->func != NO_FUNC)
			c->base.unit->funcs.at[name->func]->flags |= FUNC_EXPORTED;
	}
	kids = ts_open(&c->base.walk, node);
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&c->base.walk, kids, i)))
			export_named(c, ts_kid(&c->base.walk, kids, i));
	lower_done(&c->base);
}

/* Which are `T *&`? */
static uint64_t places_of(struct c *c, struct ts_child function)
{
	struct ts_kids kids =
	        ts_open(&c->base.walk, ts_child_of(&c->base.walk, function, F_PARAMETERS));
	uint64_t places = 0, bit = 1;

	for (uint32_t i = 0; i < kids.n && bit; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct shape shape;

		if (kid.kind != K_PARAMETER && kid.kind != K_OPTIONAL_PARAMETER)
			continue;
		shape = shape_of(c, ts_child_of(&c->base.walk, kid, F_DECLARATOR));
		if (shape.refers && shape.stars)
			places |= bit;
		bit <<= 1;
	}
	return places;
}

static uint32_t count_parameters(struct c *c, struct ts_child function)
{
	struct ts_kids kids =
	        ts_open(&c->base.walk, ts_child_of(&c->base.walk, function, F_PARAMETERS));
	uint32_t count = 0;

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		count += (kid.kind == K_PARAMETER || kid.kind == K_OPTIONAL_PARAMETER) &&
		        !lower_is(&c->base, kid, "void");
	}
	return count;
}

/* A definition without its body. */
static struct str head_of(struct c *c, struct ts_child node)
{
	struct str text = ts_text(&c->base.walk, node);
	struct str body = ts_text(&c->base.walk, ts_child_of(&c->base.walk, node, F_BODY));

	return (struct str){text.at, body.n ? (size_t)(body.at - text.at) : text.n};
}

/* `text`: the declaration, up to a body */
static void mark_function(
        struct c *c, struct ts_child type, const struct shape *shape, struct str text)
{
	struct shape result = *shape;
	struct func_mark mark = {.func = lower_str(&c->base, shape->name)};

	if (!c_may_mark(text))
		return;
	result.function = (struct ts_child){0};
	mark.result = type_name(c, type, &result);
	mark.param_count = count_parameters(c, shape->function);
	c_marks(c, mark, text);
}

/* The class of an object with one member that a function gives: it is worth that member. */
static const struct c_class *given_class(
        struct c *c, struct ts_child type, const struct shape *shape)
{
	struct c_types types = {0};
	const struct c_class *class =
	        shape->stars || shape->refers ? NULL : c_class_of(c, type, &types);

	return class && c_class_is_followed(class) && c_class_size(class) == 1 ? class : NULL;
}

/* operator bool(): nobody calls it by a name. */
static bool is_conversion(struct c *c, struct ts_child node)
{
	while (node.kind == K_POINTER_DECLARATOR || node.kind == K_QUALIFIED)
		node = ts_child_of(
		        &c->base.walk, node, node.kind == K_QUALIFIED ? F_NAME : F_DECLARATOR);
	return node.kind == K_OPERATOR_CAST;
}

/* Does it say so, outside of `try`? */
static bool throws(struct c *c, struct ts_child node)
{
	struct ts_kids kids;
	bool found = node.kind == K_THROW;

	if (found || node.kind == K_TRY || node.kind == K_LAMBDA ||
	        !str_find(ts_text(&c->base.walk, node), "throw") || !lower_enter(&c->base, node))
		return found;
	kids = ts_open(&c->base.walk, node);
	for (uint32_t i = 0; i < kids.n && !found; i++)
		found = throws(c, ts_kid(&c->base.walk, kids, i));
	lower_done(&c->base);
	return found;
}

/* Foo::bar, or what stands in a class */
static const struct c_class *class_around(struct c *c, struct ts_child node)
{
	while (node.kind == K_POINTER_DECLARATOR || node.kind == K_REFERENCE_DECLARATOR ||
	        node.kind == K_FUNCTION_DECLARATOR)
		node = inner_declarator(c, node);
	if (node.kind != K_QUALIFIED)
		return c->scanned;
	node = ts_child_of(&c->base.walk, node, F_SCOPE);
	return c_class_named(c, arena_str(&c->base.scratch, c_last_name(c, node)));
}

static const struct c_class *class_in(struct c *c, struct ts_child node)
{
	struct ts_child name = ts_child_of(&c->base.walk, node, F_NAME);

	return ts_none(name) ? NULL
	                     : c_class_named(c, arena_str(&c->base.scratch, c_last_name(c, name)));
}

static void scan_function(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct shape shape = shape_of(c, ts_field(&c->base.walk, kids, F_DECLARATOR));
	struct ts_child type = ts_field(&c->base.walk, kids, F_TYPE);
	struct c_function function = {.node = node};
	struct c_name *name;
	struct func *func;

	function.own = has_storage(c, kids, "static");
	if (is_conversion(c, ts_field(&c->base.walk, kids, F_DECLARATOR)))
		return;
	function.member = shape.qualified || c->classes;
	function.class =
	        c->plus ? class_around(c, ts_field(&c->base.walk, kids, F_DECLARATOR)) : NULL;
	if (ts_none(shape.name) || ts_none(shape.function) || ts_node_has_error(node.node)) {
		lower_note(&c->base, ts_none(shape.name) ? ts_span(node) : ts_span(shape.name),
		        "a function could not be read");
		return;
	}
	name = c_name_new(c, c_plus_name(c, shape.name, type));
	func = func_new(c->base.unit, 0, name->name, ts_span(node));
	func->name_span = ts_span(shape.name);
	mark_function(c, type, &shape, head_of(c, node));
	name->places = c->plus ? places_of(c, shape.function) : 0;
	shape.function = (struct ts_child){0};
	func->return_type = type_name(c, type, &shape);
	name->gives = given_class(c, type, &shape);
	name->throws = c->plus && throws(c, ts_field(&c->base.walk, kids, F_BODY));
	if (name->gives)
		func->return_type = c_class_member(name->gives, 0)->type;
	if (str_starts(str_of(name->name), "PyInit_"))
		func->flags |= FUNC_EXPORTED;
	if (c->test)
		func->flags |= FUNC_TEST;
	function.name = name;
	name->func = func->id;
	vec_push(&c->base.scratch, &c->functions, function);
}

static void scan_variables(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child type = ts_field(&c->base.walk, kids, F_TYPE);
	bool own = has_storage(c, kids, "static");

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		struct shape shape = shape_of(c, kid);
		struct c_name *name;

		if (kid.field == F_DECLARATOR && !ts_none(shape.name) && !ts_none(shape.function)) {
			mark_function(c, type, &shape, ts_text(&c->base.walk, node));
			if (!own)
				vec_push(c->base.arena, &c->base.unit->declares,
				        lower_str(&c->base, shape.name));
		}
		if (kid.field != F_DECLARATOR || ts_none(shape.name) || !ts_none(shape.function) ||
		        has_storage(c, kids, "extern"))
			continue;
		name = c_lookup(c, ts_text(&c->base.walk, shape.name));
		if (!name) /* not the second, after a tentative definition */
			name = variable(c, type, &shape, 0);
		if (name->var != NO_VAR)
			c->base.unit->vars.at[name->var].exported = !own;
	}
}

static void scan_values(struct c *c, struct ts_child node)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i), value;

		if (kid.kind != K_INIT_DECLARATOR)
			continue;
		value = ts_child_of(&c->base.walk, kid, F_VALUE);
		export_named(c, value);
		c_static_value(
		        c, c_lookup(c, ts_text(&c->base.walk, shape_of(c, kid).name)), value);
	}
}

bool c_holds_more(const struct c *c, struct ts_child node)
{
	switch (node.kind) {
	case K_LINKAGE:
	case K_DECLARATION_LIST:
	case TS_ERROR:
		return true;
	case K_NAMESPACE:
	case K_CLASS:
	case K_STRUCT:
	case K_FIELD_DECLARATIONS:
	case K_TEMPLATE:
		return c->plus;
	default:
		return false;
	}
}

/* Calls `act` for each declaration and definition, also for those in `extern "C" {}` and in
 * what did not parse. */
static void each(struct c *c, struct ts_child node,
        void (*on_function)(struct c *, struct ts_child),
        void (*on_declaration)(struct c *, struct ts_child))
{
	struct ts_kids kids = ts_open(&c->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (kid.kind == K_FUNCTION && on_function)
			on_function(c, kid);
		else if (kid.kind == K_DECLARATION && on_declaration)
			on_declaration(c, kid);
		else if (c_holds_more(c, kid) && lower_enter(&c->base, kid)) {
			const struct c_class *around = c->scanned;

			c->classes += kid.kind == K_CLASS || kid.kind == K_STRUCT;
			if (c->plus && (kid.kind == K_CLASS || kid.kind == K_STRUCT))
				c->scanned = class_in(c, kid);
			each(c, kid, on_function, on_declaration);
			c->scanned = around;
			c->classes -= kid.kind == K_CLASS || kid.kind == K_STRUCT;
			lower_done(&c->base);
		}
	}
}

void c_scan(struct c *c, struct ts_child root)
{
	each(c, root, scan_function, scan_variables);
	each(c, root, NULL, scan_values);
}

/* A method by its look: other files call what they call by name with arguments of their own. */
static bool is_method(const struct func *func)
{
	return same(func->return_type, "PyObject *") && func->param_count &&
	        same(func->param_names[0], "self");
}

void c_export_uncalled(struct c *c)
{
	for (uint32_t i = 0; i < c->functions.n; i++) {
		const struct c_function *function = &c->functions.at[i];
		struct func *func = c->base.unit->funcs.at[function->name->func];

		if (!function->name->called && (function->own || is_method(func)))
			func->flags |= FUNC_EXPORTED;
	}
}

void c_export_linked(struct c *c)
{
	for (uint32_t i = 0; i < c->functions.n; i++) {
		const struct c_function *function = &c->functions.at[i];
		struct export export = {
		        .name = function->name->name, .func = function->name->func, .var = NO_VAR};

		if (!function->own && !function->member)
			vec_push(c->base.arena, &c->base.unit->exports, export);
	}
}
