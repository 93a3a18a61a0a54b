/*
 * Matching goes back to the last `*` and the last `**` only: what an earlier
 * one might have taken instead leads nowhere that the last one cannot reach.
 * So no pattern takes long.
 */
#include "base/glob.h"

#include "base/str.h"

/* Where matching may be taken up again. */
struct retry {
	const char *pattern; /* behind the stars, or NULL: there were none */
	const char *at;      /* as far as they have not taken anything */
};

/* One byte more for the last `*`, else one component more for the last `**`. */
static bool take_more(struct retry *star, struct retry *deep, const char *end, const char **pattern,
        const char **at)
{
	const char *slash;

	if (star->pattern && star->at < end && *star->at != '/') {
		*pattern = star->pattern;
		*at = ++star->at;
		return true;
	}
	slash = deep->pattern ? memchr(deep->at, '/', (size_t)(end - deep->at)) : NULL;
	if (!slash)
		return false;
	star->pattern = NULL;
	*pattern = deep->pattern;
	*at = deep->at = slash + 1;
	return true;
}

static bool fits(const char *pattern, const char *at, const char *end)
{
	return *pattern && at < end && (*pattern == '?' ? *at != '/' : *pattern == *at);
}

/* Does the pattern stand for all of at..end? */
static bool match(const char *pattern, const char *at, const char *end)
{
	struct retry star = {0}, deep = {0};

	for (;;) {
		if (strncmp(pattern, "**/", 3) == 0) {
			pattern += 3;
			deep = (struct retry){pattern, at};
			star.pattern = NULL;
		} else if (same(pattern, "**") || (!*pattern && at == end)) {
			return true;
		} else if (*pattern == '*') {
			star = (struct retry){++pattern, at};
		} else if (fits(pattern, at, end)) {
			pattern++;
			at++;
		} else if (!take_more(&star, &deep, end, &pattern, &at)) {
			return false;
		}
	}
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
