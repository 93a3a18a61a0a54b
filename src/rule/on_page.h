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
	struct arena *arena; /* that of the findings */
};

/* Adds a finding of `rule` at a place, with the severity of the rule's page and certain. The result
 * is valid until the next one is added. */
struct finding *on_page_add(
        struct on_page *on, const char *rule, const struct source *source, struct span span);
/* Lowers what is known for some reason only. */
void finding_doubt(struct finding *finding, enum confidence confidence, enum severity most);

/* jsmodule.c */
void jsmodule_check_config(struct on_page *on, const struct page_config *config);
void jsmodule_check_use(struct on_page *on, const struct page_use *use);
/* config.c */
void config_check(struct on_page *on, const struct page_config *config);

#endif
