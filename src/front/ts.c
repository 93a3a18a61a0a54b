/*
 * Parsing and children for all tree-sitter front ends; see ts.h.
 *
 * A grammar's names are found by one pass over its symbols with a binary
 * search in the front end's table, which is sorted on the way in: asking the
 * grammar for each name would be a pass per name.
 */
#include "front/ts.h"

#include "front/parse.h"
#include "front/ts_child.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Place of the root; 0 is that of a node that is not in `at`. */
enum { ROOT = 1 };

struct row {
	const char *text;
	bool token;
	uint16_t number;
};

/* What was found out, newest first. Entries never change once they are in the list. */
struct ts_kept {
	struct ts_kept *older;
	const TSLanguage *language;
	const struct ts_table *table;
	struct ts_names names;
	struct arena arena;
};

static int row_compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	return order ? order : (int)x->token - (int)y->token;
}

static uint16_t row_find(const struct row *rows, size_t count, const char *text, bool token)
{
	const struct row wanted = {text, token, 0};
	const struct row *found = bsearch(&wanted, rows, count, sizeof(*rows), row_compare);

	return found ? found->number : TS_OTHER;
}

static uint16_t *kinds_of(
        struct arena *arena, const TSLanguage *language, const struct ts_table *table)
{
	struct row *rows = arena_array(arena, struct row, table->kind_count);
	uint32_t symbols = ts_language_symbol_count(language);
	uint16_t *numbers = arena_array(arena, uint16_t, symbols);

	for (uint16_t i = 0; i < table->kind_count; i++)
		rows[i] = (struct row){
		        table->kinds[i].text, table->kinds[i].token, (uint16_t)(i + TS_FIRST)};
	qsort(rows, table->kind_count, sizeof(*rows), row_compare);
	for (uint32_t i = 0; i < symbols; i++) {
		TSSymbolType type = ts_language_symbol_type(language, (TSSymbol)i);
		const char *text = ts_language_symbol_name(language, (TSSymbol)i);

		if (text && (type == TSSymbolTypeRegular || type == TSSymbolTypeAnonymous))
			numbers[i] = row_find(
			        rows, table->kind_count, text, type == TSSymbolTypeAnonymous);
	}
	return numbers;
}

static uint16_t *fields_of(
        struct arena *arena, const TSLanguage *language, const struct ts_table *table)
{
	uint32_t ids = ts_language_field_count(language);
	uint16_t *numbers = arena_array(arena, uint16_t, ids + 1);

	for (uint16_t i = 0; i < table->field_count; i++) {
		TSFieldId id = ts_language_field_id_for_name(
		        language, table->fields[i], (uint32_t)strlen(table->fields[i]));

		numbers[id] = (uint16_t)(i + 1);
	}
	numbers[0] = 0;
	return numbers;
}

static struct ts_names find_names(
        struct arena *arena, const TSLanguage *language, const struct ts_table *table)
{
	return (struct ts_names){
	        .kinds = kinds_of(arena, language, table),
	        .fields = fields_of(arena, language, table),
	        .symbol_count = ts_language_symbol_count(language),
	};
}

/* Two threads may find out the same at once: then it is kept twice. */
static struct ts_names keep_names(
        struct ts_kept *_Atomic *kept, const TSLanguage *language, const struct ts_table *table)
{
	struct ts_kept *fresh = mem_alloc(sizeof(*fresh));

	*fresh = (struct ts_kept){.language = language, .table = table};
	fresh->names = find_names(&fresh->arena, language, table);
	fresh->older = atomic_load(kept);
	while (!atomic_compare_exchange_weak(kept, &fresh->older, fresh))
		;
	return fresh->names;
}

struct ts_names ts_names_of(struct ts_kept *_Atomic *kept, struct arena *arena,
        const TSLanguage *language, const struct ts_table *table)
{
	if (!kept)
		return find_names(arena, language, table);
	for (const struct ts_kept *at = atomic_load(kept); at; at = at->older)
		if (at->language == language && at->table == table)
			return at->names;
	return keep_names(kept, language, table);
}

void ts_names_free(struct ts_kept *_Atomic *kept)
{
	struct ts_kept *at = atomic_exchange(kept, NULL);

	while (at) {
		struct ts_kept *older = at->older;

		arena_free(&at->arena);
		free(at);
		at = older;
	}
}

bool ts_walk_broken(const struct ts_walk *walk)
{
	return ts_node_has_error(ts_tree_root_node(walk->tree));
}

void ts_walk_end(struct ts_walk *walk)
{
	ts_tree_delete(walk->tree);
	free(walk->at);
	free(walk->kids);
	*walk = (struct ts_walk){0};
}

