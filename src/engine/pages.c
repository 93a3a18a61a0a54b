/*
 * What the pages and configurations of the run say, and those that lie near
 * its Python files: which interpreter runs a file, and how. Files that they
 * name are read for it, whether they are of the run or not.
 *
 * A Python file is given only what all agree on that run it: the code has to
 * be right wherever it runs. A configuration that cannot be read says nothing.
 */
#include "engine/project.h"

#include "base/file.h"
#include "base/find.h"
#include "base/stop.h"

enum { LARGEST_PAGE = 1 << 20, MOST_PAGES_NEAR = 50 };

struct search {
	struct project *project;
	struct map folders; /* that were searched for pages */
};

/* ---- reading ---- */

/* Of what project->text holds. */
static struct source *keep_text(struct project *project, const char *path)
{
	const struct buf *text = &project->text;
	struct source *source = source_new(project->arena, arena_strdup(project->arena, path),
	        arena_strndup(project->arena, text->at, text->n), (uint32_t)text->n);

	map_put(&project->looked_at, source->path, source);
	return source;
}

static struct source *read_text(struct project *project, const char *path)
{
	size_t limit = project->request->max_file_size;

	if (project_path_kind(project, path) != PATH_FILE ||
	        project_read_file(project, path, limit, &project->text))
		return NULL;
	return keep_text(project, path);
}

/* A file that is named: an input where it is one, else only its text. Data that is named becomes an
 * input, so that findings in it have a place to be shown. */
static struct source *read_named(void *context, const char *path)
{
	struct project *project = context;
	struct input *input = map_get(&project->by_path, path);

	if (!input && project_is_data(path))
		input = project_add_context(project, path);
	if (input && project_load(project, input))
		return input->source;
	return project_is_data(path) ? NULL : read_text(project, path);
}

static enum path_kind kind_of_named(void *context, const char *path)
{
	return project_path_kind(context, path);
}

/* ---- pages ---- */

static void read_page(struct project *project, const char *path)
{
	struct region_list *list;
	struct source *source;

	if (page_model_has(project->pages, path))
		return;
	/* most pages run no Python: they are not kept */
	if (project_read_file(project, path, LARGEST_PAGE, &project->text) ||
	        !str_find((struct str){project->text.at, project->text.n}, "py"))
		return;
	source = keep_text(project, path);
	list = arena_new(project->arena, struct region_list);
	*list = front_regions(project->arena, source, path);
	page_model_add(project->pages, source, list, false);
}

static void read_pages_in(struct search *search, const char *folder)
{
	struct project *project = search->project;
	struct paths paths;

	if (map_get(&search->folders, folder))
		return;
	map_put(&search->folders, folder, search);
	paths = project_pages_in(project, folder);
	for (uint32_t i = 0; i < paths.n && i < MOST_PAGES_NEAR; i++)
		read_page(project, path_clean(project->arena, paths.at[i]));
}

/* The unit that is the whole of a Python file, or NULL. */
static const struct unit *python_file(const struct input *input)
{
	const struct unit *unit = input->units.n ? input->units.at[0] : NULL;

	return unit && unit->language == LANG_PYTHON && !unit->source->parent ? unit : NULL;
}

static void read_near(struct search *search, const struct input *input)
{
	struct arena *arena = search->project->arena;
	const struct unit *unit = python_file(input);
	const char *directory = path_directory(arena, input->path);

	if (!unit)
		return;
	read_pages_in(search, directory);
	read_pages_in(search, path_clean(arena, path_join(arena, directory, "..")));
	page_model_add_code(search->project->pages, input->path,
	        (struct str){unit->source->bytes, unit->source->length});
}

static void read_input(struct project *project, const struct input *input)
{
	struct page_config *config;

	if (input->context)
		return;
	if (project_is_data(input->path)) {
		config = page_model_config(project->pages, input->path);
		if (config)
			config->reported = true;
	} else if (front_is_host(input->path) && input->source) {
		page_model_add(project->pages, input->source, &input->regions, true);
	}
}

