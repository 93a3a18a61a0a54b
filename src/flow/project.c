#include "flow/project.h"

#include <stdio.h>
#include <stdlib.h>

static const char *intern(struct project *project, const char *text)
{
	char *known = map_get(&project->texts, text);

	if (known)
		return known;
	known = arena_strdup(project->arena, text);
	map_put(&project->texts, known, known);
	return known;
}

const char *project_intern(struct project *project, const char *text)
{
	struct interned *last =
	        &project->interned[(uintptr_t)text / 8 % COUNT_OF(project->interned)];

	/* another text may stand at the same address by now */
	if (last->text != text || !same(last->unique, text))
		*last = (struct interned){text, intern(project, text)};
	return last->unique;
}

/* A pointer to anything says nothing of what it points to. */
static bool says_nothing(const struct project *project, enum language language, const char *type)
{
	const struct fact_type *known = fact_type(project->facts, language, type);

	return known && known->untyped;
}

const char *project_declared(struct project *project, enum language language, const char *declared)
{
	struct map *known = &project->declared[language];
	const char *type = map_get(known, declared);

	if (!type) {
		type = fact_declared(project->facts, language, declared);
		type = type && !says_nothing(project, language, type) ? type : "";
		map_put(known, project_intern(project, declared), (void *)type);
	}
	return *type ? type : NULL;
}

struct value value_join(struct value a, struct value b)
{
	struct value both;

	if (a.kind == VALUE_UNKNOWN || a.kind == VALUE_NULL)
		return b.kind == VALUE_UNKNOWN || b.kind == VALUE_NULL ? a : b;
	if (b.kind == VALUE_UNKNOWN || b.kind == VALUE_NULL)
		return a;
	if (memcmp(&a, &b, sizeof(a)) == 0)
		return a;
	if (a.type && same(a.type, b.type)) {
		a.flags |= b.flags & (VALUE_LIKELY | VALUE_NULLABLE);
		/* of two constants, neither */
		a.name = a.name == b.name ? a.name : NULL;
		a.object = a.object == b.object ? a.object : 0;
		return a;
	}
	/* a function of the runtime, and what stands for it elsewhere */
	if (a.kind == VALUE_FUNC && b.kind == VALUE_NAMED)
		return value_join(b, a);
	if (a.kind == VALUE_NAMED &&
	        (b.kind == VALUE_FUNC || (b.kind == VALUE_NAMED && a.name == b.name))) {
		a.flags |= VALUE_LIKELY;
		return a;
	}
	both = value_plain(VALUE_UNKNOWN);
	/* two different things: all that can be said is whether both are primitives */
	if (a.kind >= VALUE_TRUE && a.kind <= VALUE_PRIMITIVE && b.kind >= VALUE_TRUE &&
	        b.kind <= VALUE_PRIMITIVE)
		both.kind = VALUE_PRIMITIVE;
	return both;
}

struct unit_info *project_unit(const struct project *project, const struct unit *unit)
{
	struct unit_info *info = &project->units[unit->index];

	return info->unit == unit ? info : NULL;
}

/* The same of a unit that is known to be of the project. */
static struct unit_info *own_unit(const struct project *project, const struct unit *unit)
{
	return &project->units[unit->index];
}

bool project_var_shared(const struct project *project, const struct unit *unit, uint32_t var)
{
	struct unit_info *info = project_unit(project, unit);

	return info && info->shared[var];
}

const struct capturers *project_capturers(
        const struct project *project, const struct unit *unit, uint32_t var)
{
	return &own_unit(project, unit)->capturers[var];
}

struct func_info *project_func(
        const struct project *project, const struct unit *unit, uint32_t func)
{
	struct unit_info *info = project_unit(project, unit);

	return info && func < unit->funcs.n ? info->funcs[func] : NULL;
}

static const char *method_key(
        const struct project *project, const char *class_name, const char *method)
{
	return arena_printf(project->arena, "%s\n%s", class_name, method);
}

static struct unit_info *name_functions(const struct project *project, const struct unit *unit)
{
	struct unit_info *info = own_unit(project, unit);

