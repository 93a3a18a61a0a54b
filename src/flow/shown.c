/*
 * What a value is that nobody knows where it comes from: its use tells. Takes a
 * member that only one type has, a variable that is released, a callee that
 * does so, gives the type; none where two would do.
 */
#include "flow/solve.h"

const struct fact_type *shown_by_member(const struct solver *solver, const char *member)
{
	const struct fact_type *type = fact_type(solver->project->facts, solver->language,
	        fact_unmistakable(solver->project->facts, solver->language, member));

	return type && type->resource ? type : NULL;
}

/* A local that holds nothing else: what is it used for? */
static const struct fact_type *shown_by_variable(const struct solver *solver, uint32_t var)
{
	const struct func *func = solver->func;
	const struct fact_type *type = NULL;
	uint32_t stores = 0;

	if (solver->unit->vars.at[var].func != func->id || !solver->unit->vars.at[var].name)
		return NULL;
	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *insn = &func->insns.at[i], *from = &func->insns.at[insn->a];

		stores += insn->op == OP_STORE && insn->var == var;
		while (insn->a && from->op == OP_CAST)
			from = &func->insns.at[from->a];
		if (insn->op == OP_CALL && insn->name && insn->a && from->op == OP_LOAD &&
		        from->var == var && !type)
			type = shown_by_member(solver, insn->name);
	}
	return stores == 1 ? type : NULL;
}

/* It is an argument of a function of this unit that uses it so. */
static const struct fact_type *shown_by_callee(
        const struct solver *solver, const struct insn *call, uint32_t result)
{
	const struct insn *from = &solver->func->insns.at[call->a];
	const struct func_info *callee;
	const struct slot *slot;
	uint32_t place;

	if (!call->a || call->name || from->op != OP_LOAD)
		return NULL;
	place = solver->place_of_var[from->var];
	slot = place ? solver->places.at[place - 1].slot : NULL;
	if (!slot || slot->value.kind != VALUE_FUNC)
		return NULL;
	callee = project_func(solver->project, slot->value.unit, slot->value.func);
	for (uint32_t i = 0; callee && i < call->arg_count && i < callee->func->param_count; i++)
		if (call->args[i].value == result)
			return callee->params[i].shown;
	return NULL;
}

/* The type whose members are used on the present result, and on nothing else: `f(x).toJs()` */
static const struct fact_type *shown_type(const struct solver *solver)
{
	uint32_t result = solver->at_index;
	const struct func *func = solver->func;

	for (uint32_t i = result + 1; i < func->insns.n && i < result + 12; i++) {
		const struct insn *insn = &func->insns.at[i];

		if (insn->op == OP_CALL && shown_by_callee(solver, insn, result))
			return shown_by_callee(solver, insn, result);
		if (insn->a != result)
			continue;
		if (insn->op == OP_AWAIT || insn->op == OP_CAST) {
			result = i;
			continue;
		}
		if (insn->op == OP_STORE &&
		        project_func(solver->project, solver->unit, 0)->sees_border)
			return shown_by_variable(solver, insn->var);
		if (insn->op != OP_CALL || !insn->name)
			return NULL;
		return shown_by_member(solver, insn->name);
	}
	return NULL;
}

/* What a function does to a variable anywhere. */
enum use_bit {
	USE_RELEASED = 1, /* by a call, as facts tell */
	USE_RETAINED = 2,
	USE_RELEASED_IN_LOOP = 4,
	USE_KNOWN = 8, /* it holds something else than null and what unknown calls give */
};

const struct insn *without_casts(const struct func *func, uint32_t value)
{
	const struct insn *from = &func->insns.at[value];

	while (from->op == OP_CAST && from->a)
		from = &func->insns.at[from->a];
	return from;
}

static const struct fact *fact_of_name(const struct solver *solver, const struct insn *call)
{
	return call->op == OP_CALL && call->name && !call->a
	        ? fact_find(solver->project->facts, solver->language, call->name)
	        : NULL;
}

static void note_use(struct solver *solver, uint32_t var, enum use_bit use)
{
	solver->uses[solver->place_of_var[var]] |= use;
}

static bool in_loop(const struct solver *solver, uint32_t block)
{
	return solver->func->blocks.at[block].in_loop;
}

