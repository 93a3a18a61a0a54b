/*
 * Showing findings: what of the options is about that, and doing it. Shared by
 * the commands that report.
 */
#ifndef PROXYLINT_CLI_VIEW_H
#define PROXYLINT_CLI_VIEW_H

#include "cli/cli.h"
#include "engine/check.h"

struct view {
	const struct reporter *reporter; /* NULL: chosen by the number of findings */
	bool color, notes, quiet;
};

/* The paths when none are given: the working directory. */
extern const struct check_texts check_here;

/* What reporters read source lines with, see struct report. */
struct view_lines {
	struct str (*text)(void *context, const char *path, uint32_t line);
	void *context;
};

/* Both false, with a message, for a value that makes no sense. */
bool view_read(const struct options *options, struct view *view);
bool view_read_request(const struct options *options, struct check_request *request);
/* Counts the findings by severity. */
void view_count(const struct findings *findings, struct summary *summary);
/* Adds the report to `out`; notes that are hidden become `summary->hidden_notes`. */
void view_show(const struct view *view, const struct findings *findings, struct summary *summary,
        struct view_lines lines, struct buf *out);

#endif
