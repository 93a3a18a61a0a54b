/* Front matter of rule pages. */
#include "rule/page.h"

#include <criterion/criterion.h>

static bool read_page(struct arena *arena, const char *text, struct rule_page *page)
{
	return page_read(arena, str_of(text), page);
}

Test(page, front_matter_is_read)
{
	struct arena arena = {0};
	struct rule_page page;

	cr_assert(read_page(&arena,
	        "---\r\nrule: pyref/leak\nseverity: error   # of a finding\ndefault: off\n"
	        "since: 0.1\nlanguages: c, zig\nsummary: `x`: a reference is lost\n---\n\n# Leak\n\ntext\n",
	        &page));
	cr_assert_str_eq(page.name, "pyref/leak");
	cr_assert_eq(page.severity, SEVERITY_ERROR);
	cr_assert(!page.on);
	cr_assert_str_eq(page.since, "0.1");
	cr_assert_str_eq(page.languages, "c, zig");
	cr_assert_str_eq(page.summary, "`x`: a reference is lost");
	cr_assert(str_is(page.text, "# Leak\n\ntext"));
	arena_free(&arena);
}

Test(page, other_texts_are_no_pages)
{
	struct arena arena = {0};
	struct rule_page page;

	cr_assert(!read_page(&arena, "", &page));
	cr_assert(!read_page(&arena, "# Title\n", &page));
	cr_assert(!read_page(&arena, "---\nrule: a/b\n", &page), "never closed");
	cr_assert(!read_page(&arena, "---\nseverity: error\n---\ntext", &page), "no rule");
	arena_free(&arena);
}
