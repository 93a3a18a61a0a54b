/*
 * The layout of a function: which places it has and which of them are read
 * later. Takes a function and its unit, gives what is the same on all paths and
 * in all rounds, so it is found once.
 *
 * Reads are found backwards: what a block reads before it writes it, and what
 * the blocks after it read and it does not write. A block is scanned once; the
 * rounds until nothing changes any more work on bits.
 */
#include "flow/layout.h"

struct plan {
	struct project *project;
	struct layout *layout;
	struct arena *arena;  /* of the layout */
	struct arena scratch; /* of this plan */
	const struct unit *unit;
	const struct func *func;
	uint32_t *place_of_var;   /* by variable of the unit: place + 1 */
	uint32_t words;           /* of a set of places */
	uint64_t *read, *written; /* by block: sets of places */
	uint32_t *order;          /* blocks */
};

/* ---- places ---- */

static uint32_t place_add(struct plan *plan, struct place place)
{
	vec_push(plan->arena, &plan->layout->places, place);
	return plan->layout->places.n;
}

static void place_var(struct plan *plan, uint32_t var)
{
	const struct var *known = &plan->unit->vars.at[var];
	struct place place = {.var = var};

	if (plan->place_of_var[var])
		return;
	place.outer = known->func != plan->func->id;
	if (known->global || place.outer || known->captured)
		place.shared = project_var_slot(plan->project, plan->unit, var);
	place.slot = known->global || place.outer ? place.shared : NULL;
	plan->place_of_var[var] = place_add(plan, place);
}

/* The receiver itself, or a variable that holds nothing else (Python's `self`). */
static bool is_this(const struct plan *plan, uint32_t insn)
{
	const struct insn *from = &plan->func->insns.at[insn];

	if (!insn || from->op == OP_THIS)
		return insn != 0;
	if (from->op != OP_LOAD || plan->unit->vars.at[from->var].func != plan->func->id)
		return false;
	for (uint32_t i = 1; i < insn; i++) {
		const struct insn *store = &plan->func->insns.at[i];

		if (store->op == OP_STORE && store->var == from->var)
			return store->a && plan->func->insns.at[store->a].op == OP_THIS;
	}
	return false;
}

static void place_this_field(struct plan *plan, const char *field)
{
	const char *key = project_field_key(
	        plan->project, &plan->scratch, plan->unit, plan->func->class_name, field);
	const char *name = arena_printf(
	        plan->project->arena, "%s.%s", language_receiver(plan->unit->language), field);
	struct place place = {.var = NO_VAR};

	if (layout_field(plan->layout, key))
		return;
	place.slot = project_slot(plan->project, key, name);
	place_add(plan, place);
}

static void place_operands(struct plan *plan, uint32_t block, const struct insn *insn)
{
	struct layout *layout = plan->layout;
	uint32_t used[3] = {insn->a, insn->b, insn->c};

	for (uint32_t k = 0; k < 3 + insn->arg_count; k++) {
		uint32_t value = k < 3 ? used[k] : insn->args[k - 3].value;

		if (value && layout->home[value] != block && !layout->place_of_temp[value])
			layout->place_of_temp[value] =
			        place_add(plan, (struct place){.var = NO_VAR, .insn = value});
	}
}

static void find_places(struct plan *plan)
{
	const struct func *func = plan->func;
	struct layout *layout = plan->layout;

	for (uint32_t b = 0; b < func->blocks.n; b++)
		for (uint32_t i = 0; i < func->blocks.at[b].insns.n; i++)
			layout->home[func->blocks.at[b].insns.at[i]] = b;
	for (uint32_t b = 0; b < func->blocks.n; b++) {
		for (uint32_t i = 0; i < func->blocks.at[b].insns.n; i++) {
			const struct insn *insn = &func->insns.at[func->blocks.at[b].insns.at[i]];

			if (insn->op == OP_BRANCH && insn->detail == TEST_DONE)
				layout->loops[insn->a] = true;
			if (op_uses_var((enum op)insn->op))
				place_var(plan, insn->var);
			if ((insn->op == OP_FIELD || insn->op == OP_SETFIELD) &&
			        is_this(plan, insn->a))
				place_this_field(plan, insn->name);
			place_operands(plan, b, insn);
		}
	}
}

/* A block-scoped variable of the unit's body does not outlive its block. */
static void find_scoped(struct plan *plan)
{
	for (uint32_t i = 1; i < plan->func->insns.n; i++) {
		const struct insn *insn = &plan->func->insns.at[i];
		uint32_t place = insn->op == OP_FORGET ? plan->place_of_var[insn->var] : 0;

		if (place && !plan->layout->places.at[place - 1].outer)
			plan->layout->places.at[place - 1].slot = NULL;
	}
}

