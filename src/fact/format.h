/*
 * Format strings: what `PyArg_ParseTuple`, `Py_BuildValue` and
 * `PyUnicode_FromFormat` do with each of their variable arguments. A fact says
 * which parameter is one ("format: format parse"); here stands what its text
 * means: the C type that each argument must have, and what becomes of it.
 *
 * Gives parameters like those of a fact, so that the engine needs no other
 * way to apply them. Borrows nothing: all that is given lives in the arena.
 */
#ifndef PROXYLINT_FACT_FORMAT_H
#define PROXYLINT_FACT_FORMAT_H

#include "fact/fact.h"

#include "base/vec.h"

struct format_argument {
	const char *type; /* "int", "PyObject * *": with a star more for an address */
	const char *unit; /* what of the format it is for: "O!" */
	struct fact_param param;
};

struct format {
	VEC(struct format_argument) arguments;
	uint32_t names;    /* values at the outer level: as many as there are keywords */
	const char *wrong; /* what is wrong with the text itself, or NULL */
};

const char *format_dialect_text(enum format_dialect dialect);
/* `text` in that dialect; with `wrong`, the arguments are those before the mistake. */
struct format *format_read(struct arena *arena, enum format_dialect dialect, const char *text);

/* Can a value of the declared C type `given` stand where `wanted` is read? Types that are not known
 * can. `promoted`: small integers and floats have become int and double. */
bool format_takes(const char *wanted, const char *given, bool promoted);
/* Are both integers, and is the lower part of `given` what is read on every machine that passes
 * arguments in registers? */
bool format_cuts(const char *wanted, const char *given);

#endif
