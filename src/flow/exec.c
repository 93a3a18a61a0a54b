/*
 * What one instruction does to a state. The switch at the end is the list; what
 * is longer than a few lines stands in a file of its own.
 */
#include "flow/exec.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

static bool anything_owned(const struct solver *solver)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].word == WORD_OWNED)
			return true;
	return false;
}

/* The present instruction may throw: follows what happens if it does. */
void exec_throwing(struct solver *solver)
{
	uint32_t handler = solver->func->blocks.at[solver->block].unwind;
	struct state kept;

	if (!(solver->func->flags & FUNC_THROWS))
		return;
	solver->info->throws |= handler == NO_BLOCK;
	if (handler == NO_BLOCK && !anything_owned(solver))
		return;
	kept = solver_keep(solver);
	objects_mark(solver, OBJECT_UNWOUND);
	solver->now.thrown = NULL;
	solver_trace(solver, STEP_THROW, 0, solver->at->span, callee_text(solver, NULL));
	if (handler == NO_BLOCK)
		solver_leave(solver, LEAVE_UNWIND, solver->values.at[0]);
	else
		solver_push(solver, handler);
	solver_restore(solver, kept);
}

static void exec_const(struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value value = value_plain(VALUE_PRIMITIVE);

	if (!solver->layout->place_of_temp[solver->at_index] && solver->temps[solver->at_index])
		return; /* it has not changed since the way before */
	switch (insn->detail) {
	case CONST_NULL:
	case CONST_UNDEFINED:
		value.kind = VALUE_NULL;
		break;
	case CONST_TRUE:
		value.kind = VALUE_TRUE;
		break;
	case CONST_FALSE:
		value.kind = VALUE_FALSE;
		break;
	case CONST_NUMBER:
		value.kind = VALUE_NUMBER;
		value.name = insn->name ? project_intern(solver->project, insn->name) : NULL;
		if (insn->name && insn->name[0] == '-')
			value.kind = VALUE_FAILURE;
		break;
	case CONST_ERROR:
		value.kind = VALUE_FAILURE;
		break;
	case CONST_OTHER:
		value.kind = VALUE_CONTAINER;
		break;
	case CONST_STRING:
		value.type = "str";
		value.name = insn->name ? project_intern(solver->project, insn->name) : NULL;
		value.object = solver->at_index; /* which constant: code may stand in it */
		value.func = solver->func->id;
		value.unit = solver->unit;
		break;
	default:
		break;
	}
	result(solver, value);
}

/* When the promise fails, what it promised is never made. */
static void throw_instead(struct solver *solver, struct value promise)
{
	struct object_state *state;
	uint8_t word;

	if (promise.kind != VALUE_OBJECT || !(promise.flags & VALUE_PROMISE)) {
		exec_throwing(solver);
		return;
	}
	state = object_now(solver, promise.object);
	word = state->word;
	state->word = WORD_NONE;
	exec_throwing(solver);
	object_now(solver, promise.object)->word = word;
}

static void exec_await(struct solver *solver)
{
	struct value value = operand(solver, solver->at->a);
	const char *type = value_type(solver, value);
	const struct fact *fact;

	throw_instead(solver, value);
	objects_let_go(solver, true);
	if (value.flags & VALUE_PROMISE) {
		value.flags &= ~(uint32_t)VALUE_PROMISE;
		result(solver, value);
		return;
	}
	fact = value.kind == VALUE_OBJECT && type
	        ? fact_member(solver->project->facts, solver->language, type, "@await", false)
	        : NULL;
	if (fact)
		value = fact_value(solver, fact, value, NULL, 0);
	result(solver, value);
}

static void exec_cast(struct solver *solver)
{
	struct value value = operand(solver, solver->at->a), declared;
	const struct fact_type *type;

	if (value.kind == VALUE_UNKNOWN || (value.kind == VALUE_OBJECT && !value.type)) {
		declared = declared_value(solver, solver->at->name, NULL, value);
		type = fact_type(solver->project->facts, solver->language, declared.type);
		/* whoever counts references counts those of the object, whatever its type is called
		 */
		if (value.kind == VALUE_UNKNOWN || !type || !type->counted)
			value = declared;
	}
	result(solver, value);
}

static void exec_any(struct solver *solver)
{
	for (uint32_t i = 0; i < solver->at->arg_count; i++) {
		struct value value = solver_get(solver, solver->at->args[i].value);

		value_used(solver, value, NULL);
		value_escapes(solver, value);
	}
	result(solver, value_plain(VALUE_UNKNOWN));
}

