/*
 * What the rules on pages and configurations share (jsmodule.c, pyscript.c,
 * micropython.c). They read the page model, not events.
 */
#ifndef PROXYLINT_RULE_ON_PAGE_H
#define PROXYLINT_RULE_ON_PAGE_H

#include "rule/rule.h"

struct on_page {
	const struct page_model *model;
	const struct rule_pages *pages;
	struct findings *findings;
};

/* Adds a finding of `rule` at a place, with the severity of the rule's page and certain. The result
 * is valid until the next one is added; NULL: there is no such rule. */
struct finding *on_page_add(
        struct on_page *on, const char *rule, const struct source *source, struct span span);
const char *on_page_text(struct on_page *on, const char *format, ...) PRINTF_LIKE(2, 3);
/* Lowers what is known for some reason only. */
void finding_doubt(struct finding *finding, enum confidence confidence, enum severity most);

void jsmodule_check(struct on_page *on, const struct page_config *config);

#endif
