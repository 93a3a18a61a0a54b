/*
 * Running a page under the Pyodide shim: in Chromium, until it comes to rest.
 */
#ifndef PROXYLINT_BROWSE_PAGE_H
#define PROXYLINT_BROWSE_PAGE_H

#include "base/vec.h"

struct page_run {
	const char *target;      /* a URL, or a file or folder that is then served */
	const char *records;     /* the folder for the records; it exists */
	const char *act;         /* a file of JavaScript to run once the page rests, or NULL */
	const char *tracemalloc; /* frames, or NULL */
	unsigned seconds;        /* after which it is not waited for any longer */
};

struct page_result {
	bool crashed; /* the page or the browser: nothing may be refuted */
	VEC(const char *)
	messages; /* what the user should know: errors of the page, requests that
	             failed; each once */
};

/* False with *error when the page could not be run at all. Everything is in the arena. */
bool page_run(struct arena *arena, const struct page_run *run, struct page_result *result,
        const char **error);

#endif
