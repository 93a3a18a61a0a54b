/*
 * The solver: takes one function, follows every path of it with a state, and
 * gives its summary (and, in the last round, events).
 *
 * The trick that keeps it linear: a block remembers the states it was entered
 * with; a state that equals one of them is not followed again. What matters to
 * nobody any more is forgotten there (forget.c), so that states do become
 * equal. Paths are followed breadth first, so the first path to a loss is the
 * shortest.
 */
#include "base/stop.h"
#include "flow/dump.h"
#include "flow/summary.h"

#include <stdlib.h>

#define uthash_fatal(message) BUG("%s", message)
#define uthash_malloc(size) mem_alloc(size)
#define HASH_FUNCTION(key, size, hash) ((hash) = value_hash(key))
#include <uthash.h>

enum {
	STATES_PER_BLOCK = 128,
	FORKS_PER_FUNCTION = 4096,
	STEPS_PER_FUNCTION = 60000,
	WORK_PER_FUNCTION = 64 << 20, /* bytes of states that are looked through */
	COPIES_PER_LOOK = 8,          /* copying is that much cheaper */
};

struct value_entry {
	struct value value;
	uint32_t number;
	UT_hash_handle hh;
};

/* Values have no padding, and texts and types in them are interned: their bytes tell them apart. */
static unsigned value_hash(const void *value)
{
	uint64_t words[sizeof(struct value) / sizeof(uint64_t)], hash = 0;

	memcpy(words, value, sizeof(words));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		hash = (hash ^ words[i] ^ hash >> 29) * 0x9e3779b97f4a7c15ull;
	return (unsigned)(hash >> 32);
}

static void value_add(struct solver *solver, struct value value)
{
	bool none = value.kind == VALUE_PRIMITIVE || value.kind == VALUE_NUMBER;

	vec_push(solver->arena, &solver->values, value);
	vec_push(solver->arena, &solver->holds, none ? 0 : value.object);
}

uint32_t value_number(struct solver *solver, struct value value)
{
	struct value_entry *entry;
	unsigned hash;

	if (value.kind == VALUE_UNKNOWN && !value.flags && !value.type && !value.slot)
		return 0;
	value.type = value.type ? project_intern(solver->project, value.type) : NULL;
	hash = value_hash(&value);
	HASH_FIND_BYHASHVALUE(hh, solver->value_table, &value, sizeof(value), hash, entry);
	if (entry)
		return entry->number;
	entry = arena_new(solver->arena, struct value_entry);
	entry->value = value;
	entry->number = solver->values.n;
	value_add(solver, value);
	HASH_ADD_BYHASHVALUE(hh, solver->value_table, value, sizeof(value), hash, entry);
	return entry->number;
}

struct value solver_get(const struct solver *solver, uint32_t insn)
{
	uint32_t place = solver->layout->place_of_temp[insn];

	return solver->values.at[place ? solver->now.places[place - 1] : solver->temps[insn]];
}

/* Mostly an instruction gives what it gave on the way before. */
void solver_set(struct solver *solver, uint32_t insn, struct value value)
{
	uint32_t place = solver->layout->place_of_temp[insn];
	uint32_t *number = place ? &solver->now.places[place - 1] : &solver->temps[insn];

	if (memcmp(&solver->values.at[*number], &value, sizeof(value)) != 0)
		*number = value_number(solver, value);
}

void solver_trace(struct solver *solver, enum flow_step_kind kind, uint32_t object,
        struct span span, const char *name)
{
	struct trace *trace;

	if (!solver->project->final)
		return;
	trace = arena_new(solver->arena, struct trace);
	trace->before = solver->now.trace;
	trace->kind = kind;
	trace->object = object;
	trace->span = span;
	trace->unit = solver->unit;
	trace->name = name;
	trace->length = solver->now.trace ? solver->now.trace->length + 1 : 1;
	solver->now.trace = trace;
}

uint32_t place_of_field(const struct solver *solver, const char *key)
{
	return layout_field(solver->layout, key);
}

/* ---- states ---- */

size_t state_size(const struct solver *solver, const struct state *state)
{
	return solver->places.n * sizeof(*state->places) +
	        state->object_count * sizeof(*state->objects);
}

