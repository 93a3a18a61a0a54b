/*
 * Attributes of functions: `int f(PyObject *) __attribute__((steals(1)))`, at
 * a declaration or a definition. They are read from the text, for a parser
 * gives them different places; macros that stand for them are expanded by now.
 */
#include "front/c_lower.h"

#include "base/find.h"

#include <ctype.h>

static size_t space(struct str text, size_t at)
{
	while (at < text.n && (isspace((unsigned char)text.at[at]) || text.at[at] == ','))
		at++;
	return at;
}

static size_t word(struct str text, size_t at)
{
	while (at < text.n && c_text_is_word(text.at[at]))
		at++;
	return at;
}

/* The place behind the bracket that closes the one at `at`. */
static size_t closed(struct str text, size_t at)
{
	uint32_t depth = 0;

	for (; at < text.n; at++) {
		depth += text.at[at] == '(';
		depth -= text.at[at] == ')';
		if (!depth)
			return at + 1;
	}
	return at;
}

/* `a, b(1)`, up to the bracket that ends it */
static void read_list(struct c *c, struct func_mark mark, struct str text)
{
	size_t at = space(text, 0);

	while (at < text.n && c_text_is_word(text.at[at])) {
		size_t end = word(text, at), open = space(text, end);

		mark.word = arena_strndup(c->base.arena, text.at + at, end - at);
		mark.argument = NULL;
		at = open;
		if (open < text.n && text.at[open] == '(') {
			at = closed(text, open);
			mark.argument = arena_strndup(c->base.arena, text.at + open + 1,
			        at > open + 1 ? at - open - 2 : 0);
		}
		vec_push(c->base.arena, &c->base.unit->marks, mark);
		at = space(text, at);
	}
}

void c_marks(struct c *c, struct func_mark mark, struct str text)
{
	static const char start[] = "__attribute__";
	const char *found;

	while ((found = str_find(text, start))) {
		size_t at = (size_t)(found - text.at) + sizeof(start) - 1, end;

		at = space(text, at);
		if (at + 1 >= text.n || text.at[at] != '(')
			return;
		end = closed(text, at);
		at = space(text, at + 1);
		if (at < end && text.at[at] == '(')
			read_list(c, mark, (struct str){text.at + at + 1, end - at - 1});
		text = (struct str){text.at + end, text.n - end};
	}
}
