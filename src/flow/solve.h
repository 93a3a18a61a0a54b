/*
 * The solver of one function, shared by the files that make it up:
 *
 *   solve.c     worklist over (block, state), budget; with remember.c, layout.c
 *               (layout.h) and question.c
 *   exec.c      what one instruction does to a state; with outside.c, place.c,
 *               field.c and iterate.c (exec.h)
 *   call.c      what a call does; with callee.c, param.c, use.c, effect.c and
 *               effect_func.c (call.h)
 *   branch.c    what a test tells about a state
 *   error.c     the error that is pending; lock.c: the lock of the runtime
 *   lasting.c   objects that last and that no state follows: None, types
 *   member.c    which fields own what they hold; teardown.c (member.h)
 *   leave.c     what is still owned when the function is left
 *   object.c    making objects, and asking what they are
 *   release.c   releasing them, handing them on
 *   summary.c   what a function leaves for its callers; apply.c: what a call
 *               gets of that; cross.c: across languages
 *   event.c     events with their path
 *   name.c      what a name or a member stands for
 */
#ifndef PROXYLINT_FLOW_SOLVE_H
#define PROXYLINT_FLOW_SOLVE_H

#include "flow/layout.h"

struct call;
struct unset_read;
struct value_entry;

/* The best account so far of how an object is lost. */
struct lost {
	bool set;
	enum how how;
	uint8_t rank, confidence;
	struct span at;
	const struct trace *trace;
	bool rarely; /* only when memory runs out */
	bool seen;   /* an unknown callee has seen it */
	bool shared; /* an unknown callee has seen it, nothing else is against it */
};

/* The first function in a container literal, or in one inside it. */
struct literal_func {
	uint32_t literal; /* MAKE instruction */
	struct value func;
	bool mixed; /* beside things of which nobody knows what they are */
};

struct place_change;
struct object_change;

/* A state that is kept: whole, or as what is different from one that is. */
struct remembered {
	struct state state;             /* without places and objects when there is `first` */
	const struct remembered *first; /* whole, or NULL: this one is */
	struct place_change *places;
	struct object_change *objects;
	uint32_t *answers; /* to the questions of the layout */
	uint32_t place_count, object_count;
};

/* Work to do: a state at the start of a block, or (start > 0) in its middle with the block's
 * temporaries. */
struct pending {
	uint32_t block, start;
	struct remembered *state;
	uint32_t *temps;
};

/* A container literal. */
struct literal {
	uint32_t outer; /* the literal that it was put into, or 0 */
	uint32_t func;  /* number of its literal_func + 1, or 0 */
	bool nests;     /* one was put into it */
	uint8_t items;  /* enum items */
};

/* A state that is overwritten by the next one. */
struct draft {
	struct state state;
	uint32_t room; /* for objects */
	bool *held;    /* by object: has a name, or something that dies with it */
};

/* A copy of a state that comes back. */
struct kept {
	uint32_t *places;
	struct object_state *objects;
	uint32_t room;
};

struct solver {
	struct project *project;
	struct func_info *info;
	const struct unit *unit;
	const struct func *func;
	enum language language;
	struct arena *arena; /* everything of this solve */
	const struct layout *layout;
	struct {
		const struct place *at;
		uint32_t n;
	} places;                 /* of the layout */
	uint32_t *place_of_var;   /* by variable of the unit: place + 1 */
	struct literal *literals; /* by MAKE instruction, or call that makes one */
	VEC(struct literal_func) literal_funcs;
	uint32_t *temps;          /* by instruction: value number, within one block */
	VEC(struct value) values; /* [0] unknown */
	VEC(uint32_t) holds;      /* by value: the object that it names, or 0 */
	struct value_entry *value_table;
	VEC(struct object) objects; /* [0] unused */
	uint32_t *object_of_insn;   /* newest object of the site */
	VEC(struct lost) lost;      /* by object */
	struct block_states {
		VEC(struct remembered *) seen;
	} * blocks;
	VEC(struct pending) queue;
	uint32_t queue_head;
	uint32_t steps, forks;
	size_t work;              /* bytes of states that were looked through */
	struct unset_read *unset; /* by instruction, or NULL: unset.c */
	uint8_t *uses;            /* by place: enum use_bit, or NULL until it is asked: summary.c */
	struct state now;
	struct draft running;      /* holds `now` while a block is run */
	struct draft entering;     /* ... and what the block it goes to would remember */
	struct draft recalled;     /* ... and what that is compared with */
	struct remembered changed; /* what is different in it, before that is kept */
	uint32_t changed_room;     /* for objects */
	size_t whole;              /* bytes of states that are kept whole */
	VEC(struct kept) kept;     /* for solver_keep, reused; the first kept_depth are in use */
	uint32_t kept_depth;
	const struct insn *at; /* being executed */
	uint32_t at_index;
	uint32_t at_number; /* in its block */
	uint32_t block;
	bool dead_end; /* the call just executed does not return */
};

