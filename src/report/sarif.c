/*
 * SARIF 2.1.0. The path of a finding is a code flow with one thread; what is
 * suppressed is in the log, too, and says so. Rules are written behind the
 * results: those, and only those, that were met.
 *
 * SARIF's columns are UTF-16 units here; edits are byte offsets, which it has,
 * too. URIs are relative to the project's root, so that a log says the same on every
 * machine, and services find the files.
 */
#include "report/report.h"

#include "base/version.h"
#include "report/json.h"
#include "report/utf.h"

#include <stdio.h>

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const char *const levels[] = {"note", "warning", "error"};

static void sarif_begin(struct report *report, const struct summary *summary)
{
	struct buf *out = report->out;

	(void)summary;
	json_open(out, NULL, '{');
	json_text(out, "$schema", SCHEMA);
	json_text(out, "version", "2.1.0");
	json_open(out, "runs", '[');
	json_open(out, NULL, '{');
	json_open(out, "results", '[');
}

/* ---- places ---- */

static void add_message(struct buf *out, const char *key, const char *text)
{
	json_open(out, key, '{');
	json_text(out, "text", text);
	json_close(out, '}');
}

static void add_artifact(struct report *report, const char *file)
{
	const char *path = report_root_path(report, file);
	struct buf *out = report->out;
	struct buf uri = {0};

	if (*path == '/')
		buf_text(&uri, "file://");
	utf_add_uri(&uri, path);
	json_open(out, "artifactLocation", '{');
	json_text(out, "uri", uri.at);
	if (*path != '/')
		json_text(out, "uriBaseId", "%SRCROOT%");
	json_close(out, '}');
	buf_free(&uri);
}

static void add_physical(struct report *report, const struct place *place)
{
	struct buf *out = report->out;
	uint32_t start = report_utf16_column(report, place->path, place->line, place->column);
	uint32_t end = report_utf16_column(report, place->path, place->end_line, place->end_column);

	json_open(out, "physicalLocation", '{');
	add_artifact(report, place->path);
	json_open(out, "region", '{');
	json_number(out, "startLine", place->line);
	json_number(out, "startColumn", start);
	json_number(out, "endLine", place->end_line);
	json_number(out, "endColumn", end);
	json_close(out, '}');
	json_close(out, '}');
}

static void add_function(struct buf *out, const char *function)
{
	if (!function || !*function)
		return;
	json_open(out, "logicalLocations", '[');
	json_open(out, NULL, '{');
	json_text(out, "name", function);
	json_text(out, "kind", "function");
	json_close(out, '}');
	json_close(out, ']');
}

/* ---- the path ---- */

static const char *importance(const struct step *step)
{
	return same(step->kind, "branch") || same(step->kind, "note") ? "important" : "essential";
}

static void add_step(struct report *report, const struct step *step)
{
	struct buf *out = report->out;

	json_open(out, NULL, '{');
	json_open(out, "location", '{');
	add_physical(report, &step->place);
	add_message(out, "message", step->message);
	json_close(out, '}');
	json_open(out, "kinds", '[');
	json_text(out, NULL, step->kind);
	json_close(out, ']');
	json_text(out, "importance", importance(step));
	json_close(out, '}');
}

static void add_flow(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	if (!finding->step_count)
		return;
	json_open(out, "codeFlows", '[');
	json_open(out, NULL, '{');
	json_open(out, "threadFlows", '[');
	json_open(out, NULL, '{');
	json_open(out, "locations", '[');
	for (uint32_t i = 0; i < finding->step_count; i++)
		add_step(report, &finding->steps[i]);
	buf_text(out, "]}]}]");
}

/* ---- fixes and the rest ---- */

static void add_replacement(struct buf *out, const struct fix_edit *edit)
{
	json_open(out, NULL, '{');
	json_open(out, "deletedRegion", '{');
	json_number(out, "byteOffset", edit->start);
	json_number(out, "byteLength", edit->end - edit->start);
	json_close(out, '}');
	add_message(out, "insertedContent", edit->text);
	json_close(out, '}');
}

/* Edits of one file stand next to each other. */
static void add_changes(struct report *report, const struct fix *fix)
{
	struct buf *out = report->out;

	json_open(out, "artifactChanges", '[');
	for (uint32_t i = 0; i < fix->edit_count; i++) {
		bool first = !i || !same(fix->edits[i].path, fix->edits[i - 1].path);
		bool last = i + 1 == fix->edit_count ||
		        !same(fix->edits[i].path, fix->edits[i + 1].path);

		if (first) {
			json_open(out, NULL, '{');
			add_artifact(report, fix->edits[i].path);
			json_open(out, "replacements", '[');
		}
		add_replacement(out, &fix->edits[i]);
		if (last)
			buf_text(out, "]}");
	}
	json_close(out, ']');
}

