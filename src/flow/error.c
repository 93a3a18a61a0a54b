/*
 * Which error is pending on a path. Takes calls, tests and returns; gives the
 * summary of the function and the events of functions that break the promise
 * of the slot they stand in: a failure without an error, a value with one.
 *
 * Only what is certain is said: code that nothing is known of may set an error
 * or clear it.
 */
#include "flow/call.h"

static struct pending_error settled(enum pending_kind now)
{
	struct pending_error error = {.now = (uint8_t)now};

	return error;
}

static bool is_settled(const struct solver *solver, enum pending_kind now)
{
	return solver->now.error.when == WHEN_SETTLED && solver->now.error.now == now;
}

static bool is_settled_without(const struct solver *solver)
{
	return is_settled(solver, PENDING_ENTRY) || is_settled(solver, PENDING_NONE);
}

/* ---- calls ---- */

/* The error hangs on the result; what the last one hung on was not asked. */
static void hangs(struct solver *solver, enum pending_when when, enum pending_kind failed)
{
	struct pending_error *error = &solver->now.error;

	if (error->when != WHEN_SETTLED) {
		error->now = PENDING_UNKNOWN;
		error->several = true;
	}
	if (error->now == PENDING_SET)
		return;
	error->call = solver->at_index;
	error->when = (uint8_t)when;
	error->failed = (uint8_t)failed;
}

static enum pending_when failure_of(const struct fact *fact)
{
	if (fact->nullable)
		return WHEN_NULL;
	switch (fact->origin) {
	case ORIGIN_STATUS:
		return fact->zero ? WHEN_NONZERO : WHEN_NEGATIVE;
	case ORIGIN_FOUND:
		return WHEN_NEGATIVE;
	case ORIGIN_TRUTH:
		return WHEN_ZERO;
	default:
		return WHEN_SETTLED;
	}
}

/* A result of which nothing is known but the call it came from. */
static bool is_open(struct value value)
{
	return value.kind == VALUE_UNKNOWN || value.kind == VALUE_PRIMITIVE ||
	        (value.kind == VALUE_CONTAINER && value.flags & VALUE_NULLABLE);
}

static void by_result(struct solver *solver, const struct fact *fact, struct value result)
{
	enum pending_when when = failure_of(fact);
	enum pending_kind failed = PENDING_SET;

	if (fact->pending == ERROR_MAY || fact->absent)
		failed = PENDING_UNKNOWN;
	if (fact->origin == ORIGIN_NULL)
		solver->now.error = settled(PENDING_SET);
	else if (when == WHEN_SETTLED && fact->pending == ERROR_MAY)
		solver->now.error = settled(PENDING_UNKNOWN);
	else if (when != WHEN_SETTLED && (result.kind == VALUE_OBJECT || is_open(result)))
		hangs(solver, when, failed);
	/* any other result is a success: its failure is another path */
}

static void by_fact(struct solver *solver, const struct fact *fact, struct value result)
{
	switch (fact->pending) {
	case ERROR_QUIET:
	case ERROR_ASKS:
		break;
	case ERROR_RAISES:
		solver->now.error = settled(PENDING_SET);
		break;
	case ERROR_CLEARS:
		solver->now.error = settled(PENDING_NONE);
		break;
	case ERROR_BY_RESULT:
	case ERROR_MAY:
		by_result(solver, fact, result);
		break;
	}
}

static bool asks(const struct func_info *info)
{
	return info && info->solved && info->asks && info->gives_zero && info->gives_more;
}

/* What a function of the project leaves. */
static void by_summary(struct solver *solver, const struct func_info *info, struct value result)
{
	bool same_end = info->error_ok == info->error_failed || !info->fails || !info->succeeds;
	enum pending_kind end = info->succeeds ? info->error_ok : info->error_failed;

	if (asks(info)) { /* it may have left that error itself */
		if (is_settled_without(solver))
			solver->now.error = settled(PENDING_UNKNOWN);
	} else if (!info->solved || (!info->fails && !info->succeeds)) {
		solver->now.error = settled(PENDING_UNKNOWN);
	} else if (same_end) {
		if (end != PENDING_ENTRY)
			solver->now.error = settled(end);
	} else if (result.kind == VALUE_NUMBER) { /* its failure is another path */
		if (info->error_ok != PENDING_ENTRY)
			solver->now.error = settled((enum pending_kind)info->error_ok);
	} else if (info->error_ok != PENDING_ENTRY || info->error_failed != PENDING_SET ||
	        info->fails_when == WHEN_SETTLED ||
	        (result.kind != VALUE_OBJECT && !is_open(result))) {
		solver->now.error = settled(PENDING_UNKNOWN);
	} else {
		hangs(solver, (enum pending_when)info->fails_when, PENDING_SET);
	}
}

