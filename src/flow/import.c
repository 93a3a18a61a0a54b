/*
 * Names that lead to other units: what a file imports, what it hands on from
 * another, and what scripts share that run in one scope. Takes a name as the
 * front end resolved it, gives the thing of the project that it stands for, or
 * the name by which facts know it.
 *
 * A unit may hand on what it got elsewhere; only so many steps are followed,
 * since files may hand on to each other.
 */
#include "flow/project.h"

enum { MOST_HANDING_ON = 8 }; /* from file to file */

/* What a name leads to. Nothing, an export that hands nothing on and the unit that has it, or what
 * it is called outside of the project. */
struct found {
	struct unit_info *info;
	const struct export *export;
	const char *outside;
};

/* A name that was looked up, and the unit that was asked for `member`. */
struct import {
	struct unit_info *info;
	const char *member;
	struct found found;
};

/* ---- which unit ---- */

/* "a/b/../c" → "a/c"; gives arena text */
static const char *path_normal(struct arena *arena, const char *path)
{
	char *out = arena_alloc(arena, strlen(path) + 1);
	size_t n = 0;

	for (const char *at = path; *at;) {
		const char *slash = strchr(at, '/');
		size_t length = slash ? (size_t)(slash - at) : strlen(at);

		if (length == 2 && at[0] == '.' && at[1] == '.' && n) {
			while (n && out[n - 1] != '/')
				n--;
			if (n)
				n--;
		} else if (length && !(length == 1 && at[0] == '.')) {
			if (n)
				out[n++] = '/';
			memcpy(out + n, at, length);
			n += length;
		}
		at += length + (slash ? 1 : 0);
	}
	out[n] = '\0';
	return out;
}

static const char *folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(arena, path, (size_t)(slash - path)) : "";
}

static struct unit_info *unit_at(const struct project *project, const char *module)
{
	static const char *const endings[] = {"", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".mts",
	        ".cjs", "/index.js", "/index.ts", "/index.tsx", ".vue"};
	struct buf path = {0};
	struct unit_info *found = NULL;

	for (size_t i = 0; i < COUNT_OF(endings) && !found; i++) {
		path.n = 0;
		buf_printf(&path, "%s%s", module, endings[i]);
		found = map_get(&project->unit_by_module, path.at);
	}
	if (!found && strlen(module) > 3 && strcmp(module + strlen(module) - 3, ".js") == 0) {
		path.n = 0;
		buf_printf(&path, "%.*s.ts", (int)strlen(module) - 3, module);
		found = map_get(&project->unit_by_module, path.at);
	}
	buf_free(&path);
	return found;
}

struct unit_info *project_unit_at(const struct project *project, const char *path)
{
	return map_get(&project->unit_by_module, path);
}

/* The file that the first part of "module#name" stands for in a unit: as it says, or NULL. */
static const char *module_file(const struct unit *from, const char *module)
{
	for (uint32_t i = 0; i < from->modules.n; i++)
		if (same(from->modules.at[i].name, module))
			return from->modules.at[i].path;
	return module[0] == '.' ? module : NULL;
}

/* A name in a scope, as scope_names has it. */
static const char *scope_key(struct arena *arena, const char *scope, const char *name)
{
	return arena_printf(arena, "%s\n%s", scope, name);
}

static void share_names(struct project *project, struct unit_info *info)
{
	const struct unit *unit = info->unit;
	bool star = false;

	for (uint32_t i = 0; i < unit->exports.n; i++) {
		const char *name = unit->exports.at[i].name;

		map_put(&project->scope_names, scope_key(project->arena, unit->scope, name), info);
		star = star || same(name, "*");
	}
	if (!star)
		return;
	info->before = map_get(&project->scope_stars, unit->scope);
	map_put(&project->scope_stars, unit->scope, info);
}

void project_import_unit(struct project *project, struct unit_info *info)
{
	struct unit *unit = info->unit;

	if (!unit->source->parent || !map_get(&project->unit_by_module, unit->source->path))
		map_put(&project->unit_by_module, path_normal(project->arena, unit->source->path),
		        info);
	info->open = unit->scope;
	for (uint32_t i = 0; i < unit->exports.n; i++)
		info->open |= language_has(unit->language, TRAIT_MODULE_PATHS) &&
		        same(unit->exports.at[i].name, "*");
	if (unit->scope)
		share_names(project, info);
}

