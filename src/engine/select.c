/*
 * Which rules are reported, and how grave they are: what the command line says
 * counts most, then the configuration of the file, then the rule's page. Files
 * that were only read for their context have none.
 *
 * A configured severity is that of what is shown to happen: a note says that
 * something is possible, or happens once, and stays one.
 */
#include "engine/project.h"

static bool matches(const struct check_texts *globs, const char *rule)
{
	for (uint32_t i = 0; i < globs->n; i++)
		if (rule_is_meant(globs->at[i], rule))
			return true;
	return false;
}

bool project_reports(struct project *project, struct finding *finding)
{
	const char *path = finding->place.path, *rule = finding->rule;
	struct config_decision decision = config_decide(configs_for(&project->configs, path), path,
	        page_find(&project->configs.pages, rule), rule);

	if (decision.graded && finding->severity != SEVERITY_NOTE)
		finding->severity = decision.severity;
	if (matches(&project->request->ignore, rule))
		return false;
	if (project->request->select.n)
		return matches(&project->request->select, rule);
	return decision.on;
}

static bool asked_for(const struct project *project, const struct finding *finding)
{
	const struct input *input = map_get(&project->by_path, finding->place.path);

	return !input || !input->context;
}

void project_select(struct project *project)
{
	struct findings *findings = &project->result->findings;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->list.n; i++)
		if (asked_for(project, &findings->list.at[i]) &&
		        project_reports(project, &findings->list.at[i]))
			findings->list.at[kept++] = findings->list.at[i];
	findings->list.n = kept;
}
