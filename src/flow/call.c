/*
 * Calls: who is called (by facts, by the project, or nobody knows), what that
 * does to each argument, and what comes back.
 */
#include "flow/solve.h"
#include "flow/summary.h"

enum { MOST_ARGS = 64 };

struct callee {
	const struct fact *fact;
	struct func_info *func;
	struct value self; /* receiver, or the called value */
	bool method;
	bool own_class; /* constructs `func`'s class, or a class without constructor */
	bool opaque;    /* a value that came from outside: it may do anything */
};

struct call {
	struct callee callee;
	struct value args[MOST_ARGS];
	uint32_t arg_count;
};

/* ---- who ---- */

static void find_method(struct solver *solver, struct callee *callee)
{
	const struct insn *insn = solver->at;
	struct value self = callee->self = solver_get(solver, insn->a), member;
	const struct fact_table *facts = solver->project->facts;
	const char *type = value_type(solver, self);

	callee->method = true;
	if (self.kind == VALUE_NAMED) {
		const char *full = arena_printf(solver->arena, "%s.%s", self.name, insn->name);

		callee->fact = name_fact(solver, full, true);
		member = callee->fact ? solver->values.at[0]
		                      : project_lookup(solver->project, solver->unit, full);
		if (member.kind == VALUE_FUNC)
			callee->func = project_func(solver->project, member.unit, member.func);
	} else if (type) {
		callee->fact = fact_member(facts, solver->language, type, insn->name, true);
		if (!callee->fact && value_is_scope(solver, self))
			callee->fact = name_fact(solver, insn->name, true);
	}
	if (!callee->fact && !callee->func &&
	        (self.kind == VALUE_INSTANCE || self.kind == VALUE_LITERAL ||
	                self.kind == VALUE_CLASS)) {
		if (self.kind == VALUE_CLASS)
			self.kind = VALUE_INSTANCE;
		member = read_member(solver, self, insn->name);
		if (member.kind == VALUE_FUNC)
			callee->func = project_func(solver->project, member.unit, member.func);
		else if (value_type(solver, member))
			callee->fact = fact_member(
			        facts, solver->language, value_type(solver, member), "()", true);
	}
	if (!callee->fact && !callee->func)
		callee->fact = fact_find(
		        facts, solver->language, arena_printf(solver->arena, "*.%s", insn->name));
}

static void find_value(struct solver *solver, struct callee *callee)
{
	struct value self = callee->self = solver_get(solver, solver->at->a);
	const char *type = value_type(solver, self);
	bool construct = solver->at->flags & CALL_NEW;

	if (self.kind == VALUE_NAMED)
		callee->fact = name_fact(solver,
		        construct ? arena_printf(solver->arena, "%s.new", self.name) : self.name,
		        true);
	else if (self.kind == VALUE_FUNC)
		callee->func = project_func(solver->project, self.unit, self.func);
	else if (self.kind == VALUE_CLASS) {
		callee->own_class = true;
		callee->func = project_method(solver->project, self.unit, self.name, "constructor");
		if (!callee->func)
			callee->func =
			        project_method(solver->project, self.unit, self.name, "__init__");
	} else if (type)
		callee->fact = fact_member(solver->project->facts, solver->language, type,
		        construct ? "new" : "()", true);
	callee->opaque = self.kind == VALUE_OBJECT && !type;
}

static void find_named(struct solver *solver, struct callee *callee)
{
	for (uint32_t i = 1; i < solver->unit->funcs.n; i++)
		if (same(solver->unit->funcs.at[i]->name, solver->at->name))
			callee->func = project_func(solver->project, solver->unit, i);
	if (!callee->func)
		callee->fact = name_fact(solver, solver->at->name, true);
}

static void find_callee(struct solver *solver, struct callee *callee)
{
	if (solver->at->a && solver->at->name)
		find_method(solver, callee);
	else if (solver->at->a)
		find_value(solver, callee);
	else if (solver->at->name)
		find_named(solver, callee);
	callee->fact = fact_pick(callee->fact, solver->project->input->pyodide_version);
}

/* ---- escaping ---- */

