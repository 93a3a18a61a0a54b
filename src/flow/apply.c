/*
 * A call of a function that has been followed is replaced by what that left
 * for its callers: on one path when it ends well and on another when it fails,
 * where these differ.
 */
#include "flow/member.h"
#include "flow/summary.h"

/* What the path says of an object that goes to a function. */
static enum flow_step_kind step_of_pass(const struct param_summary *param)
{
	if (param->kept_ok)
		return STEP_PASS;
	if (param->released_ok || param->released_error)
		return STEP_ENDS;
	return param->gone_ok ? STEP_TAKES : STEP_PASS;
}

/* How a call ends, and what that does to its arguments. */
enum way { WAY_OK, WAY_FAILED, WAY_FAILED_ENDING };

/* The function ends the obligation only when it fails. */
static bool ends_on_failure(const struct param_summary *param)
{
	return (param->released_error || param->gone_error) && !param->kept_error &&
	        param->kept_ok && !param->released_ok && !param->gone_ok;
}

/* It fails whenever that argument is null. */
static bool fails_on_null(const struct param_summary *param)
{
	return param->null_error && !param->null_ok;
}

/* Maybe the function keeps it, maybe with a reference of its own: who releases it now is right. */
static void lose_sight(struct solver *solver, uint32_t object)
{
	struct object_state *state = object_now(solver, object), before = *state;

	object_goes(solver, object, HOW_NONE);
	if (before.word != WORD_OWNED || solver->objects.at[object].origin == FROM_PARAM)
		return;
	state->word = WORD_GONE;
	state->how = HOW_NONE;
	state->extra = before.extra;
}

/* Does the place that the function stands in say that it ends what it is called with? */
static bool is_destructor(const struct func_info *callee, uint32_t param)
{
	const struct fact *promise = callee->broken_promise ? NULL : callee->promise;

	return promise && param == 0 && promise->param_count == 1 &&
	        promise->params[0].effect == EFFECT_RELEASES;
}

static void pass_object(struct solver *solver, struct func_info *callee,
        const struct param_summary *param, struct value value, enum way way)
{
	struct object_state *state = object_now(solver, value.object);

	if (param->proven)
		state->flags |= OBJECT_PROVEN;
	if (param->used && solver->project->final) {
		solver_trace(
		        solver, step_of_pass(param), value.object, param->use, callee->func->name);
		((struct trace *)solver->now.trace)->unit = callee->unit;
		((struct trace *)solver->now.trace)->function = callee->func->name;
	}
	if (is_destructor(callee, (uint32_t)(param - callee->params))) {
		object_goes(solver, value.object, HOW_NONE);
		return;
	}
	if (param->slot)
		summary_fill_slot(solver, param->slot, value.object, true);
	if (param->retained) { /* for whom, only the function knows */
		object_retain(solver, value.object, "new PyRef");
		state->flags |= OBJECT_SHARED;
	}
	if (way == WAY_OK && param->lent && state->word == WORD_OWNED)
		state->flags |= OBJECT_LENT;
	if (way == WAY_OK && param->field && !param->released_ok)
		member_given(solver, value.object, param->field);
	if (way == WAY_OK && fails_on_null(param) && state->flags & OBJECT_NULLABLE)
		state->flags = (state->flags | OBJECT_CHECKED) & ~(uint32_t)OBJECT_NULLABLE;
	if (ends_on_failure(param) && way != WAY_OK && param->gone_error)
		object_goes(solver, value.object, HOW_NONE);
	else if (ends_on_failure(param) && way != WAY_OK)
		object_release(solver, value, NULL);
	else if (ends_on_failure(param) && !param->escapes)
		return;
	else if ((param->released_ok || param->released_error) && !param->kept_ok)
		object_release(solver, value, NULL);
	else if (param->gone_ok && !param->kept_ok)
		object_steal(solver, value, NULL);
	else if (param->released_ok || param->gone_ok || param->gone_error || param->escapes)
		lose_sight(solver, value.object);
	else if (param->callee_keeps && state->word == WORD_OWNED)
		state->flags |= OBJECT_KEPT;
}

