/*
 * What comes into a function from outside: global names, parameters, captured
 * variables. Declared types count first, then what callers and other code were
 * seen to put there, then what people call such things.
 */
#include "flow/exec.h"

struct value outside_object(struct solver *solver, struct value known, enum object_origin origin)
{
	const struct fact_type *type =
	        known.type ? fact_type(solver->project->facts, solver->language, known.type) : NULL;
	struct value value;
	uint32_t object;

	if (known.kind != VALUE_UNKNOWN && !(type && type->resource && known.kind == VALUE_TYPED))
		return known;
	object = object_make(solver, WORD_BORROWED, type, origin);
	solver->objects.at[object].likely = known.flags & VALUE_LIKELY;
	solver->objects.at[object].module = known.name;
	if (known.unit)
		solver->objects.at[object].partner =
		        project_fetch(solver->project, known.unit, known.func);
	value = value_of_object(solver, object);
	value.slot = known.slot;
	return value;
}

struct value declared_value(
        struct solver *solver, const char *declared, const char *name, struct value known)
{
	const char *type =
	        declared ? project_declared(solver->project, solver->language, declared) : NULL;

	if (type)
		return typed_value(type, false);
	if (known.kind != VALUE_UNKNOWN)
		return known;
	type = name ? fact_conventional(solver->project->facts, solver->language, name) : NULL;
	if (type) {
		const struct slot *slot = known.slot;

		known = typed_value(type, true);
		known.slot = slot;
	}
	return known;
}

void exec_global(struct solver *solver)
{
	struct value value = name_value(solver, solver->at->name);
	const struct slot *slot = value.slot;

	if (slot)
		value = outside_object(solver, value, FROM_SLOT);
	if (slot && value.kind == VALUE_OBJECT) {
		solver->objects.at[value.object].slot = slot;
		if (!slot->given_more)
			solver->objects.at[value.object].partner = slot->given;
	}
	result(solver, value);
}

/* A parameter that people name like a function is one: `callback`, `on_done`. */
static bool called_by_name(const struct solver *solver, const struct seed *seed)
{
	const char *name =
	        solver->func->param_names ? solver->func->param_names[solver->at->var] : NULL;
	const char *type =
	        name ? fact_conventional(solver->project->facts, solver->language, name) : NULL;

	return same(type, "function") && seed->type && seed->type->callable;
}

static struct value seeded_param(struct solver *solver, const struct seed *seed)
{
	uint32_t object = object_make(solver, seed->word, seed->type, FROM_SEED);
	struct object *known = &solver->objects.at[object];

	known->fact = seed->fact;
	known->callee = seed->callee;
	known->likely = seed->likely;
	known->key = seed->item_of;
	known->per_call = seed->per_call;
	if (seed->per_call) {
		known->span = seed->span;
		known->unit = seed->unit;
	}
	if (seed->unit == solver->unit && seed->word == WORD_OWNED && !seed->item_of)
		known->span = seed->span;
	if (seed->maybe && !called_by_name(solver, seed))
		solver->now.objects[object].flags |= OBJECT_MAYBE;
	return value_of_object(solver, object);
}

void exec_param(struct solver *solver)
{
	uint32_t index = solver->at->var;
	const struct func *func = solver->func;
	struct value value;

	if (index >= func->param_count || solver->at->flags & PARAM_REST) {
		result(solver,
		        value_plain(index < func->param_count ? VALUE_CONTAINER : VALUE_UNKNOWN));
		return;
	}
	if (solver->info->seeds[index].set) {
		result(solver, seeded_param(solver, &solver->info->seeds[index]));
		return;
	}
	solver->info->params[index].read = solver->info->params[index].value;
	value = declared_value(solver, solver->at->name,
	        func->param_names ? func->param_names[index] : NULL,
	        solver->info->params[index].value);
	value = outside_object(solver, value, FROM_PARAM);
	if (value.kind == VALUE_OBJECT) {
		solver->objects.at[value.object].param = index;
		solver->objects.at[value.object].name =
		        func->param_names ? func->param_names[index] : NULL;
		solver->now.objects[value.object].flags |= OBJECT_NULLABLE;
	}
	result(solver, value);
}

void exec_this(struct solver *solver)
{
	struct value value = value_plain(solver->func->class_name ? VALUE_INSTANCE : VALUE_UNKNOWN);

	value.unit = solver->func->class_name ? solver->unit : NULL;
	value.name = solver->func->class_name;
	result(solver, value);
}
