/*
 * Headers of the project: what `#include "x.h"` leads to, and what stands in
 * it as far as its words tell. Each is read once, however many files include
 * it.
 *
 * A header is looked for beside the file that names it, in the directories of
 * -I, among the files of the run, and beside the directories above and in their
 * `include`. Those of Python are left alone: what they declare has a meaning by
 * its name.
 */
#include "engine/project.h"

#include "base/file.h"
#include "base/find.h"

#include <ctype.h>

enum { LARGEST_HEADER = 1 << 20, MOST_HEADERS = 500, FOLDERS_ABOVE = 6 };

/* Inputs with one file name. */
struct named {
	VEC(const char *) list;
};

static bool is_header(const char *path)
{
	return str_ends(str_of(path), ".h") || str_ends(str_of(path), ".hh") ||
	        str_ends(str_of(path), ".hpp") || str_ends(str_of(path), ".hxx");
}

/* ---- where it is ---- */

static bool is_there(struct project *project, const char *path)
{
	const struct input *input = map_get(&project->by_path, path);

	if (input && !input->context)
		return true;
	return project_path_kind(project, path) == PATH_FILE;
}

static bool is_python(struct project *project, const char *folder)
{
	return is_there(project, path_beside(&project->headers.arena, folder, "Python.h"));
}

/* A path, or NULL. */
static const char *in_folder(struct project *project, const char *folder, const char *name)
{
	const char *path = path_beside(&project->headers.arena, folder, name);

	return is_there(project, path) && !is_python(project, folder) ? path : NULL;
}

static const char *in_flags(struct project *project, const char *name)
{
	const struct check_texts *flags = &project->request->c_flags;
	const char *found = NULL;

	for (uint32_t i = 0; i < flags->n && !found; i++) {
		const char *folder = flags->at[i] + strlen("-I");

		if (!str_starts(str_of(flags->at[i]), "-I"))
			continue;
		if (!*folder && i + 1 < flags->n)
			folder = flags->at[++i];
		if (*folder)
			found = in_folder(project, folder, name);
	}
	return found;
}

/* The nearest of the run; NULL when two are as near. */
static const char *in_run(struct project *project, const char *from, const char *name)
{
	const char *ending = arena_printf(&project->headers.arena, "/%s", name), *best = NULL;
	const struct named *named = map_get(&project->headers.of_run, path_name(name));
	size_t most = 0;
	bool alone = true;

	for (uint32_t i = 0; named && i < named->list.n; i++) {
		const char *path = named->list.at[i];
		size_t near = path_nearness(from, path);

		if (!str_ends(str_of(path), ending) || (best && near < most))
			continue;
		alone = !best || near > most;
		best = path;
		most = near;
	}
	return alone ? best : NULL;
}

static const char *above(struct project *project, const char *folder, const char *name)
{
	struct arena *arena = &project->headers.arena;
	const char *found = NULL;

	for (int i = 0; i < FOLDERS_ABOVE && !found && !same(folder, "/"); i++) {
		if (i)
			found = in_folder(project, folder, name);
		if (!found)
			found = in_folder(project, path_join(arena, folder, "include"), name);
		if (same(folder, "."))
			break;
		folder = path_directory(arena, folder);
	}
	return found;
}

static const char *find(struct project *project, const char *folder, const char *name)
{
	const char *found;

	if (name[0] == '/' || same(path_name(name), "Python.h"))
		return NULL;
	found = in_folder(project, folder, name);
	if (!found)
		found = in_flags(project, name);
	if (!found)
		found = in_run(project, folder, name);
	return found ? found : above(project, folder, name);
}

/* ---- what is in it ---- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t blanks(struct str text, size_t at)
{
	while (at < text.n && (text.at[at] == ' ' || text.at[at] == '\t'))
		at++;
	return at;
}

/* #include "x.h" at the sign */
static void read_include(struct headers *headers, struct header *header, size_t at)
{
	struct str text = header->front.text;
	const char *end;

	at = blanks(text, at + 1);
	if (!str_starts((struct str){text.at + at, text.n - at}, "include"))
		return;
	at = blanks(text, at + strlen("include"));
	if (at >= text.n || text.at[at++] != '"')
		return;
	end = memchr(text.at + at, '"', text.n - at);
	if (end)
		vec_push(&headers->arena, &header->names,
		        arena_strndup(&headers->arena, text.at + at, (size_t)(end - text.at) - at));
}

