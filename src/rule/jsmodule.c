/*
 * The rules of jsmodule: what PyScript's js_modules name, what `import()`
 * makes of it, and what Python then asks of it.
 */
#include "page/cdn.h"
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

static void suggest_module(struct on_page *on, struct finding *finding, const struct entry *entry)
{
	const char *url = cdn_module_url(on->arena, entry->module->source);

	if (url)
		finding_add_fix(on->arena, finding, "import the ES module that jsDelivr makes",
		        FIX_UNSAFE, entry->config->source, entry->module->source_span,
		        arena_printf(on->arena, "\"%s\"", url));
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
	return true;
}

static void not_esm(struct on_page *on, const struct entry *entry)
{
	const struct page_module *module = entry->module;
	struct finding *finding = add_at(on, "jsmodule/not-esm", entry);

	if (same(module->esm->what, "this"))
		finding->message = arena_printf(on->arena,
		        "`%s` is not an ES module: importing it fails, as `this` is undefined there",
		        module->source);
	else
		finding->message = arena_printf(on->arena,
		        "`%s` is not an ES module: importing it fails, as there is no `%s`",
		        module->source, module->esm->what);
	finding->help = "`export` what Python needs, or name a build that is an ES module";
	finding_add_step(on->arena, finding, "note", module->js, module->esm->why,
	        arena_printf(on->arena, "uses `%s` when it is loaded", module->esm->what));
}

