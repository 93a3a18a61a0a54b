/*
 * Which interpreter runs a Python file, and how. Pages say so: a script element
 * or a worker names the file, its type the interpreter, a configuration the
 * rest. Takes the pages of this run and those that lie near its Python files,
 * which are read for nothing else, and marks the units.
 *
 * A file is given only what all pages agree on that load it: the code has to
 * be right wherever it runs. A configuration that cannot be read says nothing.
 */
#include "engine/project.h"

#include "base/file.h"
#include "base/find.h"
#include "base/walk.h"
#include "data/data.h"

#include <stdlib.h>

enum { LARGEST_PAGE = 1 << 20, MOST_PAGES_NEAR = 50 };

static const char lasting_key[] = "experimental_create_proxy";

/* How pages run a file. */
struct runs {
	bool micropython, plain, lasting;
};

/* What of a page is remembered: inline scripts whose plain calls make lasting proxies. */
struct page {
	VEC(struct span) lasting;
};

struct runtimes {
	struct project *project;
	struct arena arena;   /* what the maps hold */
	struct arena scratch; /* the page at hand */
	struct map files;     /* struct runs, by path */
	struct map pages;     /* struct page, by path */
	struct map folders;   /* that were searched for pages */
};

/* Where code was met that names a file. */
struct site {
	struct runtimes *runtimes;
	const char *directory;
};

/* ---- files that pages name ---- */

static bool is_remote(struct str url)
{
	return !url.n || str_find(url, "://") || str_starts(url, "//") || str_find(url, "{");
}

/* The path of a file, or NULL. A URL from the root of a site is looked for in each directory above,
 * as is one whose page is not known (`climb`). */
static const char *find_file(const struct site *site, struct str url, bool climb)
{
	struct runtimes *runtimes = site->runtimes;
	const char *directory = site->directory, *name, *path;

	if (is_remote(url))
		return NULL;
	climb = climb || url.at[0] == '/';
	name = arena_strndup(&runtimes->arena, url.at, url.n);
	name = arena_strndup(&runtimes->arena, name, strcspn(name, "?#"));
	name += strspn(name, "/");
	for (;;) {
		path = path_clean(&runtimes->arena, path_join(&runtimes->arena, directory, name));
		if (!climb || map_get(&runtimes->project->by_path, path))
			return path;
		if (same(directory, ".") || same(directory, "/"))
			return NULL;
		directory = path_directory(&runtimes->arena, directory);
	}
}

static void add_runs(struct runtimes *runtimes, const char *path, struct runs more)
{
	struct runs *runs;

	if (!path)
		return;
	runs = map_get(&runtimes->files, path);
	if (!runs) {
		runs = arena_new(&runtimes->arena, struct runs);
		map_put(&runtimes->files, path, runs);
	}
	runs->micropython = runs->micropython || more.micropython;
	runs->lasting = runs->lasting || more.lasting;
	runs->plain = runs->plain || more.plain;
}

static struct runs runs_of(bool micropython, bool lasting)
{
	return (struct runs){.micropython = micropython,
	        .lasting = !micropython && lasting,
	        .plain = !micropython && !lasting};
}

/* ---- configurations ---- */

struct runs_config {
	struct site site; /* what its paths are relative to */
	const struct data_value *root;
};

static bool is_json(struct str text)
{
	return text.n && text.at[0] == '{';
}

/* The rule of PyScript: what ends like a file is one. */
static bool names_config(struct str text)
{
	const char *query = memchr(text.at, '?', text.n);
	struct str path = {text.at, query ? (size_t)(query - text.at) : text.n};

	return !is_json(text) && !memchr(text.at, '\n', text.n) &&
	        (str_ends(path, ".toml") || str_ends(path, ".json"));
}

static const struct data_value *parse_config(struct runtimes *runtimes, struct str text, bool json)
{
	const char *bytes = arena_strndup(&runtimes->scratch, text.at, text.n);
	struct source *source = source_new(&runtimes->scratch, "config", bytes, (uint32_t)text.n);
	struct data_error error;

	return json ? json_read(&runtimes->scratch, source, &error)
	            : toml_read(&runtimes->scratch, source, &error);
}

