/*
 * The two halves of the reader of the text form: read.c reads units and
 * functions, code.c what is in them. Private to ir/.
 *
 * Names may be used before they are defined, so every use is noted as a link
 * and resolved later: values and blocks at the end of their function, the rest
 * at the end of the unit. Functions that give a bool give false after an error
 * that they told the scanner.
 */
#ifndef PROXYLINT_IR_READ_H
#define PROXYLINT_IR_READ_H

#include "ir/form.h"
#include "ir/scan.h"

/* Number of a name that stands for more than one thing. */
#define MANY UINTPTR_MAX

enum { NO_INSN = UINT32_MAX };

enum link_kind {
	LINK_A,
	LINK_B,
	LINK_C,
	LINK_ARG,
	LINK_TARGET,
	LINK_UNWIND, /* `insn` is a block */
	LINK_VAR,
	LINK_FUNC,
	LINK_PARENT,
	LINK_EXPORT_FUNC, /* `index` is an export */
	LINK_EXPORT_VAR,
};

struct link {
	enum link_kind kind;
	uint32_t func;
	uint32_t insn; /* NO_INSN: of the instruction being read */
	uint32_t index;
	struct symbol to;
};

/* What a function's header told about a parameter. */
struct param {
	uint32_t func;
	uint32_t position;
	const char *name;
	struct span span;
	uint32_t var; /* made because its bare name was used, or NO_VAR */
};

struct reader {
	struct scanner *scan;
	struct arena *arena;
	struct unit *unit;
	struct cursor cursor;
	struct symbol unwind;   /* of blocks started from here on */
	struct map values;      /* of this function: name → number */
	struct map labels;      /* ... block number + 1 */
	struct map vars, funcs; /* "FUNC NAME", NAME → number + 1, MANY */
	struct map param_map;   /* "FUNC NAME" → struct param */
	bool labelled;          /* a label stood in this function */
	VEC(struct link) local, global;
	uint32_t local_done, global_done; /* links before are of earlier instructions */
	VEC(struct param *) params;
	VEC(struct embed) embeds;
};

uintptr_t map_number(const struct map *map, const char *key);
/* MANY when the name has a number already. */
void map_put_number(struct map *map, const char *key, uintptr_t number);
/* "FUNC NAME" */
const char *scoped_key(struct reader *reader, uint32_t func, const char *name);
struct link *link_add(struct reader *reader, enum link_kind kind, struct symbol to);
bool end_line(struct reader *reader);
/* `{`, the code of a function, `}` */
bool read_code(struct reader *reader, struct func *func);

#endif
