/*
 * Imports: a file without a word of the border may still define what a file
 * with one calls. Names in the IR say what is imported: "./m#name" in
 * JavaScript, "package.module.name" or ".module.name" in Python, "m#name" in
 * Zig, where the unit says which file m is. From
 * JavaScript, Python is named by strings. Files that are not of this run are
 * read for what they define. Only one step is followed, and on from there what a
 * file merely hands on.
 */
#include "engine/project.h"

#include "base/file.h"
#include "base/find.h"
#include "base/stop.h"

enum { PATH_LIMIT = 200 };

/* A file that was read because of an import, and what is wanted of it. */
struct reached {
	struct input *input;
	const char *member;
};

/* Asking the file system is what following imports costs: what all files of a run have learned. */
struct disk {
	struct arena arena; /* of the keys */
	struct map absent;  /* paths without a file */
	struct map roots;   /* directory/name → is there a module or a package of that name? */
	VEC(struct reached) reached;
	struct map members; /* path#member of these */
	/* by language, made for its first file: of what makes imports matter; NULL: all matter */
	struct finder *linkers[LANG_COUNT];
	bool has_linker[LANG_COUNT];
};

struct importer {
	struct project *project;
	struct disk *disk;
	struct input *input;
	const struct unit *unit; /* the one at work */
	struct arena *arena;     /* for paths that are tried */
	struct map seen;         /* names that were tried */
	struct map texts;        /* the same of strings */
};

static bool try_path(struct importer *importer, const char *path)
{
	const char *clean = path_clean(importer->arena, path);
	struct input *input = map_get(&importer->project->by_path, clean);
	struct disk *disk = importer->disk;

	if (!input && map_get(&disk->absent, clean))
		return false;
	if (!input)
		input = project_add_context(importer->project, clean);
	if (!input) {
		map_put(&disk->absent, arena_strdup(&disk->arena, clean), disk);
		return false;
	}
	if (!input->lowered && project_load(importer->project, input)) {
		input->imported = true;
		project_lower(importer->project, input);
	}
	return true;
}

/* For what the file hands on under that name. */
static void note_member(struct importer *importer, const char *path, const char *member)
{
	struct disk *disk = importer->disk;
	const char *clean = path_clean(importer->arena, path), *key;
	struct input *input = map_get(&importer->project->by_path, clean);

	if (!input || !input->imported)
		return;
	key = arena_printf(&disk->arena, "%s#%s", clean, member);
	if (map_get(&disk->members, key))
		return;
	map_put(&disk->members, key, input);
	vec_push(&disk->arena, &disk->reached, ((struct reached){input, key + strlen(clean) + 1}));
}

static bool try_script(struct importer *importer, const char *path, const char *member)
{
	if (!try_path(importer, path))
		return false;
	note_member(importer, path, member);
	return true;
}

static void import_javascript(struct importer *importer, const char *name)
{
	static const char *const endings[] = {
	        "", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".cjs", "/index.js", "/index.ts"};
	const char *hash = strchr(name, '#'), *directory, *path;
	size_t stem;

	if (!hash || name[0] != '.')
		return;
	directory = path_directory(importer->arena, importer->input->path);
	path = arena_strndup(importer->arena, name, (size_t)(hash - name));
	path = path_beside(importer->arena, directory, path);
	for (size_t i = 0; i < COUNT_OF(endings); i++)
		if (try_script(importer, arena_printf(importer->arena, "%s%s", path, endings[i]),
		            hash + 1))
			return;
	/* TypeScript imports what will be compiled */
	stem = strlen(path) - 3;
	if (str_ends(str_of(path), ".js"))
		try_script(importer, arena_printf(importer->arena, "%.*s.ts", (int)stem, path),
		        hash + 1);
}

