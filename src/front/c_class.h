/*
 * Classes of C++, as far as objects of them can be followed: c_class.c reads
 * them, from the file, from local headers and from descriptions of well-known
 * ones (rules/facts/classes); c_object.c and c_inline.c use them.
 *
 * All of it lives as long as the lowering of one file.
 */
#ifndef PROXYLINT_FRONT_C_CLASS_H
#define PROXYLINT_FRONT_C_CLASS_H

#include "front/c_lower.h"

enum { C_MOST_MEMBERS = 4, C_MOST_TYPES = 4 };

/* A text that was parsed: the file at work, or a header. Its walk is c->base.walk while it is
 * c->tree. */
struct c_tree {
	struct ts_walk walk;
	struct source source;
	struct c_plain plain;
};

/* What the parameters of a template stand for. */
struct c_types {
	uint32_t n;
	struct c_bound {
		const char *name;
		const char *text; /* "PyObject", "decltype(&Py_DecRef)" */
		const struct c_class *class;
	} at[C_MOST_TYPES];
};

struct c_member {
	const char *name;
	const char *type;      /* "PyObject *"; NULL: no pointer */
	const char *named;     /* "D": how the type is written */
	struct ts_child value; /* default, or none */
};

/* A member function, or a function of a header. */
struct c_method {
	const char *name; /* "Ref", "~Ref", "get", "operator=", "operator bool", "operator PyObject
	                   *" */
	struct c_tree *tree;
	struct ts_child node, head; /* head: the function declarator */
	struct ts_child type;       /* of its result; none: it has none */
	uint32_t least, most;       /* parameters */
	uint32_t stars;             /* of its result */
	bool deleted, defaulted, fixed;
	bool refers;                      /* gives a reference */
	bool makes;                       /* a constructor */
	const char *params[C_MOST_TYPES]; /* of a template */
};

struct c_class {
	const char *name;
	struct c_tree *tree;
	const struct c_class *base;
	VEC(struct c_member) members;
	VEC(struct c_method) methods;
	const char *params[C_MOST_TYPES];
	bool unknown; /* it has a base or members that nobody here knows */
	bool open;    /* others may change pointers in it */
};

/* A type by another name. */
struct c_alias {
	struct c_tree *tree;
	struct ts_child type;
};

/* An object in a function: as many variables as it has members. */
struct c_object {
	const struct c_class *class;
	struct c_types types;
	uint32_t vars[C_MOST_MEMBERS];
	uint32_t mark;     /* of the scope that it lives in */
	struct span block; /* where that is */
	bool temporary;    /* ends with its full expression */
	bool lent;         /* somebody else ends it */
};

/* The value of an expression: an object, or a value of the IR. */
struct c_result {
	struct c_object *object;
	uint32_t value;
	bool moved;     /* the object is nobody's any more */
	bool placed;    /* the value is that of a variable ... */
	uint32_t place; /* ... which is this one */
};

/* A function that is lowered where it is called. */
struct c_frame {
	struct c_frame *outer;
	const struct c_method *method;
	struct c_object *self;
	struct c_object *object; /* of the result, or NULL */
	uint32_t result, end; /* variable, block; 0, NO_BLOCK where there is one return, at the end
	                       */
	uint32_t value;       /* ... which gives this, or 0 */
	uint32_t live;        /* objects that were there before */
};

/* ---- c_class.c ---- */

/* Those of the file and of the headers that it names: `path` is where they are looked for. */
void c_classes_read(
        struct c *c, struct ts_child root, const char *path, const struct source *source);
void c_classes_free(struct c *c);
/* What is parsed from here on; gives what was before. */
struct c_tree *c_tree_enter(struct c *c, struct c_tree *tree);
/* `Ref x(f(y))` looks like a function: its parameters as arguments. The tree is entered that they
 * stand in; `before`: the one to go back to. */
struct ts_child c_arguments_again(struct c *c, struct ts_child list, struct c_tree **before);
/* The class that a type is; NULL: it is none, or one that is not known. Fills `types`. */
const struct c_class *c_class_of(struct c *c, struct ts_child type, struct c_types *types);
const struct c_class *c_class_named(struct c *c, const char *name); /* or NULL */
/* Can objects of it be followed? */
bool c_class_is_followed(const struct c_class *class);
uint32_t c_class_size(const struct c_class *class); /* members, with those of its bases */
const struct c_member *c_class_member(const struct c_class *class, uint32_t index);
/* Its number, or C_MOST_MEMBERS. */
uint32_t c_class_find(const struct c_class *class, struct str name);
/* Has it a member of that name, or one of its bases? */
const struct c_member *c_class_declares(const struct c_class *class, struct str name); /* or NULL */
const struct c_method *c_class_destructor(const struct c_class *class);
bool c_class_has(const struct c_class *class, const char *method);
const struct c_bound *c_type_bound(const struct c_types *types, struct str name);
/* The arguments of the template in `node`, for its parameters. */
void c_types_bind(
        struct c *c, const char *const *params, struct ts_child node, struct c_types *types);