	for (; info->named_count < unit->funcs.n; info->named_count++) {
		const struct func *func = unit->funcs.at[info->named_count];
		const char *key;

		map_put(&info->named, func->name, info->funcs[info->named_count]);
		if (!func->class_name)
			continue;
		key = method_key(project, func->class_name, func->name);
		if (!map_get(&info->methods, key))
			map_put(&info->methods, key, info->funcs[info->named_count]);
	}
	return info;
}

struct func_info *project_own(
        const struct project *project, const struct unit *unit, const char *name)
{
	return map_get(&name_functions(project, unit)->named, name);
}

static struct slot *slot_new(struct project *project, const char *key, const char *name)
{
	struct slot *slot = arena_new(project->arena, struct slot);

	slot->key = key;
	slot->name = name;
	vec_push(project->arena, &project->slot_list, slot);
	return slot;
}

struct slot *project_slot(struct project *project, const char *key, const char *name)
{
	struct slot *slot = map_get(&project->slots, key);

	if (slot)
		return slot;
	slot = slot_new(project, arena_strdup(project->arena, key), name);
	map_put(&project->slots, slot->key, slot);
	return slot;
}

const char *project_field_key(const struct project *project, struct arena *arena,
        const struct unit *unit, const char *class_name, const char *field)
{
	const char *owner = arena_join(
	        arena, project->units[unit->index].number, ":", class_name ? class_name : "");

	return arena_join(arena, owner, ".", field);
}

struct slot *project_var_slot(struct project *project, const struct unit *unit, uint32_t var)
{
	struct slot **slot = &own_unit(project, unit)->slots[var];
	const char *name = unit->vars.at[var].name;

	if (!*slot)
		*slot = slot_new(project,
		        arena_printf(project->arena, "%p:%u", (const void *)unit, var),
		        name ? name : "");
	return *slot;
}

struct func_info *project_method(const struct project *project, const struct unit *unit,
        const char *class_name, const char *method)
{
	const struct unit_info *info = project_unit(project, unit);
	char key[256];
	int length;

	if (!info || !class_name || !method)
		return NULL;
	name_functions(project, unit);
	length = snprintf(key, sizeof(key), "%s\n%s", class_name, method);

	if (length >= (int)sizeof(key))
		return map_get(&info->methods, method_key(project, class_name, method));
	return map_get(&info->methods, key);
}

struct func_info *project_fetch(
        const struct project *project, const struct unit *unit, uint32_t func)
{
	struct func_info *info = project_func(project, unit, func);

	if (info)
		info->fetched = true;
	return info;
}

struct func_info *project_named(const struct project *project, const char *name)
{
	struct func_info *info = map_get(&project->named, name);

	return info ? project_fetch(project, info->unit, info->func->id) : NULL;
}

const struct fact *project_pick(const struct project *project, const struct fact *fact)
{
	const struct flow_input *input = project->input;

	return fact_pick(
	        fact, fact && fact->of_python ? input->python_version : input->pyodide_version);
}

const struct fact *project_pick_call(
        const struct project *project, const struct fact *fact, uint32_t arguments)
{
	const struct flow_input *input = project->input;

	return fact_pick_call(fact,
	        fact && fact->of_python ? input->python_version : input->pyodide_version,
	        arguments);
}

bool project_wants(const struct unit_info *unit, const struct func_info *info)
{
	return !unit->unit->imported || info->callers.n || info->fetched ||
	        (info->func->id == 0 && unit->used);
}

static void index_named(struct project *project, struct unit_info *info)
{
	for (uint32_t i = 1; i < info->unit->funcs.n; i++) {
		struct func_info *func = info->funcs[i];

		if (func->func->parent == 0 && !func->func->class_name && func->func->name[0] &&
		        !map_get(&project->named, func->func->name))
			map_put(&project->named, func->func->name, func);
	}
}

static bool is_among(const struct capturers *capturers, const struct func_info *info)
{
	for (uint32_t i = capturers->list.n; i-- > 0;)
		if (capturers->list.at[i] == info)
			return true;
	return false;
}

static void note_capture(
        struct project *project, struct capturers *capturers, struct func_info *user, uint32_t var)
{
	uint32_t owner = user->unit->vars.at[var].func, known = capturers->list.n;

