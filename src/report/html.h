/*
 * What HTML reports share: a page that holds its style, its scripts and, as
 * JSON between them, the findings with the code around their places. It needs
 * nothing else, and no bytes of the data can end the element they stand in.
 */
#ifndef PROXYLINT_REPORT_HTML_H
#define PROXYLINT_REPORT_HTML_H

#include "report/report.h"

/* Starts a page: the data, one JSON value, are to be written behind it. Gives where they begin. */
size_t html_begin(struct buf *out, const char *title);
/* Ends it. `data` is what html_begin gave; `scripts` are the ends of the names of embedded files,
 * and of NULL. */
void html_end(struct buf *out, size_t data, const char *const *scripts);
/* Adds the members of a finding to an object. */
void html_finding(struct report *report, const struct finding *finding);
/* Adds the member "rules": what there is to say of those whose findings were added. */
void html_rules(struct report *report);

#endif