/* JavaScript: "./m#name", Zig: "m#name", unless a fact says what that is */
static struct import find_import(const struct project *project, struct arena *scratch,
        const struct unit *from, const char *name, const char *hash)
{
	const char *module = module_file(from, arena_strndup(scratch, name, (size_t)(hash - name)));
	const char *folder = folder_of(scratch, from->source->path);

	if (!module || fact_find(project->facts, from->language, name))
		return (struct import){0};
	module = path_normal(scratch, arena_printf(scratch, "%s/%s", folder, module));
	return (struct import){.info = unit_at(project, module), .member = hash + 1};
}

static char *dots_to_slashes(char *text)
{
	for (char *at = text; *at; at++)
		if (*at == '.')
			*at = '/';
	return text;
}

static struct unit_info *module_in(
        const struct project *project, struct arena *scratch, const char *folder, const char *path)
{
	const char *full = *folder ? arena_printf(scratch, "%s/%s", folder, path) : path;
	struct unit_info *info =
	        map_get(&project->unit_by_module, arena_printf(scratch, "%s.py", full));

	return info
	        ? info
	        : map_get(&project->unit_by_module, arena_printf(scratch, "%s/__init__.py", full));
}

/* Beside the importing file, as a script sees its neighbours, or in a folder above it, one of which
 * is where its package lies: "src". */
static struct unit_info *find_module(
        const struct project *project, struct arena *scratch, const char *folder, const char *path)
{
	struct unit_info *info = module_in(project, scratch, "", path);

	while (!info && *folder && !same(folder, ".") && !same(folder, "/")) {
		info = module_in(project, scratch, folder, path);
		folder = folder_of(scratch, folder);
	}
	return info;
}

/* Python: "pkg.mod.name", ".mod.name" (one leading dot: the package of `from`) */
static struct import find_dotted(const struct project *project, struct arena *scratch,
        const struct unit *from, const char *name)
{
	const char *last = strrchr(name, '.'), *beside = folder_of(scratch, from->source->path);
	const char *folder = beside, *path;
	char *module;

	if (!last || last == name || fact_find(project->facts, from->language, name))
		return (struct import){0};
	module = arena_strndup(scratch, name, (size_t)(last - name));
	if (module[0] != '.') {
		path = dots_to_slashes(module);
	} else {
		for (module++; *module == '.'; module++)
			folder = folder_of(scratch, folder);
		path = path_normal(
		        scratch, arena_printf(scratch, "%s/%s", folder, dots_to_slashes(module)));
	}
	return (struct import){
	        .info = find_module(project, scratch, beside, path), .member = last + 1};
}

/* ---- what it hands on ---- */

static struct found find_export(
        const struct project *project, struct unit_info *info, const char *name, int depth);

/* JavaScript: `export { a } from "./m"`, `export * from "./m"` */
static struct found find_in_module(const struct project *project, struct arena *scratch,
        const struct unit *unit, const char *from, const char *name, int depth)
{
	const char *hash = strchr(from, '#');
	const char *module = module_file(unit, arena_strndup(scratch, from, (size_t)(hash - from)));
	struct unit_info *other = NULL;

	if (module)
		other = unit_at(project,
		        path_normal(scratch,
		                arena_printf(scratch, "%s/%s",
		                        folder_of(scratch, unit->source->path), module)));
	if (!other)
		return (struct found){0};
	return find_export(project, other, same(hash + 1, "*") ? name : hash + 1, depth);
}

/* Do facts name that member of a module, or of the object that stands for it? */
static bool is_known(const struct project *project, const struct unit *unit, const char *full)
{
	const char *dot = strrchr(full, '.');
	const struct fact *module, *member = NULL;
	struct arena scratch = {0};

	if (fact_find(project->facts, unit->language, full))
		return true;
	module = fact_find(project->facts, unit->language,
	        arena_strndup(&scratch, full, (size_t)(dot - full)));
	if (module && module->type)
		member = fact_member(project->facts, unit->language, module->type, dot + 1, false);
	arena_free(&scratch);
	return member && !str_ends(str_of(member->name), "*");
}

/* Python: `from m import a`, `from m import *`. A star may bring anything: outside of the project,
 * what facts know. */
static struct found find_handed_on(const struct project *project, struct arena *scratch,
        const struct unit *unit, const char *from, const char *name, int depth)
{
	bool star = str_ends(str_of(from), ".*");
	struct import import;

	if (star)
		from = arena_printf(scratch, "%.*s%s", (int)strlen(from) - 1, from, name);
	import = find_dotted(project, scratch, unit, from);
	if (import.info)
		return find_export(project, import.info, import.member, depth);
	if (from[0] == '.' || (star && !is_known(project, unit, from)))
		return (struct found){0};
	return (struct found){.outside = arena_strdup(project->arena, from)};
}

