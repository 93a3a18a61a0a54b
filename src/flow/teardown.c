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
#include "flow/member.h"

enum { MOST_DEPTH = 8 };

struct touched {
	const char *name;
	bool ended; /* or given to somebody who may end it */
	const struct func_info *by;
};

/* What one function, with those it calls, does to the structure it is given. */
struct teardown {
	struct project *project;
	const struct unit *unit;
	const struct func_info *info;
	enum effect role;        /* RELEASES, EMPTIED or VISITED */
	bool promised;           /* a table says so */
	bool opaque;             /* somebody unknown gets the structure */
	bool frees;              /* its memory */
	bool frees_type;         /* what is asked of the structure itself: its type */
	bool hands_on;           /* it goes to another such function, or is put aside for later */
	VEC(const char *) types; /* what it is taken for */
	const char *read_as;     /* whose fields are touched */
	bool renamed;            /* ... and those of another structure, too */
	VEC(struct touched) fields;
	VEC(const struct func_info *) seen;
};

/* One function on the way. */
struct reader {
	struct teardown *down;
	const struct func_info *info;
	const struct func *func;
	struct arena *arena;
	bool *is_self;  /* by instruction */
	bool *var_self; /* by variable of the unit */
};

static void read_func(
        struct teardown *down, const struct func_info *info, uint32_t param, struct arena *arena);

/* ---- which values are the structure ---- */

static const struct insn *insn_at(const struct reader *reader, uint32_t value)
{
	return &reader->func->insns.at[value];
}

static struct func_info *own_callee(const struct reader *reader, const struct insn *call)
{
	return call->name && !call->a
	        ? project_own(reader->down->project, reader->down->unit, call->name)
	        : NULL;
}

static const struct fact *callee_fact(const struct reader *reader, const struct insn *call)
{
	const struct project *project = reader->down->project;
	enum language language = reader->down->unit->language;
	const struct fact *fact;

	if (!call->name)
		return NULL;
	fact = fact_find(project->facts, language,
	        call->a ? arena_printf(reader->arena, "*.%s", call->name) : call->name);
	return project_pick_call(project, fact, call->arg_count);
}

static bool any_self(const struct reader *reader, const struct insn *insn)
{
	for (uint32_t i = 0; i < insn->arg_count; i++)
		if (reader->is_self[insn->args[i].value])
			return true;
	return false;
}

/* get_state(module), a cast that is a function: another name of the structure, or its own part.
 * An object that it gives is counted by itself. `declared`: what the program takes it for. */
static bool gives_self(const struct reader *reader, const struct insn *insn, const char *declared)
{
	const struct teardown *down = reader->down;
	const struct fact *fact = callee_fact(reader, insn);

	return insn->op == OP_CALL && any_self(reader, insn) && !(fact && fact->type) &&
	        member_structure(reader->arena, declared) &&
	        !project_declared(down->project, down->unit->language, declared);
}

static const char *declared_result(const struct reader *reader, const struct insn *call)
{
	const struct func_info *callee = own_callee(reader, call);

	return callee ? callee->func->return_type : NULL;
}

static bool spread(const struct reader *reader, uint32_t index)
{
	const struct insn *insn = insn_at(reader, index);
	bool *to = insn->op == OP_STORE ? &reader->var_self[insn->var] : &reader->is_self[index];
	bool from = false;

	switch (insn->op) {
	case OP_LOAD:
		from = reader->var_self[insn->var];
		break;
	case OP_CAST:
		from = reader->is_self[insn->a];
		break;
	case OP_CALL:
		from = gives_self(reader, insn, declared_result(reader, insn));
		break;
	case OP_STORE:
		from = reader->is_self[insn->a] ||
		        gives_self(reader, insn_at(reader, insn->a),
		                reader->down->unit->vars.at[insn->var].type);
		break;
	default:
		break;
	}
	if (!from || *to)
		return false;
	return *to = true;
}

static void find_self(const struct reader *reader, uint32_t param)
{
	bool changed = true;

	for (uint32_t i = 1; i < reader->func->insns.n; i++)
		reader->is_self[i] =
		        insn_at(reader, i)->op == OP_PARAM && insn_at(reader, i)->var == param;
	while (changed) {
		changed = false;
		for (uint32_t i = 1; i < reader->func->insns.n; i++)
			changed |= spread(reader, i);
	}
}

/* ---- what happens to it ---- */

static void add_type(const struct reader *reader, const char *declared)
{
	struct teardown *down = reader->down;
	const char *type = member_structure(down->project->arena, declared);

	if (!type || project_declared(down->project, down->unit->language, declared))
		return;
	for (uint32_t i = 0; i < down->types.n; i++)
		if (same(down->types.at[i], type))
			return;
	vec_push(down->project->arena, &down->types, type);
}

static void touch(const struct reader *reader, const char *name, bool ended)
{
	struct teardown *down = reader->down;
	struct touched touched = {.name = name, .ended = ended, .by = reader->info};

	for (uint32_t i = 0; i < down->fields.n; i++) {
		if (!same(down->fields.at[i].name, name))
			continue;
		if (ended && !down->fields.at[i].ended)
			down->fields.at[i] = touched;
		return;
	}
	vec_push(down->project->arena, &down->fields, touched);
}

