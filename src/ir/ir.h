/*
 * The ownership IR: what all front ends lower to and all that the engine sees.
 *
 * A unit is one source (a file, or a piece of code inside one). It holds
 * functions; functions[0] is the unit's own body. A function holds basic
 * blocks, a block holds instructions and ends in exactly one terminator.
 *
 * Values are made by instructions and named by them: value N of a function is
 * the result of its instruction N; 0 is "no value" (instruction 0 is unused).
 * A value is used only in blocks that its definition dominates; what flows
 * round joins goes through variables. Variables belong to a function and are
 * unique per scope (the front end has resolved shadowing); an inner function
 * may load and store a variable of an outer one: it is then *captured*.
 *
 * What front ends must do:
 *  - resolve names by binding. A free name is GLOBAL. Python: `import js` binds
 *    "js"; `from js import setTimeout as later` binds later to GLOBAL
 *    "js.setTimeout"; `import pyodide.ffi as f` to "pyodide.ffi"; relative
 *    imports to ".mod.name". Builtins are "builtins.len". JavaScript: a free
 *    identifier is its own name ("setTimeout", "loadPyodide");
 *    `import {a as b} from "m"` binds b to GLOBAL "m#a", a default import to
 *    "m#default", `import * as n` to "m#*". require("m") is GLOBAL "m#*".
 *    Zig: `@import("a/mem.zig").free` is "mem#free", and unit->modules says
 *    where mem is.
 *    Parameters and locals are variables. Never guess types from names.
 *  - lower `a.b(c)` to CALL with receiver a and name "b" (no FIELD before it),
 *    `f(c)` to CALL with callee value a and no name. `new C(x)` sets CALL_NEW.
 *  - lower every cleanup construct (finally, with, using, defer) into blocks
 *    on each exit edge. `with E as p`: m = E; p = m.__enter__(); ... and
 *    m.__exit__() on each way out. `using p = E`: p["@@dispose"]() likewise.
 *  - `a?.b()`, `a ?? b`, `a && b`, `c ? a : b` are branches; the result goes
 *    through a temporary variable (name NULL).
 *  - a condition is lowered to the most telling TEST: `if (p)` truth, `p ===
 *    null` null, `p instanceof T` / `isinstance(p, T)` type "T", `p.toJs`,
 *    `"toJs" in p`, `typeof p.toJs === "function"`, `hasattr(p, "toJs")`:
 *    member "toJs". Negation swaps the targets; && and || are nested branches.
 *  - loops: ITER before, header with BRANCH done, NEXT in the body. Blocks in
 *    loops need not be marked; loops are found from the edges.
 *  - destructuring: FIELD reads for objects; ITER and NEXTs for arrays.
 *  - an expression statement's value gets a DROP. A block-scoped variable gets
 *    a FORGET where its scope ends (also on each round of a loop, break,
 *    continue), function-scoped ones do not.
 *  - literals of primitives are CONST; operators that yield primitives
 *    (arithmetic, comparison, string templates, typeof, !) are PRIM.
 *  - a call that can throw goes to block.unwind when it does; NO_BLOCK means
 *    out of the function. In C and Zig nothing throws (func.throws is false).
 *  - decorators are calls: `@d def f` is f = d(closure f).
 */
#ifndef PROXYLINT_IR_IR_H
#define PROXYLINT_IR_IR_H

#include "base/map.h"
#include "text/source.h"

/* In the text of a constant with TEMPLATE_HOLES: text that is put in; a number as one byte. */
#define TEXT_HOLE "\xEF\xBF\xBC" /* U+FFFC */
#define BYTE_HOLE "\xEF\xBF\xBD" /* U+FFFD */

#define NO_BLOCK UINT32_MAX
#define NO_FUNC UINT32_MAX
#define NO_VAR UINT32_MAX

enum language {
#define LANGUAGE(id, text, receiver, traits) LANG_##id,
#include "ir/language.def"
#undef LANGUAGE
	LANG_COUNT
};

/* What the engine asks instead of which language it is. */
enum language_trait {
	TRAIT_SHARED_GLOBALS = 1,   /* free names are one scope for all files of a page */
	TRAIT_IDENTITY = 2,         /* == of two objects asks whether they are the same one */
	TRAIT_MODULE_PATHS = 4,     /* "a.b.c" may name c of the module a.b */
	TRAIT_DEFINED_WHEN_RUN = 8, /* an inner function is there once its definition has run */
	TRAIT_FETCHED_BY_NAME = 16, /* other languages fetch module-level functions by name */
	TRAIT_NULL_FAILS = 32,      /* a function that returns null has failed */
	TRAIT_LINKED = 64,          /* exported names are one scope for all files of a program */
};

