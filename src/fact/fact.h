/*
 * Facts: what a call does to ownership, as data. They come from
 * rules/facts/(name).toml (embedded in the binary) and from a user's [facts];
 * the same reader serves both. Format: rules/facts/README.md.
 *
 * A *name* is what the IR calls a callee: "PyList_New", "js.setTimeout",
 * "pyodide.ffi.create_proxy", "builtins.len", "m#default"; or TYPE.member for
 * a method or property of a value whose type is known ("PyProxy.toJs"), with
 * "TYPE.()" for calling the value itself, "TYPE.new" for constructing,
 * "TYPE.@iter" / "TYPE.@next" / "TYPE.@index" / "TYPE.@await" for syntax and
 * "TYPE.*" for reading and "TYPE.*()" for calling any other member. "*.name"
 * is a method `name` of a receiver whose type is not known; "*#name" an import
 * `name` from any module.
 */
#ifndef PROXYLINT_FACT_FACT_H
#define PROXYLINT_FACT_FACT_H

#include "ir/ir.h"

enum effect {
#define EFFECT(id, text) EFFECT_##id,
#include "fact/effect.def"
#undef EFFECT
	EFFECT_COUNT
};

enum origin {
#define ORIGIN(id, text) ORIGIN_##id,
#include "fact/origin.def"
#undef ORIGIN
	ORIGIN_COUNT
};

/* What the text in a `source` argument is. */
enum fact_source {
	SOURCE_CODE,
	SOURCE_NAME,   /* the name of something in that language */
	SOURCE_MODULE, /* ... of a module */
};

/* What a format string's letters mean: format.h. */
enum format_dialect { FORMAT_PARSE, FORMAT_BUILD, FORMAT_PRINT, FORMAT_DIALECT_COUNT };

struct fact_param {
	const char *name;
	enum effect effect;
	enum language language;  /* of source */
	enum fact_source source; /* of source */
	bool on_success;         /* only when the call succeeds */
	bool optional;
	bool sometimes;              /* of filled: or left as it was */
	bool rest;                   /* "..." or "name...": this and all further arguments */
	bool keywords;               /* "**name": keyword arguments */
	bool repeated;               /* only in code that runs more than once */
	const char *word;            /* of misuse */
	const char *callback;        /* of called/kept/managed: what the callee passes as its first
	                                argument: "item of self", "result", "borrowed PyProxy", ... or
	                                NULL. Of misuse: the type that the argument must have, or NULL */
	enum format_dialect dialect; /* of format */
	const char **when; /* option keys of which one must be present (in this argument when it is
	                      an object literal, or among keyword arguments); NULL-terminated or
	                      NULL */
	const char **unless;                /* keys none of which may be present */
	const struct fact_param *otherwise; /* effect and word that hold when `when` and `unless` do
	                          not ("kept once when once else kept"); NULL: borrows */
};

/* What a call does to the error that is pending, beside its result. */
enum fact_error {
	ERROR_BY_RESULT, /* a null, negative or 0 that means failure leaves one; else it stays as it
	                    was */
	ERROR_QUIET,     /* stays as it was, also when the call fails */
	ERROR_RAISES,    /* leaves one */
	ERROR_MAY,       /* may leave one: when it fails, if its result tells that */
	ERROR_CLEARS,    /* leaves none */
	ERROR_ASKS,      /* its result is whether there is one */
};

/* What a call does to the lock of the runtime (Python's GIL). */
enum fact_lock {
	LOCK_BY_FILE,
	LOCK_NOT_NEEDED,
	LOCK_NEEDED, /* must be held */
	LOCK_GIVEN,  /* is given back to others */
	LOCK_TAKEN,  /* is taken again */
};

