/*
 * What configurations mean for the run as a whole: their facts and the
 * versions they name. A run has one version of each interpreter, so that of the
 * first configuration counts; what a configuration says of rules and files
 * counts file by file (select.c, input.c).
 */
#include "engine/project.h"

void project_configure(struct project *project)
{
	const struct check_request *request = project->request;

	configs_begin(&project->configs, project->arena, request->config, request->isolated);
	project_find_root(project);
}

static void add_facts(struct project *project, const struct config_facts *facts)
{
	const char *error;

	if (!fact_table_add(project->facts, facts->path, facts->text, facts->length, &error))
		project_trouble(project, "%s", error);
}

void project_target(struct project *project)
{
	for (uint32_t i = 0; i < project->units.n; i++) {
		struct unit *unit = project->units.at[i];

		if (unit->language == LANG_PYTHON &&
		        configs_for(&project->configs, unit->source->path)->micropython.text)
			unit->micropython = true;
	}
}

static const char *first(const char *said, const char *otherwise)
{
	return said ? said : otherwise;
}

void project_use_configs(struct project *project)
{
	const struct configs *configs = &project->configs;

	for (uint32_t i = 0; i < project->inputs.n; i++)
		configs_for(&project->configs, project->inputs.at[i]->path);
	project->python_version = project->request->python_version;
	project->pyodide_version = project->request->pyodide_version;
	for (uint32_t i = 0; i < configs->all.n; i++) {
		const struct config *config = configs->all.at[i];

		project->python_version = first(project->python_version, config->python.text);
		project->pyodide_version = first(project->pyodide_version, config->pyodide.text);
		for (uint32_t k = 0; k < config->facts.n; k++)
			add_facts(project, &config->facts.at[k]);
	}
	project->result->notes = configs_here(&project->configs)->notes;
	for (uint32_t i = 0; i < configs->errors.n; i++)
		project_trouble(project, "%s", configs->errors.at[i]);
}