static void note_call_uses(struct solver *solver, uint32_t at)
{
	const struct insn *call = &solver->func->insns.at[at];
	bool again = in_loop(solver, solver->layout->home[at]);
	const struct fact *fact = fact_of_name(solver, call);

	for (uint32_t k = 0; fact && k < fact->param_count && k < call->arg_count; k++) {
		const struct insn *from = without_casts(solver->func, call->args[k].value);

		if (from->op == OP_LOAD && fact->params[k].effect == EFFECT_RELEASES)
			note_use(solver, from->var, again ? USE_RELEASED_IN_LOOP : USE_RELEASED);
		if (from->op == OP_LOAD && fact->params[k].effect == EFFECT_RETAINED)
			note_use(solver, from->var, USE_RETAINED);
	}
}

static void note_store_use(struct solver *solver, const struct insn *store)
{
	const struct insn *from = without_casts(solver->func, store->a);
	bool null = from->op == OP_CONST && from->detail == CONST_NULL;
	bool named = from->op == OP_CALL && from->name && !from->a;

	if (!null && (!named || fact_of_name(solver, from)))
		note_use(solver, store->var, USE_KNOWN);
}

/* Bits of enum use_bit: found for all variables of the function at once. */
static uint8_t uses_of(struct solver *solver, uint32_t var)
{
	const struct func *func = solver->func;

	if (!solver->uses) {
		solver->uses = arena_array(solver->arena, uint8_t, solver->places.n + 1);
		for (uint32_t i = 1; i < func->insns.n; i++) {
			const struct insn *insn = &func->insns.at[i];

			if (insn->op == OP_CALL)
				note_call_uses(solver, i);
			else if (insn->op == OP_STORE)
				note_store_use(solver, insn);
			else if (insn->op == OP_ADDRESS)
				note_use(solver, insn->var, USE_KNOWN);
		}
	}
	return solver->uses[solver->place_of_var[var]];
}

/* A loop releases as many as somebody has counted: that says nothing of one before it. */
static bool is_released_only(struct solver *solver, uint32_t var)
{
	uint8_t uses = uses_of(solver, var);
	uint8_t released =
	        in_loop(solver, solver->block) ? USE_RELEASED | USE_RELEASED_IN_LOOP : USE_RELEASED;

	return uses & released && !(uses & (USE_RETAINED | USE_KNOWN));
}

/* A function that releases what only the unknown callee gives owns it. */
static const struct fact_type *find_released(struct solver *solver)
{
	const struct func *func = solver->func;
	uint32_t result = solver->at_index;

	for (uint32_t i = result + 1; i < func->insns.n && i < result + 3; i++) {
		const struct insn *insn = &func->insns.at[i];
		const struct var *var;
		const struct fact_type *type;

		if (insn->a != result || (insn->op != OP_CAST && insn->op != OP_STORE))
			continue;
		if (insn->op == OP_CAST) {
			result = i;
			continue;
		}
		var = &solver->unit->vars.at[insn->var];
		type = fact_type(solver->project->facts, solver->language,
		        project_declared(
		                solver->project, solver->language, var->type ? var->type : ""));
		return type && type->counted && var->func == func->id && var->name &&
		                is_released_only(solver, insn->var)
		        ? type
		        : NULL;
	}
	return NULL;
}

static const struct fact_type *released_type(struct solver *solver)
{
	struct found *found = layout_found(solver->project, solver->info, solver->at_index);

	if (!found->sought_released) {
		found->sought_released = true;
		found->released = find_released(solver);
	}
	return found->released;
}

struct value shown_result(struct solver *solver)
{
	const struct fact_type *type = shown_type(solver);
	struct value value;
	uint32_t object;

	value = value_plain(VALUE_UNKNOWN);
	if (!type && (type = released_type(solver))) {
		object = object_make(solver, WORD_OWNED, type, FROM_CALL);
		solver->now.objects[object].flags |= OBJECT_NULLABLE | OBJECT_CHECKED;
		solver->objects.at[object].likely = true;
		solver->objects.at[object].callee = solver->at->name;
		return value_of_object(solver, object);
	}
	if (!type)
		return value;
	object = object_make(solver, WORD_OWNED, type, FROM_CALL);
	solver->now.objects[object].flags |= OBJECT_MAYBE;
	solver->objects.at[object].likely = true;
	solver->objects.at[object].callee = solver->at->name;
	return value_of_object(solver, object);
}