struct fact {
	const char *name;
	struct fact_param *params; /* a parameter called "self" comes first where the receiver
	                              matters */
	uint32_t param_count;
	bool has_params; /* false: a property or a named value, not a call */
	enum origin origin;
	const char *type; /* of the result, or NULL */
	const char *from; /* parameter name for borrowed, tied, alias, item. For new: the argument
	                     that is converted, and comes back as it is when it needs no object */
	const char *from_else; /* parameter that takes its place where it is left out, or NULL */
	bool maybe;            /* the result may as well be a primitive: "maybe new PyProxy" */
	bool nullable;         /* "or null", "or nothing" */
	bool error;            /* "or error": like null, but nobody can use it by mistake */
	bool absent;           /* "or nothing": null means that there is nothing, and no failure */
	bool promise;          /* "promise of ...": the result comes by await or then */
	bool nothrow;
	bool once;    /* of a field: the function in it is called once */
	bool steady;  /* the same arguments always give the same answer */
	bool rarely;  /* it fails only when memory runs out */
	bool zero;    /* of a status: it is 0 unless the call fails */
	bool foreign; /* of a "*.name": only objects of the other language have that member, as
	                 the file's type "*" says */
	enum fact_error pending;
	enum fact_lock lock;
	bool result_of_source; /* "result of source": what the code in the `source` argument
	                          evaluates to */
	const char *like;      /* the call does what this member of the parameter `from` does, where
	                          something is known of that */
	const char *as;     /* parameter that is a type: the result comes as a value of it, and an
	                       object of the other language only if it is the type of one */
	const char *ends;   /* type whose objects all end with this call, for states of the whole
	                       program that no value stands for */
	const char *value;  /* of a primitive: what it is, where a fact knows */
	const char *misuse; /* reading or calling this at all is a mistake of that name */
	const char *since, *until;       /* versions for which the line holds: from `since`, before
	                                    `until` */
	bool of_python;                  /* they are versions of Python, not of Pyodide */
	const struct fact *next_version; /* the same name with other version limits, or NULL */
	const char *file;                /* for "fact" in findings, e.g. "pyodide.toml" */
	uint32_t line;
};

/* A type that facts speak of. */
struct fact_type {
	const char *name;
	const char *resource;  /* first part of rule names ("pyproxy"), or NULL: carries no
	                          obligation */
	const char *noun;      /* for messages: "PyProxy", "proxy of a Python function" */
	const char *retention; /* "hard", "soft": what happens when it is lost */
	const char **told;     /* members that are null when nothing is held */
	const char **counts;   /* ... that are negative then */
	const char **evidence; /* members whose use shows that a `maybe` value is of this type */
	const char **unmistakable; /* members that no other type has: who uses one holds this type
	                            */
	const char *pattern;       /* POSIX extended expression: of texts, those that match it */
	const char **fields; /* of a structure, in their order; "...": all up to the first text */
	const char *prefix;  /* a constant of that name beside a value stands for its field */
	const char *extends; /* members not found here are looked up there */
	bool callable;       /* calling a `maybe` value shows it is of this type */
	bool immortal;       /* losing one is no defect (module handles) */
	bool copied;    /* its value is copied when stored: storing ends no obligation (URLs) */
	bool once;      /* may be called once only */
	bool untyped;   /* a pointer to anything */
	bool shared;    /* somebody else holds it, too: after its release it is borrowed */
	bool counted;   /* references are counted: who takes none must release none */
	bool held;      /* immortal, but not where a structure owns it that is taken down */
	bool constant;  /* its values are objects of the runtime that have names */
	bool heap;      /* of a table: what its functions are called with holds its type */
	bool collected; /* what it keeps is freed with it (an element nobody else holds) */
	bool uncertain; /* a value of it may as well be a primitive */
	bool primitive; /* its values cross as primitives */
	bool scope;     /* the global object: its members are the global names */
	bool foreign;   /* lives in the other language: arguments of its calls cross over */
};

struct fact_table;

/* "js.window.alert" → "alert", "m#f" → "f" */
const char *last_part(const char *name);

/* Gives the table of the built-in facts; those of a language are taken up when it is first asked
 * for. */
struct fact_table *fact_table_new(struct arena *arena);
/* Adds the facts of one more TOML text; later ones win. false and *error (arena text
 * "file:line:column: words") when it is broken. The table keeps what it had. `path` is for
 * messages. Text may be freed after. */
