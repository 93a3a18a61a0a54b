/*
 * What the passes of one run share. Passes are functions over struct project,
 * called in order by check.c; each says which members it fills.
 */
#ifndef PROXYLINT_ENGINE_PROJECT_H
#define PROXYLINT_ENGINE_PROJECT_H

#include "base/file.h"
#include "base/hash.h"
#include "config/config.h"
#include "engine/check.h"
#include "fact/fact.h"
#include "flow/flow.h"
#include "front/front.h"
#include "page/page.h"

#include <pthread.h>

enum input_state {
	INPUT_UNREAD,
	INPUT_READ,
	INPUT_TOO_LARGE,
	INPUT_UNREADABLE,
	INPUT_BINARY,
	INPUT_MINIFIED,
};

/* A file that may have findings. */
struct input {
	const char *path; /* clean, and unique in the project */
	bool named;       /* on the command line, not found in a directory */
	bool context;     /* only imported by files of the run: its findings are not asked for */
	bool imported;    /* read because of an import: it has no findings of its own */
	enum input_state state;
	int error; /* of INPUT_UNREADABLE: errno */
	bool lowered;
	bool broken;                  /* has places that could not be read */
	uint32_t with_clang, without; /* its functions of C, by who read them */
	struct buf said;              /* lines for the messages, until input_settle */
	bool trouble;                 /* one of them is about something that could not be done */
	uint32_t remarks;             /* on places that could not be read */
	struct location remarked;     /* where the last one stood */
	struct arena arena;           /* its bytes and units */
	struct source *source;        /* NULL until it has to be lowered */
	struct hash hash;             /* of the source; set when the run has a cache */
	VEC(struct unit *) units;     /* embedded ones included */
	struct region_list regions;   /* of a host file */
};

enum asked_kind {
	ASKED_KIND,  /* what is there? */
	ASKED_TEXT,  /* what does it say? */
	ASKED_PAGES, /* which pages are in the directory? */
	ASKED_STAMP, /* is it the same file as before? Of those that the compiler reads */
};

/* Something that was asked of the file system, and a hash of the answer. */
struct asked {
	enum asked_kind kind;
	const char *path;
	struct hash answer;
};

/* A file that others include. */
struct header {
	struct front_header front;
	VEC(const char *) names; /* of those that it includes, as they are written */
	struct map words;        /* those that stand before a bracket: what it may declare */
	bool marks;              /* there are attributes in it */
	bool looked;             /* for the file that defines what it declares */
};

struct header_list {
	VEC(struct header *) list;
};

/* Of the files of a run, by header.c: for who holds `running`, or is alone. */
struct headers {
	struct arena arena;
	struct map asked;         /* folder/name → struct header, or `none` */
	struct map by_path;       /* struct header */
	struct header none;       /* there is no such file */
	VEC(struct header *) all; /* those of by_path */
	struct map of_run;        /* file name → inputs that are headers of that name */
};

struct paths {
	const char **at;
	uint32_t n;
};

struct project {
	struct arena *arena;
	const struct check_request *request;
	struct check_result *result;
	struct fact_table *facts;
	struct configs configs;
	const char *root;                   /* of the project, absolute */
	VEC(struct input *) inputs;         /* sorted by path */
	struct map by_path;                 /* struct input */
	struct map looked_at;               /* struct source: files of which only parts are shown */
	struct buf text;                    /* the file being read */
	struct finder *finders[LANG_COUNT]; /* of what a file must hold; NULL: everything may matter
	                                     */
	uint64_t clock;                     /* when the last pass ended */
	const char *pyodide_version, *python_version;
	struct front_run run;
	struct ts_kept *_Atomic grammars; /* of `run` and what is read beside it */
	struct arena run_arena;           /* its own: threads read while others use `arena` */
	pthread_mutex_t running;          /* held by who uses `run` */
	struct headers headers;
	VEC(struct unit *) units; /* of all inputs, in order */
	struct page_model *pages;
	bool noting;              /* what is asked is noted */
	pthread_mutex_t asking;   /* held by who notes it: */
	struct arena asked_arena; /* of the next two */
	VEC(struct asked) asked;  /* each question once, in no order */
	struct map asked_before;
	struct hash cache_key;  /* of everything that is known once the inputs are read */
	size_t cached_messages; /* bytes of messages that the result does not bring along */
	struct buf more_facts;  /* texts of the files with facts that the request names */
};

