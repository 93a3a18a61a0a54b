/*
 * Findings and records → one HTML file: a style, a script that draws, and the
 * data as JSON between them. Whatever bytes the data hold, they cannot end the
 * element they stand in: `<` is written as an escape.
 */
#include "proof/proof.h"

#include "base/embed.h"
#include "base/version.h"
#include "report/json.h"

#define CONTEXT 2 /* lines around a place that is shown */
#define SITES_SHOWN 8

/* ---- source lines ---- */

static uint32_t start_line(uint32_t line)
{
	return line > CONTEXT ? line - CONTEXT : 1;
}

/* Is a line near one of the finding's places in that file? */
static bool near_place(const struct finding *finding, const char *path, uint32_t line)
{
	if (same(finding->place.path, path) && line >= start_line(finding->place.line) &&
	        line <= finding->place.line + CONTEXT)
		return true;
	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct place *place = &finding->steps[i].place;

		if (same(place->path, path) && line >= start_line(place->line) &&
		        line <= place->line + CONTEXT)
			return true;
	}
	return false;
}

static uint32_t last_near(const struct finding *finding, const char *path)
{
	uint32_t last = same(finding->place.path, path) ? finding->place.line : 0;

	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct place *place = &finding->steps[i].place;

		if (same(place->path, path) && place->line > last)
			last = place->line;
	}
	return last + CONTEXT;
}

static uint32_t first_near(const struct finding *finding, const char *path)
{
	uint32_t first = same(finding->place.path, path) ? finding->place.line : UINT32_MAX;

	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct place *place = &finding->steps[i].place;

		if (same(place->path, path) && place->line && place->line < first)
			first = place->line;
	}
	return start_line(first);
}

static void write_excerpt(
        struct buf *out, const struct proof *proof, const struct finding *finding, const char *path)
{
	uint32_t last = last_near(finding, path);

	json_open(out, NULL, '{');
	json_text(out, "path", path);
	json_open(out, "lines", '[');
	for (uint32_t line = first_near(finding, path); line <= last; line++) {
		struct str text;
		struct buf copy = {0};

		if (!near_place(finding, path, line))
			continue;
		text = proof->line_text(proof->context, path, line);
		buf_add(&copy, text.at ? text.at : "", text.n);
		json_open(out, NULL, '[');
		json_number(out, NULL, line);
		json_text(out, NULL, copy.at);
		json_close(out, ']');
		buf_free(&copy);
	}
	json_close(out, ']');
	json_close(out, '}');
}

static bool path_seen(const struct finding *finding, uint32_t count, const char *path)
{
	if (same(finding->place.path, path))
		return true;
	for (uint32_t i = 0; i < count; i++)
		if (same(finding->steps[i].place.path, path))
			return true;
	return false;
}

static void write_excerpts(
        struct buf *out, const struct proof *proof, const struct finding *finding)
{
	json_open(out, "code", '[');
	write_excerpt(out, proof, finding, finding->place.path);
	for (uint32_t i = 0; i < finding->step_count; i++)
		if (!path_seen(finding, i, finding->steps[i].place.path))
			write_excerpt(out, proof, finding, finding->steps[i].place.path);
	json_close(out, ']');
}

/* ---- what was seen ---- */

static uint32_t run_number(const struct records *records, const struct record_run *run)
{
	for (uint32_t i = 0; i < records->runs.n; i++)
		if (records->runs.at[i] == run)
			return i;
	return 0;
}

static void write_count(struct buf *out, const char *key, int64_t count)
{
	json_number(out, key, count < 0 ? 0 : count > UINT32_MAX ? UINT32_MAX : (uint32_t)count);
}

static void write_points(struct buf *out, const struct record_window *window)
{
	json_open(out, "points", '[');
	for (uint32_t i = 0; i < window->points.n; i++) {
		const struct record_point *point = &window->points.at[i];

		json_open(out, NULL, '[');
		write_count(out, NULL, point->ms >= 0 ? point->ms : point->reps);
		write_count(out, NULL, point->fewest);
		write_count(out, NULL, point->most);
		json_close(out, ']');
	}
	json_close(out, ']');
	json_bool(out, "timed", window->points.n && window->points.at[0].ms >= 0);
}

static void write_window(struct buf *out, const struct record_window *window)
{
	json_open(out, NULL, '{');
	json_text(out, "name", window->name);
	json_number(out, "reps", window->reps);
	write_count(out, "acquired", window->acquired);
	write_count(out, "held", window->held);
	json_open(out, "ended", '{');
	for (uint32_t i = 0; i < window->ended.n; i++)
		write_count(out, window->ended.at[i].why, window->ended.at[i].count);
	json_close(out, '}');
	write_points(out, window);
	json_close(out, '}');
}

