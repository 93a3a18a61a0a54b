#include "rule/on_page.h"

#include <stdarg.h>
#include <stdio.h>

struct finding *on_page_add(
        struct on_page *on, const char *rule, const struct source *source, struct span span)
{
	const struct rule_page *page = page_find(on->pages, rule);
	struct finding finding = {.confidence = CONFIDENCE_CERTAIN,
	        .retention = "error",
	        .place = place_of(source, span),
	        .function = ""};

	if (!page)
		return NULL;
	finding.rule = page->name;
	finding.severity = page->severity;
	vec_push(on->findings->arena, &on->findings->list, finding);
	return &on->findings->list.at[on->findings->list.n - 1];
}

const char *on_page_text(struct on_page *on, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return arena_strdup(on->findings->arena, text);
}

void finding_doubt(struct finding *finding, enum confidence confidence, enum severity most)
{
	if (finding->confidence > confidence)
		finding->confidence = confidence;
	if (finding->severity > most)
		finding->severity = most;
}

void rules_judge_pages(const struct page_model *model, struct findings *findings)
{
	struct rule_pages pages = pages_all(findings->arena);
	struct on_page on = {model, &pages, findings};

	for (uint32_t i = 0; i < model->configs.n; i++)
		jsmodule_check(&on, model->configs.at[i]);
}
