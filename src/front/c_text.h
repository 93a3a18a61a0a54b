/*
 * What stands between a C file and its parser: directives, and macros that are
 * no C without their definition.
 *
 * Two passes over the characters. The first drops directives and what no build
 * of today compiles, and puts what macros of the project stand for in their
 * places (c_expand.h). The second overwrites macros that a parser trips over
 * (c_macro.def). Where the result has other bytes than the file, it says which.
 */
#ifndef PROXYLINT_FRONT_C_TEXT_H
#define PROXYLINT_FRONT_C_TEXT_H

#include "base/vec.h"
#include "front/c_expand.h"
#include "front/c_known.h"

/* A value that an #if computes. */
struct c_number {
	bool known;
	long long value;
};

struct c_text {
	struct arena *arena; /* of the names and values */
	struct map macros;   /* name → struct c_macro */
	bool closed;         /* what is not in it is not defined */
};

/* What is known beyond the text itself. All may be zero. */
struct c_text_input {
	const char *text;
	uint32_t length;
	const char *const *flags; /* of a compiler; -D and -U are heeded */
	uint32_t flag_count;
	bool plus;                   /* C++ */
	const struct c_known *known; /* what libclang knows of the file, or NULL */
	const char *path;            /* of the file */
	/* The header that `name` is in the file at `path`, or NULL. It is asked where libclang
	 * knows nothing: the macros of headers count as if they stood in the file. NULL: nobody is
	 * asked. */
	const struct front_header *(*header)(void *context, const char *path, const char *name);
	/* Has a macro of that name a meaning of its own? Then it stays. */
	bool (*keeps)(void *context, const char *name);
	void *context;
};

/* Bytes [at, at + length) of a plain text stand for `from` in the file, one for one if `exact`.
 * What follows, up to the next piece, is the file's from from.end on. */
struct c_piece {
	uint32_t at, length;
	struct span from;
	bool exact;
};

struct c_plain {
	char *text;
	uint32_t length;
	VEC(struct c_piece) pieces; /* none: all stands where it stood */
	VEC(const char *) includes; /* "x.h", as it is written */
	VEC(uint32_t) loops;        /* where a macro that opens a loop is `while` now, in order */
};

/* An #if that is open. */
struct c_text_choice {
	bool outer; /* is what surrounds it compiled? */
	bool taken; /* was a branch of it compiled already? */
};

struct c_text_pass {
	struct arena *arena;
	const struct c_text_input *input;
	struct c_text known;
	char *text;
	uint32_t at, end;
	uint32_t skips; /* how many of known->skipped lie behind */
	bool second;    /* which pass it is */
	bool live;      /* is this compiled? */
	bool fresh;     /* nothing but white space on this line so far */
	bool begins;    /* a declaration or statement begins here, or only `static` was read */
	uint32_t braces;
	char last;      /* the last character that says something */
	VEC(char) open; /* brackets */
	VEC(struct c_text_choice) choices;
	struct buf out; /* of the first pass, up to `copied` */
	uint32_t copied;
	VEC(struct c_piece) pieces;
	VEC(uint32_t) loops;
	VEC(const char *) includes;
	const char *path;   /* of what is being read: the file or a header */
	struct map headers; /* paths of those that were read */
	uint32_t depth;     /* how many of them are open */
};

/* How far a bracket may be from its other half: what is not balanced must not cost more. */
enum { C_TEXT_REACH = 1 << 17, C_TEXT_DEEPEST = 40 };

bool c_text_is_word(char c);
/* Spaces, but for line ends. */
void c_text_blank(struct c_text_pass *pass, uint32_t start, uint32_t end);
/* The first place from `at` on that is no white space. */
uint32_t c_text_space(const struct c_text_pass *pass, uint32_t at);
/* Reads the word at pass->at: rewrites it if it is a macro. */
void c_text_word(struct c_text_pass *pass);
/* The same in the first pass: replaces it if it is a macro of the project. */
void c_text_replace(struct c_text_pass *pass);

/* The text without all that, in `arena`. */
struct c_plain c_text_plain(struct arena *arena, const struct c_text_input *input);
/* Where a part of it stood in the file. */
struct span c_plain_span(const struct c_plain *plain, struct span span);

/* The value of an expression of #if; `text` needs no end mark. */
struct c_number c_text_value(const struct c_text *known, const char *text, size_t length);

#endif
