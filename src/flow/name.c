/*
 * What a name, a member or a result stands for, by facts first, then by the
 * project, last by what people call such things.
 */
#include "flow/summary.h"

#include <ctype.h>

struct value typed_value(const char *type, bool likely)
{
	struct value value = value_plain(VALUE_TYPED);

	value.type = type;
	value.flags = likely ? VALUE_LIKELY : 0;
	return value;
}

const char *value_type(const struct solver *solver, struct value value)
{
	(void)solver;
	switch (value.kind) {
	case VALUE_OBJECT:
	case VALUE_TYPED:
	case VALUE_CONTAINER:
	case VALUE_LITERAL:
	case VALUE_ITEMS:
	case VALUE_PRIMITIVE:
		return value.type;
	default:
		return NULL;
	}
}

static struct value named_value(struct solver *solver, const char *name)
{
	struct value value = value_plain(VALUE_NAMED);

	value.name = project_intern(solver->project, name);
	return value;
}

/* "m#a" is looked for as "*#a" too, and "m#n.a" as "*#a" where n is a module that m gives on. */
static const struct fact *find(struct solver *solver, const char *name)
{
	const struct fact_table *facts = solver->project->facts;
	const struct fact *fact = fact_find(facts, solver->language, name);
	const char *hash = strrchr(name, '#'), *at = hash ? hash + 1 : NULL;

	while (!fact && at) {
		const char *dot = strchr(at, '.');

		fact = fact_find_any(facts, solver->language, "*#", at);
		at = dot && islower((unsigned char)*at) ? dot + 1 : NULL;
	}
	return fact;
}

struct slot *global_slot(struct solver *solver, const char *name)
{
	return project_slot(solver->project, arena_join(solver->arena, "global", ":", name),
	        project_intern(solver->project, name));
}

static struct value value_outside(struct solver *solver, const char *name, bool followed);

static struct value prefix_value(
        struct solver *solver, const char *name, const char *dot, bool followed)
{
	const char *prefix = arena_strndup(solver->arena, name, (size_t)(dot - name));

	return followed ? value_outside(solver, prefix, true) : name_value(solver, prefix);
}

struct value name_value(struct solver *solver, const char *name)
{
	const char *outside;
	struct value value = project_lookup(solver->project, solver->unit, name, &outside);

	if (value.kind != VALUE_UNKNOWN || value.slot)
		return value;
	return value_outside(solver, outside ? outside : name, outside && !same(outside, name));
}

/* Of a name that nothing in the project defines. `followed`: it is what another file calls it, and
 * says nothing to the imports of this one. */
static struct value value_outside(struct solver *solver, const char *name, bool followed)
{
	const char *dot = strrchr(name, '.'), *type;
	struct value value;
	const struct fact *fact;

	fact = find(solver, name);
	if (fact && fact->next_version && project_pick(solver->project, fact))
		fact = project_pick(solver->project, fact);
	if (fact && !fact->has_params)
		return fact_value(solver, fact, value_plain(VALUE_UNKNOWN), NULL, 0);
	if (!fact && dot && dot != name) {
		struct value base = prefix_value(solver, name, dot, followed);

		if (value_type(solver, base)) {
			fact = fact_member(solver->project->facts, solver->language,
			        value_type(solver, base), dot + 1, false);
			if (fact && !fact->has_params)
				return fact_value(solver, fact, base, NULL, 0);
		}
	}
	if (!fact && !dot && !strchr(name, '#') &&
	        language_has(solver->language, TRAIT_SHARED_GLOBALS)) {
		value = global_slot(solver, name)->value;
		value.slot = global_slot(solver, name);
		if (value.kind != VALUE_UNKNOWN)
			return value;
	}
	if (!fact && solver->unit->host && language_has(solver->language, TRAIT_FETCHED_BY_NAME)) {
		/* code given as text runs where the project's Python runs */
		struct func_info *info = project_named(solver->project, name);

		if (info) {
			value = value_plain(VALUE_FUNC);
			value.unit = info->unit;
			value.func = info->func->id;
			return value;
		}
	}
	if (!fact) {
		type = fact_conventional(solver->project->facts, solver->language, last_part(name));
		if (type)
			return typed_value(type, true);
	}
	return named_value(solver, name);
}

