/*
 * How often does a function run? Takes the call edges that the solver
 * collected, gives each function a repetition. What nobody calls is judged by
 * its name: the facts list the names that people give to start-up code and to
 * handlers. A fixpoint from below: a function runs as often as its most
 * frequent caller lets it.
 */
#include "flow/project.h"

static enum repetition by_name(const struct project *project, const struct func_info *info)
{
	enum language language = info->unit->language;
	const char *name = info->func->name;

	if (info->func->flags & FUNC_CONSTRUCTOR)
		return RUNS_UNKNOWN;
	/* the place that it was put in says more than its name, also where it is not known */
	if (info->promise)
		return info->promise->once ? RUNS_ONCE : RUNS_UNKNOWN;
	if (info->made && language_has(language, TRAIT_NULL_FAILS))
		return RUNS_UNKNOWN;
	if (fact_runs_often(project->facts, language, name))
		return RUNS_OFTEN;
	if (fact_runs_once(project->facts, language, name))
		return RUNS_ONCE;
	return RUNS_UNKNOWN;
}

static enum repetition by_edge(const struct call_edge *edge)
{
	if (edge->spawned)
		return RUNS_UNKNOWN;
	if (edge->in_loop)
		return RUNS_IN_LOOP;
	if (edge->often)
		return RUNS_OFTEN;
	if (edge->caller->repetition == RUNS_IN_LOOP)
		return RUNS_OFTEN;
	if (edge->unknown && edge->caller->repetition == RUNS_ONCE)
		return RUNS_UNKNOWN;
	return edge->caller->repetition;
}

const struct call_edge *project_why(const struct func_info *info)
{
	const struct call_edge *best = NULL;

	for (uint32_t i = 0; i < info->callers.n; i++) {
		const struct call_edge *edge = &info->callers.at[i];

		if (by_edge(edge) >= RUNS_OFTEN && (!best || (edge->often && !best->often)))
			best = edge;
	}
	return best;
}

static enum repetition rank_of(const struct project *project, const struct func_info *info)
{
	enum repetition most = RUNS_ONCE;
	bool known = false;

	if (info->func->id == 0)
		return RUNS_ONCE;
	for (uint32_t i = 0; i < info->callers.n; i++) {
		const struct call_edge *edge = &info->callers.at[i];

		if (edge->caller == info && !edge->often)
			continue;
		known = true;
		if (by_edge(edge) > most)
			most = by_edge(edge);
	}
	if (!known)
		return by_name(project, info);
	if (most == RUNS_UNKNOWN)
		return by_name(project, info);
	return most;
}

void project_rank(struct project *project)
{
	bool changed = true;

	for (int round = 0; changed && round < 20; round++) {
		changed = false;
		for (uint32_t u = 0; u < project->unit_count; u++) {
			struct unit_info *unit = &project->units[u];

			for (uint32_t f = 0; f < unit->unit->funcs.n; f++) {
				enum repetition now = rank_of(project, unit->funcs[f]);

				changed |= now != unit->funcs[f]->repetition;
				unit->funcs[f]->repetition = now;
			}
		}
	}
}
