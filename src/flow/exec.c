/*
 * What one instruction does to a state. One short function per kind of
 * instruction; the switch at the end is the list.
 */
#include "flow/solve.h"
#include "flow/summary.h"

static struct value plain(enum value_kind kind)
{
	struct value value;

	memset(&value, 0, sizeof(value));
	value.kind = kind;
	return value;
}

static void result(struct solver *solver, struct value value)
{
	solver_set(solver, solver->at_index, value);
}

static struct value operand(const struct solver *solver, uint32_t insn)
{
	return insn ? solver_get(solver, insn) : solver->values.at[0];
}

/* ---- throwing ---- */

static bool anything_owned(const struct solver *solver)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].word == WORD_OWNED)
			return true;
	return false;
}

static void mark_owned(struct solver *solver, uint16_t flag)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].word == WORD_OWNED)
			solver->now.objects[i].flags |= flag;
}

/* The present instruction may throw: follows what happens if it does. */
void exec_throwing(struct solver *solver)
{
	uint32_t handler = solver->func->blocks.at[solver->block].unwind;
	struct state kept = solver->now;

	if (!(solver->func->flags & FUNC_THROWS))
		return;
	if (handler == NO_BLOCK && !anything_owned(solver))
		return;
	kept.objects = arena_array(solver->arena, struct object_state, kept.object_count);
	memcpy(kept.objects, solver->now.objects, sizeof(*kept.objects) * kept.object_count);
	mark_owned(solver, OBJECT_UNWOUND);
	solver->now.thrown = NULL;
	solver_trace(solver, STEP_THROW, 0, solver->at->span, solver->at->name);
	if (handler == NO_BLOCK)
		solver_leave(solver, LEAVE_UNWIND, solver->values.at[0]);
	else
		solver_push(solver, handler);
	solver->now = kept;
}

/* ---- values ---- */

static struct value outside_object(
        struct solver *solver, struct value known, enum object_origin origin);

static void exec_global(struct solver *solver)
{
	struct value value = name_value(solver, solver->at->name);
	const struct slot *slot = value.slot;

	if (slot)
		value = outside_object(solver, value, FROM_SLOT);
	if (slot && value.kind == VALUE_OBJECT)
		solver->objects.at[value.object].slot = slot;
	result(solver, value);
}