void solve(struct project *project, struct func_info *info, struct arena *arena);

/* solve.c */
uint32_t value_number(struct solver *solver, struct value value);
struct value solver_get(const struct solver *solver, uint32_t insn);
void solver_set(struct solver *solver, uint32_t insn, struct value value);
void solver_push(struct solver *solver, uint32_t block); /* a copy of the present state */
/* Continues with a copy of the present state after the present instruction, whose result is
 * `value`. */
void solver_fork(struct solver *solver, struct value value);
/* For a look at what else could happen: changes made in between are undone. Calls nest. */
struct state solver_keep(struct solver *solver);
void solver_restore(struct solver *solver, struct state state);
void solver_trace(struct solver *solver, enum flow_step_kind kind, uint32_t object,
        struct span span, const char *name);
uint32_t place_of_field(const struct solver *solver, const char *key);

/* Makes room for a state with so many objects. */
void draft_fit(struct solver *solver, struct draft *draft, uint32_t object_count);
size_t state_size(const struct solver *solver, const struct state *state);

/* forget.c */
/* Clears what does not matter from the start of the block on, and fills in the hash. */
void state_forget(struct solver *solver, uint32_t block, struct draft *draft);

/* remember.c */
/* Keeps a copy; `first`, or NULL, is whole, and lives as long. */
struct remembered *remember(
        struct solver *solver, const struct state *state, const struct remembered *first);
void recall(struct solver *solver, const struct remembered *kept, struct draft *draft);
/* Is the state, or one that comprises it, among those that the block was entered with? */
bool remembered_before(struct solver *solver, struct block_states *at, struct state *state);
/* How many places tell states apart: all but answers to questions, which come behind them. */
uint32_t solver_telling_places(const struct solver *solver);

/* exec.c */
/* Some item of the container that `value` is. */
/* A loop over the container has seen what stands in it. */
void literal_iterated(struct solver *solver, uint32_t literal);
struct value items_of(const struct solver *solver, struct value container);
void store_var(struct solver *solver, uint32_t var, struct value value);
void exec_insn(struct solver *solver);
void exec_throwing(struct solver *solver);

/* call.c */
void exec_call(struct solver *solver);
/* Hands a value to code that may keep it, store it or do anything with it. */
void value_escapes(struct solver *solver, struct value value);
/* The function behind proxy `object` is handed to the other language. */
void cross_object(struct solver *solver, uint32_t object, const char *into);
/* Is what this receiver keeps freed with it? */
bool receiver_collected(const struct solver *solver, struct value self);
/* A use of the value as an operand: reports dead ones. */
void value_used(struct solver *solver, struct value value, const char *member);

/* branch.c */
void exec_branch(struct solver *solver);
/* `value` is compared with null: a mistake where the other language's null is another. */
void exec_null_comparison(struct solver *solver, struct value value);

/* error.c */
/* What the call that was just executed leaves; gives its result, made to be recognised. */
struct value error_of_call(struct solver *solver, const struct call *call, struct value result);
/* On the path on which the call fails: the program may look at that, or not. */
void error_of_failure(struct solver *solver);
/* `value` has been tested. */
void error_learn(struct solver *solver, struct value value, uint8_t test, bool holds);
/* Is it null on this way because memory ran out, as far as it is known where it comes from? */
bool error_is_want(const struct solver *solver, struct value value, uint8_t test, bool holds);
/* Was it asked whether an error is pending, and one is for certain? */
bool error_is_asked(const struct solver *solver, struct value value);
/* Is it the result on which the error hangs? */
bool error_tells(
        const struct solver *solver, const struct pending_error *error, struct value value);
/* The function returns: the summary, and what its promise says. */
void error_return(struct solver *solver, struct value value, bool failed);

/* unset.c */
void unset_begin(struct solver *solver);
void unset_report(struct solver *solver);

/* lock.c */
void lock_of_call(struct solver *solver, const struct call *call);
void lock_return(struct solver *solver);

/* lasting.c: an object that lasts is given to the caller */
void lasting_returned(struct solver *solver, struct value value);

/* leave.c */
enum leave { LEAVE_RETURN, LEAVE_THROW, LEAVE_UNWIND };
void solver_leave(struct solver *solver, enum leave leave, struct value value);
/* The variable's scope ends before the function is left. */
void solver_settle_var(struct solver *solver, uint32_t var);
void solver_report_lost(struct solver *solver);

/* object.c */
struct object_state *object_now(struct solver *solver, uint32_t object);
/* The object that the present instruction makes; an owned one of an earlier round becomes `older`.
 */
uint32_t object_make(struct solver *solver, enum word word, const struct fact_type *type,
        enum object_origin origin);
/* The nth (0 first) of several objects that the instruction makes. */
uint32_t object_make_nth(struct solver *solver, uint32_t nth, enum word word,
        const struct fact_type *type, enum object_origin origin);
