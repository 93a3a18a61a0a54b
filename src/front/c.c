/*
 * The C front end: entry, and what all its parts use. See c_lower.h for how
 * the work is split.
 *
 * Nothing is known of headers. Calls go by name, so that facts find them;
 * names that the file does not define are GLOBAL.
 */
#include "front/c_class.h"

#include "base/find.h"

#include <grammars.h>

/* Deeper than any program, shallower than any stack. */
enum { MOST_DEPTH = 600 };

static const struct ts_name kinds[] = {
#define KIND(id, text) {text, false},
#define TOKEN(id, text) {text, true},
#include "front/c_kind.def"
#undef TOKEN
#undef KIND
};

static const char *const fields[] = {
#define FIELD(id, text) text,
#include "front/c_field.def"
#undef FIELD
};

static const struct lower_grammar grammars[] = {
        {tree_sitter_c, {kinds, fields, COUNT_OF(kinds), COUNT_OF(fields)}, LANG_C, MOST_DEPTH},
        {tree_sitter_cpp, {kinds, fields, COUNT_OF(kinds), COUNT_OF(fields)}, LANG_C, MOST_DEPTH},
};

static void lower_function(struct c *c, const struct c_function *function)
{
	struct ts_kids kids = ts_open(&c->base.walk, function->node);
	struct ts_child body = ts_field(&c->base.walk, kids, F_BODY);
	uint32_t mark = c_scope_open(c);

	c->base.at = (struct cursor){
	        c->base.unit, c->base.unit->funcs.at[function->name->func], 0, NO_BLOCK};
	c->labels.n = 0;
	c->target = NULL;
	c->loops = 0;
	c->tries = NULL;
	c->body = ts_text(&c->base.walk, body);
	c->body_node = body;
	c->gives = function->name->gives;
	c->live.n = 0;
	c_parameters(c, ts_field(&c->base.walk, kids, F_DECLARATOR));
	c_plus_begin(c, function);
	c_body(c, body, NULL);
	c_scope_close(c, mark, ts_span(body));
}

static void lower_tree(struct c *c, const char *path)
{
	struct span whole = {0, c->base.walk.source->length};
	struct func *body = func_new(c->base.unit, NO_FUNC, "", whole);

	c->base.at = (struct cursor){c->base.unit, body, 0, NO_BLOCK};
	c->statics = c->base.at;
	if (c->plus)
		c_classes_read(c, ts_root(&c->base.walk), path, c->base.unit->source);
	c_scan(c, ts_root(&c->base.walk));
	for (uint32_t i = 0; i < c->functions.n; i++)
		lower_function(c, &c->functions.at[i]);
	c_export_uncalled(c);
	c_export_linked(c);
	map_free(&c->names);
	c_classes_free(c);
}

const TSLanguage *c_grammar_plus(void)
{
	return tree_sitter_cpp();
}

static void note_includes(struct c *c)
{
	struct unit *unit = c->base.unit;

	for (uint32_t i = 0; i < c->plain->includes.n; i++)
		vec_push(unit->arena, &unit->includes,
		        arena_strdup(unit->arena, c->plain->includes.at[i]));
}

/* From places in the plain text to those in the file. */
static void place_spans(struct c *c)
{
	const struct c_plain *plain = c->plain;
	struct unit *unit = c->base.unit;

	for (uint32_t f = 0; f < unit->funcs.n; f++) {
		struct func *func = unit->funcs.at[f];

		func->span = c_plain_span(plain, func->span);
		func->name_span = c_plain_span(plain, func->name_span);
		for (uint32_t i = 1; i < func->insns.n; i++)
			func->insns.at[i].span = c_plain_span(plain, func->insns.at[i].span);
	}
	for (uint32_t i = 0; i < unit->vars.n; i++)
		unit->vars.at[i].span = c_plain_span(plain, unit->vars.at[i].span);
	for (uint32_t i = 0; i < c->base.result.notes.n; i++)
		c->base.result.notes.at[i].span =
		        c_plain_span(plain, c->base.result.notes.at[i].span);
}

