/*
 * Private to the readers of host files (host*.c).
 */
#ifndef PROXYLINT_FRONT_HOST_PART_H
#define PROXYLINT_FRONT_HOST_PART_H

#include "front/front.h"

struct host {
	struct arena *arena;
	struct region_list list;
};

/* What code is written in, as a fence or an attribute says it. */
struct dialect {
	const char *name;
	enum language language; /* LANG_NONE: `path` is a host file itself */
	const char *path;       /* pretend path that picks the grammar */
	bool micropython;
};

/* NULL when it is nothing we read. Upper and lower case are the same. */
const struct dialect *host_dialect(struct str name);
bool host_same_word(struct str text, const char *word);

/* Scripts of an HTML page or a component. `components`: Vue, Svelte, Astro, where scripts are
 * modules. */
void host_html(struct host *host, struct source *source, bool components, bool snippet);
/* After the mark of a template language that starts at `at`; `at` itself when none does. */
uint32_t host_skip_mark(const struct source *source, uint32_t at);
/* Writes over such marks in code, whose places stay. */
void host_fill_marks(struct arena *arena, struct source *source);
/* Fenced code blocks. */
void host_markdown(struct host *host, struct source *source);
/* Code cells of a Jupyter notebook. */
void host_notebook(struct host *host, struct source *source);

#endif
