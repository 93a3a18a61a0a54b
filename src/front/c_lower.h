/*
 * Private to the C front end (c*.c).
 *
 * c_text.c takes directives and macros out of the way, tree-sitter-c parses
 * what is left, and two passes read the tree: the first (c_decl.c) finds the
 * functions and variables of the file, the second emits IR, with struct c as
 * its only state. A function whose body did not parse is left out and counted:
 * what is missing in it would look like a lost release.
 */
#ifndef PROXYLINT_FRONT_C_LOWER_H
#define PROXYLINT_FRONT_C_LOWER_H

#include "front/c_text.h"
#include "front/front.h"
#include "front/lower.h"

enum c_kind {
	C_BEFORE_FIRST = TS_FIRST - 1,
#define KIND(id, text) K_##id,
#define TOKEN(id, text) K_##id,
#include "front/c_kind.def"
#undef TOKEN
#undef KIND
};

enum c_field {
	F_NONE,
#define FIELD(id, text) F_##id,
#include "front/c_field.def"
#undef FIELD
};

/* What a name of the file or of a function is. */
struct c_name {
	const char *name;
	uint32_t var, func;          /* one of them, else NO_* */
	bool array;                  /* its value is its address */
	bool cleaned;                /* what it holds is released when its block ends */
	struct c_name *items;        /* of an array whose items are variables: c_items.c */
	bool called;                 /* a function that this file calls by its name */
	bool throws;                 /* a function that says `throw`, and does not catch it */
	bool refers;                 /* a parameter PyObject *&: its value is a place */
	uint64_t places;             /* of a function: which parameters are such, by bit */
	struct c_object *object;     /* of C++, or NULL */
	const struct c_class *gives; /* a function that gives an object of it, or NULL */
	struct c_name *hidden;       /* what this name was in the scope around */
};

struct c_object;
struct c_class;
struct c_types;
struct c_frame;
struct c_tree;

struct c_label {
	const char *name;
	uint32_t block;
};

/* Where break, continue and case go. Lives on the C stack. */
struct c_target {
	struct c_target *outer;
	uint32_t on_break, on_continue; /* NO_BLOCK in a switch: the loop around it */
	bool is_switch;
	uint32_t live;          /* objects that were there before */
	uint32_t value, choose; /* what it switches on, and the block that asks on */
	uint32_t on_default;
	uint32_t compared; /* set of the comparisons of Python that are cases */
	bool whole;        /* there is nothing else that the value can be */
};

/* Where what is thrown goes. Lives on the C stack. */
struct c_try {
	struct c_try *outer;
	uint32_t block, live;
};

/* A function of the file, to be lowered. */
struct c_function {
	struct ts_child node;
	struct c_name *name;
	bool own;                    /* static */
	bool member;                 /* C++: its name is one of a class */
	const struct c_class *class; /* a method of it, or NULL */
};

struct c {
	struct lower base;
	const struct c_plain *plain; /* what is parsed */
	const struct c_known *known; /* what libclang knows, or NULL */
	struct cursor statics; /* in the unit's body: where static variables get their values */
	struct map names;      /* text → struct c_name, innermost */
	VEC(struct c_name *) scope; /* names of open blocks, in order */
	VEC(struct c_label) labels; /* of the function at work */
	VEC(struct c_function) functions;
	struct c_target *target;
	struct str body;             /* of the function at work */
	struct ts_child body_node;   /* ... or of the one that is lowered at its call */
	const struct front_run *run; /* or NULL */
	bool plus;                   /* C++ */
	bool test;                   /* the file holds tests */
	uint32_t loops;              /* around this statement */
	uint32_t classes;            /* around this declaration */
	/* C++: c_class.h */
	struct c_tree *own, *tree; /* the file, and what is read now */
	VEC(struct c_tree *) trees;
	struct map known_classes, aliases;
	struct c_class *outside;     /* has the functions of headers for its methods */
	const struct c_types *types; /* of the template at work */
	struct c_frame *frame;       /* of the function that is lowered at its call, or NULL */
	VEC(struct c_object *) live; /* objects that end in this function */
	struct c_try *tries;
	struct span block;           /* around this statement */
	const struct c_class *gives; /* what the function at work gives an object of, or NULL */
	uint32_t inlined, alias_depth;
	const struct c_class *scanned;   /* around this declaration */
	const struct c_class *method_of; /* of the method at work, or NULL ... */
	uint32_t this_var;               /* ... whose object is here */
};

