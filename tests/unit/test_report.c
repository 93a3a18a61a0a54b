/* Reporters, and what they write text with. */
#include "report/json.h"
#include "report/line.h"
#include "report/report.h"
#include "report/utf.h"

#include <criterion/criterion.h>

/* ---- text ---- */

static const char *valid(struct arena *arena, const char *text)
{
	struct str rest = str_of(text);
	struct buf out = {0};
	const char *copy;

	while (rest.n)
		utf_add(&out, utf_next(&rest));
	copy = arena_strndup(arena, out.at, out.n);
	buf_free(&out);
	return copy;
}

Test(report, text_becomes_valid_utf8)
{
	struct arena arena = {0};

	cr_assert_str_eq(valid(&arena, "aé日😀"), "aé日😀");
	cr_assert_str_eq(valid(&arena, "\xff"), "\xef\xbf\xbd");
	cr_assert_str_eq(valid(&arena, "\xe6\x97"), "\xef\xbf\xbd\xef\xbf\xbd", "cut short");
	cr_assert_str_eq(valid(&arena, "\xc0\x80"), "\xef\xbf\xbd\xef\xbf\xbd", "too long a form");
	cr_assert_str_eq(valid(&arena, "\xed\xa0\x80x"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx");
	arena_free(&arena);
}

Test(report, json_is_escaped)
{
	struct buf out = {0};

	json_open(&out, NULL, '{');
	json_text(&out, "a\"b", "\\ \" \n \x01 \xff \xe2\x80\xa8 é");
	json_text(&out, "none", NULL);
	json_open(&out, "list", '[');
	json_number(&out, NULL, 1);
	json_bool(&out, NULL, true);
	json_close(&out, ']');
	json_close(&out, '}');
	cr_assert_str_eq(out.at,
	        "{\"a\\\"b\":\"\\\\ \\\" \\n \\u0001 \xef\xbf\xbd \\u2028 é\","
	        "\"none\":null,\"list\":[1,true]}");
	buf_free(&out);
}

Test(report, cells_count_tabs_and_wide_characters)
{
	struct str line = str_of("\ta日b\xffz");

	cr_assert_eq(line_cell(line, 1), 0);
	cr_assert_eq(line_cell(line, 2), 4);
	cr_assert_eq(line_cell(line, 3), 5);
	cr_assert_eq(line_cell(line, 4), 5, "inside of a character");
	cr_assert_eq(line_cell(line, 6), 7);
	cr_assert_eq(line_cell(line, 8), 9);
	cr_assert_eq(line_cell(line, 9), 10, "behind the end");
}

Test(report, long_lines_are_cut_at_both_sides)
{
	struct buf out = {0};

	line_show(&out, str_of("0123456789"), (struct cells){2, 7});
	cr_assert_str_eq(out.at, "…345…");
	out.n = 0;
	line_show(&out, str_of("0123456789"), (struct cells){0, 10});
	cr_assert_str_eq(out.at, "0123456789");
	out.n = 0;
	line_show(&out, str_of("日本語日本語"), (struct cells){1, 6});
	cr_assert_str_eq(out.at, "…本 …");
	buf_free(&out);
}

/* ---- reporters ---- */

static struct str line_of_file(void *context, const char *path, uint32_t line)
{
	const char *const *lines = context;

	return str_of(lines[(path[0] == 'b' ? 10 : 0) + line - 1]);
}

static const char *const files[20] = {
        "\tconst p = run(\"é\");",
        "  return p; // 日本",
        [10] = "def f(): pass",
};

static struct finding sample(struct step *steps)
{
	steps[0] = (struct step){"acquire", {"a.js", 1, 12, 1, 21}, "new PyProxy from `run`"};
	steps[1] = (struct step){"pass", {"b.py", 1, 5, 1, 6}, "crosses"};
	steps[2] = (struct step){"lost", {"a.js", 2, 3, 9, 1}, "returns"};
	return (struct finding){.rule = "pyproxy/leak",
	        .severity = SEVERITY_WARNING,
	        .confidence = CONFIDENCE_LIKELY,
	        .place = {"a.js", 1, 12, 1, 21},
	        .function = "f",
	        .object = "p",
	        .message = "`p` is lost",
	        .steps = steps,
	        .step_count = 3,
	        .help = "destroy `p`",
	        .fingerprint = "0123"};
}

static struct buf reported(const char *name, const struct summary *summary)
{
	struct buf out = {0};
	struct report report = {
	        .out = &out, .line_text = line_of_file, .context = (void *)(uintptr_t)files};
	struct step steps[3];
	struct finding finding = sample(steps);

	reporter_find(name)->finding(&report, &finding);
	if (reporter_find(name)->end)
		reporter_find(name)->end(&report, summary);
	return out;
}

Test(report, full_shows_lines_and_numbered_steps)
{
	struct summary summary = {.files = 2, .warnings = 1};
	struct buf out = reported("full", &summary);

	cr_assert_str_eq(out.at,
	        "a.js:1:12: warning: `p` is lost [pyproxy/leak]\n"
	        "   |\n"
	        " 1 |     const p = run(\"é\");\n"
	        "   |               ^^^^^^^^ 1  new PyProxy from `run`\n"
	        " 2 |   return p; // 日本\n"
	        "   |   ----------------- 3  returns\n"
	        "   --> b.py:1:5\n"
	        "   |\n"
	        " 1 | def f(): pass\n"
	        "   |     - 2  crosses\n"
	        "   = help: destroy `p`\n"
	        "   = more: proxylint explain pyproxy/leak\n"
	        "\n"
	        "1 warning in 2 files\n");
	buf_free(&out);
}

Test(report, concise_is_the_headline)
{
	struct summary summary = {
	        .files = 1, .errors = 1, .warnings = 3, .hidden_notes = 2, .incomplete = 1};
	struct buf out = reported("concise", &summary);

	cr_assert_str_eq(out.at,
	        "a.js:1:12: warning: `p` is lost [pyproxy/leak]\n"
	        "1 error, 3 warnings in 1 file (2 notes hidden, --notes shows "
	        "them; 1 function not fully analysed)\n");
	buf_free(&out);
}

Test(report, jsonl_holds_every_member)
{
	struct summary summary = {0};
	struct buf out = reported("jsonl", &summary);

	cr_assert_str_eq(out.at,
	        "{\"rule\":\"pyproxy/leak\",\"severity\":\"warning\",\"confidence\":\"likely\","
	        "\"retention\":null,\"path\":\"a.js\",\"line\":1,\"column\":12,\"end_line\":1,"
	        "\"end_column\":21,\"function\":\"f\",\"object\":\"p\",\"message\":\"`p` is lost\","
	        "\"steps\":[{\"kind\":\"acquire\",\"path\":\"a.js\",\"line\":1,\"column\":12,"
	        "\"end_line\":1,\"end_column\":21,\"message\":\"new PyProxy from `run`\"},{\"kind\":\"pass\",\"path\":\"b.py\","
	        "\"line\":1,\"column\":5,\"end_line\":1,\"end_column\":6,\"message\":\"crosses\"},{\"kind\":\"lost\","
	        "\"path\":\"a.js\",\"line\":2,\"column\":3,\"end_line\":9,\"end_column\":1,\"message\":\"returns\"}],"
	        "\"help\":\"destroy `p`\",\"fixes\":[],\"fact\":null,\"verdict\":null,\"evidence\":null,\"suppressed\":null,\"snippet\":null,\"fingerprint\":\"0123\"}\n");
	buf_free(&out);
}

Test(report, terminals_are_not_given_control_characters)
{
	struct buf out = {0};

	utf_add_line(&out, str_of("a\x1b[31m\tb\u202e"));
	cr_assert_str_eq(out.at, "a\xef\xbf\xbd[31m b\xef\xbf\xbd");
	buf_free(&out);
}

Test(report, clean_runs_say_so)
{
	struct summary summary = {.files = 12, .minified = 1};
	struct buf out = {0};
	struct report report = {.out = &out};

	report_summary(&report, &summary);
	cr_assert_str_eq(out.at, "12 files, no findings (1 minified file skipped)\n");
	buf_free(&out);
}
