/*
 * How an obligation ends, or becomes one more: releasing, handing on, keeping
 * a reference more. What a release does to aliases and to what is tied to it.
 */
#include "flow/member.h"

enum { MOST_EXTRA = 4 };

/* Everything that is tied to `parent` or was borrowed from it ends with it. */
static void end_children(struct solver *solver, uint32_t parent)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++) {
		struct object_state *state = &solver->now.objects[i];

		if (state->parent != parent || i == parent || state->word != WORD_BORROWED)
			continue;
		if (state->how == HOW_EXHAUSTED)
			continue; /* an item is an object of its own */
		state->word = WORD_DEAD;
		state->how = HOW_PARENT;
		end_children(solver, i);
	}
}

static void note_release(struct solver *solver, uint32_t object)
{
	struct object *known = &solver->objects.at[object];

	if (!known->sometimes_released)
		known->release = solver->at->span;
	known->sometimes_ended = known->sometimes_released = true;
	if (known->slot)
		((struct slot *)known->slot)->released = true;
	if (known->origin == FROM_CAPTURE) {
		bool listed = false;

		for (uint32_t i = 0; i < solver->info->releases.n; i++)
			listed |= solver->info->releases.at[i] == known->var;
		for (struct func_info *at = solver->info; !listed && at; at = at->parent) {
			if (solver->unit->vars.at[known->var].func == at->func->id)
				break;
			vec_push(solver->project->arena, &at->releases, known->var);
		}
	}
}

static bool are_twins(const struct solver *solver, uint32_t a, uint32_t b)
{
	const struct object *first = &solver->objects.at[a], *second = &solver->objects.at[b];

	return a != b &&
	        (first->twin == b || second->twin == a ||
	                (first->twin && first->twin == second->twin));
}

uint32_t object_twin(const struct solver *solver, uint32_t object)
{
	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++)
		if (are_twins(solver, object, i) && object_owned(solver, i))
			return i;
	return 0;
}

/* Did one go to somebody, on whatever path? It may have come back. */
static bool gave_twin_away(const struct solver *solver, uint32_t object)
{
	for (uint32_t i = 1; i < solver->objects.n; i++)
		if (are_twins(solver, object, i) && solver->objects.at[i].sometimes_ended)
			return true;
	return false;
}

static void released_again(struct solver *solver, uint32_t object, const struct fact *fact)
{
	struct object_state *state = object_now(solver, object);
	struct flow_event *event;

	if (!solver->project->final || !solver->objects.at[object].type ||
	        !solver->objects.at[object].type->counted)
		return;
	event = event_new(solver, EVENT_RELEASED_TWICE, object);
	event->how = state->how;
	event->fact = fact;
	event->callee = solver->at->name;
	event_finish(solver, event, solver->now.trace, object);
}

/* Does this function overwrite items without releasing them? Then it releases what it overwrites.
 */
static bool vacates(struct solver *solver)
{
	for (uint32_t i = 1; i < solver->func->insns.n; i++) {
		const struct insn *insn = &solver->func->insns.at[i];
		const struct fact *fact = insn->op == OP_CALL && insn->name && !insn->a
		        ? fact_find(solver->project->facts, solver->language, insn->name)
		        : NULL;

		for (uint32_t p = 0; fact && p < fact->param_count; p++)
			if (fact->params[p].effect == EFFECT_VACATED)
				return true;
	}
	return false;
}

/* The call whose result the branch tests, also through a variable or a comparison, or NULL. */
static const struct insn *tested_call(const struct func *func, const struct block *block)
{
	const struct insn *from = &func->insns.at[block->insns.at[block->insns.n - 1]];
	uint32_t at = from->op == OP_BRANCH ? from->a : 0;

	for (unsigned depth = 0; at && depth < 4; depth++) {
		uint32_t next = 0;

		from = &func->insns.at[at];
		if (from->op == OP_CALL)
			return from;
		if (from->op == OP_PRIM && from->arg_count)
			next = from->args[0].value;
		else if (from->op == OP_CAST)
			next = from->a;
		for (uint32_t i = 0; from->op == OP_LOAD && i < block->insns.n; i++)
			if (func->insns.at[block->insns.at[i]].op == OP_STORE &&
			        func->insns.at[block->insns.at[i]].var == from->var)
				next = func->insns.at[block->insns.at[i]].a;
		at = next;
	}
	return NULL;
}

/* if (!keep(it)) free(it); the callee takes it over unless it fails. */
static bool is_refused(const struct solver *solver)
{
	const struct func *func = solver->func;
	const struct block *block = &func->blocks.at[solver->block];
	const struct insn *call, *released;

	if (solver->at->op != OP_CALL || !solver->at->arg_count || block->preds.n != 1)
		return false;
	released = &func->insns.at[solver->at->args[0].value];
	call = tested_call(func, &func->blocks.at[block->preds.at[0]]);
	for (uint32_t i = 0; call && released->op == OP_LOAD && i < call->arg_count; i++) {
		const struct insn *arg = &func->insns.at[call->args[i].value];

		if (arg->op == OP_LOAD && arg->var == released->var)
			return call != solver->at;
	}
	return false;
}

