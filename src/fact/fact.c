/*
 * The table of facts: filling it from files, and looking names up. Whatever
 * is asked is one search in a map, with the key put together on the stack: no
 * question allocates.
 */
#include "fact/table.h"

#include "base/embed.h"
#include "base/find.h"

#include <ctype.h>

enum { KEY_ROOM = 512, LONGEST_EXTENDS = 32, SHORTEST_WORD = 3 };

/* ---- filling ---- */

const char *last_part(const char *name)
{
	const char *dot = strrchr(name, '.'), *hash = strrchr(name, '#');

	if (hash && (!dot || hash > dot))
		return hash + 1;
	return dot ? dot + 1 : name;
}

static void add_word(
        struct arena *arena, struct fact_names *names, uint32_t languages, const char *word)
{
	for (int i = LANG_NONE; i < LANG_COUNT; i++)
		if (i == LANG_NONE || languages & 1u << i)
			vec_push(arena, &names[i].list, word);
}

static void add_own_words(struct fact_table *table, const struct fact_file *file)
{
	for (uint32_t i = 0; i < file->prefilter.list.n; i++) {
		const char *word = file->prefilter.list.at[i];

		add_word(table->arena, table->prefilter, file->languages, word);
		add_word(table->arena, table->linking, file->languages, word);
	}
	for (uint32_t i = 0; i < file->prefilter_alone.list.n; i++)
		add_word(table->arena, table->prefilter, file->languages,
		        file->prefilter_alone.list.at[i]);
}

/* What a user's facts speak of must be looked for, too: "ourlib.on_tick" says `on_tick`. */
static void add_words(struct fact_table *table, const struct fact_file *file)
{
	bool own = file->prefilter.list.n || file->prefilter_alone.list.n;

	add_own_words(table, file);
	for (uint32_t i = 0; i < file->facts.n && !own; i++) {
		const char *name = last_part(file->facts.at[i].fact->name);
		uint32_t languages = file->facts.at[i].languages;

		if (strlen(name) < SHORTEST_WORD || !isalpha((unsigned char)name[0]))
			continue;
		add_word(table->arena, table->prefilter, languages, name);
		add_word(table->arena, table->linking, languages, name);
	}
}

static void await_embedded(struct fact_table *table)
{
	struct unpack from = {
	        .rest = {(const char *)embedded_facts[0].bytes, embedded_facts[0].length}};

	while (from.rest.n) {
		struct waiting_file waiting = {0};

		waiting.file = fact_file_head(table->arena, &from, &waiting.rest);
		if (from.broken)
			BUG("built-in facts");
		vec_push(table->arena, &table->store->waiting, waiting);
		table->store->unread |= waiting.file->languages;
		add_own_words(table, waiting.file);
	}
}

struct fact_table *fact_table_new(struct arena *arena)
{
	struct fact_table *table = arena_new(arena, struct fact_table);

	table->arena = arena;
	table->store = arena_new(arena, struct fact_store);
	pthread_mutex_init(&table->store->reading, NULL);
	await_embedded(table);
	return table;
}

static void read_waiting(const struct fact_table *table, struct waiting_file *waiting)
{
	if (waiting->read)
		return;
	waiting->read = true;
	fact_file_rest(table->arena, &waiting->rest, waiting->file);
	if (waiting->rest.broken)
		BUG("built-in facts");
	fact_file_commit(table, waiting->file, true);
}

const struct fact_set *fact_set_of(const struct fact_table *table, enum language language)
{
	struct fact_store *store = table->store;
	uint32_t bit = 1u << language;

	if (!(atomic_load(&store->unread) & bit))
		return &store->sets[language];
	pthread_mutex_lock(&store->reading);
	for (uint32_t i = 0; atomic_load(&store->unread) & bit && i < store->waiting.n; i++)
		if (store->waiting.at[i].file->languages & bit)
			read_waiting(table, &store->waiting.at[i]);
	atomic_fetch_and(&store->unread, ~bit);
	pthread_mutex_unlock(&store->reading);
	return &store->sets[language];
}

static void read_all(const struct fact_table *table)
{
	for (int i = LANG_NONE + 1; i < LANG_COUNT; i++)
		fact_set_of(table, (enum language)i);
}

bool fact_table_add(struct fact_table *table, const char *path, const char *text, uint32_t length,
        const char **error)
{
	struct fact_file *file = fact_file_read(table->arena, path, text, length, error);

	if (!file || !fact_file_check(table, file, error))
		return false;
	if (file->errors.n)
		read_all(table); /* of equal texts the later one counts */
	fact_file_commit(table, file, false);
	add_words(table, file);
	return true;
}

