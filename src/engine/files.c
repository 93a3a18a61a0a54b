/*
 * How the engine gets at files: what the request holds in memory (an editor's
 * buffer, standard input, a fix that is not written yet) stands for the file
 * on disk.
 *
 * What is asked once the inputs have been read is noted together with its
 * answer: a result holds for as long as the answers stay the same.
 */
#include "engine/project.h"

#include "base/file.h"
#include "base/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static const struct check_overlay *overlay(const struct project *project, const char *path)
{
	const struct check_request *request = project->request;

	for (uint32_t i = 0; i < request->overlay_count; i++)
		if (same(request->overlays[i].path, path))
			return &request->overlays[i];
	return NULL;
}

/* ---- answers ---- */

static enum path_kind kind_of(const struct project *project, const char *path)
{
	return overlay(project, path) ? PATH_FILE : path_kind(path);
}

static int read_bytes(
        const struct project *project, const char *path, size_t limit, struct buf *out)
{
	const struct check_overlay *text = overlay(project, path);

	if (!text)
		return file_read(path, limit, out);
	if (text->text.n > limit)
		return EFBIG;
	out->n = 0;
	buf_add(out, text->text.at, text->text.n);
	return 0;
}

static struct hash stamp_of(const char *path)
{
	struct stat status;
	int64_t stamp[4];

	if (stat(path, &status))
		return (struct hash){0, 0};
	stamp[0] = status.st_mtim.tv_sec;
	stamp[1] = status.st_mtim.tv_nsec;
	stamp[2] = (int64_t)status.st_size;
	stamp[3] = (int64_t)status.st_ino;
	return hash_bytes(stamp, sizeof(stamp));
}

static int compare_paths(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

static struct paths pages_in(struct arena *arena, const char *folder)
{
	struct walk walk = {.arena = arena, .wanted = front_is_document};

	walk_folder(&walk, folder);
	if (walk.paths.n)
		qsort(walk.paths.at, walk.paths.n, sizeof(*walk.paths.at), compare_paths);
	return (struct paths){walk.paths.at, walk.paths.n};
}

static struct hash hash_of_paths(struct paths paths)
{
	struct buf all = {0};
	struct hash hash;

	for (uint32_t i = 0; i < paths.n; i++)
		buf_add(&all, paths.at[i], strlen(paths.at[i]) + 1);
	hash = hash_bytes(all.at ? all.at : "", all.n);
	buf_free(&all);
	return hash;
}

static struct hash hash_of_text(int error, const struct buf *text)
{
	return error ? (struct hash){(uint64_t)error, 0} : hash_bytes(text->at, text->n);
}

static struct hash hash_of_kind(enum path_kind kind)
{
	return (struct hash){kind, 0};
}

static struct hash ask(struct project *project, enum asked_kind kind, const char *path)
{
	int error;

	switch (kind) {
	case ASKED_KIND:
		return hash_of_kind(kind_of(project, path));
	case ASKED_TEXT:
		error = read_bytes(project, path, project->request->max_file_size, &project->text);
		return hash_of_text(error, &project->text);
	case ASKED_PAGES:
		return hash_of_paths(pages_in(project->arena, path));
	case ASKED_STAMP:
	default:
		return stamp_of(path);
	}
}

/* ---- asking ---- */

static void note(
        struct project *project, enum asked_kind kind, const char *path, struct hash answer)
{
	struct asked asked = {.kind = kind, .answer = answer};
	const char *key;

	if (!project->noting)
		return;
	pthread_mutex_lock(&project->asking);
	key = arena_printf(&project->asked_arena, "%d%s", kind, path);
	asked.path = key + 1;
	if (!map_get(&project->asked_before, key)) {
		map_put(&project->asked_before, key, project);
		vec_push(&project->asked_arena, &project->asked, asked);
	}
	pthread_mutex_unlock(&project->asking);
}

enum path_kind project_path_kind(struct project *project, const char *path)
{
	enum path_kind kind = kind_of(project, path);
	int reason = errno;

	note(project, ASKED_KIND, path, hash_of_kind(kind));
	errno = reason;
	return kind;
}

int project_read_file(struct project *project, const char *path, size_t limit, struct buf *out)
{
	int error = read_bytes(project, path, limit, out);

	note(project, ASKED_TEXT, path, hash_of_text(error, out));
	return error;
}

struct paths project_pages_in(struct project *project, const char *folder)
{
	struct paths paths = pages_in(project->arena, folder);

	note(project, ASKED_PAGES, folder, hash_of_paths(paths));
	return paths;
}

void project_uses(void *context, const char *path)
{
	struct project *project = context;

	if (project->noting)
		note(project, ASKED_STAMP, path, stamp_of(path));
}

bool project_still_holds(struct project *project, const struct asked *asked)
{
	return hash_equal(asked->answer, ask(project, asked->kind, asked->path));
}
