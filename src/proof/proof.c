/*
 * Findings and records → one HTML file: the page of an HTML report, and beside
 * each finding what was seen of it. verify.js draws that.
 */
#include "proof/proof.h"

#include "base/version.h"
#include "report/html.h"
#include "report/json.h"

#define SITES_SHOWN 8

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

/* ---- the page ---- */

static void write_finding(struct report *report, const struct proof *proof, uint32_t index)
{
	const struct verify_proof *seen = &proof->result->proofs[index];
	struct buf *out = report->out;

	json_open(out, NULL, '{');
	html_finding(report, &proof->findings->list.at[index]);
	json_open(out, "sites", '[');
	for (uint32_t i = 0; i < seen->sites.n && i < SITES_SHOWN; i++)
		write_site(out, proof, seen->sites.at[i]);
	json_close(out, ']');
	json_close(out, '}');
}

static void write_data(struct report *report, const struct proof *proof)
{
	struct buf *out = report->out;

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
			write_finding(report, proof, i);
	json_close(out, ']');
	html_rules(report);
	json_close(out, '}');
}

void proof_write(struct report *report, const struct proof *proof)
{
	static const char *const scripts[] = {"/page.js", "/verify.js", NULL};
	size_t data = html_begin(report->out, "proxylint verify");

	write_data(report, proof);
	html_end(report->out, data, scripts);
}
