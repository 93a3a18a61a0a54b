/*
 * What one function, with those that it hands the structure to, does to a
 * structure: which of its values are the structure, which fields go to
 * somebody who may end them, and whether anybody unknown gets it.
 */
#include "flow/teardown.h"

enum { MOST_DEPTH = 8 };

/* One function on the way. */
struct reader {
	struct teardown *down;
	const struct func_info *info;
	const struct func *func;
	struct arena *arena;
	bool *is_self;  /* by instruction */
	bool *var_self; /* by variable of the unit */
};

/* ---- which values are the structure ---- */

static const struct insn *insn_at(const struct reader *reader, uint32_t value)
{
	return &reader->func->insns.at[value];
}

static struct func_info *own_callee(const struct reader *reader, const struct insn *call)
{
	return call->name && !call->a
	        ? project_own(reader->down->project, reader->down->unit, call->name)
	        : NULL;
}

static const struct fact *callee_fact(const struct reader *reader, const struct insn *call)
{
	const struct project *project = reader->down->project;
	enum language language = reader->down->unit->language;
	const struct fact *fact;

	if (!call->name)
		return NULL;
	fact = fact_find(project->facts, language,
	        call->a ? arena_printf(reader->arena, "*.%s", call->name) : call->name);
	return project_pick_call(project, fact, call->arg_count);
}

static bool any_self(const struct reader *reader, const struct insn *insn)
{
	for (uint32_t i = 0; i < insn->arg_count; i++)
		if (reader->is_self[insn->args[i].value])
			return true;
	return false;
}

/* get_state(module), a cast that is a function: another name of the structure, or its own part.
 * An object that it gives is counted by itself. `declared`: what the program takes it for. */
static bool gives_self(const struct reader *reader, const struct insn *insn, const char *declared)
{
	const struct teardown *down = reader->down;
	const struct fact *fact = callee_fact(reader, insn);

	return insn->op == OP_CALL && any_self(reader, insn) && !(fact && fact->type) &&
	        member_structure(reader->arena, declared) &&
	        !project_declared(down->project, down->unit->language, declared);
}

static const char *declared_result(const struct reader *reader, const struct insn *call)
{
	const struct func_info *callee = own_callee(reader, call);

	return callee ? callee->func->return_type : NULL;
}

static bool spread(const struct reader *reader, uint32_t index)
{
	const struct insn *insn = insn_at(reader, index);
	bool *to = insn->op == OP_STORE ? &reader->var_self[insn->var] : &reader->is_self[index];
	bool from = false;

	switch (insn->op) {
	case OP_LOAD:
		from = reader->var_self[insn->var];
		break;
	case OP_CAST:
		from = reader->is_self[insn->a];
		break;
	case OP_CALL:
		from = gives_self(reader, insn, declared_result(reader, insn));
		break;
	case OP_STORE:
		from = reader->is_self[insn->a] ||
		        gives_self(reader, insn_at(reader, insn->a),
		                reader->down->unit->vars.at[insn->var].type);
		break;
	default:
		break;
	}
	if (!from || *to)
		return false;
	return *to = true;
}

static void find_self(const struct reader *reader, uint32_t param)
{
	bool changed = true;

	for (uint32_t i = 1; i < reader->func->insns.n; i++)
		reader->is_self[i] =
		        insn_at(reader, i)->op == OP_PARAM && insn_at(reader, i)->var == param;
	while (changed) {
		changed = false;
		for (uint32_t i = 1; i < reader->func->insns.n; i++)
			changed |= spread(reader, i);
	}
}

/* ---- what happens to it ---- */

static void add_type(const struct reader *reader, const char *declared)
{
	struct teardown *down = reader->down;
	const char *type = member_structure(down->project->arena, declared);

	if (!type || project_declared(down->project, down->unit->language, declared))
		return;
	for (uint32_t i = 0; i < down->types.n; i++)
		if (same(down->types.at[i], type))
			return;
	vec_push(down->project->arena, &down->types, type);
}

static void touch(const struct reader *reader, const char *name, bool ended)
{
	struct teardown *down = reader->down;
	struct touched touched = {.name = name, .ended = ended, .by = reader->info};

	for (uint32_t i = 0; i < down->fields.n; i++) {
		if (!same(down->fields.at[i].name, name))
			continue;
		if (ended && !down->fields.at[i].ended)
			down->fields.at[i] = touched;
		return;
	}
	vec_push(down->project->arena, &down->fields, touched);
}

/* The field of the structure that a value was read from, or NULL. */
static const char *field_of(const struct reader *reader, uint32_t value, uint32_t depth)
{
	const struct insn *insn = insn_at(reader, value);

	if (insn->op == OP_FIELD && reader->is_self[insn->a])
		return insn->name;
	if (insn->op == OP_CAST)
		return field_of(reader, insn->a, depth);
	if (insn->op == OP_FIELD || insn->op == OP_INDEX) /* a part of what is there */
		return depth ? field_of(reader, insn->a, depth - 1) : NULL;
	for (uint32_t i = 1; insn->op == OP_LOAD && depth && i < reader->func->insns.n; i++) {
		const struct insn *store = insn_at(reader, i);
		const char *name = store->op == OP_STORE && store->var == insn->var
		        ? field_of(reader, store->a, depth - 1)
		        : NULL;

		if (name)
			return name;
	}
	return NULL;
}

