/*
 * Destructors, and what else a structure's table puts in charge of its fields.
 * Takes the fields that were seen to own something (member.c) and the
 * functions whose promise, or whose own doing, is to take such a structure
 * down; gives events for fields that are missed.
 *
 * The trick is to be easily satisfied: a field counts as released as soon as
 * it is handed to anything that might do so, in the function or in those it
 * hands the structure to, whatever the path; and where the structure goes to
 * somebody unknown nothing is said at all. What is left over is nowhere.
 */
#include "flow/teardown.h"

/* ---- which functions do so ---- */

/* A function is a destructor by its place in a table, or because it frees what it is given. */
static bool is_destructor(const struct func_info *info)
{
	return info->func->flags & FUNC_DESTRUCTOR && info->func->param_count;
}

static enum effect role_of(const struct func_info *info, bool *promised)
{
	const struct param_summary *first = info->func->param_count ? &info->params[0] : NULL;
	enum effect effect;

	if (is_destructor(info)) {
		*promised = true;
		return EFFECT_RELEASES;
	}
	*promised = info->promise && !info->broken_promise;
	if (!first || info->over_budget)
		return EFFECT_COUNT;
	if (*promised) {
		effect = teardown_effect(info->promise, 0);
		return effect == EFFECT_RELEASES || effect == EFFECT_EMPTIED ||
		                effect == EFFECT_VISITED
		        ? effect
		        : EFFECT_COUNT;
	}
	return first->released_ok && !first->kept_ok ? EFFECT_RELEASES : EFFECT_COUNT;
}

struct unit_teardowns {
	VEC(struct teardown) list;
};

static void find_teardowns(struct project *project, const struct unit *unit,
        struct unit_teardowns *found, struct arena *arena)
{
	for (uint32_t f = 1; f < unit->funcs.n; f++) {
		const struct func_info *info = project_func(project, unit, f);
		struct teardown down = {.project = project, .unit = unit, .info = info};

		down.role = role_of(info, &down.promised);
		if (down.role == EFFECT_COUNT)
			continue;
		teardown_read(
		        &down, info, is_destructor(info) ? info->func->param_count - 1 : 0, arena);
		vec_push(arena, &found->list, down);
	}
}

static bool is_for(const struct teardown *down, const char *type)
{
	for (uint32_t i = 0; i < down->types.n; i++)
		if (same(down->types.at[i], type))
			return true;
	return false;
}

static const struct touched *touched_by(const struct teardown *down, const char *name)
{
	for (uint32_t i = 0; i < down->fields.n; i++)
		if (same(down->fields.at[i].name, name))
			return &down->fields.at[i];
	return NULL;
}

/* ---- what is missed ---- */

/* Is it one of the structure's, through a pointer or as it stands? */
static bool is_field_of(const struct func_info *info, const struct insn *from,
        const struct owned_field *field, struct arena *scratch)
{
	const char *declared;

	if (from->op != OP_FIELD || !same(from->name, field->name))
		return false;
	declared = member_declared(info->unit, info->func, from->a);
	return same(declared, field->type) ||
	        same(member_structure(scratch, declared), field->type);
}

/* A function empties the field and leaves it empty: it is in use for a time only. */
static bool ends_for_good(
        struct project *project, const struct func_info *info, const struct owned_field *field)
{
	const struct func *func = info->func;
	struct arena scratch = {0};
	bool ends = false, fills = false;

	for (uint32_t i = 1; i < func->insns.n; i++) {
		const struct insn *insn = &func->insns.at[i];
		const struct fact *fact = insn->op == OP_CALL && insn->name && !insn->a
		        ? fact_find(project->facts, info->unit->language, insn->name)
		        : NULL;

		if (insn->op == OP_SETFIELD && same(insn->name, field->name))
			fills |= func->insns.at[insn->b].op != OP_CONST;
		for (uint32_t k = 0; fact && k < insn->arg_count; k++) {
			const struct insn *from = &func->insns.at[insn->args[k].value];

			ends |= teardown_effect(fact, k) == EFFECT_RELEASES &&
			        is_field_of(info, from, field, &scratch);
		}
	}
	arena_free(&scratch);
	return ends && !fills;
}

