/*
 * Which scripts of JavaScript see the names of which others: those of one
 * page, in it or in files that it names, that are no modules. Takes the pages
 * of the run, gives units their scope.
 *
 * A file that several pages name is of no scope: what a name means in it hangs
 * on the page.
 */
#include "engine/project.h"

#include "base/file.h"

static const char several[] = "";

struct sharing {
	struct project *project;
	struct map scope_of; /* `several`, or the page, by path of a file */
};

/* The file of the run that the element names, or NULL. */
static struct input *linked(
        const struct project *project, const struct input *page, const struct page_link *link)
{
	struct arena *arena = project->arena;
	const char *url = arena_str(arena, link->url), *path;

	if (link->module || link->snippet || url[0] == '/' || strchr(url, ':'))
		return NULL;
	path = arena_strndup(arena, url, strcspn(url, "?#"));
	path = path_clean(arena, path_join(arena, path_directory(arena, page->path), path));
	return map_get(&project->by_path, path);
}

/* Is it a script of the page itself, or what an attribute of it does? */
static bool stands_in(const struct input *page, const struct unit *unit)
{
	return unit->script && !unit->host && unit->source->parent == page->source;
}

static bool has_scripts(const struct project *project, const struct input *page)
{
	bool found = false;

	for (uint32_t i = 0; !found && i < page->units.n; i++)
		found = stands_in(page, page->units.at[i]);
	for (uint32_t i = 0; !found && i < page->regions.links.n; i++) {
		const struct input *file = linked(project, page, &page->regions.links.at[i]);

		found = file && file->lowered && file->units.n && file->units.at[0]->script;
	}
	return found;
}

/* Its files are read whatever words stand in them: what they call, another one may say. */
static void share_files(struct sharing *sharing, const struct input *page)
{
	struct project *project = sharing->project;

	for (uint32_t i = 0; i < page->regions.links.n; i++) {
		struct input *file = linked(project, page, &page->regions.links.at[i]);
		const char *known = file ? map_get(&sharing->scope_of, file->path) : NULL;

		if (!file || !project_load(project, file))
			continue;
		project_lower(project, file);
		map_put(&sharing->scope_of, file->path,
		        (void *)(known && !same(known, page->path) ? several : page->path));
	}
}

static void share_page(struct sharing *sharing, struct input *page)
{
	if (!front_is_document(page->path) || !page->source || !has_scripts(sharing->project, page))
		return;
	for (uint32_t i = 0; i < page->units.n; i++)
		if (stands_in(page, page->units.at[i]))
			page->units.at[i]->scope = page->path;
	share_files(sharing, page);
}

void project_share_scripts(struct project *project)
{
	struct sharing sharing = {.project = project};
	uint32_t count = project->inputs.n;

	for (uint32_t i = 0; i < count; i++)
		share_page(&sharing, project->inputs.at[i]);
	for (uint32_t i = 0; i < count; i++) {
		const struct input *input = project->inputs.at[i];
		const char *scope = map_get(&sharing.scope_of, input->path);

		if (scope && scope != several && input->units.n && input->units.at[0]->script)
			input->units.at[0]->scope = scope;
	}
	map_free(&sharing.scope_of);
}
