/*
 * Text → IR: the code of functions. What is short for several instructions (an
 * operand that is a variable or a constant, a call whose result is stored, a
 * branch without a second target) is spelled out while it is read.
 */
#include "ir/read.h"

#include <inttypes.h>

/* Appends an instruction; links noted while it was read are its own. */
static uint32_t emit(struct reader *reader, struct insn insn)
{
	uint32_t number = ir_add(&reader->cursor, insn);

	for (uint32_t i = reader->local_done; i < reader->local.n; i++) {
		if (reader->local.at[i].insn == NO_INSN)
			reader->local.at[i].insn = number;
	}
	for (uint32_t i = reader->global_done; i < reader->global.n; i++) {
		if (reader->global.at[i].insn == NO_INSN)
			reader->global.at[i].insn = number;
	}
	reader->local_done = reader->local.n;
	reader->global_done = reader->global.n;
	return number;
}

static void start_block(struct reader *reader, uint32_t block)
{
	reader->cursor.block = block;
	if (reader->unwind.name)
		link_add(reader, LINK_UNWIND, reader->unwind)->insn = block;
}

/* ---- operands ---- */

static uint32_t emit_const(
        struct reader *reader, enum const_kind kind, const char *text, uint32_t start)
{
	return ir_const(&reader->cursor, kind, text, (struct span){start, reader->scan->end});
}

/* A constant written in place of a value; 0 when there is none. */
static uint32_t read_const_operand(struct reader *reader)
{
	static const enum const_kind words[] = {
	        CONST_NULL, CONST_UNDEFINED, CONST_TRUE, CONST_FALSE};
	uint32_t start = scan_here(reader->scan);
	const char *text = scan_literal(reader->scan);

	if (text)
		return emit_const(reader, CONST_NUMBER, text, start);
	text = scan_quoted(reader->scan);
	if (text)
		return emit_const(reader, CONST_STRING, text, start);
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (scan_word(reader->scan, const_text(words[i])))
			return emit_const(reader, words[i], NULL, start);
	}
	return 0;
}

/* Instructions that an operand is short for come before the one that is being read, which keeps
 * its links: they are set aside meanwhile. */
static bool read_operand(struct reader *reader, enum link_kind kind, uint32_t index, uint32_t *slot)
{
	uint32_t start = scan_here(reader->scan);
	const char *value = scan_value(reader->scan);
	struct symbol symbol = {
	        .name = value, .number = NO_NUMBER, .span = {start, reader->scan->at}};
	struct insn load = {.op = OP_LOAD};
	struct link *link;

	*slot = 0;
	if (value && same(value, "0"))
		return true;
	if (value) {
		link = link_add(reader, kind, symbol);
		link->index = index;
		return true;
	}
	*slot = read_const_operand(reader);
	if (*slot)
		return true;
	if (scan_eat(reader->scan, "&"))
		load.op = OP_ADDRESS;
	if (!scan_symbol(reader->scan, &symbol))
		return scan_expected(reader->scan, "an operand");
	load.span = (struct span){start, symbol.span.end};
	*slot = ir_add(&reader->cursor, load);
	link_add(reader, LINK_VAR, symbol)->insn = *slot;
	return true;
}

static bool read_arg(struct reader *reader, uint32_t index, struct arg *arg)
{
	struct scanner *scan = reader->scan;
	uint32_t start;

	*arg = (struct arg){0};
	if (scan_eat(scan, "..."))
		arg->flags |= ARG_SPREAD;
	if (scan_eat(scan, "**"))
		arg->flags |= ARG_KEYS;
	start = scan_here(scan);
	if (!scan_name(scan, &arg->key) || !scan_eat(scan, "=")) {
		scan->at = start;
		arg->key = NULL;
	}
	return read_operand(reader, LINK_ARG, index, &arg->value);
}

static bool read_args(struct reader *reader, struct insn *insn)
{
	VEC(struct arg) args = {0};

	if (!scan_eat(reader->scan, "("))
		return scan_expected(reader->scan, "`(`");
	while (!scan_eat(reader->scan, ")")) {
		struct arg arg;

		if (args.n && !scan_eat(reader->scan, ","))
			return scan_expected(reader->scan, "`,` or `)`");
		if (!read_arg(reader, args.n, &arg))
			return false;
		vec_push(reader->arena, &args, arg);
	}
	insn->args = args.at;
	insn->arg_count = args.n;
	return true;
}

