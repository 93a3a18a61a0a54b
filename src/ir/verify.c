/*
 * Checks that a finished unit keeps the promises of ir.h. For tests and for IR
 * text from people; every loop and every look-up here distrusts its numbers.
 *
 * Dominance: a block counts as two nodes, what stands before its first
 * throwing instruction and the rest, and the unwind edge leaves from the first.
 * So a handler may use what was made before anything could throw and no more.
 * Functions of thousands of jumps into each other would take the square of that
 * many steps: beyond a limit the order of values is taken on trust.
 */
#include "ir/form.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum { NO_NODE = UINT32_MAX, NO_ORDER = UINT32_MAX };
enum { MOST_STEPS = 1 << 24 }; /* from dominator to dominator, per function */

struct verifier {
	struct unit *unit;
	const struct func *func;
	uint32_t insn; /* at work */
	const char *error;
	struct arena arena; /* of the tables, per function */
	uint32_t *node;     /* by instruction: its node, or NO_NODE */
	uint32_t *idom;     /* by node */
	uint32_t *order;    /* by node: place in reverse postorder, or NO_ORDER */
	uint32_t *nodes;    /* in reverse postorder */
	uint32_t node_count;
	uint32_t steps;
};

static bool wrong(struct verifier *verifier, const char *format, ...) PRINTF_LIKE(2, 3);

static bool wrong(struct verifier *verifier, const char *format, ...)
{
	const struct func *func = verifier->func;
	char text[200];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (!func)
		verifier->error = arena_strdup(verifier->unit->arena, text);
	else if (!verifier->insn)
		verifier->error = arena_printf(verifier->unit->arena,
		        "function %" PRIu32 " (%s): %s", func->id, func->name, text);
	else
		verifier->error = arena_printf(verifier->unit->arena,
		        "function %" PRIu32 " (%s), %%%" PRIu32 " (%s): %s", func->id, func->name,
		        verifier->insn, op_text(func->insns.at[verifier->insn].op), text);
	return false;
}

/* ---- blocks ---- */

static bool span_is_good(const struct verifier *verifier, struct span span)
{
	const struct source *source = verifier->unit->source;

	return span.start <= span.end && (!source || span.end <= source->length);
}

/* Each instruction stands in one block, and terminators at their ends only. */
static bool check_block(struct verifier *verifier, uint32_t number)
{
	const struct func *func = verifier->func;
	const struct block *block = &func->blocks.at[number];

	if (block->unwind != NO_BLOCK && block->unwind >= func->blocks.n)
		return wrong(verifier, "b%" PRIu32 " unwinds to a block that is not there", number);
	if (!block->insns.n)
		return wrong(verifier, "b%" PRIu32 " is empty", number);
	for (uint32_t i = 0; i < block->insns.n; i++) {
		uint32_t at = block->insns.at[i];

		if (at == 0 || at >= func->insns.n)
			return wrong(verifier,
			        "b%" PRIu32 " holds %%%" PRIu32 ", which is not there", number, at);
		if (verifier->node[at] != NO_NODE)
			return wrong(verifier, "%%%" PRIu32 " stands in two places", at);
		if (func->insns.at[at].op >= OP_COUNT)
			return wrong(verifier, "%%%" PRIu32 " is no operation", at);
		verifier->node[at] = 2 * number;
		if (op_is_terminator(func->insns.at[at].op) != (i == block->insns.n - 1))
			return wrong(verifier, "b%" PRIu32 " %s", number,
			        i == block->insns.n - 1 ? "does not end in a terminator"
			                                : "has a terminator in its middle");
	}
	return true;
}

static bool check_targets(struct verifier *verifier, uint32_t number)
{
	const struct func *func = verifier->func;
	const struct block *block = &func->blocks.at[number];
	uint32_t out[2];
	unsigned count = insn_successors(&func->insns.at[block->insns.at[block->insns.n - 1]], out);

	for (unsigned i = 0; i < count; i++) {
		if (out[i] >= func->blocks.n)
			return wrong(
			        verifier, "b%" PRIu32 " goes to a block that is not there", number);
		if (out[i] == 0)
			return wrong(verifier, "b%" PRIu32 " goes back to the entry", number);
	}
	if (block->unwind == 0 && block_can_unwind(func, block))
		return wrong(verifier, "b%" PRIu32 " unwinds to the entry", number);
	return true;
}

