/*
 * The page that shows what was found and what was seen: findings with their
 * paths, verdicts and curves, and the memory of each run. One HTML file that
 * needs nothing else.
 */
#ifndef PROXYLINT_PROOF_PROOF_H
#define PROXYLINT_PROOF_PROOF_H

#include "report/report.h"
#include "verify/verify.h"

struct proof {
	const struct findings *findings;    /* sealed and judged */
	const struct verify_result *result; /* with its proofs */
	const struct records *records;
	const char *command; /* what was run, for people, or NULL */
};

/* Adds the page to the report's bytes. */
void proof_write(struct report *report, const struct proof *proof);

#endif
