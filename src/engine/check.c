/*
 * The pipeline: check_paths, at the end, names the passes in their order. What
 * they share is struct project; nothing is kept between runs.
 */
#include "engine/check.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/stop.h"
#include "engine/project.h"
#include "report/utf.h"
#include "rule/rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void add_line(struct buf *out, const char *before, const char *format, va_list args)
{
	char line[4096];

	vsnprintf(line, sizeof(line), format, args);
	buf_text(out, before);
	utf_add_line(out, str_of(line)); /* names of files and what stands in them may be anything
	                                  */
	buf_char(out, '\n');
}

void project_say(struct project *project, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(&project->result->messages, "", format, args);
	va_end(args);
}

void project_trouble(struct project *project, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(&project->result->messages, "proxylint: ", format, args);
	va_end(args);
	project->result->trouble = true;
}

void input_say(struct input *input, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(&input->said, "", format, args);
	va_end(args);
}

void input_trouble(struct input *input, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_line(&input->said, "proxylint: ", format, args);
	va_end(args);
	input->trouble = true;
}

void input_settle(struct project *project, struct input *input)
{
	if (input->said.n)
		buf_add(&project->result->messages, input->said.at, input->said.n);
	buf_free(&input->said);
	input->said = (struct buf){0};
	project->result->trouble |= input->trouble;
}

/* ---- passes that are too small for a file of their own ---- */

/* For front_run. */
static bool is_named(void *context, const char *name)
{
	const struct project *project = context;

	return project->facts && fact_find(project->facts, LANG_C, name);
}

static struct project *project_new(
        struct arena *arena, const struct check_request *request, struct check_result *result)
{
	struct project *project = arena_new(arena, struct project);

	*result = (struct check_result){.project = project};
	result->findings.arena = arena;
	project->arena = arena;
	pthread_mutex_init(&project->running, NULL);
	pthread_mutex_init(&project->asking, NULL);
	project->request = request;
	project->result = result;
	project->clock = clock_now();
	project->run = (struct front_run){.arena = &project->run_arena,
	        .grammars = &project->grammars,
	        .c_reader = request->c_reader,
	        .c_flags = request->c_flags.at,
	        .c_flag_count = request->c_flags.n,
	        .named = is_named,
	        .uses = project_uses,
	        .header = project_front_header,
	        .context = project};
	return project;
}

static void pass_ends(struct project *project, enum check_pass pass)
{
	uint64_t now = clock_now();

	project->result->times[pass] += now - project->clock;
	project->clock = now;
}

static void add_facts(struct project *project, const char *path)
{
	const char *error;
	int reason = file_read(path, project->request->max_file_size, &project->text);

	buf_add(&project->more_facts, project->text.at ? project->text.at : "", project->text.n);
	if (reason)
		project_trouble(project, "%s: %s", path, strerror(reason));
	else if (!fact_table_add(
	                 project->facts, path, project->text.at, (uint32_t)project->text.n, &error))
		project_trouble(project, "%s", error);
}

static void read_facts(struct project *project)
{
	project->facts = fact_table_new(project->arena);
	for (uint32_t i = 0; i < project->request->facts.n; i++)
		add_facts(project, project->request->facts.at[i]);
}

static void collect_units(struct project *project)
{
	for (uint32_t i = 0; i < project->inputs.n; i++) {
		const struct input *input = project->inputs.at[i];

		for (uint32_t u = 0; u < input->units.n; u++) {
			input->units.at[u]->imported = input->imported;
			input->units.at[u]->context = !project_counts(project, input);
			vec_push(project->arena, &project->units, input->units.at[u]);
		}
	}
}

static struct flow_input flow_input_of(const struct project *project)
{
	return (struct flow_input){.facts = project->facts,
	        .units = project->units.at,
	        .unit_count = project->units.n,
	        .pyodide_version = project->pyodide_version,
	        .python_version = project->python_version};
}

static const struct unit *unit_of(const struct project *project, const struct func *func)
{
	for (uint32_t i = 0; i < project->units.n; i++) {
		const struct unit *unit = project->units.at[i];

		if (func->id < unit->funcs.n && unit->funcs.at[func->id] == func)
			return unit;
	}
	return NULL;
}

