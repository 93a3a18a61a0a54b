/*
 * What the editor offers at a finding: its explanation, its fixes, and a
 * comment that says why it is right as it is.
 */
#include "lsp/server.h"

#include "base/find.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct lines {
	json_int_t first, last;
};

static struct lines lines_of(const json_t *range)
{
	struct lines lines = {-1, -1};

	json_unpack((json_t *)range, "{s:{s:I}, s:{s:I}}", "start", "line", &lines.first, "end",
	        "line", &lines.last);
	return lines;
}

static bool overlaps(struct lines a, struct lines b)
{
	return a.first >= 0 && b.first >= 0 && a.first <= b.last && b.first <= a.last;
}

static const struct document *document_of(const struct server *server, const json_t *params)
{
	const json_t *named = json_object_get(params, "textDocument");

	return server_document(server, json_string_value(json_object_get(named, "uri")));
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* ---- hover ---- */

static void add_steps(struct buf *out, const json_t *diagnostic)
{
	const json_t *step;
	size_t i;

	json_array_foreach(json_object_get(diagnostic, "relatedInformation"), i, step)
	{
		struct lines at =
		        lines_of(json_object_get(json_object_get(step, "location"), "range"));

		buf_printf(out, "%zu. line %lld: %s\n", i + 1, (long long)at.first + 1,
		        text_of(step, "message"));
	}
}

static void explain_finding(struct buf *out, const json_t *finding)
{
	const json_t *diagnostic = json_object_get(finding, "diagnostic");

	if (out->n)
		buf_text(out, "\n---\n\n");
	buf_printf(out, "**%s** — %s\n\n%s\n\n", text_of(finding, "rule"),
	        text_of(finding, "summary"), text_of(diagnostic, "message"));
	add_steps(out, diagnostic);
}

/* Over a comment that ignores rules: what those are. */
static void explain_comment(struct buf *out, struct str line)
{
	struct arena scratch = {0};
	struct rule_pages pages = pages_all(&scratch);

	for (uint32_t i = 0; str_find(line, "proxylint:") && i < pages.list.n; i++) {
		const struct rule_page *page = &pages.list.at[i];
		const char *at = str_find(line, page->name);

		if (at && !strchr("-/", at[strlen(page->name)]))
			buf_printf(out, "**%s** — %s\n\n", page->name, page->summary);
	}
	arena_free(&scratch);
}

json_t *server_hover(struct server *server, const json_t *params)
{
	const struct document *document = document_of(server, params);
	json_t *found, *result = json_null();
	const json_t *finding;
	struct buf out = {0};
	json_int_t line = -1;
	uint32_t start;
	size_t i;

	json_unpack((json_t *)params, "{s:{s:I}}", "position", "line", &line);
	if (!document || line < 0)
		return result;
	found = server_findings(server, document->path);
	json_array_foreach(found, i, finding)
	{
		const json_t *diagnostic = json_object_get(finding, "diagnostic");

		if (overlaps(lines_of(json_object_get(diagnostic, "range")),
		            (struct lines){line, line}))
			explain_finding(&out, finding);
	}
	explain_comment(&out,
	        text_line(
	                (struct str){document->text.at, document->text.n}, (uint32_t)line, &start));
	if (out.n)
		result = json_pack(
		        "{s:{s:s, s:s}}", "contents", "kind", "markdown", "value", out.at);
	buf_free(&out);
	json_decref(found);
	return result;
}

/* ---- actions ---- */

static json_t *action_new(const char *title, const json_t *finding)
{
	return json_pack("{s:s, s:s, s:[O]}", "title", title, "kind", "quickfix", "diagnostics",
	        json_object_get(finding, "diagnostic"));
}

static void add_fixes(json_t *actions, const json_t *finding)
{
	const json_t *fix;
	size_t i;

	json_array_foreach(json_object_get(finding, "fixes"), i, fix)
	{
		json_t *action = action_new(text_of(fix, "title"), finding);

		json_object_set_new(action, "edit",
		        json_pack("{s:O}", "changes", json_object_get(fix, "changes")));
		if (same(text_of(fix, "safety"), fix_safety_text(FIX_SAFE)))
			json_object_set_new(action, "isPreferred", json_true());
		json_array_append_new(actions, action);
	}
}

/* How a comment starts where the finding stands. In a page it is the language of the rule. */
static const char *comment_mark(const struct document *document, const json_t *finding)
{
	const char *dot = strrchr(document->path, '.');
	const char *languages = text_of(finding, "languages");

	if (dot && (same(dot, ".py") || same(dot, ".pyi") || same(dot, ".toml")))
		return "#";
	if (dot && (same(dot, ".erl") || same(dot, ".hrl")))
		return "%";
	if (dot && (same(dot, ".html") || same(dot, ".md") || same(dot, ".vue")) &&
	        strncmp(languages, "python", strlen("python")) == 0)
		return "#";
	return "//";
}

/* A comment on a line of its own, above the finding. */
static void add_ignore(json_t *actions, const struct document *document, const json_t *finding)
{
	struct arena scratch = {0};
	struct lines at =
	        lines_of(json_object_get(json_object_get(finding, "diagnostic"), "range"));
	const char *rule = text_of(finding, "rule");
	json_t *action, *edit;
	struct str line;
	uint32_t start;
	size_t blanks = 0;

	line = text_line(
	        (struct str){document->text.at, document->text.n}, (uint32_t)at.first, &start);
	while (blanks < line.n && (line.at[blanks] == ' ' || line.at[blanks] == '\t'))
		blanks++;
	edit = json_pack("{s:{s:{s:I, s:i}, s:{s:I, s:i}}, s:s}", "range", "start", "line",
	        at.first, "character", 0, "end", "line", at.first, "character", 0, "newText",
	        arena_printf(&scratch, "%.*s%s proxylint: ignore[%s] right here, because\n",
	                (int)blanks, line.at, comment_mark(document, finding), rule));
	action = action_new(arena_printf(&scratch, "Ignore %s here, with a reason", rule), finding);
	json_object_set_new(
	        action, "edit", json_pack("{s:{s:[o]}}", "changes", document->uri, edit));
	json_array_append_new(actions, action);
	arena_free(&scratch);
}

static void add_explanation(json_t *actions, const json_t *finding)
{
	struct arena scratch = {0};
	const char *rule = text_of(finding, "rule");
	const char *title = arena_printf(&scratch, "Explain %s", rule);
	json_t *action = action_new(title, finding);

	json_object_set_new(action, "command",
	        json_pack("{s:s, s:s, s:[s]}", "title", title, "command", "proxylint.explain",
	                "arguments", rule));
	json_array_append_new(actions, action);
	arena_free(&scratch);
}

static bool wants_fixes(const json_t *params)
{
	const json_t *only = json_object_get(json_object_get(params, "context"), "only"), *kind;
	size_t i;

	json_array_foreach(only, i, kind)
	{
		if (same(json_string_value(kind), "quickfix") || same(json_string_value(kind), ""))
			return true;
	}
	return !only;
}

json_t *server_actions(struct server *server, const json_t *params)
{
	const struct document *document = document_of(server, params);
	struct lines asked = lines_of(json_object_get(params, "range"));
	json_t *actions = json_array(), *found;
	const json_t *finding;
	size_t i;

	/* what was found in another text has its places there */
	if (!document || document->dirty || !wants_fixes(params))
		return actions;
	found = server_findings(server, document->path);
	json_array_foreach(found, i, finding)
	{
		const json_t *diagnostic = json_object_get(finding, "diagnostic");

		if (!overlaps(asked, lines_of(json_object_get(diagnostic, "range"))))
			continue;
		add_fixes(actions, finding);
		add_ignore(actions, document, finding);
		add_explanation(actions, finding);
	}
	json_decref(found);
	return actions;
}

/* ---- the page of a rule ---- */

/* Writes the page into a folder of ours; gives its path, or NULL. */
static const char *page_file(
        struct server *server, struct arena *arena, const struct rule_page *page)
{
	const char *directory = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
	char *path;
	FILE *file;
	bool good;

	if (!server->pages) {
		char *folder = arena_printf(arena, "%s/proxylint-XXXXXX", directory);
		size_t size = strlen(folder) + 1;

		if (mkdtemp(folder))
			server->pages = memcpy(mem_alloc(size), folder, size);
	}
	if (!server->pages)
		return NULL;
	path = arena_printf(arena, "%s/%s", server->pages, page->name);
	*strrchr(path, '/') = '-';
	path = arena_printf(arena, "%s.md", path);
	file = fopen(path, "w");
	if (!file)
		return NULL;
	good = fprintf(file, "# %s: %s\n\n%s", page->name, page->summary, page_prose(arena, page)) >
	        0;
	return fclose(file) == 0 && good ? path : NULL;
}

json_t *server_execute(struct server *server, const json_t *params)
{
	const json_t *arguments = json_object_get(params, "arguments");
	const char *rule = json_string_value(json_array_get(arguments, 0)), *path = NULL;
	struct arena scratch = {0};
	struct rule_pages pages = pages_all(&scratch);
	const struct rule_page *page = rule ? page_find(&pages, rule) : NULL;

	if (page && server->shows_documents)
		path = page_file(server, &scratch, page);
	if (path)
		rpc_request(&server->rpc, "window/showDocument",
		        json_pack("{s:s, s:b}", "uri", path_uri(&scratch, path), "takeFocus", 1));
	else if (page)
		rpc_notify(&server->rpc, "window/showMessage",
		        json_pack("{s:i, s:o}", "type", 3, "message",
		                json_string(page_prose(&scratch, page))));
	arena_free(&scratch);
	return json_null();
}

void server_forget_pages(struct server *server)
{
	DIR *folder = server->pages ? opendir(server->pages) : NULL;
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder)
		closedir(folder);
	if (server->pages)
		rmdir(server->pages);
	free(server->pages);
	server->pages = NULL;
}
