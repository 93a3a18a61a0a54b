/*
 * Which files a directory holds.
 *
 * In a git work tree git answers, so that ignore rules are git's own (tracked
 * files, and untracked ones that are not ignored). Elsewhere, and without git,
 * it is a plain walk that leaves hidden directories out. Neither follows
 * symbolic links, so there are no loops, and both leave out directories of
 * other people's code: node_modules, .venv, venv, __pycache__.
 */
#ifndef PROXYLINT_BASE_WALK_H
#define PROXYLINT_BASE_WALK_H

#include "base/vec.h"

struct walk {
	struct arena *arena;
	bool (*wanted)(const char *name); /* asked for each file before anything else is done */
	/* a directory that could not be read, and why */
	void (*failed)(void *context, const char *path, const char *why);
	void *context;
	VEC(const char *) paths; /* found so far, in no order */
	const char *folder;      /* private: of the last name that git gave, with its slash */
	bool leads_out;          /* private: that one does */
};

/* Adds the wanted files below `directory`: its path, a slash and what follows. */
void walk_directory(struct walk *walk, const char *directory);
/* Adds the wanted files in `directory` itself, whoever ignores them. One that cannot be read holds
 * none. */
void walk_folder(struct walk *walk, const char *directory);

#endif
