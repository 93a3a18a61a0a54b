/*
 * Which Pyodide the code runs on: what the request or a configuration says, else the version in
 * an URL of a linted file (".../pyodide/v0.26.4/full/"), else that of the
 * dependency in the nearest package.json, else what the code uses that newer
 * versions lack.
 */
#include "engine/project.h"

#include "base/file.h"
#include "base/find.h"
#include "data/data.h"

enum { LARGEST_PACKAGE = 1 << 20 };

/* The digits and dots at `text`, or NULL: "0.26.4", at least one dot. */
static const char *version_at(struct arena *arena, const char *text)
{
	size_t length = strspn(text, "0123456789.");

	while (length && text[length - 1] == '.')
		length--;
	if (!length || !memchr(text, '.', length))
		return NULL;
	return arena_strndup(arena, text, length);
}

static const char *version_in_urls(struct arena *arena, const struct source *source)
{
	static const char mark[] = "pyodide/v";
	struct str rest = {source->bytes, source->length};
	const char *at;

	while ((at = str_find(rest, mark))) {
		const char *version = version_at(arena, at + strlen(mark));

		if (version)
			return version;
		at += strlen(mark);
		rest = (struct str){at, (size_t)(source->bytes + source->length - at)};
	}
	return NULL;
}

static const char *version_in_package(struct project *project, const char *path)
{
	static const char *const tables[] = {"dependencies", "devDependencies", "peerDependencies"};
	struct data_error error;
	const struct data_value *package;
	struct source *source;

	if (project_read_file(project, path, LARGEST_PACKAGE, &project->text))
		return NULL;
	source = source_new(project->arena, path,
	        arena_strndup(project->arena, project->text.at, project->text.n),
	        (uint32_t)project->text.n);
	package = json_read(project->arena, source, &error);
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		const char *wanted = data_text(data_get(data_get(package, tables[i]), "pyodide"));

		if (wanted)
			return version_at(project->arena, wanted + strcspn(wanted, "0123456789"));
	}
	return NULL;
}

/* PyScript releases are named by date, and each brings a Pyodide: the newest of the year's first
 * half is said, which is what matters for what changed later. */
static const char *version_of_release(const struct source *source)
{
	static const char mark[] = "pyscript.net/releases/";
	static const struct {
		const char *prefix, *version;
	} releases[] = {
	        {"2022.", "0.21"},
	        {"2023.", "0.24"},
	        {"2024.", "0.26"},
	        {"2025.2.", "0.27"},
	        {"2025.3.", "0.27"},
	        {"2025.5.", "0.27"},
	};
	const char *at = str_find((struct str){source->bytes, source->length}, mark);

	for (size_t i = 0; at && i < COUNT_OF(releases); i++)
		if (str_starts(str_of(at + strlen(mark)), releases[i].prefix))
			return releases[i].version;
	return NULL;
}

/* What newer versions lack: who uses it runs an older one. */
static const char *version_by_use(const struct source *source)
{
	static const struct {
		const char *text, *version;
	} old[] = {
	        {"languagePluginLoader", "0.17"},
	        {"pyodide.isPyProxy", "0.25"},
	        {"pyscript.runtime", "0.23"},
	        {"from pyodide import create_proxy", "0.22"},
	        {"from pyodide import to_js", "0.22"},
	        {"from pyscript import Element", "0.24"},
	};
	struct str text = {source->bytes, source->length};

	for (size_t i = 0; i < COUNT_OF(old); i++)
		if (str_find(text, old[i].text))
			return old[i].version;
	return NULL;
}

/* From the directory of a file up to the working directory. */
static const char *version_above(struct project *project, const char *path, struct map *seen)
{
	const char *directory = path;

	do {
		const char *version;

		directory = path_directory(project->arena, directory);
		if (map_get(seen, directory))
			return NULL;
		map_put(seen, directory, project);
		version = version_in_package(
		        project, path_join(project->arena, directory, "package.json"));
		if (version)
			return version;
	} while (!same(directory, ".") && !same(directory, "/"));
	return NULL;
}

void project_find_version(struct project *project)
{
	struct map seen = {0};
	const char *version = project->pyodide_version;

	for (uint32_t i = 0; i < project->inputs.n && !version; i++)
		if (project->inputs.at[i]->source)
			version = version_in_urls(project->arena, project->inputs.at[i]->source);
	for (uint32_t i = 0; i < project->inputs.n && !version; i++)
		if (project->inputs.at[i]->source)
			version = version_above(project, project->inputs.at[i]->path, &seen);
	for (uint32_t i = 0; i < project->inputs.n && !version; i++)
		if (project->inputs.at[i]->source)
			version = version_of_release(project->inputs.at[i]->source);
	for (uint32_t i = 0; i < project->inputs.n && !version; i++)
		if (project->inputs.at[i]->source)
			version = version_by_use(project->inputs.at[i]->source);
	map_free(&seen);
	project->pyodide_version = version;
}
