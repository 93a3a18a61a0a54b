/*
 * Comments that speak to proxylint, in every language that has comments, and
 * the code that each of them stands for.
 *
 * Front ends do not keep comments. A text that holds the word is so rare that
 * it is parsed once more for them.
 */
#ifndef PROXYLINT_FRONT_COMMENT_H
#define PROXYLINT_FRONT_COMMENT_H

#include "ir/ir.h"

struct comment {
	struct span span; /* with its marks */
	bool alone;       /* nothing else stands on its line before it */
	/* what follows it: the next statement, or the head of the next definition, element or
	 * table, without its body. Empty at the end of a file. */
	struct span next;
};

struct comment_list {
	VEC(struct comment) list;
};

/* What a text must hold to be worth looking for comments in. */
#define COMMENT_MARK "proxylint:"

/* Comments that hold the mark, in order. `language` is that of the source; LANG_NONE: what `path`
 * tells (pages, components, Markdown, TOML). A language without comments has none. */
struct comment_list front_comments(
        struct arena *arena, const struct source *source, enum language language, const char *path);

#endif
