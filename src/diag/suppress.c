#include "diag/suppress.h"

#include "base/find.h"
#include "base/guess.h"

static const char mark[] = "proxylint:";

static const char *const words[] = {
#define SUPPRESSION(id, word) word,
#include "diag/suppression.def"
#undef SUPPRESSION
};

struct scan {
	struct arena *arena;
	struct str text;
	uint32_t at;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->text.n && is_blank(scan->text.at[scan->at]))
		scan->at++;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* False when it is no word of ours, nor nearly one: the comment speaks of something else. */
static bool read_word(struct scan *scan, struct suppression *out)
{
	struct str word = {scan->text.at + scan->at, 0};
	struct guess guess;

	while (scan->at < scan->text.n && is_word(scan->text.at[scan->at])) {
		scan->at++;
		word.n++;
	}
	guess = (struct guess){.word = word};
	out->kind = SUPPRESS_UNKNOWN;
	out->word = arena_str(scan->arena, word);
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (str_is(word, words[i]))
			out->kind = (enum suppression_kind)i;
		guess_offer(&guess, words[i]);
	}
	out->near = guess.best ? guess.best : str_starts(word, "ignore") ? words[0] : NULL;
	return out->near != NULL;
}

static void add_rule(struct scan *scan, struct suppression *out, uint32_t start, uint32_t end)
{
	struct suppression_rule rule;

	while (start < end && is_blank(scan->text.at[start]))
		start++;
	while (end > start && is_blank(scan->text.at[end - 1]))
		end--;
	if (start == end)
		return;
	rule = (struct suppression_rule){
	        arena_strndup(scan->arena, scan->text.at + start, end - start), start, end, 0};
	vec_push(scan->arena, &out->rules, rule);
}

static void read_list(struct scan *scan, struct suppression *out)
{
	uint32_t start = ++scan->at;

	for (; scan->at < scan->text.n; scan->at++) {
		char c = scan->text.at[scan->at];

		if (c == '\n')
			break;
		if (c != ',' && c != ']')
			continue;
		add_rule(scan, out, start, scan->at);
		start = scan->at + 1;
		if (c == ']') {
			scan->at++;
			return;
		}
	}
	out->open = true;
}

/* The rest of the line, without what closes the comment or sets the reason off. */
static const char *read_reason(struct scan *scan)
{
	static const char *const closers[] = {"*/", "-->"};
	struct str rest = {scan->text.at + scan->at, scan->text.n - scan->at};
	const char *end = rest.n ? memchr(rest.at, '\n', rest.n) : NULL;

	if (end)
		rest.n = (size_t)(end - rest.at);
	rest = str_trim(rest);
	for (size_t i = 0; i < COUNT_OF(closers); i++)
		if (str_ends(rest, closers[i]))
			rest.n -= strlen(closers[i]);
	rest = str_trim(rest);
	while (rest.n && (*rest.at == '-' || *rest.at == ':')) {
		rest.at++;
		rest.n--;
	}
	return arena_str(scan->arena, str_trim(rest));
}

/* Does a comment begin before `at`, or a word? Not so in a URL. */
static bool begins_word(struct str comment, const char *at)
{
	if (at == comment.at || is_blank(at[-1]) || strchr("#*-!\n", at[-1]))
		return true;
	return at[-1] == '/' && at == comment.at + 2;
}

/* The place of the mark, or UINT32_MAX. */
static uint32_t find_mark(struct str comment)
{
	const char *at = str_find(comment, mark);

	return at && begins_word(comment, at) ? (uint32_t)(at - comment.at) : UINT32_MAX;
}

bool suppression_read(struct arena *arena, struct str comment, struct suppression *out)
{
	struct scan scan = {arena, comment, find_mark(comment)};

	if (scan.at == UINT32_MAX)
		return false;
	*out = (struct suppression){.start = scan.at};
	scan.at += (uint32_t)strlen(mark);
	skip_blanks(&scan);
	if (!read_word(&scan, out))
		return false;
	out->word_end = scan.at;
	if (scan.at < comment.n && comment.at[scan.at] == '[')
		read_list(&scan, out);
	out->list_end = scan.at;
	out->reason = read_reason(&scan);
	return true;
}

bool suppression_is_blanket(const struct suppression *suppression)
{
	for (uint32_t i = 0; i < suppression->rules.n; i++)
		if (!same(suppression->rules.at[i].glob, "*"))
			return false;
	return true;
}

static bool entry_names(const struct suppression_rule *rule, const struct finding *finding)
{
	return rule_is_meant(rule->glob, finding->rule) ||
	        (finding->verdict == VERDICT_MISSED && same(rule->glob, SUPPRESSION_MISSED));
}

bool suppression_names(struct suppression *suppression, const struct finding *finding,
        struct suppression_rule **entry)
{
	*entry = NULL;
	for (uint32_t i = 0; i < suppression->rules.n; i++) {
		if (!entry_names(&suppression->rules.at[i], finding))
			continue;
		*entry = &suppression->rules.at[i];
		return true;
	}
	return suppression->rules.n == 0;
}
