/*
 * A facts file → struct fact_file → the table. Reads the TOML tree key by
 * key; whatever it does not know is an error with its place, because a
 * misspelt key would else be silence. A text without `language` is somebody's
 * config: its facts hold for every language unless they stand under the name
 * of one, and its other keys are none of our business.
 *
 * The tree lives in an arena of its own and goes when the file is read: what
 * stays is copied.
 */
#include "fact/table.h"

#include <stdlib.h>

enum { LONGEST_PATTERN = 1000, MOST_COPIES = 1000 };

struct loader {
	struct arena *arena;  /* of the table */
	struct arena scratch; /* of the tree */
	struct source *source;
	struct fact_file *file;
	struct data_error error;
	bool config; /* no `language` */
};

static bool fail(struct loader *l, struct span span, const char *message)
{
	l->error.span = span;
	l->error.message = message;
	return false;
}

static bool expect(struct loader *l, const struct data_value *value, enum data_kind kind)
{
	return data_expect(&l->scratch, value, kind, &l->error) != NULL;
}

static bool unknown(
        struct loader *l, const struct data_pair *pair, struct guess *guess, const char *what)
{
	return fail(l, pair->key_span, guess_text(&l->scratch, guess, what));
}

static const char *keep(struct loader *l, const char *text)
{
	return arena_strdup(l->arena, text);
}

static bool string(struct loader *l, const struct data_value *value, const char **out)
{
	if (!expect(l, value, DATA_STRING))
		return false;
	*out = keep(l, value->text);
	return true;
}

static bool boolean(struct loader *l, const struct data_value *value, bool *out)
{
	if (!expect(l, value, DATA_BOOL))
		return false;
	*out = value->boolean;
	return true;
}

/* Strings of an array, NULL-terminated. */
static bool strings(struct loader *l, const struct data_value *value, const char ***out)
{
	VEC(const char *) list = {0};

	if (!expect(l, value, DATA_ARRAY))
		return false;
	for (uint32_t i = 0; i < value->items.n; i++) {
		const char *text;

		if (!string(l, value->items.at[i], &text))
			return false;
		vec_push(l->arena, &list, text);
	}
	vec_push(l->arena, &list, NULL);
	*out = list.at;
	return true;
}

static void use_type(struct loader *l, const char *name, uint32_t offset, uint32_t languages)
{
	struct type_use use = {name, source_locate(l->source, offset), languages};

	vec_push(l->arena, &l->file->uses, use);
}

/* ---- language ---- */

static uint32_t language_bit(const char *name)
{
	for (int i = LANG_NONE + 1; i < LANG_COUNT; i++)
		if (same(name, language_text((enum language)i)))
			return 1u << i;
	return 0;
}

static bool add_language(struct loader *l, const struct data_value *item)
{
	struct guess guess = {0};
	uint32_t bit;

	if (!expect(l, item, DATA_STRING))
		return false;
	bit = language_bit(item->text);
	l->file->languages |= bit;
	if (bit)
		return true;
	guess.word = str_of(item->text);
	for (int i = LANG_NONE + 1; i < LANG_COUNT; i++)
		guess_offer(&guess, language_text((enum language)i));
	return fail(l, item->span, guess_text(&l->scratch, &guess, "language"));
}

static bool read_language(struct loader *l, const struct data_value *value)
{
	if (!value) {
		l->config = true;
		l->file->languages = (1u << LANG_COUNT) - 2;
		return true;
	}
	if (!expect(l, value, DATA_ARRAY))
		return false;
	for (uint32_t i = 0; i < value->items.n; i++)
		if (!add_language(l, value->items.at[i]))
			return false;
	return l->file->languages || fail(l, value->span, "no language is named");
}

/* versions = "python": whose versions `since` and `until` are. */
static bool read_versions(struct loader *l, const struct data_value *value)
{
	const char *whose;

	if (!value)
		return true;
	if (!string(l, value, &whose))
		return false;
	l->file->of_python = same(whose, "python");
	return l->file->of_python || same(whose, "pyodide") ||
	        fail(l, value->span, "versions are those of \"python\" or \"pyodide\"");
}

