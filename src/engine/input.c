/*
 * From the paths of the command line to sources.
 *
 * Reading is meant to be all that a file costs that never mentions a border:
 * every file is read into one buffer, searched for the words of the facts, and
 * forgotten when it holds none of them.
 */
#include "engine/project.h"

#include "base/file.h"
#include "base/find.h"
#include "base/parallel.h"
#include "base/walk.h"
#include "front/comment.h"

#include <errno.h>
#include <stdlib.h>

enum { LONGEST_LINE = 1000, BINARY_PREFIX = 8192 };

/* ---- listing ---- */

bool project_is_data(const char *path)
{
	return str_ends(str_of(path), ".toml") || str_ends(str_of(path), ".json");
}

static bool is_read(const char *name)
{
	return front_for_path(name) || front_is_host(name) || project_is_data(name);
}

static bool is_found(const char *name)
{
	if (project_is_data(name))
		return page_config_is_named(name);
	return is_read(name);
}

static void say_unreadable(void *context, const char *path, const char *why)
{
	project_trouble(context, "%s: %s", path, why);
}

static void add_input(struct project *project, const char *path, bool named)
{
	const char *clean = path_clean(project->arena, path);
	struct input *input = map_get(&project->by_path, clean);

	if (!input) {
		input = arena_new(project->arena, struct input);
		input->path = clean;
		vec_push(project->arena, &project->inputs, input);
		map_put(&project->by_path, clean, input);
	}
	input->named = input->named || named;
}

struct input *project_add_context(struct project *project, const char *path)
{
	if (project_path_kind(project, path) != PATH_FILE || !is_read(path))
		return NULL;
	add_input(project, path, false);
	project->inputs.at[project->inputs.n - 1]->context = true;
	return project->inputs.at[project->inputs.n - 1];
}

static bool left_out(struct project *project, const char *path)
{
	return config_leaves_out(configs_for(&project->configs, path), path);
}

static void add_directory(struct project *project, const char *path)
{
	struct walk walk = {.arena = project->arena,
	        .wanted = is_found,
	        .failed = say_unreadable,
	        .context = project};
	bool any = false;

	walk_directory(&walk, path);
	for (uint32_t i = 0; i < walk.paths.n; i++) {
		if (left_out(project, walk.paths.at[i]))
			continue;
		add_input(project, walk.paths.at[i], false);
		any = true;
	}
	if (!any && project->request->paths.n > 1)
		project_say(project, "%s: note: no files to lint", path);
}

/* A file that was named is linted even if a configuration excludes it, unless told otherwise. */
static void add_named(struct project *project, const char *path)
{
	if (project->request->force_exclude &&
	        config_excludes(configs_for(&project->configs, path), path, NULL))
		return;
	add_input(project, path, true);
}

static void add_path(struct project *project, const char *path)
{
	enum path_kind kind = project_path_kind(project, path_clean(project->arena, path));

	if (kind == PATH_MISSING)
		say_unreadable(project, path, strerror(errno));
	else if (kind == PATH_DIRECTORY)
		add_directory(project, path_clean(project->arena, path));
	else if (is_read(path))
		add_named(project, path);
	else
		project_say(
		        project, "%s: note: not linted: not a kind of file that is known", path);
}

static int compare_inputs(const void *left, const void *right)
{
	const struct input *const *a = left, *const *b = right;

	return strcmp((*a)->path, (*b)->path);
}

/* Files around those of the run: what these do with what is asked for may be told elsewhere. */
static void add_surroundings(struct project *project)
{
	const struct config *config = configs_here(&project->configs);
	const char *top = config->directory ? path_clean(project->arena, config->directory) : ".";
	struct walk walk = {.arena = project->arena,
	        .wanted = is_found,
	        .failed = say_unreadable,
	        .context = project};

	walk_directory(&walk, top);
	for (uint32_t i = 0; i < walk.paths.n; i++) {
		const char *path = path_clean(project->arena, walk.paths.at[i]);

		if (!map_get(&project->by_path, path) && !left_out(project, path))
			project_add_context(project, path);
	}
}

void project_list(struct project *project)
{
	for (uint32_t i = 0; i < project->request->paths.n; i++)
		add_path(project, project->request->paths.at[i]);
	/* what nobody linted is no success; hooks that exclude files mean it */
	if (!project->inputs.n && !project->request->force_exclude)
		project_trouble(project, "no files to lint");
	if (project->inputs.n && project->request->surroundings)
		add_surroundings(project);
	if (project->inputs.n)
		qsort(project->inputs.at, project->inputs.n, sizeof(*project->inputs.at),
		        compare_inputs);
	project_headers_of_run(project);
}

/* ---- reading ---- */

