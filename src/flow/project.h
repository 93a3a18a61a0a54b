/*
 * What is known across functions and units: summaries, module variables and
 * fields, who calls whom. Filled round by round by the solver, read by the
 * next round; private to flow/.
 */
#ifndef PROXYLINT_FLOW_PROJECT_H
#define PROXYLINT_FLOW_PROJECT_H

#include "flow/state.h"

/* A module variable or a field of a class: outlives the functions that fill it. */
struct slot {
	const char *name; /* as the user writes it: "runner", "this.proxy" */
	const char *key;
	struct value value;            /* joined over all that is stored, without objects */
	bool filled;                   /* an owned object was stored */
	bool filled_again;             /* ... by code that runs more than once, or at two places */
	bool released;                 /* somewhere an object read from it is released */
	bool leaves;                   /* somewhere it is returned or handed on */
	bool cut;                      /* somewhere a member of it is set to null again */
	VEC(struct flow_event) cycles; /* what it keeps that keeps it */
	bool collects;                 /* objects are added to it (a list, a set) */
	bool plain;                    /* primitives are stored in it as well */
	bool members;            /* there are slots for members of what it holds: "KEY.member" */
	struct func_info *given; /* the function of another language that is stored there, alone */
	bool given_more;         /* and something else is, too */
	VEC(struct flow_event) fills; /* LOST-shaped events, one per place that fills it */
};

/* A field of a structure that an obligation was seen to go into. */
struct owned_field {
	const struct unit *unit;
	const char *type, *name; /* "Foo", "dict" */
	bool filled;             /* and it stayed there */
	bool from_outside;       /* what was put there is anybody's object */
	bool doubtful;           /* another field got the same object: one of them only looks on */
	struct span stored;      /* where it is put there */
	struct flow_event fill;  /* how such an object came there */
};

enum return_bit {
	RETURNS_NEW = 1,
	RETURNS_NULL = 2,
	RETURNS_PRIMITIVE = 4,
	RETURNS_CONTAINER_BIT = 8, /* a container or object of the host language */
	RETURNS_OTHER = 16,
	RETURNS_PARAM = 32,
	RETURNS_BORROWED = 64,
	RETURNS_ERROR = 128, /* in place of a value */
};

struct param_summary {
	bool released_ok, released_error; /* on exits with success, with failure */
	bool kept_ok, kept_error;         /* exits on which it was not */
	bool gone_ok, gone_error;         /* stolen or stored */
	bool null_ok, null_error;         /* exits of a call with null */
	bool lent;                        /* a container takes a reference of its own */
	bool retained;                    /* a reference is taken for the caller */
	bool callee_keeps, called, called_in_loop;
	bool proven; /* used in a way that shows its type */
	bool escapes;
	bool used;
	struct slot *slot;             /* the list or field it is stored in, or NULL */
	struct owned_field *field;     /* the structure's, or NULL */
	const struct fact_type *shown; /* what it is used like, where nothing declares it */
	struct span use;               /* its last use, for the path */
	struct value value;            /* joined over the arguments of known calls */
	bool seen;                     /* some call was seen */
	struct value read;             /* `value` when the function was last solved */
};

/* An object that a function receives as an argument and owns (a promise's result). */
struct seed {
	bool set;
	uint32_t word; /* OWNED or BORROWED */
	bool maybe;
	bool likely;
	const struct fact_type *type;
	const struct fact *fact;
	const char *callee;
	struct span span;
	const struct unit *unit;
	const char *item_of; /* member whose callback it is */
	bool per_call;       /* made for this call: who loses it loses one per item */
	enum repetition repetition;
};

struct call_edge {
	struct func_info *caller;
	bool in_loop, often;     /* often: handed to something that calls it again and again */
	bool unknown;            /* handed to a callee that may do anything with it */
	bool spawned;            /* runs on its own: how often does not matter to it */
	bool itself;             /* the function hands itself on, whatever to */
	const struct unit *unit; /* of `at`: where it is called or handed on */
	struct span at;
	const char *through; /* what is called there, or NULL */
};

struct layout;