static bool ends_elsewhere(struct project *project, const struct owned_field *field)
{
	for (uint32_t f = 1; f < field->unit->funcs.n; f++) {
		const struct func_info *info = project_func(project, field->unit, f);
		bool promised;
		enum effect role = role_of(info, &promised);

		if (role == EFFECT_COUNT && ends_for_good(project, info, field))
			return true;
	}
	return false;
}

/* Of the functions on the way, the one that ends most fields is the one that misses this one. */
static const struct func_info *culprit(const struct teardown *down)
{
	const struct func_info *best = down->info;
	uint32_t most = 0;

	for (uint32_t s = 0; s < down->seen.n; s++) {
		uint32_t count = 0;

		for (uint32_t i = 0; i < down->fields.n; i++)
			count += down->fields.at[i].ended &&
			        down->fields.at[i].by == down->seen.at[s];
		if (count > most) {
			most = count;
			best = down->seen.at[s];
		}
	}
	return best;
}

/* What has been said of that function. */
static struct flow_event *said(struct project *project, const struct flow_event *event)
{
	for (uint32_t i = project->result->events.n; i-- > 0;) {
		struct flow_event *before = &project->result->events.at[i];

		if (before->kind != EVENT_TEARDOWN_MISSES && before->kind != EVENT_TEARDOWN_KEEPS &&
		        before->kind != EVENT_COLLECTOR_MISSES)
			return NULL;
		if (before->kind == event->kind && before->func == event->func &&
		        same(before->word, event->word))
			return before;
	}
	return NULL;
}

/* All fields that a function misses are one mistake in it; those that it may miss are left out
 * where there are others. */
static void report_with_others(struct project *project, struct flow_event event)
{
	struct flow_event *before = said(project, &event);

	if (!before)
		vec_push(project->arena, &project->result->events, event);
	else if (before->confidence < event.confidence)
		*before = event;
	else if (before->confidence == event.confidence) {
		before->object =
		        arena_printf(project->arena, "%s, %s", before->object, event.object);
		for (uint32_t i = 0; i < event.steps.n; i++)
			vec_push(project->arena, &before->steps, event.steps.at[i]);
	}
}

static void report(struct project *project, const struct teardown *down, enum event_kind kind,
        const struct owned_field *field, uint8_t confidence, enum effect misses)
{
	static const char *const words[EFFECT_COUNT] = {[EFFECT_RELEASES] = "release",
	        [EFFECT_EMPTIED] = "clear",
	        [EFFECT_VISITED] = "visit"};
	struct flow_event event = field->fill;
	struct flow_step step = {.kind = STEP_STORE, .unit = down->unit, .span = field->stored};

	event.kind = kind;
	event.func = culprit(down)->func;
	event.unit = down->unit;
	event.object = arena_printf(project->arena, "%s.%s", field->type, field->name);
	event.callee = event.func->name;
	event.word = words[misses];
	event.at = event.func->name_span;
	event.repetition = RUNS_UNKNOWN;
	if (event.confidence > confidence)
		event.confidence = confidence;
	step.name = event.object;
	vec_push(project->arena, &event.steps, step);
	report_with_others(project, event);
}

/* The one who misses the field; NULL: it is seen to, or nobody can tell. */
static const struct teardown *who_misses(
        const struct unit_teardowns *downs, const struct owned_field *field, enum effect role)
{
	const struct teardown *who = NULL;

	for (uint32_t i = 0; i < downs->list.n; i++) {
		const struct teardown *down = &downs->list.at[i];
		const struct touched *touched = touched_by(down, field->name);

		if (down->role != role || !is_for(down, field->type))
			continue;
		if (down->opaque || (touched && (touched->ended || role == EFFECT_VISITED)))
			return NULL;
		if (!who || down->promised)
			who = down;
	}
	return who;
}

static bool is_done(
        const struct unit_teardowns *downs, const struct owned_field *field, enum effect role)
{
	for (uint32_t i = 0; i < downs->list.n; i++) {
		const struct teardown *down = &downs->list.at[i];
		const struct touched *touched = touched_by(down, field->name);

		if (down->role == role && is_for(down, field->type) && touched &&
		        (touched->ended || role == EFFECT_VISITED))
			return true;
	}
	return false;
}