/* anywhere = ["zig"]: there, any module may give the names on, as one does with a C header.
 * modules = ["a", "b"]: "#name" is that name in each of them. */
static bool read_modules(struct loader *l, const struct data_value *root)
{
	const struct data_value *anywhere = data_get(root, "anywhere");
	const struct data_value *modules = data_get(root, "modules");
	uint32_t kept = l->file->languages;
	bool good = true;

	if (anywhere && !l->config) {
		l->file->languages = 0;
		good = read_language(l, anywhere);
		l->file->anywhere = l->file->languages;
		l->file->languages = kept;
	}
	return good && (!modules || strings(l, modules, &l->file->modules));
}

/* ---- types ---- */

static bool declared_names(
        struct loader *l, const struct data_value *value, const struct fact_type *type)
{
	const char **names;

	if (!strings(l, value, &names))
		return false;
	for (; *names; names++) {
		struct file_name row = {*names, type->name};

		vec_push(l->arena, &l->file->declared.list, row);
	}
	return true;
}

static bool retention(struct loader *l, const struct data_value *value, const char **out)
{
	if (!string(l, value, out))
		return false;
	return same(*out, "hard") || same(*out, "soft") ||
	        fail(l, value->span, "retention is \"hard\" or \"soft\"");
}

/* The C library repeats what an interval repeats, and tries out all that a reference back may stand
 * for: a stranger's configuration could keep it busy for years. */
static bool is_costly(const char *text)
{
	unsigned long copies = 1, least, most;
	char *end;

	if (strlen(text) > LONGEST_PATTERN)
		return true;
	for (const char *at = text; *at && copies <= MOST_COPIES; at++) {
		if (*at == '\\' && at[1] >= '1' && at[1] <= '9')
			return true;
		if (*at != '{')
			continue;
		least = strtoul(at + 1, &end, 10);
		most = *end == ',' ? strtoul(end + 1, NULL, 10) : 0;
		if (least > MOST_COPIES || most > MOST_COPIES)
			return true;
		copies *= 1 + (most > least ? most : least);
	}
	return copies > MOST_COPIES;
}

static bool pattern(struct loader *l, const struct data_value *value, const char **out)
{
	regex_t compiled;

	if (!string(l, value, out))
		return false;
	if (is_costly(*out))
		return fail(l, value->span, "too costly a regular expression");
	if (!fact_pattern(*out, &compiled))
		return fail(l, value->span, "no POSIX extended regular expression");
	regfree(&compiled);
	return true;
}

static bool extends(struct loader *l, const struct data_value *value, const char **out)
{
	if (!string(l, value, out))
		return false;
	use_type(l, *out, value->span.start + 1, l->file->languages);
	return true;
}

static bool type_key(struct loader *l, const struct data_pair *pair, struct fact_type *type)
{
	const struct {
		const char *key;
		bool *flag;
	} flags[] = {
	        {"callable", &type->callable},
	        {"immortal", &type->immortal},
	        {"copied", &type->copied},
	        {"once", &type->once},
	        {"foreign", &type->foreign},
	        {"uncertain", &type->uncertain},
	        {"primitive", &type->primitive},
	        {"scope", &type->scope},
	        {"collected", &type->collected},
	        {"heap", &type->heap},
	        {"constant", &type->constant},
	        {"counted", &type->counted},
	        {"held", &type->held},
	        {"shared", &type->shared},
	        {"untyped", &type->untyped},
	};
	static const char *const others[] = {"resource", "noun", "retention", "pattern", "told",
	        "counts", "evidence", "unmistakable", "extends", "declared", "fields", "prefix"};
	struct guess guess = {.word = str_of(pair->key)};

	for (size_t i = 0; i < COUNT_OF(flags); i++) {
		if (same(pair->key, flags[i].key))
			return boolean(l, pair->value, flags[i].flag);
		guess_offer(&guess, flags[i].key);
	}
	if (same(pair->key, "resource"))
		return string(l, pair->value, &type->resource);
	if (same(pair->key, "noun"))
		return string(l, pair->value, &type->noun);
	if (same(pair->key, "pattern"))
		return pattern(l, pair->value, &type->pattern);
	if (same(pair->key, "retention"))
		return retention(l, pair->value, &type->retention);
	if (same(pair->key, "told"))
		return strings(l, pair->value, &type->told);
	if (same(pair->key, "counts"))
		return strings(l, pair->value, &type->counts);
	if (same(pair->key, "evidence"))
		return strings(l, pair->value, &type->evidence);
	if (same(pair->key, "unmistakable"))
		return strings(l, pair->value, &type->unmistakable);
	if (same(pair->key, "extends"))
		return extends(l, pair->value, &type->extends);
	if (same(pair->key, "fields"))
		return strings(l, pair->value, &type->fields);
	if (same(pair->key, "prefix"))
		return string(l, pair->value, &type->prefix);
	if (same(pair->key, "declared"))
		return declared_names(l, pair->value, type);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		guess_offer(&guess, others[i]);
	return unknown(l, pair, &guess, "key");
}

