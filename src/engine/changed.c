/*
 * Only what was changed: everything is analysed, and findings are kept that
 * have a place on a changed line, be it their own or that of a step: whoever
 * removes a release changes no line of the acquisition.
 *
 * git says which lines these are. Where something was only removed, the lines
 * beside it count as changed. Of files that are staged in part, the staged text
 * is the one that is linted.
 */
#include "engine/project.h"

#include "base/git.h"

#include <stdlib.h>

struct range {
	uint32_t first, last;
};

struct ranges {
	VEC(struct range) list;
};

struct changes {
	struct project *project;
	struct map by_path; /* struct ranges */
};

/* ---- reading what git says ---- */

static struct ranges *ranges_of(struct changes *changes, const char *path)
{
	struct ranges *ranges = map_get(&changes->by_path, path);

	if (!ranges) {
		ranges = arena_new(changes->project->arena, struct ranges);
		map_put(&changes->by_path, arena_strdup(changes->project->arena, path), ranges);
	}
	return ranges;
}

static void add_range(struct changes *changes, struct ranges *ranges, uint32_t first, uint32_t last)
{
	struct range range = {first, last};

	vec_push(changes->project->arena, &ranges->list, range);
}

/* A name that git put in quotes, as it stands on disk. */
static const char *unquoted(struct arena *arena, struct str name)
{
	static const char letters[] = "abfnrtv", meant[] = "\a\b\f\n\r\t\v";
	char *out = arena_alloc(arena, name.n + 1), *to = out;

	for (size_t i = 1; i + 1 < name.n; i++) {
		char c = name.at[i];

		if (c == '\\' && name.at[i + 1] >= '0' && name.at[i + 1] <= '7' && i + 3 < name.n) {
			*to++ = (char)((name.at[i + 1] - '0') * 64 + (name.at[i + 2] - '0') * 8 +
			        name.at[i + 3] - '0');
			i += 3;
			continue;
		}
		if (c == '\\') {
			const char *letter = strchr(letters, c = name.at[++i]);

			c = c && letter ? meant[letter - letters] : c;
		}
		*to++ = c;
	}
	return out;
}

/* `+++ b/web/a.js`; git marks a name with blanks by a tab behind it. */
static const char *path_in(struct arena *arena, struct str line)
{
	struct str name = {line.at + 4, line.n - 4};
	const char *path;

	if (name.n && name.at[name.n - 1] == '\t')
		name.n--;
	path = name.n && *name.at == '"' ? unquoted(arena, name) : arena_str(arena, name);
	return str_starts(str_of(path), "b/") ? path + 2 : NULL;
}

/* "12,3" → 12 and 3; "12" → 12 and 1. */
static const char *read_pair(const char *at, uint32_t *first, uint32_t *count)
{
	char *end;

	*first = (uint32_t)strtoul(at, &end, 10);
	*count = 1;
	if (*end == ',')
		*count = (uint32_t)strtoul(end + 1, &end, 10);
	return end;
}

/* `@@ -1,2 +3,4 @@`: gives how many lines of the hunk follow. */
static uint32_t read_hunk(struct changes *changes, struct ranges *ranges, const char *line)
{
	uint32_t first, removed, added;
	const char *at = read_pair(line + 4, &first, &removed);

	at += strspn(at, " +");
	read_pair(at, &first, &added);
	if (ranges)
		add_range(changes, ranges, first, added ? first + added - 1 : first + 1);
	return removed + added;
}

static void read_diff(struct changes *changes, const struct buf *diff)
{
	struct str rest = {diff->at, diff->n};
	struct ranges *ranges = NULL;
	uint32_t skip = 0;

	while (rest.n) {
		const char *end = memchr(rest.at, '\n', rest.n);
		struct str line = {rest.at, end ? (size_t)(end - rest.at) : rest.n};

		if (skip && *line.at != '\\') {
			skip--;
		} else if (str_starts(line, "+++ ")) {
			const char *path = path_in(changes->project->arena, line);

			ranges = path ? ranges_of(changes, path) : NULL;
		} else if (str_starts(line, "@@ -")) {
			skip = read_hunk(changes, ranges, line.at);
		}
		rest.n -= line.n + (end != NULL);
		rest.at += line.n + (end != NULL);
	}
}

