/*
 * The page is opened with the shim in it and with the shim in each frame and
 * worker that it starts: these wait until we have put it there. It rests when
 * it has loaded, no request is under way, and no interpreter has done anything
 * for a while. Then garbage is collected, and each shim writes the rest.
 *
 * Records come through a function that the browser gives the page, one line a
 * call, and go to a file for each session.
 */
#define _XOPEN_SOURCE 700 /* nftw, realpath */
#include "browse/page.h"

#include "base/embed.h"
#include "base/file.h"
#include "base/map.h"
#include "browse/browser.h"
#include "browse/serve.h"
#include "report/json.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define REST_MS 1500         /* without activity of any interpreter */
#define POLL_MS 200          /* between two questions whether it rests */
#define ANSWER_MS 30000      /* that an answer may take */
#define ACT_LIMIT (1u << 20) /* bytes of the user's script */
#define MESSAGE_LIMIT 20

/* A page, a frame or a worker. */
struct session {
	const char *id;
	int file;      /* of its records, or -1 */
	bool begun;    /* an interpreter runs in it */
	bool resting;  /* it said so */
	bool gone;     /* before it could write its end */
	uint32_t call; /* a question it has not answered yet, or 0 */
};

struct visit {
	struct arena *arena;
	const struct page_run *run;
	struct page_result *result;
	struct browser browser;
	struct arena message; /* of the message at hand */
	const char *url;
	const char *served, *folder; /* the URL of a folder that we serve, and its path; or NULL */
	const char *shim;            /* the script for sessions */
	VEC(struct session *) sessions;
	struct session *page;
	struct map requests; /* id → its URL, while it is under way */
	uint32_t files, under_way;
	int64_t moved; /* when the last request began or ended, or the last record came */
	bool loaded, failed_to_write;
	const char *refused; /* why the page could not be opened, or NULL */
	uint32_t awaited;    /* a call whose answer is waited for */
	bool answered;
};

static void say(struct visit *visit, const char *message)
{
	for (uint32_t i = 0; i < visit->result->messages.n; i++)
		if (same(visit->result->messages.at[i], message))
			return;
	if (visit->result->messages.n < MESSAGE_LIMIT)
		vec_push(visit->arena, &visit->result->messages, message);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- calls ---- */

/* {"name":"text"} and nothing else, in the arena of the message. */
static const char *one_text(struct visit *visit, const char *name, const char *text)
{
	struct buf out = {0};
	const char *object;

	json_open(&out, NULL, '{');
	json_text(&out, name, text);
	json_close(&out, '}');
	object = arena_strndup(&visit->message, out.at, out.n);
	buf_free(&out);
	return object;
}

static uint32_t call(struct visit *visit, const struct session *session, const char *method,
        const char *parameters)
{
	return browser_call(&visit->browser, session ? session->id : NULL, method, parameters);
}

static uint32_t evaluate(struct visit *visit, const struct session *session, const char *script)
{
	struct buf out = {0};
	uint32_t id;

	json_open(&out, NULL, '{');
	json_text(&out, "expression", script);
	json_bool(&out, "awaitPromise", true);
	json_bool(&out, "returnByValue", true);
	json_bool(&out, "userGesture", true);
	json_close(&out, '}');
	id = call(visit, session, "Runtime.evaluate", out.at);
	buf_free(&out);
	return id;
}

/* ---- sessions ---- */

static struct session *session_named(struct visit *visit, const char *id)
{
	for (uint32_t i = 0; id && i < visit->sessions.n; i++)
		if (same(visit->sessions.at[i]->id, id))
			return visit->sessions.at[i];
	return NULL;
}

static struct session *session_new(struct visit *visit, const char *id)
{
	struct session *session = arena_new(visit->arena, struct session);

	*session = (struct session){.id = arena_strdup(visit->arena, id), .file = -1};
	vec_push(visit->arena, &visit->sessions, session);
	return session;
}

/* What runs in it from now on finds the shim there; what it starts will wait for us. */
static void prepare(struct visit *visit, struct session *session, const char *type)
{
	call(visit, session, "Runtime.enable", NULL);
	call(visit, session, "Network.enable", NULL);
	call(visit, session, "Runtime.addBinding", one_text(visit, "name", "__proxylintRecord"));
	if (same(type, "worker") || same(type, "shared_worker")) {
		evaluate(visit, session, visit->shim);
	} else {
		call(visit, session, "Page.enable", NULL);
		call(visit, session, "Page.addScriptToEvaluateOnNewDocument",
		        one_text(visit, "source", visit->shim));
	}
	call(visit, session, "Target.setAutoAttach",
	        "{\"autoAttach\":true,\"waitForDebuggerOnStart\":true,\"flatten\":true}");
	call(visit, session, "Runtime.runIfWaitingForDebugger", NULL);
}

/* An array of what page.mjs wants to know. */
static void add_arguments(const struct visit *visit, struct buf *out)
{
	struct buf array = {0};

	json_open(&array, NULL, '[');
	json_text(&array, NULL, visit->url);
	json_text(&array, NULL, visit->run->tracemalloc);
	if (visit->served) {
		json_open(&array, NULL, '[');
		json_text(&array, NULL, visit->served);
		json_text(&array, NULL, visit->folder);
		json_close(&array, ']');
	}
	json_close(&array, ']');
	buf_add(out, array.at, array.n);
	buf_free(&array);
}

/* The shim's files in one script, and what starts it. */
static const char *shim_script(struct visit *visit)
{
	static const char *const names[] = {"text", "ledger", "python", "hooks", "collect", "page"};
	struct buf out = {0};
	const char *script;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *path = arena_printf(visit->arena, "shim/pyodide/%s.mjs", names[i]);

		for (size_t f = 0; f < embedded_shims_count; f++)
			if (same(embedded_shims[f].path, path))
				buf_add(&out, (const char *)embedded_shims[f].bytes,
				        embedded_shims[f].length);
		buf_char(&out, '\n');
	}
	buf_text(&out, "__proxylint.beginPage(...");
	add_arguments(visit, &out);
	buf_text(&out, ");\n//# sourceURL=proxylint/shim.js\n");
	script = arena_strndup(visit->arena, out.at, out.n);
	buf_free(&out);
	return script;
}

