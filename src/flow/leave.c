/*
 * Leaving a function: what becomes of everything that is still owned. Here,
 * and only here, is an object lost; whatever happened to its names before is
 * told by its flags.
 */
#include "flow/member.h"
#include "flow/summary.h"

enum { OBJECT_LEFT = 8 }; /* what it costs to look at one, in bytes of a state */

static bool is_failure(const struct solver *solver, enum leave leave, struct value value)
{
	if (leave != LEAVE_RETURN || solver->at->flags & RETURN_ERROR ||
	        value.kind == VALUE_FAILURE)
		return true;
	return language_has(solver->language, TRAIT_NULL_FAILS) && solver->at->a &&
	        value.kind == VALUE_NULL;
}

/* ---- what parameters went through, for the callers ---- */

static void note_params(struct solver *solver, bool failed)
{
	for (uint32_t i = 1; i < solver->objects.n; i++) {
		const struct object *object = &solver->objects.at[i];
		const struct object_state *state;
		struct param_summary *param;

		if (object->origin != FROM_PARAM || object->older || i >= solver->now.object_count)
			continue;
		state = &solver->now.objects[i];
		param = &solver->info->params[object->param];
		if (state->word == WORD_RELEASED) {
			param->released_ok |= !failed;
			param->released_error |= failed;
		} else if (state->word == WORD_GONE) {
			param->gone_ok |= !failed;
			param->gone_error |= failed;
		} else if (state->word == WORD_BORROWED) {
			param->escapes |= state->flags & OBJECT_STORED ? true : false;
			param->kept_ok |= !failed;
			param->kept_error |= failed;
		} else if (state->flags & OBJECT_NULL) {
			param->null_ok |= !failed;
			param->null_error |= failed;
		}
	}
}

/* ---- places that outlive the function ---- */

static bool captured_by_escaping(const struct solver *solver, uint32_t var)
{
	const struct capturers *capturers = project_capturers(solver->project, solver->unit, var);

	if (!solver->unit->vars.at[var].captured)
		return false;
	for (uint32_t i = 0; i < capturers->list.n; i++)
		if (capturers->list.at[i]->escapes &&
		        capturers->list.at[i]->func->id > solver->func->id)
			return true;
	return false;
}

/* A function that runs later uses what is released now, whatever it may ask before. */
static void used_later(
        struct solver *solver, const struct func_info *info, uint32_t var, uint32_t object)
{
	const struct func *func = info->func;
	struct flow_event *event;

	for (uint32_t i = 0; i < info->releases.n; i++)
		if (info->releases.at[i] == var)
			return;
	for (uint32_t i = 0; i < func->blocks.at[0].insns.n; i++) {
		const struct insn *insn = &func->insns.at[func->blocks.at[0].insns.at[i]];

		if (insn->op != OP_LOAD || insn->var != var)
			continue;
		event = event_new(solver, EVENT_USED_DEAD, object);
		event->how = HOW_RELEASED;
		event->at = insn->span;
		if (event->confidence > CONFIDENCE_SOME)
			event->confidence = CONFIDENCE_SOME;
		event_finish(solver, event, solver->now.trace, object);
		return;
	}
}

static void released_before_use(struct solver *solver, uint32_t var, uint32_t object)
{
	const struct object_state *state = &solver->now.objects[object];
	const struct capturers *capturers = project_capturers(solver->project, solver->unit, var);

	if (!solver->project->final || state->word != WORD_RELEASED ||
	        !(state->flags & OBJECT_DUE) || !solver->unit->vars.at[var].captured)
		return;
	for (uint32_t i = 0; i < capturers->list.n; i++) {
		const struct func_info *info = capturers->list.at[i];

		if (info->deferred && info->func->parent == solver->func->id)
			used_later(solver, info, var, object);
	}
}

/* What was lent to the function stays behind in a place that outlives it: the caller's reference is
 * what that place holds, as far as anybody can tell, unless one was taken for it. */
