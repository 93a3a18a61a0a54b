/*
 * The rules as users know them: one page each, embedded in the binary. The
 * front matter of a page is the rule's entry in the catalogue; its text is
 * what `explain` prints.
 */
#ifndef PROXYLINT_RULE_PAGE_H
#define PROXYLINT_RULE_PAGE_H

#include "base/vec.h"
#include "diag/diag.h"

struct rule_page {
	const char *name;       /* "pyproxy/leak" */
	enum severity severity; /* of a finding at its usual confidence */
	bool on;                /* reported without being asked for */
	const char *since;      /* version of proxylint */
	const char *languages;
	const char *summary;
	struct str text; /* Markdown after the front matter; lives as long as the program */
};

struct rule_pages {
	VEC(struct rule_page) list; /* sorted by name */
};

/* All pages; they live in `arena`. A page without a name in its front matter is left out. */
struct rule_pages pages_all(struct arena *arena);
/* One page from its text. `page` is valid as long as `text`. False: no front matter with a rule. */
bool page_read(struct arena *arena, struct str text, struct rule_page *page);
/* NULL when there is no such rule. */
const struct rule_page *page_find(const struct rule_pages *pages, const char *name);

/* The text without the heading that repeats the rule's name. */
struct str page_body(const struct rule_page *page);
/* Cuts off the mark that tests read in an example. False: the line held nothing else. */
bool page_strip_mark(struct str *line);
/* The text for people, as Markdown: without what only tests read. */
const char *page_prose(struct arena *arena, const struct rule_page *page);

#endif
