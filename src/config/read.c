/*
 * From TOML to a struct config. Every key has a row in key.def with a setter;
 * what is unknown or of the wrong kind becomes an error with its place and the
 * nearest valid name, and the rest still counts.
 */
#include "config/config.h"

#include "base/file.h"
#include "base/guess.h"

enum { LARGEST_CONFIG = 1 << 20, DEEPEST = 20, MOST_EXTENDED = 100 };

struct reader {
	struct configs *configs;
	struct arena *arena;
	struct config *config;
	const char *path;
	const struct source *source;
	const struct config_texts *paths; /* of the override that is being read, or NULL */
	uint32_t depth;                   /* of extends */
	const char *const *above;         /* the absolute paths of those that extend this one */
	uint32_t *extended;               /* how many were, by the first one and below */
};

static void complain(struct reader *reader, struct span span, const char *message)
{
	struct data_error error = {span, message};

	vec_push(reader->arena, &reader->configs->errors,
	        data_error_text(reader->arena, reader->source, &error));
}

static bool expect(struct reader *reader, const struct data_value *value, enum data_kind kind)
{
	struct data_error error;

	if (data_expect(reader->arena, value, kind, &error))
		return true;
	complain(reader, error.span, error.message);
	return false;
}

static void complain_unknown(
        struct reader *reader, struct span span, const struct guess *guess, const char *what)
{
	complain(reader, span, guess_text(reader->arena, guess, what));
}

static struct config_text text_of(struct reader *reader, const struct data_value *value)
{
	return (struct config_text){value->text, place_of(reader->source, value->span)};
}

static void add_texts(
        struct reader *reader, const struct data_value *value, struct config_texts *texts)
{
	for (uint32_t i = 0; i < value->items.n; i++)
		if (expect(reader, value->items.at[i], DATA_STRING))
			vec_push(reader->arena, &texts->list, text_of(reader, value->items.at[i]));
}

/* ---- rules ---- */

static bool known_rule(struct reader *reader, struct span span, const char *glob)
{
	const struct rule_pages *pages = &reader->configs->pages;
	struct guess guess = {.word = str_of(glob)};

	for (uint32_t i = 0; i < pages->list.n; i++) {
		if (rule_is_meant(glob, pages->list.at[i].name))
			return true;
		guess_offer(&guess, pages->list.at[i].name);
	}
	if (strchr(glob, '*'))
		complain(reader, span, arena_printf(reader->arena, "no rule is called '%s'", glob));
	else
		complain_unknown(reader, span, &guess, "rule");
	return false;
}

static struct config_setting setting_new(
        struct reader *reader, const struct data_pair *pair, enum config_verb verb)
{
	return (struct config_setting){.verb = verb,
	        .paths = reader->paths,
	        .place = place_of(reader->source, pair->key_span)};
}

static void set_rules(struct reader *reader, const struct data_pair *pair, enum config_verb verb)
{
	struct config_setting setting = setting_new(reader, pair, verb);

	for (uint32_t i = 0; i < pair->value->items.n; i++) {
		const struct data_value *item = pair->value->items.at[i];
		struct config_rule rule;

		if (!expect(reader, item, DATA_STRING) ||
		        !known_rule(reader, item->span, item->text))
			continue;
		rule = (struct config_rule){item->text, place_of(reader->source, item->span), 0, 0};
		vec_push(reader->arena, &setting.rules, rule);
	}
	vec_push(reader->arena, &reader->config->settings, setting);
}

static void set_select(struct reader *reader, const struct data_pair *pair)
{
	set_rules(reader, pair, CONFIG_SELECT);
}

static void set_extend(struct reader *reader, const struct data_pair *pair)
{
	set_rules(reader, pair, CONFIG_EXTEND_SELECT);
}

static void set_ignore(struct reader *reader, const struct data_pair *pair)
{
	set_rules(reader, pair, CONFIG_IGNORE);
}

static bool read_severity(
        struct reader *reader, const struct data_value *value, struct config_rule *rule)
{
	struct guess guess;

	if (!expect(reader, value, DATA_STRING))
		return false;
	guess = (struct guess){.word = str_of(value->text)};
	rule->off = same(value->text, "off");
	for (int i = SEVERITY_NOTE; i <= SEVERITY_ERROR; i++) {
		rule->severity = (enum severity)i;
		if (rule->off || same(severity_text(rule->severity), value->text))
			return true;
		guess_offer(&guess, severity_text(rule->severity));
	}
	guess_offer(&guess, "off");
	complain_unknown(reader, value->span, &guess, "severity");
	return false;
}