void error_of_failure(struct solver *solver)
{
	solver->now.error = settled(PENDING_UNKNOWN);
}

struct value error_of_call(struct solver *solver, const struct call *call, struct value result)
{
	const struct fact *fact = call->callee.fact;

	if (!language_has(solver->language, TRAIT_NULL_FAILS))
		return result;
	if (call->callee.func)
		by_summary(solver, call->callee.func, result);
	else if (fact && fact->has_params)
		by_fact(solver, fact, result);
	else
		solver->now.error = settled(PENDING_UNKNOWN);
	if (solver->now.error.call == solver->at_index && is_open(result)) {
		uint32_t kept = result.flags & (VALUE_RARELY | VALUE_ZERO);

		result = value_plain(VALUE_PRIMITIVE);
		result.flags = kept;
		result.object = solver->at_index;
	} else if ((fact && fact->pending == ERROR_ASKS) || asks(call->callee.func)) {
		result = value_plain(VALUE_PRIMITIVE);
		result.flags = VALUE_ASKED;
	}
	return result;
}

/* ---- tests ---- */

enum outcome { OUTCOME_OPEN, OUTCOME_OK, OUTCOME_FAILED };

static enum outcome outcome_of(enum pending_when when, uint8_t test, bool holds)
{
	bool null = test == TEST_NULL || test == TEST_UNDEFINED;

	switch (when) {
	case WHEN_NULL:
		if (null || test == TEST_TRUTH)
			return null == holds ? OUTCOME_FAILED : OUTCOME_OK;
		return OUTCOME_OPEN;
	case WHEN_NEGATIVE:
		if (test == TEST_NEGATIVE)
			return holds ? OUTCOME_FAILED : OUTCOME_OK;
		return test == TEST_TRUTH && !holds ? OUTCOME_OK : OUTCOME_OPEN;
	case WHEN_NONZERO:
		if (test == TEST_NEGATIVE || test == TEST_TRUTH)
			return holds ? OUTCOME_FAILED : OUTCOME_OK;
		return OUTCOME_OPEN;
	case WHEN_ZERO:
		return test != TEST_TRUTH ? OUTCOME_OPEN : holds ? OUTCOME_OK : OUTCOME_FAILED;
	case WHEN_SETTLED:
		break;
	}
	return OUTCOME_OPEN;
}

bool error_tells(const struct solver *solver, const struct pending_error *error, struct value value)
{
	if (error->when == WHEN_SETTLED)
		return false;
	if (value.kind == VALUE_OBJECT)
		return solver->objects.at[value.object].insn == error->call;
	return value.kind == VALUE_PRIMITIVE && !value.type && value.object == error->call;
}

static bool tells(const struct solver *solver, struct value value)
{
	return error_tells(solver, &solver->now.error, value);
}

static uint32_t find_filling(const struct func *func, const struct insn *read)
{
	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *insn = &func->insns.at[i];

		if (read->op == OP_FIELD && insn->op == OP_SETFIELD &&
		        same(insn->name, read->name) && func->insns.at[insn->b].op == OP_CALL)
			return insn->b;
		if (read->op == OP_LOAD && insn->op == OP_STORE && insn->var == read->var &&
		        func->insns.at[insn->a].op == OP_CALL)
			return insn->a;
	}
	return 0;
}

/* The call whose result was put where instruction `read` reads from, or NULL: its null is that
 * call's. */
static const struct insn *filling_call(const struct solver *solver, uint32_t read)
{
	struct found *found = layout_found(solver->project, solver->info, read);

	if (!found->sought_filling) {
		found->sought_filling = true;
		found->filling = find_filling(solver->func, &solver->func->insns.at[read]);
	}
	return found->filling ? &solver->func->insns.at[found->filling] : NULL;
}

static bool made_by_call(const struct solver *solver, struct value value)
{
	const struct object *object = &solver->objects.at[value.object];

	if (value.kind == VALUE_OBJECT && object->origin == FROM_CALL)
		return !object->fact || object->fact->pending != ERROR_QUIET;
	return filling_call(solver, solver->at->a) != NULL;
}

/* Nothing is known of the value, and it is null on this way. */
static bool is_unknown_null(struct value value, uint8_t test, bool holds)
{
	bool null = test == TEST_NULL || test == TEST_UNDEFINED;

	return (value.kind == VALUE_UNKNOWN || value.kind == VALUE_TYPED ||
	               value.kind == VALUE_OBJECT) &&
	        (null || test == TEST_TRUTH) && null == holds;
}