static void stays_behind(struct solver *solver, uint32_t object)
{
	const struct object *known = &solver->objects.at[object];
	const struct object_state *state = object_now(solver, object);
	bool counted = !known->type || known->type->counted;

	if (known->origin == FROM_PARAM && state->word == WORD_BORROWED &&
	        (!counted || state->flags & OBJECT_STORED))
		solver->info->params[known->param].escapes = true;
}

/* What stands in a container that the place holds goes on with it. */
static void settle_items(struct solver *solver, const struct place *place, uint32_t literal)
{
	bool captured = place->var != NO_VAR && captured_by_escaping(solver, place->var);

	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++) {
		if (!object_within(solver, i, literal) || !object_owned(solver, i))
			continue;
		if (place->slot)
			summary_fill_slot(solver, place->slot, i, true);
		if (place->slot || captured)
			object_goes(solver, i, HOW_NONE);
	}
}

/* The place of a variable or field ends: what it holds goes on in a closure or beyond the function.
 */
static void settle_place(struct solver *solver, const struct place *place, struct value value)
{
	if (value.kind == VALUE_LITERAL)
		settle_items(solver, place, value.object);
	if (value.kind != VALUE_OBJECT)
		return;
	if (place->var != NO_VAR && !place->slot && value.object < solver->now.object_count)
		released_before_use(solver, place->var, value.object);
	if (place->slot)
		stays_behind(solver, value.object);
	if (!object_owned(solver, value.object))
		return;
	if (place->slot) {
		summary_fill_slot(solver, place->slot, value.object, false);
		object_goes(solver, value.object, HOW_NONE);
	} else if (place->var != NO_VAR && captured_by_escaping(solver, place->var)) {
		object_goes(solver, value.object, HOW_NONE);
	}
}

static void settle_places(struct solver *solver)
{
	for (uint32_t p = 0; p < solver->places.n; p++)
		settle_place(
		        solver, &solver->places.at[p], solver->values.at[solver->now.places[p]]);
}

void solver_settle_var(struct solver *solver, uint32_t var)
{
	uint32_t place = solver->place_of_var[var];

	settle_place(solver, &solver->places.at[place - 1],
	        solver->values.at[solver->now.places[place - 1]]);
}

/* ---- losing ---- */

/* Does a variable hold it to the end? */
static bool has_name(const struct solver *solver, uint32_t object)
{
	for (uint32_t p = 0; p < solver->places.n; p++) {
		struct value value = solver->values.at[solver->now.places[p]];

		if (value.kind == VALUE_OBJECT && value.object == object &&
		        solver->places.at[p].var != NO_VAR)
			return true;
	}
	return false;
}

static enum how how_lost(
        const struct solver *solver, uint32_t object, enum leave leave, bool failed)
{
	uint32_t flags = solver->now.objects[object].flags;
	const struct object *known = &solver->objects.at[object];

	if ((leave == LEAVE_UNWIND && !(flags & OBJECT_THROWN)) || flags & OBJECT_UNWOUND)
		return HOW_UNWIND;
	if (known->converted && !failed)
		return HOW_CONVERTED;
	if (flags & (OBJECT_LOOPED | OBJECT_OVERWRITTEN) && flags & OBJECT_NAMED &&
	        !(failed && has_name(solver, object)))
		return flags & OBJECT_LOOPED && !(flags & OBJECT_OVERWRITTEN) ? HOW_LOOP
		                                                              : HOW_OVERWRITTEN;
	if (leave == LEAVE_THROW || flags & OBJECT_THROWN)
		return HOW_THROW;
	if (flags & OBJECT_KEPT)
		return HOW_HANDED;
	if (flags & OBJECT_DROPPED)
		return HOW_DISCARDED;
	if (failed || flags & (OBJECT_FAILED | OBJECT_STARVED))
		return HOW_ERROR;
	if (!(flags & OBJECT_NAMED) && known->origin != FROM_SEED)
		return HOW_TEMPORARY;
	return HOW_END;
}

/* Which of several losses of one object tells most. */
static uint8_t rank_of(enum how how, bool rarely)
{
	if (how == HOW_UNWIND)
		return 1;
	if (rarely)
		return 2;
	return how == HOW_ERROR || how == HOW_THROW ? 3 : 4;
}

