/*
 * Notebooks: the code cells of a .ipynb file, in order, are one program.
 *
 * Their lines stand in JSON strings; each byte keeps the place in the file
 * that it was decoded from. Lines for the notebook alone (`%pip`, `!ls`,
 * `?name`) are left out, and so are cells that are for another program
 * (`%%html`). A file that is no notebook has no regions.
 */
#include "data/data.h"
#include "front/host_part.h"

struct notebook {
	struct host *host;
	struct source *code;
	struct buf text;
};

static struct str text_of(const struct data_value *string)
{
	return (struct str){string->text, string->length};
}

/* Bytes of a string from `start` to `end`, each with its place. */
static void add_bytes(
        struct notebook *book, const struct data_value *string, uint32_t start, uint32_t end)
{
	uint32_t expected = UINT32_MAX;

	for (uint32_t i = start; i < end; i++) {
		uint32_t at = data_text_offset(string, i);

		if (at != expected)
			source_add_piece(book->host->arena, book->code, (uint32_t)book->text.n, at);
		buf_char(&book->text, string->text[i]);
		expected = at + 1;
	}
}

static void add_line_end(struct notebook *book, const struct data_value *string, uint32_t at)
{
	source_add_piece(book->host->arena, book->code, (uint32_t)book->text.n,
	        data_text_offset(string, at));
	buf_char(&book->text, '\n');
}

static bool is_for_notebook(struct str line)
{
	line = str_trim(line);
	return str_starts(line, "%") || str_starts(line, "!") || str_starts(line, "?") ||
	        str_ends(line, "?");
}

static void add_string(struct notebook *book, const struct data_value *string)
{
	struct str text = text_of(string);
	uint32_t at = 0;

	while (at < text.n) {
		const char *newline = memchr(text.at + at, '\n', text.n - at);
		uint32_t end = newline ? (uint32_t)(newline - text.at) : (uint32_t)text.n;

		if (!is_for_notebook((struct str){text.at + at, end - at}))
			add_bytes(book, string, at, end);
		if (newline)
			add_line_end(book, string, end);
		at = end + 1;
	}
}

/* `%%javascript` and its like: the rest of the cell is no Python. */
static bool is_other_program(const struct data_value *source)
{
	const struct data_value *first = source;

	if (source->kind == DATA_ARRAY)
		first = source->items.n ? source->items.at[0] : NULL;
	return first && first->kind == DATA_STRING && str_starts(str_trim(text_of(first)), "%%") &&
	        !str_starts(str_trim(text_of(first)), "%%time") &&
	        !str_starts(str_trim(text_of(first)), "%%capture");
}

static void add_cell(struct notebook *book, const struct data_value *cell)
{
	const struct data_value *source = data_get(cell, "source");

	if (!same(data_text(data_get(cell, "cell_type")), "code") || !source ||
	        is_other_program(source))
		return;
	if (source->kind == DATA_STRING)
		add_string(book, source);
	for (uint32_t i = 0; source->kind == DATA_ARRAY && i < source->items.n; i++)
		if (source->items.at[i]->kind == DATA_STRING)
			add_string(book, source->items.at[i]);
	if (book->text.n && book->text.at[book->text.n - 1] != '\n')
		buf_char(&book->text, '\n'); /* the end of a cell ends its last line */
}

/* Python unless the notebook says something else. */
static const struct dialect *dialect_of(const struct data_value *root)
{
	const struct data_value *data = data_get(root, "metadata");
	const char *name = data_text(data_get(data_get(data, "language_info"), "name"));

	if (!name)
		name = data_text(data_get(data_get(data, "kernelspec"), "language"));
	return host_dialect(str_of(name ? name : "python"));
}

static void finish(struct notebook *book, const struct dialect *dialect)
{
	struct region region = {
	        .source = book->code, .language = dialect->language, .path = dialect->path};

	if (str_trim((struct str){book->text.at, book->text.n}).n == 0)
		return;
	book->code->bytes = arena_strndup(book->host->arena, book->text.at, book->text.n);
	book->code->length = (uint32_t)book->text.n;
	vec_push(book->host->arena, &book->host->list.regions, region);
}

void host_notebook(struct host *host, struct source *source)
{
	struct notebook book = {.host = host};
	struct data_error error;
	const struct data_value *root = json_read(host->arena, source, &error);
	const struct data_value *cells = data_get(root, "cells");
	const struct dialect *dialect = root ? dialect_of(root) : NULL;

	if (!root)
		host->list.broken = (struct front_note){error.span, error.message};
	if (!cells || cells->kind != DATA_ARRAY || !dialect || dialect->language == LANG_NONE)
		return;
	book.code = source_child(host->arena, source, "", 0);
	book.code->quoted = true;
	for (uint32_t i = 0; i < cells->items.n; i++)
		add_cell(&book, cells->items.at[i]);
	if (book.text.n)
		finish(&book, dialect);
	buf_free(&book.text);
}