struct func_info {
	const struct unit *unit;
	const struct func *func;
	struct layout *layout; /* NULL until it is solved for the first time */
	struct func_info *parent;
	uint32_t returns;          /* enum return_bit */
	struct value return_value; /* joined; without objects */
	const struct fact_type *new_type;
	const struct fact *new_fact;
	bool new_maybe, new_likely, new_nullable;
	uint32_t returned_param;
	uint32_t given_param; /* it gives that one (+ 1) with a reference more, or 0 ... */
	bool gives_other;     /* ... and sometimes another new one */
	enum items return_items;
	bool return_lazy;           /* an iterator: what it gives is not ended by the loop */
	struct span container_span; /* of a `return` that gives a container */
	bool never_returns;
	bool succeeds, fails; /* some exit is a success, a failure */
	bool starves;         /* some exit is a failure for want of memory ... */
	bool fails_otherwise; /* ... and some may be one for another reason */
	uint8_t fails_when;   /* enum pending_when: what tells a failure */
	bool needs_lock;      /* somewhere, of its caller */
	bool leaves, unsure;  /* some exit was seen; they leave the lock in different states */
	int32_t lock_change;
	struct value constant; /* what all exits give, when `is_constant` */
	bool is_constant, returns_other;
	uint8_t error_ok, error_failed; /* enum pending_kind on those */
	bool gives_zero, gives_more;    /* some exit gives 0, something else */
	bool asks; /* ... 0 where no error is pending, something else where one was found */
	const struct fact *promise; /* what is expected of the place it was put in, or NULL */
	const char *promise_name;   /* that place */
	struct span promised;
	bool broken_promise; /* two places expect different things */
	bool on_heap;        /* all of its places are tables for types that their objects hold */
	bool throws;         /* a call in it may throw, and nothing in it catches that */
	bool solved;
	uint8_t round; /* in which it was solved last */
	bool fetched;  /* code elsewhere calls it, and is no caller of those above */
	struct param_summary *params;
	struct seed *seeds;
	bool ends_copies; /* its unit releases values that were read from somewhere (`a.href`) */
	bool sees_border; /* its unit makes objects of the other language elsewhere, too */
	bool made;        /* its closure is made by code that can be reached */
	bool deferred;    /* handed to something that calls it later, once */
	bool escapes;     /* its value leaves: stored, returned, handed to a keeper */
	bool crosses;     /* handed to the other language as a callback */
	const char *crosses_into;
	VEC(uint32_t) captures; /* variables of outer functions that it or an inner one uses */
	VEC(uint32_t) releases; /* ... and releases */
	VEC(uint32_t) stores;   /* variables of outer functions that it assigns */
	VEC(struct call_edge) callers;
	enum repetition repetition;
	bool ranked;
	bool over_budget;
};

/* The functions that have a variable among their captures, in their order. */
struct capturers {
	VEC(struct func_info *) list;
};

struct unit_info {
	struct unit *unit;
	const char *number; /* of the unit, as text */
	struct func_info **funcs;
	bool *shared;                /* by variable: an inner function assigns it, too */
	struct capturers *capturers; /* by variable */
	struct slot **slots;         /* by variable: what other functions know of it, or NULL */
	struct map imports;          /* name that was looked up from here → struct import */
	struct map called;           /* name that is called from here → struct called */
	struct map named;            /* name → struct func_info: the last of a name */
	struct map methods;          /* class and name → struct func_info: the first of them */
	uint32_t named_count; /* of the functions, how many are in both: filled when they are asked
	                       */
	bool used;            /* another unit has looked a name up in it */
	bool open;            /* names that it does not define may come from elsewhere */
	struct unit_info *before; /* of its scope that hands on all of a module, or NULL */
};

/* Who answers to a name that is called. */
struct called {
	struct func_info *func;    /* NULL: nobody in the project */
	bool outside;              /* ... of another file: what facts say goes first */
	const struct fact *marked; /* what declarations in the unit say of it, or NULL */
	const struct fact *told;   /* ... and in headers: facts go first */
};

/* A text that was met, and the one that stands for all equal ones. */
struct interned {
	const char *text, *unique;
};

struct project {
	struct arena *arena;
	const struct flow_input *input;
	const struct fact_table *facts;
	struct unit_info *units;
	uint32_t unit_count;
	struct map unit_by_module; /* module or path → struct unit_info */
	struct map scope_names;    /* the last unit that has it, by scope and name */
	struct map scope_stars;    /* the last one of each scope that hands on all of a module */
	struct map slots;          /* key → struct slot */
	VEC(struct slot *) slot_list;
	struct map declared[LANG_COUNT]; /* declared type → that of the facts, or "" */
	struct map ended;                /* types that some call in the project ends */
	struct map texts;                /* interned names: equal text, equal pointer */
	struct interned interned[512];   /* a cache of it, by address */
	struct map named; /* name → struct func_info at module level, where others fetch it by name
	                   */
	struct map linked; /* name → struct linked, where names are one scope for a program */
	struct map held;   /* name → uint32_t, bits of enum held: what module variables hold */
	struct map owned;  /* "UNIT:STRUCTURE.FIELD" → struct owned_field */
	VEC(struct owned_field *) owned_list;
	uint32_t *place_of_var; /* the solver's, for the longest list of variables; zero between
	                           functions */
	struct buf *states;     /* where solved functions are printed, or NULL */
	uint8_t round;          /* from 1 on */
	bool final;             /* the round that reports */
	struct flow_result *result;
};

