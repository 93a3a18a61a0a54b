/*
 * What stands between a C file and its parser: directives, and macros that are
 * no C without their definition (c_macro.def).
 *
 * There is no preprocessor here, and headers are not read. Directives and what
 * no build of today compiles are overwritten with spaces, so that what is left
 * parses and every byte stands where it stood.
 */
#ifndef PROXYLINT_FRONT_C_TEXT_H
#define PROXYLINT_FRONT_C_TEXT_H

#include "base/map.h"
#include "base/vec.h"

/* A value that an #if computes. */
struct c_number {
	bool known;
	long long value;
};

/* What is known of a macro at this point of the file. */
struct c_macro {
	uint8_t what;      /* enum c_macro_kind */
	const char *value; /* VALUE: its text; NULL: not defined */
};

enum c_macro_kind { C_VALUE, C_BLANK, C_CALL, C_UNWRAP, C_TYPE_1, C_TYPE_2, C_TYPE_3 };

struct c_text {
	struct arena *arena; /* of the names and values */
	struct map macros;   /* name → struct c_macro */
};

/* A copy of the text, as above, in `arena`. */
char *c_text_plain(struct arena *arena, const char *text, uint32_t length);

/* The value of an expression of #if; `text` needs no end mark. */
struct c_number c_text_value(const struct c_text *known, const char *text, size_t length);

#endif
