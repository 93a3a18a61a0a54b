/*
 * A call, in order: who is called, what is used, what may throw, what happens
 * to each argument, and what comes back.
 */
#include "flow/call.h"

static bool only_on_success(const struct fact_param *param)
{
	return param && (param->on_success || param->effect == EFFECT_REPLACED);
}

static void apply_fact(struct solver *solver, const struct call *call, bool success)
{
	const struct fact *fact = call->callee.fact;

	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct fact_param *param = argument_param(solver, call, i);

		if (only_on_success(param) && !success) {
			effect_of_failure(solver, call, param, call->args[i]);
			continue;
		}
		effect_on(solver, call, param, call->args[i], &solver->at->args[i]);
	}
	if (call->callee.method && fact_receiver(fact))
		effect_on(solver, call, &fact->params[0], call->callee.self, NULL);
}

static bool has_conditional(const struct call *call)
{
	const struct fact *fact = call->callee.fact;

	for (uint32_t i = 0; call->format && i < call->format->arguments.n; i++)
		if (only_on_success(&call->format->arguments.at[i].param))
			return true;
	for (uint32_t i = 0; i < fact->param_count; i++)
		if (only_on_success(&fact->params[i]))
			return true;
	return false;
}

static struct value failure_value(const struct fact *fact)
{
	if (fact->origin == ORIGIN_TRUTH)
		return value_plain(VALUE_FALSE);
	return value_plain(fact->origin == ORIGIN_STATUS || fact->origin == ORIGIN_FOUND
	                ? VALUE_FAILURE
	                : VALUE_NULL);
}

static struct value number(const char *text)
{
	struct value value = value_plain(VALUE_NUMBER);

	value.name = text;
	return value;
}

/* "new TYPE of PARAM": primitives and functions come back as they are. */
static bool stays_itself(
        const struct solver *solver, const struct fact *fact, const struct call *call)
{
	struct value value;

	(void)solver;
	if (!call->arg_count || !same(fact->params[0].name, fact->from))
		return false;
	value = call->args[0];
	return value.kind == VALUE_FUNC || value.kind == VALUE_CLASS ||
	        value.kind == VALUE_INSTANCE ||
	        (value.kind >= VALUE_NULL && value.kind <= VALUE_PRIMITIVE);
}

/* What a keeper gives back stands for what it keeps: `clearInterval(id)` ends that. */
static struct value handle_of_kept(
        const struct solver *solver, const struct call *call, struct value value)
{
	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct fact_param *param = argument_param(solver, call, i);

		if (!param || call->args[i].kind != VALUE_OBJECT ||
		        (param->effect != EFFECT_KEPT && param->effect != EFFECT_KEPT_ONCE))
			continue;
		value = value_plain(VALUE_HANDLE);
		value.object = call->args[i].object;
	}
	return value;
}

/* A text of the program itself is read without a fault: what fails then is memory. */
static bool reads_literal(const struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;

	for (uint32_t i = 0; i < fact->param_count && i < call->arg_count; i++)
		if (fact->params[i].effect == EFFECT_DECODED)
			return solver->func->insns.at[solver->at->args[i].value].op == OP_CONST;
	return false;
}

/* Two variables, or two constants, that are the same. */
static bool same_argument(const struct insn *a, const struct insn *b)
{
	if (a->op != b->op)
		return false;
	return a->op == OP_LOAD ? a->var == b->var
	                        : a->op == OP_CONST && a->name && same(a->name, b->name);
}

static bool asks_the_same(const struct solver *solver, const struct insn *before)
{
	const struct func *func = solver->func;
	const struct insn *now = solver->at;

	if (before->op != OP_CALL || before->a || !same(before->name, now->name) ||
	        before->arg_count != now->arg_count)
		return false;
	for (uint32_t i = 0; i < now->arg_count; i++)
		if (!same_argument(without_casts(func, before->args[i].value),
		            without_casts(func, now->args[i].value)))
			return false;
	return true;
}