static void say_over_budget(struct project *project, const struct flow_result *flow)
{
	for (uint32_t i = 0; i < flow->over_budget.n; i++) {
		const struct func *func = flow->over_budget.at[i];
		const struct unit *unit = unit_of(project, func);
		struct location at = {1, 1};

		if (unit)
			at = source_locate(unit->source, func->name_span.start);
		project_say(project, "%s:%u:%u: note: `%s` was not fully analysed",
		        unit ? unit->source->path : "?", at.line, at.column,
		        *func->name ? func->name : "(anonymous)");
	}
}

/* Flow and rules: units → findings. */
static void judge(struct project *project)
{
	struct flow_input input = flow_input_of(project);
	struct flow_result flow = {0};
	struct rule_input rules = {
	        .facts = project->facts, .flow = &flow, .pages = &project->configs.pages};

	if (!stop_wanted())
		flow = flow_run(project->arena, &input);
	pass_ends(project, PASS_FLOW);
	project->result->summary.functions = flow.functions;
	project->result->summary.incomplete = flow.incomplete;
	if (project->request->verbose)
		say_over_budget(project, &flow);
	rules_judge(&rules, &project->result->findings, &project->result->rule_times);
	if (project->pages)
		rules_judge_pages(project->pages, rules.pages, &project->result->findings,
		        &project->result->rule_times);
}

static void count(struct check_result *result)
{
	for (uint32_t i = 0; i < result->findings.list.n; i++) {
		const struct finding *finding = &result->findings.list.at[i];
		enum severity severity = finding->severity;

		if (finding->suppressed) {
			result->summary.suppressed++;
			continue;
		}
		result->summary.errors += severity == SEVERITY_ERROR;
		result->summary.warnings += severity == SEVERITY_WARNING;
		result->summary.notes += severity == SEVERITY_NOTE;
	}
}

static void dump(struct project *project)
{
	struct flow_input input = flow_input_of(project);

	if (project->request->dump != DUMP_IR) {
		flow_dump(&input,
		        project->request->dump == DUMP_STATES ? FLOW_DUMP_STATES
		                                              : FLOW_DUMP_SUMMARY,
		        &project->result->dump);
		return;
	}
	/* embedded units are printed where they stand */
	for (uint32_t i = 0; i < project->units.n; i++)
		if (!project->units.at[i]->host)
			unit_print(project->units.at[i], &project->result->dump);
}

/* What there is to say of libclang. */
static void say_remark(struct project *project)
{
	const struct front_run *run = &project->run;

	if (run->c_given_up)
		project->noting = false; /* not to be kept */
	if (!run->c_remark)
		return;
	if (run->c_reader == C_READER_CLANG)
		project_trouble(project, "%s", run->c_remark);
	else
		project_say(project, "note: %s", run->c_remark);
}

static int compare_times(const void *left, const void *right)
{
	const struct check_time *a = left, *b = right;

	return (a->time < b->time) - (a->time > b->time);
}

static void rank_files(struct project *project)
{
	struct check_result *result = project->result;

	for (uint32_t i = 0; i < project->inputs.n; i++) {
		const struct input *input = project->inputs.at[i];
		struct check_time row = {input->path, 0};

		for (uint32_t u = 0; u < input->units.n; u++)
			row.time += input->units.at[u]->time;
		if (row.time)
			vec_push(project->arena, &result->slowest, row);
	}
	if (result->slowest.n)
		qsort(result->slowest.at, result->slowest.n, sizeof(*result->slowest.at),
		        compare_times);
}

/* Units → sealed findings, the half that files and IR text share. */
static void check_units(struct project *project)
{
	collect_units(project);
	say_remark(project);
	project_target(project);
	if (project->request->dump) {
		dump(project);
		return;
	}
	judge(project);
	pass_ends(project, PASS_RULES);
	project_select(project);
	project_suppress(project);
	project_keep_shard(project);
	findings_seal(&project->result->findings, check_line, project->result);
	rank_files(project);
	pass_ends(project, PASS_FILTER);
}

/* What depends on more than the sources: a baseline, what git says. */
static void filter(struct project *project)
{
	if (project->request->dump)
		return;
	project_leave_known(project);
	project_keep_changed(project);
	pass_ends(project, PASS_FILTER);
	count(project->result);
}

/* ---- the pipeline ---- */

static void analyse(struct project *project)
{
	pass_ends(project, PASS_CACHE);
	project_lower_all(project);
	pass_ends(project, PASS_LOWER);
	project_follow_imports(project);
	project_link(project);
	project_share_scripts(project);
	project_find_pages(project);
	project_find_version(project);
	pass_ends(project, PASS_LINK);
	check_units(project);
	if (stop_wanted())
		project_trouble(project, "stopped: what was found so far is reported");
}

