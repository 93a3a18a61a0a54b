/*
 * Attributes of functions: `int f(PyObject *) __attribute__((steals(1)))`,
 * `[[gnu::steals(1)]]`, or `annotate("steals(1)")` among them, at a declaration
 * or a definition. They are read from the text, for a parser
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

/* __word__ is word */
static struct str plain(struct str name)
{
	if (name.n > 4 && str_starts(name, "__") && str_ends(name, "__"))
		return (struct str){name.at + 2, name.n - 4};
	return name;
}

/* "text" */
static struct str quoted(struct str text)
{
	const char *start = memchr(text.at, '"', text.n), *end;
	size_t left = start ? text.n - (size_t)(start + 1 - text.at) : 0;

	end = left ? memchr(start + 1, '"', left) : NULL;
	return end ? (struct str){start + 1, (size_t)(end - start - 1)} : (struct str){"", 0};
}

/* `a, ns::b(1), annotate("c(2)")`, up to the bracket that ends it */
static void read_list(struct c *c, struct func_mark mark, struct str text)
{
	size_t at = space(text, 0);

	while (at < text.n && c_text_is_word(text.at[at])) {
		size_t end = word(text, at), open = space(text, end);
		struct str name = plain((struct str){text.at + at, end - at}), argument = {NULL, 0};

		at = open;
		if (open < text.n && text.at[open] == '(') {
			at = closed(text, open);
			argument =
			        (struct str){text.at + open + 1, at > open + 1 ? at - open - 2 : 0};
		}
		if (str_is(name, "annotate") && argument.at) {
			read_list(c, mark, quoted(argument));
		} else if (at == text.n || text.at[at] != ':') {
			mark.word = arena_str(c->base.arena, name);
			mark.argument = argument.at ? arena_str(c->base.arena, argument) : NULL;
			vec_push(c->base.arena, &c->base.unit->marks, mark);
		}
		while (at < text.n && text.at[at] == ':')
			at++;
		at = space(text, at);
	}
}

/* What begins with `start` and a bracket, `__attribute__((…))`, or `[[…]]`. */
static void read_all(struct c *c, struct func_mark mark, struct str text, const char *start)
{
	const char *found;

	while ((found = str_find(text, start))) {
		size_t at = (size_t)(found - text.at) + strlen(start), end = at;

		if (start[0] == '[') {
			read_list(c, mark, (struct str){text.at + at, text.n - at});
		} else {
			at = space(text, at);
			end = at < text.n && text.at[at] == '(' ? closed(text, at) : at;
			at = space(text, at + 1);
			if (at < end && text.at[at] == '(')
				read_list(c, mark, (struct str){text.at + at + 1, end - at - 1});
		}
		text = (struct str){text.at + end, text.n - end};
	}
}

bool c_may_mark(struct str text)
{
	return str_find(text, "__attribute__") || str_find(text, "[[");
}

void c_marks(struct c *c, struct func_mark mark, struct str text)
{
	read_all(c, mark, text, "__attribute__");
	read_all(c, mark, text, "[[");
}
