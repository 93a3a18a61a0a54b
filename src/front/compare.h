/*
 * Comparing with a constant, as C and what calls it mean it: 0 and NULL ask
 * for truth, -1 and `< 0` ask whether a call failed.
 */
#ifndef PROXYLINT_FRONT_COMPARE_H
#define PROXYLINT_FRONT_COMPARE_H

#include "base/str.h"
#include "ir/ir.h"

/* What an operand is compared with. */
enum compared {
	COMPARED_OTHER,
	COMPARED_NULL,
	COMPARED_ZERO,
	COMPARED_MINUS_ONE,
};

struct compare_test {
	enum test test; /* OPAQUE: nothing that is known */
	bool negated;
};

/* What `x OPERATOR constant` asks of x. */
struct compare_test compare_test_of(struct str operator, enum compared with);
/* a OP b is b MIRRORED a. */
struct str compare_mirrored(struct str operator);

#endif