void draft_fit(struct solver *solver, struct draft *draft, uint32_t object_count)
{
	if (!draft->state.places)
		draft->state.places = arena_array(solver->arena, uint32_t, solver->places.n + 1);
	if (object_count <= draft->room)
		return;
	draft->room = object_count + object_count / 2;
	draft->state.objects = arena_array(solver->arena, struct object_state, draft->room);
	draft->held = arena_array(solver->arena, bool, draft->room);
}

/* Makes `draft` a copy whose memory is used again and again. */
static void draft_set(struct solver *solver, struct draft *draft, const struct state *state)
{
	uint32_t *places;
	struct object_state *objects;

	draft_fit(solver, draft, state->object_count);
	places = draft->state.places;
	objects = draft->state.objects;
	draft->state = *state;
	draft->state.places = memcpy(places, state->places, solver->places.n * sizeof(*places));
	draft->state.objects =
	        memcpy(objects, state->objects, state->object_count * sizeof(*objects));
	solver->work += state_size(solver, state) / COPIES_PER_LOOK;
}

struct state solver_keep(struct solver *solver)
{
	const struct state *now = &solver->now;
	struct kept kept = {0};

	if (solver->kept_depth == solver->kept.n)
		vec_push(solver->arena, &solver->kept, kept);
	kept = solver->kept.at[solver->kept_depth];
	if (!kept.places)
		kept.places = arena_array(solver->arena, uint32_t, solver->places.n + 1);
	if (kept.room < now->object_count) {
		kept.room = now->object_count + now->object_count / 2;
		kept.objects = arena_array(solver->arena, struct object_state, kept.room);
	}
	memcpy(kept.places, now->places, solver->places.n * sizeof(*now->places));
	memcpy(kept.objects, now->objects, now->object_count * sizeof(*now->objects));
	solver->kept.at[solver->kept_depth++] = kept;
	solver->work += state_size(solver, now) / COPIES_PER_LOOK;
	return *now;
}

void solver_restore(struct solver *solver, struct state state)
{
	const struct kept *kept = &solver->kept.at[--solver->kept_depth];

	memcpy(state.places, kept->places, solver->places.n * sizeof(*state.places));
	memcpy(state.objects, kept->objects, state.object_count * sizeof(*state.objects));
	solver->now = state;
}

/* The present state as the block would remember it. */
static struct state *state_at(struct solver *solver, uint32_t block)
{
	struct draft *draft = &solver->entering;

	draft_set(solver, draft, &solver->now);
	state_forget(solver, block, draft);
	return &draft->state;
}

void solver_push(struct solver *solver, uint32_t block)
{
	struct block_states *at = &solver->blocks[block];
	struct pending next = {.block = block};
	struct state *state;

	if (at->seen.n >= STATES_PER_BLOCK) {
		solver->info->over_budget = true;
		return;
	}
	state = state_at(solver, block);
	solver->work += state_size(solver, state);
	if (remembered_before(solver, at, state))
		return;
	next.state = remember(solver, state, at->seen.n ? at->seen.at[0] : NULL);
	vec_push(solver->arena, &at->seen, next.state);
	vec_push(solver->arena, &solver->queue, next);
}

void solver_fork(struct solver *solver, struct value value)
{
	const struct block *block = &solver->func->blocks.at[solver->block];
	struct pending next = {.block = solver->block};
	struct state kept = solver->now;

	if (++solver->forks > FORKS_PER_FUNCTION) {
		solver->info->over_budget = true;
		return;
	}
	next.start = solver->at_number + 1;
	next.state = remember(solver, &solver->now, NULL);
	solver->work += state_size(solver, &solver->now) + next.start * sizeof(*next.temps);
	next.temps = arena_array(solver->arena, uint32_t, block->insns.n);
	for (uint32_t i = 0; i < next.start; i++)
		next.temps[i] = solver->temps[block->insns.at[i]];
	solver->now = next.state->state;
	next.temps[next.start - 1] = value_number(solver, value);
	if (solver->layout->place_of_temp[solver->at_index])
		solver->now.places[solver->layout->place_of_temp[solver->at_index] - 1] =
		        next.temps[next.start - 1];
	next.state->state = solver->now;
	solver->now = kept;
	vec_push(solver->arena, &solver->queue, next);
}

/* ---- the walk ---- */

