/*
 * How a C file is compiled: the words that a compiler would be given, as far
 * as they decide what its preprocessor sees.
 */
#ifndef PROXYLINT_FRONT_C_FLAGS_H
#define PROXYLINT_FRONT_C_FLAGS_H

#include "base/map.h"
#include "base/vec.h"
#include "front/front.h"

struct c_words {
	VEC(const char *) list;
	bool exact; /* a compilation database names the file: nothing is left to guess */
};

/* Kept for a run. All may be zero. */
struct c_builds {
	struct arena *arena;
	const struct front_run *run; /* told which files were asked for */
	struct map databases;        /* directory → struct c_database of it or one above it */
	VEC(struct c_database *) all;
	const char *python_folder; /* of the Python that python3-config tells of */
	bool python_asked;
};

/* What compile_commands.json says of the file, if one stands in its directory or above (or in
 * `build` there), then `own`, then the directory of Python.h unless it is among those words. */
struct c_words c_flags_of(struct c_builds *builds, const char *path, const struct c_words *own);
/* The directory among the words that holds Python.h, or NULL. */
const char *c_flags_python(struct arena *arena, const struct c_words *words);
void c_builds_free(struct c_builds *builds);

/* The words of a command line, as a shell would split it. */
struct c_words c_flags_split(struct arena *arena, const char *line);

#endif
