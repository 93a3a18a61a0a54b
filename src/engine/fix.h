/*
 * Fixing: checking and changing files in turn, in memory, until there is
 * nothing left to change. Nothing is written here.
 */
#ifndef PROXYLINT_ENGINE_FIX_H
#define PROXYLINT_ENGINE_FIX_H

#include "engine/check.h"

struct fix_wish {
	bool unsafe; /* also fixes that may change what the program does */
	bool notes;  /* also of findings that are notes */
};

struct fixed_file {
	const char *path;
	struct str before, after; /* in the arena */
};

struct fix_outcome {
	VEC(struct fixed_file) files; /* that are different now, in the order of paths */
	uint32_t fixes;               /* that were made */
};

/* As check_paths: `result` is what is found in the changed files. A file with places that cannot be
 * parsed is not touched, and a change that leads to such a place is taken back. */
void check_fixing(struct arena *arena, const struct check_request *request, struct fix_wish wish,
        struct check_result *result, struct fix_outcome *outcome);

#endif
