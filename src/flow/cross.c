/*
 * Across languages: what code given as text evaluates to, what an object
 * fetched by its name is, and what calling it gives. Where the project holds
 * the other side, its summary decides whether there is a proxy at all.
 */
#include "flow/summary.h"

/* Does what a function returns become an object on the other side? */
enum crossing { CROSS_NEVER, CROSS_MAYBE, CROSS_ALWAYS };

static enum crossing crossing_of(const struct func_info *info)
{
	uint32_t proxied = RETURNS_CONTAINER_BIT | RETURNS_NEW;

	if (!info || !info->solved || info->returns & RETURNS_OTHER || info->unit->unread)
		return CROSS_MAYBE;
	if (!(info->returns & proxied))
		return info->returns ? CROSS_NEVER : CROSS_MAYBE;
	return info->returns & (RETURNS_NULL | RETURNS_PRIMITIVE | RETURNS_PARAM | RETURNS_BORROWED)
	        ? CROSS_MAYBE
	        : CROSS_ALWAYS;
}

static struct value primitive(bool promise)
{
	struct value value = value_plain(VALUE_PRIMITIVE);

	value.flags = promise ? VALUE_PROMISE : 0;
	return value;
}

/* ---- code as text ---- */

static struct func_info *embedded_body(struct solver *solver, struct value text)
{
	if (!text.unit || !text.object)
		return NULL;
	for (uint32_t i = 0; i < text.unit->embeds.n; i++) {
		const struct embed *embed = &text.unit->embeds.at[i];

		if (embed->unit && embed->func == text.func && embed->value == text.object)
			return project_fetch(solver->project, embed->unit, 0);
	}
	return NULL;
}

static struct value new_object(struct solver *solver, const struct fact *fact, bool maybe)
{
	const char *name = fact->type ? fact->type : "PyProxy";
	const struct fact_type *type = fact_type(solver->project->facts, solver->language, name);
	uint32_t object;
	struct value value = value_plain(VALUE_UNKNOWN);

	if (!type)
		return value;
	object = object_make(solver, WORD_OWNED, type, FROM_CALL);
	solver->objects.at[object].fact = fact;
	solver->objects.at[object].callee = callee_text(solver, fact);
	if (maybe)
		solver->now.objects[object].flags |= OBJECT_MAYBE;
	value = value_of_object(solver, object);
	value.flags |= fact->promise ? VALUE_PROMISE : 0;
	return value;
}

/* `import m; m`: the value is a module, which lives as long as the interpreter. */
static bool is_import(const struct func_info *body)
{
	const struct unit *unit = body->unit;

	for (uint32_t i = 0; body->return_value.kind == VALUE_NAMED && i < unit->exports.n; i++)
		if (same(unit->exports.at[i].from, body->return_value.name) &&
		        !strchr(body->return_value.name, '.'))
			return true;
	return false;
}

struct value summary_source_result(struct solver *solver, const struct fact *fact,
        const struct value *args, uint32_t arg_count)
{
	struct func_info *body = arg_count ? embedded_body(solver, args[0]) : NULL;
	enum crossing crossing = body ? crossing_of(body) : CROSS_MAYBE;
	struct value value;

	if (crossing == CROSS_NEVER)
		return primitive(fact->promise);
	value = new_object(solver, fact, crossing == CROSS_MAYBE);
	if (value.kind != VALUE_OBJECT || !body)
		return value;
	solver->objects.at[value.object].items = body->return_items;
	solver->objects.at[value.object].lazy = body->return_lazy;
	if (is_import(body))
		object_now(solver, value.object)->word = WORD_BORROWED; /* a module */
	if (body->return_value.kind == VALUE_FUNC)
		solver->objects.at[value.object].partner = project_fetch(
		        solver->project, body->return_value.unit, body->return_value.func);
	return value;
}

/* ---- by name ---- */

/* A builtin lives as long as its interpreter: nobody owes its release. */
static enum crossing by_name(
        struct solver *solver, uint32_t number, enum language language, const char *name)
{
	struct object *object = &solver->objects.at[number];
	struct object_state *state = object_now(solver, number);
	const struct fact_type *type;

	uint32_t held;

