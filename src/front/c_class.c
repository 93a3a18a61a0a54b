/*
 * The classes that a C++ file knows: its own, those of headers beside it, and
 * some that half the world uses, as rules/facts/classes describes them in C++.
 *
 * Headers are found by their names in quotes, relative to the file that names
 * them: what a class does is seldom told anywhere else. A name is looked up by
 * its last part, whatever the namespace: the file's own class wins.
 */
#include "front/c_class.h"

#include "base/embed.h"
#include "base/file.h"
#include "base/find.h"

enum { MOST_HEADERS = 24, LARGEST_HEADER = 1 << 20, MOST_ALIASES = 8 };

struct c_tree *c_tree_enter(struct c *c, struct c_tree *tree)
{
	struct c_tree *before = c->tree;

	if (tree == before)
		return before;
	before->walk = c->base.walk;
	c->base.walk = tree->walk;
	c->plain = &tree->plain;
	c->tree = tree;
	return before;
}

/* ---- types ---- */

struct str c_last_name(struct c *c, struct ts_child node)
{
	while (node.kind == K_QUALIFIED || node.kind == K_TEMPLATE_TYPE ||
	        node.kind == K_TEMPLATE_FUNCTION || node.kind == K_TEMPLATE_METHOD ||
	        node.kind == K_TYPE_DESCRIPTOR)
		node = ts_child_of(
		        &c->base.walk, node, node.kind == K_TYPE_DESCRIPTOR ? F_TYPE : F_NAME);
	return ts_text(&c->base.walk, node);
}

const struct c_bound *c_type_bound(const struct c_types *types, struct str name)
{
	for (uint32_t i = 0; types && i < types->n; i++)
		if (str_is(name, types->at[i].name))
			return &types->at[i];
	return NULL;
}

static void bind(struct c *c, struct c_types *types, const char *name, struct ts_child argument)
{
	struct c_types inner = {0};
	struct c_bound made = {.name = name};

	if (types->n == C_MOST_TYPES)
		return;
	made.text = arena_str(&c->base.scratch, ts_text(&c->base.walk, argument));
	made.class = c_class_of(c, argument, &inner);
	types->at[types->n++] = made;
}

void c_types_bind(
        struct c *c, const char *const *params, struct ts_child node, struct c_types *types)
{
	struct ts_kids kids = ts_open(&c->base.walk, ts_child_of(&c->base.walk, node, F_ARGUMENTS));
	uint32_t number = 0;

	for (uint32_t i = 0; i < kids.n && number < C_MOST_TYPES && params[number]; i++)
		if (ts_is_named(ts_kid(&c->base.walk, kids, i)))
			bind(c, types, params[number++], ts_kid(&c->base.walk, kids, i));
}

static const struct c_class *alias_class(struct c *c, const char *name, struct c_types *types)
{
	const struct c_alias *alias = map_get(&c->aliases, name);
	const struct c_class *class;
	struct c_tree *before;

	if (!alias || c->alias_depth == MOST_ALIASES)
		return NULL;
	c->alias_depth++;
	before = c_tree_enter(c, alias->tree);
	class = c_class_of(c, alias->type, types);
	c_tree_enter(c, before);
	c->alias_depth--;
	return class;
}

const struct c_class *c_class_named(struct c *c, const char *name)
{
	const struct c_class *class = map_get(&c->known_classes, name);
	struct c_types types = {0};

	return class ? class : alias_class(c, name, &types);
}

const struct c_class *c_class_of(struct c *c, struct ts_child type, struct c_types *types)
{
	const struct c_class *class;
	const struct c_bound *given;
	const char *name;

	if (!c->plus)
		return NULL;
	if (type.kind == K_TYPE_DESCRIPTOR) {
		if (!ts_none(ts_child_of(&c->base.walk, type, F_DECLARATOR)))
			return NULL;
		type = ts_child_of(&c->base.walk, type, F_TYPE);
	}
	while (type.kind == K_QUALIFIED)
		type = ts_child_of(&c->base.walk, type, F_NAME);
	if (type.kind != K_TYPE_IDENTIFIER && type.kind != K_TEMPLATE_TYPE &&
	        type.kind != K_IDENTIFIER && type.kind != K_TEMPLATE_FUNCTION)
		return NULL;
	given = c_type_bound(c->types, ts_text(&c->base.walk, type));
	if (given)
		return given->class;
	name = arena_str(&c->base.scratch, c_last_name(c, type));
	class = map_get(&c->known_classes, name);
	if (!class)
		return alias_class(c, name, types);
	if (type.kind == K_TEMPLATE_TYPE || type.kind == K_TEMPLATE_FUNCTION)
		c_types_bind(c, class->params, type, types);
	else if (c->types && c->frame) /* the class's own name in its methods */
		*types = *c->types;
	return class;
}

