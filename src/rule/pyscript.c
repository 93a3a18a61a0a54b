/*
 * The rules of pyscript that read a page: its elements, their attributes, and
 * the configurations that they name. What they claim was seen in a browser
 * (tests/pages).
 */
#include "base/file.h"
#include "base/find.h"
#include "base/walk.h"
#include "page/event.h"
#include "rule/on_page.h"

#include <strings.h>

enum { SLIP = 3 }; /* letters that differ, and one: what is still taken for a slip */

struct look {
	struct on_page *on;
	const struct page *page;
};

static const struct page_script *script_at(const struct look *look, uint32_t index)
{
	const struct page_script *script = &look->page->list->scripts.at[index];

	return script->source == look->page->source ? script : NULL;
}

static struct finding *add(const struct look *look, const char *rule, struct span span)
{
	return on_page_add(look->on, rule, look->page->source, span);
}

static bool is_python(const struct page_script *script)
{
	return script && !script->settings;
}

/* Templates fill this in: nothing is known about it. */
static bool is_filled_in(struct str text)
{
	return (text.n && text.at[0] == '{') || str_find(text, "{{") || str_find(text, "{%") ||
	        str_find(text, "<?") || str_find(text, "<%");
}

/* What a server puts together is not read from where it lies. */
static bool is_template(struct on_page *on, const struct source *source)
{
	if (on->looked_at != source)
		on->template = str_find((struct str){source->bytes, source->length}, "{%") != NULL;
	on->looked_at = source;
	return on->template;
}

/* ---- worker-value, src-and-content ---- */

static void worker_value(const struct look *look, const struct page_script *script)
{
	struct finding *finding;
	struct arena *arena = look->on->arena;

	if (!script->has_worker || !script->worker.n || is_filled_in(script->worker))
		return;
	finding = add(look, "pyscript/worker-value", script->worker_span);
	finding->object = "worker";
	finding->message = "`worker` takes no value: PyScript refuses the element";
	if (script->has_src) {
		finding->help = "write `worker` alone";
		finding_add_fix(arena, finding, "write `worker` alone", FIX_SAFE,
		        look->page->source, script->worker_span, "worker");
	} else if (str_ends(script->worker, ".py")) {
		finding->help =
		        arena_printf(arena, "name the file with `src`: `worker src=\"%.*s\"`",
		                (int)script->worker.n, script->worker.at);
		finding_add_fix(arena, finding, "name the file with `src`", FIX_SAFE,
		        look->page->source, script->worker_span,
		        arena_printf(arena, "worker src=\"%.*s\"", (int)script->worker.n,
		                script->worker.at));
	} else {
		finding->help = "write `worker` alone";
	}
}

/* What PyScript takes for content: all but comments. */
static bool has_content(struct str text)
{
	while (text.n) {
		const char *end = memchr(text.at, '\n', text.n);
		struct str line = {text.at, end ? (size_t)(end - text.at) : text.n};

		text.n -= line.n + (end != NULL);
		text.at += line.n + (end != NULL);
		line = str_trim(line);
		if (line.n && !str_starts(line, "#") && !str_starts(line, "//"))
			return true;
	}
	return false;
}

static void src_and_content(const struct look *look, const struct page_script *script)
{
	struct str content = {look->page->source->bytes + script->span.start,
	        script->span.end - script->span.start};
	struct finding *finding;

	if (!script->has_src || script->has_worker || strstr(script->type, "editor") ||
	        !has_content(content) || is_filled_in(content) || is_filled_in(script->src))
		return;
	finding = add(look, "pyscript/src-and-content", script->tag);
	finding->message = "an element with `src` may not hold code, too: PyScript refuses it";
	finding->help = "keep one of them; a second script is a second element";
}

/* ---- config-conflict ---- */

static bool is_shared(const struct page_script *script, bool micropython)
{
	return is_python(script) && !script->standalone && !script->has_worker &&
	        script->has_config && script->micropython == micropython;
}

static void conflict(const struct look *look, const struct page_script *script,
        const struct page_script *first, const char *message, const char *help)
{
	struct finding *finding = add(look, "pyscript/config-conflict",
	        script->settings ? script->tag : script->config_span);

	finding->message = message;
	finding->help = help;
	/* a template may leave one of the two out */
	if (is_template(look->on, look->page->source))
		finding_doubt(finding, CONFIDENCE_POSSIBLE, SEVERITY_NOTE);
	finding_add_step(look->on->arena, finding, "note", look->page->source,
	        first->settings ? first->tag : first->config_span, "the other one");
}

static bool same_config(const struct page_script *a, const struct page_script *b)
{
	return a->config.n == b->config.n && memcmp(a->config.at, b->config.at, a->config.n) == 0;
}

