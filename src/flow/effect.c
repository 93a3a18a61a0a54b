/*
 * What a callee does to an argument: an object is released, stolen, kept,
 * stored, misused; a variable is filled through its address.
 */
#include "flow/call.h"

struct flow_event *argument_event(
        struct solver *solver, enum event_kind kind, const struct call *call, struct value value)
{
	struct flow_event *event;

	if (!solver->project->final)
		return NULL;
	event = event_new(solver, kind, value.kind == VALUE_OBJECT ? value.object : 0);
	event->at = solver->at->span;
	event->callee_span = solver->func->insns.at[solver->at->a].span;
	event->callee = callee_text(solver, call->callee.fact);
	event->fact = call->callee.fact;
	if (value.kind == VALUE_FUNC)
		event->object = value.unit->funcs.at[value.func]->name;
	if (call->callee.self.flags & VALUE_LIKELY && event->confidence > CONFIDENCE_SOME)
		event->confidence = CONFIDENCE_SOME;
	return event;
}

void argument_report(
        struct solver *solver, enum event_kind kind, const struct call *call, struct value value)
{
	struct flow_event *event = argument_event(solver, kind, call, value);
	bool is_object = value.kind == VALUE_OBJECT;

	if (event)
		event_finish(solver, event, is_object ? solver->now.trace : NULL,
		        is_object ? value.object : 0);
}

/* Does the result go to the caller, who may know what to do with it? */
static bool is_returned(const struct solver *solver)
{
	for (uint32_t i = solver->at_index + 1; i < solver->func->insns.n; i++) {
		const struct insn *insn = &solver->func->insns.at[i];

		if (insn->a == solver->at_index)
			return insn->op == OP_RETURN;
	}
	return false;
}

/* The copy that the call makes is thrown away, and what it throws is caught: it is called to find
 * out whether there can be one. */
static bool only_asks(const struct solver *solver, const struct call *call)
{
	const struct func *func = solver->func;
	const struct insn *next =
	        solver->at_index + 1 < func->insns.n ? &func->insns.at[solver->at_index + 1] : NULL;

	return call->callee.fact->origin == ORIGIN_PLAIN && next && next->op == OP_DROP &&
	        next->a == solver->at_index && func->blocks.at[solver->block].unwind != NO_BLOCK;
}

void misuse(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value)
{
	struct flow_event *event;

	if (only_asks(solver, call))
		return;
	if (!param->callback && !param->when) {
		if (value.kind == VALUE_LITERAL) {
			for (uint32_t i = 1; i < solver->now.object_count; i++)
				if (object_within(solver, i, value.object))
					misuse(solver, call, param, value_of_object(solver, i));
			return;
		}
		const struct fact_type *type = fact_type(
		        solver->project->facts, solver->language, value_type(solver, value));

		if (value.kind != VALUE_OBJECT || value.flags & VALUE_PROMISE ||
		        object_now(solver, value.object)->word == WORD_NONE || !type ||
		        !type->resource)
			return;
	}
	event = argument_event(solver, EVENT_MISUSE, call, value);
	if (!event)
		return;
	event->word = param->word;
	if (param->when && is_returned(solver))
		event->confidence = CONFIDENCE_MAYBE;
	if (same(param->callback, "items") &&
	        solver->objects.at[value.object].items != ITEMS_PROXIED)
		event->confidence = CONFIDENCE_MAYBE;
	if (param->when && call->callee.self.kind == VALUE_OBJECT)
		event->confidence = object_confidence(solver, call->callee.self.object);
	event_finish(
	        solver, event, solver->now.trace, value.kind == VALUE_OBJECT ? value.object : 0);
}

/* The function behind a proxy is called from the other language. */
void cross_object(struct solver *solver, uint32_t object, const char *into)
{
	struct func_info *info = (struct func_info *)solver->objects.at[object].partner;

	if (!info)
		return;
	info->crosses = true;
	info->crosses_into = into;
	summary_add_edge(solver, info,
	        (struct call_edge){
	                .caller = solver->info, .often = !solver->objects.at[object].kept_once});
}

bool receiver_collected(const struct solver *solver, struct value self)
{
	const char *name = value_type(solver, self);
	const struct fact_type *type =
	        name ? fact_type(solver->project->facts, solver->language, name) : NULL;

	return type && type->collected;
}

