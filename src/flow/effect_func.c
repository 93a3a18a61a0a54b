/*
 * What a callee does to a function it is given: calls it now, keeps it for
 * later, hands it something. In Python, a function given to a keeper of the
 * other language is only lent.
 */
#include "flow/call.h"

static void cross_func(struct solver *solver, struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);

	if (!info)
		return;
	info->crosses = true;
	info->crosses_into = solver->at->name;
}

static const struct fact_param lent_with_options = {.effect = EFFECT_KEPT};

/* It runs later, once, and finds what its variables hold then. */
static void defer_func(struct solver *solver, struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);

	if (!info)
		return;
	info->deferred = true;
	for (uint32_t i = 0; value.unit == solver->unit && i < info->captures.n; i++) {
		uint32_t place = solver->place_of_var[info->captures.at[i]];
		struct value held = solver->values.at[place ? solver->now.places[place - 1] : 0];

		if (held.kind == VALUE_OBJECT)
			object_now(solver, held.object)->flags |= OBJECT_DUE;
	}
}

static void keep_func(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value, const struct arg *arg)
{
	struct flow_event *event;

	func_escapes(solver, value, param->effect == EFFECT_KEPT, false);
	if (param->effect == EFFECT_KEPT_ONCE)
		defer_func(solver, value);
	if (!fact_is_foreign(solver, call->callee.fact))
		return;
	event = argument_event(solver, EVENT_KEPT_CALLABLE, call, value);
	if (!event)
		return;
	event->origin = event->at;
	event->through_new = same(solver->at->name, "new");
	event->in_keywords = arg && arg->key;
	if (arg)
		event->argument = solver->func->insns.at[arg->value].span;
	event->word = param->effect == EFFECT_KEPT_ONCE ? "once" : NULL;
	event_finish(solver, event, NULL, 0);
}

static void seed_items(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct func_info *info, const struct fact_type *type)
{
	struct value self = call->callee.self;
	bool owned = strncmp(param->callback, "new", 3) == 0;
	enum items items =
	        self.kind == VALUE_OBJECT ? solver->objects.at[self.object].items : ITEMS_UNKNOWN;

	if (owned && items == ITEMS_PRIMITIVE)
		return;
	summary_seed_type(
	        solver, info, type, owned ? WORD_OWNED : WORD_BORROWED, call->callee.fact);
	if (strncmp(param->callback, "borrowed", 8) == 0)
		info->seeds[0].maybe = false;
	if (!owned)
		return;
	info->seeds[0].per_call = param->effect == EFFECT_CALLS;
	info->seeds[0].maybe = items != ITEMS_PROXIED;
}

void seed_callback(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);
	const struct fact_type *type;
	struct value self = call->callee.self;

	if (info && same(param->callback, "result") && !info->func->param_count &&
	        self.kind == VALUE_OBJECT && self.flags & VALUE_PROMISE)
		object_goes(solver, self.object, HOW_NONE); /* nobody looks at the result */
	if (!info || !param->callback || !info->func->param_count)
		return;
	if (same(param->callback, "result")) {
		if (self.kind == VALUE_OBJECT && self.flags & VALUE_PROMISE &&
		        object_owned(solver, self.object))
			summary_seed_object(solver, info, self.object);
		else if (self.kind == VALUE_TYPED)
			info->params[0].value = value_join(info->params[0].value,
			        typed_value(self.type, self.flags & VALUE_LIKELY));
		return;
	}
	if (strncmp(param->callback, "item of", 7) == 0) {
		struct value item = items_of(solver, self);

		if (item.type)
			info->params[0].value =
			        value_join(info->params[0].value, typed_value(item.type, false));
		return;
	}
	type = fact_type(solver->project->facts, solver->language,
	        strrchr(param->callback, ' ') ? strrchr(param->callback, ' ') + 1
	                                      : param->callback);
	if (type)
		seed_items(solver, call, param, info, type);
}

/* Whose items a callback gets: "item of PARAM" */
static struct value container_of(
        const struct solver *solver, const struct call *call, const struct fact_param *param)
{
	const char *name = strrchr(param->callback, ' ');

	for (uint32_t i = 0; name && i < call->arg_count; i++) {
		const struct fact_param *other = param_of(solver, call->callee.fact, i);

		if (other && same(other->name, name + 1))
			return call->args[i];
	}
	return call->callee.self;
}

/* The callback uses each item like one of that type. */
static void items_proven(
        struct solver *solver, struct value container, const struct func_info *info)
{
	for (uint32_t i = 1; container.kind == VALUE_LITERAL && i < solver->now.object_count; i++)
		if (object_within(solver, i, container.object) &&
		        (info->params[0].proven ||
		                solver->objects.at[i].type == info->params[0].shown))
			solver->now.objects[i].flags |= OBJECT_PROVEN;
}

static void items_given(struct solver *solver, const struct call *call, struct value container,
        const struct func_info *info)
{
	items_proven(solver, container, info);
	if (info->params[0].released_ok)
		object_release(solver, items_of(solver, container), call->callee.fact);
	else if (container.kind == VALUE_LITERAL && solver->literals[container.object].nests)
		value_escapes(solver, container); /* nobody follows what is in its parameter */
}