/* Adds a line to the messages. */
void project_say(struct project *project, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same for something that makes the exit status 2. */
void project_trouble(struct project *project, const char *format, ...) PRINTF_LIKE(2, 3);

/* The same two for an input that one of several threads is at: the lines wait in it. */
void input_say(struct input *input, const char *format, ...) PRINTF_LIKE(2, 3);
void input_trouble(struct input *input, const char *format, ...) PRINTF_LIKE(2, 3);
/* Adds its lines to the messages. */
void input_settle(struct project *project, struct input *input);

/* root.c: fills root, also that of the findings. */
void project_find_root(struct project *project);
/* The folder at or above the working directory that holds `name`, absolute, or NULL. */
const char *project_above(struct arena *arena, const char *name);

/* configure.c: makes the configurations ready, and the facts of those that were used; fills
 * python_version, and pyodide_version where it is said. */
void project_configure(struct project *project);
void project_use_configs(struct project *project);
/* The Python of a file whose configuration names a MicroPython runs there. */
void project_target(struct project *project);

/* files.c: what the request holds in memory comes before what is on disk. */
enum path_kind project_path_kind(struct project *project, const char *path);
/* As file_read does. */
int project_read_file(struct project *project, const char *path, size_t limit, struct buf *out);
/* The HTML files in a directory, sorted. */
struct paths project_pages_in(struct project *project, const char *folder);
/* Notes that somebody else reads a file; for front_run. `context` is the project. */
void project_uses(void *context, const char *path);
/* Would the answer be the same now? */
bool project_still_holds(struct project *project, const struct asked *asked);

/* cache.c: takes the findings of an earlier run over the same bytes. False: there is none, and what
 * is asked from now on is noted for project_cache_save. */
bool project_cache_load(struct project *project);
void project_cache_save(struct project *project);

/* input.c: fills inputs and by_path from the paths of the request. */
void project_list(struct project *project);
/* An input that is not of the run, for what files of the run import from it. NULL: no such file. */
struct input *project_add_context(struct project *project, const char *path);
/* Reads every input and gives those a source that may have findings. */
void project_read(struct project *project);
/* Does a text in a language (LANG_NONE: in any) hold a word without which there is nothing to find?
 */
bool project_may_matter(const struct project *project, enum language language, struct str text);
/* Gives one input its source, whatever it holds. False when it cannot be linted. */
bool project_load(struct project *project, struct input *input);

/* shard.c: is a file of this part of a run that is done in several? */
bool project_is_ours(const struct project *project, const char *path);
/* Are its findings asked for, and is it counted? */
bool project_counts(const struct project *project, const struct input *input);
/* Drops findings in files of other parts. */
void project_keep_shard(struct project *project);

/* Is it a file that may hold a configuration, and no code? */
bool project_is_data(const char *path);

/* lower.c: fills the units of an input that has a source, or of all of them, on all processors. */
void project_lower(struct project *project, struct input *input);
void project_lower_all(struct project *project);
/* One piece of code to be lowered. */
struct piece {
	struct source *source;
	const struct front *front;
	const char *path; /* picks the dialect */
	bool snippet;     /* of documentation: places that cannot be read are nobody's fault */
};

/* Gives NULL when nothing could be read, else a unit that is one of the input's from now on. */
struct unit *project_lower_piece(
        struct project *project, struct input *input, const struct piece *piece);

/* embed.c: lowers the code in string constants of a unit that facts say is run. */
void project_lower_embeds(
        struct project *project, struct input *input, struct unit *unit, int depth);

/* header.c: what `name` in an #include of the file `from` leads to; NULL: nothing of the project.
 */
struct header *project_header(struct project *project, const char *from, const char *name);
/* The same for front_run; `context` is the project. */
const struct front_header *project_front_header(void *context, const char *from, const char *name);
/* All that a unit includes, and what these include. */
struct header_list project_headers(struct project *project, const struct unit *unit);
/* Before the first question: which inputs are headers. */
void project_headers_of_run(struct project *project);
void project_headers_free(struct project *project);

/* link.c: what C files are told by headers, and by files of the program that are not of this run.
 */
void project_link(struct project *project);

/* import.c: loads and lowers what the lowered inputs import. */
void project_follow_imports(struct project *project);

/* scripts.c: which scripts of JavaScript see the names of which others. */
void project_share_scripts(struct project *project);

/* pages.c: fills pages, and says of each Python unit what they tell of its interpreter. */
void project_find_pages(struct project *project);

/* version.c: fills pyodide_version. */
void project_find_version(struct project *project);

/* select.c: drops findings of rules that were not asked for. */
void project_select(struct project *project);
/* Is this one asked for? Gives it the severity that was configured. */
bool project_reports(struct project *project, struct finding *finding);

/* changed.c: what is staged in part is read as it is staged; keeps the findings that concern lines
 * that were changed. */
void project_use_staged(struct project *project);
void project_keep_changed(struct project *project);

/* known.c: finds the baseline that the request means. */
void project_name_baseline(struct project *project);
/* Marks what is in it as suppressed. */
void project_leave_known(struct project *project);

/* suppress.c: marks what comments suppress, and adds what is wrong with these comments. */
void project_suppress(struct project *project);
/* Marks what the comments of one input suppress. Of `told`, what was said of a comment that now
 * proves to be of use is dropped. */
void project_hide(struct project *project, struct input *input, struct findings *told);

#endif
