/*
 * The words of a finding: headline, help, steps. The headline names the thing
 * and what happens to it and never proposes the cure; `help` does, once.
 * Texts are lower case without a full stop; names stand in backticks.
 */
#include "rule/rule.h"

/* How people speak of one kind of resource. */
struct speech {
	const char *resource, *noun, *ended, *end;
};

static const struct speech speeches[] = {
        {"pyproxy", "PyProxy", "destroyed", "call `%s.destroy()`"},
        {"callback", "proxy", "destroyed", "call `%s.destroy()`"},
        {"pyref", "reference", "released", "release `%s`"},
        {"pybuffer", "buffer", "released", "release `%s`"},
        {"pymem", "memory", "freed", "free `%s`"},
        {"gil", "GIL state", "given back", "give `%s` back"},
        {"objecturl", "object URL", "revoked", "call `URL.revokeObjectURL(%s)`"},
        {"tracemalloc", "trace", "stopped", "call `tracemalloc.stop()`"},
        {"erlang-call", "call", "awaited", "await `%s`"},
        {"erlang-stream", "stream", "drained", "receive from `%s` until it is done, or cancel it"},
        {"erlang-context", "context", "stopped", "call `py:stop_contexts()`"},
        {"erlang-tracing", "trace", "stopped", "call `py:tracemalloc_stop()`"},
        {"erlang-shared-dict", "shared dictionary", "destroyed",
                "call `py:shared_dict_destroy(%s)`"},
        {NULL, "object", "released", "release `%s`"},
};

static const struct speech *speech_of(const struct flow_event *event)
{
	const struct speech *speech = speeches;

	while (speech->resource && !(event->type && same(event->type->resource, speech->resource)))
		speech++;
	return speech;
}

static const char *thing(struct arena *arena, const struct flow_event *event)
{
	const struct speech *speech = speech_of(event);

	if (event->object && event->object[0])
		return arena_printf(arena, "`%s`", event->object);
	if (event->maker && event->maker[0])
		return arena_printf(arena, "the %s from `%s`", speech->noun, event->maker);
	return arena_printf(arena, "the %s", speech->noun);
}

static const char *thrower(const struct flow_event *event)
{
	for (uint32_t i = 0; i < event->steps.n; i++)
		if (event->steps.at[i].kind == STEP_THROW)
			return event->steps.at[i].name;
	return NULL;
}

static const char *keeper(const struct flow_event *event)
{
	for (uint32_t i = event->steps.n; i-- > 0;)
		if (event->steps.at[i].kind == STEP_STORE)
			return event->steps.at[i].name;
	return NULL;
}

/* "a, b, c" → "`a`, `b` and `c`" */
static const char *listed(struct arena *arena, const char *names)
{
	const char *text = "", *comma;

	while ((comma = strchr(names, ','))) {
		text = arena_printf(arena, "%s`%.*s`%s", text, (int)(comma - names), names,
		        strchr(comma + 1, ',') ? ", " : " and ");
		names = comma + 2;
	}
	return arena_printf(arena, "%s`%s`", text, names);
}

static const char *lost_message(struct arena *arena, const struct flow_event *event)
{
	const struct speech *speech = speech_of(event);
	const char *what = thing(arena, event), *by;

	switch (event->how) {
	case HOW_UNWIND:
		by = thrower(event);
		return by ? arena_printf(
		                    arena, "%s is not %s when `%s` throws", what, speech->ended, by)
		          : arena_printf(
		                    arena, "%s is not %s when a call throws", what, speech->ended);
	case HOW_THROW:
		return arena_printf(
		        arena, "%s is not %s when an exception is thrown", what, speech->ended);
	case HOW_ERROR:
		return arena_printf(arena, "%s is not %s on an error path", what, speech->ended);
	case HOW_DISCARDED:
		return arena_printf(arena, "%s is thrown away and never %s", what, speech->ended);
	case HOW_CONVERTED:
		return arena_printf(
		        arena, "%s is turned into a plain value and never %s", what, speech->ended);
	case HOW_TEMPORARY:
		return arena_printf(arena, "%s has no name and is never %s", what, speech->ended);
	case HOW_OVERWRITTEN:
		return arena_printf(
		        arena, "%s gets another value before it is %s", what, speech->ended);
	case HOW_LOOP:
		return arena_printf(arena, "%s is not %s before the next round of the loop", what,
		        speech->ended);
	case HOW_HANDED:
		by = keeper(event);
		return by ? arena_printf(arena, "%s is handed to `%s` and never %s", what, by,
		                    speech->ended)
		          : arena_printf(
		                    arena, "%s is handed over and never %s", what, speech->ended);
	default:
		if (event->released_elsewhere)
			return arena_printf(
			        arena, "%s is not %s on every path", what, speech->ended);
		return arena_printf(arena, "%s is never %s", what, speech->ended);
	}
}

