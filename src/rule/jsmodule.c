/*
 * The rules of jsmodule: what PyScript's js_modules name, what `import()`
 * makes of it, and what Python then asks of it.
 */
#include "base/file.h"
#include "base/find.h"
#include "page/cdn.h"
#include "page/package.h"
#include "rule/on_page.h"

/* ---- the entry of a configuration ---- */

struct entry {
	const struct page_config *config;
	const struct page_module *module;
	const struct page_use *use; /* Python that takes something from it, or NULL */
};

static const struct page_config *config_of(const struct page_run *run)
{
	return run->config;
}

/* Does this Python run under that configuration? */
static bool runs_under(const struct page_unit *unit, const struct page_config *config)
{
	for (uint32_t i = 0; i < unit->runs.list.n; i++)
		if (config_of(unit->runs.list.at[i]) == config)
			return true;
	return unit->near == config;
}

/* The first place where Python takes a member of the module, or NULL. */
static const struct page_use *use_of(
        const struct on_page *on, const struct page_config *config, const char *name)
{
	for (uint32_t i = 0; i < on->model->uses.n; i++) {
		const struct page_use *use = &on->model->uses.at[i];

		if (use->member && same(use->module, name) && runs_under(use->unit, config))
			return use;
	}
	return NULL;
}

static struct finding *add_at(struct on_page *on, const char *rule, const struct entry *entry)
{
	struct finding *finding =
	        on_page_add(on, rule, entry->config->source, entry->module->source_span);

	finding->object = entry->module->name;
	return finding;
}

static void add_use_step(struct on_page *on, struct finding *finding, const struct page_use *use)
{
	if (use)
		finding_add_step(on->arena, finding, "use", use->unit->unit->source, use->span,
		        arena_printf(on->arena, "Python takes `%s` from it", use->member));
}

/* ---- what to name instead ---- */

/* Puts another place where the entry's stands, as a text of its own language: TOML and JSON write
 * plain strings alike. */
static void suggest(struct on_page *on, struct finding *finding, const struct entry *entry,
        const char *title, const char *place)
{
	finding_add_fix(on->arena, finding, title, FIX_UNSAFE, entry->config->source,
	        entry->module->source_span, arena_printf(on->arena, "\"%s\"", place));
}

/* The ES module of the same library, where one is known. */
static void suggest_module(struct on_page *on, struct finding *finding, const struct entry *entry)
{
	const struct page_module *module = entry->module;
	const struct page_package *package = module->package;
	const char *url = cdn_module_url(on->arena, module->source);

	if (module->better)
		suggest(on, finding, entry, "name the ES module that is there",
		        path_from(on->arena, entry->config->directory, module->better->path));
	else if (package)
		url = cdn_esm_url(on->arena, package->name, package->version);
	if (!module->better && url)
		suggest(on, finding, entry, "import the ES module that jsDelivr makes", url);
}

/* ---- not-esm, empty ---- */

/* Files that are no JavaScript for a browser, whatever is in them. */
static const char *kind_of_file(const char *path)
{
	static const struct {
		const char *ending, *kind;
	} kinds[] = {{".json", "JSON"}, {".ts", "TypeScript"}, {".tsx", "TypeScript"},
	        {".jsx", "JSX"}, {".cjs", "a CommonJS module"}};

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (str_ends(str_of(path), kinds[i].ending))
			return kinds[i].kind;
	return NULL;
}

static bool wrong_kind(struct on_page *on, const struct entry *entry)
{
	const char *path = entry->module->path;
	const char *kind = path ? kind_of_file(path) : NULL;
	struct finding *finding;

	if (!kind)
		return false;
	finding = add_at(on, "jsmodule/not-esm", entry);
	finding->message = arena_printf(on->arena,
	        "`%s` is %s, not an ES module: importing it fails", entry->module->source, kind);
	finding->help = "name a JavaScript file that exports what Python needs";
	suggest_module(on, finding, entry);
	return true;
}

static void not_esm(struct on_page *on, const struct entry *entry)
{
	const struct page_module *module = entry->module;
	const struct page_file *file = module->file;
	struct finding *finding = add_at(on, "jsmodule/not-esm", entry);

	if (same(file->esm.what, "this"))
		finding->message = arena_printf(on->arena,
		        "`%s` is not an ES module: importing it fails, as `this` is undefined there",
		        module->source);
	else
		finding->message = arena_printf(on->arena,
		        "`%s` is not an ES module: importing it fails, as there is no `%s`",
		        module->source, file->esm.what);
	finding->help = "`export` what Python needs, or name a build that is an ES module";
	finding_add_step(on->arena, finding, "note", file->source, file->esm.why,
	        arena_printf(on->arena, "uses `%s` when it is loaded", file->esm.what));
	suggest_module(on, finding, entry);
}

