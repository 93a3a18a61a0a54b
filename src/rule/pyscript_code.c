/*
 * The rules of pyscript that need a page and the Python that it runs: what a
 * worker may use, and what its elements call.
 */
#include "base/file.h"
#include "base/find.h"
#include "page/event.h"
#include "rule/on_page.h"

/* ---- window and document in a worker ---- */

/* Where the Python first takes the page's window or document, or NULL. */
static const struct unit_import *page_import(const struct unit *unit)
{
	for (uint32_t i = 0; i < unit->imports.n; i++) {
		const struct unit_import *import = &unit->imports.at[i];

		if (!import->guarded &&
		        (same(import->name, "pyscript.window") ||
		                same(import->name, "pyscript.document")))
			return import;
	}
	return NULL;
}

/* Does anything say that the site isolates its pages? Headers are set by a server that cannot be
 * seen; a script that stands in for them can. */
static bool says_isolated(const struct page *page)
{
	static const char *const words[] = {"mini-coi", "coi-serviceworker", "coi_serviceworker",
	        "crossOriginIsolated", "serviceWorker.register", "service-worker"};
	struct str text = {page->source->bytes, page->source->length};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_find(text, words[i]))
			return true;
	return false;
}

static bool host_says_isolated(struct on_page *on, const char *directory)
{
	static const char *const names[] = {"_headers", "netlify.toml", "vercel.json",
	        "firebase.json", ".htaccess", "mini-coi.js", "coi-serviceworker.js"};

	for (;; directory = path_directory(on->arena, directory)) {
		for (size_t i = 0; i < COUNT_OF(names); i++)
			if (page_model_kind(on->model, path_join(on->arena, directory, names[i])) ==
			        PATH_FILE)
				return true;
		if (same(directory, ".") || same(directory, "/"))
			return false;
	}
}

static void sync_main_only(struct on_page *on, const struct page_run *run, struct source *source,
        const struct unit_import *import)
{
	const struct data_pair *pair = data_pair(run->config->root, "sync_main_only");
	const char *name = strrchr(import->name, '.') + 1;
	struct finding *finding =
	        on_page_add(on, "pyscript/sync-main-only-dom", source, import->span);

	finding->object = name;
	finding->confidence = CONFIDENCE_LIKELY;
	finding->message = arena_printf(on->arena,
	        "a worker with `sync_main_only` has no `%s` on a page without isolation", name);
	finding->help = "leave the page to the main thread: call it through `pyscript.sync`";
	finding_add_step(on->arena, finding, "note", run->config->source, pair->key_span,
	        "says that the worker needs nothing but `sync`");
}

static void needs_isolation(struct on_page *on, const struct page_run *run, struct source *source,
        const struct unit_import *import)
{
	const char *name = strrchr(import->name, '.') + 1;
	struct finding *finding;

	if (says_isolated(run->page) || host_says_isolated(on, run->page->directory))
		return;
	finding = on_page_add(on, "pyscript/worker-needs-isolation", source, import->span);
	finding->object = name;
	finding->message = arena_printf(
	        on->arena, "a worker has `%s` only where the server isolates the page", name);
	finding->help = "send COOP and COEP headers, or add a service worker such as mini-coi";
	/* the server cannot be seen */
	finding_doubt(finding, CONFIDENCE_POSSIBLE, SEVERITY_NOTE);
	finding_add_step(on->arena, finding, "note", run->page->source, run->script->tag,
	        "runs in a worker");
}

static bool is_true(const struct data_value *value)
{
	return value && value->kind == DATA_BOOL && value->boolean;
}

/* Code that is run in several ways is judged by the first that is a worker. */
static void worker(struct on_page *on, const struct page_unit *unit)
{
	const struct unit_import *import = page_import(unit->unit);

	if (!import)
		return;
	for (uint32_t i = 0; i < unit->runs.list.n; i++) {
		const struct page_run *run = unit->runs.list.at[i];

		if (!run->worker || !run->page || !run->script || run->page->snippet)
			continue;
		if (run->config && is_true(data_get(run->config->root, "sync_main_only")))
			sync_main_only(on, run, unit->unit->source, import);
		else
			needs_isolation(on, run, unit->unit->source, import);
		return;
	}
}

/* ---- @when ---- */

static bool is_when(const struct func *func, const struct insn *call)
{
	const char *name = call->op == OP_CALL && !call->name && call->a &&
	                func->insns.at[call->a].op == OP_GLOBAL
	        ? func->insns.at[call->a].name
	        : NULL;

	return same(name, "pyscript.when") || same(name, "pyscript.events.when");
}

