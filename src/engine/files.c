/*
 * How the engine gets at files: what the request holds in memory (an editor's
 * buffer, standard input, a fix that is not written yet) stands for the file
 * on disk.
 */
#include "engine/project.h"

#include "base/file.h"

#include <errno.h>

static const struct check_overlay *overlay(const struct project *project, const char *path)
{
	const struct check_request *request = project->request;

	for (uint32_t i = 0; i < request->overlay_count; i++)
		if (same(request->overlays[i].path, path))
			return &request->overlays[i];
	return NULL;
}

enum path_kind project_path_kind(const struct project *project, const char *path)
{
	return overlay(project, path) ? PATH_FILE : path_kind(path);
}

int project_read_file(
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
