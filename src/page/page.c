/*
 * A page: which of its elements run Python, by which interpreter, and under
 * which configuration.
 *
 * PyScript reads one configuration for all scripts of a kind on the main
 * thread; a worker may have its own. Scripts of type="pyodide" and the like
 * have only what they name themselves.
 */
#include "base/file.h"
#include "base/find.h"
#include "page/part.h"

#include <stdio.h>

static const char *const usual_names[] = {"pyscript.toml", "pyscript.json"};

struct builder {
	struct page_model *model;
	struct page *page;
};

static const struct page_script *script_at(const struct page *page, uint32_t index)
{
	return &page->list->scripts.at[index];
}

static bool is_here(const struct page *page, const struct source *source)
{
	return source == page->source;
}

/* ---- the release ---- */

static bool is_release_of(struct str url, const char *file)
{
	return str_find(url, file) && (str_find(url, "pyscript") || str_find(url, "PyScript"));
}

/* The numbers behind `word`: "2026.7.1", "0.7.31". */
static bool numbers_behind(struct str url, const char *word, unsigned numbers[3])
{
	const char *at = str_find(url, word);
	char text[32];
	size_t n;

	if (!at)
		return false;
	at += strlen(word);
	n = (size_t)(url.at + url.n - at);
	n = n < sizeof(text) ? n : sizeof(text) - 1;
	memcpy(text, at, n);
	text[n] = '\0';
	return sscanf(text, "%u.%u.%u", &numbers[0], &numbers[1], &numbers[2]) == 3;
}

/* Until the first months of 2026 PyScript read all of TOML, then a part of it. */
static bool reads_all_toml(struct str url)
{
	unsigned at[3];

	if (numbers_behind(url, "/releases/", at))
		return at[0] < 2026 || (at[0] == 2026 && at[1] < 2);
	return numbers_behind(url, "@pyscript/core@", at) && at[0] == 0 &&
	        (at[1] < 7 || (at[1] == 7 && at[2] < 16));
}

static void find_release(struct page *page)
{
	for (uint32_t i = 0; i < page->list->links.n; i++) {
		struct str url = page->list->links.at[i].url;

		if (!is_here(page, page->list->links.at[i].source))
			continue;
		page->reads_all_toml |= reads_all_toml(url);
		if (is_release_of(url, "/core.js") || str_find(url, "@pyscript/core"))
			page->release = RELEASE_CORE;
		else if (is_release_of(url, "/pyscript.js") && page->release == RELEASE_UNKNOWN)
			page->release = RELEASE_CLASSIC;
	}
}

/* ---- configurations ---- */

static void read_configs(struct builder *builder)
{
	struct page *page = builder->page;
	bool own_reader = page->reads_all_toml ||
	        str_find((struct str){page->source->bytes, page->source->length}, "config-parser");

	for (uint32_t i = 0; i < page->list->scripts.n; i++) {
		const struct page_script *script = script_at(page, i);
		struct page_config *config = NULL;

		if (is_here(page, script->source))
			config = page_read_config(builder->model, script, page->directory);
		if (config) {
			config->used = true;
			config->other_reader |= strstr(script->type, "editor") ||
			        strstr(script->type, "game") || own_reader;
			config->reported |= page->reported;
		}
		vec_push(builder->model->arena, &page->configs, config);
	}
}

static struct page_config *config_in(struct page_model *model, const char *directory)
{
	struct page_config *config = NULL;

	for (size_t i = 0; i < COUNT_OF(usual_names) && !config; i++)
		config = page_model_config(
		        model, path_beside(model->arena, directory, usual_names[i]));
	return config;
}

/* A configuration beside the page holds for it when it names none: hosts of PyScript do that. */
static const struct page_config *config_beside(struct builder *builder)
{
	return config_in(builder->model, builder->page->directory);
}

static void find_settings(struct builder *builder)
{
	struct page *page = builder->page;
	bool shared[2] = {false, false};

	for (uint32_t i = 0; i < page->list->scripts.n; i++) {
		const struct page_script *script = script_at(page, i);
		const struct page_config **settings = &page->settings[script->micropython];

		if (!is_here(page, script->source) || script->has_worker)
			continue;
		shared[script->micropython] |= !script->standalone && !script->settings;
		if (!*settings && (script->settings || !script->standalone))
			*settings = page->configs.at[i];
	}
	for (int i = 0; i < 2 && !page->snippet; i++)
		if (shared[i] && !page->settings[i])
			page->settings[i] = config_beside(builder);
}

