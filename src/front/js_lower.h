/*
 * Private to the JavaScript front end (js*.c): what its files share.
 *
 * Lowering is one walk over the tree. A function's body is lowered where the
 * function stands, while the bindings of all enclosing scopes are known: each
 * scope declares its names before its first statement is lowered. A name has
 * a chain of bindings, innermost first, so that resolving is one map lookup.
 *
 * `finally` blocks are lowered once per way out. The code that is lowered
 * then stands outside of scopes that are still open, so those are hidden from
 * lookups meanwhile (struct js_hidden).
 */
#ifndef PROXYLINT_FRONT_JS_LOWER_H
#define PROXYLINT_FRONT_JS_LOWER_H

#include "front/front.h"
#include "front/ts.h"

enum js_kind {
	K_OTHER = TS_OTHER,
	K_ERROR = TS_ERROR,
#define NODE(id, text) K_##id,
#define TOKEN(id, text) T_##id,
#include "front/js.def"
	K_COUNT
};

enum js_field {
	F_NONE,
#define FIELD(id, text) F_##id,
#include "front/js.def"
	F_COUNT
};

/* A constant string that a name or an argument stands for. */
struct js_text {
	uint32_t func, value;  /* the CONST; value 0: not lowered yet */
	struct source *source; /* its text */
	bool wanted, embedded; /* is it an argument, and in unit->embeds? */
};

struct js_binding {
	struct js_name *name;
	struct js_binding *outer; /* what it shadows */
	uint32_t scope;           /* serial number of its scope */
	uint32_t var;             /* NO_VAR: `global` */
	const char *global;       /* an imported name, as GLOBAL wants it */
	struct js_text *text;     /* const with a string, else NULL */
	struct str type;          /* what was declared of it, or empty */
	uint32_t func;            /* the function that it always is, or NO_FUNC */
	const char *class_name;   /* the class that it always is, or NULL */
};

/* A GLOBAL instruction that becomes a LOAD when an assignment declares the name after all. */
struct js_use {
	struct func *func;
	uint32_t insn;
};

/* What a type of this source says about its members. */
struct js_shape {
	struct js_shape *next; /* of all shapes, to be freed */
	struct map members;    /* name → type text (const char *) */
	struct str same_as;    /* type X = same_as; the text of it */
	const char *extends;   /* name of the base, or NULL */
};

struct js_name {
	const char *text;
	struct js_binding *top;
	struct js_shape *shape; /* of the class, interface or type alias of that name */
	VEC(struct js_use) uses;
};

struct js_scope {
	struct js_scope *outer;
	uint32_t serial;
	bool block; /* its variables end with it; false: body of a function or of the unit */
	VEC(struct js_binding *) bindings;
};

/* Scopes with serials in (after, until] are out of sight. */
struct js_hidden {
	struct js_hidden *outer;
	uint32_t after, until;
};

enum js_exit_kind { EXIT_SCOPE, EXIT_TARGET, EXIT_FINALLY, EXIT_DISPOSE };

struct js_label {
	struct js_label *outer;
	struct js_name *name;
};

/* What stands between a statement and the end of its function, innermost first. */
struct js_exit {
	enum js_exit_kind kind;
	struct js_exit *outer;
	struct js_scope *scope;    /* SCOPE: its variables; else: the scope it stands in */
	struct js_label *labels;   /* TARGET: names of the statement */
	bool plain_break;          /* TARGET: `break` without a label ends it */
	uint32_t done, next;       /* TARGET: blocks of break and continue; next may be NO_BLOCK */
	struct ts_child node;      /* FINALLY: its block */
	uint32_t var;              /* DISPOSE: the variable, */
	bool async;                /* and whether to await it */
	uint32_t pad, first_local; /* FINALLY, DISPOSE: where exceptions land; js->locals then */
	uint32_t unwind;           /* FINALLY, DISPOSE: unwind target outside */
	uint32_t serial;           /* FINALLY, DISPOSE: scopes opened later are inside */
};

