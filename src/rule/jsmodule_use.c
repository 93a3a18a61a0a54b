/*
 * The rules of jsmodule that read Python: what it takes from the modules that
 * a configuration names, and whether that is there where the code runs.
 */
#include "base/find.h"
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

/* ---- fixes ---- */

enum { SLIP = 3 }; /* letters that differ, and one: what is still taken for a slip */

static struct str text_of(const struct page_use *use)
{
	return (struct str){
	        use->unit->unit->source->bytes + use->span.start, use->span.end - use->span.start};
}

/* Where `.member` stands in the text of a use, or NULL: it is the name of an import. */
static const char *member_in(struct on_page *on, const struct page_use *use)
{
	return str_find(text_of(use), arena_printf(on->arena, ".%s", use->member));
}

/* Does the module have a default export and nothing else? Then that is what was meant. */
static bool is_only_default(const struct page_file *file)
{
	return file->esm.names.n == 1 && !file->esm.open && same(file->esm.names.at[0], "default");
}

static void insert_at(struct on_page *on, struct finding *finding, const struct page_use *use,
        const char *title, const char *at, const char *text)
{
	const struct source *source = use->unit->unit->source;
	uint32_t offset = (uint32_t)(at - source->bytes);

	finding_add_fix(
	        on->arena, finding, title, FIX_UNSAFE, source, (struct span){offset, offset}, text);
}

/* `lib.area` -> `lib.default.area`; `import area` -> `import default as area`. */
static void take_default(struct on_page *on, struct finding *finding, const struct page_use *use)
{
	static const char title[] = "take it from the default export";
	const char *member = member_in(on, use);

	if (member)
		insert_at(on, finding, use, title, member, ".default");
	else if (str_is(text_of(use), use->member))
		insert_at(on, finding, use, title, text_of(use).at, "default as ");
}

/* The export that is a slip away from what Python asks for. */
static void take_nearest(struct on_page *on, struct finding *finding, const struct page_use *use,
        const struct page_file *file)
{
	const struct source *source = use->unit->unit->source;
	const char *member = member_in(on, use), *meant = NULL;
	struct span span;

	for (uint32_t i = 0; i < file->esm.names.n && !meant; i++)
		if (str_distance(str_of(use->member), str_of(file->esm.names.at[i]), SLIP) < SLIP)
			meant = file->esm.names.at[i];
	if (!meant || same(meant, "default"))
		return;
	if (member) {
		span.start = (uint32_t)(member + 1 - source->bytes);
		span.end = span.start + (uint32_t)strlen(use->member);
		finding_add_fix(on->arena, finding, arena_printf(on->arena, "take `%s`", meant),
		        FIX_UNSAFE, source, span, meant);
	} else if (str_is(text_of(use), use->member)) {
		insert_at(on, finding, use, arena_printf(on->arena, "take `%s`", meant),
		        text_of(use).at, arena_printf(on->arena, "%s as ", meant));
	}
}

/* The module that is a slip away from what Python asks for. */
static void import_nearest(struct on_page *on, struct finding *finding, const struct page_use *use)
{
	const struct page_config *config =
	        use->unit->runs.list.n ? use->unit->runs.list.at[0]->config : use->unit->near;
	struct str asked = str_of(use->module);

	for (uint32_t i = 0; config && i < config->modules.n; i++) {
		const char *name = config->modules.at[i].name;

		if (str_distance(asked, str_of(name), SLIP) >= SLIP)
			continue;
		finding->help = arena_printf(on->arena, "it is called `%s`", name);
		if (!use->member && str_is(text_of(use), use->module))
			insert_at(on, finding, use, arena_printf(on->arena, "import `%s`", name),
			        text_of(use).at, arena_printf(on->arena, "%s as ", name));
		return;
	}
}

/* A module of workers becomes one of the page, which workers have, too. */
static void move_to_main(struct on_page *on, struct finding *finding, const struct page_use *use)
{
	const struct page_config *config =
	        use->unit->runs.list.n ? use->unit->runs.list.at[0]->config : NULL;
	const struct data_value *modules;
	const struct data_pair *worker;
	struct str text;

	if (!config)
		return;
	modules = data_get(config->root, "js_modules");
	worker = data_pair(modules, "worker");
	if (!worker || data_get(modules, "main"))
		return;
	text = (struct str){config->source->bytes + worker->key_span.start,
	        worker->key_span.end - worker->key_span.start};
	if (str_is(text, "worker") || str_is(text, "\"worker\""))
		finding_add_fix(on->arena, finding, "load the modules for the page", FIX_UNSAFE,
		        config->source, worker->key_span,
		        str_is(text, "worker") ? "main" : "\"main\"");
}

/* ---- findings ---- */

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
	if (is_only_default(module->file))
		take_default(on, finding, use);
	else
		take_nearest(on, finding, use, module->file);
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
		move_to_main(on, finding, use);
	} else if (answer == NOT_CONFIGURED) {
		finding = on_page_add(on, "jsmodule/not-configured", source, use->span);
		finding->object = use->module;
		finding->message = arena_printf(
		        on->arena, "no entry of js_modules is called `%s`", use->module);
		finding->help = "add it to the configuration: the place of the file, then its name";
		import_nearest(on, finding, use);
	}
}
