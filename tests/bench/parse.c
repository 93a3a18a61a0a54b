/*
 * What parsing alone costs: the yardstick for the whole program.
 *
 *     bench PATH...
 *     bench --reparse FILE
 *     bench --words
 *
 * Takes the passes of the program that list, read and prefilter files, splits
 * pages into their scripts, and parses each piece once with its grammar. Code
 * in strings is not parsed, nor are files that only an import leads to: what
 * the program does with those is its own cost. Prints "FILES BYTES" of what was
 * parsed. --words prints the words of the prefilter instead, for other programs
 * to look for.
 */
#include "engine/project.h"
#include "reparse.h"

#include <grammars.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 64 << 20 };

static const TSLanguage *grammar_of(const struct front *front, const char *path)
{
	struct str name = str_of(path);

	if (front->language == LANG_PYTHON)
		return tree_sitter_python();
	if (front->language == LANG_C)
		return tree_sitter_c();
	if (front->language == LANG_ZIG)
		return tree_sitter_zig();
#ifdef PROXYLINT_ERLANG
	if (front->language == LANG_ERLANG)
		return tree_sitter_erlang();
#endif
	if (str_ends(name, ".tsx"))
		return tree_sitter_tsx();
	if (str_ends(name, ".ts") || str_ends(name, ".mts") || str_ends(name, ".cts"))
		return tree_sitter_typescript();
	return tree_sitter_javascript();
}

/* Gives the number of bytes. */
static uint64_t parse(const struct source *source, const char *path)
{
	const struct front *front = front_for_path(path);
	TSParser *parser;

	if (!front)
		return 0;
	parser = ts_parser_new();
	ts_parser_set_language(parser, grammar_of(front, path));
	ts_tree_delete(ts_parser_parse_string(parser, NULL, source->bytes, source->length));
	ts_parser_delete(parser);
	return source->length;
}

static uint64_t parse_input(struct input *input)
{
	struct region_list list;
	uint64_t bytes = 0;

	if (!front_is_host(input->path))
		return parse(input->source, input->path);
	list = front_regions(&input->arena, input->source, input->path);
	for (uint32_t i = 0; i < list.regions.n; i++)
		bytes += parse(list.regions.at[i].source, list.regions.at[i].path);
	return bytes;
}

static void parse_inputs(const struct project *project)
{
	uint32_t files = 0;
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < project->inputs.n; i++) {
		struct input *input = project->inputs.at[i];

		if (input->source) {
			bytes += parse_input(input);
			files++;
		}
	}
	printf("%u %llu\n", files, (unsigned long long)bytes);
}

static void print_words(const struct fact_table *facts)
{
	for (int language = LANG_NONE; language < LANG_COUNT; language++) {
		uint32_t count;
		const char *const *words =
		        fact_prefilter_words(facts, (enum language)language, &count);

		for (uint32_t i = 0; i < count; i++)
			puts(words[i]);
	}
}

int main(int count, char **paths)
{
	struct arena arena = {0};
	struct check_request request = {
	        .paths = {(const char *const *)paths + 1, (uint32_t)count - 1},
	        .max_file_size = LARGEST,
	        .jobs = 1,
	};
	struct check_result result = {0};
	struct project project = {.arena = &arena, .request = &request, .result = &result};

	if (count == 3 && same(paths[1], "--reparse"))
		return reparse(paths[2]);
	if (count < 2) {
		fputs("nothing to parse\n", stderr);
		return EXIT_FAILURE;
	}
	result.project = &project;
	project.facts = fact_table_new(&arena);
	if (same(paths[1], "--words")) {
		print_words(project.facts);
		arena_free(&arena);
		return EXIT_SUCCESS;
	}
	project_configure(&project);
	project_list(&project);
	project_read(&project);
	parse_inputs(&project);
	check_free(&result);
	arena_free(&arena);
	return EXIT_SUCCESS;
}
