/*
 * The modules of a project, and what they import. An import is followed when
 * it leads to a file that can be read; the first that cannot work is the
 * module's fault, as a browser runs nothing of a module that it cannot link.
 */
#include "page/module.h"

#include "base/file.h"
#include "base/find.h"
#include "page/part.h"

enum { DEEPEST_EXPORT = 20 };

static bool is_script_name(const char *path)
{
	return str_ends(str_of(path), ".js") || str_ends(str_of(path), ".mjs");
}

bool page_is_bare(const char *from)
{
	return *from && !strchr("./#", *from) && !strstr(from, ":") && !strpbrk(from, "{<$");
}

/* ---- exports ---- */

static const struct page_file *imported(const struct page_model *model,
        const struct page_file *file, const struct esm_import *import)
{
	const char *path;

	if (page_is_bare(import->from))
		return NULL;
	path = page_resolve(model, path_directory(model->arena, file->path), str_of(import->from));
	return path ? map_get(&model->file_at, path) : NULL;
}

static bool exports(const struct page_model *model, const struct page_file *file, const char *name,
        unsigned depth)
{
	if (file->esm.kind == ESM_UNKNOWN || file->esm.broken || depth > DEEPEST_EXPORT)
		return true;
	for (uint32_t i = 0; i < file->esm.names.n; i++)
		if (same(file->esm.names.at[i], name))
			return true;
	for (uint32_t i = 0; i < file->esm.imports.n && !same(name, "default"); i++) {
		const struct esm_import *import = &file->esm.imports.at[i];
		const struct page_file *other = import->all ? imported(model, file, import) : NULL;

		if (import->all && (!other || exports(model, other, name, depth + 1)))
			return true;
	}
	return false;
}

bool page_file_exports(
        const struct page_model *model, const struct page_file *file, const char *name)
{
	return exports(model, file, name, 0);
}

bool page_file_is_empty(const struct page_file *file)
{
	const struct esm *esm = &file->esm;

	return esm->kind == ESM_SCRIPT ||
	        (esm->kind == ESM_MODULE && !esm->open && !esm->broken && !esm->names.n);
}

/* ---- faults ---- */

static struct page_fault fault_at(const struct page_file *file, const struct esm_import *import,
        enum page_fault_kind kind, struct span span)
{
	return (struct page_fault){.kind = kind, .file = file, .from = import->from, .span = span};
}

/* What is wrong with a file that can be read, or with what it imports. */
static struct page_fault fault_in(struct page_model *model, const struct page_file *file,
        const struct esm_import *import, const struct page_file *other)
{
	struct page_fault fault;

	if (other->esm.kind == ESM_FATAL)
		return fault_at(file, import, FAULT_NO_MODULE, import->span);
	for (uint32_t i = 0; i < import->names.n; i++) {
		const struct esm_name *name = &import->names.at[i];

		if (page_file_exports(model, other, name->text))
			continue;
		fault = fault_at(file, import, FAULT_NO_EXPORT, name->span);
		fault.name = name->text;
		return fault;
	}
	return other->fault;
}

static struct page_fault fault_of(
        struct page_model *model, const struct page_file *file, const struct esm_import *import)
{
	const char *directory = path_directory(model->arena, file->path), *path;
	const struct page_file *other;
	struct page_fault fault;

	if (page_is_bare(import->from))
		return fault_at(file, import, FAULT_BARE, import->span);
	path = page_resolve(model, directory, str_of(import->from));
	if (!path)
		return (struct page_fault){.kind = FAULT_NONE};
	other = page_file_at(model, path);
	if (other)
		return fault_in(model, file, import, other);
	fault = fault_at(file, import, FAULT_MISSING, import->span);
	fault.path = path;
	return path_kind(path) == PATH_MISSING ? fault : (struct page_fault){.kind = FAULT_NONE};
}

static void follow(struct page_model *model, struct page_file *file)
{
	if (file->followed)
		return;
	file->followed = true; /* modules may import each other */
	for (uint32_t i = 0; i < file->esm.imports.n && file->fault.kind == FAULT_NONE; i++)
		file->fault = fault_of(model, file, &file->esm.imports.at[i]);
}

/* ---- reading ---- */

const struct page_file *page_file_at(struct page_model *model, const char *path)
{
	struct page_file *file = map_get(&model->file_at, path);
	struct source *source;

	if (file || !is_script_name(path))
		return file;
	source = model->files.read(model->files.context, path);
	if (!source)
		return NULL;
	file = arena_new(model->arena, struct page_file);
	file->path = path;
	file->source = source;
	file->esm = esm_of(model->arena, source, path);
	map_put(&model->file_at, path, file);
	follow(model, file);
	return file;
}