static bool check_blocks(struct verifier *verifier)
{
	const struct func *func = verifier->func;

	if (!func->blocks.n)
		return wrong(verifier, "no blocks");
	for (uint32_t i = 0; i < func->blocks.n; i++) {
		if (!check_block(verifier, i))
			return false;
	}
	for (uint32_t i = 0; i < func->blocks.n; i++) {
		if (!check_targets(verifier, i))
			return false;
	}
	for (uint32_t i = 1; i < func->insns.n; i++) {
		if (verifier->node[i] == NO_NODE)
			return wrong(verifier, "%%%" PRIu32 " stands in no block", i);
	}
	return true;
}

/* ---- dominators: Cooper, Harvey, Kennedy ---- */

static void split_blocks(struct verifier *verifier)
{
	const struct func *func = verifier->func;

	for (uint32_t i = 0; i < func->blocks.n; i++) {
		const struct block *block = &func->blocks.at[i];
		uint32_t half = 0;

		for (uint32_t j = 0; j < block->insns.n; j++) {
			half |= insn_throws(&func->insns.at[block->insns.at[j]]);
			verifier->node[block->insns.at[j]] = 2 * i + half;
		}
	}
}

static unsigned node_edges(const struct func *func, uint32_t node, uint32_t out[2])
{
	const struct block *block = &func->blocks.at[node / 2];
	unsigned count = 0;

	if (node % 2 == 0) {
		out[count++] = node + 1;
		if (block_can_unwind(func, block))
			out[count++] = 2 * block->unwind;
		return count;
	}
	count = insn_successors(&func->insns.at[block->insns.at[block->insns.n - 1]], out);
	for (unsigned i = 0; i < count; i++)
		out[i] *= 2;
	return count;
}

static void order_nodes(struct verifier *verifier)
{
	uint32_t count = 2 * verifier->func->blocks.n, depth = 0, last = count;
	uint32_t *stack = arena_array(&verifier->arena, uint32_t, count);
	uint32_t *next = arena_array(&verifier->arena, uint32_t, count);
	bool *met = arena_array(&verifier->arena, bool, count);

	verifier->nodes = arena_array(&verifier->arena, uint32_t, count);
	verifier->order = arena_array(&verifier->arena, uint32_t, count);
	memset(verifier->order, 0xff, count * sizeof(uint32_t));
	stack[depth++] = 0;
	met[0] = true;
	while (depth) {
		uint32_t node = stack[depth - 1], edges[2];
		unsigned n = node_edges(verifier->func, node, edges);

		if (next[node] == n) {
			verifier->nodes[--last] = node;
			depth--;
		} else if (!met[edges[next[node]++]]) {
			stack[depth] = edges[next[node] - 1];
			met[stack[depth++]] = true;
		}
	}
	verifier->nodes += last;
	verifier->node_count = count - last;
	for (uint32_t i = 0; i < verifier->node_count; i++)
		verifier->order[verifier->nodes[i]] = i;
}

static bool is_tired(const struct verifier *verifier)
{
	return verifier->steps > MOST_STEPS;
}

static uint32_t common_dominator(struct verifier *verifier, uint32_t a, uint32_t b)
{
	for (; a != b; verifier->steps++) {
		if (verifier->order[a] > verifier->order[b])
			a = verifier->idom[a];
		else
			b = verifier->idom[b];
	}
	return a;
}

static bool improve_dominators(struct verifier *verifier)
{
	bool changed = false;

	for (uint32_t i = 0; i < verifier->node_count && !is_tired(verifier); i++) {
		uint32_t node = verifier->nodes[i], edges[2];
		unsigned n = node_edges(verifier->func, node, edges);

		for (unsigned j = 0; j < n; j++) {
			uint32_t old = verifier->idom[edges[j]];
			uint32_t now =
			        old == NO_NODE ? node : common_dominator(verifier, node, old);

			changed |= now != old;
			verifier->idom[edges[j]] = now;
		}
	}
	return changed;
}

