/*
 * C files of one program: which files beside the lowered ones tell what their
 * calls do. A header is lowered when it mentions a name that a unit calls and
 * that neither the unit nor a fact knows: it may hold the function, or say
 * something of it. Where it only declares it, a file beside the header that is
 * called like it may define it.
 *
 * What is lowered for others calls in its turn; that is followed a few steps.
 * A unit is told the paths of its headers and what they declare.
 */
#include "engine/project.h"

#include "base/stop.h"

enum { MOST_STEPS = 3 };

struct linker {
	struct project *project;
	struct arena arena;
	VEC(struct input *) queue; /* those whose calls are to be followed */
	uint32_t step;
};

static void lower_other(struct linker *linker, struct input *input)
{
	struct project *project = linker->project;

	if (!input || input->lowered || !project_load(project, input) ||
	        !project_may_matter(
	                project, LANG_C, (struct str){input->source->bytes, input->source->length}))
		return;
	input->imported = input->context;
	project_lower(project, input);
	vec_push(&linker->arena, &linker->queue, input);
}

static struct input *input_at(struct project *project, const char *path)
{
	struct input *input = map_get(&project->by_path, path);

	return input ? input : project_add_context(project, path);
}

/* ---- a name that is called ---- */

/* src/x.c or src/x.cpp of src/x.h or include/x.h */
static void try_sibling(struct linker *linker, struct header *header)
{
	static const char *const folders[] = {"", "../src/"},
	                         *const endings[] = {".c", ".cpp", ".cc"};
	const char *folder = path_directory(&linker->arena, header->front.path);
	const char *name = path_name(header->front.path), *dot = strrchr(name, '.');
	int stem = (int)(dot ? (size_t)(dot - name) : strlen(name));

	if (linker->step >= MOST_STEPS || header->looked)
		return;
	header->looked = true;
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		for (size_t k = 0; k < COUNT_OF(endings); k++)
			lower_other(linker,
			        input_at(linker->project,
			                path_beside(&linker->arena, folder,
			                        arena_printf(&linker->arena, "%s%.*s%s", folders[i],
			                                stem, name, endings[k]))));
}

static bool unit_declares(const struct unit *unit, const char *name)
{
	for (uint32_t i = 0; i < unit->declares.n; i++)
		if (same(unit->declares.at[i], name))
			return true;
	return false;
}

static void follow_call(struct linker *linker, struct unit *unit, const struct header_list *headers,
        const char *name)
{
	bool declared = unit_declares(unit, name);

	for (uint32_t h = 0; h < headers->list.n; h++) {
		struct header *header = headers->list.at[h];

		if (!map_get(&header->words, name))
			continue;
		lower_other(linker, input_at(linker->project, header->front.path));
		try_sibling(linker, header);
		if (!declared)
			vec_push(unit->arena, &unit->declares, name);
		declared = true;
	}
}

/* Headers may say something of functions that the unit defines itself. */
static void follow_marks(
        struct linker *linker, const struct unit *unit, const struct header_list *headers)
{
	bool any = false;

	for (uint32_t h = 0; h < headers->list.n; h++)
		any |= headers->list.at[h]->marks;
	for (uint32_t i = 0; i < unit->exports.n && any; i++)
		for (uint32_t h = 0; h < headers->list.n; h++)
			if (map_get(&headers->list.at[h]->words, unit->exports.at[i].name))
				lower_other(linker,
				        input_at(linker->project, headers->list.at[h]->front.path));
}

static void follow_unit(struct linker *linker, struct unit *unit)
{
	struct project *project = linker->project;
	struct header_list headers = project_headers(project, unit);
	struct map seen = {0};

	for (uint32_t i = 0; i < headers.list.n; i++)
		vec_push(unit->arena, &unit->headers, headers.list.at[i]->front.path);
	for (uint32_t f = 1; f < unit->funcs.n; f++)
		map_put(&seen, unit->funcs.at[f]->name, unit);
	for (uint32_t f = 1; f < unit->funcs.n; f++) {
		const struct func *func = unit->funcs.at[f];

		for (uint32_t i = 1; i < func->insns.n; i++) {
			const struct insn *insn = &func->insns.at[i];

			if (insn->op != OP_CALL || insn->a || !insn->name ||
			        map_get(&seen, insn->name))
				continue;
			map_put(&seen, insn->name, unit);
			if (!fact_find(project->facts, LANG_C, insn->name))
				follow_call(linker, unit, &headers, insn->name);
		}
	}
	map_free(&seen);
	follow_marks(linker, unit, &headers);
}

static void follow_input(struct linker *linker, struct input *input)
{
	for (uint32_t u = 0; u < input->units.n; u++)
		if (language_has(input->units.at[u]->language, TRAIT_LINKED))
			follow_unit(linker, input->units.at[u]);
}

void project_link(struct project *project)
{
	struct linker linker = {.project = project};
	uint32_t done = 0, end;

	for (uint32_t i = 0; i < project->inputs.n; i++) {
		if (project->inputs.at[i]->lowered)
			vec_push(&linker.arena, &linker.queue, project->inputs.at[i]);
	}
	for (linker.step = 0; done < linker.queue.n && !stop_wanted(); linker.step++)
		for (end = linker.queue.n; done < end && !stop_wanted(); done++)
			follow_input(&linker, linker.queue.at[done]);
	arena_free(&linker.arena);
}
