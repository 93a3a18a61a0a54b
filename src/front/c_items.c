/*
 * Local arrays whose items are only ever named by number: `PyObject *v[2]`,
 * v[0], v[1]. They are as many variables, and are followed like those.
 */
#include "front/c_lower.h"

#include <ctype.h>

enum { MOST_ITEMS = 8 };

/* `[digits]` at `at`? */
static bool is_numbered(struct str text, size_t at)
{
	size_t start;

	while (at < text.n && isspace((unsigned char)text.at[at]))
		at++;
	if (at >= text.n || text.at[at++] != '[')
		return false;
	start = at;
	while (at < text.n && isdigit((unsigned char)text.at[at]))
		at++;
	return at > start && at < text.n && text.at[at] == ']';
}

static char before(struct str text, size_t at)
{
	while (at && isspace((unsigned char)text.at[at - 1]))
		at--;
	return at ? text.at[at - 1] : '\0';
}

/* Is that all that the function does with it? */
static bool only_numbered(struct str text, struct str name)
{
	for (size_t at = 0; at < text.n;) {
		size_t end = at;

		while (end < text.n && c_text_is_word(text.at[end]))
			end++;
		if (end == at) {
			at++;
			continue;
		}
		if (end - at == name.n && memcmp(text.at + at, name.at, name.n) == 0 &&
		        (!is_numbered(text, end) || before(text, at) == '&'))
			return false;
		at = end;
	}
	return true;
}

void c_items_declare(struct c *c, struct c_name *name, struct ts_child place, const char *type)
{
	if (!type || !only_numbered(c->body, str_of(name->name)) || c->loops)
		return;
	name->items = arena_array(&c->base.scratch, struct c_name, MOST_ITEMS);
	for (uint32_t i = 0; i < MOST_ITEMS; i++) {
		struct c_name *item = &name->items[i];

		item->name = arena_printf(c->base.arena, "%s[%u]", name->name, i);
		item->func = NO_FUNC;
		item->var = var_new(c->base.unit, c->base.at.func->id, item->name, ts_span(place));
		c->base.unit->vars.at[item->var].type = type;
	}
}

const struct c_name *c_item(struct c *c, struct ts_child node)
{
	struct ts_kids kids;
	struct ts_child array, index;
	const struct c_name *name;
	struct str text;

	if (node.kind != K_SUBSCRIPT)
		return NULL;
	kids = ts_open(&c->base.walk, node);
	array = ts_field(&c->base.walk, kids, F_ARGUMENT);
	index = ts_field(&c->base.walk, kids, F_INDEX);
	if (array.kind != K_IDENTIFIER || index.kind != K_NUMBER)
		return NULL;
	name = c_lookup(c, ts_text(&c->base.walk, array));
	text = ts_text(&c->base.walk, index);
	if (!name || !name->items || text.n != 1 || text.at[0] < '0' ||
	        text.at[0] >= '0' + MOST_ITEMS)
		return NULL;
	return &name->items[text.at[0] - '0'];
}
