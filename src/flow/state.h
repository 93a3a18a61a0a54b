/*
 * What the solver knows on one path: a value for each place (variable, field
 * of the receiver, temporary that crosses a block) and a word for each object.
 *
 * Values are interned per function, so a place is one number and two states
 * compare with memcmp. Objects are numbered per function as they are met: one
 * per acquiring instruction, and a second one for what an earlier round of a
 * loop left behind.
 */
#ifndef PROXYLINT_FLOW_STATE_H
#define PROXYLINT_FLOW_STATE_H

#include "fact/fact.h"
#include "flow/error.h"
#include "flow/flow.h"

enum word {
#define WORD(id, text) WORD_##id,
#include "flow/word.def"
#undef WORD
	WORD_COUNT
};

enum value_kind {
	VALUE_UNKNOWN,
	VALUE_NULL, /* null, undefined, None */
	VALUE_TRUE,
	VALUE_FALSE,
	VALUE_NUMBER,
	VALUE_FAILURE,   /* status of a failed call, an error */
	VALUE_PRIMITIVE, /* some primitive */
	VALUE_OBJECT,    /* object number `object` of the function */
	VALUE_TYPED,     /* not tracked, but of a type that facts know */
	VALUE_NAMED,     /* a name of another unit or of the runtime */
	VALUE_FUNC,
	VALUE_CLASS,
	VALUE_INSTANCE,  /* of class `name` of this unit */
	VALUE_LITERAL,   /* container literal: instruction `object` */
	VALUE_ITEMS,     /* some item of container literal `object` */
	VALUE_ITERATOR,  /* over object `object` */
	VALUE_ADDRESS,   /* of variable `object` */
	VALUE_TEST,      /* whether object `object` is of type `type` */
	VALUE_HANDLE,    /* what a keeper of object `object` gave back: a timer's number */
	VALUE_UNSET,     /* a variable that has no value yet */
	VALUE_CONTAINER, /* a list, dict, ... of the host language that is no literal here */
};

enum value_flag {
	VALUE_PROMISE = 1, /* comes by await or then */
	VALUE_LIKELY = 2,  /* its type rests on a convention */
	VALUE_NULLABLE = 4,
	VALUE_ALIAS = 8, /* an alias made by a call (bind), not the object's first name */
	VALUE_NONZERO = 64,
	VALUE_ASKED = 32,   /* whether an error is pending */
	VALUE_WRAPPED = 16, /* a fresh handle nobody else has (identity matters) */
	VALUE_ZERO = 256,   /* a status that is 0 unless the call failed */
	VALUE_RARELY = 128, /* a status that tells of nothing but want of memory */
};

/* Always zeroed before filling: compared as bytes. */
struct value {
	uint32_t kind;  /* enum value_kind */
	uint32_t flags; /* enum value_flag */
	uint32_t object;
	uint32_t func;           /* VALUE_FUNC: in `unit` */
	const struct unit *unit; /* of FUNC, CLASS, INSTANCE */
	const char *type;        /* of TYPED, and of OBJECT for convenience */
	const char *name;        /* NAMED: full name; CLASS, INSTANCE: class; constants: text */
	const struct slot *slot; /* module variable or field that it was read from */
};

static inline struct value value_plain(enum value_kind kind)
{
	struct value value;

	memset(&value, 0, sizeof(value)); /* padding too: values are compared as bytes */
	value.kind = kind;
	return value;
}

enum object_flag {
	OBJECT_MAYBE = 1,  /* may as well be a primitive */
	OBJECT_PROVEN = 2, /* ... but its use has shown that it is none */
	OBJECT_NULLABLE = 4,
	OBJECT_NAMED = 8,        /* a variable of the user held it */
	OBJECT_DROPPED = 16,     /* an expression statement */
	OBJECT_OVERWRITTEN = 32, /* its last name got another value */
	OBJECT_KEPT = 64,        /* a callee keeps it */
	OBJECT_UNWOUND = 128,    /* a call threw while it was owned */
	OBJECT_THROWN = 256,     /* so did an explicit throw */
	OBJECT_FAILED = 512,     /* so did the failure branch of a call */
	OBJECT_SHARED = 1024,    /* an unknown callee has seen it */
	OBJECT_LOOPED = 2048,    /* left behind by an earlier round of a loop */
	OBJECT_ITERATED = 4096,  /* a loop over its container has seen it */
	OBJECT_CHECKED = 8192,   /* its nullness was tested */
	OBJECT_LENT = 16384, /* borrowed, and counted once more: after the release still borrowed */
	OBJECT_STORED = 32768, /* borrowed, and stored: the next reference that is taken is for that
	                        */
	OBJECT_STARVED = 65536,   /* so did a failure for want of memory */
	OBJECT_NULL = 131072,     /* a test has shown that it is null */
	OBJECT_FILLS = 262144,    /* the last reference that was taken went into `object.field` */
	OBJECT_LET_GO = 524288,   /* KEPT, and code has run since that may have ended it */
	OBJECT_DOUBTED = 1 << 20, /* an answer that it may hang on has changed or was forgotten */
	OBJECT_PLACED = 1 << 21,  /* a reference was taken for the place that it is stored in */
	OBJECT_DUE = 1 << 22,     /* a function uses it that runs later, and has not run yet */
};