/* Can there be anything in `directory` that is called `name`, or "name.more"? */
static bool has_root(struct importer *importer, const char *directory, const char *name)
{
	struct project *project = importer->project;
	struct disk *disk = importer->disk;
	void *const yes = disk, *const no = &disk->roots;
	const char *key =
	        arena_printf(importer->arena, "%s/%.*s", directory, (int)strcspn(name, "."), name);
	void *known = map_get(&disk->roots, key);

	if (!known) {
		key = arena_strdup(&disk->arena, key);
		known = project_path_kind(project, key) == PATH_DIRECTORY ||
		                project_path_kind(project,
		                        arena_printf(importer->arena, "%s.py", key)) == PATH_FILE
		        ? yes
		        : no;
		map_put(&disk->roots, key, known);
	}
	return known == yes;
}

static bool try_module(struct importer *importer, const char *directory, const char *module)
{
	char *path = arena_printf(importer->arena, "%s/%s", directory, module);

	for (char *c = path + strlen(directory); *c; c++)
		if (*c == '.')
			*c = '/';
	return try_path(importer, arena_printf(importer->arena, "%s.py", path)) ||
	        try_path(importer, arena_printf(importer->arena, "%s/__init__.py", path));
}

/* Tries "a.b.c", "a.b", "a" below one directory: a name may end in members of a module. */
static bool try_prefixes(struct importer *importer, const char *directory, const char *name)
{
	char *module, *dot;

	if (!has_root(importer, directory, name))
		return false;
	module = arena_strdup(importer->arena, name);
	for (;;) {
		if (*module && try_module(importer, directory, module))
			return true;
		dot = strrchr(module, '.');
		if (!dot)
			return false;
		*dot = '\0';
	}
}

static void import_python(struct importer *importer, const char *name)
{
	const char *directory = path_directory(importer->arena, importer->input->path);

	if (name[0] == '.') {
		for (name++; *name == '.'; name++)
			directory = path_directory(importer->arena, directory);
		try_prefixes(importer, directory, name);
		return;
	}
	/* the directory of the script, or any above it that may be on the path */
	while (!try_prefixes(importer, directory, name)) {
		if (same(directory, ".") || same(directory, "/"))
			return;
		directory = path_directory(importer->arena, directory);
	}
}

static void import_zig(struct importer *importer, const char *name)
{
	const char *directory = path_directory(importer->arena, importer->input->path);
	size_t length = strcspn(name, "#");

	for (uint32_t i = 0; name[length] && i < importer->unit->modules.n; i++) {
		const struct unit_module *module = &importer->unit->modules.at[i];

		if (module->path && strlen(module->name) == length &&
		        strncmp(module->name, name, length) == 0)
			try_path(importer, path_beside(importer->arena, directory, module->path));
	}
}

static void import_name(struct importer *importer, enum language language, const char *name)
{
	if (!name || map_get(&importer->seen, name))
		return;
	map_put(&importer->seen, name, importer);
	if (language == LANG_JAVASCRIPT)
		import_javascript(importer, name);
	else if (language == LANG_PYTHON)
		import_python(importer, name);
	else if (language == LANG_ZIG)
		import_zig(importer, name);
}

/* From the directory of the file, or that of any page above it. */
static void import_beside(struct importer *importer, const char *path)
{
	const char *directory = path_directory(importer->arena, importer->input->path);

	while (!try_path(importer, path_beside(importer->arena, directory, path))) {
		if (same(directory, ".") || same(directory, "/"))
			return;
		directory = path_directory(importer->arena, directory);
	}
}

static bool is_module_name(const char *text)
{
	size_t length =
	        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");

	return *text && !text[length] && length < PATH_LIMIT && !strstr(text, "..") &&
	        text[0] != '.' && text[length - 1] != '.';
}

/* JavaScript names Python by strings: "./main.py" to fetch, "package.solver" to import. A string
 * that merely looks like one finds no file. */
static void import_text(struct importer *importer, const char *text)
{
	if (map_get(&importer->texts, text))
		return;
	map_put(&importer->texts, text, importer);
	if (strlen(text) < PATH_LIMIT && str_ends(str_of(text), ".py")) {
		import_beside(importer, text + strspn(text, "/"));
	} else if (is_module_name(text)) {
		char *path = arena_printf(importer->arena, "%s.py", text);

		for (size_t i = 0; text[i]; i++)
			if (text[i] == '.')
				path[i] = '/';
		import_beside(importer, path);
	}
}