/* ---- runs ---- */

static void add_run(struct builder *builder, struct page_run run)
{
	run.page = builder->page;
	vec_push(builder->model->arena, &builder->page->runs, page_add_run(builder->model, run));
}

/* One file that a configuration brings along. What lies outside of the folder of the page belongs
 * to more than this page: it may be run otherwise elsewhere. */
static void add_brought(struct builder *builder, const struct page_run *run, struct str url)
{
	const char *directory = builder->page->directory;
	const char *path = str_ends(url, ".py")
	        ? page_resolve(builder->model, run->config->directory, url)
	        : NULL;
	size_t n = strlen(directory);
	bool inside = same(directory, ".")
	        ? path && path[0] != '.' && path[0] != '/'
	        : path && strncmp(path, directory, n) == 0 && path[n] == '/';
	struct page_run brought = *run;

	if (!path || (!inside && (run->micropython || run->lasting)))
		return;
	brought.path = path;
	brought.brought = true;
	add_run(builder, brought);
}

static void add_fetch(
        struct builder *builder, const struct page_run *run, const struct data_value *fetch)
{
	const struct data_value *files = data_get(fetch, "files");
	const char *from = data_text(data_get(fetch, "from"));
	struct arena *arena = builder->model->arena;

	for (uint32_t i = 0; files && files->kind == DATA_ARRAY && i < files->items.n; i++) {
		const char *name = data_text(files->items.at[i]);

		if (name)
			add_brought(
			        builder, run, str_of(from ? path_join(arena, from, name) : name));
	}
}

static void add_files(struct builder *builder, const struct page_run *run)
{
	const struct data_value *files, *fetch;

	if (!run->config)
		return;
	files = data_get(run->config->root, "files");
	fetch = data_get(run->config->root, "fetch");
	for (uint32_t i = 0; files && files->kind == DATA_TABLE && i < files->pairs.n; i++)
		add_brought(builder, run, str_of(files->pairs.at[i].key));
	for (uint32_t i = 0; fetch && fetch->kind == DATA_ARRAY && i < fetch->items.n; i++)
		add_fetch(builder, run, fetch->items.at[i]);
}

/* Code of a page that says what settings say elsewhere. */
static bool code_is_lasting(const struct page *page)
{
	for (uint32_t i = 0; i < page->list->regions.n; i++) {
		const struct source *code = page->list->regions.at[i].source;

		if (page->list->regions.at[i].language == LANG_JAVASCRIPT &&
		        page_code_is_lasting((struct str){code->bytes, code->length}))
			return true;
	}
	return false;
}

static void add_script(
        struct builder *builder, uint32_t index, const struct page_script *script, bool lasting)
{
	struct page *page = builder->page;
	struct page_config *own = page->configs.at[index];
	bool worker = script->has_worker || strstr(script->type, "editor");
	bool alone = script->standalone || (worker && own);
	struct page_run run = {.script = script,
	        .config = own || alone ? own : page->settings[script->micropython],
	        .worker = worker,
	        .micropython = script->micropython};
	struct str file = script->has_src ? script->src : script->worker;

	run.lasting = !run.micropython &&
	        (page_config_is_lasting(run.config) || (lasting && (!worker || !alone)));
	run.path = page_resolve(builder->model, page->directory, file);
	add_run(builder, run);
	add_files(builder, &run);
}

static void add_code(struct builder *builder, const struct region *region)
{
	struct page_code code = {.page = builder->page,
	        .directory = builder->page->directory,
	        .text = {region->source->bytes, region->source->length},
	        .micropython = region->micropython};

	if (region->source->parent == builder->page->source)
		page_add_workers(builder->model, &code);
}

/* Does code, or any script of the main thread, say that plain calls make lasting proxies? */
static bool page_is_lasting(const struct page *page)
{
	for (uint32_t i = 0; i < page->list->scripts.n; i++)
		if (!script_at(page, i)->micropython && !script_at(page, i)->has_worker &&
		        page_config_is_lasting(page->configs.at[i]))
			return true;
	return code_is_lasting(page) || page_config_is_lasting(page->settings[0]);
}

