/*
 * Documents that the editor has open: their text, as it is in the editor now.
 */
#ifndef PROXYLINT_LSP_DOCUMENT_H
#define PROXYLINT_LSP_DOCUMENT_H

#include "lsp/position.h"

#include <jansson.h>

struct document {
	struct arena arena; /* of its names */
	const char *uri;
	const char *path; /* as path_clean gives it, or a made-up one for what is no file */
	json_int_t version;
	struct buf text;
	bool dirty;    /* changed since its findings were last computed */
	json_t *found; /* findings of the last look at it alone, see findings.h */
	struct document *next;
};

/* A new one, from the params of didOpen; NULL when they make no sense. */
struct document *document_new(const json_t *params);
void document_free(struct document *document);
/* Applies the contentChanges of didChange. False when they make no sense: the text is as it was, or
 * as far as they did. */
bool document_change(struct document *document, const json_t *params, enum encoding encoding);

#endif