/* The function whose body is at work. */
struct js_fn {
	struct js_fn *outer;
	struct js_exit *exits;
	const char *this_class; /* class of `this`, or NULL */
	bool arrow;
	bool body; /* the unit's own */
};

struct js_export {
	const char *name;
	struct js_name *local;
};

struct js {
	struct arena *arena;
	struct source *source;
	struct front_run *run; /* or NULL */
	struct unit *unit;
	struct ts_walk walk;
	struct cursor at;
	struct map names;
	struct js_shape *shapes;
	struct js_scope *scope, *top;
	struct js_fn *fn;
	struct js_hidden *hidden;
	struct js_label *labels; /* of the statement that comes next */
	const char *name_hint;   /* name for the function or class that comes next */
	uint32_t doc_at;         /* where the comment of that function would end */
	uint32_t serial, depth;
	uint32_t copied;               /* bytes of `finally` blocks lowered so far */
	bool test;                     /* inside describe(), it() and the like */
	bool module;                   /* has import or export */
	VEC(struct arg) args;          /* of all calls at work, a stack */
	VEC(struct js_export) exports; /* to be resolved at the end */
	VEC(uint32_t) locals;          /* block-scoped variables, in order of creation */
	struct front_result result;
};

/* ---- js.c ---- */

/* Parses js->source; `path` picks the grammar. False: nothing to end. */
bool js_parse(struct js *js, const char *path);
void js_note(struct js *js, struct span span, const char *message);
/* Goes one level deeper; false: too deep, and noted. Pair with js_rise when true. */
bool js_sink(struct js *js, struct ts_child node);
bool js_sink_quietly(struct js *js); /* for passes over what is lowered later, and noted then */
void js_rise(struct js *js);
uint32_t js_temp(struct js *js, struct span span);
uint32_t js_block(struct js *js);
/* Jumps to *block, which is made on first use; nothing when control does not get here. */
void js_jump(struct js *js, uint32_t *block, struct span span);
/* Goes on in `block` unless nobody asked for it. */
void js_land(struct js *js, uint32_t block);
uint32_t js_undefined(struct js *js, struct span span);
uint32_t js_hide(struct js *js, uint32_t value); /* marks an instruction INSN_HIDDEN, gives it back
                                                  */
struct span js_start_of(struct ts_child node);
struct span js_end_of(struct ts_child node);

/* ---- js_scope.c ---- */

struct js_name *js_name(struct js *js, struct str text);
struct js_name *js_name_of(struct js *js, struct ts_child node);
void js_scope_open(struct js *js, struct js_scope *scope, bool block);
void js_scope_close(struct js *js);
struct js_binding *js_lookup(struct js *js, const struct js_name *name);
/* Declares a variable of the current function in the current scope. */
struct js_binding *js_declare(struct js *js, struct js_name *name, struct span span);
/* The same in the unit's own scope, for a name that was never declared. */
struct js_binding *js_declare_late(struct js *js, struct js_name *name, struct span span);
void js_bind_global(struct js *js, struct js_name *name, const char *global);
void js_forget(struct js *js, const struct js_scope *scope, struct span span);
/* FORGETs what js->locals got since `first`: an exception left their scopes. */
void js_forget_since(struct js *js, uint32_t first, struct span span);
/* Declares what the statements declare in this scope: let, const, class, function, import, using.
 */
void js_hoist(struct js *js, struct ts_kids statements);
void js_hoist_one(struct js *js, struct ts_child statement);
/* Declares the names of a pattern; `type` is what was declared of the whole, or empty. */
void js_declare_pattern(struct js *js, struct ts_child node, struct str type);
/* Declares `var`s of a function body. */
void js_hoist_vars(struct js *js, struct ts_child body);
/* `using x = ...` as the TypeScript grammar reads it. */
bool js_is_using(
        struct js *js, struct ts_child statement, struct ts_child *assignment, bool *async);

/* ---- js_exit.c ---- */

