/*
 * Expressions → values. A text that is put together (a binary, a list of
 * texts) is a string with holes.
 */
#include "front/erl_lower.h"

#include <stdlib.h>

static uint32_t constant(
        struct erl *e, enum const_kind kind, const char *text, struct ts_child node)
{
	return ir_const(&e->base.at, kind, text, ts_span(node));
}

/* ---- texts ---- */

static char escaped(char letter)
{
	return lower_escaped("n\nt\tr\rs e\033", letter);
}

/* "..." without its quotes and simple escapes */
static void text_of(struct erl *e, struct ts_child node, struct buf *out)
{
	struct str text = ts_text(&e->base.walk, node);

	for (size_t i = 1; i + 1 < text.n; i++) {
		if (text.at[i] == '\\' && i + 2 < text.n)
			buf_char(out, escaped(text.at[++i]));
		else
			buf_char(out, text.at[i]);
	}
}

/* "a" "b" ?C; true when not all of it is known */
static bool joined(struct erl *e, struct ts_child node, struct buf *out)
{
	erl_nodes parts = erl_all(e, node, F_ELEMS);
	bool holes = false;

	if (node.kind == K_STRING)
		text_of(e, node, out);
	for (uint32_t i = 0; i < parts.n; i++) {
		if (parts.at[i].kind == K_STRING)
			text_of(e, parts.at[i], out);
		else
			buf_text(out, TEXT_HOLE);
		holes |= parts.at[i].kind != K_STRING;
	}
	return holes;
}

static uint32_t text_value(struct erl *e, struct buf *text, bool holes, struct ts_child node)
{
	uint32_t value = constant(e, CONST_STRING,
	        arena_strndup(e->base.arena, text->n ? text->at : "", text->n), node);

	if (holes)
		e->base.at.func->insns.at[value].flags |= TEMPLATE_HOLES;
	buf_free(text);
	return value;
}

static uint32_t string(struct erl *e, struct ts_child node)
{
	struct buf text = {0};
	bool holes = joined(e, node, &text);

	return text_value(e, &text, holes, node);
}

/* $a, 97; what is no letter of ASCII is a blank */
static char letter(struct erl *e, struct ts_child node)
{
	struct str text = ts_text(&e->base.walk, node);
	long number = node.kind == K_INTEGER ? atol(lower_str(&e->base, node))
	                                     : (unsigned char)text.at[text.n - 1];

	if (node.kind == K_CHAR && text.n == 3 && text.at[1] == '\\')
		number = (unsigned char)escaped(text.at[2]);
	return number > 0 && number < 128 ? (char)number : ' ';
}

/* <<"a", B/binary, C>> */
static uint32_t binary(struct erl *e, struct ts_child node)
{
	erl_nodes elements = erl_all(e, node, F_ELEMENTS);
	struct buf text = {0};
	bool holes = false;

	for (uint32_t i = 0; i < elements.n; i++) {
		struct ts_kids kids = ts_open(&e->base.walk, elements.at[i]);
		struct ts_child part = ts_field(&e->base.walk, kids, F_ELEMENT);
		bool typed = !ts_none(ts_field(&e->base.walk, kids, F_TYPES)) ||
		        !ts_none(ts_field(&e->base.walk, kids, F_SIZE));
		struct arg arg = {0};

		if (part.kind == K_STRING || part.kind == K_CONCATABLES) {
			holes |= joined(e, part, &text);
			continue;
		}
		if (!typed && (part.kind == K_INTEGER || part.kind == K_CHAR)) {
			buf_char(&text, letter(e, part));
			continue;
		}
		holes = true;
		buf_text(&text, typed ? TEXT_HOLE : BYTE_HOLE);
		arg.value = erl_expr(e, part);
		ir_prim(&e->base.at, &arg, 1, ts_span(part));
	}
	return text_value(e, &text, holes, node);
}

/* ---- names, funs, containers ---- */

