/*
 * What the URL of a JavaScript file shows: many hosts say in the path how a
 * file was built. Knowledge about names, not about contents: a warning at most.
 */
#ifndef PROXYLINT_PAGE_CDN_H
#define PROXYLINT_PAGE_CDN_H

#include "base/arena.h"

enum cdn_verdict { CDN_UNKNOWN, CDN_MODULE, CDN_SCRIPT, CDN_ENTRY };

/* What a URL of jsDelivr, unpkg or cdnjs says. Texts are in the arena that was given. */
struct cdn_place {
	const char *package; /* with its scope */
	const char *version; /* as written, or NULL */
	const char *file;    /* in the package, or NULL: its main one */
};

/* False: it is not told which package it is. */
bool cdn_place(struct arena *arena, const char *url, struct cdn_place *place);
/* UNKNOWN for what is no URL of another host. */
enum cdn_verdict cdn_judge(const char *url);
/* Where jsDelivr has a package as an ES module that it makes; `version` may be NULL. */
const char *cdn_esm_url(struct arena *arena, const char *package, const char *version);
/* The URL of the same package as an ES module, made by jsDelivr; NULL: it cannot be told which
 * package it is. */
const char *cdn_module_url(struct arena *arena, const char *url);

#endif