bool fact_table_add(struct fact_table *table, const char *path, const char *text, uint32_t length,
        const char **error);
void fact_table_free(struct fact_table *table);

/* Asking. `language` picks the facts of files whose `language` key lists it. NULL: nothing known.
 * Where a name has several versions, the first is given: fact_pick chooses. */
const struct fact *fact_find(
        const struct fact_table *table, enum language language, const char *name);
/* The fact for "*." or "*#" (`any`) and a name: that name of whatever. */
const struct fact *fact_find_any(
        const struct fact_table *table, enum language language, const char *any, const char *name);
/* "TYPE.member" along `extends`; then "TYPE.*()" when it is called, else "TYPE.*", along `extends`.
 * Calling a property calls its value: where "TYPE.member" is a T, that is "T.()", if there is one.
 */
const struct fact *fact_member(const struct fact_table *table, enum language language,
        const char *type, const char *member, bool call);
const struct fact_type *fact_type(
        const struct fact_table *table, enum language language, const char *name);
/* Is `type` the type `base`, or does it extend it? */
bool fact_is_a(
        const struct fact_table *table, enum language language, const char *type, const char *base);
/* Is the text one that the pattern of `type` describes? */
bool fact_text_is(const struct fact_table *table, const struct fact_type *type, const char *text);
/* Does the line hold for this version ("0.26.4")? NULL is the newest. */
bool fact_applies(const struct fact *fact, const char *version);
/* The first of a fact's versions that applies, or NULL; NULL of NULL. */
/* `version` NULL: the newest that there is. */
const struct fact *fact_pick(const struct fact *fact, const char *version);
/* How many parameters stand for the receiver: 0, or 1 for a first one called "self". */
uint32_t fact_receiver(const struct fact *fact);
/* The parameter that argument `index` (without the receiver) is for by its place: its own, else the
 * one that takes the rest. NULL: none. */
const struct fact_param *fact_param_at(const struct fact *fact, uint32_t index);
/* The first that takes so many arguments (without the receiver), or the first of all. */
const struct fact *fact_pick_call(const struct fact *fact, const char *version, uint32_t arguments);
/* The type that a declared type stands for: its name, an alias, one of them among null and
 * undefined
 * ("PyProxy | null", "Optional[JsProxy]"), or a promise of it. */
const char *fact_declared(
        const struct fact_table *table, enum language language, const char *declared);
/* The type that a variable of this name conventionally has. */
const char *fact_conventional(
        const struct fact_table *table, enum language language, const char *name);
/* The type that alone has such a member, or NULL. */
const char *fact_unmistakable(
        const struct fact_table *table, enum language language, const char *member);
/* Functions that by convention run once, or again and again: matched by name. */
bool fact_runs_once(const struct fact_table *table, enum language language, const char *name);
bool fact_runs_often(const struct fact_table *table, enum language language, const char *name);
/* Does its name say that it gives back what it does not own any more? */
bool fact_lends(const struct fact_table *table, enum language language, const char *name);
/* The rule behind a text of a run-time error, or NULL. */
const char *fact_rule_of_error(const struct fact_table *table, const char *text);
/* The words (base/find.h) one of which a file in `language` must contain to have a finding, and for
 * LANG_NONE a file that may hold any language: the `prefilter` arrays of the facts files, and the
 * names that a user's own facts are about. None (*count 0): every file may have one. */
const char *const *fact_prefilter_words(
        const struct fact_table *table, enum language language, uint32_t *count);
/* Those of them without which nothing that stands in other files matters to it. */
const char *const *fact_linking_words(
        const struct fact_table *table, enum language language, uint32_t *count);
/* The language of the code that callees with this last name ("runPython") take as text: that of the
 * `source` parameter of any fact for X.name, X#name or name. LANG_NONE when there is none. */
enum language fact_source_language(
        const struct fact_table *table, enum language language, const char *name);

#endif