/* ---- the order in which blocks are looked at ---- */

/* Where a block can go: gives how many. */
static unsigned next_of(const struct plan *plan, uint32_t number, uint32_t next[3])
{
	const struct func *func = plan->func;
	const struct block *block = &func->blocks.at[number];
	unsigned count =
	        insn_successors(&func->insns.at[block->insns.at[block->insns.n - 1]], next);

	if (block->unwind != NO_BLOCK)
		next[count++] = block->unwind;
	return count;
}

/* Those behind a block come before it, but for loops: what is told backwards is told at once.
 * Blocks that nobody comes to are last. */
static void order_blocks(struct plan *plan)
{
	uint32_t blocks = plan->func->blocks.n, depth = 0, ordered = 0;
	uint32_t *stack = arena_array(&plan->scratch, uint32_t, blocks + 1);
	uint8_t *tried = arena_array(&plan->scratch, uint8_t, blocks);
	bool *met = arena_array(&plan->scratch, bool, blocks);
	uint32_t next[3];

	plan->order = arena_array(&plan->scratch, uint32_t, blocks);
	for (uint32_t b = 0; b < blocks; b++) {
		if (!met[b])
			stack[depth++] = b;
		met[b] = true;
		while (depth) {
			uint32_t top = stack[depth - 1];

			if (tried[top] == next_of(plan, top, next)) {
				plan->order[ordered++] = top;
				depth--;
			} else if (!met[next[tried[top]++]]) {
				stack[depth] = next[tried[top] - 1];
				met[stack[depth++]] = true;
			}
		}
	}
}

/* ---- which places are read later ---- */

static void set_add(uint64_t *set, uint32_t place)
{
	if (place)
		set[(place - 1) / WORD_BITS] |= 1ull << (place - 1) % WORD_BITS;
}

static void set_drop(uint64_t *set, uint32_t place)
{
	set[(place - 1) / WORD_BITS] &= ~(1ull << (place - 1) % WORD_BITS);
}

static void note_reads(const struct plan *plan, const struct insn *insn, uint64_t *read)
{
	const uint32_t *temps = plan->layout->place_of_temp;

	if (insn->op == OP_LOAD || insn->op == OP_ADDRESS)
		set_add(read, plan->place_of_var[insn->var]);
	set_add(read, temps[insn->a]);
	set_add(read, temps[insn->b]);
	set_add(read, temps[insn->c]);
	for (uint32_t i = 0; i < insn->arg_count; i++)
		set_add(read, temps[insn->args[i].value]);
}

/* A branch reads the answer of its question; what voids an answer writes it. */
static void note_answers(const struct plan *plan, uint32_t insn, uint64_t *read, uint64_t *written)
{
	const struct questions *questions = &plan->layout->questions;

	if (!questions->count)
		return;
	for (uint32_t q = 0; q < questions->count; q++) {
		if (!(questions->voided[insn] >> q & 1))
			continue;
		set_drop(read, questions->first_place + q + 1);
		set_add(written, questions->first_place + q + 1);
	}
	if (questions->asked[insn])
		set_add(read, questions->first_place + questions->asked[insn]);
	if (questions->excludes[insn])
		set_add(read, questions->first_place + questions->excludes[insn]);
}

static void scan_block(struct plan *plan, uint32_t number)
{
	const struct block *block = &plan->func->blocks.at[number];
	uint64_t *read = plan->read + (size_t)number * plan->words;
	uint64_t *written = plan->written + (size_t)number * plan->words;

	for (uint32_t i = block->insns.n; i-- > 0;) {
		uint32_t index = block->insns.at[i];
		const struct insn *insn = &plan->func->insns.at[index];
		uint32_t place = insn->op == OP_STORE || insn->op == OP_FORGET
		        ? plan->place_of_var[insn->var]
		        : plan->layout->place_of_temp[index];

		/* a handler may still read what the block overwrites */
		if (place && block->unwind == NO_BLOCK) {
			set_drop(read, place);
			set_add(written, place);
		}
		note_answers(plan, index, read, written);
		note_reads(plan, insn, read);
	}
}

