/*
 * Files of records → struct records.
 *
 * Each line is read by the JSON reader on its own, so that a line cut off by a
 * crash costs nothing but itself. Lines refer to earlier ones by number: the
 * sites and codes of a file are kept in maps while it is read.
 */
#include "verify/record.h"

#include "base/file.h"
#include "base/map.h"
#include "base/walk.h"
#include "data/data.h"

#include <stdlib.h>

enum { VERSION = 1, MOST_BYTES = 1 << 30 };

struct reader {
	struct records *records;
	struct record_run *run; /* NULL before the first line */
	struct map sites;       /* id as text → struct record_site */
	struct map codes;       /* hash → struct code */
};

/* Where text that was run came from: its line 1 stands in line `line` of `path`. */
struct code {
	const char *path;
	uint32_t line;
};

static const char unfinished[] = "the program did not come to its end";

static void warn(struct records *records, const char *text)
{
	for (uint32_t i = 0; i < records->warnings.n; i++)
		if (same(records->warnings.at[i], text))
			return;
	vec_push(records->arena, &records->warnings, text);
}

/* ---- members ---- */

static int64_t number_of(const struct data_value *value)
{
	if (!value || (value->kind != DATA_INT && value->kind != DATA_FLOAT))
		return 0;
	return value->kind == DATA_INT ? value->integer : (int64_t)value->number;
}

static int64_t number(const struct data_value *table, const char *key)
{
	return number_of(data_get(table, key));
}

