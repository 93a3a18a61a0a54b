/*
 * Which rules are reported: those on by default, or those that were selected,
 * without those that were ignored. Files that were only read for their context
 * have none.
 */
#include "engine/project.h"

#include "rule/page.h"

static bool matches(const struct check_texts *globs, const char *rule)
{
	for (uint32_t i = 0; i < globs->n; i++)
		if (str_glob(globs->at[i], rule))
			return true;
	return false;
}

static bool selected(
        const struct project *project, const struct rule_pages *pages, const char *rule)
{
	const struct rule_page *page = page_find(pages, rule);

	if (matches(&project->request->ignore, rule))
		return false;
	if (project->request->select.n)
		return matches(&project->request->select, rule);
	return !page || page->on;
}

static bool asked_for(const struct project *project, const struct finding *finding)
{
	const struct input *input = map_get(&project->by_path, finding->place.path);

	return !input || !input->context;
}

void project_select(struct project *project)
{
	struct findings *findings = &project->result->findings;
	struct rule_pages pages = pages_all(project->arena);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->list.n; i++)
		if (asked_for(project, &findings->list.at[i]) &&
		        selected(project, &pages, findings->list.at[i].rule))
			findings->list.at[kept++] = findings->list.at[i];
	findings->list.n = kept;
}
