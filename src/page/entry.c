/*
 * What an entry of js_modules leads to: a file, a package that is installed
 * beside the page, a file on a CDN that is installed as well; and, where that
 * is no module, the one that the same library has.
 */
#include "base/file.h"
#include "base/find.h"
#include "page/cdn.h"
#include "page/package.h"
#include "page/part.h"

static bool is_module(const struct page_file *file)
{
	return file && file->esm.kind == ESM_MODULE && file->fault.kind == FAULT_NONE;
}

/* ---- URLs ---- */

/* Is what is installed what the URL asks for? "4" asks for any 4. */
static bool is_version(const char *installed, const char *asked)
{
	size_t n = asked ? strlen(asked) : 0;

	return !n ||
	        (installed && strncmp(installed, asked, n) == 0 &&
	                (!installed[n] || installed[n] == '.'));
}

static void find_twin(struct page_model *model, struct page_module *module)
{
	struct cdn_place place;
	const struct page_package *package;

	if (strstr(module->source, "+esm") || !cdn_place(model->arena, module->source, &place))
		return;
	package = page_package_named(model, module->directory, place.package);
	if (!package || !is_version(package->version, place.version))
		return;
	module->twin = package->main;
	if (place.file)
		module->twin = page_file_at(
		        model, path_beside(model->arena, package->directory, place.file));
}

/* ---- files ---- */

/* A build for modules beside another one: leaflet-src.esm.js beside leaflet.js. */
static const struct page_file *build_beside(struct page_model *model, const char *path)
{
	static const char *const builds[] = {
	        ".min.js", ".umd.js", ".iife.js", ".global.js", ".cjs", ".js"};
	static const char *const endings[] = {
	        ".mjs", ".esm.js", ".module.js", ".esm.mjs", ".es.js", "-src.esm.js"};
	struct str stem = str_of(path);

	for (size_t i = 0; i < COUNT_OF(builds); i++)
		if (str_ends(stem, builds[i]))
			stem.n -= strlen(builds[i]);
	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		const struct page_file *file = page_file_at(model,
		        arena_printf(model->arena, "%.*s%s", (int)stem.n, stem.at, endings[i]));

		if (is_module(file))
			return file;
	}
	return NULL;
}

static void find_better(struct page_model *model, struct page_module *module)
{
	if (module->package)
		module->better = module->package->module;
	else if (path_kind(module->path) == PATH_FILE)
		module->better = build_beside(model, module->path);
}

void page_find_module(struct page_model *model, struct page_module *module)
{
	if (!module->directory)
		return;
	find_twin(model, module);
	module->path = page_resolve(model, module->directory, str_of(module->source));
	if (!module->path)
		return;
	module->file = page_file_at(model, module->path);
	if (is_module(module->file))
		return;
	module->package = page_package_around(model, module->path);
	if (!module->file && page_is_bare(module->source))
		module->package = page_package_named(model, module->directory, module->source);
	find_better(model, module);
}