static struct found find_reexport(const struct project *project, const struct unit *unit,
        const struct export *export, const char *name, int depth)
{
	struct arena scratch = {0};
	struct found found = {0};

	if (depth > MOST_HANDING_ON)
		return found;
	if (strchr(export->from, '#'))
		found = find_in_module(project, &scratch, unit, export->from, name, depth + 1);
	else if (language_has(unit->language, TRAIT_MODULE_PATHS))
		found = find_handed_on(project, &scratch, unit, export->from, name, depth + 1);
	arena_free(&scratch);
	return found;
}

/* What comes by a star, from the last of them that has it. */
static struct found find_by_star(
        const struct project *project, const struct unit *unit, const char *name, int depth)
{
	struct found found = {0};

	for (uint32_t i = unit->exports.n; i > 0 && !found.export && !found.outside; i--) {
		const struct export *export = &unit->exports.at[i - 1];

		if (same(export->name, "*") && export->from && str_ends(str_of(export->from), "*"))
			found = find_reexport(project, unit, export, name, depth);
	}
	return found;
}

static struct found find_export(
        const struct project *project, struct unit_info *info, const char *name, int depth)
{
	const struct unit *unit = info->unit;

	for (uint32_t i = 0; i < unit->exports.n; i++) {
		const struct export *export = &unit->exports.at[i];

		if (!same(export->name, name))
			continue;
		if (export->from)
			return find_reexport(project, unit, export, name, depth);
		return (struct found){info, export, NULL};
	}
	return find_by_star(project, unit, name, depth);
}

/* A name that its own file does not define: another script of its scope does, the last of them, or
 * it came by a star. */
static struct found find_free(const struct project *project, struct arena *scratch,
        const struct unit_info *info, const char *name)
{
	const char *scope = info->unit->scope;
	struct found found = find_by_star(project, info->unit, name, 0);
	struct unit_info *other;

	if (!scope || found.export || found.outside)
		return found;
	other = map_get(&project->scope_names, scope_key(scratch, scope, name));
	if (other && other != info)
		found = find_export(project, other, name, 0);
	other = map_get(&project->scope_stars, scope);
	for (; other && !found.export && !found.outside; other = other->before)
		if (other != info)
			found = find_by_star(project, other->unit, name, 0);
	return found;
}

/* ---- what it stands for ---- */

static struct value var_value(struct project *project, const struct unit *unit, uint32_t var)
{
	struct slot *slot = project_var_slot(project, unit, var);
	struct value value = slot->value;

	value.slot = slot;
	return value;
}

static struct value export_value(struct project *project, struct found found)
{
	const struct export *export = found.export;
	struct value value = value_plain(VALUE_UNKNOWN);

	if (!export)
		return value;
	if (export->func != NO_FUNC) {
		value.kind = VALUE_FUNC;
		value.func = export->func;
	} else if (export->class_name) {
		value.kind = VALUE_CLASS;
		value.name = export->class_name;
	} else if (export->var != NO_VAR) {
		return var_value(project, found.info->unit, export->var);
	} else {
		return value;
	}
	value.unit = found.info->unit;
	return value;
}

static struct import *import_new(struct project *project, const struct unit *from, const char *name)
{
	struct import *import = arena_new(project->arena, struct import);
	const char *hash = strchr(name, '#');
	struct arena scratch = {0};

	if (hash)
		*import = find_import(project, &scratch, from, name, hash);
	else if (strchr(name, '.'))
		*import = find_dotted(project, &scratch, from, name);
	else
		import->found = find_free(project, &scratch, project_unit(project, from), name);
	if (import->info)
		import->found = find_export(project, import->info, import->member, 0);
	else
		import->info = import->found.info;
	arena_free(&scratch);
	return import;
}

struct value project_lookup(
        struct project *project, const struct unit *from, const char *name, const char **outside)
{
	struct unit_info *info = project_unit(project, from);
	bool plain = !strchr(name, '#'), dotted = strchr(name, '.');
	struct import *import;

	*outside = NULL;
	if (plain && (dotted ? !language_has(from->language, TRAIT_MODULE_PATHS) : !info->open))
		return value_plain(VALUE_UNKNOWN);
	import = map_get(&info->imports, name);
	if (!import) {
		name = arena_strdup(project->arena, name);
		import = import_new(project, from, name);
		map_put(&info->imports, name, import);
	}
	if (import->info)
		import->info->used = true;
	*outside = import->found.outside;
	return export_value(project, import->found);
}
