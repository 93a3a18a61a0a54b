/*
 * The Erlang front end: entry, the functions of a file, and what all its parts
 * use. See erl_lower.h for what becomes of what.
 */
#include "front/erl_lower.h"

#include <grammars.h>

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

static const struct lower_grammar grammar = {
        .language = tree_sitter_erlang,
        .table = {kinds, fields, COUNT_OF(kinds), COUNT_OF(fields)},
        .gives = LANG_ERLANG,
        .most_depth = 400,
};

void erl_throw(struct erl *e, struct span span)
{
	struct insn insn = {.op = OP_THROW, .flags = INSN_HIDDEN, .span = span};

	if (!ir_open(&e->base.at))
		return;
	insn.a = ir_const(&e->base.at, CONST_ERROR, NULL, span);
	ir_add(&e->base.at, insn);
}

erl_nodes erl_all(struct erl *e, struct ts_child node, uint16_t field)
{
	struct ts_kids kids = ts_open(&e->base.walk, node);
	erl_nodes found = {0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_kid(&e->base.walk, kids, i).field == field)
			vec_push(&e->base.scratch, &found, ts_kid(&e->base.walk, kids, i));
	return found;
}

/* ---- what a file defines ---- */

static struct erl_function *function_of(struct erl *e, struct ts_child clause)
{
	struct ts_child name = ts_child_of(&e->base.walk, clause, F_NAME);
	erl_nodes args = erl_all(e, ts_child_of(&e->base.walk, clause, F_ARGS), F_ARGS);
	const char *key =
	        arena_printf(&e->base.scratch, "%s/%u", lower_str(&e->base, name), args.n);
	struct erl_function *function = map_get(&e->functions, key);
	struct func *func;

	if (function)
		return function;
	function = arena_new(&e->base.scratch, struct erl_function);
	function->name = lower_str(&e->base, name);
	function->key = key;
	function->arity = args.n;
	func = func_new(e->base.unit, 0, function->name, ts_span(clause));
	func->name_span = ts_span(name);
	func->flags = FUNC_THROWS;
	func->param_count = args.n;
	func->param_names = arena_array(e->base.arena, const char *, args.n + 1);
	for (uint32_t i = 0; i < args.n; i++)
		func->param_names[i] =
		        args.at[i].kind == K_VAR ? lower_str(&e->base, args.at[i]) : "";
	function->func = func->id;
	map_put(&e->functions, key, function);
	vec_push(&e->base.scratch, &e->list, function);
	return function;
}

static void scan_exports(struct erl *e, struct ts_child node)
{
	erl_nodes funs = erl_all(e, node, F_FUNS);

	for (uint32_t i = 0; i < funs.n; i++) {
		struct erl_function *function =
		        map_get(&e->functions, lower_str(&e->base, funs.at[i]));

		if (function)
			e->base.unit->funcs.at[function->func]->flags |= FUNC_EXPORTED;
	}
}

static void scan(struct erl *e, struct ts_child root, bool exports)
{
	struct ts_kids kids = ts_open(&e->base.walk, root);

	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&e->base.walk, kids, i), clause;

		if (kid.kind == TS_ERROR && !exports)
			lower_note(&e->base, ts_span(kid), "syntax error");
		if (kid.kind == K_EXPORT && exports)
			scan_exports(e, kid);
		if (kid.kind != K_FUN_DECL || exports)
			continue;
		clause = ts_child_of(&e->base.walk, kid, F_CLAUSE);
		if (ts_node_has_error(kid.node) || clause.kind != K_FUNCTION_CLAUSE) {
			lower_note(&e->base, ts_span(kid), "a function could not be read");
			continue;
		}
		vec_push(&e->base.scratch, &function_of(e, clause)->clauses, clause);
	}
}

static void lower_function(struct erl *e, struct erl_function *function)
{
	struct func *func = e->base.unit->funcs.at[function->func];
	uint32_t *values = arena_array(&e->base.scratch, uint32_t, function->arity + 1);
	erl_nodes clauses = {0};

	e->base.at = (struct cursor){e->base.unit, func, 0, NO_BLOCK};
	e->names.n = 0;
	e->function = function;
	e->params = arena_array(&e->base.scratch, uint32_t, function->arity + 1);
	for (uint32_t i = 0; i < function->arity; i++) {
		struct insn param = {.op = OP_PARAM, .var = i, .span = func->name_span};

		e->params[i] = lower_temp(&e->base);
		ir_store(&e->base.at, e->params[i], ir_add(&e->base.at, param), param.span);
	}
	e->head = lower_block(&e->base);
	ir_start(&e->base.at, e->head);
	for (uint32_t i = 0; i < function->arity; i++)
		values[i] = ir_load(&e->base.at, e->params[i], func->name_span);
	for (uint32_t i = 0; i < function->clauses.n; i++)
		vec_push(&e->base.scratch, &clauses, function->clauses.at[i]);
	erl_clauses(e, &clauses, values, function->arity, RETURNED);
}

static void lower_tree(struct erl *e)
{
	struct span whole = {0, e->base.unit->source->length};
	struct func *body = func_new(e->base.unit, NO_FUNC, "", whole);

	e->base.at = (struct cursor){e->base.unit, body, 0, NO_BLOCK};
	scan(e, ts_root(&e->base.walk), false);
	scan(e, ts_root(&e->base.walk), true);
	for (uint32_t i = 0; i < e->list.n; i++)
		lower_function(e, e->list.at[i]);
	map_free(&e->functions);
}

static struct front_result lower(
        struct arena *arena, struct source *source, const char *path, struct front_run *run)
{
	struct erl e = {0};

	(void)path;
	if (lower_begin(&e.base, arena, source, &grammar, run))
		lower_tree(&e);
	return lower_end(&e.base);
}

const struct front front_erlang = {
        .name = "erlang",
        .language = LANG_ERLANG,
        .extensions = " .erl .escript ",
        .lower = lower,
};