/* A function that outlives this one holds what was only lent to this one. */
static void lent_escapes(struct solver *solver, const struct func_info *info)
{
	for (uint32_t i = 0; i < info->captures.n && info->unit == solver->unit; i++) {
		uint32_t place = solver->place_of_var[info->captures.at[i]];
		struct value value = place ? solver->values.at[solver->now.places[place - 1]]
		                           : solver->values.at[0];
		struct flow_event *event;

		if (value.kind != VALUE_OBJECT ||
		        solver->objects.at[value.object].origin != FROM_SEED ||
		        object_now(solver, value.object)->word != WORD_BORROWED ||
		        !solver->project->final)
			continue;
		event = event_new(solver, EVENT_KEPT_BORROWED, value.object);
		event_finish(solver, event, solver->now.trace, value.object);
	}
}

static void func_escapes(struct solver *solver, struct value value, bool often, bool unknown)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);
	struct call_edge edge = {.caller = solver->info,
	        .in_loop = solver->func->blocks.at[solver->block].in_loop && !often && !unknown,
	        .often = often,
	        .unknown = unknown};

	if (!info)
		return;
	/* what hands itself on is called again and again */
	for (const struct func_info *at = solver->info; at; at = at->parent)
		edge.often |= at == info;
	edge.unknown &= !edge.often;
	info->escapes = true;
	summary_add_edge(solver->project, info, edge);
	lent_escapes(solver, info);
}

static void literal_escapes(struct solver *solver, uint32_t literal)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].container == literal)
			object_goes(solver, i, HOW_NONE);
}

void value_escapes(struct solver *solver, struct value value)
{
	if (value.slot)
		((struct slot *)value.slot)->leaves = true;
	switch (value.kind) {
	case VALUE_OBJECT:
		object_goes(solver, value.object, HOW_NONE);
		break;
	case VALUE_FUNC:
		func_escapes(solver, value, false, true);
		break;
	case VALUE_LITERAL:
	case VALUE_ITEMS:
		literal_escapes(solver, value.object);
		break;
	default:
		break;
	}
}

/* ---- using ---- */

static void used_dead(struct solver *solver, struct value value, const char *member)
{
	struct flow_event *event;
	const struct object_state *state = object_now(solver, value.object);

	if (!solver->project->final)
		return;
	event = event_new(solver, EVENT_USED_DEAD, value.object);
	event->how = state->how;
	event->at = solver->at->span;
	event->callee = member ? member : solver->at->name;
	if ((state->flags & OBJECT_MAYBE) && !(state->flags & OBJECT_PROVEN))
		event->confidence = CONFIDENCE_MAYBE;
	event_finish(solver, event, solver->now.trace, value.object);
}

static void used_unchecked(struct solver *solver, struct value value)
{
	struct object_state *state = object_now(solver, value.object);
	struct flow_event *event;

	if (!(state->flags & OBJECT_NULLABLE) || state->flags & (OBJECT_CHECKED | OBJECT_MAYBE) ||
	        solver->objects.at[value.object].origin == FROM_PARAM)
		return;
	state->flags |= OBJECT_CHECKED; /* say it once */
	if (!solver->project->final)
		return;
	event = event_new(solver, EVENT_NULL_DEREF, value.object);
	event->callee = solver->at->name;
	event_finish(solver, event, solver->now.trace, value.object);
}

void value_used(struct solver *solver, struct value value, const char *member)
{
	struct object_state *state;

	if (value.kind != VALUE_OBJECT || value.flags & VALUE_PROMISE)
		return;
	state = object_now(solver, value.object);
	if (member && type_shows(solver->objects.at[value.object].type, member)) {
		state->flags |= OBJECT_PROVEN;
		if (solver->objects.at[value.object].origin == FROM_PARAM)
			solver->info->params[solver->objects.at[value.object].param].proven = true;
	}
	if (solver->objects.at[value.object].origin == FROM_PARAM) {
		struct param_summary *param =
		        &solver->info->params[solver->objects.at[value.object].param];

		param->used = true;
		param->use = solver->at->span;
	}
	if (state->word == WORD_RELEASED || state->word == WORD_DEAD)
		used_dead(solver, value, member);
}

/* ---- effects by facts ---- */