static uint32_t name_value(struct erl *e, struct ts_child node)
{
	struct erl_name *name = erl_name(e, node);

	return name ? ir_load(&e->base.at, name->var, ts_span(node))
	            : lower_unknown(&e->base, ts_span(node));
}

static uint32_t closure(struct erl *e, uint32_t func, struct span span)
{
	struct insn insn = {.op = OP_CLOSURE, .func = func, .span = span};

	return ir_add(&e->base.at, insn);
}

static uint32_t internal_fun(struct erl *e, struct ts_child node)
{
	struct ts_child arity = ts_child_of(&e->base.walk, node, F_ARITY);
	struct erl_function *function = map_get(&e->functions,
	        arena_printf(&e->base.scratch, "%s%s",
	                lower_str(&e->base, ts_child_of(&e->base.walk, node, F_FUN)),
	                lower_str(&e->base, arity)));

	return function ? closure(e, function->func, ts_span(node))
	                : lower_unknown(&e->base, ts_span(node));
}

/* fun(A) -> ...; (B) -> ... end: a function of its own that sees the names around it */
uint32_t erl_fun(struct erl *e, struct ts_child node)
{
	erl_nodes clauses = erl_all(e, node, F_CLAUSES), args = {0};
	struct erl_function *around = e->function;
	struct cursor at = e->base.at;
	struct func *func = func_new(e->base.unit, at.func->id, "", ts_span(node));
	uint32_t mark = e->names.n;
	uint32_t *values;

	if (clauses.n)
		args = erl_all(e, ts_child_of(&e->base.walk, clauses.at[0], F_ARGS), F_ARGS);
	values = arena_array(&e->base.scratch, uint32_t, args.n + 1);
	func->flags = FUNC_THROWS;
	func->param_count = args.n;
	func->param_names = arena_array(e->base.arena, const char *, args.n + 1);
	e->base.at = (struct cursor){e->base.unit, func, 0, NO_BLOCK};
	e->function = NULL;
	for (uint32_t i = 0; i < args.n; i++) {
		struct insn param = {.op = OP_PARAM, .var = i, .span = ts_span(args.at[i])};

		func->param_names[i] =
		        args.at[i].kind == K_VAR ? lower_str(&e->base, args.at[i]) : "";
		values[i] = ir_add(&e->base.at, param);
	}
	erl_clauses(e, &clauses, values, args.n, RETURNED);
	e->names.n = mark;
	e->function = around;
	e->base.at = at;
	return closure(e, func->id, ts_span(node));
}

/* fun m:f/2 is fun(A, B) -> m:f(A, B) end */
static uint32_t external_fun(struct erl *e, struct ts_child node)
{
	struct ts_child module =
	        ts_first(&e->base.walk, ts_child_of(&e->base.walk, node, F_MODULE));
	struct ts_child name = ts_child_of(&e->base.walk, node, F_FUN);
	struct ts_child count =
	        ts_child_of(&e->base.walk, ts_child_of(&e->base.walk, node, F_ARITY), F_VALUE);
	uint32_t arity = (uint32_t)strtoul(lower_str(&e->base, count), NULL, 10);
	struct func *func;
	struct cursor at;
	erl_args args = {0};

	if (module.kind != K_ATOM || name.kind != K_ATOM || count.kind != K_INTEGER || arity > 255)
		return lower_unknown(&e->base, ts_span(node));
	func = func_new(e->base.unit, e->base.at.func->id, "", ts_span(node));
	func->flags = FUNC_THROWS;
	func->param_count = arity;
	func->param_names = arena_array(e->base.arena, const char *, arity + 1);
	at = (struct cursor){e->base.unit, func, 0, NO_BLOCK};
	for (uint32_t i = 0; i < arity; i++) {
		struct insn param = {.op = OP_PARAM, .var = i, .span = ts_span(node)};
		struct arg arg = {.value = ir_add(&at, param)};

		func->param_names[i] = "";
		vec_push(&e->base.scratch, &args, arg);
	}
	ir_return(&at,
	        ir_call(&at, 0,
	                arena_printf(e->base.arena, "%s:%s", lower_str(&e->base, module),
	                        lower_str(&e->base, name)),
	                args.at, args.n, ts_span(node)),
	        ts_span(node));
	return closure(e, func->id, ts_span(node));
}

