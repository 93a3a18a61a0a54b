/*
 * Fields of structures that own what they hold. Takes stores while functions
 * are solved; gives the fields that an obligation went into and stayed in. Who
 * has to end it is teardown.c's question.
 *
 * `self->f = x; Py_INCREF(x)` owns, too, and `self->f = x; Py_DECREF(x)` does
 * not: OBJECT_FILLS is on an object as long as the last reference that was
 * taken is the field's.
 */
#include "flow/exec.h"
#include "flow/member.h"

#include <string.h>

const char *member_structure(struct arena *arena, const char *type)
{
	static const char pointer[] = " *";
	size_t n = type ? strlen(type) : 0, tail = sizeof(pointer) - 1;

	if (n <= tail || strcmp(type + n - tail, pointer) != 0)
		return NULL;
	return arena_strndup(arena, type, n - tail);
}

const char *member_declared(const struct unit *unit, const struct func *func, uint32_t value)
{
	const struct insn *insn = &func->insns.at[value];

	switch (insn->op) {
	case OP_LOAD:
		return unit->vars.at[insn->var].type;
	case OP_CAST:
	case OP_PARAM:
		return insn->name;
	default:
		return NULL;
	}
}

static struct owned_field *field_at(struct solver *solver, uint32_t base, const char *name)
{
	struct project *project = solver->project;
	const char *type =
	        member_structure(solver->arena, member_declared(solver->unit, solver->func, base));
	struct owned_field *field;
	const char *key;

	if (!type || !name || same(name, "*"))
		return NULL;
	key = arena_printf(solver->arena, "%u:%s.%s", solver->unit->index, type, name);
	field = map_get(&project->owned, key);
	if (field)
		return field;
	field = arena_new(project->arena, struct owned_field);
	field->unit = solver->unit;
	field->type = arena_strdup(project->arena, type);
	field->name = project_intern(project, name);
	map_put(&project->owned, arena_strdup(project->arena, key), field);
	vec_push(project->arena, &project->owned_list, field);
	return field;
}

/* The reference is the field's now. */
void member_fills(struct solver *solver, uint32_t object)
{
	const struct object *known = &solver->objects.at[object];
	struct owned_field *field = known->field;
	struct flow_event event;

	object_now(solver, object)->flags |= OBJECT_FILLS;
	if (field->filled || !solver->project->final || !known->type ||
	        (known->type->immortal && !known->type->held))
		return;
	event = *event_new(solver, EVENT_FIELD_KEPT, object);
	solver->project->result->events.n--;
	event_finish(solver, &event, solver->now.trace, object);
	field->filled = true;
	field->from_outside = known->origin == FROM_PARAM;
	field->fill = event;
}

void member_stored(struct solver *solver, uint32_t base, const char *name, uint32_t object)
{
	struct object *known = &solver->objects.at[object];
	struct object_state *state = object_now(solver, object);
	struct owned_field *field;

	if (known->type && !known->type->counted)
		return;
	field = field_at(solver, base, name);
	if (!field)
		return;
	/* which of the two owns it, nobody can tell */
	if (known->field && known->field != field)
		known->field->doubtful = field->doubtful = true;
	known->field = field;
	if (!field->stored.end)
		field->stored = solver->at->span;
	if (known->origin == FROM_PARAM)
		solver->info->params[known->param].field = field;
	if (state->word == WORD_OWNED)
		member_fills(solver, object);
}

void member_given(struct solver *solver, uint32_t object, struct owned_field *field)
{
	struct object *known = &solver->objects.at[object];

	if (!object_owned(solver, object) || (known->type && !known->type->counted))
		return;
	if (known->field && known->field != field)
		known->field->doubtful = field->doubtful = true;
	known->field = field;
	member_fills(solver, object);
}

void member_released(struct solver *solver, uint32_t object)
{
	struct object_state *state = object_now(solver, object);

	if (!(state->flags & OBJECT_FILLS))
		return;
	state->flags &= (uint32_t)~OBJECT_FILLS;
	solver->objects.at[object].field->doubtful = true;
}
