/*
 * What macros of a project stand for, put in their place before a C file is
 * parsed, so that a CHECK(x) that returns is a return.
 *
 * Macros that have a meaning of their own here (Py_CLEAR, and whatever facts
 * know) are not replaced: they are read by their names.
 */
#ifndef PROXYLINT_FRONT_C_EXPAND_H
#define PROXYLINT_FRONT_C_EXPAND_H

#include "base/map.h"
#include "front/c_token.h"

/* What is known of a macro at this point of the file. */
struct c_macro {
	uint8_t what;      /* enum c_macro_kind */
	bool own;          /* of the project: its uses are replaced */
	bool variadic;     /* private, as are those below: its last parameter takes the rest */
	bool busy;         /* being replaced: not again in itself */
	const char *value; /* VALUE: its text; NULL: not defined. FUNCTION: its body */
	const char **params;
	uint32_t param_count;
	struct c_token *body; /* tokens of `value`, from the first use on */
};

enum c_macro_kind {
	C_VALUE,
	C_FUNCTION,
	C_BLANK,
	C_CALL,
	C_UNWRAP,
	C_STATEMENT,
	C_TYPE_1,
	C_TYPE_2
};

struct c_expander {
	struct arena *arena;
	const struct map *macros; /* name → struct c_macro */
	const char *text;         /* of the file */
	uint32_t at, end;         /* what is not read yet of it */
	uint32_t made;            /* tokens, for the limit */
	bool failed;              /* too many of them, or a call without its end */
};

/* Reads the parameters and the body of `(a, b) body`. */
void c_macro_read(struct arena *arena, struct c_macro *macro, struct str text);

/* Does it close each block that it opens, and no other? */
bool c_macro_is_whole(struct c_macro *macro, struct arena *arena);

/* What stands for the use of a macro whose name was just read; its arguments are taken from the
 * text. Void when `failed`. */
struct c_token *c_expand(struct c_expander *expander, const struct c_token *name);

#endif
