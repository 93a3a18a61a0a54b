/*
 * Macro replacement; see c_expand.h.
 *
 * The list of tokens still to be read is the only state: what stands for a
 * macro goes in front of it, followed by an END token, up to which the macro
 * is not replaced again. A token remembers where it stood in the file; one
 * that a definition brought has the place of the whole use.
 */
#include "front/c_expand.h"

#include <stdio.h>

enum { MOST_TOKENS = 1 << 14, LONGEST_NAME = 127, DEEPEST = 64 };

struct list {
	struct c_token *first, **last;
};

/* The use of a macro: its arguments, as they stand and replaced. */
struct use {
	const struct c_macro *macro;
	struct span span;
	struct c_token **args, **expanded;
	uint32_t count;
};

static struct c_token *expand(struct c_expander *expander, struct c_token *rest, uint32_t depth);

static void list_begin(struct list *list)
{
	*list = (struct list){NULL, &list->first};
}

static void list_add(struct list *list, struct c_token *token)
{
	*list->last = token;
	list->last = &token->next;
	token->next = NULL;
}

static struct c_token *copy(struct c_expander *expander, const struct c_token *token)
{
	struct c_token *made = arena_new(expander->arena, struct c_token);

	*made = *token;
	made->next = NULL;
	expander->failed |= ++expander->made > MOST_TOKENS;
	return made;
}

/* ---- definitions ---- */

static bool is_sign(const struct c_token *token, char sign)
{
	return token->kind == C_TOKEN_SIGN && token->text.n == 1 && token->text.at[0] == sign;
}

bool c_macro_is_whole(struct c_macro *macro, struct arena *arena)
{
	int depth = 0, lowest = 0;

	if (!macro->body && macro->value)
		macro->body = c_token_list(arena, str_of(macro->value));
	for (const struct c_token *token = macro->body; token; token = token->next) {
		depth += is_sign(token, '{');
		depth -= is_sign(token, '}');
		lowest = depth < lowest ? depth : lowest;
	}
	return !depth && !lowest;
}

void c_macro_read(struct arena *arena, struct c_macro *macro, struct str text)
{
	uint32_t at = 1, most = 0;
	struct c_token token;

	for (size_t i = 0; i < text.n && text.at[i] != ')'; i++)
		most += text.at[i] == ',';
	macro->what = C_FUNCTION;
	macro->params = arena_array(arena, const char *, most + 1);
	do {
		token = c_token_read(text.at, &at, (uint32_t)text.n);
		if (token.kind == C_TOKEN_WORD && macro->param_count <= most) {
			macro->params[macro->param_count++] = arena_str(arena, token.text);
		} else if (c_token_is(&token, "...")) {
			bool named = text.at[token.from.start - 1] != ',' && !token.space;

			macro->variadic = true;
			if ((!named || !macro->param_count) && macro->param_count <= most)
				macro->params[macro->param_count++] = "__VA_ARGS__";
		}
	} while (token.kind != C_TOKEN_END && !is_sign(&token, ')'));
	macro->value = arena_str(arena, str_trim((struct str){text.at + at, text.n - at}));
}

static struct c_macro *macro_of(struct c_expander *expander, const struct c_token *token)
{
	char name[LONGEST_NAME + 1];
	struct c_macro *macro;

	if (token->kind != C_TOKEN_WORD || token->final || token->text.n > LONGEST_NAME)
		return NULL;
	memcpy(name, token->text.at, token->text.n);
	name[token->text.n] = '\0';
	macro = map_get(expander->macros, name);
	return macro && macro->own && macro->value ? macro : NULL;
}

/* ---- arguments ---- */

/* Lets macros end whose replacement has been read. */
static struct c_token *next_real(struct c_token *rest)
{
	while (rest && rest->kind == C_TOKEN_END) {
		rest->ends->busy = false;
		rest = rest->next;
	}
	return rest;
}

/* The list ends with the name of a macro that takes arguments: they follow in the file. */
static struct c_token *read_on(struct c_expander *expander)
{
	struct list list;
	uint32_t depth = 0, at = expander->at;

	list_begin(&list);
	do {
		struct c_token token = c_token_read(expander->text, &at, expander->end);

		if (token.kind == C_TOKEN_END || is_sign(&token, '#')) {
			expander->failed |= depth > 0;
			return NULL;
		}
		if (!depth && !is_sign(&token, '('))
			return NULL;
		depth += is_sign(&token, '(');
		depth -= is_sign(&token, ')');
		list_add(&list, copy(expander, &token));
	} while (depth && !expander->failed);
	expander->at = at;
	return list.first;
}

