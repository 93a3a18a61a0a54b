#include "base/glob.h"

#include "base/str.h"

static bool match(const char *pattern, const char *at, const char *end);

/* `rest` of the pattern at the start of this component or of a later one. */
static bool match_below(const char *rest, const char *at, const char *end)
{
	while (!match(rest, at, end)) {
		at = memchr(at, '/', (size_t)(end - at));
		if (!at)
			return false;
		at++;
	}
	return true;
}

static bool match_run(const char *rest, const char *at, const char *end)
{
	for (; !match(rest, at, end); at++)
		if (at == end || *at == '/')
			return false;
	return true;
}

/* Does the pattern stand for all of at..end? */
static bool match(const char *pattern, const char *at, const char *end)
{
	for (; *pattern; pattern++, at++) {
		if (str_starts(str_of(pattern), "**/"))
			return match_below(pattern + 3, at, end);
		if (same(pattern, "**"))
			return true;
		if (*pattern == '*')
			return match_run(pattern + 1, at, end);
		if (at == end || (*pattern == '?' ? *at == '/' : *pattern != *at))
			return false;
	}
	return at == end;
}

bool glob_path(const char *pattern, const char *path)
{
	struct str text = str_of(pattern);
	bool anchored;
	char bare[1024];

	while (text.n && text.at[text.n - 1] == '/')
		text.n--;
	if (!text.n || text.n >= sizeof(bare))
		return false;
	anchored = memchr(text.at, '/', text.n) != NULL;
	if (*text.at == '/') {
		text.at++;
		text.n--;
	}
	memcpy(bare, text.at, text.n);
	bare[text.n] = '\0';
	/* the path, and each directory above it */
	for (const char *start = path, *end = path; *end; start = end + (*end == '/')) {
		end = start + strcspn(start, "/");
		if (match(bare, anchored ? path : start, end))
			return true;
	}
	return false;
}