static void set_severity(struct reader *reader, const struct data_pair *pair)
{
	struct config_setting setting = setting_new(reader, pair, CONFIG_SEVERITY);

	for (uint32_t i = 0; i < pair->value->pairs.n; i++) {
		const struct data_pair *row = &pair->value->pairs.at[i];
		struct config_rule rule = {
		        row->key, place_of(reader->source, row->key_span), false, SEVERITY_NOTE};

		if (known_rule(reader, row->key_span, row->key) &&
		        read_severity(reader, row->value, &rule))
			vec_push(reader->arena, &setting.rules, rule);
	}
	vec_push(reader->arena, &reader->config->settings, setting);
}

/* ---- files and versions ---- */

static void set_include(struct reader *reader, const struct data_pair *pair)
{
	add_texts(reader, pair->value, &reader->config->include);
}

static void set_exclude(struct reader *reader, const struct data_pair *pair)
{
	add_texts(reader, pair->value, &reader->config->exclude);
}

static void set_notes(struct reader *reader, const struct data_pair *pair)
{
	reader->config->notes = pair->value->boolean;
}

static void set_reason(struct reader *reader, const struct data_pair *pair)
{
	reader->config->without_reason = !pair->value->boolean;
}

/* It is written as well as read: where to must not be a stranger's choice. */
static void set_baseline(struct reader *reader, const struct data_pair *pair)
{
	if (path_leaves(pair->value->text))
		complain(reader, pair->value->span,
		        "a baseline lies in the folder of its configuration or below");
	else
		reader->config->baseline = text_of(reader, pair->value);
}

static bool is_version(const char *text)
{
	return *text >= '0' && *text <= '9' && !text[strspn(text, "0123456789.")];
}

static void set_target(struct reader *reader, const struct data_pair *pair)
{
	struct {
		const char *name;
		struct config_text *text;
	} targets[] = {
	        {"python", &reader->config->python},
	        {"pyodide", &reader->config->pyodide},
	        {"micropython", &reader->config->micropython},
	};

	for (uint32_t i = 0; i < pair->value->pairs.n; i++) {
		const struct data_pair *row = &pair->value->pairs.at[i];
		struct guess guess = {.word = str_of(row->key)};
		struct config_text *target = NULL;

		for (size_t k = 0; k < COUNT_OF(targets); k++) {
			if (same(targets[k].name, row->key))
				target = targets[k].text;
			guess_offer(&guess, targets[k].name);
		}
		if (!target)
			complain_unknown(reader, row->key_span, &guess, "target");
		else if (!expect(reader, row->value, DATA_STRING))
			continue;
		else if (!is_version(row->value->text))
			complain(reader, row->value->span, "expected a version like \"3.12\"");
		else
			*target = text_of(reader, row->value);
	}
}

/* ---- keys ---- */

typedef void setter(struct reader *reader, const struct data_pair *pair);

struct key {
	const char *name;
	enum data_kind kind; /* DATA_NULL: its setter looks itself */
	setter *set;
};

static setter set_extends, set_overrides;

static const struct key keys[] = {
#define KEY(name, kind, setter, help) {name, kind, setter},
#include "config/key.def"
#undef KEY
};

/* Tables that the reader of facts reads. */
static const char *const fact_keys[] = {"facts", "types", "conventional", "lifecycle", "errors"};

static bool is_fact_key(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(fact_keys); i++)
		if (same(fact_keys[i], name))
			return true;
	return false;
}

/* What an override may hold: what settings are made of. */
static bool in_override(const struct key *key)
{
	return key->set == set_select || key->set == set_extend || key->set == set_ignore ||
	        key->set == set_severity;
}

static void complain_key(struct reader *reader, const struct data_pair *pair)
{
	struct guess guess = {.word = str_of(pair->key)};

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (!reader->paths || in_override(&keys[i]))
			guess_offer(&guess, keys[i].name);
	for (size_t i = 0; i < COUNT_OF(fact_keys) && !reader->paths; i++)
		guess_offer(&guess, fact_keys[i]);
	if (reader->paths)
		guess_offer(&guess, "paths");
	complain_unknown(
	        reader, pair->key_span, &guess, reader->paths ? "key of an override" : "key");
}

static void read_pair(struct reader *reader, const struct data_pair *pair)
{
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		const struct key *key = &keys[i];

		if (!same(key->name, pair->key) || (reader->paths && !in_override(key)))
			continue;
		if (key->kind == DATA_NULL || expect(reader, pair->value, key->kind))
			key->set(reader, pair);
		return;
	}
	if (reader->paths ? !same(pair->key, "paths") : !is_fact_key(pair->key))
		complain_key(reader, pair);
}

