/*
 * Local arrays whose items are only ever named by number: `PyObject *v[2]`,
 * v[0], v[1]. They are as many variables, and are followed like those. An array
 * that is written down, `PyObject *v[] = {NULL, x}`, may go to a call as a whole,
 * which reads it: those of its items that begin as a name are variables.
 */
#include "front/c_lower.h"

#include <ctype.h>

enum { MOST_ITEMS = 8 };

enum index { INDEX_NONE, INDEX_EMPTY, INDEX_NUMBER, INDEX_OTHER };

/* What stands in the brackets at `at`. */
static enum index index_at(struct str text, size_t at)
{
	size_t start;

	while (at < text.n && isspace((unsigned char)text.at[at]))
		at++;
	if (at >= text.n || text.at[at++] != '[')
		return INDEX_NONE;
	start = at;
	while (at < text.n && isdigit((unsigned char)text.at[at]))
		at++;
	if (at >= text.n || text.at[at] != ']')
		return INDEX_OTHER;
	return at > start ? INDEX_NUMBER : INDEX_EMPTY;
}

static char before(struct str text, size_t at)
{
	while (at && isspace((unsigned char)text.at[at - 1]))
		at--;
	return at ? text.at[at - 1] : '\0';
}

/* The end of the next use of `name` from `at` on, or 0. */
static size_t next_use(struct str text, struct str name, size_t at)
{
	while (at < text.n) {
		size_t end = at;

		while (end < text.n && c_text_is_word(text.at[end]))
			end++;
		if (end - at == name.n && memcmp(text.at + at, name.at, name.n) == 0)
			return end;
		at = end > at ? end : at + 1;
	}
	return 0;
}

/* Is that all that the function does with it? */
static bool only_numbered(struct str text, struct str name)
{
	for (size_t end = next_use(text, name, 0); end; end = next_use(text, name, end))
		if (index_at(text, end) != INDEX_NUMBER || before(text, end - name.n) == '&')
			return false;
	return true;
}

/* Are all indices numbers? It may be used as a whole. */
static bool never_counted(struct str text, struct str name)
{
	for (size_t end = next_use(text, name, 0); end; end = next_use(text, name, end))
		if (index_at(text, end) == INDEX_OTHER || before(text, end - name.n) == '&')
			return false;
	return true;
}

static void declare(
        struct c *c, struct c_name *array, uint32_t i, struct ts_child place, const char *type)
{
	struct c_name *item = &array->items[i];

	item->name = arena_printf(c->base.arena, "%s[%u]", array->name, i);
	item->func = NO_FUNC;
	item->var = var_new(c->base.unit, c->base.at.func->id, item->name, ts_span(place));
	c->base.unit->vars.at[item->var].type = type;
}

void c_items_declare(struct c *c, struct c_name *name, struct ts_child place, const char *type)
{
	if (!type || !only_numbered(c->body, str_of(name->name)) || c->loops)
		return;
	name->items = arena_array(&c->base.scratch, struct c_name, MOST_ITEMS);
	for (uint32_t i = 0; i < MOST_ITEMS; i++)
		declare(c, name, i, place, type);
}

void c_items_begin(struct c *c, struct c_name *name, struct ts_child list, const char *type)
{
	struct ts_kids kids = ts_open(&c->base.walk, list);
	uint32_t count = 0;

	if (!type || list.kind != K_INITIALIZER_LIST || c->loops ||
	        !never_counted(c->body, str_of(name->name)))
		return;
	name->items = arena_array(&c->base.scratch, struct c_name, MOST_ITEMS);
	for (uint32_t i = 0; i < MOST_ITEMS; i++)
		name->items[i].var = NO_VAR;
	for (uint32_t i = 0; i < kids.n && count < MOST_ITEMS; i++) {
		struct ts_child kid = ts_kid(&c->base.walk, kids, i);

		if (!ts_is_named(kid))
			continue;
		if (c_unwrap(c, kid).kind == K_IDENTIFIER) {
			declare(c, name, count, kid, type);
			c_assign_name(c, &name->items[count], c_expr(c, kid), ts_span(kid));
		}
		count++;
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
	        text.at[0] >= '0' + MOST_ITEMS || name->items[text.at[0] - '0'].var == NO_VAR)
		return NULL;
	return &name->items[text.at[0] - '0'];
}
