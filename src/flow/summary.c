/*
 * What callers need to know of a function: what it does to its parameters and
 * to variables of others, and what it gives back. A function that has been
 * followed leaves that here; apply.c puts it in the place of a call.
 */
#include "flow/summary.h"

void summary_reset(struct func_info *info)
{
	for (uint32_t i = 0; i < info->func->param_count; i++)
		info->params[i] = (struct param_summary){.value = info->params[i].value,
		        .seen = info->params[i].seen,
		        .shown = info->params[i].shown};
	info->over_budget = false;
	info->returns = 0;
	info->return_items = ITEMS_NONE;
	info->return_lazy = false;
	memset(&info->return_value, 0, sizeof(info->return_value));
	info->new_maybe = info->new_likely = info->new_nullable = false;
	info->given_param = 0;
	info->gives_other = false;
	info->never_returns = true;
	info->succeeds = info->fails = false;
	info->starves = info->fails_otherwise = false;
	info->error_ok = info->error_failed = PENDING_ENTRY;
	info->gives_zero = info->gives_more = false;
	info->asks = true;
	info->is_constant = info->returns_other = false;
	info->needs_lock = info->leaves = info->unsure = false;
	info->lock_change = 0;
	info->throws = false;
}

void summary_add_edge(struct solver *solver, struct func_info *callee, struct call_edge edge)
{
	for (uint32_t i = 0; i < callee->callers.n; i++) {
		const struct call_edge *known = &callee->callers.at[i];

		if (known->caller == edge.caller && known->in_loop == edge.in_loop &&
		        known->often == edge.often && known->unknown == edge.unknown)
			return;
	}
	edge.unit = solver->unit;
	edge.at = solver->at->span;
	edge.through = edge.itself ? NULL : callee_text(solver, NULL);
	vec_push(solver->project->arena, &callee->callers, edge);
}

/* ---- variables of ours that a callee releases ---- */

static bool is_counted(const struct solver *solver, uint32_t place)
{
	struct value value = solver->values.at[solver->now.places[place - 1]];
	const struct fact_type *type =
	        value.kind == VALUE_OBJECT ? solver->objects.at[value.object].type : NULL;

	return type && type->counted;
}

/* One reference of several, and maybe the variable holds something else now. */
static void forget_place(struct solver *solver, uint32_t place)
{
	value_escapes(solver, solver->values.at[solver->now.places[place - 1]]);
	solver->now.places[place - 1] = 0;
}

void summary_apply_releases(
        struct solver *solver, struct func_info *callee, const struct fact *fact)
{
	for (uint32_t i = 0; i < callee->releases.n; i++) {
		uint32_t var = callee->releases.at[i], place;

		if (callee->unit != solver->unit)
			continue;
		place = solver->place_of_var[var];
		if (place && is_counted(solver, place))
			forget_place(solver, place);
		else if (place)
			object_release(
			        solver, solver->values.at[solver->now.places[place - 1]], fact);
	}
}

/* ---- seeds ---- */

void summary_seed_object(struct solver *solver, struct func_info *callback, uint32_t object)
{
	const struct object *known = &solver->objects.at[object];
	const struct object_state *state = object_now(solver, object);
	struct seed *seed = &callback->seeds[0];

	seed->set = true;
	seed->word = WORD_OWNED;
	seed->maybe = (state->flags & OBJECT_MAYBE) && !(state->flags & OBJECT_PROVEN);
	seed->likely = known->likely;
	seed->type = known->type;
	seed->fact = known->fact;
	seed->callee = known->callee;
	seed->span = known->span;
	seed->unit = known->unit;
	object_goes(solver, object, HOW_NONE);
}

void summary_seed_type(struct solver *solver, struct func_info *callback,
        const struct fact_type *type, enum word word, const struct fact *fact)
{
	/* what is lent is lent in every argument; what is given is the first one */
	uint32_t count = word == WORD_OWNED ? 1 : callback->func->param_count;

	for (uint32_t i = 0; i < count; i++) {
		struct seed *seed = &callback->seeds[i];

		if (seed->set)
			continue;
		*seed = (struct seed){.set = true,
		        .word = word,
		        .maybe = true,
		        .type = type,
		        .fact = fact,
		        .callee = callee_text(solver, fact),
		        .span = solver->at->span,
		        .unit = solver->unit,
		        .item_of = solver->at->name};
	}
}

/* ---- slots ---- */

static bool same_fill(const struct flow_event *a, const struct solver *solver, struct span span)
{
	return a->unit == solver->unit && a->origin.start == span.start;
}

void summary_fill_slot(struct solver *solver, struct slot *slot, uint32_t object, bool adds)
{
	const struct object *known = &solver->objects.at[object];
	struct object_state *state = object_now(solver, object);
	struct flow_event event;

	slot->collects |= adds;
	if (state->word != WORD_OWNED || !solver->project->final || !known->type ||
	        known->type->immortal)
		return;
	for (uint32_t i = 0; i < slot->fills.n; i++)
		if (same_fill(&slot->fills.at[i], solver, known->span))
			return;
	event = *event_new(solver, adds ? EVENT_FIELD_LOST : EVENT_FIELD_OVERWRITTEN, object);
	solver->project->result->events.n--;
	event.object = slot->name;
	event.how = HOW_OVERWRITTEN;
	event_finish(solver, &event, solver->now.trace, object);
	vec_push(solver->project->arena, &slot->fills, event);
}