/* An object, and a container that a conversion made: never the same. */
static bool one_is_new(const struct solver *solver, struct value a, struct value b)
{
	struct value object = a.kind == VALUE_OBJECT ? a : b,
	             other = a.kind == VALUE_OBJECT ? b : a;

	return object.kind == VALUE_OBJECT && other.kind == VALUE_CONTAINER && !other.slot &&
	        solver->objects.at[object.object].origin == FROM_CALL;
}

/* Memory that this function got and nobody else has seen: nothing that is read from somewhere, or
 * was there before, is it. */
static bool one_is_private(const struct solver *solver, struct value a, struct value b)
{
	struct value object = a.kind == VALUE_OBJECT ? a : b,
	             other = a.kind == VALUE_OBJECT ? b : a;
	const struct object *known;

	if (other.kind == VALUE_OBJECT && solver->objects.at[object.object].origin == FROM_PARAM) {
		object = b;
		other = a;
	}
	known = &solver->objects.at[object.object];
	return object.kind == VALUE_OBJECT &&
	        (other.kind != VALUE_OBJECT ||
	                solver->objects.at[other.object].origin == FROM_PARAM) &&
	        known->origin == FROM_CALL && known->fact && known->fact->rarely &&
	        solver->now.objects[object.object].word == WORD_OWNED &&
	        !(solver->now.objects[object.object].flags & OBJECT_SHARED);
}

/* An array of this function, and memory that was got: never the same, whoever has seen it. */
static bool one_is_array(const struct solver *solver, struct value a, struct value b)
{
	const struct insn *insn = solver->at;

	for (uint32_t i = 0; i < 2; i++) {
		const struct insn *from = &solver->func->insns.at[insn->args[i].value];
		struct value other = i ? a : b;
		const char *type =
		        from->op == OP_LOAD ? solver->unit->vars.at[from->var].type : NULL;

		if (type && str_ends(str_of(type), "[]") && other.kind == VALUE_OBJECT &&
		        solver->objects.at[other.object].origin == FROM_CALL)
			return true;
	}
	return false;
}

/* The text of a number that is known well enough to be told from others, or NULL. */
static const char *count_of(struct value value)
{
	if (value.kind == VALUE_FAILURE)
		return "-1";
	if (value.kind == VALUE_FALSE)
		return "0";
	return value.kind == VALUE_NUMBER ||
	                (value.kind == VALUE_PRIMITIVE && value.name && !value.type &&
	                        value.name[0] >= '0' && value.name[0] <= '9')
	        ? value.name
	        : NULL;
}

static bool is_equality(const struct insn *insn)
{
	return same(insn->name, "==") || same(insn->name, "!=");
}

/* Two constants that are compared: what the platform is is known, and so is which branch runs. */
static struct value compared(const struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value a, b;
	bool equal;

	if (insn->arg_count != 2)
		return value_plain(VALUE_PRIMITIVE);
	a = solver_get(solver, insn->args[0].value);
	b = solver_get(solver, insn->args[1].value);
	if (a.kind == VALUE_PRIMITIVE && b.kind == VALUE_PRIMITIVE && a.name && b.name)
		equal = strcmp(a.name, b.name) == 0;
	else if (a.kind == VALUE_OBJECT && b.kind == VALUE_OBJECT && a.object == b.object)
		equal = true;
	else if (language_has(solver->language, TRAIT_IDENTITY) && one_is_new(solver, a, b))
		equal = false;
	else if (language_has(solver->language, TRAIT_NULL_FAILS) &&
	        (one_is_private(solver, a, b) || one_is_array(solver, a, b)))
		equal = false;
	else if (a.kind == VALUE_NAMED && b.kind == VALUE_NAMED &&
	        language_has(solver->language, TRAIT_NULL_FAILS))
		equal = same(a.name, b.name); /* constants: two names are two values */
	else if (count_of(a) && count_of(b) &&
	        !(a.kind == VALUE_FAILURE && b.kind == VALUE_FAILURE))
		equal = strcmp(count_of(a), count_of(b)) == 0;
	else
		return value_plain(VALUE_PRIMITIVE);
	return value_plain(equal == same(insn->name, "==") ? VALUE_TRUE : VALUE_FALSE);
}

/* What is known of a number. */
struct range {
	long least, most;
};

