/*
 * What a test tells about a state: on each way out of a branch the tested
 * value is known better, and ways that cannot be taken are not followed.
 */
#include "flow/solve.h"

enum answer { MAYBE, YES, NO };

/* What a test says of a value that is not a tracked object. */
static enum answer answer_of(struct value value, enum test test)
{
	switch (test) {
	case TEST_TRUTH:
		if (value.kind == VALUE_NULL || value.kind == VALUE_FALSE)
			return NO;
		if (value.kind == VALUE_TRUE || value.kind == VALUE_FAILURE ||
		        value.kind == VALUE_FUNC || value.kind == VALUE_CLASS)
			return YES;
		if (value.flags & VALUE_NONZERO)
			return YES;
		if (value.kind == VALUE_NUMBER && value.name)
			return strcmp(value.name, "0") == 0 ? NO : YES;
		return MAYBE;
	case TEST_NULL:
	case TEST_UNDEFINED:
		if (value.kind == VALUE_NULL)
			return YES;
		if ((value.kind >= VALUE_TRUE && value.kind <= VALUE_NUMBER) ||
		        value.kind == VALUE_LITERAL ||
		        (value.kind == VALUE_CONTAINER && !value.slot))
			return NO;
		return MAYBE;
	case TEST_NEGATIVE:
		if (value.kind == VALUE_FAILURE)
			return YES;
		return value.kind == VALUE_NUMBER || value.kind == VALUE_TRUE ||
		                value.kind == VALUE_FALSE
		        ? NO
		        : MAYBE;
	case TEST_ERROR:
		if (value.kind == VALUE_FAILURE || value.kind == VALUE_NULL)
			return YES;
		return value.kind == VALUE_NUMBER ? NO : MAYBE;
	default:
		return MAYBE;
	}
}

static bool is_basic(const char *type)
{
	return same(type, "string") || same(type, "number") || same(type, "boolean") ||
	        same(type, "bigint") || same(type, "undefined") || same(type, "str") ||
	        same(type, "int") || same(type, "float") || same(type, "bool");
}

/* Is the test of object `object` answered by what is known? */
static enum answer answer_of_object(
        struct solver *solver, uint32_t object, enum test test, const char *name)
{
	const struct object_state *state = &solver->now.objects[object];
	bool sure =
	        !(state->flags & (OBJECT_MAYBE | OBJECT_NULLABLE)) || state->flags & OBJECT_PROVEN;

	if (state->word == WORD_NONE && state->flags & OBJECT_NULL)
		return test == TEST_TRUTH                             ? NO
		        : test == TEST_NULL || test == TEST_UNDEFINED ? YES
		                                                      : MAYBE;
	if (solver->objects.at[object].origin != FROM_CALL && test == TEST_TRUTH)
		return state->word == WORD_NONE ? NO : state->flags & OBJECT_CHECKED ? YES : MAYBE;
	if (state->word == WORD_NONE || solver->objects.at[object].origin != FROM_CALL)
		return MAYBE;
	switch (test) {
	case TEST_NULL:
	case TEST_UNDEFINED:
	case TEST_NEGATIVE: /* of a member that counts what is held */
		return sure ? NO : MAYBE;
	case TEST_TRUTH:
		return sure ? YES : MAYBE;
	case TEST_MEMBER:
		return sure && type_shows(solver->objects.at[object].type, name) ? YES : MAYBE;
	case TEST_TYPE:
		return sure && is_basic(name) ? NO : MAYBE;
	default:
		return MAYBE;
	}
}

static bool names_type(const struct solver *solver, uint32_t object, const char *name)
{
	const struct fact_type *type = solver->objects.at[object].type;
	const char *declared = project_declared(solver->project, solver->language, name);

	return type && declared && strcmp(declared, type->name) == 0;
}

static void learn_object(
        struct solver *solver, uint32_t object, enum test test, const char *name, bool holds)
{
	struct object_state *state = object_now(solver, object);
	const struct fact_type *type = solver->objects.at[object].type;
	const struct object *known = &solver->objects.at[object];
	bool fallible = state->flags & OBJECT_NULLABLE && known->origin == FROM_CALL &&
	        !(known->fact && known->fact->absent);
	enum object_flag failure = known->rarely ? OBJECT_STARVED : OBJECT_FAILED;