static bool read_type(struct loader *l, const struct data_pair *row)
{
	struct fact_type *type = arena_new(l->arena, struct fact_type);

	type->name = keep(l, row->key);
	type->noun = type->name;
	if (!expect(l, row->value, DATA_TABLE))
		return false;
	for (uint32_t i = 0; i < row->value->pairs.n; i++)
		if (!type_key(l, &row->value->pairs.at[i], type))
			return false;
	if (type->resource && !type->retention)
		type->retention = "soft";
	vec_push(l->arena, &l->file->types, type);
	return true;
}

/* ---- facts ---- */

static bool version(struct loader *l, const struct data_value *value, const char **out)
{
	if (!value)
		return true;
	if (!string(l, value, out))
		return false;
	return (**out && strspn(*out, "0123456789.") == strlen(*out)) ||
	        fail(l, value->span, "a version is numbers with dots between them");
}

static struct fact *fact_new(struct loader *l, const struct data_pair *row,
        const struct data_value *text, uint32_t languages)
{
	struct fact *fact = arena_new(l->arena, struct fact);
	struct signature_types types = {0};
	struct signature_error wrong;

	if (!expect(l, text, DATA_STRING))
		return NULL;
	fact->name = keep(l, row->key);
	fact->file = l->file->path;
	fact->of_python = l->file->of_python || !(languages & ~(1u << LANG_C | 1u << LANG_ZIG));
	fact->line = source_locate(l->source, text->span.start).line;
	if (!signature_read(l->arena, text->text, fact, &types, &wrong)) {
		uint32_t at = data_text_offset(text, wrong.at);

		fail(l, (struct span){at, at}, wrong.message);
		return NULL;
	}
	if (l->file->lock && fact->has_params && fact->lock == LOCK_BY_FILE)
		fact->lock = LOCK_NEEDED;
	for (uint32_t i = 0; i < types.list.n; i++)
		use_type(l, types.list.at[i].name, data_text_offset(text, types.list.at[i].at),
		        languages);
	return fact;
}

static bool version_keys(struct loader *l, const struct data_value *table)
{
	static const char *const keys[] = {"is", "since", "until", "value"};

	for (uint32_t i = 0; i < table->pairs.n; i++) {
		const struct data_pair *pair = &table->pairs.at[i];
		struct guess guess = {.word = str_of(pair->key)};
		size_t k = 0;

		while (k < COUNT_OF(keys) && !same(pair->key, keys[k]))
			guess_offer(&guess, keys[k++]);
		if (k == COUNT_OF(keys))
			return unknown(l, pair, &guess, "key");
	}
	return true;
}

/* { is = "...", since = "0.26", until = "0.28" } */
static struct fact *limited(struct loader *l, const struct data_pair *row,
        const struct data_value *table, uint32_t languages)
{
	const struct data_value *text;
	struct fact *fact;

	if (!expect(l, table, DATA_TABLE) || !version_keys(l, table))
		return NULL;
	text = data_get(table, "is");
	if (!text) {
		fail(l, table->span, "the signature is missing: is = \"...\"");
		return NULL;
	}
	fact = fact_new(l, row, text, languages);
	if (!fact || !version(l, data_get(table, "since"), &fact->since) ||
	        !version(l, data_get(table, "until"), &fact->until))
		return NULL;
	if (data_get(table, "value") && !string(l, data_get(table, "value"), &fact->value))
		return NULL;
	return fact;
}