static const char *dead_message(struct arena *arena, const struct flow_event *event)
{
	const struct speech *speech = speech_of(event);
	const char *what = thing(arena, event);

	switch (event->how) {
	case HOW_PARENT:
		return arena_printf(arena, "%s is used after the object it belongs to was %s", what,
		        speech->ended);
	case HOW_ALIAS:
		return arena_printf(
		        arena, "%s is used after an alias of it was %s", what, speech->ended);
	case HOW_EXHAUSTED:
		return arena_printf(arena, "%s is used after the loop that ended it", what);
	case HOW_STOLEN:
		return arena_printf(arena, "%s is used after it was given away", what);
	case HOW_MUTATED:
		return arena_printf(arena, "%s is used after its container changed", what);
	default:
		return arena_printf(arena, "%s is used after it was %s", what, speech->ended);
	}
}

static const char *callable(struct arena *arena, const struct flow_event *event)
{
	if (event->object && event->object[0])
		return arena_printf(arena, "`%s`", event->object);
	return "the function";
}

static const char *misuse_message(struct arena *arena, const struct flow_event *event)
{
	static const struct {
		const char *word, *text;
	} texts[] = {
	        {"nested-in-tojs",
	                "%s may leave PyProxies inside its result that nobody can destroy"},
	        {"stringified", "a PyProxy is given to `%s`, which cannot see into it"},
	        {"posted", "a PyProxy is given to `%s`, which cannot clone it"},
	        {"globals-property",
	                "reading `%s` from `globals` makes a PyProxy that cannot be destroyed"},
	        {"dead-items", "`%s` gives dead items: they end with the iteration"},
	        {"array-method-leak", "`%s` makes one PyProxy per element and destroys none"},
	        {"class-without-new", "`%s` is a JavaScript class and is called without `new`"},
	        {"function-by-to-js", "`%s` makes a proxy of this function that must be destroyed"},
	        {"dict-needs-converter", "`%s` turns the dict into a Map, not into an object"},
	        {"null-compare", "`%s` may give JavaScript's null, which is not None"},
	        {"wrong-pyproxies-list",
	                "`%s` needs a JavaScript array for `pyproxies`, not a list"},
	        {"wrong-domain", "`%s` frees what another allocator gave"},
	        {"dead-errdefer", "`%s` can never run: the function returns no error"},
	        {"exec-generated-name", "`%s` makes a name of its own each time it runs"},
	        {"exec-byte-segment",
	                "`%s` gets a number as one byte in its code, not as decimal text"},
	        {"eval-large-list", "`%s` builds a long list and hands over a copy of all of it"},
	        {"stream-eval-locals", "`%s` leaves its variables in the context for good"},
	        {"wrapper-mismatch", "`%s` does not belong to what made its argument"},
	};

	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const char *place;

		if (!same(texts[i].word, event->word))
			continue;
		place = strstr(texts[i].text, "%s");
		return arena_printf(arena, "%.*s%s%s", (int)(place - texts[i].text), texts[i].text,
		        texts[i].text[0] == '%' ? arena_printf(arena, "`%s`",
		                                          event->callee ? event->callee : "this")
		                : event->callee ? event->callee
		                                : "this",
		        place + 2);
	}
	return arena_printf(arena, "`%s` is misused", event->callee ? event->callee : "this");
}

