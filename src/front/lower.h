/*
 * What all front ends on tree-sitter lower with: the tree at work, the unit
 * that is made of it, and where its next instruction goes. A front end has one
 * of these in the struct that is its state, and adds what its language needs.
 */
#ifndef PROXYLINT_FRONT_LOWER_H
#define PROXYLINT_FRONT_LOWER_H

#include "front/front.h"
#include "front/ts.h"

/* A grammar, and what a front end calls its kinds and fields. */
struct lower_grammar {
	const TSLanguage *(*language)(void);
	struct ts_table table;
	enum language gives; /* of the unit */
	uint32_t most_depth; /* of nodes that are open: deeper than any program, shallower than
	                        any stack */
};

struct lower {
	struct arena *arena;  /* of the unit */
	struct arena scratch; /* lives as long as the lowering */
	struct unit *unit;
	struct ts_walk walk;
	struct front_result result;
	struct cursor at;
	uint32_t depth, most_depth;
};

/* Makes the unit and parses the source. False: there is no tree. `run` may be NULL. */
bool lower_begin(struct lower *lower, struct arena *arena, struct source *source,
        const struct lower_grammar *grammar, struct front_run *run);
/* Ends what lower_begin began, whatever that gave: the unit is finished, or NULL without a tree. */
struct front_result lower_end(struct lower *lower);

/* Notes that something could not be read. */
void lower_note(struct lower *lower, struct span span, const char *message);
/* False when the tree is too deep here; a note has been made. Every `true` needs a lower_done. */
bool lower_enter(struct lower *lower, struct ts_child node);
void lower_done(struct lower *lower);
char *lower_str(struct lower *lower, struct ts_child node); /* its text, in the unit's arena */
bool lower_is(const struct lower *lower, struct ts_child node, const char *text);
/* What `letter` stands for behind a backslash: `pairs` are letters, each before what it is; all
 * others are themselves. */
char lower_escaped(const char *pairs, char letter);
uint32_t lower_block(struct lower *lower);                     /* a new block */
uint32_t lower_temp(struct lower *lower);                      /* a new temporary variable */
uint32_t lower_unknown(struct lower *lower, struct span span); /* a value, whatever it is */

#endif