static struct fact *versions(struct loader *l, const struct data_pair *row, uint32_t languages)
{
	struct fact *first = NULL, *last = NULL;

	for (uint32_t i = 0; i < row->value->items.n; i++) {
		struct fact *fact = limited(l, row, row->value->items.at[i], languages);

		if (!fact)
			return NULL;
		if (last)
			last->next_version = fact;
		else
			first = fact;
		last = fact;
	}
	if (!first)
		fail(l, row->value->span, "expected at least one version");
	return first;
}

static bool read_fact(struct loader *l, const struct data_pair *row, uint32_t languages)
{
	struct file_fact line = {NULL, languages};

	if (row->value->kind == DATA_TABLE)
		line.fact = limited(l, row, row->value, languages);
	else if (row->value->kind == DATA_ARRAY)
		line.fact = versions(l, row, languages);
	else
		line.fact = fact_new(l, row, row->value, languages);
	if (!line.fact)
		return false;
	vec_push(l->arena, &l->file->facts, line);
	return true;
}

/* [facts.python]: for that language only. */
static uint32_t section_language(const struct data_pair *row)
{
	if (row->value->kind != DATA_TABLE || data_get(row->value, "is"))
		return 0;
	return language_bit(row->key);
}

static bool read_facts(struct loader *l, const struct data_value *table, uint32_t languages)
{
	if (!expect(l, table, DATA_TABLE))
		return false;
	for (uint32_t i = 0; i < table->pairs.n; i++) {
		const struct data_pair *row = &table->pairs.at[i];
		uint32_t language = section_language(row);
		bool good = language ? read_facts(l, row->value, language)
		                     : read_fact(l, row, languages);

		if (!good)
			return false;
	}
	return true;
}

/* ---- the rest ---- */

static bool read_types(struct loader *l, const struct data_value *table)
{
	if (!expect(l, table, DATA_TABLE))
		return false;
	for (uint32_t i = 0; i < table->pairs.n; i++)
		if (!read_type(l, &table->pairs.at[i]))
			return false;
	return true;
}

static bool read_conventional(struct loader *l, const struct data_value *table)
{
	if (!expect(l, table, DATA_TABLE))
		return false;
	for (uint32_t i = 0; i < table->pairs.n; i++) {
		const struct data_pair *pair = &table->pairs.at[i];
		struct file_name row = {keep(l, pair->key), NULL};

		if (!string(l, pair->value, &row.type))
			return false;
		use_type(l, row.type, pair->value->span.start + 1, l->file->languages);
		vec_push(l->arena, &l->file->conventional.list, row);
	}
	return true;
}

static bool add_names(struct loader *l, const struct data_value *value, struct fact_names *names)
{
	const char **texts;

	if (!strings(l, value, &texts))
		return false;
	for (; *texts; texts++)
		vec_push(l->arena, &names->list, *texts);
	return true;
}

static bool lifecycle_key(struct loader *l, const struct data_pair *pair)
{
	struct guess guess = {.word = str_of(pair->key)};

	if (same(pair->key, "once"))
		return add_names(l, pair->value, &l->file->once);
	if (same(pair->key, "often"))
		return add_names(l, pair->value, &l->file->often);
	if (same(pair->key, "lends"))
		return add_names(l, pair->value, &l->file->lends);
	guess_offer(&guess, "once");
	guess_offer(&guess, "often");
	guess_offer(&guess, "lends");
	return unknown(l, pair, &guess, "key");
}

static bool read_lifecycle(struct loader *l, const struct data_value *table)
{
	if (!expect(l, table, DATA_TABLE))
		return false;
	for (uint32_t i = 0; i < table->pairs.n; i++)
		if (!lifecycle_key(l, &table->pairs.at[i]))
			return false;
	return true;
}

static bool read_errors(struct loader *l, const struct data_value *table)
{
	if (!expect(l, table, DATA_TABLE))
		return false;
	for (uint32_t i = 0; i < table->pairs.n; i++) {
		const struct data_pair *pair = &table->pairs.at[i];
		struct fact_error_text row = {keep(l, pair->key), NULL};

		if (!string(l, pair->value, &row.rule))
			return false;
		if (!strchr(row.rule, '/'))
			return fail(l, pair->value->span, "a rule's name is \"resource/defect\"");
		vec_push(l->arena, &l->file->errors, row);
	}
	return true;
}

