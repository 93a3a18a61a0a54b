/*
 * Executing one instruction, shared by the files that make it up:
 *
 *   exec.c     the list of instructions, and the simple ones
 *   outside.c  what comes into a function: parameters, globals, captured variables
 *   place.c    variables
 *   field.c    members of objects
 *   iterate.c  containers and their items
 */
#ifndef PROXYLINT_FLOW_EXEC_H
#define PROXYLINT_FLOW_EXEC_H

#include "flow/summary.h"

/* The present instruction's result. */
static inline void result(struct solver *solver, struct value value)
{
	solver_set(solver, solver->at_index, value);
}

static inline struct value operand(const struct solver *solver, uint32_t insn)
{
	return insn ? solver_get(solver, insn) : solver->values.at[0];
}

/* outside.c */
struct value outside_object(struct solver *solver, struct value known, enum object_origin origin);
struct value declared_value(
        struct solver *solver, const char *declared, const char *name, struct value known);
void exec_global(struct solver *solver);
void exec_param(struct solver *solver);
void exec_this(struct solver *solver);

/* place.c */
struct value place_value(struct solver *solver, uint32_t place);
/* First read of a place that outlives the function: what other code put there. */
struct value slot_read(struct solver *solver, uint32_t place, uint32_t var, const char *declared,
        const char *name);
/* What is known of a value without its object: for slots, which outlive objects. */
struct value stored_value(const struct solver *solver, struct value value);
void store(struct solver *solver, uint32_t place, struct value value, const char *name);
void exec_load(struct solver *solver);
void exec_store(struct solver *solver);
void exec_address(struct solver *solver);
void exec_forget(struct solver *solver);

/* unset.c */
void unset_loaded(struct solver *solver, struct value value);
/* Are operands of the present instruction used before they have a value? */
void unset_check(struct solver *solver);

/* field.c */
void exec_field(struct solver *solver);
void exec_setfield(struct solver *solver);
void exec_setindex(struct solver *solver);

/* iterate.c */
void exec_index(struct solver *solver);
void exec_iter(struct solver *solver);
void exec_next(struct solver *solver);
void exec_make(struct solver *solver);

#endif
