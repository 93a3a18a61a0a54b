/*
 * Members: reading them, and storing into objects of this language (the
 * obligation goes along), of the other one (the handle is out of reach), and
 * into the global object.
 */
#include "flow/exec.h"
#include "flow/member.h"

enum { MOST_BETWEEN = 100 }; /* instructions */

static uint32_t own_field(struct solver *solver, struct value base, const char *field)
{
	if (base.kind != VALUE_INSTANCE || base.unit != solver->unit)
		return 0;
	return place_of_field(solver,
	        project_field_key(solver->project, solver->arena, base.unit, base.name, field));
}

/* Reading the member is a mistake in itself. */
static void member_misuse(struct solver *solver, struct value base)
{
	const char *type = value_type(solver, base);
	const struct fact *fact;
	struct flow_event *event;

	if (!type || !solver->project->final || solver->at->flags & INSN_HIDDEN)
		return;
	fact = fact_member(solver->project->facts, solver->language, type, solver->at->name, false);
	fact = project_pick(solver->project, fact);
	if (!fact || !fact->misuse || fact->has_params)
		return;
	event = event_new(solver, EVENT_MISUSE, 0);
	event->word = fact->misuse;
	event->callee = solver->at->name;
	event->fact = fact;
	event->confidence = base.flags & VALUE_LIKELY ? CONFIDENCE_SOME : CONFIDENCE_SURE;
	event_finish(solver, event, NULL, 0);
}

/* Whether the member is null, or negative, tells whether anything is held. */
static bool is_told(const struct solver *solver, struct value base, const char *member)
{
	const struct fact_type *type =
	        base.kind == VALUE_OBJECT ? solver->objects.at[base.object].type : NULL;
	const struct insn *next = solver->at_index + 1 < solver->func->insns.n
	        ? &solver->func->insns.at[solver->at_index + 1]
	        : NULL;

	if (!type || !next || next->op != OP_BRANCH || next->a != solver->at_index)
		return false;
	for (const char **at = next->detail == TEST_NEGATIVE ? type->counts : type->told; at && *at;
	        at++)
		if (same(*at, member))
			return solver->now.objects[base.object].word == WORD_OWNED;
	return false;
}

static bool is_returned_next(const struct solver *solver)
{
	const struct block *block = &solver->func->blocks.at[solver->block];
	uint32_t next = solver->at_number + 1;
	const struct insn *last =
	        next < block->insns.n ? &solver->func->insns.at[block->insns.at[next]] : NULL;

	return last && last->op == OP_RETURN && last->a == solver->at_index;
}

/* Is what the field was given still the function's own to give: counted for the field, and for who
 * gets it now? */
static bool is_left_to_give(const struct solver *solver, uint32_t object)
{
	const struct object_state *state = &solver->now.objects[object];

	return state->flags & OBJECT_STORED ||
	        (state->word == WORD_OWNED && is_returned_next(solver));
}

/* self->x = x; Py_INCREF(self->x): what was lent has just been put there, and nothing else happened
 * since; or self->x = x; return self->x. Gives an unknown value for anything else. */
static struct value stored_before(struct solver *solver)
{
	const struct func *func = solver->func;
	const struct block *block = &func->blocks.at[solver->block];
	const struct insn *base = &func->insns.at[solver->at->a];
	uint32_t at = solver->at_number, first = at > MOST_BETWEEN ? at - MOST_BETWEEN : 0;

	while (base->op == OP_LOAD && at-- > first) {
		const struct insn *insn = &func->insns.at[block->insns.at[at]];
		struct value value;

		if (insn->op == OP_STORE && insn->var == base->var)
			break;
		if (insn->op == OP_CALL &&
		        (!insn->name ||
		                !fact_find(solver->project->facts, solver->language, insn->name)))
			break;
		if (insn->op != OP_SETFIELD || !same(insn->name, solver->at->name))
			continue;
		value = solver_get(solver, insn->b);
		if (func->insns.at[insn->a].op == OP_LOAD &&
		        func->insns.at[insn->a].var == base->var && value.kind == VALUE_OBJECT &&
		        object_now(solver, value.object) && is_left_to_give(solver, value.object))
			return value;
		break;
	}
	return value_plain(VALUE_UNKNOWN);
}

