/*
 * From events to findings. Takes what the engine saw, gives findings with
 * severity and words. Which rule an event is for stands in map.def; how grave
 * it is comes from the rule's page, and then from how often the code runs and
 * how sure the engine is.
 */
#include "rule/rule.h"

#include "base/clock.h"
#include "base/map.h"
#include "text/digest.h"

#include <stdio.h>

enum { ANY_HOW = HOW_COUNT };

struct row {
	enum event_kind kind;
	int how;
	const char *resource;
	const char *rule;
};

#define HOW_ANY ANY_HOW
static const struct row rows[] = {
#define RULE_FOR(event, how, resource, rule) {EVENT_##event, HOW_##how, resource, rule},
#include "rule/map.def"
#undef RULE_FOR
};

/* A misuse is named by the fact; its rule is the page with that defect. */
static const char *rule_of_word(const struct rule_pages *pages, const char *word)
{
	static const char *const resources[] = {"pyproxy", "interop", "callback", "pybuffer",
	        "objecturl", "pyref", "erlang", "pymem"};

	for (size_t i = 0; word && i < COUNT_OF(resources); i++) {
		char name[96];
		const struct rule_page *page;

		snprintf(name, sizeof(name), "%s/%s", resources[i], word);
		page = page_find(pages, name);
		if (page)
			return page->name;
	}
	return NULL;
}

/* What experimental_create_proxy = "auto" does not reach. */
static bool is_beyond_flag(const struct flow_event *event)
{
	return event->kind == EVENT_UNKEPT_OTHER ||
	        (event->kind == EVENT_KEPT_CALLABLE && (event->through_new || event->in_keywords));
}

static const char *rule_of(const struct rule_pages *pages, const struct flow_event *event)
{
	const char *resource = event->type ? event->type->resource : NULL;

	if (event->kind == EVENT_MISFIT && event->misfit == MISFIT_PARAMETERS)
		return "pyargs/signature-mismatch";
	if (event->kind == EVENT_MISUSE)
		return rule_of_word(pages, event->word);
	if (event->unit->lasting_calls && is_beyond_flag(event))
		return "pyscript/auto-flag-gap";
	if (event->kind == EVENT_KEPT_CALLABLE && event->through_new)
		return "callback/borrowed-in-new";
	if (event->kind == EVENT_KEPT_CALLABLE && event->in_keywords)
		return "callback/borrowed-in-kwargs";
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].kind == event->kind &&
		        (rows[i].how == ANY_HOW || rows[i].how == (int)event->how) &&
		        (!rows[i].resource || same(rows[i].resource, resource)))
			return rows[i].rule;
	return NULL;
}

/* Losses matter by how often they happen; a certain failure matters the first time. */
static bool is_loss(const struct flow_event *event)
{
	return event->kind == EVENT_LOST || event->kind == EVENT_FIELD_OVERWRITTEN ||
	        event->kind == EVENT_FIELD_LOST || event->kind == EVENT_ITEM_LEAKS ||
	        event->kind == EVENT_ITEM_PER_CALL || event->kind == EVENT_RETURNS_CONTAINER;
}

static bool counts_repetition(const struct flow_event *event)
{
	return is_loss(event) && (!event->type || same(event->type->retention, "soft")) &&
	        event->unit->language != LANG_C && event->unit->language != LANG_ZIG;
}

/* What only shows when it is done, and what the runtime is to notice. */
static bool breaks_rule(enum event_kind kind)
{
	return kind == EVENT_USED_DEAD || kind == EVENT_RELEASED_TWICE ||
	        kind == EVENT_KEPT_BORROWED || kind == EVENT_NO_ERROR || kind == EVENT_ERROR_LEFT ||
	        kind == EVENT_NO_LOCK || kind == EVENT_NULL_GIVEN || kind == EVENT_MISUSE;
}

static enum severity severity_of(const struct flow_event *event, const struct rule_page *page)
{
	enum severity severity = page->severity;

	if (event->confidence == CONFIDENCE_MAYBE || event->how == HOW_UNWIND || event->rarely)
		return SEVERITY_NOTE;
	if ((event->kind == EVENT_LOST || event->kind == EVENT_NULL_DEREF) &&
	        event->repetition == RUNS_ONCE)
		return SEVERITY_NOTE;
	if (event->harmless || event->unit->generated)
		return SEVERITY_NOTE;
	/* a test that fails loses things: its process ends; so does its page, and the URLs go with
	 * it */
	if (event->func->flags & FUNC_TEST && event->kind == EVENT_LOST &&
	        (event->how == HOW_ERROR || (event->type && event->type->copied)))
		return SEVERITY_NOTE;
	/* one of the runtime itself does wrong on purpose what is to be tested */
	if (event->func->flags & FUNC_TEST && event->unit->language == LANG_C &&
	        breaks_rule(event->kind))
		return SEVERITY_NOTE;
	if (event->kind == EVENT_FIELD_LOST)
		return event->repetition >= RUNS_OFTEN ? SEVERITY_WARNING : SEVERITY_NOTE;
	/* a field is filled again when its method is called again: nothing says how often that is
	 */
	if (event->kind == EVENT_FIELD_OVERWRITTEN && event->repetition == RUNS_UNKNOWN)
		return event->func->class_name && !(event->func->flags & FUNC_CONSTRUCTOR)
		        ? SEVERITY_WARNING
		        : SEVERITY_NOTE;
	if (event->kind == EVENT_FIELD_OVERWRITTEN)
		return event->repetition >= RUNS_OFTEN ? SEVERITY_WARNING : SEVERITY_NOTE;
	if (!counts_repetition(event))
		return severity;
	if (event->repetition == RUNS_ONCE)
		return SEVERITY_NOTE;
	/* handed to a keeper for good: right, if it happens once */
	if (event->repetition == RUNS_UNKNOWN && event->how == HOW_HANDED && !event->kept_once)
		return SEVERITY_NOTE;
	if (event->repetition == RUNS_UNKNOWN)
		return severity;
	return severity == SEVERITY_WARNING && !event->snippet ? SEVERITY_ERROR : severity;
}

