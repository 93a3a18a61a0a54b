/*
 * Fenced code blocks of Markdown files.
 *
 * A scanner of lines: a fence may stand in quotes and lists, what stands
 * before it on its line is taken off the lines inside. Info strings are those
 * that people write: `js`, `python title="x"`, `{pyodide}`, `{.python .cell}`,
 * `{code-block} python`, `ts{1,3}`. Console sessions are no code.
 */
#include "front/host_part.h"

#include "base/find.h"

struct fence {
	char mark;       /* ` or ~ */
	uint32_t run;    /* how many */
	uint32_t quotes; /* depth of > before it */
	uint32_t indent; /* columns before it, behind the quotes */
	struct str info;
};

struct markdown {
	struct host *host;
	struct source *source;
};

static uint32_t line_end(const struct source *source, uint32_t at)
{
	while (at < source->length && source->bytes[at] != '\n' && source->bytes[at] != '\r')
		at++;
	return at;
}

static uint32_t next_line(const struct source *source, uint32_t end)
{
	if (end < source->length && source->bytes[end] == '\r' && source->bytes[end + 1] == '\n')
		return end + 2;
	return end < source->length ? end + 1 : end;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static uint32_t skip_blanks(const struct source *source, uint32_t at, uint32_t end)
{
	while (at < end && is_blank(source->bytes[at]))
		at++;
	return at;
}

/* After `- `, `* `, `+ `, `1. `, `1) `; `at` itself when there is no such marker. */
static uint32_t skip_marker(const struct source *source, uint32_t at, uint32_t end)
{
	uint32_t after = at;

	while (after < end && after - at < 9 && source->bytes[after] >= '0' &&
	        source->bytes[after] <= '9')
		after++;
	if (after == end)
		return at;
	if (after > at ? source->bytes[after] != '.' && source->bytes[after] != ')'
	               : !strchr("-*+", source->bytes[after]))
		return at;
	after++;
	return after < end && is_blank(source->bytes[after]) ? skip_blanks(source, after, end) : at;
}

/* After at most `most` quote marks; counts them. */
static uint32_t skip_quotes(
        const struct source *source, uint32_t at, uint32_t end, uint32_t most, uint32_t *count)
{
	*count = 0;
	while (*count < most) {
		uint32_t mark = skip_blanks(source, at, end);

		if (mark >= end || source->bytes[mark] != '>')
			break;
		at = mark + 1;
		if (at < end && source->bytes[at] == ' ')
			at++;
		++*count;
	}
	return at;
}

static bool opens(const struct source *source, uint32_t at, uint32_t end, struct fence *fence)
{
	uint32_t start, mark, after;

	start = skip_quotes(source, at, end, UINT32_MAX, &fence->quotes);
	mark = skip_blanks(source, start, end);
	while ((after = skip_marker(source, mark, end)) != mark)
		mark = after;
	if (mark >= end || (source->bytes[mark] != '`' && source->bytes[mark] != '~'))
		return false;
	fence->mark = source->bytes[mark];
	fence->indent = mark - start;
	for (after = mark; after < end && source->bytes[after] == fence->mark;)
		after++;
	fence->run = after - mark;
	fence->info = str_trim((struct str){source->bytes + after, end - after});
	return fence->run >= 3 &&
	        (fence->mark == '~' || !memchr(fence->info.at, '`', fence->info.n));
}

static bool closes(
        const struct source *source, uint32_t at, uint32_t end, const struct fence *fence)
{
	uint32_t run;

	at = skip_blanks(source, at, end);
	for (run = 0; at < end && source->bytes[at] == fence->mark; run++)
		at++;
	return run >= fence->run && skip_blanks(source, at, end) == end;
}

/* ---- the info string ---- */

static struct str first_word(struct str text)
{
	size_t n = 0;

	while (n < text.n && !strchr(" \t{}:,(=", text.at[n]))
		n++;
	return (struct str){text.at, n};
}

static bool is_directive(struct str word)
{
	return host_same_word(word, "code-block") || host_same_word(word, "code-cell") ||
	        host_same_word(word, "code") || host_same_word(word, "sourcecode");
}

static struct str language_word(struct str info)
{
	const char *close;
	struct str word;

	if (!info.n || info.at[0] != '{')
		return first_word(info);
	close = memchr(info.at, '}', info.n);
	word = str_trim((struct str){info.at + 1, info.n - 1});
	while (word.n && (word.at[0] == '.' || word.at[0] == '{'))
		word = (struct str){word.at + 1, word.n - 1};
	word = first_word(word);
	if (!is_directive(word) || !close)
		return word;
	return first_word(
	        str_trim((struct str){close + 1, info.n - (size_t)(close + 1 - info.at)}));
}

/* ---- the body ---- */

struct body {
	struct source *source;
	struct buf text;
	bool options; /* still where a directive's options may stand */
};

/* `:name: value` and the like */
static bool is_option(struct str line)
{
	line = str_trim(line);
	return line.n > 2 && line.at[0] == ':' && memchr(line.at + 1, ':', line.n - 1);
}

static void add_line(struct markdown *file, struct body *body, uint32_t at, uint32_t end)
{
	struct str line = {file->source->bytes + at, end - at};

	if (body->options && is_option(line))
		return;
	body->options = false;
	source_add_piece(file->host->arena, body->source, (uint32_t)body->text.n, at);
	buf_add(&body->text, line.at, line.n);
}

static bool is_console(struct str text)
{
	text = str_trim(text);
	return str_starts(text, ">>>") || str_starts(text, "In [") || str_starts(text, "$ ");
}

static bool is_data(const struct dialect *dialect)
{
	return same(dialect->path, "x.toml") || same(dialect->path, "x.json");
}

static void add_code(struct markdown *file, const struct dialect *dialect, struct source *source)
{
	struct region region = {.source = source, .snippet = true};

	if (is_data(dialect)) {
		struct page_data data = {source, same(dialect->path, "x.json")};

		vec_push(file->host->arena, &file->host->list.data, data);
		return;
	}
	if (dialect->language == LANG_NONE) {
		bool components = !host_same_word(str_of(dialect->path), "x.html");

		host_html(file->host, source, components, true);
		return;
	}
	region.language = dialect->language;
	region.path = dialect->path;
	region.micropython = dialect->micropython;
	vec_push(file->host->arena, &file->host->list.regions, region);
}

/* `pyodide` marks Python that is run by Pyodide, and in Pyodide's own pages JavaScript that runs
 * Pyodide: only that calls it by its name. */
static const struct dialect *dialect_of(const struct fence *fence, struct str text)
{
	struct str word = language_word(fence->info);

	if (host_same_word(word, "pyodide") &&
	        (str_find(text, "pyodide.runPython") || str_find(text, "pyodide.globals")))
		word = str_of("js");
	return host_dialect(word);
}

static void finish(struct markdown *file, const struct fence *fence, struct body *body)
{
	struct str text = {body->text.at, body->text.n};
	const struct dialect *dialect = dialect_of(fence, text);

	if (dialect && text.n && str_trim(text).n && !is_console(text)) {
		body->source->bytes = arena_strndup(file->host->arena, text.at, text.n);
		body->source->length = (uint32_t)text.n;
		add_code(file, dialect, body->source);
	}
	buf_free(&body->text);
}

/* Reads the block that starts at `at`; gives the offset behind it. */
static uint32_t read_block(struct markdown *file, const struct fence *fence, uint32_t at)
{
	const struct source *source = file->source;
	struct body body = {.options = fence->info.n && fence->info.at[0] == '{'};

	body.source = source_child(file->host->arena, file->source, "", 0);
	while (at < source->length) {
		uint32_t end = line_end(source, at), next = next_line(source, end), quotes, start;

		start = skip_quotes(source, at, end, fence->quotes, &quotes);
		if (quotes < fence->quotes)
			break;
		if (closes(source, start, end, fence)) {
			at = next;
			break;
		}
		for (uint32_t i = 0; i < fence->indent && start < end; i++)
			start += is_blank(source->bytes[start]);
		add_line(file, &body, start, next);
		at = next;
	}
	finish(file, fence, &body);
	return at;
}

void host_markdown(struct host *host, struct source *source)
{
	struct markdown file = {host, source};
	uint32_t at = 0;

	while (at < source->length) {
		uint32_t end = line_end(source, at);
		struct fence fence = {0};

		if (opens(source, at, end, &fence))
			at = read_block(&file, &fence, next_line(source, end));
		else
			at = next_line(source, end);
	}
}