/* The function ends the obligation when it succeeds and leaves it when it fails, at least in some
 * of the ways in which it can fail. */
static bool splits_on_success(const struct param_summary *param)
{
	return (param->released_ok || param->gone_ok) && !param->kept_ok && param->kept_error;
}

/* ... in others it ends it all the same. */
static bool fails_either_way(
        const struct func_info *callee, const struct value *args, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < callee->func->param_count; i++) {
		const struct param_summary *param = &callee->params[i];

		if (args[i].kind == VALUE_OBJECT && splits_on_success(param) &&
		        (param->released_error || param->gone_error))
			return true;
	}
	return false;
}

static bool splits(
        const struct solver *solver, const struct param_summary *param, struct value value)
{
	if (value.kind != VALUE_OBJECT)
		return false;
	return splits_on_success(param) || ends_on_failure(param) ||
	        (fails_on_null(param) && solver->now.objects[value.object].flags & OBJECT_NULLABLE);
}

static bool callee_splits(const struct solver *solver, const struct func_info *callee,
        const struct value *args, uint32_t count)
{
	/* what throws on failure does not come back to this point */
	if (callee->func->flags & FUNC_THROWS)
		return false;
	for (uint32_t i = 0; i < count && i < callee->func->param_count; i++)
		if (splits(solver, &callee->params[i], args[i]))
			return true;
	return false;
}

static uint32_t param_for(const struct solver *solver, const struct func_info *callee, uint32_t arg)
{
	const char *key = solver->at->args[arg].key;

	for (uint32_t i = 0; key && i < callee->func->param_count; i++)
		if (same(callee->func->param_names[i], key))
			return i;
	return key ? UINT32_MAX : arg;
}

static bool same_func(const struct value *a, const struct value *b)
{
	return a->kind == VALUE_FUNC && b->kind == VALUE_FUNC && a->unit == b->unit &&
	        a->func == b->func;
}

/* A function that the callee calls and does not keep runs as often as the callee does. Where the
 * callee was solved with that very function it has said so itself. */
static void pass_func(struct solver *solver, struct func_info *callee,
        const struct param_summary *param, struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);

	if (same_func(&param->read, &value))
		return;
	if (!info || !param->called || param->escapes || param->callee_keeps || param->gone_ok) {
		value_escapes(solver, value);
		return;
	}
	summary_add_edge(solver, info,
	        (struct call_edge){.caller = callee, .in_loop = param->called_in_loop});
	summary_apply_releases(solver, info, NULL);
}

/* The function may put anything into the variable. */
static void give_address(struct solver *solver, uint32_t var)
{
	uint32_t place = solver->place_of_var[var];

	value_escapes(solver, solver->values.at[solver->now.places[place - 1]]);
	store_var(solver, var, solver->values.at[0]);
}

/* A function that any file may call is judged by itself: what is found in its file hangs on nobody
 * who calls it. */
static bool is_elsewhere(const struct solver *solver, const struct func_info *callee)
{
	return callee->unit != solver->unit && language_has(solver->language, TRAIT_LINKED);
}

