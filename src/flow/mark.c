/*
 * Marks: what a declaration says of its function, as attributes do. Facts know
 * what a mark means: the fact "@NAME" has the result and the error that it
 * speaks of, or the effect on the parameter whose number is its argument.
 * Takes the marks of a unit, gives a fact per function: what its callers go
 * by, and what its body promises.
 */
#include "flow/project.h"

#include <stdlib.h>

static void apply_result(struct fact *fact, const struct fact *meaning)
{
	if (meaning->origin != ORIGIN_UNKNOWN) {
		fact->origin = meaning->origin;
		fact->type = meaning->type;
		fact->from = meaning->from;
		fact->nullable = meaning->nullable;
	}
	if (meaning->pending != ERROR_BY_RESULT)
		fact->pending = meaning->pending;
	if (meaning->pending == ERROR_RAISES && fact->origin == ORIGIN_NEW)
		fact->origin = ORIGIN_NULL;
}

static const struct fact *meaning_of(
        const struct project *project, const struct unit *unit, const struct func_mark *mark)
{
	return fact_find(
	        project->facts, unit->language, arena_printf(project->arena, "@%s", mark->word));
}

static void apply(struct fact *fact, const struct func_mark *mark, const struct fact *meaning)
{
	long number = mark->argument ? strtol(mark->argument, NULL, 10) : 0;

	apply_result(fact, meaning);
	fact->file = meaning->file;
	fact->line = meaning->line;
	if (meaning->param_count && number > 0 && number <= (long)fact->param_count)
		fact->params[number - 1].effect = meaning->params[0].effect;
}

/* Marked nothing else, it gives what its type says. */
static struct fact *fact_new(
        const struct project *project, const struct unit *unit, const struct func_mark *mark)
{
	struct fact *fact = arena_new(project->arena, struct fact);
	const char *type =
	        mark->result ? fact_declared(project->facts, unit->language, mark->result) : NULL;

	fact->name = mark->func;
	fact->has_params = true;
	fact->param_count = mark->param_count;
	fact->params = arena_array(project->arena, struct fact_param, mark->param_count + 1);
	for (uint32_t i = 0; i < mark->param_count; i++) {
		fact->params[i].name = arena_printf(project->arena, "%u", i + 1);
		fact->params[i].optional = true;
	}
	fact->pending = ERROR_MAY;
	if (type) {
		fact->origin = ORIGIN_NEW;
		fact->type = type;
		fact->nullable = true;
		fact->pending = ERROR_BY_RESULT;
	}
	return fact;
}

static struct fact *add_marks(
        const struct project *project, const struct unit *unit, const char *func, struct fact *fact)
{
	for (uint32_t i = 0; i < unit->marks.n; i++) {
		const struct func_mark *mark = &unit->marks.at[i];
		const struct fact *meaning =
		        same(mark->func, func) ? meaning_of(project, unit, mark) : NULL;

		if (!meaning)
			continue;
		if (!fact)
			fact = fact_new(project, unit, mark);
		apply(fact, mark, meaning);
	}
	return fact;
}

const struct fact *project_marked(
        const struct project *project, const struct unit *unit, const char *func)
{
	return add_marks(project, unit, func, NULL);
}

const struct fact *project_told(
        const struct project *project, const struct unit *unit, const char *func)
{
	struct fact *fact = NULL;

	for (uint32_t i = 0; i < unit->headers.n; i++) {
		const struct unit_info *header = project_unit_at(project, unit->headers.at[i]);

		if (header && header->unit != unit)
			fact = add_marks(project, header->unit, func, fact);
	}
	return fact;
}

/* Do the marks say anything of what the function gives? Of its parameters only its callers hear. */
static bool speaks(const struct project *project, const struct unit *unit, const char *func)
{
	for (uint32_t i = 0; i < unit->marks.n; i++) {
		const struct func_mark *mark = &unit->marks.at[i];
		const struct fact *meaning =
		        same(mark->func, func) ? meaning_of(project, unit, mark) : NULL;

		if (meaning &&
		        (meaning->origin != ORIGIN_UNKNOWN || meaning->pending != ERROR_BY_RESULT))
			return true;
	}
	return false;
}

static bool promises(const struct project *project, const struct unit *unit, const char *func)
{
	bool found = speaks(project, unit, func);

	for (uint32_t i = 0; i < unit->headers.n && !found; i++) {
		const struct unit_info *header = project_unit_at(project, unit->headers.at[i]);

		found = header && speaks(project, header->unit, func);
	}
	return found;
}

void project_promise_marks(struct project *project, const struct unit *unit)
{
	bool any = unit->marks.n > 0;

	for (uint32_t i = 0; i < unit->headers.n && !any; i++) {
		const struct unit_info *header = project_unit_at(project, unit->headers.at[i]);

		any = header && header->unit->marks.n;
	}
	for (uint32_t f = 1; f < unit->funcs.n && any; f++) {
		struct func_info *info = project_func(project, unit, f);
		const struct fact *fact = project_marked(project, unit, info->func->name);

		if (!fact)
			fact = project_told(project, unit, info->func->name);
		if (!fact || info->promise || fact->param_count != info->func->param_count ||
		        !promises(project, unit, info->func->name))
			continue;
		info->promise = fact;
		info->promise_name = info->func->name;
		info->promised = info->func->name_span;
	}
}
