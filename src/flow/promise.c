/*
 * What functions promise: a function that stands in a table, or in a field of
 * a structure, is called by somebody who expects what facts say of that place.
 * Takes the literals and stores of a unit, gives func_info.promise.
 *
 * A table's flags may say it better than its field: {"f", f, METH_NOARGS} is
 * `PyMethodDef.METH_NOARGS`, {Py_tp_iter, f} is `*.tp_iter`.
 */
#include "flow/project.h"

enum { MOST_NAMES = 8 };

struct names {
	const char *at[MOST_NAMES];
	uint32_t n;
};

struct reader {
	struct project *project;
	const struct unit *unit;
	const struct func *func; /* whose literals are read */
};

static const struct fact *known(const struct reader *reader, const char *type, const char *field)
{
	const struct fact_table *facts = reader->project->facts;
	enum language language = reader->unit->language;
	struct arena *arena = reader->project->arena;
	const struct fact *fact =
	        type ? fact_find(facts, language, arena_printf(arena, "%s.%s", type, field)) : NULL;

	if (!fact)
		fact = fact_find_any(facts, language, "*.", field);
	return project_pick(reader->project, fact);
}

static void promise(const struct reader *reader, const struct insn *closure, const char *type,
        const struct fact *fact, const char *name)
{
	struct func_info *info = project_func(reader->project, reader->unit, closure->func);
	const struct fact_type *table =
	        type ? fact_type(reader->project->facts, reader->unit->language, type) : NULL;

	if (!info || !fact || !fact->has_params)
		return;
	info->on_heap = (info->on_heap || !info->promise) && table && table->heap;
	/* put into two places: only what both say is promised */
	if (info->promise && info->promise->origin != fact->origin)
		info->broken_promise = true;
	if (info->promise && !info->promise->absent)
		return;
	info->promise = fact;
	info->promise_name = name;
	info->promised = closure->span;
}

/* ---- literals ---- */

static void add_name(struct names *names, const char *name)
{
	uint32_t at = names->n;

	if (names->n == MOST_NAMES)
		return;
	while (at && strcmp(names->at[at - 1], name) > 0) {
		names->at[at] = names->at[at - 1];
		at--;
	}
	names->at[at] = name;
	names->n++;
}

/* The constants beside the function: of `A | B` both. */
static void names_in(const struct reader *reader, uint32_t value, struct names *names)
{
	const struct insn *insn = &reader->func->insns.at[value];

	if (insn->op == OP_GLOBAL)
		add_name(names, insn->name);
	for (uint32_t i = 0; insn->op == OP_PRIM && i < insn->arg_count; i++)
		names_in(reader, insn->args[i].value, names);
}

static const char *joined(const struct reader *reader, const struct names *names)
{
	const char *all = "";

	for (uint32_t i = 0; i < names->n; i++)
		all = arena_printf(
		        reader->project->arena, "%s%s%s", all, i ? "|" : "", names->at[i]);
	return all;
}

/* The field that item `index` of a literal is for, or NULL. */
static const char *field_of(const struct reader *reader, const struct insn *make,
        const struct fact_type *type, uint32_t index)
{
	uint32_t first = 0, count = 0;

	if (make->args[index].key)
		return make->args[index].key;
	if (!type || !type->fields)
		return NULL;
	while (type->fields[count])
		count++;
	if (same(type->fields[0], "...")) {
		while (first < make->arg_count &&
		        reader->func->insns.at[make->args[first].value].detail != CONST_STRING)
			first++;
		index = index - first + 1;
	}
	return index < count ? type->fields[index] : NULL;
}