static struct runs_config config_in_file(const struct site *site, const char *path)
{
	struct runtimes *runtimes = site->runtimes;
	struct buf *text = &runtimes->project->text;
	struct runs_config config = {.site = *site};

	if (!path || file_read(path, LARGEST_PAGE, text))
		return config;
	config.site.directory = path_directory(&runtimes->arena, path);
	config.root = parse_config(
	        runtimes, (struct str){text->at, text->n}, str_ends(str_of(path), ".json"));
	return config;
}

/* What an attribute or an element says: the configuration itself, or where it is. */
static struct runs_config read_config(const struct site *site, struct str text)
{
	struct runs_config config = {.site = *site};

	if (names_config(text))
		return config_in_file(site, find_file(site, text, false));
	if (text.n)
		config.root = parse_config(site->runtimes, text, is_json(text));
	return config;
}

static bool is_lasting(const struct data_value *root)
{
	return same(data_text(data_get(root, lasting_key)), "auto");
}

/* One file that a configuration brings along. What lies outside of the folder of the page belongs
 * to more than this page: it may be run otherwise elsewhere. */
static void add_fetched(
        const struct site *page, const struct site *site, const char *url, struct runs runs)
{
	const char *path =
	        str_ends(str_of(url), ".py") ? find_file(site, str_of(url), false) : NULL;
	size_t n = strlen(page->directory);
	bool inside = same(page->directory, ".")
	        ? path && path[0] != '.' && path[0] != '/'
	        : path && strncmp(path, page->directory, n) == 0 && path[n] == '/';

	if (inside || runs.plain)
		add_runs(site->runtimes, path, runs);
}

static void add_fetch(const struct site *page, const struct runs_config *config,
        const struct data_value *fetch, struct runs runs)
{
	const struct data_value *files = data_get(fetch, "files");
	const char *from = data_text(data_get(fetch, "from"));
	struct arena *arena = &page->runtimes->scratch;

	for (uint32_t i = 0; files && files->kind == DATA_ARRAY && i < files->items.n; i++) {
		const char *name = data_text(files->items.at[i]);

		if (name)
			add_fetched(page, &config->site, from ? path_join(arena, from, name) : name,
			        runs);
	}
}

static void add_config_files(
        const struct site *page, const struct runs_config *config, struct runs runs)
{
	const struct data_value *files = data_get(config->root, "files");
	const struct data_value *fetch = data_get(config->root, "fetch");

	for (uint32_t i = 0; files && files->kind == DATA_TABLE && i < files->pairs.n; i++)
		add_fetched(page, &config->site, files->pairs.at[i].key, runs);
	for (uint32_t i = 0; fetch && fetch->kind == DATA_ARRAY && i < fetch->items.n; i++)
		add_fetch(page, config, fetch->items.at[i], runs);
}

/* ---- workers that code starts ---- */

static struct str behind(struct str text, const char *word)
{
	const char *at = str_find(text, word);

	if (!at)
		return (struct str){"", 0};
	at += strlen(word);
	return (struct str){at, (size_t)(text.at + text.n - at)};
}

/* The string that `text` starts with, empty when that is something else. */
static struct str string_at(struct str text)
{
	const char *end;

	text = str_trim(text);
	if (!text.n || (*text.at != '"' && *text.at != '\''))
		return (struct str){"", 0};
	end = memchr(text.at + 1, *text.at, text.n - 1);
	return (struct str){text.at + 1, end ? (size_t)(end - text.at - 1) : 0};
}

/* What stands behind the key `text` starts behind: `: "value"`, `": "value"`, `="value"`. */
static struct str value_at(struct str text)
{
	while (text.n && *text.at && strchr("\"' \t\r\n", *text.at))
		text = (struct str){text.at + 1, text.n - 1};
	if (!text.n || (*text.at != ':' && *text.at != '='))
		return (struct str){"", 0};
	return string_at((struct str){text.at + 1, text.n - 1});
}

static bool says_lasting(struct str text)
{
	while ((text = behind(text, lasting_key)).n)
		if (str_is(value_at(text), "auto"))
			return true;
	return false;
}