static void import_insn(struct importer *importer, enum language language, const struct insn *insn)
{
	bool text = insn->op == OP_CONST && insn->detail == CONST_STRING && insn->name;

	if (insn->op == OP_GLOBAL)
		import_name(importer, language, insn->name);
	else if (text && language == LANG_JAVASCRIPT)
		import_text(importer, insn->name);
}

static void import_unit(struct importer *importer, const struct unit *unit)
{
	for (uint32_t i = 0; i < unit->exports.n; i++)
		import_name(importer, unit->language, unit->exports.at[i].from);
	for (uint32_t f = 0; f < unit->funcs.n; f++) {
		const struct func *func = unit->funcs.at[f];

		for (uint32_t i = 1; i < func->insns.n; i++)
			import_insn(importer, unit->language, &func->insns.at[i]);
	}
}

static void import_input(struct project *project, struct disk *disk, struct input *input)
{
	struct arena scratch = {0};
	struct importer importer = {
	        .project = project, .disk = disk, .input = input, .arena = &scratch};

	for (uint32_t u = 0; u < input->units.n; u++) {
		importer.unit = input->units.at[u];
		import_unit(&importer, importer.unit);
	}
	map_free(&importer.seen);
	map_free(&importer.texts);
	arena_free(&scratch);
}

/* `export { member } from "./other.js"`, `export * from "./other.js"` */
static void follow_export(
        struct importer *importer, const struct export *export, const char *member)
{
	const char *hash = export->from ? strchr(export->from, '#') : NULL;

	if (hash && same(hash, "#*"))
		import_javascript(importer,
		        arena_printf(importer->arena, "%.*s#%s", (int)(hash - export->from),
		                export->from, member));
	else if (hash && same(export->name, member))
		import_javascript(importer, export->from);
}

static void follow_member(struct project *project, struct disk *disk, struct reached reached)
{
	struct arena scratch = {0};
	struct importer importer = {
	        .project = project, .disk = disk, .input = reached.input, .arena = &scratch};

	for (uint32_t u = 0; u < reached.input->units.n; u++)
		for (uint32_t i = 0; i < reached.input->units.at[u]->exports.n; i++)
			follow_export(&importer, &reached.input->units.at[u]->exports.at[i],
			        reached.member);
	arena_free(&scratch);
}

static const struct finder *linker_of(
        const struct project *project, struct disk *disk, enum language language)
{
	uint32_t count;
	const char *const *words;

	if (project->request->no_prefilter || disk->has_linker[language])
		return disk->linkers[language];
	disk->has_linker[language] = true;
	words = fact_linking_words(project->facts, language, &count);
	if (count)
		disk->linkers[language] = finder_new(&disk->arena, words, count);
	return disk->linkers[language];
}

/* May something of another file matter to what is found in this one? */
static bool may_link(const struct project *project, struct disk *disk, const struct input *input)
{
	const struct front *front = front_for_path(input->path);
	const struct finder *linker = linker_of(project, disk, front ? front->language : LANG_NONE);

	return !linker ||
	        finder_finds(linker, (struct str){input->source->bytes, input->source->length});
}

void project_follow_imports(struct project *project)
{
	uint32_t count = project->inputs.n; /* following adds some */
	bool *first = arena_array(project->arena, bool, count + 1);
	struct disk disk = {0};

	for (uint32_t i = 0; i < count; i++)
		first[i] = project->inputs.at[i]->lowered;
	for (uint32_t i = 0; i < count && !stop_wanted(); i++)
		if (first[i] && may_link(project, &disk, project->inputs.at[i]))
			import_input(project, &disk, project->inputs.at[i]);
	for (uint32_t i = 0; i < disk.reached.n && !stop_wanted(); i++)
		follow_member(project, &disk, disk.reached.at[i]);
	map_free(&disk.absent);
	map_free(&disk.roots);
	map_free(&disk.members);
	arena_free(&disk.arena);
}