static bool top_level_key(struct loader *l, const struct data_pair *pair)
{
	static const char *const keys[] = {"language", "versions", "anywhere", "modules", "types",
	        "facts", "conventional", "lifecycle", "errors", "prefilter", "prefilter_alone",
	        "lock"};
	struct guess guess = {.word = str_of(pair->key)};

	if (same(pair->key, "language") || same(pair->key, "versions") ||
	        same(pair->key, "anywhere") || same(pair->key, "modules") ||
	        same(pair->key, "lock"))
		return true;
	if (same(pair->key, "types"))
		return read_types(l, pair->value);
	if (same(pair->key, "facts"))
		return read_facts(l, pair->value, l->file->languages);
	if (same(pair->key, "conventional"))
		return read_conventional(l, pair->value);
	if (same(pair->key, "lifecycle"))
		return read_lifecycle(l, pair->value);
	if (same(pair->key, "errors"))
		return read_errors(l, pair->value);
	if (l->config)
		return true;
	if (same(pair->key, "prefilter"))
		return add_names(l, pair->value, &l->file->prefilter);
	if (same(pair->key, "prefilter_alone"))
		return add_names(l, pair->value, &l->file->prefilter_alone);
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		guess_offer(&guess, keys[i]);
	return unknown(l, pair, &guess, "key");
}

static bool read_file(struct loader *l)
{
	const struct data_value *root = toml_read(&l->scratch, l->source, &l->error);
	const struct data_value *tool = data_get(data_get(root, "tool"), "proxylint");

	if (tool)
		root = tool;
	if (!root || !read_language(l, data_get(root, "language")) ||
	        !read_versions(l, data_get(root, "versions")) || !read_modules(l, root))
		return false;
	if (data_get(root, "lock") && !boolean(l, data_get(root, "lock"), &l->file->lock))
		return false;
	for (uint32_t i = 0; i < root->pairs.n; i++)
		if (!top_level_key(l, &root->pairs.at[i]))
			return false;
	return true;
}

/* `[types."*"] foreign = true` speaks of the lines "*.name" of its own file. */
static void mark_foreign(struct fact_file *file)
{
	bool foreign = false;

	for (uint32_t i = 0; i < file->types.n; i++)
		foreign |= file->types.at[i]->foreign && same(file->types.at[i]->name, "*");
	for (uint32_t i = 0; foreign && i < file->facts.n; i++)
		if (strncmp(file->facts.at[i].fact->name, "*.", 2) == 0)
			file->facts.at[i].fact->foreign = true;
}

struct fact_file *fact_file_read(struct arena *arena, const char *path, const char *text,
        uint32_t length, const char **error)
{
	struct loader l = {.arena = arena};
	struct fact_file *file = arena_new(arena, struct fact_file);

	l.file = file;
	file->path = arena_strdup(arena, path);
	l.source = source_new(&l.scratch, file->path, text, length);
	if (!read_file(&l)) {
		*error = data_error_text(arena, l.source, &l.error);
		file = NULL;
	} else {
		mark_foreign(file);
	}
	arena_free(&l.scratch);
	return file;
}

/* ---- into the table ---- */

struct commit {
	const struct fact_table *table;
	const struct fact_file *file;
	bool behind;
};

static void put(const struct commit *c, struct map *map, const char *key, void *value)
{
	if (c->behind)
		map_add(map, key, value);
	else
		map_put(map, key, value);
}

static void put_type(const struct commit *c, struct fact_set *set, struct fact_type *type)
{
	put(c, &set->types, type->name, type);
	for (const char **at = type->unmistakable; at && *at; at++)
		put(c, &set->unmistakable, *at, (void *)type->name);
}

static void put_names(const struct commit *c, struct map *map, const struct file_names *names)
{
	for (uint32_t i = 0; i < names->list.n; i++)
		put(c, map, names->list.at[i].name, (void *)names->list.at[i].type);
}

