/*
 * The words of the text form: names, numbers, quoted text, spans. A scanner
 * reads a source from left to right; blanks and comments are skipped before
 * each word, line ends are words of their own. What gives a bool or a pointer
 * gives false or NULL when something else stands there; nothing is consumed
 * then. The first scan_fail is the one that counts. Private to ir/.
 */
#ifndef PROXYLINT_IR_SCAN_H
#define PROXYLINT_IR_SCAN_H

#include "ir/ir.h"

#define NO_NUMBER UINT32_MAX

struct scanner {
	struct arena *arena;
	const struct source *source;
	uint32_t at;       /* next byte */
	uint32_t end;      /* end of the last word */
	const char *error; /* NULL: fine so far */
	uint32_t where;    /* of the error */
};

/* A name with an optional number behind `#`. */
struct symbol {
	const char *name; /* NULL: none */
	uint32_t number;  /* or NO_NUMBER */
	struct span span;
};

/* Always false. */
bool scan_fail(struct scanner *scan, uint32_t where, const char *format, ...) PRINTF_LIKE(3, 4);
/* Fails at the next word: "expected WHAT". */
bool scan_expected(struct scanner *scan, const char *what);

/* Offset of the next word; the second also skips line ends. */
uint32_t scan_here(struct scanner *scan);
uint32_t scan_next_line(struct scanner *scan);
bool scan_at_end(struct scanner *scan);
/* The line is over: true at a line end, before `}` and at the end of the text. */
bool scan_line_is_over(struct scanner *scan);

/* Exactly this punctuation. */
bool scan_eat(struct scanner *scan, const char *text);
/* Exactly this bare word. */
bool scan_word(struct scanner *scan, const char *word);
/* Any bare word. */
const char *scan_bare(struct scanner *scan);
const char *scan_quoted(struct scanner *scan);
/* Bare, quoted or `_`, which gives NULL. */
bool scan_name(struct scanner *scan, const char **name);
bool scan_symbol(struct scanner *scan, struct symbol *symbol);
bool scan_number(struct scanner *scan, uint32_t *number);
/* The text of a number literal: 5, -1, 0x10, 2.5e3 */
const char *scan_literal(struct scanner *scan);
/* %name: gives the name. */
const char *scan_value(struct scanner *scan);
/* @12-20 */
bool scan_span(struct scanner *scan, struct span *span);

#endif