static bool literal_has_key(const struct solver *solver, struct value value, const char *key)
{
	const struct insn *make;

	if (value.kind != VALUE_LITERAL)
		return false;
	make = &solver->func->insns.at[value.object];
	for (uint32_t i = 0; i < make->arg_count; i++)
		if (same(make->args[i].key, key))
			return true;
	return false;
}

/* `to_js({"once": True})`: the literal is the argument of a conversion */
static bool converted_has_key(const struct solver *solver, uint32_t insn, const char *key)
{
	const struct insn *made = &solver->func->insns.at[insn];

	if (made->op != OP_CALL)
		return false;
	for (uint32_t i = 0; i < made->arg_count; i++)
		if (literal_has_key(solver, solver_get(solver, made->args[i].value), key))
			return true;
	return false;
}

static bool call_has_key(const struct solver *solver, const struct call *call, const char *key)
{
	const struct fact *fact = call->callee.fact;
	uint32_t first = fact->param_count && same(fact->params[0].name, "self") ? 1 : 0;

	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct arg *arg = &solver->at->args[i];

		if (same(arg->key, key) || literal_has_key(solver, call->args[i], key) ||
		        converted_has_key(solver, arg->value, key))
			return true;
		if (!arg->key && first + i < fact->param_count &&
		        same(fact->params[first + i].name, key))
			return true;
	}
	return false;
}

static bool any_key(const struct solver *solver, const struct call *call, const char **keys)
{
	for (; keys && *keys; keys++)
		if (call_has_key(solver, call, *keys))
			return true;
	return false;
}

static bool kind_matches(const struct solver *solver, struct value value, const char *kind)
{
	uint8_t detail =
	        value.kind == VALUE_LITERAL ? solver->func->insns.at[value.object].detail : 0;

	if (same(kind, "function"))
		return value.kind == VALUE_FUNC || value.kind == VALUE_CLASS;
	if (same(kind, "lambda"))
		return value.kind == VALUE_FUNC && !value.unit->funcs.at[value.func]->name[0];
	if (same(kind, "items"))
		return value.kind == VALUE_OBJECT && !(value.flags & VALUE_PROMISE) &&
		        solver->objects.at[value.object].type &&
		        solver->objects.at[value.object].items != ITEMS_PRIMITIVE;
	if (same(kind, "list"))
		return value.kind == VALUE_LITERAL &&
		        (detail == CONST_ARRAY || detail == CONST_TUPLE);
	if (same(kind, "dict"))
		return value.kind == VALUE_LITERAL && detail == CONST_OBJECT;
	return same(value_type(solver, value), kind);
}

static bool effect_applies(const struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value)
{
	if (param->effect == EFFECT_MISUSE && param->callback &&
	        !kind_matches(solver, value, param->callback))
		return false;
	if (param->when && !any_key(solver, call, param->when))
		return false;
	return !any_key(solver, call, param->unless);
}

/* The parameter that argument `index` of the call is for. */
static const struct fact_param *param_of(
        const struct solver *solver, const struct fact *fact, uint32_t index)
{
	const struct arg *arg = &solver->at->args[index];
	uint32_t first = fact->param_count && same(fact->params[0].name, "self") ? 1 : 0;

	for (uint32_t i = first; i < fact->param_count && arg->key; i++)
		if (same(fact->params[i].name, arg->key) || fact->params[i].keywords)
			return &fact->params[i];
	if (arg->key)
		return NULL;
	if (first + index < fact->param_count && !fact->params[first + index].keywords)
		return &fact->params[first + index];
	for (uint32_t i = first; i < fact->param_count; i++)
		if (fact->params[i].rest)
			return &fact->params[i];
	return NULL;
}

static struct flow_event *argument_event(
        struct solver *solver, enum event_kind kind, const struct call *call, struct value value)
{
	struct flow_event *event;

	if (!solver->project->final)
		return NULL;
	event = event_new(solver, kind, value.kind == VALUE_OBJECT ? value.object : 0);
	event->at = solver->at->span;
	event->callee = solver->at->name ? solver->at->name
	        : call->callee.fact      ? last_part(call->callee.fact->name)
	                                 : NULL;
	event->fact = call->callee.fact;
	if (value.kind == VALUE_FUNC)
		event->object = value.unit->funcs.at[value.func]->name;
	if (call->callee.self.flags & VALUE_LIKELY && event->confidence > CONFIDENCE_SOME)
		event->confidence = CONFIDENCE_SOME;
	return event;
}

