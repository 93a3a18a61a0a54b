/*
 * Findings read back from what --format=jsonl and --format=json wrote. Nothing
 * of them is lost.
 */
#ifndef PROXYLINT_DIAG_READ_H
#define PROXYLINT_DIAG_READ_H

#include "data/data.h"
#include "diag/diag.h"

/* The values called "summary" that were met; of runs in several parts there may be several. */
struct summaries {
	VEC(const struct data_value *) list;
};

/* Adds the findings of a file, and its summaries. NULL, or what is wrong, in the arena. */
const char *findings_read(struct findings *findings, const char *path, struct summaries *summaries);

#endif