static void release_one(struct solver *solver, uint32_t object, bool alias, const struct fact *fact)
{
	struct object_state *state = object_now(solver, object);
	uint32_t twin = state->word == WORD_OWNED ? 0 : object_twin(solver, object);

	if (twin) {
		release_one(solver, twin, alias, fact);
		return;
	}
	if (state->word == WORD_RELEASED ||
	        (state->word == WORD_DEAD && state->how != HOW_PARENT) ||
	        (state->word == WORD_GONE && state->how == HOW_STOLEN)) {
		released_again(solver, object, fact);
		return;
	}
	if (state->flags & OBJECT_MAYBE)
		state->flags |= OBJECT_PROVEN;
	if ((state->flags & (OBJECT_KEPT | OBJECT_LET_GO)) == OBJECT_KEPT &&
	        state->word == WORD_OWNED && solver->project->final) {
		struct flow_event *event = event_new(solver, EVENT_RELEASED_WHILE_KEPT, object);

		event_finish(solver, event, solver->now.trace, object);
	}
	if (state->word == WORD_NONE)
		return;
	if (state->word == WORD_BORROWED && state->flags & OBJECT_PLACED) {
		state->flags &= (uint32_t)~OBJECT_PLACED; /* the place is let go */
		return;
	}
	if (state->word == WORD_BORROWED && solver->objects.at[object].type &&
	        solver->objects.at[object].type->counted &&
	        solver->objects.at[object].origin != FROM_PARAM &&
	        solver->objects.at[object].origin != FROM_SLOT &&
	        solver->objects.at[object].origin != FROM_CAPTURE) {
		if ((state->how != HOW_MUTATED || !solver->project->final || !vacates(solver)) &&
		        !gave_twin_away(solver, object))
			released_again(solver, object, fact);
		return;
	}
	note_release(solver, object);
	member_released(solver, object);
	/* after a failure it may be because the callee failed to take it */
	solver->objects.at[object].released_shared |= state->flags & OBJECT_SHARED &&
	        !(state->flags & OBJECT_UNWOUND) && solver->layout->succeeds[solver->block] &&
	        !is_refused(solver);
	if (state->extra) {
		state->extra--;
		return;
	}
	if (state->flags & OBJECT_LENT) {
		state->word = WORD_BORROWED;
		state->flags &= (uint32_t)~OBJECT_LENT;
		return;
	}
	state->word = WORD_RELEASED;
	state->how = alias ? HOW_ALIAS : HOW_RELEASED;
	solver_trace(solver, STEP_RELEASE, object, solver->at->span, solver->at->name);
	end_children(solver, object);
}

/* A list of as many items as a call found: one object stands for all of them. */
static bool list_by_call(const struct solver *solver, uint32_t literal)
{
	return solver->func->insns.at[literal].op == OP_CALL;
}

void object_release(struct solver *solver, struct value value, const struct fact *fact)
{
	if (value.slot)
		((struct slot *)value.slot)->released = true;
	if (value.kind == VALUE_OBJECT) {
		release_one(solver, value.object, value.flags & VALUE_ALIAS, fact);
		return;
	}
	if (value.kind != VALUE_ITEMS && value.kind != VALUE_LITERAL)
		return;
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (object_within(solver, i, value.object) && object_owned(solver, i)) {
			if (!(solver->now.objects[i].flags & OBJECT_ITERATED) &&
			        value.kind == VALUE_ITEMS && list_by_call(solver, value.object))
				solver->objects.at[i].released_by_item = true;
			release_one(solver, i, false, fact);
		}
}

/* Py_INCREF(x); return x: that reference is the caller's. */
static bool is_for_caller(const struct solver *solver, uint32_t object)
{
	const struct block *block = &solver->func->blocks.at[solver->block];
	const struct insn *last = &solver->func->insns.at[block->insns.at[block->insns.n - 1]],
	                  *given;

	if (last->op != OP_RETURN || !last->a || !solver->at->arg_count)
		return false;
	given = without_casts(solver->func, last->a);
	for (uint32_t i = 0; i < solver->at->arg_count; i++) {
		const struct insn *arg = without_casts(solver->func, solver->at->args[i].value);
		struct value value = solver_get(solver, solver->at->args[i].value);

		if (value.kind == VALUE_OBJECT && value.object == object && given->op == OP_LOAD &&
		        arg->op == OP_LOAD && arg->var == given->var)
			return true;
	}
	return false;
}