static void exec_const(struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value value = plain(VALUE_PRIMITIVE);

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

static struct value outside_object(
        struct solver *solver, struct value known, enum object_origin origin)
{
	const struct fact_type *type =
	        known.type ? fact_type(solver->project->facts, solver->language, known.type) : NULL;
	struct value value;
	uint32_t object;

	if (known.kind != VALUE_UNKNOWN && !(type && type->resource && known.kind == VALUE_TYPED))
		return known;
	object = object_make(solver, WORD_BORROWED, type, origin);
	solver->objects.at[object].likely = known.flags & VALUE_LIKELY;
	solver->objects.at[object].module = known.name;
	if (known.unit)
		solver->objects.at[object].python =
		        project_func(solver->project, known.unit, known.func);
	value = value_of_object(solver, object);
	value.slot = known.slot;
	return value;
}

static struct value declared_value(
        struct solver *solver, const char *declared, const char *name, struct value known)
{
	const char *type =
	        declared ? fact_declared(solver->project->facts, solver->language, declared) : NULL;

	if (type)
		return typed_value(type, false);
	if (known.kind != VALUE_UNKNOWN)
		return known;
	type = name ? fact_conventional(solver->project->facts, solver->language, name) : NULL;
	if (type) {
		const struct slot *slot = known.slot;

		known = typed_value(type, true);
		known.slot = slot;
	}
	return known;
}

/* A parameter that people name like a function is one: `callback`, `on_done`. */
static bool called_by_name(const struct solver *solver, const struct seed *seed)
{
	const char *name =
	        solver->func->param_names ? solver->func->param_names[solver->at->var] : NULL;
	const char *type =
	        name ? fact_conventional(solver->project->facts, solver->language, name) : NULL;

	return same(type, "function") && seed->type && seed->type->callable;
}

static struct value seeded_param(struct solver *solver, const struct seed *seed)
{
	uint32_t object = object_make(solver, seed->word, seed->type, FROM_SEED);
	struct object *known = &solver->objects.at[object];

	known->fact = seed->fact;
	known->callee = seed->callee;
	known->likely = seed->likely;
	known->key = seed->item_of;
	known->per_call = seed->per_call;
	if (seed->per_call) {
		known->span = seed->span;
		known->unit = seed->unit;
	}
	if (seed->unit == solver->unit && seed->word == WORD_OWNED && !seed->item_of)
		known->span = seed->span;
	if (seed->maybe && !called_by_name(solver, seed))
		solver->now.objects[object].flags |= OBJECT_MAYBE;
	return value_of_object(solver, object);
}

static void exec_param(struct solver *solver)
{
	uint32_t index = solver->at->var;
	const struct func *func = solver->func;
	struct value value;

	if (index >= func->param_count) {
		result(solver, plain(VALUE_UNKNOWN));
		return;
	}
	if (solver->info->seeds[index].set) {
		result(solver, seeded_param(solver, &solver->info->seeds[index]));
		return;
	}
	value = declared_value(solver, solver->at->name,
	        func->param_names ? func->param_names[index] : NULL,
	        solver->info->params[index].value);
	value = outside_object(solver, value, FROM_PARAM);
	if (value.kind == VALUE_OBJECT) {
		solver->objects.at[value.object].param = index;
		solver->objects.at[value.object].name =
		        func->param_names ? func->param_names[index] : NULL;
		solver->now.objects[value.object].flags |= OBJECT_NULLABLE;
	}
	result(solver, value);
}

static void exec_this(struct solver *solver)
{
	struct value value = plain(solver->func->class_name ? VALUE_INSTANCE : VALUE_UNKNOWN);

	value.unit = solver->func->class_name ? solver->unit : NULL;
	value.name = solver->func->class_name;
	result(solver, value);
}

/* ---- places ---- */

static struct value place_value(struct solver *solver, uint32_t place)
{
	return solver->values.at[solver->now.places[place - 1]];
}

/* First read of a place that outlives the function: what other code put there. */
static struct value slot_read(
        struct solver *solver, uint32_t place, uint32_t var, const char *declared, const char *name)
{
	const struct place *known = &solver->places.at[place - 1];
	struct value value = known->slot->value;

	value.slot = known->slot;
	value = declared_value(solver, declared, name, value);
	value.slot = known->slot;
	value = outside_object(solver, value, var == NO_VAR ? FROM_SLOT : FROM_CAPTURE);
	if (value.kind == VALUE_OBJECT) {
		solver->objects.at[value.object].var = var == NO_VAR ? 0 : var;
		solver->objects.at[value.object].slot = known->slot;
		solver->objects.at[value.object].name = name;
	}
	solver->now.places[place - 1] = value_number(solver, value);
	return value;
}

static void exec_load(struct solver *solver)
{
	uint32_t place = solver->place_of_var[solver->at->var];
	const struct var *var = &solver->unit->vars.at[solver->at->var];
	struct value value = place_value(solver, place);

	if (!solver->now.places[place - 1] && solver->places.at[place - 1].slot)
		value = slot_read(solver, place, solver->at->var, var->type, var->name);
	else if (value.kind == VALUE_UNKNOWN)
		value = declared_value(solver, var->type, var->name, value);
	if (value.kind == VALUE_OBJECT && solver->now.objects[value.object].how == HOW_EXHAUSTED &&
	        solver->now.objects[value.object].word == WORD_DEAD)
		value_used(solver, value, NULL);
	result(solver, value);
}

static bool held_elsewhere(const struct solver *solver, uint32_t object, uint32_t except)
{
	for (uint32_t p = 0; p < solver->places.n; p++) {
		struct value value = solver->values.at[solver->now.places[p]];

		if (p + 1 != except && solver->places.at[p].insn == 0 &&
		        value.kind == VALUE_OBJECT && value.object == object)
			return true;
	}
	return false;
}

/* The place gets a new value: what it held may have lost its last name. */
static void leave_place(struct solver *solver, uint32_t place, uint16_t flag)
{
	struct value old = place_value(solver, place);

	if (old.kind == VALUE_OBJECT && object_owned(solver, old.object) &&
	        !held_elsewhere(solver, old.object, place))
		object_now(solver, old.object)->flags |= flag;
}

static struct value stored_value(const struct solver *solver, struct value value)
{
	if (value.kind == VALUE_OBJECT) {
		struct value plain_type =
		        typed_value(value.type, solver->objects.at[value.object].likely);

		if (!value.type || solver->now.objects[value.object].word == WORD_NONE)
			plain_type.kind = VALUE_UNKNOWN;
		plain_type.name = solver->objects.at[value.object].module;
		if (solver->objects.at[value.object].python) {
			plain_type.unit = solver->objects.at[value.object].python->unit;
			plain_type.func = solver->objects.at[value.object].python->func->id;
		}
		return plain_type;
	}
	if (value.kind == VALUE_LITERAL || value.kind == VALUE_ITEMS ||
	        value.kind == VALUE_ITERATOR)
		return plain(VALUE_CONTAINER);
	value.object = value.kind == VALUE_PRIMITIVE ? value.object : 0;
	value.slot = NULL;
	return value;
}

static void store(struct solver *solver, uint32_t place, struct value value, const char *name)
{
	struct slot *slot = solver->places.at[place - 1].slot;
	struct slot *shared = solver->places.at[place - 1].shared;

	if (!(value.kind == VALUE_OBJECT && place_value(solver, place).kind == VALUE_OBJECT &&
	            place_value(solver, place).object == value.object))
		leave_place(solver, place, OBJECT_OVERWRITTEN);
	shared = shared ? shared : slot;
	if (shared)
		shared->value = value_join(shared->value, stored_value(solver, value));
	if (value.kind == VALUE_OBJECT) {
		struct object *object = &solver->objects.at[value.object];
		struct object_state *state = object_now(solver, value.object);

		if (name && !object->name)
			object->name = name;
		if (name)
			state->flags |= OBJECT_NAMED;
		if (slot && object->origin == FROM_SEED && state->word == WORD_BORROWED &&
		        solver->project->final) {
			struct flow_event *event =
			        event_new(solver, EVENT_KEPT_BORROWED, value.object);

			event_finish(solver, event, solver->now.trace, value.object);
		}
		if (slot && object_is_item(solver, value.object) && solver->project->final) {
			struct flow_event *event =
			        event_new(solver, EVENT_ITEM_ESCAPES, value.object);

			event_finish(solver, event, solver->now.trace, value.object);
		}
	}
	value.slot = value.kind == VALUE_OBJECT ? NULL : slot;
	solver->now.places[place - 1] = value_number(solver, value);
}

static void exec_store(struct solver *solver)
{
	const struct var *var = &solver->unit->vars.at[solver->at->var];
	struct value value = operand(solver, solver->at->a);

	if (value.kind == VALUE_UNKNOWN)
		value = declared_value(solver, var->type, NULL, value);
	store(solver, solver->place_of_var[solver->at->var], value, var->name);
}

void store_var(struct solver *solver, uint32_t var, struct value value)
{
	store(solver, solver->place_of_var[var], value, solver->unit->vars.at[var].name);
}

static void exec_address(struct solver *solver)
{
	struct value value = plain(VALUE_ADDRESS);

	value.object = solver->at->var;
	result(solver, value);
}

static void exec_forget(struct solver *solver)
{
	uint32_t place = solver->place_of_var[solver->at->var];

	leave_place(solver, place, 0);
	solver->now.places[place - 1] = 0;
}

static uint32_t own_field(struct solver *solver, struct value base, const char *field)
{
	if (base.kind != VALUE_INSTANCE || base.unit != solver->unit)
		return 0;
	return place_of_field(solver,
	        arena_printf(solver->arena, "%p:%s.%s", (const void *)base.unit, base.name, field));
}

/* Reading the member is a mistake in itself. */
static void member_misuse(struct solver *solver, struct value base)
{
	const char *type = value_type(solver, base);
	const struct fact *fact;
	struct flow_event *event;

	if (!type || !solver->project->final || solver->at->flags & INSN_HIDDEN)
		return;
	fact = fact_member(solver->project->facts, solver->language, type, solver->at->name, false);
	fact = fact_pick(fact, solver->project->input->pyodide_version);
	if (!fact || !fact->misuse || fact->has_params)
		return;
	event = event_new(solver, EVENT_MISUSE, 0);
	event->word = fact->misuse;
	event->callee = solver->at->name;
	event->fact = fact;
	event->confidence = base.flags & VALUE_LIKELY ? CONFIDENCE_SOME : CONFIDENCE_SURE;
	event_finish(solver, event, NULL, 0);
}

static void exec_field(struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value base = operand(solver, insn->a), value;
	uint32_t place = own_field(solver, base, insn->name);

	if (!(insn->flags & INSN_HIDDEN))
		value_used(solver, base, insn->name);
	if (place && solver->now.places[place - 1]) {
		result(solver, place_value(solver, place));
		return;
	}
	value = read_member(solver, base, insn->name);
	member_misuse(solver, base);
	if (place && value.kind != VALUE_FUNC) {
		value = slot_read(solver, place, NO_VAR, NULL, insn->name);
	} else if (value.slot && value.kind == VALUE_UNKNOWN) {
		const struct slot *slot = value.slot;

		value = outside_object(solver, value, FROM_SLOT);
		if (value.kind == VALUE_OBJECT)
			solver->objects.at[value.object].slot = slot;
	}
	if (value.kind == VALUE_UNKNOWN && base.slot)
		value.slot = base.slot;
	result(solver, value);
}

/* Storing into an object of the other language: a handle that this side cannot reach any more. */
static void store_abroad(struct solver *solver, struct value base, struct value value)
{
	struct object_state *state;

	if (value.kind == VALUE_FUNC) {
		struct func_info *info = project_func(solver->project, value.unit, value.func);

		value_escapes(solver, value);
		if (info) {
			info->crosses = true;
			info->crosses_into = solver->at->name;
		}
		if (info)
			summary_add_edge(solver->project, info,
			        (struct call_edge){.caller = solver->info, .often = true});
		return;
	}
	if (value.kind != VALUE_OBJECT) {
		value_escapes(solver, value);
		return;
	}
	state = object_now(solver, value.object);
	if (state->word == WORD_OWNED &&
	        !(solver->objects.at[value.object].type &&
	                solver->objects.at[value.object].type->once))
		state->flags |= OBJECT_KEPT;
	else
		value_escapes(solver, value);
	cross_object(solver, value.object, solver->at->name);
	if (receiver_collected(solver, base))
		state->flags |= OBJECT_SHARED;
	solver_trace(solver, STEP_STORE, value.object, solver->at->span, solver->at->name);
}

static void cycle_check(struct solver *solver, struct value base, struct value value)
{
	if (!solver->project->final || !base.slot || value.kind != VALUE_FUNC ||
	        solver->func->class_name == NULL || value.unit != solver->unit ||
	        !same(value.unit->funcs.at[value.func]->class_name, solver->func->class_name))
		return;
	event_new(solver, EVENT_CYCLE, 0)->object = value.unit->funcs.at[value.func]->name;
	/* reported at the end, if nothing cuts it */
	vec_push(solver->project->arena, &((struct slot *)base.slot)->cycles,
	        solver->project->result->events.at[--solver->project->result->events.n]);
}

static void store_global(struct solver *solver, struct value value, const char *name)
{
	struct slot *slot = global_slot(solver, name);

	slot->value = value_join(slot->value, stored_value(solver, value));
	if (value.kind == VALUE_OBJECT)
		summary_fill_slot(solver, slot, value.object, false);
	value_escapes(solver, value);
}

/* A global of the other language gets an object of this one: over there it is a proxy. */
static void give_global(struct solver *solver, struct value value, const char *name)
{
	struct slot *slot = global_slot(solver, name);
	bool proxied = items_of_value(solver, value) == ITEMS_PROXIED;

	if (proxied)
		slot->value = value_join(
		        slot->value, typed_value(project_intern(solver->project, "PyProxy"), true));
}

static void store_field(
        struct solver *solver, struct value base, struct value value, const char *field)
{
	const char *type = value_type(solver, base);
	const struct fact_type *known =
	        type ? fact_type(solver->project->facts, solver->language, type) : NULL;
	uint32_t place = field ? own_field(solver, base, field) : 0;

	if (place) {
		store(solver, place, value, solver->places.at[place - 1].slot->name);
		return;
	}
	if (field && value_is_scope(solver, base) && known->foreign)
		give_global(solver, value, field);
	else if (field && value_is_scope(solver, base)) {
		store_global(solver, value, field);
		return;
	}
	if (value.kind == VALUE_OBJECT && solver->objects.at[value.object].type &&
	        solver->objects.at[value.object].type->copied)
		return;
	if (known && known->foreign) {
		cycle_check(solver, base, value);
		if (base.slot && value.kind == VALUE_NULL)
			((struct slot *)base.slot)->cut = true;
		store_abroad(solver, base, value);
		return;
	}
	if (value.kind == VALUE_OBJECT && object_is_item(solver, value.object) &&
	        solver->project->final) {
		struct flow_event *event = event_new(solver, EVENT_ITEM_ESCAPES, value.object);

		event_finish(solver, event, solver->now.trace, value.object);
	}
	if (value.kind == VALUE_OBJECT && solver->objects.at[value.object].origin == FROM_SEED &&
	        solver->now.objects[value.object].word == WORD_BORROWED && solver->project->final &&
	        !object_is_item(solver, value.object)) {
		struct flow_event *event = event_new(solver, EVENT_KEPT_BORROWED, value.object);

		event_finish(solver, event, solver->now.trace, value.object);
	}
	if (base.kind == VALUE_LITERAL && value.kind == VALUE_OBJECT) {
		object_now(solver, value.object)->container = base.object;
		solver->objects.at[value.object].key = field;
		return;
	}
	if (value.kind == VALUE_OBJECT && base.kind == VALUE_OBJECT && base.slot)
		summary_fill_slot(solver, (struct slot *)base.slot, value.object, true);
	value_escapes(solver, value);
}

static void exec_setfield(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a);

	value_used(solver, base, NULL);
	store_field(solver, base, operand(solver, solver->at->b), solver->at->name);
}