static uint32_t count(const struct data_value *table, const char *key)
{
	int64_t value = number(table, key);

	return value < 0 ? 0 : value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static bool holds(const struct data_value *table, const char *key)
{
	const struct data_value *value = data_get(table, key);

	return value && value->kind == DATA_BOOL && value->boolean;
}

static const char *text_or(const struct data_value *table, const char *key, const char *otherwise)
{
	const char *text = data_text(data_get(table, key));

	return text ? text : otherwise;
}

static const char *clean(struct reader *reader, const char *path)
{
	if (str_starts(str_of(path), "file://"))
		path += strlen("file://");
	return *path ? path_clean(reader->records->arena, path) : "";
}

static struct record_place place(struct reader *reader, const struct data_value *row)
{
	const char *hash = data_text(data_get(row, "code"));
	const struct code *code = hash ? map_get(&reader->codes, hash) : NULL;
	struct record_place place = {.path = clean(reader, text_or(row, "path", "")),
	        .line = count(row, "line"),
	        .column = count(row, "column"),
	        .function = data_text(data_get(row, "function"))};

	if (code) {
		place.path = code->path;
		place.line += code->line - 1;
		place.column = 0;
	}
	return place;
}

static struct record_site *site_named(struct reader *reader, const struct data_value *row)
{
	const struct data_value *id = data_get(row, "site");

	return id && id->kind == DATA_INT ? map_get(&reader->sites, id->text) : NULL;
}

/* ---- kinds of line ---- */

static void read_note(struct reader *reader, const struct data_value *row)
{
	const char *message = text_or(row, "message", "");

	if (same(text_or(row, "level", "info"), "warning"))
		warn(reader->records, message);
}

static void read_module(struct reader *reader, const struct data_value *row)
{
	reader->run->modules++;
	if (!holds(row, "lines"))
		reader->run->blind = clean(reader, text_or(row, "path", ""));
}

static void read_code(struct reader *reader, const struct data_value *row)
{
	struct code *code = arena_new(reader->records->arena, struct code);

	code->path = clean(reader, text_or(row, "path", ""));
	code->line = count(row, "line") + count(row, "skip");
	map_put(&reader->codes, text_or(row, "hash", ""), code);
}

static void read_site(struct reader *reader, const struct data_value *row)
{
	struct arena *arena = reader->records->arena;
	struct record_site *site = arena_new(arena, struct record_site);
	const struct data_value *id = data_get(row, "id"), *frames = data_get(row, "frames");

	if (!id || id->kind != DATA_INT)
		return;
	site->run = reader->run;
	reader->run->sites++;
	site->lang = text_or(row, "lang", "");
	site->api = data_text(data_get(row, "api"));
	site->place = place(reader, row);
	for (uint32_t i = 0; frames && i < frames->items.n; i++)
		vec_push(arena, &site->frames, place(reader, frames->items.at[i]));
	vec_push(arena, &reader->records->sites, site);
	map_put(&reader->sites, id->text, site);
}

static void read_points(
        struct reader *reader, const struct data_value *row, struct record_window *window)
{
	const struct data_value *points = data_get(row, "points"), *ms = data_get(row, "ms");

	for (uint32_t i = 0; points && i < points->items.n; i++) {
		const struct data_value *point = points->items.at[i];
		struct record_point read = {.ms = -1};

		if (point->items.n < 3)
			continue;
		read.reps = (uint32_t)number_of(point->items.at[0]);
		read.fewest = number_of(point->items.at[1]);
		read.most = number_of(point->items.at[2]);
		if (ms && i < ms->items.n)
			read.ms = number_of(ms->items.at[i]);
		vec_push(reader->records->arena, &window->points, read);
	}
}

static void read_endings(
        struct reader *reader, const struct data_value *row, struct record_window *window)
{
	const struct data_value *ended = data_get(row, "ended");

	for (uint32_t i = 0; ended && i < ended->pairs.n; i++) {
		struct record_ending ending = {
		        ended->pairs.at[i].key, number_of(ended->pairs.at[i].value)};

		vec_push(reader->records->arena, &window->ended, ending);
	}
}

static void read_memory(struct reader *reader, const struct data_value *row)
{
	const struct data_value *python = data_get(row, "python");
	const struct data_value *traced = data_get(python, "tracemalloc");
	struct record_memory memory = {.at = text_or(row, "at", ""),
	        .ms = number(row, "ms"),
	        .live = number(row, "live"),
	        .wasm = number(data_get(row, "wasm"), "bytes"),
	        .blocks = number(python, "allocated_blocks"),
	        .uncollectable = number(python, "uncollectable"),
	        .traced = number(traced, "current"),
	        .traced_peak = number(traced, "peak")};

	vec_push(reader->records->arena, &reader->run->memory, memory);
}

static void read_window(struct reader *reader, const struct data_value *row)
{
	struct record_site *site = site_named(reader, row);
	struct record_window window = {.name = text_or(row, "name", ""),
	        .reps = count(row, "reps"),
	        .acquired = number(row, "acquired"),
	        .immortal = number(row, "immortal"),
	        .held = number(row, "held"),
	        .only_gc = number(data_get(row, "ended"), "gc"),
	        .once = data_text(data_get(row, "once"))};
	const struct data_value *held_by = data_get(row, "held_by");

	if (!site)
		return;
	if (held_by)
		window.held_by = place(reader, held_by);
	read_endings(reader, row, &window);
	read_points(reader, row, &window);
	vec_push(reader->records->arena, &site->windows, window);
}

static void read_use(struct reader *reader, const struct data_value *row)
{
	struct record_site *site = site_named(reader, row);
	struct record_use use = {.place = place(reader, row),
	        .why = text_or(row, "why", ""),
	        .count = data_get(row, "count") ? count(row, "count") : 1};

	if (site)
		vec_push(reader->records->arena, &site->uses, use);
}

static void read_blind(struct reader *reader, const struct data_value *row)
{
	reader->run->blind_to = arena_printf(reader->records->arena, "%s: %s",
	        text_or(row, "runtime", "an interpreter"), text_or(row, "why", "unknown"));
}

static void read_cover(struct reader *reader, const struct data_value *row)
{
	struct record_cover cover = {place(reader, row), holds(row, "hit"), holds(row, "sure")};

	vec_push(reader->records->arena, &reader->records->covers, cover);
}

static void read_end(struct reader *reader, const struct data_value *row)
{
	reader->run->complete = holds(row, "complete");
	reader->run->trouble =
	        reader->run->complete ? NULL : "the shim could not record everything";
}

static const struct kind {
	const char *name;
	void (*read)(struct reader *reader, const struct data_value *row);
} kinds[] = {
        {"note", read_note},
        {"module", read_module},
        {"code", read_code},
        {"site", read_site},
        {"window", read_window},
        {"use", read_use},
        {"cover", read_cover},
        {"blind", read_blind},
        {"memory", read_memory},
        {"end", read_end},
};

/* The first line; NULL, or what is wrong with it. */
static const char *read_run(struct reader *reader, const struct data_value *row, const char *path)
{
	struct arena *arena = reader->records->arena;
	struct record_run *run = arena_new(arena, struct record_run);

	if (!same(text_or(row, "t", ""), "run"))
		return "no records: the first line is not `run`";
	if (number(row, "v") != VERSION)
		return arena_printf(arena, "records of version %ld; this program reads version %d",
		        (long)number(row, "v"), VERSION);
	*run = (struct record_run){.file = path,
	        .shim = text_or(row, "shim", ""),
	        .runtime = text_or(row, "runtime", ""),
	        .exact = holds(row, "exact"),
	        .trouble = unfinished};
	vec_push(arena, &reader->records->runs, run);
	reader->run = run;
	return NULL;
}

/* NULL, or what is wrong with the line. */
static const char *read_line(struct reader *reader, struct str line, const char *path)
{
	struct arena *arena = reader->records->arena;
	const char *text = arena_str(arena, line);
	struct source *source = source_new(arena, path, text, (uint32_t)line.n);
	struct data_error error;
	const struct data_value *row = json_read(arena, source, &error);
	const char *kind;

	if (!row || row->kind != DATA_TABLE)
		return "not a line of records";
	if (!reader->run)
		return read_run(reader, row, path);
	kind = text_or(row, "t", "");
	reader->run->complete = false; /* whatever follows `end` undoes it */
	reader->run->trouble = unfinished;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (same(kinds[i].name, kind))
			kinds[i].read(reader, row);
	return NULL;
}

static bool read_lines(struct reader *reader, struct str text, const char *path)
{
	uint32_t number = 0;

	while (text.n) {
		const char *end = memchr(text.at, '\n', text.n);
		struct str line = {text.at, end ? (size_t)(end - text.at) : text.n};
		const char *error = NULL;

		number++;
		text.at += line.n + (end != NULL);
		text.n -= line.n + (end != NULL);
		if (str_trim(line).n)
			error = read_line(reader, line, path);
		if (error && !end && reader->run) /* cut off: there is no `end` either */
			return true;
		if (error) {
			warn(reader->records,
			        arena_printf(reader->records->arena, "%s:%u: %s", path,
			                (unsigned)number, error));
			if (reader->run)
				reader->run->complete = false;
			return reader->run != NULL;
		}
	}
	return true;
}

static bool read_file(struct records *records, const char *path)
{
	struct reader reader = {.records = records};
	struct buf bytes = {0};
	int error = file_read(path, MOST_BYTES, &bytes);
	bool good = !error;

	if (error)
		warn(records, arena_printf(records->arena, "%s: %s", path, strerror(error)));
	else
		good = read_lines(&reader, (struct str){bytes.at, bytes.n}, path);
	buf_free(&bytes);
	map_free(&reader.sites);
	map_free(&reader.codes);
	return good;
}

/* ---- folders ---- */

static bool is_record_file(const char *name)
{
	return str_ends(str_of(name), ".jsonl");
}

static int compare_paths(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool records_read(struct records *records, const char *path)
{
	struct walk walk = {.arena = records->arena, .wanted = is_record_file};
	bool good = true;

	if (path_kind(path) != PATH_DIRECTORY)
		return read_file(records, path);
	walk_folder(&walk, path);
	if (walk.paths.n)
		qsort(walk.paths.at, walk.paths.n, sizeof(*walk.paths.at), compare_paths);
	for (uint32_t i = 0; i < walk.paths.n; i++)
		good = read_file(records, walk.paths.at[i]) && good;
	return good;
}
