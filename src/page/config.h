/*
 * A PyScript configuration: TOML or JSON, in a file, in <py-config>, or in a
 * `config` attribute. Read into values with places, and the parts of it that
 * rules ask for picked out.
 */
#ifndef PROXYLINT_PAGE_CONFIG_H
#define PROXYLINT_PAGE_CONFIG_H

#include "data/data.h"
#include "page/module.h"

/* One line of js_modules: where a JavaScript module comes from, and what Python calls it. */
struct page_module {
	const char *source, *name; /* as written */
	struct span source_span, name_span;
	bool worker;                  /* of js_modules.worker */
	const char *path;             /* the file of the project that it is, or NULL */
	const struct page_file *file; /* what that is, when it is JavaScript, or NULL */
	const struct page_file *twin; /* of a URL: the same file where it is installed, or NULL */
	const struct page_package *package; /* of what is no module: that it names or lies in */
	const struct page_file *better;     /* the module that its library has, or NULL */
	const char *directory;              /* of the configuration; NULL where that is unknown */
};

struct page_config {
	struct source *source; /* its text; a child of the page when it stands in one */
	const char *path;      /* of the file that it is, NULL when it stands in a page */
	const char *directory; /* what its paths are relative to; NULL: nobody knows */
	bool reported;         /* its findings are asked for */
	bool used;             /* a page names it */
	bool json;
	bool other_reader;             /* of editors, of older releases, of who brings his own */
	const struct data_value *root; /* NULL: it cannot be read, for this reason: */
	struct data_error error;
	VEC(struct page_module) modules;
};

/* What a file says that is a configuration of something: is it one of PyScript's? */
bool page_config_is_pyscript(const struct data_value *root);
/* Is the file called like one? */
bool page_config_is_named(const char *path);
/* `text` is PyScript's `config`: is it the place of a file, rather than the configuration? */
bool page_config_is_place(struct str text);
/* Is an inline configuration JSON? */
bool page_config_is_json(struct str text);
/* Reads one. All but the source and the texts given lives in `arena`. */
struct page_config *page_config_read(
        struct arena *arena, struct source *source, const char *directory, bool json);
/* `experimental_create_proxy = "auto"`: do plain calls make lasting proxies? */
bool page_config_is_lasting(const struct page_config *config);

#endif
