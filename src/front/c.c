/*
 * The C front end: entry, and what all its parts use. See c_lower.h for how
 * the work is split.
 *
 * Nothing is known of headers. Calls go by name, so that facts find them;
 * names that the file does not define are GLOBAL.
 */
#include "front/c_lower.h"

#include "base/find.h"

#include <grammars.h>

/* Deeper than any program, shallower than any stack. */
enum { MOST_DEPTH = 600, MOST_NOTES = 20 };

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

void c_note(struct c *c, struct span span, const char *message)
{
	struct front_note note = {span, message};

	c->unit->unread++;
	if (c->result->notes.n < MOST_NOTES)
		vec_push(c->arena, &c->result->notes, note);
}

bool c_enter(struct c *c, struct ts_child node)
{
	if (!ir_takes(&c->at, ts_span(node)))
		return false;
	if (c->depth >= MOST_DEPTH) {
		c_note(c, ts_span(node), "nested too deeply");
		return false;
	}
	c->depth++;
	return true;
}

void c_done(struct c *c)
{
	c->depth--;
}

char *c_str(struct c *c, struct ts_child node)
{
	return arena_str(c->arena, ts_text(&c->walk, node));
}

bool c_is(const struct c *c, struct ts_child node, const char *text)
{
	return str_is(ts_text(&c->walk, node), text);
}

uint32_t c_block(struct c *c)
{
	return block_new(c->unit, c->at.func);
}

uint32_t c_temp(struct c *c)
{
	return var_new(c->unit, c->at.func->id, NULL, (struct span){0, 0});
}

static void lower_function(struct c *c, const struct c_function *function)
{
	struct ts_kids kids = ts_open(&c->walk, function->node);
	struct ts_child body = ts_field(&c->walk, kids, F_BODY);
	uint32_t mark = c_scope_open(c);

	c->at = (struct cursor){c->unit, c->unit->funcs.at[function->name->func], 0, NO_BLOCK};
	c->labels.n = 0;
	c->target = NULL;
	c->loops = 0;
	c->body = ts_text(&c->walk, body);
	c_parameters(c, ts_field(&c->walk, kids, F_DECLARATOR));
	c_body(c, body, NULL);
	c_scope_close(c, mark);
}

static void lower_tree(struct c *c)
{
	struct span whole = {0, c->walk.source->length};
	struct func *body = func_new(c->unit, NO_FUNC, "", whole);

	c->at = (struct cursor){c->unit, body, 0, NO_BLOCK};
	c->statics = c->at;
	c_scan(c, ts_root(&c->walk));
	for (uint32_t i = 0; i < c->functions.n; i++)
		lower_function(c, &c->functions.at[i]);
	c_export_uncalled(c);
	map_free(&c->names);
}

/* From places in the plain text to those in the file. */
static void place_spans(struct c *c)
{
	const struct c_plain *plain = c->plain;
	struct unit *unit = c->unit;

	for (uint32_t f = 0; f < unit->funcs.n; f++) {
		struct func *func = unit->funcs.at[f];

		func->span = c_plain_span(plain, func->span);
		func->name_span = c_plain_span(plain, func->name_span);
		for (uint32_t i = 1; i < func->insns.n; i++)
			func->insns.at[i].span = c_plain_span(plain, func->insns.at[i].span);
	}
	for (uint32_t i = 0; i < unit->vars.n; i++)
		unit->vars.at[i].span = c_plain_span(plain, unit->vars.at[i].span);
	for (uint32_t i = 0; i < c->result->notes.n; i++)
		c->result->notes.at[i].span = c_plain_span(plain, c->result->notes.at[i].span);
}

/* For c_text.h: what a fact or the lowering knows by its name. */
static bool keeps(void *context, const char *name)
{
	const struct front_run *run = context;

	return c_is_spelled(name) || (run && run->named && run->named(run->context, name));
}

static struct c_plain plain_text(struct arena *arena, const struct source *source, const char *path,
        const struct c_known *known, struct front_run *run)
{
	struct c_text_input input = {.text = source->bytes,
	        .length = source->length,
	        .plus = c_is_plus(path),
	        .known = known,
	        .keeps = keeps,
	        .context = run};

	if (run) {
		input.flags = run->c_flags;
		input.flag_count = run->c_flag_count;
	}
	return c_text_plain(arena, &input);
}

static void count(const struct c *c, struct front_run *run)
{
	for (uint32_t i = 0; run && i < c->functions.n; i++) {
		const struct func *func = c->unit->funcs.at[c->functions.at[i].name->func];

		if (c->known && !c_known_stumbled(c->known, func->span))
			run->c_with_clang++;
		else
			run->c_without++;
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
	struct front_result result = {.unit = unit_new(arena, source, LANG_C)};
	struct c c = {.arena = arena, .unit = result.unit, .result = &result, .run = run};
	const TSLanguage *language = c_is_plus(path) ? tree_sitter_cpp() : tree_sitter_c();
	struct ts_names names = ts_names_of(&c.scratch, language, kinds,
	        sizeof(kinds) / sizeof(*kinds), fields, sizeof(fields) / sizeof(*fields));
	const struct c_known *known = c_ask(&c.scratch, source, path, run);
	struct c_plain plain = plain_text(&c.scratch, source, path, known, run);
	struct source parsed = *source;

	c.plus = c_is_plus(path);
	c.known = known;
	c.plain = &plain;
	c.test = is_test_file(path);
	result.unit->generated = is_generated(source);
	result.unit->short_lengths = !tells_lengths(&c.scratch, source);
	parsed.bytes = plain.text;
	parsed.length = plain.length;
	if (ts_walk_begin(&c.walk, names, language, &parsed)) {
		lower_tree(&c);
		ts_walk_end(&c.walk);
		if (plain.pieces.n)
			place_spans(&c);
		count(&c, run);
		unit_finish(result.unit);
	} else {
		result.unit = NULL;
	}
	arena_free(&c.scratch);
	return result;
}

const struct front front_c = {
        .name = "c",
        .language = LANG_C,
        .extensions = " .c .h .cc .cpp .cxx .hh .hpp .hxx ",
        .preview = true,
        .shares = true,
        .lower = lower,
};