/* "Foo", "<>" in its qualified or template form: the last name. */
struct str c_last_name(struct c *c, struct ts_child node);

typedef VEC(struct c_result) c_results;

/* ---- c_object.c ---- */

/* A new object whose members have no values yet. name NULL: a temporary one. */
struct c_object *c_object_new(
        struct c *c, const struct c_class *class, const struct c_types *types, const char *name);
/* Does a declaration declare objects? They are made, then. */
bool c_object_declare(struct c *c, struct ts_child type, struct ts_child node);
/* `Ref x(y)` with a variable y, and no function that takes a y? */
bool c_object_is_called(struct c *c, struct ts_child function);
/* A parameter that is an object, or refers to one. False: it is none. */
bool c_object_parameter(struct c *c, struct ts_child type, struct ts_child name, uint32_t value);
/* Ends objects that were made since `live`; `stay`: they are only left, by a jump. */
void c_objects_end(struct c *c, uint32_t live, bool stay, struct span span);
/* A jump to `to` leaves the blocks of some. */
void c_objects_left(struct c *c, struct span to, struct span span);
/* Ends what was made for an expression since `live`. */
void c_temporaries_end(struct c *c, uint32_t live, struct span span);
/* Is the variable one of its members? */
bool c_object_holds(const struct c_object *object, uint32_t var);
/* Was it made here since `live`, and ends here? */
bool c_object_is_live(const struct c *c, const struct c_object *object, uint32_t live);
/* By its constructor. */
void c_object_construct(
        struct c *c, struct c_object *object, const c_results *args, struct span span);
/* Member by member. */
void c_object_copy(struct c *c, struct c_object *to, const struct c_object *from, struct span span);
/* A function gave it as `value`: what that says of its members. */
void c_object_fill(struct c *c, struct c_object *object, uint32_t value, struct span span);
/* What a function gives that returns it. */
uint32_t c_object_given(struct c *c, const struct c_object *object, struct span span);
/* Nothing is known of what it holds from here on. */
void c_object_lose(struct c *c, struct c_object *object, struct span span);
/* As a pointer, a number. */
uint32_t c_object_value(struct c *c, struct c_object *object, struct span span);
const struct c_method *c_object_conversion(const struct c_class *class, bool pointer);
void c_object_take(struct c *c, struct c_object *object, struct c_result from, struct span span);
void c_object_assign(struct c *c, struct c_object *object, struct c_result from, struct span span);

/* ---- c_eval.c ---- */

struct c_result c_eval(struct c *c, struct ts_child node);
/* Those of an argument list or initializer list. */
c_results c_eval_all(struct c *c, struct ts_child list);
/* False: it is no object, and nothing has been lowered. */
bool c_object_expr(struct c *c, struct ts_child node, struct c_result *result);
/* A call in terms of classes. False: it is none, and nothing has been lowered. */
bool c_plus_call(struct c *c, struct ts_child node, struct c_result *result);
/* `x.m`, `this->m`: the variable that this member is. */
bool c_object_member(struct c *c, struct ts_child node, uint32_t *var);

/* ---- c_inline.c ---- */

uint32_t c_result_value(struct c *c, struct c_result result, struct span span);
/* The method of that name that takes such arguments, or NULL. */
const struct c_method *c_method_for(
        struct c *c, const struct c_class *class, const char *name, const c_results *args);
struct c_result c_inline(struct c *c, const struct c_method *method, struct c_object *self,
        const struct c_types *types, const c_results *args, struct span span);
/* What was lowered since instruction `first` stands at `span`. */
void c_place_at(struct c *c, uint32_t first, struct span span);
/* Branches on an object: `yes` where it is true. */
void c_object_cond(
        struct c *c, struct c_object *object, uint32_t yes, uint32_t no, struct span span);
/* `return given;` in such a function. */
void c_inline_return(struct c *c, struct ts_child given, struct span span);
void c_inline_leave(struct c *c, uint32_t value, struct span span);

#endif
