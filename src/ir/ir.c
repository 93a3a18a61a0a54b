/*
 * Building and asking: see ir.h.
 *
 * A front end appends instructions at a cursor and needs not care whether the
 * code is reachable: after a terminator the cursor opens a block that nobody
 * jumps to. unit_finish closes what is open, throws unreachable blocks away
 * and numbers blocks and instructions anew, in order of creation of their
 * blocks, so that numbers are dense and the text form reads from top to
 * bottom. Handlers count as reachable only when something in a block that
 * unwinds to them can throw.
 *
 * What grows while a unit is built lives in an arena of its own; unit_finish
 * copies what is left to arrays that fit, which is a quarter of the memory.
 */
#include "ir/ir.h"

static const struct op_info {
	const char *text;
	bool has_result;
} ops[] = {
#define OP(id, text, operands, result) [OP_##id] = {text, result},
#include "ir/op.def"
#undef OP
};

const char *op_text(enum op op)
{
	return ops[op].text;
}

bool op_has_result(enum op op)
{
	return ops[op].has_result;
}

bool op_is_terminator(enum op op)
{
	return op >= OP_JUMP && op <= OP_STOP;
}

bool op_uses_var(enum op op)
{
	return op == OP_LOAD || op == OP_STORE || op == OP_ADDRESS || op == OP_FORGET;
}

bool insn_throws(const struct insn *insn)
{
	switch (insn->op) {
	case OP_CALL:
	case OP_AWAIT:
	case OP_YIELD:
	case OP_ITER:
	case OP_NEXT:
	case OP_THROW:
		return true;
	default:
		return false;
	}
}

unsigned insn_successors(const struct insn *insn, uint32_t out[2])
{
	unsigned count = insn->op == OP_JUMP ? 1 : insn->op == OP_BRANCH ? 2 : 0;

	for (unsigned i = 0; i < count; i++)
		out[i] = insn->target[i];
	return count;
}

static const struct {
	const char *text, *receiver;
	unsigned traits;
} languages[] = {
#define LANGUAGE(id, text, receiver, traits) {text, receiver, traits},
#include "ir/language.def"
#undef LANGUAGE
};

const char *language_text(enum language language)
{
	return languages[language].text;
}

bool language_has(enum language language, enum language_trait trait)
{
	return languages[language].traits & trait;
}

const char *language_receiver(enum language language)
{
	return languages[language].receiver;
}

/* ---- building ---- */

struct unit *unit_new(struct arena *arena, struct source *source, enum language language)
{
	struct unit *unit = arena_new(arena, struct unit);

	unit->arena = arena;
	unit->source = source;
	unit->language = language;
	return unit;
}

struct func *func_new(struct unit *unit, uint32_t parent, const char *name, struct span span)
{
	struct func *func = arena_new(unit->arena, struct func);

	func->name = name ? name : "";
	func->id = unit->funcs.n;
	func->parent = parent;
	func->span = func->name_span = span;
	vec_push(&unit->building, &func->insns, (struct insn){0});
	vec_push(unit->arena, &unit->funcs, func);
	block_new(unit, func);
	return func;
}

uint32_t var_new(struct unit *unit, uint32_t func, const char *name, struct span span)
{
	struct var var = {.name = name, .func = func, .span = span, .global = func == 0};

	vec_push(unit->arena, &unit->vars, var);
	return unit->vars.n - 1;
}

uint32_t block_new(struct unit *unit, struct func *func)
{
	struct block block = {.unwind = NO_BLOCK};

	vec_push(&unit->building, &func->blocks, block);
	return func->blocks.n - 1;
}

/* NULL: the block is empty. */
static const struct insn *last_insn(const struct func *func, const struct block *block)
{
	return block->insns.n ? &func->insns.at[block->insns.at[block->insns.n - 1]] : NULL;
}

static unsigned successors(const struct func *func, const struct block *block, uint32_t out[2])
{
	const struct insn *last = last_insn(func, block);

	return last ? insn_successors(last, out) : 0;
}

static bool is_closed(const struct func *func, const struct block *block)
{
	const struct insn *last = last_insn(func, block);

	return last && op_is_terminator(last->op);
}