static bool has_role(
        const struct unit_teardowns *downs, const struct owned_field *field, enum effect role)
{
	for (uint32_t i = 0; i < downs->list.n; i++)
		if (downs->list.at[i].role == role && is_for(&downs->list.at[i], field->type))
			return true;
	return false;
}

static void check_release(struct project *project, const struct unit_teardowns *downs,
        const struct owned_field *field)
{
	enum effect role =
	        has_role(downs, field, EFFECT_RELEASES) ? EFFECT_RELEASES : EFFECT_EMPTIED;
	const struct teardown *who = who_misses(downs, field, role);
	uint8_t confidence = CONFIDENCE_SURE;

	if (!who)
		return;
	/* a structure that is taken for another one may have other names for its fields */
	if (who->renamed || ends_elsewhere(project, field))
		confidence = CONFIDENCE_MAYBE;
	report(project, who, EVENT_TEARDOWN_MISSES, field, confidence, EFFECT_RELEASES);
}

/* A collector that does not see a reference cannot free a cycle through it; that the structure
 * lets go of it there says that the program thinks there may be one. */
static void check_collected(struct project *project, const struct unit_teardowns *downs,
        const struct owned_field *field)
{
	const struct teardown *who = who_misses(downs, field, EFFECT_VISITED);
	bool cleared = is_done(downs, field, EFFECT_EMPTIED);

	if (who && (cleared || field->from_outside))
		report(project, who, EVENT_COLLECTOR_MISSES, field,
		        cleared && !who->fields.n ? CONFIDENCE_SURE : CONFIDENCE_MAYBE,
		        EFFECT_VISITED);
	who = is_done(downs, field, EFFECT_VISITED) ? who_misses(downs, field, EFFECT_EMPTIED)
	                                            : NULL;
	if (who)
		report(project, who, EVENT_COLLECTOR_MISSES, field, CONFIDENCE_MAYBE,
		        EFFECT_EMPTIED);
}

static bool leaves_memory(const struct teardown *down)
{
	const struct param_summary *self = &down->info->params[0];

	return !down->frees && down->fields.n && down->types.n && !self->released_ok &&
	        !self->gone_ok && !down->info->never_returns;
}

/* A destructor by its place that works on the structure and then leaves its memory behind, or frees
 * that and leaves the reference to its type. */
static void check_freed(struct project *project, const struct teardown *down)
{
	struct flow_event event = {.kind = EVENT_TEARDOWN_KEEPS,
	        .unit = down->unit,
	        .func = down->info->func,
	        .origin = down->info->func->name_span,
	        .at = down->info->func->name_span,
	        .callee = down->info->func->name,
	        .fact = down->info->promise,
	        .confidence = CONFIDENCE_SURE};

	if (is_destructor(down->info)) /* it need not free what it is called for */
		return;
	if (down->role != EFFECT_RELEASES || !down->promised || down->opaque || down->hands_on)
		return;
	if (leaves_memory(down))
		event.word = "object";
	else if (down->frees && down->info->on_heap && !down->frees_type)
		event.word = "type";
	if (event.word)
		vec_push(project->arena, &project->result->events, event);
}

void project_check_teardown(struct project *project)
{
	for (uint32_t u = 0; u < project->unit_count; u++) {
		const struct unit *unit = project->units[u].unit;
		struct unit_teardowns downs = {0};
		struct arena arena = {0};

		if (!language_has(unit->language, TRAIT_NULL_FAILS))
			continue;
		find_teardowns(project, unit, &downs, &arena);
		for (uint32_t i = 0; i < downs.list.n; i++)
			check_freed(project, &downs.list.at[i]);
		for (uint32_t i = 0; downs.list.n && i < project->owned_list.n; i++) {
			const struct owned_field *field = project->owned_list.at[i];

			if (field->unit != unit || field->doubtful || !field->filled)
				continue;
			check_release(project, &downs, field);
			check_collected(project, &downs, field);
		}
		arena_free(&arena);
	}
}