void object_retain(struct solver *solver, uint32_t object, const char *type)
{
	struct object_state *state = object_now(solver, object);

	if (!solver->objects.at[object].type && type) /* "new TYPE" */
		solver->objects.at[object].type =
		        fact_type(solver->project->facts, solver->language, type + strlen("new "));
	state->flags &= (uint32_t)~OBJECT_FILLS; /* the next one is somebody else's */
	if (state->word == WORD_OWNED && state->extra < MOST_EXTRA) {
		state->extra++;
	} else if (state->flags & OBJECT_STORED && !is_for_caller(solver, object)) {
		state->flags &= (uint32_t)~OBJECT_STORED;
		state->flags |= OBJECT_PLACED;
		if (solver->objects.at[object].field)
			member_fills(solver, object);
	} else if (state->word == WORD_GONE && state->how == HOW_STOLEN) {
		/* what was only lent and given away is made up for */
		state->word = solver->objects.at[object].origin == FROM_PARAM ? WORD_BORROWED
		                                                              : WORD_OWNED;
		state->how = HOW_NONE;
	} else if (state->word == WORD_BORROWED) {
		state->word = WORD_OWNED;
		state->how = HOW_NONE;
		state->parent = 0;
		state->flags |= OBJECT_LENT;
		solver->objects.at[object].span = solver->at->span;
		solver_trace(solver, STEP_ACQUIRE, object, solver->at->span, NULL);
	}
}

/* self->x = x; Py_INCREF(x): the reference comes after the place that it is for. */
void object_stored(struct solver *solver, uint32_t object)
{
	struct object_state *state = object_now(solver, object);
	const struct fact_type *type = solver->objects.at[object].type;

	if (state->word == WORD_BORROWED && (!type || type->counted))
		state->flags |= OBJECT_STORED;
}

void object_change(struct solver *solver, uint32_t object)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++) {
		struct object_state *state = &solver->now.objects[i];

		if (state->word == WORD_BORROWED && state->parent == object &&
		        state->how == HOW_MUTATED)
			state->word = WORD_DEAD;
	}
}

void object_vacate(struct solver *solver, uint32_t object)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++) {
		struct object_state *state = &solver->now.objects[i];

		if (state->word != WORD_BORROWED || state->how != HOW_MUTATED ||
		        (object && state->parent != object))
			continue;
		state->word = WORD_GONE;
		state->how = HOW_NONE;
	}
}

/* Is a reference to what the variable holds taken by this call? */
static bool retains(const struct solver *solver, const struct insn *call, uint32_t var)
{
	const struct fact *fact = call->op == OP_CALL && call->name && !call->a
	        ? fact_find(solver->project->facts, solver->language, call->name)
	        : NULL;

	for (uint32_t i = 0; fact && i < fact->param_count && i < call->arg_count; i++) {
		const struct insn *arg = without_casts(solver->func, call->args[i].value);

		if (fact->params[i].effect == EFFECT_RETAINED && arg->op == OP_LOAD &&
		        arg->var == var)
			return true;
	}
	return false;
}

/* set_cause(a, x); set_context(a, x); Py_INCREF(x): is the reference taken right after it was given
 * away a second time? */
static bool is_made_up_for(const struct solver *solver, uint32_t object)
{
	const struct block *block = &solver->func->blocks.at[solver->block];

	for (uint32_t i = 0; i < solver->at->arg_count; i++) {
		const struct insn *arg = without_casts(solver->func, solver->at->args[i].value);
		struct value value = solver_get(solver, solver->at->args[i].value);

		if (arg->op != OP_LOAD || value.kind != VALUE_OBJECT || value.object != object)
			continue;
		for (uint32_t at = solver->at_number + 1; at < block->insns.n; at++)
			if (retains(solver, &solver->func->insns.at[block->insns.at[at]], arg->var))
				return true;
	}
	return false;
}

void object_steal(struct solver *solver, struct value value, const struct fact *fact)
{
	struct object_state *state = object_now(solver, value.object);

	if (state->word == WORD_GONE && state->how == HOW_STOLEN &&
	        is_made_up_for(solver, value.object)) {
		state->flags |= OBJECT_STORED;
	} else if (state->word == WORD_GONE && state->how == HOW_STOLEN) {
		released_again(solver, value.object, fact);
	} else if (state->word == WORD_BORROWED &&
	        solver->objects.at[value.object].origin == FROM_PARAM) {
		/* for the caller to know */
		state->word = WORD_GONE;
		state->how = HOW_STOLEN;
	} else {
		object_goes(solver, value.object, HOW_STOLEN);
	}
}

void object_goes(struct solver *solver, uint32_t object, enum how how)
{
	struct object_state *state = object_now(solver, object);

	if (solver->objects.at[object].slot)
		((struct slot *)solver->objects.at[object].slot)->leaves = true;
	/* of what was stored just now it is known later whose reference that is: stays_behind */
	if (state->word == WORD_BORROWED && solver->objects.at[object].origin == FROM_PARAM &&
	        !(state->flags & OBJECT_STORED))
		solver->info->params[solver->objects.at[object].param].escapes = true;
	if (state->word != WORD_OWNED)
		return;
	if (state->extra) {
		state->extra--;
		return;
	}
	state->word = state->flags & OBJECT_LENT ? WORD_BORROWED : WORD_GONE;
	state->how = how;
	solver->objects.at[object].sometimes_ended = true;
}