static bool minified(const char *path, const struct buf *text)
{
	size_t lines = 1, most = text->n / LONGEST_LINE;

	if (!front_for_path(path))
		return false;
	if (str_ends(str_of(path), ".min.js") || str_ends(str_of(path), ".min.mjs"))
		return true;
	for (const char *at = text->at; lines <= most; at++, lines++) {
		at = memchr(at, '\n', text->n - (size_t)(at - text->at));
		if (!at)
			break;
	}
	return lines <= most;
}

static bool binary(const struct buf *text)
{
	return memchr(text->at, 0, text->n < BINARY_PREFIX ? text->n : BINARY_PREFIX) != NULL;
}

static enum input_state state_of(const struct input *input, int error, const struct buf *text)
{
	if (error)
		return error == EFBIG ? INPUT_TOO_LARGE : INPUT_UNREADABLE;
	if (binary(text))
		return INPUT_BINARY;
	return minified(input->path, text) ? INPUT_MINIFIED : INPUT_READ;
}

/* Reads into `text`. False: the file is left out. */
static bool read_text(struct project *project, struct input *input, struct buf *text)
{
	input->error =
	        project_read_file(project, input->path, project->request->max_file_size, text);
	input->state = state_of(input, input->error, text);
	return input->state == INPUT_READ;
}

/* Says what became of it, where that matters, and counts. */
static void settle_read(struct project *project, const struct input *input)
{
	struct summary *summary = &project->result->summary;

	switch (input->state) {
	case INPUT_TOO_LARGE:
		summary->skipped += project_counts(project, input);
		project_say(project, "%s: note: skipped: larger than %zu MiB (--max-file-size)",
		        input->path, project->request->max_file_size >> 20);
		break;
	case INPUT_UNREADABLE:
		summary->skipped += project_counts(project, input);
		say_unreadable(project, input->path, strerror(input->error));
		break;
	case INPUT_BINARY:
		if (input->named)
			project_say(project, "%s: note: skipped: a binary file", input->path);
		break;
	case INPUT_MINIFIED:
		summary->minified += project_counts(project, input);
		break;
	default:
		break;
	}
}

static void make_finders(struct project *project)
{
	for (int i = LANG_NONE; i < LANG_COUNT && !project->request->no_prefilter; i++) {
		uint32_t count;
		const char *const *words =
		        fact_prefilter_words(project->facts, (enum language)i, &count);

		if (count)
			project->finders[i] = finder_new(project->arena, words, count);
	}
}

bool project_may_matter(const struct project *project, enum language language, struct str text)
{
	return !project->finders[language] || finder_finds(project->finders[language], text);
}

static void keep_text(struct input *input, const struct buf *text)
{
	char *bytes = arena_strndup(&input->arena, text->at, text->n);

	input->source = source_new(&input->arena, input->path, bytes, (uint32_t)text->n);
}

/* A suppression in a file that has nothing to suppress is worth a finding, too. */
static bool worth_a_look(const struct project *project, const char *path, struct str text)
{
	const struct front *front = front_for_path(path);

	return project_may_matter(project, front ? front->language : LANG_NONE, text) ||
	        str_find(text, COMMENT_MARK);
}

/* What several threads read with. */
struct readers {
	struct project *project;
	struct buf *texts; /* one per thread */
};

static void read_item(void *context, uint32_t item, unsigned worker)
{
	const struct readers *readers = context;
	struct input *input = readers->project->inputs.at[item];
	struct buf *text = &readers->texts[worker];

	if (!read_text(readers->project, input, text) ||
	        !worth_a_look(readers->project, input->path, (struct str){text->at, text->n}))
		return;
	keep_text(input, text);
	if (readers->project->request->cache)
		input->hash = hash_bytes(text->at, text->n);
}

void project_read(struct project *project)
{
	unsigned workers = project->request->jobs;
	struct readers readers = {project, arena_array(project->arena, struct buf, workers)};

	make_finders(project);
	parallel_each(workers, project->inputs.n, read_item, &readers);
	for (unsigned i = 0; i < workers; i++)
		buf_free(&readers.texts[i]);
	for (uint32_t i = 0; i < project->inputs.n; i++) {
		const struct input *input = project->inputs.at[i];

		if (!project_counts(project, input))
			continue;
		settle_read(project, input);
		project->result->summary.files += input->state == INPUT_READ;
	}
}

bool project_load(struct project *project, struct input *input)
{
	bool first = input->state == INPUT_UNREAD;

	if (!input->source && input->state <= INPUT_READ &&
	        read_text(project, input, &project->text))
		keep_text(input, &project->text);
	if (first)
		settle_read(project, input);
	return input->source != NULL;
}
