/*
 * Suppressions: what a comment says that begins with `proxylint:`.
 *
 *     # proxylint: ignore[pyproxy/leak, gil/leak] freed by the caller
 *     # proxylint: ignore-begin[...] reason   ...   # proxylint: ignore-end[...]
 *     # proxylint: ignore-file[...] reason
 *
 * Here is only what they say; where comments are and what they cover is for
 * those to find who know the language.
 */
#ifndef PROXYLINT_DIAG_SUPPRESS_H
#define PROXYLINT_DIAG_SUPPRESS_H

#include "diag/diag.h"

/* Stands in the list for what only a run can find, whatever its rule. */
#define SUPPRESSION_MISSED "missed"

enum suppression_kind {
#define SUPPRESSION(id, word) SUPPRESS_##id,
#include "diag/suppression.def"
#undef SUPPRESSION
	SUPPRESS_UNKNOWN /* nearly one of these words */
};

struct suppression_rule {
	const char *glob;
	uint32_t start, end; /* in the comment */
	uint32_t hits;       /* findings that it hides; counted by who applies it */
};

struct suppression {
	enum suppression_kind kind;
	const char *word; /* as written */
	const char *near; /* of SUPPRESS_UNKNOWN: the word that was meant */
	VEC(struct suppression_rule) rules;
	bool open;          /* a bracket is not closed */
	uint32_t start;     /* of `proxylint:`, in the comment */
	uint32_t word_end;  /* where a list of rules could be put in */
	uint32_t list_end;  /* after the closing bracket, or word_end */
	const char *reason; /* "" where none is given */
	uint32_t hits;      /* findings hidden without a list */
};

/* Reads a comment, its marks included. False when it is none of ours. */
bool suppression_read(struct arena *arena, struct str comment, struct suppression *suppression);
/* Does it stand for this finding, by its rule or otherwise? Gives the entry of its list in *entry,
 * or NULL. */
bool suppression_names(struct suppression *suppression, const struct finding *finding,
        struct suppression_rule **entry);
/* Names no rule: everything is meant. */
bool suppression_is_blanket(const struct suppression *suppression);

#endif