static bool improve_block(struct plan *plan, uint32_t number)
{
	uint64_t *live = plan->layout->live[number];
	uint32_t next[3];
	unsigned count = next_of(plan, number, next);
	bool changed = false;

	for (uint32_t w = 0; w < plan->words; w++) {
		size_t at = (size_t)number * plan->words + w;
		uint64_t later = 0;

		for (unsigned i = 0; i < count; i++)
			later |= plan->layout->live[next[i]][w];
		later = plan->read[at] | (later & ~plan->written[at]);
		changed |= later != live[w];
		live[w] = later;
	}
	return changed;
}

static void find_live(struct plan *plan)
{
	uint32_t blocks = plan->func->blocks.n;
	size_t words = (size_t)plan->words * blocks;
	uint64_t *sets = arena_array(plan->arena, uint64_t, words);
	bool changed = true;

	plan->read = arena_array(&plan->scratch, uint64_t, words);
	plan->written = arena_array(&plan->scratch, uint64_t, words);
	for (uint32_t b = 0; b < blocks; b++) {
		plan->layout->live[b] = sets + (size_t)b * plan->words;
		scan_block(plan, b);
	}
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < blocks; i++)
			changed |= improve_block(plan, plan->order[i]);
	}
	for (uint32_t b = 0; b < blocks; b++)
		for (uint32_t p = 0; p < plan->layout->places.n; p++)
			if (plan->layout->places.at[p].slot)
				set_add(plan->layout->live[b], p + 1);
}

/* ---- where the function can still succeed ---- */

static bool returns_failure(const struct plan *plan, const struct insn *last)
{
	const struct insn *value = &plan->func->insns.at[last->a];

	if (last->op == OP_STOP || last->op == OP_THROW)
		return true;
	return last->op == OP_RETURN && last->a && value->op == OP_CONST &&
	        (value->detail == CONST_NULL ||
	                (value->detail == CONST_NUMBER && value->name && value->name[0] == '-'));
}

static bool leads_on(const struct plan *plan, uint32_t number)
{
	const struct func *func = plan->func;
	const struct block *block = &func->blocks.at[number];
	const struct insn *last = &func->insns.at[block->insns.at[block->insns.n - 1]];
	uint32_t next[3];
	unsigned count = insn_successors(last, next);

	for (unsigned i = 0; i < count; i++)
		if (plan->layout->succeeds[next[i]])
			return true;
	return !count && !returns_failure(plan, last);
}

static void find_success(struct plan *plan)
{
	uint32_t blocks = plan->func->blocks.n;
	bool fails = language_has(plan->unit->language, TRAIT_NULL_FAILS), changed = true;

	plan->layout->succeeds = arena_array(plan->arena, bool, blocks);
	for (uint32_t b = 0; !fails && b < blocks; b++)
		plan->layout->succeeds[b] = true;
	while (fails && changed) {
		changed = false;
		for (uint32_t i = 0; i < blocks; i++) {
			uint32_t b = plan->order[i];
			bool now = plan->layout->succeeds[b] || leads_on(plan, b);

			changed |= now != plan->layout->succeeds[b];
			plan->layout->succeeds[b] = now;
		}
	}
}

uint32_t layout_field(const struct layout *layout, const char *key)
{
	for (uint32_t i = 0; i < layout->places.n; i++) {
		const struct place *place = &layout->places.at[i];

		if (place->var == NO_VAR && place->slot && same(place->slot->key, key))
			return i + 1;
	}
	return 0;
}

struct found *layout_found(struct project *project, struct func_info *info, uint32_t insn)
{
	struct layout *layout = info->layout;

	if (!layout->found)
		layout->found = arena_array(project->arena, struct found, info->func->insns.n);
	return &layout->found[insn];
}

struct layout *layout_new(struct project *project, const struct unit *unit, const struct func *func)
{
	struct layout *layout = arena_new(project->arena, struct layout);
	struct plan plan = {.project = project,
	        .layout = layout,
	        .arena = project->arena,
	        .unit = unit,
	        .func = func,
	        .place_of_var = project->place_of_var};

	layout->place_of_temp = arena_array(plan.arena, uint32_t, func->insns.n);
	layout->home = arena_array(plan.arena, uint32_t, func->insns.n);
	layout->loops = arena_array(plan.arena, bool, func->insns.n);
	layout->live = arena_array(plan.arena, uint64_t *, func->blocks.n);
	find_places(&plan);
	find_scoped(&plan);
	questions_find(project, unit, func, layout);
	plan.words = layout->places.n / WORD_BITS + 1;
	order_blocks(&plan);
	find_live(&plan);
	find_success(&plan);
	arena_free(&plan.scratch);
	return layout;
}
