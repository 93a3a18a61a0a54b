/*
 * The rules of pyscript that read a configuration alone: can it be read, and
 * are the files there that it names?
 */
#include "base/find.h"
#include "rule/on_page.h"

static void broken(struct on_page *on, const struct page_config *config)
{
	struct finding *finding =
	        on_page_add(on, "pyscript/broken-config", config->source, config->error.span);

	struct str text = str_trim((struct str){config->source->bytes, config->source->length});

	if (!config->path && text.n && text.at[0] == '{' && !page_config_is_json(text))
		finding->message = "the configuration starts like JSON and does not end with `}`";
	else
		finding->message = arena_printf(
		        on->arena, "the configuration cannot be read: %s", config->error.message);
	finding->help = "PyScript starts nothing, or leaves the line out";
}

static void comment(struct on_page *on, const struct page_config *config, struct span span)
{
	struct finding *finding = on_page_add(on, "pyscript/broken-config", config->source, span);

	finding->message = "the configuration cannot be read: JSON has no comments";
	finding->help = "PyScript starts nothing until it is taken out";
}

static void missing(struct on_page *on, const struct page_config *config, const char *name,
        struct span span, const char *what)
{
	if (strchr(name, '*') || strchr(name, '{'))
		return;
	on_page_missing(on, config->source, span,
	        page_resolve(on->model, config->directory, str_of(name)), what);
}

static void missing_files(struct on_page *on, const struct page_config *config)
{
	const struct data_value *files = data_get(config->root, "files");

	for (uint32_t i = 0; files && files->kind == DATA_TABLE && i < files->pairs.n; i++)
		missing(on, config, files->pairs.at[i].key, files->pairs.at[i].key_span,
		        "PyScript starts nothing");
	for (uint32_t i = 0; i < config->modules.n; i++) {
		const struct page_module *module = &config->modules.at[i];

		/* else a name stands there (jsmodule/swapped) */
		if (!(module->package && page_is_bare(module->source)) &&
		        strpbrk(module->source, "/."))
			missing(on, config, module->source, module->source_span,
			        "importing it fails, and no Python runs");
	}
}

void pyscript_check_config(struct on_page *on, const struct page_config *config)
{
	struct span span;

	if (!config->root) {
		broken(on, config);
		return;
	}
	if (!config->json)
		pyscript_check_toml(on, config);
	else if (json_comment(config->source, &span))
		comment(on, config, span);
	missing_files(on, config);
}
