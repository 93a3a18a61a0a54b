/*
 * Comparing with a constant, as C and what calls it mean it: 0 and NULL ask
 * for truth, -1 and `< 0` ask whether a call failed.
 */
#ifndef PROXYLINT_FRONT_COMPARE_H
#define PROXYLINT_FRONT_COMPARE_H

#include "front/ts.h"
#include "ir/ir.h"

/* What an operand is compared with. */
enum compared {
	COMPARED_OTHER,
	COMPARED_NULL,
	COMPARED_ZERO,
	COMPARED_MINUS_ONE,
};

/* left OPERATOR right */
struct comparison {
	struct ts_child left, right;
	struct str operator;
};

/* What a comparison asks of one operand; test OPAQUE: nothing that is known. */
struct compare_question {
	struct ts_child operand;
	enum test test;
	bool negated;
};

/* `left`, `right`: what the operands are, to whom is compared with them. */
struct compare_question compare_ask(struct comparison it, enum compared left, enum compared right);
/* a OP b as b MIRRORED a. */
struct comparison compare_mirrored(struct comparison it);
/* Leaves by `yes` or `no` as the operand, whose value is `value`, answers. */
void compare_branch(struct cursor *at, struct compare_question question, uint32_t value,
        uint32_t yes, uint32_t no, struct span span);

#endif
