/*
 * Suppressions: comments of the inputs → findings that are marked as
 * suppressed, and findings about suppressions that are wrong, or hide nothing.
 *
 * A comment at the end of a line stands for what has a part on its line, one
 * on a line of its own for the statement that follows. Nothing is called
 * unused unless the rule was on and all of the file was analysed.
 */
#include "engine/project.h"

#include "base/stop.h"
#include "base/find.h"
#include "base/guess.h"
#include "diag/suppress.h"
#include "front/comment.h"

#include <stdlib.h>

enum { FEW_LINES = 50 };

/* A suppression and the lines that it stands for. */
struct site {
	struct suppression said;
	const struct source *source;
	struct span span; /* of the comment */
	bool alone, snippet;
	uint32_t line, last_line;             /* of the comment */
	uint32_t first_covered, last_covered; /* lines; none when first > last */
	bool paired;                          /* of a block: the other end was found */
};

struct sites {
	struct project *project;
	struct input *input;
	const struct map *by_path; /* path → struct numbers */
	VEC(struct site *) list;   /* in the order of the text */
	VEC(struct finding *)
	findings;     /* of the input; those on few lines by line, then the others */
	uint32_t low; /* so many are on few lines */
	uint32_t uncertain;
};

/* ---- collecting ---- */

static uint32_t last_line(const struct source *source, struct span span)
{
	return source_locate(source, span.end > span.start ? span.end - 1 : span.end).line;
}

static void cover(struct site *site, const struct comment *comment)
{
	const struct source *source = site->source;

	site->line = source_locate(source, comment->span.start).line;
	site->last_line = last_line(source, comment->span);
	site->first_covered = site->line;
	site->last_covered = site->last_line;
	if (site->said.kind == SUPPRESS_FILE) {
		site->first_covered = 1;
		site->last_covered = UINT32_MAX;
	} else if (site->alone && comment->next.start < comment->next.end) {
		site->first_covered = source_locate(source, comment->next.start).line;
		site->last_covered = last_line(source, comment->next);
	} else if (site->alone) {
		site->first_covered = site->last_covered + 1;
	}
}

static void add_source(
        struct sites *sites, const struct source *source, enum language language, bool snippet)
{
	struct arena *arena = sites->project->arena;
	struct comment_list comments = front_comments(arena, source, language, source->path);

	for (uint32_t i = 0; i < comments.list.n; i++) {
		const struct comment *comment = &comments.list.at[i];
		struct str text = {source->bytes + comment->span.start,
		        comment->span.end - comment->span.start};
		struct site *site = arena_new(arena, struct site);

		site->source = source;
		site->span = comment->span;
		site->alone = comment->alone;
		site->snippet = snippet;
		if (!suppression_read(arena, text, &site->said))
			continue;
		cover(site, comment);
		vec_push(arena, &sites->list, site);
	}
}

static void collect(struct sites *sites)
{
	const struct input *input = sites->input;

	for (uint32_t i = 0; i < input->units.n; i++) {
		const struct unit *unit = input->units.at[i];

		add_source(sites, unit->source, unit->language, unit->snippet);
		sites->uncertain += unit->unread;
	}
	if (!input->units.n || input->units.at[0]->source != input->source)
		add_source(sites, input->source, LANG_NONE, false);
}

/* Ends of blocks that name the same rules; those before `next` are paired, or end nothing. */
struct ends {
	VEC(struct site *) list;
	uint32_t next;
};

/* Fills `key` with what tells the rules of one block from those of others. */
static const char *rules_key(struct buf *key, const struct suppression *said)
{
	key->n = 0;
	buf_text(key, "");
	for (uint32_t i = 0; i < said->rules.n; i++)
		buf_printf(key, "%s,", said->rules.at[i].glob);
	return key->at;
}

static void gather_ends(struct sites *sites, struct map *ends)
{
	struct arena *arena = sites->project->arena;
	struct buf key = {0};

	for (uint32_t i = 0; i < sites->list.n; i++) {
		struct site *site = sites->list.at[i];
		struct ends *same_rules;

		if (site->said.kind != SUPPRESS_END)
			continue;
		same_rules = map_get(ends, rules_key(&key, &site->said));
		if (!same_rules) {
			same_rules = arena_new(arena, struct ends);
			map_put(ends, arena_strdup(arena, key.at), same_rules);
		}
		vec_push(arena, &same_rules->list, site);
	}
	buf_free(&key);
}