static void exec_setindex(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a);

	value_used(solver, base, NULL);
	store_field(solver, base, operand(solver, solver->at->c), NULL);
}

struct value items_of(const struct solver *solver, struct value container)
{
	struct value value = container;

	if (container.kind == VALUE_LITERAL || container.kind == VALUE_ITERATOR)
		value.kind = VALUE_ITEMS;
	else if (container.kind != VALUE_ITEMS)
		value = plain(VALUE_UNKNOWN);
	value.slot = container.slot;
	value.type = NULL;
	for (uint32_t i = 1; value.kind == VALUE_ITEMS && i < solver->now.object_count; i++)
		if (solver->now.objects[i].container == value.object && solver->objects.at[i].type)
			value.type = solver->objects.at[i].type->name;
	return value;
}

static void mark_iterated(struct solver *solver, uint32_t literal)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].container == literal)
			solver->now.objects[i].flags |= OBJECT_ITERATED;
}

/* What is known of the container's items decides what the item is. */
static struct value refine_item(struct solver *solver, struct value item, struct value container)
{
	enum items items = container.kind == VALUE_OBJECT
	        ? solver->objects.at[container.object].items
	        : ITEMS_UNKNOWN;

	if (item.kind != VALUE_OBJECT || item.object == container.object)
		return item;
	if (items == ITEMS_PRIMITIVE) {
		solver->now.objects[item.object].word = WORD_NONE;
		return plain(VALUE_PRIMITIVE);
	}
	if (items == ITEMS_PROXIED)
		solver->now.objects[item.object].flags &= (uint16_t)~OBJECT_MAYBE;
	return item;
}