static void keep_object(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value)
{
	struct object_state *state = object_now(solver, value.object);
	const struct object *known = &solver->objects.at[value.object];

	if (known->origin == FROM_PARAM)
		solver->info->params[known->param].callee_keeps = true;
	if (known->type && known->type->once) {
		if (param->effect == EFFECT_KEPT && state->word == WORD_OWNED)
			argument_report(solver, EVENT_ONCE_REPEATED, call, value);
		object_goes(solver, value.object, HOW_NONE);
		return;
	}
	if (state->word == WORD_OWNED) {
		solver->objects.at[value.object].kept_once |= param->effect == EFFECT_KEPT_ONCE;
		cross_object(solver, value.object, solver->at->name);
		state->flags = (state->flags | OBJECT_KEPT) & ~(uint32_t)OBJECT_LET_GO;
		if (receiver_collected(solver, call->callee.self))
			state->flags |= OBJECT_SHARED;
		solver_trace(solver, STEP_STORE, value.object, solver->at->span,
		        callee_text(solver, call->callee.fact));
	} else if (known->origin == FROM_SEED && state->word == WORD_BORROWED) {
		argument_report(solver, EVENT_KEPT_BORROWED, call, value);
	}
}

static void stored_in_receiver(struct solver *solver, const struct call *call, struct value value)
{
	struct value self = call->callee.self;

	if (object_is_item(solver, value.object))
		argument_report(solver, EVENT_ITEM_ESCAPES, call, value);
	if (solver->objects.at[value.object].origin == FROM_SEED &&
	        object_now(solver, value.object)->word == WORD_BORROWED)
		argument_report(solver, EVENT_KEPT_BORROWED, call, value);
	if (self.kind == VALUE_LITERAL) {
		if (object_owned(solver, value.object))
			object_now(solver, value.object)->container = self.object;
		return;
	}
	if (self.slot && solver->objects.at[value.object].origin == FROM_PARAM)
		solver->info->params[solver->objects.at[value.object].param].slot =
		        (struct slot *)self.slot;
	if (self.slot)
		summary_fill_slot(solver, (struct slot *)self.slot, value.object, true);
	object_goes(solver, value.object, HOW_NONE);
}

/* What one allocator gave must not go back to another. False: it is a thing of another kind by
 * now, and none of ours. */
static bool check_domain(struct solver *solver, const struct call *call,
        const struct fact_param *param, uint32_t object)
{
	const struct fact_table *facts = solver->project->facts;
	const struct fact_type *given = solver->objects.at[object].type, *taken;
	struct flow_event *event;

	if (!param->callback || !given)
		return true;
	taken = fact_type(facts, solver->language, param->callback);
	if (taken && !same(taken->resource, given->resource)) {
		object_goes(solver, object, HOW_NONE); /* it was made into something else */
		return false;
	}
	if (!taken || object_now(solver, object)->word != WORD_OWNED ||
	        fact_is_a(facts, solver->language, given->name, taken->name))
		return true;
	event = argument_event(solver, EVENT_MISUSE, call, value_of_object(solver, object));
	if (!event)
		return true;
	event->word = "wrong-domain";
	event_finish(solver, event, solver->now.trace, object);
	return true;
}

/* The callee lets go of it, if it is the one that was given before; a new one it never kept. */
static void drop_object(
        struct solver *solver, const struct call *call, struct value value, const struct arg *arg)
{
	struct object_state *state = object_now(solver, value.object);
	bool fresh = state->word == WORD_OWNED && !(state->flags & (OBJECT_KEPT | OBJECT_NAMED)) &&
	        arg && solver->objects.at[value.object].origin == FROM_CALL;

	state->flags &= (uint32_t)~OBJECT_KEPT;
	if (!fresh)
		return;
	argument_report(solver, EVENT_UNKEPT_OTHER, call, value);
	object_goes(solver, value.object, HOW_NONE);
}

/* Nobody knows what the callee does with it. */
static void leave_object(struct solver *solver, const struct call *call, struct value value)
{
	struct object_state *state = object_now(solver, value.object);

	/* a handle without a name: whoever got it is not known to give it back */
	if (state->word == WORD_OWNED && !(state->flags & OBJECT_NAMED) &&
	        fact_is_foreign(solver, call->callee.fact))
		state->flags |= OBJECT_KEPT | OBJECT_SHARED;
	else
		value_escapes(solver, value);
}