/* False: nothing. */
static bool range_of(struct value value, struct range *range)
{
	const char *text = count_of(value);
	char *end;

	if (value.kind == VALUE_TRUE) {
		*range = (struct range){1, LONG_MAX};
		return true;
	}
	if (value.kind == VALUE_FAILURE && !same(value.name, "-1"))
		return false;
	if (!text)
		return false;
	errno = 0;
	range->least = range->most = strtol(text, &end, 0);
	return !*end && !errno;
}

/* A count that has gone up is not 0 any more. */
static struct value calculated(const struct solver *solver)
{
	const struct insn *insn = solver->at;
	bool less = same(insn->name, "<"), most = same(insn->name, "<=");
	bool more = same(insn->name, ">"), least = same(insn->name, ">=");
	struct range a, b;

	if (insn->arg_count != 2 || !insn->name ||
	        !range_of(solver_get(solver, insn->args[0].value), &a) ||
	        !range_of(solver_get(solver, insn->args[1].value), &b))
		return value_plain(VALUE_PRIMITIVE);
	if ((same(insn->name, "+") || same(insn->name, "+=")) && a.least >= 0 && b.least >= 0 &&
	        (a.least || b.least))
		return value_plain(VALUE_TRUE);
	if ((less && a.most < b.least) || (most && a.most <= b.least) ||
	        (more && a.least > b.most) || (least && a.least >= b.most))
		return value_plain(VALUE_TRUE);
	if ((less && a.least >= b.most) || (most && a.least > b.most) ||
	        (more && a.most <= b.least) || (least && a.most < b.least))
		return value_plain(VALUE_FALSE);
	return value_plain(VALUE_PRIMITIVE);
}

static bool takes(const struct insn *call, uint32_t value)
{
	for (uint32_t i = 0; i < call->arg_count; i++)
		if (call->args[i].value == value)
			return true;
	return false;
}

/* Is the result, as far as types tell, a pointer that goes somewhere? */
static bool gives_pointer(const struct solver *solver)
{
	enum { NEAR = 8 };
	const struct func *func = solver->func;

	for (uint32_t i = solver->at_index + 1; i < func->insns.n && i < solver->at_index + NEAR;
	        i++) {
		const struct insn *insn = &func->insns.at[i];
		const char *type = NULL;

		if (insn->op == OP_SETFIELD && insn->b == solver->at_index)
			return true;
		if (insn->op == OP_CALL && insn->name && takes(insn, solver->at_index))
			return !fact_find(solver->project->facts, solver->language, insn->name);
		if (insn->a != solver->at_index)
			continue;
		if (insn->op == OP_STORE)
			type = solver->unit->vars.at[insn->var].type;
		else if (insn->op == OP_CAST)
			type = insn->name;
		else if (insn->op == OP_RETURN)
			type = func->return_type;
		return type && strchr(type, '*');
	}
	return false;
}

/* memory + 8, (uintptr_t)object | 1: who has that has the object, and nobody follows it. */
static void derive(struct solver *solver)
{
	const struct insn *insn = solver->at;

	if (!language_has(solver->language, TRAIT_NULL_FAILS) || !insn->name ||
	        !strchr("+-|&", insn->name[0]) || !gives_pointer(solver))
		return;
	for (uint32_t i = 0; i < insn->arg_count; i++) {
		struct value value = solver_get(solver, insn->args[i].value);

		if (value.kind == VALUE_OBJECT && object_owned(solver, value.object))
			object_now(solver, value.object)->flags |= OBJECT_SHARED;
	}
}

static void exec_prim(struct solver *solver)
{
	const struct insn *insn = solver->at;

	for (uint32_t i = 0; insn->arg_count == 2 && i < 2; i++)
		if (solver_get(solver, insn->args[i].value).kind == VALUE_NULL)
			exec_null_comparison(solver, solver_get(solver, insn->args[1 - i].value));
	/* who compares identities looks into neither */
	for (uint32_t i = 0; !is_equality(insn) && i < insn->arg_count; i++)
		value_used(solver, solver_get(solver, insn->args[i].value), NULL);
	derive(solver);
	result(solver, is_equality(insn) ? compared(solver) : calculated(solver));
}

static void exec_drop(struct solver *solver)
{
	struct value value = operand(solver, solver->at->a);

	if (value.kind == VALUE_OBJECT && object_owned(solver, value.object) &&
	        !(solver->now.objects[value.object].flags & OBJECT_NAMED))
		object_now(solver, value.object)->flags |= OBJECT_DROPPED;
}