static void add_runs(struct builder *builder)
{
	struct page *page = builder->page;
	bool lasting = page_is_lasting(page);

	for (uint32_t i = 0; i < page->list->scripts.n; i++) {
		const struct page_script *script = script_at(page, i);

		if (is_here(page, script->source) && !script->settings)
			add_script(builder, i, script, lasting);
	}
	for (uint32_t i = 0; i < page->list->regions.n; i++)
		add_code(builder, &page->list->regions.at[i]);
}

/* ---- adding ---- */

static void add_page(struct page_model *model, struct source *source,
        const struct region_list *list, bool reported)
{
	struct page *page = arena_new(model->arena, struct page);
	struct builder builder = {model, page};

	page->path = source->path;
	page->source = source;
	page->list = list;
	page->reported = reported;
	page->snippet = source->parent || !front_is_document(source->path);
	page->directory = page->snippet ? NULL : path_directory(model->arena, source->path);
	find_release(page);
	read_configs(&builder);
	find_settings(&builder);
	add_runs(&builder);
	vec_push(model->arena, &model->pages, page);
	if (!page->snippet)
		map_put(&model->page_at, page->path, page);
}

/* Documents in fences, each once: what came before is of the same one or of an older one. */
static void add_snippets(struct page_model *model, const struct region_list *list, bool reported)
{
	struct source *last = NULL;

	for (uint32_t i = 0; i < list->scripts.n; i++) {
		struct source *source = list->scripts.at[i].source;

		if (source != last)
			add_page(model, source, list, reported);
		last = source;
	}
}

/* Configurations that documentation shows. */
static void add_shown(struct page_model *model, const struct region_list *list)
{
	for (uint32_t i = 0; i < list->data.n; i++) {
		struct page_config *config = page_config_read(
		        model->arena, list->data.at[i].source, NULL, list->data.at[i].json);

		config->reported = true;
		if (page_config_is_pyscript(config->root))
			vec_push(model->arena, &model->configs, config);
	}
}

void page_model_add(struct page_model *model, struct source *source, const struct region_list *list,
        bool reported)
{
	if (page_model_has(model, source->path))
		return;
	if (front_is_document(source->path) || (front_is_component(source->path) && reported))
		add_page(model, source, list, reported);
	else if (reported)
		add_snippets(model, list, reported);
	if (reported)
		add_shown(model, list);
}

bool page_model_has(const struct page_model *model, const char *path)
{
	return map_get(&model->page_at, path) != NULL;
}

const struct page_run *page_model_inline(
        const struct page_model *model, const char *path, uint32_t offset)
{
	const struct page *page = map_get(&model->page_at, path);

	for (uint32_t i = 0; page && i < page->runs.n; i++) {
		const struct page_run *run = page->runs.at[i];

		if (run->script && !run->brought && offset >= run->script->span.start &&
		        offset < run->script->span.end)
			return run;
	}
	return NULL;
}

bool page_uses(const struct page *page, const struct page_config *config)
{
	for (uint32_t i = 0; i < page->configs.n; i++)
		if (page->configs.at[i] == config)
			return true;
	return page->settings[0] == config || page->settings[1] == config;
}

/* ---- units ---- */

static const struct page_config *config_above(struct page_model *model, const char *directory)
{
	const struct page_config *config = config_in(model, directory);

	while (!config && !same(directory, ".") && !same(directory, "/")) {
		directory = path_directory(model->arena, directory);
		config = config_in(model, directory);
	}
	return config;
}

static bool imports_modules(const struct unit *unit)
{
	for (uint32_t i = 0; i < unit->imports.n; i++)
		if (str_starts(str_of(unit->imports.at[i].name), "pyscript.js_modules"))
			return true;
	return false;
}

void page_model_add_unit(struct page_model *model, const struct unit *unit, bool reported)
{
	struct page_unit added = {.unit = unit, .reported = reported};
	const char *path = unit->source->path;
	const struct page_runs *runs = page_model_runs(model, path);
	const struct page_run *run;

	if (unit->source->parent) {
		run = page_model_inline(model, path, source_file_offset(unit->source, 0));
		if (run)
			vec_push(model->arena, &added.runs.list, run);
	} else if (runs) {
		added.runs = *runs;
	} else if (imports_modules(unit)) {
		added.near = config_above(model, path_directory(model->arena, path));
	}
	vec_push(model->arena, &model->units, added);
}
