/*
 * Dataflow over the IR: units and facts in, events out. Knows neither
 * languages nor rules.
 *
 * flow_run summarises all functions bottom-up (what they do to parameters and
 * return), links names across units, then solves every function path by path.
 */
#ifndef PROXYLINT_FLOW_FLOW_H
#define PROXYLINT_FLOW_FLOW_H

#include "fact/fact.h"

enum event_kind {
#define EVENT(id) EVENT_##id,
#include "flow/event.def"
#undef EVENT
	EVENT_COUNT
};

/* How arguments fail to fit. */
enum misfit {
#define MISFIT(id) MISFIT_##id,
#include "flow/misfit.def"
#undef MISFIT
	MISFIT_KIND_COUNT
};

enum how {
#define HOW(id) HOW_##id,
#include "flow/how.def"
#undef HOW
	HOW_COUNT
};

/* How often the code runs in which an object is acquired. */
/* How sure an event is. */
enum certainty { CONFIDENCE_MAYBE, CONFIDENCE_SOME, CONFIDENCE_SURE };

enum repetition { RUNS_ONCE, RUNS_UNKNOWN, RUNS_OFTEN, RUNS_IN_LOOP };

enum flow_step_kind {
	STEP_ACQUIRE,
	STEP_PASS,
	STEP_STORE,
	STEP_RELEASE,
	STEP_BRANCH,
	STEP_THROW,
	STEP_USE,
	STEP_LOST,
	/* why code runs again and again */
	STEP_RECALLED, /* `name` keeps `function` and calls it every time */
	STEP_LOOPED,   /* `function` is called in a loop */
	STEP_CALLED,   /* `function` is called by what the step before is about */
	STEP_HANDLER,  /* `function` is called again and again, going by its name */
	STEP_ENDS,     /* `name` releases it */
	STEP_TAKES     /* `name` takes it over */
};

struct flow_step {
	enum flow_step_kind kind;
	const struct unit *unit;
	struct span span;
	const char *name;     /* callee, variable or test concerned, or NULL */
	bool taken;           /* BRANCH: the test held */
	uint8_t test;         /* BRANCH: enum test */
	const char *function; /* the function that this step is in when it is another one, or NULL
	                       */
};

struct flow_event {
	enum event_kind kind;
	enum how how;
	const struct fact_type *type; /* of the object; NULL for a bare callable or unknown */
	const struct unit *unit;
	const struct func *func;
	struct span origin;      /* where it was acquired */
	struct span at;          /* where the event happens */
	struct span argument;    /* of a call there: the argument concerned, or empty */
	struct span callee_span; /* of a call there: the value called, or whose method is */
	const char *object;      /* the variable that held it, or NULL: a temporary */
	const char *maker;       /* callee that made the object, or NULL */
	const char *callee;      /* that made it (LOST) or that does the harm */
	const char *word;        /* MISUSE; member or field name otherwise */
	enum misfit misfit;      /* MISFIT, with what is `wanted` and `given` */
	const char *wanted, *given;
	bool harmless; /* on every machine, or with every version, that it was written for */
	const struct fact *fact; /* that the event rests on, or NULL */
	uint8_t confidence;      /* enum certainty */
	bool rarely;             /* LOST, NULL_DEREF: only when memory runs out */
	bool released_elsewhere; /* LOST: some other path releases it or hands it on */
	struct span release;     /* ... releases it: there, in this function; else empty */
	bool through_new;        /* KEPT_CALLABLE: constructor */
	bool in_keywords;        /* KEPT_CALLABLE: keyword or dict item */
	bool kept_once;          /* LOST, HANDED: the keeper calls it at most once */
	bool shared;             /* LOST: used by code that nothing is known of */
	enum repetition repetition;
	bool snippet;                /* in documentation */
	VEC(struct flow_step) steps; /* in order, acquire first, ending at `at` */
	VEC(struct flow_step) why;   /* the code runs again and again; outermost first */
};

struct flow_input {
	const struct fact_table *facts;
	struct unit **units; /* all of the project, embedded ones included (also in embeds) */
	uint32_t unit_count;
	const char *pyodide_version, *python_version; /* NULL: newest */
};

struct flow_result {
	VEC(struct flow_event) events;  /* in the order of units, functions, offsets */
	uint32_t functions, incomplete; /* of units that are no context */
	VEC(const struct func *) over_budget;
};

/* Everything given lives in `arena`. */
struct flow_result flow_run(struct arena *arena, const struct flow_input *input);

/* For --dump=summary and --dump=states. */
struct buf;
enum flow_dump { FLOW_DUMP_SUMMARY, FLOW_DUMP_STATES };
void flow_dump(const struct flow_input *input, enum flow_dump what, struct buf *out);

#endif
