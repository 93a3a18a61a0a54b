/*
 * Private to the Zig front end (zig*.c).
 *
 * zig_scope.c finds what the containers of a file declare, then each function
 * is lowered with struct zig as its only state. Frames are what control can
 * leave: blocks with their deferred statements, loops, labelled blocks. A way
 * out of a frame first lowers what was deferred in it, so that the IR knows
 * neither `defer` nor `errdefer`.
 *
 * Names are resolved by binding. What is reached through an import is GLOBAL
 * "module#path" (`py.PyString.create` is "pyz3#PyString.create"); type
 * arguments do not count: `py.PyList(root).new` is "pyz3#PyList.new". A call
 * of a function of this file is a call of its CLOSURE, with the receiver as
 * first argument. A struct with one field is that field: wrappers cost nothing.
 */
#ifndef PROXYLINT_FRONT_ZIG_LOWER_H
#define PROXYLINT_FRONT_ZIG_LOWER_H

#include "front/lower.h"

enum zig_kind {
	ZIG_BEFORE_FIRST = TS_FIRST - 1,
#define KIND(id, text) K_##id,
#define TOKEN(id, text) K_##id,
#include "front/zig_kind.def"
#undef TOKEN
#undef KIND
};

enum zig_field {
	F_NONE,
#define FIELD(id, text) F_##id,
#include "front/zig_field.def"
#undef FIELD
};

struct zig_container {
	struct ts_child node;
	const char *name;
	struct zig_container *outer;
	struct map decls;       /* name → struct zig_decl */
	const char *only_field; /* of a struct that has one field, else NULL */
	uint32_t field_count;
	bool given; /* to a function at compile time: its public functions are for others */
};

/* What a container declares. */
struct zig_decl {
	const char *name;
	struct zig_container *home; /* that declares it */
	uint32_t func, var;         /* or NO_* */
	struct zig_container *type; /* it is this container, or makes one */
	struct ts_child value;      /* of a constant that may be another name for something */
	struct ts_child declared;   /* return type of a function, type of a field */
	const char *path;           /* what the constant names, when `asked` */
	bool asked;
};

/* A local name. */
struct zig_name {
	const char *name;
	uint32_t var;
	bool constant;
	bool error;                  /* holds an error, not a value */
	const char *path;            /* another name for something imported, or NULL */
	const char *field;           /* holds a struct whose only field is this one, or NULL */
	struct zig_container *type;  /* of its value, where it is known */
	struct zig_container *means; /* it is the name of this container */
	struct zig_name *hidden;     /* what this name was in the scope around */
};

struct zig_deferred {
	struct ts_child node;
	bool on_error;
};

/* What control can leave. Lives on the C stack. */
struct zig_frame {
	struct zig_frame *outer;
	const char *label; /* or NULL */
	bool loop;
	uint32_t on_break, on_continue; /* NO_BLOCK: cannot be left that way */
	uint32_t result;                /* variable for the value of a break, or NO_VAR */
	VEC(struct zig_deferred) deferred;
};

/* A function to be lowered. */
struct zig_function {
	struct ts_child node;
	struct zig_container *home;
	uint32_t func;
};

enum zig_failing {
	ZIG_CANNOT_FAIL, /* the return type has no error union */
	ZIG_MAY_FAIL,    /* it is a name: nobody knows */
	ZIG_FAILS
};

struct zig {
	struct lower base;
	struct zig_container *here; /* around the code at work */
	VEC(struct zig_container *) containers;
	VEC(struct zig_function) functions;
	struct map names; /* local, innermost → struct zig_name */
	VEC(struct zig_name *) scope;
	struct zig_frame *frame;
	enum zig_failing failing;
	struct map decided; /* conditions known at compile time → variable that holds the answer */
	bool returning; /* the value of the next expression is returned: its arms may be errors */
	uint32_t return_var; /* ... and go to this variable */
	uint32_t loops;
};

typedef VEC(struct arg) zig_args;

/* ---- zig.c ---- */

void zig_stop(struct zig *z, struct span span);

/* ---- zig_scope.c ---- */

/* The container of a struct, union, enum or opaque node; scans it when it is new. */
struct zig_container *zig_container(struct zig *z, struct ts_child node, const char *name);
/* A declaration that is seen from here, or NULL. */
struct zig_decl *zig_lookup(struct zig *z, struct zig_container *from, const char *name);
struct zig_decl *zig_member(const struct zig_container *container, const char *name);
struct zig_name *zig_local(struct zig *z, const char *name); /* NULL: not a local name */
struct zig_name *zig_declare(struct zig *z, struct ts_child identifier);
struct zig_name *zig_declare_as(struct zig *z, const char *text, struct ts_child identifier);
uint32_t zig_scope_open(struct zig *z);
void zig_scope_close(struct zig *z, uint32_t mark);

/* ---- zig_type.c ---- */

