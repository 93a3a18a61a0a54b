/*
 * What parsing alone costs: the yardstick for the whole program.
 *
 *     bench PATH...
 *
 * Lists, reads and prefilters files the way the program does, splits pages into
 * their scripts, and parses each piece once with its grammar. Prints
 * "FILES BYTES": what was parsed. Whatever cannot be read is passed over, as
 * the program beside it says so.
 */
#include "base/file.h"
#include "base/find.h"
#include "base/walk.h"
#include "fact/fact.h"
#include "front/front.h"

#include <grammars.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 64 << 20 };

struct bench {
	struct fact_table *facts;
	uint32_t files;
	uint64_t bytes;
};

static const TSLanguage *grammar_of(const struct front *front, const char *path)
{
	struct str name = str_of(path);

	if (front->language == LANG_PYTHON)
		return tree_sitter_python();
	if (str_ends(name, ".tsx"))
		return tree_sitter_tsx();
	if (str_ends(name, ".ts") || str_ends(name, ".mts") || str_ends(name, ".cts"))
		return tree_sitter_typescript();
	return tree_sitter_javascript();
}

static void parse(struct bench *bench, const struct source *source, const char *path)
{
	const struct front *front = front_for_path(path);
	TSParser *parser;

	if (!front)
		return;
	parser = ts_parser_new();
	ts_parser_set_language(parser, grammar_of(front, path));
	ts_tree_delete(ts_parser_parse_string(parser, NULL, source->bytes, source->length));
	ts_parser_delete(parser);
	bench->bytes += source->length;
}

static bool may_matter(const struct bench *bench, struct str text)
{
	uint32_t count;
	const char *const *words = fact_prefilter_words(bench->facts, &count);

	for (uint32_t i = 0; i < count; i++)
		if (str_find(text, words[i]))
			return true;
	return false;
}

static void measure(struct bench *bench, const char *path)
{
	struct arena arena = {0};
	struct buf text = {0};
	struct region_list list;
	struct source *source;

	if (!file_read(path, LARGEST, &text) && may_matter(bench, (struct str){text.at, text.n})) {
		bench->files++;
		source = source_new(&arena, path, text.at, (uint32_t)text.n);
		if (front_is_host(path)) {
			list = front_regions(&arena, source, path);
			for (uint32_t i = 0; i < list.regions.n; i++)
				parse(bench, list.regions.at[i].source, list.regions.at[i].path);
		} else {
			parse(bench, source, path);
		}
	}
	arena_free(&arena);
	buf_free(&text);
}

static bool wanted(const char *name)
{
	return front_for_path(name) || front_is_host(name);
}

static void pass_over(void *context, const char *path, int error)
{
	(void)context;
	(void)path;
	(void)error;
}

int main(int count, char **paths)
{
	struct arena arena = {0};
	const char *error = NULL;
	struct bench bench = {.facts = fact_table_new(&arena, &error)};

	if (!bench.facts) {
		fprintf(stderr, "%s\n", error);
		return EXIT_FAILURE;
	}
	for (int i = 1; i < count; i++) {
		struct walk walk = {.arena = &arena, .wanted = wanted, .failed = pass_over};

		if (path_kind(paths[i]) == PATH_DIRECTORY)
			walk_directory(&walk, paths[i]);
		else if (wanted(paths[i]))
			measure(&bench, paths[i]);
		for (uint32_t k = 0; k < walk.paths.n; k++)
			measure(&bench, walk.paths.at[k]);
	}
	printf("%u %llu\n", bench.files, (unsigned long long)bench.bytes);
	fact_table_free(bench.facts);
	arena_free(&arena);
	return EXIT_SUCCESS;
}