/* ---- asking ---- */

const struct c_member *c_class_declares(const struct c_class *class, struct str name)
{
	for (; class; class = class->base)
		for (uint32_t i = 0; i < class->members.n; i++)
			if (str_is(name, class->members.at[i].name))
				return &class->members.at[i];
	return NULL;
}

const struct c_method *c_class_destructor(const struct c_class *class)
{
	for (; class; class = class->base)
		for (uint32_t i = 0; i < class->methods.n; i++)
			if (class->methods.at[i].name[0] == '~')
				return &class->methods.at[i];
	return NULL;
}

bool c_class_has(const struct c_class *class, const char *method)
{
	for (; class; class = class->base)
		for (uint32_t i = 0; i < class->methods.n; i++)
			if (same(class->methods.at[i].name, method))
				return true;
	return false;
}

uint32_t c_class_size(const struct c_class *class)
{
	return class ? c_class_size(class->base) + class->members.n : 0;
}

const struct c_member *c_class_member(const struct c_class *class, uint32_t index)
{
	uint32_t inherited = c_class_size(class->base);

	return index < inherited ? c_class_member(class->base, index)
	                         : &class->members.at[index - inherited];
}

uint32_t c_class_find(const struct c_class *class, struct str name)
{
	uint32_t size = c_class_size(class);

	for (uint32_t i = 0; i < size && i < C_MOST_MEMBERS; i++)
		if (str_is(name, c_class_member(class, i)->name))
			return i;
	return C_MOST_MEMBERS;
}

bool c_class_is_followed(const struct c_class *class)
{
	const struct c_class *at = class;
	uint32_t size = c_class_size(class);

	for (; at; at = at->base)
		if (at->unknown || (at->open && size > 1))
			return false;
	return size && size <= C_MOST_MEMBERS && c_class_destructor(class);
}

/* ---- reading a class ---- */

static void read_params(struct c *c, struct ts_child list, const char **params)
{
	struct ts_kids kids = ts_open(&c->base.walk, list);
	uint32_t n = 0;

	for (uint32_t i = 0; i < kids.n && n < C_MOST_TYPES; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i), name;

		if (kid.kind != K_TYPE_PARAMETER && kid.kind != K_OPTIONAL_TYPE_PARAMETER)
			continue;
		name = ts_child_of(&c->base.walk, kid, F_NAME);
		if (ts_none(name))
			name = ts_first(&c->base.walk, kid);
		params[n++] = arena_str(&c->base.scratch, ts_text(&c->base.walk, name));
	}
}

static bool has_word(struct c *c, struct ts_kids kids, const char *word)
{
	for (uint32_t i = 0; i < kids.n; i++)
		if (lower_is(&c->base, ts_kid(&c->base.walk, kids, i), word))
			return true;
	return false;
}

static void count_params(struct c *c, struct c_method *method)
{
	struct ts_kids kids =
	        ts_open(&c->base.walk, ts_child_of(&c->base.walk, method->head, F_PARAMETERS));

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (kid.kind == K_PARAMETER && !lower_is(&c->base, kid, "void"))
			method->least = ++method->most;
		else if (kid.kind == K_OPTIONAL_PARAMETER)
			method->most++;
	}
}

/* "operator bool", "operator PyObject *" */
static const char *conversion_name(struct c *c, struct ts_child node)
{
	struct str type = ts_text(&c->base.walk, ts_child_of(&c->base.walk, node, F_TYPE));
	struct ts_child shape = ts_child_of(&c->base.walk, node, F_DECLARATOR);

	return arena_printf(&c->base.scratch, "operator %.*s%s", (int)type.n, type.at,
	        shape.kind == K_ABSTRACT_POINTER ? " *" : "");
}