/* That a call may throw says least, however sure the rest is. */
static unsigned weight(uint8_t rank, uint8_t confidence)
{
	return rank > 1 ? 5 * (confidence + 1u) + rank : 0;
}

/* A copy of it was stored, and the unit releases what it reads from such places. */
static bool ended_by_copy(const struct solver *solver, uint32_t object)
{
	return solver->objects.at[object].type->copied &&
	        solver->now.objects[object].flags & OBJECT_KEPT &&
	        project_func(solver->project, solver->unit, 0)->ends_copies;
}

static bool only_shared(const struct solver *solver, uint32_t object)
{
	uint32_t flags = solver->now.objects[object].flags;

	return flags & OBJECT_SHARED && !(flags & OBJECT_DOUBTED) &&
	        (!(flags & OBJECT_MAYBE) || flags & OBJECT_PROVEN);
}

/* Where the object lost its last name, or where the function is left. */
static struct span lost_at(const struct solver *solver, uint32_t object, enum how how)
{
	const struct trace *at = how == HOW_OVERWRITTEN ? solver->now.trace : NULL;

	while (at && !(at->kind == STEP_LOST && at->object == object))
		at = at->before;
	return at ? at->span : solver->at->span;
}

static void lose(struct solver *solver, uint32_t object, enum leave leave, bool failed)
{
	struct lost *lost = &solver->lost.at[object];
	enum how how = how_lost(solver, object, leave, failed);
	uint32_t flags = solver->now.objects[object].flags;
	bool rarely = flags & OBJECT_STARVED && !(flags & OBJECT_FAILED);
	uint8_t rank = rank_of(how, rarely), confidence = object_confidence(solver, object);

	if (lost->set && weight(rank, confidence) <= weight(lost->rank, lost->confidence))
		return;
	*lost = (struct lost){.set = true,
	        .how = how,
	        .rank = rank,
	        .confidence = confidence,
	        .rarely = rarely,
	        .seen = solver->now.objects[object].flags & OBJECT_SHARED ? true : false,
	        .shared = confidence == CONFIDENCE_MAYBE && only_shared(solver, object),
	        .at = lost_at(solver, object, how),
	        .trace = solver->now.trace};
}

static bool leavable(const struct solver *solver, uint32_t object)
{
	const struct fact_type *type = solver->objects.at[object].type;

	return type && !type->immortal;
}

/* A state of the whole program that some other function ends. */
static bool ended_elsewhere(const struct solver *solver, const struct object *object)
{
	return !object->sometimes_ended && map_get(&solver->project->ended, object->type->name);
}

/* The loop that would have ended the item was left early: now it is owed. */
static void leave_item(struct solver *solver, uint32_t object)
{
	uint32_t flags = solver->now.objects[object].flags;
	struct flow_event *event;

	if (!solver->project->final || (flags & OBJECT_MAYBE && !(flags & OBJECT_PROVEN)))
		return;
	event = event_new(solver, EVENT_ITEM_LEAKS, object);
	event_finish(solver, event, solver->now.trace, object);
}

/* A function that gives nothing back and takes a reference to its parameter does so for its caller;
 * a short one may tell whether it did. */
static bool retained_for_caller(struct solver *solver, uint32_t object)
{
	enum { SHORT = 32 };
	const struct object *known = &solver->objects.at[object];
	bool always = same(solver->func->return_type, "void");
	bool tells = same(solver->func->return_type, "bool") && solver->func->insns.n < SHORT;

	if (known->origin != FROM_PARAM || known->sometimes_ended ||
	        solver->func->flags & FUNC_GIVES || (!always && !tells))
		return false;
	solver->info->params[known->param].retained |= always;
	return true;
}

static void lose_rest(struct solver *solver, enum leave leave, bool failed)
{
	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++) {
		if (solver->now.objects[i].word == WORD_OWNED && leavable(solver, i) &&
		        !ended_by_copy(solver, i) && !retained_for_caller(solver, i))
			lose(solver, i, leave, failed);
		else if (object_is_item(solver, i) && leave == LEAVE_RETURN && !failed)
			leave_item(solver, i);
	}
}