static const char *misfit_message(struct arena *arena, const struct flow_event *event)
{
	const char *callee = event->callee ? event->callee : "it", *wanted = event->wanted,
	           *given = event->given;

	switch (event->misfit) {
	case MISFIT_UNIT:
		return arena_printf(arena, "`%s` knows no `%s` in a format", callee, wanted);
	case MISFIT_COUNT:
		return arena_printf(arena, "`%s` reads %s arguments here, and is given %s", callee,
		        wanted, given);
	case MISFIT_TYPE:
		return arena_printf(arena, "`%s` reads a `%s` here, and is given a `%s`", callee,
		        wanted, given);
	case MISFIT_TEXT:
		return arena_printf(
		        arena, "`%s` reads a `%s` here, and is given a text", callee, wanted);
	case MISFIT_NAMES:
		return arena_printf(arena, "`%s` has a format for %s arguments, and %s names",
		        callee, wanted, given);
	case MISFIT_NO_END:
		return arena_printf(
		        arena, "`%s` reads names up to a NULL, and there is none", callee);
	case MISFIT_LIST_NO_END:
		return arena_printf(
		        arena, "`%s` reads arguments up to a NULL, and there is none", callee);
	case MISFIT_PARAMETERS:
		return arena_printf(arena, "`%s` is called with %s arguments, and takes %s", callee,
		        wanted, given);
	case MISFIT_KIND_COUNT:
		break;
	}
	return "";
}

const char *event_message(struct arena *arena, const struct flow_event *event)
{
	const char *callee = event->callee ? event->callee : "a JavaScript function";
	const struct speech *speech = speech_of(event);

	switch (event->kind) {
	case EVENT_LOST:
		return lost_message(arena, event);
	case EVENT_USED_DEAD:
		return dead_message(arena, event);
	case EVENT_RELEASED_TWICE:
		return event->how == HOW_STOLEN
		        ? arena_printf(arena, "%s is released after it was given away",
		                  thing(arena, event))
		        : arena_printf(arena, "%s is released twice", thing(arena, event));
	case EVENT_KEPT_BORROWED:
		if (!event->type)
			return arena_printf(arena, "`%s` stores %s, whose proxy ends with the call",
			        callee, callable(arena, event));
		return arena_printf(arena, "%s is only borrowed, and is kept", thing(arena, event));
	case EVENT_KEPT_CALLABLE:
		return arena_printf(arena, "`%s` keeps %s, whose proxy ends with the call", callee,
		        callable(arena, event));
	case EVENT_ONCE_REPEATED:
		return arena_printf(arena, "%s can be called once, but `%s` calls it again",
		        thing(arena, event), callee);
	case EVENT_RELEASED_WHILE_KEPT:
		return arena_printf(
		        arena, "%s is destroyed while it is still registered", thing(arena, event));
	case EVENT_UNKEPT_OTHER:
		return arena_printf(
		        arena, "`%s` gets another proxy than the one that was registered", callee);
	case EVENT_MISUSE:
		return misuse_message(arena, event);
	case EVENT_ITEM_ESCAPES:
		return arena_printf(
		        arena, "%s ends with the loop, and is kept", thing(arena, event));
	case EVENT_ITEM_PER_CALL:
		return arena_printf(arena,
		        "`%s` makes one %s per element, and nobody destroys them", callee,
		        speech->noun);
	case EVENT_NULL_COMPARED:
		return "JavaScript's null is not None: this comparison never holds";
	case EVENT_ITEM_LEAKS:
		return arena_printf(arena, "%s is not destroyed when the loop is left early",
		        thing(arena, event));
	case EVENT_FIELD_OVERWRITTEN:
		return arena_printf(arena, "%s is filled again, and what it held is never %s",
		        thing(arena, event), speech->ended);
	case EVENT_FIELD_LOST:
		return arena_printf(arena, "%s collects objects that are never %s",
		        thing(arena, event), speech->ended);
	case EVENT_FIELD_KEPT:
		break;
	case EVENT_TEARDOWN_MISSES:
		return arena_printf(
		        arena, "`%s` does not release %s", callee, listed(arena, event->object));
	case EVENT_TEARDOWN_KEEPS:
		return arena_printf(arena,
		        same(event->word, "type")
		                ? "`%s` frees an object of a heap type and not its reference to the type"
		                : "`%s` does not free the object",
		        callee);
	case EVENT_COLLECTOR_MISSES:
		return arena_printf(arena, "`%s` does not %s %s", callee, event->word,
		        listed(arena, event->object));
	case EVENT_RETURNS_CONTAINER:
		return arena_printf(arena, "%s gives a container to JavaScript at every call",
		        callable(arena, event));
	case EVENT_CYCLE:
		return arena_printf(arena,
		        "%s and the element that it is stored on keep each other alive",
		        callable(arena, event));
	case EVENT_UNSET:
		return arena_printf(arena, "`%s` is used before it has a value",
		        event->object ? event->object : "it");
	case EVENT_NULL_GIVEN:
		return arena_printf(arena, "`%s` is given NULL where it needs an object",
		        event->callee ? event->callee : "it");
	case EVENT_NO_LOCK:
		return arena_printf(arena, "`%s` is called without the GIL, given up by `%s`",
		        event->callee ? event->callee : "a function",
		        event->maker ? event->maker : "a call before");
	case EVENT_NO_ERROR:
		return arena_printf(arena, "`%s` fails here without an exception", event->object);
	case EVENT_ERROR_LEFT:
		return arena_printf(
		        arena, "`%s` gives a value here, with an exception set", event->object);
	case EVENT_MISFIT:
		return misfit_message(arena, event);
	case EVENT_NULL_DEREF:
		return arena_printf(arena, "%s may be null here", thing(arena, event));
	case EVENT_COUNT:
		break;
	}
	return "";
}