	if (state->word == WORD_NONE)
		return;
	switch (test) {
	case TEST_ERROR: /* no error: it may be null all the same */
		if (holds)
			object_is_none(solver, object);
		else
			state->flags |= OBJECT_CHECKED;
		break;
	case TEST_NULL:
	case TEST_UNDEFINED:
	case TEST_NEGATIVE:
		if (holds)
			object_is_null(solver, object);
		else
			state->flags =
			        (uint32_t)((state->flags | OBJECT_CHECKED) & ~OBJECT_NULLABLE);
		if (holds && fallible)
			objects_mark(solver, failure);
		break;
	case TEST_TRUTH:
		if (!holds)
			object_is_null(solver, object);
		else
			state->flags =
			        (uint32_t)((state->flags | OBJECT_CHECKED) & ~OBJECT_NULLABLE);
		if (!holds && fallible)
			objects_mark(solver, failure);
		break;
	case TEST_MEMBER:
		if (type_shows(type, name) && holds)
			state->flags |= OBJECT_PROVEN;
		else if (type_shows(type, name))
			object_is_none(solver, object);
		break;
	case TEST_TYPE:
		if (names_type(solver, object, name)) {
			if (holds)
				state->flags |= OBJECT_PROVEN;
			else
				object_is_none(solver, object);
		} else if (is_basic(name) && holds) {
			object_is_none(solver, object);
		} else if (same(name, "object") && !holds && !(type && type->callable)) {
			object_is_none(solver, object);
		}
		break;
	default:
		break;
	}
}

/* The iteration over `object` came to its end: its items end, those pulled by this iterator. */
static void exhaust(struct solver *solver, struct value iterator)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++) {
		struct object_state *state = &solver->now.objects[i];

		if (!object_is_item(solver, i) || state->parent != iterator.object)
			continue;
		state->word = WORD_DEAD;
	}
}

/* What the answer of a call is on this way: the next test of it knows. */
static struct value narrowed(struct value value, uint8_t test, bool holds)
{
	struct value known = value_plain(VALUE_NUMBER);

	bool failed = test == TEST_NEGATIVE || (test == TEST_TRUTH && value.flags & VALUE_ZERO);

	if (test == TEST_TRUTH && !holds) {
		known.name = "0";
	} else if (failed && holds) {
		known.kind = VALUE_FAILURE;
		known.name = "-1";
	} else if (test == TEST_NEGATIVE) {
		known.object = value.object;
		if (value.flags & VALUE_NONZERO)
			known = value_plain(VALUE_TRUE);
	} else if (test == TEST_TRUTH && value.kind == VALUE_NUMBER) {
		known.kind = VALUE_TRUE;
	} else {
		known = value;
		if (test == TEST_TRUTH)
			known.flags |= VALUE_NONZERO;
	}
	return known;
}

static void narrow(struct solver *solver, struct value value, uint8_t test, bool holds)
{
	uint32_t old, new;

	if ((value.kind != VALUE_PRIMITIVE && value.kind != VALUE_NUMBER) || !value.object ||
	        value.type || value.name)
		return;
	old = value_number(solver, value);
	new = value_number(solver, narrowed(value, test, holds));
	for (uint32_t p = 0; p < solver->places.n && new != old; p++)
		if (solver->now.places[p] == old)
			solver->now.places[p] = new;
}

/* The place of the answer to what the present branch asks, or NULL. */
static uint32_t *answer_place(const struct solver *solver)
{
	const struct questions *questions = &solver->layout->questions;

	if (!questions->count || !questions->asked[solver->at_index])
		return NULL;
	return &solver->now.places[questions->first_place + questions->asked[solver->at_index] - 1];
}

/* One is less than the other: they are not equal. */
static enum answer answer_excluded(const struct solver *solver)
{
	const struct questions *questions = &solver->layout->questions;
	uint8_t other = questions->count ? questions->excludes[solver->at_index] : 0;
	struct value answer;

	if (!other)
		return MAYBE;
	answer = solver->values.at[solver->now.places[questions->first_place + other - 1]];
	if (answer.kind != VALUE_TRUE || answer.flags & VALUE_LIKELY)
		return MAYBE;
	return questions->negated[solver->at_index] ? YES : NO;
}

/* The same was asked before on this path. */
static enum answer answer_before(const struct solver *solver)
{
	const uint32_t *place = answer_place(solver);
	bool yes;

	if (!place || !*place)
		return answer_excluded(solver);
	if (solver->values.at[*place].flags & VALUE_LIKELY)
		return MAYBE;
	yes = solver->values.at[*place].kind == VALUE_TRUE;
	return yes != solver->layout->questions.negated[solver->at_index] ? YES : NO;
}

static void remember_answer(struct solver *solver, bool holds)
{
	uint32_t *place = answer_place(solver);
	bool yes = place && holds != solver->layout->questions.negated[solver->at_index];

	if (place && *place && yes != (solver->values.at[*place].kind == VALUE_TRUE))
		objects_doubt(&solver->now);
	if (place)
		*place = value_number(solver, value_plain(yes ? VALUE_TRUE : VALUE_FALSE));
}

