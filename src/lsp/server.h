/*
 * What the parts of the server share; private to lsp/.
 */
#ifndef PROXYLINT_LSP_SERVER_H
#define PROXYLINT_LSP_SERVER_H

#include "lsp/document.h"
#include "lsp/job.h"
#include "lsp/lsp.h"
#include "lsp/rpc.h"

struct server {
	struct rpc rpc;
	const struct check_request *base;
	struct findings_view view;
	struct document *documents;

	struct job local, project;
	int64_t local_due, project_due;  /* milliseconds of a steady clock; 0: not wanted */
	int64_t local_began, local_took; /* of the last look at changes */
	json_t *project_files;           /* of the last look at the workspace */
	json_t *shown;    /* URI → true: files with diagnostics that are not open */
	json_t *waiting;  /* requests for diagnostics: {"id", "uri"} */
	int64_t progress; /* number of the token in use, or 0 */
	int64_t progresses;

	bool initialized, whole; /* whole: look at the workspace, too */
	bool pulls, refreshes, shows_documents, shows_progress, watches;
	bool shut_down, done;
	char *pages; /* folder of rule pages that were shown, or NULL */
};

/* server.c */
struct document *server_document(const struct server *server, const char *uri);
/* Wants a look at what is dirty, and then at the workspace. */
void server_changed(struct server *server);

/* publish.c: which findings stand for a file now. The caller owns the array. */
json_t *server_findings(const struct server *server, const char *path);
void server_local_done(struct server *server, json_t *found);
void server_project_done(struct server *server, json_t *found);
void server_publish_closed(struct server *server, const char *uri, const char *path);
/* The report that textDocument/diagnostic asks for; the caller owns it. */
json_t *server_report(const struct server *server, const struct document *document);

/* look.c: starts and ends the processes. */
void look_at_changes(struct server *server);
void look_at_workspace(struct server *server);
void look_cancel_workspace(struct server *server);

/* Requests: give the result, which the caller owns. */
json_t *server_hover(struct server *server, const json_t *params);
json_t *server_actions(struct server *server, const json_t *params);
json_t *server_execute(struct server *server, const json_t *params);
/* Removes the pages that were shown. */
void server_forget_pages(struct server *server);

#endif
