/*
 * Reporters: a sorted stream of findings → bytes. A reporter never sorts,
 * filters or looks anything up but source lines. Adding one is a row in
 * reporter.def and a file.
 */
#ifndef PROXYLINT_REPORT_REPORT_H
#define PROXYLINT_REPORT_REPORT_H

#include "diag/diag.h"

/* What happened besides findings. */
struct summary {
	uint32_t files; /* linted */
	uint32_t errors, warnings, notes;
	uint32_t hidden_notes;            /* found, not shown */
	uint32_t gone;                    /* of the baseline: nothing was found for them any more */
	uint32_t suppressed;              /* by comments or a baseline */
	uint32_t skipped;                 /* files that could not be read or are too large */
	uint32_t minified;                /* files left out because a machine wrote them */
	uint32_t parse_errors;            /* files with places that could not be parsed */
	uint32_t c_with_clang;            /* functions of C that were read with libclang's help */
	uint32_t c_without;               /* and those without */
	uint32_t functions;               /* analysed */
	uint32_t incomplete;              /* functions whose analysis hit its budget */
	uint32_t verdicts[VERDICT_COUNT]; /* findings by verdict */
	bool trouble;                     /* something asked for could not be done */
};

/* What a report may say of a rule. */
struct report_rule {
	const char *summary, *text; /* Markdown, or NULL */
	enum severity severity;
};

/* So many bytes of a line are so many UTF-16 units. */
struct column_mark {
	uint32_t bytes, units;
};

struct report {
	struct buf *out;
	struct arena *arena; /* for what a reporter keeps until its end */
	bool color;          /* ANSI colours may be used */
	bool links;          /* and links to files */
	uint32_t width;      /* columns of the terminal, or 0 */
	/* text of a line of a file that has findings */
	struct str (*line_text)(void *context, const char *path, uint32_t line);
	/* where an offset of such a file is, or NULL: nobody knows */
	struct location (*locate)(void *context, const char *path, uint32_t offset);
	struct report_rule (*rule)(void *context, const char *name);
	void *context;         /* of the first two */
	void *rule_context;    /* of `rule` */
	const char *directory; /* that relative paths start from; absolute */
	const char *part;      /* "1/3": of a run in several parts; or NULL */
	const char *root;      /* of the project, absolute, or NULL: that directory */
	/* the reporter's own: the file of the last finding, the rules met so far */
	const char *path;
	VEC(const char *) rules;
	size_t data; /* where in `out` its data begin */
	/* of report_utf16_column: the long line that was asked about last, and places in it */
	const char *marked;
	VEC(struct column_mark) marks;
};

enum report_kind {
	REPORT_TEXT,    /* for people: the end is a remark, which may be left out */
	REPORT_LINES,   /* for programs, one finding after the other */
	REPORT_DOCUMENT /* for programs, whole only with its end */
};

struct reporter {
	const char *name;    /* "full" */
	const char *summary; /* for --help */
	enum report_kind kind;
	bool notes;       /* notes are shown unless told otherwise */
	bool suppressed;  /* gets what is suppressed, too */
	bool whole_parts; /* gets it in a part of a run, which must hold all that the whole does */
	/* begin and end may be NULL */
	void (*begin)(struct report *report, const struct summary *summary);
	void (*finding)(struct report *report, const struct finding *finding);
	void (*end)(struct report *report, const struct summary *summary);
};

/* NULL for an unknown name. */
const struct reporter *reporter_find(const char *name);
/* Ends with a NULL entry. */
extern const struct reporter *const reporters[];

/* The colours that people see; each is ended by PAINT_NONE. */
enum paint {
	PAINT_NONE,
	PAINT_ERROR,
	PAINT_WARNING,
	PAINT_NOTE,
	PAINT_GUTTER,
	PAINT_STEP,
	PAINT_BOLD
};

void report_paint(struct report *report, enum paint paint);
enum paint report_severity_paint(enum severity severity);
/* `path:line:column: severity: message [rule]`, and a verdict in brackets where there is one: how a
 * finding starts in both text formats. */
void report_headline(struct report *report, const struct finding *finding);
/* The message, with the verdict and what it rests on where there is one; for formats that have no
 * member for these. */
const char *report_sentence(struct report *report, const struct finding *finding);
/* The number of a rule in report->rules, where it stands from now on. */
uint32_t report_rule_index(struct report *report, const char *rule);
/* The column in UTF-16 units of byte `column` of a line; both start at 1. */
uint32_t report_utf16_column(
        struct report *report, const char *path, uint32_t line, uint32_t column);
/* The path from the root of the project, as services have it that read reports. */
const char *report_root_path(struct report *report, const char *path);
/* The file's address. */
void report_uri(struct report *report, const char *path, struct buf *uri);
/* The last line: how many findings, and what was not looked at. */
void report_summary(struct report *report, const struct summary *summary);

#endif