/* "pyz3#PyString" when the expression is the name of something imported, else NULL. */
const char *zig_path(struct zig *z, struct ts_child node);
/* The container of this file that the expression names, or NULL. */
struct zig_container *zig_named_type(struct zig *z, struct ts_child node);
/* That of the values of a type, through pointers, optionals, error unions; or NULL. */
struct zig_container *zig_value_type(struct zig *z, struct ts_child type);
/* That of the value of an expression, where declarations tell it; or NULL. */
struct zig_container *zig_static_type(struct zig *z, struct ts_child node);
/* The function of this file that is called; `receiver` gets what stands before the dot, if that is
 * an argument, too. NULL: another one. */
struct zig_decl *zig_callee(struct zig *z, struct ts_child callee, struct ts_child *receiver);
/* How facts, and C, spell a declared type: "PyObject *" for `?*c.PyObject`, "PyList" for
 * `py.PyList(root)`; NULL for lists and the like. */
const char *zig_type_name(struct zig *z, struct ts_child type);
/* Values of this type are plain: numbers, slices of bytes. */
bool zig_is_scalar(struct zig *z, struct ts_child type);
enum zig_failing zig_failing_of(struct zig *z, struct ts_child returns);

/* ---- zig_func.c ---- */

void zig_function(struct zig *z, const struct zig_function *function);

/* ---- zig_expr.c ---- */

uint32_t zig_expr(struct zig *z, struct ts_child node); /* never 0 */
/* The same for what a suffix (a member, a call, an index) belongs to. The grammar takes `!a.b()`
 * for
 * `(!a).b()`: a `!` at its start is none of this value's. */
uint32_t zig_object(struct zig *z, struct ts_child node);
/* A value that nobody takes. */
void zig_discard(struct zig *z, struct ts_child node);
/* Is it an expression, a statement or a block, and not a label, a payload, a token? */
bool zig_is_value(struct ts_child node);
/* The first child that is one. */
struct ts_child zig_value_of(struct zig *z, struct ts_child node);
struct ts_child zig_unwrap(struct zig *z, struct ts_child node); /* without parentheses */
void zig_assign(struct zig *z, struct ts_child target, uint32_t value, struct span span);
/* The only field that a struct initializer gives, or NULL. */
const char *zig_only_field(struct zig *z, struct ts_child node);

/* ---- zig_call.c ---- */

uint32_t zig_call(struct zig *z, struct ts_child node);
uint32_t zig_builtin(struct zig *z, struct ts_child node);
bool zig_stops(struct zig *z, struct ts_child builtin); /* @panic and the like */

/* ---- zig_cond.c ---- */

void zig_cond(struct zig *z, struct ts_child node, uint32_t yes, uint32_t no);
bool zig_is_condition(struct zig *z, struct ts_child node);
/* Does it start with a `!` that is for all of it, although the tree says otherwise? */
bool zig_is_negated(struct zig *z, struct ts_child node);
uint32_t zig_truth(struct zig *z, struct ts_child node);
/* if, as a statement (result NO_VAR) or a value */
void zig_if(struct zig *z, struct ts_child node, uint32_t result);
/* A catch B, A orelse B */
uint32_t zig_otherwise(struct zig *z, struct ts_child node);
void zig_switch(struct zig *z, struct ts_child node, uint32_t result);

/* ---- zig_loop.c ---- */

void zig_while(struct zig *z, struct ts_child node, const char *label, uint32_t result);
void zig_for(struct zig *z, struct ts_child node, const char *label, uint32_t result);

/* ---- zig_exit.c ---- */

/* Lowers what was deferred in all frames inside `until`, innermost first. */
void zig_unwind(struct zig *z, const struct zig_frame *until, bool error);
void zig_defer(struct zig *z, struct ts_child node);
/* error.X, an error that was caught, or a name like Errors.Failed */
bool zig_is_error(struct zig *z, struct ts_child node);
void zig_fail(struct zig *z, struct ts_child node); /* returns an error */
void zig_return(struct zig *z, struct ts_child node);
void zig_break(struct zig *z, struct ts_child node);
void zig_continue(struct zig *z, struct ts_child node);
uint32_t zig_try(struct zig *z, struct ts_child node);

/* ---- zig_stmt.c ---- */

void zig_statement(struct zig *z, struct ts_child node);
/* The statements of a block, what was deferred in them included. */
void zig_body(struct zig *z, struct ts_child block);
/* A block, perhaps with a label; its value goes to `result`, if that is a variable. */
void zig_block_value(struct zig *z, struct ts_child node, uint32_t result);
/* Any statement or expression; a value goes to `result`, if that is a variable. */
void zig_arm(struct zig *z, struct ts_child node, uint32_t result);
/* Declares the names of a payload; the first gets `value`. */
void zig_capture(struct zig *z, struct ts_child payload, uint32_t value, bool error);

#endif
