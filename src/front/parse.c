/*
 * Parsing with tree-sitter, for as long as nobody wants us to stop.
 *
 * The grammar of Python looks for the indentation that follows at the start of
 * each comment, and so reads all comments behind it again: of thousands on end
 * it reads blanks in their place. Places stay the same, and nothing else is read
 * from a tree; comments that may be ours are left where they are.
 */
#include "front/parse.h"

#include "base/find.h"
#include "base/stop.h"
#include "front/comment.h"

#include <grammars.h>

enum { MOST_IN_A_ROW = 500 };

/* A run of lines that hold comments or nothing. */
struct run {
	size_t start;
	uint32_t comments;
};

static size_t line_end(struct str text, size_t at)
{
	const char *end = memchr(text.at + at, '\n', text.n - at);

	return end ? (size_t)(end - text.at) + 1 : text.n;
}

/* The first character of a line that is no blank, or a line end. */
static char first_of(struct str text, size_t at, size_t end)
{
	while (at < end &&
	        (text.at[at] == ' ' || text.at[at] == '\t' || text.at[at] == '\f' ||
	                text.at[at] == '\r'))
		at++;
	return at < end ? text.at[at] : '\n';
}

static void blank_run(char *bytes, size_t start, size_t end)
{
	uint32_t kept = 0;

	for (size_t at = start, next; at < end; at = next) {
		next = line_end((struct str){bytes, end}, at);
		if (kept < MOST_IN_A_ROW &&
		        str_find((struct str){bytes + at, next - at}, COMMENT_MARK))
			kept++;
		else
			for (; at < next; at++)
				bytes[at] = bytes[at] == '\n' ? '\n' : ' ';
	}
}

/* A copy of the text without long runs of comments; the text itself when it has none. */
static const char *without_runs(struct arena *arena, struct str text)
{
	char *bytes = NULL;
	struct run run = {0};

	for (size_t at = 0, next; at < text.n; at = next) {
		char first;

		next = line_end(text, at);
		first = first_of(text, at, next);
		run.comments += first == '#';
		if ((first == '#' || first == '\n') && next < text.n)
			continue;
		if (run.comments > MOST_IN_A_ROW) {
			if (!bytes)
				bytes = arena_str(arena, text);
			blank_run(bytes, run.start, first == '#' ? next : at);
		}
		run = (struct run){next, 0};
	}
	return bytes ? bytes : text.at;
}

struct source front_calm(
        struct arena *arena, const TSLanguage *language, const struct source *source)
{
	struct source calm = *source;

	if (language == tree_sitter_python())
		calm.bytes = without_runs(arena, (struct str){source->bytes, source->length});
	return calm;
}

TSTree *front_parse(const TSLanguage *language, const struct source *source)
{
	TSParser *parser = ts_parser_new();
	struct arena scratch = {0};
	struct source calm = front_calm(&scratch, language, source);
	TSTree *tree = NULL;

	ts_parser_set_cancellation_flag(parser, stop_flag());
	if (ts_parser_set_language(parser, language))
		tree = ts_parser_parse_string(parser, NULL, calm.bytes, calm.length);
	ts_parser_delete(parser);
	arena_free(&scratch);
	return tree;
}