static void pass_args(struct solver *solver, struct func_info *callee, const struct value *args,
        uint32_t count, enum way way)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t index = param_for(solver, callee, i);
		struct param_summary *param =
		        index < callee->func->param_count ? &callee->params[index] : NULL;

		if (param && !is_elsewhere(solver, callee)) {
			param->value = value_join(param->value, summary_value(solver, args[i]));
			param->seen = true;
		}
		if (args[i].kind == VALUE_ADDRESS)
			give_address(solver, args[i].object);
		if (!param || !callee->solved) {
			/* call edges stay: what becomes of a function is said in the next round */
			if (args[i].kind == VALUE_LITERAL ||
			        (args[i].kind == VALUE_FUNC && callee->solved))
				value_escapes(solver, args[i]);
			else if (args[i].kind == VALUE_OBJECT)
				object_goes(solver, args[i].object, HOW_NONE);
			continue;
		}
		if (args[i].kind == VALUE_OBJECT && !(args[i].flags & VALUE_PROMISE)) {
			if (way != WAY_FAILED || !splits_on_success(param))
				pass_object(solver, callee, param, args[i], way);
		} else if (args[i].kind == VALUE_FUNC) {
			pass_func(solver, callee, param, args[i]);
		} else if (param->escapes || param->gone_ok || param->gone_error ||
		        args[i].kind == VALUE_LITERAL) {
			value_escapes(solver, args[i]);
		}
	}
}

/* It fails for want of memory only. */
static bool fails_rarely(const struct func_info *callee)
{
	return callee->solved && callee->starves && !callee->fails_otherwise;
}

/* The argument that comes back with a reference more, or NULL. */
static const struct value *counted_argument(
        const struct func_info *callee, const struct value *args, uint32_t count)
{
	const struct value *arg;

	if (!callee->given_param || callee->gives_other || callee->given_param > count)
		return NULL;
	arg = &args[callee->given_param - 1];
	return arg->kind == VALUE_OBJECT ? arg : NULL;
}

static struct value call_result(
        struct solver *solver, struct func_info *callee, const struct value *args, uint32_t count)
{
	uint32_t bits = callee->returns;
	struct value value = callee->return_value;
	const struct value *counted = counted_argument(callee, args, count);

	if (counted) {
		object_retain(solver, counted->object, "new PyRef");
		return *counted;
	} else if (bits & RETURNS_NEW && callee->new_type) {
		uint32_t object = object_make(solver, WORD_OWNED, callee->new_type, FROM_CALL);
		struct object_state *state = object_now(solver, object);

		solver->objects.at[object].fact = callee->new_fact;
		solver->objects.at[object].callee =
		        callee->func->name[0] ? callee->func->name : NULL;
		solver->objects.at[object].likely = callee->new_likely;
		solver->objects.at[object].rarely = fails_rarely(callee);
		if (callee->new_maybe ||
		        bits & (RETURNS_PRIMITIVE | RETURNS_OTHER | RETURNS_CONTAINER_BIT))
			state->flags |= OBJECT_MAYBE;
		if (callee->new_nullable || bits & (RETURNS_NULL | RETURNS_ERROR))
			state->flags |= OBJECT_NULLABLE;
		value = value_of_object(solver, object);
	} else if (bits & RETURNS_BORROWED && callee->return_value.type) {
		const struct fact_type *type = fact_type(
		        solver->project->facts, solver->language, callee->return_value.type);
		uint32_t object = object_make(solver, WORD_BORROWED, type, FROM_READ);

		solver->objects.at[object].callee =
		        callee->func->name[0] ? callee->func->name : NULL;
		value = value_of_object(solver, object);
	} else if (bits & RETURNS_PARAM && callee->returned_param < count) {
		value = args[callee->returned_param];
		if (bits & RETURNS_ERROR) /* which says nothing of the argument */
			value.flags |= VALUE_ALIAS;
		return value;
	} else if (bits == RETURNS_ERROR) {
		value = value_plain(VALUE_FAILURE);
	} else if (bits == RETURNS_NULL) {
		value = value_plain(VALUE_NULL);
	} else if (bits & RETURNS_OTHER && value.kind == VALUE_FUNC) {
		value = value_plain(VALUE_UNKNOWN); /* that function, or what something made of it
		                                     */
	} else if (bits && !(bits & ~(uint32_t)(RETURNS_PRIMITIVE | RETURNS_NULL))) {
		if (bits != RETURNS_PRIMITIVE || value.kind != VALUE_PRIMITIVE)
			value = value_plain(VALUE_PRIMITIVE);
	}
	if (fails_rarely(callee) && (value.kind == VALUE_PRIMITIVE || value.kind == VALUE_UNKNOWN))
		value.flags |= VALUE_RARELY;
	if (callee->func->flags & FUNC_ASYNC)
		value.flags |= VALUE_PROMISE;
	if (callee->func->flags & FUNC_GENERATOR)
		value = value_plain(VALUE_UNKNOWN);
	return value;
}