typedef VEC(struct arg) c_args;

/* ---- c_decl.c ---- */

/* Finds what the file defines. */
void c_scan(struct c *c, struct ts_child root);
/* Static functions that no call names can only be called from outside. After all bodies. */
void c_export_uncalled(struct c *c);
/* What other files can call by its name. */
void c_export_linked(struct c *c);
/* A declaration inside a function. */
void c_declaration(struct c *c, struct ts_child node);
struct c_name *c_lookup(struct c *c, struct str name);    /* NULL: not of this file */
struct c_name *c_name_new(struct c *c, const char *text); /* in the innermost scope */
uint32_t c_scope_open(struct c *c);
/* Objects of the scope end; `span`: where that is. */
void c_scope_close(struct c *c, uint32_t mark, struct span span);
void c_names_close(struct c *c, uint32_t mark); /* ... have ended */
/* A variable with a value that has been lowered. */
void c_declare_value(struct c *c, struct ts_child type, struct ts_child declarator, uint32_t value);
/* Do declarations of the file stand in it? */
bool c_holds_more(const struct c *c, struct ts_child node);
const TSLanguage *c_grammar_plus(void);
/* The parameters of the function at work, from its declarator. */
void c_parameters(struct c *c, struct ts_child declarator);
/* "char *", of a type descriptor; NULL when it has no name. */
const char *c_type_text(struct c *c, struct ts_child node);
/* The part of a declarator that names what is declared. */
struct ts_child c_declared(struct c *c, struct ts_child declarator);

/* ---- c_items.c ---- */

/* An array of `type` is declared in the function at work, outside of loops: makes variables of its
 * items, if that can be done. */
void c_items_declare(struct c *c, struct c_name *name, struct ts_child place, const char *type);
/* The same of one that begins as the initialiser `list`: of items that begin as a name. */
void c_items_begin(struct c *c, struct c_name *name, struct ts_child list, const char *type);
/* The variable that `name[number]` is, or NULL. */
const struct c_name *c_item(struct c *c, struct ts_child node);

/* ---- c_mark.c ---- */

/* Are there attributes in it? */
bool c_may_mark(struct str text);
/* Notes what attributes in `text`, a declaration without its body, say of mark.func. */
void c_marks(struct c *c, struct func_mark mark, struct str text);

/* ---- c_expr.c ---- */

uint32_t c_expr(struct c *c, struct ts_child node); /* never 0 */
/* The same of what is put into a variable or a field: the address of a part is one in the whole. */
uint32_t c_assigned(struct c *c, struct ts_child node);
uint32_t c_address(struct c *c, struct ts_child node, struct span span);
uint32_t c_plain_expr(struct c *c, struct ts_child node); /* of what is no object */
/* A value that nobody takes. */
void c_discard(struct c *c, struct ts_child node);
void c_assign(struct c *c, struct ts_child target, uint32_t value, struct span span);
struct ts_child c_unwrap(struct c *c, struct ts_child node); /* without parentheses and casts */
uint32_t c_constant(struct c *c, const char *text, struct span span); /* a number */
/* Both operands, and what an operator makes of them. */
uint32_t c_operator(struct c *c, struct ts_child node);

/* ---- c_init.c ---- */

/* An initialiser, `{...}` or an expression. */
uint32_t c_initializer(struct c *c, struct ts_child node);
/* That of a variable that outlives its function. */
void c_static_value(struct c *c, const struct c_name *name, struct ts_child value);