/* "operator =" is "operator=" */
static const char *operator_name(struct c *c, struct ts_child node)
{
	static const char word[] = "operator";
	struct str text = ts_text(&c->base.walk, node);
	struct str symbol =
	        str_trim((struct str){text.at + sizeof(word) - 1, text.n - (sizeof(word) - 1)});

	return arena_printf(&c->base.scratch, "operator%.*s", (int)symbol.n, symbol.at);
}

static void name_method(struct c *c, struct c_method *method, struct ts_child node)
{
	while (node.kind != K_FUNCTION_DECLARATOR && node.kind != K_OPERATOR_CAST &&
	        !ts_none(node)) {
		struct ts_kids kids = ts_open(&c->base.walk, node);
		struct ts_child inner = ts_field(&c->base.walk, kids, F_DECLARATOR);

		method->stars += node.kind == K_POINTER_DECLARATOR;
		method->refers |= node.kind == K_REFERENCE_DECLARATOR;
		node = ts_none(inner) && node.kind == K_REFERENCE_DECLARATOR
		        ? ts_named(&c->base.walk, kids)
		        : inner;
	}
	if (node.kind == K_OPERATOR_CAST) {
		method->name = conversion_name(c, node);
		method->type = ts_child_of(&c->base.walk, node, F_TYPE);
		method->stars = 1;
		return;
	}
	method->head = node;
	node = ts_child_of(&c->base.walk, node, F_DECLARATOR);
	while (node.kind == K_QUALIFIED)
		node = ts_child_of(&c->base.walk, node, F_NAME);
	method->name =
	        node.kind == K_OPERATOR_NAME ? operator_name(c, node) : lower_str(&c->base, node);
}

static struct c_method method_of(struct c *c, struct ts_child node, struct ts_child params)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct c_method method = {.tree = c->tree, .node = node};

	method.type = ts_field(&c->base.walk, kids, F_TYPE);
	name_method(c, &method, ts_field(&c->base.walk, kids, F_DECLARATOR));
	method.fixed = has_word(c, kids, "static");
	method.deleted = !ts_none(ts_kind(&c->base.walk, kids, K_DELETE_METHOD));
	method.defaulted = !ts_none(ts_kind(&c->base.walk, kids, K_DEFAULT_METHOD));
	read_params(c, params, method.params);
	count_params(c, &method);
	return method;
}

static void add_method(
        struct c *c, struct c_class *class, struct ts_child node, struct ts_child params)
{
	struct c_method method;

	if (ts_node_has_error(node.node))
		return;
	method = method_of(c, node, params);
	if (!same(method.name, ""))
		method.makes = same(method.name, class->name);
	if (!same(method.name, ""))
		vec_push(&c->base.scratch, &class->methods, method);
}

static void read_type(struct c *c, struct ts_child node, struct ts_child params);

/* PyObject *a, *b = nullptr; */
static void add_members(struct c *c, struct c_class *class, struct ts_child node, bool public)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child type = ts_field(&c->base.walk, kids, F_TYPE);
	struct ts_child value = ts_field(&c->base.walk, kids, F_DEFAULT_VALUE);
	bool plain = type.kind == K_PRIMITIVE_TYPE || type.kind == K_SIZED_TYPE;

	if (type.kind == K_STRUCT || type.kind == K_CLASS)
		read_type(c, type, (struct ts_child){0});
	if (has_word(c, kids, "static") || has_word(c, kids, "friend"))
		return;
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i), name;
		struct c_member member = {.value = value,
		        .named = arena_str(&c->base.scratch, ts_text(&c->base.walk, type))};

		if (kid.field != F_DECLARATOR || kid.kind == K_FUNCTION_DECLARATOR)
			continue;
		name = c_declared(c, kid);
		if (name.kind != K_FIELD_IDENTIFIER && name.kind != K_IDENTIFIER)
			continue;
		if (kid.kind == K_POINTER_DECLARATOR)
			member.type = c_type_text(c, node);
		else if (kid.kind != K_FIELD_IDENTIFIER)
			class->unknown = true;
		class->open |= member.type && public;
		member.name = arena_str(&c->base.scratch, ts_text(&c->base.walk, name));
		/* an object of another class ends in its own way */
		class->unknown |= !member.type && !plain && type.kind != K_TYPE_IDENTIFIER;
		vec_push(&c->base.scratch, &class->members, member);
	}
}