struct value summary_gathered(struct solver *solver, struct func_info *callee)
{
	struct value value =
	        callee->solved ? call_result(solver, callee, NULL, 0) : value_plain(VALUE_UNKNOWN);

	if (value.kind != VALUE_OBJECT || !object_owned(solver, value.object))
		return value_plain(VALUE_UNKNOWN);
	object_now(solver, value.object)->container = solver->at_index;
	solver->objects.at[value.object].callee = callee_text(solver, NULL);
	return literal_called(solver, "list");
}

/* The way on which the call fails; `ends`: and ends the obligation. */
static void failing_call(struct solver *solver, struct func_info *callee, const struct value *args,
        uint32_t count, bool ends)
{
	struct state kept = solver_keep(solver);
	bool null = callee->returns & (RETURNS_NEW | RETURNS_NULL | RETURNS_BORROWED);
	struct value value = value_plain(null ? VALUE_NULL : VALUE_FAILURE);

	pass_args(solver, callee, args, count, ends ? WAY_FAILED_ENDING : WAY_FAILED);
	objects_mark(solver, fails_rarely(callee) ? OBJECT_STARVED : OBJECT_FAILED);
	error_of_failure(solver);
	solver_fork(solver, value);
	solver_restore(solver, kept);
}

/* Variables that the callee assigns hold something else now. */
static void forget_stored(struct solver *solver, const struct func_info *callee)
{
	for (uint32_t i = 0; i < callee->stores.n && callee->unit == solver->unit; i++) {
		uint32_t place = solver->place_of_var[callee->stores.at[i]];
		struct value value = place ? solver->values.at[solver->now.places[place - 1]]
		                           : solver->values.at[0];

		if (place && value.kind == VALUE_OBJECT && !object_owned(solver, value.object))
			solver->now.places[place - 1] = 0;
	}
}

struct value summary_call(struct solver *solver, struct func_info *callee, const struct value *args,
        uint32_t arg_count, bool construct)
{
	struct value value;
	bool split = callee->solved && callee_splits(solver, callee, args, arg_count);

	if (is_elsewhere(solver, callee))
		callee->fetched = true;
	else
		summary_add_edge(solver, callee,
		        (struct call_edge){.caller = solver->info,
		                .in_loop = solver->func->blocks.at[solver->block].in_loop});
	if (split)
		failing_call(solver, callee, args, arg_count, false);
	if (split && fails_either_way(callee, args, arg_count))
		failing_call(solver, callee, args, arg_count, true);
	pass_args(solver, callee, args, arg_count, WAY_OK);
	summary_apply_releases(solver, callee, NULL);
	forget_stored(solver, callee);
	value = value_plain(VALUE_UNKNOWN);
	if (construct) {
		value.kind = VALUE_INSTANCE;
		value.unit = callee->unit;
		value.name = callee->func->class_name;
		return value;
	}
	if (!callee->solved)
		return value;
	if (callee->never_returns && !(callee->func->flags & (FUNC_ASYNC | FUNC_GENERATOR)) &&
	        solver->project->final) {
		solver->dead_end = true;
		return value;
	}
	value = call_result(solver, callee, args, arg_count);
	if (callee->is_constant)
		value = callee->constant;
	if (split && value.kind == VALUE_OBJECT)
		object_now(solver, value.object)->flags &= (uint32_t)~OBJECT_NULLABLE;
	if (split && value.kind != VALUE_OBJECT) {
		value = value_plain(VALUE_NUMBER);
		value.name = "0";
	}
	return value;
}
