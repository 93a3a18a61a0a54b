/*
 * Checking: paths in, sealed findings out. What happens in between can be read
 * in one function, check_paths in check.c.
 */
#ifndef PROXYLINT_ENGINE_CHECK_H
#define PROXYLINT_ENGINE_CHECK_H

#include "base/store.h"
#include "diag/diag.h"
#include "front/front.h"
#include "report/report.h"
#include "rule/times.h"

/* What to print in place of findings. */
enum check_dump { DUMP_NONE, DUMP_IR, DUMP_STATES, DUMP_SUMMARY };

struct check_texts {
	const char *const *at;
	uint32_t n;
};

enum check_pass {
#define PASS(id, text) PASS_##id,
#include "engine/pass.def"
#undef PASS
	PASS_COUNT
};

/* Which findings are kept: all, or those on lines that were changed. */
enum check_changed { CHANGED_ALL, CHANGED_SINCE, CHANGED_STAGED };

/* A text that stands for the file `path`, which need not be there. */
struct check_overlay {
	const char *path; /* as path_clean gives it */
	struct str text;
};

struct check_request {
	struct check_texts paths;  /* files and directories */
	struct check_texts select; /* names and globs of rules; none: all that are on by default */
	struct check_texts ignore;
	struct check_texts facts;    /* files with more facts */
	const char *pyodide_version; /* NULL: the configuration's, or found in the project */
	const char *python_version;  /* of the Python that C code is built for; NULL: the
	                                configuration's, or the newest */
	const char *config;          /* the configuration of every file; NULL: the nearest one */
	bool isolated;               /* read no configuration */
	bool force_exclude;          /* what is excluded is left out when it is named, too */
	struct check_texts c_flags;  /* words for a C compiler: -IDIR, -DNAME, ... */
	enum c_reader c_reader;
	enum check_changed changed;
	const char *since;    /* CHANGED_SINCE: a revision; NULL: HEAD */
	const char *baseline; /* a file; NULL: the configuration's, or that with the usual name */
	bool no_baseline;     /* do not read it */
	bool surroundings; /* read all files that the configuration's folder holds, for context */
	uint32_t shard, shards; /* report one of so many parts of the files, from 1 on; shards 0:
	                           all */
	/* told of each file that is lowered, or NULL */
	void (*progress)(void *context, uint32_t done, uint32_t all);
	void *progress_context;
	const struct check_overlay *overlays;
	uint32_t overlay_count;
	size_t max_file_size; /* bytes */
	unsigned jobs;        /* threads that read; at least 1 */
	bool no_prefilter;    /* parse every file, whatever words it holds */
	bool verbose;         /* remarks on files that were not named, too */
	enum check_dump dump;
	const struct store *cache; /* where results are kept, or NULL */
};

/* What one file took to be lowered and followed. */
struct check_time {
	const char *path;
	uint64_t time; /* nanoseconds */
};

struct check_result {
	struct findings findings;
	struct summary summary;     /* hidden_notes is the caller's to fill */
	struct buf messages;        /* whole lines for stderr; freed by the caller */
	struct buf dump;            /* freed by the caller */
	uint64_t times[PASS_COUNT]; /* nanoseconds */
	struct rule_times rule_times;
	VEC(struct check_time) slowest; /* the longest first */
	bool cached;                    /* the findings are those of an earlier run */
	const char *baseline;    /* the file that the request means, whether it is there or not */
	bool notes;              /* a configuration wants them shown */
	bool trouble;            /* something asked for could not be done */
	struct project *project; /* private */
};

/* Both fill `result`; what it holds lives in `arena` until check_free, and the request must live as
 * long. */
void check_paths(
        struct arena *arena, const struct check_request *request, struct check_result *result);
struct check_paths_list {
	VEC(const char *) list;
};
/* The files that check_paths would lint, and the configurations it would read, in `arena`. */
struct check_paths_list check_list(struct arena *arena, const struct check_request *request);
/* What a run of the program found: settings, comments and the baseline of the check decide on these
 * findings as on its own, in files that it did not read as well. They are sealed. Drops some, marks
 * some as suppressed, and drops from `told` complaints about comments that turn out to be of use.
 */
void check_hide(struct check_result *result, struct findings *findings, struct findings *told);
/* Makes a result for check_hide without linting anything. */
void check_nothing(
        struct arena *arena, const struct check_request *request, struct check_result *result);
/* One file in the text form of the IR, named by paths.at[0]. */
void check_ir(
        struct arena *arena, const struct check_request *request, struct check_result *result);
/* Text of a line of a file that was read; for reporters. `result` is the struct check_result. */
struct str check_line(void *result, const char *path, uint32_t line);
/* The place of an offset of such a file. */
struct location check_locate(void *result, const char *path, uint32_t offset);
/* What is known of the working directory's project without linting anything. */
struct check_home {
	const char *root; /* absolute; see root.c */
	bool notes;       /* its configuration wants them shown */
};

struct check_home check_home(struct arena *arena);
/* `path` is from the project's root. Would a finding in this file have been found? It was linted,
 * or is gone. */
bool check_covers(const struct check_result *result, const char *path);
/* A file that was read, or NULL. */
const struct source *check_source(const struct check_result *result, const char *path);
void check_free(struct check_result *result);

#endif
