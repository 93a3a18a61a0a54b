/*
 * The loop: messages in, answers out, and in between the processes that
 * analyse. Which message does what stands in method.def.
 */
#include "lsp/server.h"

#include "base/file.h"
#include "base/version.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SHORTEST_DELAY = 10, LONGEST_DELAY = 250, PROJECT_DELAY = 1000 };

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

struct document *server_document(const struct server *server, const char *uri)
{
	struct document *at = server->documents;

	while (at && !same(at->uri, uri))
		at = at->next;
	return uri ? at : NULL;
}

/* Who types goes on typing: as long as a look takes, it is better to wait for more. */
static int64_t local_delay(const struct server *server)
{
	int64_t took = server->local_took;

	return took < SHORTEST_DELAY ? SHORTEST_DELAY : took > LONGEST_DELAY ? LONGEST_DELAY : took;
}

void server_changed(struct server *server)
{
	job_cancel(&server->local);
	look_cancel_workspace(server);
	server->local_due = now() + local_delay(server);
	server->project_due = server->whole ? now() + PROJECT_DELAY : 0;
}

/* ---- life ---- */

static bool can(const json_t *params, const char *group, const char *what, const char *how)
{
	const json_t *at = json_object_get(json_object_get(params, "capabilities"), group);

	at = what ? json_object_get(at, what) : at;
	return how ? json_is_true(json_object_get(at, how)) : json_is_object(at);
}

static enum encoding choose_encoding(const json_t *params)
{
	const json_t *general = json_object_get(json_object_get(params, "capabilities"), "general");
	const json_t *offered = json_object_get(general, "positionEncodings"), *name;
	size_t i;

	json_array_foreach(offered, i, name)
	{
		int encoding = encoding_named(json_string_value(name));

		if (encoding >= 0)
			return (enum encoding)encoding;
	}
	return ENCODING_UTF16;
}

static void enter_workspace(const json_t *params)
{
	const json_t *folder = json_array_get(json_object_get(params, "workspaceFolders"), 0);
	const char *uri = json_string_value(json_object_get(folder, "uri"));
	struct arena scratch = {0};
	const char *path;

	if (!uri)
		uri = json_string_value(json_object_get(params, "rootUri"));
	path = uri ? uri_path(&scratch, uri) : NULL;
	if (path && chdir(path))
		fprintf(stderr, "proxylint: %s: %s\n", path, strerror(errno));
	arena_free(&scratch);
}

static void read_options(struct server *server, const json_t *params)
{
	const json_t *options = json_object_get(params, "initializationOptions");

	server->view.notes = json_is_true(json_object_get(options, "notes"));
	server->whole = !json_is_false(json_object_get(options, "workspace"));
}

static json_t *on_initialize(struct server *server, json_t *id, const json_t *params)
{
	(void)id;
	server->initialized = true;
	server->view.encoding = choose_encoding(params);
	server->pulls = can(params, "textDocument", "diagnostic", NULL);
	server->refreshes = can(params, "workspace", "diagnostics", "refreshSupport");
	server->watches = can(params, "workspace", "didChangeWatchedFiles", "dynamicRegistration");
	server->shows_progress = can(params, "window", NULL, "workDoneProgress");
	server->shows_documents = can(params, "window", "showDocument", "support");
	read_options(server, params);
	enter_workspace(params);
	return json_pack(
	        "{s:{s:s, s:{s:b, s:i, s:b}, s:{s:s, s:b, s:b}, s:b, s:{s:[s]}, s:{s:[s]}}, "
	        "s:{s:s, s:s}}",
	        "capabilities", "positionEncoding", encoding_text(server->view.encoding),
	        "textDocumentSync", "openClose", 1, "change", 2, "save", 1, "diagnosticProvider",
	        "identifier", "proxylint", "interFileDependencies", 1, "workspaceDiagnostics", 0,
	        "hoverProvider", 1, "codeActionProvider", "codeActionKinds", "quickfix",
	        "executeCommandProvider", "commands", "proxylint.explain", "serverInfo", "name",
	        "proxylint", "version", PROXYLINT_VERSION);
}

/* Configurations decide on findings, and so do files that others import. */
static void watch(struct server *server)
{
	rpc_request(&server->rpc, "client/registerCapability",
	        json_pack("{s:[{s:s, s:s, s:{s:[{s:s}, {s:s}]}}]}", "registrations", "id", "watch",
	                "method", "workspace/didChangeWatchedFiles", "registerOptions", "watchers",
	                "globPattern",
	                "**/{proxylint.toml,.proxylint.toml,pyproject.toml,pyscript.toml,"
	                "pyscript.json,package.json,compile_commands.json}",
	                "globPattern",
	                "**/*.{py,js,mjs,cjs,ts,tsx,jsx,html,vue,svelte,c,h,zig,"
	                "erl}"));
}