/* For c_text.h: what a fact or the lowering knows by its name. */
static bool keeps(void *context, const char *name)
{
	const struct front_run *run = context;

	return c_is_spelled(name) || (run && run->named && run->named(run->context, name));
}

/* For c_text.h as well. */
static const struct front_header *header(void *context, const char *path, const char *name)
{
	const struct front_run *run = context;

	return run && run->header ? run->header(run->context, path, name) : NULL;
}

static struct c_plain plain_text(struct arena *arena, const struct source *source, const char *path,
        const struct c_known *known, struct front_run *run)
{
	struct c_text_input input = {.text = source->bytes,
	        .length = source->length,
	        .plus = c_is_plus(path, source),
	        .known = known,
	        .path = source->path,
	        .keeps = keeps,
	        .header = header,
	        .context = run};

	if (run) {
		input.flags = run->c_flags;
		input.flag_count = run->c_flag_count;
	}
	return c_text_plain(arena, &input);
}

static void count_readers(struct c *c)
{
	for (uint32_t i = 0; i < c->functions.n; i++) {
		const struct func *func = c->base.unit->funcs.at[c->functions.at[i].name->func];

		if (c->known && !c_known_stumbled(c->known, func->span))
			c->base.result.with_clang++;
		else
			c->base.result.without++;
	}
}

/* _testcapimodule.c, test_cache.c, cache_test.cc */
static bool is_test_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(slash ? slash + 1 : path);
	const char *dot = memchr(name.at, '.', name.n);
	struct str stem = {name.at, dot ? (size_t)(dot - name.at) : name.n};

	return str_starts(name, "_test") || str_starts(name, "test_") || str_ends(stem, "_test");
}

/* Does it say in which type lengths come? */
static bool tells_lengths(struct arena *scratch, const struct source *source)
{
	static const char *const word = "PY_SSIZE_T_CLEAN";
	const struct finder *finder = finder_new(scratch, &word, 1);

	return finder_finds(finder, (struct str){source->bytes, source->length});
}

/* Cython, SWIG, mypyc, SIP, Argument Clinic and their like say so at the top. */
static bool is_generated(const struct source *source)
{
	static const char *const marks[] = {"Generated by Cython", "generated by SWIG",
	        "generated by SIP", "automatically generated", "[clinic input]\npreserve"};
	enum { TOP = 1024 };
	struct str top = {source->bytes, source->length < TOP ? source->length : TOP};

	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (str_find(top, marks[i]))
			return true;
	return false;
}

static struct front_result lower(
        struct arena *arena, struct source *source, const char *path, struct front_run *run)
{
	struct c c = {.run = run, .plus = c_is_plus(path, source), .test = is_test_file(path)};
	struct c_known *known = c_ask(&c.base.scratch, source, path, run);
	struct c_plain plain = plain_text(&c.base.scratch, source, path, known, run);
	struct source parsed = *source;
	struct c_tree own = {0};

	c.own = c.tree = &own;
	own.plain = plain;
	c.known = known;
	c.plain = &own.plain;
	parsed.bytes = plain.text;
	parsed.length = plain.length;
	if (lower_begin(&c.base, arena, &parsed, &grammars[c.plus], run)) {
		c.base.unit->source = source;
		c.base.unit->generated = is_generated(source);
		c.base.unit->short_lengths = !tells_lengths(&c.base.scratch, source);
		lower_tree(&c, path);
		note_includes(&c);
		if (plain.pieces.n)
			place_spans(&c);
		count_readers(&c);
	}
	c_known_free(known);
	return lower_end(&c.base);
}

const struct front front_c = {
        .name = "c",
        .language = LANG_C,
        .extensions = " .c .h ",
        .shares = true,
        .lower = lower,
};

const struct front front_cplus = {
        .name = "c++",
        .language = LANG_C,
        .extensions = " .cc .cpp .cxx .hh .hpp .hxx ",
        .shares = true,
        .lower = lower,
};