static void add_fixes(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;
	bool any = false;

	for (uint32_t i = 0; i < finding->fix_count; i++)
		any = any || finding->fixes[i].edit_count;
	if (!any)
		return;
	json_open(out, "fixes", '[');
	for (uint32_t i = 0; i < finding->fix_count; i++) {
		if (!finding->fixes[i].edit_count)
			continue;
		json_open(out, NULL, '{');
		add_message(out, "description", finding->fixes[i].title);
		add_changes(report, &finding->fixes[i]);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_suppressions(struct buf *out, const struct finding *finding)
{
	json_open(out, "suppressions", '[');
	if (finding->suppressed) {
		json_open(out, NULL, '{');
		json_text(out, "kind", suppressed_text(finding->suppressed));
		if (finding->reason && *finding->reason)
			json_text(out, "justification", finding->reason);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void add_properties(struct buf *out, const struct finding *finding)
{
	struct {
		const char *key, *value;
	} rows[] = {
	        {"confidence", confidence_text(finding->confidence)},
	        {"retention", finding->retention},
	        {"object", finding->object},
	        {"help", finding->help},
	        {"fact", finding->fact},
	        {"verdict", verdict_text(finding->verdict)},
	        {"evidence", finding->evidence},
	};

	json_open(out, "properties", '{');
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].value)
			json_text(out, rows[i].key, rows[i].value);
	json_close(out, '}');
}

static void add_text(struct report *report, const struct finding *finding)
{
	struct buf text = {0};

	buf_text(&text, finding->message);
	if (finding->help)
		buf_printf(&text, "; %s", finding->help);
	add_message(report->out, "message", text.at);
	buf_free(&text);
}

static void sarif_finding(struct report *report, const struct finding *finding)
{
	struct buf *out = report->out;

	json_open(out, NULL, '{');
	json_text(out, "ruleId", finding->rule);
	json_number(out, "ruleIndex", report_rule_index(report, finding->rule));
	json_text(out, "level", levels[finding->severity]);
	add_text(report, finding);
	json_open(out, "locations", '[');
	json_open(out, NULL, '{');
	add_physical(report, &finding->place);
	add_function(out, finding->function);
	json_close(out, '}');
	json_close(out, ']');
	add_flow(report, finding);
	json_open(out, "partialFingerprints", '{');
	json_text(out, "proxylint/v1", finding->fingerprint);
	json_close(out, '}');
	add_fixes(report, finding);
	add_suppressions(out, finding);
	add_properties(out, finding);
	json_close(out, '}');
}

/* ---- the tool ---- */

/* What GitHub sorts alerts by. */
static void add_tags(struct buf *out, const char *name, enum severity severity)
{
	static const char *const problems[] = {"recommendation", "warning", "error"};
	char resource[32];

	snprintf(resource, sizeof(resource), "%.*s", (int)strcspn(name, "/"), name);
	json_open(out, "properties", '{');
	json_open(out, "tags", '[');
	json_text(out, NULL, resource);
	json_close(out, ']');
	json_text(out, "problem.severity", problems[severity]);
	json_close(out, '}');
}

static void add_rule(struct report *report, const char *name)
{
	struct report_rule rule = report->rule(report->rule_context, name);
	struct buf *out = report->out;

	json_open(out, NULL, '{');
	json_text(out, "id", name);
	add_message(out, "shortDescription", rule.summary);
	add_message(out, "fullDescription", rule.summary); /* GitHub asks for both */
	if (rule.text) {
		json_open(out, "help", '{');
		json_text(out, "text", rule.text);
		json_text(out, "markdown", rule.text);
		json_close(out, '}');
	}
	json_open(out, "defaultConfiguration", '{');
	json_text(out, "level", levels[rule.severity]);
	json_close(out, '}');
	add_tags(out, name, rule.severity);
	json_close(out, '}');
}

static void sarif_end(struct report *report, const struct summary *summary)
{
	struct buf *out = report->out;

	json_close(out, ']');
	json_open(out, "tool", '{');
	json_open(out, "driver", '{');
	json_text(out, "name", "proxylint");
	json_text(out, "informationUri", PROXYLINT_HOME);
	json_text(out, "semanticVersion", PROXYLINT_VERSION);
	json_open(out, "rules", '[');
	for (uint32_t i = 0; i < report->rules.n; i++)
		add_rule(report, report->rules.at[i]);
	buf_text(out, "]}}");
	json_open(out, "invocations", '[');
	json_open(out, NULL, '{');
	json_bool(out, "executionSuccessful", !summary->trouble);
	buf_text(out, "}]");
	json_text(out, "columnKind", "utf16CodeUnits");
	json_open(out, "originalUriBaseIds", '{');
	json_open(out, "%SRCROOT%", '{');
	add_message(out, "description", "the root of the project");
	buf_text(out, "}}}]}\n");
}

const struct reporter report_sarif = {
        .name = "sarif",
        .summary = "SARIF 2.1.0, with code flows",
        .kind = REPORT_DOCUMENT,
        .suppressed = true,
        .begin = sarif_begin,
        .finding = sarif_finding,
        .end = sarif_end,
};
