/*
 * Objects: the things that somebody owes a release. Making them, and asking
 * what they are; release.c lets them go.
 */
#include "flow/solve.h"

struct object_state *object_now(struct solver *solver, uint32_t object)
{
	struct state *now = &solver->now;

	if (object >= now->object_count) {
		uint32_t count = object + object / 8 + 8;
		struct object_state *grown = arena_array(solver->arena, struct object_state, count);

		solver->work += count * sizeof(*grown);
		memcpy(grown, now->objects, now->object_count * sizeof(*grown));
		now->objects = grown;
		now->object_count = count;
	}
	return &now->objects[object];
}

void object_is_none(struct solver *solver, uint32_t object)
{
	struct object_state *state = object_now(solver, object);

	state->word = WORD_NONE;
	state->flags &= ~(uint32_t)OBJECT_KEPT;
}

void object_is_null(struct solver *solver, uint32_t object)
{
	object_is_none(solver, object);
	if (!(solver->now.objects[object].flags & OBJECT_MAYBE))
		solver->now.objects[object].flags |= OBJECT_NULL;
}

void objects_mark(struct solver *solver, enum object_flag flag)
{
	solver->now.mishaps |= (uint32_t)flag & (OBJECT_FAILED | OBJECT_STARVED);
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].word == WORD_OWNED)
			solver->now.objects[i].flags |= (uint32_t)flag;
}

void objects_let_go(struct solver *solver, bool once)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].flags & OBJECT_KEPT &&
		        (!once || solver->objects.at[i].kept_once))
			solver->now.objects[i].flags |= OBJECT_LET_GO;
	objects_settle(solver);
}

void objects_settle(struct solver *solver)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (solver->now.objects[i].word != WORD_RELEASED)
			solver->now.objects[i].flags &= (uint32_t)~OBJECT_DUE;
}

void objects_doubt(struct state *state)
{
	for (uint32_t i = 1; i < state->object_count; i++)
		if (state->objects[i].word != WORD_NONE)
			state->objects[i].flags |= OBJECT_DOUBTED;
}

void objects_starve(struct solver *solver)
{
	solver->now.mishaps &= MISHAP_FOUND;
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		solver->now.objects[i].flags &= ~(uint32_t)OBJECT_FAILED;
	objects_mark(solver, OBJECT_STARVED);
}

bool object_owned(const struct solver *solver, uint32_t object)
{
	return object < solver->now.object_count && solver->now.objects[object].word == WORD_OWNED;
}

bool object_is_item(const struct solver *solver, uint32_t object)
{
	return object < solver->now.object_count &&
	        solver->now.objects[object].word == WORD_BORROWED &&
	        solver->now.objects[object].how == HOW_EXHAUSTED;
}

struct value value_of_object(const struct solver *solver, uint32_t object)
{
	const struct object *known = &solver->objects.at[object];
	struct value value = value_plain(VALUE_OBJECT);

	value.object = object;
	value.type = known->type ? known->type->name : NULL;
	value.slot = known->slot;
	return value;
}

enum items items_join(enum items a, enum items b)
{
	if (a == ITEMS_NONE || a == b)
		return b;
	return b == ITEMS_NONE ? a : ITEMS_UNKNOWN;
}

/* Is it something that crosses the border as a proxy? */
enum items items_of_value(const struct solver *solver, struct value value)
{
	const struct fact_type *type;

	switch (value.kind) {
	case VALUE_NULL:
	case VALUE_TRUE:
	case VALUE_FALSE:
	case VALUE_NUMBER:
	case VALUE_FAILURE:
	case VALUE_PRIMITIVE:
		return ITEMS_PRIMITIVE;
	case VALUE_LITERAL:
	case VALUE_FUNC:
	case VALUE_CLASS:
	case VALUE_INSTANCE:
	case VALUE_CONTAINER:
		return ITEMS_PROXIED;
	case VALUE_TYPED:
		type = fact_type(solver->project->facts, solver->language, value.type);
		if (type && type->uncertain)
			return ITEMS_UNKNOWN;
		return type && (type->foreign || type->primitive) ? ITEMS_PRIMITIVE : ITEMS_PROXIED;
	default:
		return ITEMS_UNKNOWN;
	}
}

static struct literal_func *find_literal_func(const struct solver *solver, uint32_t literal)
{
	uint32_t number = solver->literals[literal].func;

	return number ? &solver->literal_funcs.at[number - 1] : NULL;
}

void literal_holds(struct solver *solver, uint32_t literal, struct value value)
{
	struct literal_func *known = find_literal_func(solver, literal),
	                    held = {.literal = literal};
	const struct literal_func *inner =
	        value.kind == VALUE_LITERAL ? find_literal_func(solver, value.object) : NULL;

	if (inner)
		held = (struct literal_func){literal, inner->func, inner->mixed};
	else if (value.kind == VALUE_FUNC)
		held.func = value;
	else
		held.mixed = items_of_value(solver, value) != ITEMS_PRIMITIVE;
	if (!known && (held.func.kind == VALUE_FUNC || held.mixed)) {
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): an item, not the VEC */
		vec_push(solver->arena, &solver->literal_funcs, held);
		solver->literals[literal].func = solver->literal_funcs.n;
	} else if (known) {
		known->mixed |= held.mixed;
		known->func = known->func.kind == VALUE_FUNC ? known->func : held.func;
	}
}