/* Does the interpreter do away with it? MicroPython lends nothing and takes null for None; PyScript
 * can make lasting proxies of what plain calls hand over. */
static bool ruled_out(const struct flow_event *event)
{
	const char *resource = event->type ? event->type->resource : NULL;
	bool handed = event->kind == EVENT_KEPT_CALLABLE;

	/* a field that is filled once is not filled again */
	if (event->kind == EVENT_FIELD_OVERWRITTEN &&
	        (event->repetition == RUNS_ONCE || event->func->flags & FUNC_CONSTRUCTOR))
		return true;
	/* nothing shows that there is an object, and nobody gets it */
	if (event->kind == EVENT_LOST && event->confidence == CONFIDENCE_MAYBE &&
	        (event->how == HOW_DISCARDED || (event->how == HOW_TEMPORARY && !event->shared)))
		return true;
	if (event->unit->lasting_calls && handed && !event->through_new && !event->in_keywords)
		return true;
	return event->unit->micropython &&
	        (handed || same(resource, "callback") || event->kind == EVENT_UNKEPT_OTHER ||
	                event->kind == EVENT_KEPT_BORROWED ||
	                event->kind == EVENT_RETURNS_CONTAINER ||
	                event->kind == EVENT_NULL_COMPARED);
}

static struct span place_span(const struct flow_event *event)
{
	return is_loss(event) ? event->origin : event->at;
}

/* Code in a page or a string: a trace of it names its text, not the file. */
static void add_snippet(struct arena *arena, struct code_known *known, struct finding *finding,
        const struct flow_event *event)
{
	const struct source *source = event->unit->source;
	struct str text = {source->bytes, source->length};

	if (!source->parent)
		return;
	if (!known->digest) {
		known->digest = arena_printf(arena, "%08x", (unsigned)text_digest(text));
		known->lines = text_digest_lines(arena, text);
	}
	finding->snippet = known->digest;
	finding->snippet_line = text_digest_line(&known->lines, place_span(event).start);
}

static struct finding finding_of(struct arena *arena, struct code_known *known,
        const struct flow_event *event, const struct rule_page *page)
{
	struct finding finding = {.rule = page->name,
	        .severity = severity_of(event, page),
	        .confidence = (enum confidence)event->confidence,
	        .place = place_of(event->unit->source, place_span(event)),
	        .function = event->func->name,
	        .object = event->object};

	if (!known->source || known->source != event->unit->source)
		*known = (struct code_known){.source = event->unit->source};
	if (is_loss(event))
		finding.retention = event->type ? event->type->retention : "soft";
	else
		finding.retention = "error";
	finding.message = event_message(arena, event);
	finding.help = event_help(arena, event, page->name);
	if (event->fact && event->fact->file)
		finding.fact = arena_printf(arena, "%s:%u", event->fact->file, event->fact->line);
	event_fixes(arena, known, event, page->name, &finding);
	event_steps(arena, event, counts_repetition(event) && finding.severity > SEVERITY_NOTE,
	        &finding);
	add_snippet(arena, known, &finding, event);
	return finding;
}

static bool better(const struct finding *a, const struct finding *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence;
	return a->step_count < b->step_count;
}

/* Of several at one place the best is kept. `places`: where there is one, and the finding. */
static void add(struct findings *findings, struct map *places, struct finding finding)
{
	const struct place *place = &finding.place;
	const char *key = arena_printf(findings->arena, "%s:%u:%u:%s", finding.rule, place->line,
	        place->column, place->path);
	uint32_t *index = map_get(places, key);

	if (index) {
		if (better(&finding, &findings->list.at[*index]))
			findings->list.at[*index] = finding;
		return;
	}
	index = arena_new(findings->arena, uint32_t);
	*index = findings->list.n;
	map_put(places, key, index);
	vec_push(findings->arena, &findings->list, finding);
}

void rule_times_add(struct arena *arena, struct rule_times *times, const char *name, uint64_t began,
        uint32_t found)
{
	struct rule_time row = {name, clock_now() - began, found};

	for (uint32_t i = 0; i < times->list.n; i++) {
		if (!same(times->list.at[i].name, name))
			continue;
		times->list.at[i].time += row.time;
		times->list.at[i].found += row.found;
		return;
	}
	vec_push(arena, &times->list, row);
}

void rules_judge(
        const struct rule_input *input, struct findings *findings, struct rule_times *times)
{
	const struct flow_event *last = NULL;
	struct code_known known = {0};
	struct map places = {0};

	for (uint32_t i = 0; i < input->flow->events.n; i++) {
		const struct flow_event *event = &input->flow->events.at[i];
		uint64_t began = clock_now();
		const char *rule = ruled_out(event) ? NULL : rule_of(input->pages, event);
		const struct rule_page *page = rule ? page_find(input->pages, rule) : NULL;
		uint32_t before = findings->list.n;

		if (!page)
			continue;
		/* events come function by function: only those of one can repeat each other */
		if (last && event->func != last->func)
			map_free(&places);
		last = event;
		add(findings, &places, finding_of(findings->arena, &known, event, page));
		rule_times_add(
		        findings->arena, times, page->name, began, findings->list.n - before);
	}
	map_free(&places);
}
