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
	struct arena *arena;            /* that of the findings */
	const struct source *looked_at; /* for marks of templates: has it any? */
	bool template;
};

/* Adds a finding of `rule` at a place, with the severity of the rule's page and certain. The result
 * is valid until the next one is added. */
struct finding *on_page_add(
        struct on_page *on, const char *rule, const struct source *source, struct span span);
/* Lowers what is known for some reason only. */
void finding_doubt(struct finding *finding, enum confidence confidence, enum severity most);

/* jsmodule.c */
void jsmodule_check_config(struct on_page *on, const struct page_config *config);
/* jsmodule_use.c */
void jsmodule_check_use(struct on_page *on, const struct page_use *use);
/* pyscript.c */
void pyscript_check_page(struct on_page *on, const struct page *page);
/* Reports a file that is not there; nothing when `path` is NULL. */
void on_page_missing(struct on_page *on, const struct source *source, struct span span,
        const char *path, const char *what);
/* Reports a name that no event has; `written` is what stands before the right one. */
void on_page_unknown_event(struct on_page *on, const struct source *source, struct span span,
        struct str name, const char *written);
/* pyscript_code.c */
void pyscript_check_handlers(struct on_page *on, const struct page *page);
void pyscript_check_unit(struct on_page *on, const struct page_unit *unit);
/* micropython.c */
void micropython_check_unit(struct on_page *on, const struct page_unit *unit);
/* config_toml.c */
void pyscript_check_toml(struct on_page *on, const struct page_config *config);
/* config.c */
void pyscript_check_config(struct on_page *on, const struct page_config *config);

#endif