struct object_state {
	uint32_t flags;     /* enum object_flag */
	uint8_t word;       /* enum word */
	uint8_t how;        /* enum how, of RELEASED and DEAD */
	uint32_t parent;    /* TIED, ITEM: object it dies with */
	uint32_t container; /* literal that holds it: instruction number, or 0 */
	uint32_t extra;     /* counted references owned beyond the first */
};

/* What a container holds, as far as crossing the border goes. */
enum items { ITEMS_NONE, ITEMS_PRIMITIVE, ITEMS_PROXIED, ITEMS_UNKNOWN };

enum object_origin { FROM_CALL, FROM_PARAM, FROM_CAPTURE, FROM_SLOT, FROM_READ, FROM_SEED };

struct func_info;

/* The same on all paths. */
struct object {
	uint32_t insn;       /* that acquired it; 0 for parameters and seeds */
	uint32_t nth;        /* of several that one instruction makes: 0 first */
	bool older;          /* the one that an earlier round of the loop left */
	uint8_t origin;      /* enum object_origin */
	uint32_t param, var; /* FROM_PARAM: position; FROM_CAPTURE: variable */
	const struct slot *slot;
	struct owned_field *field; /* of a structure, that it was stored in, or NULL */
	const struct fact *fact;
	const struct fact_type *type;
	const char *callee;
	const char *name;           /* of the first variable that held it */
	const char *key;            /* in its container literal */
	uint32_t twin;              /* the object that it is one more reference to, or 0 */
	bool likely;                /* rests on a convention */
	bool rarely;                /* null only when memory runs out */
	struct span span;           /* where it was acquired */
	const struct unit *unit;    /* ... in which unit (seeds come from elsewhere) */
	bool released_shared;       /* ... released although an unknown callee has seen it */
	bool sometimes_ended;       /* on some path it was released or handed on */
	bool sometimes_released;    /* ... released */
	struct span release;        /* ... where, the first time */
	bool released_by_item;      /* ... item by item, by no loop over its list: nobody counts */
	bool lazy;                  /* an iterator of the other language: no loop ends its items */
	enum items items;           /* what iterating over it gives */
	bool kept_once;             /* handed to something that calls it at most once */
	bool looked_into;           /* a member that no primitive has was read */
	bool converted;             /* a plain value was made of it */
	bool per_call;              /* made for each call of this callback */
	const char *module;         /* module of the other language that it stands for */
	const struct fact *builtin; /* ... or the builtin that it stands for */
	const struct func_info *partner; /* the function of the other language that it stands for,
	                                   or NULL */
};

/* It was asked whether an error is pending, and one was. */
enum { MISHAP_FOUND = 1 };

/* What happened on the way; newest first. */
struct trace {
	const struct trace *before;
	enum flow_step_kind kind;
	uint32_t object; /* 0: concerns all (branches) */
	struct span span;
	const struct unit *unit;
	const char *name;
	uint8_t test;
	bool taken;
	const char *function;
	uint32_t length;
};

struct state {
	uint32_t *places;             /* value numbers, 0 unknown */
	struct object_state *objects; /* [0] unused */
	uint32_t object_count;
	struct pending_error error;
	int32_t lock;       /* of the runtime: taken (> 0) or given up (< 0) since the function was
	                       entered */
	uint32_t unlocked;  /* the call that gave it up */
	const char *thrown; /* type of the exception in flight, where it is known */
	const struct trace *trace;
	uint32_t mishaps; /* OBJECT_FAILED, OBJECT_STARVED, MISHAP_FOUND: what has gone wrong on
	                     this path */
	uint32_t hash;    /* of the states of a block: of places and objects */
	bool followed;    /* of the states of a block: no longer in the queue */
};

const char *word_text(enum word word);

#endif