static void follow(struct solver *solver, const struct insn *insn, struct value value, bool holds)
{
	struct state kept = solver_keep(solver);

	if (insn->detail != TEST_DONE && insn->detail != TEST_OPAQUE) {
		solver_trace(solver, STEP_BRANCH, value.kind == VALUE_OBJECT ? value.object : 0,
		        insn->span, insn->name);
		if (solver->project->final) {
			((struct trace *)solver->now.trace)->test = insn->detail;
			((struct trace *)solver->now.trace)->taken = holds;
		}
	}
	error_learn(solver, value, insn->detail, holds);
	narrow(solver, value, insn->detail, holds);
	remember_answer(solver, holds);
	/* a conversion that fails says nothing of what it converts */
	if (value.kind == VALUE_OBJECT &&
	        !(insn->detail == TEST_ERROR && value.flags & VALUE_ALIAS))
		learn_object(solver, value.object, insn->detail, insn->name, holds);
	if (value.kind == VALUE_TEST && insn->detail == TEST_TRUTH)
		learn_object(solver, value.object, TEST_TYPE, value.type, holds);
	if (insn->detail == TEST_DONE && holds && value.kind == VALUE_ITERATOR)
		exhaust(solver, value);
	if (insn->detail == TEST_DONE && !holds && value.kind == VALUE_LITERAL)
		literal_iterated(solver, value.object);
	if ((holds && value.flags & VALUE_RARELY &&
	            (insn->detail == TEST_NEGATIVE || insn->detail == TEST_TRUTH)) ||
	        error_is_want(solver, value, insn->detail, holds))
		objects_mark(solver, OBJECT_STARVED);
	else if (holds &&
	        (insn->detail == TEST_NEGATIVE || insn->detail == TEST_ERROR ||
	                (insn->detail == TEST_TRUTH && value.flags & VALUE_ZERO)))
		objects_mark(solver, OBJECT_FAILED);
	solver_push(solver, insn->target[holds ? 0 : 1]);
	solver_restore(solver, kept);
}

/* A loop over a container ends only after it has seen what is in it. */
static enum answer answer_done(const struct solver *solver, struct value value)
{
	if (value.kind != VALUE_LITERAL)
		return MAYBE;
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (object_within(solver, i, value.object) && object_owned(solver, i) &&
		        !(solver->now.objects[i].flags & OBJECT_ITERATED))
			return NO;
	return MAYBE;
}

/* What is known of the global name that an instruction reads: `m.x`, or x of the module m. */
static const struct fact *fact_read(const struct solver *solver, const struct insn *insn)
{
	const struct insn *of = &solver->func->insns.at[insn->a];
	const char *name = insn->op == OP_GLOBAL ? insn->name : NULL;

	if (insn->op == OP_FIELD && of->op == OP_GLOBAL)
		name = arena_printf(solver->arena, "%s.%s", of->name, insn->name);
	return name ? fact_find(solver->project->facts, solver->language, name) : NULL;
}

/* Does this function name the null of the other language? Then it tells them apart. */
static bool knows_foreign_null(const struct solver *solver)
{
	const struct fact_table *facts = solver->project->facts;

	for (uint32_t i = 1; i < solver->func->insns.n; i++) {
		const struct fact *fact = fact_read(solver, &solver->func->insns.at[i]);
		const struct fact_type *type = fact && !fact->has_params && fact->type
		        ? fact_type(facts, solver->language, fact->type)
		        : NULL;

		if (type && type->foreign && type->constant)
			return true;
	}
	return false;
}

void exec_null_comparison(struct solver *solver, struct value value)
{
	const char *type = value_type(solver, value);
	const struct fact *fact;
	struct flow_event *event;

	if (!(value.flags & VALUE_NULLABLE) || !type || !solver->project->final)
		return;
	fact = project_pick(solver->project,
	        fact_member(solver->project->facts, solver->language, type, "@null", false));
	if (!fact || !fact->misuse || knows_foreign_null(solver))
		return;
	event = event_new(solver, EVENT_NULL_COMPARED, 0);
	event->fact = fact;
	event_finish(solver, event, NULL, 0);
}

/* Is `name` one of "A|B|C"? */
static bool names_exactly(const char *list, const char *name)
{
	size_t n = name ? strlen(name) : 0;

	for (const char *at = list; n && at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
		if (strncmp(at, name, n) == 0 && (at[n] == '\0' || at[n] == '|'))
			return true;
	return false;
}

void exec_branch(struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value value = insn->a ? solver_get(solver, insn->a) : solver->values.at[0];
	enum answer answer = value.kind == VALUE_OBJECT
	        ? answer_of_object(solver, value.object, insn->detail, insn->name)
	        : answer_of(value, insn->detail);

	if (answer == MAYBE && insn->detail == TEST_TRUTH && error_is_asked(solver, value))
		answer = YES;
	if (answer == MAYBE)
		answer = answer_before(solver);
	if (insn->detail == TEST_CAUGHT && names_exactly(insn->name, solver->now.thrown))
		answer = YES;
	if (insn->detail == TEST_DONE)
		answer = answer_done(solver, value);
	if (insn->detail == TEST_NULL)
		exec_null_comparison(solver, value);
	if (answer != NO)
		follow(solver, insn, value, true);
	if (answer != YES)
		follow(solver, insn, value, false);
}