/* May it change a variable that is an argument of the present call, or what is in that? */
static bool disturbs(const struct solver *solver, const struct insn *insn)
{
	bool variable = insn->op == OP_STORE || insn->op == OP_FORGET || insn->op == OP_ADDRESS;

	if (insn->op == OP_CALL &&
	        (insn->a || !insn->name ||
	                !fact_find(solver->project->facts, solver->language, insn->name)))
		return true;
	for (uint32_t i = 0; i < solver->at->arg_count; i++) {
		const struct insn *arg = without_casts(solver->func, solver->at->args[i].value);

		if (arg->op != OP_LOAD)
			continue;
		if (variable && insn->var == arg->var)
			return true;
		for (uint32_t k = 0; insn->op == OP_CALL && k < insn->arg_count; k++)
			if (same_argument(without_casts(solver->func, insn->args[k].value), arg))
				return true;
	}
	return false;
}

/* Py_INCREF(PyTuple_GET_ITEM(t, 0)); x = PyTuple_GET_ITEM(t, 0): what the same call has just given,
 * or an unknown value. */
static struct value given_before(const struct solver *solver, const struct fact *fact)
{
	enum { NEAR = 48 };
	const struct block *block = &solver->func->blocks.at[solver->block];
	uint32_t first = solver->at_number > NEAR ? solver->at_number - NEAR : 0;

	if (!fact->steady || fact->origin != ORIGIN_BORROWED || solver->at->a)
		return solver->values.at[0];
	for (uint32_t at = solver->at_number; at-- > first;) {
		const struct insn *insn = &solver->func->insns.at[block->insns.at[at]];

		if (asks_the_same(solver, insn))
			return solver_get(solver, block->insns.at[at]);
		if (disturbs(solver, insn))
			break;
	}
	return solver->values.at[0];
}

static struct value fact_result(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;
	struct value value = given_before(solver, fact);

	if (value.kind == VALUE_OBJECT)
		return value;

	if (fact->origin == ORIGIN_STATUS && has_conditional(call))
		return number("0");
	if ((fact->origin == ORIGIN_TRUTH || fact->origin == ORIGIN_FOUND) && has_conditional(call))
		return number("1");
	if (fact->origin == ORIGIN_NEW && fact->from && stays_itself(solver, fact, call))
		return solver->values.at[0];
	if (fact->result_of_source)
		return summary_source_result(solver, fact, call->args, call->arg_count);
	value = fact_value(solver, fact, call->callee.self, call->args, call->arg_count);
	if (fact->origin == ORIGIN_PRIMITIVE || fact->origin == ORIGIN_PLAIN)
		value = handle_of_kept(solver, call, value);
	if (fact->origin == ORIGIN_NEW && fact->from && value.kind == VALUE_OBJECT &&
	        call->args[0].kind == VALUE_OBJECT)
		solver->objects.at[value.object].twin = call->args[0].object;
	if (fact->origin == ORIGIN_NEW && value.kind == VALUE_OBJECT && call->arg_count &&
	        call->args[0].kind == VALUE_FUNC)
		solver->objects.at[value.object].partner =
		        project_fetch(solver->project, call->args[0].unit, call->args[0].func);
	else if (fact->origin == ORIGIN_NEW && value.kind == VALUE_OBJECT)
		value = summary_refine(solver, fact, value, call->args, call->arg_count);
	if (value.kind == VALUE_OBJECT && reads_literal(solver, call))
		solver->objects.at[value.object].rarely = true;
	if (value.kind == VALUE_OBJECT && has_conditional(call)) /* null was the other way */
		object_now(solver, value.object)->flags &= (uint32_t)~OBJECT_NULLABLE;
	return value;
}

static struct value converted(struct solver *solver, uint32_t object)
{
	solver->objects.at[object].converted = true;
	return value_plain(VALUE_PRIMITIVE);
}

/* The result comes as a value of a type that is an argument: a number is no object any more. */
static struct value as_type(struct solver *solver, const struct call *call, struct value value)
{
	const struct fact *fact = call->callee.fact;
	uint32_t index = 0, first = fact_receiver(fact);
	struct value type;
	bool owned;

	if (value.kind != VALUE_OBJECT)
		return value;
	owned = object_owned(solver, value.object);
	while (!same(fact->params[index].name, fact->as))
		index++;
	type = index - first < call->arg_count ? call->args[index - first] : solver->values.at[0];
	if (type.kind == VALUE_PRIMITIVE)
		return owned ? converted(solver, value.object) : value_plain(VALUE_PRIMITIVE);
	if (owned && fact->origin == ORIGIN_ALIAS &&
	        (type.kind == VALUE_UNKNOWN || type.kind == VALUE_OBJECT)) {
		solver_fork(solver, converted(solver, value.object));
		value.flags |= VALUE_LIKELY;
	}
	return value;
}

