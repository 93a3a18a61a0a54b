/*
 * Private to the Python front end (py*.c).
 *
 * Two passes over one tree. The first (py_scope.c) finds what every scope
 * binds and what imports names stand for: Python decides whether a name is
 * local by the whole of a function, so no name can be resolved before. The
 * second emits IR, with struct py as its only state.
 */
#ifndef PROXYLINT_FRONT_PY_LOWER_H
#define PROXYLINT_FRONT_PY_LOWER_H

#include "front/lower.h"

enum py_kind {
	PY_BEFORE_FIRST = TS_FIRST - 1,
#define KIND(id, text) PY_##id,
#define TOKEN(id, text) PY_##id,
#include "front/py_kind.def"
#undef TOKEN
#undef KIND
};

enum py_field {
	F_NONE,
#define FIELD(id, text) F_##id,
#include "front/py_field.def"
#undef FIELD
};

enum py_scope_kind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_COMPREHENSION };

struct py_name {
	const char *name;
	struct py_scope *scope;      /* NULL: free, `global` says what it is */
	const char *global;          /* the GLOBAL that it always stands for, or NULL: a variable */
	struct span span;            /* where it is bound first */
	uint32_t var;                /* NO_VAR until it is needed */
	bool is_global, is_nonlocal; /* declared so in this scope */
	/* how it is bound; "weak": in an `except ImportError`, or as None to begin with */
	uint32_t assigned, assigned_weak;
	const char *imported, *imported_weak;
	bool imports_differ, weak_imports_differ;
	/* the function or class it names, for exports */
	uint32_t func;
	const char *class_name;
	/* the string literal that it always holds, for code in strings */
	struct ts_child text;
	uint32_t text_func, text_value;
	bool text_wanted, text_embedded;
};

struct py_scope {
	uint32_t id, start; /* start: offset of its node; no two scopes share one */
	enum py_scope_kind kind;
	struct py_scope *parent;
	uint32_t func;        /* the IR function that its code is part of */
	uint32_t class_value; /* SCOPE_CLASS: the class */
	const char *class_name;
	bool generator;
	VEC(struct py_name *) names;
};

enum py_exit_kind { EXIT_LOOP, EXIT_FINALLY, EXIT_WITH };

/* What leaving a statement means for the ones around it. Lives on the C stack. */
struct py_exit {
	struct py_exit *outer;
	enum py_exit_kind kind;
	uint32_t unwind;                /* where exceptions of the cleanup itself go */
	uint32_t on_break, on_continue; /* LOOP */
	struct ts_child body;           /* FINALLY: the block */
	uint32_t manager;               /* WITH */
	bool is_async;
	struct span span;
};

struct py {
	struct lower base;
	struct py_scope *scope;
	struct py_exit *exits;
	uint32_t caught;               /* the exception being handled, or 0 */
	uint32_t copies;               /* cleanups being copied inside cleanups */
	uint32_t guarded;              /* > 0 in an `except ImportError` */
	bool embedded;                 /* the value of the last expression is returned */
	bool test;                     /* a file of tests */
	VEC(struct py_scope *) scopes; /* sorted by start; [0] is the module */
	struct map names;              /* scope id and name → struct py_name */
	VEC(const char *) stars;       /* modules of `from x import *` */
};

typedef VEC(struct arg) py_args;

/* ---- py.c ---- */

/* The exceptions of what follows go to `unwind`. */
void py_unwind(struct py *py, uint32_t unwind);
uint32_t py_hidden(struct py *py, struct insn insn);
void py_jump(struct py *py, uint32_t block, struct span span); /* unless nothing gets here */

/* ---- py_scope.c, py_name.c ---- */

void py_scan(struct py *py);
/* The scope that the scan made for a node. */
struct py_scope *py_scope_of(struct py *py, struct ts_child node, enum py_scope_kind kind);
struct py_name *py_bind(struct py *py, struct py_scope *scope, struct str name, struct span span);
struct py_name *py_lookup(struct py *py, struct py_scope *scope, struct str name);
void py_settle_names(struct py *py);
void py_free_names(struct py *py);
uint32_t py_var(struct py *py, struct py_name *name);
uint32_t py_load(struct py *py, struct str name, struct span span);
void py_store(struct py *py, struct py_name *name, uint32_t value, struct span span);
void py_forget(struct py *py, struct str name, struct span span);
/* What an annotation or a class expression names: the last part of its resolved name, without
 * Optional and None; NULL when it names several or none. */
