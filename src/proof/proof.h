/*
 * The page that shows what was found and what was seen: findings with their
 * paths, verdicts and curves, and the memory of each run. One HTML file that
 * needs nothing else.
 */
#ifndef PROXYLINT_PROOF_PROOF_H
#define PROXYLINT_PROOF_PROOF_H

#include "diag/diag.h"
#include "verify/verify.h"

struct proof {
	const struct findings *findings;    /* sealed and judged */
	const struct verify_result *result; /* with its proofs */
	const struct records *records;
	const char *command; /* what was run, for people, or NULL */
	/* text of a line of a file, see struct report */
	struct str (*line_text)(void *context, const char *path, uint32_t line);
	void *context;
};

/* Adds the page. */
void proof_write(struct buf *out, const struct proof *proof);

#endif
