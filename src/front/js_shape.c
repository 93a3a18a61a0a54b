/*
 * Types of members: what interfaces, object types and classes of this source
 * say about `x.m`. Interfaces and object types are kept as text and searched
 * when a member is asked for; classes have a map.
 */
#include "front/js_lower.h"

enum { DEEPEST_SHAPE = 8 };

static struct str member_text(struct js *js, struct str type, const char *name, unsigned depth);

struct js_shape *js_shape(struct js *js, struct js_name *name)
{
	if (!name->shape) {
		name->shape = arena_new(js->arena, struct js_shape);
		name->shape->next = js->shapes;
		js->shapes = name->shape;
	}
	return name->shape;
}

void js_shapes_free(struct js *js)
{
	for (struct js_shape *shape = js->shapes; shape; shape = shape->next)
		map_free(&shape->members);
}

static struct ts_child extended(struct js *js, struct ts_kids kids)
{
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&js->walk, kids, i);

		if (kid.kind == K_EXTENDS_TYPE_CLAUSE)
			return ts_first(&js->walk, kid);
	}
	return (struct ts_child){0};
}

void js_type_declare(struct js *js, struct ts_child node)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct ts_child name = ts_field(&js->walk, kids, F_NAME);
	struct ts_child base = extended(js, kids);
	bool alias = node.kind == K_TYPE_ALIAS_DECLARATION;
	struct js_shape *shape;

	if (!ts_none(name)) {
		shape = js_shape(js, js_name_of(js, name));
		shape->same_as = str_trim(
		        ts_text(&js->walk, ts_field(&js->walk, kids, alias ? F_VALUE : F_BODY)));
		if (base.kind == K_TYPE_IDENTIFIER)
			shape->extends = js_name_of(js, base)->text;
	}
}

/* ---- members in text ---- */

static size_t skip_space(struct str text, size_t i)
{
	while (i < text.n) {
		size_t next;

		if (text.at[i] == '/' && (next = js_skip_quoted(text, i)) > i)
			i = next;
		else if (strchr(" \t\r\n;,", text.at[i]))
			i++;
		else
			break;
	}
	return i;
}

/* Lines end members, too, unless the type goes on. */
static size_t member_end(struct str text, size_t start)
{
	size_t i = start;

	for (;;) {
		size_t end = js_find_outside(text, i, ";,\n"), next, last = end;

		if (end >= text.n || text.at[end] != '\n')
			return end;
		next = skip_space(text, end);
		while (last > start && strchr(" \t\r\n", text.at[last - 1]))
			last--;
		if (next < text.n && !strchr("|&", text.at[next]) && last > start &&
		        !strchr("|&:", text.at[last - 1]))
			return end;
		i = end + 1;
	}
}

/* The type at `at` of a member that ends at `end`: after `:`, or for a method after `():`. */
static struct str member_type(struct str text, size_t at, size_t end, bool calls)
{
	if (at < end && text.at[at] == '?')
		at++;
	if (calls) {
		if (at >= end || text.at[at] != '(')
			return (struct str){0};
		js_bracketed(text, at, &at);
	}
	if (at >= end || text.at[at] != ':')
		return (struct str){0};
	return str_trim((struct str){text.at + at + 1, end - at - 1});
}

/* The type of a member of `{ a: T; readonly b?: U; c(): V }`, where "c()" asks for V; `text` is
 * what stands in the braces. */
static struct str member_of_body(struct str text, const char *name)
{
	bool calls = str_ends(str_of(name), "()");
	struct str wanted = {name, strlen(name) - (calls ? 2 : 0)}, found;

	for (size_t i = skip_space(text, 0); i < text.n; i = skip_space(text, i)) {
		size_t end = member_end(text, i), at = i;
		struct str key = {text.at + i, 0};

		while (at < end && js_is_word(text.at[at]))
			at++;
		key.n = at - i;
		if (str_is(key, "readonly")) {
			i = at;
			continue;
		}
		if (key.n == wanted.n && memcmp(key.at, wanted.at, key.n) == 0) {
			found = member_type(text, at, end, calls);
			if (found.n)
				return found;
		}
		i = end > i ? end : i + 1;
	}
	return (struct str){0};
}

struct str js_boxed_type(struct str type)
{
	size_t after;

	if (!type.n || type.at[0] != '<')
		return (struct str){0};
	type = js_bracketed(type, 0, &after);
	return js_find_outside(type, 0, ",") == type.n ? type : (struct str){0};
}

