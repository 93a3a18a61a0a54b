/*
 * Private to the Erlang front end (erl*.c).
 *
 * A function is its clauses, tried one after the other: a pattern that does
 * not match leads to the next one, the last to an exception. A call of itself
 * in tail position is a jump to its beginning, as it is in Erlang. Tagged
 * results are what they stand for: `{ok, X}` is X and `{error, R}` is an
 * error, when they are made and when they are matched. Calls go by name:
 * "py:exec", "erlang:spawn" for what needs no module; those of functions of
 * this file by their closure.
 */
#ifndef PROXYLINT_FRONT_ERL_LOWER_H
#define PROXYLINT_FRONT_ERL_LOWER_H

#include "front/lower.h"

enum erl_kind {
	ERL_BEFORE_FIRST = TS_FIRST - 1,
#define KIND(id, text) K_##id,
#define TOKEN(id, text) K_##id,
#include "front/erl_kind.def"
#undef TOKEN
#undef KIND
};

enum erl_field {
	F_NONE,
#define FIELD(id, text) F_##id,
#include "front/erl_field.def"
#undef FIELD
};

/* Where the value of an expression goes, when it is no variable. */
#define NOWHERE NO_VAR
#define RETURNED (NO_VAR - 1)

struct erl_name {
	const char *name;
	uint32_t var;
	bool bound; /* on the way to here: matching it compares */
};

/* A function of the file: all clauses of one name and arity. */
struct erl_function {
	const char *name;
	const char *key; /* "name/arity" */
	uint32_t arity, func;
	VEC(struct ts_child) clauses;
};

struct erl {
	struct lower base;
	struct map functions; /* "name/arity" → struct erl_function */
	VEC(struct erl_function *) list;
	VEC(struct erl_name) names; /* innermost last */
	/* the function at work; a fun in it has none of these */
	struct erl_function *function;
	uint32_t head;    /* where its clauses are tried */
	uint32_t *params; /* variables */
};

typedef VEC(struct arg) erl_args;

/* ---- erl.c ---- */

/* An exception, here. */
void erl_throw(struct erl *e, struct span span);
/* Children with that field, in order; they live in the scratch arena. */
typedef VEC(struct ts_child) erl_nodes;
erl_nodes erl_all(struct erl *e, struct ts_child node, uint16_t field);

/* ---- erl_pattern.c ---- */

/* Goes on where `value` matches, else to `fail`. */
void erl_match(struct erl *e, struct ts_child pattern, uint32_t value, uint32_t fail);
void erl_guard(struct erl *e, struct ts_child guard, uint32_t fail);
struct erl_name *erl_name(struct erl *e, struct ts_child var); /* NULL: not seen yet */
struct erl_name *erl_declare(struct erl *e, struct ts_child var);
/* Names from `mark` on get unbound, for another clause; bound again, after all of them. */
void erl_rebind(struct erl *e, uint32_t mark, bool bound);
/* {ok, X} → X, {error, R} → an error; false: no such tuple. */
bool erl_tagged(struct erl *e, struct ts_child tuple, struct ts_child *held, bool *error);
/* Bound variables in the pattern of a message: it answers what they stand for. */
void erl_answered(struct erl *e, struct ts_child pattern);

/* ---- erl_expr.c ---- */

uint32_t erl_expr(struct erl *e, struct ts_child node); /* never 0 */
/* Any expression, whose value goes to a variable, or to RETURNED or NOWHERE. */
void erl_into(struct erl *e, struct ts_child node, uint32_t result);
/* Expressions one after the other; the last one's value goes to `result`. */
void erl_sequence(struct erl *e, const erl_nodes *nodes, uint32_t result);
uint32_t erl_fun(struct erl *e, struct ts_child node);
/* Of a map or a record: `K => V`, `K := V`, `K = V`. */
struct erl_entry {
	struct ts_child name, value; /* which may be none */
};
struct erl_entry erl_entry(struct erl *e, struct ts_child item);

/* ---- erl_call.c ---- */

uint32_t erl_call(struct erl *e, struct ts_child node);
uint32_t erl_remote(struct erl *e, struct ts_child node);
/* A call of the function at work, in tail position: has it been lowered as a jump? */
bool erl_again(struct erl *e, struct ts_child node);

/* ---- erl_clause.c ---- */

/* Tries clauses on values, one per parameter. */
void erl_clauses(struct erl *e, const erl_nodes *clauses, const uint32_t *values, uint32_t count,
        uint32_t result);
void erl_case(struct erl *e, struct ts_child node, uint32_t result);
void erl_if(struct erl *e, struct ts_child node, uint32_t result);
void erl_receive(struct erl *e, struct ts_child node, uint32_t result);
void erl_try(struct erl *e, struct ts_child node, uint32_t result);
void erl_maybe(struct erl *e, struct ts_child node, uint32_t result);
uint32_t erl_comprehension(struct erl *e, struct ts_child node);

#endif