/* A block lasts to the next end that names the same rules. */
static void pair_blocks(struct sites *sites)
{
	struct map all = {0};
	struct buf key = {0};

	gather_ends(sites, &all);
	for (uint32_t i = 0; i < sites->list.n; i++) {
		struct site *begin = sites->list.at[i];
		struct ends *ends = begin->said.kind == SUPPRESS_BEGIN
		        ? map_get(&all, rules_key(&key, &begin->said))
		        : NULL;

		while (ends && ends->next < ends->list.n &&
		        ends->list.at[ends->next]->line < begin->line)
			ends->next++;
		if (!ends || ends->next == ends->list.n)
			continue;
		begin->first_covered = begin->line;
		begin->last_covered = ends->list.at[ends->next]->line;
		begin->paired = ends->list.at[ends->next++]->paired = true;
	}
	buf_free(&key);
	map_free(&all);
}

/* ---- hiding ---- */

static bool covers(const struct site *site, const struct finding *finding)
{
	const struct place *place = &finding->place;

	if (site->said.open)
		return false;
	switch (site->said.kind) {
	case SUPPRESS_LINE:
		if (!site->alone)
			return place->line <= site->last_covered &&
			        place->end_line >= site->first_covered;
		break;
	case SUPPRESS_BEGIN:
		if (!site->paired)
			return false;
		break;
	case SUPPRESS_FILE:
		break;
	default:
		return false;
	}
	return place->line >= site->first_covered && place->line <= site->last_covered;
}