struct value value_of_object(const struct solver *solver, uint32_t object);
/* It has turned out to be no object: null, or something else. */
void object_is_null(struct solver *solver, uint32_t object);
void object_is_none(struct solver *solver, uint32_t object);
/* All that is owned now has gone through this. */
void objects_mark(struct solver *solver, enum object_flag flag);
/* Code runs that may make keepers let go of what they keep; `once`: time alone passes, which only
 * matters to who calls what it keeps once. */
void objects_let_go(struct solver *solver, bool once);
/* What was to run later may have run by now, or never will: no object is DUE but those that are
 * gone already. */
void objects_settle(struct solver *solver);
/* What is known of all objects rests on an answer that may not go with an older one. */
void objects_doubt(struct state *state);
/* What went wrong was want of memory: the program says so. */
void objects_starve(struct solver *solver);
bool object_owned(const struct solver *solver, uint32_t object);
uint8_t object_confidence(const struct solver *solver, uint32_t object);
bool object_is_item(const struct solver *solver, uint32_t object);
enum items items_join(enum items a, enum items b);
enum items items_of_value(const struct solver *solver, struct value value);
/* What is put into a container literal, when that is made or later. */
void literal_holds(struct solver *solver, uint32_t literal, struct value value);
/* Of some item of a container literal that holds functions and plain values only: one of those
 * functions. Of anything else: itself. */
struct value func_among(const struct solver *solver, struct value value);
/* The container of that type that the present call makes: like a literal, with unknown items. */
struct value literal_called(struct solver *solver, const char *type);
/* Does the object stand in that container literal, or in one that was put into it? */
bool object_within(const struct solver *solver, uint32_t object, uint32_t literal);
/* A container literal, or what stands in it (`spread`), is put into another. What is put into
 * several escapes. */
void literal_nest(struct solver *solver, struct value inner, uint32_t outer, bool spread);
/* A value is put into a container literal. */
void literal_gains(struct solver *solver, uint32_t literal, struct value value);
/* Has a primitive of this language such a member? */
bool primitive_has(const struct solver *solver, const char *member);
bool type_shows(const struct fact_type *type, const char *member);

/* release.c */
/* By the call of `fact`, which may be NULL; what is released already is reported. */
void object_release(struct solver *solver, struct value value, const struct fact *fact);
/* One more counted reference is taken. */
void object_retain(struct solver *solver, uint32_t object, const char *type);
/* The callee takes the obligation over; giving it away twice is reported. */
void object_steal(struct solver *solver, struct value value, const struct fact *fact);
/* Somebody else answers for it now, who is not looked at; `how` it went. */
void object_goes(struct solver *solver, uint32_t object, enum how how);
void object_stored(struct solver *solver, uint32_t object);
/* The contents of a container change: what was borrowed from it is gone. */
void object_change(struct solver *solver, uint32_t object);
/* An item of a container is overwritten: what was borrowed from it is nobody's now. */
void object_vacate(struct solver *solver, uint32_t object);
/* An object that is owned and is one more reference to the same thing, or 0. */
uint32_t object_twin(const struct solver *solver, uint32_t object);

/* name.c */
struct value name_value(struct solver *solver, const char *name);
const struct fact *name_fact(struct solver *solver, const char *name, bool call);
struct value read_member(struct solver *solver, struct value base, const char *member);
/* base.member = value: for those who read it from what the same variable or field holds. */
void note_member(struct solver *solver, struct value base, const char *member, struct value value);
struct value fact_value(struct solver *solver, const struct fact *fact, struct value self,
        const struct value *args, uint32_t arg_count);
const char *value_type(const struct solver *solver, struct value value);
struct value typed_value(const char *type, bool likely);
bool value_is_scope(const struct solver *solver, struct value value);
/* What a global name of JavaScript holds; Python can fill it through the `js` module. */
struct slot *global_slot(struct solver *solver, const char *name);
bool fact_is_foreign(const struct solver *solver, const struct fact *fact);

/* event.c */
/* What people call the callee of the present instruction: "JSON.parse", "new Image", "f"; NULL when
 * it has no name. `fact`, which may be NULL, names what the code does not. */
const char *callee_text(const struct solver *solver, const struct fact *fact);
struct flow_event *event_new(struct solver *solver, enum event_kind kind, uint32_t object);
void event_finish(struct solver *solver, struct flow_event *event, const struct trace *trace,
        uint32_t object);

/* ---- shown.c ---- */

/* The instruction that gives a value, whatever the program declares it to be. */
const struct insn *without_casts(const struct func *func, uint32_t value);

/* The type, with an obligation, that alone has such a member; or NULL. */
const struct fact_type *shown_by_member(const struct solver *solver, const char *member);
/* Result of an unknown callee: an object when the next use can only be that of one type. */
struct value shown_result(struct solver *solver);

#endif