const struct fact *name_fact(struct solver *solver, const char *name, bool call)
{
	const struct fact *fact = find(solver, name);
	const char *dot = strrchr(name, '.');
	struct value base;

	if (fact || !dot || dot == name)
		return fact;
	base = prefix_value(solver, name, dot, false);
	if (!value_type(solver, base))
		return NULL;
	return fact_member(
	        solver->project->facts, solver->language, value_type(solver, base), dot + 1, call);
}

/* ---- members ---- */

/* Is it the global object, whose members are the global names? */
bool value_is_scope(const struct solver *solver, struct value value)
{
	const char *name = value_type(solver, value);
	const struct fact_type *type =
	        name ? fact_type(solver->project->facts, solver->language, name) : NULL;

	return type && type->scope;
}

static struct value slot_value(const struct slot *slot)
{
	struct value value = slot->value;

	value.slot = slot;
	return value;
}

/* Any member of it may be a container that was put into it, or an object whose key nobody knows. */
static struct value inner_item(const struct solver *solver, struct value literal)
{
	bool any = solver->literals[literal.object].nests;

	for (uint32_t i = 1; !any && same(literal.type, "dict") && i < solver->now.object_count;
	        i++)
		any = solver->now.objects[i].container == literal.object &&
		        !solver->objects.at[i].key;
	return any ? items_of(solver, literal) : value_plain(VALUE_UNKNOWN);
}

static struct value literal_member(struct solver *solver, struct value base, const char *member)
{
	const struct insn *make = &solver->func->insns.at[base.object];

	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (object_within(solver, i, base.object) && object_owned(solver, i) &&
		        same(solver->objects.at[i].key, member))
			return value_of_object(solver, i);
	for (uint32_t i = 0; make->op == OP_MAKE && i < make->arg_count; i++)
		if (same(make->args[i].key, member) &&
		        !solver->layout->place_of_temp[make->args[i].value]) {
			struct value value = solver->values.at[solver->temps[make->args[i].value]];

			if (value.kind == VALUE_FUNC || value.kind == VALUE_TYPED ||
			        value.kind == VALUE_LITERAL)
				return value;
		}
	return inner_item(solver, base);
}

static struct value instance_member(struct solver *solver, struct value base, const char *member)
{
	struct func_info *method = project_method(solver->project, base.unit, base.name, member);
	struct value value;

	if (!method) {
		struct func_info *getter = project_method(solver->project, base.unit, base.name,
		        arena_join(solver->arena, "get", " ", member));

		if (getter && getter->return_value.kind != VALUE_UNKNOWN)
			return getter->return_value;
	}
	if (method) {
		value = value_plain(VALUE_FUNC);
		value.unit = method->unit;
		value.func = method->func->id;
		return value;
	}
	return slot_value(project_slot(solver->project,
	        project_field_key(solver->project, solver->arena, base.unit, base.name, member),
	        arena_strdup(solver->project->arena, member)));
}

static struct value by_convention(struct solver *solver, const char *member)
{
	const char *type = fact_conventional(solver->project->facts, solver->language, member);

	return type ? typed_value(type, true) : value_plain(VALUE_UNKNOWN);
}

static bool is_foreign_type(const struct solver *solver, const char *name)
{
	const struct fact_type *type = fact_type(solver->project->facts, solver->language, name);

	return type && type->foreign;
}

/* Something with members that nothing is known of: `useRef()`, `{}`. */
static bool is_opaque(struct value value)
{
	return value.kind == VALUE_UNKNOWN || value.kind == VALUE_CONTAINER ||
	        value.kind == VALUE_LITERAL || (value.kind == VALUE_OBJECT && !value.type);
}

static const char *member_key(
        const struct solver *solver, const struct slot *slot, const char *member)
{
	return arena_join(solver->arena, slot->key, ".", member);
}

void note_member(struct solver *solver, struct value base, const char *member, struct value value)
{
	struct slot *slot;

	if (value.kind != VALUE_TYPED || !base.slot || !is_opaque(base))
		return;
	((struct slot *)base.slot)->members = true;
	slot = project_slot(solver->project, member_key(solver, base.slot, member), member);
	value.slot = NULL;
	slot->value = value_join(slot->value, value);
}