static void misuse(struct solver *solver, const struct call *call, const struct fact_param *param,
        struct value value)
{
	struct flow_event *event;

	if (!param->callback && !param->when) {
		if (value.kind == VALUE_LITERAL) {
			for (uint32_t i = 1; i < solver->now.object_count; i++)
				if (solver->now.objects[i].container == value.object)
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
	struct func_info *info = (struct func_info *)solver->objects.at[object].python;

	if (!info)
		return;
	info->crosses = true;
	info->crosses_into = into;
	summary_add_edge(solver->project, info,
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
		if (param->effect == EFFECT_KEPT && state->word == WORD_OWNED) {
			struct flow_event *event =
			        argument_event(solver, EVENT_ONCE_REPEATED, call, value);

			if (event)
				event_finish(solver, event, solver->now.trace, value.object);
		}
		object_goes(solver, value.object, HOW_NONE);
		return;
	}
	if (state->word == WORD_OWNED) {
		solver->objects.at[value.object].kept_once |= param->effect == EFFECT_KEPT_ONCE;
		cross_object(solver, value.object, solver->at->name);
		state->flags |= OBJECT_KEPT;
		if (receiver_collected(solver, call->callee.self))
			state->flags |= OBJECT_SHARED;
		solver_trace(solver, STEP_STORE, value.object, solver->at->span, solver->at->name);
	} else if (known->origin == FROM_SEED && state->word == WORD_BORROWED) {
		struct flow_event *event = argument_event(solver, EVENT_KEPT_BORROWED, call, value);

		if (event)
			event_finish(solver, event, solver->now.trace, value.object);
	}
}

static void cross_func(struct solver *solver, struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);

	if (!info)
		return;
	info->crosses = true;
	info->crosses_into = solver->at->name;
}

static const struct fact_param lent_with_options = {.effect = EFFECT_KEPT};

static void keep_func(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value, const struct arg *arg)
{
	struct flow_event *event;

	func_escapes(solver, value, param->effect == EFFECT_KEPT, false);
	if (param->effect == EFFECT_KEPT_ONCE)
		project_func(solver->project, value.unit, value.func)->deferred = true;
	if (!fact_is_foreign(solver, call->callee.fact))
		return;
	event = argument_event(solver, EVENT_KEPT_CALLABLE, call, value);
	if (!event)
		return;
	event->origin = event->at;
	event->through_new = same(solver->at->name, "new");
	event->in_keywords = arg && arg->key;
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

static void seed_callback(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value)
{
	struct func_info *info = project_func(solver->project, value.unit, value.func);
	const struct fact_type *type;
	struct value self = call->callee.self;

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

static void effect_on_func(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value, const struct arg *arg)
{
	switch (param->effect) {
	case EFFECT_KEPT:
	case EFFECT_KEPT_ONCE:
		keep_func(solver, call, param, value, arg);
		break;
	case EFFECT_CALLS: {
		struct func_info *info = project_func(solver->project, value.unit, value.func);

		if (!info)
			break;
		summary_add_edge(solver->project, info,
		        (struct call_edge){.caller = solver->info, .in_loop = true});
		summary_apply_releases(solver, info, call->callee.fact);
		if (info->func->param_count && info->params[0].released_ok && param->callback)
			object_release(
			        solver, items_of(solver, call->callee.self), call->callee.fact);
		break;
	}
	case EFFECT_DROPS: {
		struct flow_event *event;

		if (!fact_is_foreign(solver, call->callee.fact))
			break;
		event = argument_event(solver, EVENT_UNKEPT_OTHER, call, value);
		if (event)
			event_finish(solver, event, NULL, 0);
		break;
	}
	case EFFECT_MISUSE:
		misuse(solver, call, param, value);
		func_escapes(solver, value, false, false);
		break;
	case EFFECT_STORES: {
		struct flow_event *event;

		func_escapes(solver, value, false, true);
		if (!fact_is_foreign(solver, call->callee.fact))
			break;
		event = argument_event(solver, EVENT_KEPT_BORROWED, call, value);
		if (event)
			event_finish(solver, event, NULL, 0);
		break;
	}
	case EFFECT_LASTING:
		func_escapes(solver, value, true, false);
		cross_func(solver, value);
		break;
	default:
		func_escapes(
		        solver, value, param->effect == EFFECT_AUTO && !param->callback, false);
		break;
	}
	seed_callback(solver, call, param, value);
}

static void stored_in_receiver(struct solver *solver, const struct call *call, struct value value)
{
	struct value self = call->callee.self;

	if (object_is_item(solver, value.object)) {
		struct flow_event *event = argument_event(solver, EVENT_ITEM_ESCAPES, call, value);

		if (event)
			event_finish(solver, event, solver->now.trace, value.object);
	}
	if (solver->objects.at[value.object].origin == FROM_SEED &&
	        object_now(solver, value.object)->word == WORD_BORROWED) {
		struct flow_event *event = argument_event(solver, EVENT_KEPT_BORROWED, call, value);

		if (event)
			event_finish(solver, event, solver->now.trace, value.object);
	}
	if (self.kind == VALUE_LITERAL) {
		if (object_owned(solver, value.object))
			object_now(solver, value.object)->container = self.object;
		return;
	}
	if (self.slot)
		summary_fill_slot(solver, (struct slot *)self.slot, value.object, true);
	object_goes(solver, value.object, HOW_NONE);
}

static void effect_on_object(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value, const struct arg *arg)
{
	struct object_state *state = object_now(solver, value.object);

	switch (param->effect) {
	case EFFECT_STEALS:
		object_steal(solver, value, call->callee.fact);
		break;
	case EFFECT_RELEASES:
		object_release(solver, value, call->callee.fact);
		break;
	case EFFECT_KEPT:
	case EFFECT_KEPT_ONCE:
		keep_object(solver, call, param, value);
		break;
	case EFFECT_DROPS: {
		bool fresh = state->word == WORD_OWNED &&
		        !(state->flags & (OBJECT_KEPT | OBJECT_NAMED)) && arg &&
		        solver->objects.at[value.object].origin == FROM_CALL;
		struct flow_event *event;

		state->flags &= (uint16_t)~OBJECT_KEPT;
		event = fresh ? argument_event(solver, EVENT_UNKEPT_OTHER, call, value) : NULL;
		if (event)
			event_finish(solver, event, solver->now.trace, value.object);
		if (fresh)
			object_goes(solver, value.object, HOW_NONE);
		break;
	}
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
		/* a handle without a name: whoever got it is not known to give it back */
		if (state->word == WORD_OWNED && !(state->flags & OBJECT_NAMED) &&
		        fact_is_foreign(solver, call->callee.fact))
			state->flags |= OBJECT_KEPT | OBJECT_SHARED;
		else
			value_escapes(solver, value);
		break;
	case EFFECT_RETAINED:
		object_retain(solver, value.object, param->callback);
		break;
	case EFFECT_CHANGED:
		object_change(solver, value.object);
		break;
	case EFFECT_CALLS:
	case EFFECT_BORROWS:
	case EFFECT_SOURCE:
	case EFFECT_FILLED:
	case EFFECT_COUNT:
		break;
	}
}

/* The callee puts something into the variable: "new TYPE", "borrowed TYPE". */
static void fill_variable(struct solver *solver, const struct call *call,
        const struct fact_param *param, uint32_t var)
{
	const char *space = param->callback ? strrchr(param->callback, ' ') : NULL;
	const struct fact_type *type =
	        space ? fact_type(solver->project->facts, solver->language, space + 1) : NULL;
	uint32_t object;

	if (!type) {
		store_var(solver, var, solver->values.at[0]);
		return;
	}
	object = object_make_nth(solver, (uint32_t)(param - call->callee.fact->params),
	        strncmp(param->callback, "new", 3) == 0 ? WORD_OWNED : WORD_BORROWED, type,
	        FROM_CALL);
	solver->objects.at[object].fact = call->callee.fact;
	solver->objects.at[object].callee = solver->at->name;
	store_var(solver, var, value_of_object(solver, object));
}

static const struct fact_param borrows = {.effect = EFFECT_BORROWS};

/* Functions inside an object literal: an option of their own when the fact names it, else lent with
 * it. */
static void effect_on_options(struct solver *solver, const struct call *call,
        const struct fact_param *param, uint32_t literal)
{
	const struct insn *make = &solver->func->insns.at[literal];
	const struct fact *fact = call->callee.fact;
	bool foreign = fact_is_foreign(solver, fact);

	for (uint32_t i = 0; i < make->arg_count; i++) {
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

/* A function of the runtime itself: `setTimeout(print, 9)` */
static bool named_callable(struct solver *solver, struct value value)
{
	const struct fact *fact =
	        value.kind == VALUE_NAMED ? name_fact(solver, value.name, true) : NULL;

	return fact && fact->has_params && !fact_is_foreign(solver, fact);
}

static void effect_on_named(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value, const struct arg *arg)
{
	struct flow_event *event;

	if ((param->effect != EFFECT_KEPT && param->effect != EFFECT_KEPT_ONCE) ||
	        !fact_is_foreign(solver, call->callee.fact) || !named_callable(solver, value))
		return;
	event = argument_event(solver, EVENT_KEPT_CALLABLE, call, value);
	if (!event)
		return;
	event->object = strrchr(value.name, '.') ? strrchr(value.name, '.') + 1 : value.name;
	event->through_new = same(solver->at->name, "new");
	event->in_keywords = arg && arg->key;
	event->word = param->effect == EFFECT_KEPT_ONCE ? "once" : NULL;
	event_finish(solver, event, NULL, 0);
}

/* A container that crosses the border takes the handles in it along: nobody can reach them any
 * more. */
static void keep_contained(struct solver *solver, const struct call *call, uint32_t literal)
{
	const struct fact_type *made = call->callee.fact->type
	        ? fact_type(solver->project->facts, solver->language, call->callee.fact->type)
	        : NULL;

	for (uint32_t i = 1; made && made->foreign && i < solver->now.object_count; i++)
		if (solver->now.objects[i].container == literal && object_owned(solver, i))
			solver->now.objects[i].flags |= OBJECT_KEPT;
}

static void effect_on(struct solver *solver, const struct call *call,
        const struct fact_param *param, struct value value, const struct arg *arg)
{
	while (param && !effect_applies(solver, call, param, value))
		param = param->otherwise;
	if (!param)
		param = &borrows;
	if (value.kind == VALUE_ADDRESS && param->effect == EFFECT_FILLED) {
		fill_variable(solver, call, param, value.object);
		return;
	}
	if (value.kind == VALUE_ADDRESS)
		value = solver->values
		                .at[solver->now.places[solver->place_of_var[value.object] - 1]];
	if (value.kind == VALUE_HANDLE && param->effect == EFFECT_DROPS) {
		object_now(solver, value.object)->flags &= (uint16_t)~OBJECT_KEPT;
		return;
	}
	if (value.kind == VALUE_LITERAL) {
		effect_on_options(solver, call, param, value.object);
		keep_contained(solver, call, value.object);
	}
	if (param->effect == EFFECT_STORES && call->callee.self.kind == VALUE_LITERAL)
		literal_gains(solver, call->callee.self.object, value);
	effect_on_named(solver, call, param, value, arg);
	if (value.kind == VALUE_OBJECT && !(value.flags & VALUE_PROMISE))
		effect_on_object(solver, call, param, value, arg);
	else if (value.kind == VALUE_FUNC)
		effect_on_func(solver, call, param, value, arg);
	else if (param->effect == EFFECT_MISUSE)
		misuse(solver, call, param, value);
	else if (param->effect == EFFECT_RELEASES)
		object_release(solver, value, call->callee.fact);
	else if (param->effect == EFFECT_UNKNOWN || param->effect == EFFECT_STORES ||
	        param->effect == EFFECT_AUTO || param->effect == EFFECT_LASTING)
		value_escapes(solver, value);
}

static void apply_fact(struct solver *solver, const struct call *call, bool success)
{
	const struct fact *fact = call->callee.fact;

	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct fact_param *param = param_of(solver, fact, i);

		if (param && param->on_success && !success)
			continue;
		effect_on(solver, call, param, call->args[i], &solver->at->args[i]);
	}
	if (call->callee.method && fact->param_count && same(fact->params[0].name, "self"))
		effect_on(solver, call, &fact->params[0], call->callee.self, NULL);
}

static bool has_conditional(const struct fact *fact)
{
	for (uint32_t i = 0; i < fact->param_count; i++)
		if (fact->params[i].on_success)
			return true;
	return false;
}

static struct value failure_value(const struct fact *fact)
{
	struct value value;

	memset(&value, 0, sizeof(value));
	value.kind = fact->origin == ORIGIN_STATUS ? VALUE_FAILURE : VALUE_NULL;
	return value;
}

static void mark_all_failed(struct solver *solver)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].word == WORD_OWNED)
			solver->now.objects[i].flags |= OBJECT_FAILED;
}

/* "new TYPE of PARAM": primitives and functions come back as they are. */
static bool stays_itself(
        const struct solver *solver, const struct fact *fact, const struct call *call)
{
	struct value value;

	(void)solver;
	if (!call->arg_count || !same(fact->params[0].name, fact->from))
		return false;
	value = call->args[0];
	return value.kind == VALUE_FUNC || value.kind == VALUE_CLASS ||
	        value.kind == VALUE_INSTANCE ||
	        (value.kind >= VALUE_NULL && value.kind <= VALUE_PRIMITIVE);
}

/* What a keeper gives back stands for what it keeps: `clearInterval(id)` ends that. */
static struct value handle_of_kept(
        const struct solver *solver, const struct call *call, struct value value)
{
	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct fact_param *param = param_of(solver, call->callee.fact, i);

		if (!param || call->args[i].kind != VALUE_OBJECT || param->effect != EFFECT_KEPT)
			continue;
		memset(&value, 0, sizeof(value));
		value.kind = VALUE_HANDLE;
		value.object = call->args[i].object;
	}
	return value;
}

