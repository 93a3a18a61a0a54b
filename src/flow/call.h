/*
 * A call while it is executed, shared by the files that make up what a call
 * does:
 *
 *   callee.c       who is called
 *   param.c        which parameter of the fact an argument is for
 *   format.c       ... where a format string says it, and what does not fit
 *   use.c          using a value, and letting it out of sight
 *   effect.c       what the callee does to an object
 *   effect_func.c  ... and to a function
 *   call.c         all of it in order, and the result
 */
#ifndef PROXYLINT_FLOW_CALL_H
#define PROXYLINT_FLOW_CALL_H

#include "fact/format.h"
#include "flow/summary.h"

enum { NO_ARGUMENT = UINT32_MAX };

struct callee {
	const struct fact *fact;
	struct func_info *func;
	struct value self; /* receiver, or the called value */
	bool method;
	bool own_class; /* constructs `func`'s class, or a class without constructor */
	bool opaque;    /* a value that came from outside: it may do anything */
};

struct call {
	struct callee callee;
	struct value *args;
	uint32_t arg_count;
	struct format *format; /* of the arguments from first_variable on, or NULL */
	uint32_t first_variable;
	const struct fact_param *least; /* of those from least_count on, or NULL */
	uint32_t least_count;
};

/* callee.c */
void find_callee(struct solver *solver, struct callee *callee);
/* param.c: NULL when the fact names none for that argument */
const struct fact_param *param_of(
        const struct solver *solver, const struct fact *fact, uint32_t index);
/* format.c: reads the format that an argument is; then the parameter of any argument. */
void call_format(struct solver *solver, struct call *call);
const struct fact_param *argument_param(
        const struct solver *solver, const struct call *call, uint32_t index);
/* Reports what does not fit. */
void check_format(struct solver *solver, const struct call *call);
/* Do the keys and the kind of value that the effect asks for hold here? */
bool effect_applies(const struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value);
bool kind_matches(const struct solver *solver, struct value value, const char *kind);
/* use.c: a function goes to code that may call it; `often`: again and again. */
void func_escapes(struct solver *solver, struct value value, bool often, bool unknown);
/* Used although it may be null. */
void used_unchecked(struct solver *solver, struct value value);
/* lasting.c: the call takes a reference over, of an object that lasts */
void lasting_stolen(struct solver *solver, const struct call *call, uint32_t value);
/* effect.c: an event of this call about `value`; NULL before the last round. */
struct flow_event *argument_event(
        struct solver *solver, enum event_kind kind, const struct call *call, struct value value);
/* ... with nothing to add to it. */
void argument_report(
        struct solver *solver, enum event_kind kind, const struct call *call, struct value value);
void misuse(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value);
/* What the call does to one argument; `param` NULL: nothing but using it. */
void effect_on(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value, const struct arg *arg);
/* What it does to an argument with an effect that holds on success only, when it fails. */
void effect_of_failure(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value);
/* effect_func.c */
void effect_on_func(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value, const struct arg *arg);
/* Functions inside an object literal that is an argument. */
void effect_on_options(struct solver *solver, const struct call *call,
        const struct fact_param *param, uint32_t literal);
/* A function of the runtime itself as an argument. */
void effect_on_named(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value, const struct arg *arg);
void seed_callback(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value);

#endif
