/*
 * Who is called: by facts where a name or a type says it, else by the project,
 * else nobody knows.
 */
#include "flow/call.h"

/* Of what is called as a member of the global object: `window.f()`. */
static const struct fact *fact_of_global(struct solver *solver, const char *name)
{
	const struct fact *fact = name_fact(solver, name, true);
	struct value given;

	if (fact || !language_has(solver->language, TRAIT_SHARED_GLOBALS))
		return fact;
	given = global_slot(solver, name)->value;
	return value_type(solver, given) ? fact_member(solver->project->facts, solver->language,
	                                           value_type(solver, given), "()", true)
	                                 : NULL;
}

/* The method is one that only texts and numbers have, and nothing shows that this is none. */
static bool reads_text(const struct solver *solver, struct value self)
{
	uint32_t flags = self.kind == VALUE_OBJECT ? solver->now.objects[self.object].flags : 0;

	return flags & OBJECT_MAYBE && !(flags & OBJECT_PROVEN) &&
	        same(fact_unmistakable(solver->project->facts, solver->language, solver->at->name),
	                "primitive");
}

static void find_method(struct solver *solver, struct callee *callee)
{
	const struct insn *insn = solver->at;
	struct value self = callee->self = solver_get(solver, insn->a), member;
	const struct fact_table *facts = solver->project->facts;
	/* a promise has methods of its own, whatever comes of it */
	const char *type = self.flags & VALUE_PROMISE ? NULL : value_type(solver, self);

	callee->method = true;
	if (self.kind == VALUE_NAMED) {
		const char *full = arena_join(solver->arena, self.name, ".", insn->name);
		const char *outside = NULL;

		callee->fact = name_fact(solver, full, true);
		member = callee->fact
		        ? solver->values.at[0]
		        : project_lookup(solver->project, solver->unit, full, &outside);
		if (outside)
			callee->fact = name_fact(solver, outside, true);
		if (member.kind == VALUE_FUNC)
			callee->func = project_func(solver->project, member.unit, member.func);
	} else if (type && !reads_text(solver, self)) {
		callee->fact = fact_member(facts, solver->language, type, insn->name, true);
		if (!callee->fact && value_is_scope(solver, self))
			callee->fact = fact_of_global(solver, insn->name);
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
		callee->fact = fact_find_any(facts, solver->language, "*.", insn->name);
}

/* A parameter is called: what callers give for it runs when this function does. */
static void note_called(struct solver *solver, struct value self)
{
	struct param_summary *param;

	if (self.kind != VALUE_OBJECT || solver->objects.at[self.object].origin != FROM_PARAM)
		return;
	param = &solver->info->params[solver->objects.at[self.object].param];
	param->called = true;
	param->called_in_loop |= solver->func->blocks.at[solver->block].in_loop;
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
	note_called(solver, self);
}

static void find_named(struct solver *solver, struct callee *callee)
{
	const struct called *called =
	        project_called(solver->project, solver->unit, solver->at->name);

	callee->func = called->outside ? NULL : called->func;
	callee->fact = called->marked;
	if (!callee->func && !callee->fact)
		callee->fact = name_fact(solver, solver->at->name, true);
	if (!callee->func && !callee->fact)
		callee->fact = called->told;
	/* another file's, if it can be called like that: one of another platform's files may not */
	if (called->outside && !callee->fact &&
	        called->func->func->param_count <= solver->at->arg_count)
		callee->func = called->func;
}

/* std.fmt.allocPrint(allocator, ...) does what allocator.alloc(...) does. */
static void find_like(struct solver *solver, struct callee *callee)
{
	const struct fact *fact = callee->fact, *found;
	uint32_t index = 0;
	struct value of;

	while (!same(fact->params[index].name, fact->from))
		index++;
	if (index >= solver->at->arg_count)
		return;
	of = solver_get(solver, solver->at->args[index].value);
	if (!value_type(solver, of))
		return;
	found = fact_member(
	        solver->project->facts, solver->language, value_type(solver, of), fact->like, true);
	if (!found)
		return;
	callee->fact = project_pick_call(solver->project, found, solver->at->arg_count);
	callee->self = of;
	callee->method = true;
}

void find_callee(struct solver *solver, struct callee *callee)
{
	if (solver->at->a && solver->at->name)
		find_method(solver, callee);
	else if (solver->at->a)
		find_value(solver, callee);
	else if (solver->at->name)
		find_named(solver, callee);
	callee->fact = project_pick_call(solver->project, callee->fact, solver->at->arg_count);
	if (callee->fact && callee->fact->like)
		find_like(solver, callee);
}
