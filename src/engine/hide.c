/*
 * Findings that somebody else made, a run of the program for one: the
 * configuration, comments and the baseline decide on them as on the linter's
 * own. Their files need not have been linted: those are read here.
 */
#include "engine/project.h"

/* A file that was left out by its configuration has nothing that is reported. */
static bool is_left_out(struct project *project, const struct finding *finding)
{
	const char *path = finding->place.path;
	const struct input *input = map_get(&project->by_path, path);

	return (!input || input->context) &&
	        config_leaves_out(configs_for(&project->configs, path), path);
}

/* What was seen to happen keeps its severity, but for "off". */
static bool is_wanted(struct project *project, struct finding *finding)
{
	enum severity severity = finding->severity;
	bool wanted = !is_left_out(project, finding) && project_reports(project, finding);

	finding->severity = severity;
	return wanted;
}

static void drop_unwanted(struct project *project, struct findings *findings)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->list.n; i++)
		if (is_wanted(project, &findings->list.at[i]))
			findings->list.at[kept++] = findings->list.at[i];
	findings->list.n = kept;
}

/* The file of a finding with its units, or NULL when it cannot be read. */
static struct input *open_input(struct project *project, const char *path)
{
	struct input *input = map_get(&project->by_path, path);

	if (!input)
		input = project_add_context(project, path);
	if (!input || !project_load(project, input))
		return NULL;
	project_lower(project, input);
	return input;
}

static void hide_by_comments(
        struct project *project, const struct findings *findings, struct findings *told)
{
	for (uint32_t i = 0; i < findings->list.n; i++) {
		const char *path = findings->list.at[i].place.path;
		struct input *input;

		if (i && same(path, findings->list.at[i - 1].place.path))
			continue;
		input = open_input(project, path);
		if (input)
			project_hide(project, input, told);
	}
}

void check_hide(struct check_result *result, struct findings *findings, struct findings *told)
{
	struct project *project = result->project;
	struct findings own = result->findings;
	uint32_t gone = result->summary.gone;

	drop_unwanted(project, findings);
	result->findings = *findings;
	hide_by_comments(project, findings, told);
	project_leave_known(project);
	*findings = result->findings;
	result->findings = own;
	result->summary.gone = gone; /* the linter's own were counted already */
}
