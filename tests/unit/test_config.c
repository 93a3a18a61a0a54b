#include "base/file.h"
#include "base/glob.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

struct glob_case {
	const char *pattern, *path;
	bool fits;
};

Test(glob, as_gitignore)
{
	static const struct glob_case cases[] = {
	        {"*.js", "a.js", true},
	        {"*.js", "web/a.js", true},
	        {"*.js", "web/a.jsx", false},
	        {"vendor", "vendor/a/b.js", true},
	        {"vendor/", "web/vendor/a/b.js", true},
	        {"/vendor", "web/vendor/a.js", false},
	        {"/vendor", "vendor/a.js", true},
	        {"web/*.js", "web/a.js", true},
	        {"web/*.js", "web/lib/a.js", false},
	        {"web/**", "web/lib/a.js", true},
	        {"web/**", "other/web/a.js", false},
	        {"**/lib/*.js", "web/lib/a.js", true},
	        {"**/lib/*.js", "lib/a.js", true},
	        {"a/**/b", "a/b", true},
	        {"a/**/b", "a/x/y/b/c", true},
	        {"a/**/b", "a/xb", false},
	        {"a?c", "abc", true},
	        {"a?c", "a/c", false},
	        {"a*", "b/ac", true},
	        {"", "a", false},
	        {"/", "a", false},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		cr_expect(glob_path(cases[i].pattern, cases[i].path) == cases[i].fits,
		        "`%s` and `%s`", cases[i].pattern, cases[i].path);
}

Test(path, absolute)
{
	struct arena arena = {0};

	cr_expect(eq(str, (char *)path_absolute(&arena, "/a//b/./../c/"), (char *)"/a/c"));
	cr_expect(eq(str, (char *)path_absolute(&arena, "/../.."), (char *)"/"));
	cr_expect(path_absolute(&arena, "x")[0] == '/');
	cr_expect(str_ends(str_of(path_absolute(&arena, "x")), "/x"));
	arena_free(&arena);
}
