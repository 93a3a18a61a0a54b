/*
 * The page model: what the pages and configurations of a project say about the
 * code that runs in them. Built once from all that was found, then asked by
 * the engine (which interpreter runs this file?) and by rules.
 *
 * Everything lives in the arena of the model, and borrows the sources that it
 * is given. A file is read once, however many pages name it.
 */
#ifndef PROXYLINT_PAGE_PAGE_H
#define PROXYLINT_PAGE_PAGE_H

#include "base/file.h"
#include "base/map.h"
#include "front/front.h"
#include "page/config.h"
#include "page/module.h"

/* How the model gets at files. */
struct page_files {
	/* The text of a file, or NULL. It must live as long as the model. */
	struct source *(*read)(void *context, const char *path);
	/* What is there. */
	enum path_kind (*kind)(void *context, const char *path);
	void *context;
};

/* Which PyScript a page loads. */
enum page_release {
	RELEASE_UNKNOWN, /* none that can be seen */
	RELEASE_CLASSIC, /* pyscript.js, before November 2023 */
	RELEASE_CORE,    /* core.js */
};

struct page;

/* Python that runs: an element of a page, a worker that code starts, or a file brought along. */
struct page_run {
	const struct page *page;          /* NULL: code in a file starts it */
	const struct page_script *script; /* NULL: no element does */
	const struct page_config *config; /* what holds for it, or NULL */
	const char *path;                 /* the file that runs; NULL: it stands in the page */
	bool worker, micropython;
	bool lasting; /* plain calls make lasting proxies of what they hand over */
	bool brought; /* only fetched, for others to import */
};

/* One HTML document: a file, or a part of one that lies elsewhere than what it becomes (`snippet`):
 * an example in a fence of Markdown, a component. */
struct page {
	const char *path, *directory;
	struct source *source;
	const struct region_list *list; /* of the whole file */
	bool reported;                  /* its findings are asked for */
	bool snippet;
	enum page_release release;
	bool reads_all_toml;
	VEC(struct page_config *) configs;     /* by script of `list`; NULL: it has none */
	const struct page_config *settings[2]; /* what holds for its scripts; [1]: of MicroPython */
	VEC(const struct page_run *) runs;
};

struct page_runs {
	VEC(const struct page_run *) list;
};

/* Python of the project, and what is known of how it runs. */
struct page_unit {
	const struct unit *unit;
	struct page_runs runs;          /* empty: nobody is known to run it */
	const struct page_config *near; /* then: a configuration that lies beside it, or above */
	bool reported;
};

/* A name that Python takes from js_modules. */
struct page_use {
	const struct page_unit *unit;
	const char *module, *member; /* `member` NULL: the module as a whole */
	struct span span;
	bool guarded;
	bool again; /* a member of what an import, noted before, has bound */
};

struct page_model {
	struct arena *arena;
	struct page_files files;
	VEC(struct page *) pages;
	VEC(struct page_unit) units;
	VEC(struct page_use) uses;
	VEC(struct page_config *) configs; /* all, in the order in which they were met */
	struct map config_at;              /* struct page_config, by path */
	struct map run_at;                 /* struct page_runs, by path of a Python file */
	struct map page_at;                /* private: pages by path */
	struct map file_at;                /* private: JavaScript files, by path */
	struct map package_at;             /* private: packages, by the path of package.json */
};

struct page_model *page_model_new(struct arena *arena, struct page_files files);
void page_model_free(struct page_model *model);

/* What is at that path. */
enum path_kind page_model_kind(const struct page_model *model, const char *path);
/* Adds a file of pages, once. `list` is what front_regions gave for it. */
void page_model_add(struct page_model *model, struct source *source, const struct region_list *list,
        bool reported);
bool page_model_has(const struct page_model *model, const char *path);
/* Adds the workers that Python in a file starts. */
void page_model_add_code(struct page_model *model, const char *path, struct str code);
/* The configuration in a file, NULL when there is no such file. */
struct page_config *page_model_config(struct page_model *model, const char *path);
/* Who runs the Python file; NULL: nobody is known. */
const struct page_runs *page_model_runs(const struct page_model *model, const char *path);
/* The element of a page whose content holds that byte of the file, or NULL. */
const struct page_run *page_model_inline(
        const struct page_model *model, const char *path, uint32_t offset);

/* Adds Python of a file or of a page, when all pages are known. */
void page_model_add_unit(struct page_model *model, const struct unit *unit, bool reported);

/* Fills `uses`, when all units are known. */
void page_collect_uses(struct page_model *model);
/* The entry of js_modules with that name, or NULL. */
const struct page_module *page_module_find(
        const struct page_config *config, const char *name, bool worker);

/* Does the page, or a script of it, have that configuration? */
bool page_uses(const struct page *page, const struct page_config *config);

/* The file that a URL leads to from a directory of the project; NULL when that cannot be known: it
 * is elsewhere, or has parts that are filled in later. `url` may have a query. */
const char *page_resolve(const struct page_model *model, const char *directory, struct str url);

#endif
