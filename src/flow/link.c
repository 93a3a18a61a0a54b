/*
 * Names that are one scope for all files of a program, as in C: a function is
 * called by its name, and defined in whatever file.
 *
 * Takes what files define for others and what they declare, gives whom a call
 * means. One run may hold several programs, and each of them a `main`: a name
 * means a function of another file only where it is declared, and only one
 * whose file is nearest. Where two are as near, the one whose file includes the
 * header that declares it; else nobody knows.
 */
#include "flow/project.h"

#include "base/file.h"

/* Who defines a name. */
struct linked {
	VEC(struct func_info *) funcs;
};

void project_link_unit(struct project *project, struct unit_info *info)
{
	const struct unit *unit = info->unit;

	for (uint32_t i = 0; i < unit->exports.n; i++) {
		const struct export *export = &unit->exports.at[i];
		struct linked *linked = map_get(&project->linked, export->name);

		if (export->func == NO_FUNC)
			continue;
		if (!linked) {
			linked = arena_new(project->arena, struct linked);
			map_put(&project->linked, export->name, linked);
		}
		vec_push(project->arena, &linked->funcs, info->funcs[export->func]);
	}
}

static bool declares(const struct unit *unit, const char *name)
{
	for (uint32_t i = 0; i < unit->declares.n; i++)
		if (same(unit->declares.at[i], name))
			return true;
	return false;
}

static bool includes(const struct unit *unit, const char *header)
{
	for (uint32_t i = 0; i < unit->headers.n; i++)
		if (same(unit->headers.at[i], header))
			return true;
	return false;
}

/* Is the name declared in a header that both include? */
static bool share_header(
        const struct project *project, const struct unit *a, const struct unit *b, const char *name)
{
	for (uint32_t i = 0; i < a->headers.n; i++) {
		const struct unit_info *header = project_unit_at(project, a->headers.at[i]);

		if (header && declares(header->unit, name) && includes(b, a->headers.at[i]))
			return true;
	}
	return false;
}

/* Of two that are as near, the one that knows the declaration, if the other does not. */
static struct func_info *nearest(
        const struct project *project, const struct unit *unit, const struct linked *linked)
{
	struct func_info *best = NULL;
	uint32_t most = 0;
	bool knows = false, alone = true;

	for (uint32_t i = 0; i < linked->funcs.n; i++) {
		struct func_info *info = linked->funcs.at[i];
		uint32_t near = path_nearness(unit->source->path, info->unit->source->path);
		bool shares = share_header(project, unit, info->unit, info->func->name);

		if (info->unit == unit || (best && near < most) ||
		        (best && near == most && shares < knows))
			continue;
		alone = !best || near > most || shares > knows ||
		        (alone && best->unit == info->unit);
		best = info;
		most = near;
		knows = shares;
	}
	return alone ? best : NULL;
}

/* A function with a body in a header of the project. */
static struct func_info *in_header(
        const struct project *project, const struct unit *unit, const char *name)
{
	for (uint32_t i = 0; i < unit->headers.n; i++) {
		const struct unit_info *header = project_unit_at(project, unit->headers.at[i]);
		struct func_info *found = header && header->unit != unit
		        ? project_own(project, header->unit, name)
		        : NULL;

		if (found)
			return found;
	}
	return NULL;
}

static struct func_info *from_outside(
        const struct project *project, const struct unit *unit, const char *name)
{
	const struct linked *linked;
	struct func_info *found;

	if (!language_has(unit->language, TRAIT_LINKED))
		return NULL;
	found = in_header(project, unit, name);
	if (found)
		return found;
	linked = declares(unit, name) ? map_get(&project->linked, name) : NULL;
	return linked ? nearest(project, unit, linked) : NULL;
}

const struct called *project_called(
        struct project *project, const struct unit *unit, const char *name)
{
	struct unit_info *info = &project->units[unit->index];
	struct called *called = map_get(&info->called, name);

	if (called)
		return called;
	called = arena_new(project->arena, struct called);
	called->func = project_own(project, unit, name);
	if (!called->func) {
		called->marked = project_marked(project, unit, name);
		called->told = project_told(project, unit, name);
		called->func = from_outside(project, unit, name);
		called->outside = called->func != NULL;
	}
	map_put(&info->called, name, called);
	return called;
}