/* ---- records ---- */

static void fail_to_write(struct visit *visit, struct session *session)
{
	if (!visit->failed_to_write)
		say(visit,
		        arena_printf(visit->arena, "cannot write records to %s: %s",
		                visit->run->records, strerror(errno)));
	visit->failed_to_write = true;
	if (session->file >= 0)
		close(session->file);
	session->file = -1;
}

static void open_file(struct visit *visit, struct session *session)
{
	const char *name =
	        arena_printf(visit->arena, "%s/page-%u.jsonl", visit->run->records, ++visit->files);

	if (session->file >= 0)
		close(session->file); /* the page was loaded anew */
	session->begun = true;
	session->file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
	if (session->file < 0)
		fail_to_write(visit, session);
}

static void take_record(
        struct visit *visit, struct session *session, const struct data_value *payload)
{
	const char *text = data_text(payload);
	struct buf line = {0};

	if (!session || !text)
		return;
	visit->moved = now_ms();
	if (str_starts(str_of(text), "{\"t\":\"run\""))
		open_file(visit, session);
	if (session->file < 0)
		return;
	buf_printf(&line, "%s\n", text);
	if (write(session->file, line.at, line.n) != (ssize_t)line.n)
		fail_to_write(visit, session);
	buf_free(&line);
}

/* ---- messages ---- */

static void take_attached(struct visit *visit, const struct data_value *parameters)
{
	const char *id = data_text(data_get(parameters, "sessionId"));
	const struct data_value *target = data_get(parameters, "targetInfo");
	const char *type = data_text(data_get(target, "type"));

	if (id && !session_named(visit, id))
		prepare(visit, session_new(visit, id), type ? type : "");
}

static void take_detached(struct visit *visit, const struct data_value *parameters)
{
	struct session *session =
	        session_named(visit, data_text(data_get(parameters, "sessionId")));

	if (session)
		session->gone = true;
}

static void take_crash(struct visit *visit, const struct data_value *parameters)
{
	(void)parameters;
	visit->result->crashed = true;
	say(visit, "the page crashed");
}

/* The line of an error's text that says what happened: Python's tracebacks end with it. */
static struct str telling_line(const char *text)
{
	struct str line = {text, strcspn(text, "\n")};

	if (!strstr(text, "Traceback"))
		return line;
	for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n')
		if (*at != '\n' && *at != ' ')
			line = (struct str){at, strcspn(at, "\n")};
	return line;
}