void js_exit_push(struct js *js, struct js_exit *exit);
void js_exit_pop(struct js *js);
void js_break(struct js *js, struct ts_child statement);
void js_continue(struct js *js, struct ts_child statement);
void js_return(struct js *js, uint32_t value, struct span span);
void js_try(struct js *js, struct ts_child statement);
/* The rest of a block after `using var = ...`. */
void js_dispose_begin(struct js *js, struct js_exit *exit, uint32_t var, bool async);
void js_dispose_end(struct js *js, struct js_exit *exit, struct span span);

/* ---- js_stmt.c ---- */

void js_statement(struct js *js, struct ts_child node);
/* A block with its scope; `node` may be any statement. */
void js_body(struct js *js, struct ts_child node);
/* Statements whose scope is open and hoisted. */
void js_statements(struct js *js, struct ts_kids statements);
/* var, let, const; the doc comment of its functions ends before `doc`. */
void js_declaration(struct js *js, struct ts_child node, uint32_t doc);

/* ---- js_loop.c ---- */

void js_while(struct js *js, struct ts_child node);
void js_do(struct js *js, struct ts_child node);
void js_for(struct js *js, struct ts_child node);
void js_for_in(struct js *js, struct ts_child node);

/* ---- js_expr.c ---- */

uint32_t js_expr(struct js *js, struct ts_child node);
/* For its effects: the value is dropped. */
void js_effect(struct js *js, struct ts_child node);
/* Through parentheses and the like. */
struct ts_child js_strip(struct js *js, struct ts_child node);
uint32_t js_children(struct js *js, struct ts_child node); /* ANY of what it holds */
struct ts_child js_operator(struct js *js, struct ts_kids kids);
uint32_t js_identifier(struct js *js, struct ts_child node);
uint32_t js_this(struct js *js, struct span span);
/* Ends the block after the left operand `value` of &&, || or ??, or of their assignments. */
uint32_t js_flag(struct js *js, struct ts_child node);
void js_branch_logical(struct js *js, uint16_t op, uint32_t value, uint32_t right, uint32_t after,
        struct span span);

/* ---- js_call.c ---- */

/* Member accesses and calls. A null before `?.` goes to *null, which is made on first use. */
uint32_t js_chain(struct js *js, struct ts_child node, uint32_t *null);
uint32_t js_new(struct js *js, struct ts_child node);
/* Has a member access or call that these children make a `?.`? */
bool js_is_optional(struct js *js, struct ts_kids kids);
/* Constant name of a property: identifiers, strings, numbers, Symbol.x as "@@x"; else NULL. */
const char *js_property(struct js *js, struct ts_child node);
/* The same for `a[index]`: numbers stay indices. */
const char *js_index_name(struct js *js, struct ts_child index);
uint32_t js_args_mark(struct js *js);
void js_args_add(struct js *js, uint32_t value, uint8_t flags, const char *key);
const struct arg *js_args_since(struct js *js, uint32_t mark, uint32_t *count);
void js_args_drop(struct js *js, uint32_t mark);
uint32_t js_any(struct js *js, uint32_t mark, struct span span);  /* takes the arguments back */
uint32_t js_prim(struct js *js, uint32_t mark, struct span span); /* so does this */
uint32_t js_prim_of(struct js *js, uint32_t a, uint32_t b, struct span span);

/* ---- js_assign.c ---- */

void js_assign(struct js *js, struct ts_child target, uint32_t value);
uint32_t js_assignment(struct js *js, struct ts_child node);
uint32_t js_update(struct js *js, struct ts_child node);
uint32_t js_delete(struct js *js, struct ts_child operand, struct span span);
/* `value`, or what `fallback` gives when it is undefined. */
uint32_t js_default(struct js *js, uint32_t value, struct ts_child fallback);

/* ---- js_cond.c ---- */

void js_cond(struct js *js, struct ts_child node, uint32_t yes, uint32_t no);
/* typeof operand === type */
void js_typeof(struct js *js, struct ts_child operand, const char *type, uint32_t yes, uint32_t no,
        struct span span);

/* ---- js_func.c ---- */

/* Where a function stands, which tells what it is. */
struct js_role {
	const char *name;
	const char *class_name;
	uint32_t flags;             /* enum func_flag */
	uint32_t doc_at;            /* its comment ends before this */
	struct ts_child class_body; /* constructor: fields to initialise; else none */
};

