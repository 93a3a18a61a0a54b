/*
 * The states that a block was entered with. Takes a state, says whether the
 * block knows it, and keeps it until it is followed, and for comparison.
 *
 * States at one block differ in little, and there may be a hundred of them: in a
 * function that has very many, the first is kept whole, and each other one as
 * its differences from that, unless these take more. Answers to questions are
 * not compared but merged, so each state has its own.
 */
#include "flow/solve.h"

enum { WHOLE = 1 << 20 }; /* bytes of states before differences are worth looking for */

struct place_change {
	uint32_t place, number;
};

struct object_change {
	uint32_t object;
	struct object_state now;
};

uint32_t solver_telling_places(const struct solver *solver)
{
	return solver->layout->questions.count ? solver->layout->questions.first_place
	                                       : solver->places.n;
}

/* Of an object that the state may not have reached. */
static const struct object_state *object_in(const struct state *state, uint32_t object)
{
	static const struct object_state none;

	return object < state->object_count ? &state->objects[object] : &none;
}

static bool object_differs(const struct object_state *a, const struct object_state *b)
{
	_Static_assert(sizeof(*a) == 20, "compare the new member, here and in object_hash");
	return a->flags != b->flags || a->word != b->word || a->how != b->how ||
	        a->parent != b->parent || a->container != b->container || a->extra != b->extra;
}

/* ---- keeping ---- */

static struct remembered *remember_whole(struct solver *solver, const struct state *state)
{
	size_t places = solver->places.n * sizeof(*state->places);
	size_t objects = state->object_count * sizeof(*state->objects);
	struct remembered *whole = arena_alloc(solver->arena, sizeof(*whole) + places + objects);

	solver->whole += places + objects;
	whole->state = *state;
	whole->state.places = memcpy(whole + 1, state->places, places);
	whole->state.objects = memcpy((char *)(whole + 1) + places, state->objects, objects);
	whole->answers = whole->state.places + solver_telling_places(solver);
	return whole;
}

/* Notes in `changed` what is different, with room for all. */
static void note_changes(const struct solver *solver, const struct state *state,
        const struct state *first, struct remembered *changed)
{
	uint32_t telling = solver_telling_places(solver), n = 0;

	for (uint32_t p = 0; p < telling; p++) {
		changed->places[n] = (struct place_change){p, state->places[p]};
		n += state->places[p] != first->places[p];
	}
	changed->place_count = n;
	n = 0;
	for (uint32_t i = 1; i < state->object_count; i++)
		if (object_differs(&state->objects[i], object_in(first, i)))
			changed->objects[n++] = (struct object_change){i, state->objects[i]};
	changed->object_count = n;
}

/* Where they are noted before they are kept. */
static struct remembered *changes_begin(struct solver *solver, uint32_t objects)
{
	struct remembered *changed = &solver->changed;

	if (!changed->places)
		changed->places =
		        arena_array(solver->arena, struct place_change, solver->places.n + 1);
	if (objects > solver->changed_room) {
		solver->changed_room = objects + objects / 2;
		changed->objects =
		        arena_array(solver->arena, struct object_change, solver->changed_room);
	}
	return changed;
}

struct remembered *remember(
        struct solver *solver, const struct state *state, const struct remembered *first)
{
	uint32_t telling = solver_telling_places(solver);
	size_t answers = (solver->places.n - telling) * sizeof(uint32_t), places, objects;
	struct remembered *changed, *kept;

	if (!first || solver->whole < WHOLE)
		return remember_whole(solver, state);
	changed = changes_begin(solver, state->object_count);
	note_changes(solver, state, &first->state, changed);
	places = changed->place_count * sizeof(*changed->places);
	objects = changed->object_count * sizeof(*changed->objects);
	if (places + objects + answers >= state_size(solver, state))
		return remember_whole(solver, state);
	kept = arena_alloc(solver->arena, sizeof(*kept) + places + objects + answers);
	*kept = *changed;
	kept->first = first;
	kept->state = *state;
	kept->state.places = NULL;
	kept->state.objects = NULL;
	kept->places = memcpy(kept + 1, changed->places, places);
	kept->objects = memcpy((char *)kept->places + places, changed->objects, objects);
	kept->answers = memcpy((char *)kept->objects + objects, state->places + telling, answers);
	return kept;
}

