#include "rule/on_page.h"

#include "base/clock.h"

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

static void check_configs(struct on_page *on)
{
	const struct page_model *model = on->model;

	for (uint32_t i = 0; i < model->configs.n; i++)
		if (model->configs.at[i]->reported && is_checked(model->configs.at[i]))
			pyscript_check_config(on, model->configs.at[i]);
}

static void check_modules(struct on_page *on)
{
	const struct page_model *model = on->model;

	for (uint32_t i = 0; i < model->configs.n; i++)
		if (model->configs.at[i]->reported && is_checked(model->configs.at[i]))
			jsmodule_check_config(on, model->configs.at[i]);
	for (uint32_t i = 0; i < model->uses.n; i++)
		if (model->uses.at[i].unit->reported)
			jsmodule_check_use(on, &model->uses.at[i]);
}

static void check_pages(struct on_page *on)
{
	for (uint32_t i = 0; i < on->model->pages.n; i++) {
		const struct page *page = on->model->pages.at[i];

		if (!page->reported)
			continue;
		pyscript_check_page(on, page);
		pyscript_check_handlers(on, page);
	}
}

static void check_code(struct on_page *on)
{
	for (uint32_t i = 0; i < on->model->units.n; i++)
		if (on->model->units.at[i].reported)
			pyscript_check_unit(on, &on->model->units.at[i]);
}

static void check_micropython(struct on_page *on)
{
	for (uint32_t i = 0; i < on->model->units.n; i++)
		if (on->model->units.at[i].reported)
			micropython_check_unit(on, &on->model->units.at[i]);
}

void rules_judge_pages(const struct page_model *model, const struct rule_pages *pages,
        struct findings *findings, struct rule_times *times)
{
	/* rules that read the same thing are checked at once, and have one time */
	static const struct {
		const char *name;
		void (*check)(struct on_page *on);
	} parts[] = {
	        {"pyscript/* (configurations)", check_configs},
	        {"jsmodule/*", check_modules},
	        {"pyscript/* (pages)", check_pages},
	        {"pyscript/* (Python)", check_code},
	        {"micropython/*", check_micropython},
	};
	struct on_page on = {
	        .model = model, .pages = pages, .findings = findings, .arena = findings->arena};

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		uint64_t began = clock_now();
		uint32_t before = findings->list.n;

		parts[i].check(&on);
		rule_times_add(
		        findings->arena, times, parts[i].name, began, findings->list.n - before);
	}
}
