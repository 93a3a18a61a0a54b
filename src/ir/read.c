/*
 * Text → IR: units, functions and the links between them. The form is in
 * form.h; what a function holds is read by code.c.
 */
#include "ir/read.h"

#include <inttypes.h>

uintptr_t map_number(const struct map *map, const char *key)
{
	return (uintptr_t)map_get(map, key);
}

void map_put_number(struct map *map, const char *key, uintptr_t number)
{
	map_put(map, key, (void *)(map_get(map, key) ? MANY : number));
}

const char *scoped_key(struct reader *reader, uint32_t func, const char *name)
{
	return arena_printf(reader->arena, "%" PRIu32 " %s", func, name);
}

struct link *link_add(struct reader *reader, enum link_kind kind, struct symbol to)
{
	struct link link = {
	        .kind = kind, .func = reader->cursor.func->id, .insn = NO_INSN, .to = to};

	if (kind < LINK_VAR) {
		vec_push(reader->arena, &reader->local, link);
		return &reader->local.at[reader->local.n - 1];
	}
	vec_push(reader->arena, &reader->global, link);
	return &reader->global.at[reader->global.n - 1];
}

/* ---- functions ---- */

static bool read_header_words(struct reader *reader, struct func *func)
{
	struct scanner *scan = reader->scan;
	struct symbol parent;

	for (const struct flag_word *word = func_flag_words; word->text;) {
		bool here = scan_word(scan, word->text);

		func->flags |= here ? word->flag : 0;
		word = here ? func_flag_words : word + 1; /* in any order */
	}
	if (scan_word(scan, "class") && !scan_name(scan, &func->class_name))
		return scan_expected(scan, "the name of a class");
	if (scan_word(scan, "in")) {
		if (!scan_symbol(scan, &parent))
			return scan_expected(scan, "the name of a function");
		reader->cursor.func = func;
		link_add(reader, LINK_PARENT, parent)->insn = 0;
	}
	if (scan_word(scan, "type")) {
		func->return_type = scan_quoted(scan);
		if (!func->return_type)
			return scan_expected(scan, "a type in quotes");
	}
	return true;
}

/* The rest of a function, from behind its parameters on. */
static bool read_func_rest(struct reader *reader, struct func *func, uint32_t start)
{
	struct scanner *scan = reader->scan;
	bool given;

	if (!read_header_words(reader, func))
		return false;
	given = scan_span(scan, &func->span);
	scan_span(scan, &func->name_span);
	if (scan->error || !read_code(reader, func))
		return false;
	if (!given)
		func->span = (struct span){start, scan->end};
	return true;
}

static bool read_params(struct reader *reader, struct func *func)
{
	struct scanner *scan = reader->scan;
	VEC(const char *) names = {0};

	if (!scan_eat(scan, "("))
		return scan_expected(scan, "`(`");
	while (!scan_eat(scan, ")")) {
		struct param *param = arena_new(reader->arena, struct param);

		if (names.n && !scan_eat(scan, ","))
			return scan_expected(scan, "`,` or `)`");
		param->span.start = scan_here(scan);
		if (!scan_name(scan, &param->name))
			return scan_expected(scan, "the name of a parameter");
		param->span.end = scan->end;
		param->func = func->id;
		param->position = names.n;
		param->var = NO_VAR;
		vec_push(reader->arena, &reader->params, param);
		if (param->name)
			map_put(&reader->param_map, scoped_key(reader, func->id, param->name),
			        param);
		vec_push(reader->arena, &names, param->name);
	}
	func->param_names = names.at;
	func->param_count = names.n;
	return true;
}

static bool read_func(struct reader *reader, uint32_t start)
{
	struct scanner *scan = reader->scan;
	struct symbol symbol;
	struct func *func;

	if (!scan_symbol(scan, &symbol))
		return scan_expected(scan, "the name of a function");
	func = func_new(reader->unit, 0, symbol.name, symbol.span);
	if (symbol.number != NO_NUMBER && symbol.number != func->id)
		return scan_fail(scan, symbol.span.start, "this is function %" PRIu32, func->id);
	map_put_number(&reader->funcs, func->name, func->id + 1);
	return read_params(reader, func) && read_func_rest(reader, func, start);
}

/* ---- the unit ---- */

static bool link_func(struct reader *reader, const struct symbol *to, uint32_t *out)
{
	uintptr_t number = 0;

	if (to->number != NO_NUMBER)
		number = to->number < reader->unit->funcs.n ? (uintptr_t)to->number + 1 : 0;
	else if (to->name)
		number = map_number(&reader->funcs, to->name);
	if (!number || number == MANY)
		return scan_fail(reader->scan, to->span.start, "%s function is called %s",
		        number ? "more than one" : "no", to->name ? to->name : "that");
	*out = (uint32_t)number - 1;
	return true;
}