static void share_object(struct solver *solver, uint32_t object)
{
	struct object_state *state = object_now(solver, object);

	if (solver->objects.at[object].origin == FROM_PARAM)
		solver->info->params[solver->objects.at[object].param].lent = true;
	/* what was stored may be released all the same, by who knows better */
	if (state->word == WORD_OWNED || (state->word == WORD_GONE && state->how == HOW_NONE))
		state->flags |= OBJECT_LENT;
}

static void effect_on_object(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value, const struct arg *arg)
{
	switch (param->effect) {
	case EFFECT_STEALS:
		if (check_domain(solver, call, param, value.object))
			object_steal(solver, value, call->callee.fact);
		break;
	case EFFECT_RELEASES:
		if (check_domain(solver, call, param, value.object))
			object_release(solver, value, call->callee.fact);
		break;
	case EFFECT_KEPT:
	case EFFECT_KEPT_ONCE:
		keep_object(solver, call, param, value);
		break;
	case EFFECT_DROPS:
		drop_object(solver, call, value, arg);
		break;
	case EFFECT_AUTO:
	case EFFECT_LASTING:
		object_goes(solver, value.object, HOW_NONE);
		break;
	case EFFECT_STORES:
		stored_in_receiver(solver, call, value);
		break;
	case EFFECT_MISUSE:
		misuse(solver, call, param, value);
		break;
	case EFFECT_UNKNOWN:
		leave_object(solver, call, value);
		break;
	case EFFECT_PRIMITIVE:
		object_now(solver, value.object)->word = WORD_NONE;
		break;
	case EFFECT_RETAINED:
		object_retain(solver, value.object, param->callback);
		break;
	case EFFECT_SHARED:
		share_object(solver, value.object);
		break;
	case EFFECT_CHANGED:
	case EFFECT_EMPTIED:
		object_change(solver, value.object);
		break;
	case EFFECT_VACATED:
		object_vacate(solver, value.object);
		break;
	default: /* nothing that an object would notice */
		break;
	}
}

/* An optional argument may leave the variable as it was: null, or something nobody knows now. */
static bool fill_optional(struct solver *solver, const struct fact_param *param, uint32_t var)
{
	struct value before = solver->values.at[solver->now.places[solver->place_of_var[var] - 1]];

	if (!param->sometimes || before.kind == VALUE_NULL)
		return false;
	if (before.kind == VALUE_UNSET)
		return true;
	value_escapes(solver, before);
	store_var(solver, var, solver->values.at[0]);
	return true;
}

/* The callee puts something into the variable: "new TYPE", "borrowed TYPE". */
static void fill_variable(struct solver *solver, const struct call *call,
        const struct fact_param *param, uint32_t var, uint32_t nth)
{
	const char *space = param->callback ? strrchr(param->callback, ' ') : NULL;
	const struct fact_type *type =
	        space ? fact_type(solver->project->facts, solver->language, space + 1) : NULL;
	uint32_t object;

	if (!type) {
		store_var(solver, var, solver->values.at[0]);
		return;
	}
	if (fill_optional(solver, param, var))
		return;
	object = object_make_nth(solver, nth,
	        strncmp(param->callback, "new", 3) == 0 ? WORD_OWNED : WORD_BORROWED, type,
	        FROM_CALL);
	solver->objects.at[object].fact = call->callee.fact;
	solver->objects.at[object].callee = callee_text(solver, call->callee.fact);
	if (param->sometimes)
		object_now(solver, object)->flags |= OBJECT_NULLABLE;
	store_var(solver, var, value_of_object(solver, object));
}

void effect_of_failure(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value)
{
	uint32_t place = value.kind == VALUE_ADDRESS ? solver->place_of_var[value.object] : 0;

	if (!place)
		return;
	if (param->effect == EFFECT_REPLACED)
		object_release(solver, solver->values.at[solver->now.places[place - 1]],
		        call->callee.fact);
	if (param->effect == EFFECT_REPLACED || call->callee.fact->origin == ORIGIN_FOUND)
		store_var(solver, value.object, value_plain(VALUE_NULL));
}

