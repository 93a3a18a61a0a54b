/*
 * What variables of modules hold that code in another language fetches by
 * name: `total = 3` is a number on the other side, `names = []` an object.
 * Told from all assignments to the name in the project: they must agree.
 */
#include "flow/project.h"

static uint32_t kind_of(const struct func *func, uint32_t value)
{
	const struct insn *insn = &func->insns.at[value];

	if (insn->op == OP_CONST)
		return HELD_PRIMITIVE;
	return insn->op == OP_MAKE ? HELD_CONTAINER : HELD_OTHER;
}

static void note_store(struct project *project, const struct unit *unit, const struct func *func,
        const struct insn *store)
{
	const struct var *var = &unit->vars.at[store->var];
	uint32_t *held;

	if (!var->global || !var->name)
		return;
	held = map_get(&project->held, var->name);
	if (!held) {
		held = arena_new(project->arena, uint32_t);
		map_put(&project->held, var->name, held);
	}
	*held |= kind_of(func, store->a);
}

void project_index_held(struct project *project, const struct unit *unit)
{
	for (uint32_t f = 0; f < unit->funcs.n; f++) {
		const struct func *func = unit->funcs.at[f];

		for (uint32_t i = 1; i < func->insns.n; i++)
			if (func->insns.at[i].op == OP_STORE)
				note_store(project, unit, func, &func->insns.at[i]);
	}
}

uint32_t project_held(const struct project *project, const char *name)
{
	const uint32_t *held = map_get(&project->held, name);

	return held ? *held : HELD_OTHER;
}
