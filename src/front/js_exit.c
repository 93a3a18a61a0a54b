/*
 * Ways out: break, continue, return, throw, and what they must pass.
 *
 * Between a statement and the end of its function stand scopes, loops and
 * cleanups (`finally`, `using`): a list, innermost first. Leaving walks that
 * list; each cleanup is lowered anew where control leaves, outside of what is
 * left. `finally` inside `finally` inside ... doubles the code each time, so
 * there is a budget; what exceeds it is noted and becomes unknown.
 */
#include "front/js_lower.h"

enum { COPY_BUDGET = 1 << 18 };

void js_exit_push(struct js *js, struct js_exit *exit)
{
	exit->outer = js->fn->exits;
	if (exit->kind != EXIT_SCOPE)
		exit->scope = js->scope;
	exit->serial = js->serial;
	exit->unwind = js->at.unwind;
	js->fn->exits = exit;
}

void js_exit_pop(struct js *js)
{
	js->fn->exits = js->fn->exits->outer;
}

static void dispose(struct js *js, const struct js_exit *exit, struct span span)
{
	uint32_t value = js_hide(js, ir_load(&js->at, exit->var, span));
	uint32_t release = js_block(js), after = js_block(js), done;

	ir_branch(&js->at, TEST_NULL, NULL, value, after, release, span);
	ir_start(&js->at, release);
	done = ir_call(&js->at, value, exit->async ? "@@asyncDispose" : "@@dispose", NULL, 0, span);
	js_hide(js, done);
	if (exit->async)
		js_hide(js, ir_unary(&js->at, OP_AWAIT, done, NULL, span));
	ir_start(&js->at, after);
}

static void run_finally(struct js *js, const struct js_exit *exit, struct span span)
{
	struct span code = ts_span(exit->node);

	js->copied += code.end - code.start;
	if (js->copied > COPY_BUDGET + 4 * js->source->length) {
		js_note(js, span, "too many ways through `finally` blocks");
		js_hide(js, ir_any(&js->at, NULL, 0, span));
		return;
	}
	js_body(js, exit->node);
}

/* Runs a cleanup here. Afterwards the unwind target is the one outside of it. */
static void run_cleanup(struct js *js, struct js_exit *exit, struct span span)
{
	struct js_hidden hidden = {js->hidden, exit->serial, js->serial};
	struct js_scope *scope = js->scope;
	struct js_exit *exits = js->fn->exits;

	js->at.unwind = exit->unwind;
	ir_start(&js->at, js_block(js));
	js->hidden = &hidden;
	js->scope = exit->scope;
	js->fn->exits = exit->outer;
	if (exit->kind == EXIT_FINALLY)
		run_finally(js, exit, span);
	else
		dispose(js, exit, span);
	js->fn->exits = exits;
	js->scope = scope;
	js->hidden = hidden.outer;
}

/* FORGETs and cleanups of all exits inside `until`; NULL: out of the function, without FORGETs. */
static void leave(struct js *js, struct js_exit *until, struct span span)
{
	uint32_t unwind = js->at.unwind;

	for (struct js_exit *exit = js->fn->exits; exit != until; exit = exit->outer) {
		if (!ir_open(&js->at))
			break;
		if (exit->kind == EXIT_SCOPE && until)
			js_forget(js, exit->scope, span);
		else if (exit->kind == EXIT_FINALLY || exit->kind == EXIT_DISPOSE)
			run_cleanup(js, exit, span);
	}
	js->at.unwind = unwind;
}

static bool has_label(const struct js_exit *exit, const struct js_name *name)
{
	for (const struct js_label *label = exit->labels; label; label = label->outer)
		if (label->name == name)
			return true;
	return false;
}

static struct js_exit *find_target(struct js *js, struct ts_child label, bool loop)
{
	const struct js_name *name = ts_none(label) ? NULL : js_name_of(js, label);

	for (struct js_exit *exit = js->fn->exits; exit; exit = exit->outer) {
		if (exit->kind != EXIT_TARGET || (loop && exit->next == NO_BLOCK))
			continue;
		if (name ? has_label(exit, name) : exit->plain_break)
			return exit;
	}
	return NULL;
}

static void go_to(struct js *js, struct ts_child statement, bool loop)
{
	struct ts_child label = ts_child_of(&js->walk, statement, F_LABEL);
	struct js_exit *target = find_target(js, label, loop);
	struct span span = ts_span(statement);

	if (!target) {
		js_note(js, span, loop ? "`continue` without a loop" : "`break` without a target");
		return;
	}
	leave(js, target, span);
	js_jump(js, loop ? &target->next : &target->done, span);
}

