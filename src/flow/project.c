#include "flow/project.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_HANDING_ON = 8 }; /* from file to file */

static const char *intern(struct project *project, const char *text)
{
	char *known = map_get(&project->texts, text);

	if (known)
		return known;
	known = arena_strdup(project->arena, text);
	map_put(&project->texts, known, known);
	return known;
}

const char *project_intern(struct project *project, const char *text)
{
	struct interned *last =
	        &project->interned[(uintptr_t)text / 8 % COUNT_OF(project->interned)];

	/* another text may stand at the same address by now */
	if (last->text != text || !same(last->unique, text))
		*last = (struct interned){text, intern(project, text)};
	return last->unique;
}

const char *project_declared(struct project *project, enum language language, const char *declared)
{
	struct map *known = &project->declared[language];
	const char *type = map_get(known, declared);

	if (!type) {
		type = fact_declared(project->facts, language, declared);
		type = type ? type : "";
		map_put(known, project_intern(project, declared), (void *)type);
	}
	return *type ? type : NULL;
}

struct value value_join(struct value a, struct value b)
{
	struct value both;

	if (a.kind == VALUE_UNKNOWN || a.kind == VALUE_NULL)
		return b.kind == VALUE_UNKNOWN || b.kind == VALUE_NULL ? a : b;
	if (b.kind == VALUE_UNKNOWN || b.kind == VALUE_NULL)
		return a;
	if (memcmp(&a, &b, sizeof(a)) == 0)
		return a;
	if (a.type && same(a.type, b.type)) {
		a.flags |= b.flags & (VALUE_LIKELY | VALUE_NULLABLE);
		/* of two constants, neither */
		a.name = a.name == b.name ? a.name : NULL;
		a.object = a.object == b.object ? a.object : 0;
		return a;
	}
	/* a function of the runtime, and what stands for it elsewhere */
	if (a.kind == VALUE_FUNC && b.kind == VALUE_NAMED)
		return value_join(b, a);
	if (a.kind == VALUE_NAMED &&
	        (b.kind == VALUE_FUNC || (b.kind == VALUE_NAMED && a.name == b.name))) {
		a.flags |= VALUE_LIKELY;
		return a;
	}
	both = value_plain(VALUE_UNKNOWN);
	/* two different things: all that can be said is whether both are primitives */
	if (a.kind >= VALUE_TRUE && a.kind <= VALUE_PRIMITIVE && b.kind >= VALUE_TRUE &&
	        b.kind <= VALUE_PRIMITIVE)
		both.kind = VALUE_PRIMITIVE;
	return both;
}

static struct unit_info *info_of(const struct project *project, const struct unit *unit)
{
	struct unit_info *info = &project->units[unit->index];

	return info->unit == unit ? info : NULL;
}

bool project_var_shared(const struct project *project, const struct unit *unit, uint32_t var)
{
	struct unit_info *info = info_of(project, unit);

	return info && info->shared[var];
}

struct func_info *project_func(
        const struct project *project, const struct unit *unit, uint32_t func)
{
	struct unit_info *info = info_of(project, unit);

	return info && func < unit->funcs.n ? info->funcs[func] : NULL;
}

static const char *method_key(
        const struct project *project, const char *class_name, const char *method)
{
	return arena_printf(project->arena, "%s\n%s", class_name, method);
}

static struct unit_info *name_functions(const struct project *project, const struct unit *unit)
{
	struct unit_info *info = info_of(project, unit);

	for (; info->named_count < unit->funcs.n; info->named_count++) {
		const struct func *func = unit->funcs.at[info->named_count];
		const char *key;

		map_put(&info->named, func->name, info->funcs[info->named_count]);
		if (!func->class_name)
			continue;
		key = method_key(project, func->class_name, func->name);
		if (!map_get(&info->methods, key))
			map_put(&info->methods, key, info->funcs[info->named_count]);
	}
	return info;
}

struct func_info *project_own(
        const struct project *project, const struct unit *unit, const char *name)
{
	return map_get(&name_functions(project, unit)->named, name);
}

static struct slot *slot_new(struct project *project, const char *key, const char *name)
{
	struct slot *slot = arena_new(project->arena, struct slot);

	slot->key = key;
	slot->name = name;
	vec_push(project->arena, &project->slot_list, slot);
	return slot;
}

struct slot *project_slot(struct project *project, const char *key, const char *name)
{
	struct slot *slot = map_get(&project->slots, key);

	if (slot)
		return slot;
	slot = slot_new(project, arena_strdup(project->arena, key), name);
	map_put(&project->slots, slot->key, slot);
	return slot;
}

struct slot *project_var_slot(struct project *project, const struct unit *unit, uint32_t var)
{
	struct slot **slot = &info_of(project, unit)->slots[var];
	const char *name = unit->vars.at[var].name;