/* ---- c_call.c ---- */

enum c_spelling_kind {
	C_PLAIN,
	C_CLEAR,
	C_REPLACE,
	C_GIVE,
	C_LEAVE,
	C_ASSERT,
	C_STOP,
	C_BARE,
	C_SAME,
	C_CONVERT,
};

struct c_spelling {
	const char *name;
	enum c_spelling_kind kind;
	const char *call;
};

/* NULL when the name says nothing special, or is one of this file. */
const struct c_spelling *c_spelling(struct c *c, struct ts_child callee);
/* Has a macro or function of that name a row there? */
bool c_is_spelled(const char *name);
uint32_t c_call(struct c *c, struct ts_child node);
/* base.m(a): callee is the member */
uint32_t c_call_member(struct c *c, uint32_t base, struct ts_child callee, struct ts_child node);
/* `node` is a call that has the value of one of its arguments: that argument, else none. */
struct ts_child c_same(struct c *c, struct ts_child node);
/* A macro without arguments that is a statement: has it been lowered? */
bool c_bare(struct c *c, struct ts_child node);

void c_stop(struct c *c, struct span span);

/* ---- c_plus.c: what C++ has and C has not; nothing of it happens in a C file ---- */

/* An object of a class owns what it is made of, for all that is known of it. */
void c_plus_keep(struct c *c, uint32_t value, struct span span);
void c_plus_keep_all(struct c *c, const c_args *args, struct span span);
/* Is a value of this declared type an object of a class, and no pointer to one? */
bool c_plus_is_object(const struct c *c, const char *type);
/* Ref x(a, b): `list` is what stands in the parentheses, expressions or, by their look, types. */
void c_plus_construct(struct c *c, struct ts_child list);
/* static_cast<T>(x) is x; none for any other call. */
struct ts_child c_plus_cast(struct c *c, struct ts_child node);
/* What a function is called by. Nobody calls a constructor: who names its class makes an object. */
const char *c_plus_name(struct c *c, struct ts_child name, struct ts_child type);
/* Is it known what a function does to its arguments? */
bool c_plus_knows(struct c *c, struct ts_child callee);
/* A member of the object whose method is at work; 0: it is none. */
uint32_t c_plus_member(struct c *c, struct ts_child name);
bool c_plus_assign(struct c *c, struct ts_child name, uint32_t value, struct span span);
/* Is it a method of the class whose method is at work? */
bool c_plus_is_own(const struct c *c, const char *method);
/* Makes the object of a method, and puts what a constructor is told into its members. */
void c_plus_begin(struct c *c, const struct c_function *function);
/* Does a fact, or the lowering, know the name? */
bool c_is_known(const struct c *c, struct str name);
bool c_plus_is(const struct c *c, struct ts_child node);
uint32_t c_plus_expr(struct c *c, struct ts_child node);
/* Stores into a variable of the file. */
void c_assign_name(struct c *c, const struct c_name *name, uint32_t value, struct span span);

/* ---- c_cond.c ---- */

void c_cond(struct c *c, struct ts_child node, uint32_t yes, uint32_t no);
/* Is it an operator whose value is best told by branches? */
bool c_is_condition(struct c *c, struct ts_child node);
uint32_t c_truth(struct c *c, struct ts_child node); /* 1 or 0, through branches */
uint32_t c_conditional(struct c *c, struct ts_child node);

/* ---- c_stmt.c ---- */

void c_statement(struct c *c, struct ts_child node);
/* What is called next, with these arguments, may throw. */
void c_may_throw(struct c *c, const c_args *args, struct span span);
/* Leaves the function at work with that value, or 0. */
void c_leave(struct c *c, uint32_t value, struct span span);
/* The statements of a block; `value` gets that of the last one, if it is an expression. */
void c_body(struct c *c, struct ts_child block, uint32_t *value);

#endif