uint32_t js_function(struct js *js, struct ts_child node, const struct js_role *role);
/* A function without a node of its own: begins and ends a body in which `fn` is at work. */
struct func *js_function_begin(struct js *js, struct js_fn *fn, struct js_scope *scope,
        const char *name, struct span span);
void js_function_end(struct js *js, struct js_fn *fn, struct cursor outer);
uint32_t js_closure(struct js *js, uint32_t func, struct span span);
/* An expression: closure of the function. */
uint32_t js_function_value(struct js *js, struct ts_child node);
/* An expression whose value gets that name; when it is a function or class, that is its name. */
uint32_t js_named(struct js *js, struct ts_child node, const char *name, uint32_t doc);
/* Takes js->name_hint. */
const char *js_take_hint(struct js *js);
/* The declaration: stores the closure to its variable. */
void js_function_declare(struct js *js, struct ts_child node, uint32_t doc);

/* ---- js_class.c ---- */

uint32_t js_class(struct js *js, struct ts_child node);
void js_fields(struct js *js, struct ts_child body, const char *class_name);
void js_class_shape(struct js *js, struct ts_child node);

/* ---- js_string.c ---- */

/* Fills *text unless it is NULL. */
uint32_t js_string(struct js *js, struct ts_child node, struct js_text *text);
/* The same, with the values of holes added to js->args. */
uint32_t js_template(struct js *js, struct ts_child node, struct js_text *text);
bool js_is_string(struct ts_child node);
/* The decoded text of a string without holes. */
const char *js_string_text(struct js *js, struct ts_child node);
/* Notes that the string of this CONST is an argument. */
void js_embed(struct js *js, struct js_text *text);

/* ---- js_type.c ---- */

/* Types are kept as text; this gives the head name of one as ir.h wants it, or NULL. */
const char *js_type(struct js *js, struct str text);
struct str js_annotation(struct js *js, struct ts_child node); /* T of `: T`; empty when absent */
bool js_is_word(char c);
/* After the string or comment that starts at `i`, else `i`. */
size_t js_skip_quoted(struct str text, size_t i);
/* The first place at or after `start`, outside of brackets, with one of `stops`; else text.n.
 * '=' stands for "=>". */
size_t js_find_outside(struct str text, size_t start, const char *stops);
/* What stands in the brackets that open at `start`; *after is behind them. */
struct str js_bracketed(struct str text, size_t start, size_t *after);
/* The one part of a union that is not null or undefined; the whole when there are several. */
struct str js_without_null(struct str text);

/* ---- js_shape.c ---- */

void js_type_declare(struct js *js, struct ts_child node);
/* Of the type of that name, made on first use. */
struct js_shape *js_shape(struct js *js, struct js_name *name);
void js_shapes_free(struct js *js);
/* T of "<T>", the type of what `f<T>(...)` gave: it holds a T, as its first item or member. */
struct str js_boxed_type(struct str type);
/* Type of member `name` of something of that type; empty when unknown. */
struct str js_member_text(struct js *js, struct str type, const char *name);
/* What the program declares about an expression; empty when it does not. */
struct str js_type_of(struct js *js, struct ts_child node);

/* ---- js_doc.c ---- */

/* The doc comment that ends before `offset`; empty when there is none. */
struct str js_doc(struct js *js, uint32_t offset);
/* T of `tag {T}` in it; empty when there is none. */
struct str js_doc_tag(struct str doc, const char *tag);
struct str js_doc_param(struct str doc, const char *name);

/* ---- js_module.c ---- */

void js_import(struct js *js, struct ts_child node);
void js_export(struct js *js, struct ts_child node);
/* `module.exports = ...` and the like, of what was lowered to `value`. */
void js_export_member(struct js *js, struct ts_child target, uint32_t value);
void js_exports_finish(struct js *js);

/* ---- js_jsx.c ---- */

uint32_t js_jsx(struct js *js, struct ts_child node);

#endif
