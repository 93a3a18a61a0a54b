/*
 * What the URL of a JavaScript file shows: many hosts say in the path how a
 * file was built. Knowledge about names, not about contents: a warning at most.
 */
#ifndef PROXYLINT_PAGE_CDN_H
#define PROXYLINT_PAGE_CDN_H

#include "base/arena.h"

enum cdn_verdict { CDN_UNKNOWN, CDN_MODULE, CDN_SCRIPT, CDN_ENTRY };

/* UNKNOWN for what is no URL of another host. */
enum cdn_verdict cdn_judge(const char *url);
/* The URL of the same package as an ES module, made by jsDelivr; NULL: it cannot be told which
 * package it is. */
const char *cdn_module_url(struct arena *arena, const char *url);

#endif
