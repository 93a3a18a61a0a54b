#include "rule/on_page.h"

struct finding *on_page_add(
        struct on_page *on, const char *rule, const struct source *source, struct span span)
{
	const struct rule_page *page = page_find(on->pages, rule);
	struct finding finding = {.confidence = CONFIDENCE_CERTAIN,
	        .retention = "error",
	        .place = place_of(source, span),
	        .function = ""};

	if (!page)
		BUG("rule %s has no page", rule);
	finding.rule = page->name;
	finding.severity = page->severity;
	vec_push(on->arena, &on->findings->list, finding);
	return &on->findings->list.at[on->findings->list.n - 1];
}

void finding_doubt(struct finding *finding, enum confidence confidence, enum severity most)
{
	if (finding->confidence > confidence)
		finding->confidence = confidence;
	if (finding->severity > most)
		finding->severity = most;
}

/* A file that looks like a configuration by its name is not always one. */
static bool is_checked(const struct page_config *config)
{
	return config->used || !config->path || page_config_is_named(config->path) ||
	        page_config_is_pyscript(config->root);
}

static void check_config(struct on_page *on, const struct page_config *config)
{
	pyscript_check_config(on, config);
	jsmodule_check_config(on, config);
}

static void check_page(struct on_page *on, const struct page *page)
{
	pyscript_check_page(on, page);
	pyscript_check_handlers(on, page);
}

static void check_unit(struct on_page *on, const struct page_unit *unit)
{
	pyscript_check_unit(on, unit);
	micropython_check_unit(on, unit);
}

void rules_judge_pages(const struct page_model *model, struct findings *findings)
{
	struct rule_pages pages = pages_all(findings->arena);
	struct on_page on = {model, &pages, findings, findings->arena};

	for (uint32_t i = 0; i < model->configs.n; i++)
		if (model->configs.at[i]->reported && is_checked(model->configs.at[i]))
			check_config(&on, model->configs.at[i]);
	for (uint32_t i = 0; i < model->pages.n; i++)
		if (model->pages.at[i]->reported)
			check_page(&on, model->pages.at[i]);
	for (uint32_t i = 0; i < model->units.n; i++)
		if (model->units.at[i].reported)
			check_unit(&on, &model->units.at[i]);
	for (uint32_t i = 0; i < model->uses.n; i++)
		if (model->uses.at[i].unit->reported)
			jsmodule_check_use(&on, &model->uses.at[i]);
}