bool ir_open(const struct cursor *at)
{
	return at->block != NO_BLOCK && !is_closed(at->func, &at->func->blocks.at[at->block]);
}

static uint32_t add_to(struct unit *unit, struct func *func, uint32_t block, struct insn insn)
{
	uint32_t number = func->insns.n;

	vec_push(&unit->building, &func->insns, insn);
	vec_push(&unit->building, &func->blocks.at[block].insns, number);
	unit->size++;
	return number;
}

bool ir_takes(struct cursor *at, struct span span)
{
	uint32_t nowhere;

	if (at->unit->size < UNIT_MOST)
		return true;
	if (!at->unit->full)
		at->unit->rest = span;
	at->unit->full = true;
	if (!ir_open(at))
		return false;
	nowhere = block_new(at->unit, at->func);
	ir_start(at, nowhere);
	ir_jump(at, nowhere, span);
	return false;
}

void ir_start(struct cursor *at, uint32_t block)
{
	if (ir_open(at)) {
		const struct insn *last = last_insn(at->func, &at->func->blocks.at[at->block]);
		uint32_t end = last ? last->span.end : at->func->span.start;

		ir_jump(at, block, (struct span){end, end});
	}
	at->block = block;
	at->func->blocks.at[block].unwind = at->unwind;
}

uint32_t ir_add(struct cursor *at, struct insn insn)
{
	const struct arg *args = insn.args;

	if (!ir_open(at)) {
		at->block = block_new(at->unit, at->func);
		at->func->blocks.at[at->block].unwind = at->unwind;
	}
	/* a copy of its own, as numbers in it change in unit_finish */
	insn.args = NULL;
	if (insn.arg_count) {
		insn.args = arena_array(at->unit->arena, struct arg, insn.arg_count);
		memcpy(insn.args, args, insn.arg_count * sizeof(*args));
	}
	return add_to(at->unit, at->func, at->block, insn);
}

static uint32_t add_with_args(
        struct cursor *at, struct insn insn, const struct arg *args, uint32_t count)
{
	insn.args = (struct arg *)args;
	insn.arg_count = count;
	return ir_add(at, insn);
}

uint32_t ir_const(struct cursor *at, enum const_kind kind, const char *text, struct span span)
{
	return ir_add(at,
	        (struct insn){.op = OP_CONST, .detail = (uint8_t)kind, .name = text, .span = span});
}

uint32_t ir_global(struct cursor *at, const char *name, struct span span)
{
	return ir_add(at, (struct insn){.op = OP_GLOBAL, .name = name, .span = span});
}

uint32_t ir_load(struct cursor *at, uint32_t var, struct span span)
{
	return ir_add(at, (struct insn){.op = OP_LOAD, .var = var, .span = span});
}

void ir_store(struct cursor *at, uint32_t var, uint32_t value, struct span span)
{
	ir_add(at, (struct insn){.op = OP_STORE, .var = var, .a = value, .span = span});
}

uint32_t ir_field(struct cursor *at, uint32_t a, const char *name, struct span span)
{
	return ir_add(at, (struct insn){.op = OP_FIELD, .a = a, .name = name, .span = span});
}

void ir_set_field(struct cursor *at, uint32_t a, const char *name, uint32_t value, struct span span)
{
	ir_add(at,
	        (struct insn){.op = OP_SETFIELD, .a = a, .name = name, .b = value, .span = span});
}

void ir_set_item(struct cursor *at, uint32_t a, uint32_t index, uint32_t value, struct span span)
{
	ir_add(at, (struct insn){.op = OP_SETINDEX, .a = a, .b = index, .c = value, .span = span});
}

uint32_t ir_call(struct cursor *at, uint32_t callee, const char *name, const struct arg *args,
        uint32_t arg_count, struct span span)
{
	struct insn insn = {.op = OP_CALL, .a = callee, .name = name, .span = span};

	return add_with_args(at, insn, args, arg_count);
}

uint32_t ir_make(struct cursor *at, enum const_kind kind, const struct arg *args,
        uint32_t arg_count, struct span span)
{
	struct insn insn = {.op = OP_MAKE, .detail = (uint8_t)kind, .span = span};

	return add_with_args(at, insn, args, arg_count);
}

