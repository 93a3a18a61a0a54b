#include "front/comment.h"

#include "base/find.h"
#include "front/front.h"
#include "front/parse.h"

#include <grammars.h>

/* ---- which grammar ---- */

static const TSLanguage *script_grammar(const char *path)
{
	struct str name = str_of(path);

	if (str_ends(name, ".tsx"))
		return tree_sitter_tsx();
	if (str_ends(name, "ts"))
		return tree_sitter_typescript();
	return tree_sitter_javascript();
}

static const TSLanguage *grammar_of(enum language language, const char *path)
{
	switch (language) {
	case LANG_PYTHON:
		return tree_sitter_python();
	case LANG_JAVASCRIPT:
		return script_grammar(path);
	case LANG_C:
		return tree_sitter_c();
	case LANG_ZIG:
		return tree_sitter_zig();
	case LANG_NONE:
		if (str_ends(str_of(path), ".toml"))
			return tree_sitter_toml();
		if (!front_is_host(path))
			return NULL;
		return front_is_markdown(path) ? tree_sitter_markdown() : tree_sitter_html();
	default:
		return NULL;
	}
}

/* ---- nodes ---- */

static bool is_any(TSNode node, const char *const *types)
{
	for (; *types; types++)
		if (strcmp(ts_node_type(node), *types) == 0)
			return true;
	return false;
}

static bool is_comment(TSNode node)
{
	static const char *const types[] = {
	        "comment", "line_comment", "block_comment", "html_comment", "html_block", NULL};

	return is_any(node, types);
}

/* What holds statements: a statement ends where such a thing in it begins. */
static bool is_body(TSNode node)
{
	static const char *const types[] = {"block", "statement_block", "compound_statement",
	        "class_body", "interface_body", "switch_body", "field_declaration_list",
	        "declaration_list", "module", "program", "translation_unit", "document", "section",
	        NULL};

	return is_any(node, types);
}

/* Of these, the first child or the first line is the head. */
static bool is_container(TSNode node)
{
	static const char *const types[] = {
	        "element", "script_element", "style_element", "table", "table_array_element", NULL};

	return is_any(node, types);
}

/* All comments of a tree, in the order of the text. */
struct all_comments {
	VEC(struct span) list;
};

/* One walk: to look each comment up from the root takes as long as there are comments. */
static void find_all(struct arena *arena, struct all_comments *all, TSNode root)
{
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	bool more = true;

	while (more) {
		TSNode node = ts_tree_cursor_current_node(&cursor);
		bool comment = is_comment(node);

		if (comment)
			vec_push(arena, &all->list,
			        ((struct span){ts_node_start_byte(node), ts_node_end_byte(node)}));
		more = (!comment && ts_tree_cursor_goto_first_child(&cursor)) ||
		        ts_tree_cursor_goto_next_sibling(&cursor);
		while (!more && ts_tree_cursor_goto_parent(&cursor))
			more = ts_tree_cursor_goto_next_sibling(&cursor);
	}
	ts_tree_cursor_delete(&cursor);
}

/* The comment around `at`, or NULL. */
static const struct span *comment_at(const struct all_comments *all, uint32_t at)
{
	uint32_t n = sorted_upto(all->list.at, all->list.n, SORTED_BY(struct span, start), at);

	return n && all->list.at[n - 1].end > at ? &all->list.at[n - 1] : NULL;
}

/* ---- what a comment stands for ---- */

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What is known of the text behind the comment that was looked at last, the next one of its kind.
 */
struct behind {
	uint32_t at; /* the comment's start */
	struct span next;
};

/* The first place behind `at` that is neither white space nor comment, nor closes what is around a
 * comment in JSX; or the comment that `known` is about. */
static uint32_t next_code(const struct all_comments *all, const struct source *source, uint32_t at,
        const struct behind *known)
{
	while (at < source->length && at != known->at) {
		const struct span *comment;

		if (is_space(source->bytes[at]) || source->bytes[at] == '}') {
			at++;
			continue;
		}
		comment = comment_at(all, at);
		if (!comment)
			return at;
		at = comment->end;
	}
	return at;
}