enum op {
#define OP(id, text, operands, result) OP_##id,
#include "ir/op.def"
#undef OP
	OP_COUNT
};

enum test {
#define TEST(id, text) TEST_##id,
#include "ir/test.def"
#undef TEST
	TEST_COUNT
};

enum const_kind {
#define CONST_KIND(id, text) CONST_##id,
#include "ir/const.def"
#undef CONST_KIND
	CONST_COUNT
};

enum insn_flag {
	CALL_NEW = 1,     /* new C(...), or C.new(...) is NOT this: that is a call of "new" */
	RETURN_ERROR = 2, /* RETURN of an error value (Zig error, front end knows) */
	INSN_HIDDEN = 4, /* made by lowering, not written by the user: no DROP or discard finding */
	CALL_MAYBE = 8,  /* `?.()` and the like: already guarded by a branch */
	MAKE_LAZY = 32,  /* MAKE: its items are made when they are asked for (a generator).
	                    NEXT: the item is waited for (`for await`) */
	VAR_UNSET = 128, /* FORGET: the variable begins, and reading it now is a mistake */
	TEMPLATE_HOLES = 16,  /* CONST string that had ${holes} */
	PARAM_REST = 64,      /* PARAM: a container of all further arguments */
	GLOBAL_ADDRESS = 256, /* GLOBAL: where it is, not what it holds */
};

enum arg_flag {
	ARG_SPREAD = 1, /* ...x, *x */
	ARG_KEYS = 2,   /* **x, {...x} */
};

struct arg {
	uint32_t value;
	uint8_t flags;
	const char *key; /* keyword argument or property name, or NULL */
};

struct insn {
	uint8_t op;     /* enum op */
	uint8_t detail; /* enum test of BRANCH, enum const_kind of CONST and MAKE */
	uint16_t flags; /* enum insn_flag */
	struct span span;
	uint32_t a, b, c;
	/* CALL: name set and a set: method `name` of a. name NULL: value a is called.
	 * name set and a 0: the global function `name` (C, Zig, IR text). */
	const char *name;
	struct arg *args;
	uint32_t arg_count;
	uint32_t var;       /* LOAD, STORE, ADDRESS, FORGET: variable. PARAM: position */
	uint32_t func;      /* CLOSURE */
	uint32_t target[2]; /* JUMP: [0]; BRANCH: [0] test holds, [1] it does not */
};

struct block {
	VEC(uint32_t) insns; /* instruction numbers; the last is the terminator */
	uint32_t unwind;     /* where a throwing instruction of this block goes; NO_BLOCK: out */
	bool in_loop;        /* filled by unit_finish */
	VEC(uint32_t) preds; /* filled by unit_finish; without unwind edges */
};

struct var {
	const char *name; /* NULL for a temporary of the front end */
	const char *type; /* declared type (annotation, JSDoc) or NULL */
	uint32_t func;    /* owner */
	struct span span; /* declaration */
	bool captured;    /* used by an inner function; filled by unit_finish */
	bool exported;    /* module variable that other files can see */
	bool global;      /* variable of the unit's body: lives as long as the page or module */
};

enum func_flag {
	FUNC_ASYNC = 1,
	FUNC_GENERATOR = 2,
	FUNC_METHOD = 4,        /* has OP_THIS of class `class_name` */
	FUNC_CONSTRUCTOR = 8,   /* constructor, __init__ */
	FUNC_EXPORTED = 16,     /* other files can call it by name */
	FUNC_TEST = 32,         /* test code */
	FUNC_THROWS = 64,       /* calls in it may throw (JS, Python) */
	FUNC_GUARDED = 128,     /* defined only where an alternative runtime is (MicroPython branch,
	                           ImportError) */
	FUNC_GIVES = 256,       /* whoever calls it owns what it returns */
	FUNC_DESTRUCTOR = 1024, /* called when its last parameter, an object, has its end */
	FUNC_NULLABLE = 512,    /* its declared type has null among its values: no failure */
};