	/* functions come in their order, so that the last one to use it is the last in the list */
	if (known && capturers->list.at[known - 1] == user)
		return;
	for (struct func_info *at = user; at && at->func->id != owner; at = at->parent) {
		if (at != user && is_among(capturers, at))
			break;
		vec_push(project->arena, &at->captures, var);
		vec_push(project->arena, &capturers->list, at);
	}
	for (uint32_t low = known, high = capturers->list.n; low + 1 < high; low++) {
		struct func_info *last = capturers->list.at[--high];

		capturers->list.at[high] = capturers->list.at[low];
		capturers->list.at[low] = last;
	}
}

static void index_captures(struct project *project, struct unit_info *unit, struct func_info *info)
{
	for (uint32_t i = 1; i < info->func->insns.n; i++) {
		const struct insn *insn = &info->func->insns.at[i];

		if (insn->op == OP_STORE && info->unit->vars.at[insn->var].func != info->func->id) {
			unit->shared[insn->var] = true;
			vec_push(project->arena, &info->stores, insn->var);
		}
		if ((insn->op == OP_LOAD || insn->op == OP_STORE) &&
		        info->unit->vars.at[insn->var].func != info->func->id)
			note_capture(project, &unit->capturers[insn->var], info, insn->var);
	}
}

static void add_unit(struct project *project, struct unit_info *info, struct unit *unit)
{
	info->unit = unit;
	info->number = arena_printf(project->arena, "%u", unit->index);
	info->named_count = 1; /* the body has no name */
	info->slots = arena_array(project->arena, struct slot *, unit->vars.n + 1);
	info->capturers = arena_array(project->arena, struct capturers, unit->vars.n + 1);
	info->shared = arena_array(project->arena, bool, unit->vars.n + 1);
	info->funcs = arena_array(project->arena, struct func_info *, unit->funcs.n);
	for (uint32_t i = 0; i < unit->funcs.n; i++) {
		struct func_info *func = arena_new(project->arena, struct func_info);

		func->unit = unit;
		func->func = unit->funcs.at[i];
		func->params = arena_array(
		        project->arena, struct param_summary, func->func->param_count + 1);
		func->seeds = arena_array(project->arena, struct seed, func->func->param_count + 1);
		info->funcs[i] = func;
		if (func->func->parent != NO_FUNC)
			func->parent = info->funcs[func->func->parent];
	}
	for (uint32_t i = 0; i < unit->funcs.n; i++)
		index_captures(project, info, info->funcs[i]);
	project_import_unit(project, info);
	if (language_has(unit->language, TRAIT_FETCHED_BY_NAME))
		index_named(project, info);
	if (language_has(unit->language, TRAIT_LINKED))
		project_link_unit(project, info);
	if (language_has(unit->language, TRAIT_FETCHED_BY_NAME))
		project_index_held(project, unit);
	project_promises(project, unit);
}

void project_init(struct project *project, struct arena *arena, const struct flow_input *input)
{
	uint32_t vars = 0;

	memset(project, 0, sizeof(*project));
	project->arena = arena;
	project->input = input;
	project->facts = input->facts;
	project->unit_count = input->unit_count;
	project->units = arena_array(arena, struct unit_info, input->unit_count + 1);
	for (uint32_t i = 0; i < input->unit_count; i++) {
		input->units[i]->index = i;
		add_unit(project, &project->units[i], input->units[i]);
		if (input->units[i]->vars.n > vars)
			vars = input->units[i]->vars.n;
	}
	for (uint32_t i = 0; i < input->unit_count; i++)
		project_promise_marks(project, input->units[i]);
	project->place_of_var = arena_array(arena, uint32_t, vars + 1);
}

void project_free(struct project *project)
{
	map_free(&project->owned);
	map_free(&project->unit_by_module);
	map_free(&project->scope_names);
	map_free(&project->scope_stars);
	for (uint32_t i = 0; i < project->unit_count; i++) {
		map_free(&project->units[i].imports);
		map_free(&project->units[i].named);
		map_free(&project->units[i].methods);
		map_free(&project->units[i].called);
	}
	map_free(&project->slots);
	map_free(&project->texts);
	for (int i = 0; i < LANG_COUNT; i++)
		map_free(&project->declared[i]);
	map_free(&project->ended);
	map_free(&project->named);
	map_free(&project->linked);
	map_free(&project->held);
}