static void patterns_free(struct fact_store *store)
{
	for (uint32_t i = 0; i < store->patterns.n; i++)
		if (store->patterns.at[i]->good)
			regfree(&store->patterns.at[i]->regex);
}

void fact_table_free(struct fact_table *table)
{
	if (table)
		patterns_free(table->store);
	for (int i = 0; table && i < LANG_COUNT; i++) {
		struct fact_set *set = &table->store->sets[i];

		map_free(&set->facts);
		map_free(&set->types);
		map_free(&set->declared);
		map_free(&set->conventional);
		map_free(&set->unmistakable);
		map_free(&set->sources);
	}
}

/* ---- asking ---- */

const struct fact *fact_find(
        const struct fact_table *table, enum language language, const char *name)
{
	return map_get(&fact_set_of(table, language)->facts, name);
}

/* A key of three texts, in `room`; false when it is longer than any that there is. */
static bool key_of(char room[KEY_ROOM], const char *a, const char *b, const char *c)
{
	size_t x = strlen(a), y = strlen(b), z = strlen(c);

	if (x + y + z >= KEY_ROOM)
		return false;
	memcpy(room, a, x);
	memcpy(room + x, b, y);
	memcpy(room + x + y, c, z + 1);
	return true;
}

const struct fact *fact_find_any(
        const struct fact_table *table, enum language language, const char *any, const char *name)
{
	char key[KEY_ROOM];

	return key_of(key, any, name, "") ? fact_find(table, language, key) : NULL;
}

const struct fact_type *fact_type(
        const struct fact_table *table, enum language language, const char *name)
{
	return name ? map_get(&fact_set_of(table, language)->types, name) : NULL;
}

bool fact_is_a(
        const struct fact_table *table, enum language language, const char *type, const char *base)
{
	for (int i = 0; type && i < LONGEST_EXTENDS; i++) {
		const struct fact_type *known = fact_type(table, language, type);

		if (same(type, base))
			return true;
		type = known ? known->extends : NULL;
	}
	return false;
}

/* "TYPE" "." "rest", here or in what the type extends. */
static const struct fact *inherited(const struct fact_table *table, enum language language,
        const char *type, const char *member)
{
	for (int i = 0; type && i < LONGEST_EXTENDS; i++) {
		char key[KEY_ROOM];
		const struct fact_type *known = fact_type(table, language, type);
		const struct fact *fact;

		if (!key_of(key, type, ".", member))
			return NULL;
		fact = fact_find(table, language, key);
		if (fact)
			return fact;
		type = known ? known->extends : NULL;
	}
	return NULL;
}

/* Calling a property calls its value: "js.URL(...)" is "JsClass.()" of the type of `js.URL`. */
static const struct fact *called(
        const struct fact_table *table, enum language language, const struct fact *fact, bool call)
{
	const struct fact *value = NULL;

	if (call && fact && !fact->has_params && fact->type)
		value = inherited(table, language, fact->type, "()");
	return value ? value : fact;
}

const struct fact *fact_member(const struct fact_table *table, enum language language,
        const char *type, const char *member, bool call)
{
	const struct fact *fact = inherited(table, language, type, member);
	bool syntax = *member == '@' || same(member, "()") || same(member, "new");

	if (!fact && !syntax)
		fact = inherited(table, language, type, call ? "*()" : "*");
	return called(table, language, fact, call);
}

const char *fact_conventional(
        const struct fact_table *table, enum language language, const char *name)
{
	return name ? map_get(&fact_set_of(table, language)->conventional, name) : NULL;
}

const char *fact_unmistakable(
        const struct fact_table *table, enum language language, const char *member)
{
	return member ? map_get(&fact_set_of(table, language)->unmistakable, member) : NULL;
}

const char *const *fact_prefilter_words(
        const struct fact_table *table, enum language language, uint32_t *count)
{
	*count = table->prefilter[language].list.n;
	return table->prefilter[language].list.at;
}

const char *const *fact_linking_words(
        const struct fact_table *table, enum language language, uint32_t *count)
{
	*count = table->linking[language].list.n;
	return table->linking[language].list.at;
}

enum language fact_source_language(
        const struct fact_table *table, enum language language, const char *name)
{
	return (enum language)(uintptr_t)map_get(&fact_set_of(table, language)->sources, name);
}

static bool matches(const struct fact_names *globs, const char *name)
{
	for (uint32_t i = 0; i < globs->list.n; i++)
		if (str_glob(globs->list.at[i], name))
			return true;
	return false;
}

bool fact_runs_once(const struct fact_table *table, enum language language, const char *name)
{
	return matches(&fact_set_of(table, language)->once, name);
}