static void read_override(struct reader *reader, const struct data_value *table)
{
	const struct data_pair *paths = data_pair(table, "paths");
	struct config_texts *globs = arena_new(reader->arena, struct config_texts);

	if (!paths) {
		complain(reader, table->span, "an override needs `paths`");
		return;
	}
	if (!expect(reader, paths->value, DATA_ARRAY))
		return;
	add_texts(reader, paths->value, globs);
	reader->paths = globs;
	for (uint32_t i = 0; i < table->pairs.n; i++)
		read_pair(reader, &table->pairs.at[i]);
	reader->paths = NULL;
}

static void set_overrides(struct reader *reader, const struct data_pair *pair)
{
	for (uint32_t i = 0; i < pair->value->items.n; i++)
		if (expect(reader, pair->value->items.at[i], DATA_TABLE))
			read_override(reader, pair->value->items.at[i]);
}

/* ---- files ---- */

static bool read_text(struct reader *reader)
{
	struct buf text = {0};
	int reason = file_read(reader->path, LARGEST_CONFIG, &text);

	if (reason)
		vec_push(reader->arena, &reader->configs->errors,
		        (const char *)arena_printf(
		                reader->arena, "%s: %s", reader->path, strerror(reason)));
	else
		reader->source = source_new(reader->arena, reader->path,
		        arena_strndup(reader->arena, text.at, text.n), (uint32_t)text.n);
	if (reader->source)
		vec_push(reader->arena, &reader->configs->texts,
		        (const struct source *)reader->source);
	buf_free(&text);
	return !reason;
}

static const struct data_value *read_root(struct reader *reader)
{
	struct data_error error;
	const struct data_value *root = toml_read(reader->arena, reader->source, &error);

	if (!root)
		complain(reader, error.span, error.message);
	if (same(path_name(reader->path), "pyproject.toml"))
		return data_get(data_get(root, "tool"), "proxylint");
	return root;
}

/* Overrides count after everything else, wherever they stand in the file; what is extended before.
 */
static void read_pairs(struct reader *reader, const struct data_value *root)
{
	const struct data_pair *overrides = data_pair(root, "overrides");
	const struct data_pair *extends = data_pair(root, "extends");
	bool facts = false;

	if (extends)
		read_pair(reader, extends);
	for (uint32_t i = 0; i < root->pairs.n; i++) {
		const struct data_pair *pair = &root->pairs.at[i];

		facts = facts || is_fact_key(pair->key);
		if (pair != overrides && pair != extends)
			read_pair(reader, pair);
	}
	if (overrides)
		read_pair(reader, overrides);
	if (facts)
		vec_push(reader->arena, &reader->config->facts,
		        ((struct config_facts){
		                reader->path, reader->source->bytes, reader->source->length}));
}

static void read_file(struct reader *reader)
{
	const struct data_value *root = read_text(reader) ? read_root(reader) : NULL;

	if (root && root->kind == DATA_TABLE)
		read_pairs(reader, root);
}

static void extend(struct reader *reader, const struct data_value *value)
{
	const char *path, *whole, *above[DEEPEST + 1];
	struct reader inner = *reader;

	if (!expect(reader, value, DATA_STRING))
		return;
	path = value->text[0] == '/'
	        ? value->text
	        : path_join(
	                  reader->arena, path_directory(reader->arena, reader->path), value->text);
	whole = path_absolute(reader->arena, path);
	for (uint32_t i = 0; i <= reader->depth; i++) {
		above[i] = reader->above[i];
		if (same(above[i], whole) || reader->depth == DEEPEST - 1) {
			complain(reader, value->span, "a configuration cannot extend itself");
			return;
		}
	}
	if (path_kind(path) != PATH_FILE) {
		complain(reader, value->span,
		        arena_printf(reader->arena, "there is no file '%s'", value->text));
		return;
	}
	/* messages about other files would show parts of them */
	if (!str_ends(str_of(path_real(reader->arena, path)), ".toml")) {
		complain(reader, value->span, "only TOML files (*.toml) can be extended");
		return;
	}
	if (++*reader->extended > MOST_EXTENDED) {
		if (*reader->extended == MOST_EXTENDED + 1)
			complain(reader, value->span, "too many configurations are extended");
		return;
	}
	above[++inner.depth] = whole;
	inner.above = above;
	inner.path = path_clean(reader->arena, path);
	read_file(&inner);
}

static void set_extends(struct reader *reader, const struct data_pair *pair)
{
	if (pair->value->kind != DATA_ARRAY) {
		extend(reader, pair->value);
		return;
	}
	for (uint32_t i = 0; i < pair->value->items.n; i++)
		extend(reader, pair->value->items.at[i]);
}

void configs_read(struct configs *configs, struct config *config, const char *path)
{
	const char *whole = path_absolute(configs->arena, path);
	uint32_t extended = 0;
	struct reader reader = {.configs = configs,
	        .arena = configs->arena,
	        .config = config,
	        .path = path,
	        .above = &whole,
	        .extended = &extended};

	read_file(&reader);
}
