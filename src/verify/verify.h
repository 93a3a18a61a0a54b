/*
 * Proof: the program is run under the shims of src/shim, and what they saw is
 * held against what the linter found.
 *
 * Running (verify_run) and judging (verify_judge) are two steps that share
 * nothing but files, so each can be done alone.
 */
#ifndef PROXYLINT_VERIFY_VERIFY_H
#define PROXYLINT_VERIFY_VERIFY_H

#include "diag/diag.h"
#include "verify/record.h"

/* ---- running ---- */

struct verify_run {
	const char *const *command; /* ends with NULL */
	const char *records;        /* the folder for the records; it exists */
	const char *modules;        /* globs of extension modules, `:` between them, or NULL */
	const char *repetitions;    /* of each test, or NULL */
	const char *tracemalloc;    /* frames, or NULL */
	bool recompile;             /* what it compiles counts its references itself */
	const char *lines;          /* file of `path:line` to watch for, or NULL */
};

/* Runs the command with the shims in its environment and waits for it; its stdout becomes our
 * stderr, so that stdout is the report's alone. Gives its exit status (128 + n after signal n), or
 * -1 with *error, in the arena, when it could not be started. */
int verify_run(struct arena *arena, const struct verify_run *run, const char **error);
/* Writes the places that findings name as paths, for `lines`. False with *error. */
bool verify_write_lines(
        struct arena *arena, const char *path, const struct findings *findings, const char **error);
/* The folder that holds the shims, unpacked from this binary into the user's cache, or into `spare`
 * where that cannot be written. NULL with *error when neither can. */
const char *verify_shims(struct arena *arena, const char *spare, const char **error);

/* ---- judging ---- */

/* What the verdict on a finding rests on; for reports that show more than a sentence. */
struct verify_proof {
	VEC(const struct record_site *) sites; /* that match it */
};

struct verify_result {
	struct arena *arena;
	struct verify_proof *proofs; /* one for each finding, in their order */
	uint32_t counts[VERDICT_COUNT];
};

/* Gives every finding its verdict, evidence and severity, and adds one finding for each place of
 * the project that lost objects and that no finding names (verdict `missed`). The findings are
 * sealed (see diag.h) before and must be again after. */
void verify_judge(
        struct findings *findings, const struct records *records, struct verify_result *result);
/* Counts the verdicts of those that are not suppressed. */
void verify_count(const struct findings *findings, struct verify_result *result);
/* Fills the proofs, once the findings are in their last order. */
void verify_collect(const struct findings *findings, const struct records *records,
        struct verify_result *result);

#endif
