/*
 * The rounds. Takes all units of the project; every round solves every
 * function with what the round before learned about the others, outer
 * functions before inner ones. The last round reports.
 */
#include "base/clock.h"
#include "base/stop.h"
#include "flow/dump.h"
#include "flow/member.h"
#include "flow/summary.h"

enum { ROUNDS = 3 };

const char *word_text(enum word word)
{
	static const char *const texts[] = {
#define WORD(id, text) text,
#include "flow/word.def"
#undef WORD
	};

	return word < WORD_COUNT ? texts[word] : "?";
}

/* Defined in a branch that is never taken on this platform. */
static bool is_dead(const struct project *project, const struct func_info *info)
{
	return project->final && info->parent && !info->made && !info->parent->over_budget &&
	        language_has(info->unit->language, TRAIT_DEFINED_WHEN_RUN);
}

static void count(struct project *project, const struct func_info *info)
{
	struct flow_result *result = project->result;

	if (info->unit->context)
		return;
	result->functions++;
	if (!info->over_budget)
		return;
	result->incomplete++;
	vec_push(project->arena, &result->over_budget, info->func);
}

/* Gives whether anything was left to do. */
static bool solve_unit(struct project *project, struct unit_info *unit, struct arena *scratch)
{
	uint64_t began = clock_now();
	bool any = false;

	for (uint32_t f = 0; f < unit->unit->funcs.n; f++) {
		struct func_info *info = unit->funcs[f];

		if (stop_wanted())
			return false;
		if (info->round == project->round || !project_wants(unit, info) ||
		        is_dead(project, info))
			continue;
		info->round = project->round;
		if (info->over_budget && !project->final)
			continue;
		solve(project, info, scratch);
		arena_reset(scratch);
		any = true;
		if (project->final)
			count(project, info);
	}
	unit->unit->time += clock_now() - began;
	return any;
}

static void one_round(struct project *project)
{
	struct arena scratch = {0};
	bool more = true;

	project->round++;
	for (uint32_t u = 0; u < project->unit_count; u++)
		for (uint32_t f = 0; f < project->units[u].unit->funcs.n; f++)
			project->units[u].funcs[f]->made = false;
	for (uint32_t u = 0; u < project->unit_count; u++)
		solve_unit(project, &project->units[u], &scratch);
	/* solving some makes others wanted */
	while (more && !project->final) {
		more = false;
		for (uint32_t u = 0; u < project->unit_count; u++)
			if (project->units[u].unit->imported)
				more |= solve_unit(project, &project->units[u], &scratch);
	}
	arena_free(&scratch);
}

/* Fields and module variables that collect owned objects which nobody ever releases. Where
 * primitives are stored as well, what may be one is one. */
static void report_slots(struct project *project, struct flow_result *result)
{
	for (uint32_t s = 0; s < project->slot_list.n; s++) {
		const struct slot *slot = project->slot_list.at[s];

		for (uint32_t i = 0; i < slot->cycles.n && !slot->cut; i++)
			vec_push(project->arena, &result->events, slot->cycles.at[i]);
		for (uint32_t i = 0; i < slot->fills.n && !slot->released && !slot->leaves; i++)
			if (slot->fills.at[i].confidence > CONFIDENCE_MAYBE || !slot->plain)
				vec_push(project->arena, &result->events, slot->fills.at[i]);
	}
}

static void report_callbacks(struct project *project, struct flow_result *result)
{
	for (uint32_t u = 0; u < project->unit_count; u++) {
		for (uint32_t f = 1; f < project->units[u].unit->funcs.n; f++) {
			const struct func_info *info = project->units[u].funcs[f];
			struct flow_event event = {.kind = EVENT_RETURNS_CONTAINER,
			        .unit = info->unit,
			        .func = info->func,
			        .origin = info->container_span,
			        .at = info->container_span,
			        .object = info->func->name,
			        .callee = info->crosses_into,
			        .confidence = CONFIDENCE_SURE,
			        .repetition = info->repetition};

			if (info->crosses && info->container_span.end)
				vec_push(project->arena, &result->events, event);
		}
	}
}

struct flow_result flow_run(struct arena *arena, const struct flow_input *input)
{
	struct flow_result result = {0};
	struct project project;

	project_init(&project, arena, input);
	project.result = &result;
	for (int round = 1; round <= ROUNDS; round++) {
		project.final = round == ROUNDS;
		if (project.final)
			project_rank(&project);
		one_round(&project);
	}
	/* these rest on all functions */
	if (!stop_wanted()) {
		report_slots(&project, &result);
		report_callbacks(&project, &result);
		project_check_promises(&project);
		project_check_teardown(&project);
	}
	project_free(&project);
	return result;
}

void flow_dump(const struct flow_input *input, enum flow_dump what, struct buf *out)
{
	struct arena arena = {0};
	struct flow_result result = {0};
	struct project project;

	project_init(&project, &arena, input);
	project.result = &result;
	for (int round = 1; round < ROUNDS; round++)
		one_round(&project);
	project_rank(&project);
	if (what == FLOW_DUMP_STATES) {
		project.states = out;
		one_round(&project);
	}
	for (uint32_t u = 0; u < project.unit_count && what == FLOW_DUMP_SUMMARY; u++)
		for (uint32_t f = 0; f < project.units[u].unit->funcs.n; f++)
			dump_summary(project.units[u].funcs[f], out);
	project_free(&project);
	arena_free(&arena);
}
