/*
 * --statistics and --timings: how often each rule was found, and where the
 * time went.
 */
#include "cli/check.h"

#include "rule/page.h"

#include <stdlib.h>

enum { SLOWEST_SHOWN = 10 };

struct row {
	const char *rule;
	uint32_t counts[3]; /* by severity */
};

struct statistics {
	VEC(struct row) rows;
};

static struct row *row_of(struct arena *arena, struct statistics *statistics, const char *rule)
{
	struct row row = {.rule = rule};

	for (uint32_t i = 0; i < statistics->rows.n; i++)
		if (same(statistics->rows.at[i].rule, rule))
			return &statistics->rows.at[i];
	vec_push(arena, &statistics->rows, row);
	return &statistics->rows.at[statistics->rows.n - 1];
}

static uint32_t total(const struct row *row)
{
	return row->counts[0] + row->counts[1] + row->counts[2];
}

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	if (total(a) != total(b))
		return total(a) < total(b) ? 1 : -1;
	return strcmp(a->rule, b->rule);
}

void statistics_show(struct arena *arena, const struct findings *findings, struct buf *out)
{
	struct statistics statistics = {0};
	struct rule_pages pages = pages_all(arena);

	for (uint32_t i = 0; i < findings->list.n; i++) {
		const struct finding *finding = &findings->list.at[i];

		if (!finding->suppressed)
			row_of(arena, &statistics, finding->rule)->counts[finding->severity]++;
	}
	if (!statistics.rows.n)
		return;
	qsort(statistics.rows.at, statistics.rows.n, sizeof(struct row), compare_rows);
	buf_printf(out, "%7s %8s %5s  rule\n", "errors", "warnings", "notes");
	for (uint32_t i = 0; i < statistics.rows.n; i++) {
		const struct row *row = &statistics.rows.at[i];
		const struct rule_page *page = page_find(&pages, row->rule);

		buf_printf(out, "%7u %8u %5u  %-32s %s\n", (unsigned)row->counts[SEVERITY_ERROR],
		        (unsigned)row->counts[SEVERITY_WARNING],
		        (unsigned)row->counts[SEVERITY_NOTE], row->rule, page ? page->summary : "");
	}
}

static int compare_rule_times(const void *left, const void *right)
{
	const struct rule_time *a = left, *b = right;

	return (a->time < b->time) - (a->time > b->time);
}

static double milliseconds(uint64_t time)
{
	return (double)time / 1e6;
}

static void show_rule_times(struct check_result *result, struct buf *out)
{
	const struct rule_times *times = &result->rule_times;

	if (!times->list.n)
		return;
	qsort(times->list.at, times->list.n, sizeof(*times->list.at), compare_rule_times);
	buf_text(out,
	        "\n`rules`, by rule; what they read of paths is found for all at once in `dataflow`:\n");
	for (uint32_t i = 0; i < times->list.n; i++)
		buf_printf(out, "%9.3f ms %5u found  %s\n", milliseconds(times->list.at[i].time),
		        (unsigned)times->list.at[i].found, times->list.at[i].name);
}

static void show_slowest(const struct check_result *result, struct buf *out)
{
	if (!result->slowest.n)
		return;
	buf_text(out, "\nthe slowest files, parsed, lowered and followed:\n");
	for (uint32_t i = 0; i < result->slowest.n && i < SLOWEST_SHOWN; i++)
		buf_printf(out, "%9.1f ms  %s\n", milliseconds(result->slowest.at[i].time),
		        result->slowest.at[i].path);
}

void timings_show(struct check_result *result, struct buf *out)
{
	static const char *const texts[] = {
#define PASS(id, text) text,
#include "engine/pass.def"
#undef PASS
	};
	uint64_t all = 0;

	for (size_t i = 0; i < PASS_COUNT; i++)
		all += result->times[i];
	for (size_t i = 0; i < PASS_COUNT; i++)
		buf_printf(out, "%9.1f ms %3.0f %%  %s\n", milliseconds(result->times[i]),
		        all ? 100.0 * (double)result->times[i] / (double)all : 0.0, texts[i]);
	buf_printf(out, "%9.1f ms        all%s\n", milliseconds(all),
	        result->cached
	                ? ", with the findings of an earlier run (--no-cache makes them anew)"
	                : "");
	show_rule_times(result, out);
	show_slowest(result, out);
}
