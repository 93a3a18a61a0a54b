/*
 * Variables: reading, storing, going out of scope. A place that gets another
 * value may have been the last name of an owned object.
 */
#include "flow/exec.h"

struct value place_value(struct solver *solver, uint32_t place)
{
	return solver->values.at[solver->now.places[place - 1]];
}

/* First read of a place that outlives the function: what other code put there. */
struct value slot_read(
        struct solver *solver, uint32_t place, uint32_t var, const char *declared, const char *name)
{
	const struct place *known = &solver->places.at[place - 1];
	struct value value = known->slot->value;

	value.slot = known->slot;
	value = declared_value(solver, declared, name, value);
	value.slot = known->slot;
	value = outside_object(solver, value, var == NO_VAR ? FROM_SLOT : FROM_CAPTURE);
	if (value.kind == VALUE_OBJECT) {
		solver->objects.at[value.object].var = var == NO_VAR ? 0 : var;
		solver->objects.at[value.object].slot = known->slot;
		solver->objects.at[value.object].name = name;
	}
	solver->now.places[place - 1] = value_number(solver, value);
	return value;
}

void exec_load(struct solver *solver)
{
	uint32_t place = solver->place_of_var[solver->at->var];
	const struct var *var = &solver->unit->vars.at[solver->at->var];
	struct value value = place_value(solver, place);

	unset_loaded(solver, value);
	if (value.kind >= VALUE_NULL && value.kind <= VALUE_PRIMITIVE &&
	        project_var_shared(solver->project, solver->unit, solver->at->var))
		value = declared_value(solver, var->type, var->name, solver->values.at[0]);
	else if (!solver->now.places[place - 1] && solver->places.at[place - 1].slot)
		value = slot_read(solver, place, solver->at->var, var->type, var->name);
	else if (value.kind == VALUE_UNKNOWN)
		value = declared_value(solver, var->type, var->name, value);
	if (value.kind == VALUE_OBJECT && solver->now.objects[value.object].how == HOW_EXHAUSTED &&
	        solver->now.objects[value.object].word == WORD_DEAD)
		value_used(solver, value, NULL);
	result(solver, value);
}

static bool held_elsewhere(const struct solver *solver, uint32_t object, uint32_t except)
{
	for (uint32_t p = 0; p < solver->places.n; p++) {
		struct value value = solver->values.at[solver->now.places[p]];

		if (p + 1 != except && solver->places.at[p].insn == 0 &&
		        value.kind == VALUE_OBJECT && value.object == object)
			return true;
	}
	return false;
}

/* The place gets a new value: what it held may have lost its last name. */
static void leave_place(struct solver *solver, uint32_t place, uint32_t flag)
{
	struct value old = place_value(solver, place);

	if (old.kind == VALUE_OBJECT && object_owned(solver, old.object) &&
	        !held_elsewhere(solver, old.object, place)) {
		object_now(solver, old.object)->flags |= flag;
		solver_trace(solver, STEP_LOST, old.object, solver->at->span, NULL);
	}
}

struct value stored_value(const struct solver *solver, struct value value)
{
	if (value.kind == VALUE_OBJECT) {
		struct value plain_type =
		        typed_value(value.type, solver->objects.at[value.object].likely);

		if (!value.type || solver->now.objects[value.object].word == WORD_NONE)
			plain_type.kind = VALUE_UNKNOWN;
		plain_type.name = solver->objects.at[value.object].module;
		if (solver->objects.at[value.object].partner) {
			plain_type.unit = solver->objects.at[value.object].partner->unit;
			plain_type.func = solver->objects.at[value.object].partner->func->id;
		}
		return plain_type;
	}
	if (value.kind == VALUE_LITERAL || value.kind == VALUE_ITEMS ||
	        value.kind == VALUE_ITERATOR) {
		struct value plain_container = value_plain(VALUE_CONTAINER);

		plain_container.type = value.kind == VALUE_LITERAL ? value.type : NULL;
		return plain_container;
	}
	if (value.kind == VALUE_ADDRESS) /* of a variable that only its function has */
		return value_plain(VALUE_UNKNOWN);
	value.object = value.kind == VALUE_PRIMITIVE ? value.object : 0;
	value.slot = NULL;
	return value;
}

