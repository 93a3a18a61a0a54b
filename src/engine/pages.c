/*
 * What the pages and configurations of the run say. Files that they name are
 * read for it, whether they are of the run or not.
 */
#include "engine/project.h"

#include "base/file.h"

/* A file that is named: an input where it is one, else only its text. Data that is named becomes an
 * input, so that findings in it have a place to be shown. */
static struct source *read_named(void *context, const char *path)
{
	struct project *project = context;
	struct input *input = map_get(&project->by_path, path);
	const struct buf *text = &project->text;

	if (!input && project_is_data(path))
		input = project_add_context(project, path);
	if (input && project_load(project, input))
		return input->source;
	if (project_is_data(path) || path_kind(path) != PATH_FILE ||
	        file_read(path, project->request->max_file_size, &project->text))
		return NULL;
	return source_new(project->arena, arena_strdup(project->arena, path),
	        arena_strndup(project->arena, text->at, text->n), (uint32_t)text->n);
}

void project_find_pages(struct project *project)
{
	struct page_files files = {read_named, project};
	uint32_t count = project->inputs.n;

	project->pages = page_model_new(project->arena, files);
	for (uint32_t i = 0; i < count; i++) {
		struct input *input = project->inputs.at[i];

		if (!input->context && project_is_data(input->path))
			page_model_config(project->pages, input->path);
	}
}
