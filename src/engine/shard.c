/*
 * A run in several parts, on several machines. Each part reports the files
 * whose paths fall to it, and finds in them what a whole run finds: so it has
 * to read the others, too, where these may tell something of its own.
 */
#include "engine/project.h"

static uint32_t path_hash(const char *path)
{
	uint32_t hash = 2166136261u;

	for (; *path; path++)
		hash = (hash ^ (unsigned char)*path) * 16777619u;
	return hash;
}

/* By its path alone, so that files come and go without moving others. */
bool project_is_ours(const struct project *project, const char *path)
{
	const struct check_request *request = project->request;

	return !request->shards || path_hash(path) % request->shards + 1 == request->shard;
}

bool project_counts(const struct project *project, const struct input *input)
{
	return !input->context && project_is_ours(project, input->path);
}

void project_keep_shard(struct project *project)
{
	struct findings *findings = &project->result->findings;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->list.n; i++)
		if (project_is_ours(project, findings->list.at[i].place.path))
			findings->list.at[kept++] = findings->list.at[i];
	findings->list.n = kept;
}