static void add_item(struct erl *e, erl_args *args, const char *key, struct ts_child node)
{
	struct arg arg = {.value = erl_expr(e, node), .key = key};

	vec_push(&e->base.scratch, args, arg);
}

static uint32_t container(struct erl *e, struct ts_child node, enum const_kind kind, uint16_t field)
{
	erl_nodes items = erl_all(e, node, field);
	erl_args args = {0};

	for (uint32_t i = 0; i < items.n; i++) {
		struct ts_child item = items.at[i];

		if (item.kind == K_PIPE) {
			add_item(e, &args, NULL, ts_child_of(&e->base.walk, item, F_LHS));
			item = ts_child_of(&e->base.walk, item, F_RHS);
			add_item(e, &args, NULL, item);
			args.at[args.n - 1].flags = ARG_SPREAD;
			continue;
		}
		add_item(e, &args, NULL, item);
	}
	return ir_make(&e->base.at, kind, args.at, args.n, ts_span(node));
}

static uint32_t tuple(struct erl *e, struct ts_child node)
{
	struct ts_child held;
	bool error;
	uint32_t value;
	struct arg arg = {0};

	if (!erl_tagged(e, node, &held, &error))
		return container(e, node, CONST_TUPLE, F_EXPR);
	value = erl_expr(e, held);
	if (!error)
		return value;
	arg.value = value;
	ir_any(&e->base.at, &arg, 1, ts_span(held));
	return constant(e, CONST_ERROR, NULL, node);
}

struct erl_entry erl_entry(struct erl *e, struct ts_child item)
{
	bool map = item.kind == K_MAP_FIELD;
	struct erl_entry entry = {ts_child_of(&e->base.walk, item, map ? F_KEY : F_NAME),
	        ts_child_of(&e->base.walk, item, map ? F_VALUE : F_EXPR)};

	if (entry.value.kind == K_FIELD_EXPR)
		entry.value = ts_child_of(&e->base.walk, entry.value, F_EXPR);
	return entry;
}

static uint32_t fields(struct erl *e, struct ts_child node)
{
	erl_nodes items = erl_all(e, node, F_FIELDS);
	erl_args args = {0};

	for (uint32_t i = 0; i < items.n; i++) {
		struct erl_entry entry = erl_entry(e, items.at[i]);

		if (!ts_none(entry.value))
			add_item(e, &args, lower_str(&e->base, entry.name), entry.value);
	}
	return ir_make(&e->base.at, CONST_OBJECT, args.at, args.n, ts_span(node));
}

static uint32_t record_get(struct erl *e, struct ts_child node)
{
	uint32_t base = erl_expr(e, ts_child_of(&e->base.walk, node, F_EXPR));
	struct ts_child name = ts_child_of(&e->base.walk, node, F_FIELD);

	return ir_field(&e->base.at, base, lower_str(&e->base, ts_first(&e->base.walk, name)),
	        ts_span(node));
}

/* ---- operators ---- */

static uint32_t parts(struct erl *e, struct ts_child node)
{
	struct ts_kids kids = ts_open(&e->base.walk, node);
	erl_args args = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(ts_kid(&e->base.walk, kids, i)))
			add_item(e, &args, NULL, ts_kid(&e->base.walk, kids, i));
	return ir_any(&e->base.at, args.at, args.n, ts_span(node));
}

static bool has_token(struct erl *e, struct ts_child node, uint16_t kind)
{
	struct ts_kids kids = ts_open(&e->base.walk, node);

	return !ts_none(ts_kind(&e->base.walk, kids, kind));
}

