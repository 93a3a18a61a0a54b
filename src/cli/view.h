/*
 * Showing findings: what of the options is about that, and doing it. Shared by
 * the commands that report.
 */
#ifndef PROXYLINT_CLI_VIEW_H
#define PROXYLINT_CLI_VIEW_H

#include "cli/cli.h"
#include "engine/check.h"

/* One of --output. */
struct view_output {
	const struct reporter *reporter;
	const char *path;
};

struct view {
	struct arena *arena;
	const struct reporter *reporter; /* NULL: chosen by the number of findings */
	VEC(struct view_output) outputs;
	bool color, quiet;
	bool notes_said, notes; /* what --notes says of notes, if anything */
	bool notes_wanted;      /* a configuration wants them */
	const char *part;       /* what --shard says, or NULL */
};

/* The paths when none are given: the working directory. */
extern const struct check_texts check_here;

/* What reporters read source lines with, see struct report. */
struct view_lines {
	struct str (*text)(void *context, const char *path, uint32_t line);
	void *context;
	struct location (*locate)(void *context, const char *path, uint32_t offset); /* or NULL */
};

/* Both false, with a message, for a value that makes no sense. */
bool view_read(const struct options *options, struct view *view);
bool view_read_request(const struct options *options, struct check_request *request);
/* Counts the findings by severity. */
void view_count(const struct findings *findings, struct summary *summary);
/* What a reporter needs, with nowhere to write to yet. */
struct report view_report(const struct view *view, struct view_lines lines);
/* Adds the report to `out`, and writes those of --output. False, after a message, when one of these
 * could not be written. */
bool view_show(const struct view *view, const struct findings *findings,
        const struct summary *summary, struct view_lines lines, struct buf *out);

#endif
