/* Findings: places, order, repetitions, fingerprints. */
#include "diag/diag.h"

#include <criterion/criterion.h>

static struct str line_of_source(void *context, const char *path, uint32_t line)
{
	(void)path;
	return source_line(context, line);
}

static struct finding finding_at(const struct source *source, const char *word, const char *rule)
{
	uint32_t start = (uint32_t)(strstr(source->bytes, word) - source->bytes);
	struct span span = {start, start + (uint32_t)strlen(word)};

	return (struct finding){
	        .rule = rule, .place = place_of(source, span), .function = "f", .message = "lost"};
}

static struct source *source_of(struct arena *arena, const char *text)
{
	return source_new(arena, "a.js", text, (uint32_t)strlen(text));
}

Test(diag, places_count_from_one_and_end_after_the_last_byte)
{
	struct arena arena = {0};
	struct source *source = source_of(&arena, "one\ntwo three\n");
	struct place place = place_of(source, (struct span){8, 13});
	struct place empty = place_of(source, (struct span){4, 4});
	struct place whole = place_of(source, (struct span){0, 4});

	cr_assert_eq(place.line, 2);
	cr_assert_eq(place.column, 5);
	cr_assert_eq(place.end_line, 2);
	cr_assert_eq(place.end_column, 10);
	cr_assert_eq(empty.column, 1);
	cr_assert_eq(empty.end_column, 1);
	cr_assert_eq(whole.end_line, 1, "a line end belongs to its line");
	arena_free(&arena);
}

Test(diag, places_of_embedded_code_are_those_of_the_file)
{
	struct arena arena = {0};
	struct source *file = source_of(&arena, "<script>\n  x = 1\n  y = 2\n</script>");
	struct source *code = source_dedented(&arena, file, (struct span){8, 26});
	const char *y = strstr(code->bytes, "y = 2");
	uint32_t at = (uint32_t)(y - code->bytes);
	struct place place = place_of(code, (struct span){at, at + 5});

	cr_assert_eq(place.line, 3);
	cr_assert_eq(place.column, 3);
	cr_assert_eq(place.end_column, 8);
	cr_assert_str_eq(place.path, "a.js");
	arena_free(&arena);
}

Test(diag, sealing_sorts_and_drops_repetitions)
{
	struct arena arena = {0};
	struct source *source = source_of(&arena, "first\nsecond second\n");
	struct findings findings = {.arena = &arena};

	vec_push(&arena, &findings.list, finding_at(source, "second", "b/b"));
	vec_push(&arena, &findings.list, finding_at(source, "second", "a/a"));
	vec_push(&arena, &findings.list, finding_at(source, "first", "z/z"));
	vec_push(&arena, &findings.list, finding_at(source, "second", "b/b"));
	findings.list.at[3].confidence = CONFIDENCE_CERTAIN;
	findings_seal(&findings, line_of_source, source);
	cr_assert_eq(findings.list.n, 3);
	cr_assert_str_eq(findings.list.at[0].rule, "z/z");
	cr_assert_str_eq(findings.list.at[1].rule, "a/a");
	cr_assert_str_eq(findings.list.at[2].rule, "b/b");
	cr_assert_eq(findings.list.at[2].confidence, CONFIDENCE_CERTAIN, "the better one stays");
	arena_free(&arena);
}

static const char *fingerprint(struct arena *arena, const char *text, const char *rule)
{
	struct source *source = source_of(arena, text);
	struct findings findings = {.arena = arena};

	vec_push(arena, &findings.list, finding_at(source, "word", rule));
	findings_seal(&findings, line_of_source, source);
	return arena_strdup(arena, findings.list.at[0].fingerprint);
}

Test(diag, fingerprints_survive_moved_and_indented_lines)
{
	struct arena arena = {0};
	const char *first = fingerprint(&arena, "word(1)\n", "a/a");

	cr_assert_eq(strlen(first), 32);
	cr_assert_str_eq(first, fingerprint(&arena, "\n\n\tword( 1 )\r\n", "a/a"));
	cr_assert_str_neq(first, fingerprint(&arena, "word(2)\n", "a/a"));
	cr_assert_str_neq(first, fingerprint(&arena, "word(1)\n", "a/b"));
	arena_free(&arena);
}

Test(diag, equal_findings_get_different_fingerprints)
{
	struct arena arena = {0};
	struct source *source = source_of(&arena, "word\nword\n");
	struct findings findings = {.arena = &arena};

	vec_push(&arena, &findings.list, finding_at(source, "word", "a/a"));
	vec_push(&arena, &findings.list, finding_at(source, "word", "a/a"));
	findings.list.at[1].place = place_of(source, (struct span){5, 9});
	findings_seal(&findings, line_of_source, source);
	cr_assert_eq(findings.list.n, 2);
	cr_assert_str_neq(findings.list.at[0].fingerprint, findings.list.at[1].fingerprint);
	arena_free(&arena);
}

Test(diag, nothing_can_be_sealed)
{
	struct findings findings = {0};

	findings_seal(&findings, line_of_source, NULL);
	cr_assert_eq(findings.list.n, 0);
}