void exec_field(struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value base = operand(solver, insn->a), value;
	uint32_t place = own_field(solver, base, insn->name);

	if (!(insn->flags & INSN_HIDDEN))
		value_used(solver, base, insn->name);
	if (base.kind == VALUE_OBJECT && !primitive_has(solver, insn->name))
		solver->objects.at[base.object].looked_into = true;
	if (place && solver->now.places[place - 1]) {
		result(solver, place_value(solver, place));
		return;
	}
	if (is_told(solver, base, insn->name)) {
		result(solver, base);
		return;
	}
	if (language_has(solver->language, TRAIT_NULL_FAILS)) {
		value = stored_before(solver);
		if (value.kind == VALUE_OBJECT) {
			result(solver, value);
			return;
		}
	}
	value = read_member(solver, base, insn->name);
	member_misuse(solver, base);
	if (place && (value.slot || value.kind == VALUE_UNKNOWN)) {
		value = slot_read(solver, place, NO_VAR, NULL, insn->name);
	} else if (value.slot && value.kind == VALUE_UNKNOWN) {
		const struct slot *slot = value.slot;

		value = outside_object(solver, value, FROM_SLOT);
		if (value.kind == VALUE_OBJECT)
			solver->objects.at[value.object].slot = slot;
	}
	if (value.kind == VALUE_UNKNOWN && base.slot)
		value.slot = base.slot;
	result(solver, value);
}

/* Storing into an object of the other language: a handle that this side cannot reach any more. */
static void store_abroad(struct solver *solver, struct value base, struct value value)
{
	struct object_state *state;

	if (value.kind == VALUE_FUNC) {
		struct func_info *info = project_func(solver->project, value.unit, value.func);

		value_escapes(solver, value);
		if (info) {
			info->crosses = true;
			info->crosses_into = solver->at->name;
		}
		if (info)
			summary_add_edge(solver, info,
			        (struct call_edge){.caller = solver->info, .often = true});
		return;
	}
	if (value.kind != VALUE_OBJECT) {
		value_escapes(solver, value);
		return;
	}
	state = object_now(solver, value.object);
	if (state->word == WORD_OWNED &&
	        !(solver->objects.at[value.object].type &&
	                solver->objects.at[value.object].type->once))
		state->flags |= OBJECT_KEPT;
	else
		value_escapes(solver, value);
	cross_object(solver, value.object, solver->at->name);
	if (receiver_collected(solver, base))
		state->flags |= OBJECT_SHARED;
	solver_trace(solver, STEP_STORE, value.object, solver->at->span, solver->at->name);
}

static void cycle_check(struct solver *solver, struct value base, struct value value)
{
	if (!solver->project->final || !base.slot || value.kind != VALUE_FUNC ||
	        solver->func->class_name == NULL || value.unit != solver->unit ||
	        !same(value.unit->funcs.at[value.func]->class_name, solver->func->class_name))
		return;
	event_new(solver, EVENT_CYCLE, 0)->object = value.unit->funcs.at[value.func]->name;
	/* reported at the end, if nothing cuts it */
	vec_push(solver->project->arena, &((struct slot *)base.slot)->cycles,
	        solver->project->result->events.at[--solver->project->result->events.n]);
}

static void store_global(struct solver *solver, struct value value, const char *name)
{
	struct slot *slot = global_slot(solver, name);

	slot->value = value_join(slot->value, stored_value(solver, value));
	if (value.kind == VALUE_OBJECT)
		summary_fill_slot(solver, slot, value.object, false);
	value_escapes(solver, value);
}

/* What a function of this language gave is as good as an object of it; what is read from somewhere
 * may just as well come from the other one: `js.document = polyscript.window.document`. */
static bool made_here(const struct solver *solver, struct value value)
{
	const struct insn *from = &solver->func->insns.at[solver->at->b];
	enum items items = items_of_value(solver, value);

	return items == ITEMS_PROXIED || (items == ITEMS_UNKNOWN && from->op == OP_CALL);
}