static void settings_conflict(const struct look *look, bool micropython)
{
	const struct page_script *element = NULL, *attribute = NULL;

	for (uint32_t i = 0; i < look->page->list->scripts.n; i++) {
		const struct page_script *script = script_at(look, i);

		if (script && script->settings && script->micropython == micropython) {
			if (element)
				conflict(look, script, element,
				        "a second configuration: PyScript starts nothing",
				        "put all settings into one element");
			element = element ? element : script;
		}
		if (!is_shared(script, micropython))
			continue;
		if (attribute && !same_config(attribute, script))
			conflict(look, script, attribute,
			        "scripts of the main thread name different configurations: "
			        "PyScript starts nothing",
			        "name the same configuration, or make one of them a worker");
		attribute = attribute ? attribute : script;
	}
	if (element && attribute)
		conflict(look, attribute, element,
		        "a `config` attribute beside a configuration element: PyScript starts nothing",
		        "keep one of them");
}

static bool same_env(const struct page_script *a, const struct page_script *b)
{
	return a->env.n && a->env.n == b->env.n && a->micropython == b->micropython &&
	        memcmp(a->env.at, b->env.at, a->env.n) == 0;
}

/* Editors share an environment, which takes one configuration. */
static void editor_conflict(
        const struct look *look, const struct page_script *script, uint32_t index)
{
	if (!strstr(script->type, "editor") || !script->has_config)
		return;
	for (uint32_t i = 0; i < index; i++) {
		const struct page_script *other = script_at(look, i);

		if (!is_python(other) || !strstr(other->type, "editor") || !other->has_config ||
		        !same_env(script, other))
			continue;
		conflict(look, script, other,
		        "a second configuration for this environment: the editor is not started",
		        "give the configuration once, with the first editor");
		return;
	}
}

/* ---- missing-file ---- */

static bool is_made(const char *path)
{
	static const char *const made[] = {
	        "dist/", "build/", "node_modules/", "templates/", "out/", "_build/"};

	for (size_t i = 0; i < COUNT_OF(made); i++)
		if (str_find(str_of(path), made[i]))
			return true;
	return false;
}

static bool is_any(const char *name)
{
	return *name != '.';
}

/* The one file of the folder whose name is a slip away, or in other letters of the same kind. */
static const char *nearest_file(struct arena *arena, const char *path)
{
	struct walk walk = {.arena = arena, .wanted = is_any};
	const char *found = NULL;
	unsigned least = SLIP;

	walk_folder(&walk, path_directory(arena, path));
	for (uint32_t i = 0; i < walk.paths.n; i++) {
		const char *name = path_name(walk.paths.at[i]);
		unsigned far = strcasecmp(name, path_name(path)) == 0
		        ? 0
		        : str_distance(str_of(name), str_of(path_name(path)), SLIP);

		if (far == least)
			found = NULL; /* there are two */
		if (far < least && (size_t)far * 3 < strlen(name)) {
			least = far;
			found = name;
		}
	}
	return found;
}

/* Names the file that was meant, where what is written ends with the wrong name. */
static void name_nearest(struct on_page *on, struct finding *finding, const struct source *source,
        struct span span, const char *path)
{
	struct str text = {source->bytes + span.start, span.end - span.start};
	const char *wrong = path_name(path), *name = nearest_file(on->arena, path);
	const char *at = name ? str_find(text, wrong) : NULL;

	if (!name)
		return;
	finding->help = arena_printf(on->arena, "there is `%s`", name);
	if (!at)
		return;
	span.start = (uint32_t)(at - source->bytes);
	span.end = span.start + (uint32_t)strlen(wrong);
	finding_add_fix(on->arena, finding, arena_printf(on->arena, "name `%s`", name), FIX_UNSAFE,
	        source, span, name);
}

void on_page_missing(struct on_page *on, const struct source *source, struct span span,
        const char *path, const char *what)
{
	struct finding *finding;

	if (!path || page_model_kind(on->model, path) != PATH_MISSING)
		return;
	finding = on_page_add(on, "pyscript/missing-file", source, span);
	finding->message = arena_printf(on->arena, "there is no file `%s`: %s", path, what);
	finding->help = "places are relative to the page, or to the configuration that names them";
	name_nearest(on, finding, source, span, path);
	/* what a build makes, and where a server puts it, cannot be seen here */
	if (is_made(path) || is_template(on, source) ||
	        page_model_kind(on->model, path_directory(on->arena, path)) != PATH_DIRECTORY)
		finding_doubt(finding, CONFIDENCE_POSSIBLE, SEVERITY_NOTE);
	else
		finding_doubt(finding, CONFIDENCE_LIKELY, SEVERITY_ERROR);
}

static const char *place_of_url(const struct look *look, struct str url)
{
	return page_resolve(look->on->model, look->page->directory, url);
}

static bool is_data(struct str text)
{
	const char *query;

	text = str_trim(text);
	query = memchr(text.at, '?', text.n);
	if (query)
		text.n = (size_t)(query - text.at);
	return str_ends(text, ".json") || str_ends(text, ".toml");
}

static void missing_files(const struct look *look, const struct page_script *script)
{
	if (!script->settings && script->has_src)
		on_page_missing(look->on, look->page->source, script->src_span,
		        place_of_url(look, script->src), "its Python does not run");
	if (page_config_is_place(script->config) && is_data(script->config))
		on_page_missing(look->on, look->page->source, script->config_span,
		        place_of_url(look, script->config), "PyScript starts nothing");
}

