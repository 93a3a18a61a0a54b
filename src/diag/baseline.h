/*
 * A baseline: findings that were there when somebody decided to live with
 * them. It is JSON with one finding to a line, in the order of their places, so
 * that it merges well; what counts of each is the fingerprint, the rest is for
 * people.
 */
#ifndef PROXYLINT_DIAG_BASELINE_H
#define PROXYLINT_DIAG_BASELINE_H

#include "base/map.h"
#include "data/data.h"
#include "diag/diag.h"

#define BASELINE_NAME "proxylint-baseline.json"

struct baseline_entry {
	const char *fingerprint, *rule, *path, *message; /* the path is from the project's root */
	bool missed;                                     /* only a run can find it */
	bool met;                                        /* by a finding */
};

struct baseline {
	VEC(struct baseline_entry *) list;
	struct map by_fingerprint;
};

/* False and *error when it is none. Everything lives in the arena but the map. */
bool baseline_read(struct arena *arena, const struct source *source, struct baseline *baseline,
        struct data_error *error);
void baseline_free(struct baseline *baseline);
/* Marks the findings that are in it as suppressed, and the entries as met. */
void baseline_apply(struct baseline *baseline, struct findings *findings);

#endif