static const struct c_token *peek(const struct c_token *rest)
{
	while (rest && rest->kind == C_TOKEN_END)
		rest = rest->next;
	return rest;
}

static bool splits(const struct use *use, const struct c_token *token, uint32_t depth)
{
	return depth == 1 && is_sign(token, ',') &&
	        !(use->macro->variadic && use->count == use->macro->param_count);
}

/* Takes `(...)` off the list. */
static struct c_token *take_arguments(
        struct c_expander *expander, struct use *use, struct c_token *rest)
{
	uint32_t depth = 0, room = use->macro->param_count;
	struct list list;

	use->args = arena_array(expander->arena, struct c_token *, room + 1);
	list_begin(&list);
	use->count = 1;
	while ((rest = next_real(rest))) {
		struct c_token *token = rest;

		rest = rest->next;
		depth += is_sign(token, '(');
		depth -= is_sign(token, ')');
		if (!depth) {
			use->span.end =
			        token->from.end > use->span.end ? token->from.end : use->span.end;
			if (use->count <= room)
				use->args[use->count - 1] = list.first;
			return rest;
		}
		if (splits(use, token, depth)) {
			if (use->count <= room)
				use->args[use->count - 1] = list.first;
			use->count++;
			list_begin(&list);
		} else if (depth > 1 || !is_sign(token, '(')) {
			list_add(&list, copy(expander, token));
		}
	}
	expander->failed = true;
	return NULL;
}

static int parameter(const struct c_macro *macro, const struct c_token *token)
{
	if (macro->what != C_FUNCTION || token->kind != C_TOKEN_WORD)
		return -1;
	for (uint32_t i = 0; i < macro->param_count; i++)
		if (str_is(token->text, macro->params[i]))
			return (int)i;
	return -1;
}

/* ---- replacement ---- */

static void add_copies(struct c_expander *expander, struct list *out, const struct c_token *token)
{
	bool first = true;

	for (; token; token = token->next) {
		struct c_token *made = copy(expander, token);

		made->space |= first;
		first = false;
		list_add(out, made);
	}
}

static void add_text(
        struct c_expander *expander, struct list *out, const struct use *use, const char *text)
{
	uint32_t at = 0;
	struct c_token token = c_token_read(text, &at, (uint32_t)strlen(text));

	if (token.kind == C_TOKEN_END)
		return;
	token.text = str_of(text);
	token.exact = false;
	token.from = use->span;
	token.space = true;
	list_add(out, copy(expander, &token));
}

/* #x */
static void stringify(struct c_expander *expander, struct list *out, const struct use *use, int arg)
{
	struct buf text = {0};

	buf_char(&text, '"');
	for (const struct c_token *token = use->args[arg]; token; token = token->next) {
		if (token->space && token != use->args[arg])
			buf_char(&text, ' ');
		for (size_t i = 0; i < token->text.n; i++) {
			if (token->kind == C_TOKEN_LITERAL && strchr("\"\\", token->text.at[i]))
				buf_char(&text, '\\');
			buf_char(&text, token->text.at[i]);
		}
	}
	buf_char(&text, '"');
	add_text(expander, out, use, arena_strndup(expander->arena, text.at, text.n));
	buf_free(&text);
}

static struct c_token *take_last(struct list *list)
{
	struct c_token **at = &list->first, *token;

	if (!*at)
		return NULL;
	while ((*at)->next)
		at = &(*at)->next;
	token = *at;
	*at = NULL;
	list->last = at;
	return token;
}

/* What stands on the left is in `out` already; gives the last token of the right side. */
static const struct c_token *paste(struct c_expander *expander, struct list *out,
        const struct use *use, const struct c_token *right)
{
	int arg = parameter(use->macro, right);
	const struct c_token *tail = arg < 0 ? NULL : use->args[arg];
	const struct c_token *first = arg < 0 ? right : tail;
	struct c_token *left;

	if (arg >= 0 && use->macro->variadic && (uint32_t)arg + 1 == use->macro->param_count) {
		if (!tail) /* GNU: f(x, ##__VA_ARGS__) */
			take_last(out);
		add_copies(expander, out, use->expanded[arg]);
		return right;
	}
	if (!first)
		return right;
	left = take_last(out);
	add_text(expander, out, use,
	        arena_printf(expander->arena, "%.*s%.*s", left ? (int)left->text.n : 0,
	                left ? left->text.at : "", (int)first->text.n, first->text.at));
	if (tail)
		add_copies(expander, out, tail->next);
	return right;
}