/* `call` is what stands behind the opening parenthesis, `runs` how its surroundings are run. */
static void add_worker(const struct site *site, struct str call, bool micropython, bool climb)
{
	struct str url = string_at(call), type, config;
	const char *end;

	if (!str_ends(url, ".py"))
		return;
	call.n -= (size_t)(url.at + url.n - call.at);
	call.at = url.at + url.n;
	end = memchr(call.at, ')', call.n);
	call.n = end ? (size_t)(end - call.at) : 0;
	type = value_at(behind(call, "type"));
	config = value_at(behind(call, "config"));
	if (type.n)
		micropython = str_is(type, "micropython") || str_is(type, "mpy");
	add_runs(site->runtimes, find_file(site, url, climb),
	        runs_of(micropython,
	                says_lasting(call) || is_lasting(read_config(site, config).root)));
}

static void add_workers(const struct site *site, struct str code, bool micropython, bool climb)
{
	for (struct str rest = code; (rest = behind(rest, "Worker(")).n;) {
		size_t before = (size_t)(rest.at - code.at) - strlen("Worker(");
		struct str name = {code.at, before};

		if (str_ends(name, "X") || str_ends(name, "Py"))
			add_worker(site, rest, micropython, climb);
	}
}

/* ---- pages ---- */

static bool is_page(const char *name)
{
	struct str path = str_of(name);

	return str_ends(path, ".html") || str_ends(path, ".htm") || str_ends(path, ".xhtml");
}

/* A configuration beside the page holds for it when it names none. */
static bool lasting_beside(const struct site *site)
{
	static const char *const names[] = {"pyscript.toml", "pyscript.json"};
	struct arena *arena = &site->runtimes->scratch;

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (is_lasting(
		            config_in_file(site, path_join(arena, site->directory, names[i])).root))
			return true;
	return false;
}

/* Do plain calls make lasting proxies wherever a script of the page does not say otherwise? */
static bool page_is_lasting(const struct site *site, const struct region_list *list)
{
	bool configured = false, shared = false;

	for (uint32_t i = 0; i < list->scripts.n; i++) {
		const struct page_script *script = &list->scripts.at[i];

		if (script->micropython || script->worker)
			continue;
		if (is_lasting(read_config(site, script->config).root))
			return true;
		configured = configured || script->config.n;
		shared = shared || !script->standalone;
	}
	for (uint32_t i = 0; i < list->regions.n; i++) {
		const struct region *region = &list->regions.at[i];

		if (region->language == LANG_JAVASCRIPT &&
		        says_lasting((struct str){region->source->bytes, region->source->length}))
			return true;
	}
	return shared && !configured && lasting_beside(site);
}

static void add_script(const struct site *site, struct page *page, const struct page_script *script,
        bool page_lasting)
{
	struct runs_config config = read_config(site, script->config);
	bool alone = script->worker && (script->standalone || script->config.n);
	struct runs runs =
	        runs_of(script->micropython, is_lasting(config.root) || (!alone && page_lasting));

	if (runs.lasting)
		vec_push(&site->runtimes->arena, &page->lasting, script->span);
	if (!script->settings)
		add_runs(site->runtimes, find_file(site, script->src, false), runs);
	add_config_files(site, &config, runs);
}

static void add_page(const struct site *site, struct page *page, const struct region_list *list)
{
	bool lasting = page_is_lasting(site, list);

	for (uint32_t i = 0; i < list->scripts.n; i++)
		add_script(site, page, &list->scripts.at[i], lasting);
	for (uint32_t i = 0; i < list->regions.n; i++) {
		const struct region *region = &list->regions.at[i];
		struct str code = {region->source->bytes, region->source->length};

		add_workers(site, code, region->micropython, false);
	}
}

static void read_page(struct runtimes *runtimes, const char *path)
{
	struct buf *text = &runtimes->project->text;
	struct site site = {runtimes, path_directory(&runtimes->arena, path)};
	struct region_list list;
	struct source *source;
	struct page *page;

	if (map_get(&runtimes->pages, path))
		return;
	page = arena_new(&runtimes->arena, struct page);
	map_put(&runtimes->pages, path, page);
	if (file_read(path, LARGEST_PAGE, text))
		return;
	source = source_new(&runtimes->scratch, path,
	        arena_strndup(&runtimes->scratch, text->at, text->n), (uint32_t)text->n);
	list = front_regions(&runtimes->scratch, source, path);
	add_page(&site, page, &list);
	arena_reset(&runtimes->scratch);
}