static struct value fact_result(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;
	struct value value;

	if (fact->origin == ORIGIN_STATUS) {
		memset(&value, 0, sizeof(value));
		value.kind = has_conditional(fact) ? VALUE_NUMBER : VALUE_UNKNOWN;
		value.name = has_conditional(fact) ? "0" : NULL;
		return value;
	}
	if (fact->origin == ORIGIN_NEW && fact->from && stays_itself(solver, fact, call))
		return solver->values.at[0];
	if (fact->result_of_source)
		return summary_source_result(solver, fact, call->args, call->arg_count);
	value = fact_value(solver, fact, call->callee.self, call->args, call->arg_count);
	if (fact->origin == ORIGIN_PRIMITIVE || fact->origin == ORIGIN_PLAIN)
		value = handle_of_kept(solver, call, value);
	if (fact->origin == ORIGIN_NEW && value.kind == VALUE_OBJECT && call->arg_count &&
	        call->args[0].kind == VALUE_FUNC)
		solver->objects.at[value.object].python =
		        project_func(solver->project, call->args[0].unit, call->args[0].func);
	else if (fact->origin == ORIGIN_NEW && value.kind == VALUE_OBJECT)
		value = summary_refine(solver, fact, value, call->args, call->arg_count);
	return value;
}

/* Objects that no value stands for: the state of a whole program. */
static void end_all(struct solver *solver, const struct fact *fact)
{
	const char *type = project_intern(solver->project, fact->ends);

	map_put(&solver->project->ended, type, (void *)type);
	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++)
		if (object_owned(solver, i) && solver->objects.at[i].type &&
		        same(solver->objects.at[i].type->name, type))
			object_release(solver, value_of_object(solver, i), fact);
}

