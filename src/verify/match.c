/*
 * Places of a run ↔ findings.
 *
 * A run names files as the debug information or the server did. Where that
 * file is there, paths must be equal; where it is not (built in a folder that
 * is gone, served under an URL), the last components decide. Of several sites
 * on the lines of a call, those win that the call's name or the column points
 * at; when there is none, a caller's place will do, for objects that a helper
 * or a binding layer acquires.
 */
#include "verify/match.h"

#include "base/file.h"

#include <stdio.h>

/* An URL without its scheme and host; anything else as it is. */
static const char *url_path(const char *path)
{
	const char *host = strstr(path, "://"), *slash = host ? strchr(host + 3, '/') : NULL;

	if (!host)
		return path;
	return slash ? slash + 1 : "";
}

/* Is `tail` all of `path`, or its last components? */
static bool ends_with_path(const char *path, const char *tail)
{
	size_t n = strlen(path), t = strlen(tail);

	if (!t || t > n || strcmp(path + n - t, tail) != 0)
		return false;
	return t == n || path[n - t - 1] == '/';
}

static bool same_file(const char *path, const char *seen)
{
	const char *tail = url_path(seen);

	if (same(path, seen))
		return true;
	if (tail == seen && path_kind(seen) != PATH_MISSING)
		return false;
	return ends_with_path(tail, path) || (tail != seen && ends_with_path(path, tail));
}

bool match_place(const struct place *place, const struct record_place *seen)
{
	uint32_t end = place->end_line > place->line ? place->end_line : place->line;

	return seen->line >= place->line && seen->line <= end && same_file(place->path, seen->path);
}

const struct place *match_acquisition(const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->step_count; i++)
		if (same(finding->steps[i].kind, "acquire"))
			return &finding->steps[i].place;
	return &finding->place;
}

/* The finding's own place, when its acquisition begins there: it tells where the call ends. */
static struct place acquisition(const struct finding *finding)
{
	const struct place *step = match_acquisition(finding), *own = &finding->place;

	if (same(step->path, own->path) && step->line >= own->line && step->line <= own->end_line)
		return *own;
	return *step;
}

/* Does a column of the run fall on the call? True where either is unknown. */
static bool on_column(const struct place *place, const struct record_site *site)
{
	uint32_t column = site->place.column;

	if (!column || place->line != site->place.line || place->end_line != place->line)
		return true;
	return column >= place->column && column < place->end_column;
}

static bool names_api(const struct finding *finding, const struct record_site *site)
{
	char quoted[256];

	if (!site->api)
		return false;
	snprintf(quoted, sizeof(quoted), "`%s`", site->api);
	if (strstr(finding->message, quoted))
		return true;
	for (uint32_t i = 0; i < finding->step_count; i++)
		if (strstr(finding->steps[i].message, quoted))
			return true;
	return false;
}

/* How well a site fits; 0: not at all. */
static int fitness(
        const struct finding *finding, const struct place *place, const struct record_site *site)
{
	if (match_place(place, &site->place))
		return 2 + names_api(finding, site) * 2 + on_column(place, site);
	for (uint32_t i = 0; i < site->frames.n; i++)
		if (match_place(place, &site->frames.at[i]))
			return 1;
	return 0;
}

struct verify_proof match_finding(
        struct arena *arena, const struct finding *finding, const struct records *records)
{
	struct place place = acquisition(finding);
	struct verify_proof proof = {0};
	int best = 1;

	for (uint32_t i = 0; i < records->sites.n; i++) {
		const struct record_site *site = records->sites.at[i];
		int fits = fitness(finding, &place, site);

		if (fits < best)
			continue;
		if (fits > best)
			proof.sites.n = 0;
		best = fits;
		vec_push(arena, &proof.sites, site);
	}
	return proof;
}

const char *match_project_path(struct arena *arena, const char *path)
{
	static const char *const foreign[] = {
	        "node_modules/", "site-packages/", ".venv/", "venv/", "dist-packages/"};
	const char *tail = url_path(path);

	for (size_t i = 0; i < COUNT_OF(foreign); i++)
		if (strstr(path, foreign[i]))
			return NULL;
	if (tail == path && *path != '/')
		return *path && path_kind(path) == PATH_FILE ? path : NULL;
	if (tail == path && path_kind(path) != PATH_MISSING)
		return NULL;
	for (; *tail; tail += strcspn(tail, "/"), tail += *tail == '/')
		if (*tail != '/' && path_kind(tail) == PATH_FILE)
			return arena_strdup(arena, tail);
	return NULL;
}