/* ---- what this function gives its callers ---- */

struct value summary_value(const struct solver *solver, struct value value)
{
	struct value plain = value;

	plain.slot = NULL;
	if (value.kind == VALUE_OBJECT) {
		plain = typed_value(value.type, solver->objects.at[value.object].likely);
		if (!value.type)
			plain.kind = VALUE_UNKNOWN;
	}
	if (value.kind == VALUE_LITERAL || value.kind == VALUE_ITEMS ||
	        value.kind == VALUE_ITERATOR)
		plain.kind = VALUE_CONTAINER;
	if (value.kind == VALUE_ADDRESS) /* of a variable that only its function has */
		plain.kind = VALUE_UNKNOWN;
	if (plain.kind != VALUE_PRIMITIVE)
		plain.object = 0;
	return plain;
}

/* static PyObject *made; if (!made) made = new(); return made; without a reference for the caller
 */
static bool stays_behind(const struct solver *solver, uint32_t object)
{
	const struct object_state *state = &solver->now.objects[object];

	if (state->extra || state->flags & OBJECT_LENT)
		return false;
	for (uint32_t p = 0; p < solver->places.n; p++) {
		struct value value = solver->values.at[solver->now.places[p]];

		if (solver->places.at[p].slot && value.kind == VALUE_OBJECT &&
		        value.object == object)
			return true;
	}
	return false;
}

static void return_object(struct solver *solver, struct value value)
{
	struct func_info *info = solver->info;
	const struct object *known = &solver->objects.at[value.object];
	const struct object_state *state = object_now(solver, value.object);

	if (state->word == WORD_NONE) {
		info->returns |= state->flags & OBJECT_NULLABLE ? RETURNS_NULL : RETURNS_PRIMITIVE;
	} else if (state->word == WORD_OWNED && stays_behind(solver, value.object)) {
		info->returns |= RETURNS_BORROWED;
	} else if (state->word == WORD_OWNED) {
		info->returns |= RETURNS_NEW;
		if (known->origin == FROM_PARAM &&
		        (!info->given_param || info->given_param == known->param + 1))
			info->given_param = known->param + 1;
		else
			info->gives_other = true;
		info->new_type = known->type;
		info->new_fact = known->fact;
		info->new_likely = known->likely;
		info->new_maybe |= (state->flags & OBJECT_MAYBE) && !(state->flags & OBJECT_PROVEN);
		info->new_nullable |= state->flags & OBJECT_NULLABLE ? 1 : 0;
	} else if (known->origin == FROM_PARAM && state->word == WORD_BORROWED) {
		info->returns |= RETURNS_PARAM;
		info->returned_param = known->param;
	} else if (state->flags & OBJECT_MAYBE || state->word == WORD_GONE) {
		/* stored or handed on before: nobody says who counts for the caller */
		info->returns |= RETURNS_OTHER;
	} else {
		info->returns |= RETURNS_BORROWED;
	}
	info->return_value = value_join(info->return_value, summary_value(solver, value));
	info->return_items = ITEMS_UNKNOWN;
}

/* Does it always give the same number? */
static void note_constant(struct func_info *info, struct value value)
{
	bool number = value.kind == VALUE_NUMBER && value.name &&
	        !(info->func->flags & (FUNC_ASYNC | FUNC_GENERATOR));

	if (!number || (info->is_constant && !same(info->constant.name, value.name)))
		info->returns_other = true;
	info->is_constant = !info->returns_other;
	info->constant = value;
}

void summary_return(struct solver *solver, struct value value)
{
	struct func_info *info = solver->info;
	const char *type = value_type(solver, value);

	info->never_returns = false;
	note_constant(info, value);
	switch (value.kind) {
	case VALUE_OBJECT:
		return_object(solver, value);
		return;
	case VALUE_NULL:
		info->returns |= RETURNS_NULL;
		break;
	case VALUE_TRUE:
	case VALUE_FALSE:
	case VALUE_NUMBER:
	case VALUE_FAILURE:
	case VALUE_PRIMITIVE:
		info->returns |= RETURNS_PRIMITIVE;
		break;
	case VALUE_LITERAL:
		info->return_lazy |= solver->func->insns.at[value.object].flags & MAKE_LAZY ? 1 : 0;
		info->return_items = items_join(
		        info->return_items, (enum items)solver->literals[value.object].items);
		info->container_span = solver->at->span;
		info->returns |= RETURNS_CONTAINER_BIT;
		break;
	case VALUE_FUNC:
	case VALUE_CLASS:
	case VALUE_INSTANCE:
	case VALUE_CONTAINER:
		info->return_items = ITEMS_UNKNOWN;
		info->returns |= RETURNS_CONTAINER_BIT;
		break;
	case VALUE_TYPED:
		info->return_lazy |= same(type, "iterator");
		switch (items_of_value(solver, value)) {
		case ITEMS_PRIMITIVE:
			info->returns |= RETURNS_PRIMITIVE;
			break;
		case ITEMS_PROXIED:
			info->returns |= RETURNS_CONTAINER_BIT;
			break;
		default:
			info->returns |= RETURNS_OTHER;
			break;
		}
		break;
	default:
		info->returns |= RETURNS_OTHER;
		break;
	}
	info->return_value = value_join(info->return_value, summary_value(solver, value));
}

void summary_return_error(struct solver *solver)
{
	solver->info->never_returns = false;
	solver->info->returns |= RETURNS_ERROR;
}
