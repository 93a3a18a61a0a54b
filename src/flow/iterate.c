/*
 * Containers and their items: literals, indexing, loops, spreading.
 */
#include "flow/exec.h"

struct value items_of(const struct solver *solver, struct value container)
{
	struct value value = container;

	if (container.kind == VALUE_LITERAL || container.kind == VALUE_ITERATOR)
		value.kind = VALUE_ITEMS;
	else if (container.kind != VALUE_ITEMS)
		value = value_plain(VALUE_UNKNOWN);
	value.slot = container.slot;
	value.type = NULL;
	for (uint32_t i = 1; value.kind == VALUE_ITEMS && i < solver->now.object_count; i++)
		if (object_within(solver, i, value.object) && solver->objects.at[i].type)
			value.type = solver->objects.at[i].type->name;
	return value;
}

void literal_iterated(struct solver *solver, uint32_t literal)
{
	for (uint32_t i = 1; i < solver->now.object_count; i++)
		if (object_within(solver, i, literal))
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
		return value_plain(VALUE_PRIMITIVE);
	}
	if (items == ITEMS_PROXIED)
		solver->now.objects[item.object].flags &= (uint32_t)~OBJECT_MAYBE;
	return item;
}

/* May the key be the name of a member, for all that is known of it and of the object? */
static bool names_member(const struct solver *solver, struct value base)
{
	struct value key = operand(solver, solver->at->b);
	enum items items =
	        base.kind == VALUE_OBJECT ? solver->objects.at[base.object].items : ITEMS_NONE;

	return items != ITEMS_PRIMITIVE && items != ITEMS_PROXIED &&
	        (key.kind == VALUE_UNKNOWN || key.kind == VALUE_ITEMS || same(key.type, "str"));
}

void exec_index(struct solver *solver)
{
	const struct fact_table *facts = solver->project->facts;
	struct value base = operand(solver, solver->at->a);
	const char *type = value_type(solver, base);
	const struct fact *fact = NULL;

	if (type && names_member(solver, base))
		fact = fact_member(facts, solver->language, type, "@key", false);
	if (type && !fact)
		fact = fact_member(facts, solver->language, type, "@index", false);
	value_used(solver, base, "@index");
	result(solver,
	        fact ? refine_item(solver, fact_value(solver, fact, base, NULL, 0), base)
	             : items_of(solver, base));
}

void exec_iter(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a);

	value_used(solver, base, "@iter");
	if (base.kind != VALUE_LITERAL)
		exec_throwing(solver);
	if (base.kind == VALUE_OBJECT && solver->objects.at[base.object].type) {
		base.kind = VALUE_ITERATOR;
	} else if (base.kind != VALUE_LITERAL && base.kind != VALUE_ITEMS) {
		const struct slot *slot = base.slot;

		base = value_plain(VALUE_UNKNOWN);
		base.slot = slot;
	}
	result(solver, base);
}

/* How many items were taken from the iterator before, by the instructions in front of this one? */
static uint32_t taken_before(const struct solver *solver)
{
	uint32_t taken = 0;

	for (uint32_t i = solver->at->a + 1; i < solver->at_index; i++)
		taken += solver->func->insns.at[i].op == OP_NEXT &&
		        solver->func->insns.at[i].a == solver->at->a;
	return taken;
}

/* `[a, b] = [f(), g()]`: the item that stands at that place of a literal. */
static struct value item_taken(const struct solver *solver, struct value base)
{
	const struct insn *make = &solver->func->insns.at[base.object];
	uint32_t at = taken_before(solver), made, object;

	if (base.kind != VALUE_LITERAL || make->op != OP_MAKE || at >= make->arg_count ||
	        solver->layout->loops[solver->at->a])
		return items_of(solver, base);
	for (uint32_t i = 0; i <= at; i++)
		if (make->args[i].flags & (ARG_SPREAD | ARG_KEYS))
			return items_of(solver, base);
	made = make->args[at].value;
	object = solver->object_of_insn[made];
	if (object && object < solver->now.object_count &&
	        solver->now.objects[object].word != WORD_NONE)
		return value_of_object(solver, object);
	return solver->func->insns.at[made].op == OP_CALL ? value_plain(VALUE_UNKNOWN)
	                                                  : items_of(solver, base);
}

/* Items of an iterator, or that are waited for one by one: no list has them. */
static bool made_when_asked(const struct solver *solver, uint32_t container)
{
	enum items items = solver->objects.at[container].items;

	return solver->objects.at[container].lazy ||
	        (solver->at->flags & MAKE_LAZY && items != ITEMS_PROXIED &&
	                items != ITEMS_PRIMITIVE);
}

void exec_next(struct solver *solver)
{
	struct value base = operand(solver, solver->at->a), item;
	const struct fact *fact = NULL;

	if (base.kind == VALUE_LITERAL)
		literal_iterated(solver, base.object);
	else
		exec_throwing(solver);
	if (base.kind == VALUE_ITERATOR) {
		base.kind = VALUE_OBJECT;
		fact = base.type ? fact_member(solver->project->facts, solver->language, base.type,
		                           "@next", false)
		                 : NULL;
	}
	if (!fact) {
		result(solver, item_taken(solver, base));
		return;
	}
	fact = project_pick(solver->project, fact);
	item = fact ? fact_value(solver, fact, base, NULL, 0) : value_plain(VALUE_UNKNOWN);
	/* pulled out one by one, not by a loop: nothing ends it but its release */
	if (item.kind == VALUE_OBJECT && object_is_item(solver, item.object) &&
	        (!solver->layout->loops[solver->at->a] || made_when_asked(solver, base.object))) {
		object_now(solver, item.object)->word = WORD_OWNED;
		object_now(solver, item.object)->how = HOW_NONE;
	}
	result(solver, refine_item(solver, item, base));
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
		fact = project_pick(solver->project,
		        fact_member(
		                solver->project->facts, solver->language, type, "@spread", true));
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

void exec_make(struct solver *solver)
{
	const struct insn *insn = solver->at;
	struct value value = value_plain(VALUE_LITERAL);

	exec_spread(solver);
	for (uint32_t i = 0; i < insn->arg_count; i++) {
		struct value item = solver_get(solver, insn->args[i].value);

		if (insn->detail == CONST_OBJECT) {
			solver->literals[solver->at_index].items = ITEMS_PRIMITIVE; /* its keys */
			literal_holds(solver, solver->at_index, item);
		} else if (insn->args[i].flags & ARG_SPREAD)
			literal_gains(solver, solver->at_index, value_plain(VALUE_UNKNOWN));
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
			literal_nest(solver, item, solver->at_index,
			        insn->args[i].flags & (ARG_SPREAD | ARG_KEYS));
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
