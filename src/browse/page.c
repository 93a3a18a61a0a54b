/*
 * The page is opened with the shim in it and with the shim in each frame and
 * worker that it starts (session.c): these wait until we have put it there. It
 * rests when it has loaded, no request is under way, and no interpreter has
 * done anything for a while. Then garbage is collected, and each shim writes
 * the rest.
 */
#define _XOPEN_SOURCE 700 /* nftw, realpath */
#include "browse/page.h"

#include "base/file.h"
#include "browse/serve.h"
#include "browse/session.h"
#include "report/json.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define REST_MS 1500         /* without activity of any interpreter */
#define POLL_MS 200          /* between two questions whether it rests */
#define ANSWER_MS 30000      /* that an answer may take */
#define ACT_LIMIT (1u << 20) /* bytes of the user's script */

/* ---- the visit ---- */

static bool open_page(struct visit *visit)
{
	const struct data_value *result = visit_await(visit,
	        visit_call(visit, NULL, "Target.createTarget", "{\"url\":\"about:blank\"}"),
	        ANSWER_MS);
	const char *target = data_text(data_get(result, "targetId")), *id;
	struct buf out = {0};

	if (!target)
		return false;
	json_open(&out, NULL, '{');
	json_text(&out, "targetId", target);
	json_bool(&out, "flatten", true);
	json_close(&out, '}');
	result = visit_await(
	        visit, visit_call(visit, NULL, "Target.attachToTarget", out.at), ANSWER_MS);
	buf_free(&out);
	id = data_text(data_get(result, "sessionId"));
	if (!id)
		return false;
	visit->page = session_named(visit, id);
	if (!visit->page) {
		visit->page = session_new(visit, id);
		session_prepare(visit, visit->page, "page");
	}
	/* a navigation would overtake what the page was told before */
	visit_await(visit, visit_evaluate(visit, visit->page, "0"), ANSWER_MS);
	visit_await(visit,
	        visit_call(visit, visit->page, "Page.navigate",
	                visit_one_text(visit, "url", visit->url)),
	        ANSWER_MS);
	return !visit->refused;
}

static bool all_rest(const struct visit *visit)
{
	bool begun = false;

	if (!visit->loaded || visit->under_way || now_ms() - visit->moved < REST_MS)
		return false;
	for (uint32_t i = 0; i < visit->sessions.n; i++) {
		const struct session *session = visit->sessions.at[i];

		if (!session->gone && !session->resting)
			return false;
		begun = begun || session->begun;
	}
	return begun;
}

static void ask_whether_resting(struct visit *visit)
{
	for (uint32_t i = 0; i < visit->sessions.n; i++) {
		struct session *session = visit->sessions.at[i];

		if (session->begun && !session->gone && !session->call)
			session->call = visit_evaluate(visit, session,
			        arena_printf(&visit->message, "globalThis.__proxylint.isIdle(%d)",
			                REST_MS));
	}
}

static bool wait_for_rest(struct visit *visit, int64_t deadline)
{
	int64_t asked = 0;

	while (!visit->browser.ended && !visit->result->crashed && now_ms() < deadline) {
		if (now_ms() - asked > POLL_MS) {
			if (all_rest(visit))
				return true;
			ask_whether_resting(visit);
			asked = now_ms();
		}
		visit_step(visit, POLL_MS / 4);
	}
	return false;
}

static void act(struct visit *visit, int64_t deadline)
{
	struct buf script = {0};
	int error = file_read(visit->run->act, ACT_LIMIT, &script);

	if (error) {
		visit_say(visit,
		        arena_printf(visit->arena, "cannot read %s: %s", visit->run->act,
		                strerror(error)));
	} else {
		const char *whole = arena_printf(
		        visit->arena, "(async () => {\n%s\n})()", script.at ? script.at : "");

		visit_await(visit, visit_evaluate(visit, visit->page, whole),
		        (int)(deadline - now_ms()));
		for (uint32_t i = 0; i < visit->sessions.n; i++)
			visit->sessions.at[i]->resting = false;
		wait_for_rest(visit, deadline);
	}
	buf_free(&script);
}