static bool read_call(struct reader *reader, struct insn *insn)
{
	struct scanner *scan = reader->scan;

	scan_here(scan);
	if (scan->at < scan->source->length && scan->source->bytes[scan->at] == '%') {
		if (!read_operand(reader, LINK_A, 0, &insn->a))
			return false;
		if (scan_eat(scan, ".") && !scan_name(scan, &insn->name))
			return scan_expected(scan, "the name of a method");
	} else if (!scan_name(scan, &insn->name)) {
		return scan_expected(scan, "what to call");
	}
	return read_args(reader, insn);
}

static bool read_target(struct reader *reader, uint32_t index)
{
	struct symbol label;

	if (!scan_symbol(reader->scan, &label) || !label.name)
		return scan_expected(reader->scan, "the name of a block");
	link_add(reader, LINK_TARGET, label)->index = index;
	return true;
}

static bool read_test(struct reader *reader, struct insn *insn)
{
	for (unsigned i = 0; i < TEST_COUNT; i++) {
		insn->detail = (uint8_t)i;
		if (i == TEST_OPAQUE ? scan_eat(reader->scan, "?")
		                     : scan_word(reader->scan, test_text(i)))
			return true;
	}
	return scan_expected(reader->scan, "a test");
}

static bool read_branch(struct reader *reader, struct insn *insn)
{
	struct scanner *scan = reader->scan;

	if (!read_test(reader, insn))
		return false;
	insn->name = scan_quoted(scan);
	if (!scan_eat(scan, "?") &&
	        !(read_operand(reader, LINK_A, 0, &insn->a) && scan_eat(scan, "?")))
		return scan_expected(scan, "`?`");
	if (!read_target(reader, 0))
		return false;
	insn->target[1] = NO_BLOCK;
	return !scan_eat(scan, ":") || read_target(reader, 1);
}

static bool read_kind(struct reader *reader, struct insn *insn)
{
	for (unsigned i = 0; i < CONST_COUNT; i++) {
		insn->detail = (uint8_t)i;
		if (scan_word(reader->scan, const_text(i)))
			return true;
	}
	return scan_expected(reader->scan, "a kind of constant");
}

static bool read_symbol(struct reader *reader, enum link_kind kind)
{
	struct symbol symbol;

	if (!scan_symbol(reader->scan, &symbol))
		return scan_expected(reader->scan, "a name");
	link_add(reader, kind, symbol);
	return true;
}

static bool read_param(struct reader *reader, struct insn *insn)
{
	const struct func *func = reader->cursor.func;
	const char *name;

	if (!scan_number(reader->scan, &insn->var)) {
		if (!scan_name(reader->scan, &name))
			return scan_expected(reader->scan, "a parameter");
		insn->var = 0;
		while (insn->var < func->param_count && !same(func->param_names[insn->var], name))
			insn->var++;
	}
	if (insn->var >= func->param_count)
		return scan_fail(reader->scan, reader->scan->end, "no such parameter");
	insn->name = scan_quoted(reader->scan);
	return true;
}

static bool read_text_operand(struct reader *reader, struct insn *insn)
{
	struct scanner *scan = reader->scan;

	if (insn->op == OP_CONST || insn->op == OP_PRIM) {
		insn->name = scan_quoted(scan);
		if (!insn->name && insn->op == OP_CONST)
			insn->name = scan_literal(scan);
		return true;
	}
	return scan_name(scan, &insn->name) || scan_expected(scan, "a name");
}

static bool read_one_operand(struct reader *reader, struct insn *insn, char operand)
{
	switch (operand) {
	case 'a':
		return read_operand(reader, LINK_A, 0, &insn->a);
	case 'b':
		return read_operand(reader, LINK_B, 0, &insn->b);
	case 'c':
		return read_operand(reader, LINK_C, 0, &insn->c);
	case 'n':
		return read_text_operand(reader, insn);
	case 'k':
		return read_kind(reader, insn);
	case 'v':
		return read_symbol(reader, LINK_VAR);
	case 'f':
		return read_symbol(reader, LINK_FUNC);
	case 'g':
		return read_args(reader, insn);
	case 'j':
		return read_target(reader, 0);
	default:
		BUG("operand '%c'", operand);
	}
}