static void exec_index(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a);
	const char *type = value_type(solver, base);
	const struct fact *fact = type
	        ? fact_member(solver->project->facts, solver->language, type, "@index", false)
	        : NULL;

	value_used(solver, base, "@index");
	result(solver,
	        fact ? refine_item(solver, fact_value(solver, fact, base, NULL, 0), base)
	             : items_of(solver, base));
}

/* ---- iteration ---- */

static void exec_iter(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a);

	value_used(solver, base, "@iter");
	exec_throwing(solver);
	if (base.kind == VALUE_OBJECT && solver->objects.at[base.object].type) {
		base.kind = VALUE_ITERATOR;
	} else if (base.kind != VALUE_LITERAL && base.kind != VALUE_ITEMS) {
		const struct slot *slot = base.slot;

		base = plain(VALUE_UNKNOWN);
		base.slot = slot;
	}
	result(solver, base);
}

static void exec_next(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a), item;
	const struct fact *fact = NULL;

	if (base.kind == VALUE_LITERAL)
		mark_iterated(solver, base.object);

	exec_throwing(solver);
	if (base.kind == VALUE_ITERATOR) {
		base.kind = VALUE_OBJECT;
		fact = base.type ? fact_member(solver->project->facts, solver->language, base.type,
		                           "@next", false)
		                 : NULL;
	}
	if (!fact) {
		result(solver, items_of(solver, base));
		return;
	}
	fact = fact_pick(fact, solver->project->input->pyodide_version);
	item = fact ? fact_value(solver, fact, base, NULL, 0) : plain(VALUE_UNKNOWN);
	/* pulled out one by one, not by a loop: nothing ends it but its release */
	if (item.kind == VALUE_OBJECT && object_is_item(solver, item.object) &&
	        (!solver->loops[solver->at->a] || solver->objects.at[base.object].lazy)) {
		object_now(solver, item.object)->word = WORD_OWNED;
		object_now(solver, item.object)->how = HOW_NONE;
	}
	result(solver, refine_item(solver, item, base));
}

