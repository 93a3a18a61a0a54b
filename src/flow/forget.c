/*
 * What a block forgets of a state that enters it. Takes a copy of the state,
 * clears what nobody reads later, what is over, and, where there are many
 * states, what nothing is lost with; gives its hash.
 *
 * States whose ownership is equal become equal by it, which is what keeps a
 * function linear.
 */
#include "flow/solve.h"

enum {
	PLAIN_STATES = 8,     /* with more of them, a block forgets values that nothing hangs on */
	CONSTANT_STATES = 32, /* ... and constants */
	ANSWERED_STATES = 96, /* with more of them, a block forgets answers */
};

/* A name that still holds an owned object: its overwriting is news, and so is its scope. */
static bool holds_owned(const struct solver *solver, uint32_t number, const struct state *state)
{
	uint32_t object = solver->holds.at[number];

	return object < state->object_count && state->objects[object].word == WORD_OWNED &&
	        solver->values.at[number].kind == VALUE_OBJECT;
}

/* A state's hash is a sum over what is not zero in it, so what is zero need not be there. */
static uint32_t place_hash(uint32_t place, uint32_t number)
{
	uint64_t mixed = ((uint64_t)place << 32 | number) * 0x9e3779b97f4a7c15ull;

	return (uint32_t)(mixed >> 32 ^ mixed >> 9);
}

static uint32_t object_hash(uint32_t index, const struct object_state *object)
{
	uint64_t what = object->flags | (uint64_t)object->word << 32 | (uint64_t)object->how << 40;
	uint64_t whose = object->parent | (uint64_t)object->container << 32;
	uint64_t mixed =
	        what * 0x9e3779b97f4a7c15ull ^ (whose + object->extra) * 0xc2b2ae3d27d4eb4full;

	return mixed ? place_hash(~index, (uint32_t)(mixed >> 32)) : 0;
}

/* Clears the places that nobody reads later, in this function or outside, and notes which objects
 * the others name. */
static void forget_places(const struct solver *solver, uint32_t block, struct draft *draft)
{
	const uint64_t *live = solver->layout->live[block];
	uint32_t telling = solver_telling_places(solver);
	struct state *state = &draft->state;

	memset(draft->held, 0, state->object_count * sizeof(*draft->held));
	for (uint32_t p = 0; p < solver->places.n; p++) {
		uint32_t number = state->places[p];

		if (!number)
			continue;
		if (!(live[p / WORD_BITS] >> p % WORD_BITS & 1) &&
		        !holds_owned(solver, number, state)) {
			state->places[p] = 0;
			continue;
		}
		if (solver->holds.at[number] < state->object_count)
			draft->held[solver->holds.at[number]] = true;
		if (p < telling)
			state->hash += place_hash(p, number);
	}
}

/* What is over and has no name left is the same as what never was: lets states become equal. */
static void forget_settled(struct solver *solver, struct draft *draft)
{
	struct state *state = &draft->state;
	bool *held = draft->held;

	for (uint32_t i = 1; i < state->object_count; i++)
		if (state->objects[i].word == WORD_BORROWED || state->objects[i].word == WORD_OWNED)
			held[state->objects[i].parent] = true;
	for (uint32_t i = 1; i < state->object_count && i < solver->objects.n; i++) {
		const struct object_state *now = &state->objects[i];
		bool item = now->word == WORD_BORROWED && now->how == HOW_EXHAUSTED;

		if (!held[i] && now->word != WORD_OWNED && !item &&
		        solver->objects.at[i].origin != FROM_PARAM)
			memset(&state->objects[i], 0, sizeof(state->objects[i]));
		else
			state->hash += object_hash(i, now);
	}
}

/* Nobody can ask any more whether that call failed, or nobody does in this language. */
static void forget_error(const struct solver *solver, struct state *state)
{
	bool asked = state->error.when == WHEN_SETTLED;

	if (!language_has(solver->language, TRAIT_NULL_FAILS)) {
		state->error = (struct pending_error){0};
		return;
	}
	for (uint32_t p = 0; p < solver->places.n && !asked; p++)
		asked = error_tells(solver, &state->error, solver->values.at[state->places[p]]);
	if (!asked)
		state->error = (struct pending_error){.now = PENDING_UNKNOWN};
}

/* There are too many ways to remember how each was chosen. */
static void give_up_answers(const struct solver *solver, struct state *state)
{
	bool any = false;

	for (uint32_t p = 0; p < solver->layout->questions.count; p++) {
		any |= state->places[solver->layout->questions.first_place + p] != 0;
		state->places[solver->layout->questions.first_place + p] = 0;
	}
	if (any)
		objects_doubt(state);
}

/* Has an object been acquired on this way? */
static bool anything_acquired(const struct state *state)
{
	for (uint32_t i = 1; i < state->object_count; i++)
		if (state->objects[i].word != WORD_NONE && state->objects[i].word != WORD_BORROWED)
			return true;
	return false;
}

/* Does nothing hang on it? What was read from outside is read again; a constant may be there to be
 * tested. */
static bool is_plain(const struct solver *solver, struct value value, bool constants)
{
	switch ((enum value_kind)value.kind) {
	case VALUE_TRUE:
	case VALUE_FALSE:
	case VALUE_NUMBER:
		return constants;
	case VALUE_NULL:
		return constants && !language_has(solver->language, TRAIT_NULL_FAILS);
	case VALUE_UNKNOWN:
	case VALUE_PRIMITIVE:
	case VALUE_NAMED:
	case VALUE_FUNC:
	case VALUE_CLASS:
	case VALUE_INSTANCE:
	case VALUE_LITERAL:
	case VALUE_ITEMS:
	case VALUE_ITERATOR:
	case VALUE_CONTAINER:
		return true;
	case VALUE_OBJECT:
		return value.slot && !solver->objects.at[value.object].type;
	default:
		return false;
	}
}

/* What the ways to a block differ in is worth remembering for the sake of what is to be released.
 * Of the rest, what the last one knew, too, is left: there can be few more of them. */
static void give_up_values(
        struct solver *solver, const struct block_states *at, struct state *state)
{
	bool constants = at->seen.n > CONSTANT_STATES;
	const uint32_t *last;

	if (anything_acquired(state))
		return;
	recall(solver, at->seen.at[at->seen.n - 1], &solver->recalled);
	last = solver->recalled.state.places;
	for (uint32_t p = 0; p < solver_telling_places(solver); p++)
		if (state->places[p] != last[p] &&
		        is_plain(solver, solver->values.at[state->places[p]], constants))
			state->places[p] = 0;
}

void state_forget(struct solver *solver, uint32_t block, struct draft *draft)
{
	const struct block_states *at = &solver->blocks[block];

	draft->state.hash = 0;
	if (at->seen.n > PLAIN_STATES)
		give_up_values(solver, at, &draft->state);
	forget_places(solver, block, draft);
	if (at->seen.n > ANSWERED_STATES)
		give_up_answers(solver, &draft->state);
	forget_settled(solver, draft);
	forget_error(solver, &draft->state);
}
