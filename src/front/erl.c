/*
 * The Erlang front end: entry, the functions of a file, and what all its parts
 * use. See erl_lower.h for what becomes of what.
 */
#include "front/erl_lower.h"

#include <grammars.h>

/* Deeper than any program, shallower than any stack. */
enum { MOST_DEPTH = 400, MOST_NOTES = 20 };

static const struct ts_name kinds[] = {
#define KIND(id, text) {text, false},
#define TOKEN(id, text) {text, true},
#include "front/erl_kind.def"
#undef TOKEN
#undef KIND
};

static const char *const fields[] = {
#define FIELD(id, text) text,
#include "front/erl_field.def"
#undef FIELD
};

static void note(struct erl *e, struct span span, const char *message)
{
	struct front_note added = {span, message};

	e->unit->unread++;
	if (e->result->notes.n < MOST_NOTES)
		vec_push(e->arena, &e->result->notes, added);
}

bool erl_enter(struct erl *e, struct ts_child node)
{
	if (e->depth >= MOST_DEPTH) {
		note(e, ts_span(node), "nested too deeply");
		return false;
	}
	e->depth++;
	return true;
}

void erl_done(struct erl *e)
{
	e->depth--;
}

char *erl_str(struct erl *e, struct ts_child node)
{
	return arena_str(e->arena, ts_text(&e->walk, node));
}

bool erl_is(const struct erl *e, struct ts_child node, const char *text)
{
	return str_is(ts_text(&e->walk, node), text);
}

uint32_t erl_block(struct erl *e)
{
	return block_new(e->unit, e->at.func);
}

uint32_t erl_temp(struct erl *e)
{
	return var_new(e->unit, e->at.func->id, NULL, (struct span){0, 0});
}

uint32_t erl_unknown(struct erl *e, struct span span)
{
	return ir_any(&e->at, NULL, 0, span);
}

void erl_throw(struct erl *e, struct span span)
{
	struct insn insn = {.op = OP_THROW, .flags = INSN_HIDDEN, .span = span};

	if (!ir_open(&e->at))
		return;
	insn.a = ir_const(&e->at, CONST_ERROR, NULL, span);
	ir_add(&e->at, insn);
}

erl_nodes erl_all(struct erl *e, struct ts_child node, uint16_t field)
{
	struct ts_kids kids = ts_open(&e->walk, node);
	erl_nodes found = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_kid(&e->walk, kids, i).field == field)
			vec_push(&e->scratch, &found, ts_kid(&e->walk, kids, i));
	return found;
}

/* ---- what a file defines ---- */

static struct erl_function *function_of(struct erl *e, struct ts_child clause)
{
	struct ts_child name = ts_child_of(&e->walk, clause, F_NAME);
	erl_nodes args = erl_all(e, ts_child_of(&e->walk, clause, F_ARGS), F_ARGS);
	const char *key = arena_printf(&e->scratch, "%s/%u", erl_str(e, name), args.n);
	struct erl_function *function = map_get(&e->functions, key);
	struct func *func;

	if (function)
		return function;
	function = arena_new(&e->scratch, struct erl_function);
	function->name = erl_str(e, name);
	function->key = key;
	function->arity = args.n;
	func = func_new(e->unit, 0, function->name, ts_span(clause));
	func->name_span = ts_span(name);
	func->flags = FUNC_THROWS;
	func->param_count = args.n;
	func->param_names = arena_array(e->arena, const char *, args.n + 1);
	for (uint32_t i = 0; i < args.n; i++)
		func->param_names[i] = args.at[i].kind == K_VAR ? erl_str(e, args.at[i]) : "";
	function->func = func->id;
	map_put(&e->functions, key, function);
	vec_push(&e->scratch, &e->list, function);
	return function;
}

static void scan_exports(struct erl *e, struct ts_child node)
{
	erl_nodes funs = erl_all(e, node, F_FUNS);

	for (uint32_t i = 0; i < funs.n; i++) {
		struct erl_function *function = map_get(&e->functions, erl_str(e, funs.at[i]));

		if (function)
			e->unit->funcs.at[function->func]->flags |= FUNC_EXPORTED;
	}
}

static void scan(struct erl *e, struct ts_child root, bool exports)
{
	struct ts_kids kids = ts_open(&e->walk, root);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&e->walk, kids, i), clause;

		if (kid.kind == TS_ERROR && !exports)
			note(e, ts_span(kid), "syntax error");
		if (kid.kind == K_EXPORT && exports)
			scan_exports(e, kid);
		if (kid.kind != K_FUN_DECL || exports)
			continue;
		clause = ts_child_of(&e->walk, kid, F_CLAUSE);
		if (ts_node_has_error(kid.node) || clause.kind != K_FUNCTION_CLAUSE) {
			note(e, ts_span(kid), "a function could not be read");
			continue;
		}
		vec_push(&e->scratch, &function_of(e, clause)->clauses, clause);
	}
}

static void lower_function(struct erl *e, struct erl_function *function)
{
	struct func *func = e->unit->funcs.at[function->func];
	uint32_t *values = arena_array(&e->scratch, uint32_t, function->arity + 1);
	erl_nodes clauses = {0};

	e->at = (struct cursor){e->unit, func, 0, NO_BLOCK};
	e->names.n = 0;
	e->function = function;
	e->params = arena_array(&e->scratch, uint32_t, function->arity + 1);
	for (uint32_t i = 0; i < function->arity; i++) {
		struct insn param = {.op = OP_PARAM, .var = i, .span = func->name_span};

		e->params[i] = erl_temp(e);
		ir_store(&e->at, e->params[i], ir_add(&e->at, param), param.span);
	}
	e->head = erl_block(e);
	ir_start(&e->at, e->head);
	for (uint32_t i = 0; i < function->arity; i++)
		values[i] = ir_load(&e->at, e->params[i], func->name_span);
	for (uint32_t i = 0; i < function->clauses.n; i++)
		vec_push(&e->scratch, &clauses, function->clauses.at[i]);
	erl_clauses(e, &clauses, values, function->arity, RETURNED);
}

static void lower_tree(struct erl *e)
{
	struct span whole = {0, e->unit->source->length};
	struct func *body = func_new(e->unit, NO_FUNC, "", whole);

	e->at = (struct cursor){e->unit, body, 0, NO_BLOCK};
	scan(e, ts_root(&e->walk), false);
	scan(e, ts_root(&e->walk), true);
	for (uint32_t i = 0; i < e->list.n; i++)
		lower_function(e, e->list.at[i]);
	map_free(&e->functions);
}

static struct front_result lower(
        struct arena *arena, struct source *source, const char *path, struct front_run *run)
{
	struct front_result result = {.unit = unit_new(arena, source, LANG_ERLANG)};
	struct erl e = {.arena = arena, .unit = result.unit, .result = &result};
	struct ts_names names = ts_names_of(
	        &e.scratch, tree_sitter_erlang(), kinds, COUNT_OF(kinds), fields, COUNT_OF(fields));

	(void)path;
	(void)run;
	if (ts_walk_begin(&e.walk, names, tree_sitter_erlang(), source)) {
		lower_tree(&e);
		ts_walk_end(&e.walk);
		unit_finish(result.unit);
	} else {
		result.unit = NULL;
	}
	arena_free(&e.scratch);
	return result;
}

const struct front front_erlang = {
        .name = "erlang",
        .language = LANG_ERLANG,
        .extensions = " .erl .escript ",
        .lower = lower,
};
