/*
 * The rules of jsmodule: what PyScript's js_modules name, and what `import()` makes of it.
 */
#include "rule/on_page.h"

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

static void not_esm(
        struct on_page *on, const struct page_config *config, const struct page_module *module)
{
	const char *kind = module->path ? kind_of_file(module->path) : NULL;
	bool fatal = module->esm && module->esm->kind == ESM_FATAL;
	struct finding *finding;
	struct step *step;

	if (!kind && !fatal)
		return;
	finding = on_page_add(on, "jsmodule/not-esm", config->source, module->source_span);
	if (!finding)
		return;
	finding->object = module->name;
	finding->help = "export from it (`export { ... }`), or name a build that is an ES module";
	if (!fatal) {
		finding->message =
		        on_page_text(on, "`%s` is %s, not an ES module: it cannot be imported",
		                module->source, kind);
		return;
	}
	finding->message = on_page_text(on,
	        "`%s` is not an ES module: it fails because `%s` is not defined there",
	        module->source, module->esm->what);
	step = arena_new(on->findings->arena, struct step);
	step->kind = "note";
	step->place = place_of(module->js, module->esm->why);
	step->message = on_page_text(on, "needs `%s`", module->esm->what);
	finding->steps = step;
	finding->step_count = 1;
}

void jsmodule_check(struct on_page *on, const struct page_config *config)
{
	for (uint32_t i = 0; i < config->modules.n; i++)
		not_esm(on, config, &config->modules.at[i]);
}