/* Boxes of user interface libraries, with and without a name for them. */
static struct str member_of_box(struct str type, size_t word, const char *name)
{
	if (!same(name, "current") && !same(name, "value"))
		return (struct str){0};
	return js_boxed_type((struct str){type.at + word, type.n - word});
}

static struct str member_of_name(struct js *js, struct str type, const char *name, unsigned depth)
{
	struct str found = {0};
	struct js_shape *shape;
	const char *member;

	shape = js_name(js, type)->shape;
	if (!shape)
		return found;
	member = map_get(&shape->members, name);
	if (member)
		return str_of(member);
	if (shape->same_as.n)
		found = member_text(js, shape->same_as, name, depth + 1);
	if (!found.n && shape->extends)
		found = member_text(js, str_of(shape->extends), name, depth + 1);
	return found;
}

static struct str member_text(struct js *js, struct str type, const char *name, unsigned depth)
{
	struct str found = {0};
	size_t word = 0, after;

	type = js_without_null(str_trim(type));
	if (!type.n || depth > DEEPEST_SHAPE)
		return found;
	if (type.at[0] == '{')
		return member_of_body(js_bracketed(type, 0, &after), name);
	for (size_t i = 0; i <= type.n && !found.n;) {
		size_t end = js_find_outside(type, i, "&");

		if (i == 0 && end == type.n)
			break;
		found = member_text(js, (struct str){type.at + i, end - i}, name, depth + 1);
		i = end + 1;
	}
	while (word < type.n && js_is_word(type.at[word]))
		word++;
	if (!found.n && word && (word == type.n || type.at[word] == '<'))
		found = member_of_name(js, (struct str){type.at, word}, name, depth);
	return found.n ? found : member_of_box(type, word, name);
}

struct str js_member_text(struct js *js, struct str type, const char *name)
{
	if (!type.n)
		return type;
	return member_text(js, type, name, 0);
}

/* ---- expressions ---- */

static struct str type_of(struct js *js, struct ts_child node, unsigned depth);

/* Type of a member, or with `calls` of what a call of it returns. */
static struct str type_of_member(struct js *js, struct ts_child node, bool calls, unsigned depth)
{
	struct ts_kids kids = ts_open(&js->walk, node);
	struct str type = type_of(js, ts_field(&js->walk, kids, F_OBJECT), depth + 1);
	struct str name = ts_text(&js->walk, ts_field(&js->walk, kids, F_PROPERTY));

	if (type.n && calls)
		type = js_member_text(
		        js, type, arena_printf(js->arena, "%.*s()", (int)name.n, name.at));
	else if (type.n)
		type = js_member_text(js, type, js_name(js, name)->text);
	return type;
}

static struct str type_of_call(struct js *js, struct ts_child node, unsigned depth)
{
	struct ts_child function = ts_child_of(&js->walk, node, F_FUNCTION);

	if (function.kind == K_MEMBER_EXPRESSION)
		return type_of_member(js, function, true, depth);
	return (struct str){0};
}

/* T of Promise<T> */
static struct str awaited(struct str type)
{
	static const char promise[] = "Promise<";
	size_t after;

	type = js_without_null(str_trim(type));
	if (!str_starts(type, promise))
		return (struct str){0};
	return js_bracketed(type, sizeof(promise) - 2, &after);
}

static struct str type_of(struct js *js, struct ts_child node, unsigned depth)
{
	struct str none = {0};
	struct js_binding *binding;

	if (depth > DEEPEST_SHAPE)
		return none;
	switch (node.kind) {
	case K_IDENTIFIER:
		binding = js_lookup(js, js_name_of(js, node));
		return binding ? binding->type : none;
	case K_THIS:
		return js->fn->this_class ? str_of(js->fn->this_class) : none;
	case K_NON_NULL_EXPRESSION:
	case K_PARENTHESIZED_EXPRESSION:
		return type_of(js, ts_first(&js->walk, node), depth + 1);
	case K_AWAIT_EXPRESSION:
		return awaited(type_of(js, ts_first(&js->walk, node), depth + 1));
	case K_MEMBER_EXPRESSION:
		return type_of_member(js, node, false, depth);
	case K_CALL_EXPRESSION:
		return type_of_call(js, node, depth);
	default:
		return none;
	}
}

struct str js_type_of(struct js *js, struct ts_child node)
{
	return type_of(js, node, 0);
}