static json_t *on_initialized(struct server *server, json_t *id, const json_t *params)
{
	(void)id, (void)params;
	if (server->watches)
		watch(server);
	server->project_due = server->whole ? now() : 0;
	return NULL;
}

static json_t *on_shutdown(struct server *server, json_t *id, const json_t *params)
{
	(void)id, (void)params;
	server->shut_down = true;
	job_cancel(&server->local);
	look_cancel_workspace(server);
	server->local_due = server->project_due = 0;
	return json_null();
}

static json_t *on_exit_note(struct server *server, json_t *id, const json_t *params)
{
	(void)id, (void)params;
	server->done = true;
	return NULL;
}

/* ---- documents ---- */

static struct document *named(struct server *server, const json_t *params)
{
	const json_t *document = json_object_get(params, "textDocument");

	return server_document(server, json_string_value(json_object_get(document, "uri")));
}

static void remove_document(struct server *server, const struct document *document)
{
	struct document **at = &server->documents, *gone;

	while (*at && *at != document)
		at = &(*at)->next;
	gone = *at;
	if (!gone)
		return;
	*at = gone->next;
	document_free(gone);
}

static json_t *on_open(struct server *server, json_t *id, const json_t *params)
{
	struct document *document = document_new(params);

	(void)id;
	if (!document)
		return NULL;
	remove_document(server, server_document(server, document->uri));
	document->next = server->documents;
	server->documents = document;
	json_object_del(server->shown, document->uri);
	server_changed(server);
	server->local_due = now(); /* nobody is typing yet */
	return NULL;
}

static json_t *on_change(struct server *server, json_t *id, const json_t *params)
{
	struct document *document = named(server, params);

	(void)id;
	if (document && !document_change(document, params, server->view.encoding))
		rpc_notify(&server->rpc, "window/logMessage",
		        json_pack("{s:i, s:s}", "type", 1, "message",
		                "proxylint: a change made no sense; open the file again"));
	if (document)
		server_changed(server);
	return NULL;
}

static json_t *on_save(struct server *server, json_t *id, const json_t *params)
{
	(void)id, (void)params;
	if (server->whole)
		server->project_due = now();
	return NULL;
}

static json_t *on_close(struct server *server, json_t *id, const json_t *params)
{
	struct document *document = named(server, params);
	struct arena scratch = {0};
	const char *uri, *path;

	(void)id;
	if (!document)
		return NULL;
	uri = arena_strdup(&scratch, document->uri);
	path = arena_strdup(&scratch, document->path);
	remove_document(server, document);
	server_publish_closed(server, uri, path);
	server_changed(server);
	arena_free(&scratch);
	return NULL;
}

static json_t *on_watched(struct server *server, json_t *id, const json_t *params)
{
	(void)id, (void)params;
	for (struct document *at = server->documents; at; at = at->next)
		at->dirty = true;
	server_changed(server);
	return NULL;
}

/* ---- requests ---- */

/* Answered at once when the findings are those of the text as it is now. */
static json_t *on_diagnostic(struct server *server, json_t *id, const json_t *params)
{
	const struct document *document = named(server, params);

	if (!document || !document->dirty)
		return server_report(server, document);
	json_array_append_new(
	        server->waiting, json_pack("{s:O, s:s}", "id", id, "uri", document->uri));
	if (!server->local.child)
		server->local_due = now();
	return NULL;
}

static json_t *on_hover(struct server *server, json_t *id, const json_t *params)
{
	(void)id;
	return server_hover(server, params);
}

static json_t *on_code_action(struct server *server, json_t *id, const json_t *params)
{
	(void)id;
	return server_actions(server, params);
}

static json_t *on_execute(struct server *server, json_t *id, const json_t *params)
{
	(void)id;
	return server_execute(server, params);
}

static json_t *on_progress_cancel(struct server *server, json_t *id, const json_t *params)
{
	(void)id;
	if (json_integer_value(json_object_get(params, "token")) == server->progress)
		look_cancel_workspace(server);
	return NULL;
}

static json_t *on_cancel(struct server *server, json_t *id, const json_t *params)
{
	const json_t *wanted = json_object_get(params, "id");
	json_t *item;
	size_t i;

	(void)id;
	json_array_foreach(server->waiting, i, item)
	{
		if (!json_equal(json_object_get(item, "id"), wanted))
			continue;
		rpc_refuse(&server->rpc, json_object_get(item, "id"), RPC_CANCELLED, "cancelled");
		json_array_remove(server->waiting, i);
		break;
	}
	return NULL;
}