static void append(const struct commit *c, struct fact_names *to, const struct fact_names *from)
{
	for (uint32_t i = 0; i < from->list.n; i++)
		vec_push(c->table->arena, &to->list, from->list.at[i]);
}

static void commit_to(const struct commit *c, struct fact_set *set)
{
	for (uint32_t i = 0; i < c->file->types.n; i++)
		put_type(c, set, c->file->types.at[i]);
	put_names(c, &set->declared, &c->file->declared);
	put_names(c, &set->conventional, &c->file->conventional);
	append(c, &set->once, &c->file->once);
	append(c, &set->often, &c->file->often);
	append(c, &set->lends, &c->file->lends);
}

/* Notes which code the callee takes as text, if any. */
static void put_source(const struct commit *c, struct fact_set *set, const struct fact *fact)
{
	for (uint32_t i = 0; i < fact->param_count; i++) {
		const struct fact_param *param = &fact->params[i];

		if (param->effect == EFFECT_SOURCE && param->source == SOURCE_CODE)
			put(c, &set->sources, last_part(fact->name),
			        (void *)(uintptr_t)param->language);
	}
}

/* A name as often as it is found: in each of the file's modules, in any module. */
static void put_fact(
        const struct commit *c, enum language language, struct fact_set *set, struct fact *fact)
{
	struct arena *arena = c->table->arena;

	if (fact->name[0] != '#' || !c->file->modules)
		put(c, &set->facts, fact->name, fact);
	for (const char **at = c->file->modules; fact->name[0] == '#' && at && *at; at++)
		put(c, &set->facts, arena_printf(arena, "%s%s", *at, fact->name), fact);
	if (c->file->anywhere & 1u << language)
		put(c, &set->facts, arena_printf(arena, "*#%s", fact->name), fact);
}

static void commit_fact(const struct commit *c, const struct file_fact *line)
{
	for (int i = LANG_NONE + 1; i < LANG_COUNT; i++) {
		struct fact_set *set = &c->table->store->sets[i];

		if (!(line->languages & 1u << i))
			continue;
		put_fact(c, (enum language)i, set, line->fact);
		put_source(c, set, line->fact);
	}
}

void fact_file_commit(const struct fact_table *table, const struct fact_file *file, bool behind)
{
	struct commit commit = {table, file, behind};

	for (int i = LANG_NONE + 1; i < LANG_COUNT; i++)
		if (file->languages & 1u << i)
			commit_to(&commit, &table->store->sets[i]);
	for (uint32_t i = 0; i < file->facts.n; i++)
		commit_fact(&commit, &file->facts.at[i]);
	for (uint32_t i = 0; i < file->errors.n; i++)
		vec_push(table->arena, &table->store->errors, file->errors.at[i]);
}

static bool type_known(
        const struct fact_table *table, const struct fact_file *file, const struct type_use *use)
{
	for (uint32_t i = 0; i < file->types.n; i++)
		if (same(file->types.at[i]->name, use->name))
			return true;
	for (int i = LANG_NONE + 1; i < LANG_COUNT; i++)
		if (use->languages & 1u << i && fact_type(table, (enum language)i, use->name))
			return true;
	return false;
}

static const char *type_error(
        const struct fact_table *table, const struct fact_file *file, const struct type_use *use)
{
	static const char *const origins[] = {
#define ORIGIN(id, text) text,
#include "fact/origin.def"
#undef ORIGIN
	};
	struct guess guess = {.word = str_of(use->name)};

	for (uint32_t i = 0; i < file->types.n; i++)
		guess_offer(&guess, file->types.at[i]->name);
	for (size_t i = 0; i < COUNT_OF(origins); i++)
		guess_offer(&guess, origins[i]);
	return arena_printf(table->arena, "%s:%u:%u: %s", file->path, use->at.line, use->at.column,
	        guess_text(table->arena, &guess, "type"));
}

bool fact_file_check(
        const struct fact_table *table, const struct fact_file *file, const char **error)
{
	for (uint32_t i = 0; i < file->uses.n; i++) {
		if (type_known(table, file, &file->uses.at[i]))
			continue;
		*error = type_error(table, file, &file->uses.at[i]);
		return false;
	}
	return true;
}