static uint32_t param_var(struct reader *reader, struct param *param)
{
	if (param->var == NO_VAR)
		param->var = var_new(reader->unit, param->func, param->name, param->span);
	return param->var;
}

static bool link_var(struct reader *reader, uint32_t from, const struct symbol *to, uint32_t *out)
{
	uintptr_t number = 0;

	if (to->number != NO_NUMBER && to->number < reader->unit->vars.n) {
		*out = to->number;
		return true;
	}
	while (to->name && to->number == NO_NUMBER && !number) {
		const char *key = scoped_key(reader, from, to->name);
		struct param *param = map_get(&reader->param_map, key);

		number = map_number(&reader->vars, key);
		if (!number && param)
			number = (uintptr_t)param_var(reader, param) + 1;
		if (from == 0)
			break;
		from = reader->unit->funcs.at[from]->parent;
	}
	if (!number || number == MANY)
		return scan_fail(reader->scan, to->span.start, "%s variable is called %s",
		        number ? "more than one" : "no", to->name ? to->name : "that");
	*out = (uint32_t)number - 1;
	return true;
}

static bool link_global(struct reader *reader, const struct link *link)
{
	struct func *func = reader->unit->funcs.at[link->func];

	switch (link->kind) {
	case LINK_VAR:
		return link_var(reader, link->func, &link->to, &func->insns.at[link->insn].var);
	case LINK_FUNC:
		return link_func(reader, &link->to, &func->insns.at[link->insn].func);
	case LINK_PARENT:
		if (!link_func(reader, &link->to, &func->parent))
			return false;
		return func->parent < func->id ||
		        scan_fail(reader->scan, link->to.span.start,
		                "must stand before what is in it");
	case LINK_EXPORT_FUNC:
		return link_func(reader, &link->to, &reader->unit->exports.at[link->index].func);
	default:
		return link_var(reader, 0, &link->to, &reader->unit->exports.at[link->index].var);
	}
}

/* Parents first: they decide where names are looked up. */
static bool link_all(struct reader *reader)
{
	for (unsigned pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < reader->global.n; i++) {
			const struct link *link = &reader->global.at[i];

			if ((link->kind == LINK_PARENT) == (pass == 0) &&
			        !link_global(reader, link))
				return false;
		}
	}
	return true;
}

/* Gives a parameter's variable its value at the very start of the function. */
static void fill_param(struct reader *reader, const struct param *param)
{
	struct func *func = reader->unit->funcs.at[param->func];
	struct block *entry = &func->blocks.at[0];
	struct insn value = {.op = OP_PARAM, .var = param->position, .span = param->span};
	struct insn store = {.op = OP_STORE, .var = param->var, .span = param->span};
	uint32_t number = func->insns.n;

	store.a = number;
	vec_push(reader->arena, &func->insns, value);
	vec_push(reader->arena, &func->insns, store);
	vec_push(reader->arena, &entry->insns, 0);
	vec_push(reader->arena, &entry->insns, 0);
	memmove(entry->insns.at + 2, entry->insns.at, (entry->insns.n - 2) * sizeof(uint32_t));
	entry->insns.at[0] = number;
	entry->insns.at[1] = number + 1;
}

static bool read_export(struct reader *reader)
{
	struct scanner *scan = reader->scan;
	struct export export = {.func = NO_FUNC, .var = NO_VAR};
	uint32_t index = reader->unit->exports.n;
	struct symbol symbol;

	reader->cursor.func = reader->unit->funcs.at[0];
	if (!scan_name(scan, &export.name))
		return scan_expected(scan, "a name");
	for (unsigned i = 0; i < 2; i++) {
		struct link *link;

		if (!scan_word(scan, i ? "var" : "func"))
			continue;
		if (!scan_symbol(scan, &symbol))
			return scan_expected(scan, "a name");
		link = link_add(reader, i ? LINK_EXPORT_VAR : LINK_EXPORT_FUNC, symbol);
		link->insn = 0;
		link->index = index;
	}
	if (scan_word(scan, "class") && !scan_name(scan, &export.class_name))
		return scan_expected(scan, "a name");
	if (scan_word(scan, "from")) {
		export.from = scan_quoted(scan);
		if (!export.from)
			return scan_expected(scan, "a name in quotes");
	}
	vec_push(reader->arena, &reader->unit->exports, export);
	return end_line(reader);
}

static bool read_language(struct scanner *scan, enum language *language)
{
	for (unsigned i = 0; i < LANG_COUNT; i++) {
		*language = i;
		if (scan_word(scan, language_text(i)))
			return true;
	}
	return scan_expected(scan, "a language");
}

