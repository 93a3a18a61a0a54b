/*
 * The Zig front end: entry, and what all its parts use. See zig_lower.h for
 * how the work is split.
 *
 * Files are read one by one: of what they import only the names are known.
 */
#include "front/zig_lower.h"

#include <grammars.h>

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

static const struct lower_grammar grammar = {
        .language = tree_sitter_zig,
        .table = {kinds, fields, COUNT_OF(kinds), COUNT_OF(fields)},
        .gives = LANG_ZIG,
        .most_depth = 400,
};

void zig_stop(struct zig *z, struct span span)
{
	struct insn insn = {.op = OP_STOP, .span = span};

	if (ir_open(&z->base.at))
		ir_add(&z->base.at, insn);
}

static void lower_tree(struct zig *z)
{
	struct func *body =
	        func_new(z->base.unit, NO_FUNC, "", (struct span){0, z->base.unit->source->length});

	z->base.at = (struct cursor){z->base.unit, body, 0, NO_BLOCK};
	zig_container(z, ts_root(&z->base.walk), "");
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
	struct zig z = {0};

	(void)path;
	if (lower_begin(&z.base, arena, source, &grammar, run))
		lower_tree(&z);
	return lower_end(&z.base);
}

const struct front front_zig = {
        .name = "zig",
        .language = LANG_ZIG,
        .extensions = " .zig ",
        .lower = lower,
};