struct value read_member(struct solver *solver, struct value base, const char *member)
{
	const char *type = value_type(solver, base);
	const struct fact *fact;
	struct value value = value_plain(VALUE_UNKNOWN);

	if (base.kind == VALUE_NAMED)
		return name_value(solver, arena_join(solver->arena, base.name, ".", member));
	if (value_is_scope(solver, base) && !is_foreign_type(solver, type)) {
		fact = fact_member(solver->project->facts, solver->language, type, member, false);
		return fact && !fact->has_params ? fact_value(solver, fact, base, NULL, 0)
		                                 : name_value(solver, member);
	}
	if (base.kind == VALUE_LITERAL)
		value = literal_member(solver, base, member);
	if (base.kind == VALUE_ITEMS) {
		value = inner_item(solver, base);
		if (value.kind == VALUE_ITEMS)
			return value;
	}
	if (base.kind == VALUE_INSTANCE || base.kind == VALUE_CLASS)
		value = instance_member(solver, base, member);
	if (type) {
		fact = fact_member(solver->project->facts, solver->language, type, member, false);
		fact = project_pick(solver->project, fact);
		if (fact && !fact->has_params)
			return fact_value(solver, fact, base, NULL, 0);
		if (fact && fact_is_foreign(solver, fact))
			return named_value(solver, fact->name);
	}
	if (value.kind == VALUE_UNKNOWN) {
		const struct slot *slot = value.slot, *seen = NULL;

		if (!slot && base.slot && base.slot->members && is_opaque(base))
			seen = map_get(
			        &solver->project->slots, member_key(solver, base.slot, member));
		value = seen ? seen->value : by_convention(solver, member);
		value.slot = slot;
	}
	return value;
}

/* ---- results ---- */

static uint32_t param_index(const struct fact *fact, const char *name)
{
	for (uint32_t i = 0; i < fact->param_count; i++)
		if (same(fact->params[i].name, name))
			return i;
	return UINT32_MAX;
}

static struct value source_of(
        const struct fact *fact, struct value self, const struct value *args, uint32_t arg_count)
{
	uint32_t index = fact->from ? param_index(fact, fact->from) : UINT32_MAX;
	uint32_t receiver = fact_receiver(fact);

	if (!fact->from || same(fact->from, "self"))
		return self;
	if (index != UINT32_MAX && index - receiver >= arg_count && fact->from_else)
		index = param_index(fact, fact->from_else);
	return index != UINT32_MAX && index - receiver < arg_count ? args[index - receiver]
	                                                           : value_plain(VALUE_UNKNOWN);
}

static struct value make_result(
        struct solver *solver, const struct fact *fact, enum word word, struct value self)
{
	const char *name = fact->type ? fact->type : value_type(solver, self);
	const struct fact_type *type =
	        name ? fact_type(solver->project->facts, solver->language, name) : NULL;
	uint32_t object;
	struct value value;

	if (word == WORD_OWNED && (!type || !type->resource))
		return name ? typed_value(name, false) : value_plain(VALUE_UNKNOWN);
	object = object_make(solver, word, type, FROM_CALL);
	if (word == WORD_OWNED)
		project_func(solver->project, solver->unit, 0)->sees_border = true;
	solver->objects.at[object].fact = fact;
	solver->objects.at[object].callee = callee_text(solver, fact);
	solver->objects.at[object].rarely = fact->rarely;
	solver->objects.at[object].likely = self.flags & VALUE_LIKELY ||
	        (self.kind == VALUE_OBJECT && solver->objects.at[self.object].likely);
	if (fact->maybe)
		solver->now.objects[object].flags |= OBJECT_MAYBE;
	if (fact->nullable)
		solver->now.objects[object].flags |= OBJECT_NULLABLE;
	value = value_of_object(solver, object);
	value.flags |= fact->promise ? VALUE_PROMISE : 0;
	return value;
}

static struct value borrowed_result(
        struct solver *solver, const struct fact *fact, struct value from, uint8_t how)
{
	struct value value = make_result(solver, fact, WORD_BORROWED, from);

	if (value.kind != VALUE_OBJECT)
		return value;
	solver->now.objects[value.object].how = how;
	if (from.kind == VALUE_OBJECT)
		solver->now.objects[value.object].parent = from.object;
	if (from.kind == VALUE_OBJECT)
		solver->objects.at[value.object].origin = FROM_READ;
	return value;
}