void store(struct solver *solver, uint32_t place, struct value value, const char *name)
{
	struct slot *slot = solver->places.at[place - 1].slot;
	struct slot *shared = solver->places.at[place - 1].shared;

	if (!(value.kind == VALUE_OBJECT && place_value(solver, place).kind == VALUE_OBJECT &&
	            place_value(solver, place).object == value.object))
		leave_place(solver, place, OBJECT_OVERWRITTEN);
	shared = shared ? shared : slot;
	if (shared && value.kind == VALUE_OBJECT)
		object_stored(solver, value.object);
	if (shared)
		shared->value = value_join(shared->value, stored_value(solver, value));
	if (slot)
		slot->plain |= value.kind == VALUE_PRIMITIVE || value.kind == VALUE_TRUE ||
		        value.kind == VALUE_FALSE;
	if (value.kind == VALUE_OBJECT) {
		struct object *object = &solver->objects.at[value.object];
		struct object_state *state = object_now(solver, value.object);

		if (name && !object->name)
			object->name = name;
		if (name)
			state->flags |= OBJECT_NAMED;
		if (slot && object->origin == FROM_SEED && state->word == WORD_BORROWED &&
		        solver->project->final) {
			struct flow_event *event =
			        event_new(solver, EVENT_KEPT_BORROWED, value.object);

			event_finish(solver, event, solver->now.trace, value.object);
		}
		if (slot && object_is_item(solver, value.object) && solver->project->final) {
			struct flow_event *event =
			        event_new(solver, EVENT_ITEM_ESCAPES, value.object);

			event_finish(solver, event, solver->now.trace, value.object);
		}
	}
	if (value.kind == VALUE_OBJECT)
		value.slot = NULL;
	else if (slot)
		value.slot = slot;
	solver->now.places[place - 1] = value_number(solver, value);
}

void exec_store(struct solver *solver)
{
	const struct var *var = &solver->unit->vars.at[solver->at->var];
	struct value value = operand(solver, solver->at->a);

	if (value.kind == VALUE_UNKNOWN)
		value = declared_value(solver, var->type, NULL, value);
	store(solver, solver->place_of_var[solver->at->var], value, var->name);
}

void store_var(struct solver *solver, uint32_t var, struct value value)
{
	store(solver, solver->place_of_var[var], value, solver->unit->vars.at[var].name);
}

/* Is the present result handed to a call, which says what becomes of it? */
static bool is_argument(const struct solver *solver)
{
	enum { NEAR = 32 };
	const struct func *func = solver->func;

	for (uint32_t i = solver->at_index + 1; i < func->insns.n && i < solver->at_index + NEAR;
	        i++)
		for (uint32_t k = 0; k < func->insns.at[i].arg_count; k++)
			if (func->insns.at[i].op == OP_CALL &&
			        func->insns.at[i].args[k].value == solver->at_index)
				return true;
	return false;
}

void exec_address(struct solver *solver)
{
	struct value value = value_plain(VALUE_ADDRESS);
	uint32_t place = solver->place_of_var[solver->at->var];

	value.object = solver->at->var;
	if (!is_argument(solver) && place_value(solver, place).kind == VALUE_UNSET)
		solver->now.places[place - 1] = 0; /* filled through the pointer */
	result(solver, value);
}

void exec_forget(struct solver *solver)
{
	uint32_t place = solver->place_of_var[solver->at->var];

	if (solver->unit->vars.at[solver->at->var].captured)
		solver_settle_var(solver, solver->at->var);
	leave_place(solver, place, 0);
	solver->now.places[place - 1] =
	        solver->at->flags & VAR_UNSET ? value_number(solver, value_plain(VALUE_UNSET)) : 0;
}
