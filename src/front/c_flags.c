/*
 * Compilation databases and python3-config; see c_flags.h.
 *
 * Of a database only words that a preprocessor heeds are kept, with paths that
 * hold from the working directory; files it does not name (headers) get the
 * words of its first file.
 */
#include "front/c_flags.h"

#include "base/file.h"
#include "base/process.h"
#include "data/data.h"

#include <ctype.h>

enum { LARGEST_DATABASE = 64 << 20 };

struct c_database {
	struct map files; /* clean path → struct c_words */
	const struct c_words *first;
};

/* Words that are followed, or continued, by a value. */
static const struct {
	const char *word;
	bool path;
} valued[] = {{"-I", true}, {"-isystem", true}, {"-iquote", true}, {"-idirafter", true},
        {"-include", true}, {"-imacros", true}, {"-D", false}, {"-U", false}};

static void add(struct arena *arena, struct c_words *words, const char *word)
{
	vec_push(arena, &words->list, word);
}

/* ---- command lines ---- */

struct c_words c_flags_split(struct arena *arena, const char *line)
{
	struct c_words words = {0};
	struct buf word = {0};

	while (*line) {
		char quote = 0;
		bool any = false;

		for (; *line && (quote || !isspace((unsigned char)*line)); line++) {
			any = true;
			if (*line == '\\' && quote != '\'' && line[1])
				buf_char(&word, *++line);
			else if (quote ? *line == quote : *line == '"' || *line == '\'')
				quote = quote ? 0 : *line;
			else
				buf_char(&word, *line);
		}
		if (any)
			add(arena, &words, arena_strndup(arena, word.n ? word.at : "", word.n));
		word.n = 0;
		while (isspace((unsigned char)*line))
			line++;
	}
	buf_free(&word);
	return words;
}

static const char *in_folder(struct arena *arena, const char *folder, const char *path)
{
	return path_absolute(arena, *path == '/' ? path : path_join(arena, folder, path));
}

/* Takes the word at `i`, and its value if that follows. Gives the place behind. */
static uint32_t keep_word(struct arena *arena, const struct c_words *from, uint32_t i,
        const char *folder, struct c_words *to)
{
	const char *word = from->list.at[i];

	if (str_starts(str_of(word), "-std="))
		add(arena, to, word);
	for (size_t row = 0; row < COUNT_OF(valued); row++) {
		const char *value = word + strlen(valued[row].word);
		bool apart = !*value;

		if (!str_starts(str_of(word), valued[row].word))
			continue;
		if (apart && ++i == from->list.n)
			return i;
		if (apart)
			value = from->list.at[i];
		if (valued[row].path)
			value = in_folder(arena, folder, value);
		add(arena, to, valued[row].word);
		add(arena, to, value);
		break;
	}
	return i + 1;
}

/* ---- databases ---- */

static struct c_words words_of(struct arena *arena, const struct data_value *entry)
{
	const struct data_value *list = data_get(entry, "arguments");
	const char *line = data_text(data_get(entry, "command"));
	struct c_words words = {0};

	if (line)
		return c_flags_split(arena, line);
	for (uint32_t i = 0; list && i < list->items.n; i++)
		if (data_text(list->items.at[i]))
			add(arena, &words, data_text(list->items.at[i]));
	return words;
}

static void add_entry(struct arena *arena, struct c_database *database,
        const struct data_value *entry, const char *above)
{
	const char *file = data_text(data_get(entry, "file"));
	const char *folder = data_text(data_get(entry, "directory"));
	struct c_words *kept = arena_new(arena, struct c_words), words = words_of(arena, entry);

	if (!file)
		return;
	folder = in_folder(arena, above, folder ? folder : ".");
	for (uint32_t i = 0; i < words.list.n;)
		i = keep_word(arena, &words, i, folder, kept);
	map_put(&database->files, in_folder(arena, folder, file), kept);
	if (!database->first)
		database->first = kept;
}

static struct c_database *read_database(struct arena *arena, const char *path)
{
	struct c_database *database = NULL;
	struct data_value *value = NULL;
	struct data_error error;
	struct buf text = {0};

	if (file_read(path, LARGEST_DATABASE, &text) == 0)
		value = json_read(arena,
		        source_new(arena, path, text.n ? text.at : "", (uint32_t)text.n), &error);
	if (value) {
		database = arena_new(arena, struct c_database);
		for (uint32_t i = 0; i < value->items.n; i++)
			add_entry(arena, database, value->items.at[i], path_directory(arena, path));
	}
	buf_free(&text);
	return database;
}

static struct c_database *database_in(const struct c_builds *builds, const char *folder)
{
	static const char *const places[] = {
	        "compile_commands.json", "build/compile_commands.json"};

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		const char *path = path_join(builds->arena, folder, places[i]);

		front_run_uses(builds->run, path);
		if (path_kind(path) == PATH_FILE)
			return read_database(builds->arena, path);
	}
	return NULL;
}

/* That of the directory, or of the nearest one above it; without files when there is none. */
static struct c_database *database_of(struct c_builds *builds, const char *folder)
{
	struct c_database *found = map_get(&builds->databases, folder);

	if (found)
		return found;
	found = database_in(builds, folder);
	if (!found && !same(folder, "/")) {
		found = database_of(builds, path_directory(builds->arena, folder));
	} else {
		if (!found)
			found = arena_new(builds->arena, struct c_database);
		vec_push(builds->arena, &builds->all, found);
	}
	map_put(&builds->databases, folder, found);
	return found;
}

/* ---- Python ---- */

const char *c_flags_python(struct arena *arena, const struct c_words *words)
{
	for (uint32_t i = 0; i < words->list.n; i++) {
		const char *word = words->list.at[i], *folder = word + 2;

		if (!str_starts(str_of(word), "-I") && !same(word, "-isystem"))
			continue;
		if ((!*folder || same(word, "-isystem")) && i + 1 < words->list.n)
			folder = words->list.at[i + 1];
		if (path_kind(path_join(arena, folder, "Python.h")) == PATH_FILE)
			return folder;
	}
	return NULL;
}

static const char *ask_python(struct c_builds *builds)
{
	static const char *const arguments[] = {"python3-config", "--includes", NULL};
	struct buf line = {0};
	struct c_words words;

	if (process_read(arguments, NULL, &line) || !line.n) {
		buf_free(&line);
		return NULL;
	}
	words = c_flags_split(builds->arena, line.at);
	buf_free(&line);
	return c_flags_python(builds->arena, &words);
}

struct c_words c_flags_of(struct c_builds *builds, const char *path, const struct c_words *own)
{
	struct arena *arena = builds->arena;
	const char *whole = path_absolute(arena, path);
	const struct c_database *database = database_of(builds, path_directory(arena, whole));
	const struct c_words *kept = map_get(&database->files, whole);
	struct c_words words = {0};

	words.exact = kept != NULL;
	if (!kept)
		kept = database->first;
	for (uint32_t i = 0; kept && i < kept->list.n; i++)
		add(arena, &words, kept->list.at[i]);
	for (uint32_t i = 0; i < own->list.n; i++)
		add(arena, &words, own->list.at[i]);
	if (c_flags_python(arena, &words))
		return words;
	if (!builds->python_asked)
		builds->python_folder = ask_python(builds);
	builds->python_asked = true;
	if (builds->python_folder) {
		add(arena, &words, "-I");
		add(arena, &words, builds->python_folder);
	}
	return words;
}

void c_builds_free(struct c_builds *builds)
{
	for (uint32_t i = 0; i < builds->all.n; i++)
		map_free(&builds->all.at[i]->files);
	map_free(&builds->databases);
}