bool error_is_asked(const struct solver *solver, struct value value)
{
	return value.flags & VALUE_ASKED && is_settled(solver, PENDING_SET);
}

bool error_is_want(const struct solver *solver, struct value value, uint8_t test, bool holds)
{
	const struct insn *call = NULL;
	const struct fact *fact;

	if (value.kind != VALUE_OBJECT && is_unknown_null(value, test, holds))
		call = filling_call(solver, solver->at->a);
	if (!call || call->a || !call->name)
		return false;
	fact = fact_find(solver->project->facts, solver->language, call->name);
	return fact && fact->rarely;
}

/* No error is pending: what would have left one by giving null has given something. */
static void nothing_failed(struct solver *solver)
{
	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++) {
		const struct object *object = &solver->objects.at[i];

		if (object->origin == FROM_CALL && object->fact && !object->fact->absent &&
		        object->fact->nullable && object->fact->pending != ERROR_QUIET)
			solver->now.objects[i].flags |= OBJECT_CHECKED;
	}
}

/* An error is pending right after a call that leaves one by giving null: it gave null. */
static void last_failed(struct solver *solver)
{
	const struct pending_error *error = &solver->now.error;

	if (error->when != WHEN_NULL || error->several)
		return;
	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++) {
		const struct object *object = &solver->objects.at[i];

		if (object->insn != error->call || object->older || !object_owned(solver, i))
			continue;
		object_is_null(solver, i);
		objects_mark(solver, object->rarely ? OBJECT_STARVED : OBJECT_FAILED);
	}
}

/* It was asked whether an error is pending. */
static void answered(struct solver *solver, bool pending)
{
	if (pending) {
		last_failed(solver);
		solver->now.mishaps |= MISHAP_FOUND;
	} else {
		nothing_failed(solver);
	}
	solver->now.error = settled(pending ? PENDING_SET : PENDING_NONE);
}

void error_learn(struct solver *solver, struct value value, uint8_t test, bool holds)
{
	struct pending_error *error = &solver->now.error;
	bool null = test == TEST_NULL || test == TEST_UNDEFINED;

	if (value.flags & VALUE_ASKED && (null || test == TEST_TRUTH || test == TEST_NEGATIVE)) {
		answered(solver, null != holds);
		return;
	}
	if (!tells(solver, value)) {
		if (is_unknown_null(value, test, holds) && made_by_call(solver, value))
			*error = settled(PENDING_UNKNOWN);
		return;
	}
	switch (outcome_of((enum pending_when)error->when, test, holds)) {
	case OUTCOME_OK:
		*error = settled((enum pending_kind)error->now);
		break;
	case OUTCOME_FAILED:
		*error =
		        settled(solver->at->flags & INSN_HIDDEN ? PENDING_UNKNOWN
		                                                : (enum pending_kind)error->failed);
		break;
	case OUTCOME_OPEN:
		break;
	}
}

/* ---- leaving ---- */

static void join(uint8_t *all, bool *any, enum pending_kind one)
{
	*all = (uint8_t)(!*any || *all == one ? one : PENDING_UNKNOWN);
	*any = true;
}

/* How the caller can tell that it failed; settled: not in one way. */
static void note_failure(struct func_info *info, uint8_t when)
{
	if (info->fails && info->fails_when != when)
		when = WHEN_SETTLED;
	info->fails_when = when;
}

/* Does what is returned say whether an error was pending? */
static void summarise_answer(struct solver *solver, struct value value)
{
	struct func_info *info = solver->info;
	bool found = solver->now.mishaps & MISHAP_FOUND;

	if (value.flags & VALUE_ASKED) {
		info->gives_zero = info->gives_more = true;
	} else if (value.kind == VALUE_FALSE || value.kind == VALUE_NULL ||
	        (value.kind == VALUE_NUMBER && same(value.name, "0"))) {
		info->gives_zero = true;
		info->asks &= !found && is_settled(solver, PENDING_NONE);
	} else {
		info->gives_more = true;
		info->asks &= found;
	}
}

static void summarise(struct solver *solver, struct value value, bool failed)
{
	const struct pending_error *error = &solver->now.error;
	struct func_info *info = solver->info;
	enum pending_kind now = error->when == WHEN_SETTLED ? error->now : PENDING_UNKNOWN;

	summarise_answer(solver, value);
	if (tells(solver, value)) { /* return f(): both may be */
		note_failure(info, error->when);
		join(&info->error_ok, &info->succeeds, (enum pending_kind)error->now);
		join(&info->error_failed, &info->fails, (enum pending_kind)error->failed);
	} else if (failed) {
		note_failure(info, value.kind == VALUE_FAILURE ? WHEN_NEGATIVE : WHEN_NULL);
		join(&info->error_failed, &info->fails, now);
	} else {
		join(&info->error_ok, &info->succeeds, now);
	}
}

