/*
 * Results of earlier runs. The key of one is a hash of the program and of all
 * that is known once the inputs have been read: what was asked for, the
 * configurations, the names of all inputs and the bytes of those that may have
 * findings. Everything else that a result rests on (imported files, pages
 * nearby, headers) is found only while it is made; it is kept with the result
 * and asked again before that is used.
 */
#include "base/version.h"
#include "diag/pack.h"
#include "engine/project.h"

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- the key ---- */

/* With their length first, so that what follows is never taken for a part of them. */
static void add_bytes(struct buf *key, const char *bytes, size_t length)
{
	pack_number(key, (uint32_t)length);
	pack_bytes(key, length ? bytes : "", length);
}

static void add_texts(struct buf *key, struct check_texts texts)
{
	pack_number(key, texts.n);
	for (uint32_t i = 0; i < texts.n; i++)
		pack_text(key, texts.at[i]);
}

static void add_request(struct buf *key, const struct check_request *request)
{
	const uint32_t choices[] = {request->isolated, request->force_exclude, request->c_reader,
	        (uint32_t)request->max_file_size, request->no_prefilter, request->verbose,
	        request->surroundings, request->shard, request->shards};

	add_texts(key, request->select);
	add_texts(key, request->ignore);
	add_texts(key, request->c_flags);
	pack_text(key, request->pyodide_version);
	pack_text(key, request->python_version);
	pack_bytes(key, choices, sizeof(choices));
}

/* What says where things are. */
static void add_surroundings(struct buf *key)
{
	static const char *const names[] = {"HOME", "LD_LIBRARY_PATH", "PATH", "PROXYLINT_LIBCLANG",
	        "VIRTUAL_ENV", "XDG_CACHE_HOME"};
	char *here = getcwd(NULL, 0);

	pack_text(key, here);
	free(here);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		pack_text(key, getenv(names[i]));
}

static void add_configs(struct buf *key, const struct configs *configs)
{
	pack_number(key, configs->all.n);
	for (uint32_t i = 0; i < configs->all.n; i++) {
		const struct config *config = configs->all.at[i];

		pack_text(key, config->path);
		pack_number(key, config->facts.n);
		for (uint32_t k = 0; k < config->facts.n; k++) {
			pack_text(key, config->facts.at[k].path);
			add_bytes(key, config->facts.at[k].text, config->facts.at[k].length);
		}
	}
	for (uint32_t i = 0; i < configs->texts.n; i++) {
		pack_text(key, configs->texts.at[i]->path);
		add_bytes(key, configs->texts.at[i]->bytes, configs->texts.at[i]->length);
	}
}

static void add_inputs(struct buf *key, const struct project *project)
{
	pack_number(key, project->inputs.n);
	for (uint32_t i = 0; i < project->inputs.n; i++) {
		const struct input *input = project->inputs.at[i];
		const uint32_t facts[] = {
		        input->named, input->context, input->state, input->source != NULL};

		pack_text(key, input->path);
		pack_bytes(key, facts, sizeof(facts));
		pack_bytes(key, &input->hash, sizeof(input->hash));
	}
}

static struct hash key_of(const struct project *project)
{
	struct buf key = {0};
	struct hash hash;

	pack_text(&key, version_identity);
	add_request(&key, project->request);
	add_surroundings(&key);
	pack_text(&key, project->root);
	add_bytes(&key, project->more_facts.at, project->more_facts.n);
	add_configs(&key, &project->configs);
	add_inputs(&key, project);
	hash = hash_bytes(key.at, key.n);
	buf_free(&key);
	return hash;
}

/* ---- entries ---- */

/* What of the summary comes of the analysis. */
static const size_t counts[] = {
        offsetof(struct summary, parse_errors),
        offsetof(struct summary, c_with_clang),
        offsetof(struct summary, c_without),
        offsetof(struct summary, functions),
        offsetof(struct summary, incomplete),
        offsetof(struct summary, skipped),
        offsetof(struct summary, minified),
};

static uint32_t *count_in(struct summary *summary, size_t which)
{
	return (uint32_t *)(void *)((char *)summary + counts[which]);
}

static void pack_summary(struct buf *out, struct summary summary)
{
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		pack_number(out, *count_in(&summary, i));
}

static void unpack_summary(struct unpack *from, struct summary *summary)
{
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		*count_in(summary, i) = unpack_number(from);
}

static void pack_asked(struct buf *out, const struct project *project)
{
	pack_number(out, project->asked.n);
	for (uint32_t i = 0; i < project->asked.n; i++) {
		const struct asked *asked = &project->asked.at[i];

		pack_number(out, asked->kind);
		pack_text(out, asked->path);
		pack_bytes(out, &asked->answer, sizeof(asked->answer));
	}
}

/* Are all answers what they were? */
static bool unpack_asked(struct unpack *from, struct project *project)
{
	uint32_t count = unpack_count(from, sizeof(struct hash));

	for (uint32_t i = 0; i < count; i++) {
		struct asked asked = {.kind = (enum asked_kind)unpack_below(from, ASKED_STAMP + 1)};

		asked.path = unpack_text(from, project->arena);
		unpack_bytes(from, &asked.answer, sizeof(asked.answer));
		if (from->broken || !asked.path || !project_still_holds(project, &asked))
			return false;
	}
	return !from->broken;
}

/* Reporters show lines of files that the run met on its way. */
static void load_places(struct project *project)
{
	const struct findings *findings = &project->result->findings;
	const char *last = NULL;

	for (uint32_t i = 0; i < findings->list.n; i++) {
		const char *path = findings->list.at[i].place.path;
		struct input *input;

		if (same(path, last))
			continue;
		last = path;
		input = map_get(&project->by_path, path);
		if (!input)
			input = project_add_context(project, path);
		if (input && !input->source)
			project_load(project, input);
	}
}

static bool unpack_result(struct project *project, struct str entry)
{
	struct unpack from = {entry, false};
	struct check_result *result = project->result;
	struct findings findings = {.arena = project->arena, .root = project->root};
	struct summary summary = result->summary;
	const char *messages;

	if (!unpack_asked(&from, project))
		return false;
	unpack_summary(&from, &summary);
	messages = unpack_text(&from, project->arena);
	findings_unpack(&from, &findings);
	if (from.broken || from.rest.n)
		return false;
	result->summary = summary;
	result->findings = findings;
	buf_text(&result->messages, messages ? messages : "");
	return true;
}

bool project_cache_load(struct project *project)
{
	const struct check_request *request = project->request;
	struct buf entry = {0};

	if (!request->cache || request->dump != DUMP_NONE || project->result->trouble)
		return false;
	project->cache_key = key_of(project);
	if (store_get(request->cache, project->cache_key, &entry))
		project->result->cached = unpack_result(project, (struct str){entry.at, entry.n});
	buf_free(&entry);
	project->noting = !project->result->cached;
	project->cached_messages = project->result->messages.n;
	if (project->result->cached)
		load_places(project);
	return project->result->cached;
}

void project_cache_save(struct project *project)
{
	const struct check_result *result = project->result;
	struct buf entry = {0};

	if (!project->noting || result->trouble)
		return;
	project->noting = false;
	pack_asked(&entry, project);
	pack_summary(&entry, result->summary);
	pack_text(&entry, result->messages.n ? result->messages.at + project->cached_messages : "");
	findings_pack(&result->findings, &entry);
	store_put(project->request->cache, project->cache_key, (struct str){entry.at, entry.n});
	buf_free(&entry);
}
