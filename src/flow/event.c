/*
 * Events and the path that leads to them. The trace of a state holds all that
 * happened; an event shows only what concerns its object, and of the branches
 * only the last few before the end: those are what the reader must take.
 */
#include "flow/solve.h"

enum { MOST_STEPS = 6, MOST_BRANCHES = 2 };

struct flow_event *event_new(struct solver *solver, enum event_kind kind, uint32_t object)
{
	struct flow_result *result = solver->project->result;
	struct flow_event event = {.kind = kind,
	        .unit = solver->unit,
	        .func = solver->func,
	        .origin = solver->at->span,
	        .at = solver->at->span,
	        .confidence = CONFIDENCE_SURE,
	        .repetition = solver->info->repetition,
	        .snippet = solver->unit->snippet};

	if (object) {
		const struct object *known = &solver->objects.at[object];

		event.type = known->type;
		event.origin = known->span;
		event.object = known->name;
		event.callee = known->callee;
		event.fact = known->fact;
		event.word = known->key;
		event.kept_once = known->kept_once;
		event.confidence = object_confidence(solver, object);
		if (known->unit != solver->unit)
			event.origin = solver->at->span;
	}
	if (solver->func->blocks.at[solver->block].in_loop)
		event.repetition = RUNS_IN_LOOP;
	vec_push(solver->project->arena, &result->events, event);
	return &result->events.at[result->events.n - 1];
}

static void add_step(struct solver *solver, struct flow_event *event, const struct trace *trace)
{
	struct flow_step step = {.kind = trace->kind,
	        .unit = trace->unit,
	        .span = trace->span,
	        .name = trace->name,
	        .taken = trace->taken,
	        .test = trace->test,
	        .function = trace->function};

	vec_push(solver->project->arena, &event->steps, step);
}

/* That a call went well is no news. */
static bool says_nothing(const struct trace *branch)
{
	return !branch->taken &&
	        (branch->test == TEST_NULL || branch->test == TEST_UNDEFINED ||
	                branch->test == TEST_NEGATIVE || branch->test == TEST_ERROR);
}

void event_finish(
        struct solver *solver, struct flow_event *event, const struct trace *trace, uint32_t object)
{
	const struct trace *chosen[MOST_STEPS];
	uint32_t count = 0, branches = 0;
	bool acquired = false;

	for (const struct trace *at = trace; at && !acquired; at = at->before) {
		bool mine = object && at->object == object;

		if (at->kind == STEP_BRANCH) {
			if (says_nothing(at) || branches >= MOST_BRANCHES ||
			        count + 1 >= MOST_STEPS || !at->span.end)
				continue;
			branches++;
		} else if (at->kind == STEP_THROW) {
			if (count + 1 >= MOST_STEPS)
				continue;
		} else if (!mine || (count + 1 >= MOST_STEPS && at->kind != STEP_ACQUIRE)) {
			continue;
		}
		acquired = mine && at->kind == STEP_ACQUIRE;
		chosen[count++] = at;
		if (count == MOST_STEPS)
			break;
	}
	if (object && !acquired) {
		/* what was read or came as an argument has no acquisition on this path */
		uint32_t kept = 0;

		for (uint32_t i = 0; i < count; i++)
			if (chosen[i]->object == object)
				chosen[kept++] = chosen[i];
		count = kept;
	}
	while (count-- > 0)
		add_step(solver, event, chosen[count]);
}
