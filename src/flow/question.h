/*
 * Questions that a function asks more than once: `if (key) ... if (key)`. Two
 * branches ask the same if they test the same expression in the same way, and
 * the answer of the first holds for the second as long as nothing changes what
 * the expression reads. A call that may change it, for all that is known, only
 * makes the answer old: what rests on another one then is in doubt.
 */
#ifndef PROXYLINT_FLOW_QUESTION_H
#define PROXYLINT_FLOW_QUESTION_H

#include "ir/ir.h"

enum { QUESTION_LIMIT = 32 };

struct questions {
	uint8_t *asked;    /* by instruction: question + 1 that this BRANCH asks, or 0 */
	uint8_t *excludes; /* ... question + 1 whose yes is a no to what this BRANCH asks, or 0 */
	bool *negated;     /* ... and its answer is no when the test holds */
	uint32_t *voided;  /* by instruction: set of questions that have to be asked again after it
	                    */
	uint32_t *aged;    /* ... whose answer may be another one after this call */
	uint32_t count;
	uint32_t first_place; /* question i has place first_place + i of the layout */
};

struct layout;
struct project;

/* Fills layout->questions and adds their places; the layout has all others. */
void questions_find(struct project *project, const struct unit *unit, const struct func *func,
        struct layout *layout);

#endif