/* A script that is only loaded for what it does may well be empty. */
static void empty(struct on_page *on, const struct entry *entry)
{
	struct finding *finding;

	if (!entry->use)
		return;
	finding = add_at(on, "jsmodule/empty", entry);
	finding->message = arena_printf(on->arena, "`%s` exports nothing: `%s` is empty in Python",
	        entry->module->source, entry->module->name);
	finding->help = "`export` what Python needs, or read it from `pyscript.window`";
	add_use_step(on, finding, entry->use);
	suggest_module(on, finding, entry);
}

/* ---- swapped ---- */

static bool is_url(const char *text)
{
	return strchr(text, '/') || str_ends(str_of(text), ".js") ||
	        str_ends(str_of(text), ".mjs") || str_ends(str_of(text), ".css");
}

static bool swapped(struct on_page *on, const struct entry *entry)
{
	const struct page_module *module = entry->module;
	struct finding *finding;

	if (is_url(module->source) || !is_url(module->name))
		return false;
	finding = add_at(on, "jsmodule/swapped", entry);
	finding->message = arena_printf(on->arena,
	        "`%s` and `%s` are swapped: the place of the file comes first", module->source,
	        module->name);
	finding->help = arena_printf(
	        on->arena, "write `\"%s\"` first, then `\"%s\"`", module->name, module->source);
	finding_add_fix(on->arena, finding, "swap them", FIX_SAFE, entry->config->source,
	        module->source_span, arena_printf(on->arena, "\"%s\"", module->name));
	finding_add_edit(on->arena, finding, entry->config->source, module->name_span,
	        arena_printf(on->arena, "\"%s\"", module->source));
	return true;
}

/* Is it meant as the name of a package? One that is installed is; else "chart.js/auto" may be a
 * file of the page. */
static bool names_package(const struct page_module *module)
{
	if (module->file || !module->directory || !page_is_bare(module->source))
		return false;
	return module->package ? path_kind(module->path) == PATH_MISSING
	                       : !is_url(module->source) && !strchr(module->source, '.');
}

/* `"leaflet" = "L"`: a browser has no packages; it is the name of a file beside the page. */
static bool bare(struct on_page *on, const struct entry *entry)
{
	const struct page_module *module = entry->module;
	struct finding *finding;

	if (!names_package(module))
		return false;
	finding = add_at(on, "jsmodule/swapped", entry);
	finding->message = arena_printf(on->arena,
	        "`%s` is the name of a package, not the place of a file", module->source);
	finding->help = "name a URL, or the file beside this one";
	if (module->package)
		suggest_module(on, finding, entry);
	else
		suggest(on, finding, entry, "import it from jsDelivr",
		        cdn_esm_url(on->arena, module->source, NULL));
	return true;
}

/* ---- what the module imports ---- */

/* Does a page that uses the configuration tell the browser where packages are? */
static bool has_import_map(const struct on_page *on, const struct page_config *config)
{
	for (uint32_t i = 0; i < on->model->pages.n; i++) {
		const struct page *page = on->model->pages.at[i];

		if (page_uses(page, config) &&
		        str_find((struct str){page->source->bytes, page->source->length},
		                "importmap"))
			return true;
	}
	return false;
}

/* Some servers for development put other code in the place of a file. */
static bool is_built(const struct on_page *on, const char *directory)
{
	static const char *const names[] = {"vite.config.js", "vite.config.ts", "vite.config.mjs",
	        "astro.config.mjs", "snowpack.config.mjs", "web-dev-server.config.mjs"};

	for (;; directory = path_directory(on->arena, directory)) {
		for (size_t i = 0; i < COUNT_OF(names); i++)
			if (path_kind(path_join(on->arena, directory, names[i])) == PATH_FILE)
				return true;
		if (same(directory, ".") || same(directory, "/"))
			return false;
	}
}

static const char *const fault_rules[] = {
        [FAULT_BARE] = "jsmodule/not-esm",
        [FAULT_MISSING] = "pyscript/missing-file",
        [FAULT_NO_MODULE] = "jsmodule/not-esm",
        [FAULT_NO_EXPORT] = "jsmodule/missing-export",
};