/* A andalso B: B only where A holds */
static uint32_t logical(struct erl *e, struct ts_child node, bool both)
{
	uint32_t right = lower_block(&e->base), end = lower_block(&e->base),
	         result = lower_temp(&e->base), value;

	value = erl_expr(e, ts_child_of(&e->base.walk, node, F_LHS));
	ir_store(&e->base.at, result, value, ts_span(node));
	ir_branch(&e->base.at, TEST_OPAQUE, NULL, value, both ? right : end, both ? end : right,
	        ts_span(node));
	ir_start(&e->base.at, right);
	erl_into(e, ts_child_of(&e->base.walk, node, F_RHS), result);
	ir_start(&e->base.at, end);
	return ir_load(&e->base.at, result, ts_span(node));
}

static uint32_t operation(struct erl *e, struct ts_child node)
{
	struct arg args[2] = {{0}};

	if (has_token(e, node, K_ANDALSO) || has_token(e, node, K_ORELSE))
		return logical(e, node, has_token(e, node, K_ANDALSO));
	args[0].value = erl_expr(e, ts_child_of(&e->base.walk, node, F_LHS));
	args[1].value = erl_expr(e, ts_child_of(&e->base.walk, node, F_RHS));
	/* a message, or lists put together: the parts go on living there */
	if (has_token(e, node, K_SEND) || strstr(lower_str(&e->base, node), "++"))
		return ir_any(&e->base.at, args, 2, ts_span(node));
	return ir_prim(&e->base.at, args, 2, ts_span(node));
}

static uint32_t match_value(struct erl *e, struct ts_child node)
{
	uint32_t value = erl_expr(e, ts_child_of(&e->base.walk, node, F_RHS));
	struct ts_child pattern = ts_child_of(&e->base.walk, node, F_LHS);
	uint32_t fail, good;

	if (!ir_open(&e->base.at))
		return value;
	fail = lower_block(&e->base);
	good = lower_block(&e->base);
	erl_match(e, pattern, value, fail);
	ir_start(&e->base.at, good);
	e->base.at.block = NO_BLOCK;
	ir_start(&e->base.at, fail);
	erl_throw(e, ts_span(pattern));
	ir_start(&e->base.at, good);
	return value;
}

static uint32_t caught(struct erl *e, struct ts_child node)
{
	uint32_t outer = e->base.at.unwind, handler = lower_block(&e->base),
	         end = lower_block(&e->base);
	uint32_t result = lower_temp(&e->base);

	e->base.at.unwind = handler;
	ir_start(&e->base.at, lower_block(&e->base));
	erl_into(e, ts_child_of(&e->base.walk, node, F_EXPR), result);
	e->base.at.unwind = outer;
	if (ir_open(&e->base.at))
		ir_jump(&e->base.at, end, ts_span(node));
	ir_start(&e->base.at, handler);
	ir_store(&e->base.at, result, constant(e, CONST_ERROR, NULL, node), ts_span(node));
	ir_start(&e->base.at, end);
	return ir_load(&e->base.at, result, ts_span(node));
}

static uint32_t through(struct erl *e, struct ts_child node)
{
	uint32_t result = lower_temp(&e->base);

	erl_into(e, node, result);
	return ir_open(&e->base.at) ? ir_load(&e->base.at, result, ts_span(node))
	                            : lower_unknown(&e->base, ts_span(node));
}

