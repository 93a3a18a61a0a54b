/*
 * The JavaScript and TypeScript front end: from a source to a unit.
 *
 * Takes a source whose path picks one of three grammars, gives a unit of
 * ownership IR. What the parser could not read is skipped and noted; syntax
 * that is nested deeper than DEEPEST becomes an unknown value, so that no
 * input can exhaust the stack. The lowering itself is in the other js_*.c,
 * which share js_lower.h.
 */
#include "front/js_lower.h"

#include <grammars.h>

enum { DEEPEST = 500, MOST_NOTES = 20 };

static const struct ts_name kind_names[] = {
#define NODE(id, text) {text, false},
#define TOKEN(id, text) {text, true},
#include "front/js.def"
};

static const char *const field_names[] = {
#define FIELD(id, text) text,
#include "front/js.def"
};

void js_note(struct js *js, struct span span, const char *message)
{
	js->unit->unread++;
	if (js->result.notes.n < MOST_NOTES)
		vec_push(js->arena, &js->result.notes, ((struct front_note){span, message}));
}

bool js_sink_quietly(struct js *js)
{
	if (js->depth >= DEEPEST)
		return false;
	js->depth++;
	return true;
}

bool js_sink(struct js *js, struct ts_child node)
{
	if (!ir_takes(&js->at, ts_span(node)))
		return false;
	if (js_sink_quietly(js))
		return true;
	js_note(js, ts_span(node), "nested too deeply to be read");
	return false;
}

void js_rise(struct js *js)
{
	js->depth--;
}

uint32_t js_temp(struct js *js, struct span span)
{
	return var_new(js->unit, js->at.func->id, NULL, span);
}

uint32_t js_block(struct js *js)
{
	return block_new(js->unit, js->at.func);
}

void js_jump(struct js *js, uint32_t *block, struct span span)
{
	if (!ir_open(&js->at))
		return;
	if (*block == NO_BLOCK)
		*block = js_block(js);
	ir_jump(&js->at, *block, span);
}

void js_land(struct js *js, uint32_t block)
{
	if (block != NO_BLOCK)
		ir_start(&js->at, block);
}

uint32_t js_undefined(struct js *js, struct span span)
{
	return ir_const(&js->at, CONST_UNDEFINED, NULL, span);
}

uint32_t js_hide(struct js *js, uint32_t value)
{
	js->at.func->insns.at[value].flags |= INSN_HIDDEN;
	return value;
}

struct span js_start_of(struct ts_child node)
{
	struct span span = ts_span(node);

	return (struct span){span.start, span.start};
}

struct span js_end_of(struct ts_child node)
{
	struct span span = ts_span(node);

	return (struct span){span.end, span.end};
}

static const TSLanguage *language_of(const char *path)
{
	struct str name = str_of(path);

	if (str_ends(name, ".tsx"))
		return tree_sitter_tsx();
	if (str_ends(name, ".ts") || str_ends(name, ".mts") || str_ends(name, ".cts"))
		return tree_sitter_typescript();
	return tree_sitter_javascript();
}

static const char *module_of(struct arena *arena, const char *path)
{
	const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');

	if (!dot || (slash && dot < slash))
		return path;
	return arena_strndup(arena, path, (size_t)(dot - path));
}

static bool is_module(struct js *js, struct ts_kids statements)
{
	return !ts_none(ts_kind(&js->walk, statements, K_IMPORT_STATEMENT)) ||
	        !ts_none(ts_kind(&js->walk, statements, K_EXPORT_STATEMENT));
}

static void lower_program(struct js *js)
{
	struct ts_child root = ts_root(&js->walk);
	struct ts_kids statements = ts_open(&js->walk, root);
	struct js_fn fn = {.body = true};
	struct js_scope scope = {0};

	js_function_begin(js, &fn, &scope, "", (struct span){0, js->source->length});
	js->top = &scope;
	js->module = is_module(js, statements);
	if (root.kind == K_ERROR)
		js_note(js, js_start_of(root), "syntax error");
	js_hoist_vars(js, root);
	js_hoist(js, statements);
	js_statements(js, statements);
	js_exports_finish(js);
	js_function_end(js, &fn, (struct cursor){0});
}

static bool parse_as(struct js *js, const TSLanguage *language)
{
	static const struct ts_table table = {
	        kind_names, field_names, COUNT_OF(kind_names), COUNT_OF(field_names)};
	struct ts_names names =
	        ts_names_of(js->run ? js->run->grammars : NULL, js->arena, language, &table);

	return ts_walk_begin(&js->walk, names, language, js->source);
}

/* Type annotations in a .js file (Flow, documentation) are TypeScript for our purposes. */
static void try_types(struct js *js)
{
	struct ts_walk plain = js->walk;

	if (!parse_as(js, tree_sitter_tsx())) {
		js->walk = plain;
	} else if (ts_walk_broken(&js->walk)) {
		ts_walk_end(&js->walk);
		js->walk = plain;
	} else {
		ts_walk_end(&plain);
	}
}

bool js_parse(struct js *js, const char *path)
{
	const TSLanguage *language = language_of(path);

	if (!parse_as(js, language))
		return false;
	if (language == tree_sitter_javascript() && ts_walk_broken(&js->walk))
		try_types(js);
	return true;
}

static struct front_result lower(
        struct arena *arena, struct source *source, const char *path, struct front_run *run)
{
	struct js js = {.arena = arena, .source = source, .run = run};

	if (!js_parse(&js, path))
		return js.result;
	js.unit = js.result.unit = unit_new(arena, source, LANG_JAVASCRIPT);
	if (!source->parent)
		js.unit->module = module_of(arena, path);
	lower_program(&js);
	js_shapes_free(&js);
	map_free(&js.names);
	ts_walk_end(&js.walk);
	unit_finish(js.unit);
	return js.result;
}

const struct front front_javascript = {
        .name = "javascript",
        .language = LANG_JAVASCRIPT,
        .extensions = " .js .mjs .cjs .jsx .ts .mts .cts .tsx ",
        .lower = lower,
};
