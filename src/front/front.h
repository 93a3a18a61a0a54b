/*
 * A front end: source text → IR. It knows its language and nothing about
 * ownership. Adding one is a row in front.def and a file.
 */
#ifndef PROXYLINT_FRONT_FRONT_H
#define PROXYLINT_FRONT_FRONT_H

#include "ir/ir.h"

/* What a front end tells about a source besides the IR. */
struct front_note {
	struct span span;    /* where */
	const char *message; /* e.g. "syntax error" */
};

struct front_result {
	struct unit *unit;            /* NULL when nothing could be read */
	VEC(struct front_note) notes; /* unreadable places; at most 20 */
	uint32_t with_clang, without; /* functions of C read with libclang's help, and without */
	/* string literals that may hold code of another language, to be lowered by the engine when
	 * a fact says so: already in unit->embeds with unit == NULL and source set */
};

/* Who helps to read C: libclang where there is one and it understands a file, libclang wherever
 * there is one, nobody. */
enum c_reader { C_READER_AUTO, C_READER_CLANG, C_READER_FAST };

/* A file of the project that another one includes. */
struct front_header {
	const char *path; /* clean */
	struct str text;
	struct str directives; /* of front_directives */
};

/* The lines of a C text that a preprocessor obeys, and nothing else. Lives in `arena`. */
struct str front_directives(struct arena *arena, struct str text);

/* What the files of a run share. Zeroed, nothing is known. */
struct front_run {
	struct arena *arena; /* lives as long as the run; NULL: nothing is kept */
	enum c_reader c_reader;
	const char *const *c_flags; /* words for a C compiler: -IDIR, -DNAME=VALUE, ... */
	uint32_t c_flag_count;
	/* Does a fact know that name? A C macro of such a name is read by it, and not as what it
	 * stands for. */
	bool (*named)(void *context, const char *name);
	/* Told of each file besides the sources that what a front end gives depends on, whether it
	 * is there or not. */
	void (*uses)(void *context, const char *path);
	/* The header that is "name" in the file at `path`, or NULL when the project has none. It
	 * lives as long as the run. */
	const struct front_header *(*header)(void *context, const char *path, const char *name);
	void *context;
	struct ts_kept *_Atomic *grammars; /* what ts.h knows of them; may be shared. NULL: it is
	                                      found out for each source */
	struct c_compiler *compiler;       /* libclang, from the first C file on; c_known.h */
	const char *c_remark;              /* something to say of it, or NULL */
	bool c_given_up; /* it did not get to the end of a file: another time it may */
};

/* Tells of one; `run` may be NULL. */
void front_run_uses(const struct front_run *run, const char *path);
/* Gives back what the front ends kept. */
void front_run_end(struct front_run *run);

struct front {
	const char *name;
	enum language language;
	const char *extensions; /* " .js .mjs .cjs " with spaces around each */
	bool shares;            /* uses `run`: one source at a time */
	/* Lowers one source. Everything it gives lives in `arena`. `path` picks dialects (.ts,
	 * .tsx). When source->parent is set it is embedded code. */
	struct front_result (*lower)(struct arena *arena, struct source *source, const char *path,
	        struct front_run *run);
};

/* NULL when no front end reads such a file. */
const struct front *front_for_path(const char *path);
const struct front *front_for_language(enum language language);

/* Splits a host file (.html, .vue, .svelte, .md) into code regions. */
struct region {
	struct source *source; /* child of the host */
	enum language language;
	const char *path; /* pretend path that picks the dialect: "x.ts", "x.py" */
	bool snippet;     /* documentation: a Markdown fence */
	bool micropython; /* <script type="mpy"> */
	bool module;      /* <script type="module">: own scope */
	bool listener;    /* an attribute like onclick: a function that an event calls */
};

/* How a page runs Python: an element of it. Texts are attributes as written, empty without one, and
 * slices of the bytes of `source`; `config` is what a browser reads there, a slice of
 * `config_source`. */
struct page_script {
	struct source *source; /* the page, or the fence that shows one */
	const char *type;      /* "py", "mpy", "pyodide", "py-editor", ... */
	struct str src, config, worker, env;
	struct source *config_source;      /* child of `source`; NULL: there is none */
	struct span span;                  /* its content */
	struct span tag;                   /* its opening tag */
	struct span worker_span;           /* name and value of the attribute */
	struct span src_span, config_span; /* values */
	bool has_src, has_config, has_worker;
	bool settings; /* <py-config>, <mpy-config>: `config` is what it says, or where that is */
	bool place;    /* settings with src: `config` is where they are */
	bool micropython;
	bool standalone; /* type="pyodide" and its like: no settings of the page hold for it */
	bool isolated;   /* service-worker: works without headers of the server */
	bool open;       /* has no closing tag */
	bool snippet;    /* documentation */
};

/* An attribute that calls Python on an event: py-click="f". */
struct page_event {
	struct source *source;
	struct str event, handler; /* "click", "f" */
	struct span span, handler_span;
	bool micropython, snippet;
};

/* <script src> of JavaScript. */
struct page_link {
	struct source *source;
	struct str url;
	bool module, snippet;
};

/* TOML or JSON in a fence. */
struct page_data {
	struct source *source;
	bool json;
};

struct region_list {
	VEC(struct region) regions;
	VEC(struct page_script) scripts; /* of HTML, in order */
	VEC(struct page_event) events;
	VEC(struct page_link) links;
	VEC(struct page_data) data;
	VEC(struct front_note) notes; /* what is not closed, and hides what follows */
	struct front_note broken;     /* message NULL: the file could be read */
};

bool front_is_host(const char *path);
/* An HTML page, or the template of one. */
bool front_is_document(const char *path);
/* Part of one: Vue, Svelte, Astro. */
bool front_is_component(const char *path);
bool front_is_markdown(const char *path);
/* Regions of one script context that share a global scope (several classic <script>s, fences of
 * one language in a Markdown file) are still separate regions, in order. */
struct region_list front_regions(struct arena *arena, struct source *host, const char *path);

#endif