/* ---- the rest ---- */

static void exec_make(struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value value = plain(VALUE_LITERAL);

	for (uint32_t i = 0; i < insn->arg_count; i++) {
		struct value item = solver_get(solver, insn->args[i].value);

		if (insn->detail == CONST_OBJECT)
			solver->literal_items[solver->at_index] = ITEMS_PRIMITIVE; /* its keys */
		else if (insn->args[i].flags & ARG_SPREAD)
			solver->literal_items[solver->at_index] = ITEMS_UNKNOWN;
		else
			literal_gains(solver, solver->at_index, item);
		if (item.kind == VALUE_FUNC) {
			value_escapes(solver, item);
		} else if (item.kind == VALUE_OBJECT &&
		        !(insn->args[i].flags & (ARG_SPREAD | ARG_KEYS))) {
			if (object_owned(solver, item.object)) {
				object_now(solver, item.object)->container = solver->at_index;
				solver->objects.at[item.object].key = insn->args[i].key;
			} else {
				value_escapes(solver, item);
			}
		} else if (item.kind == VALUE_LITERAL) {
			/* a container in a container: its objects are the outer one's */
			for (uint32_t k = 1; k < solver->now.object_count; k++)
				if (solver->now.objects[k].container == item.object)
					solver->now.objects[k].container = solver->at_index;
		} else if (insn->args[i].flags & ARG_SPREAD && item.kind == VALUE_OBJECT) {
			value_used(solver, item, "@iter");
		}
	}
	value.object = solver->at_index;
	value.type = insn->detail == CONST_OBJECT ? "dict"
	        : insn->detail == CONST_TUPLE     ? "tuple"
	        : insn->detail == CONST_SET       ? "set"
	                                          : "list";
	result(solver, value);
}

