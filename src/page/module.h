/*
 * JavaScript that a browser imports, and what it imports in turn: read once,
 * judged by its syntax tree (front/esm.h), followed as far as the files are
 * those of the project.
 *
 * Everything lives in the arena of the page model.
 */
#ifndef PROXYLINT_PAGE_MODULE_H
#define PROXYLINT_PAGE_MODULE_H

#include "front/esm.h"

struct page_model;
struct page_file;

/* Why a browser cannot link a module, although it is one. */
enum page_fault_kind {
	FAULT_NONE,
	FAULT_BARE,      /* it imports a package by name */
	FAULT_MISSING,   /* it imports a file that is not there */
	FAULT_NO_MODULE, /* it imports a file that fails when it is imported */
	FAULT_NO_EXPORT, /* it imports a name that the other file does not export */
};

struct page_fault {
	enum page_fault_kind kind;
	const struct page_file *file; /* that holds the import */
	const char *from;             /* what it names */
	const char *path;             /* MISSING: the file that is not there */
	const char *name;             /* NO_EXPORT */
	struct span span;             /* of the import, or of the name */
};

struct page_file {
	const char *path;
	struct source *source;
	struct esm esm;
	struct page_fault fault; /* the first of it or of what it imports */
	bool followed;           /* private */
};

/* NULL: it is not there, or not called like JavaScript of a browser. */
const struct page_file *page_file_at(struct page_model *model, const char *path);
/* Is the name among the exports, or may it be? What `export * from` passes on is looked up. */
bool page_file_exports(
        const struct page_model *model, const struct page_file *file, const char *name);
/* Does it export nothing at all, for sure? */
bool page_file_is_empty(const struct page_file *file);
/* A name such as "react" or "chart.js/auto", which only a bundler or an import map can find. */
bool page_is_bare(const char *from);

#endif