void js_break(struct js *js, struct ts_child statement)
{
	go_to(js, statement, false);
}

void js_continue(struct js *js, struct ts_child statement)
{
	go_to(js, statement, true);
}

void js_return(struct js *js, uint32_t value, struct span span)
{
	leave(js, NULL, span);
	if (ir_open(&js->at))
		ir_return(&js->at, value, span);
}

/* ---- cleanups ---- */

/* From here on, what throws goes to `pad`. */
static void unwind_to(struct js *js, uint32_t pad)
{
	js->at.unwind = pad;
	if (ir_open(&js->at))
		ir_start(&js->at, js_block(js));
}

static void begin_cleanup(struct js *js, struct js_exit *exit)
{
	exit->pad = js_block(js);
	exit->first_local = js->locals.n;
	js_exit_push(js, exit);
	unwind_to(js, exit->pad);
}

/* The way out of an exception through a cleanup. */
static void land_exception(struct js *js, struct js_exit *exit, struct span span)
{
	uint32_t exception;

	js->at.unwind = exit->unwind;
	ir_start(&js->at, exit->pad);
	exception = js_hide(js, ir_any(&js->at, NULL, 0, span));
	js_forget_since(js, exit->first_local, span);
	run_cleanup(js, exit, span);
	if (ir_open(&js->at))
		ir_add(&js->at,
		        (struct insn){.op = OP_THROW,
		                .a = exception,
		                .flags = INSN_HIDDEN,
		                .span = span});
}

/* Ends the region that `exit` guards: the normal way through it, then the exceptional one. */
static void end_cleanup(struct js *js, struct js_exit *exit, struct span span)
{
	uint32_t after = NO_BLOCK;

	js_exit_pop(js);
	if (ir_open(&js->at)) {
		run_cleanup(js, exit, span);
		js_jump(js, &after, span);
	}
	land_exception(js, exit, span);
	js->at.unwind = exit->unwind;
	js_land(js, after);
}

void js_dispose_begin(struct js *js, struct js_exit *exit, uint32_t var, bool async)
{
	*exit = (struct js_exit){.kind = EXIT_DISPOSE, .var = var, .async = async};
	begin_cleanup(js, exit);
}

void js_dispose_end(struct js *js, struct js_exit *exit, struct span span)
{
	end_cleanup(js, exit, span);
}

static void lower_handler(struct js *js, struct ts_child handler, uint32_t pad, uint32_t first)
{
	struct ts_kids kids = ts_open(&js->walk, handler);
	struct ts_child parameter = ts_field(&js->walk, kids, F_PARAMETER);
	struct js_scope scope;
	struct js_exit exit = {.kind = EXIT_SCOPE, .scope = &scope};
	struct span start = js_start_of(handler);

	ir_start(&js->at, pad);
	js_forget_since(js, first, start);
	js_scope_open(js, &scope, true);
	js_exit_push(js, &exit);
	if (!ts_none(parameter)) {
		struct span span = ts_span(parameter);

		js_declare_pattern(js, parameter, (struct str){0});
		js_assign(js, parameter, js_hide(js, ir_any(&js->at, NULL, 0, span)));
	}
	js_body(js, ts_field(&js->walk, kids, F_BODY));
	js_exit_pop(js);
	js_forget(js, &scope, js_end_of(handler));
	js_scope_close(js);
}

static void lower_try_catch(struct js *js, struct ts_child body, struct ts_child handler)
{
	uint32_t unwind = js->at.unwind, first = js->locals.n, pad, after = NO_BLOCK;

	if (ts_none(handler)) {
		js_body(js, body);
		return;
	}
	pad = js_block(js);
	unwind_to(js, pad);
	js_body(js, body);
	js->at.unwind = unwind;
	js_jump(js, &after, js_end_of(body));
	lower_handler(js, handler, pad, first);
	js_jump(js, &after, js_end_of(handler));
	js_land(js, after);
}

void js_try(struct js *js, struct ts_child statement)
{
	struct ts_kids kids = ts_open(&js->walk, statement);
	struct ts_child body = ts_field(&js->walk, kids, F_BODY);
	struct ts_child handler = ts_field(&js->walk, kids, F_HANDLER);
	struct ts_child finalizer = ts_field(&js->walk, kids, F_FINALIZER);
	struct js_exit exit = {.kind = EXIT_FINALLY};

	if (ts_none(finalizer)) {
		lower_try_catch(js, body, handler);
	} else {
		exit.node = ts_child_of(&js->walk, finalizer, F_BODY);
		begin_cleanup(js, &exit);
		lower_try_catch(js, body, handler);
		end_cleanup(js, &exit, js_start_of(finalizer));
	}
}