/* Objects that no value stands for: the state of a whole program. */
static void end_all(struct solver *solver, const struct fact *fact)
{
	const char *type = project_intern(solver->project, fact->ends);

	map_put(&solver->project->ended, type, (void *)type);
	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++)
		if (object_owned(solver, i) && solver->objects.at[i].type &&
		        same(solver->objects.at[i].type->name, type))
			object_release(solver, value_of_object(solver, i), fact);
}

/* The way on which the call gives `value`, and what it would do on success does not happen. */
static void without_success(
        struct solver *solver, const struct call *call, struct value value, bool failed)
{
	struct state kept = solver_keep(solver);

	apply_fact(solver, call, false);
	if (failed) {
		objects_mark(solver, call->callee.fact->rarely ? OBJECT_STARVED : OBJECT_FAILED);
		error_of_failure(solver);
	}
	solver_fork(solver, value);
	solver_restore(solver, kept);
}

static struct value call_by_fact(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;

	if (fact->misuse && solver->project->final) {
		struct flow_event *event =
		        argument_event(solver, EVENT_MISUSE, call, solver->values.at[0]);

		event->word = fact->misuse;
		event_finish(solver, event, NULL, 0);
	}
	check_format(solver, call);
	if (has_conditional(call)) {
		without_success(solver, call, failure_value(fact), true);
		if (fact->origin == ORIGIN_FOUND)
			without_success(solver, call, number("0"), false);
	}
	apply_fact(solver, call, true);
	/* who says so has found it out */
	if (fact->rarely && fact->origin == ORIGIN_NULL)
		objects_starve(solver);
	if (fact->ends)
		end_all(solver, fact);
	return fact->as ? as_type(solver, call, fact_result(solver, call))
	                : fact_result(solver, call);
}

static void share(struct solver *solver, struct value value, bool opaque)
{
	switch (value.kind) {
	case VALUE_ADDRESS: {
		uint32_t var = value.object;

		value_escapes(solver,
		        solver->values.at[solver->now.places[solver->place_of_var[var] - 1]]);
		store_var(solver, var, solver->values.at[0]);
		break;
	}
	case VALUE_OBJECT:
		if (value.flags & VALUE_PROMISE || opaque ||
		        object_now(solver, value.object)->container)
			value_escapes(solver, value);
		else if (object_owned(solver, value.object))
			object_now(solver, value.object)->flags |= OBJECT_SHARED;
		break;
	case VALUE_FUNC:
	case VALUE_LITERAL:
	case VALUE_ITEMS:
		value_escapes(solver, value);
		break;
	default:
		break;
	}
}

/* set_userptr(panel, (void *)object): whoever asks for a pointer to anything keeps it for somebody.
 */
static bool is_untyped(const struct solver *solver, uint32_t index)
{
	const struct insn *arg = &solver->func->insns.at[solver->at->args[index].value];
	const struct fact_type *type = arg->op == OP_CAST && arg->name
	        ? fact_type(solver->project->facts, solver->language, arg->name)
	        : NULL;

	return type && type->untyped;
}

static struct value call_unknown(struct solver *solver, const struct call *call)
{
	for (uint32_t i = 0; i < call->arg_count; i++)
		share(solver, call->args[i], call->callee.opaque || is_untyped(solver, i));
	if (call->callee.own_class) {
		struct value value;

		value = value_plain(VALUE_INSTANCE);
		value.unit = call->callee.self.unit;
		value.name = call->callee.self.name;
		return value;
	}
	return shown_result(solver);
}

/* Is a method of that name one of this object's type alone? */
static bool proves_by_name(struct solver *solver, const char *method)
{
	const struct fact_table *facts = solver->project->facts;

	return fact_type(facts, solver->language, "primitive") && !primitive_has(solver, method) &&
	        !fact_find_any(facts, solver->language, "*.", method);
}

/* Calling a value that may be a primitive, or a method that no primitive has, shows that it is
 * none. */
static void prove_by_call(struct solver *solver, const struct call *call)
{
	struct value self = call->callee.self;
	const char *method = call->callee.method ? solver->at->name : NULL;
	const struct fact_type *type;
	struct object_state *state;

	if (self.kind != VALUE_OBJECT || self.flags & VALUE_PROMISE)
		return;
	type = solver->objects.at[self.object].type;
	state = object_now(solver, self.object);
	if (method && solver->objects.at[self.object].origin == FROM_CALL &&
	        state->flags & OBJECT_MAYBE &&
	        same(fact_unmistakable(solver->project->facts, solver->language, method),
	                "primitive"))
		state->word = WORD_NONE;
	else if (method ? proves_by_name(solver, method) : type && type->callable)
		state->flags |= OBJECT_PROVEN;
}

