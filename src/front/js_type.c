/*
 * Declared types: TypeScript's and those of doc comments.
 *
 * Types are read from their text, which is the same language in both places
 * and needs no tree. What comes out is a head name ("PyProxy", "Promise<T>"),
 * after aliases, unions with null and wrappers that keep the object; NULL
 * when that is not one name.
 */
#include "front/js_lower.h"

enum { DEEPEST_TYPE = 8 };

bool js_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	        c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static struct str from(struct str text, size_t start)
{
	return str_trim((struct str){text.at + start, text.n - start});
}

/* After the string or comment that starts at `i`, else `i`. */
size_t js_skip_quoted(struct str text, size_t i)
{
	char quote = text.at[i];

	if (quote == '/' && i + 1 < text.n && text.at[i + 1] == '/') {
		while (i < text.n && text.at[i] != '\n')
			i++;
		return i;
	}
	if (quote == '/' && i + 1 < text.n && text.at[i + 1] == '*') {
		for (i += 2; i + 1 < text.n; i++)
			if (text.at[i] == '*' && text.at[i + 1] == '/')
				return i + 2;
		return text.n;
	}
	if (quote != '"' && quote != '\'' && quote != '`')
		return i;
	for (i++; i < text.n && text.at[i] != quote; i++)
		if (text.at[i] == '\\')
			i++;
	return i < text.n ? i + 1 : text.n;
}

/* The first place at or after `start`, outside of brackets, where one of `stops` stands; else n. */
size_t js_find_outside(struct str text, size_t start, const char *stops)
{
	unsigned depth = 0;

	for (size_t i = start; i < text.n;) {
		char c = text.at[i];
		size_t next = js_skip_quoted(text, i);

		if (next > i) {
			i = next;
			continue;
		}
		if (c == '=' && i + 1 < text.n && text.at[i + 1] == '>') {
			if (!depth && strchr(stops, '='))
				return i;
			i += 2;
			continue;
		}
		if (!depth && c && c != '=' && strchr(stops, c))
			return i;
		if (c && strchr("<([{", c))
			depth++;
		else if (c && strchr(">)]}", c) && depth)
			depth--;
		i++;
	}
	return text.n;
}

/* What stands in the brackets that open at `start`; *after is behind them. */
struct str js_bracketed(struct str text, size_t start, size_t *after)
{
	static const char open[] = "<([{", closing[] = ">)]}";
	const char *which = strchr(open, text.at[start]);
	char stop[2] = {closing[which - open], '\0'};
	size_t end = js_find_outside(text, start + 1, stop);

	*after = end < text.n ? end + 1 : text.n;
	return str_trim((struct str){text.at + start + 1, end - start - 1});
}

static bool is_nothing(struct str text)
{
	return str_is(text, "null") || str_is(text, "undefined") || str_is(text, "void") || !text.n;
}

/* The one part of a union that is not null or undefined; the whole when there are several. */
struct str js_without_null(struct str text)
{
	struct str kept = text;
	unsigned count = 0;

	for (size_t i = 0; i <= text.n;) {
		size_t end = js_find_outside(text, i, "|");
		struct str part = str_trim((struct str){text.at + i, end - i});

		if (!is_nothing(part) && count++ == 0)
			kept = part;
		i = end + 1;
	}
	return count == 1 ? kept : text;
}

/* ---- heads ---- */

static const char *head(struct js *js, struct str text, unsigned depth);

static const char *head_of_union(struct js *js, struct str text, unsigned depth)
{
	const char *name = NULL;

	for (size_t i = 0; i <= text.n;) {
		size_t end = js_find_outside(text, i, "|");
		struct str part = str_trim((struct str){text.at + i, end - i});

		if (!is_nothing(part)) {
			const char *one = head(js, part, depth + 1);

			if (!one || (name && !same(name, one)))
				return NULL;
			name = one;
		}
		i = end + 1;
	}
	return name;
}