/* ---- messages ---- */

enum kind { REQUEST, NOTE };

struct method {
	const char *name;
	enum kind kind;
	json_t *(*function)(struct server *, json_t *id, const json_t *params);
};

static const struct method methods[] = {
#define METHOD(name, kind, function) {name, kind, function},
#include "lsp/method.def"
#undef METHOD
};

static const struct method *method_named(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(methods); i++)
		if (same(methods[i].name, name))
			return &methods[i];
	return NULL;
}

/* Why a request cannot be answered now, or 0. */
static enum rpc_error refusal(
        const struct server *server, const struct method *method, const char *name)
{
	if (!server->initialized && !same(name, "initialize"))
		return RPC_NOT_INITIALIZED;
	if (server->shut_down || (server->initialized && same(name, "initialize")))
		return RPC_INVALID_REQUEST;
	return method && method->kind == REQUEST ? 0 : RPC_METHOD_NOT_FOUND;
}

static void answer(struct server *server, json_t *message, const char *name)
{
	const struct method *method = method_named(name);
	json_t *id = json_object_get(message, "id"), *result;
	enum rpc_error error = refusal(server, method, name);

	if (error) {
		rpc_refuse(&server->rpc, id, error, name);
		return;
	}
	result = method->function(server, id, json_object_get(message, "params"));
	if (result)
		rpc_answer(&server->rpc, id, result);
}

static void handle(struct server *server, json_t *message)
{
	const char *name = json_string_value(json_object_get(message, "method"));
	const struct method *method = method_named(name);

	if (name && json_object_get(message, "id"))
		answer(server, message, name);
	else if (method && method->kind == NOTE && (server->initialized || same(name, "exit")))
		method->function(server, NULL, json_object_get(message, "params"));
	json_decref(message);
}

/* ---- the loop ---- */

static int timeout(const struct server *server)
{
	int64_t due = server->local_due, wait;

	/* the workspace waits until the changes were looked at */
	if (server->project_due && !server->local.child && (!due || server->project_due < due))
		due = server->project_due;
	if (!due)
		return -1;
	wait = due - now();
	return wait < 0 ? 0 : (int)wait;
}

static void start_what_is_due(struct server *server)
{
	if (server->local_due && server->local_due <= now()) {
		server->local_began = now();
		look_at_changes(server);
	}
	if (server->project_due && server->project_due <= now() && !server->local.child)
		look_at_workspace(server);
}

static void read_job(struct server *server, struct job *job)
{
	json_t *found;

	if (!job_read(job, &found))
		return;
	if (job == &server->project)
		look_cancel_workspace(server); /* ends the progress */
	if (!found)
		found = json_pack("{s:{}, s:s}", "files", "messages",
		        "proxylint: the analysis came to a sudden end: a bug in proxylint");
	if (job == &server->local) {
		server->local_took = now() - server->local_began;
		server_local_done(server, found);
	} else {
		server_project_done(server, found);
	}
}

static void turn(struct server *server)
{
	struct pollfd fds[] = {{.fd = server->rpc.in, .events = POLLIN},
	        {.fd = server->local.child ? server->local.out : -1, .events = POLLIN},
	        {.fd = server->project.child ? server->project.out : -1, .events = POLLIN}};
	json_t *message;

	if (poll(fds, COUNT_OF(fds), timeout(server)) < 0 && errno != EINTR)
		server->done = true;
	if (fds[1].revents)
		read_job(server, &server->local);
	if (fds[2].revents)
		read_job(server, &server->project);
	if (fds[0].revents)
		rpc_fill(&server->rpc);
	while (!server->done && (message = rpc_next(&server->rpc)))
		handle(server, message);
	server->done |= server->rpc.closed;
	if (!server->done)
		start_what_is_due(server);
}

static void free_server(struct server *server)
{
	job_cancel(&server->local);
	job_cancel(&server->project);
	while (server->documents)
		remove_document(server, server->documents);
	json_decref(server->project_files);
	json_decref(server->shown);
	json_decref(server->waiting);
	server_forget_pages(server);
	rpc_free(&server->rpc);
}

int lsp_serve(const struct check_request *base, int in, int out)
{
	struct server server = {.rpc = {.in = in, .out = out},
	        .base = base,
	        .project_files = json_object(),
	        .shown = json_object(),
	        .waiting = json_array()};

	signal(SIGPIPE, SIG_IGN);
	while (!server.done)
		turn(&server);
	free_server(&server);
	return server.shut_down ? 0 : 1;
}