/* NULL as it stands there, where none is taken. */
static void null_given(struct solver *solver, const struct call *call, uint32_t index)
{
	const struct insn *insn = &solver->func->insns.at[solver->at->args[index].value];

	if (insn->op == OP_CAST)
		insn = &solver->func->insns.at[insn->a];
	if (insn->op != OP_CONST || insn->detail != CONST_NULL || !solver->project->final ||
	        !language_has(solver->language, TRAIT_NULL_FAILS))
		return;
	argument_event(solver, EVENT_NULL_GIVEN, call, solver->values.at[0])->at = insn->span;
}

static void use_operands(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;
	struct value self = call->callee.self;
	bool releases = fact && fact_receiver(fact) && fact->params[0].effect == EFFECT_RELEASES;

	prove_by_call(solver, call);
	if (!releases)
		value_used(solver, self, call->callee.method ? solver->at->name : NULL);
	if (self.kind == VALUE_OBJECT && call->callee.method)
		used_unchecked(solver, self);
	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct fact_param *param = fact ? argument_param(solver, call, i) : NULL;

		if (param && param->effect == EFFECT_RELEASES) {
			if (!param->optional && call->args[i].kind == VALUE_OBJECT)
				used_unchecked(solver, call->args[i]);
			continue;
		}
		value_used(solver, call->args[i], NULL);
		/* it is none, or the call has failed because of it */
		if (param && param->effect == EFFECT_PRIMITIVE &&
		        call->args[i].kind == VALUE_OBJECT)
			object_now(solver, call->args[i].object)->word = WORD_NONE;
		if (param && !param->optional && fact && call->args[i].kind == VALUE_OBJECT)
			used_unchecked(solver, call->args[i]);
		if (param && !param->optional && !param->rest && param->effect == EFFECT_BORROWS)
			null_given(solver, call, i);
	}
}

static bool func_throws(const struct func_info *info)
{
	return !info || !info->solved || info->throws;
}

/* What calls a function throws what that function throws. */
static bool can_throw(const struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;

	if (call->callee.func && !call->callee.own_class)
		return func_throws(call->callee.func);
	if (!fact || !fact->nothrow)
		return true;
	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct fact_param *param = param_of(solver, fact, i);
		const struct value *value = &call->args[i];

		if (param &&
		        (param->effect == EFFECT_CALLS || param->effect == EFFECT_CALLS_ONCE) &&
		        (value->kind != VALUE_FUNC ||
		                func_throws(
		                        project_func(solver->project, value->unit, value->func))))
			return true;
	}
	return false;
}

void exec_call(struct solver *solver)
{
	struct call *call = arena_new(solver->arena, struct call);
	const struct insn *insn = solver->at;
	struct value result;

	find_callee(solver, &call->callee);
	call->args = arena_array(solver->arena, struct value, insn->arg_count);
	call->arg_count = insn->arg_count;
	for (uint32_t i = 0; i < call->arg_count; i++)
		call->args[i] = solver_get(solver, insn->args[i].value);
	call_format(solver, call);
	use_operands(solver, call);
	if (can_throw(solver, call))
		exec_throwing(solver);
	if (!call->callee.fact)
		objects_let_go(solver, false);
	if (call->callee.func)
		result = summary_call(solver, call->callee.func, call->args, call->arg_count,
		        call->callee.own_class);
	else if (call->callee.fact && call->callee.fact->has_params)
		result = call_by_fact(solver, call);
	else
		result = call_unknown(solver, call);
	result = error_of_call(solver, call, result);
	lock_of_call(solver, call);
	/* what a container gives is still the container's: `this.open.pop()` */
	if (result.kind == VALUE_UNKNOWN && call->callee.method) {
		/* `list.pop()` */
		if (call->callee.self.kind == VALUE_LITERAL && !call->callee.fact)
			result = items_of(solver, call->callee.self);
		result.slot = call->callee.self.slot;
	}
	if (!solver->dead_end)
		solver_set(solver, solver->at_index, result);
}