static void say_error(struct visit *visit, const char *how, const char *text)
{
	struct str line = telling_line(text);

	if (line.n)
		say(visit, arena_printf(visit->arena, "%s: %.*s", how, (int)line.n, line.at));
}

/* PyScript shows errors on the console alone. */
static void take_console(struct visit *visit, const struct data_value *parameters)
{
	const struct data_value *values = data_get(parameters, "args");
	const char *type = data_text(data_get(parameters, "type"));

	for (uint32_t i = 0; values && same(type, "error") && i < values->items.n; i++) {
		const struct data_value *value = values->items.at[i];
		const char *text = data_text(data_get(value, "description"));

		if (!text)
			text = data_text(data_get(value, "value"));
		if (text)
			say_error(visit, "the page's console", text);
	}
}

static void take_exception(struct visit *visit, const struct data_value *parameters)
{
	const struct data_value *details = data_get(parameters, "exceptionDetails");
	const char *what = data_text(data_get(data_get(details, "exception"), "description"));

	if (!what)
		what = data_text(data_get(details, "text"));
	if (what)
		say_error(visit, "uncaught in the page", what);
}

static void take_request(struct visit *visit, const struct data_value *parameters)
{
	const char *id = data_text(data_get(parameters, "requestId"));
	const char *url = data_text(data_get(data_get(parameters, "request"), "url"));

	if (!id || !url || str_starts(str_of(url), "data:"))
		return;
	visit->moved = now_ms();
	if (!map_get(&visit->requests, id))
		visit->under_way++;
	map_put(&visit->requests, arena_strdup(visit->arena, id), arena_strdup(visit->arena, url));
}

/* Gives the request's URL, or NULL when it is not under way. */
static const char *end_request(struct visit *visit, const struct data_value *parameters)
{
	const char *id = data_text(data_get(parameters, "requestId"));
	const char *url = id ? map_get(&visit->requests, id) : NULL;

	visit->moved = now_ms();
	if (url) {
		map_put(&visit->requests, arena_strdup(visit->arena, id), NULL);
		visit->under_way--;
	}
	return url;
}

static void take_finished(struct visit *visit, const struct data_value *parameters)
{
	end_request(visit, parameters);
}

static void take_failed(struct visit *visit, const struct data_value *parameters)
{
	const char *url = end_request(visit, parameters);
	const char *why = data_text(data_get(parameters, "errorText"));

	if (url && why && !same(why, "net::ERR_ABORTED"))
		say(visit, arena_printf(visit->arena, "cannot load %s: %s", url, why));
}

static void take_response(struct visit *visit, const struct data_value *parameters)
{
	const struct data_value *response = data_get(parameters, "response");
	const struct data_value *status = data_get(response, "status");
	const char *url = data_text(data_get(response, "url"));

	if (url && status && status->kind == DATA_INT && status->integer >= 400 &&
	        !str_ends(str_of(url), "/favicon.ico"))
		say(visit,
		        arena_printf(visit->arena, "cannot load %s: status %d", url,
		                (int)status->integer));
}

static void take_load(struct visit *visit, const struct data_value *parameters)
{
	(void)parameters;
	visit->loaded = true;
}

static void take_event(struct visit *visit, const char *method, const struct data_value *parameters,
        struct session *session)
{
	static const struct {
		const char *method;
		void (*take)(struct visit *visit, const struct data_value *parameters);
	} rows[] = {
	        {"Target.attachedToTarget", take_attached},
	        {"Target.detachedFromTarget", take_detached},
	        {"Inspector.targetCrashed", take_crash},
	        {"Runtime.consoleAPICalled", take_console},
	        {"Runtime.exceptionThrown", take_exception},
	        {"Network.requestWillBeSent", take_request},
	        {"Network.responseReceived", take_response},
	        {"Network.loadingFinished", take_finished},
	        {"Network.loadingFailed", take_failed},
	        {"Page.loadEventFired", take_load},
	};

	if (same(method, "Runtime.bindingCalled"))
		take_record(visit, session, data_get(parameters, "payload"));
	if (same(method, "Page.javascriptDialogOpening"))
		call(visit, session, "Page.handleJavaScriptDialog", "{\"accept\":true}");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (same(rows[i].method, method))
			rows[i].take(visit, parameters);
}

static bool is_true(const struct data_value *value)
{
	return value && value->kind == DATA_BOOL && value->boolean;
}