void recall(struct solver *solver, const struct remembered *kept, struct draft *draft)
{
	const struct state *whole = kept->first ? &kept->first->state : &kept->state;
	uint32_t telling = solver_telling_places(solver), count = kept->state.object_count;
	uint32_t shared = count < whole->object_count ? count : whole->object_count;
	struct object_state *objects;
	uint32_t *places;

	draft_fit(solver, draft, count);
	places = draft->state.places;
	objects = draft->state.objects;
	memcpy(places, whole->places, telling * sizeof(*places));
	memcpy(places + telling, kept->answers, (solver->places.n - telling) * sizeof(*places));
	memcpy(objects, whole->objects, shared * sizeof(*objects));
	memset(objects + shared, 0, (count - shared) * sizeof(*objects));
	for (uint32_t i = 0; i < kept->place_count; i++)
		places[kept->places[i].place] = kept->places[i].number;
	for (uint32_t i = 0; i < kept->object_count; i++)
		objects[kept->objects[i].object] = kept->objects[i].now;
	draft->state = kept->state;
	draft->state.places = places;
	draft->state.objects = objects;
}

/* ---- comparing ---- */

/* Equal but for answers to questions? */
static bool is_equal(
        struct solver *solver, const struct remembered *kept, const struct state *state)
{
	const struct state *known = &kept->state;
	uint32_t most = known->object_count > state->object_count ? known->object_count
	                                                          : state->object_count;

	if (known->thrown != state->thrown || known->lock != state->lock ||
	        memcmp(&known->error, &state->error, sizeof(known->error)) != 0)
		return false;
	recall(solver, kept, &solver->recalled);
	known = &solver->recalled.state;
	if (memcmp(known->places, state->places,
	            solver_telling_places(solver) * sizeof(*known->places)) != 0)
		return false;
	for (uint32_t i = 1; i < most; i++)
		if (object_differs(object_in(known, i), object_in(state, i)))
			return false;
	return true;
}

/* Two states differ in answers only: nothing hangs on those that differ. Gives whether `into` now
 * stands for both. */
static bool merge_answers(const struct solver *solver, struct remembered *into, struct state *state)
{
	uint32_t count = solver->places.n - solver_telling_places(solver);
	uint32_t *answers = state->places + solver_telling_places(solver);

	for (uint32_t i = 0; i < count; i++) {
		if (into->answers[i] == answers[i] || !into->answers[i])
			continue;
		if (into->state.followed)
			answers[i] = 0;
		else
			into->answers[i] = 0;
	}
	for (uint32_t i = 0; i < count; i++)
		if (into->answers[i] && into->answers[i] != answers[i])
			return false;
	return true;
}

/* What has gone wrong on either way. Where that was followed already it is too late to tell. */
static void merge_mishaps(
        const struct solver *solver, struct state *into, const struct state *state)
{
	if (into->followed && state->mishaps & ~into->mishaps & ~(uint32_t)MISHAP_FOUND)
		solver->info->fails_otherwise = true;
	into->mishaps |= state->mishaps;
}

bool remembered_before(struct solver *solver, struct block_states *at, struct state *state)
{
	for (uint32_t i = 0; i < at->seen.n; i++) {
		struct remembered *kept = at->seen.at[i];

		if (kept->state.hash != state->hash || !is_equal(solver, kept, state))
			continue;
		if (merge_answers(solver, kept, state)) {
			merge_mishaps(solver, &kept->state, state);
			return true;
		}
	}
	return false;
}
