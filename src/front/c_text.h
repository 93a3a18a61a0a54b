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

enum c_macro_kind { C_VALUE, C_BLANK, C_CALL, C_UNWRAP, C_TYPE_1, C_TYPE_2 };

struct c_text {
	struct arena *arena; /* of the names and values */
	struct map macros;   /* name → struct c_macro */
};

/* An #if that is open. */
struct c_text_choice {
	bool outer; /* is what surrounds it compiled? */
	bool taken; /* was a branch of it compiled already? */
};

struct c_text_pass {
	struct arena *arena;
	struct c_text known;
	char *text;
	uint32_t at, end;
	bool live;   /* is this compiled? */
	bool fresh;  /* nothing but white space on this line so far */
	bool begins; /* a declaration or statement begins here, or only `static` was read */
	uint32_t braces;
	char last;      /* the last character that says something */
	VEC(char) open; /* brackets */
	VEC(struct c_text_choice) choices;
};

/* How far a bracket may be from its other half: what is not balanced must not cost more. */
enum { C_TEXT_REACH = 1 << 17 };

bool c_text_is_word(char c);
/* Spaces, but for line ends. */
void c_text_blank(struct c_text_pass *pass, uint32_t start, uint32_t end);
/* The first place from `at` on that is no white space. */
uint32_t c_text_space(const struct c_text_pass *pass, uint32_t at);
/* Reads the word at pass->at: rewrites it if it is a macro. */
void c_text_word(struct c_text_pass *pass);

/* A copy of the text, as above, in `arena`. Of `flags` the -D and -U are heeded. */
char *c_text_plain(struct arena *arena, const char *text, uint32_t length, const char *const *flags,
        uint32_t flag_count);

/* The value of an expression of #if; `text` needs no end mark. */
struct c_number c_text_value(const struct c_text *known, const char *text, size_t length);

#endif
