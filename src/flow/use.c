/*
 * Using a value, and letting it out of sight: handed to code that may keep it,
 * store it or do anything with it.
 */
#include "flow/call.h"

/* A function that outlives this one holds what was only lent to this one. */
static void lent_escapes(struct solver *solver, const struct func_info *info)
{
	for (uint32_t i = 0; i < info->captures.n && info->unit == solver->unit; i++) {
		uint32_t place = solver->place_of_var[info->captures.at[i]];
		struct value value = place ? solver->values.at[solver->now.places[place - 1]]
		                           : solver->values.at[0];
		struct flow_event *event;

		if (value.kind != VALUE_OBJECT ||
		        solver->objects.at[value.object].origin != FROM_SEED ||
		        object_now(solver, value.object)->word != WORD_BORROWED ||
		        !solver->project->final)
			continue;
		event = event_new(solver, EVENT_KEPT_BORROWED, value.object);
		event_finish(solver, event, solver->now.trace, value.object);
	}
}

void func_escapes(struct solver *solver, struct value value, bool often, bool unknown)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);
	struct call_edge edge = {.caller = solver->info,
	        .in_loop = solver->func->blocks.at[solver->block].in_loop && !often && !unknown,
	        .often = often,
	        .unknown = unknown};

	if (!info)
		return;
	/* what hands itself on is called again and again */
	for (const struct func_info *at = solver->info; at; at = at->parent)
		edge.itself |= at == info;
	edge.often |= edge.itself;
	edge.unknown &= !edge.often;
	info->escapes = true;
	summary_add_edge(solver, info, edge);
	lent_escapes(solver, info);
}

static void literal_escapes(struct solver *solver, uint32_t literal)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (object_within(solver, i, literal))
			object_goes(solver, i, HOW_NONE);
}

void value_escapes(struct solver *solver, struct value value)
{
	if (value.slot)
		((struct slot *)value.slot)->leaves = true;
	switch (value.kind) {
	case VALUE_OBJECT:
		object_goes(solver, value.object, HOW_NONE);
		break;
	case VALUE_FUNC:
		func_escapes(solver, value, false, true);
		break;
	case VALUE_LITERAL:
	case VALUE_ITEMS:
		literal_escapes(solver, value.object);
		break;
	default:
		break;
	}
}

static void used_dead(struct solver *solver, struct value value, const char *member)
{
	struct flow_event *event;
	const struct object_state *state = object_now(solver, value.object);

	if (!solver->project->final || object_twin(solver, value.object))
		return;
	event = event_new(solver, EVENT_USED_DEAD, value.object);
	event->how = state->how;
	event->at = solver->at->span;
	event->callee = member ? member : solver->at->name;
	if ((state->flags & OBJECT_MAYBE) && !(state->flags & OBJECT_PROVEN))
		event->confidence = CONFIDENCE_MAYBE;
	event_finish(solver, event, solver->now.trace, value.object);
	/* what follows rests on the same mistake */
	if (event->type && event->type->counted)
		object_now(solver, value.object)->word = WORD_GONE;
}

/* Is it what the program itself puts there: a field, a variable of the file, what a macro names? */
static bool is_own(const struct solver *solver, uint32_t insn, unsigned depth)
{
	const struct func *func = solver->func;
	const struct insn *from = &func->insns.at[insn];
	bool own = false;

	while (from->op == OP_CAST && from->a)
		from = &func->insns.at[from->a];
	if (from->op == OP_CALL)
		return !from->a && from->name &&
		        !fact_find(solver->project->facts, solver->language, from->name);
	if (from->op != OP_LOAD)
		return from->op == OP_FIELD || from->op == OP_GLOBAL;
	if (solver->unit->vars.at[from->var].global)
		return true;
	for (uint32_t i = 1; i < func->insns.n && depth < 2; i++) {
		if (func->insns.at[i].op != OP_STORE || func->insns.at[i].var != from->var)
			continue;
		if (!is_own(solver, func->insns.at[i].a, depth + 1))
			return false;
		own = true;
	}
	return own;
}

/* A look into a container that the program itself fills, or at its own state: it knows what is
 * there. */
static bool is_own_lookup(const struct solver *solver, const struct object *known)
{
	const struct insn *call = &solver->func->insns.at[known->insn];

	return known->fact && known->fact->absent && call->op == OP_CALL &&
	        (!call->arg_count || is_own(solver, call->args[0].value, 0));
}

void used_unchecked(struct solver *solver, struct value value)
{
	struct object_state *state = object_now(solver, value.object);
	const struct object *known = &solver->objects.at[value.object];
	struct flow_event *event;

	if (!(state->flags & OBJECT_NULLABLE) || state->flags & (OBJECT_CHECKED | OBJECT_MAYBE) ||
	        known->origin == FROM_PARAM || (known->fact && known->fact->error))
		return;
	state->flags |= OBJECT_CHECKED; /* say it once */
	if (!solver->project->final)
		return;
	event = event_new(solver, EVENT_NULL_DEREF, value.object);
	event->rarely = solver->objects.at[value.object].rarely;
	if (is_own_lookup(solver, &solver->objects.at[value.object]))
		event->confidence = CONFIDENCE_MAYBE;
	event->callee = solver->at->name;
	event_finish(solver, event, solver->now.trace, value.object);
}

/* What some item is used like all of them are. */
static void items_shown(struct solver *solver, uint32_t literal, const char *member)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (object_within(solver, i, literal) &&
		        type_shows(solver->objects.at[i].type, member))
			solver->now.objects[i].flags |= OBJECT_PROVEN;
}

void value_used(struct solver *solver, struct value value, const char *member)
{
	struct object_state *state;

	if (value.kind == VALUE_ITEMS && member)
		items_shown(solver, value.object, member);
	if (value.kind != VALUE_OBJECT || value.flags & VALUE_PROMISE)
		return;
	state = object_now(solver, value.object);
	if (member && type_shows(solver->objects.at[value.object].type, member)) {
		state->flags |= OBJECT_PROVEN;
		if (solver->objects.at[value.object].origin == FROM_PARAM)
			solver->info->params[solver->objects.at[value.object].param].proven = true;
	}
	if (solver->objects.at[value.object].origin == FROM_PARAM) {
		struct param_summary *param =
		        &solver->info->params[solver->objects.at[value.object].param];

		if (member && !solver->objects.at[value.object].type && !param->shown)
			param->shown = shown_by_member(solver, member);
		param->used = true;
		param->use = solver->at->span;
	}
	if (state->word == WORD_RELEASED || state->word == WORD_DEAD)
		used_dead(solver, value, member);
}
