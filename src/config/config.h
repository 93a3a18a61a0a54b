/*
 * Configuration: proxylint.toml, .proxylint.toml or [tool.proxylint] in
 * pyproject.toml, the nearest one at or above each file.
 *
 * What is said of rules is kept as a list of settings in the order in which
 * they count: those of the configurations that are extended, then the file's
 * own, then its overrides. The last one that speaks of a rule decides, and
 * every setting knows its place, so that `config why` can name it.
 *
 * Everything lives in the arena of the struct configs.
 */
#ifndef PROXYLINT_CONFIG_CONFIG_H
#define PROXYLINT_CONFIG_CONFIG_H

#include "base/map.h"
#include "data/data.h"
#include "diag/diag.h"
#include "rule/page.h"

enum config_verb { CONFIG_SELECT, CONFIG_EXTEND_SELECT, CONFIG_IGNORE, CONFIG_SEVERITY };

/* A text of a configuration and where it stands. */
struct config_text {
	const char *text;
	struct place place;
};

struct config_texts {
	VEC(struct config_text) list;
};

/* A rule or a glob on rules in a setting. */
struct config_rule {
	const char *glob;
	struct place place;
	bool off;               /* CONFIG_SEVERITY: "off" */
	enum severity severity; /* CONFIG_SEVERITY */
};

struct config_setting {
	enum config_verb verb;
	const struct config_texts *paths; /* globs on the files it holds for, or NULL: all */
	struct place place;               /* of the key */
	VEC(struct config_rule) rules;
};

/* A file with facts of the user's. */
struct config_facts {
	const char *path, *text;
	uint32_t length;
};

struct config {
	const char *path;      /* as shown, or NULL: nothing is configured */
	const char *directory; /* absolute: what its globs are relative to; NULL without a path */
	VEC(struct config_setting) settings;
	struct config_texts include, exclude;
	struct config_text python, pyodide, micropython; /* versions; text NULL: not said */
	struct config_text baseline;                     /* relative to the directory */
	VEC(struct config_facts) facts;
	bool notes, without_reason;
};

struct configs {
	struct arena *arena;
	struct rule_pages pages;
	struct map by_directory;          /* as it was asked for, or absolute → struct config */
	const struct config *only;        /* holds for every file, or NULL: the nearest one does */
	VEC(const struct config *) all;   /* that were read, in the order of their use */
	VEC(const struct source *) texts; /* of these, and of those that they extend */
	/* whole messages about what is wrong; what is right still counts */
	VEC(const char *) errors;
};

/* Ready for configs_for. `path` is the only configuration then, or NULL. With `isolated` none is
 * read at all. */
void configs_begin(struct configs *configs, struct arena *arena, const char *path, bool isolated);
void configs_free(struct configs *configs);
/* The configuration for a file; one that says nothing where there is none. Never NULL. */
const struct config *configs_for(struct configs *configs, const char *path);
/* The one for the working directory. */
const struct config *configs_here(struct configs *configs);

/* Reads one file into `config`; used by configs_for. */
void configs_read(struct configs *configs, struct config *config, const char *path);

/* ---- asking ---- */

/* Which setting decided, and which rule of it; both NULL: none did. */
struct config_reason {
	const struct config_setting *setting;
	const struct config_rule *rule; /* NULL: a `select` that does not name it */
};

struct config_decision {
	bool on;
	bool graded; /* `severity` counts */
	enum severity severity;
	struct config_reason on_by, severity_by;
};

struct config_decision config_decide(const struct config *config, const char *path,
        const struct rule_page *page, const char *rule);
/* Does a setting speak of this file? */
bool config_setting_holds(
        const struct config *config, const struct config_setting *setting, const char *path);
/* Is a file that was found in a directory left out? */
bool config_leaves_out(const struct config *config, const char *path);
/* Is it left out by name, whether found or given? Fills *by with the glob. */
bool config_excludes(const struct config *config, const char *path, const struct config_text **by);
/* A path that stands in the configuration, from the working directory. */
const char *config_path_of(
        struct arena *arena, const struct config *config, const struct config_text *text);
const char *config_verb_key(enum config_verb verb);

#endif
