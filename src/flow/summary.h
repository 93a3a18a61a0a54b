/*
 * What crosses functions: applying the summary of a callee, and noting what
 * this function does for its callers, its callbacks and the module.
 */
#ifndef PROXYLINT_FLOW_SUMMARY_H
#define PROXYLINT_FLOW_SUMMARY_H

#include "flow/solve.h"

/* Forgets what the last round found out, but not what callers told. */
void summary_reset(struct func_info *info);
/* The present instruction is why `callee` runs; it fills in the edge's place. */
void summary_add_edge(struct solver *solver, struct func_info *callee, struct call_edge edge);
/* `callee` runs now: what it releases of our variables is released. */
void summary_apply_releases(
        struct solver *solver, struct func_info *callee, const struct fact *fact);
/* `callback` will get the owned object as its first argument; the obligation goes with it. */
void summary_seed_object(struct solver *solver, struct func_info *callback, uint32_t object);
void summary_seed_type(struct solver *solver, struct func_info *callback,
        const struct fact_type *type, enum word word, const struct fact *fact);
/* An owned object goes into a module variable, a field, or (adds) a container held by one. */
void summary_fill_slot(struct solver *solver, struct slot *slot, uint32_t object, bool adds);
/* The value of code in another language given as text. */
struct value summary_source_result(struct solver *solver, const struct fact *fact,
        const struct value *args, uint32_t arg_count);
/* An object fetched from the other language by a constant name, or given by calling such a one:
 * what the project knows of it. */
struct value summary_refine(struct solver *solver, const struct fact *fact, struct value value,
        const struct value *args, uint32_t arg_count);
/* The present instruction calls `callee`: what that does to the arguments, and what it gives.
 * `construct`: an instance of its class. */
struct value summary_call(struct solver *solver, struct func_info *callee, const struct value *args,
        uint32_t arg_count, bool construct);
/* A list, made by the present call, of what calling the function again and again gives. */
struct value summary_gathered(struct solver *solver, struct func_info *callee);
/* The value as it looks from outside this solve, which its objects belong to. */
struct value summary_value(const struct solver *solver, struct value value);
void summary_return(struct solver *solver, struct value value);
/* An error takes the place of the value. */
void summary_return_error(struct solver *solver);

#endif
