/*
 * `exports`, `module` and `main` say where an ES module might be, in that
 * order; whether it is one is seen in the file. So a package that says nothing
 * right, or names what was not built, does no harm.
 */
#include "page/package.h"

#include "base/file.h"
#include "base/find.h"
#include "page/part.h"

#include <stdio.h>

enum { DEEPEST_CONDITION = 8 };

struct reader {
	struct page_model *model;
	const char *directory;
};

size_t page_package_length(const char *name)
{
	size_t n = *name == '@' ? strcspn(name, "/") : 0;

	if (n && name[n])
		n++;
	return n + strcspn(name + n, "/?#@");
}

/* ---- what it names ---- */

static const struct page_file *file_named(const struct reader *reader, const char *name)
{
	const char *path;

	if (!name || strchr(name, '*'))
		return NULL;
	path = path_beside(reader->model->arena, reader->directory, name);
	if (path_kind(path) == PATH_DIRECTORY)
		path = path_join(reader->model->arena, path, "index.js");
	else if (path_kind(path) == PATH_MISSING)
		path = arena_printf(reader->model->arena, "%s.js", path);
	return page_file_at(reader->model, path);
}

static const struct page_file *module_named(const struct reader *reader, const char *name)
{
	const struct page_file *file = file_named(reader, name);

	return file && file->esm.kind == ESM_MODULE && file->fault.kind == FAULT_NONE ? file : NULL;
}

/* The first of the conditions that a browser fulfils and that leads to a module. */
static const struct page_file *module_in(
        const struct reader *reader, const struct data_value *value, unsigned depth)
{
	static const char *const fulfilled[] = {"browser", "module", "import", "default"};
	const struct page_file *file = NULL;

	if (depth > DEEPEST_CONDITION || !value)
		return NULL;
	if (value->kind == DATA_STRING)
		return module_named(reader, value->text);
	for (uint32_t i = 0; value->kind == DATA_ARRAY && i < value->items.n && !file; i++)
		file = module_in(reader, value->items.at[i], depth + 1);
	for (size_t i = 0; i < COUNT_OF(fulfilled) && !file; i++)
		file = module_in(reader, data_get(value, fulfilled[i]), depth + 1);
	return file;
}

static const struct page_file *module_of(
        const struct reader *reader, const struct data_value *root, const char *part)
{
	static const char *const members[] = {"module", "jsnext:main", "browser", "main"};
	const struct data_value *exports = data_get(root, "exports");
	const struct data_value *listed = data_get(exports, part);
	const struct page_file *file = module_in(reader, listed, 0);

	if (!same(part, "."))
		return file ? file : module_named(reader, part);
	if (!listed)
		file = module_in(reader, exports, 0);
	for (size_t i = 0; i < COUNT_OF(members) && !file; i++)
		file = module_named(reader, data_text(data_get(root, members[i])));
	return file ? file : module_named(reader, "index.js");
}

static const struct page_file *main_of(const struct reader *reader, const struct data_value *root)
{
	static const char *const members[] = {"jsdelivr", "unpkg", "main"};
	const struct page_file *file = NULL;

	for (size_t i = 0; i < COUNT_OF(members) && !file; i++)
		file = file_named(reader, data_text(data_get(root, members[i])));
	return file ? file : file_named(reader, "index.js");
}

/* ---- finding it ---- */

static const struct page_package *read_package(
        struct page_model *model, const char *directory, const char *name, const char *part)
{
	const char *path = path_join(model->arena, directory, "package.json");
	const char *key = arena_printf(model->arena, "%s#%s", path, part);
	struct page_package *package = map_get(&model->package_at, key);
	struct reader reader = {model, directory};
	const struct data_value *root;
	struct data_error error;
	struct source *source;

	if (package)
		return package;
	source = model->files.read(model->files.context, path);
	root = source ? json_read(model->arena, source, &error) : NULL;
	if (!root)
		return NULL;
	package = arena_new(model->arena, struct page_package);
	map_put(&model->package_at, key, package);
	package->name = name;
	package->directory = directory;
	package->version = data_text(data_get(root, "version"));
	package->module = module_of(&reader, root, part);
	package->main = main_of(&reader, root);
	return package;
}

const struct page_package *page_package_named(
        struct page_model *model, const char *directory, const char *name)
{
	size_t n = page_package_length(name);
	const char *package = arena_strndup(model->arena, name, n);
	const char *part = name[n] == '/' ? arena_printf(model->arena, ".%s", name + n) : ".";

	for (; directory && n; directory = path_directory(model->arena, directory)) {
		const char *folder = path_beside(model->arena, directory,
		        arena_printf(model->arena, "node_modules/%s", package));

		if (path_kind(folder) == PATH_DIRECTORY)
			return read_package(model, folder, package, part);
		if (same(directory, ".") || same(directory, "/"))
			break;
	}
	return NULL;
}

const struct page_package *page_package_around(struct page_model *model, const char *path)
{
	static const char folder[] = "node_modules/";
	const char *at = NULL, *name;
	size_t n;

	for (const char *next = path; (next = strstr(next, folder)); next++)
		at = next;
	if (!at)
		return NULL;
	name = at + strlen(folder);
	n = page_package_length(name);
	return read_package(model, arena_strndup(model->arena, path, (size_t)(name - path) + n),
	        arena_strndup(model->arena, name, n), ".");
}
