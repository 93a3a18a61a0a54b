/*
 * Variables that are read before they have a value. A front end says where a
 * variable begins without one; what is used is a mistake only if no path at
 * all gives that read a value, for conditions that go together are not known.
 */
#include "flow/call.h"
#include "flow/exec.h"

enum { SEEN_SET = 1, USED_UNSET = 2 };

struct unset_read {
	uint8_t seen;
	uint32_t user; /* the instruction that uses it */
};

void unset_begin(struct solver *solver)
{
	const struct func *func = solver->func;

	for (uint32_t i = 1; i < func->insns.n && !solver->unset; i++)
		if (func->insns.at[i].op == OP_FORGET && func->insns.at[i].flags & VAR_UNSET)
			solver->unset =
			        arena_array(solver->arena, struct unset_read, func->insns.n + 1);
}

void unset_loaded(struct solver *solver, struct value value)
{
	if (solver->unset && value.kind != VALUE_UNSET)
		solver->unset[solver->at_index].seen |= SEEN_SET;
}

/* What nobody knows may be a macro, and set its argument. */
static bool may_be_macro(struct solver *solver)
{
	struct callee callee = {0};

	if (solver->at->op != OP_CALL)
		return false;
	find_callee(solver, &callee);
	return !callee.fact && !callee.func;
}

static void use(struct solver *solver, uint32_t insn)
{
	const struct insn *read = &solver->func->insns.at[insn];

	if (!insn || solver_get(solver, insn).kind != VALUE_UNSET)
		return;
	if (read->op == OP_LOAD)
		store_var(solver, read->var, solver->values.at[0]); /* say it once */
	solver_set(solver, insn, solver->values.at[0]);
	if (read->op != OP_LOAD || may_be_macro(solver))
		return;
	solver->unset[insn].seen |= USED_UNSET;
	solver->unset[insn].user = solver->at_index;
}

void unset_check(struct solver *solver)
{
	const struct insn *insn = solver->at;

	if (!solver->unset)
		return;
	switch ((enum op)insn->op) {
	case OP_CALL:
	case OP_PRIM:
	case OP_CAST:
		use(solver, insn->a);
		for (uint32_t i = 0; i < insn->arg_count; i++)
			use(solver, insn->args[i].value);
		break;
	case OP_FIELD:
	case OP_INDEX:
	case OP_SETFIELD:
	case OP_SETINDEX:
	case OP_BRANCH:
	case OP_RETURN:
	case OP_STORE:
		use(solver, insn->a);
		break;
	default:
		break;
	}
}

void unset_report(struct solver *solver)
{
	for (uint32_t i = 1; solver->unset && i < solver->func->insns.n; i++) {
		const struct unset_read *read = &solver->unset[i];
		struct flow_event *event;

		if (read->seen != USED_UNSET)
			continue;
		solver->at = &solver->func->insns.at[read->user];
		solver->block = solver->layout->home[i];
		event = event_new(solver, EVENT_UNSET, 0);
		event->object = solver->unit->vars.at[solver->func->insns.at[i].var].name;
		event->at = solver->func->insns.at[i].span;
	}
}
