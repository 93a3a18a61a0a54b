/*
 * The page model: what the pages and configurations of a project say about the
 * code that runs in them. Built once from all that was found, then asked by
 * the engine (which interpreter runs this file?) and by rules.
 *
 * Everything lives in the arena of the model. A file is read once, however
 * many pages name it.
 */
#ifndef PROXYLINT_PAGE_PAGE_H
#define PROXYLINT_PAGE_PAGE_H

#include "base/map.h"
#include "front/front.h"
#include "page/config.h"

/* How the model gets at files. */
struct page_files {
	/* The text of a file, or NULL. It must live as long as the model. */
	struct source *(*read)(void *context, const char *path);
	void *context;
};

struct page_model {
	struct arena *arena;
	struct page_files files;
	VEC(struct page_config *) configs; /* all, in the order in which they were met */
	struct map config_at;              /* struct page_config, by path */
	struct map module_at;              /* private: what is known of JavaScript files, by path */
};

struct page_model *page_model_new(struct arena *arena, struct page_files files);
void page_model_free(struct page_model *model);

/* The configuration in a file, NULL when there is no such file. */
struct page_config *page_model_config(struct page_model *model, const char *path);
/* The file that a URL leads to from a directory of the project; NULL when that cannot be known: it
 * is elsewhere, or has parts that are filled in later. `url` may have a query. */
const char *page_resolve(struct page_model *model, const char *directory, struct str url);

#endif
