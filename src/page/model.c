/*
 * The model of a project: files, configurations, modules and runs by path.
 */
#include "base/file.h"
#include "base/find.h"
#include "page/part.h"

struct page_model *page_model_new(struct arena *arena, struct page_files files)
{
	struct page_model *model = arena_new(arena, struct page_model);

	model->arena = arena;
	model->files = files;
	return model;
}

void page_model_free(struct page_model *model)
{
	map_free(&model->config_at);
	map_free(&model->run_at);
	map_free(&model->page_at);
	map_free(&model->file_at);
	map_free(&model->package_at);
}

enum path_kind page_model_kind(const struct page_model *model, const char *path)
{
	return model->files.kind(model->files.context, path);
}

/* ---- places ---- */

static bool is_elsewhere(struct str url)
{
	return !url.n || str_find(url, "://") || str_starts(url, "//") ||
	        str_starts(url, "data:") || str_find(url, "{") || str_find(url, "<") ||
	        str_find(url, "$");
}

const char *page_resolve(const struct page_model *model, const char *directory, struct str url)
{
	const char *name, *path;

	url = str_trim(url);
	if (!directory || is_elsewhere(url))
		return NULL;
	name = arena_strndup(model->arena, url.at, url.n);
	name = arena_strndup(model->arena, name, strcspn(name, "?#"));
	if (!*name)
		return NULL;
	if (*name != '/')
		return path_beside(model->arena, directory, name);
	/* from the root of the site, which may be any directory above */
	name += strspn(name, "/");
	for (;; directory = path_directory(model->arena, directory)) {
		path = path_beside(model->arena, directory, name);
		if (page_model_kind(model, path) == PATH_FILE)
			return path;
		if (same(directory, ".") || same(directory, "/"))
			return NULL;
	}
}

/* ---- configurations ---- */

static struct page_config *add_config(
        struct page_model *model, struct source *source, const char *directory, bool json)
{
	struct page_config *config = page_config_read(model->arena, source, directory, json);

	for (uint32_t i = 0; i < config->modules.n; i++)
		page_find_module(model, &config->modules.at[i]);
	vec_push(model->arena, &model->configs, config);
	return config;
}

struct page_config *page_model_config(struct page_model *model, const char *path)
{
	struct page_config *config = path ? map_get(&model->config_at, path) : NULL;
	struct source *source;

	if (config || !path)
		return config;
	source = model->files.read(model->files.context, path);
	if (!source)
		return NULL;
	config = add_config(
	        model, source, path_directory(model->arena, path), str_ends(str_of(path), ".json"));
	config->path = source->path;
	map_put(&model->config_at, config->path, config);
	return config;
}

struct page_config *page_read_config(
        struct page_model *model, const struct page_script *script, const char *directory)
{
	struct str text = script->config;

	if (page_config_is_place(text))
		return page_model_config(model, page_resolve(model, directory, text));
	if (!str_trim(text).n || str_find(text, "{{") || str_find(text, "{%"))
		return NULL;
	return add_config(model, script->config_source, directory, page_config_is_json(text));
}

/* ---- runs ---- */

const struct page_run *page_add_run(struct page_model *model, struct page_run run)
{
	struct page_run *kept = arena_new(model->arena, struct page_run);
	struct page_runs *runs;

	*kept = run;
	if (!run.path)
		return kept;
	runs = map_get(&model->run_at, run.path);
	if (!runs) {
		runs = arena_new(model->arena, struct page_runs);
		map_put(&model->run_at, run.path, runs);
	}
	vec_push(model->arena, &runs->list, kept);
	return kept;
}

const struct page_runs *page_model_runs(const struct page_model *model, const char *path)
{
	return map_get(&model->run_at, path);
}

void page_model_add_code(struct page_model *model, const char *path, struct str code)
{
	page_add_workers(model,
	        &(struct page_code){.directory = path_directory(model->arena, path),
	                .text = code,
	                .climb = true});
}