/* Was it asked of the structure: its type? */
static bool is_asked(const struct reader *reader, uint32_t value, uint32_t depth)
{
	const struct insn *insn = insn_at(reader, value);

	if (insn->op == OP_CALL)
		return any_self(reader, insn);
	if (insn->op == OP_CAST)
		return is_asked(reader, insn->a, depth);
	for (uint32_t i = 1; insn->op == OP_LOAD && depth && i < reader->func->insns.n; i++)
		if (insn_at(reader, i)->op == OP_STORE && insn_at(reader, i)->var == insn->var &&
		        is_asked(reader, insn_at(reader, i)->a, depth - 1))
			return true;
	return false;
}

enum effect teardown_effect(const struct fact *fact, uint32_t index)
{
	const struct fact_param *param;

	if (!fact || !fact->has_params)
		return EFFECT_UNKNOWN;
	param = fact_param_at(fact, index);
	return param ? param->effect : EFFECT_BORROWS;
}

static bool may_end(enum effect effect)
{
	switch (effect) {
	case EFFECT_STEALS:
	case EFFECT_RELEASES:
	case EFFECT_KEPT:
	case EFFECT_KEPT_ONCE:
	case EFFECT_STORES:
	case EFFECT_REPLACED:
	case EFFECT_UNKNOWN:
		return true;
	default:
		return false;
	}
}

static void read_argument(const struct reader *reader, const struct insn *call, uint32_t index)
{
	struct teardown *down = reader->down;
	uint32_t value = call->args[index].value;
	struct func_info *callee = own_callee(reader, call);
	const struct fact *fact = callee ? NULL : callee_fact(reader, call);
	enum effect effect = teardown_effect(fact, index);
	const char *field;

	if (reader->is_self[value]) {
		if (callee && index < callee->func->param_count)
			teardown_read(down, callee, index, reader->arena);
		else if (effect == EFFECT_RELEASES && fact != down->info->promise)
			down->frees = true;
		else if (effect == EFFECT_RELEASES || effect == EFFECT_STEALS)
			down->hands_on = true;
		else if (effect == EFFECT_UNKNOWN)
			down->opaque = true;
		return;
	}
	field = field_of(reader, value, 2);
	if (field)
		touch(reader, field, callee || may_end(effect));
	else if (may_end(effect) && is_asked(reader, value, 2))
		down->frees_type = true;
}

static void read_value(const struct reader *reader, uint32_t value)
{
	const char *field = field_of(reader, value, 2);

	if (reader->is_self[value])
		reader->down->hands_on = true;
	else if (field)
		touch(reader, field, true);
}

static void read_field(const struct reader *reader, const struct insn *insn)
{
	struct teardown *down = reader->down;
	const char *type = member_structure(
	        down->project->arena, member_declared(down->unit, reader->func, insn->a));

	if (type && down->read_as && !same(down->read_as, type))
		down->renamed = true;
	down->read_as = type ? type : down->read_as;
	touch(reader, insn->name, false);
}

static void read_insn(const struct reader *reader, uint32_t index)
{
	const struct insn *insn = insn_at(reader, index);
	const struct unit *unit = reader->down->unit;

	if (reader->is_self[index])
		add_type(reader, member_declared(unit, reader->func, index));
	switch (insn->op) {
	case OP_FIELD:
		if (reader->is_self[insn->a])
			read_field(reader, insn);
		break;
	case OP_SETFIELD:
		read_value(reader, insn->b);
		break;
	case OP_SETINDEX:
		read_value(reader, insn->c);
		break;
	case OP_RETURN:
		if (field_of(reader, insn->a, 2))
			read_value(reader, insn->a);
		break;
	case OP_STORE:
		if (unit->vars.at[insn->var].func == 0)
			read_value(reader, insn->a);
		break;
	case OP_CALL:
		/* another method of the object */
		reader->down->opaque |= reader->func->flags & FUNC_DESTRUCTOR && insn->a &&
		        reader->is_self[insn->a];
		for (uint32_t i = 0; i < insn->arg_count; i++)
			read_argument(reader, insn, i);
		break;
	case OP_ANY:
	case OP_MAKE:
		for (uint32_t i = 0; i < insn->arg_count; i++)
			reader->down->opaque |= reader->is_self[insn->args[i].value];
		break;
	default:
		break;
	}
}

void teardown_read(
        struct teardown *down, const struct func_info *info, uint32_t param, struct arena *arena)
{
	struct reader reader = {.down = down, .info = info, .func = info->func, .arena = arena};

	for (uint32_t i = 0; i < down->seen.n; i++)
		if (down->seen.at[i] == info)
			return;
	if (down->seen.n == MOST_DEPTH) {
		down->opaque = true;
		return;
	}
	vec_push(down->project->arena, &down->seen, info);
	reader.is_self = arena_array(arena, bool, info->func->insns.n);
	reader.var_self = arena_array(arena, bool, down->unit->vars.n + 1);
	find_self(&reader, param);
	for (uint32_t i = 1; i < info->func->insns.n; i++)
		read_insn(&reader, i);
}