/* ---- help ---- */

/* Puts the name where `text` has %s. */
static const char *named(struct arena *arena, const char *text, const char *name)
{
	const char *at = strstr(text, "%s");

	while (at) {
		text = arena_printf(arena, "%.*s%s%s", (int)(at - text), text, name, at + 2);
		at = strstr(text, "%s");
	}
	return text;
}

static const char *lost_help(struct arena *arena, const struct flow_event *event)
{
	const struct speech *speech = speech_of(event);
	const char *name = event->object && event->object[0] ? event->object : "it";

	switch (event->how) {
	case HOW_TEMPORARY:
	case HOW_DISCARDED:
		return arena_printf(arena, "give it a name, and see that it is %s in a `finally`",
		        speech->ended);
	case HOW_HANDED:
		return event->kept_once
		        ? "use `create_once_callable(...)`: its proxy ends with the call"
		        : "keep the proxy under a name, and destroy it when it is no longer needed";
	case HOW_UNWIND:
	case HOW_THROW:
		return arena_printf(
		        arena, "see that `%s` is %s in a `finally`", name, speech->ended);
	default:
		return named(arena, speech->end, name);
	}
}

const char *event_help(struct arena *arena, const struct flow_event *event, const char *rule)
{
	static const struct {
		const char *rule, *text;
	} texts[] = {
#define HELP(name, help) {name, help},
#include "rule/help.def"
#undef HELP
	};
	const char *name = event->object && event->object[0] ? event->object : "it";

	if (event->kind == EVENT_TEARDOWN_KEEPS)
		return same(event->word, "type") ? "`Py_DECREF` the type after `tp_free`"
		                                 : "call `tp_free` at the end";
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (same(texts[i].rule, rule))
			return named(arena, texts[i].text, name);
	if (event->kind == EVENT_LOST)
		return lost_help(arena, event);
	if (event->kind == EVENT_KEPT_CALLABLE)
		return event->word
		        ? "wrap it: `create_once_callable(...)`"
		        : "wrap it: `create_proxy(...)`, and destroy that when it is no longer needed";
	return named(arena, speech_of(event)->end, name);
}

/* ---- steps ---- */

static const char *test_text(struct arena *arena, const struct flow_step *step)
{
	switch (step->test) {
	case TEST_NULL:
	case TEST_UNDEFINED:
		return step->taken ? "it is null" : "it is not null";
	case TEST_ERROR:
	case TEST_NEGATIVE:
		return step->taken ? "it fails" : "it succeeds";
	case TEST_MEMBER:
		return arena_printf(arena, step->taken ? "it has `%s`" : "it has no `%s`",
		        step->name ? step->name : "it");
	case TEST_CAUGHT:
		return step->taken ? "the exception is caught" : "the exception is not caught";
	default: /* which way cannot be said: `!==` was turned round to `===` */
		return "the path turns here";
	}
}

static const char *function_text(struct arena *arena, const struct flow_step *step)
{
	return step->function && step->function[0] ? arena_printf(arena, "`%s`", step->function)
	                                           : "this function";
}

static const char *called(const struct flow_step *step)
{
	return step->name && step->name[0] ? step->name : "the function";
}

static struct step step_of(
        struct arena *arena, const struct flow_event *event, const struct flow_step *from)
{
	static const char *const kinds[] = {"acquire", "pass", "store", "release", "branch",
	        "throw", "use", "lost", "note", "note", "note", "note", "release", "pass"};
	struct step step = {
	        .kind = kinds[from->kind], .place = place_of(from->unit->source, from->span)};
	const struct speech *speech = speech_of(event);