static bool declares_function(struct c *c, struct ts_child node)
{
	struct ts_child name = ts_child_of(&c->base.walk, node, F_DECLARATOR);

	while (name.kind == K_POINTER_DECLARATOR || name.kind == K_REFERENCE_DECLARATOR)
		name = ts_none(ts_child_of(&c->base.walk, name, F_DECLARATOR))
		        ? ts_first(&c->base.walk, name)
		        : ts_child_of(&c->base.walk, name, F_DECLARATOR);
	return name.kind == K_FUNCTION_DECLARATOR;
}

static void read_parts(struct c *c, struct c_class *class, struct ts_child body, bool public)
{
	struct ts_kids kids = ts_open(&c->base.walk, body);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i), params = {0};

		if (kid.kind == K_TEMPLATE) {
			params = ts_child_of(&c->base.walk, kid, F_PARAMETERS);
			kid = ts_kind(&c->base.walk, ts_open(&c->base.walk, kid), K_FUNCTION);
		}
		if (kid.kind == K_FUNCTION)
			add_method(c, class, kid, params);
		else if (kid.kind == K_ACCESS)
		public = lower_is(&c->base, kid, "public");
		else if (kid.kind == K_FIELD_DECLARATION && !declares_function(c, kid))
		        add_members(c, class, kid, public);
		else if (kid.kind == K_STRUCT || kid.kind == K_CLASS)
		        read_type(c, kid, (struct ts_child){0});
	}
}

static void read_base(struct c *c, struct c_class *class, struct ts_child clause)
{
	struct ts_kids kids = ts_open(&c->base.walk, clause);
	struct c_types types = {0};

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);
		const struct c_class *base;

		if (kid.kind != K_TYPE_IDENTIFIER && kid.kind != K_QUALIFIED &&
		        kid.kind != K_TEMPLATE_TYPE)
			continue;
		base = c_class_of(c, kid, &types);
		class->unknown |= !base || class->base || base == class;
		if (!class->unknown)
			class->base = base;
	}
}

static void read_type(struct c *c, struct ts_child node, struct ts_child params)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);
	struct ts_child name = ts_field(&c->base.walk, kids, F_NAME);
	struct ts_child body = ts_field(&c->base.walk, kids, F_BODY);
	struct c_class *class;

	if (ts_none(name) || ts_none(body) || !lower_enter(&c->base, node))
		return;
	class = arena_new(&c->base.scratch, struct c_class);
	class->name = arena_str(&c->base.scratch, c_last_name(c, name));
	class->tree = c->tree;
	read_params(c, params, class->params);
	read_base(c, class, ts_kind(&c->base.walk, kids, K_BASE_CLAUSE));
	read_parts(c, class, body, node.kind == K_STRUCT);
	map_put(&c->known_classes, class->name, class);
	lower_done(&c->base);
}

static void read_alias(struct c *c, struct ts_child node, struct ts_child name)
{
	const char *text = arena_str(&c->base.scratch, ts_text(&c->base.walk, name));
	struct c_alias *alias = arena_new(&c->base.scratch, struct c_alias);

	*alias = (struct c_alias){c->tree, ts_child_of(&c->base.walk, node, F_TYPE)};
	if (alias->type.kind == K_STRUCT || alias->type.kind == K_CLASS)
		read_type(c, alias->type, (struct ts_child){0});
	map_put(&c->aliases, text, alias);
}

static bool names_followed(struct c *c, struct ts_child node)
{
	struct c_types types = {0};
	const struct c_class *class =
	        c_class_of(c, ts_child_of(&c->base.walk, node, F_TYPE), &types);

	return class && c_class_is_followed(class);
}