	object->partner = project_named(solver->project, name);
	held = object->partner ? (uint32_t)HELD_CONTAINER : project_held(solver->project, name);
	if (held == HELD_CONTAINER)
		state->flags &= (uint32_t)~OBJECT_MAYBE;
	if (held == HELD_CONTAINER || held == HELD_PRIMITIVE)
		return held == HELD_PRIMITIVE ? CROSS_NEVER : CROSS_ALWAYS;
	type = fact_type(solver->project->facts, solver->language,
	        fact_conventional(solver->project->facts, solver->language, name));
	if (type && type->immortal)
		state->word = WORD_BORROWED;
	object->builtin = fact_find(
	        solver->project->facts, language, arena_printf(solver->arena, "builtins.%s", name));
	if (object->builtin)
		state->word = WORD_BORROWED;
	return CROSS_MAYBE;
}

/* The parameter that takes the name of something in the other language, or NULL; *name is what it
 * is given here, if that is constant. */
static const struct fact_param *name_param(const struct fact *fact, enum fact_source source,
        const struct value *args, uint32_t arg_count, const char **name)
{
	for (uint32_t i = 0; i < fact->param_count; i++) {
		const struct fact_param *param = &fact->params[i];
		uint32_t arg = i ? i - fact_receiver(fact) : 0;

		if (param->effect != EFFECT_SOURCE || param->source != source || arg >= arg_count)
			continue;
		*name = args[arg].name;
		return param;
	}
	*name = NULL;
	return NULL;
}

/* ---- calling what is known ---- */

static enum crossing crossing_of_callee(const struct object *callee)
{
	if (!callee->builtin)
		return callee->partner ? crossing_of(callee->partner) : CROSS_MAYBE;
	if (callee->builtin->origin == ORIGIN_PRIMITIVE || callee->builtin->origin == ORIGIN_NULL)
		return CROSS_NEVER;
	return callee->builtin->origin == ORIGIN_PLAIN ? CROSS_ALWAYS : CROSS_MAYBE;
}

/* A global that the other language has given a function of its own, called as `window.f()`. */
static struct func_info *given_function(struct solver *solver, struct value callee)
{
	const struct slot *slot;

	if (!solver->at->name || !value_is_scope(solver, callee))
		return NULL;
	slot = global_slot(solver, solver->at->name);
	return slot->given_more ? NULL : slot->given;
}

/* What is called here: an object that stands for a function of the other language, or a function of
 * a module. */
static struct object called_object(struct solver *solver)
{
	struct value callee =
	        solver->at->a ? solver_get(solver, solver->at->a) : solver->values.at[0];
	struct object called = {0};

	if (callee.kind != VALUE_OBJECT) {
		called.partner = given_function(solver, callee);
		return called;
	}
	called = solver->objects.at[callee.object];
	if (!solver->at->name)
		return called;
	if (called.module)
		called.partner = project_named(solver->project, solver->at->name);
	else if (!same(solver->at->name, "call") && !same(solver->at->name, "apply"))
		called.partner = NULL;
	called.builtin = called.module ? NULL : called.builtin;
	return called;
}

struct value summary_refine(struct solver *solver, const struct fact *fact, struct value value,
        const struct value *args, uint32_t arg_count)
{
	struct object *object = &solver->objects.at[value.object];
	const struct fact_param *param;
	const char *name;
	struct object called;
	enum crossing crossing;

	name_param(fact, SOURCE_MODULE, args, arg_count, &object->module);
	param = name_param(fact, SOURCE_NAME, args, arg_count, &name);
	if (object->module)
		return value;
	called = name ? (struct object){0} : called_object(solver);
	crossing = name ? by_name(solver, value.object, param->language, name)
	                : crossing_of_callee(&called);
	if (called.partner && called.partner->func->flags & FUNC_ASYNC)
		value.flags |= VALUE_PROMISE;
	if (called.partner) {
		solver->objects.at[value.object].items = called.partner->return_items;
		solver->objects.at[value.object].lazy = called.partner->return_lazy;
	}
	if (crossing == CROSS_NEVER) {
		solver->now.objects[value.object].word = WORD_NONE;
		return primitive(value.flags & VALUE_PROMISE);
	}
	if (crossing == CROSS_ALWAYS)
		solver->now.objects[value.object].flags &= (uint32_t)~OBJECT_MAYBE;
	return value;
}