static uint16_t kind_of(const struct ts_walk *walk, TSNode node)
{
	TSSymbol symbol = ts_node_symbol(node);

	return symbol < walk->names.symbol_count ? walk->names.kinds[symbol] : TS_ERROR;
}

static void add(struct ts_walk *walk, struct ts_child child)
{
	if (walk->n == walk->room) {
		walk->room = walk->room ? walk->room * 2 : 1024;
		walk->at = mem_grow(walk->at, walk->room * sizeof(*walk->at));
		walk->kids = mem_grow(walk->kids, walk->room * sizeof(*walk->kids));
	}
	walk->kids[walk->n] = (struct ts_kids){0, 0};
	walk->at[walk->n++] = child;
}

bool ts_walk_begin(struct ts_walk *walk, struct ts_names names, const TSLanguage *language,
        const struct source *source)
{
	TSTree *tree = front_parse(language, source);
	TSNode root;

	if (!tree)
		return false;
	*walk = (struct ts_walk){.source = source, .names = names, .tree = tree};
	root = ts_tree_root_node(tree);
	add(walk, (struct ts_child){0});
	add(walk, (struct ts_child){.node = root, .kind = kind_of(walk, root), .place = ROOT});
	return true;
}

struct ts_child ts_root(struct ts_walk *walk)
{
	return walk->at[ROOT];
}

static void add_found(void *context, const struct ts_found *found)
{
	struct ts_walk *walk = context;
	uint16_t kind = found->symbol < walk->names.symbol_count ? walk->names.kinds[found->symbol]
	                                                         : TS_ERROR;

	if ((kind != TS_ERROR && found->extra) || found->missing)
		return;
	add(walk, (struct ts_child){found->node, kind, walk->names.fields[found->field], walk->n});
}

static struct ts_kids read_kids(struct ts_walk *walk, TSNode parent)
{
	struct ts_kids kids = {walk->n, 0};

	ts_children(parent, add_found, walk);
	kids.n = walk->n - kids.first;
	return kids;
}

struct ts_kids ts_open(struct ts_walk *walk, struct ts_child parent)
{
	struct ts_kids kids = {0, 0};

	if (ts_none(parent))
		return kids;
	if (walk->kids[parent.place].first)
		return walk->kids[parent.place];
	kids = read_kids(walk, parent.node);
	if (parent.place)
		walk->kids[parent.place] = kids;
	return kids;
}

struct ts_kids ts_after(const struct ts_walk *walk, struct ts_kids kids, struct ts_child child)
{
	for (uint32_t i = 0; i < kids.n && !ts_none(child); i++)
		if (walk->at[kids.first + i].node.id == child.node.id)
			return (struct ts_kids){kids.first + i + 1, kids.n - i - 1};
	return kids;
}

struct ts_kids ts_pick(struct ts_walk *walk, struct ts_kids kids, bool (*wanted)(uint16_t kind))
{
	struct ts_kids picked = {walk->n, 0};

	for (uint32_t i = 0; i < kids.n; i++)
		if (wanted(walk->at[kids.first + i].kind))
			add(walk, walk->at[kids.first + i]);
	picked.n = walk->n - picked.first;
	return picked;
}

struct ts_child ts_kid(const struct ts_walk *walk, struct ts_kids kids, uint32_t index)
{
	return index < kids.n ? walk->at[kids.first + index] : (struct ts_child){0};
}

struct ts_child ts_field(const struct ts_walk *walk, struct ts_kids kids, uint16_t field)
{
	for (uint32_t i = 0; i < kids.n; i++)
		if (walk->at[kids.first + i].field == field)
			return walk->at[kids.first + i];
	return (struct ts_child){0};
}

struct ts_child ts_kind(const struct ts_walk *walk, struct ts_kids kids, uint16_t kind)
{
	for (uint32_t i = 0; i < kids.n; i++)
		if (walk->at[kids.first + i].kind == kind)
			return walk->at[kids.first + i];
	return (struct ts_child){0};
}

struct ts_child ts_named(const struct ts_walk *walk, struct ts_kids kids)
{
	for (uint32_t i = 0; i < kids.n; i++)
		if (ts_is_named(walk->at[kids.first + i]))
			return walk->at[kids.first + i];
	return (struct ts_child){0};
}

struct ts_child ts_first(struct ts_walk *walk, struct ts_child parent)
{
	return ts_named(walk, ts_open(walk, parent));
}

struct ts_child ts_child_of(struct ts_walk *walk, struct ts_child parent, uint16_t field)
{
	return ts_field(walk, ts_open(walk, parent), field);
}
