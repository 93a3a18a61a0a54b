/*
 * The baseline of a run: that of the request, or of the configuration of the
 * working directory, or the nearest file with the usual name there or above,
 * up to the project's root.
 */
#include "engine/project.h"

#include "base/stop.h"
#include "diag/baseline.h"

enum { LARGEST_BASELINE = 64 << 20 };

/* Fills *usual when nobody named one. */
static const char *baseline_path(struct project *project, bool *usual)
{
	const struct config *config = configs_here(&project->configs);
	const char *root = project->root, *above;

	*usual = false;
	if (project->request->baseline)
		return project->request->baseline;
	if (config->baseline.text)
		return config_path_of(project->arena, config, &config->baseline);
	*usual = true;
	above = project_above(project->arena, BASELINE_NAME);
	if (!above || !str_starts(str_of(above), root))
		above = root;
	return path_clean(project->arena, path_join(project->arena, above, BASELINE_NAME));
}

static bool read_baseline(struct project *project, const char *path, struct baseline *baseline)
{
	int reason = file_read(path, LARGEST_BASELINE, &project->text);
	struct data_error error;
	struct source *source;

	if (reason) {
		project_trouble(project, "%s: %s", path, strerror(reason));
		return false;
	}
	source = source_new(project->arena, path,
	        arena_strndup(project->arena, project->text.at, project->text.n),
	        (uint32_t)project->text.n);
	if (baseline_read(project->arena, source, baseline, &error))
		return true;
	project_trouble(project, "%s", data_error_text(project->arena, source, &error));
	baseline_free(baseline);
	return false;
}

bool check_covers(const struct check_result *result, const char *path)
{
	struct project *project = result->project;
	const struct input *input;

	path = path_clean(project->arena, path_join(project->arena, project->root, path));
	input = map_get(&project->by_path, path);
	if (!project_is_ours(project, path))
		return false;
	return input ? !input->context : path_kind(path) == PATH_MISSING;
}

static void count_gone(struct project *project, const struct baseline *baseline)
{
	struct check_result *result = project->result;

	for (uint32_t i = 0; i < baseline->list.n; i++) {
		const struct baseline_entry *entry = baseline->list.at[i];

		if (!entry->met && !entry->missed && check_covers(result, entry->path))
			result->summary.gone++;
	}
}

void project_name_baseline(struct project *project)
{
	bool usual;

	project->result->baseline = baseline_path(project, &usual);
}

void project_leave_known(struct project *project)
{
	bool usual;
	const char *path = baseline_path(project, &usual);
	struct baseline baseline;

	project->result->baseline = path;
	if (project->request->no_baseline ||
	        (usual && (project->request->isolated || path_kind(path) == PATH_MISSING)))
		return;
	if (!read_baseline(project, path, &baseline))
		return;
	baseline_apply(&baseline, &project->result->findings);
	if (!stop_wanted())
		count_gone(project, &baseline);
	baseline_free(&baseline);
}