static void when_event(struct on_page *on, const struct unit *unit, const struct insn *event)
{
	uint32_t count = on->findings->list.n;
	const char *meant = event_meant(str_of(event->name));

	on_page_unknown_event(on, unit->source, event->span, str_of(event->name), "");
	if (on->findings->list.n > count)
		finding_add_fix(on->arena, &on->findings->list.at[count], "name the event",
		        FIX_SAFE, unit->source, event->span,
		        arena_printf(on->arena, "\"%s\"", meant));
}

static void when(struct on_page *on, const struct unit *unit, const struct func *func)
{
	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *call = &func->insns.at[i], *event;

		if (!is_when(func, call) || !call->arg_count || call->args[0].key)
			continue;
		event = &func->insns.at[call->args[0].value];
		if (event->op == OP_CONST && event->detail == CONST_STRING && event->name)
			when_event(on, unit, event);
	}
}

/* ---- handlers that elements name ---- */

static bool defines(const struct unit *unit, struct str name)
{
	for (uint32_t i = 0; i < unit->exports.n; i++)
		if (str_is(name, unit->exports.at[i].name) || same(unit->exports.at[i].name, "*"))
			return true;
	return false;
}

/* The Python of a run, or NULL when it was not read. */
static const struct unit *unit_of(const struct on_page *on, const struct page_run *run)
{
	for (uint32_t i = 0; i < on->model->units.n; i++) {
		const struct page_unit *unit = &on->model->units.at[i];

		for (uint32_t k = 0; k < unit->runs.list.n; k++)
			if (unit->runs.list.at[k] == run)
				return unit->unit;
	}
	return NULL;
}

static bool shares_names(const struct page_run *run, const struct page_event *event)
{
	return run->script && !run->worker && !run->brought && !run->script->standalone &&
	        run->micropython == event->micropython;
}

/* Does some Python of the page define it, or may it? */
static bool may_be_defined(struct on_page *on, const struct page *page,
        const struct page_event *event, struct str name)
{
	uint32_t read = 0;

	for (uint32_t i = 0; i < page->runs.n; i++) {
		const struct page_run *run = page->runs.at[i];
		const struct unit *unit;

		if (!shares_names(run, event))
			continue;
		unit = unit_of(on, run);
		if (!unit || unit->unread || defines(unit, name))
			return true;
		read++;
	}
	return !read;
}

static void handler(struct on_page *on, const struct page *page, const struct page_event *event)
{
	struct str name = str_trim(event->handler);
	const char *paren = memchr(name.at, '(', name.n);
	const char *dot = memchr(name.at, '.', name.n);
	struct finding *finding;

	if (!name.n || str_find(name, "{") || event->source != page->source ||
	        str_ends(event->event, "-env"))
		return;
	if (paren) {
		finding = on_page_add(
		        on, "pyscript/unknown-handler", page->source, event->handler_span);
		finding->message = "the attribute names a function, it does not call one";
		finding->help = arena_printf(on->arena, "write `%.*s`; the function gets the event",
		        (int)(paren - name.at), name.at);
		if (str_ends(name, "()"))
			finding_add_fix(on->arena, finding, "name the function", FIX_UNSAFE,
			        page->source, event->handler_span,
			        arena_strndup(on->arena, name.at, (size_t)(paren - name.at)));
		return;
	}
	if (dot)
		name.n = (size_t)(dot - name.at);
	if (may_be_defined(on, page, event, name))
		return;
	finding = on_page_add(on, "pyscript/unknown-handler", page->source, event->handler_span);
	finding->object = arena_str(on->arena, name);
	finding->message = arena_printf(
	        on->arena, "no Python of the page defines `%.*s`", (int)name.n, name.at);
	finding->help = "define it at the top level of a script that is no worker";
}

void pyscript_check_handlers(struct on_page *on, const struct page *page)
{
	if (page->release != RELEASE_CORE)
		return;
	for (uint32_t i = 0; i < page->list->events.n; i++)
		handler(on, page, &page->list->events.at[i]);
}

void pyscript_check_unit(struct on_page *on, const struct page_unit *unit)
{
	worker(on, unit);
	for (uint32_t i = 0; i < unit->unit->funcs.n; i++)
		when(on, unit->unit, unit->unit->funcs.at[i]);
}