static const struct fact *of_item(const struct reader *reader, const struct insn *make,
        const char *type_name, uint32_t index, const char **name)
{
	const struct fact_type *type =
	        fact_type(reader->project->facts, reader->unit->language, type_name);
	size_t prefix = type && type->prefix ? strlen(type->prefix) : 0;
	struct names names = {0};
	const struct fact *fact = NULL;
	const char *all;

	for (uint32_t i = 0; type && type->fields && i < make->arg_count; i++)
		if (i != index)
			names_in(reader, make->args[i].value, &names);
	all = joined(reader, &names);
	if (*all) {
		*name = prefix && strncmp(all, type->prefix, prefix) == 0 ? all + prefix : all;
		fact = known(reader, type_name, *name);
	}
	if (fact)
		return fact;
	*name = field_of(reader, make, type, index);
	return *name ? known(reader, type_name, *name) : NULL;
}

static void read_literal(const struct reader *reader, const struct insn *make, const char *type)
{
	for (uint32_t i = 0; i < make->arg_count; i++) {
		const struct insn *item = &reader->func->insns.at[make->args[i].value];
		const char *name = NULL;

		if (item->op == OP_MAKE && make->detail == CONST_ARRAY)
			read_literal(reader, item, type);
		else if (item->op == OP_CLOSURE)
			promise(reader, item, type, of_item(reader, make, type, i, &name), name);
	}
}

/* "PyMethodDef []", "PyTypeObject *": the structure */
static const char *structure(const struct reader *reader, const char *type)
{
	static const char tag[] = "struct ";

	if (type && strncmp(type, tag, sizeof(tag) - 1) == 0)
		type += sizeof(tag) - 1;
	return type ? arena_strndup(reader->project->arena, type, strcspn(type, " *[")) : NULL;
}

static void read_store(const struct reader *reader, const struct insn *insn)
{
	const struct insn *value = &reader->func->insns.at[insn->a];
	const char *type = structure(reader, reader->unit->vars.at[insn->var].type);

	if (value->op == OP_MAKE && type)
		read_literal(reader, value, type);
}

/* Type.tp_new = f */
static void read_setfield(const struct reader *reader, const struct insn *insn)
{
	const struct insn *base = &reader->func->insns.at[insn->a];
	const struct insn *value = &reader->func->insns.at[insn->b];
	const char *type = base->op == OP_LOAD || base->op == OP_ADDRESS
	        ? structure(reader, reader->unit->vars.at[base->var].type)
	        : NULL;

	if (value->op == OP_CLOSURE && insn->name)
		promise(reader, value, type, known(reader, type, insn->name), insn->name);
}

/* The place calls it with another number of arguments. */
void project_check_promises(struct project *project)
{
	for (uint32_t u = 0; u < project->unit_count; u++)
		for (uint32_t f = 1; f < project->units[u].unit->funcs.n; f++) {
			const struct func_info *info = project->units[u].funcs[f];
			const struct fact *promise = info->promise;
			struct flow_event event = {.kind = EVENT_MISFIT,
			        .misfit = MISFIT_PARAMETERS,
			        .unit = info->unit,
			        .func = info->func,
			        .origin = info->promised,
			        .at = info->promised,
			        .fact = promise,
			        .callee = info->func->name,
			        .confidence = CONFIDENCE_SURE};

			if (!promise || promise->param_count == info->func->param_count)
				continue;
			event.wanted = arena_printf(project->arena, "%u", promise->param_count);
			event.given = arena_printf(project->arena, "%u", info->func->param_count);
			/* an argument too many stays in its register */
			event.harmless = info->func->param_count < promise->param_count;
			vec_push(project->arena, &project->result->events, event);
		}
}

void project_promises(struct project *project, const struct unit *unit)
{
	struct reader reader = {.project = project, .unit = unit};

	if (!language_has(unit->language, TRAIT_NULL_FAILS))
		return;
	for (uint32_t f = 0; f < unit->funcs.n; f++) {
		reader.func = unit->funcs.at[f];
		for (uint32_t i = 1; i < reader.func->insns.n; i++) {
			const struct insn *insn = &reader.func->insns.at[i];

			if (insn->op == OP_STORE && f == 0)
				read_store(&reader, insn);
			else if (insn->op == OP_SETFIELD)
				read_setfield(&reader, insn);
		}
	}
}