static void returned_dead(struct solver *solver, struct value value)
{
	struct object_state *state;
	struct flow_event *event;

	if (value.kind != VALUE_OBJECT || !solver->project->final)
		return;
	state = object_now(solver, value.object);
	if (state->word != WORD_DEAD && state->word != WORD_RELEASED)
		return;
	/* its name says so: somebody else has to have a reference */
	if (fact_lends(solver->project->facts, solver->language, solver->func->name))
		return;
	if (state->flags & OBJECT_MAYBE && !(state->flags & OBJECT_PROVEN) &&
	        state->how != HOW_PARENT)
		return;
	event = event_new(solver, EVENT_USED_DEAD, value.object);
	event->how = state->how;
	if (value.flags & VALUE_LIKELY) /* of a type that is not known: perhaps a number */
		event->confidence = CONFIDENCE_MAYBE;
	event_finish(solver, event, solver->now.trace, value.object);
}

/* Does the place that the function stands in say that its caller owns what it gets? */
static bool promises_new(const struct solver *solver)
{
	const struct func_info *info = solver->info;

	return info->promise && !info->broken_promise && info->promise->origin == ORIGIN_NEW;
}

/* Only who gives to its caller for sure must not give back what it got. */
static bool may_be_returned(const struct solver *solver, const struct object *object)
{
	if (object->origin == FROM_PARAM)
		return !(solver->func->flags & FUNC_GIVES) && !promises_new(solver);
	if (solver->func->flags & FUNC_GIVES || object->origin == FROM_CAPTURE)
		return object->origin == FROM_CAPTURE;
	/* callers in other files know what they get */
	return !(solver->func->flags & FUNC_EXPORTED) ||
	        (solver->info->fetched && !solver->info->promise &&
	                language_has(solver->language, TRAIT_LINKED));
}

/* Nobody of this unit calls it, and its result is counted: others will think that it is theirs. */
static bool seems_to_give(const struct solver *solver, const struct object *object)
{
	const char *type = solver->func->return_type;

	return object->origin == FROM_CALL && !solver->info->callers.n && !solver->info->fetched &&
	        type && language_has(solver->language, TRAIT_NULL_FAILS) &&
	        project_declared(solver->project, solver->language, type);
}

static void returned_borrowed(struct solver *solver, struct value value)
{
	const struct object_state *state;
	const struct fact_type *type;
	struct flow_event *event;
	bool lends, stolen;

	if (value.kind != VALUE_OBJECT || !solver->project->final)
		return;
	state = object_now(solver, value.object);
	stolen = state->word == WORD_GONE && state->how == HOW_STOLEN;
	type = solver->objects.at[value.object].type;
	if (!type && promises_new(solver) && solver->objects.at[value.object].origin == FROM_PARAM)
		type = fact_type(
		        solver->project->facts, solver->language, solver->info->promise->type);
	if ((state->word != WORD_BORROWED && !stolen) || !type || !type->counted)
		return;
	lends = may_be_returned(solver, &solver->objects.at[value.object]);
	if (lends && !seems_to_give(solver, &solver->objects.at[value.object]))
		return;
	event = event_new(solver, EVENT_KEPT_BORROWED, value.object);
	event->type = type;
	event->at = solver->at->span;
	if (lends || (stolen && !promises_new(solver)))
		event->confidence = CONFIDENCE_MAYBE;
	event_finish(solver, event, solver->now.trace, value.object);
}

/* The items of a container go with it. */
static void returned_items(struct solver *solver, struct value value)
{
	const struct insn *make = &solver->func->insns.at[value.object];

	if (value.kind != VALUE_LITERAL || !(solver->func->flags & FUNC_GIVES))
		return;
	for (uint32_t i = 0; make->op == OP_MAKE && i < make->arg_count; i++)
		returned_borrowed(solver, solver_get(solver, make->args[i].value));
}