/* Is it certainly a value, and no failure? */
static bool is_value(struct solver *solver, struct value value, bool number)
{
	const struct object_state *state;

	if (number)
		return value.kind == VALUE_NUMBER && value.name;
	if (value.kind == VALUE_CONTAINER) /* None and its like */
		return !(value.flags & VALUE_NULLABLE);
	if (value.kind != VALUE_OBJECT)
		return false;
	state = object_now(solver, value.object);
	return state->word == WORD_OWNED &&
	        (!(state->flags & OBJECT_NULLABLE) || state->flags & OBJECT_CHECKED);
}

static bool is_null(struct solver *solver, struct value value, bool number)
{
	if (number)
		return value.kind == VALUE_FAILURE && same(value.name, "-1");
	if (value.kind == VALUE_OBJECT)
		return object_now(solver, value.object)->word == WORD_NONE;
	return value.kind == VALUE_NULL;
}

/* By convention null is a failure of what gives a reference. */
static bool gives_reference(const struct solver *solver)
{
	const char *type = solver->func->return_type;

	if (solver->func->flags & FUNC_NULLABLE)
		return false;
	return type && project_declared(solver->project, solver->language, type);
}

/* No table of this file names it, but it is like those that tables name. */
static bool looks_called_by_runtime(const struct solver *solver)
{
	const struct func *func = solver->func;

	return func->flags & FUNC_EXPORTED && !solver->info->callers.n && func->param_count &&
	        same(func->param_names[0], "self");
}

/* Does it hang on a variable that gets several values? Conditions on those go together in ways that
 * nobody follows. */
static bool varies(const struct solver *solver, uint32_t value)
{
	const struct func *func = solver->func;
	const struct insn *insn = &func->insns.at[value];
	uint32_t stores = 0;

	for (uint32_t i = 0; insn->op == OP_PRIM && i < insn->arg_count; i++)
		if (varies(solver, insn->args[i].value))
			return true;
	for (uint32_t i = 1; insn->op == OP_LOAD && i < func->insns.n; i++)
		stores += func->insns.at[i].op == OP_STORE && func->insns.at[i].var == insn->var;
	return stores > 1;
}

/* The last test on the way here, or what is returned, does. */
static bool way_varies(const struct solver *solver)
{
	const struct func *func = solver->func;
	const struct trace *last = solver->now.trace;

	while (last && last->kind != STEP_BRANCH)
		last = last->before;
	for (uint32_t i = 1; last && i < func->insns.n; i++)
		if (func->insns.at[i].op == OP_BRANCH &&
		        func->insns.at[i].span.start == last->span.start &&
		        varies(solver, func->insns.at[i].a))
			return true;
	return varies(solver, solver->at->a);
}

static void report(struct solver *solver, enum event_kind kind)
{
	struct flow_event *event = event_new(solver, kind, 0);

	event->object = solver->func->name;
	event->word = solver->info->promise_name;
	event->fact = solver->info->promise;
	if (!solver->info->promise)
		event->confidence =
		        looks_called_by_runtime(solver) ? CONFIDENCE_SOME : CONFIDENCE_MAYBE;
	if (way_varies(solver))
		event->confidence = CONFIDENCE_MAYBE;
	event_finish(solver, event, solver->now.trace, 0);
}

void error_return(struct solver *solver, struct value value, bool failed)
{
	const struct func_info *info = solver->info;
	const struct fact *promise = info->promise;
	bool number = promise && promise->origin == ORIGIN_STATUS, silent;

	if (!language_has(solver->language, TRAIT_NULL_FAILS))
		return;
	summarise(solver, value, failed);
	if (!solver->project->final || !solver->at->a)
		return;
	if (promise && promise->pending == ERROR_RAISES && is_settled_without(solver))
		report(solver, EVENT_NO_ERROR);
	if (promise ? info->broken_promise || (!number && promise->origin != ORIGIN_NEW)
	            : !gives_reference(solver))
		return;
	silent = promise && !number && (promise->absent || !promise->nullable);
	if (is_null(solver, value, number) && !silent && is_settled_without(solver))
		report(solver, EVENT_NO_ERROR);
	else if (is_value(solver, value, number) && is_settled(solver, PENDING_SET))
		report(solver, EVENT_ERROR_LEFT);
}
