/*
 * rules: the catalogue, as a table or as JSON Lines.
 */
#include "cli/cli.h"

#include "report/json.h"
#include "rule/page.h"

static void add_json(struct buf *out, const struct rule_page *page)
{
	json_open(out, NULL, '{');
	json_text(out, "rule", page->name);
	json_text(out, "severity", severity_text(page->severity));
	json_bool(out, "default", page->on);
	json_text(out, "since", page->since);
	json_text(out, "languages", page->languages);
	json_text(out, "summary", page->summary);
	json_close(out, '}');
	buf_char(out, '\n');
}

static void add_row(struct buf *out, const struct rule_page *page, int width)
{
	buf_printf(out, "%-*s  %-8s %-4s %s\n", width, page->name, severity_text(page->severity),
	        page->on ? "on" : "off", page->summary);
}

static int longest_name(const struct rule_pages *pages)
{
	size_t longest = strlen("rule");

	for (uint32_t i = 0; i < pages->list.n; i++)
		if (strlen(pages->list.at[i].name) > longest)
			longest = strlen(pages->list.at[i].name);
	return (int)longest;
}

enum exit_status command_rules(const struct options *options)
{
	static const char *const formats[] = {"table", "jsonl"};
	struct rule_pages pages = pages_all(options->arena);
	const char *word = option_value(options, OPTION_FORMAT);
	int format = word ? cli_choice(options, "--format", word, formats, COUNT_OF(formats)) : 0;
	int width = longest_name(&pages);
	struct buf out = {0};
	enum exit_status status;

	if (format < 0)
		return EXIT_TROUBLE;
	if (options->operands.list.n)
		return cli_fail("'rules' takes no operands; 'proxylint explain %s' explains a rule",
		        options->operands.list.at[0]);
	if (format == 0)
		buf_printf(
		        &out, "%-*s  %-8s %-4s %s\n", width, "rule", "severity", "on", "summary");
	for (uint32_t i = 0; i < pages.list.n; i++) {
		if (format == 0)
			add_row(&out, &pages.list.at[i], width);
		else
			add_json(&out, &pages.list.at[i]);
	}
	status = cli_write(&out, EXIT_CLEAN);
	buf_free(&out);
	return status;
}