static bool flags_come(struct scanner *scan)
{
	uint32_t here = scan_here(scan);
	char c = here < scan->source->length ? scan->source->bytes[here] : '\0';

	return scan_line_is_over(scan) || c == '!' || c == '@';
}

static bool read_operands(struct reader *reader, struct insn *insn)
{
	const char *operands = op_operands(insn->op);

	if (insn->op == OP_PARAM)
		return read_param(reader, insn);
	if (insn->op == OP_CALL)
		return read_call(reader, insn);
	if (insn->op == OP_BRANCH)
		return read_branch(reader, insn);
	for (; *operands; operands++) {
		bool optional =
		        op_is_terminator(insn->op) || insn->op == OP_CONST || insn->op == OP_CAST;

		if (optional && *operands != 'k' && *operands != 'j' && flags_come(reader->scan))
			break;
		if (!read_one_operand(reader, insn, *operands))
			return false;
		if (operands[1])
			scan_eat(reader->scan, ",");
	}
	return true;
}

/* ---- statements ---- */

static bool read_flags(struct reader *reader, struct insn *insn)
{
	while (scan_eat(reader->scan, "!")) {
		const struct flag_word *word = insn_flag_words;

		while (word->text && !scan_word(reader->scan, word->text))
			word++;
		if (!word->text)
			return scan_expected(reader->scan, "new, error, hidden, maybe or holes");
		insn->flags |= (uint16_t)word->flag;
	}
	return true;
}

static bool read_op(struct reader *reader, struct insn *insn)
{
	for (unsigned i = 0; i < OP_COUNT; i++) {
		if (scan_word(reader->scan, op_text(i))) {
			insn->op = (uint8_t)i;
			return true;
		}
	}
	return false;
}

bool end_line(struct reader *reader)
{
	return scan_line_is_over(reader->scan) ||
	        scan_expected(reader->scan, "the end of the line");
}

/* One instruction; gives its number, 0 after an error. */
static uint32_t read_insn(struct reader *reader, struct insn *insn, uint32_t start)
{
	uint32_t number;

	if (!read_operands(reader, insn) || !read_flags(reader, insn))
		return 0;
	insn->span = (struct span){start, reader->scan->end};
	scan_span(reader->scan, &insn->span);
	if (reader->scan->error || !end_line(reader))
		return 0;
	if (insn->op != OP_BRANCH || insn->target[1] != NO_BLOCK)
		return emit(reader, *insn);
	insn->target[1] = block_new(reader->unit, reader->cursor.func);
	number = emit(reader, *insn);
	start_block(reader, insn->target[1]);
	return number;
}

/* `variable = ...` */
static bool read_assignment(struct reader *reader, struct symbol variable)
{
	uint32_t start = scan_here(reader->scan);
	struct insn store = {.op = OP_STORE}, insn = {0};

	if (!read_op(reader, &insn)) {
		if (!read_operand(reader, LINK_A, 0, &store.a))
			return false;
	} else {
		if (!op_has_result(insn.op))
			return scan_fail(reader->scan, start, "%s has no result", op_text(insn.op));
		store.a = read_insn(reader, &insn, start);
		if (!store.a)
			return false;
	}
	store.span = (struct span){variable.span.start, reader->scan->end};
	link_add(reader, LINK_VAR, variable);
	emit(reader, store);
	return end_line(reader);
}

static bool read_named_value(struct reader *reader, const char *name)
{
	uint32_t start = scan_here(reader->scan), number;
	struct insn insn = {0};

	if (!read_op(reader, &insn))
		return scan_expected(reader->scan, "an operation");
	if (!op_has_result(insn.op))
		return scan_fail(reader->scan, start, "%s has no result", op_text(insn.op));
	if (map_get(&reader->values, name))
		return scan_fail(reader->scan, start, "%%%s is set twice", name);
	number = read_insn(reader, &insn, start);
	map_put_number(&reader->values, name, number);
	return number != 0;
}