/* The rest of an iteration is taken at once: what was pulled before ends with it. */
static void end_items(struct solver *solver, uint32_t container)
{
	for (uint32_t i = 1; i < solver->now.object_count && i < solver->objects.n; i++) {
		const struct fact *fact = solver->objects.at[i].fact;

		if (solver->now.objects[i].parent != container || !fact ||
		        fact->origin != ORIGIN_ITEM || !object_owned(solver, i))
			continue;
		solver->now.objects[i].word = WORD_NONE; /* the spread itself is reported */
	}
}

static void exec_spread(struct solver *solver)
{
	const struct insn *insn = solver->at;

	for (uint32_t i = 0; i < insn->arg_count; i++) {
		struct value item = solver_get(solver, insn->args[i].value);
		const char *type =
		        item.kind == VALUE_ITERATOR ? item.type : value_type(solver, item);
		uint32_t object =
		        item.kind == VALUE_OBJECT || item.kind == VALUE_ITERATOR ? item.object : 0;
		enum items items = object ? solver->objects.at[object].items : ITEMS_UNKNOWN;
		const struct fact *fact;
		struct flow_event *event;

		if (!(insn->args[i].flags & ARG_SPREAD) || !type || item.flags & VALUE_PROMISE ||
		        items == ITEMS_PRIMITIVE)
			continue;
		if (item.kind == VALUE_ITERATOR)
			end_items(solver, object);
		fact = fact_pick(fact_member(solver->project->facts, solver->language, type,
		                         "@spread", true),
		        solver->project->input->pyodide_version);
		if (!fact || !fact->misuse || !solver->project->final)
			continue;
		event = event_new(solver, EVENT_MISUSE, object);
		event->word = fact->misuse;
		event->fact = fact;
		event->callee = "...";
		if (items != ITEMS_PROXIED)
			event->confidence = CONFIDENCE_MAYBE;
		event_finish(solver, event, solver->now.trace, object);
	}
}

