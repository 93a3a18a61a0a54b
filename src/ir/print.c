/*
 * IR → text (the form is in form.h). Prints what unit_read reads back to the
 * same text. The one trick is naming: a variable or a function is printed by
 * its name where that name finds it, and with a number behind it where not;
 * variables are numbered in the order in which they are printed.
 */
#include "ir/form.h"

#include <inttypes.h>

const struct flag_word func_flag_words[] = {
        {"async", FUNC_ASYNC},
        {"generator", FUNC_GENERATOR},
        {"method", FUNC_METHOD},
        {"constructor", FUNC_CONSTRUCTOR},
        {"exported", FUNC_EXPORTED},
        {"test", FUNC_TEST},
        {"throws", FUNC_THROWS},
        {"guarded", FUNC_GUARDED},
        {"gives", FUNC_GIVES},
        {"nullable", FUNC_NULLABLE},
        {"destructor", FUNC_DESTRUCTOR},
        {NULL, 0},
};

const struct flag_word insn_flag_words[] = {
        {"new", CALL_NEW},
        {"error", RETURN_ERROR},
        {"hidden", INSN_HIDDEN},
        {"maybe", CALL_MAYBE},
        {"holes", TEMPLATE_HOLES},
        {"lazy", MAKE_LAZY},
        {"rest", PARAM_REST},
        {"unset", VAR_UNSET},
        {"address", GLOBAL_ADDRESS},
        {NULL, 0},
};

const char *op_operands(enum op op)
{
	static const char *const operands[] = {
#define OP(id, text, operands, result) [OP_##id] = operands,
#include "ir/op.def"
#undef OP
	};

	return operands[op];
}

const char *test_text(enum test test)
{
	static const char *const texts[] = {
#define TEST(id, text) [TEST_##id] = text,
#include "ir/test.def"
#undef TEST
	};

	return texts[test];
}

const char *const_text(enum const_kind kind)
{
	static const char *const texts[] = {
#define CONST_KIND(id, text) [CONST_##id] = text,
#include "ir/const.def"
#undef CONST_KIND
	};

	return texts[kind];
}

struct printer {
	const struct unit *unit;
	struct buf *out;
	bool spans;
	struct arena arena;  /* of labels and keys below */
	uint32_t *var_label; /* by variable: its number in the text */
	struct map vars;     /* "FUNC NAME" → &unit->vars.at[i], or `many` */
	struct map funcs;    /* NAME → struct func, or `many` */
	char many;           /* its address: more than one */
};