void check_paths(
        struct arena *arena, const struct check_request *request, struct check_result *result)
{
	struct project *project = project_new(arena, request, result);

	read_facts(project);
	project_use_staged(project);
	project_configure(project);
	project_list(project);
	project_use_configs(project);
	pass_ends(project, PASS_LIST);
	project_read(project);
	pass_ends(project, PASS_READ);
	if (!project_cache_load(project)) {
		analyse(project);
		project_cache_save(project);
	}
	pass_ends(project, PASS_CACHE);
	filter(project);
}

void check_nothing(
        struct arena *arena, const struct check_request *request, struct check_result *result)
{
	struct project *project = project_new(arena, request, result);

	read_facts(project);
	project_configure(project);
	project_use_configs(project);
	project_name_baseline(project);
}

struct check_paths_list check_list(struct arena *arena, const struct check_request *request)
{
	struct check_result result;
	struct project *project = project_new(arena, request, &result);
	struct check_paths_list list = {0};

	project_configure(project);
	project_list(project);
	for (uint32_t i = 0; i < project->inputs.n; i++)
		vec_push(arena, &list.list, project->inputs.at[i]->path);
	for (uint32_t i = 0; i < project->configs.all.n; i++)
		vec_push(arena, &list.list, project->configs.all.at[i]->path);
	check_free(&result);
	return list;
}

static struct unit *read_ir(struct project *project, const char *path, struct input *input)
{
	int reason = file_read(path, project->request->max_file_size, &project->text);
	const char *error = reason ? strerror(reason) : NULL;
	struct unit *unit;
	struct location at;
	uint32_t where;

	if (error) {
		project_trouble(project, "%s: %s", path, error);
		return NULL;
	}
	input->source = source_new(&input->arena, path,
	        arena_strndup(&input->arena, project->text.at, project->text.n),
	        (uint32_t)project->text.n);
	unit = unit_read(&input->arena, input->source, &error, &where);
	if (!unit) {
		at = source_locate(input->source, where);
		project_trouble(project, "%s:%u:%u: %s", path, at.line, at.column, error);
		return NULL;
	}
	error = unit_verify(unit);
	if (error)
		project_trouble(project, "%s: %s", path, error);
	return error ? NULL : unit;
}

/* A unit and those embedded in it. */
static void add_units(struct input *input, struct unit *unit)
{
	vec_push(&input->arena, &input->units, unit);
	for (uint32_t i = 0; i < unit->embeds.n; i++)
		if (unit->embeds.at[i].unit)
			add_units(input, unit->embeds.at[i].unit);
}

void check_ir(struct arena *arena, const struct check_request *request, struct check_result *result)
{
	struct project *project = project_new(arena, request, result);
	struct input *input = arena_new(arena, struct input);
	struct unit *unit;

	read_facts(project);
	input->path = path_clean(arena, request->paths.at[0]);
	unit = read_ir(project, input->path, input);
	vec_push(arena, &project->inputs, input);
	map_put(&project->by_path, input->path, input);
	if (!unit)
		return;
	add_units(input, unit);
	result->summary.files = 1;
	project_configure(project);
	project_use_configs(project);
	check_units(project);
	filter(project);
}

const struct source *check_source(const struct check_result *result, const char *path)
{
	const struct input *input = map_get(&result->project->by_path, path);

	return input ? input->source : map_get(&result->project->looked_at, path);
}

struct str check_line(void *context, const char *path, uint32_t line)
{
	const struct source *source = check_source(context, path);

	return source ? source_line(source, line) : (struct str){"", 0};
}

struct location check_locate(void *context, const char *path, uint32_t offset)
{
	const struct source *source = check_source(context, path);

	return source ? source_locate(source, offset) : (struct location){1, 1};
}

void check_free(struct check_result *result)
{
	struct project *project = result->project;

	for (uint32_t i = 0; i < project->inputs.n; i++)
		arena_free(&project->inputs.at[i]->arena);
	front_run_end(&project->run);
	project_headers_free(project);
	arena_free(&project->run_arena);
	if (project->pages)
		page_model_free(project->pages);
	map_free(&project->by_path);
	map_free(&project->looked_at);
	configs_free(&project->configs);
	map_free(&project->asked_before);
	arena_free(&project->asked_arena);
	buf_free(&project->more_facts);
	buf_free(&project->text);
	buf_free(&result->messages);
	buf_free(&result->dump);
	if (project->facts)
		fact_table_free(project->facts);
}