/* `name` of this source as the world calls it: an import may have renamed it. */
static const char *world_name(struct js *js, struct js_name *name)
{
	struct js_binding *binding = js_lookup(js, name);
	const char *hash = binding && binding->global ? strrchr(binding->global, '#') : NULL;

	if (hash && !same(hash, "#default") && !same(hash, "#*"))
		return hash + 1;
	return name->text;
}

static const char *head_of_name(struct js *js, struct str path, unsigned depth)
{
	static const char *const unknown[] = {"any", "unknown", "const", "this", "never"};
	struct str last = path;
	struct js_name *name;

	for (size_t i = 0; i < path.n; i++)
		if (path.at[i] == '.')
			last = (struct str){path.at + i + 1, path.n - i - 1};
	for (size_t i = 0; i < COUNT_OF(unknown); i++)
		if (str_is(path, unknown[i]))
			return NULL;
	if (str_is(path, "true") || str_is(path, "false"))
		return "boolean";
	if (!last.n)
		return NULL;
	name = js_name(js, last);
	if (last.n != path.n)
		return name->text;
	if (name->shape && name->shape->same_as.n && name->shape->same_as.at[0] != '{')
		return head(js, name->shape->same_as, depth + 1);
	return world_name(js, name);
}

static const char *head_of_promise(struct js *js, struct str item, unsigned depth)
{
	const char *name = item.n ? head(js, item, depth + 1) : NULL;

	return name ? arena_printf(js->arena, "Promise<%s>", name) : "Promise";
}

static const char *head_of_awaited(struct js *js, struct str item, unsigned depth)
{
	const char *name = head(js, item, depth + 1);

	if (name && strncmp(name, "Promise<", 8) == 0)
		return arena_strndup(js->arena, name + 8, strlen(name) - 9);
	return name;
}

/* ReturnType<typeof f>, InstanceType<typeof C> */
static const char *head_of_typeof_use(
        struct js *js, struct str name, struct str item, unsigned depth)
{
	size_t after;

	if (!str_starts(item, "typeof "))
		return NULL;
	item = from(item, strlen("typeof "));
	if (str_starts(item, "import(")) {
		js_bracketed(item, strlen("import"), &after);
		if (after == item.n || item.at[after] != '.')
			return NULL;
		item = from(item, after + 1);
	}
	if (str_is(name, "InstanceType"))
		return head_of_name(js, item, depth);
	return arena_printf(js->arena, "ReturnType<%.*s>", (int)item.n, item.at);
}

static const char *head_of_generic(struct js *js, struct str name, struct str items, unsigned depth)
{
	static const char *const same_object[] = {
	        "NonNullable", "Readonly", "Partial", "Required", "Omit", "Pick"};
	struct str item = str_trim((struct str){items.at, js_find_outside(items, 0, ",")});

	if (str_is(name, "Promise") || str_is(name, "PromiseLike"))
		return head_of_promise(js, item, depth);
	if (str_is(name, "Awaited"))
		return head_of_awaited(js, item, depth);
	if (str_is(name, "InstanceType") || str_is(name, "ReturnType"))
		return head_of_typeof_use(js, name, item, depth);
	for (size_t i = 0; i < COUNT_OF(same_object); i++)
		if (str_is(name, same_object[i]))
			return head(js, item, depth + 1);
	return head_of_name(js, name, depth);
}

/* a.b.C, C<T>, Array.<T>, import("m").C */
static const char *head_of_path(struct js *js, struct str text, unsigned depth)
{
	struct str name = {text.at, 0}, items;
	size_t after;

	if (str_starts(text, "import(")) {
		js_bracketed(text, strlen("import"), &after);
		if (after >= text.n || text.at[after] != '.')
			return NULL;
		text = from(text, after + 1);
		name.at = text.at;
	}
	while (name.n < text.n && (js_is_word(text.at[name.n]) || text.at[name.n] == '.'))
		name.n++;
	after = name.n;
	while (name.n && name.at[name.n - 1] == '.')
		name.n--;
	while (after < text.n && text.at[after] == ' ')
		after++;
	if (after < text.n && text.at[after] == '<') {
		items = js_bracketed(text, after, &after);
		if (after == text.n)
			return head_of_generic(js, name, items, depth);
	}
	if (after < text.n && text.at[after] == '[')
		return str_is(from(text, after), "[]") ? "Array" : NULL;
	return after == text.n && name.n ? head_of_name(js, name, depth) : NULL;
}