/* Configurations that a page of the run names are of the run. */
static void report_configs(struct project *project)
{
	for (uint32_t i = 0; i < project->pages->configs.n; i++) {
		const struct page_config *config = project->pages->configs.at[i];
		struct input *input =
		        config->path ? map_get(&project->by_path, config->path) : NULL;

		if (input && config->reported)
			input->context = false;
	}
}

/* ---- units ---- */

/* The code of the file or region that a unit is part of. */
static const struct unit *outermost(const struct unit *unit)
{
	while (unit->host)
		unit = unit->host;
	return unit;
}

static void mark_file(struct unit *unit, const struct page_runs *runs)
{
	bool micropython = false, lasting = false;

	for (uint32_t i = 0; i < runs->list.n; i++) {
		const struct page_run *run = runs->list.at[i];

		if (!run->micropython && !run->lasting)
			return;
		micropython = micropython || run->micropython;
		lasting = lasting || run->lasting;
	}
	unit->micropython = micropython && !lasting;
	unit->lasting_calls = lasting;
}

/* The scripts of a page run in one interpreter, with the same globals, but for those of an `env` of
 * their own. */
static const char *scope_of(
        const struct project *project, const char *page, const struct page_run *run)
{
	return arena_printf(project->arena, "%s %d %.*s", page, run->micropython,
	        (int)run->script->env.n, run->script->env.at);
}

/* Does it share its globals with the other scripts of its page? */
static bool shares(const struct page_run *run)
{
	return run->page && run->script && !run->worker && !run->brought;
}

/* What a file means by a name, another script of its page may say: then it is read whatever words
 * stand in it. */
static void lower_scripts(struct project *project, const struct page *page)
{
	uint32_t sharing = 0;

	for (uint32_t i = 0; i < page->runs.n; i++)
		sharing += shares(page->runs.at[i]);
	for (uint32_t i = 0; sharing > 1 && i < page->runs.n; i++) {
		const struct page_run *run = page->runs.at[i];
		struct input *input =
		        run->path && shares(run) ? map_get(&project->by_path, run->path) : NULL;

		if (input && project_load(project, input))
			project_lower(project, input);
	}
}

/* A file that one script of one page names is of that page's scope. */
static const struct page_run *only_run(const struct page_runs *runs)
{
	const struct page_run *run = runs->list.n == 1 ? runs->list.at[0] : NULL;

	return run && shares(run) ? run : NULL;
}

static void mark(const struct project *project, const struct input *input, struct unit *unit)
{
	const struct unit *outer = outermost(unit);
	const struct page_runs *runs = page_model_runs(project->pages, input->path);
	const struct page_run *run;

	if (unit->language != LANG_PYTHON || outer->language != LANG_PYTHON)
		return;
	if (unit == outer)
		page_model_add_unit(project->pages, unit, !input->context);
	if (outer->source->parent) {
		run = page_model_inline(
		        project->pages, input->path, source_file_offset(outer->source, 0));
		unit->lasting_calls = run && run->lasting;
		if (run && !run->worker && unit == outer)
			unit->scope = scope_of(project, input->path, run);
	} else if (runs) {
		mark_file(unit, runs);
		run = only_run(runs);
		if (run && unit == outer)
			unit->scope = scope_of(project, run->page->path, run);
	}
}

void project_find_pages(struct project *project)
{
	struct page_files files = {read_named, kind_of_named, project};
	struct search search = {.project = project};
	uint32_t count = project->inputs.n;

	project->pages = page_model_new(project->arena, files);
	for (uint32_t i = 0; i < count && !stop_wanted(); i++)
		read_input(project, project->inputs.at[i]);
	for (uint32_t i = 0; i < count && !stop_wanted(); i++)
		read_near(&search, project->inputs.at[i]);
	report_configs(project);
	for (uint32_t i = 0; i < project->pages->pages.n; i++)
		lower_scripts(project, project->pages->pages.at[i]);
	for (uint32_t i = 0; i < project->inputs.n; i++)
		for (uint32_t u = 0; u < project->inputs.at[i]->units.n; u++)
			mark(project, project->inputs.at[i], project->inputs.at[i]->units.at[u]);
	page_collect_uses(project->pages);
	map_free(&search.folders);
}
