/* Pages and configurations: the small questions. What PyScript does was read in its sources. */
#include "base/file.h"
#include "page/cdn.h"
#include "page/config.h"
#include "page/event.h"
#include "page/package.h"

#include <criterion/criterion.h>

Test(pages, places_of_configurations)
{
	cr_expect(page_config_is_place(str_of("pyscript.toml")));
	cr_expect(page_config_is_place(str_of(" ./a/b.json?v=2 ")));
	cr_expect(page_config_is_place(str_of("settings.yaml")));
	cr_expect(page_config_is_place(str_of("name = 'a'\nscale = 0.5")));
	cr_expect(!page_config_is_place(str_of("{\"a\": 0.5}")));
	cr_expect(!page_config_is_place(str_of("packages = [\"a.py\"]")));
	cr_expect(!page_config_is_place(str_of("")));
	cr_expect(!page_config_is_place(str_of("plain")));
}

Test(pages, names_of_configurations)
{
	cr_expect(page_config_is_named("pyscript.toml"));
	cr_expect(page_config_is_named("a/pyscript-main.json"));
	cr_expect(!page_config_is_named("pyscript.js"));
	cr_expect(!page_config_is_named("package.json"));
}

static void expect_meant(const char *written, const char *meant)
{
	const char *found = event_meant(str_of(written));

	cr_expect_str_eq(found ? found : "", meant, "%s", written);
}

Test(pages, events)
{
	expect_meant("click", "");
	expect_meant("onclick", "click");
	expect_meant("onClick", "click");
	expect_meant("clikc", "click");
	expect_meant("my-event", "");
	expect_meant("once", "");
	expect_meant("keyp", "");
	expect_meant("online", "");
	expect_meant("py:ready", "");
	expect_meant("", "");
}

static void expect_verdict(const char *url, enum cdn_verdict verdict)
{
	cr_expect_eq(cdn_judge(url), verdict, "%s", url);
}

Test(pages, urls)
{
	expect_verdict("https://cdn.jsdelivr.net/npm/d3@7/+esm", CDN_MODULE);
	expect_verdict("https://esm.sh/d3", CDN_MODULE);
	expect_verdict("https://unpkg.com/three@0.160.0/build/three.module.js", CDN_MODULE);
	expect_verdict("https://unpkg.com/leaflet@1.9.4/dist/leaflet.css", CDN_MODULE);
	expect_verdict("https://unpkg.com/leaflet@1.9.4/dist/leaflet.js", CDN_SCRIPT);
	expect_verdict("https://cdn.jsdelivr.net/npm/chart.js/dist/chart.umd.js", CDN_SCRIPT);
	expect_verdict("https://cdn.jsdelivr.net/npm/chart.js", CDN_ENTRY);
	expect_verdict("https://cdn.jsdelivr.net/npm/uhtml/preactive.js", CDN_UNKNOWN);
	expect_verdict("https://example.org/lib.js", CDN_UNKNOWN);
	expect_verdict("./leaflet.js", CDN_UNKNOWN);
}

static void expect_module_url(const char *url, const char *expected)
{
	struct arena arena = {0};
	const char *found = cdn_module_url(&arena, url);

	cr_expect_str_eq(found ? found : "", expected, "%s", url);
	arena_free(&arena);
}

Test(pages, modules_that_jsdelivr_makes)
{
	expect_module_url("https://unpkg.com/leaflet@1.9.4/dist/leaflet.js",
	        "https://cdn.jsdelivr.net/npm/leaflet@1.9.4/+esm");
	expect_module_url("https://cdn.jsdelivr.net/npm/@a/b@1/x.js",
	        "https://cdn.jsdelivr.net/npm/@a/b@1/+esm");
	expect_module_url("https://cdn.jsdelivr.net/npm/chart.js",
	        "https://cdn.jsdelivr.net/npm/chart.js/+esm");
	expect_module_url("https://cdnjs.cloudflare.com/ajax/libs/d3/7.8.5/d3.min.js",
	        "https://cdn.jsdelivr.net/npm/d3@7.8.5/+esm");
	expect_module_url("https://code.jquery.com/jquery.js", "");
}

static void expect_place(
        const char *url, const char *package, const char *version, const char *file)
{
	struct arena arena = {0};
	struct cdn_place place = {0};

	cr_expect_eq(cdn_place(&arena, url, &place), package != NULL, "%s", url);
	cr_expect(same(place.package, package), "%s: %s", url, place.package);
	cr_expect(same(place.version, version), "%s: %s", url, place.version);
	cr_expect(same(place.file, file), "%s: %s", url, place.file);
	arena_free(&arena);
}

Test(pages, what_urls_of_packages_say)
{
	expect_place("https://unpkg.com/leaflet@1.9.4/dist/leaflet.js?x", "leaflet", "1.9.4",
	        "dist/leaflet.js");
	expect_place("https://cdn.jsdelivr.net/npm/@a/b@1", "@a/b", "1", NULL);
	expect_place("https://cdn.jsdelivr.net/npm/@a/b/c.js", "@a/b", NULL, "c.js");
	expect_place("https://cdn.jsdelivr.net/npm/chart.js", "chart.js", NULL, NULL);
	expect_place(
	        "https://cdnjs.cloudflare.com/ajax/libs/d3/7.8.5/d3.min.js", "d3", "7.8.5", NULL);
	expect_place("https://example.org/npm/d3", NULL, NULL, NULL);
}

Test(pages, bare_names)
{
	cr_expect(page_is_bare("react"));
	cr_expect(page_is_bare("@a/b/c.js"));
	cr_expect(!page_is_bare("./react"));
	cr_expect(!page_is_bare("/react.js"));
	cr_expect(!page_is_bare("https://esm.sh/react"));
	cr_expect(!page_is_bare("node:fs"));
	cr_expect(!page_is_bare("#inner"));
	cr_expect(!page_is_bare("{ROOT}/a.js"));
	cr_expect(!page_is_bare(""));
}

static void expect_way(const char *directory, const char *path, const char *way)
{
	struct arena arena = {0};
	const char *found = path_from(&arena, directory, path);

	cr_expect_str_eq(found, way, "%s -> %s", directory, path);
	arena_free(&arena);
}

Test(pages, ways_between_files)
{
	expect_way(".", "a.js", "./a.js");
	expect_way("web", "web/lib/a.js", "./lib/a.js");
	expect_way("web/app", "web/a.js", "../a.js");
	expect_way("web/app", "web/apples/a.js", "../apples/a.js");
	expect_way("a/b", "c/d.js", "../../c/d.js");
	expect_way("/a/b", "/a/b/c.js", "./c.js");
}