/* The field of the structure that a value was read from, or NULL. */
static const char *field_of(const struct reader *reader, uint32_t value, uint32_t depth)
{
	const struct insn *insn = insn_at(reader, value);

	if (insn->op == OP_FIELD && reader->is_self[insn->a])
		return insn->name;
	if (insn->op == OP_CAST)
		return field_of(reader, insn->a, depth);
	if (insn->op == OP_FIELD || insn->op == OP_INDEX) /* a part of what is there */
		return depth ? field_of(reader, insn->a, depth - 1) : NULL;
	for (uint32_t i = 1; insn->op == OP_LOAD && depth && i < reader->func->insns.n; i++) {
		const struct insn *store = insn_at(reader, i);
		const char *name = store->op == OP_STORE && store->var == insn->var
		        ? field_of(reader, store->a, depth - 1)
		        : NULL;

		if (name)
			return name;
	}
	return NULL;
}

/* Was it asked of the structure: its type? */
static bool is_asked(const struct reader *reader, uint32_t value, uint32_t depth)
{
	const struct insn *insn = insn_at(reader, value);

	if (insn->op == OP_CALL)
		return any_self(reader, insn);
	if (insn->op == OP_CAST)
		return is_asked(reader, insn->a, depth);
	for (uint32_t i = 1; insn->op == OP_LOAD && depth && i < reader->func->insns.n; i++)
		if (insn_at(reader, i)->op == OP_STORE && insn_at(reader, i)->var == insn->var &&
		        is_asked(reader, insn_at(reader, i)->a, depth - 1))
			return true;
	return false;
}

static enum effect effect_of(const struct fact *fact, uint32_t index)
{
	const struct fact_param *param;

	if (!fact || !fact->has_params)
		return EFFECT_UNKNOWN;
	param = fact_param_at(fact, index);
	return param ? param->effect : EFFECT_BORROWS;
}

static bool may_end(enum effect effect)
{
	switch (effect) {
	case EFFECT_STEALS:
	case EFFECT_RELEASES:
	case EFFECT_KEPT:
	case EFFECT_KEPT_ONCE:
	case EFFECT_STORES:
	case EFFECT_REPLACED:
	case EFFECT_UNKNOWN:
		return true;
	default:
		return false;
	}
}

static void read_argument(const struct reader *reader, const struct insn *call, uint32_t index)
{
	struct teardown *down = reader->down;
	uint32_t value = call->args[index].value;
	struct func_info *callee = own_callee(reader, call);
	const struct fact *fact = callee ? NULL : callee_fact(reader, call);
	enum effect effect = effect_of(fact, index);
	const char *field;

	if (reader->is_self[value]) {
		if (callee && index < callee->func->param_count)
			read_func(down, callee, index, reader->arena);
		else if (effect == EFFECT_RELEASES && fact != down->info->promise)
			down->frees = true;
		else if (effect == EFFECT_RELEASES || effect == EFFECT_STEALS)
			down->hands_on = true;
		else if (effect == EFFECT_UNKNOWN)
			down->opaque = true;
		return;
	}
	field = field_of(reader, value, 2);
	if (field)
		touch(reader, field, callee || may_end(effect));
	else if (may_end(effect) && is_asked(reader, value, 2))
		down->frees_type = true;
}

static void read_value(const struct reader *reader, uint32_t value)
{
	const char *field = field_of(reader, value, 2);

	if (reader->is_self[value])
		reader->down->hands_on = true;
	else if (field)
		touch(reader, field, true);
}

static void read_field(const struct reader *reader, const struct insn *insn)
{
	struct teardown *down = reader->down;
	const char *type = member_structure(
	        down->project->arena, member_declared(down->unit, reader->func, insn->a));

	if (type && down->read_as && !same(down->read_as, type))
		down->renamed = true;
	down->read_as = type ? type : down->read_as;
	touch(reader, insn->name, false);
}

static void read_insn(const struct reader *reader, uint32_t index)
{
	const struct insn *insn = insn_at(reader, index);
	const struct unit *unit = reader->down->unit;

	if (reader->is_self[index])
		add_type(reader, member_declared(unit, reader->func, index));
	switch (insn->op) {
	case OP_FIELD:
		if (reader->is_self[insn->a])
			read_field(reader, insn);
		break;
	case OP_SETFIELD:
		read_value(reader, insn->b);
		break;
	case OP_SETINDEX:
		read_value(reader, insn->c);
		break;
	case OP_RETURN:
		if (field_of(reader, insn->a, 2))
			read_value(reader, insn->a);
		break;
	case OP_STORE:
		if (unit->vars.at[insn->var].func == 0)
			read_value(reader, insn->a);
		break;
	case OP_CALL:
		/* another method of the object */
		reader->down->opaque |= reader->func->flags & FUNC_DESTRUCTOR && insn->a &&
		        reader->is_self[insn->a];
		for (uint32_t i = 0; i < insn->arg_count; i++)
			read_argument(reader, insn, i);
		break;
	case OP_ANY:
	case OP_MAKE:
		for (uint32_t i = 0; i < insn->arg_count; i++)
			reader->down->opaque |= reader->is_self[insn->args[i].value];
		break;
	default:
		break;
	}
}

static void read_func(
        struct teardown *down, const struct func_info *info, uint32_t param, struct arena *arena)
{
	struct reader reader = {.down = down, .info = info, .func = info->func, .arena = arena};

	for (uint32_t i = 0; i < down->seen.n; i++)
		if (down->seen.at[i] == info)
			return;
	if (down->seen.n == MOST_DEPTH) {
		down->opaque = true;
		return;
	}
	vec_push(down->project->arena, &down->seen, info);
	reader.is_self = arena_array(arena, bool, info->func->insns.n);
	reader.var_self = arena_array(arena, bool, down->unit->vars.n + 1);
	find_self(&reader, param);
	for (uint32_t i = 1; i < info->func->insns.n; i++)
		read_insn(&reader, i);
}

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
		effect = effect_of(info->promise, 0);
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
		read_func(
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

			ends |= effect_of(fact, k) == EFFECT_RELEASES &&
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