uint32_t ir_prim(struct cursor *at, const struct arg *args, uint32_t arg_count, struct span span)
{
	return add_with_args(at, (struct insn){.op = OP_PRIM, .span = span}, args, arg_count);
}

uint32_t ir_operator(
        struct cursor *at, const char *name, uint32_t left, uint32_t right, struct span span)
{
	struct arg args[2] = {{.value = left}, {.value = right}};

	return add_with_args(at, (struct insn){.op = OP_PRIM, .name = name, .span = span}, args, 2);
}

uint32_t ir_any(struct cursor *at, const struct arg *args, uint32_t arg_count, struct span span)
{
	return add_with_args(at, (struct insn){.op = OP_ANY, .span = span}, args, arg_count);
}

uint32_t ir_unary(struct cursor *at, enum op op, uint32_t a, const char *name, struct span span)
{
	return ir_add(at, (struct insn){.op = (uint8_t)op, .a = a, .name = name, .span = span});
}

void ir_jump(struct cursor *at, uint32_t block, struct span span)
{
	ir_add(at, (struct insn){.op = OP_JUMP, .target = {block}, .span = span});
}

void ir_branch(struct cursor *at, enum test test, const char *name, uint32_t a, uint32_t yes,
        uint32_t no, struct span span)
{
	ir_add(at,
	        (struct insn){.op = OP_BRANCH,
	                .detail = (uint8_t)test,
	                .name = name,
	                .a = a,
	                .target = {yes, no},
	                .span = span});
}

void ir_return(struct cursor *at, uint32_t a, struct span span)
{
	ir_add(at, (struct insn){.op = OP_RETURN, .a = a, .span = span});
}

void ir_throw(struct cursor *at, uint32_t a, struct span span)
{
	ir_add(at, (struct insn){.op = OP_THROW, .a = a, .span = span});
}

/* ---- finishing ---- */

enum { MOST_EDGES = 3 };

bool block_can_unwind(const struct func *func, const struct block *block)
{
	if (block->unwind == NO_BLOCK)
		return false;
	for (uint32_t i = 0; i < block->insns.n; i++) {
		const struct insn *insn = &func->insns.at[block->insns.at[i]];

		if (insn->op == OP_THROW || (func->flags & FUNC_THROWS && insn_throws(insn)))
			return true;
	}
	return false;
}

/* Where control may go from a closed block, unwinding included. */
static unsigned block_edges(const struct func *func, uint32_t number, uint32_t out[MOST_EDGES])
{
	const struct block *block = &func->blocks.at[number];
	unsigned count = successors(func, block, out);

	if (block_can_unwind(func, block))
		out[count++] = block->unwind;
	return count;
}

static void close_blocks(struct unit *unit, struct func *func)
{
	struct span end = {func->span.end, func->span.end};
	struct insn leave = {.op = OP_RETURN, .flags = INSN_HIDDEN, .span = end};

	for (uint32_t i = 0; i < func->blocks.n; i++) {
		if (!is_closed(func, &func->blocks.at[i]))
			add_to(unit, func, i, leave);
	}
}

/* Fills `number`: the new number of each block, NO_BLOCK for those that cannot be reached. */
static uint32_t number_blocks(const struct func *func, uint32_t *number, uint32_t *stack)
{
	uint32_t depth = 0, count = 0;

	for (uint32_t i = 0; i < func->blocks.n; i++)
		number[i] = NO_BLOCK;
	number[0] = 0;
	stack[depth++] = 0;
	while (depth) {
		uint32_t edges[MOST_EDGES];
		unsigned n = block_edges(func, stack[--depth], edges);

		for (unsigned i = 0; i < n; i++) {
			if (edges[i] >= func->blocks.n)
				BUG("%s: edge to block %u of %u", func->name, edges[i],
				        func->blocks.n);
			if (number[edges[i]] != NO_BLOCK)
				continue;
			number[edges[i]] = 0;
			stack[depth++] = edges[i];
		}
	}
	for (uint32_t i = 0; i < func->blocks.n; i++) {
		if (number[i] != NO_BLOCK)
			number[i] = count++;
	}
	return count;
}