/* The callee calls it, with the items of another argument maybe, and does not keep it. */
static void call_func(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);

	if (!info)
		return;
	summary_add_edge(solver, info,
	        (struct call_edge){
	                .caller = solver->info, .in_loop = param->effect == EFFECT_CALLS});
	summary_apply_releases(solver, info, call->callee.fact);
	if (!info->func->param_count || !param->callback)
		return;
	items_given(solver, call, container_of(solver, call, param), info);
}

static void spawn_func(struct solver *solver, struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);

	if (!info)
		return;
	info->escapes = true;
	summary_add_edge(solver, info, (struct call_edge){.caller = solver->info, .spawned = true});
}

void effect_on_func(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value, const struct arg *arg)
{
	switch (param->effect) {
	case EFFECT_KEPT:
	case EFFECT_KEPT_ONCE:
		keep_func(solver, call, param, value, arg);
		break;
	case EFFECT_CALLS_ONCE:
	case EFFECT_CALLS:
		call_func(solver, call, param, value);
		break;
	case EFFECT_SPAWNED:
		spawn_func(solver, value);
		break;
	case EFFECT_DROPS:
		if (fact_is_foreign(solver, call->callee.fact))
			argument_report(solver, EVENT_UNKEPT_OTHER, call, value);
		break;
	case EFFECT_MISUSE:
		misuse(solver, call, param, value);
		func_escapes(solver, value, false, false);
		break;
	case EFFECT_STORES:
		func_escapes(solver, value, false, true);
		if (fact_is_foreign(solver, call->callee.fact))
			argument_report(solver, EVENT_KEPT_BORROWED, call, value);
		break;
	case EFFECT_LASTING:
		func_escapes(solver, value, true, false);
		cross_func(solver, value);
		break;
	default:
		func_escapes(
		        solver, value, param->effect == EFFECT_AUTO && !param->callback, false);
		if (param->effect == EFFECT_AUTO && same(param->callback, "result"))
			defer_func(solver, value);
		break;
	}
	seed_callback(solver, call, param, value);
}

/* Functions inside an object literal: an option of their own when the fact names it, else lent with
 * it. */
void effect_on_options(struct solver *solver, const struct call *call,
        const struct fact_param *param, uint32_t literal)
{
	const struct insn *make = &solver->func->insns.at[literal];
	const struct fact *fact = call->callee.fact;
	bool foreign = fact_is_foreign(solver, fact);

	for (uint32_t i = 0; make->op == OP_MAKE && i < make->arg_count; i++) {
		struct value value = solver_get(solver, make->args[i].value);
		const struct fact_param *own = NULL;

		for (uint32_t k = 0; make->args[i].key && k < fact->param_count; k++)
			if (same(fact->params[k].name, make->args[i].key))
				own = &fact->params[k];
		if (value.kind != VALUE_FUNC)
			continue;
		if (own)
			effect_on_func(solver, call, own, value, &make->args[i]);
		else if (param->callback)
			seed_callback(solver, call, param, value);
		else if (foreign && make->detail == CONST_OBJECT && param->effect != EFFECT_AUTO)
			keep_func(solver, call, &lent_with_options, value, &make->args[i]);
	}
}

/* An object of this language: a member of one, given to who calls it, is lent like a function. */
static bool own_object(const struct solver *solver, struct value value)
{
	const struct fact_type *type = value.kind == VALUE_TYPED
	        ? fact_type(solver->project->facts, solver->language, value.type)
	        : NULL;

	return type && !type->foreign && !type->resource && type->callable;
}

/* A function of the runtime itself: `setTimeout(print, 9)` */
static bool named_callable(struct solver *solver, struct value value)
{
	const struct fact *fact =
	        value.kind == VALUE_NAMED ? name_fact(solver, value.name, true) : NULL;

	return fact && fact->has_params && !fact_is_foreign(solver, fact);
}

void effect_on_named(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value, const struct arg *arg)
{
	struct flow_event *event;

	if ((param->effect != EFFECT_KEPT && param->effect != EFFECT_KEPT_ONCE) ||
	        !fact_is_foreign(solver, call->callee.fact) ||
	        (!named_callable(solver, value) && !own_object(solver, value)))
		return;
	event = argument_event(solver, EVENT_KEPT_CALLABLE, call, value);
	if (!event)
		return;
	event->object = value.kind == VALUE_NAMED ? last_part(value.name) : NULL;
	if (value.kind != VALUE_NAMED && event->confidence > CONFIDENCE_SOME)
		event->confidence = CONFIDENCE_SOME;
	event->through_new = same(solver->at->name, "new");
	event->in_keywords = arg && arg->key;
	if (arg)
		event->argument = solver->func->insns.at[arg->value].span;
	event->word = param->effect == EFFECT_KEPT_ONCE ? "once" : NULL;
	event_finish(solver, event, NULL, 0);
}