	if (!*slot)
		*slot = slot_new(project,
		        arena_printf(project->arena, "%p:%u", (const void *)unit, var),
		        name ? name : "");
	return *slot;
}

struct func_info *project_method(const struct project *project, const struct unit *unit,
        const char *class_name, const char *method)
{
	const struct unit_info *info = info_of(project, unit);
	char key[256];
	int length;

	if (!info || !class_name || !method)
		return NULL;
	name_functions(project, unit);
	length = snprintf(key, sizeof(key), "%s\n%s", class_name, method);

	if (length >= (int)sizeof(key))
		return map_get(&info->methods, method_key(project, class_name, method));
	return map_get(&info->methods, key);
}

struct func_info *project_fetch(
        const struct project *project, const struct unit *unit, uint32_t func)
{
	struct func_info *info = project_func(project, unit, func);

	if (info)
		info->fetched = true;
	return info;
}

struct func_info *project_named(const struct project *project, const char *name)
{
	struct func_info *info = map_get(&project->named, name);

	return info ? project_fetch(project, info->unit, info->func->id) : NULL;
}

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

struct unit_info *project_unit_at(const struct project *project, const char *path)
{
	return map_get(&project->unit_by_module, path);
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

/* The file that the first part of "module#name" stands for in a unit: as it says, or NULL. */
static const char *module_file(const struct unit *from, const char *module)
{
	for (uint32_t i = 0; i < from->modules.n; i++)
		if (same(from->modules.at[i].name, module))
			return from->modules.at[i].path;
	return module[0] == '.' ? module : NULL;
}

/* An export that is no re-export, and the unit that has it; or nothing. */
struct found {
	struct unit_info *info;
	const struct export *export;
};

static struct found find_export(
        const struct project *project, struct unit_info *info, const char *name, int depth);

static struct found find_reexport(const struct project *project, const struct unit *unit,
        const struct export *export, const char *name, int depth)
{
	const char *hash = strchr(export->from, '#'), *module;
	struct arena scratch = {0};
	struct unit_info *other = NULL;

	module = hash
	        ? module_file(unit,
	                  arena_strndup(&scratch, export->from, (size_t)(hash - export->from)))
	        : NULL;
	if (module && depth <= MOST_HANDING_ON)
		other = unit_at(project,
		        path_normal(&scratch,
		                arena_printf(&scratch, "%s/%s",
		                        folder_of(&scratch, unit->source->path), module)));
	arena_free(&scratch);
	if (!other)
		return (struct found){NULL, NULL};
	return find_export(project, other, same(hash + 1, "*") ? name : hash + 1, depth + 1);
}

static struct found find_export(
        const struct project *project, struct unit_info *info, const char *name, int depth)
{
	const struct unit *unit = info->unit;
	struct found found = {NULL, NULL};

	for (uint32_t i = 0; i < unit->exports.n; i++) {
		const struct export *export = &unit->exports.at[i];

		if (same(export->name, "*") && export->from && str_ends(str_of(export->from), "*"))
			found = find_reexport(project, unit, export, name, depth);
		if (found.export)
			return found;
		if (!same(export->name, name))
			continue;
		if (export->from)
			return find_reexport(project, unit, export, name, depth);
		return (struct found){info, export};
	}
	return found;
}

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

/* What a name leads to: a member of a unit of the project, or nothing. */
struct import {
	struct unit_info *info;
	const char *member;
	struct found found; /* where it is defined: files may hand it on */
};

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

	if (!last || last == name)
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

static struct import *import_new(
        struct project *project, const struct unit *from, const char *name, const char *hash)
{
	struct import *import = arena_new(project->arena, struct import);
	struct arena scratch = {0};

	if (hash)
		*import = find_import(project, &scratch, from, name, hash);
	else
		*import = find_dotted(project, &scratch, from, name);
	if (import->info)
		import->found = find_export(project, import->info, import->member, 0);
	arena_free(&scratch);
	return import;
}

const struct fact *project_pick(const struct project *project, const struct fact *fact)
{
	const struct flow_input *input = project->input;

	return fact_pick(
	        fact, fact && fact->of_python ? input->python_version : input->pyodide_version);
}

const struct fact *project_pick_call(
        const struct project *project, const struct fact *fact, uint32_t arguments)
{
	const struct flow_input *input = project->input;

	return fact_pick_call(fact,
	        fact && fact->of_python ? input->python_version : input->pyodide_version,
	        arguments);
}

struct value project_lookup(struct project *project, const struct unit *from, const char *name)
{
	struct unit_info *info = info_of(project, from);
	const char *hash = strchr(name, '#');
	struct import *import;
	struct value none = value_plain(VALUE_UNKNOWN);