static void add_body_token(struct c_expander *expander, struct list *out, const struct use *use,
        const struct c_token *token)
{
	int arg = parameter(use->macro, token);
	struct c_token *made;

	if (arg >= 0) {
		add_copies(expander, out,
		        c_token_is(token->next, "##") ? use->args[arg] : use->expanded[arg]);
		return;
	}
	made = copy(expander, token);
	made->exact = false;
	made->from = use->span;
	list_add(out, made);
}

static struct c_token *substitute(struct c_expander *expander, const struct use *use)
{
	const struct c_token *previous = NULL;
	struct list out;

	list_begin(&out);
	for (const struct c_token *token = use->macro->body; token && !expander->failed;
	        token = token->next) {
		int arg = token->next && is_sign(token, '#') ? parameter(use->macro, token->next)
		                                             : -1;

		if (c_token_is(token, "##") && token->next && previous) {
			token = paste(expander, &out, use, token->next);
		} else if (arg >= 0) {
			stringify(expander, &out, use, arg);
			token = token->next;
		} else {
			add_body_token(expander, &out, use, token);
		}
		previous = token;
	}
	return out.first;
}

static void expand_arguments(struct c_expander *expander, struct use *use, uint32_t depth)
{
	uint32_t room = use->macro->param_count;

	use->expanded = arena_array(expander->arena, struct c_token *, room + 1);
	for (uint32_t i = 0; i < room && i < use->count; i++) {
		struct list list;

		list_begin(&list);
		add_copies(expander, &list, use->args[i]);
		use->expanded[i] = expand(expander, list.first, depth);
	}
}

/* Puts what stands for a macro in front of the list. */
static struct c_token *replaced(struct c_expander *expander, const struct c_token *name,
        struct c_macro *macro, struct c_token *rest, uint32_t depth)
{
	struct use use = {.macro = macro, .span = name->from};
	struct c_token *end = arena_new(expander->arena, struct c_token), *first, **last = &first;

	if (!macro->body)
		macro->body = c_token_list(expander->arena, str_of(macro->value));
	if (macro->what == C_FUNCTION) {
		rest = take_arguments(expander, &use, rest);
		expand_arguments(expander, &use, depth);
	}
	first = substitute(expander, &use);
	if (first)
		first->space = true;
	while (*last)
		last = &(*last)->next;
	*last = end;
	*end = (struct c_token){.ends = macro, .next = rest};
	if (rest)
		rest->space = true;
	macro->busy = true;
	return first;
}

static bool applies(struct c_expander *expander, const struct c_macro *macro, struct c_token **rest,
        uint32_t depth)
{
	const struct c_token *next = peek(*rest);
	struct c_token **last = rest;

	if (macro->what == C_VALUE)
		return true;
	if (macro->what != C_FUNCTION)
		return false;
	if (!next && !depth) {
		while (*last)
			last = &(*last)->next;
		*last = read_on(expander);
		next = peek(*rest);
	}
	return next && is_sign(next, '(');
}

static struct c_token *expand(struct c_expander *expander, struct c_token *rest, uint32_t depth)
{
	struct list out;

	list_begin(&out);
	if (depth > DEEPEST)
		expander->failed = true;
	while ((rest = next_real(rest)) && !expander->failed) {
		struct c_token *token = rest;
		struct c_macro *macro = macro_of(expander, token);

		rest = rest->next;
		if (macro && macro->busy) {
			token->final = true;
			list_add(&out, token);
		} else if (macro && applies(expander, macro, &rest, depth)) {
			rest = replaced(expander, token, macro, rest, depth + 1);
		} else {
			list_add(&out, token);
		}
	}
	while (rest) { /* after a failure: nothing stays busy */
		if (rest->kind == C_TOKEN_END)
			rest->ends->busy = false;
		rest = rest->next;
	}
	return out.first;
}

struct c_token *c_expand(struct c_expander *expander, const struct c_token *name)
{
	return expand(expander, copy(expander, name), 0);
}