	switch (from->kind) {
	case STEP_ACQUIRE:
		step.message = event->maker && event->maker[0]
		        ? arena_printf(arena, "new %s from `%s`", speech->noun, event->maker)
		        : arena_printf(arena, "new %s", speech->noun);
		break;
	case STEP_PASS:
		step.message =
		        arena_printf(arena, "`%s` uses it and does not release it", called(from));
		break;
	case STEP_ENDS:
		step.message = arena_printf(arena, "`%s` releases it", called(from));
		break;
	case STEP_TAKES:
		step.message = arena_printf(arena, "`%s` takes it over", called(from));
		break;
	case STEP_STORE:
		step.message =
		        from->name ? arena_printf(arena, "`%s` keeps it", from->name) : "kept";
		break;
	case STEP_RELEASE:
		step.message = arena_printf(arena, "%s here", speech->ended);
		break;
	case STEP_BRANCH:
		step.message = test_text(arena, from);
		break;
	case STEP_THROW:
		step.message =
		        from->name ? arena_printf(arena, "`%s` throws", from->name) : "throws";
		break;
	case STEP_RECALLED:
		step.message = from->name ? arena_printf(arena, "`%s` calls %s again and again",
		                                    from->name, function_text(arena, from))
		                          : arena_printf(arena, "%s is called again and again",
		                                    function_text(arena, from));
		break;
	case STEP_LOOPED:
		step.message =
		        arena_printf(arena, "%s is called in a loop", function_text(arena, from));
		break;
	case STEP_CALLED:
		step.message =
		        arena_printf(arena, "%s is called there", function_text(arena, from));
		break;
	case STEP_HANDLER:
		step.message = arena_printf(arena, "%s is called again and again, by its name",
		        function_text(arena, from));
		break;
	default:
		step.message = "";
		break;
	}
	return step;
}

static const char *last_step(struct arena *arena, const struct flow_event *event)
{
	const struct speech *speech = speech_of(event);

	switch (event->kind) {
	case EVENT_LOST:
		if (event->how == HOW_OVERWRITTEN)
			return "gets another value here";
		return event->how == HOW_UNWIND || event->how == HOW_THROW
		        ? arena_printf(arena, "left without being %s", speech->ended)
		        : arena_printf(arena, "not %s when the function is left", speech->ended);
	case EVENT_USED_DEAD:
		return "used here";
	case EVENT_RELEASED_TWICE:
		return "released again";
	default:
		return NULL;
	}
}

/* What throws, and that nobody takes care then, are one step: they have one place. */
static bool ends_with_throw(const struct flow_event *event)
{
	const struct flow_step *last = event->steps.n ? &event->steps.at[event->steps.n - 1] : NULL;

	return last && last->kind == STEP_THROW && last->unit == event->unit &&
	        last->span.start == event->at.start;
}

static struct step lost_step(
        struct arena *arena, const struct flow_event *event, const char *message)
{
	struct step step = {.kind = event->kind == EVENT_LOST ? "lost" : "use",
	        .place = place_of(event->unit->source, event->at),
	        .message = message};
	const char *name = ends_with_throw(event) ? event->steps.at[event->steps.n - 1].name : NULL;

	if (name)
		step.message = arena_printf(arena, "`%s` throws: %s", name, message);
	return step;
}

static struct step release_step(struct arena *arena, const struct flow_event *event)
{
	return (struct step){.kind = "release",
	        .place = place_of(event->unit->source, event->release),
	        .message = arena_printf(arena, "%s on other paths", speech_of(event)->ended)};
}

void event_steps(
        struct arena *arena, const struct flow_event *event, bool why, struct finding *finding)
{
	VEC(struct step) steps = {0};
	const char *last = last_step(arena, event);
	uint32_t count = event->steps.n - (last && ends_with_throw(event));

	for (uint32_t i = 0; why && i < event->why.n; i++)
		vec_push(arena, &steps, step_of(arena, event, &event->why.at[i]));
	for (uint32_t i = 0; i < count; i++)
		vec_push(arena, &steps, step_of(arena, event, &event->steps.at[i]));
	if (event->kind == EVENT_LOST && event->release.end)
		vec_push(arena, &steps, release_step(arena, event));
	if (last)
		vec_push(arena, &steps, lost_step(arena, event, last));
	finding->steps = steps.at;
	finding->step_count = steps.n;
}