static void drop_blocks(
        struct unit *unit, struct func *func, const uint32_t *number, uint32_t count)
{
	struct block *kept = arena_array(unit->arena, struct block, count);

	for (uint32_t i = 0; i < func->blocks.n; i++) {
		struct block *block = &func->blocks.at[i];
		struct insn *last;

		if (number[i] == NO_BLOCK)
			continue;
		last = &func->insns.at[block->insns.at[block->insns.n - 1]];
		for (unsigned j = 0; j < 2; j++) {
			if (last->op == OP_BRANCH || (last->op == OP_JUMP && j == 0))
				last->target[j] = number[last->target[j]];
		}
		if (block->unwind != NO_BLOCK)
			block->unwind = number[block->unwind];
		kept[number[i]] = *block;
	}
	func->blocks.at = kept;
	func->blocks.n = func->blocks.room = count;
}

static void renumber_operands(struct insn *insn, const uint32_t *number)
{
	insn->a = number[insn->a];
	insn->b = number[insn->b];
	insn->c = number[insn->c];
	for (uint32_t i = 0; i < insn->arg_count; i++)
		insn->args[i].value = number[insn->args[i].value];
}

static uint32_t count_insns(const struct func *func)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < func->blocks.n; i++)
		count += func->blocks.at[i].insns.n;
	return count;
}

/* Puts the instructions in the order of their blocks. Fills `number`: old to new, 0 for gone. */
static void number_insns(struct unit *unit, struct func *func, uint32_t *number)
{
	uint32_t room = count_insns(func) + 1, count = 1;
	struct insn *insns = arena_array(unit->arena, struct insn, room);
	uint32_t *order = arena_array(unit->arena, uint32_t, room);

	for (uint32_t i = 0; i < func->blocks.n; i++) {
		struct block *block = &func->blocks.at[i];
		uint32_t first = count;

		for (uint32_t j = 0; j < block->insns.n; j++) {
			insns[count] = func->insns.at[block->insns.at[j]];
			number[block->insns.at[j]] = count;
			order[count] = count;
			count++;
		}
		block->insns.at = &order[first];
		block->insns.room = block->insns.n;
	}
	for (uint32_t i = 1; i < count; i++)
		renumber_operands(&insns[i], number);
	func->insns.at = insns;
	func->insns.n = func->insns.room = count;
}

/* Embedded code in unreachable strings goes with them. `numbers`: by function, as above. */
static void renumber_embeds(struct unit *unit, uint32_t *const *numbers)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < unit->embeds.n; i++) {
		struct embed embed = unit->embeds.at[i];

		embed.value = numbers[embed.func][embed.value];
		if (embed.value)
			unit->embeds.at[kept++] = embed;
	}
	unit->embeds.n = kept;
}

static uint32_t count_preds(struct func *func)
{
	uint32_t total = 0;

	for (uint32_t i = 0; i < func->blocks.n; i++)
		func->blocks.at[i].preds.room = 0;
	for (uint32_t i = 0; i < func->blocks.n; i++) {
		uint32_t out[2];
		unsigned n = successors(func, &func->blocks.at[i], out);

		for (unsigned j = 0; j < n; j++)
			func->blocks.at[out[j]].preds.room++;
		total += n;
	}
	return total;
}

static void fill_preds(struct unit *unit, struct func *func)
{
	uint32_t *preds = arena_array(unit->arena, uint32_t, count_preds(func));

	for (uint32_t i = 0; i < func->blocks.n; i++) {
		struct block *block = &func->blocks.at[i];

		block->preds.at = preds;
		block->preds.n = 0;
		preds += block->preds.room;
	}
	for (uint32_t i = 0; i < func->blocks.n; i++) {
		uint32_t out[2];
		unsigned n = successors(func, &func->blocks.at[i], out);

		for (unsigned j = 0; j < n; j++) {
			struct block *to = &func->blocks.at[out[j]];

			to->preds.at[to->preds.n++] = i;
		}
	}
}

