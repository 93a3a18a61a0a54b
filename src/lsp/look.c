/*
 * When to look at what: requests for the processes that analyse.
 */
#include "lsp/server.h"

static void overlay_documents(
        const struct server *server, struct arena *arena, struct check_request *request)
{
	VEC(struct check_overlay) overlays = {0};

	for (const struct document *at = server->documents; at; at = at->next) {
		struct check_overlay overlay = {
		        at->path, {at->text.at ? at->text.at : "", at->text.n}};

		vec_push(arena, &overlays, overlay);
	}
	request->overlays = overlays.at;
	request->overlay_count = overlays.n;
}

static void fail(struct server *server)
{
	rpc_notify(&server->rpc, "window/logMessage",
	        json_pack("{s:i, s:s}", "type", 1, "message",
	                "proxylint: no process could be started to look at the code"));
}

void look_at_changes(struct server *server)
{
	struct arena scratch = {0};
	struct check_request request = *server->base;
	VEC(const char *) paths = {0};

	server->local_due = 0;
	job_cancel(&server->local);
	for (const struct document *at = server->documents; at; at = at->next)
		if (at->dirty)
			vec_push(&scratch, &paths, at->path);
	request.paths = (struct check_texts){paths.at, paths.n};
	request.force_exclude = true;
	overlay_documents(server, &scratch, &request);
	if (paths.n && !job_start(&server->local, &request, server->view))
		fail(server);
	arena_free(&scratch);
}

static void begin_progress(struct server *server)
{
	if (!server->shows_progress)
		return;
	server->progress = ++server->progresses;
	rpc_request(&server->rpc, "window/workDoneProgress/create",
	        json_pack("{s:I}", "token", (json_int_t)server->progress));
	rpc_notify(&server->rpc, "$/progress",
	        json_pack("{s:I, s:{s:s, s:s, s:b}}", "token", (json_int_t)server->progress,
	                "value", "kind", "begin", "title", "proxylint: the workspace",
	                "cancellable", 1));
}

static void end_progress(struct server *server)
{
	if (!server->progress)
		return;
	rpc_notify(&server->rpc, "$/progress",
	        json_pack("{s:I, s:{s:s}}", "token", (json_int_t)server->progress, "value", "kind",
	                "end"));
	server->progress = 0;
}

void look_cancel_workspace(struct server *server)
{
	job_cancel(&server->project);
	end_progress(server);
}

void look_at_workspace(struct server *server)
{
	static const char *const here[] = {"."};
	struct arena scratch = {0};
	struct check_request request = *server->base;

	server->project_due = 0;
	look_cancel_workspace(server);
	request.paths = (struct check_texts){here, 1};
	overlay_documents(server, &scratch, &request);
	if (job_start(&server->project, &request, server->view))
		begin_progress(server);
	else
		fail(server);
	arena_free(&scratch);
}
