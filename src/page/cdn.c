#include "page/cdn.h"

#include "page/package.h"

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

/* "name@version/file", "@scope/name/file" */
static void npm_place(struct arena *arena, const char *path, struct cdn_place *place)
{
	size_t n = page_package_length(path), version;

	place->package = arena_strndup(arena, path, n);
	path += n;
	if (*path == '@') {
		version = strcspn(++path, "/?#");
		place->version = arena_strndup(arena, path, version);
		path += version;
	}
	if (*path == '/' && path[1])
		place->file = arena_strndup(arena, path + 1, strcspn(path + 1, "?#"));
}

/* "name/version/file", as cdnjs has it: its files are not laid out like those of npm. */
static bool cdnjs_place(struct arena *arena, const char *path, struct cdn_place *place)
{
	size_t name = strcspn(path, "/");

	if (!path[name])
		return false;
	place->package = arena_strndup(arena, path, name);
	path += name + 1;
	place->version = arena_strndup(arena, path, strcspn(path, "/"));
	return true;
}

bool cdn_place(struct arena *arena, const char *url, struct cdn_place *place)
{
	static const char *const bases[] = {"://cdn.jsdelivr.net/npm/", "://unpkg.com/"};
	static const char cdnjs[] = "://cdnjs.cloudflare.com/ajax/libs/";
	const char *at;

	*place = (struct cdn_place){0};
	for (size_t i = 0; i < COUNT_OF(bases); i++) {
		at = strstr(url, bases[i]);
		if (at) {
			npm_place(arena, at + strlen(bases[i]), place);
			return *place->package;
		}
	}
	at = strstr(url, cdnjs);
	return at && cdnjs_place(arena, at + strlen(cdnjs), place);
}

const char *cdn_esm_url(struct arena *arena, const char *package, const char *version)
{
	return arena_printf(arena, "https://cdn.jsdelivr.net/npm/%s%s%s/+esm", package,
	        version ? "@" : "", version ? version : "");
}

const char *cdn_module_url(struct arena *arena, const char *url)
{
	struct cdn_place place;

	return cdn_place(arena, url, &place) ? cdn_esm_url(arena, place.package, place.version)
	                                     : NULL;
}
