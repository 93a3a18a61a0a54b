#include "lsp/findings.h"

#include "base/file.h"
#include "report/utf.h"

enum { LSP_ERROR = 1, LSP_WARNING, LSP_INFORMATION };

struct writer {
	struct arena *arena;
	struct check_result *result;
	struct findings_view view;
	struct rule_pages pages;
};

/* JSON is UTF-8, what stands in a file need not be. */
static const char *clean(const struct writer *w, const char *text)
{
	struct str rest = str_of(text ? text : "");
	struct buf out = {0};
	const char *copy;

	while (rest.n)
		utf_add(&out, utf_next(&rest));
	copy = arena_strndup(w->arena, out.at ? out.at : "", out.n);
	buf_free(&out);
	return copy;
}

static json_t *position(const struct writer *w, const char *path, uint32_t line, uint32_t column)
{
	struct str text = check_line(w->result, path, line);

	return json_pack("{s:i, s:i}", "line", (int)line - 1, "character",
	        (int)encoding_units(w->view.encoding, text, column - 1));
}

static json_t *range_of(const struct writer *w, const struct place *place)
{
	return json_pack("{s:o, s:o}", "start",
	        position(w, place->path, place->line, place->column), "end",
	        position(w, place->path, place->end_line, place->end_column));
}

static int lsp_severity(enum severity severity)
{
	return severity == SEVERITY_ERROR      ? LSP_ERROR
	        : severity == SEVERITY_WARNING ? LSP_WARNING
	                                       : LSP_INFORMATION;
}

/* The path of the finding, step by step. */
static json_t *related(const struct writer *w, const struct finding *finding)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct step *step = &finding->steps[i];

		json_array_append_new(list,
		        json_pack("{s:{s:s, s:o}, s:s}", "location", "uri",
		                path_uri(w->arena, step->place.path), "range",
		                range_of(w, &step->place), "message", clean(w, step->message)));
	}
	return list;
}

static json_t *diagnostic_of(const struct writer *w, const struct finding *finding)
{
	const char *message = finding->message;

	if (finding->help)
		message = arena_printf(w->arena, "%s\n%s", finding->message, finding->help);
	return json_pack("{s:o, s:i, s:s, s:s, s:s, s:o, s:{s:s}}", "range",
	        range_of(w, &finding->place), "severity", lsp_severity(finding->severity), "code",
	        finding->rule, "source", "proxylint", "message", clean(w, message),
	        "relatedInformation", related(w, finding), "data", "fingerprint",
	        finding->fingerprint);
}

static json_t *edit_json(const struct writer *w, const struct fix_edit *edit)
{
	const struct source *source = check_source(w->result, edit->path);
	struct location start = source_locate(source, edit->start),
	                end = source_locate(source, edit->end);
	struct place place = {edit->path, start.line, start.column, end.line, end.column};

	return json_pack(
	        "{s:o, s:s}", "range", range_of(w, &place), "newText", clean(w, edit->text));
}

static json_t *fix_json(const struct writer *w, const struct fix *fix)
{
	json_t *changes = json_object();

	for (uint32_t i = 0; i < fix->edit_count; i++) {
		const char *uri = path_uri(w->arena, fix->edits[i].path);

		if (!check_source(w->result, fix->edits[i].path))
			continue;
		if (!json_object_get(changes, uri))
			json_object_set_new(changes, uri, json_array());
		json_array_append_new(json_object_get(changes, uri), edit_json(w, &fix->edits[i]));
	}
	return json_pack("{s:s, s:s, s:o}", "title", clean(w, fix->title), "safety",
	        fix_safety_text(fix->safety), "changes", changes);
}

static bool is_cross(const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->step_count; i++)
		if (!same(finding->steps[i].place.path, finding->place.path))
			return true;
	return false;
}

static json_t *finding_json(const struct writer *w, const struct finding *finding)
{
	const struct rule_page *page = page_find(&w->pages, finding->rule);
	json_t *fixes = json_array();

	for (uint32_t i = 0; i < finding->fix_count; i++)
		if (finding->fixes[i].edit_count)
			json_array_append_new(fixes, fix_json(w, &finding->fixes[i]));
	return json_pack("{s:o, s:s, s:s, s:s, s:b, s:s, s:o}", "diagnostic",
	        diagnostic_of(w, finding), "rule", finding->rule, "summary",
	        page ? page->summary : "", "languages", page ? page->languages : "", "cross",
	        is_cross(finding), "fingerprint", finding->fingerprint, "fixes", fixes);
}

static json_t *list_of(json_t *files, const char *path)
{
	json_t *list = json_object_get(files, path);

	if (!list) {
		list = json_array();
		json_object_set_new(files, path, list);
	}
	return list;
}

json_t *findings_json(struct arena *arena, struct check_result *result,
        const struct check_request *request, struct findings_view view)
{
	struct writer w = {arena, result, view, pages_all(arena)};
	json_t *files = json_object();

	for (uint32_t i = 0; i < request->paths.n; i++)
		if (path_kind(request->paths.at[i]) != PATH_DIRECTORY)
			list_of(files, request->paths.at[i]);
	for (uint32_t i = 0; i < result->findings.list.n; i++) {
		const struct finding *finding = &result->findings.list.at[i];

		if (finding->suppressed ||
		        (finding->severity == SEVERITY_NOTE && !view.notes && !result->notes))
			continue;
		json_array_append_new(
		        list_of(files, clean(&w, finding->place.path)), finding_json(&w, finding));
	}
	return json_pack("{s:o, s:s}", "files", files, "messages", clean(&w, result->messages.at));
}
