/*
 * What all tree-sitter front ends share: parsing, node text, and children.
 *
 * Two things make lowering cheaper than parsing. Node and field names become
 * small numbers once per run (struct ts_names), so that front ends switch on
 * an enum of their own and never compare text. And the children of a node are
 * read once, when somebody asks for the first time, into a table that lives as
 * long as the tree (struct ts_walk): a node that is looked at from several
 * sides, or lowered on each way out of a block, costs what one look costs.
 *
 *     struct ts_kids kids = ts_open(&walk, node);
 *     struct ts_child left = ts_field(&walk, kids, F_LEFT);
 *
 * Comments and tokens that the parser only imagined (MISSING) are not among
 * the children; ERROR nodes are, with kind TS_ERROR.
 */
#ifndef PROXYLINT_FRONT_TS_H
#define PROXYLINT_FRONT_TS_H

#include "text/source.h"

#include <tree_sitter/api.h>

/* Kinds and fields of a front end start with these two; 0 is also "no node" and "no field". */
enum { TS_OTHER = 0, TS_ERROR = 1, TS_FIRST = 2 };

/* One row of a front end's table: kind number K is row K - TS_FIRST. */
struct ts_name {
	const char *text;
	bool token; /* "if" and ";" are tokens, if_statement is not */
};

/* Symbols and field ids of one grammar → numbers of the front end. */
struct ts_names {
	uint16_t *kinds;  /* by TSSymbol */
	uint16_t *fields; /* by TSFieldId */
	uint32_t symbol_count;
};

/* What a front end calls kinds and fields; some may be unknown to a grammar. Field number F is
 * fields[F - 1]. */
struct ts_table {
	const struct ts_name *kinds;
	const char *const *fields;
	uint16_t kind_count, field_count;
};

/* Those of a language: the first who asks finds them out, and they are kept until ts_names_free.
 * Several threads may ask. With `kept` NULL they live in `arena`. */
struct ts_kept;
struct ts_names ts_names_of(struct ts_kept *_Atomic *kept, struct arena *arena,
        const TSLanguage *language, const struct ts_table *table);
void ts_names_free(struct ts_kept *_Atomic *kept);

struct ts_child {
	TSNode node;
	uint16_t kind;  /* TS_OTHER when the table lacks it */
	uint16_t field; /* 0: none */
	uint32_t place; /* private */
};

struct ts_kids {
	uint32_t first, n;
};

struct ts_walk {
	const struct source *source;
	struct ts_names names;
	TSTree *tree;
	struct ts_child *at;  /* all that were asked for so far */
	struct ts_kids *kids; /* of each of them; first 0: nobody asked */
	uint32_t n, room;
};

/* Parses the source. False when there is no tree: nothing is to be ended then. */
bool ts_walk_begin(struct ts_walk *walk, struct ts_names names, const TSLanguage *language,
        const struct source *source);
/* Is there anything in the tree that the parser could not read? */
bool ts_walk_broken(const struct ts_walk *walk);
/* Gives the tree back; nodes are dead afterwards. */
void ts_walk_end(struct ts_walk *walk);

struct ts_child ts_root(struct ts_walk *walk);

/* Children of a node, in order. */
struct ts_kids ts_open(struct ts_walk *walk, struct ts_child parent);
/* Those of them that stand behind one of them (all, when that is none), or are of some kinds. */
struct ts_kids ts_after(const struct ts_walk *walk, struct ts_kids kids, struct ts_child child);
struct ts_kids ts_pick(struct ts_walk *walk, struct ts_kids kids, bool (*wanted)(uint16_t kind));

/* Those below give copies: they stay good when `walk->at` moves. Kind 0 and a null node when
 * absent. */
struct ts_child ts_kid(const struct ts_walk *walk, struct ts_kids kids, uint32_t index);
struct ts_child ts_field(const struct ts_walk *walk, struct ts_kids kids, uint16_t field);
struct ts_child ts_kind(const struct ts_walk *walk, struct ts_kids kids, uint16_t kind);
/* The first named child, and the one of a node that nobody opened. */
struct ts_child ts_named(const struct ts_walk *walk, struct ts_kids kids);
struct ts_child ts_first(struct ts_walk *walk, struct ts_child parent);
struct ts_child ts_child_of(struct ts_walk *walk, struct ts_child parent, uint16_t field);

static inline bool ts_none(struct ts_child child)
{
	return !child.node.id;
}

static inline struct span ts_span(struct ts_child child)
{
	if (ts_none(child))
		return (struct span){0, 0};
	return (struct span){ts_node_start_byte(child.node), ts_node_end_byte(child.node)};
}

static inline struct str ts_text(const struct ts_walk *walk, struct ts_child child)
{
	struct span span = ts_span(child);

	return (struct str){walk->source->bytes + span.start, span.end - span.start};
}

static inline bool ts_is_named(struct ts_child child)
{
	return child.node.id && ts_node_is_named(child.node);
}

#endif
