/* Private to page/. */
#ifndef PROXYLINT_PAGE_PART_H
#define PROXYLINT_PAGE_PART_H

#include "page/page.h"

/* Code that starts workers: where it stands, and how it runs itself. */
struct page_code {
	const struct page *page; /* or NULL */
	const char *directory;
	struct str text;
	bool micropython;
	bool climb; /* the page is not known: a name may be relative to any directory above */
};

/* worker.c: adds a run for each `PyWorker("...")`. */
void page_add_workers(struct page_model *model, const struct page_code *code);
/* Does code set experimental_create_proxy to "auto"? */
bool page_code_is_lasting(struct str text);

/* entry.c: what an entry of js_modules leads to. */
void page_find_module(struct page_model *model, struct page_module *module);

/* model.c */
const struct page_run *page_add_run(struct page_model *model, struct page_run run);
/* What an attribute or an element says: the configuration itself, or where it is. NULL: neither
 * can be read from here. */
struct page_config *page_read_config(
        struct page_model *model, const struct page_script *script, const char *directory);

#endif