/* A global of the other language gets an object of this one: over there it is a proxy. */
static void give_global(struct solver *solver, struct value value, const char *name)
{
	struct slot *slot = global_slot(solver, name);
	bool proxied = made_here(solver, value);
	struct func_info *func = value.kind == VALUE_FUNC
	        ? project_fetch(solver->project, value.unit, value.func)
	        : NULL;

	slot->given_more = slot->given_more || !func || (slot->given && slot->given != func);
	slot->given = func ? func : slot->given;
	if (proxied)
		slot->value = value_join(
		        slot->value, typed_value(project_intern(solver->project, "PyProxy"), true));
}

static void store_field(
        struct solver *solver, struct value base, struct value value, const char *field)
{
	const char *type = value_type(solver, base);
	const struct fact_type *known =
	        type ? fact_type(solver->project->facts, solver->language, type) : NULL;
	uint32_t place = field ? own_field(solver, base, field) : 0;

	if (field)
		note_member(solver, base, field, value);
	if (place) {
		store(solver, place, value, solver->places.at[place - 1].slot->name);
		return;
	}
	if (field && value_is_scope(solver, base) && known && known->foreign)
		give_global(solver, value, field);
	else if (field && value_is_scope(solver, base)) {
		store_global(solver, value, field);
		return;
	}
	if (value.kind == VALUE_OBJECT && solver->objects.at[value.object].type &&
	        solver->objects.at[value.object].type->copied) {
		object_now(solver, value.object)->flags |= OBJECT_KEPT;
		return;
	}
	if (known && known->foreign) {
		cycle_check(solver, base, value);
		if (base.slot && value.kind == VALUE_NULL)
			((struct slot *)base.slot)->cut = true;
		store_abroad(solver, base, value);
		return;
	}
	if (value.kind == VALUE_OBJECT && object_is_item(solver, value.object) &&
	        solver->project->final) {
		struct flow_event *event = event_new(solver, EVENT_ITEM_ESCAPES, value.object);

		event_finish(solver, event, solver->now.trace, value.object);
	}
	if (value.kind == VALUE_OBJECT && solver->objects.at[value.object].origin == FROM_SEED &&
	        solver->now.objects[value.object].word == WORD_BORROWED && solver->project->final &&
	        !object_is_item(solver, value.object)) {
		struct flow_event *event = event_new(solver, EVENT_KEPT_BORROWED, value.object);

		event_finish(solver, event, solver->now.trace, value.object);
	}
	if (base.kind == VALUE_LITERAL && value.kind == VALUE_LITERAL) {
		literal_nest(solver, value, base.object, false);
		return;
	}
	if (base.kind == VALUE_LITERAL && value.kind == VALUE_OBJECT) {
		object_now(solver, value.object)->container = base.object;
		solver->objects.at[value.object].key = field;
		return;
	}
	/* an object of the other language takes a reference of its own */
	if (known && known->resource && !known->counted && value.kind == VALUE_OBJECT)
		return;
	if (value.kind == VALUE_OBJECT && base.kind == VALUE_OBJECT && base.slot)
		summary_fill_slot(solver, (struct slot *)base.slot, value.object, true);
	if (value.kind == VALUE_OBJECT && solver->at->op == OP_SETFIELD)
		member_stored(solver, solver->at->a, field, value.object);
	if (value.kind == VALUE_OBJECT)
		object_stored(solver, value.object);
	value_escapes(solver, value);
}

void exec_setfield(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a);

	value_used(solver, base, NULL);
	store_field(solver, base, operand(solver, solver->at->b), solver->at->name);
}

void exec_setindex(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a), value = operand(solver, solver->at->c);
	const struct fact_type *type =
	        value.kind == VALUE_OBJECT ? solver->objects.at[value.object].type : NULL;

	value_used(solver, base, NULL);
	/* a round of a loop fills one item, and one of another loop releases it: nobody counts the
	 * rounds */
	if (base.kind == VALUE_LITERAL && type && type->counted &&
	        solver->func->insns.at[solver->at->b].op != OP_CONST) {
		value_escapes(solver, value);
		return;
	}
	store_field(solver, base, value, NULL);
}
