/*
 * The lock of the runtime (Python's GIL): given up around code that needs no
 * object, and taken again. Counts both from where the function is entered;
 * what a function of the project does to it its callers know.
 *
 * A function that never gives it up is taken to be called with it.
 */
#include "flow/call.h"

/* Is it taken again in between, on some condition? Then that condition may hold here. */
static bool taken_between(const struct solver *solver, struct span from, struct span to)
{
	const struct func *func = solver->func;

	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *insn = &func->insns.at[i];
		const struct fact *fact;

		if (insn->op != OP_CALL || !insn->name || insn->span.start <= from.start ||
		        insn->span.start >= to.start)
			continue;
		fact = fact_find(solver->project->facts, solver->language, insn->name);
		if (fact && fact->lock == LOCK_TAKEN)
			return true;
	}
	return false;
}

static void no_lock(struct solver *solver, const struct call *call, bool sure)
{
	struct flow_event *event;

	if (!solver->project->final ||
	        taken_between(solver, solver->func->insns.at[solver->now.unlocked].span,
	                solver->at->span))
		return;
	event = event_new(solver, EVENT_NO_LOCK, 0);
	event->origin = solver->func->insns.at[solver->now.unlocked].span;
	event->maker = solver->func->insns.at[solver->now.unlocked].name;
	event->callee = solver->at->name;
	event->fact = call->callee.fact;
	if (!sure)
		event->confidence = CONFIDENCE_SOME;
}

static void change(struct solver *solver, int32_t by)
{
	enum { MOST = 4 };

	if (by < 0 && solver->now.lock <= 0)
		solver->now.unlocked = solver->at_index;
	if (solver->now.lock + by >= -MOST && solver->now.lock + by <= MOST)
		solver->now.lock += by;
}

static void needed(struct solver *solver, const struct call *call, bool sure)
{
	if (solver->now.lock < 0)
		no_lock(solver, call, sure);
	else if (!solver->now.lock)
		solver->info->needs_lock = true;
}

static void by_summary(struct solver *solver, const struct call *call)
{
	const struct func_info *callee = call->callee.func;

	if (!callee->solved)
		return;
	if (callee->needs_lock)
		needed(solver, call, false);
	if (callee->unsure)
		solver->now.lock = 1; /* nothing can be said from here on */
	else
		change(solver, callee->lock_change);
}

void lock_of_call(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;

	if (call->callee.func) {
		by_summary(solver, call);
		return;
	}
	if (!fact)
		return;
	switch (fact->lock) {
	case LOCK_NEEDED:
		needed(solver, call, true);
		break;
	case LOCK_GIVEN:
		change(solver, -1);
		break;
	case LOCK_TAKEN:
		change(solver, 1);
		break;
	case LOCK_BY_FILE:
	case LOCK_NOT_NEEDED:
		break;
	}
}

void lock_return(struct solver *solver)
{
	struct func_info *info = solver->info;

	info->unsure |= info->leaves && info->lock_change != solver->now.lock;
	info->leaves = true;
	info->lock_change = solver->now.lock;
}
