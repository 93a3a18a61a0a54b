/*
 * Fields of structures that own what they hold, and the functions that take
 * such structures down: member.c, teardown.c.
 */
#ifndef PROXYLINT_FLOW_MEMBER_H
#define PROXYLINT_FLOW_MEMBER_H

#include "flow/solve.h"

/* "Foo *" → "Foo"; NULL when it is no pointer to one thing. */
const char *member_structure(struct arena *arena, const char *type);
/* What the program declares the value to be, or NULL. */
const char *member_declared(const struct unit *unit, const struct func *func, uint32_t value);
/* `base`.`name` = object: the obligation, where there is one, goes along. */
void member_stored(struct solver *solver, uint32_t base, const char *name, uint32_t object);
/* The reference that has just been taken is for the field that the object was stored in. */
void member_fills(struct solver *solver, uint32_t object);
/* A function that puts it into the field gets it, and keeps it. */
void member_given(struct solver *solver, uint32_t object, struct owned_field *field);
/* A reference is released or given to the caller: if it was a field's, that field is not known to
 * own anything. */
void member_released(struct solver *solver, uint32_t object);

/* After the last round: events for fields that their structure's destructor misses. */
void project_check_teardown(struct project *project);

#endif
