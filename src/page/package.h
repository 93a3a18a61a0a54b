/*
 * npm packages that are installed beside a page: what their package.json says
 * of a browser's modules, held against the files that are there.
 */
#ifndef PROXYLINT_PAGE_PACKAGE_H
#define PROXYLINT_PAGE_PACKAGE_H

#include "page/module.h"

struct page_package {
	const char *name, *directory;
	const char *version;            /* or NULL */
	const struct page_file *module; /* its ES module, if one is there that a browser can
	                                   import, or NULL */
	const struct page_file *main;   /* what a CDN gives for the package's name alone, or NULL */
};

/* The package that a bare name is of, in the node_modules of a directory or above. NULL: there is
 * none. For "chart.js/auto", `module` is that of the part. */
const struct page_package *page_package_named(
        struct page_model *model, const char *directory, const char *name);
/* The package that a file in a node_modules folder belongs to, or NULL. */
const struct page_package *page_package_around(struct page_model *model, const char *path);
/* How long the package's name is at the start of "chart.js/auto" or "@scope/name@1.0/x.js". */
size_t page_package_length(const char *name);

#endif
