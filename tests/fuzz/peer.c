/*
 * Targets that are spoken to: by an editor, by a browser, by whoever asks the
 * server of pages, and by git.
 */
#define _GNU_SOURCE
#include "fuzz.h"

#include "browse/serve.h"
#include "browse/session.h"
#include "lsp/document.h"
#include "lsp/rpc.h"
#include "text/hunks.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the language server ---- */

void read_rpc(struct arena *arena, const struct target *target, struct str bytes)
{
	struct rpc rpc = {.in = file_of(bytes), .out = open("/dev/null", O_WRONLY)};

	(void)arena;
	(void)target;
	while (!rpc.closed) {
		json_t *message;

		rpc_fill(&rpc);
		while ((message = rpc_next(&rpc)))
			json_decref(message);
	}
	close(rpc.in);
	close(rpc.out);
	rpc_free(&rpc);
}

/* Params of didOpen in the first line, of didChange in the others. */
void read_document(struct arena *arena, const struct target *target, struct str bytes)
{
	struct document *document = NULL;
	char *rest = arena_str(arena, bytes);

	(void)target;
	for (char *line; (line = strsep(&rest, "\n"));) {
		json_t *params = json_loads(line, 0, NULL);

		if (document)
			document_change(document, params, (enum encoding)(strlen(line) % 3));
		else
			document = document_new(params);
		json_decref(params);
		if (!document)
			return;
	}
	document_free(document);
}

/* ---- the browser, and who asks for its pages ---- */

static const char secret[] = "what lies beside the folder";

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	CLAIM(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
}

/* Nothing but what is in the folder is told. */
void read_http(struct arena *arena, const struct target *target, struct str bytes)
{
	static bool made;
	char reply[4096];
	int ends[2];
	ssize_t n;

	(void)arena;
	(void)target;
	if (!made) {
		mkdir("served", 0777);
		put("served/index.html", "<p>");
		put("beside", secret);
		made = true;
	}
	CLAIM(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	CLAIM(send(ends[0], bytes.at, bytes.n, 0) == (ssize_t)bytes.n);
	shutdown(ends[0], SHUT_WR);
	server_answer(ends[1], "served");
	close(ends[1]);
	n = recv(ends[0], reply, sizeof(reply), MSG_WAITALL);
	CLAIM(n <= 0 || (n > 9 && memcmp(reply, "HTTP/1.1 ", 9) == 0));
	CLAIM(n <= 0 || !memmem(reply, (size_t)n, secret, strlen(secret)));
	close(ends[0]);
}

/* Its messages, a line each. */
void read_browser(struct arena *arena, const struct target *target, struct str bytes)
{
	struct page_run run = {.records = "/proc/self/none"};
	struct page_result result = {0};
	struct visit visit = {.arena = arena,
	        .run = &run,
	        .result = &result,
	        .shim = "",
	        .url = "",
	        .awaited = 1};
	char *text = arena_str(arena, bytes);

	(void)target;
	for (char *at = text; (at = memchr(at, '\n', bytes.n - (size_t)(at - text)));)
		*at++ = '\0';
	visit.browser.from = file_of((struct str){text, bytes.n});
	visit.browser.to = open("/dev/null", O_WRONLY);
	while (!visit.browser.ended)
		visit_step(&visit, 0);
	for (uint32_t i = 0; i < visit.sessions.n; i++)
		CLAIM(visit.sessions.at[i]->file < 0);
	close(visit.browser.from);
	close(visit.browser.to);
	buf_free(&visit.browser.in);
	map_free(&visit.requests);
	arena_free(&visit.message);
}

/* ---- git ---- */

void read_diff(struct arena *arena, const struct target *target, struct str bytes)
{
	struct hunks hunks = {.arena = arena};

	hunks_read(&hunks, (struct str){arena_str(arena, bytes), bytes.n});
	hunks_touch(&hunks, target->path, 1, UINT32_MAX);
	hunks_free(&hunks);
}
