/*
 * Words and signs of C, as a preprocessor has them: what macros are made of.
 */
#ifndef PROXYLINT_FRONT_C_TOKEN_H
#define PROXYLINT_FRONT_C_TOKEN_H

#include "base/arena.h"
#include "text/source.h"

enum c_token_kind {
	C_TOKEN_END, /* no more; in a list of tokens: a macro ends here */
	C_TOKEN_WORD,
	C_TOKEN_NUMBER,
	C_TOKEN_LITERAL, /* string or character, with its quotes */
	C_TOKEN_SIGN,    /* one character, but for ## and ... */
};

struct c_token {
	uint8_t kind;
	bool space;      /* white space or a comment stands before it */
	bool exact;      /* its text stands at `from` */
	bool final;      /* it names a macro inside of itself: it stays */
	struct str text; /* borrowed */
	struct span from;
	struct c_token *next;
	struct c_macro *ends; /* END: the macro that may be used again */
};

/* Reads the token at *at, and moves *at behind it. `text` is borrowed. */
struct c_token c_token_read(const char *text, uint32_t *at, uint32_t end);
/* A list of the tokens of a text, without its end mark; NULL when there are none. */
struct c_token *c_token_list(struct arena *arena, struct str text);
bool c_token_is(const struct c_token *token, const char *text);

#endif
