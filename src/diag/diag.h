/*
 * A finding and what belongs to it. Everything is owned by the arena it was
 * made in; reporters only read.
 */
#ifndef PROXYLINT_DIAG_DIAG_H
#define PROXYLINT_DIAG_DIAG_H

#include "text/source.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };
enum confidence { CONFIDENCE_POSSIBLE, CONFIDENCE_LIKELY, CONFIDENCE_CERTAIN };

/* What running the program showed of a finding. */
enum verdict {
	VERDICT_NONE, /* it was not put to the test */
#define VERDICT(id, text) VERDICT_##id,
#include "diag/verdict.def"
#undef VERDICT
	VERDICT_COUNT
};

/* A place in a file, ready to print. Lines and columns start at 1, columns count bytes. */
struct place {
	const char *path;
	uint32_t line, column, end_line, end_column;
};

struct step {
	const char *kind; /* "acquire" "borrow" "store" "pass" "release" "branch" "throw" "await"
	                     "lost" "use" "note" */
	struct place place;
	const char *message;
};

/* Whether a fix may be applied: by --fix, only with --unsafe-fixes (it may change what the program
 * does), or by nobody but the user, to whom it is shown (it leaves something to be decided). */
enum fix_safety {
#define FIX_SAFETY(id, text) FIX_##id,
#include "diag/fix_safety.def"
#undef FIX_SAFETY
	FIX_SAFETY_COUNT
};

/* Replaces bytes start..end of the file `path`. */
struct fix_edit {
	const char *path;
	uint32_t start, end;
	const char *text;
};

struct fix {
	const char *title; /* imperative: "insert `.copy()`" */
	enum fix_safety safety;
	struct fix_edit *edits; /* in the order of the text, none overlaps another */
	uint32_t edit_count;
};

/* Why a finding is not shown to people. */
enum suppressed { SUPPRESSED_NOT, SUPPRESSED_IN_SOURCE, SUPPRESSED_BY_BASELINE };

struct finding {
	const char *rule; /* "pyproxy/leak" */
	enum severity severity;
	enum confidence confidence;
	const char *retention; /* "hard", "soft", "error" or NULL */
	struct place place;    /* where the user edits */
	const char *function;  /* "" at module level */
	const char *object;    /* as the user calls it, or NULL */
	const char *message;   /* one sentence, lower case, no full stop */
	struct step *steps;
	uint32_t step_count;
	const char *help; /* what to do, or NULL */
	struct fix *fixes;
	uint32_t fix_count;
	const char *fact; /* "pyodide.toml:14" or NULL */
	enum verdict verdict;
	const char *evidence; /* what the verdict rests on, or NULL */
	const char *snippet;  /* of code inside a file: the hash that a runtime knows it by, or NULL
	                       */
	uint32_t snippet_line; /* the line in it, without blank lines before the first one */
	char fingerprint[33];  /* hex; survives moved lines. Filled by findings_seal */
	enum suppressed suppressed;
	const char *reason; /* of a suppression; "" where none is given */
};

struct findings {
	struct arena *arena;
	const char *root; /* absolute: paths are named from there in fingerprints, and where others
	                     read them; NULL: the working directory */
	VEC(struct finding) list;
};

/* Does a name that people write mean the rule? "pyproxy/leak", a group ("pyproxy") or a glob
 * ("*leak"). */
bool rule_is_meant(const char *written, const char *rule);

/* Fills a place from a span of a source (walking up to the file). */
struct place place_of(const struct source *source, struct span span);
/* Adds a fix that replaces a span of a source by `text`; `finding` keeps it in `arena`. */
void finding_add_fix(struct arena *arena, struct finding *finding, const char *title,
        enum fix_safety safety, const struct source *source, struct span span, const char *text);
/* Adds a second place to the newest fix. */
void finding_add_edit(struct arena *arena, struct finding *finding, const struct source *source,
        struct span span, const char *text);
void finding_add_step(struct arena *arena, struct finding *finding, const char *kind,
        const struct source *source, struct span span, const char *message);
const char *severity_text(enum severity severity);
const char *confidence_text(enum confidence confidence);
const char *fix_safety_text(enum fix_safety safety);
/* NULL for VERDICT_NONE. */
const char *verdict_text(enum verdict verdict);
/* The value of a word, or -1. */
int severity_named(const char *text);
int confidence_named(const char *text);
int verdict_named(const char *text);
int fix_safety_named(const char *text);
int suppressed_named(const char *text);
/* As SARIF calls it; NULL for SUPPRESSED_NOT. */
const char *suppressed_text(enum suppressed suppressed);

/* Sorts by path, line, column, rule, object; drops exact repetitions; fills fingerprints (rule,
 * path, function, object, text of the line without white space, running number among equals:
 * 128-bit FNV-1a); one that is there is kept. `line_text` gives the text of a finding's line. */
void findings_seal(struct findings *findings,
        struct str (*line_text)(void *context, const char *path, uint32_t line), void *context);
/* Sorts and drops only. */
void findings_sort(struct findings *findings);

#endif