static void find_dominators(struct verifier *verifier)
{
	uint32_t count = 2 * verifier->func->blocks.n;

	split_blocks(verifier);
	order_nodes(verifier);
	verifier->idom = arena_array(&verifier->arena, uint32_t, count);
	memset(verifier->idom, 0xff, count * sizeof(uint32_t));
	verifier->idom[0] = 0;
	while (improve_dominators(verifier) && !is_tired(verifier))
		;
}

/* Numbers grow within a block, so in one node the smaller number comes first. */
static bool dominates(struct verifier *verifier, uint32_t value, uint32_t use)
{
	uint32_t wanted = verifier->node[value], node = verifier->node[use];

	if (verifier->order[node] == NO_ORDER || is_tired(verifier))
		return true;
	if (wanted == node)
		return value < use;
	for (; verifier->order[node] > verifier->order[wanted]; verifier->steps++)
		node = verifier->idom[node];
	return node == wanted;
}

/* ---- instructions ---- */

static bool check_value(struct verifier *verifier, uint32_t value, bool optional)
{
	const struct func *func = verifier->func;

	if (!value)
		return optional || wrong(verifier, "an operand is missing");
	if (value >= func->insns.n || !op_has_result(func->insns.at[value].op))
		return wrong(verifier, "uses %%%" PRIu32 ", which is no value", value);
	if (!dominates(verifier, value, verifier->insn))
		return wrong(verifier, "uses %%%" PRIu32 ", which need not be set here", value);
	return true;
}

static bool may_lack_operand(const struct insn *insn)
{
	switch (insn->op) {
	case OP_CALL:
	case OP_YIELD:
	case OP_RETURN:
	case OP_THROW:
		return true;
	case OP_BRANCH:
		return insn->detail == TEST_OPAQUE || insn->detail == TEST_CAUGHT;
	default:
		return false;
	}
}

static bool check_args(struct verifier *verifier, const struct insn *insn)
{
	for (uint32_t i = 0; i < insn->arg_count; i++) {
		if (!check_value(verifier, insn->args[i].value, false))
			return false;
	}
	return true;
}

static bool check_operands(struct verifier *verifier, const struct insn *insn)
{
	for (const char *operand = op_operands(insn->op); *operand; operand++) {
		bool good = true;

		if (*operand == 'a')
			good = check_value(verifier, insn->a, may_lack_operand(insn));
		else if (*operand == 'b')
			good = check_value(verifier, insn->b, false);
		else if (*operand == 'c')
			good = check_value(verifier, insn->c, false);
		else if (*operand == 'g')
			good = check_args(verifier, insn);
		if (!good)
			return false;
	}
	return true;
}

static bool check_var(struct verifier *verifier, uint32_t number)
{
	const struct unit *unit = verifier->unit;
	uint32_t scope = verifier->func->id;

	if (number >= unit->vars.n)
		return wrong(verifier, "no variable %" PRIu32, number);
	while (scope < unit->funcs.n && scope != unit->vars.at[number].func)
		scope = unit->funcs.at[scope]->parent;
	return scope < unit->funcs.n ||
	        wrong(verifier, "variable %" PRIu32 " is out of scope", number);
}

static bool check_detail(struct verifier *verifier, const struct insn *insn)
{
	switch (insn->op) {
	case OP_CONST:
		return insn->detail <= CONST_ERROR || wrong(verifier, "no constant");
	case OP_MAKE:
		return (insn->detail >= CONST_OBJECT && insn->detail < CONST_COUNT) ||
		        wrong(verifier, "no container");
	case OP_BRANCH:
		if (insn->detail >= TEST_COUNT)
			return wrong(verifier, "no test");
		return insn->name || (insn->detail != TEST_TYPE && insn->detail != TEST_MEMBER) ||
		        wrong(verifier, "the test lacks its name");
	case OP_CALL:
		return insn->a || insn->name || wrong(verifier, "nothing is called");
	case OP_GLOBAL:
	case OP_FIELD:
	case OP_SETFIELD:
	case OP_CLASS:
		return insn->name || wrong(verifier, "no name");
	default:
		return true;
	}
}