static uint32_t value_of(struct erl *e, struct ts_child node)
{
	switch (node.kind) {
	case K_VAR:
		return name_value(e, node);
	case K_ATOM:
		return constant(e, lower_is(&e->base, node, "error") ? CONST_ERROR : CONST_OTHER,
		        NULL, node);
	case K_INTEGER:
	case K_FLOAT:
	case K_CHAR:
		return constant(e, CONST_NUMBER, NULL, node);
	case K_STRING:
	case K_CONCATABLES:
		return string(e, node);
	case K_BINARY:
		return binary(e, node);
	case K_TUPLE:
		return tuple(e, node);
	case K_LIST:
		return container(e, node, CONST_ARRAY, F_EXPRS);
	case K_MAP:
	case K_RECORD:
		return fields(e, node);
	case K_RECORD_GET:
		return record_get(e, node);
	case K_CALL:
		return erl_call(e, node);
	case K_REMOTE:
		return erl_remote(e, node);
	case K_MATCH:
		return match_value(e, node);
	case K_CATCH:
		return caught(e, node);
	case K_ANONYMOUS_FUN:
		return erl_fun(e, node);
	case K_INTERNAL_FUN:
		return internal_fun(e, node);
	case K_EXTERNAL_FUN:
		return external_fun(e, node);
	case K_LIST_COMPREHENSION:
	case K_MAP_COMPREHENSION:
	case K_BINARY_COMPREHENSION:
		return erl_comprehension(e, node);
	case K_BINARY_OP:
		return operation(e, node);
	case K_PAREN:
		return erl_expr(e, ts_child_of(&e->base.walk, node, F_EXPR));
	case K_CASE:
	case K_IF:
	case K_RECEIVE:
	case K_TRY:
	case K_MAYBE:
	case K_BLOCK:
		return through(e, node);
	default:
		return parts(e, node);
	}
}

uint32_t erl_expr(struct erl *e, struct ts_child node)
{
	uint32_t value;

	if (ts_none(node) || !lower_enter(&e->base, node))
		return lower_unknown(&e->base, ts_span(node));
	value = value_of(e, node);
	lower_done(&e->base);
	return value;
}

/* ---- where values go ---- */

static bool is_failure(struct erl *e, struct ts_child node)
{
	struct ts_child held;
	bool error;

	return lower_is(&e->base, node, "error") || (erl_tagged(e, node, &held, &error) && error);
}

static void value_into(struct erl *e, struct ts_child node, uint32_t result)
{
	struct insn insn = {.span = ts_span(node)};

	if (result == RETURNED && erl_again(e, node))
		return;
	insn.a = erl_expr(e, node);
	if (!ir_open(&e->base.at))
		return;
	if (result == RETURNED) {
		insn.op = OP_RETURN;
		insn.flags = is_failure(e, node) ? RETURN_ERROR : 0;
		ir_add(&e->base.at, insn);
	} else if (result != NOWHERE) {
		ir_store(&e->base.at, result, insn.a, insn.span);
	} else if (node.kind == K_CALL || node.kind == K_REMOTE) {
		insn.op = OP_DROP;
		ir_add(&e->base.at, insn);
	}
}

void erl_sequence(struct erl *e, const erl_nodes *nodes, uint32_t result)
{
	for (uint32_t i = 0; i < nodes->n && ir_open(&e->base.at); i++)
		erl_into(e, nodes->at[i], i + 1 == nodes->n ? result : NOWHERE);
}

static void into(struct erl *e, struct ts_child node, uint32_t result)
{
	erl_nodes nodes;

	switch (node.kind) {
	case K_CASE:
		erl_case(e, node, result);
		break;
	case K_IF:
		erl_if(e, node, result);
		break;
	case K_RECEIVE:
		erl_receive(e, node, result);
		break;
	case K_TRY:
		erl_try(e, node, result);
		break;
	case K_MAYBE:
		erl_maybe(e, node, result);
		break;
	case K_BLOCK:
		nodes = erl_all(e, node, F_EXPRS);
		erl_sequence(e, &nodes, result);
		break;
	default:
		value_into(e, node, result);
		break;
	}
}

void erl_into(struct erl *e, struct ts_child node, uint32_t result)
{
	if (ts_none(node) || !lower_enter(&e->base, node))
		return;
	into(e, node, result);
	lower_done(&e->base);
}