	if (!hash && !language_has(from->language, TRAIT_MODULE_PATHS))
		return none;
	import = map_get(&info->imports, name);
	if (!import) {
		name = arena_strdup(project->arena, name);
		import = import_new(project, from, name, hash ? strchr(name, '#') : NULL);
		map_put(&info->imports, name, import);
	}
	if (import->info)
		import->info->used = true;
	return import->info ? export_value(project, import->found) : none;
}

bool project_wants(const struct unit_info *unit, const struct func_info *info)
{
	return !unit->unit->imported || info->callers.n || info->fetched ||
	        (info->func->id == 0 && unit->used);
}

static void index_named(struct project *project, struct unit_info *info)
{
	for (uint32_t i = 1; i < info->unit->funcs.n; i++) {
		struct func_info *func = info->funcs[i];

		if (func->func->parent == 0 && !func->func->class_name && func->func->name[0] &&
		        !map_get(&project->named, func->func->name))
			map_put(&project->named, func->func->name, func);
	}
}

static void note_capture(struct project *project, struct func_info *user, uint32_t var)
{
	uint32_t owner = user->unit->vars.at[var].func;

	for (struct func_info *at = user; at && at->func->id != owner; at = at->parent) {
		bool known = false;

		for (uint32_t i = 0; i < at->captures.n && !known; i++)
			known = at->captures.at[i] == var;
		if (known)
			return;
		vec_push(project->arena, &at->captures, var);
	}
}

static void index_captures(struct project *project, struct func_info *info, bool *shared)
{
	for (uint32_t i = 1; i < info->func->insns.n; i++) {
		const struct insn *insn = &info->func->insns.at[i];

		if (insn->op == OP_STORE && info->unit->vars.at[insn->var].func != info->func->id) {
			shared[insn->var] = true;
			vec_push(project->arena, &info->stores, insn->var);
		}
		if ((insn->op == OP_LOAD || insn->op == OP_STORE) &&
		        info->unit->vars.at[insn->var].func != info->func->id)
			note_capture(project, info, insn->var);
	}
}

static void add_unit(struct project *project, struct unit_info *info, struct unit *unit)
{
	info->unit = unit;
	info->named_count = 1; /* the body has no name */
	info->slots = arena_array(project->arena, struct slot *, unit->vars.n + 1);
	info->shared = arena_array(project->arena, bool, unit->vars.n + 1);
	info->funcs = arena_array(project->arena, struct func_info *, unit->funcs.n);
	for (uint32_t i = 0; i < unit->funcs.n; i++) {
		struct func_info *func = arena_new(project->arena, struct func_info);

		func->unit = unit;
		func->func = unit->funcs.at[i];
		func->params = arena_array(
		        project->arena, struct param_summary, func->func->param_count + 1);
		func->seeds = arena_array(project->arena, struct seed, func->func->param_count + 1);
		info->funcs[i] = func;
		if (func->func->parent != NO_FUNC)
			func->parent = info->funcs[func->func->parent];
	}
	for (uint32_t i = 0; i < unit->funcs.n; i++)
		index_captures(project, info->funcs[i], info->shared);
	if (!unit->source->parent || !map_get(&project->unit_by_module, unit->source->path))
		map_put(&project->unit_by_module, path_normal(project->arena, unit->source->path),
		        info);
	if (language_has(unit->language, TRAIT_FETCHED_BY_NAME))
		index_named(project, info);
	if (language_has(unit->language, TRAIT_LINKED))
		project_link_unit(project, info);
	if (language_has(unit->language, TRAIT_FETCHED_BY_NAME))
		project_index_held(project, unit);
	project_promises(project, unit);
}

void project_init(struct project *project, struct arena *arena, const struct flow_input *input)
{
	uint32_t vars = 0;

	memset(project, 0, sizeof(*project));
	project->arena = arena;
	project->input = input;
	project->facts = input->facts;
	project->unit_count = input->unit_count;
	project->units = arena_array(arena, struct unit_info, input->unit_count + 1);
	for (uint32_t i = 0; i < input->unit_count; i++) {
		input->units[i]->index = i;
		add_unit(project, &project->units[i], input->units[i]);
		if (input->units[i]->vars.n > vars)
			vars = input->units[i]->vars.n;
	}
	for (uint32_t i = 0; i < input->unit_count; i++)
		project_promise_marks(project, input->units[i]);
	project->place_of_var = arena_array(arena, uint32_t, vars + 1);
}

void project_free(struct project *project)
{
	map_free(&project->owned);
	map_free(&project->unit_by_module);
	for (uint32_t i = 0; i < project->unit_count; i++) {
		map_free(&project->units[i].imports);
		map_free(&project->units[i].named);
		map_free(&project->units[i].methods);
		map_free(&project->units[i].called);
	}
	map_free(&project->slots);
	map_free(&project->texts);
	for (int i = 0; i < LANG_COUNT; i++)
		map_free(&project->declared[i]);
	map_free(&project->ended);
	map_free(&project->named);
	map_free(&project->linked);
	map_free(&project->held);
}
