#include "reparse.h"

#include "base/clock.h"
#include "base/file.h"
#include "front/front.h"

#include <grammars.h>
#include <stdio.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

enum { ROUNDS = 21, LARGEST = 64 << 20 };

static uint64_t least(uint64_t a, uint64_t b)
{
	return !a || b < a ? b : a;
}

/* The letter at `at` is another one now, and as long. */
static TSTree *edited(TSTree *tree, uint32_t at)
{
	TSInputEdit edit = {.start_byte = at, .old_end_byte = at + 1, .new_end_byte = at + 1};

	ts_tree_edit(tree, &edit);
	return tree;
}

static void measure(TSParser *parser, struct buf *text)
{
	uint32_t n = (uint32_t)text->n, at = n / 2;
	uint64_t again = 0, anew = 0;
	TSTree *tree = ts_parser_parse_string(parser, NULL, text->at, n), *next;

	while (at + 1 < n && (text->at[at] < 'a' || text->at[at] > 'y'))
		at++;
	for (int round = 0; round < ROUNDS; round++) {
		uint64_t began = clock_now();

		text->at[at] ^= 1;
		next = ts_parser_parse_string(parser, edited(tree, at), text->at, n);
		again = least(again, clock_now() - began);
		ts_tree_delete(tree);
		began = clock_now();
		tree = ts_parser_parse_string(parser, NULL, text->at, n);
		anew = least(anew, clock_now() - began);
		ts_tree_delete(tree);
		tree = next;
	}
	ts_tree_delete(tree);
	printf("%.1f ms, from nothing %.1f ms\n", (double)again / 1e6, (double)anew / 1e6);
}

int reparse(const char *path)
{
	const struct front *front = front_for_path(path);
	TSParser *parser = ts_parser_new();
	struct buf text = {0};
	int reason = file_read(path, LARGEST, &text);

	if (reason || !front || !text.n) {
		fprintf(stderr, "%s: cannot be parsed\n", path);
		return EXIT_FAILURE;
	}
	ts_parser_set_language(parser,
	        front->language == LANG_PYTHON ? tree_sitter_python() : tree_sitter_javascript());
	measure(parser, &text);
	ts_parser_delete(parser);
	buf_free(&text);
	return EXIT_SUCCESS;
}
