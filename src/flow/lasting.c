/*
 * Objects that last: None and its like, types that are variables of the
 * program. No state follows them, for whoever reads their name has them. What
 * is asked here is whether a function that gives one away takes a reference of
 * it anywhere; one that does so on the wrong path only is believed.
 */
#include "flow/call.h"

/* The address of a variable that outlives the function. */
static bool is_lasting_address(const struct solver *solver, const struct insn *insn)
{
	return (insn->op == OP_ADDRESS && solver->unit->vars.at[insn->var].func == 0) ||
	        (insn->op == OP_GLOBAL && insn->flags & GLOBAL_ADDRESS);
}

static bool same_lasting(const struct insn *a, const struct insn *b)
{
	if (a->op != b->op)
		return false;
	return a->op == OP_GLOBAL ? same(a->name, b->name) : a->var == b->var;
}

/* Can the value be that object? A variable can, if it gets it anywhere. */
static bool may_be(const struct solver *solver, const struct insn *insn, const struct insn *wanted)
{
	const struct func *func = solver->func;

	if (same_lasting(insn, wanted))
		return true;
	for (uint32_t i = 1; insn->op == OP_LOAD && i < func->insns.n; i++)
		if (func->insns.at[i].op == OP_STORE && func->insns.at[i].var == insn->var &&
		        same_lasting(without_casts(solver->func, func->insns.at[i].a), wanted))
			return true;
	return false;
}

/* Does this function take a reference of it anywhere? */
static bool taken_somewhere(const struct solver *solver, const struct insn *wanted)
{
	const struct func *func = solver->func;

	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *insn = &func->insns.at[i];
		const struct fact *fact;

		if (insn->op != OP_CALL || !insn->name || !insn->arg_count)
			continue;
		fact = fact_find(solver->project->facts, solver->language, insn->name);
		if (fact && fact->param_count && fact->params[0].effect == EFFECT_BORROWS &&
		        fact->origin != ORIGIN_NEW)
			continue;
		/* who is not known may well take one */
		if (may_be(solver, without_casts(solver->func, insn->args[0].value), wanted))
			return true;
	}
	return false;
}

static const struct fact_type *type_of(const struct solver *solver, const char *name)
{
	return name ? fact_type(solver->project->facts, solver->language, name) : NULL;
}

/* None, or (PyObject *)&Type: an object that nobody counts is given away without a reference for
 * the taker. */
void lasting_stolen(struct solver *solver, const struct call *call, uint32_t value)
{
	const struct insn *cast = &solver->func->insns.at[value];
	const struct insn *insn = without_casts(solver->func, value);
	const struct fact_type *constant =
	        insn->op == OP_GLOBAL && solver_get(solver, value).kind == VALUE_CONTAINER
	        ? type_of(solver, solver_get(solver, value).type)
	        : NULL;
	const char *type = constant && constant->constant ? constant->extends : NULL;
	struct flow_event *event;

	if (!type && cast->op == OP_CAST && is_lasting_address(solver, insn))
		type = project_declared(solver->project, solver->language, cast->name);
	if (!type || taken_somewhere(solver, insn))
		return;
	event = argument_event(solver, EVENT_KEPT_BORROWED, call, solver->values.at[0]);
	if (!event)
		return;
	event->object = insn->op == OP_GLOBAL ? insn->name : solver->unit->vars.at[insn->var].name;
	event->type = type_of(solver, type);
	event->at = insn->span;
	event->harmless = constant && constant->immortal;
	if (!constant)
		event->confidence = CONFIDENCE_MAYBE; /* such objects may live for ever */
}

/* The instruction that names the constant which `value` is on this path. */
static const struct insn *constant_at(const struct solver *solver, const char *type)
{
	const struct func *func = solver->func;
	const struct insn *insn = without_casts(solver->func, solver->at->a), *found = NULL;

	if (insn->op == OP_GLOBAL)
		return insn->flags & INSN_HIDDEN ? NULL : insn;
	for (uint32_t i = 1; insn->op == OP_LOAD && i < func->insns.n; i++) {
		const struct insn *store = &func->insns.at[i], *from;
		const struct fact *fact;

		if (store->op != OP_STORE || store->var != insn->var)
			continue;
		from = without_casts(solver->func, store->a);
		fact = from->op == OP_GLOBAL
		        ? fact_find(solver->project->facts, solver->language, from->name)
		        : NULL;
		fact = project_pick(solver->project, fact);
		if (fact && !fact->has_params && same(fact->type, type))
			found = from;
	}
	return found;
}

void lasting_returned(struct solver *solver, struct value value)
{
	const struct func_info *info = solver->info;
	const struct fact_type *type =
	        value.kind == VALUE_CONTAINER ? type_of(solver, value.type) : NULL;
	bool promised =
	        info->promise && !info->broken_promise && info->promise->origin == ORIGIN_NEW;
	const struct insn *constant;
	struct flow_event *event;

	if (!solver->project->final || !type || !type->constant)
		return;
	if (!promised &&
	        (info->callers.n || !solver->func->return_type ||
	                !project_declared(
	                        solver->project, solver->language, solver->func->return_type)))
		return;
	constant = constant_at(solver, value.type);
	if (!constant || taken_somewhere(solver, constant))
		return;
	event = event_new(solver, EVENT_KEPT_BORROWED, 0);
	event->object = constant->name;
	event->type = type_of(solver, type->extends);
	event->harmless = type->immortal;
	if (!promised)
		event->confidence = CONFIDENCE_MAYBE;
	event_finish(solver, event, NULL, 0);
}
