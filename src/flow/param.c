/*
 * Which parameter of a fact an argument is for, and whether the effect that
 * stands there holds: `when` and `unless` look at option keys, `for` at the
 * kind of value.
 */
#include "flow/call.h"

static bool literal_has_key(const struct solver *solver, struct value value, const char *key)
{
	const struct insn *make;

	if (value.kind != VALUE_LITERAL)
		return false;
	make = &solver->func->insns.at[value.object];
	for (uint32_t i = 0; make->op == OP_MAKE && i < make->arg_count; i++)
		if (same(make->args[i].key, key))
			return true;
	return false;
}

/* `to_js({"once": True})`: the literal is the argument of a conversion */
static bool converted_has_key(const struct solver *solver, uint32_t insn, const char *key)
{
	const struct insn *made = &solver->func->insns.at[insn];

	if (made->op != OP_CALL)
		return false;
	for (uint32_t i = 0; i < made->arg_count; i++)
		if (literal_has_key(solver, solver_get(solver, made->args[i].value), key))
			return true;
	return false;
}

static bool call_has_key(const struct solver *solver, const struct call *call, const char *key)
{
	const struct fact *fact = call->callee.fact;
	uint32_t first = fact_receiver(fact);

	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct arg *arg = &solver->at->args[i];

		if (call->args[i].kind == VALUE_PRIMITIVE && same(call->args[i].name, key))
			return true; /* a constant that says it: the type of an event */
		if (same(arg->key, key) || literal_has_key(solver, call->args[i], key) ||
		        converted_has_key(solver, arg->value, key))
			return true;
		if (!arg->key && first + i < fact->param_count &&
		        same(fact->params[first + i].name, key) &&
		        !(call->args[i].kind == VALUE_NULL &&
		                language_has(solver->language, TRAIT_NULL_FAILS)))
			return true;
	}
	return false;
}

static bool any_key(const struct solver *solver, const struct call *call, const char **keys)
{
	for (; keys && *keys; keys++)
		if (call_has_key(solver, call, *keys))
			return true;
	return false;
}

/* A list of texts is the text of all of them. */
static const char *text_of(const struct solver *solver, struct value value)
{
	const struct insn *make = &solver->func->insns.at[value.object];
	struct buf text = {0};
	const char *copy;
	bool known = false;

	if (value.kind == VALUE_PRIMITIVE && same(value.type, "str"))
		return value.name;
	if (value.kind != VALUE_LITERAL || make->op != OP_MAKE || make->detail != CONST_ARRAY)
		return NULL;
	for (uint32_t i = 0; i < make->arg_count; i++) {
		const struct insn *part = &solver->func->insns.at[make->args[i].value];
		bool constant = part->op == OP_CONST && part->detail == CONST_STRING && part->name;

		known |= constant;
		buf_text(&text, constant ? part->name : TEXT_HOLE);
	}
	copy = known ? arena_strdup(solver->arena, text.at) : NULL;
	buf_free(&text);
	return copy;
}

static bool text_matches(const struct solver *solver, struct value value, const char *kind)
{
	const struct fact_type *type = fact_type(solver->project->facts, solver->language, kind);

	const char *text = type && type->pattern ? text_of(solver, value) : NULL;

	return text && fact_text_is(solver->project->facts, type, text);
}

/* Does this code run more than once, as far as is known? */
static bool runs_again(const struct solver *solver)
{
	return solver->func->blocks.at[solver->block].in_loop ||
	        solver->info->repetition >= RUNS_OFTEN;
}

bool kind_matches(const struct solver *solver, struct value value, const char *kind)
{
	uint8_t detail =
	        value.kind == VALUE_LITERAL ? solver->func->insns.at[value.object].detail : 0;

	if (same(kind, "function"))
		return value.kind == VALUE_FUNC || value.kind == VALUE_CLASS;
	if (same(kind, "lambda"))
		return value.kind == VALUE_FUNC && !value.unit->funcs.at[value.func]->name[0];
	if (same(kind, "items"))
		return value.kind == VALUE_OBJECT && !(value.flags & VALUE_PROMISE) &&
		        solver->objects.at[value.object].type &&
		        solver->objects.at[value.object].items != ITEMS_PRIMITIVE;
	if (same(kind, "list"))
		return value.kind == VALUE_LITERAL &&
		        (detail == CONST_ARRAY || detail == CONST_TUPLE);
	if (same(kind, "dict"))
		return value.kind == VALUE_LITERAL && detail == CONST_OBJECT;
	return text_matches(solver, value, kind) || same(value_type(solver, value), kind);
}

bool effect_applies(const struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value)
{
	if (param->effect == EFFECT_MISUSE && param->callback &&
	        !kind_matches(solver, value, param->callback))
		return false;
	if (param->repeated && !runs_again(solver))
		return false;
	if (param->when && !any_key(solver, call, param->when))
		return false;
	return !any_key(solver, call, param->unless);
}

/* The parameter that argument `index` of the call is for. */
const struct fact_param *param_of(
        const struct solver *solver, const struct fact *fact, uint32_t index)
{
	const struct arg *arg = &solver->at->args[index];
	uint32_t first = fact_receiver(fact);

	for (uint32_t i = first; i < fact->param_count && arg->key; i++)
		if (same(fact->params[i].name, arg->key) || fact->params[i].keywords)
			return &fact->params[i];
	if (arg->key)
		return NULL;
	return fact_param_at(fact, index);
}