/* The largest thing that starts at `at` and is no body. */
static TSNode statement_at(TSNode root, uint32_t at)
{
	TSNode node = ts_node_descendant_for_byte_range(root, at, at + 1), parent;

	for (;;) {
		parent = ts_node_parent(node);
		if (ts_node_is_null(parent) || ts_node_start_byte(parent) != at || is_body(parent))
			return node;
		node = parent;
	}
}

/* Where the first body of several lines in a node begins, or its end. Depth is that of the tree,
 * and a cursor needs no stack. */
static uint32_t head_end(TSNode node)
{
	TSTreeCursor cursor = ts_tree_cursor_new(node);
	uint32_t end = ts_node_end_byte(node);
	bool more = ts_tree_cursor_goto_first_child(&cursor);

	while (more) {
		TSNode inner = ts_tree_cursor_current_node(&cursor);

		if (is_body(inner) &&
		        ts_node_start_point(inner).row != ts_node_end_point(inner).row) {
			end = ts_node_start_byte(inner);
			break;
		}
		more = ts_tree_cursor_goto_first_child(&cursor) ||
		        ts_tree_cursor_goto_next_sibling(&cursor);
		while (!more && ts_tree_cursor_goto_parent(&cursor))
			more = ts_tree_cursor_goto_next_sibling(&cursor);
	}
	ts_tree_cursor_delete(&cursor);
	return end;
}

static struct span head_of(TSNode node)
{
	struct span span = {ts_node_start_byte(node), ts_node_end_byte(node)};

	if (is_container(node) && ts_node_named_child_count(node))
		span.end = ts_node_end_byte(ts_node_named_child(node, 0));
	else
		span.end = head_end(node);
	return span;
}

static struct span span_after(TSNode root, const struct all_comments *all,
        const struct source *source, uint32_t at, const struct behind *known)
{
	at = next_code(all, source, at, known);
	if (at == known->at)
		return known->next;
	if (at >= source->length)
		return (struct span){source->length, source->length};
	return head_of(statement_at(root, at));
}

static bool stands_alone(const struct source *source, uint32_t at)
{
	while (at && (is_space(source->bytes[at - 1]) || source->bytes[at - 1] == '{'))
		if (source->bytes[--at] == '\n')
			return true;
	return at == 0;
}

/* ---- finding them ---- */

static void add_comment(struct arena *arena, struct comment_list *list, const struct source *source,
        struct span span)
{
	struct comment comment = {.span = span, .alone = stands_alone(source, span.start)};

	if (!list->list.n || list->list.at[list->list.n - 1].span.start != span.start)
		vec_push(arena, &list->list, comment);
}

/* From the last one on: what stands behind a comment often is the next one, and what that is for.
 */
static void find_next(struct comment_list *list, const struct all_comments *all,
        const struct source *source, TSNode root)
{
	struct behind known = {.at = UINT32_MAX};

	for (uint32_t i = list->list.n; i-- > 0;) {
		struct comment *comment = &list->list.at[i];

		comment->next = span_after(root, all, source, comment->span.end, &known);
		known = (struct behind){comment->span.start, comment->next};
	}
}

static void find_in(struct arena *arena, struct comment_list *list, const struct source *source,
        const TSTree *tree)
{
	struct str rest = {source->bytes, source->length};
	struct all_comments all = {0};
	struct arena scratch = {0};
	const char *at;

	find_all(&scratch, &all, ts_tree_root_node(tree));
	while ((at = str_find(rest, COMMENT_MARK))) {
		const struct span *span = comment_at(&all, (uint32_t)(at - source->bytes));

		if (span)
			add_comment(arena, list, source, *span);
		rest = (struct str){at + 1, rest.n - (size_t)(at + 1 - rest.at)};
	}
	find_next(list, &all, source, ts_tree_root_node(tree));
	arena_free(&scratch);
}

struct comment_list front_comments(
        struct arena *arena, const struct source *source, enum language language, const char *path)
{
	const TSLanguage *grammar = grammar_of(language, path);
	struct comment_list list = {0};
	struct arena scratch = {0};
	struct source calm;
	TSTree *tree;

	if (!grammar || !str_find((struct str){source->bytes, source->length}, COMMENT_MARK))
		return list;
	calm = front_calm(&scratch, grammar, source);
	tree = front_parse(grammar, &calm);
	if (tree)
		find_in(arena, &list, &calm, tree);
	ts_tree_delete(tree);
	arena_free(&scratch);
	return list;
}
