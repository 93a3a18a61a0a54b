/*
 * Findings → what the editor shows. Of an open document the last look at it
 * alone counts, and of the last look at the workspace what needs other files;
 * of any other file only the look at the workspace.
 */
#include "lsp/server.h"

#include "base/file.h"

static bool has_fingerprint(const json_t *list, const char *fingerprint)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		if (same(json_string_value(json_object_get(item, "fingerprint")), fingerprint))
			return true;
	}
	return false;
}

static const struct document *open_at(const struct server *server, const char *path)
{
	const struct document *at = server->documents;

	while (at && !same(at->path, path))
		at = at->next;
	return at;
}

json_t *server_findings(const struct server *server, const char *path)
{
	const struct document *open = open_at(server, path);
	const json_t *found = json_object_get(server->project_files, path), *item;
	json_t *list = open && open->found ? json_copy(open->found) : json_array();
	size_t i;

	json_array_foreach(found, i, item)
	{
		const char *fingerprint = json_string_value(json_object_get(item, "fingerprint"));

		if (open && open->found &&
		        (!json_is_true(json_object_get(item, "cross")) ||
		                has_fingerprint(list, fingerprint)))
			continue;
		json_array_append(list, (json_t *)item);
	}
	return list;
}

static json_t *diagnostics_of(const struct server *server, const char *path)
{
	json_t *found = server_findings(server, path), *list = json_array();
	const json_t *item;
	size_t i;

	json_array_foreach(found, i, item)
	{
		json_array_append(list, json_object_get(item, "diagnostic"));
	}
	json_decref(found);
	return list;
}

static void publish(struct server *server, const struct document *document)
{
	if (server->pulls)
		return;
	rpc_notify(&server->rpc, "textDocument/publishDiagnostics",
	        json_pack("{s:s, s:I, s:o}", "uri", document->uri, "version", document->version,
	                "diagnostics", diagnostics_of(server, document->path)));
}

void server_publish_closed(struct server *server, const char *uri, const char *path)
{
	json_t *list = diagnostics_of(server, path);

	if (json_array_size(list))
		json_object_set_new(server->shown, uri, json_true());
	else
		json_object_del(server->shown, uri);
	rpc_notify(&server->rpc, "textDocument/publishDiagnostics",
	        json_pack("{s:s, s:o}", "uri", uri, "diagnostics", list));
}

json_t *server_report(const struct server *server, const struct document *document)
{
	return json_pack("{s:s, s:o}", "kind", "full", "items",
	        document ? diagnostics_of(server, document->path) : json_array());
}

static void answer_waiting(struct server *server)
{
	json_t *waiting = server->waiting, *item;
	size_t i;

	server->waiting = json_array();
	json_array_foreach(waiting, i, item)
	{
		const char *uri = json_string_value(json_object_get(item, "uri"));

		rpc_answer(&server->rpc, json_object_get(item, "id"),
		        server_report(server, server_document(server, uri)));
	}
	json_decref(waiting);
}

static void tell(struct server *server, const json_t *found)
{
	const char *messages = json_string_value(json_object_get(found, "messages"));

	if (messages && *messages)
		rpc_notify(&server->rpc, "window/logMessage",
		        json_pack("{s:i, s:s}", "type", 2, "message", messages));
}

void server_local_done(struct server *server, json_t *found)
{
	const json_t *files = json_object_get(found, "files");

	for (struct document *at = server->documents; at; at = at->next) {
		json_t *list = json_object_get(files, at->path);

		if (!at->dirty)
			continue;
		at->dirty = false;
		if (list) {
			json_decref(at->found);
			at->found = json_incref(list);
		}
		publish(server, at);
	}
	tell(server, found);
	answer_waiting(server);
	json_decref(found);
}

/* Files that had findings and have none now. */
static void clear_old(struct server *server, const json_t *files)
{
	struct arena scratch = {0};
	const char *uri;
	json_t *value;
	void *next;

	json_object_foreach_safe(server->shown, next, uri, value)
	{
		const char *path = path_clean(&scratch, uri_path(&scratch, uri));

		/* the key goes with what has nothing to show any more */
		if (!json_object_get(files, path))
			server_publish_closed(server, arena_strdup(&scratch, uri), path);
	}
	arena_free(&scratch);
}

void server_project_done(struct server *server, json_t *found)
{
	struct arena scratch = {0};
	const char *path;
	json_t *list;

	json_decref(server->project_files);
	server->project_files = json_incref(json_object_get(found, "files"));
	clear_old(server, server->project_files);
	json_object_foreach(server->project_files, path, list)
	{
		if (!open_at(server, path))
			server_publish_closed(server, path_uri(&scratch, path), path);
	}
	for (const struct document *at = server->documents; at; at = at->next)
		publish(server, at);
	if (server->pulls && server->refreshes)
		rpc_request(&server->rpc, "workspace/diagnostic/refresh", NULL);
	tell(server, found);
	arena_free(&scratch);
	json_decref(found);
}