static void take_answer(struct visit *visit, const struct data_value *message, uint32_t id)
{
	const struct data_value *result = data_get(message, "result");
	const char *refused = data_text(data_get(result, "errorText"));

	if (id == visit->awaited) {
		visit->answered = true;
		if (refused)
			visit->refused = arena_strdup(visit->arena, refused);
	}
	for (uint32_t i = 0; i < visit->sessions.n; i++) {
		struct session *session = visit->sessions.at[i];

		if (session->call != id)
			continue;
		session->call = 0;
		session->resting = is_true(data_get(data_get(result, "result"), "value"));
	}
	if (data_get(result, "exceptionDetails"))
		take_exception(visit, result);
}

/* One message, if one comes in time. What it says of a session that was made by an answer is kept
 * by whoever waits for that. */
static const struct data_value *step(struct visit *visit, int milliseconds)
{
	const struct data_value *message, *id;
	const char *method;

	arena_reset(&visit->message);
	message = browser_next(&visit->browser, &visit->message, milliseconds);
	if (!message)
		return NULL;
	id = data_get(message, "id");
	method = data_text(data_get(message, "method"));
	if (id && id->kind == DATA_INT)
		take_answer(visit, message, (uint32_t)id->integer);
	else if (method)
		take_event(visit, method, data_get(message, "params"),
		        session_named(visit, data_text(data_get(message, "sessionId"))));
	return message;
}

/* The result of a call, valid until the next message; NULL when it did not come. */
static const struct data_value *await(struct visit *visit, uint32_t id, int milliseconds)
{
	int64_t deadline = now_ms() + milliseconds;
	const struct data_value *message;

	visit->awaited = id;
	visit->answered = false;
	while (!visit->browser.ended && !visit->result->crashed) {
		int64_t left = deadline - now_ms();

		if (left <= 0)
			break;
		message = step(visit, (int)left);
		if (visit->answered)
			return message ? data_get(message, "result") : NULL;
	}
	return NULL;
}

/* ---- the visit ---- */

static bool open_page(struct visit *visit)
{
	const struct data_value *result = await(visit,
	        call(visit, NULL, "Target.createTarget", "{\"url\":\"about:blank\"}"), ANSWER_MS);
	const char *target = data_text(data_get(result, "targetId")), *id;
	struct buf out = {0};

	if (!target)
		return false;
	json_open(&out, NULL, '{');
	json_text(&out, "targetId", target);
	json_bool(&out, "flatten", true);
	json_close(&out, '}');
	result = await(visit, call(visit, NULL, "Target.attachToTarget", out.at), ANSWER_MS);
	buf_free(&out);
	id = data_text(data_get(result, "sessionId"));
	if (!id)
		return false;
	visit->page = session_named(visit, id);
	if (!visit->page) {
		visit->page = session_new(visit, id);
		prepare(visit, visit->page, "page");
	}
	/* a navigation would overtake what the page was told before */
	await(visit, evaluate(visit, visit->page, "0"), ANSWER_MS);
	await(visit, call(visit, visit->page, "Page.navigate", one_text(visit, "url", visit->url)),
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
			session->call = evaluate(visit, session,
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
		step(visit, POLL_MS / 4);
	}
	return false;
}

static void act(struct visit *visit, int64_t deadline)
{
	struct buf script = {0};
	int error = file_read(visit->run->act, ACT_LIMIT, &script);

	if (error) {
		say(visit,
		        arena_printf(visit->arena, "cannot read %s: %s", visit->run->act,
		                strerror(error)));
	} else {
		const char *whole = arena_printf(
		        visit->arena, "(async () => {\n%s\n})()", script.at ? script.at : "");

		await(visit, evaluate(visit, visit->page, whole), (int)(deadline - now_ms()));
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
	await(visit, call(visit, session, "Runtime.discardConsoleEntries", NULL), ANSWER_MS);
	for (int i = 0; i < 2; i++)
		await(visit, call(visit, session, "HeapProfiler.collectGarbage", NULL), ANSWER_MS);
	await(visit, evaluate(visit, session, "globalThis.__proxylint.endPage()"), ANSWER_MS);
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
		say(visit, "Chromium ended before the page did");
	if (!visit->browser.ended && !visit->result->crashed && !has_begun(visit))
		say(visit,
		        arena_printf(visit->arena, "no Pyodide was started by %s within %u seconds",
		                visit->url, visit->run->seconds));
	else if (!rested && !visit->result->crashed)
		say(visit,
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
	visit.shim = shim_script(&visit);
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
