#include "lsp/document.h"

#include "base/file.h"

#include <stdlib.h>

/* What is no file gets a name that says its language. */
static const char *made_up_path(struct arena *arena, const char *uri, const char *language)
{
	static const struct {
		const char *language, *extension;
	} rows[] = {{"python", "py"}, {"javascript", "js"}, {"javascriptreact", "jsx"},
	        {"typescript", "ts"}, {"typescriptreact", "tsx"}, {"html", "html"}, {"vue", "vue"},
	        {"svelte", "svelte"}, {"markdown", "md"}, {"c", "c"}, {"cpp", "cpp"},
	        {"zig", "zig"}, {"erlang", "erl"}, {"toml", "toml"}, {"json", "json"}};
	const char *name = strrchr(uri, '/') ? strrchr(uri, '/') + 1 : uri;

	for (size_t i = 0; language && i < COUNT_OF(rows); i++)
		if (same(rows[i].language, language))
			return arena_printf(arena, "%s.%s", name, rows[i].extension);
	return name;
}

struct document *document_new(const json_t *params)
{
	const char *uri, *text, *language = NULL, *path;
	json_int_t version = 0;
	struct document *document;

	if (json_unpack((json_t *)params, "{s:{s:s, s:s, s?s, s?I}}", "textDocument", "uri", &uri,
	            "text", &text, "languageId", &language, "version", &version))
		return NULL;
	document = mem_alloc(sizeof(*document));
	memset(document, 0, sizeof(*document));
	path = uri_path(&document->arena, uri);
	document->uri = arena_strdup(&document->arena, uri);
	document->path = path ? path_clean(&document->arena, path)
	                      : made_up_path(&document->arena, document->uri, language);
	document->version = version;
	document->dirty = true;
	buf_text(&document->text, text);
	return document;
}

void document_free(struct document *document)
{
	arena_free(&document->arena);
	buf_free(&document->text);
	json_decref(document->found);
	free(document);
}

static bool offset_of(const struct document *document, const json_t *position,
        enum encoding encoding, uint32_t *offset)
{
	struct str text = {document->text.at, document->text.n}, line;
	json_int_t row, column;

	if (json_unpack((json_t *)position, "{s:I, s:I}", "line", &row, "character", &column) ||
	        row < 0 || column < 0)
		return false;
	line = text_line(text, (uint32_t)(row < UINT32_MAX ? row : UINT32_MAX), offset);
	*offset += encoding_bytes(
	        encoding, line, (uint32_t)(column < UINT32_MAX ? column : UINT32_MAX));
	return true;
}

static void splice(struct buf *text, uint32_t start, uint32_t end, const char *with)
{
	struct buf now = {0};

	buf_add(&now, text->at, start);
	buf_text(&now, with);
	buf_add(&now, text->at + end, text->n - end);
	buf_free(text);
	*text = now;
}

static bool apply(struct document *document, const json_t *change, enum encoding encoding)
{
	const char *text = json_string_value(json_object_get(change, "text"));
	const json_t *range = json_object_get(change, "range");
	uint32_t start, end;

	if (!text)
		return false;
	if (!range) {
		document->text.n = 0;
		buf_text(&document->text, text);
		return true;
	}
	if (!offset_of(document, json_object_get(range, "start"), encoding, &start) ||
	        !offset_of(document, json_object_get(range, "end"), encoding, &end) || end < start)
		return false;
	splice(&document->text, start, end, text);
	return true;
}

bool document_change(struct document *document, const json_t *params, enum encoding encoding)
{
	const json_t *version = json_object_get(json_object_get(params, "textDocument"), "version");
	const json_t *changes = json_object_get(params, "contentChanges"), *change;
	size_t i;

	if (!json_is_array(changes))
		return false;
	document->dirty = true;
	document->version = json_integer_value(version);
	json_array_foreach(changes, i, change)
	{
		if (!apply(document, change, encoding))
			return false;
	}
	return true;
}