/* Tarjan's algorithm without recursion: a block is in a loop when it is in a cycle. */
struct cycles {
	struct func *func;
	uint32_t *index, *low; /* by block; index 0: not met */
	uint32_t *open;        /* blocks whose component is not known yet */
	uint32_t *path;        /* from the entry to the block at work */
	uint32_t *edge;        /* by block: next edge to follow */
	bool *is_open;
	uint32_t met, opened, depth;
};

static void cycles_enter(struct cycles *cycles, uint32_t block)
{
	cycles->index[block] = cycles->low[block] = ++cycles->met;
	cycles->open[cycles->opened++] = block;
	cycles->is_open[block] = true;
	cycles->path[cycles->depth++] = block;
}

static void cycles_leave(struct cycles *cycles, uint32_t block)
{
	uint32_t size = 0, member;

	cycles->depth--;
	if (cycles->depth) {
		uint32_t before = cycles->path[cycles->depth - 1];

		if (cycles->low[block] < cycles->low[before])
			cycles->low[before] = cycles->low[block];
	}
	if (cycles->low[block] != cycles->index[block])
		return;
	do {
		member = cycles->open[--cycles->opened];
		cycles->is_open[member] = false;
		if (++size > 1 || member != block)
			cycles->func->blocks.at[member].in_loop = true;
	} while (member != block);
}

static void cycles_step(struct cycles *cycles)
{
	uint32_t block = cycles->path[cycles->depth - 1], edges[MOST_EDGES];
	unsigned count = block_edges(cycles->func, block, edges);
	uint32_t to;

	if (cycles->edge[block] == count) {
		cycles_leave(cycles, block);
		return;
	}
	to = edges[cycles->edge[block]++];
	if (to == block)
		cycles->func->blocks.at[block].in_loop = true;
	if (!cycles->index[to])
		cycles_enter(cycles, to);
	else if (cycles->is_open[to] && cycles->index[to] < cycles->low[block])
		cycles->low[block] = cycles->index[to];
}

static void find_loops(struct unit *unit, struct func *func)
{
	uint32_t count = func->blocks.n;
	struct cycles cycles = {.func = func};

	cycles.index = arena_array(&unit->building, uint32_t, count);
	cycles.low = arena_array(&unit->building, uint32_t, count);
	cycles.open = arena_array(&unit->building, uint32_t, count);
	cycles.path = arena_array(&unit->building, uint32_t, count);
	cycles.edge = arena_array(&unit->building, uint32_t, count);
	cycles.is_open = arena_array(&unit->building, bool, count);
	cycles_enter(&cycles, 0);
	while (cycles.depth)
		cycles_step(&cycles);
}

static void mark_captured(struct unit *unit, const struct func *func)
{
	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *insn = &func->insns.at[i];

		if (!op_uses_var(insn->op))
			continue;
		if (unit->vars.at[insn->var].func != func->id)
			unit->vars.at[insn->var].captured = true;
	}
}

/* Gives the new number of each instruction. */
static uint32_t *func_finish(struct unit *unit, struct func *func)
{
	uint32_t *blocks, *insns, *stack;

	close_blocks(unit, func);
	blocks = arena_array(&unit->building, uint32_t, func->blocks.n);
	stack = arena_array(&unit->building, uint32_t, func->blocks.n);
	insns = arena_array(&unit->building, uint32_t, func->insns.n);
	drop_blocks(unit, func, blocks, number_blocks(func, blocks, stack));
	number_insns(unit, func, insns);
	fill_preds(unit, func);
	find_loops(unit, func);
	mark_captured(unit, func);
	return insns;
}

void unit_finish(struct unit *unit)
{
	uint32_t **numbers = arena_array(&unit->building, uint32_t *, unit->funcs.n);

	for (uint32_t i = 0; i < unit->funcs.n; i++)
		numbers[i] = func_finish(unit, unit->funcs.at[i]);
	renumber_embeds(unit, numbers);
	for (uint32_t i = 0; i < unit->vars.n; i++)
		unit->vars.at[i].global = unit->vars.at[i].func == 0;
	arena_free(&unit->building);
}