struct func {
	const char *name;       /* "" for an anonymous one and for the unit's body */
	const char *class_name; /* of a method, else NULL */
	uint32_t id, parent;    /* parent: enclosing function, NO_FUNC for the body */
	uint32_t flags;         /* enum func_flag */
	uint32_t param_count;
	const char **param_names;
	struct span span, name_span;
	VEC(struct insn) insns;   /* [0] is unused */
	VEC(struct block) blocks; /* [0] is the entry: no edge leads to it */
	const char *return_type;  /* declared, or NULL */
};

/* Code in another language inside this unit: the text of a string constant. */
struct embed {
	uint32_t func, value; /* the CONST instruction */
	struct unit *unit;    /* its code, lowered: the body returns the last expression's value */
	struct source *source;
	enum language language;
};

/* What a name of the module scope is for other units. */
struct export
{
	const char *name;       /* "default" for a default export */
	uint32_t func, var;     /* one of them, or both NO_* when unknown */
	const char *class_name; /* or the class */
	const char *from;       /* re-export: GLOBAL-style name ("./m#a", "./m#*") or NULL */
};

/* A module or a member of one that is imported, as GLOBAL names it. */
struct unit_import {
	const char *name;
	struct span span;
	bool guarded; /* in `if` or `try`: something is asked first, or a failure handled */
};

/* A file that names of this unit go through: "mem#free" where mem is "../mem.zig". */
struct unit_module {
	const char *name;
	const char *path; /* from the folder of this unit; NULL: of several that name says too
	                     little */
};

/* An attribute of a function that is declared or defined here: `word(argument)`. */
struct func_mark {
	const char *func, *result; /* its name, and what it is declared to give */
	uint32_t param_count;
	const char *word, *argument; /* argument: NULL when there is none */
};

struct unit {
	struct arena *arena;   /* holds all of the unit */
	struct arena building; /* private: what grows until unit_finish */
	struct source *source;
	enum language language;
	const char *module; /* how other files name it: path without extension, or NULL */
	VEC(struct func *) funcs;
	VEC(struct var) vars;
	VEC(struct embed) embeds;
	VEC(struct export) exports;
	VEC(struct unit_import)
	imports; /* of Python; for rules on pages, no part of the text form */
	VEC(struct unit_module) modules; /* of Zig; no part of the text form */
	VEC(struct func_mark) marks;     /* of C; no part of the text form, as the next three */
	VEC(const char *) includes;      /* "x.h", as it is written there */
	VEC(const char *) headers;  /* ... and those of the project that this leads to: paths */
	VEC(const char *) declares; /* functions that it or a header says exist somewhere */
	const char *scope;  /* the same for scripts of a page that share their variables, or NULL */
	struct unit *host;  /* of embedded code: where it stands */
	uint32_t index;     /* among the units of a project; flow's */
	uint32_t unread;    /* functions or regions that the parser could not read */
	uint32_t size;      /* instructions so far */
	bool full;          /* there was more than UNIT_MOST; see ir_takes */
	struct span rest;   /* of a full one: the first piece that was left out */
	bool short_lengths; /* C: it does not ask for Py_ssize_t as the length of a text, which
	                       was an int before Python 3.10 */
	bool script;        /* JavaScript, and no module: its names are those of its page */
	bool generated;     /* a program wrote it: nobody mends it here */
	bool snippet;       /* a documentation example: fence, doc comment */
	bool imported;      /* read only for what others import from it */
	bool context;       /* only tells what others call: nobody asks for its findings */
	bool micropython;   /* runs on MicroPython: nothing is lent, nothing can be destroyed */
	bool lasting_calls; /* its runtime makes lasting proxies of what plain calls hand over
	                       (PyScript's experimental_create_proxy = "auto") */
	uint64_t time;      /* nanoseconds that went into it, for who asks where they went */
};

/* The instructions of a unit after which nothing is taken any more. A file that a person wrote has
 * rarely more than a tenth of it. */
enum { UNIT_MOST = 400000 };

/* ---- building: everything lives in unit->arena, from unit_finish on ---- */

/* An empty unit: the first func_new, with parent NO_FUNC, makes its body. Names and other texts
 * given below are borrowed and must live as long as the unit. */
struct unit *unit_new(struct arena *arena, struct source *source, enum language language);
/* With its entry, block 0: a cursor starts as {unit, func, 0, NO_BLOCK}. name NULL: "". */
struct func *func_new(struct unit *unit, uint32_t parent, const char *name, struct span span);
uint32_t var_new(struct unit *unit, uint32_t func, const char *name, struct span span);
uint32_t block_new(struct unit *unit, struct func *func);

