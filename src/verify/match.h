/*
 * Which places of a run are those of a finding.
 */
#ifndef PROXYLINT_VERIFY_MATCH_H
#define PROXYLINT_VERIFY_MATCH_H

#include "verify/verify.h"

/* The sites where the object of a finding was acquired, in the order of the records. */
struct verify_proof match_finding(
        struct arena *arena, const struct finding *finding, const struct records *records);
/* Does the place of a run lie in that of a finding? */
bool match_place(const struct place *place, const struct record_place *seen);
/* The path of the project that `path` of a run stands for, or NULL when it is not of the project.
 */
const char *match_project_path(struct arena *arena, const char *path);
/* The acquisition that a finding names: its first such step, else the finding itself. */
const struct place *match_acquisition(const struct finding *finding);

#endif