struct value func_among(const struct solver *solver, struct value value)
{
	const struct literal_func *known =
	        value.kind == VALUE_ITEMS ? find_literal_func(solver, value.object) : NULL;

	return known && !known->mixed && known->func.kind == VALUE_FUNC ? known->func : value;
}

struct value literal_called(struct solver *solver, const char *type)
{
	struct value value = value_plain(VALUE_LITERAL);

	solver->literals[solver->at_index].items = ITEMS_UNKNOWN;
	value.object = solver->at_index;
	value.type = type;
	return value;
}

bool object_within(const struct solver *solver, uint32_t object, uint32_t literal)
{
	uint32_t at = solver->now.objects[object].container;

	while (at && at != literal)
		at = solver->literals[at].outer;
	return at;
}

void literal_nest(struct solver *solver, struct value value, uint32_t outer, bool spread)
{
	struct literal *inner = &solver->literals[value.object];
	uint32_t at = outer;

	while (at && at != value.object)
		at = solver->literals[at].outer;
	if (at || (inner->outer && inner->outer != outer))
		value_escapes(solver, value); /* in two at once, or in itself */
	else
		inner->outer = outer;
	solver->literals[outer].nests |= !spread || inner->nests;
}

void literal_gains(struct solver *solver, uint32_t literal, struct value value)
{
	literal_holds(solver, literal, value);
	solver->literals[literal].items = (uint8_t)items_join(
	        (enum items)solver->literals[literal].items, items_of_value(solver, value));
}

bool primitive_has(const struct solver *solver, const char *member)
{
	return type_shows(fact_type(solver->project->facts, solver->language, "primitive"), member);
}

bool type_shows(const struct fact_type *type, const char *member)
{
	if (!type || !type->evidence || !member)
		return false;
	for (const char **at = type->evidence; *at; at++)
		if (**at == *member && strcmp(*at, member) == 0)
			return true;
	return false;
}

static uint32_t object_add(
        struct solver *solver, const struct fact_type *type, enum object_origin origin, bool older)
{
	struct object object = {.insn = solver->at_index,
	        .older = older,
	        .origin = origin,
	        .type = type,
	        .span = solver->at->span,
	        .unit = solver->unit};

	vec_push(solver->arena, &solver->objects, object);
	vec_push(solver->arena, &solver->lost, ((struct lost){0}));
	while (solver->lost.n < solver->objects.n)
		vec_push(solver->arena, &solver->lost, ((struct lost){0}));
	return solver->objects.n - 1;
}

/* What the site made in an earlier round and still owns becomes the site's `older` object. */
static void set_aside(struct solver *solver, uint32_t object)
{
	uint32_t older = object + 1;
	struct value to = value_of_object(solver, older);

	for (uint32_t p = 0; p < solver->places.n; p++) {
		struct value held = solver->values.at[solver->now.places[p]];

		if (held.kind != VALUE_OBJECT || held.object != object)
			continue;
		to.flags = held.flags;
		solver->now.places[p] = value_number(solver, to);
	}
	if (!object_owned(solver, object))
		return;
	object_now(solver, older);
	solver->now.objects[older] = solver->now.objects[object];
	solver->now.objects[older].flags |= OBJECT_LOOPED;
	if (!solver->objects.at[older].name)
		solver->objects.at[older].name = solver->objects.at[object].name;
}

static uint32_t known_object(const struct solver *solver, uint32_t nth)
{
	uint32_t object = solver->object_of_insn[solver->at_index];

	while (object &&
	        (solver->objects.at[object].nth != nth || solver->objects.at[object].older ||
	                solver->objects.at[object].insn != solver->at_index))
		object = object + 1 < solver->objects.n ? object + 1 : 0;
	return object;
}

uint32_t object_make_nth(struct solver *solver, uint32_t nth, enum word word,
        const struct fact_type *type, enum object_origin origin)
{
	uint32_t object = known_object(solver, nth);
	struct object_state *state;

	if (!object) {
		object = object_add(solver, type, origin, false);
		object_add(solver, type, origin, true);
		solver->objects.at[object].nth = nth;
		solver->objects.at[object + 1].nth = nth;
		if (!solver->object_of_insn[solver->at_index])
			solver->object_of_insn[solver->at_index] = object;
	} else {
		set_aside(solver, object);
	}
	object_now(solver, object + 1);
	state = object_now(solver, object);
	memset(state, 0, sizeof(*state));
	state->word = word;
	if (type && type->shared)
		state->flags |= OBJECT_LENT;
	if (word == WORD_OWNED)
		solver_trace(solver, STEP_ACQUIRE, object, solver->at->span, NULL);
	return object;
}

uint32_t object_make(struct solver *solver, enum word word, const struct fact_type *type,
        enum object_origin origin)
{
	return object_make_nth(solver, 0, word, type, origin);
}

uint8_t object_confidence(const struct solver *solver, uint32_t object)
{
	const struct object *known = &solver->objects.at[object];
	uint32_t flags = solver->now.objects[object].flags;

	if ((flags & OBJECT_MAYBE) && !(flags & OBJECT_PROVEN))
		return CONFIDENCE_MAYBE;
	if (flags & (OBJECT_SHARED | OBJECT_DOUBTED))
		return CONFIDENCE_MAYBE;
	return known->likely ? CONFIDENCE_SOME : CONFIDENCE_SURE;
}