static struct value call_by_fact(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;

	if (fact->misuse && solver->project->final) {
		struct flow_event *event =
		        argument_event(solver, EVENT_MISUSE, call, solver->values.at[0]);

		event->word = fact->misuse;
		event_finish(solver, event, NULL, 0);
	}
	if (has_conditional(fact)) {
		struct state kept = solver->now;

		kept.objects = arena_array(solver->arena, struct object_state, kept.object_count);
		memcpy(kept.objects, solver->now.objects,
		        sizeof(*kept.objects) * kept.object_count);
		apply_fact(solver, call, false);
		mark_all_failed(solver);
		solver_fork(solver, failure_value(fact));
		solver->now = kept;
	}
	apply_fact(solver, call, true);
	if (fact->ends)
		end_all(solver, fact);
	return fact_result(solver, call);
}

/* ---- unknown callees ---- */

static void share(struct solver *solver, struct value value, bool opaque)
{
	switch (value.kind) {
	case VALUE_ADDRESS: {
		uint32_t var = value.object;

		value_escapes(solver,
		        solver->values.at[solver->now.places[solver->place_of_var[var] - 1]]);
		store_var(solver, var, solver->values.at[0]);
		break;
	}
	case VALUE_OBJECT:
		if (value.flags & VALUE_PROMISE || opaque ||
		        object_now(solver, value.object)->container)
			value_escapes(solver, value);
		else if (object_owned(solver, value.object))
			object_now(solver, value.object)->flags |= OBJECT_SHARED;
		break;
	case VALUE_FUNC:
	case VALUE_LITERAL:
	case VALUE_ITEMS:
		value_escapes(solver, value);
		break;
	default:
		break;
	}
}