/* None is like a list here: an object of this language that nobody follows. */
static struct value plain_value(const struct solver *solver, const char *name)
{
	const struct fact_type *type =
	        name ? fact_type(solver->project->facts, solver->language, name) : NULL;
	struct value value = value_plain(VALUE_CONTAINER);

	if (name && !(type && type->constant))
		return typed_value(name, false);
	value.type = name;
	return value;
}

/* One object stands for all that the function gives in turn. */
static struct value gathered(struct solver *solver, const struct fact *fact, struct value from)
{
	struct func_info *info = from.kind == VALUE_FUNC
	        ? project_func(solver->project, from.unit, from.func)
	        : NULL;
	struct value value = info ? summary_gathered(solver, info) : value_plain(VALUE_UNKNOWN);

	if (from.kind == VALUE_LITERAL)
		value = from;
	if (fact->type && value.kind == VALUE_UNKNOWN)
		value.kind = VALUE_CONTAINER;
	if (fact->type)
		value.type = fact->type;
	value.flags |= fact->promise ? VALUE_PROMISE : 0;
	return value;
}

struct value fact_value(struct solver *solver, const struct fact *fact, struct value self,
        const struct value *args, uint32_t arg_count)
{
	struct value from = source_of(fact, self, args, arg_count), value;

	switch (fact->origin) {
	case ORIGIN_NEW:
		return make_result(solver, fact, WORD_OWNED, self);
	case ORIGIN_TIED:
		return borrowed_result(solver, fact, from, HOW_PARENT);
	case ORIGIN_BORROWED:
		return borrowed_result(solver, fact, from, HOW_MUTATED);
	case ORIGIN_ITEM:
		return from.kind == VALUE_OBJECT
		        ? borrowed_result(solver, fact, from, HOW_EXHAUSTED)
		        : items_of(solver, from);
	case ORIGIN_TEST:
		value = value_plain(from.kind == VALUE_OBJECT ? VALUE_TEST : VALUE_PRIMITIVE);
		value.object = from.kind == VALUE_OBJECT ? from.object : 0;
		value.type = from.kind == VALUE_OBJECT ? fact->type : NULL;
		return value;
	case ORIGIN_ALIAS:
		if (!(from.flags & VALUE_PROMISE)) /* what is still to come has no other name */
			from.flags |= VALUE_ALIAS;
		if (fact->type)
			from.type = fact->type;
		return from;
	case ORIGIN_GATHERED:
		return fact->type && arg_count == 0 ? literal_called(solver, fact->type)
		                                    : gathered(solver, fact, from);
	case ORIGIN_PRIMITIVE:
		value = value_plain(VALUE_PRIMITIVE);
		value.name = fact->value;
		return value;
	case ORIGIN_FAILURE:
		return value_plain(VALUE_FAILURE);
	case ORIGIN_NULL:
		return value_plain(VALUE_NULL);
	case ORIGIN_NORETURN:
		solver->dead_end = true;
		return value_plain(VALUE_UNKNOWN);
	case ORIGIN_PLAIN:
		value = plain_value(solver, fact->type);
		value.flags |= (fact->promise ? VALUE_PROMISE : 0) |
		        (fact->nullable ? VALUE_NULLABLE : 0) | (self.flags & VALUE_LIKELY);
		return value;
	default:
		value = value_plain(VALUE_UNKNOWN);
		value.flags |= (fact->promise ? VALUE_PROMISE : 0) |
		        (fact->origin == ORIGIN_STATUS && fact->rarely ? VALUE_RARELY : 0) |
		        (fact->origin == ORIGIN_STATUS && fact->zero ? VALUE_ZERO : 0);
		return value;
	}
}

bool fact_is_foreign(const struct solver *solver, const struct fact *fact)
{
	const char *dot = fact ? strrchr(fact->name, '.') : NULL;
	const struct fact_type *type;

	if (!dot || strncmp(fact->name, "*.", 2) == 0)
		return fact && fact->foreign;
	type = fact_type(solver->project->facts, solver->language,
	        arena_strndup(solver->arena, fact->name, (size_t)(dot - fact->name)));
	return type && type->foreign;
}
