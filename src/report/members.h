/*
 * The JSON of findings that several reports share.
 */
#ifndef PROXYLINT_REPORT_MEMBERS_H
#define PROXYLINT_REPORT_MEMBERS_H

#include "report/json.h"
#include "report/report.h"

/* Members of an object: where something is. */
void json_place(struct buf *out, const struct place *place);
/* The member "steps". */
void json_steps(struct buf *out, const struct finding *finding);
/* The member "summary". */
void json_summary(struct report *report, const struct summary *summary);

#endif