/* ---- broken-config: a place that is none ---- */

static void wrong_place(const struct look *look, const struct page_script *script)
{
	struct finding *finding;
	struct str text = str_trim(script->config);
	bool written = memchr(text.at, '=', text.n) || memchr(text.at, '\n', text.n);

	if (!page_config_is_place(script->config) || is_data(script->config) ||
	        is_filled_in(script->config) || strstr(script->type, "editor"))
		return;
	finding = add(look, "pyscript/broken-config", script->config_span);
	if (written) {
		finding->message =
		        "the configuration ends like the name of a file, and is taken for one";
		finding->help = "end it with something else, such as a comment or a table";
	} else {
		finding->message = arena_printf(look->on->arena,
		        "`%.*s` is neither .json nor .toml: PyScript starts nothing", (int)text.n,
		        text.at);
		finding->help = "write the configuration as TOML or JSON";
	}
}

static void open_settings(const struct look *look, const struct page_script *script)
{
	struct finding *finding = add(look, "pyscript/broken-config", script->tag);

	finding->message = "the element is not closed: the rest of the page is taken for "
	                   "configuration";
	finding->help = arena_printf(look->on->arena, "close it: `</%s-config>`", script->type);
}

/* ---- unpinned-release ---- */

static bool is_unpinned(struct str url)
{
	static const char *const parts[] = {"pyscript.net/latest/", "pyscript.net/unstable/",
	        "pyscript.net/alpha/", "pyscript.net/snapshots/", "/pyodide/dev/",
	        "/@pyscript/core/", "/@pyscript/core@latest", "/npm/pyodide/", "/pyodide@latest"};

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (str_find(url, parts[i]))
			return str_find(url, "://") || str_starts(url, "//");
	return false;
}

static void unpinned_release(const struct look *look, const struct page_link *link)
{
	uint32_t start = (uint32_t)(link->url.at - look->page->source->bytes);
	struct finding *finding;

	if (link->source != look->page->source || !is_unpinned(link->url))
		return;
	finding = on_page_add(look->on, "pyscript/unpinned-release", look->page->source,
	        (struct span){start, start + (uint32_t)link->url.n});
	finding->retention = NULL;
	finding->confidence = CONFIDENCE_LIKELY;
	finding->message = "the page loads whatever release is newest: it breaks when that changes";
	finding->help = "name a release: `https://pyscript.net/releases/2026.7.1/core.js`";
}

/* ---- unknown-event ---- */

void on_page_unknown_event(struct on_page *on, const struct source *source, struct span span,
        struct str name, const char *written)
{
	const char *meant = event_meant(name);
	struct finding *finding;

	if (!meant)
		return;
	finding = on_page_add(on, "pyscript/unknown-event", source, span);
	finding->object = arena_str(on->arena, name);
	finding->message = arena_printf(
	        on->arena, "no browser fires an event called `%.*s`", (int)name.n, name.at);
	finding->help =
	        arena_printf(on->arena, "the event is called `%s`: `%s%s`", meant, written, meant);
	if (!str_starts(name, "on") && !str_starts(name, "ON"))
		finding_doubt(finding, CONFIDENCE_LIKELY, SEVERITY_WARNING);
}

static void unknown_event(const struct look *look, const struct page_event *event)
{
	const char *prefix = event->micropython ? "mpy-" : "py-";
	uint32_t count = look->on->findings->list.n, start = event->span.start;
	struct span name = {start, start + (uint32_t)(strlen(prefix) + event->event.n)};
	const char *meant = event_meant(event->event);

	on_page_unknown_event(look->on, look->page->source, name, event->event, prefix);
	if (look->on->findings->list.n > count)
		finding_add_fix(look->on->arena, &look->on->findings->list.at[count],
		        "name the event", FIX_SAFE, look->page->source, name,
		        arena_printf(look->on->arena, "%s%s", prefix, meant));
}

/* ---- all of them ---- */

static void check_script(const struct look *look, uint32_t index)
{
	const struct page_script *script = script_at(look, index);

	if (!script)
		return;
	if (!look->page->snippet)
		missing_files(look, script);
	wrong_place(look, script);
	if (script->settings && script->open)
		open_settings(look, script);
	if (script->settings)
		return;
	worker_value(look, script);
	src_and_content(look, script);
	editor_conflict(look, script, index);
}

void pyscript_check_page(struct on_page *on, const struct page *page)
{
	struct look look = {on, page};

	for (uint32_t i = 0; i < page->list->links.n; i++)
		unpinned_release(&look, &page->list->links.at[i]);
	/* the first releases read pages by other rules */
	if (page->release == RELEASE_CLASSIC)
		return;
	for (uint32_t i = 0; i < page->list->scripts.n; i++)
		check_script(&look, i);
	if (!page->snippet) {
		settings_conflict(&look, false);
		settings_conflict(&look, true);
	}
	for (uint32_t i = 0; i < page->list->events.n && page->release == RELEASE_CORE; i++)
		if (page->list->events.at[i].source == page->source)
			unknown_event(&look, &page->list->events.at[i]);
}