/* Who gets the address of a variable without a value gives it one. */
static void settle_unset(struct solver *solver, uint32_t var)
{
	uint32_t place = solver->place_of_var[var] - 1;

	if (solver->values.at[solver->now.places[place]].kind == VALUE_UNSET)
		solver->now.places[place] = 0;
}

static const struct fact_param borrows = {.effect = EFFECT_BORROWS};

/* A container that crosses the border takes the handles in it along: nobody can reach them any
 * more. */
static void keep_contained(struct solver *solver, const struct call *call, uint32_t literal)
{
	const struct fact_type *made = call->callee.fact->type
	        ? fact_type(solver->project->facts, solver->language, call->callee.fact->type)
	        : NULL;

	for (uint32_t i = 1; made && made->foreign && i < solver->now.object_count; i++)
		if (object_within(solver, i, literal) && object_owned(solver, i))
			solver->now.objects[i].flags |= OBJECT_KEPT;
}

/* References are taken, or taken over, of what stands in a literal. */
static void effect_on_items(struct solver *solver, enum effect effect, struct value literal)
{
	if (effect == EFFECT_STEALS)
		value_escapes(solver, literal);
	for (uint32_t i = 1; effect == EFFECT_SHARED && i < solver->now.object_count; i++)
		if (object_within(solver, i, literal.object) && object_owned(solver, i))
			solver->now.objects[i].flags |= OBJECT_LENT;
}

void effect_on(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value, const struct arg *arg)
{
	while (param && !effect_applies(solver, call, param, value))
		param = param->otherwise;
	if (!param)
		param = &borrows;
	if (value.kind == VALUE_ADDRESS && param->effect == EFFECT_FILLED) {
		fill_variable(solver, call, param, value.object,
		        arg ? (uint32_t)(arg - solver->at->args) : 0);
		return;
	}
	if (value.kind == VALUE_ADDRESS && param->effect != EFFECT_REPLACED)
		settle_unset(solver, value.object);
	if (param->effect == EFFECT_COPIED && value.kind != VALUE_ADDRESS)
		param = &borrows;
	if (value.kind == VALUE_ADDRESS)
		value = solver->values
		                .at[solver->now.places[solver->place_of_var[value.object] - 1]];
	if (param->effect == EFFECT_COPIED) {
		value_escapes(solver, value);
		return;
	}
	if (param->effect == EFFECT_KEPT || param->effect == EFFECT_KEPT_ONCE)
		value = func_among(solver, value);
	if (param->effect == EFFECT_DROPS)
		objects_settle(solver);
	if (value.kind == VALUE_HANDLE && param->effect == EFFECT_DROPS) {
		object_now(solver, value.object)->flags &= (uint32_t)~OBJECT_KEPT;
		return;
	}
	if (value.kind == VALUE_LITERAL) {
		effect_on_items(solver, param->effect, value);
		effect_on_options(solver, call, param, value.object);
		keep_contained(solver, call, value.object);
	}
	if (param->effect == EFFECT_STORES && call->callee.self.kind == VALUE_LITERAL) {
		literal_gains(solver, call->callee.self.object, value);
		if (value.kind == VALUE_LITERAL) {
			literal_nest(solver, value, call->callee.self.object, false);
			return;
		}
	}
	if (param->effect == EFFECT_VACATED && value.kind != VALUE_OBJECT)
		object_vacate(solver, 0);
	effect_on_named(solver, call, param, value, arg);
	if (param->effect == EFFECT_STEALS && arg)
		lasting_stolen(solver, call, arg->value);
	if (value.kind == VALUE_OBJECT && !(value.flags & VALUE_PROMISE))
		effect_on_object(solver, call, param, value, arg);
	else if (value.kind == VALUE_FUNC)
		effect_on_func(solver, call, param, value, arg);
	else if (param->effect == EFFECT_MISUSE)
		misuse(solver, call, param, value);
	else if (param->effect == EFFECT_RELEASES) {
		object_release(solver, value, call->callee.fact);
		if (value.kind == VALUE_UNKNOWN)
			project_func(solver->project, solver->unit, 0)->ends_copies = true;
	} else if (param->effect == EFFECT_UNKNOWN || param->effect == EFFECT_STORES ||
	        param->effect == EFFECT_AUTO || param->effect == EFFECT_LASTING)
		value_escapes(solver, value);
}