/* What consoles show is kept alive for whoever might look at them. */
static void end_session(struct visit *visit, struct session *session)
{
	if (!session->begun || session->gone)
		return;
	visit_await(visit, visit_call(visit, session, "Runtime.discardConsoleEntries", NULL),
	        ANSWER_MS);
	for (int i = 0; i < 2; i++)
		visit_await(visit, visit_call(visit, session, "HeapProfiler.collectGarbage", NULL),
		        ANSWER_MS);
	visit_await(visit, visit_evaluate(visit, session, "globalThis.__proxylint.endPage()"),
	        ANSWER_MS);
	if (session->file >= 0)
		close(session->file);
	session->file = -1;
}

static bool has_begun(const struct visit *visit)
{
	for (uint32_t i = 0; i < visit->sessions.n; i++)
		if (visit->sessions.at[i]->begun)
			return true;
	return false;
}

static bool visit_page(struct visit *visit, const char **error)
{
	int64_t deadline = now_ms() + (int64_t)visit->run->seconds * 1000;
	bool rested;

	if (!open_page(visit)) {
		*error = visit->refused ? arena_printf(visit->arena, "cannot open %s: %s",
		                                  visit->url, visit->refused)
		                        : "Chromium ended before it opened the page";
		return false;
	}
	rested = wait_for_rest(visit, deadline);
	if (rested && visit->run->act)
		act(visit, deadline);
	if (visit->browser.ended)
		visit_say(visit, "Chromium ended before the page did");
	if (!visit->browser.ended && !visit->result->crashed && !has_begun(visit))
		visit_say(visit,
		        arena_printf(visit->arena, "no Pyodide was started by %s within %u seconds",
		                visit->url, visit->run->seconds));
	else if (!rested && !visit->result->crashed)
		visit_say(visit,
		        arena_printf(visit->arena,
		                "the page was still busy after %u seconds; what was seen until "
		                "then counts",
		                visit->run->seconds));
	for (uint32_t i = 0; i < visit->sessions.n && !visit->result->crashed; i++)
		end_session(visit, visit->sessions.at[i]);
	visit->result->crashed = visit->result->crashed || visit->browser.ended;
	return true;
}

/* ---- around it ---- */

/* Serves a folder, or the folder of a file, and gives the URL; a URL is its own. */
static const char *serve_target(
        struct visit *visit, struct server *server, bool *serving, const char **error)
{
	const char *target = visit->run->target;
	enum path_kind kind = path_kind(target);
	const char *folder = kind == PATH_FILE ? path_directory(visit->arena, target) : target;

	if (strstr(target, "://"))
		return target;
	if (kind == PATH_MISSING) {
		*error = arena_printf(visit->arena, "cannot open %s: %s", target, strerror(errno));
		return NULL;
	}
	*serving = server_start(visit->arena, server, folder, error);
	if (!*serving)
		return NULL;
	visit->served = arena_printf(visit->arena, "http://127.0.0.1:%u/", server->port);
	visit->folder = path_join(visit->arena, path_absolute(visit->arena, folder), "");
	return arena_printf(
	        visit->arena, "%s%s", visit->served, kind == PATH_FILE ? path_name(target) : "");
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *at)
{
	(void)status;
	(void)type;
	(void)at;
	return remove(path);
}

static bool run_browser(struct visit *visit, const char **error)
{
	char profile[] = "/tmp/proxylint-browser-XXXXXX";
	bool good = false;

	if (!mkdtemp(profile)) {
		*error = arena_printf(visit->arena, "cannot make %s: %s", profile, strerror(errno));
		return false;
	}
	if (browser_start(visit->arena, &visit->browser, profile, error)) {
		good = visit_page(visit, error);
		browser_stop(&visit->browser);
	}
	nftw(profile, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	return good;
}

bool page_run(struct arena *arena, const struct page_run *run, struct page_result *result,
        const char **error)
{
	struct visit visit = {.arena = arena, .run = run, .result = result};
	struct server server;
	bool serving = false, good;

	visit.url = serve_target(&visit, &server, &serving, error);
	if (!visit.url)
		return false;
	visit.shim = visit_shim_script(&visit);
	good = run_browser(&visit, error);
	if (serving)
		server_stop(&server);
	for (uint32_t i = 0; i < visit.sessions.n; i++)
		if (visit.sessions.at[i]->file >= 0)
			close(visit.sessions.at[i]->file);
	arena_free(&visit.message);
	map_free(&visit.requests);
	return good;
}
