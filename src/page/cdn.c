#include "page/cdn.h"

#include <stdio.h>

enum cdn_verdict cdn_judge(const char *url)
{
	static const struct {
		const char *glob;
		enum cdn_verdict verdict;
	} rows[] = {
#define CDN(glob, verdict) {glob, CDN_##verdict},
#include "page/cdn.def"
#undef CDN
	};

	if (!strstr(url, "://"))
		return CDN_UNKNOWN;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (str_glob(rows[i].glob, url))
			return rows[i].verdict;
	return CDN_UNKNOWN;
}

/* How long `name@version` or `@scope/name@version` is at the start of a path. */
static size_t package_length(const char *path)
{
	size_t n = *path == '@' ? strcspn(path, "/") : 0;

	if (n && path[n])
		n++;
	return n + strcspn(path + n, "/?#");
}

const char *cdn_module_url(struct arena *arena, const char *url)
{
	static const char *const bases[] = {"://cdn.jsdelivr.net/npm/", "://unpkg.com/"};
	static const char cdnjs[] = "://cdnjs.cloudflare.com/ajax/libs/";
	const char *at;

	for (size_t i = 0; i < COUNT_OF(bases); i++) {
		at = strstr(url, bases[i]);
		if (!at)
			continue;
		at += strlen(bases[i]);
		return arena_printf(arena, "https://cdn.jsdelivr.net/npm/%.*s/+esm",
		        (int)package_length(at), at);
	}
	at = strstr(url, cdnjs);
	if (at) {
		size_t name = strcspn(at += strlen(cdnjs), "/"), version;

		if (!at[name])
			return NULL;
		version = strcspn(at + name + 1, "/");
		return arena_printf(arena, "https://cdn.jsdelivr.net/npm/%.*s@%.*s/+esm", (int)name,
		        at, (int)version, at + name + 1);
	}
	return NULL;
}