static void exec_await(struct solver *solver)
{
	struct value value = operand(solver, solver->at->a);
	const char *type = value_type(solver, value);
	const struct fact *fact;

	exec_throwing(solver);
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
	struct value value = operand(solver, solver->at->a);

	if (value.kind == VALUE_UNKNOWN || (value.kind == VALUE_OBJECT && !value.type))
		value = declared_value(solver, solver->at->name, NULL,
		        value.kind == VALUE_UNKNOWN ? value : value);
	result(solver, value);
}

static void exec_any(struct solver *solver)
{
	for (uint32_t i = 0; i < solver->at->arg_count; i++) {
		struct value value = solver_get(solver, solver->at->args[i].value);

		value_used(solver, value, NULL);
		value_escapes(solver, value);
	}
	result(solver, plain(VALUE_UNKNOWN));
}

/* Two constants that are compared: what the platform is is known, and so is which branch runs. */
static struct value compared(const struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value a, b;
	bool equal;

	if (!insn->name || insn->arg_count != 2)
		return plain(VALUE_PRIMITIVE);
	a = solver_get(solver, insn->args[0].value);
	b = solver_get(solver, insn->args[1].value);
	if (a.kind != VALUE_PRIMITIVE || b.kind != VALUE_PRIMITIVE || !a.name || !b.name)
		return plain(VALUE_PRIMITIVE);
	equal = strcmp(a.name, b.name) == 0;
	return plain(equal == same(insn->name, "==") ? VALUE_TRUE : VALUE_FALSE);
}

