/*
 * Takes a node, gives its visible children; see ts_child.h.
 *
 * A cursor keeps the way to each node, so that it can go anywhere from there,
 * and finds the field of a node by going back along that. Here children only
 * go by once: hidden nodes (those that the grammar repeats, or calls _name) are
 * gone through with the field that they stand in. That needs to see the nodes
 * as the core has them, so this is the one file that includes headers which
 * the core keeps to itself: a core that changes them does not compile here.
 */
#include "front/ts_child.h"

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#include <src/language.h>
#include <src/subtree.h>
#include <src/tree.h>

enum { FIRST_ROOM = 32 };

/* A node whose children are gone through. */
struct level {
	const Subtree *children;
	uint32_t count, next;
	uint32_t structural; /* how many of them were no extras: what aliases and fields go by */
	uint32_t production;
	Length at;       /* where the next one begins, or its padding does */
	TSFieldId field; /* that a hidden node stands in */
};

struct levels {
	struct level *at;
	uint32_t n, room;
	struct level first[FIRST_ROOM];
};

static void enter(struct levels *levels, Subtree parent, Length at, TSFieldId field)
{
	struct level level = {.at = at, .field = field, .count = ts_subtree_child_count(parent)};

	if (!level.count)
		return;
	level.children = ts_subtree_children(parent);
	level.production = parent.ptr->production_id;
	if (levels->n == levels->room) {
		struct level *old = levels->at == levels->first ? NULL : levels->at;

		levels->at = mem_grow(old, 2 * sizeof(level) * levels->room);
		if (!old)
			memcpy(levels->at, levels->first, sizeof(levels->first));
		levels->room *= 2;
	}
	levels->at[levels->n++] = level;
}

/* The field of that child: its own, else that of the hidden node it is in. */
static TSFieldId field_of(
        const TSLanguage *language, const struct level *level, uint32_t structural)
{
	const TSFieldMapEntry *entry, *end;

	ts_language_field_map(language, level->production, &entry, &end);
	for (; entry < end; entry++)
		if (!entry->inherited && entry->child_index == structural)
			return entry->field_id;
	return level->field;
}

static TSSymbol symbol_of(const TSLanguage *language, TSSymbol symbol)
{
	return symbol == ts_builtin_sym_error ? symbol : language->public_symbol_map[symbol];
}

/* Goes on to the next child of the innermost level. False: it is hidden, and has been entered where
 * it holds anything. */
static bool next_child(struct levels *levels, const TSTree *tree, struct ts_found *one)
{
	struct level *level = &levels->at[levels->n - 1];
	const Subtree *child = &level->children[level->next];
	Length at = level->next ? length_add(level->at, ts_subtree_padding(*child)) : level->at;
	TSSymbol alias = 0;

	*one = (struct ts_found){.extra = ts_subtree_extra(*child)};
	if (!one->extra) {
		alias = ts_language_alias_at(tree->language, level->production, level->structural);
		one->field = field_of(tree->language, level, level->structural);
		level->structural++;
	}
	level->at = length_add(at, ts_subtree_size(*child));
	level->next++;
	if (!alias && !ts_subtree_visible(*child)) {
		if (ts_subtree_visible_child_count(*child))
			enter(levels, *child, at, one->field);
		return false;
	}
	one->node = (TSNode){{at.bytes, at.extent.row, at.extent.column, alias}, child, tree};
	one->symbol = symbol_of(tree->language, alias ? alias : ts_subtree_symbol(*child));
	one->missing = ts_subtree_missing(*child);
	return true;
}

void ts_children(
        TSNode parent, void (*found)(void *context, const struct ts_found *found), void *context)
{
	Length start = {parent.context[0], {parent.context[1], parent.context[2]}};
	struct levels levels;
	struct ts_found one;

	levels.at = levels.first;
	levels.n = 0;
	levels.room = FIRST_ROOM;
	enter(&levels, *(const Subtree *)parent.id, start, 0);
	while (levels.n) {
		if (levels.at[levels.n - 1].next == levels.at[levels.n - 1].count)
			levels.n--;
		else if (next_child(&levels, parent.tree, &one))
			found(context, &one);
	}
	if (levels.at != levels.first)
		free(levels.at);
}