static struct value call_unknown(struct solver *solver, const struct call *call)
{
	for (uint32_t i = 0; i < call->arg_count; i++)
		share(solver, call->args[i], call->callee.opaque);
	if (call->callee.own_class) {
		struct value value;

		memset(&value, 0, sizeof(value));
		value.kind = VALUE_INSTANCE;
		value.unit = call->callee.self.unit;
		value.name = call->callee.self.name;
		return value;
	}
	return summary_shown_result(solver);
}

/* ---- all together ---- */

/* Calling a value that may be a primitive, or a method that no primitive has, shows that it is
 * none. */
static void prove_by_call(struct solver *solver, const struct call *call)
{
	struct value self = call->callee.self;
	const struct fact_type *type, *basic;

	if (self.kind != VALUE_OBJECT || self.flags & VALUE_PROMISE)
		return;
	type = solver->objects.at[self.object].type;
	basic = fact_type(solver->project->facts, solver->language, "primitive");
	if (call->callee.method ? basic && !type_shows(basic, solver->at->name)
	                        : type && type->callable)
		object_now(solver, self.object)->flags |= OBJECT_PROVEN;
}

static void use_operands(struct solver *solver, const struct call *call)
{
	const struct fact *fact = call->callee.fact;
	struct value self = call->callee.self;
	bool releases = fact && fact->param_count && same(fact->params[0].name, "self") &&
	        fact->params[0].effect == EFFECT_RELEASES;

	prove_by_call(solver, call);
	if (!releases)
		value_used(solver, self, call->callee.method ? solver->at->name : NULL);
	if (self.kind == VALUE_OBJECT && call->callee.method)
		used_unchecked(solver, self);
	for (uint32_t i = 0; i < call->arg_count; i++) {
		const struct fact_param *param = fact ? param_of(solver, fact, i) : NULL;

		if (param && param->effect == EFFECT_RELEASES) {
			if (!param->optional && call->args[i].kind == VALUE_OBJECT)
				used_unchecked(solver, call->args[i]);
			continue;
		}
		value_used(solver, call->args[i], NULL);
		if (param && !param->optional && fact && call->args[i].kind == VALUE_OBJECT)
			used_unchecked(solver, call->args[i]);
	}
}

void exec_call(struct solver *solver)
{
	struct call *call = arena_new(solver->arena, struct call);
	const struct insn *insn = solver->at;
	struct value result;

	find_callee(solver, &call->callee);
	call->arg_count = insn->arg_count < MOST_ARGS ? insn->arg_count : MOST_ARGS;
	for (uint32_t i = 0; i < call->arg_count; i++)
		call->args[i] = solver_get(solver, insn->args[i].value);
	use_operands(solver, call);
	if (!(call->callee.fact && call->callee.fact->nothrow))
		exec_throwing(solver);
	if (call->callee.func)
		result = summary_call(solver, call->callee.func, call->args, call->arg_count,
		        call->callee.own_class);
	else if (call->callee.fact && call->callee.fact->has_params)
		result = call_by_fact(solver, call);
	else
		result = call_unknown(solver, call);
	if (!solver->dead_end)
		solver_set(solver, solver->at_index, result);
}
