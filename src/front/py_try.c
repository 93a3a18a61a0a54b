/*
 * Cleanups: try, with, and what return, break and continue run on their way
 * out. Each way out gets a copy of the cleanup, lowered in the surroundings of
 * the statement it belongs to, so that the engine sees plain control flow.
 */
#include "front/py_lower.h"

/* Copies inside copies multiply; no program means more than this. */
enum { MOST_COPIES = 5, MOST_INSNS = 200000 };

/* ---- ways out ---- */

static void call_exit(struct py *py, const struct py_exit *with)
{
	struct insn call = {.op = OP_CALL, .a = with->manager, .span = with->span};
	struct insn wait = {.op = OP_AWAIT, .span = with->span};

	call.name = with->is_async ? "__aexit__" : "__exit__";
	wait.a = py_hidden(py, call);
	if (with->is_async)
		py_hidden(py, wait);
}

/* Emits the cleanup of one statement, whose surroundings are those of the cursor. */
static void cleanup(struct py *py, const struct py_exit *left)
{
	if (left->kind == EXIT_WITH) {
		call_exit(py, left);
		return;
	}
	if (py->copies >= MOST_COPIES || py->base.at.func->insns.n > MOST_INSNS) {
		lower_note(&py->base, left->span, "too many ways out");
		return;
	}
	py->copies++;
	py_body(py, left->body);
	py->copies--;
}

uint32_t py_leave(struct py *py, struct py_exit *until)
{
	struct py_exit *inner = py->exits;
	uint32_t unwind = py->base.at.unwind;

	for (struct py_exit *left = inner; left != until; left = left->outer) {
		if (left->kind == EXIT_LOOP)
			continue;
		py->exits = left->outer;
		py_unwind(py, left->unwind);
		cleanup(py, left);
	}
	py->exits = inner;
	return unwind;
}

void py_left(struct py *py, uint32_t unwind)
{
	py->base.at.unwind = unwind;
}

static uint32_t landing(struct py *py, uint32_t block, struct span span)
{
	struct insn caught = {.op = OP_ANY, .span = {span.start, span.start}};

	ir_start(&py->base.at, block);
	return py_hidden(py, caught);
}

static void rethrow(struct py *py, uint32_t caught, struct span span)
{
	struct insn insn = {.op = OP_THROW, .a = caught, .span = {span.end, span.end}};

	if (ir_open(&py->base.at))
		py_hidden(py, insn);
}

/* ---- try ---- */

struct handler {
	struct ts_child types, alias, body;
};

static struct handler handler_of(struct py *py, struct ts_child clause)
{
	struct ts_kids kids = ts_open(&py->base.walk, clause);
	struct handler handler = {.types = ts_field(&py->base.walk, kids, F_VALUE)};

	handler.alias = ts_field(&py->base.walk, kids, F_ALIAS);
	handler.body = ts_kind(&py->base.walk, kids, PY_BLOCK);
	if (handler.types.kind == PY_AS_PATTERN) {
		handler.alias = ts_child_of(&py->base.walk, handler.types, F_ALIAS);
		handler.types = ts_first(&py->base.walk, handler.types);
	}
	handler.types = py_unwrap(py, handler.types);
	return handler;
}

/* "A|B", for the test */
static const char *type_names(struct py *py, struct ts_child types)
{
	struct ts_kids kids;
	const char *names = NULL;

	if (types.kind != PY_TUPLE)
		return py_type_name(py, types);
	kids = ts_open(&py->base.walk, types);
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);
		const char *name = ts_is_named(kid) ? py_type_name(py, kid) : NULL;

		if (name)
			names = names ? arena_printf(py->base.arena, "%s|%s", names, name) : name;
	}
	return names;
}