/* fact_declared, once for each text. */
const char *project_declared(struct project *project, enum language language, const char *declared);
const char *project_intern(struct project *project, const char *text);
/* NULL: it is not of the project. */
struct unit_info *project_unit(const struct project *project, const struct unit *unit);
struct func_info *project_func(
        const struct project *project, const struct unit *unit, uint32_t func);
/* Does an inner function assign the variable as well? Then no path of its owner knows its value. */
bool project_var_shared(const struct project *project, const struct unit *unit, uint32_t var);
const struct capturers *project_capturers(
        const struct project *project, const struct unit *unit, uint32_t var);
struct slot *project_slot(struct project *project, const char *key, const char *name);
/* The key of the slot of a field; without a class, of what is `this` outside classes. */
const char *project_field_key(const struct project *project, struct arena *arena,
        const struct unit *unit, const char *class_name, const char *field);
/* Of a variable. */
struct slot *project_var_slot(struct project *project, const struct unit *unit, uint32_t var);
/* The line of a fact that holds for the Pyodide or Python at hand, or NULL. */
const struct fact *project_pick(const struct project *project, const struct fact *fact);
/* The one for a call with so many arguments. */
const struct fact *project_pick_call(
        const struct project *project, const struct fact *fact, uint32_t arguments);

/* Functions of units that are only imported matter when somebody calls them, hands them on or
 * fetches them; the body of such a unit when a name is looked up in it. */
bool project_wants(const struct unit_info *unit, const struct func_info *info);
struct func_info *project_method(const struct project *project, const struct unit *unit,
        const char *class_name, const char *method);
/* The function of the unit that a call by nothing but that name means; NULL: it has none. */
struct func_info *project_own(
        const struct project *project, const struct unit *unit, const char *name);
/* What a call by nothing but that name means to the unit: a function of its own, of a header that
 * it includes, or the one of its program. */
const struct called *project_called(
        struct project *project, const struct unit *unit, const char *name);
/* link.c: for project.c */
void project_link_unit(struct project *project, struct unit_info *info);
/* import.c */
/* Makes the unit known to the others; for project.c. */
void project_import_unit(struct project *project, struct unit_info *info);
/* The exported thing that a GLOBAL name ("./m#f", ".m.f", "m.f", "f" of another script) stands for:
 * a FUNC, CLASS or slot value; kind UNKNOWN when it is not in the project. `outside` is set to its
 * full name when a file of the project merely hands it on, else to NULL. */
struct value project_lookup(
        struct project *project, const struct unit *from, const char *name, const char **outside);
/* NULL: none has that path. */
struct unit_info *project_unit_at(const struct project *project, const char *path);
/* The function that code in the other language holds now. */
struct func_info *project_fetch(
        const struct project *project, const struct unit *unit, uint32_t func);
/* A function at module level that code in another language fetches by name; NULL: none known. */
struct func_info *project_named(const struct project *project, const char *name);

/* What is assigned to the module variables of a name that code in another language fetches. */
enum held { HELD_PRIMITIVE = 1, HELD_CONTAINER = 2, HELD_OTHER = 4 };

void project_index_held(struct project *project, const struct unit *unit);
/* Bits of enum held; HELD_OTHER when there is no such variable. */
uint32_t project_held(const struct project *project, const char *name);

/* Optimistic join for values that flow through slots and parameters: what is known wins over what
 * is not. */
struct value value_join(struct value a, struct value b);

/* mark.c: the fact that attributes make of a function declared in the unit, or NULL. */
const struct fact *project_marked(
        const struct project *project, const struct unit *unit, const char *func);
/* The same in the headers of the project that it includes. */
const struct fact *project_told(
        const struct project *project, const struct unit *unit, const char *func);
/* ... of those defined there: what they promise. */
void project_promise_marks(struct project *project, const struct unit *unit);
/* promise.c: which functions stand in places that facts speak of. */
void project_promises(struct project *project, const struct unit *unit);
/* Events for those that take another number of arguments than they are called with. */
void project_check_promises(struct project *project);

void project_init(struct project *project, struct arena *arena, const struct flow_input *input);
/* How often each function runs, from who calls it. */
void project_rank(struct project *project);
/* The call or hand-over because of which it runs again and again, or NULL. */
const struct call_edge *project_why(const struct func_info *info);
void project_free(struct project *project);

#endif