static const char *head_of_bracket(struct js *js, struct str text, unsigned depth)
{
	size_t after;
	struct str inner = js_bracketed(text, 0, &after);

	if (text.at[0] == '[' && after == text.n)
		return "Array";
	if (text.n >= 2 && text.at[text.n - 1] == ']' && text.at[text.n - 2] == '[')
		return "Array";
	if (text.at[0] == '(' && after == text.n)
		return head(js, inner, depth + 1);
	return NULL;
}

/* `typeof x`: what was declared of x */
static const char *head_of_typeof(struct js *js, struct str text, unsigned depth)
{
	struct js_binding *binding;

	for (size_t i = 0; i < text.n; i++)
		if (!js_is_word(text.at[i]))
			return NULL;
	binding = js_lookup(js, js_name(js, text));
	return binding && binding->type.n ? head(js, binding->type, depth + 1) : NULL;
}

static const char *head_of_word(struct js *js, struct str text, unsigned depth)
{
	static const char *const none[] = {"asserts ", "infer "};

	if (str_starts(text, "typeof "))
		return head_of_typeof(js, from(text, strlen("typeof ")), depth);
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (str_starts(text, none[i]))
			return NULL;
	if (str_starts(text, "readonly "))
		return head(js, from(text, strlen("readonly ")), depth + 1);
	if (str_starts(text, "keyof "))
		return "string";
	if (str_starts(text, "function("))
		return "Function";
	for (size_t i = 0; i + 4 < text.n && js_is_word(text.at[i]); i++)
		if (memcmp(text.at + i + 1, " is ", 4) == 0)
			return "boolean";
	return head_of_path(js, text, depth);
}

static const char *head(struct js *js, struct str text, unsigned depth)
{
	text = str_trim(text);
	while (text.n && strchr("?!|&.", text.at[0])) /* doc comments: ?T, !T, ...T */
		text = from(text, 1);
	if (text.n && text.at[text.n - 1] == '=') /* doc comments: T= */
		text = str_trim((struct str){text.at, text.n - 1});
	if (!text.n || depth > DEEPEST_TYPE)
		return NULL;
	if (js_find_outside(text, 0, "=") < text.n)
		return "Function";
	if (js_find_outside(text, 0, "?") < text.n)
		return NULL;
	if (js_find_outside(text, 0, "|") < text.n)
		return head_of_union(js, text, depth);
	if (js_find_outside(text, 0, "&") < text.n)
		return head(js, (struct str){text.at, js_find_outside(text, 0, "&")}, depth + 1);
	switch (text.at[0]) {
	case '(':
	case '[':
	case '{':
		return head_of_bracket(js, text, depth);
	case '"':
	case '\'':
	case '`':
		return "string";
	case '-':
		return "number";
	default:
		if (text.at[0] >= '0' && text.at[0] <= '9')
			return "number";
		return js_is_word(text.at[0]) ? head_of_word(js, text, depth) : NULL;
	}
}

const char *js_type(struct js *js, struct str text)
{
	return head(js, text, 0);
}

struct str js_annotation(struct js *js, struct ts_child node)
{
	struct str text = {0};

	if (ts_none(node))
		return text;
	text = ts_text(&js->walk, node);
	if (node.kind == K_TYPE_ANNOTATION)
		return from(text, text.n && text.at[0] == ':');
	if (text.n && text.at[0] == ':')
		return from(text, 1);
	return text;
}