static bool catches_all(const char *names)
{
	struct str rest = str_of(names ? names : "");

	while (rest.n) {
		const char *bar = memchr(rest.at, '|', rest.n);
		struct str one = {rest.at, bar ? (size_t)(bar - rest.at) : rest.n};

		if (str_is(one, "Exception") || str_is(one, "BaseException"))
			return true;
		rest = bar ? (struct str){bar + 1, rest.n - one.n - 1} : (struct str){"", 0};
	}
	return false;
}

/* Leaves the cursor where the handler does not apply. */
static void except_clause(
        struct py *py, struct ts_child clause, uint32_t caught, uint32_t end, bool weak)
{
	struct handler handler = handler_of(py, clause);
	const char *names = ts_none(handler.types) ? NULL : type_names(py, handler.types);
	uint32_t body = lower_block(&py->base), next = lower_block(&py->base);

	if (ts_none(handler.types) || catches_all(names))
		ir_jump(&py->base.at, body, ts_span(clause));
	else
		ir_branch(&py->base.at, TEST_CAUGHT, names, caught, body, next,
		        ts_span(handler.types));
	ir_start(&py->base.at, body);
	py->guarded += weak;
	if (!ts_none(handler.alias))
		py_assign(py, handler.alias, caught);
	py_body(py, handler.body);
	if (!ts_none(handler.alias) && ir_open(&py->base.at))
		py_forget_targets(py, handler.alias);
	py->guarded -= weak;
	py_jump(py, end, ts_span(clause));
	ir_start(&py->base.at, next);
}

static void handlers(struct py *py, struct ts_kids kids, uint32_t entry, uint32_t end)
{
	struct ts_child body = ts_field(&py->base.walk, kids, F_BODY);
	uint32_t before = py->caught;

	py->caught = landing(py, entry, ts_span(body));
	for (uint32_t i = 0; i < kids.n; i++) {
		struct ts_child kid = ts_kid(&py->base.walk, kids, i);

		if (kid.kind == PY_EXCEPT_CLAUSE)
			except_clause(py, kid, py->caught, end, py_handles_missing(py, kid, body));
	}
	rethrow(py, py->caught, ts_span(body));
	py->caught = before;
}

/* The part that `finally` guards; ends at `end`, exceptions go to `failed`. */
static void try_part(struct py *py, struct ts_kids kids, uint32_t failed, uint32_t end)
{
	struct ts_child otherwise = ts_kind(&py->base.walk, kids, PY_ELSE_CLAUSE);
	struct ts_child body = ts_field(&py->base.walk, kids, F_BODY);
	bool handled = !ts_none(ts_kind(&py->base.walk, kids, PY_EXCEPT_CLAUSE));
	uint32_t entry = handled ? lower_block(&py->base) : NO_BLOCK;

	py_unwind(py, handled ? entry : failed);
	py_body(py, body);
	py_unwind(py, failed);
	if (!ts_none(otherwise))
		py_body(py, ts_child_of(&py->base.walk, otherwise, F_BODY));
	py_jump(py, end, ts_span(body));
	if (handled)
		handlers(py, kids, entry, end);
}

/* Both ways out of the guarded part: falling out of it, and an exception. */
static void finally_part(struct py *py, struct py_exit *exit, uint32_t failed, uint32_t end)
{
	uint32_t caught;

	py->exits = exit->outer;
	py->base.at.unwind = exit->unwind;
	caught = landing(py, failed, exit->span);
	cleanup(py, exit);
	rethrow(py, caught, exit->span);
	ir_start(&py->base.at, end);
	cleanup(py, exit);
}

void py_try(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct ts_child finally = ts_kind(&py->base.walk, kids, PY_FINALLY_CLAUSE);
	struct py_exit exit = {
	        .outer = py->exits, .kind = EXIT_FINALLY, .unwind = py->base.at.unwind};
	uint32_t end = lower_block(&py->base), failed = py->base.at.unwind;

	if (ts_none(finally)) {
		try_part(py, kids, failed, end);
		py->base.at.unwind = exit.unwind;
		ir_start(&py->base.at, end);
	} else {
		failed = lower_block(&py->base);
		exit.span = ts_span(finally);
		exit.body = ts_first(&py->base.walk, finally);
		py->exits = &exit;
		try_part(py, kids, failed, end);
		finally_part(py, &exit, failed, end);
	}
}