static void forget_answers(struct solver *solver, uint32_t insn)
{
	const struct questions *questions = &solver->layout->questions;
	uint32_t voided = questions->voided[insn], touched = voided | questions->aged[insn];

	for (uint32_t q = 0; q < QUESTION_LIMIT && touched >> q; q++) {
		uint32_t *place = &solver->now.places[questions->first_place + q];
		struct value answer = solver->values.at[*place];

		if (voided >> q & 1) {
			*place = 0;
		} else if (*place && touched >> q & 1) {
			answer.flags = VALUE_LIKELY;
			*place = value_number(solver, answer);
		}
	}
}

static bool is_spent(const struct solver *solver)
{
	return solver->steps > STEPS_PER_FUNCTION || solver->work > WORK_PER_FUNCTION;
}

static void run_block(struct solver *solver, struct pending next)
{
	const struct block *block = &solver->func->blocks.at[next.block];

	next.state->state.followed = true;
	recall(solver, next.state, &solver->running);
	solver->now = solver->running.state;
	solver->work += state_size(solver, &solver->now) / COPIES_PER_LOOK;
	solver->block = next.block;
	for (uint32_t i = 0; i < next.start; i++)
		solver->temps[block->insns.at[i]] = next.temps[i];
	for (uint32_t i = next.start; i < block->insns.n; i++) {
		solver->at_index = block->insns.at[i];
		solver->at_number = i;
		solver->at = &solver->func->insns.at[solver->at_index];
		solver->dead_end = false;
		solver->steps++;
		solver->work += solver->now.object_count;
		exec_insn(solver);
		if (solver->layout->questions.count)
			forget_answers(solver, solver->at_index);
		if (solver->dead_end)
			return;
		if (is_spent(solver) && i + 1 < block->insns.n) {
			solver->info->over_budget = true;
			return;
		}
	}
}

static void use_layout(struct solver *solver)
{
	struct func_info *info = solver->info;
	struct layout *layout = info->layout;

	solver->place_of_var = solver->project->place_of_var;
	if (!layout)
		layout = info->layout = layout_new(solver->project, info->unit, info->func);
	for (uint32_t i = 0; i < layout->places.n; i++)
		if (layout->places.at[i].var != NO_VAR)
			solver->place_of_var[layout->places.at[i].var] = i + 1;
	solver->layout = layout;
	solver->places.at = layout->places.at;
	solver->places.n = layout->places.n;
}

static void forget_layout(struct solver *solver)
{
	for (uint32_t i = 0; i < solver->places.n; i++)
		if (solver->places.at[i].var != NO_VAR)
			solver->place_of_var[solver->places.at[i].var] = 0;
}

void solve(struct project *project, struct func_info *info, struct arena *arena)
{
	struct solver *solver = arena_new(arena, struct solver);
	const struct func *func = info->func;

	solver->project = project;
	solver->info = info;
	solver->unit = info->unit;
	solver->func = func;
	solver->language = info->unit->language;
	solver->arena = arena;
	solver->temps = arena_array(arena, uint32_t, func->insns.n + 1);
	solver->object_of_insn = arena_array(arena, uint32_t, func->insns.n + 1);
	solver->literals = arena_array(arena, struct literal, func->insns.n + 1);
	solver->blocks = arena_alloc(arena, sizeof(*solver->blocks) * (func->blocks.n + 1));
	value_add(solver, (struct value){0});
	vec_push(arena, &solver->objects, ((struct object){0}));
	use_layout(solver);
	solver->now.places = arena_array(arena, uint32_t, solver->places.n + 1);
	solver->now.objects = arena_array(arena, struct object_state, 1);
	solver->now.object_count = 1;
	summary_reset(info);
	unset_begin(solver);
	if (func->blocks.n)
		solver_push(solver, 0);
	while (solver->queue_head < solver->queue.n) {
		if (is_spent(solver) || stop_wanted()) {
			info->over_budget = true;
			break;
		}
		run_block(solver, solver->queue.at[solver->queue_head++]);
	}
	if (project->final && !stop_wanted()) {
		unset_report(solver);
		solver_report_lost(solver);
	}
	if (project->states)
		dump_states(solver, project->states);
	info->solved = true;
	forget_layout(solver);
	HASH_CLEAR(hh, solver->value_table);
}