static bool exports_nothing(const struct esm *esm)
{
	return esm->kind == ESM_SCRIPT || (esm->kind == ESM_MODULE && !esm->open && !esm->names.n);
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

/* `"leaflet" = "L"`: a browser has no packages; it is the name of a file beside the page. */
static bool bare(struct on_page *on, const struct entry *entry)
{
	const struct page_module *module = entry->module;
	struct finding *finding;

	if (is_url(module->source) || strchr(module->source, '.') || module->esm ||
	        !module->directory || strchr(module->source, '{'))
		return false;
	finding = add_at(on, "jsmodule/swapped", entry);
	finding->message = arena_printf(on->arena,
	        "`%s` is the name of a package, not the place of a file", module->source);
	finding->help = "name a URL, or the file beside this one";
	finding_add_fix(on->arena, finding, "import it from jsDelivr", FIX_UNSAFE,
	        entry->config->source, module->source_span,
	        arena_printf(
	                on->arena, "\"https://cdn.jsdelivr.net/npm/%s/+esm\"", module->source));
	return true;
}

/* ---- cdn-not-esm ---- */

static void cdn(struct on_page *on, const struct entry *entry)
{
	const char *url = entry->module->source;
	enum cdn_verdict verdict = cdn_judge(url);
	struct finding *finding;

	if (verdict != CDN_SCRIPT && verdict != CDN_ENTRY)
		return;
	finding = add_at(on, "jsmodule/cdn-not-esm", entry);
	finding->message = arena_printf(on->arena,
	        verdict == CDN_SCRIPT ? "`%s` is most likely a script, not an ES module"
	                              : "`%s` is the main file of a package, often no ES module",
	        url);
	finding->help = "name the build that is an ES module";
	finding_doubt(finding, verdict == CDN_SCRIPT ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
	        entry->use && verdict == CDN_SCRIPT ? SEVERITY_WARNING : SEVERITY_NOTE);
	add_use_step(on, finding, entry->use);
	suggest_module(on, finding, entry);
}

static void check_entry(struct on_page *on, const struct entry *entry)
{
	const struct esm *esm = entry->module->esm;

	if (swapped(on, entry) || bare(on, entry) || wrong_kind(on, entry))
		return;
	if (!esm)
		cdn(on, entry);
	else if (esm->kind == ESM_FATAL)
		not_esm(on, entry);
	else if (exports_nothing(esm))
		empty(on, entry);
}

void jsmodule_check_config(struct on_page *on, const struct page_config *config)
{
	for (uint32_t i = 0; i < config->modules.n; i++) {
		const struct page_module *module = &config->modules.at[i];
		struct entry entry = {config, module, use_of(on, config, module->name)};

		check_entry(on, &entry);
	}
}

/* ---- what Python asks for ---- */

/* What one way of running the code makes of a use. */
enum answer { FINE, NOT_CONFIGURED, OTHER_SCOPE, NOT_EXPORTED };

/* Said of the configuration: the name stands on the other side. */
static bool is_swapped(const struct page_config *config, const char *name)
{
	for (uint32_t i = 0; config && i < config->modules.n; i++)
		if (same(config->modules.at[i].source, name))
			return true;
	return false;
}

static enum answer answer_of(const struct page_config *config, bool worker,
        const struct page_use *use, const struct page_module **module)
{
	const struct page_module *main = page_module_find(config, use->module, false);
	const struct page_module *own = worker ? page_module_find(config, use->module, true) : NULL;

	*module = own ? own : main;
	if (!*module)
		*module = page_module_find(config, use->module, true);
	if (!*module)
		return is_swapped(config, use->module) ? FINE : NOT_CONFIGURED;
	if ((*module)->worker && !worker)
		return OTHER_SCOPE;
	if (!use->member || !(*module)->esm || (*module)->esm->kind != ESM_MODULE ||
	        exports_nothing((*module)->esm))
		return FINE;
	return esm_exports((*module)->esm, use->member) ? FINE : NOT_EXPORTED;
}

static bool is_readable(const struct page_config *config)
{
	return config && config->root;
}

/* What all who run the code agree on; FINE when they do not, or when too little is known. */
static enum answer answer_of_all(const struct page_use *use, const struct page_module **module)
{
	const struct page_unit *unit = use->unit;
	enum answer all = FINE;

	if (!unit->runs.list.n)
		return is_readable(unit->near) ? answer_of(unit->near, true, use, module) : FINE;
	for (uint32_t i = 0; i < unit->runs.list.n; i++) {
		const struct page_run *run = unit->runs.list.at[i];
		enum answer answer;

		if (!is_readable(run->config))
			return FINE;
		answer = answer_of(run->config, run->worker, use, module);
		if (i && answer != all)
			return FINE;
		all = answer;
	}
	return all;
}

static const char *export_list(struct on_page *on, const struct esm *esm)
{
	struct buf text = {0};
	const char *list;

	for (uint32_t i = 0; i < esm->names.n && i < 6; i++)
		buf_printf(&text, "%s`%s`", i ? ", " : "", esm->names.at[i]);
	if (esm->names.n > 6)
		buf_text(&text, ", ...");
	list = arena_printf(on->arena, "it exports %s", text.at);
	buf_free(&text);
	return list;
}

static void missing_export(
        struct on_page *on, const struct page_use *use, const struct page_module *module)
{
	struct finding *finding =
	        on_page_add(on, "jsmodule/missing-export", use->unit->unit->source, use->span);

	finding->object = use->member;
	finding->message =
	        arena_printf(on->arena, "`%s` does not export `%s`", module->source, use->member);
	if (esm_exports(module->esm, "default"))
		finding->help = arena_printf(on->arena,
		        "its default export is `%s.default`: `from pyscript.js_modules.%s import "
		        "default as %s`",
		        use->module, use->module, use->module);
	else
		finding->help = export_list(on, module->esm);
}

void jsmodule_check_use(struct on_page *on, const struct page_use *use)
{
	const struct page_module *module = NULL;
	const struct source *source = use->unit->unit->source;
	enum answer answer = use->guarded ? FINE : answer_of_all(use, &module);
	struct finding *finding;

	if (answer == NOT_EXPORTED) {
		missing_export(on, use, module);
	} else if (use->again) {
		return; /* said of the import */
	} else if (answer == OTHER_SCOPE) {
		finding = on_page_add(on, "jsmodule/wrong-scope", source, use->span);
		finding->object = use->module;
		finding->message = arena_printf(on->arena,
		        "`%s` is loaded for workers only, and this runs on the main thread",
		        use->module);
		finding->help = "list it under `js_modules.main`, too";
	} else if (answer == NOT_CONFIGURED) {
		finding = on_page_add(on, "jsmodule/not-configured", source, use->span);
		finding->object = use->module;
		finding->message = arena_printf(
		        on->arena, "no entry of js_modules is called `%s`", use->module);
		finding->help = "add it to the configuration: the place of the file, then its name";
	}
}