/* ---- with ---- */

struct with {
	struct ts_kids items; /* children of the with_clause */
	struct ts_child body;
	bool is_async;
};

static void with_items(struct py *py, struct with *with, uint32_t index);

/* Managers that are there to swallow exceptions. */
static bool swallows(struct py *py, struct ts_child expression)
{
	static const char *const names[] = {
	        "suppress", "raises", "assertRaises", "assertRaisesRegex"};
	struct ts_child function = ts_child_of(&py->base.walk, expression, F_FUNCTION);

	if (expression.kind != PY_CALL)
		return false;
	if (function.kind == PY_ATTRIBUTE)
		function = ts_child_of(&py->base.walk, function, F_ATTRIBUTE);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (lower_is(&py->base, function, names[i]))
			return true;
	return false;
}

static uint32_t call_enter(struct py *py, const struct py_exit *with)
{
	struct insn call = {.op = OP_CALL, .a = with->manager, .span = with->span};
	struct insn wait = {.op = OP_AWAIT, .span = with->span};

	call.name = with->is_async ? "__aenter__" : "__enter__";
	wait.a = py_hidden(py, call);
	return with->is_async ? py_hidden(py, wait) : wait.a;
}

/* `with E as T: (the rest)` */
static void with_item(struct py *py, struct with *with, uint32_t index, struct ts_child item)
{
	struct ts_child expression = ts_child_of(&py->base.walk, item, F_VALUE), target = {0};
	struct py_exit exit = {.outer = py->exits, .kind = EXIT_WITH, .unwind = py->base.at.unwind};
	uint32_t failed = lower_block(&py->base), end = lower_block(&py->base), caught, entered,
	         again;

	if (expression.kind == PY_AS_PATTERN) {
		target = ts_child_of(&py->base.walk, expression, F_ALIAS);
		expression = ts_first(&py->base.walk, expression);
	}
	exit.span = ts_span(expression);
	exit.is_async = with->is_async;
	exit.manager = py_expr(py, expression);
	entered = call_enter(py, &exit);
	py->exits = &exit;
	py_unwind(py, failed);
	if (!ts_none(target))
		py_assign(py, target, entered);
	with_items(py, with, index + 1);
	py->exits = exit.outer;
	py_unwind(py, exit.unwind);
	if (ir_open(&py->base.at)) {
		call_exit(py, &exit);
		ir_jump(&py->base.at, end, ts_span(item));
	}
	caught = landing(py, failed, exit.span);
	call_exit(py, &exit);
	if (swallows(py, expression)) {
		again = lower_block(&py->base);
		ir_branch(&py->base.at, TEST_OPAQUE, NULL, caught, end, again, exit.span);
		ir_start(&py->base.at, again);
	}
	rethrow(py, caught, exit.span);
	ir_start(&py->base.at, end);
}

static void with_items(struct py *py, struct with *with, uint32_t index)
{
	struct ts_child item = ts_kid(&py->base.walk, with->items, index);

	while (index < with->items.n && item.kind != PY_WITH_ITEM)
		item = ts_kid(&py->base.walk, with->items, ++index);
	if (index >= with->items.n) {
		py_body(py, with->body);
	} else if (lower_enter(&py->base, item)) {
		with_item(py, with, index, item);
		lower_done(&py->base);
	}
}

void py_with(struct py *py, struct ts_child node)
{
	struct ts_kids kids = ts_open(&py->base.walk, node);
	struct with with = {.body = ts_field(&py->base.walk, kids, F_BODY)};

	with.is_async = !ts_none(ts_kind(&py->base.walk, kids, PY_ASYNC));
	with.items = ts_open(&py->base.walk, ts_kind(&py->base.walk, kids, PY_WITH_CLAUSE));
	with_items(py, &with, 0);
}
