/*
 * From a source to units: a host file is split into regions, each region or
 * file goes through its front end, and code in strings follows.
 */
#include "engine/project.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/parallel.h"

enum { MOST_REMARKS = 3 };

static const char *language_name(enum language language)
{
	static const char *const names[LANG_COUNT] = {
	        "", "JavaScript", "Python", "C", "Zig", "Erlang"};

	return names[language];
}

static void say_unread(struct project *project, struct input *input, const struct piece *piece,
        const struct front_result *result)
{
	if (piece->snippet || (!input->named && !project->request->verbose))
		return;
	for (uint32_t i = 0; i < result->notes.n && input->remarks < MOST_REMARKS; i++) {
		struct location at = source_locate(piece->source, result->notes.at[i].span.start);

		if (input->remarks && at.line == input->remarked.line &&
		        at.column == input->remarked.column)
			continue; /* code in a string: its errors stand at one place */
		input->remarked = at;
		input->remarks++;
		input_say(input, "%s:%u:%u: note: could not be read as %s; the rest was linted",
		        input->path, at.line, at.column, language_name(piece->front->language));
	}
}

static void say_full(struct input *input, struct unit *unit)
{
	struct location at = source_locate(unit->source, unit->rest.start);

	if (!unit->full)
		return;
	unit->unread++;
	input_say(input,
	        "%s:%u:%u: note: more code than one file is analysed for: the rest was not linted",
	        input->path, at.line, at.column);
}

/* How other files name this one: its path without the extension. */
static const char *module_of(struct input *input)
{
	const char *dot = strrchr(path_name(input->path), '.');

	return dot ? arena_strndup(&input->arena, input->path, (size_t)(dot - input->path))
	           : input->path;
}

/* libclang has no limits of its own, and reads whatever a file includes: what a directory holds is
 * not given to it unless it is wanted everywhere. */
static bool reads_with_others(const struct project *project, const struct input *input)
{
	return !input->imported && (input->named || project->request->c_reader == C_READER_CLANG);
}

/* What the files of a run share is for one thread at a time. Nobody but the text is asked about a
 * file that only tells something of others. */
static struct front_result run_front(
        struct project *project, struct input *input, const struct piece *piece)
{
	struct front_run by_text = {.named = project->run.named,
	        .uses = project->run.uses,
	        .grammars = project->run.grammars,
	        .header = project->run.header,
	        .c_flags = project->run.c_flags,
	        .c_flag_count = project->run.c_flag_count,
	        .context = project};
	struct front_run *run = reads_with_others(project, input) ? &project->run : &by_text;
	struct front_result result;
	uint64_t began;

	if (piece->front->shares)
		pthread_mutex_lock(&project->running);
	began = clock_now();
	result = piece->front->lower(&input->arena, piece->source, piece->path, run);
	if (result.unit)
		result.unit->time = clock_now() - began;
	if (piece->front->shares)
		pthread_mutex_unlock(&project->running);
	return result;
}

struct unit *project_lower_piece(
        struct project *project, struct input *input, const struct piece *piece)
{
	struct front_result result = run_front(project, input, piece);
	struct unit *unit = result.unit;
	const char *broken;

	say_unread(project, input, piece, &result);
	input->with_clang += result.with_clang;
	input->without += result.without;
	if (!unit)
		return NULL;
	say_full(input, unit);
	unit->snippet = piece->snippet;
	unit->unread += result.notes.n && !unit->unread;
	broken = unit_verify(unit);
	if (broken) {
		input_trouble(input, "%s: not linted: a bug in proxylint: %s", input->path, broken);
		return NULL;
	}
	vec_push(&input->arena, &input->units, unit);
	return unit;
}

static void lower_region(struct project *project, struct input *input, const struct region *region)
{
	struct str text = {region->source->bytes, region->source->length};
	struct piece piece = {
	        region->source, front_for_path(region->path), region->path, region->snippet};
	struct unit *unit;

	if (!piece.front)
		return;
	if ((region->snippet || region->listener) &&
	        !project_may_matter(project, piece.front->language, text))
		return;
	unit = project_lower_piece(project, input, &piece);
	if (!unit)
		return;
	unit->micropython = region->micropython;
	unit->script &= !region->module && !region->snippet;
	project_lower_embeds(project, input, unit, 0);
}

/* A file whose parts cannot be told apart. */
static void say_broken(struct project *project, const struct input *input)
{
	const struct front_note *broken = &input->regions.broken;
	struct location at = source_locate(input->source, broken->span.start);

	if (broken->message && (input->named || project->request->verbose))
		project_say(project, "%s:%u:%u: note: not linted: %s", input->path, at.line,
		        at.column, broken->message);
}

/* What is not closed hides what follows. */
static void say_open(struct project *project, struct input *input)
{
	for (uint32_t i = 0; i < input->regions.notes.n && i < MOST_REMARKS; i++) {
		const struct front_note *note = &input->regions.notes.at[i];
		struct location at = source_locate(input->source, note->span.start);

		if (input->named || project->request->verbose)
			input_say(input, "%s:%u:%u: note: %s", input->path, at.line, at.column,
			        note->message);
	}
}

static void lower_regions(struct project *project, struct input *input)
{
	input->regions = front_regions(&input->arena, input->source, input->path);
	say_broken(project, input);
	say_open(project, input);
	for (uint32_t i = 0; i < input->regions.regions.n; i++)
		lower_region(project, input, &input->regions.regions.at[i]);
}

static void lower_file(struct project *project, struct input *input)
{
	struct piece piece = {input->source, front_for_path(input->path), input->path, false};
	struct unit *unit = project_lower_piece(project, input, &piece);

	if (!unit)
		return;
	if (!unit->module)
		unit->module = module_of(input);
	project_lower_embeds(project, input, unit, 0);
}

/* Touches nothing but the input: several are lowered at once. */
static void lower(struct project *project, struct input *input)
{
	if (input->lowered)
		return;
	input->lowered = true;
	if (project_is_data(input->path))
		return;
	if (front_is_host(input->path))
		lower_regions(project, input);
	else
		lower_file(project, input);
	for (uint32_t i = 0; i < input->units.n; i++)
		input->broken |= input->units.at[i]->unread && !input->units.at[i]->snippet;
}

static void settle(struct project *project, struct input *input)
{
	struct summary *summary = &project->result->summary;

	input_settle(project, input);
	if (!project_counts(project, input))
		return;
	summary->parse_errors += input->broken;
	summary->c_with_clang += input->with_clang;
	summary->c_without += input->without;
}

void project_lower(struct project *project, struct input *input)
{
	if (input->lowered)
		return;
	lower(project, input);
	settle(project, input);
}

static void lower_item(void *context, uint32_t item, unsigned worker)
{
	struct project *project = context;

	if (project->inputs.at[item]->source)
		lower(project, project->inputs.at[item]);
	/* items are given out in order: the first worker knows how far all are */
	if (!worker && project->request->progress)
		project->request->progress(
		        project->request->progress_context, item + 1, project->inputs.n);
}

void project_lower_all(struct project *project)
{
	parallel_each(project->request->jobs, project->inputs.n, lower_item, project);
	if (project->request->jobs > 1)
		mem_give_back(); /* trees of the other threads */
	for (uint32_t i = 0; i < project->inputs.n; i++)
		settle(project, project->inputs.at[i]);
}