static void put_quoted(struct buf *out, const char *text)
{
	buf_char(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n')
			buf_text(out, "\\n");
		else if (c < ' ' || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_char(out, (char)c);
	}
	buf_char(out, '"');
}

static void put_name(struct buf *out, const char *name)
{
	const char *end = name;

	if (!name) {
		buf_char(out, '_');
		return;
	}
	while (end == name ? name_starts(*end) : name_goes_on(*end))
		end++;
	if (end == name || *end || same(name, "_"))
		put_quoted(out, name);
	else
		buf_text(out, name);
}

static void put_numbered(struct buf *out, const char *name, uint32_t number)
{
	if (name && *name)
		put_name(out, name);
	buf_printf(out, "#%" PRIu32, number);
}

static void put_span(const struct printer *printer, struct span span)
{
	if (printer->spans)
		buf_printf(printer->out, " @%" PRIu32 "-%" PRIu32, span.start, span.end);
}

/* ---- names that find what they name ---- */

static void put_in_map(struct printer *printer, struct map *map, const char *key, void *value)
{
	map_put(map, key, map_get(map, key) ? &printer->many : value);
}

static const char *var_key(struct printer *printer, uint32_t func, const char *name)
{
	return arena_printf(&printer->arena, "%" PRIu32 " %s", func, name);
}

static void name_all(struct printer *printer)
{
	const struct unit *unit = printer->unit;
	uint32_t label = 0;

	printer->var_label = arena_array(&printer->arena, uint32_t, unit->vars.n);
	for (uint32_t f = 0; f < unit->funcs.n; f++) {
		put_in_map(printer, &printer->funcs, unit->funcs.at[f]->name, unit->funcs.at[f]);
		for (uint32_t v = 0; v < unit->vars.n; v++) {
			if (unit->vars.at[v].func == f)
				printer->var_label[v] = label++;
		}
	}
	for (uint32_t v = 0; v < unit->vars.n; v++) {
		struct var *var = &unit->vars.at[v];

		if (var->name)
			put_in_map(printer, &printer->vars, var_key(printer, var->func, var->name),
			        var);
	}
}

static bool var_found_from(struct printer *printer, const struct var *var, const struct func *func)
{
	const struct unit *unit = printer->unit;

	if (!var->name || !*var->name)
		return false;
	for (;;) {
		const void *found = map_get(&printer->vars, var_key(printer, func->id, var->name));

		if (found)
			return found == var;
		if (func->parent >= unit->funcs.n)
			return false;
		func = unit->funcs.at[func->parent];
	}
}

static void put_var(struct printer *printer, const struct func *from, uint32_t number)
{
	const struct var *var;

	if (number >= printer->unit->vars.n) {
		buf_text(printer->out, "#none");
		return;
	}
	var = &printer->unit->vars.at[number];
	if (var_found_from(printer, var, from))
		put_name(printer->out, var->name);
	else
		put_numbered(printer->out, var->name, printer->var_label[number]);
}

static void put_func(const struct printer *printer, uint32_t number)
{
	const struct func *func;

	if (number >= printer->unit->funcs.n) {
		buf_text(printer->out, "#none");
		return;
	}
	func = printer->unit->funcs.at[number];
	if (*func->name && map_get(&printer->funcs, func->name) == func)
		put_name(printer->out, func->name);
	else
		put_numbered(printer->out, func->name, number);
}

/* ---- instructions ---- */

static void put_value(struct buf *out, uint32_t value)
{
	buf_printf(out, "%%%" PRIu32, value);
}

static void put_args(struct buf *out, const struct insn *insn)
{
	buf_char(out, '(');
	for (uint32_t i = 0; i < insn->arg_count; i++) {
		const struct arg *arg = &insn->args[i];

		buf_text(out, i ? ", " : "");
		buf_text(out, arg->flags & ARG_SPREAD ? "..." : "");
		buf_text(out, arg->flags & ARG_KEYS ? "**" : "");
		if (arg->key) {
			put_name(out, arg->key);
			buf_char(out, '=');
		}
		put_value(out, arg->value);
	}
	buf_char(out, ')');
}

static void put_call(struct buf *out, const struct insn *insn)
{
	buf_char(out, ' ');
	if (insn->a || !insn->name)
		put_value(out, insn->a);
	if (insn->a && insn->name)
		buf_char(out, '.');
	if (insn->name)
		put_name(out, insn->name);
	put_args(out, insn);
}

static void put_branch(struct buf *out, const struct insn *insn)
{
	buf_printf(out, " %s", test_text(insn->detail));
	if (insn->name) {
		buf_char(out, ' ');
		put_quoted(out, insn->name);
	}
	if (insn->a)
		buf_printf(out, " %%%" PRIu32, insn->a);
	buf_printf(out, " ? b%" PRIu32 " : b%" PRIu32, insn->target[0], insn->target[1]);
}

static void put_text_operand(struct buf *out, const struct insn *insn)
{
	if (insn->op == OP_CONST || insn->op == OP_PARAM || insn->op == OP_PRIM)
		put_quoted(out, insn->name);
	else
		put_name(out, insn->name);
}

static bool is_left_out(const struct insn *insn, char operand)
{
	if (operand == 'n')
		return !insn->name &&
		        (insn->op == OP_CONST || insn->op == OP_PARAM || insn->op == OP_CAST ||
		                insn->op == OP_PRIM);
	return operand == 'a' && !insn->a && op_is_terminator(insn->op);
}

static void put_operand(
        struct printer *printer, const struct func *func, const struct insn *insn, char operand)
{
	struct buf *out = printer->out;

	switch (operand) {
	case 'a':
		put_value(out, insn->a);
		break;
	case 'b':
		put_value(out, insn->b);
		break;
	case 'c':
		put_value(out, insn->c);
		break;
	case 'n':
		put_text_operand(out, insn);
		break;
	case 'k':
		buf_text(out, const_text(insn->detail));
		break;
	case 'v':
		put_var(printer, func, insn->var);
		break;
	case 'f':
		put_func(printer, insn->func);
		break;
	case 'g':
		put_args(out, insn);
		break;
	case 'j':
		buf_printf(out, "b%" PRIu32, insn->target[0]);
		break;
	default:
		BUG("operand '%c'", operand);
	}
}

static void put_operands(struct printer *printer, const struct func *func, const struct insn *insn)
{
	const char *operands = op_operands(insn->op);
	bool first = true;

	if (insn->op == OP_PARAM)
		buf_printf(printer->out, " %" PRIu32, insn->var);
	for (; *operands; operands++) {
		if (is_left_out(insn, *operands))
			continue;
		/* a kind is a word of its own: `const string "x"` */
		buf_text(printer->out, first || operands[-1] == 'k' ? " " : ", ");
		put_operand(printer, func, insn, *operands);
		first = false;
	}
}

static void put_insn(struct printer *printer, const struct func *func, uint32_t number)
{
	const struct insn *insn = &func->insns.at[number];
	struct buf *out = printer->out;

	buf_text(out, "  ");
	if (op_has_result(insn->op))
		buf_printf(out, "%%%" PRIu32 " = ", number);
	buf_text(out, op_text(insn->op));
	if (insn->op == OP_CALL)
		put_call(out, insn);
	else if (insn->op == OP_BRANCH)
		put_branch(out, insn);
	else
		put_operands(printer, func, insn);
	for (const struct flag_word *word = insn_flag_words; word->text; word++) {
		if (insn->flags & word->flag)
			buf_printf(out, " !%s", word->text);
	}
	put_span(printer, insn->span);
	buf_char(out, '\n');
}

static void put_blocks(struct printer *printer, const struct func *func)
{
	for (uint32_t i = 0; i < func->blocks.n; i++) {
		const struct block *block = &func->blocks.at[i];

		buf_printf(printer->out, "b%" PRIu32 ":", i);
		if (block->unwind != NO_BLOCK)
			buf_printf(printer->out, " unwind b%" PRIu32, block->unwind);
		buf_char(printer->out, '\n');
		for (uint32_t j = 0; j < block->insns.n; j++)
			put_insn(printer, func, block->insns.at[j]);
	}
}

/* ---- functions and units ---- */

static void put_params(const struct printer *printer, const struct func *func)
{
	buf_char(printer->out, '(');
	for (uint32_t i = 0; i < func->param_count; i++) {
		buf_text(printer->out, i ? ", " : "");
		put_name(printer->out, func->param_names ? func->param_names[i] : NULL);
	}
	buf_char(printer->out, ')');
}

static void put_func_header(const struct printer *printer, const struct func *func)
{
	struct buf *out = printer->out;

	if (func->id == 0) {
		buf_text(out, "body");
	} else {
		buf_text(out, "func ");
		put_func(printer, func->id);
		put_params(printer, func);
	}
	for (const struct flag_word *word = func_flag_words; word->text; word++) {
		if (func->flags & word->flag)
			buf_printf(out, " %s", word->text);
	}
	if (func->class_name) {
		buf_text(out, " class ");
		put_name(out, func->class_name);
	}
	if (func->id && func->parent) {
		buf_text(out, " in ");
		put_func(printer, func->parent);
	}
	if (func->return_type) {
		buf_text(out, " type ");
		put_quoted(out, func->return_type);
	}
	put_span(printer, func->span);
	put_span(printer, func->name_span);
	buf_text(out, " {\n");
}

static void put_vars(struct printer *printer, const struct func *func)
{
	struct buf *out = printer->out;

	for (uint32_t i = 0; i < printer->unit->vars.n; i++) {
		const struct var *var = &printer->unit->vars.at[i];

		if (var->func != func->id)
			continue;
		buf_text(out, "  var ");
		put_var(printer, func, i);
		if (var->type) {
			buf_text(out, " type ");
			put_quoted(out, var->type);
		}
		buf_text(out, var->exported ? " exported" : "");
		put_span(printer, var->span);
		buf_char(out, '\n');
	}
}

static void put_export(struct printer *printer, const struct export *export)
{
	struct buf *out = printer->out;

	buf_text(out, "export ");
	put_name(out, export->name);
	if (export->func != NO_FUNC) {
		buf_text(out, " func ");
		put_func(printer, export->func);
	}
	if (export->var != NO_VAR) {
		buf_text(out, " var ");
		put_var(printer, printer->unit->funcs.at[0], export->var);
	}
	if (export->class_name) {
		buf_text(out, " class ");
		put_name(out, export->class_name);
	}
	if (export->from) {
		buf_text(out, " from ");
		put_quoted(out, export->from);
	}
	buf_char(out, '\n');
}

static void print_unit(const struct unit *unit, struct buf *out, bool spans);

static void put_embed(struct printer *printer, const struct embed *embed)
{
	struct buf *out = printer->out;

	buf_text(out, "embed ");
	put_func(printer, embed->func);
	buf_printf(out, " %%%" PRIu32 " %s", embed->value, language_text(embed->language));
	if (embed->unit) {
		buf_text(out, " {\n");
		print_unit(embed->unit, out, printer->spans);
		buf_char(out, '}');
	}
	buf_char(out, '\n');
}

static void put_unit_header(const struct unit *unit, struct buf *out)
{
	buf_printf(out, "unit %s", language_text(unit->language));
	if (unit->module) {
		buf_text(out, " module ");
		put_quoted(out, unit->module);
	}
	buf_text(out, unit->generated ? " generated" : "");
	buf_text(out, unit->snippet ? " snippet" : "");
	if (unit->unread)
		buf_printf(out, " unread %" PRIu32, unit->unread);
	buf_char(out, '\n');
}

static void print_unit(const struct unit *unit, struct buf *out, bool spans)
{
	struct printer printer = {.unit = unit, .out = out, .spans = spans};

	name_all(&printer);
	put_unit_header(unit, out);
	for (uint32_t i = 0; i < unit->exports.n; i++)
		put_export(&printer, &unit->exports.at[i]);
	for (uint32_t i = 0; i < unit->funcs.n; i++) {
		put_func_header(&printer, unit->funcs.at[i]);
		put_vars(&printer, unit->funcs.at[i]);
		put_blocks(&printer, unit->funcs.at[i]);
		buf_text(out, "}\n");
	}
	for (uint32_t i = 0; i < unit->embeds.n; i++)
		put_embed(&printer, &unit->embeds.at[i]);
	map_free(&printer.vars);
	map_free(&printer.funcs);
	arena_free(&printer.arena);
}

void unit_print(const struct unit *unit, struct buf *out)
{
	print_unit(unit, out, true);
}

void unit_print_short(const struct unit *unit, struct buf *out)
{
	print_unit(unit, out, false);
}
