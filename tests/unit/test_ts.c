/* The children of nodes are those that the core's own cursor gives. */
#include "front/ts_child.h"
#include "base/file.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <grammars.h>
#include <stdio.h>

struct compared {
	TSTreeCursor cursor;
	const char *path;
	bool more;
	uint32_t seen;
};

static void compare(void *context, const struct ts_found *found)
{
	struct compared *compared = context;
	TSNode node = ts_tree_cursor_current_node(&compared->cursor);
	const char *path = compared->path;

	cr_assert(compared->more, "%s: a child too many", path);
	cr_assert(ts_node_eq(node, found->node), "%s: %u", path, ts_node_start_byte(node));
	cr_assert_eq(memcmp(node.context, found->node.context, sizeof(node.context)), 0);
	cr_assert_eq(found->symbol, ts_node_symbol(node));
	cr_assert_eq(found->field, ts_tree_cursor_current_field_id(&compared->cursor));
	cr_assert_eq(found->extra, ts_node_is_extra(node));
	cr_assert_eq(found->missing, ts_node_is_missing(node));
	compared->seen++;
	compared->more = ts_tree_cursor_goto_next_sibling(&compared->cursor);
}

static uint32_t compare_below(const char *path, TSNode node)
{
	struct compared compared = {.cursor = ts_tree_cursor_new(node), .path = path};
	uint32_t seen, count = ts_node_child_count(node);

	compared.more = ts_tree_cursor_goto_first_child(&compared.cursor);
	ts_children(node, compare, &compared);
	cr_assert_not(compared.more, "%s: a child is missing", path);
	seen = compared.seen;
	for (uint32_t i = 0; i < count; i++)
		seen += compare_below(path, ts_node_child(node, i));
	ts_tree_cursor_delete(&compared.cursor);
	return seen;
}

static void compare_file(const char *path, const TSLanguage *language)
{
	TSParser *parser = ts_parser_new();
	struct buf text = {0};
	TSTree *tree;

	cr_assert_eq(file_read(path, 1 << 20, &text), 0, "%s", path);
	ts_parser_set_language(parser, language);
	tree = ts_parser_parse_string(parser, NULL, text.at, (uint32_t)text.n);
	cr_assert_gt(compare_below(path, ts_tree_root_node(tree)), 0);
	ts_tree_delete(tree);
	ts_parser_delete(parser);
	buf_free(&text);
}

static void compare_files(const char *pattern, const TSLanguage *language)
{
	glob_t found;

	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "%s", pattern);
	for (size_t i = 0; i < found.gl_pathc; i++)
		compare_file(found.gl_pathv[i], language);
	globfree(&found);
}

Test(ts, children_are_those_of_a_cursor)
{
	compare_files("tests/front/js/*.js", tree_sitter_javascript());
	compare_files("tests/front/js/*.ts", tree_sitter_typescript());
	compare_files("tests/front/python/*.py", tree_sitter_python());
	compare_files("tests/front/c/*.c", tree_sitter_c());
	compare_files("tests/front/zig/*.zig", tree_sitter_zig());
	/* what does not parse at all */
	compare_files("tests/front/js/*.js", tree_sitter_python());
	compare_files("tests/front/python/*.py", tree_sitter_c());
}
