/*
 * Rules: events → findings, in words that people understand. A rule reads
 * events (what the engine saw) and pages (how grave it is); it never looks at
 * syntax.
 */
#ifndef PROXYLINT_RULE_RULE_H
#define PROXYLINT_RULE_RULE_H

#include "diag/diag.h"
#include "flow/flow.h"
#include "page/page.h"
#include "rule/page.h"
#include "rule/times.h"
#include "text/digest.h"

struct rule_input {
	const struct fact_table *facts;
	const struct flow_result *flow;
	const struct rule_pages *pages;
};

/* Adds a finding for each event that a rule stands for: at most one per rule and place. Adds to the
 * times what is each rule's own: events are found for all of them together. */
void rules_judge(
        const struct rule_input *input, struct findings *findings, struct rule_times *times);

/* The same for pages and configurations. */
void rules_judge_pages(const struct page_model *model, const struct rule_pages *pages,
        struct findings *findings, struct rule_times *times);

/* Private to rule/: counts the time since `began`, see clock_now. */
void rule_times_add(struct arena *arena, struct rule_times *times, const char *name, uint64_t began,
        uint32_t found);

/* The parts of a finding that are text; private to rule/. Everything is given in `arena`. */
/* Is a name imported anywhere? */
struct import_known {
	const char *name;
	bool there;
};

const char *event_message(struct arena *arena, const struct flow_event *event);
const char *event_help(struct arena *arena, const struct flow_event *event, const char *rule);

/* What each finding in a piece of code asks of its text, and what was found: mostly the next
 * finding stands in the same piece. */
struct code_known {
	const struct source *source;
	const char *digest;
	struct digest_lines lines;
	bool sought;           /* first_import was */
	uint32_t first_import; /* start of the first line that imports something, or UINT32_MAX */
	VEC(struct import_known) imports;
};

/* What can be done about it, where that is known well enough to be done by a program. */
void event_fixes(struct arena *arena, struct code_known *known, const struct flow_event *event,
        const char *rule, struct finding *to);
/* why: also the steps that say why the code runs again and again. */
void event_steps(
        struct arena *arena, const struct flow_event *event, bool why, struct finding *finding);

#endif
