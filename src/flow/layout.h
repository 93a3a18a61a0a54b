/*
 * What is the same on all paths through a function: its places, and which of
 * them are read later.
 */
#ifndef PROXYLINT_FLOW_LAYOUT_H
#define PROXYLINT_FLOW_LAYOUT_H

#include "flow/project.h"
#include "flow/question.h"

enum { WORD_BITS = 64 };

/* A variable, a field of the receiver, a temporary that crosses a block, or an answer
 * (question.h). */
struct place {
	uint32_t var;        /* or NO_VAR */
	uint32_t insn;       /* temporary: the instruction; else 0 */
	struct slot *slot;   /* outlives the function: module variable or field */
	struct slot *shared; /* captured by an inner function: what it holds is known there too */
	bool outer;          /* variable of an enclosing function */
};

/* What is always the same of an instruction, and asked on many paths. */
struct found {
	const struct fact_type *released; /* summary.c: released_type */
	uint32_t filling;                 /* error.c: filling_call, or 0 */
	bool sought_released, sought_filling;
};

struct layout {
	VEC(struct place) places;
	uint32_t *place_of_temp; /* by instruction: place + 1 */
	uint32_t *home;          /* by instruction: its block */
	bool *loops;             /* by instruction: an iterator that a loop runs to its end */
	uint64_t **live;         /* by block: places that are read later, here or outside */
	struct questions questions;
	struct found *found; /* by instruction, or NULL: nobody asked yet */
	bool *succeeds; /* by block: a way leads from it to an exit that is no failure for certain
	                 */
};

/* Leaves the places of variables in project->place_of_var, which was zero. */
struct layout *layout_new(
        struct project *project, const struct unit *unit, const struct func *func);
/* What was found out of that instruction of the function. */
struct found *layout_found(struct project *project, struct func_info *info, uint32_t insn);
/* The place of a field of the receiver by the key of its slot, or 0. */
uint32_t layout_field(const struct layout *layout, const char *key);

#endif
