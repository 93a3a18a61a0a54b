/*
 * Fixes: what fix.def says, where the text allows it.
 *
 * A fix puts text around something that the engine knows the place of. It is
 * only offered where that leaves the code in order: in a file's own text (not
 * in strings), at a statement or an argument that stands as the table expects.
 */
#include "rule/rule.h"

#include "base/find.h"

#include <ctype.h>

enum { LONGEST_LIST = 4096 }; /* bytes of names that one statement imports */

enum around { AROUND_ORIGIN, AROUND_ARGUMENT, AROUND_AT, AROUND_CALLEE };

struct fix_row {
	const char *rule, *word;
	bool once;
	enum fix_safety safety;
	const char *title;
	enum around around;
	const char *before, *after, *import;
};

static const struct fix_row rows[] = {
#define FIX(rule, word, once, safety, title, around, before, after, import) \
	{rule, word, once, FIX_##safety, title, AROUND_##around, before, after, import},
#include "rule/fix.def"
#undef FIX
};

/* A fix under construction. */
struct maker {
	struct arena *arena;
	struct code_known *known;
	const struct flow_event *event;
	const struct fix_row *row;
	VEC(struct fix_edit) edits;
};

static struct str text_of(const struct source *source, struct span span)
{
	return (struct str){source->bytes + span.start, span.end - span.start};
}

/* The last character before `at` that is no blank, or a line end at the start. */
static char char_before(const struct source *source, uint32_t at)
{
	while (at && isspace((unsigned char)source->bytes[at - 1]))
		at--;
	return at ? source->bytes[at - 1] : '\n';
}

static char char_after(const struct source *source, uint32_t at)
{
	while (at < source->length && (source->bytes[at] == ' ' || source->bytes[at] == '\t'))
		at++;
	return at < source->length ? source->bytes[at] : '\n';
}

static bool is_name(const char *text)
{
	if (!text || !*text)
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

/* ---- places ---- */

/* `await f()` as a whole: what is awaited is an object of its own. */
static struct span with_await(const struct source *source, struct span span)
{
	uint32_t at = span.start;

	while (at && source->bytes[at - 1] == ' ')
		at--;
	if (at >= 5 && strncmp(source->bytes + at - 5, "await", 5) == 0)
		span.start = at - 5;
	return span;
}

/* A parenthesis at the start of a line belongs to the line before, where that is not ended. */
static bool may_open(const struct source *source, uint32_t at)
{
	return strchr(";{},(=>&|?:[\n", char_before(source, at)) != NULL;
}

/* A statement of its own in C ends with a semicolon, and something ended before it. */
static bool is_statement(const struct source *source, struct span span)
{
	return char_after(source, span.end) == ';' &&
	        strchr(";{}", char_before(source, span.start));
}

/* A whole `return`, in whose value the object does not appear. */
static bool is_return_without(const struct source *source, struct span span, const char *name)
{
	struct str text = text_of(source, span);

	return str_starts(text, "return") && is_name(name) && !str_find(text, name) &&
	        text.at[text.n - 1] == ';';
}

static struct span name_called(const struct source *source, const struct flow_event *event)
{
	uint32_t at = event->callee_span.end;

	while (at < event->at.end && source->bytes[at] != '(')
		at++;
	return (struct span){event->at.start, at < event->at.end ? at : event->at.start};
}

/* The place that the row speaks of; empty where it does not stand as expected. */
static struct span place_for(const struct maker *maker)
{
	const struct flow_event *event = maker->event;
	const struct source *source = event->unit->source;
	struct span none = {0, 0}, span = event->origin;

	switch (maker->row->around) {
	case AROUND_ORIGIN:
		if (event->unit->language == LANG_C)
			return is_statement(source, span) ? span : none;
		span = with_await(source, span);
		return span.start == event->origin.start || may_open(source, span.start) ? span
		                                                                         : none;
	case AROUND_ARGUMENT:
		span = event->argument;
		return span.start >= event->at.start && span.end <= event->at.end ? span : none;
	case AROUND_AT:
		return is_return_without(source, event->at, event->object) ? event->at : none;
	default:
		return name_called(source, event);
	}
}

/* ---- edits ---- */

static const char *filled(struct arena *arena, const char *text, const char *name)
{
	const char *hole = strstr(text, "%s");

	return hole ? arena_printf(arena, "%.*s%s%s", (int)(hole - text), text, name, hole + 2)
	            : text;
}

static void insert(struct maker *maker, uint32_t at, const char *text)
{
	const struct source *source = maker->event->unit->source;
	uint32_t where =
	        at ? source_file_offset(source, at - 1) + 1 : source_file_offset(source, 0);
	struct fix_edit edit = {source->path, where, where, text};

	if (*text)
		vec_push(maker->arena, &maker->edits, edit);
}

/* Is the word at `at` one of the names that an import lists? */
static bool is_listed(const struct source *source, uint32_t at, size_t length)
{
	uint32_t start = at;
	char after = source->bytes[at + length];

	while (start && at - start < LONGEST_LIST &&
	        (isalnum((unsigned char)source->bytes[start - 1]) ||
	                strchr("_,( \t\n", source->bytes[start - 1])))
		start--;
	return strchr(",) \r\n", after) &&
	        str_find((struct str){source->bytes + start, at - start}, "import ");
}

static bool find_import(const struct source *source, const char *name)
{
	struct str rest = {source->bytes, source->length};
	const char *at;

	while ((at = str_find(rest, name))) {
		if (is_listed(source, (uint32_t)(at - source->bytes), strlen(name)))
			return true;
		rest.n -= (size_t)(at + 1 - rest.at);
		rest.at = at + 1;
	}
	return false;
}

static bool imports(struct maker *maker, const char *name)
{
	struct code_known *known = maker->known;
	struct import_known import = {.name = name};

	for (uint32_t i = 0; i < known->imports.n; i++)
		if (same(known->imports.at[i].name, name))
			return known->imports.at[i].there;
	import.there = find_import(known->source, name);
	vec_push(maker->arena, &known->imports, import);
	return import.there;
}

static uint32_t find_first_import(const struct source *source)
{
	struct str rest = {source->bytes, source->length};

	while (rest.n) {
		const char *end = memchr(rest.at, '\n', rest.n);
		size_t n = end ? (size_t)(end + 1 - rest.at) : rest.n;

		if (str_starts(rest, "import ") ||
		        (str_starts(rest, "from ") && !str_starts(rest, "from __future__")))
			return (uint32_t)(rest.at - source->bytes);
		rest.at += n;
		rest.n -= n;
	}
	return UINT32_MAX;
}

static uint32_t first_import(struct code_known *known)
{
	if (!known->sought)
		known->first_import = find_first_import(known->source);
	known->sought = true;
	return known->first_import;
}

/* The blanks before a place on its line of the file. */
static const char *indentation(struct arena *arena, struct source *source, uint32_t at)
{
	const struct source *file = source_file(source);
	uint32_t end = source_file_offset(source, at), start = end;

	while (start && (file->bytes[start - 1] == ' ' || file->bytes[start - 1] == '\t'))
		start--;
	return arena_strndup(arena, file->bytes + start, end - start);
}

/* Adds the import that the text needs. False where no place for it is known. */
static bool add_import(struct maker *maker)
{
	const struct unit *unit = maker->event->unit;
	const char *import = maker->row->import, *name = import ? strchr(import, ' ') + 1 : NULL;
	uint32_t at;
	struct fix_edit edit;

	if (!import || imports(maker, name))
		return true;
	at = first_import(maker->known);
	if (at == UINT32_MAX)
		return false;
	edit = (struct fix_edit){.path = unit->source->path,
	        .start = source_file_offset(unit->source, at),
	        .text = arena_printf(maker->arena, "from %.*s import %s\n%s",
	                (int)(name - 1 - import), import, name,
	                indentation(maker->arena, unit->source, at))};
	edit.end = edit.start;
	vec_push(maker->arena, &maker->edits, edit);
	return true;
}

/* Does a statement begin its line, and does the one before it end for sure? */
static bool begins_line(const struct source *source, uint32_t at)
{
	uint32_t start = at;

	while (start && (source->bytes[start - 1] == ' ' || source->bytes[start - 1] == '\t'))
		start--;
	return start && source->bytes[start - 1] == '\n' &&
	        strchr(";{}", char_before(source, start));
}

/* `{ x.destroy(); ` where no block is needed: a line of its own. */
static const char *as_line(struct maker *maker, const char *text, uint32_t at)
{
	struct str statement = str_trim((struct str){text + 1, strlen(text) - 1});

	return arena_printf(maker->arena, "%.*s\n%s", (int)statement.n, statement.at,
	        indentation(maker->arena, maker->event->unit->source, at));
}

static void wrap(struct maker *maker, struct span span)
{
	const struct fix_row *row = maker->row;
	const char *name = maker->event->object;
	bool awaited = row->around == AROUND_ORIGIN && span.start != maker->event->origin.start;
	const char *before = filled(maker->arena, row->before, name);
	const char *after = filled(maker->arena, row->after, name);

	if (awaited) {
		before = arena_printf(maker->arena, "%s(", before);
		after = arena_printf(maker->arena, ")%s", after);
	}
	if (row->around == AROUND_AT && begins_line(maker->event->unit->source, span.start)) {
		insert(maker, span.start, as_line(maker, before, span.start));
		return;
	}
	insert(maker, row->around == AROUND_CALLEE ? span.end : span.start, before);
	insert(maker, span.end, after);
}

static bool row_fits(const struct fix_row *row, const struct flow_event *event, const char *rule)
{
	return same(row->rule, rule) && (!row->word || same(row->word, event->word));
}

/* What is only possible may as well be no object at all. */
static bool may_fix(const struct flow_event *event)
{
	return !event->unit->host && !event->snippet && event->confidence == CONFIDENCE_SURE;
}

/* What is put into a string or an attribute has to be written as the quotes around it want it. */
static enum fix_safety safety_of(const struct fix_row *row, const struct flow_event *event)
{
	if (source_is_quoted(event->unit->source))
		return FIX_BY_HAND;
	return row->once && event->repetition != RUNS_ONCE ? FIX_BY_HAND : row->safety;
}

void event_fixes(struct arena *arena, struct code_known *known, const struct flow_event *event,
        const char *rule, struct finding *to)
{
	struct maker maker = {.arena = arena, .known = known, .event = event};
	struct span span;

	for (size_t i = 0; i < COUNT_OF(rows) && !maker.row; i++)
		if (row_fits(&rows[i], event, rule))
			maker.row = &rows[i];
	if (!maker.row || !may_fix(event))
		return;
	span = place_for(&maker);
	if (span.start == span.end || !add_import(&maker))
		return;
	wrap(&maker, span);
	to->fixes = arena_new(arena, struct fix);
	to->fix_count = 1;
	to->fixes[0] = (struct fix){.title = filled(arena, maker.row->title, event->object),
	        .safety = safety_of(maker.row, event),
	        .edits = maker.edits.at,
	        .edit_count = maker.edits.n};
}
