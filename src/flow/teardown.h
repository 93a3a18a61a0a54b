/*
 * What functions do to a structure that they are given: read by
 * teardown_read.c, judged by teardown.c.
 */
#ifndef PROXYLINT_FLOW_TEARDOWN_H
#define PROXYLINT_FLOW_TEARDOWN_H

#include "flow/member.h"

struct touched {
	const char *name;
	bool ended; /* or given to somebody who may end it */
	const struct func_info *by;
};

/* What one function, with those it calls, does to the structure it is given. */
struct teardown {
	struct project *project;
	const struct unit *unit;
	const struct func_info *info;
	enum effect role;        /* RELEASES, EMPTIED or VISITED */
	bool promised;           /* a table says so */
	bool opaque;             /* somebody unknown gets the structure */
	bool frees;              /* its memory */
	bool frees_type;         /* what is asked of the structure itself: its type */
	bool hands_on;           /* it goes to another such function, or is put aside for later */
	VEC(const char *) types; /* what it is taken for */
	const char *read_as;     /* whose fields are touched */
	bool renamed;            /* ... and those of another structure, too */
	VEC(struct touched) fields;
	VEC(const struct func_info *) seen;
};

/* Adds what `info` does to its parameter `param` to what is known in `down`; what it calls is read,
 * too. `arena`: for the reading alone. */
void teardown_read(
        struct teardown *down, const struct func_info *info, uint32_t param, struct arena *arena);
/* What the fact says happens to that argument; EFFECT_UNKNOWN: nothing. */
enum effect teardown_effect(const struct fact *fact, uint32_t index);

#endif