static bool read_label(struct reader *reader, struct symbol label)
{
	struct func *func = reader->cursor.func;
	bool first = !reader->labelled && !func->blocks.at[0].insns.n;
	uint32_t block = first ? 0 : block_new(reader->unit, func);

	if (!label.name)
		return scan_fail(reader->scan, label.span.start, "a block needs a name");
	if (map_get(&reader->labels, label.name))
		return scan_fail(
		        reader->scan, label.span.start, "%s stands here twice", label.name);
	map_put_number(&reader->labels, label.name, block + 1);
	reader->labelled = true;
	if (!first)
		ir_start(&reader->cursor, block);
	reader->unwind.name = NULL;
	if (scan_word(reader->scan, "unwind") && !scan_symbol(reader->scan, &reader->unwind))
		return scan_expected(reader->scan, "the name of a block");
	start_block(reader, block);
	return end_line(reader);
}

static bool read_var(struct reader *reader)
{
	struct scanner *scan = reader->scan;
	struct unit *unit = reader->unit;
	uint32_t func = reader->cursor.func->id, number;
	struct symbol symbol;
	struct var *var;

	if (!scan_symbol(scan, &symbol))
		return scan_expected(scan, "the name of a variable");
	number = var_new(unit, func, symbol.name, symbol.span);
	if (symbol.number != NO_NUMBER && symbol.number != number)
		return scan_fail(scan, symbol.span.start, "this is variable %" PRIu32, number);
	if (symbol.name)
		map_put_number(&reader->vars, scoped_key(reader, func, symbol.name), number + 1);
	var = &unit->vars.at[number];
	if (scan_word(scan, "type")) {
		var->type = scan_quoted(scan);
		if (!var->type)
			return scan_expected(scan, "a type in quotes");
	}
	var->exported = scan_word(scan, "exported");
	scan_span(scan, &var->span);
	return !scan->error;
}

static bool read_statement(struct reader *reader)
{
	struct scanner *scan = reader->scan;
	uint32_t start = scan_here(scan);
	const char *value = scan_value(scan);
	struct symbol symbol;
	struct insn insn = {0};

	if (value)
		return scan_eat(scan, "=") ? read_named_value(reader, value)
		                           : scan_expected(scan, "`=`");
	if (scan_word(scan, "var")) {
		do {
			if (!read_var(reader))
				return false;
		} while (scan_eat(scan, ","));
		return end_line(reader);
	}
	if (!scan_symbol(scan, &symbol))
		return scan_expected(scan, "an instruction");
	if (scan_eat(scan, ":"))
		return read_label(reader, symbol);
	if (scan_eat(scan, "="))
		return read_assignment(reader, symbol);
	scan->at = start;
	return read_op(reader, &insn) ? read_insn(reader, &insn, start) != 0
	                              : scan_expected(scan, "an instruction");
}

/* ---- the code of a function ---- */

static bool link_local(struct reader *reader, const struct link *link)
{
	struct func *func = reader->cursor.func;
	const struct map *map = link->kind >= LINK_TARGET ? &reader->labels : &reader->values;
	uintptr_t number = map_number(map, link->to.name);
	struct insn *insn;

	if (!number)
		return scan_fail(reader->scan, link->to.span.start, "no %s is called %s",
		        link->kind >= LINK_TARGET ? "block" : "value", link->to.name);
	if (link->kind == LINK_UNWIND) {
		func->blocks.at[link->insn].unwind = (uint32_t)number - 1;
		return true;
	}
	insn = &func->insns.at[link->insn];
	if (link->kind == LINK_TARGET)
		insn->target[link->index] = (uint32_t)number - 1;
	else if (link->kind == LINK_ARG)
		insn->args[link->index].value = (uint32_t)number;
	else
		*(link->kind == LINK_A                 ? &insn->a
		                : link->kind == LINK_B ? &insn->b
		                                       : &insn->c) = (uint32_t)number;
	return true;
}

bool read_code(struct reader *reader, struct func *func)
{
	bool good = true;

	reader->cursor = (struct cursor){reader->unit, func, 0, NO_BLOCK};
	reader->unwind.name = NULL;
	reader->labelled = false;
	reader->local.n = reader->local_done = 0;
	if (!scan_eat(reader->scan, "{"))
		return scan_expected(reader->scan, "`{`");
	while (good) {
		scan_next_line(reader->scan);
		if (scan_eat(reader->scan, "}"))
			break;
		good = read_statement(reader);
	}
	for (uint32_t i = 0; good && i < reader->local.n; i++)
		good = link_local(reader, &reader->local.at[i]);
	map_free(&reader->values);
	map_free(&reader->labels);
	return good;
}