bool fact_runs_often(const struct fact_table *table, enum language language, const char *name)
{
	return matches(&fact_set_of(table, language)->often, name);
}

bool fact_lends(const struct fact_table *table, enum language language, const char *name)
{
	return matches(&fact_set_of(table, language)->lends, name);
}

const char *fact_rule_of_error(const struct fact_table *table, const char *text)
{
	const struct fact_error_text *best = NULL;
	const struct fact_store *store = table->store;

	read_all(table);
	for (uint32_t i = 0; i < store->errors.n; i++) {
		const struct fact_error_text *row = &store->errors.at[i];

		if (strstr(text, row->text) && (!best || strlen(row->text) >= strlen(best->text)))
			best = row;
	}
	return best ? best->rule : NULL;
}

/* ---- versions ---- */

/* Compares numbers between dots; what is missing is 0, what is no number ends it. */
static int version_compare(const char *a, const char *b)
{
	while (*a || *b) {
		unsigned long left = 0, right = 0;

		while (*a >= '0' && *a <= '9')
			left = left * 10 + (unsigned long)(*a++ - '0');
		while (*b >= '0' && *b <= '9')
			right = right * 10 + (unsigned long)(*b++ - '0');
		if (left != right)
			return left < right ? -1 : 1;
		a += *a == '.' ? 1 : strlen(a);
		b += *b == '.' ? 1 : strlen(b);
	}
	return 0;
}

bool fact_applies(const struct fact *fact, const char *version)
{
	if (!version)
		return !fact->until;
	return (!fact->since || version_compare(version, fact->since) >= 0) &&
	        (!fact->until || version_compare(version, fact->until) < 0);
}

const struct fact *fact_pick(const struct fact *fact, const char *version)
{
	const struct fact *last = NULL;

	for (; fact; fact = fact->next_version) {
		if (fact_applies(fact, version))
			return fact;
		last = fact;
	}
	/* who uses what newer versions lack, and does not say which version runs, runs an old one
	 */
	return version ? NULL : last;
}

static bool takes(const struct fact *fact, uint32_t arguments)
{
	uint32_t least = 0, most = 0;

	for (uint32_t i = 0; i < fact->param_count; i++) {
		const struct fact_param *param = &fact->params[i];

		if (i == 0 && same(param->name, "self"))
			continue;
		if (param->rest)
			return arguments >= least;
		most++;
		least += !param->optional;
	}
	return arguments >= least && arguments <= most;
}

uint32_t fact_receiver(const struct fact *fact)
{
	return fact->param_count && same(fact->params[0].name, "self") ? 1 : 0;
}

const struct fact_param *fact_param_at(const struct fact *fact, uint32_t index)
{
	uint32_t first = fact_receiver(fact);

	if (first + index < fact->param_count && !fact->params[first + index].keywords)
		return &fact->params[first + index];
	for (uint32_t i = first; i < fact->param_count; i++)
		if (fact->params[i].rest)
			return &fact->params[i];
	return NULL;
}

const struct fact *fact_pick_call(const struct fact *fact, const char *version, uint32_t arguments)
{
	for (const struct fact *at = fact; at && fact->next_version; at = at->next_version)
		if (fact_applies(at, version) && takes(at, arguments))
			return at;
	return fact_pick(fact, version);
}

/* ---- texts ---- */

bool fact_pattern(const char *text, regex_t *out)
{
	int error = regcomp(out, text, REG_EXTENDED | REG_NOSUB);

	if (error == REG_ESPACE)
		mem_missing(0);
	return error == 0;
}

static struct compiled *pattern_of(const struct fact_table *table, const char *text)
{
	struct fact_store *store = table->store;
	struct compiled *pattern;

	for (uint32_t i = 0; i < store->patterns.n; i++)
		if (same(store->patterns.at[i]->text, text))
			return store->patterns.at[i];
	pattern = arena_new(table->arena, struct compiled);
	pattern->text = text;
	pattern->good = fact_pattern(text, &pattern->regex);
	vec_push(table->arena, &store->patterns, pattern);
	return pattern;
}

bool fact_text_is(const struct fact_table *table, const struct fact_type *type, const char *text)
{
	const struct compiled *pattern;
	int error;

	if (!type->pattern)
		return false;
	pthread_mutex_lock(&table->store->reading);
	pattern = pattern_of(table, type->pattern);
	pthread_mutex_unlock(&table->store->reading);
	if (!pattern->good)
		return false;
	error = regexec(&pattern->regex, text, 0, NULL, 0);
	if (error == REG_ESPACE)
		mem_missing(0);
	return error == 0;
}