static void exec_prim(struct solver *solver)
{
	const struct insn *insn = solver->at;

	for (uint32_t i = 0; insn->arg_count == 2 && i < 2; i++)
		if (solver_get(solver, insn->args[i].value).kind == VALUE_NULL)
			exec_null_comparison(solver, solver_get(solver, insn->args[1 - i].value));
	for (uint32_t i = 0; i < solver->at->arg_count; i++)
		value_used(solver, solver_get(solver, solver->at->args[i].value), NULL);
	result(solver, compared(solver));
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

static void exec_throw(struct solver *solver)
{
	uint32_t handler = solver->func->blocks.at[solver->block].unwind;

	value_escapes(solver, operand(solver, solver->at->a));
	mark_owned(solver, OBJECT_THROWN);
	solver_trace(solver, STEP_THROW, 0, solver->at->span, NULL);
	solver->now.thrown = thrown_type(solver);
	if (handler == NO_BLOCK)
		solver_leave(solver, LEAVE_THROW, solver->values.at[0]);
	else
		solver_push(solver, handler);
}

static struct value func_value(const struct solver *solver, uint32_t func)
{
	struct value value = plain(VALUE_FUNC);

	value.unit = solver->unit;
	value.func = func;
	return value;
}

static struct value class_value(const struct solver *solver, const char *name)
{
	struct value value = plain(VALUE_CLASS);

	value.unit = solver->unit;
	value.name = name;
	return value;
}

void exec_insn(struct solver *solver, uint32_t index)
{
	const struct insn *insn = solver->at;

	(void)index;
	switch ((enum op)insn->op) {
	case OP_CONST:
		exec_const(solver);
		break;
	case OP_PARAM:
		exec_param(solver);
		break;
	case OP_THIS:
		exec_this(solver);
		break;
	case OP_GLOBAL:
		exec_global(solver);
		break;
	case OP_LOAD:
		exec_load(solver);
		break;
	case OP_STORE:
		exec_store(solver);
		break;
	case OP_FIELD:
		exec_field(solver);
		break;
	case OP_SETFIELD:
		exec_setfield(solver);
		break;
	case OP_INDEX:
		exec_index(solver);
		break;
	case OP_SETINDEX:
		exec_setindex(solver);
		break;
	case OP_CALL:
		exec_call(solver);
		break;
	case OP_CLOSURE:
		project_func(solver->project, solver->unit, insn->func)->made = true;
		result(solver, func_value(solver, insn->func));
		break;
	case OP_CLASS:
		result(solver, class_value(solver, insn->name));
		break;
	case OP_MAKE:
		exec_spread(solver);
		exec_make(solver);
		break;
	case OP_PRIM:
		exec_prim(solver);
		break;
	case OP_AWAIT:
		exec_await(solver);
		break;
	case OP_YIELD:
		value_escapes(solver, operand(solver, insn->a));
		exec_throwing(solver);
		result(solver, plain(VALUE_UNKNOWN));
		break;
	case OP_ITER:
		exec_iter(solver);
		break;
	case OP_NEXT:
		exec_next(solver);
		break;
	case OP_CAST:
		exec_cast(solver);
		break;
	case OP_ANY:
		exec_any(solver);
		break;
	case OP_DROP:
		exec_drop(solver);
		break;
	case OP_ADDRESS:
		exec_address(solver);
		break;
	case OP_FORGET:
		exec_forget(solver);
		break;
	case OP_JUMP:
		solver_push(solver, insn->target[0]);
		break;
	case OP_BRANCH:
		exec_branch(solver);
		break;
	case OP_RETURN:
		solver_leave(solver, LEAVE_RETURN,
		        insn->a ? operand(solver, insn->a) : plain(VALUE_NULL));
		break;
	case OP_THROW:
		exec_throw(solver);
		break;
	case OP_STOP:
	case OP_COUNT:
		break;
	}
}
