/*
 * Each session is told to load the shim before anything else runs in it, and
 * to wait for that. What the browser then says is taken message by message:
 * records come through a function that it gives the page, one line a call, and
 * go to a file for each session.
 */
#define _XOPEN_SOURCE 700
#include "browse/session.h"

#include "base/embed.h"
#include "report/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE_LIMIT 20

void visit_say(struct visit *visit, const char *message)
{
	for (uint32_t i = 0; i < visit->result->messages.n; i++)
		if (same(visit->result->messages.at[i], message))
			return;
	if (visit->result->messages.n < MESSAGE_LIMIT)
		vec_push(visit->arena, &visit->result->messages, message);
}

int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- calls ---- */

const char *visit_one_text(struct visit *visit, const char *name, const char *text)
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

uint32_t visit_call(struct visit *visit, const struct session *session, const char *method,
        const char *parameters)
{
	return browser_call(&visit->browser, session ? session->id : NULL, method, parameters);
}

uint32_t visit_evaluate(struct visit *visit, const struct session *session, const char *script)
{
	struct buf out = {0};
	uint32_t id;

	json_open(&out, NULL, '{');
	json_text(&out, "expression", script);
	json_bool(&out, "awaitPromise", true);
	json_bool(&out, "returnByValue", true);
	json_bool(&out, "userGesture", true);
	json_close(&out, '}');
	id = visit_call(visit, session, "Runtime.evaluate", out.at);
	buf_free(&out);
	return id;
}

/* ---- sessions ---- */

struct session *session_named(struct visit *visit, const char *id)
{
	for (uint32_t i = 0; id && i < visit->sessions.n; i++)
		if (same(visit->sessions.at[i]->id, id))
			return visit->sessions.at[i];
	return NULL;
}

struct session *session_new(struct visit *visit, const char *id)
{
	struct session *session = arena_new(visit->arena, struct session);

	*session = (struct session){.id = arena_strdup(visit->arena, id), .file = -1};
	vec_push(visit->arena, &visit->sessions, session);
	return session;
}

void session_prepare(struct visit *visit, struct session *session, const char *type)
{
	visit_call(visit, session, "Runtime.enable", NULL);
	visit_call(visit, session, "Network.enable", NULL);
	visit_call(visit, session, "Runtime.addBinding",
	        visit_one_text(visit, "name", "__proxylintRecord"));
	if (same(type, "worker") || same(type, "shared_worker")) {
		visit_evaluate(visit, session, visit->shim);
	} else {
		visit_call(visit, session, "Page.enable", NULL);
		visit_call(visit, session, "Page.addScriptToEvaluateOnNewDocument",
		        visit_one_text(visit, "source", visit->shim));
	}
	visit_call(visit, session, "Target.setAutoAttach",
	        "{\"autoAttach\":true,\"waitForDebuggerOnStart\":true,\"flatten\":true}");
	visit_call(visit, session, "Runtime.runIfWaitingForDebugger", NULL);
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

const char *visit_shim_script(struct visit *visit)
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
		visit_say(visit,
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
		session_prepare(visit, session_new(visit, id), type ? type : "");
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
	visit_say(visit, "the page crashed");
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
		visit_say(visit, arena_printf(visit->arena, "%s: %.*s", how, (int)line.n, line.at));
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
		visit_say(visit, arena_printf(visit->arena, "cannot load %s: %s", url, why));
}

static void take_response(struct visit *visit, const struct data_value *parameters)
{
	const struct data_value *response = data_get(parameters, "response");
	const struct data_value *status = data_get(response, "status");
	const char *url = data_text(data_get(response, "url"));

	if (url && status && status->kind == DATA_INT && status->integer >= 400 &&
	        !str_ends(str_of(url), "/favicon.ico"))
		visit_say(visit,
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
		visit_call(visit, session, "Page.handleJavaScriptDialog", "{\"accept\":true}");
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

const struct data_value *visit_step(struct visit *visit, int milliseconds)
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

const struct data_value *visit_await(struct visit *visit, uint32_t id, int milliseconds)
{
	int64_t deadline = now_ms() + milliseconds;
	const struct data_value *message;

	visit->awaited = id;
	visit->answered = false;
	while (!visit->browser.ended && !visit->result->crashed) {
		int64_t left = deadline - now_ms();

		if (left <= 0)
			break;
		message = visit_step(visit, (int)left);
		if (visit->answered)
			return message ? data_get(message, "result") : NULL;
	}
	return NULL;
}
