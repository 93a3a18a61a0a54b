/*
 * Diffs are read line by line. The lines of a hunk are counted and passed over:
 * what they hold may look like the head of another file.
 */
#include "text/hunks.h"

#include "base/vec.h"

#include <stdlib.h>

struct range {
	uint32_t first, last;
};

/* Of one file. */
struct ranges {
	VEC(struct range) list;
};

static struct ranges *ranges_of(struct hunks *hunks, const char *path)
{
	struct ranges *ranges = map_get(&hunks->by_path, path);

	if (!ranges) {
		ranges = arena_new(hunks->arena, struct ranges);
		map_put(&hunks->by_path, arena_strdup(hunks->arena, path), ranges);
	}
	return ranges;
}

static void add_range(struct hunks *hunks, struct ranges *ranges, uint32_t first, uint32_t last)
{
	struct range range = {first, last};

	vec_push(hunks->arena, &ranges->list, range);
}

/* A name that git put in quotes, as it stands on disk. */
static const char *unquoted(struct arena *arena, struct str name)
{
	static const char letters[] = "abfnrtv", meant[] = "\a\b\f\n\r\t\v";
	char *out = arena_alloc(arena, name.n + 1), *to = out;

	for (size_t i = 1; i + 1 < name.n; i++) {
		char c = name.at[i];

		if (c == '\\' && name.at[i + 1] >= '0' && name.at[i + 1] <= '7' && i + 3 < name.n) {
			*to++ = (char)((name.at[i + 1] - '0') * 64 + (name.at[i + 2] - '0') * 8 +
			        name.at[i + 3] - '0');
			i += 3;
			continue;
		}
		if (c == '\\') {
			const char *letter = strchr(letters, c = name.at[++i]);

			c = c && letter ? meant[letter - letters] : c;
		}
		*to++ = c;
	}
	return out;
}

/* `+++ b/web/a.js`; git marks a name with blanks by a tab behind it. */
static const char *path_in(struct arena *arena, struct str line)
{
	struct str name = {line.at + 4, line.n - 4};
	const char *path;

	if (name.n && name.at[name.n - 1] == '\t')
		name.n--;
	path = name.n && *name.at == '"' ? unquoted(arena, name) : arena_str(arena, name);
	return str_starts(str_of(path), "b/") ? path + 2 : NULL;
}

/* "12,3" → 12 and 3; "12" → 12 and 1. */
static const char *read_pair(const char *at, uint32_t *first, uint32_t *count)
{
	char *end;

	*first = (uint32_t)strtoul(at, &end, 10);
	*count = 1;
	if (*end == ',')
		*count = (uint32_t)strtoul(end + 1, &end, 10);
	return end;
}

/* `@@ -1,2 +3,4 @@`: gives how many lines of the hunk follow. */
static uint32_t read_hunk(struct hunks *hunks, struct ranges *ranges, const char *line)
{
	uint32_t first, removed, added;
	const char *at = read_pair(line + 4, &first, &removed);

	at += strspn(at, " +");
	read_pair(at, &first, &added);
	if (ranges)
		add_range(hunks, ranges, first, added ? first + added - 1 : first + 1);
	return removed + added;
}

void hunks_read(struct hunks *hunks, struct str rest)
{
	struct ranges *ranges = NULL;
	uint32_t skip = 0;

	while (rest.n) {
		const char *end = memchr(rest.at, '\n', rest.n);
		struct str line = {rest.at, end ? (size_t)(end - rest.at) : rest.n};

		if (skip && *line.at != '\\') {
			skip--;
		} else if (str_starts(line, "+++ ")) {
			const char *path = path_in(hunks->arena, line);

			ranges = path ? ranges_of(hunks, path) : NULL;
		} else if (str_starts(line, "@@ -")) {
			skip = read_hunk(hunks, ranges, line.at);
		}
		rest.n -= line.n + (end != NULL);
		rest.at += line.n + (end != NULL);
	}
}

void hunks_add_file(struct hunks *hunks, const char *path)
{
	add_range(hunks, ranges_of(hunks, path), 1, UINT32_MAX);
}

bool hunks_touch(const struct hunks *hunks, const char *path, uint32_t first, uint32_t last)
{
	const struct ranges *ranges = map_get(&hunks->by_path, path);

	for (uint32_t i = 0; ranges && i < ranges->list.n; i++)
		if (first <= ranges->list.at[i].last && last >= ranges->list.at[i].first)
			return true;
	return false;
}

void hunks_free(struct hunks *hunks)
{
	map_free(&hunks->by_path);
}
