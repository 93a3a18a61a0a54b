/*
 * Looking for libclang; see clang.h. Distributions give the library of each
 * LLVM version a name of its own, so names are tried from the newest version
 * down, then those without a version, then Python packages.
 */
#include "front/clang.h"

#include <dlfcn.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

enum { NEWEST = 30, OLDEST = 14 };

/* `%d`: the version of LLVM */
static const char *const versioned[] = {
        "libclang-%d.so.1",
        "libclang-%d.so.%d",
        "libclang-%d.so.13",
        "libclang-%d.so",
        "/usr/lib/llvm-%d/lib/libclang.so.1",
        "/usr/lib64/llvm%d/lib64/libclang.so.13",
        "/usr/lib/llvm%d/lib/libclang.so",
        "/opt/homebrew/opt/llvm@%d/lib/libclang.dylib",
};

static const char *const plain[] = {
        "libclang.so.1",
        "libclang.so.13",
        "libclang.so",
        "libclang.dylib",
        "/opt/homebrew/opt/llvm/lib/libclang.dylib",
        "/Library/Developer/CommandLineTools/usr/lib/libclang.dylib",
};

/* Below the directory that an environment variable names; "": below the root. */
static const struct {
	const char *variable, *pattern;
} packages[] = {
        {"VIRTUAL_ENV", "/lib/python3*/site-packages/clang/native/libclang.*"},
        {"HOME", "/.local/lib/python3*/site-packages/clang/native/libclang.*"},
        {"", "/usr/local/lib/python3*/site-packages/clang/native/libclang.*"},
};

static bool bind(struct clang *clang, void *library)
{
	clang->library = library;
#define CLANG(result, name, parameters)                          \
	*(void **)&clang->name = dlsym(library, "clang_" #name); \
	if (!clang->name)                                        \
		return false;
#include "front/clang_api.def"
#undef CLANG
	return true;
}

static bool try(struct clang *clang, const char *path)
{
	void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);

	if (!library)
		return false;
	if (bind(clang, library))
		return true;
	dlclose(library);
	return false;
}

static bool try_versions(struct clang *clang)
{
	char name[128];

	for (int version = NEWEST; version >= OLDEST; version--)
		for (size_t i = 0; i < COUNT_OF(versioned); i++) {
			snprintf(name, sizeof(name), versioned[i], version, version);
			if (try(clang, name))
				return true;
		}
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (try(clang, plain[i]))
			return true;
	return false;
}

static bool try_package(struct clang *clang, const char *pattern)
{
	bool found = false;
	glob_t files;
	int error = glob(pattern, 0, NULL, &files);

	if (error == GLOB_NOSPACE)
		mem_missing(0);
	if (error == 0) {
		for (size_t i = files.gl_pathc; i-- > 0 && !found;)
			found = try(clang, files.gl_pathv[i]);
		globfree(&files);
	}
	return found;
}

static bool try_packages(struct clang *clang)
{
	char pattern[1024];

	for (size_t i = 0; i < COUNT_OF(packages); i++) {
		const char *folder = *packages[i].variable ? getenv(packages[i].variable) : "";
		int length = snprintf(pattern, sizeof(pattern), "%s%s", folder ? folder : "",
		        packages[i].pattern);

		if (folder && length > 0 && (size_t)length < sizeof(pattern) &&
		        try_package(clang, pattern))
			return true;
	}
	return false;
}

struct clang *clang_load(struct arena *arena)
{
	const char *named = getenv("PROXYLINT_LIBCLANG");
	struct clang *clang = arena_new(arena, struct clang);

	/* A thread for each file would have memory of its own, which is not given back. */
	setenv("LIBCLANG_NOTHREADS", "1", 0);
	if (named ? !try(clang, named) : !try_versions(clang) && !try_packages(clang))
		return NULL;
	clang->version = clang_text(clang, arena, clang->getClangVersion());
	return clang;
}

void clang_unload(struct clang *clang)
{
	dlclose(clang->library);
}

const char *clang_text(const struct clang *clang, struct arena *arena, struct clang_string text)
{
	const char *bytes = clang->getCString(text);
	const char *copy = arena_strdup(arena, bytes ? bytes : "");

	clang->disposeString(text);
	return copy;
}
