/*
 * Where the time of the rules went.
 */
#ifndef PROXYLINT_RULE_TIMES_H
#define PROXYLINT_RULE_TIMES_H

#include "base/vec.h"

/* How long a rule took, or a group of them that is checked at once. */
struct rule_time {
	const char *name;
	uint64_t time; /* nanoseconds */
	uint32_t found;
};

struct rule_times {
	VEC(struct rule_time) list;
};

#endif