static int compare_paths(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

static void read_pages_in(struct runtimes *runtimes, const char *folder)
{
	struct walk walk = {.arena = &runtimes->arena, .wanted = is_page};

	if (map_get(&runtimes->folders, folder))
		return;
	map_put(&runtimes->folders, folder, runtimes);
	walk_folder(&walk, folder);
	if (walk.paths.n)
		qsort(walk.paths.at, walk.paths.n, sizeof(*walk.paths.at), compare_paths);
	for (uint32_t i = 0; i < walk.paths.n && i < MOST_PAGES_NEAR; i++)
		read_page(runtimes, path_clean(&runtimes->arena, walk.paths.at[i]));
}

/* ---- units ---- */

/* The code of the file or region that a unit is part of. */
static const struct unit *outermost(const struct unit *unit)
{
	while (unit->host)
		unit = unit->host;
	return unit;
}

/* The unit that is the whole of a Python file, or NULL. */
static const struct unit *python_file(const struct input *input)
{
	const struct unit *unit = input->units.n ? input->units.at[0] : NULL;

	return unit && unit->language == LANG_PYTHON && !unit->source->parent ? unit : NULL;
}

static void read_near(struct runtimes *runtimes, const struct input *input)
{
	struct arena *arena = &runtimes->arena;
	const struct unit *unit = python_file(input);
	struct site site = {runtimes, path_directory(arena, input->path)};

	if (!unit)
		return;
	read_pages_in(runtimes, site.directory);
	read_pages_in(runtimes, path_clean(arena, path_join(arena, site.directory, "..")));
	add_workers(&site, (struct str){unit->source->bytes, unit->source->length}, false, true);
	arena_reset(&runtimes->scratch);
}

static bool page_lasts(const struct page *page, const struct unit *unit)
{
	uint32_t at = source_file_offset(unit->source, 0);

	for (uint32_t i = 0; page && i < page->lasting.n; i++)
		if (at >= page->lasting.at[i].start && at < page->lasting.at[i].end)
			return true;
	return false;
}

static void mark(const struct runtimes *runtimes, const struct input *input, struct unit *unit)
{
	const struct unit *outer = outermost(unit);
	const struct runs *runs = map_get(&runtimes->files, input->path);

	if (unit->language != LANG_PYTHON || outer->language != LANG_PYTHON)
		return;
	if (outer->source->parent) {
		unit->lasting_calls = page_lasts(map_get(&runtimes->pages, input->path), outer);
	} else if (runs && !runs->plain) {
		unit->micropython = runs->micropython && !runs->lasting;
		unit->lasting_calls = runs->lasting;
	}
}

static bool has_python(const struct project *project)
{
	for (uint32_t i = 0; i < project->inputs.n; i++)
		for (uint32_t u = 0; u < project->inputs.at[i]->units.n; u++)
			if (project->inputs.at[i]->units.at[u]->language == LANG_PYTHON)
				return true;
	return false;
}

void project_find_runtimes(struct project *project)
{
	struct runtimes runtimes = {.project = project};

	if (!has_python(project))
		return;
	for (uint32_t i = 0; i < project->inputs.n; i++)
		if (is_page(project->inputs.at[i]->path))
			read_page(&runtimes, project->inputs.at[i]->path);
	for (uint32_t i = 0; i < project->inputs.n; i++)
		read_near(&runtimes, project->inputs.at[i]);
	for (uint32_t i = 0; i < project->inputs.n; i++)
		for (uint32_t u = 0; u < project->inputs.at[i]->units.n; u++)
			mark(&runtimes, project->inputs.at[i], project->inputs.at[i]->units.at[u]);
	map_free(&runtimes.files);
	map_free(&runtimes.pages);
	map_free(&runtimes.folders);
	arena_free(&runtimes.arena);
	arena_free(&runtimes.scratch);
}
