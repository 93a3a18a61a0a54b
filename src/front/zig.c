/*
 * The Zig front end: entry, and what all its parts use. See zig_lower.h for
 * how the work is split.
 *
 * Files are read one by one: of what they import only the names are known.
 */
#include "front/zig_lower.h"

#include <grammars.h>

/* Deeper than any program, shallower than any stack. */
enum { MOST_DEPTH = 400, MOST_NOTES = 20 };

static const struct ts_name kinds[] = {
#define KIND(id, text) {text, false},
#define TOKEN(id, text) {text, true},
#include "front/zig_kind.def"
#undef TOKEN
#undef KIND
};

static const char *const fields[] = {
#define FIELD(id, text) text,
#include "front/zig_field.def"
#undef FIELD
};

void zig_note(struct zig *z, struct span span, const char *message)
{
	struct front_note note = {span, message};

	z->unit->unread++;
	if (z->result->notes.n < MOST_NOTES)
		vec_push(z->arena, &z->result->notes, note);
}

bool zig_enter(struct zig *z, struct ts_child node)
{
	if (z->depth >= MOST_DEPTH) {
		zig_note(z, ts_span(node), "nested too deeply");
		return false;
	}
	z->depth++;
	return true;
}

void zig_done(struct zig *z)
{
	z->depth--;
}

char *zig_str(struct zig *z, struct ts_child node)
{
	return arena_str(z->arena, ts_text(&z->walk, node));
}

bool zig_is(const struct zig *z, struct ts_child node, const char *text)
{
	return str_is(ts_text(&z->walk, node), text);
}

uint32_t zig_block(struct zig *z)
{
	return block_new(z->unit, z->at.func);
}

uint32_t zig_temp(struct zig *z)
{
	return var_new(z->unit, z->at.func->id, NULL, (struct span){0, 0});
}

uint32_t zig_unknown(struct zig *z, struct span span)
{
	return ir_any(&z->at, NULL, 0, span);
}

void zig_stop(struct zig *z, struct span span)
{
	struct insn insn = {.op = OP_STOP, .span = span};

	if (ir_open(&z->at))
		ir_add(&z->at, insn);
}

static void lower_tree(struct zig *z)
{
	struct func *body =
	        func_new(z->unit, NO_FUNC, "", (struct span){0, z->unit->source->length});

	z->at = (struct cursor){z->unit, body, 0, NO_BLOCK};
	zig_container(z, ts_root(&z->walk), "");
	for (uint32_t i = 0; i < z->functions.n; i++) {
		struct zig_function function = z->functions.at[i];

		zig_function(z, &function);
	}
	for (uint32_t i = 0; i < z->containers.n; i++)
		map_free(&z->containers.at[i]->decls);
	map_free(&z->decided);
	map_free(&z->names);
}

static struct front_result lower(
        struct arena *arena, struct source *source, const char *path, struct front_run *run)
{
	struct front_result result = {.unit = unit_new(arena, source, LANG_ZIG)};
	struct zig z = {.arena = arena, .unit = result.unit, .result = &result};
	struct ts_names names = ts_names_of(
	        &z.scratch, tree_sitter_zig(), kinds, COUNT_OF(kinds), fields, COUNT_OF(fields));

	(void)path;
	(void)run;
	if (ts_walk_begin(&z.walk, names, tree_sitter_zig(), source)) {
		lower_tree(&z);
		ts_walk_end(&z.walk);
		unit_finish(result.unit);
	} else {
		result.unit = NULL;
	}
	arena_free(&z.scratch);
	return result;
}

const struct front front_zig = {
        .name = "zig",
        .language = LANG_ZIG,
        .extensions = " .zig ",
        .lower = lower,
};
