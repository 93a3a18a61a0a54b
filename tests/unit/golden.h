/*
 * Front ends against goldens: a folder of sources, each beside a file with the IR (.ir) that it
 * is lowered to, without spans, and the notes. `UPDATE=1 make test` writes the IR anew.
 */
#ifndef PROXYLINT_TESTS_GOLDEN_H
#define PROXYLINT_TESTS_GOLDEN_H

#include "front/front.h"

/* Lowers and verifies; `path` picks the front end. Fails the test when that does not work. */
struct front_result golden_lower(struct arena *arena, const char *text, const char *path);
/* `head`, so many times the first of the parts, the second one, as often the third one, `tail`. */
const char *golden_nest(struct arena *arena, unsigned times, const char *head,
        const char *const parts[3], const char *tail);
/* Compares all that match the pattern, seen from the top of the repository. */
void golden_folder(const char *pattern);

#endif