/* The first of those on few lines that may reach a line. */
static uint32_t first_near(const struct sites *sites, uint32_t line)
{
	uint32_t low = 0, high = sites->low;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sites->findings.at[middle]->place.line + FEW_LINES < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first finding from `at` on that the site covers, or how many there are. */
static uint32_t next_covered(const struct sites *sites, const struct site *site, uint32_t at)
{
	if (at == 0)
		at = first_near(sites, site->first_covered);
	for (; at < sites->findings.n && !covers(site, sites->findings.at[at]); at++)
		if (at < sites->low && sites->findings.at[at]->place.line > site->last_covered)
			at = sites->low - 1;
	return at;
}

static bool has_hit(const struct site *site)
{
	for (uint32_t i = 0; i < site->said.rules.n; i++)
		if (!site->said.rules.at[i].hits)
			return false;
	return site->said.hits != 0;
}

static void hide(struct site *site, struct finding *finding)
{
	struct suppression_rule *entry;

	/* nothing new would come of it */
	if (finding->suppressed == SUPPRESSED_IN_SOURCE && has_hit(site))
		return;
	if (!suppression_names(&site->said, finding, &entry))
		return;
	site->said.hits++;
	if (entry)
		entry->hits++;
	if (!finding->suppressed)
		finding->reason = site->said.reason;
	finding->suppressed = SUPPRESSED_IN_SOURCE;
}

/* ---- what is wrong with them ---- */

/* `span` is in the file. */
static struct fix *fix_new(
        struct sites *sites, const char *title, struct span span, const char *text)
{
	struct arena *arena = sites->project->arena;
	struct fix *fix = arena_new(arena, struct fix);

	fix->title = title;
	fix->safety = FIX_SAFE;
	fix->edits = arena_new(arena, struct fix_edit);
	fix->edits[0] = (struct fix_edit){sites->input->path, span.start, span.end, text};
	fix->edit_count = 1;
	return fix;
}

static struct span span_in_file(const struct source *source, struct span span)
{
	uint32_t start = source_file_offset(source, span.start);

	if (span.end == span.start)
		return (struct span){start, start};
	return (struct span){start, source_file_offset(source, span.end - 1) + 1};
}

static void complain(struct sites *sites, const struct site *site, const char *rule,
        const char *object, const char *message, const char *help, struct fix *fix)
{
	struct finding finding = {.rule = rule,
	        .severity = SEVERITY_WARNING,
	        .confidence = CONFIDENCE_CERTAIN,
	        .place = place_of(site->source, site->span),
	        .function = "",
	        .object = object,
	        .message = message,
	        .help = help,
	        .fixes = fix,
	        .fix_count = fix != NULL};

	if (!site->snippet && project_reports(sites->project, &finding))
		vec_push(sites->project->arena, &sites->project->result->findings.list, finding);
}

/* The comment with the blanks before it, or all of its line. */
static struct span removal(const struct sites *sites, const struct site *site)
{
	struct span span = span_in_file(site->source, site->span);
	const char *bytes = sites->input->source->bytes;
	uint32_t length = sites->input->source->length;

	while (span.start && (bytes[span.start - 1] == ' ' || bytes[span.start - 1] == '\t'))
		span.start--;
	if (span.start && bytes[span.start - 1] != '\n')
		return span;
	if (span.end < length && bytes[span.end] == '\r')
		span.end++;
	if (span.end < length && bytes[span.end] == '\n')
		span.end++;
	return span;
}

static struct fix *remove_comment(struct sites *sites, const struct site *site)
{
	return fix_new(sites, "remove the comment", removal(sites, site), "");
}

static struct fix *replace_at(struct sites *sites, const struct site *site, uint32_t start,
        uint32_t end, const char *title, const char *text)
{
	struct span span = {site->span.start + start, site->span.start + end};

	return fix_new(sites, title, span_in_file(site->source, span), text);
}

static void check_word(struct sites *sites, const struct site *site)
{
	struct arena *arena = sites->project->arena;
	const struct suppression *said = &site->said;
	uint32_t end = said->word_end, start = end - (uint32_t)strlen(said->word);

	if (said->kind == SUPPRESS_UNKNOWN)
		complain(sites, site, "suppression/malformed", said->word,
		        arena_printf(arena, "`%s` is no word of a suppression", said->word),
		        arena_printf(arena, "write `%s`", said->near),
		        replace_at(sites, site, start, end,
		                arena_printf(arena, "write `%s`", said->near), said->near));
	else if (said->open)
		complain(sites, site, "suppression/malformed", said->word,
		        "the list of rules is not closed", "close it with `]`", NULL);
	else if (said->kind == SUPPRESS_BEGIN && !site->paired)
		complain(sites, site, "suppression/malformed", said->word,
		        "no `ignore-end` with the same rules follows",
		        "end the block, or use `ignore-file`", NULL);
	else if (said->kind == SUPPRESS_END && !site->paired)
		complain(sites, site, "suppression/malformed", said->word,
		        "no `ignore-begin` with the same rules comes before", "remove it",
		        remove_comment(sites, site));
}

/* The rules of what it hides, as a list to be put in: "[a, b]". */
static const char *list_of_hidden(struct sites *sites, const struct site *site)
{
	struct buf list = {0};
	const char *text;

	for (uint32_t i = next_covered(sites, site, 0); i < sites->findings.n;
	        i = next_covered(sites, site, i + 1)) {
		const struct finding *finding = sites->findings.at[i];

		if (list.n && str_find((struct str){list.at, list.n}, finding->rule))
			continue;
		buf_printf(&list, "%s%s", list.n ? ", " : "[", finding->rule);
	}
	buf_text(&list, "]");
	text = arena_strndup(sites->project->arena, list.at, list.n);
	buf_free(&list);
	return text;
}

static void check_blanket(struct sites *sites, const struct site *site)
{
	const struct suppression *said = &site->said;

	if (!suppression_is_blanket(said) || said->open || !said->hits)
		return;
	complain(sites, site, "suppression/blanket", NULL, "this suppression names no rule",
	        "name the rules that it is about",
	        replace_at(sites, site, said->word_end, said->list_end,
	                "name the rules that it hides", list_of_hidden(sites, site)));
}

static void check_reason(struct sites *sites, const struct site *site)
{
	const struct config *config = configs_for(&sites->project->configs, sites->input->path);
	const struct suppression *said = &site->said;

	if (*said->reason || config->without_reason || said->open || !said->hits)
		return;
	complain(sites, site, "suppression/no-reason", NULL, "this suppression does not say why",
	        "write the reason after the rules", NULL);
}

static const char *nearest_rule(struct sites *sites, const char *glob)
{
	const struct rule_pages *pages = &sites->project->configs.pages;
	struct guess guess = {.word = str_of(glob)};

	for (uint32_t i = 0; i < pages->list.n; i++)
		guess_offer(&guess, pages->list.at[i].name);
	return guess.best;
}

/* The entry `i` with the comma that joins it to another one. */
static struct fix *remove_entry(struct sites *sites, const struct site *site, uint32_t i)
{
	const struct suppression *said = &site->said;
	uint32_t start = said->rules.at[i].start, end = said->rules.at[i].end;

	if (i + 1 < said->rules.n)
		end = said->rules.at[i + 1].start;
	else if (i)
		start = said->rules.at[i - 1].end;
	return replace_at(sites, site, start, end, "remove it from the list", "");
}

static bool is_known(struct sites *sites, const char *glob)
{
	const struct rule_pages *pages = &sites->project->configs.pages;

	if (same(glob, SUPPRESSION_MISSED))
		return true;
	for (uint32_t i = 0; i < pages->list.n; i++)
		if (rule_is_meant(glob, pages->list.at[i].name))
			return true;
	return false;
}

/* Was one of the rules that are meant looked for in this file? */
static bool was_judged(struct sites *sites, const char *glob)
{
	const struct rule_pages *pages = &sites->project->configs.pages;

	for (uint32_t i = 0; i < pages->list.n; i++) {
		struct finding probe = {.rule = pages->list.at[i].name,
		        .severity = SEVERITY_WARNING,
		        .place = {.path = sites->input->path}};

		if (rule_is_meant(glob, probe.rule) && project_reports(sites->project, &probe))
			return true;
	}
	return false;
}

static void complain_unknown(struct sites *sites, const struct site *site, uint32_t i)
{
	struct arena *arena = sites->project->arena;
	const struct suppression_rule *rule = &site->said.rules.at[i];
	const char *near = nearest_rule(sites, rule->glob);

	complain(sites, site, "suppression/unknown-rule", rule->glob,
	        arena_printf(arena, "there is no rule `%s`", rule->glob),
	        near ? arena_printf(arena, "write `%s`", near)
	             : "`proxylint rules` lists the rules",
	        near ? replace_at(sites, site, rule->start, rule->end,
	                       arena_printf(arena, "write `%s`", near), near)
	             : remove_entry(sites, site, i));
}

static void complain_unused(struct sites *sites, const struct site *site)
{
	struct arena *arena = sites->project->arena;
	const struct check_request *request = sites->project->request;
	const struct suppression *said = &site->said;
	uint32_t idle = 0;

	for (uint32_t i = 0; i < said->rules.n; i++)
		idle += !said->rules.at[i].hits && is_known(sites, said->rules.at[i].glob) &&
		        was_judged(sites, said->rules.at[i].glob);
	if (!said->rules.n && (request->select.n || request->ignore.n))
		return;
	if (idle == said->rules.n && !said->hits) {
		complain(sites, site, "suppression/unused",
		        said->rules.n == 1 ? said->rules.at[0].glob : NULL,
		        "there is nothing that this comment suppresses",
		        "remove it; for what only `verify` finds, name `" SUPPRESSION_MISSED "`",
		        said->kind == SUPPRESS_BEGIN ? NULL : remove_comment(sites, site));
		return;
	}
	for (uint32_t i = 0; i < said->rules.n && idle; i++) {
		const struct suppression_rule *rule = &said->rules.at[i];

		if (rule->hits || !is_known(sites, rule->glob) || !was_judged(sites, rule->glob))
			continue;
		complain(sites, site, "suppression/unused", rule->glob,
		        arena_printf(arena, "nothing of `%s` is suppressed here", rule->glob),
		        "remove it from the list", remove_entry(sites, site, i));
	}
}

static void check_rules(struct sites *sites, const struct site *site)
{
	const struct suppression *said = &site->said;

	if (said->open || said->kind == SUPPRESS_END || said->kind == SUPPRESS_UNKNOWN)
		return;
	for (uint32_t i = 0; i < said->rules.n; i++)
		if (!is_known(sites, said->rules.at[i].glob))
			complain_unknown(sites, site, i);
	if (!sites->uncertain && (said->kind != SUPPRESS_BEGIN || site->paired))
		complain_unused(sites, site);
}

static void check_site(struct sites *sites, const struct site *site)
{
	check_word(sites, site);
	check_rules(sites, site);
	check_blanket(sites, site);
	check_reason(sites, site);
}

/* ---- one file after the other ---- */

static int compare_sites(const void *left, const void *right)
{
	const struct site *const *a = left, *const *b = right;
	uint32_t from = source_file_offset((*a)->source, (*a)->span.start);
	uint32_t to = source_file_offset((*b)->source, (*b)->span.start);

	return (from > to) - (from < to);
}

/* Places in the list of all findings, of those in one file. */
struct numbers {
	VEC(uint32_t) list;
};

static struct map findings_by_path(struct project *project)
{
	const struct findings *findings = &project->result->findings;
	struct map by_path = {0};

	for (uint32_t i = 0; i < findings->list.n; i++) {
		const char *path = findings->list.at[i].place.path;
		struct numbers *numbers = map_get(&by_path, path);

		if (!numbers) {
			numbers = arena_new(project->arena, struct numbers);
			map_put(&by_path, path, numbers);
		}
		vec_push(project->arena, &numbers->list, i);
	}
	return by_path;
}

static bool is_low(const struct finding *finding)
{
	return finding->place.end_line - finding->place.line <= FEW_LINES;
}

static int compare_lines(const void *left, const void *right)
{
	const struct finding *const *a = left, *const *b = right;
	uint32_t from = (*a)->place.line, to = (*b)->place.line;

	if (is_low(*a) != is_low(*b))
		return is_low(*a) ? -1 : 1;
	return from != to ? (from > to) - (from < to) : (*a > *b) - (*a < *b);
}

static void gather_findings(struct sites *sites)
{
	struct findings *findings = &sites->project->result->findings;

	const struct numbers *numbers = map_get(sites->by_path, sites->input->path);

	for (uint32_t i = 0; numbers && i < numbers->list.n; i++) {
		struct finding *finding = &findings->list.at[numbers->list.at[i]];

		vec_push(sites->project->arena, &sites->findings, finding);
		sites->low += is_low(finding);
	}
	if (sites->findings.n)
		qsort(sites->findings.at, sites->findings.n, sizeof(*sites->findings.at),
		        compare_lines);
}

static void hide_all(struct sites *sites)
{
	collect(sites);
	if (!sites->list.n)
		return;
	qsort(sites->list.at, sites->list.n, sizeof(*sites->list.at), compare_sites);
	gather_findings(sites);
	pair_blocks(sites);
	for (uint32_t i = 0; i < sites->list.n; i++)
		for (uint32_t k = next_covered(sites, sites->list.at[i], 0); k < sites->findings.n;
		        k = next_covered(sites, sites->list.at[i], k + 1))
			hide(sites->list.at[i], sites->findings.at[k]);
}

static void suppress_in(struct project *project, const struct map *by_path, struct input *input)
{
	struct sites sites = {.project = project, .input = input, .by_path = by_path};

	hide_all(&sites);
	/* the list of all findings grows now: sites.findings stay in the block that it had */
	for (uint32_t i = 0; i < sites.list.n && !stop_wanted(); i++)
		check_site(&sites, sites.list.at[i]);
}

static bool has_comments(const struct input *input)
{
	return input->source &&
	        str_find((struct str){input->source->bytes, input->source->length}, COMMENT_MARK);
}

void project_suppress(struct project *project)
{
	struct map by_path = findings_by_path(project);

	for (uint32_t i = 0; i < project->inputs.n; i++) {
		struct input *input = project->inputs.at[i];

		/* what comments hide stays hidden; of the comments nothing more is told */
		if (stop_wanted() && !map_get(&by_path, input->path))
			continue;
		if (!input->context && has_comments(input))
			suppress_in(project, &by_path, input);
	}
	map_free(&by_path);
}

/* A comment that was called idle is not. */
static void take_back(const struct site *site, struct findings *told)
{
	struct place place = place_of(site->source, site->span);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < told->list.n; i++) {
		const struct finding *finding = &told->list.at[i];

		if (!same(finding->rule, "suppression/unused") ||
		        !same(finding->place.path, place.path) ||
		        finding->place.line != place.line || finding->place.column != place.column)
			told->list.at[kept++] = *finding;
	}
	told->list.n = kept;
}

void project_hide(struct project *project, struct input *input, struct findings *told)
{
	struct map by_path = findings_by_path(project);
	struct sites sites = {.project = project, .input = input, .by_path = &by_path};

	if (has_comments(input))
		hide_all(&sites);
	map_free(&by_path);
	for (uint32_t i = 0; i < sites.list.n; i++)
		if (sites.list.at[i]->said.hits)
			take_back(sites.list.at[i], told);
}