/* Names before a bracket are those of functions and macros, or types of the former. */
static size_t read_word(struct headers *headers, struct header *header, size_t at)
{
	struct str text = header->front.text;
	size_t end = at, next;

	while (end < text.n && is_word(text.at[end]))
		end++;
	next = blanks(text, end);
	if (next < text.n && text.at[next] == '(')
		map_put(&header->words, arena_strndup(&headers->arena, text.at + at, end - at),
		        header);
	return end;
}

static void read_words(struct headers *headers, struct header *header)
{
	struct str text = header->front.text;

	for (size_t at = 0; at < text.n;) {
		if (is_word(text.at[at])) {
			at = read_word(headers, header, at);
			continue;
		}
		if (text.at[at] == '#')
			read_include(headers, header, at);
		at++;
	}
}

static struct header *header_new(struct project *project, const char *path)
{
	struct headers *headers = &project->headers;
	struct header *header = arena_new(&headers->arena, struct header);
	struct buf text = {0};

	header->front.path = path;
	if (project_read_file(project, path, LARGEST_HEADER, &text) == 0)
		header->front.text =
		        (struct str){arena_strndup(&headers->arena, text.at, text.n), text.n};
	buf_free(&text);
	header->front.directives = front_directives(&headers->arena, header->front.text);
	read_words(headers, header);
	header->marks =
	        str_find(header->front.text, "__attribute__") || str_find(header->front.text, "[[");
	vec_push(&headers->arena, &headers->all, header);
	map_put(&headers->by_path, path, header);
	return header;
}

struct header *project_header(struct project *project, const char *from, const char *name)
{
	struct headers *headers = &project->headers;
	const char *folder = path_directory(&headers->arena, from), *path;
	char *key = arena_printf(&headers->arena, "%s/%s", folder, name);
	struct header *known = map_get(&headers->asked, key);

	if (known)
		return known == &headers->none ? NULL : known;
	path = find(project, folder, name);
	if (!path)
		known = &headers->none;
	else if (!(known = map_get(&headers->by_path, path)))
		known = header_new(project, path);
	map_put(&headers->asked, key, known);
	return known == &headers->none ? NULL : known;
}

const struct front_header *project_front_header(void *context, const char *from, const char *name)
{
	const struct header *header = project_header(context, from, name);

	return header ? &header->front : NULL;
}

/* ---- all that a file includes ---- */

static void add(struct project *project, struct header_list *list, struct header *header)
{
	for (uint32_t i = 0; i < list->list.n; i++)
		if (list->list.at[i] == header)
			return;
	if (list->list.n < MOST_HEADERS)
		vec_push(&project->headers.arena, &list->list, header);
}

struct header_list project_headers(struct project *project, const struct unit *unit)
{
	struct header_list list = {0};

	for (uint32_t i = 0; i < unit->includes.n; i++) {
		struct header *header =
		        project_header(project, unit->source->path, unit->includes.at[i]);

		if (header)
			add(project, &list, header);
	}
	for (uint32_t h = 0; h < list.list.n; h++) {
		const struct header *header = list.list.at[h];

		for (uint32_t i = 0; i < header->names.n; i++) {
			struct header *next =
			        project_header(project, header->front.path, header->names.at[i]);

			if (next)
				add(project, &list, next);
		}
	}
	return list;
}

void project_headers_of_run(struct project *project)
{
	struct headers *headers = &project->headers;

	for (uint32_t i = 0; i < project->inputs.n; i++) {
		const char *path = project->inputs.at[i]->path;
		struct named *named = map_get(&headers->of_run, path_name(path));

		if (!is_header(path))
			continue;
		if (!named) {
			named = arena_new(&headers->arena, struct named);
			map_put(&headers->of_run, path_name(path), named);
		}
		vec_push(&headers->arena, &named->list, path);
	}
}

void project_headers_free(struct project *project)
{
	struct headers *headers = &project->headers;

	for (uint32_t i = 0; i < headers->all.n; i++)
		map_free(&headers->all.at[i]->words);
	map_free(&headers->of_run);
	map_free(&headers->asked);
	map_free(&headers->by_path);
	arena_free(&headers->arena);
}