static struct unit *read_unit(struct scanner *scan, struct source *source, bool nested);

static bool read_embed(struct reader *reader)
{
	struct scanner *scan = reader->scan;
	struct embed embed = {.source = reader->unit->source};
	uint32_t start = scan_here(scan);
	struct symbol func;

	if (!scan_symbol(scan, &func) || !link_func(reader, &func, &embed.func))
		return scan_expected(scan, "the name of a function above");
	if (!scan_eat(scan, "%") || !scan_number(scan, &embed.value))
		return scan_expected(scan, "the number of a constant");
	if (!read_language(scan, &embed.language))
		return false;
	if (scan_eat(scan, "{")) {
		embed.unit = read_unit(scan, embed.source, true);
		if (!embed.unit)
			return false;
		embed.unit->host = reader->unit;
	}
	if (embed.func >= reader->unit->funcs.n)
		return scan_fail(scan, start, "no such function");
	vec_push(reader->arena, &reader->embeds, embed);
	return end_line(reader);
}

static bool read_item(struct reader *reader)
{
	struct scanner *scan = reader->scan;
	uint32_t start = scan_here(scan);
	struct func *body = reader->unit->funcs.at[0];

	if (scan_word(scan, "export"))
		return read_export(reader);
	if (scan_word(scan, "embed"))
		return read_embed(reader);
	if (scan_word(scan, "func"))
		return read_func(reader, start);
	if (!scan_word(scan, "body"))
		return scan_expected(scan, "body, func, export or embed");
	if (body->blocks.n > 1 || body->blocks.at[0].insns.n)
		return scan_fail(scan, start, "a second body");
	return read_func_rest(reader, body, start);
}

static bool read_unit_header(struct reader *reader)
{
	struct scanner *scan = reader->scan;
	struct unit *unit = reader->unit;

	scan_next_line(scan);
	if (!scan_word(scan, "unit"))
		return scan_expected(scan, "`unit`");
	if (!read_language(scan, &unit->language))
		return false;
	if (scan_word(scan, "module")) {
		unit->module = scan_quoted(scan);
		if (!unit->module)
			return scan_expected(scan, "a name in quotes");
	}
	unit->generated = scan_word(scan, "generated");
	unit->snippet = scan_word(scan, "snippet");
	if (scan_word(scan, "unread") && !scan_number(scan, &unit->unread))
		return scan_expected(scan, "a number");
	return end_line(reader);
}

static bool read_items(struct reader *reader, bool nested)
{
	for (;;) {
		scan_next_line(reader->scan);
		if (nested && scan_eat(reader->scan, "}"))
			return true;
		if (scan_at_end(reader->scan))
			return !nested || scan_expected(reader->scan, "`}`");
		if (!read_item(reader))
			return false;
	}
}

/* Numbers in the text are those of the finished unit. */
static bool add_embeds(struct reader *reader)
{
	for (uint32_t i = 0; i < reader->embeds.n; i++) {
		const struct embed *embed = &reader->embeds.at[i];

		if (embed->value >= reader->unit->funcs.at[embed->func]->insns.n)
			return scan_fail(reader->scan, reader->scan->end,
			        "no value %" PRIu32 " in %s", embed->value,
			        reader->unit->funcs.at[embed->func]->name);
		vec_push(reader->arena, &reader->unit->embeds, *embed);
	}
	return true;
}

static struct unit *read_unit(struct scanner *scan, struct source *source, bool nested)
{
	struct reader reader = {.scan = scan, .arena = scan->arena};
	struct span all = {scan->at, source->length};
	bool good;

	reader.unit = unit_new(scan->arena, source, LANG_NONE);
	func_new(reader.unit, NO_FUNC, "", all);
	good = read_unit_header(&reader) && read_items(&reader, nested) && link_all(&reader);
	for (uint32_t i = reader.params.n; good && i-- > 0;) {
		if (reader.params.at[i]->var != NO_VAR)
			fill_param(&reader, reader.params.at[i]);
	}
	if (good) {
		unit_finish(reader.unit);
		good = add_embeds(&reader);
	}
	arena_free(&reader.unit->building);
	map_free(&reader.vars);
	map_free(&reader.funcs);
	map_free(&reader.param_map);
	return good ? reader.unit : NULL;
}

struct unit *unit_read(
        struct arena *arena, struct source *source, const char **error, uint32_t *where)
{
	struct scanner scan = {.arena = arena, .source = source};
	struct unit *unit = read_unit(&scan, source, false);

	if (!unit) {
		*error = scan.error ? scan.error : "broken";
		*where = scan.where;
	}
	return unit;
}
