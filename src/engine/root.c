/*
 * The root of a project: its work tree of git, else the folder of its
 * configuration, else that of its baseline, else the working directory. Where
 * a command is called within it must not matter to who knows its findings
 * again: fingerprints, baselines, and the services that read reports.
 */
#include "engine/project.h"

#include "diag/baseline.h"

const char *project_above(struct arena *arena, const char *name)
{
	const char *directory = path_absolute(arena, ".");

	while (path_kind(path_join(arena, directory, name)) == PATH_MISSING) {
		if (same(directory, "/"))
			return NULL;
		directory = path_directory(arena, directory);
	}
	return directory;
}

static const char *root_of(struct arena *arena, struct configs *configs)
{
	const char *root = project_above(arena, ".git");

	if (!root)
		root = configs_here(configs)->directory;
	if (!root)
		root = project_above(arena, BASELINE_NAME);
	return root ? root : path_absolute(arena, ".");
}

void project_find_root(struct project *project)
{
	project->root = root_of(project->arena, &project->configs);
	project->result->findings.root = project->root;
}

struct check_home check_home(struct arena *arena)
{
	struct check_home home;
	struct configs configs;

	configs_begin(&configs, arena, NULL, false);
	home.root = root_of(arena, &configs);
	home.notes = configs_here(&configs)->notes;
	configs_free(&configs);
	return home;
}