/* `raise ValueError(...)`, `raise ValueError`: the class by its last name. */
static const char *thrown_type(const struct solver *solver)
{
	const struct insn *from = &solver->func->insns.at[solver->at->a];
	struct value value;

	if (!solver->at->a)
		return NULL;
	if (from->op == OP_CALL && from->a && !from->name)
		value = solver_get(solver, from->a);
	else
		value = solver_get(solver, solver->at->a);
	if (value.kind == VALUE_CLASS)
		return value.name;
	if (value.kind != VALUE_NAMED)
		return NULL;
	return strrchr(value.name, '.') ? strrchr(value.name, '.') + 1 : value.name;
}

/* What was thrown on purpose before stays that. */
static void objects_unwound(struct solver *solver)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (object_owned(solver, i) && !(solver->now.objects[i].flags & OBJECT_THROWN))
			solver->now.objects[i].flags |= OBJECT_UNWOUND;
}

static void exec_throw(struct solver *solver)
{
	uint32_t handler = solver->func->blocks.at[solver->block].unwind;

	/* nobody wrote it: what a call or a match may do at any time, or a cleanup that throws on
	 */
	bool hidden = solver->at->flags & INSN_HIDDEN;

	value_escapes(solver, operand(solver, solver->at->a));
	if (hidden)
		objects_unwound(solver);
	else
		objects_mark(solver, OBJECT_THROWN);
	solver_trace(solver, STEP_THROW, 0, solver->at->span, NULL);
	solver->now.thrown = thrown_type(solver);
	solver->info->throws |= handler == NO_BLOCK;
	if (handler == NO_BLOCK)
		solver_leave(solver, hidden ? LEAVE_UNWIND : LEAVE_THROW, solver->values.at[0]);
	else
		solver_push(solver, handler);
}

static void exec_closure(struct solver *solver)
{
	struct value value = value_plain(VALUE_FUNC);

	value.unit = solver->unit;
	value.func = solver->at->func;
	project_func(solver->project, solver->unit, value.func)->made = true;
	result(solver, value);
}

static void exec_class(struct solver *solver)
{
	struct value value = value_plain(VALUE_CLASS);

	value.unit = solver->unit;
	value.name = solver->at->name;
	result(solver, value);
}

static void exec_yield(struct solver *solver)
{
	value_escapes(solver, operand(solver, solver->at->a));
	exec_throwing(solver);
	result(solver, value_plain(VALUE_UNKNOWN));
}

static void exec_jump(struct solver *solver)
{
	solver_push(solver, solver->at->target[0]);
}

static void exec_return(struct solver *solver)
{
	const struct insn *insn = solver->at;

	solver_leave(
	        solver, LEAVE_RETURN, insn->a ? operand(solver, insn->a) : value_plain(VALUE_NULL));
}

static void exec_stop(struct solver *solver)
{
	(void)solver; /* the path ends, and nothing is known of what is owned */
}

void exec_insn(struct solver *solver)
{
	static void (*const exec[OP_COUNT])(struct solver *) = {
	        [OP_CONST] = exec_const,
	        [OP_PARAM] = exec_param,
	        [OP_THIS] = exec_this,
	        [OP_GLOBAL] = exec_global,
	        [OP_LOAD] = exec_load,
	        [OP_STORE] = exec_store,
	        [OP_ADDRESS] = exec_address,
	        [OP_FIELD] = exec_field,
	        [OP_SETFIELD] = exec_setfield,
	        [OP_INDEX] = exec_index,
	        [OP_SETINDEX] = exec_setindex,
	        [OP_CALL] = exec_call,
	        [OP_CLOSURE] = exec_closure,
	        [OP_CLASS] = exec_class,
	        [OP_MAKE] = exec_make,
	        [OP_PRIM] = exec_prim,
	        [OP_AWAIT] = exec_await,
	        [OP_YIELD] = exec_yield,
	        [OP_ITER] = exec_iter,
	        [OP_NEXT] = exec_next,
	        [OP_CAST] = exec_cast,
	        [OP_ANY] = exec_any,
	        [OP_DROP] = exec_drop,
	        [OP_FORGET] = exec_forget,
	        [OP_JUMP] = exec_jump,
	        [OP_BRANCH] = exec_branch,
	        [OP_RETURN] = exec_return,
	        [OP_THROW] = exec_throw,
	        [OP_STOP] = exec_stop,
	};

	unset_check(solver);
	exec[solver->at->op](solver);
}