/* What gives back a reference has not failed: a NULL before was the end of an iteration. */
static void returned_well(struct solver *solver, struct value value)
{
	if (value.kind != VALUE_OBJECT || !solver->objects.at[value.object].type ||
	        !solver->objects.at[value.object].type->counted)
		return;
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		solver->now.objects[i].flags &= (uint32_t)~OBJECT_FAILED;
}

/* Why did it fail? An object that may be null passes the failure of its maker on. */
static void note_reason(struct solver *solver, struct value value, bool failed)
{
	const struct object *object = &solver->objects.at[value.object];
	bool open = value.kind == VALUE_OBJECT &&
	        solver->now.objects[value.object].flags & OBJECT_NULLABLE;

	if (failed && (solver->now.mishaps & ~(uint32_t)MISHAP_FOUND) == OBJECT_STARVED)
		solver->info->starves = true;
	else if (open && object->rarely)
		solver->info->starves = true;
	else if (failed || open)
		solver->info->fails_otherwise = true;
}

void solver_leave(struct solver *solver, enum leave leave, struct value value)
{
	bool failed = is_failure(solver, leave, value);

	solver->work += solver->now.object_count * OBJECT_LEFT + solver->places.n;
	note_reason(solver, value, failed);
	if (leave == LEAVE_RETURN) {
		returned_well(solver, value);
		if (solver->at->flags & RETURN_ERROR)
			summary_return_error(solver);
		else
			summary_return(solver, value);
		error_return(solver, value, failed);
		returned_dead(solver, value);
		returned_borrowed(solver, value);
		lasting_returned(solver, value);
		returned_items(solver, value);
		if (value.kind == VALUE_OBJECT)
			member_released(solver, value.object);
		if (value.kind == VALUE_OBJECT && object_owned(solver, value.object))
			object_goes(solver, value.object, HOW_NONE);
		else
			value_escapes(solver, value);
	}
	lock_return(solver);
	note_params(solver, failed);
	settle_places(solver);
	lose_rest(solver, leave, failed);
}

void solver_report_lost(struct solver *solver)
{
	for (uint32_t i = 1; i < solver->objects.n; i++) {
		const struct lost *lost = &solver->lost.at[i];
		struct object *object = &solver->objects.at[i];
		struct flow_event *event;

		if (!lost->set ||
		        (object->older && solver->lost.at[i - 1].set &&
		                solver->lost.at[i - 1].rank >= lost->rank &&
		                solver->lost.at[i - 1].confidence >= lost->confidence))
			continue;
		if (ended_elsewhere(solver, object) || object->released_by_item)
			continue;
		if (!object->older && solver->lost.at[i + 1].set &&
		        (solver->lost.at[i + 1].rank > lost->rank ||
		                solver->lost.at[i + 1].confidence > lost->confidence))
			continue;
		solver->at = &solver->func->insns.at[object->insn];
		solver->at_index = object->insn;
		solver->block = solver->layout->home[object->insn];
		object_now(solver, i);
		event = event_new(solver, object->per_call ? EVENT_ITEM_PER_CALL : EVENT_LOST, i);
		event->how = lost->how;
		if (lost->how == HOW_ERROR) /* which is the last that it does */
			event->repetition = solver->info->repetition;
		if (object->per_call)
			event->unit = object->unit;
		if (object->per_call)
			event->origin = object->span;
		event->at = lost->at;
		event->confidence = lost->confidence;
		event->rarely = lost->rarely;
		event->shared = lost->seen || object->looked_into;
		/* released after the same callee on another path: it does not take over */
		if (lost->shared && object->released_shared)
			event->confidence = CONFIDENCE_SOME;
		/* members are read that no primitive has, and another path releases it */
		if (event->confidence == CONFIDENCE_MAYBE && !lost->seen && object->looked_into &&
		        object->sometimes_released)
			event->confidence = CONFIDENCE_SOME;
		event->released_elsewhere = object->sometimes_ended;
		event->release = object->release;
		event_finish(solver, event, lost->trace, i);
	}
}