/* Where the next instruction goes. `block` NO_BLOCK: unreachable code, instructions go to a block
 * nobody jumps to, so that front ends need not care. */
struct cursor {
	struct unit *unit;
	struct func *func;
	uint32_t block;
	uint32_t unwind; /* unwind target of blocks started from here on */
};

/* Starts block `block`; if the current one has no terminator yet, jumps there first. */
void ir_start(struct cursor *at, uint32_t block);
/* Is there room for what stands at `span`? Where there is none, to bound the memory for one file,
 * the path ends here without an end: nothing is said about what follows. */
bool ir_takes(struct cursor *at, struct span span);
bool ir_open(const struct cursor *at); /* the current block still lacks its terminator */
/* Appends a copy of `insn` and its args; gives its number. */
uint32_t ir_add(struct cursor *at, struct insn insn);

uint32_t ir_const(struct cursor *at, enum const_kind kind, const char *text, struct span span);
uint32_t ir_global(struct cursor *at, const char *name, struct span span);
uint32_t ir_load(struct cursor *at, uint32_t var, struct span span);
void ir_store(struct cursor *at, uint32_t var, uint32_t value, struct span span);
uint32_t ir_field(struct cursor *at, uint32_t a, const char *name, struct span span);
/* a.name = value, a[index] = value */
void ir_set_field(
        struct cursor *at, uint32_t a, const char *name, uint32_t value, struct span span);
void ir_set_item(struct cursor *at, uint32_t a, uint32_t index, uint32_t value, struct span span);
/* `args` is copied. callee: receiver or function value or 0; name may be NULL. */
uint32_t ir_call(struct cursor *at, uint32_t callee, const char *name, const struct arg *args,
        uint32_t arg_count, struct span span);
uint32_t ir_make(struct cursor *at, enum const_kind kind, const struct arg *args,
        uint32_t arg_count, struct span span);
uint32_t ir_prim(struct cursor *at, const struct arg *args, uint32_t arg_count, struct span span);
/* A PRIM of two operands; `name`: the operator as the language writes it. */
uint32_t ir_operator(
        struct cursor *at, const char *name, uint32_t left, uint32_t right, struct span span);
uint32_t ir_any(struct cursor *at, const struct arg *args, uint32_t arg_count, struct span span);
uint32_t ir_unary(struct cursor *at, enum op op, uint32_t a, const char *name, struct span span);
void ir_jump(struct cursor *at, uint32_t block, struct span span);
void ir_branch(struct cursor *at, enum test test, const char *name, uint32_t a, uint32_t yes,
        uint32_t no, struct span span);
void ir_return(struct cursor *at, uint32_t a, struct span span);
void ir_throw(struct cursor *at, uint32_t a, struct span span);

/* Adds missing terminators (return at the end of a function), removes blocks that cannot be
 * reached, numbers blocks and instructions anew (and the values of unit->embeds with them), fills
 * predecessors, loops and captured variables. Every front end ends with it: numbers of values and
 * blocks that it still holds are void after. */
void unit_finish(struct unit *unit);

/* ---- asking ---- */

const char *op_text(enum op op);
bool op_is_terminator(enum op op);
bool op_has_result(enum op op);
bool op_uses_var(enum op op); /* means insn.var as a variable */
/* May this instruction throw in a function that has FUNC_THROWS? */
bool insn_throws(const struct insn *insn);
/* Fills `out` with successors (without unwind); gives how many, at most 2. */
unsigned insn_successors(const struct insn *insn, uint32_t out[2]);
/* Has the block an unwind target, and something that goes there? */
bool block_can_unwind(const struct func *func, const struct block *block);
const char *language_text(enum language language);
bool language_has(enum language language, enum language_trait trait);
const char *language_receiver(enum language language); /* "this", "self" */

/* ---- text form (ir/form.h): print, read back, verify ---- */

struct buf;
void unit_print(const struct unit *unit, struct buf *out);
/* The same without spans, for people. */
void unit_print_short(const struct unit *unit, struct buf *out);
/* Reads what unit_print prints. On an error gives NULL and fills *error (arena text) and *where
 * (offset into the source). Spans of instructions are those of their text unless `@a-b` says more.
 */
struct unit *unit_read(
        struct arena *arena, struct source *source, const char **error, uint32_t *where);
/* NULL when every invariant above holds, else a sentence (in unit->arena). */
const char *unit_verify(struct unit *unit);

#endif
