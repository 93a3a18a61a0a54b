/*
 * Events and the path that leads to them. The trace of a state holds all that
 * happened; an event shows only what concerns its object, and of the branches
 * only the last few before the end: those are what the reader must take.
 */
#include "flow/solve.h"

#include <ctype.h>

enum { MOST_STEPS = 6, MOST_BRANCHES = 2, MOST_CALLERS = 3 };

/* The name of the variable, the field or the global that an instruction reads, or NULL. */
static const char *read_text(const struct solver *solver, uint32_t insn)
{
	const struct insn *from = &solver->func->insns.at[insn];

	switch (insn ? from->op : OP_COUNT) {
	case OP_LOAD:
		return solver->unit->vars.at[from->var].name;
	case OP_FIELD:
	case OP_GLOBAL:
		return from->name ? last_part(from->name) : NULL;
	default:
		return NULL;
	}
}

const char *callee_text(const struct solver *solver, const struct fact *fact)
{
	const struct insn *at = solver->at, *from = &solver->func->insns.at[at->a];
	const char *name = at->name;

	if (!name && at->op == OP_CALL)
		name = read_text(solver, at->a);
	else if (at->op == OP_CALL && at->a && from->op == OP_GLOBAL && !strpbrk(from->name, "#./"))
		name = arena_printf(solver->project->arena, "%s.%s", from->name, name);
	if (!name && fact && isalpha((unsigned char)last_part(fact->name)[0]))
		name = last_part(fact->name);
	if (name && at->op == OP_CALL && at->flags & CALL_NEW)
		name = arena_printf(solver->project->arena, "new %s", name);
	return name;
}

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
		event.callee = event.maker = known->callee;
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

/* Does the reader need it to follow the path to the event? */
static bool tells(const struct flow_event *event, const struct trace *at, uint32_t object)
{
	if (at->kind == STEP_THROW)
		return event->kind == EVENT_LOST;
	if (at->kind == STEP_LOST) /* event.at says so */
		return false;
	if (at->kind != STEP_BRANCH)
		return object && at->object == object;
	if (says_nothing(at) || !at->span.end)
		return false;
	/* where no path releases it, no branch is to blame */
	return at->object == object || event->released_elsewhere || !object;
}

/* Of an exception that is thrown on, only the first throw is news. */
static bool throws_on(const struct trace *const *chosen, uint32_t count, const struct trace *at)
{
	return at->kind == STEP_THROW && count && chosen[count - 1]->kind == STEP_THROW;
}

/* Why a function runs again and again: from what keeps it or loops, down the calls. */
static void add_why(
        struct solver *solver, struct flow_event *event, const struct func_info *info, int depth)
{
	const struct call_edge *edge = project_why(info);
	struct flow_step step = {.kind = STEP_CALLED, .function = info->func->name};

	if (info->repetition < RUNS_OFTEN || depth == MOST_CALLERS)
		return;
	if (!edge) {
		step.kind = STEP_HANDLER;
		step.unit = info->unit;
		step.span = info->func->name_span;
	} else {
		step.kind = edge->often ? STEP_RECALLED : edge->in_loop ? STEP_LOOPED : STEP_CALLED;
		step.unit = edge->unit;
		step.span = edge->at;
		step.name = edge->through;
		if (step.kind == STEP_CALLED)
			add_why(solver, event, edge->caller, depth + 1);
	}
	if (step.unit && step.span.end)
		vec_push(solver->project->arena, &event->why, step);
}

void event_finish(
        struct solver *solver, struct flow_event *event, const struct trace *trace, uint32_t object)
{
	const struct trace *chosen[MOST_STEPS];
	uint32_t count = 0, branches = 0;
	bool acquired = false;
	/* where no object is to blame, the way there is all that there is to tell */
	bool path = event->kind == EVENT_NO_ERROR || event->kind == EVENT_ERROR_LEFT;

	if (event->repetition == RUNS_OFTEN && !event->why.n)
		add_why(solver, event, solver->info, 0);
	for (const struct trace *at = trace; at && (object || path) && !acquired; at = at->before) {
		acquired = at->kind == STEP_ACQUIRE && at->object == object;
		if (!acquired && (!tells(event, at, object) || count + 1 >= MOST_STEPS))
			continue;
		if (at->kind == STEP_BRANCH && ++branches > MOST_BRANCHES)
			continue;
		count -= throws_on(chosen, count, at);
		chosen[count++] = at;
	}
	/* what was read or came as an argument has no acquisition on this path: only what is its
	 * own */
	while (count-- > 0)
		if (acquired || path || chosen[count]->object == object)
			add_step(solver, event, chosen[count]);
}
