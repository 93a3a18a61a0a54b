/*
 * The rules of jsmodule that read Python: what it takes from the modules that
 * a configuration names, and whether that is there where the code runs.
 */
#include "rule/on_page.h"

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

static enum answer answer_of(const struct page_model *model, const struct page_config *config,
        bool worker, const struct page_use *use, const struct page_module **module)
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
	if (!use->member || !(*module)->file || (*module)->file->esm.kind != ESM_MODULE ||
	        page_file_is_empty((*module)->file))
		return FINE;
	return page_file_exports(model, (*module)->file, use->member) ? FINE : NOT_EXPORTED;
}

static bool is_readable(const struct page_config *config)
{
	return config && config->root;
}

/* What all who run the code agree on; FINE when they do not, or when too little is known. */
static enum answer answer_of_all(const struct page_model *model, const struct page_use *use,
        const struct page_module **module)
{
	const struct page_unit *unit = use->unit;
	enum answer all = FINE;

	if (!unit->runs.list.n)
		return is_readable(unit->near) ? answer_of(model, unit->near, true, use, module)
		                               : FINE;
	for (uint32_t i = 0; i < unit->runs.list.n; i++) {
		const struct page_run *run = unit->runs.list.at[i];
		enum answer answer;

		if (!is_readable(run->config))
			return FINE;
		answer = answer_of(model, run->config, run->worker, use, module);
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

	if (!esm->names.n)
		return "it only passes on what other files export";
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
	if (page_file_exports(on->model, module->file, "default"))
		finding->help = arena_printf(on->arena,
		        "its default export is `%s.default`: `from pyscript.js_modules.%s import "
		        "default as %s`",
		        use->module, use->module, use->module);
	else
		finding->help = export_list(on, &module->file->esm);
}

void jsmodule_check_use(struct on_page *on, const struct page_use *use)
{
	const struct page_module *module = NULL;
	const struct source *source = use->unit->unit->source;
	enum answer answer = use->guarded ? FINE : answer_of_all(on->model, use, &module);
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