/* Other functions are called as those of C are. */
static bool is_about_objects(struct c *c, struct ts_child node)
{
	struct ts_child head = ts_child_of(&c->base.walk, node, F_DECLARATOR);
	struct ts_kids kids =
	        ts_open(&c->base.walk, ts_child_of(&c->base.walk, head, F_PARAMETERS));
	bool is = names_followed(c, node);

	for (uint32_t i = 0; i < kids.n && !is; i++)
		is = names_followed(c, ts_kid(&c->base.walk, kids, i));
	return is;
}

/* A function that stands in a header, or a method that stands outside of its class. */
static void read_function(struct c *c, struct ts_child node, struct ts_child params)
{
	struct ts_child name = ts_child_of(&c->base.walk, node, F_DECLARATOR), scope;
	struct c_class *class = NULL;

	while (name.kind == K_POINTER_DECLARATOR || name.kind == K_REFERENCE_DECLARATOR ||
	        name.kind == K_FUNCTION_DECLARATOR)
		name = name.kind == K_REFERENCE_DECLARATOR
		        ? ts_first(&c->base.walk, name)
		        : ts_child_of(&c->base.walk, name, F_DECLARATOR);
	if (name.kind == K_QUALIFIED) {
		scope = ts_child_of(&c->base.walk, name, F_SCOPE);
		class = map_get(
		        &c->known_classes, arena_str(&c->base.scratch, c_last_name(c, scope)));
	}
	if (class)
		add_method(c, class, node, params);
	else if (c->tree != c->own && (!ts_none(params) || is_about_objects(c, node)))
		add_method(c, c->outside, node, params);
}

static void read_all(struct c *c, struct ts_child node, struct ts_child params, bool functions)
{
	struct ts_kids kids = ts_open(&c->base.walk, node);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if ((kid.kind == K_CLASS || kid.kind == K_STRUCT) && !functions)
			read_type(c, kid, params);
		else if (kid.kind == K_ALIAS && !functions)
			read_alias(c, kid, ts_child_of(&c->base.walk, kid, F_NAME));
		else if (kid.kind == K_TYPEDEF && !functions)
			read_alias(c, kid, ts_child_of(&c->base.walk, kid, F_DECLARATOR));
		else if (kid.kind == K_FUNCTION && functions)
			read_function(c, kid, params);
		else if (kid.kind == K_DECLARATION && !functions)
			read_all(c, kid, (struct ts_child){0}, functions);
		else if (c_holds_more(c, kid) && lower_enter(&c->base, kid)) {
			read_all(c, kid,
			        kid.kind == K_TEMPLATE
			                ? ts_child_of(&c->base.walk, kid, F_PARAMETERS)
			                : (struct ts_child){0},
			        functions);
			lower_done(&c->base);
		}
	}
}

/* ---- headers ---- */

/* Texts of headers, each behind those that it includes: its classes are made of theirs. */
struct headers {
	struct map seen;
	VEC(struct c_plain) texts;
	bool *known; /* of the embedded descriptions: is one of them spoken of? */
};

/* rules/facts/classes/pybind11.hpp is for files that say pybind11. */
static const char *known_word(struct c *c, size_t index)
{
	const char *name = path_name(embedded_classes[index].path);

	return arena_strndup(&c->base.scratch, name, strcspn(name, "."));
}

static struct c_plain plain_of(struct c *c, struct str text)
{
	struct c_text_input input = {.text = text.at, .length = (uint32_t)text.n, .plus = true};

	if (c->run) {
		input.flags = c->run->c_flags;
		input.flag_count = c->run->c_flag_count;
	}
	return c_text_plain(&c->base.scratch, &input);
}

static void read_header(struct c *c, struct headers *headers, const char *path, struct str text);

static void read_included(
        struct c *c, struct headers *headers, const char *path, const struct c_plain *plain)
{
	const char *directory = path_directory(&c->base.scratch, path);
	struct buf bytes = {0};

	for (uint32_t i = 0; i < plain->includes.n && headers->texts.n < MOST_HEADERS; i++) {
		const char *full = path_beside(&c->base.scratch, directory, plain->includes.at[i]);

		if (map_get(&headers->seen, full))
			continue;
		map_put(&headers->seen, full, (void *)full);
		front_run_uses(c->run, full);
		if (file_read(full, LARGEST_HEADER, &bytes) == 0 && bytes.n)
			read_header(c, headers, full,
			        str_of(arena_strndup(&c->base.scratch, bytes.at, bytes.n)));
	}
	buf_free(&bytes);
}

