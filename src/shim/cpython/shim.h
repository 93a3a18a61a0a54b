/*
 * The CPython shim: what it shares between its files. It is a library without
 * Python.h, so that one build serves every CPython from 3.8 to 3.13: functions
 * are found by name at run time, and of objects it knows the layout that those
 * versions share (py.h).
 *
 * All state is one struct shim, `the_shim`. The functions that the interpreter
 * calls carry no context pointer, so it has to be global; everything that
 * touches it runs with the interpreter's lock held, so it needs no other.
 */
#ifndef PROXYLINT_SHIM_H
#define PROXYLINT_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct py_object;

enum { MOST_MODULES = 512, MOST_SEGMENTS = 8, MOST_FRAMES = 8, NO_SITE = -1 };

struct range {
	uintptr_t start, end;
};

/* An extension module that is watched. */
struct module {
	char *path;
	uintptr_t base; /* what its addresses are relative to */
	struct range code;
	struct range data[MOST_SEGMENTS]; /* writable segments */
	int data_count;
	int slots; /* imports that were redirected */
};

enum site_kind { SITE_PLAIN, SITE_STACK, SITE_NAMED };

/* A place that acquires: the address behind a call in a module; that and the addresses of its
 * callers in the same module; or what recompiled code says of itself. */
struct site {
	enum site_kind kind;
	uintptr_t address;
	uintptr_t frames[MOST_FRAMES]; /* callers, innermost first */
	int frame_count;
	int keyed; /* how many of them tell it from others */
	int module;
	const char *api;
	const char *path; /* SITE_NAMED only, as are the next two */
	const char *function;
	int line;
	bool split; /* callers differ: acquisitions go to sites that tell them apart */
	bool sampled;
	/* counts since the last baseline */
	int64_t acquired, immortal, died, released;
	/* filled by live_account */
	int64_t live, fewest, most, held;
	uintptr_t held_by; /* the place that allocated one of the blocks that hold them, or 0 */
};

/* One place's share in the references to an object. */
struct share {
	int32_t site;
	uint32_t count;
	struct share *next;
};

/* An object that some site holds or held a reference to. */
struct live {
	struct py_object *object; /* NULL: a free slot */
	struct share *shares;
	int64_t base;      /* references nobody accounted for at the last baseline */
	int32_t known;     /* references found by live_account */
	int32_t held;      /* words found in blocks of modules */
	uintptr_t held_by; /* the place that allocated the last of them */
	bool fresh;        /* its whole life was seen, or the baseline knows it */
	uint8_t heads;     /* see death_heads */
};

struct shim {
	int version; /* 0x030b: 3.11 */
	int frames;  /* callers that tell sites apart, 0 to MOST_FRAMES */
	struct module modules[MOST_MODULES];
	int module_count;
};

extern struct shim the_shim;

/* ---- module.c: which modules are watched, and their imports ---- */

/* The module whose code or writable data holds an address, or -1. */
int module_of_code(uintptr_t address);
int module_of_data(uintptr_t address);

/* ---- hook.c: what stands in place of imported functions ---- */

/* The replacement for an imported function, or NULL. `slot`: the import is data, perhaps a function
 * pointer that types are compared by. */
void *hook_for(const char *name, bool slot);
/* The same for a module that counts for itself: what it cannot see. */
void *hook_for_recompiled(const char *name);

/* ---- site.c ---- */

/* The site of a call that returns to `address`, or NO_SITE outside of watched code. */
int32_t site_at(void *address, const char *api);
/* The site of recompiled code. */
int32_t site_named(const char *path, int line, const char *function, const char *api);
struct site *site_get(int32_t site);
int32_t site_count(void);

/* ---- live.c: objects that sites hold ---- */

/* The references found to the objects of the table; for the visitors of owner.c. */
struct live *live_find(const struct py_object *object);
/* A cheap no: false for most objects that are not in the table. */
bool live_maybe(const void *object);
void live_acquire(int32_t site, struct py_object *object);
/* One reference of the site's module is given back, for callers whose releases are seen. */
void live_release(int32_t module, uintptr_t address, struct py_object *object);
void live_release_named(const char *function, struct py_object *object);
void live_died(struct py_object *object);
void live_moved(struct py_object *from, struct py_object *to);
/* Calls `visit` for every entry. */
void live_each(void (*visit)(struct live *entry));
/* Forgets the counts so far: `base` of each entry becomes what is unaccounted for now. */
void live_baseline(void);
/* Fills the counts of all sites from the entries' `known` and `held`. */
void live_account(void);

/* ---- owner.c: who owns references ---- */

/* Counts, for every live object, the references that are accounted for. Both are Python lists: of
 * all containers that the garbage collector knows, the second list included; of values that
 * something else holds as well, each as often as it does. */
void owner_count(struct py_object *containers, struct py_object *variables);

/* ---- block.c: memory that modules allocated and have not freed ---- */

void *block_hook_for(const char *name);
/* Calls `visit` for every word of every block, with the place that allocated it: the address behind
 * the call. */
void block_each_word(void (*visit)(uintptr_t word, uintptr_t by));

/* ---- death.c: sees objects die ---- */

/* False when the allocator cannot be watched. */
bool death_watch(void);
/* How many heads of 16 bytes its block has before the object: 0 to 2. */
int death_heads(const struct py_object *object);
/* Will the end of this object be seen? Not when its type frees its memory by itself. */
bool death_is_seen(const struct py_object *object);

/* ---- cover.c: was a place executed? ---- */

/* Gives a handle, or -1 when nothing can be put there. */
int cover_watch(uintptr_t address);
bool cover_was_hit(int handle);

#endif
