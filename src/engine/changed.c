/*
 * Only what was changed: everything is analysed, and findings are kept that
 * have a place on a changed line, be it their own or that of a step: whoever
 * removes a release changes no line of the acquisition.
 *
 * git says which lines these are. Of files that are staged in part, the staged
 * text is the one that is linted.
 */
#include "engine/project.h"

#include "base/git.h"
#include "text/hunks.h"

struct changes {
	struct project *project;
	struct hunks hunks;
};

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
		hunks_read(&changes->hunks, (struct str){diff.at, diff.n});
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
			hunks_add_file(&changes->hunks, names.at + at);
	buf_free(&names);
}

/* ---- filtering ---- */

static bool was_changed(const struct changes *changes, const struct place *place)
{
	return hunks_touch(&changes->hunks, place->path, place->line, place->end_line);
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
	struct changes changes = {.project = project, .hunks.arena = project->arena};
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
	hunks_free(&changes.hunks);
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
