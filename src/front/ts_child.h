/*
 * The visible children of a node, each with its field: what a TSTreeCursor
 * gives, at a fifth of what that costs.
 */
#ifndef PROXYLINT_FRONT_TS_CHILD_H
#define PROXYLINT_FRONT_TS_CHILD_H

#include <stdbool.h>
#include <tree_sitter/api.h>

struct ts_found {
	TSNode node;
	TSSymbol symbol; /* as ts_node_symbol gives it */
	TSFieldId field; /* 0: none */
	bool extra, missing;
};

/* Calls `found` for each of them, in order. */
void ts_children(
        TSNode parent, void (*found)(void *context, const struct ts_found *found), void *context);

#endif
