/*
 * From a source to units: a host file is split into regions, each region or
 * file goes through its front end, and code in strings follows.
 */
#include "engine/project.h"

#include "base/file.h"

enum { MOST_REMARKS = 3 };

static const char *language_name(enum language language)
{
	static const char *const names[LANG_COUNT] = {
	        "", "JavaScript", "Python", "C", "Zig", "Erlang"};

	return names[language];
}

static void say_unread(struct project *project, struct input *input, const struct source *source,
        const struct front *front, const struct front_result *result)
{
	if (!input->named && !project->request->verbose)
		return;
	for (uint32_t i = 0; i < result->notes.n && i < MOST_REMARKS; i++) {
		struct location at = source_locate(source, result->notes.at[i].span.start);

		project_say(project, "%s:%u:%u: note: could not be read as %s; the rest was linted",
		        input->path, at.line, at.column, language_name(front->language));
	}
}

/* How other files name this one: its path without the extension. */
static const char *module_of(struct input *input)
{
	const char *dot = strrchr(path_name(input->path), '.');

	return dot ? arena_strndup(&input->arena, input->path, (size_t)(dot - input->path))
	           : input->path;
}

struct unit *project_lower_source(struct project *project, struct input *input,
        struct source *source, const struct front *front, const char *path)
{
	struct front_result result = front->lower(&input->arena, source, path);
	const char *broken;

	if (result.notes.n)
		say_unread(project, input, source, front, &result);
	if (!result.unit)
		return NULL;
	result.unit->unread += result.notes.n && !result.unit->unread;
	broken = unit_verify(result.unit);
	if (broken) {
		project_trouble(
		        project, "%s: not linted: a bug in proxylint: %s", input->path, broken);
		return NULL;
	}
	vec_push(&input->arena, &input->units, result.unit);
	return result.unit;
}

static void lower_regions(struct project *project, struct input *input)
{
	struct region_list list = front_regions(&input->arena, input->source, input->path);

	for (uint32_t i = 0; i < list.regions.n; i++) {
		const struct region *region = &list.regions.at[i];
		const struct front *front = front_for_path(region->path);
		struct unit *unit;

		/* MicroPython's proxies live by other rules than those that facts describe */
		if (!front || region->micropython)
			continue;
		unit = project_lower_source(project, input, region->source, front, region->path);
		if (!unit)
			continue;
		unit->snippet = region->snippet;
		project_lower_embeds(project, input, unit, 0);
	}
}

static void lower_file(struct project *project, struct input *input)
{
	const struct front *front = front_for_path(input->path);
	struct unit *unit;

	unit = project_lower_source(project, input, input->source, front, input->path);
	if (!unit)
		return;
	if (!unit->module)
		unit->module = module_of(input);
	project_lower_embeds(project, input, unit, 0);
}

void project_lower(struct project *project, struct input *input)
{
	uint32_t unread = 0;

	if (input->lowered)
		return;
	input->lowered = true;
	if (front_is_host(input->path))
		lower_regions(project, input);
	else
		lower_file(project, input);
	for (uint32_t i = 0; i < input->units.n; i++)
		unread += input->units.at[i]->unread;
	project->result->summary.parse_errors += unread > 0;
}