static const char *fault_message(struct arena *arena, const struct page_fault *fault)
{
	switch (fault->kind) {
	case FAULT_BARE:
		return arena_printf(
		        arena, "imports `%s` by name, and a browser has no packages", fault->from);
	case FAULT_MISSING:
		return arena_printf(
		        arena, "imports `%s`, and there is no file `%s`", fault->from, fault->path);
	case FAULT_NO_MODULE:
		return arena_printf(arena, "imports `%s`, which is not an ES module", fault->from);
	default:
		return arena_printf(arena, "imports `%s` from `%s`, which does not export it",
		        fault->name, fault->from);
	}
}

static void faulty(struct on_page *on, const struct entry *entry)
{
	const struct page_file *file = entry->module->file;
	const struct page_fault *fault = &file->fault;
	const char *message;
	struct finding *finding;

	if (fault->kind == FAULT_NONE ||
	        (fault->kind == FAULT_BARE && !entry->module->worker &&
	                has_import_map(on, entry->config)))
		return;
	finding = add_at(on, fault_rules[fault->kind], entry);
	message = fault_message(on->arena, fault);
	finding->message = fault->file == file
	        ? arena_printf(on->arena, "`%s` %s: no Python runs", entry->module->source, message)
	        : arena_printf(on->arena, "`%s` needs `%s`, which %s: no Python runs",
	                  entry->module->source, fault->file->path, message);
	finding->help = fault->kind == FAULT_BARE
	        ? "import it by URL, name a build that brings it along, or add an import map"
	        : "correct the import";
	finding_add_step(
	        on->arena, finding, "note", fault->file->source, fault->span, "imported here");
	if (is_built(on, path_directory(on->arena, file->path)) ||
	        (fault->kind == FAULT_BARE && !entry->config->used))
		finding_doubt(finding, CONFIDENCE_POSSIBLE, SEVERITY_NOTE);
}

/* ---- cdn-not-esm ---- */

/* What the file is seen to be where it is installed, too: that tells more than the URL. */
static enum cdn_verdict verdict_of(const struct page_module *module)
{
	enum cdn_verdict verdict = cdn_judge(module->source);

	if (!module->twin || module->twin->esm.kind == ESM_UNKNOWN)
		return verdict;
	return page_file_is_empty(module->twin) || module->twin->esm.kind == ESM_FATAL ? CDN_SCRIPT
	                                                                               : CDN_MODULE;
}

static void cdn(struct on_page *on, const struct entry *entry)
{
	const struct page_module *module = entry->module;
	enum cdn_verdict verdict = verdict_of(module);
	struct finding *finding;

	if (verdict != CDN_SCRIPT && verdict != CDN_ENTRY)
		return;
	finding = add_at(on, "jsmodule/cdn-not-esm", entry);
	finding->message = arena_printf(on->arena,
	        verdict == CDN_SCRIPT ? "`%s` is most likely a script, not an ES module"
	                              : "`%s` is the main file of a package, often no ES module",
	        module->source);
	finding->help = "name the build that is an ES module";
	finding_doubt(finding, verdict == CDN_SCRIPT ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
	        entry->use && verdict == CDN_SCRIPT ? SEVERITY_WARNING : SEVERITY_NOTE);
	if (module->twin && verdict == CDN_SCRIPT)
		finding_add_step(on->arena, finding, "note", module->twin->source,
		        (struct span){0, 0}, "the same file, where it is installed");
	add_use_step(on, finding, entry->use);
	suggest_module(on, finding, entry);
}

static void check_entry(struct on_page *on, const struct entry *entry)
{
	const struct page_file *file = entry->module->file;

	if (swapped(on, entry) || bare(on, entry) || wrong_kind(on, entry))
		return;
	if (!file)
		cdn(on, entry);
	else if (file->esm.kind == ESM_FATAL)
		not_esm(on, entry);
	else if (page_file_is_empty(file))
		empty(on, entry);
	else
		faulty(on, entry);
}

void jsmodule_check_config(struct on_page *on, const struct page_config *config)
{
	for (uint32_t i = 0; i < config->modules.n; i++) {
		const struct page_module *module = &config->modules.at[i];
		struct entry entry = {config, module, use_of(on, config, module->name)};

		check_entry(on, &entry);
	}
}