static void write_site(struct buf *out, const struct proof *proof, const struct record_site *site)
{
	json_open(out, NULL, '{');
	json_number(out, "run", run_number(proof->records, site->run));
	json_text(out, "lang", site->lang);
	json_text(out, "api", site->api);
	json_text(out, "path", site->place.path);
	json_number(out, "line", site->place.line);
	json_text(out, "function", site->place.function);
	json_open(out, "windows", '[');
	for (uint32_t i = 0; i < site->windows.n; i++)
		write_window(out, &site->windows.at[i]);
	json_close(out, ']');
	json_open(out, "uses", '[');
	for (uint32_t i = 0; i < site->uses.n; i++) {
		json_open(out, NULL, '{');
		json_text(out, "why", site->uses.at[i].why);
		json_text(out, "path", site->uses.at[i].place.path);
		json_number(out, "line", site->uses.at[i].place.line);
		json_number(out, "count", site->uses.at[i].count);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_close(out, '}');
}

static void write_run(struct buf *out, const struct record_run *run)
{
	json_open(out, NULL, '{');
	json_text(out, "shim", run->shim);
	json_text(out, "runtime", run->runtime);
	json_bool(out, "complete", run->complete);
	json_text(out, "trouble", run->trouble);
	json_open(out, "memory", '[');
	for (uint32_t i = 0; i < run->memory.n; i++) {
		const struct record_memory *memory = &run->memory.at[i];

		json_open(out, NULL, '{');
		json_text(out, "at", memory->at);
		write_count(out, "ms", memory->ms);
		write_count(out, "live", memory->live);
		write_count(out, "wasm", memory->wasm);
		write_count(out, "blocks", memory->blocks);
		write_count(out, "uncollectable", memory->uncollectable);
		write_count(out, "traced", memory->traced);
		write_count(out, "peak", memory->traced_peak);
		json_close(out, '}');
	}
	json_close(out, ']');
	json_close(out, '}');
}

/* ---- findings ---- */

static void write_steps(struct buf *out, const struct finding *finding)
{
	json_open(out, "steps", '[');
	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct step *step = &finding->steps[i];

		json_open(out, NULL, '{');
		json_text(out, "kind", step->kind);
		json_text(out, "path", step->place.path);
		json_number(out, "line", step->place.line);
		json_text(out, "message", step->message);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void write_finding(struct buf *out, const struct proof *proof, uint32_t index)
{
	const struct finding *finding = &proof->findings->list.at[index];
	const struct verify_proof *seen = &proof->result->proofs[index];

	json_open(out, NULL, '{');
	json_text(out, "rule", finding->rule);
	json_text(out, "severity", severity_text(finding->severity));
	json_text(out, "verdict", verdict_text(finding->verdict));
	json_text(out, "evidence", finding->evidence);
	json_text(out, "path", finding->place.path);
	json_number(out, "line", finding->place.line);
	json_number(out, "column", finding->place.column);
	json_text(out, "function", finding->function);
	json_text(out, "message", finding->message);
	json_text(out, "help", finding->help);
	write_steps(out, finding);
	write_excerpts(out, proof, finding);
	json_open(out, "sites", '[');
	for (uint32_t i = 0; i < seen->sites.n && i < SITES_SHOWN; i++)
		write_site(out, proof, seen->sites.at[i]);
	json_close(out, ']');
	json_close(out, '}');
}

static void write_data(struct buf *out, const struct proof *proof)
{
	json_open(out, NULL, '{');
	json_text(out, "version", PROXYLINT_VERSION);
	json_text(out, "command", proof->command);
	json_open(out, "runs", '[');
	for (uint32_t i = 0; i < proof->records->runs.n; i++)
		write_run(out, proof->records->runs.at[i]);
	json_close(out, ']');
	json_open(out, "findings", '[');
	for (uint32_t i = 0; i < proof->findings->list.n; i++)
		if (!proof->findings->list.at[i].suppressed)
			write_finding(out, proof, i);
	json_close(out, ']');
	json_close(out, '}');
}

/* ---- the page ---- */

static void add_file(struct buf *out, const char *name)
{
	for (size_t i = 0; i < embedded_proof_count; i++)
		if (str_ends(str_of(embedded_proof[i].path), name))
			buf_add(out, (const char *)embedded_proof[i].bytes,
			        embedded_proof[i].length);
}

static void add_harmless(struct buf *out, const struct buf *json)
{
	for (size_t i = 0; i < json->n; i++) {
		if (json->at[i] == '<')
			buf_text(out, "\\u003c");
		else
			buf_char(out, json->at[i]);
	}
}

void proof_write(struct buf *out, const struct proof *proof)
{
	struct buf data = {0};

	write_data(&data, proof);
	buf_text(out,
	        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	        "<meta name=\"viewport\" content=\"width=device-width\">\n"
	        "<title>proxylint verify</title>\n<style>\n");
	add_file(out, "/page.css");
	buf_text(out,
	        "</style>\n</head>\n<body>\n<main></main>\n"
	        "<script type=\"application/json\" id=\"data\">");
	add_harmless(out, &data);
	buf_text(out, "</script>\n<script>\n");
	add_file(out, "/page.js");
	buf_text(out, "</script>\n</body>\n</html>\n");
	buf_free(&data);
}