static bool check_numbers(struct verifier *verifier, const struct insn *insn)
{
	if (op_uses_var(insn->op))
		return check_var(verifier, insn->var);
	switch (insn->op) {
	case OP_PARAM:
		return insn->var < verifier->func->param_count ||
		        wrong(verifier, "no parameter %" PRIu32, insn->var);
	case OP_CLOSURE:
		return (insn->func && insn->func < verifier->unit->funcs.n) ||
		        wrong(verifier, "no function %" PRIu32, insn->func);
	default:
		return true;
	}
}

static bool check_insns(struct verifier *verifier)
{
	const struct func *func = verifier->func;

	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *insn = &func->insns.at[i];

		verifier->insn = i;
		if (!span_is_good(verifier, insn->span))
			return wrong(verifier, "span beyond the text");
		if (!check_detail(verifier, insn) || !check_numbers(verifier, insn) ||
		        !check_operands(verifier, insn))
			return false;
	}
	verifier->insn = 0;
	return true;
}

/* ---- functions and the unit ---- */

static bool check_func(struct verifier *verifier, uint32_t number)
{
	const struct func *func = verifier->unit->funcs.at[number];

	verifier->func = func;
	verifier->insn = 0;
	if (func->id != number)
		return wrong(verifier, "stands at %" PRIu32, number);
	if (number ? func->parent >= number : func->parent != NO_FUNC)
		return wrong(verifier, "bad parent");
	if (!span_is_good(verifier, func->span) || !span_is_good(verifier, func->name_span))
		return wrong(verifier, "span beyond the text");
	arena_reset(&verifier->arena);
	verifier->steps = 0;
	verifier->node = arena_array(&verifier->arena, uint32_t, func->insns.n);
	memset(verifier->node, 0xff, func->insns.n * sizeof(uint32_t));
	if (!check_blocks(verifier))
		return false;
	find_dominators(verifier);
	return check_insns(verifier);
}

static bool check_embeds(struct verifier *verifier)
{
	const struct unit *unit = verifier->unit;

	for (uint32_t i = 0; i < unit->embeds.n; i++) {
		const struct embed *embed = &unit->embeds.at[i];
		const struct func *func;

		if (embed->func >= unit->funcs.n)
			return wrong(verifier, "embedded code in function %" PRIu32, embed->func);
		func = unit->funcs.at[embed->func];
		if (!embed->value || embed->value >= func->insns.n ||
		        func->insns.at[embed->value].op != OP_CONST)
			return wrong(verifier,
			        "embedded code in %%%" PRIu32 ", which is no constant",
			        embed->value);
	}
	return true;
}

static bool check_unit(struct verifier *verifier)
{
	const struct unit *unit = verifier->unit;

	if (!unit->funcs.n)
		return wrong(verifier, "no body");
	for (uint32_t i = 0; i < unit->vars.n; i++) {
		if (unit->vars.at[i].func >= unit->funcs.n)
			return wrong(verifier, "variable %" PRIu32 " has no function", i);
	}
	for (uint32_t i = 0; i < unit->exports.n; i++) {
		const struct export *export = &unit->exports.at[i];

		if ((export->func != NO_FUNC && export->func >= unit->funcs.n) ||
		        (export->var != NO_VAR && export->var >= unit->vars.n))
			return wrong(verifier, "export %s of nothing", export->name);
	}
	if (!check_embeds(verifier))
		return false;
	for (uint32_t i = 0; i < unit->funcs.n; i++) {
		if (!check_func(verifier, i))
			return false;
	}
	return true;
}

const char *unit_verify(struct unit *unit)
{
	struct verifier verifier = {.unit = unit};

	check_unit(&verifier);
	arena_free(&verifier.arena);
	return verifier.error;
}