static void look_for_known(struct c *c, struct headers *headers, struct str text)
{
	for (size_t i = 0; i < embedded_classes_count; i++)
		headers->known[i] = headers->known[i] || str_find(text, known_word(c, i));
}

static void read_header(struct c *c, struct headers *headers, const char *path, struct str text)
{
	struct c_plain plain = plain_of(c, text);

	read_included(c, headers, path, &plain);
	look_for_known(c, headers, text);
	if (str_find(text, "~") || str_find(text, "operator") || str_find(text, "using ") ||
	        str_find(text, "template"))
		vec_push(&c->base.scratch, &headers->texts, plain);
}

/* NULL: it could not be read. */
static struct c_tree *tree_new(struct c *c, struct c_plain plain)
{
	struct c_tree *tree = arena_new(&c->base.scratch, struct c_tree);

	tree->plain = plain;
	tree->source = (struct source){.bytes = plain.text, .length = plain.length};
	if (!ts_walk_begin(&tree->walk, c->base.walk.names, c_grammar_plus(), &tree->source))
		return NULL;
	vec_push(&c->base.scratch, &c->trees, tree);
	return tree;
}

static void read_text(struct c *c, struct c_plain plain)
{
	struct c_tree *tree = tree_new(c, plain), *before;

	if (!tree)
		return;
	before = c_tree_enter(c, tree);
	read_all(c, ts_root(&c->base.walk), (struct ts_child){0}, false);
	c_tree_enter(c, before);
}

struct ts_child c_arguments_again(struct c *c, struct ts_child list, struct c_tree **before)
{
	struct str text = ts_text(&c->base.walk, list);
	const char *code = arena_printf(&c->base.scratch, "int x = f%.*s;", (int)text.n, text.at);
	struct c_tree *tree = tree_new(c, plain_of(c, str_of(code)));
	struct ts_child node;

	*before = c->tree;
	if (!tree)
		return (struct ts_child){0};
	c_tree_enter(c, tree);
	node = ts_first(&c->base.walk, ts_root(&c->base.walk));
	node = ts_child_of(&c->base.walk, node, F_DECLARATOR);
	node = ts_child_of(&c->base.walk, node, F_VALUE);
	return ts_child_of(&c->base.walk, node, F_ARGUMENTS);
}

static struct str known_text(size_t index)
{
	return (struct str){
	        (const char *)embedded_classes[index].bytes, embedded_classes[index].length};
}

static void read_functions(struct c *c, struct ts_child root)
{
	uint32_t count = c->trees.n;

	for (uint32_t i = 0; i < count; i++) {
		struct c_tree *before = c_tree_enter(c, c->trees.at[i]);

		read_all(c, ts_root(&c->base.walk), (struct ts_child){0}, true);
		c_tree_enter(c, before);
	}
	read_all(c, root, (struct ts_child){0}, true);
}

void c_classes_read(
        struct c *c, struct ts_child root, const char *path, const struct source *source)
{
	struct headers headers = {
	        .known = arena_array(&c->base.scratch, bool, embedded_classes_count + 1)};
	struct str text = {source->bytes, source->length};

	c->outside = arena_new(&c->base.scratch, struct c_class);
	read_included(c, &headers, path, &c->own->plain);
	look_for_known(c, &headers, text);
	for (size_t i = 0; i < embedded_classes_count; i++)
		if (headers.known[i])
			read_text(c, plain_of(c, known_text(i)));
	for (uint32_t i = 0; i < headers.texts.n; i++)
		read_text(c, headers.texts.at[i]);
	read_all(c, root, (struct ts_child){0}, false);
	read_functions(c, root);
	map_free(&headers.seen);
}

void c_classes_free(struct c *c)
{
	for (uint32_t i = 0; i < c->trees.n; i++)
		ts_walk_end(&c->trees.at[i]->walk);
	map_free(&c->known_classes);
	map_free(&c->aliases);
}