static bool ask_for_diff(struct changes *changes)
{
	const struct check_request *request = changes->project->request;
	const char *since = request->since ? request->since : "HEAD";
	const char *arguments[16] = {"diff", "--no-color", "--no-ext-diff", "--no-textconv",
	        "--ignore-submodules", "--unified=0", "--relative", "--src-prefix=a/",
	        "--dst-prefix=b/"};
	uint32_t n = 9;
	struct buf diff = {0};
	int status;

	if (request->changed == CHANGED_STAGED) {
		arguments[n++] = "--cached";
	} else {
		arguments[n++] = "--merge-base";
		arguments[n++] = since;
	}
	arguments[n] = "--";
	status = *since == '-' ? -1 : git_read(GIT_CONTENT, NULL, arguments, &diff);
	if (status == 0)
		read_diff(changes, &diff);
	else
		project_trouble(changes->project,
		        request->changed == CHANGED_STAGED
		                ? "--staged: this is no git repository"
		                : "--changed: git does not know '%s' here",
		        since);
	buf_free(&diff);
	return status == 0;
}

/* Files that git does not know yet are new as a whole. */
static void add_untracked(struct changes *changes)
{
	const char *arguments[] = {"ls-files", "--others", "--exclude-standard", "-z", NULL};
	struct buf names = {0};

	if (git_read(GIT_NAMES, NULL, arguments, &names) == 0)
		for (size_t at = 0; at < names.n; at += strlen(names.at + at) + 1)
			add_range(changes, ranges_of(changes, names.at + at), 1, UINT32_MAX);
	buf_free(&names);
}

/* ---- filtering ---- */

static bool was_changed(const struct changes *changes, const struct place *place)
{
	const struct ranges *ranges = map_get(&changes->by_path, place->path);

	for (uint32_t i = 0; ranges && i < ranges->list.n; i++)
		if (place->line <= ranges->list.at[i].last &&
		        place->end_line >= ranges->list.at[i].first)
			return true;
	return false;
}

static bool concerns(const struct changes *changes, const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->step_count; i++)
		if (was_changed(changes, &finding->steps[i].place))
			return true;
	return was_changed(changes, &finding->place);
}

void project_keep_changed(struct project *project)
{
	struct findings *findings = &project->result->findings;
	struct changes changes = {.project = project};
	uint32_t kept = 0;

	if (project->request->changed == CHANGED_ALL)
		return;
	if (!ask_for_diff(&changes))
		return;
	if (project->request->changed == CHANGED_SINCE)
		add_untracked(&changes);
	for (uint32_t i = 0; i < findings->list.n; i++)
		if (concerns(&changes, &findings->list.at[i]))
			findings->list.at[kept++] = findings->list.at[i];
	findings->list.n = kept;
	map_free(&changes.by_path);
}

/* ---- staged texts ---- */

static void add_staged(
        struct project *project, struct check_overlay *overlays, uint32_t *count, const char *path)
{
	const char *arguments[] = {
	        "cat-file", "blob", arena_printf(project->arena, ":./%s", path), NULL};
	struct buf text = {0};

	if (git_read(GIT_NAMES, NULL, arguments, &text) == 0)
		overlays[(*count)++] = (struct check_overlay){path_clean(project->arena, path),
		        {arena_strndup(project->arena, text.at ? text.at : "", text.n), text.n}};
	buf_free(&text);
}

void project_use_staged(struct project *project)
{
	const char *arguments[] = {"diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules",
	        "--name-only", "--relative", "--diff-filter=M", "-z", NULL};
	struct check_request *request;
	struct check_overlay *overlays;
	struct buf names = {0};
	uint32_t count = 0;

	if (project->request->changed != CHANGED_STAGED ||
	        git_read(GIT_CONTENT, NULL, arguments, &names) != 0)
		return;
	for (size_t at = 0; at < names.n; at += strlen(names.at + at) + 1)
		count++;
	overlays = arena_array(project->arena, struct check_overlay, count + 1);
	count = 0;
	for (size_t at = 0; at < names.n; at += strlen(names.at + at) + 1)
		add_staged(project, overlays, &count, names.at + at);
	buf_free(&names);
	request = arena_new(project->arena, struct check_request);
	*request = *project->request;
	request->overlays = overlays;
	request->overlay_count = count;
	project->request = request;
}
