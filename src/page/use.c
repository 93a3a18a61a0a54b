/*
 * Names that Python takes from `pyscript.js_modules`: in imports, and as
 * members of what was imported.
 */
#include "page/part.h"

static const char package[] = "pyscript.js_modules.";

struct collector {
	struct page_model *model;
	const struct page_unit *unit;
};

static void add_use(struct collector *collector, const char *module, size_t length,
        const char *member, struct span span, bool guarded)
{
	struct arena *arena = collector->model->arena;
	struct page_use use = {.unit = collector->unit,
	        .module = arena_strndup(arena, module, length),
	        .member = member,
	        .span = span,
	        .guarded = guarded};

	if (member) /* only the first of `a.b.c` is an export */
		use.member = arena_strndup(arena, member, strcspn(member, "."));
	vec_push(arena, &collector->model->uses, use);
}

/* "pyscript.js_modules.lib" or "pyscript.js_modules.lib.member" */
static void add_name(struct collector *collector, const char *name, struct span span, bool guarded)
{
	const char *module, *dot;

	if (!str_starts(str_of(name), package))
		return;
	module = name + strlen(package);
	dot = strchr(module, '.');
	add_use(collector, module, dot ? (size_t)(dot - module) : strlen(module),
	        dot ? dot + 1 : NULL, span, guarded);
}

/* The module that a value is, as GLOBAL names it, or NULL. */
static const char *module_of(struct collector *collector, const struct func *func, uint32_t value)
{
	const struct insn *insn = &func->insns.at[value];
	const char *name = insn->op == OP_GLOBAL ? insn->name : NULL;

	if (name && str_starts(str_of(name), package))
		return name;
	if (insn->op == OP_FIELD && insn->name && insn->a &&
	        func->insns.at[insn->a].op == OP_GLOBAL &&
	        same(func->insns.at[insn->a].name, "pyscript.js_modules"))
		return arena_printf(collector->model->arena, "%s%s", package, insn->name);
	return NULL;
}

static void add_member(
        struct collector *collector, const struct func *func, const struct insn *insn)
{
	const char *module;
	struct page_use *last;

	if ((insn->op != OP_FIELD && insn->op != OP_CALL) || !insn->a || !insn->name)
		return;
	module = module_of(collector, func, insn->a);
	/* a member of a member is not the module's */
	if (!module || strchr(module + strlen(package), '.'))
		return;
	add_use(collector, module + strlen(package), strlen(module + strlen(package)), insn->name,
	        insn->span, false);
	last = &collector->model->uses.at[collector->model->uses.n - 1];
	last->again = func->insns.at[insn->a].op == OP_GLOBAL;
}

/* `hasattr(lib, "f")` and the like: somebody knows that a member may be missing. */
static bool asks_for_members(const struct func *func)
{
	for (uint32_t i = 1; i < func->insns.n; i++)
		if (func->insns.at[i].op == OP_BRANCH && func->insns.at[i].detail == TEST_MEMBER)
			return true;
	return false;
}

void page_collect_uses(struct page_model *model)
{
	for (uint32_t i = 0; i < model->units.n; i++) {
		struct collector collector = {model, &model->units.at[i]};
		const struct unit *unit = collector.unit->unit;

		for (uint32_t k = 0; k < unit->imports.n; k++)
			add_name(&collector, unit->imports.at[k].name, unit->imports.at[k].span,
			        unit->imports.at[k].guarded);
		for (uint32_t f = 0; f < unit->funcs.n; f++) {
			const struct func *func = unit->funcs.at[f];
			bool asks = asks_for_members(func);

			for (uint32_t k = 1; k < func->insns.n && !asks; k++)
				add_member(&collector, func, &func->insns.at[k]);
		}
	}
}

const struct page_module *page_module_find(
        const struct page_config *config, const char *name, bool worker)
{
	for (uint32_t i = 0; config && i < config->modules.n; i++)
		if (config->modules.at[i].worker == worker &&
		        same(config->modules.at[i].name, name))
			return &config->modules.at[i];
	return NULL;
}
