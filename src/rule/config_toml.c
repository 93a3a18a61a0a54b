/*
 * TOML that is right, and that PyScript cannot read: its reader is small. It
 * knows no strings of several lines, takes a dotted key for a name with dots,
 * stops at a comment inside of an array, and knows only bare keys with a blank
 * before them in inline tables. Seen in its sources (@pyscript/core 0.7.16 and
 * later) and in a browser.
 */
#include "base/find.h"
#include "rule/on_page.h"

struct look {
	struct on_page *on;
	const struct page_config *config;
};

static struct str text_of(const struct look *look, struct span span)
{
	return (struct str){look->config->source->bytes + span.start, span.end - span.start};
}

static void add(const struct look *look, struct span span, const char *message, const char *help)
{
	struct finding *finding =
	        on_page_add(look->on, "pyscript/broken-config", look->config->source, span);

	finding->message = message;
	finding->help = help;
	/* older releases read more */
	finding_doubt(
	        finding, CONFIDENCE_LIKELY, look->config->used ? SEVERITY_ERROR : SEVERITY_WARNING);
}

static void check(const struct look *look, const struct data_value *value);

/* ---- keys ---- */

/* The second part of `a.b = 1`; nothing of `[a.b]` */
static bool is_dotted(const struct look *look, struct span key)
{
	const char *bytes = look->config->source->bytes, *line = bytes + key.start;
	const char *before = bytes + key.start;

	while (line > bytes && line[-1] != '\n')
		line--;
	while (before > line && (before[-1] == ' ' || before[-1] == '\t'))
		before--;
	line += strspn(line, " \t");
	return before > line && before[-1] == '.' && *line != '[' && *line != '{' &&
	        memchr(line, '.', (size_t)(before - line)) == before - 1;
}

static void check_key(const struct look *look, const struct data_pair *pair)
{
	if (is_dotted(look, pair->key_span))
		add(look, pair->key_span,
		        "PyScript takes a dotted key for one name: what stands there is not seen",
		        "write the table in brackets on a line of its own");
}

/* ---- values ---- */

static void check_string(const struct look *look, const struct data_value *value)
{
	struct str text = text_of(look, value->span);

	if (str_starts(text, "\"\"\"") || str_starts(text, "'''"))
		add(look, value->span, "PyScript knows no strings in three quotes",
		        "write it on one line, in one pair of quotes");
}

/* A comment between the brackets, outside of strings. */
static void check_comments(const struct look *look, const struct data_value *value)
{
	struct str text = text_of(look, value->span);

	for (size_t i = 0; i < text.n; i++) {
		uint32_t at = value->span.start + (uint32_t)i;

		if (text.at[i] == '#') {
			add(look, (struct span){at, at + 1},
			        "PyScript stops reading an array at a comment in it",
			        "put the comment before the array");
			return;
		}
		if (text.at[i] == '"' || text.at[i] == '\'') {
			const char *close = memchr(text.at + i + 1, text.at[i], text.n - i - 1);

			i = close ? (size_t)(close - text.at) : text.n;
		}
	}
}

static bool is_plain_key(const struct look *look, struct span key)
{
	struct str text = text_of(look, key);

	return text.at[0] != '"' && text.at[0] != '\'' && strchr(" \t", text.at[-1]);
}

static void check_inline(const struct look *look, const struct data_value *table)
{
	for (uint32_t i = 0; i < table->pairs.n; i++) {
		if (is_plain_key(look, table->pairs.at[i].key_span))
			continue;
		add(look, table->span,
		        "PyScript reads an inline table only with bare keys and blanks around them",
		        "write the table in brackets on a line of its own");
		return;
	}
}

static void check_table(const struct look *look, const struct data_value *table)
{
	bool is_inline = table->span.end > table->span.start &&
	        look->config->source->bytes[table->span.start] == '{';

	if (is_inline)
		check_inline(look, table);
	for (uint32_t i = 0; i < table->pairs.n; i++) {
		if (!is_inline)
			check_key(look, &table->pairs.at[i]);
		check(look, table->pairs.at[i].value);
	}
}

static void check(const struct look *look, const struct data_value *value)
{
	if (value->kind == DATA_STRING)
		check_string(look, value);
	if (value->kind == DATA_TABLE)
		check_table(look, value);
	if (value->kind == DATA_ARRAY && look->config->source->bytes[value->span.start] == '[')
		check_comments(look, value);
	for (uint32_t i = 0; value->kind == DATA_ARRAY && i < value->items.n; i++)
		check(look, value->items.at[i]);
}

void pyscript_check_toml(struct on_page *on, const struct page_config *config)
{
	struct look look = {on, config};

	if (!config->other_reader)
		check(&look, config->root);
}