const char *py_type_name(struct py *py, struct ts_child node);
bool py_is_builtin(struct py *py, struct ts_child node, const char *name);

/* ---- py_import.c ---- */

void py_scan_import(struct py *py, struct py_scope *scope, struct ts_child node, bool weak);
void py_import(struct py *py, struct ts_child node);
/* Does this handler serve where a module is missing? `body`: of the try statement. */
bool py_handles_missing(struct py *py, struct ts_child clause, struct ts_child body);

/* ---- py_text.c ---- */

/* The value of a string literal (or several in a row): a constant, or what its holes give. */
uint32_t py_string(struct py *py, struct ts_child node);
/* The decoded text; NULL when it is not constant or not text. */
const char *py_string_text(struct py *py, struct ts_child node);
/* The string constant `value` of function `func` is an argument: it may be code. */
void py_embed(struct py *py, uint32_t func, uint32_t value, struct ts_child node);

/* ---- py_expr.c ---- */

uint32_t py_expr(struct py *py, struct ts_child node); /* never 0 */
uint32_t py_call_args(
        struct py *py, uint32_t callee, const char *name, struct ts_child args, struct span span);
struct ts_child py_unwrap(struct py *py, struct ts_child node); /* without parentheses */
uint32_t py_tuple(struct py *py, struct ts_child node);         /* of the children of a node */
/* left OPERATOR right */
uint32_t py_combine(
        struct py *py, struct str operator, uint32_t left, uint32_t right, struct span span);
/* The index of a subscript, from the children of its node. */
uint32_t py_index(struct py *py, struct ts_kids kids, struct span span);

/* ---- py_comp.c ---- */

uint32_t py_comprehension(struct py *py, struct ts_child node);

/* ---- py_cond.c ---- */

void py_cond(struct py *py, struct ts_child node, uint32_t yes, uint32_t no);
/* `and` and `or` as values. */
uint32_t py_boolean(struct py *py, struct ts_child node);
uint32_t py_conditional(struct py *py, struct ts_child node);

/* ---- py_assign.c ---- */

void py_assign(struct py *py, struct ts_child target, uint32_t value);
/* The value assigned; 0 when there is none, or several. */
uint32_t py_assignment(struct py *py, struct ts_child node);
void py_augmented(struct py *py, struct ts_child node);
void py_delete(struct py *py, struct ts_child node);
void py_forget_targets(struct py *py, struct ts_child target);

/* ---- py_stmt.c ---- */

void py_statement(struct py *py, struct ts_child node);
/* The last expression statement of embedded code: its value is returned. */
void py_result(struct py *py, struct ts_child node);
void py_body(struct py *py, struct ts_child block); /* a block, or a clause that holds one */

/* ---- py_try.c ---- */

void py_try(struct py *py, struct ts_child node);
void py_with(struct py *py, struct ts_child node);
/* Cleans up on the way out to `until` (NULL: out of the function). What follows is outside: emit
 * the jump, then py_left(what this gave). */
uint32_t py_leave(struct py *py, struct py_exit *until);
void py_left(struct py *py, uint32_t unwind);

/* ---- py_match.c ---- */

void py_match(struct py *py, struct ts_child node);

/* ---- py_def.c ---- */

void py_function(struct py *py, struct ts_child node, struct ts_child decorated);
void py_class(struct py *py, struct ts_child node, struct ts_child decorated);
void py_decorated(struct py *py, struct ts_child node);
uint32_t py_lambda(struct py *py, struct ts_child node);

/* The parts of a parameter; `name` is none for `/` and `*`. */
struct py_param {
	struct ts_child name, type, value;
	bool rest; /* *args, **options */
};
struct py_param py_param(struct py *py, struct ts_child node);

#endif
