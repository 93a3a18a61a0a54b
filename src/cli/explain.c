/*
 * explain: the page of a rule, or of the rule behind the text of a run-time
 * error.
 *
 * Pages are Markdown that reads well as it is, so little is done to them: the
 * front matter becomes one line, fences lose their marks and are indented,
 * headings and code get colours where there are any.
 */
#include "cli/cli.h"

#include "base/file.h"
#include "fact/fact.h"
#include "rule/page.h"

/* ---- which page ---- */

/* The operands as one text: an error need not be quoted. */
static const char *joined(const struct options *options)
{
	struct buf text = {0};
	const char *copy;

	for (uint32_t i = 0; i < options->operands.list.n; i++)
		buf_printf(&text, "%s%s", i ? " " : "", options->operands.list.at[i]);
	copy = arena_strndup(options->arena, text.at, text.n);
	buf_free(&text);
	return copy;
}

/* Adds the facts of --facts, whose texts of errors count too. False after a message. */
static bool add_facts(const struct options *options, struct fact_table *facts)
{
	const struct texts *paths = &options->values[OPTION_FACTS];
	struct buf text = {0};
	bool good = true;

	for (uint32_t i = 0; i < paths->list.n && good; i++) {
		const char *path = paths->list.at[i], *error = NULL;
		int reason = file_read(path, UINT32_MAX, &text);

		if (reason)
			cli_fail("%s: %s", path, strerror(reason));
		else if (!fact_table_add(facts, path, text.at, (uint32_t)text.n, &error))
			cli_fail("%s", error);
		good = !reason && !error;
	}
	buf_free(&text);
	return good;
}

static const char *rule_of_error(const struct options *options, const char *text)
{
	const char *rule = NULL;
	struct fact_table *facts = fact_table_new(options->arena);

	if (add_facts(options, facts))
		rule = fact_rule_of_error(facts, text);
	if (rule)
		rule = arena_strdup(options->arena, rule);
	fact_table_free(facts);
	return rule;
}

enum exit_status cli_unknown_rule(
        const struct options *options, const struct rule_pages *pages, const char *text)
{
	struct texts names = {0};
	struct buf alike = {0};
	const char *hint;

	for (uint32_t i = 0; i < pages->list.n; i++) {
		const char *name = pages->list.at[i].name, *slash = strchr(name, '/');

		vec_push(options->arena, &names.list, name);
		if (slash && (same(slash + 1, text) || str_starts(str_of(name), text)))
			buf_printf(&alike, "%s%s", alike.n ? ", " : "", name);
	}
	hint = nearest_hint(options->arena, text, "", &names);
	if (alike.n)
		cli_fail("no rule '%s', but %s", text, alike.at);
	else if (strchr(text, ' '))
		cli_fail("no rule is known to be behind this error");
	else
		cli_fail("no rule '%s'%s ('proxylint rules' lists them)", text, hint);
	buf_free(&alike);
	return EXIT_TROUBLE;
}

/* ---- printing it ---- */

struct printer {
	struct buf *out;
	bool color, in_fence;
};

static void paint(struct printer *printer, const char *code)
{
	if (printer->color)
		buf_text(printer->out, code);
}

/* `code` in another colour. */
static void print_words(struct printer *printer, struct str line)
{
	bool in_code = false;

	for (size_t i = 0; i < line.n; i++) {
		bool tick = line.at[i] == '`';

		if (tick && !in_code)
			paint(printer, "\033[36m");
		buf_char(printer->out, line.at[i]);
		if (tick && in_code)
			paint(printer, "\033[0m");
		in_code = in_code != tick;
	}
	if (in_code)
		paint(printer, "\033[0m");
	buf_char(printer->out, '\n');
}

static void print_heading(struct printer *printer, struct str line)
{
	while (line.n && (line.at[0] == '#' || line.at[0] == ' ')) {
		line.at++;
		line.n--;
	}
	paint(printer, "\033[1m");
	buf_add(printer->out, line.at, line.n);
	paint(printer, "\033[0m");
	buf_char(printer->out, '\n');
}

/* "javascript bad file=a.js" → the name of the file, where there is one. */
static void open_fence(struct printer *printer, struct str line)
{
	for (size_t i = 0; i + 5 < line.n; i++) {
		struct str rest = {line.at + i, line.n - i};

		if (!str_starts(rest, " file="))
			continue;
		for (rest.n = 6; i + rest.n < line.n && rest.at[rest.n] != ' ';)
			rest.n++;
		buf_printf(printer->out, "    %.*s:\n", (int)rest.n - 6, rest.at + 6);
	}
}

static void print_line(struct printer *printer, struct str line)
{
	if (str_starts(line, "```")) {
		printer->in_fence = !printer->in_fence;
		if (printer->in_fence)
			open_fence(printer, line);
	} else if (printer->in_fence) {
		if (page_strip_mark(&line))
			buf_printf(printer->out, "%s%.*s\n", line.n ? "    " : "", (int)line.n,
			        line.at);
	} else if (line.n && line.at[0] == '#') {
		print_heading(printer, line);
	} else {
		print_words(printer, line);
	}
}

static void print_page(struct printer *printer, const struct rule_page *page)
{
	struct str rest = page_body(page);

	paint(printer, "\033[1m");
	buf_text(printer->out, page->name);
	paint(printer, "\033[0m");
	buf_printf(printer->out, ": %s\n(%s, %s by default; %s; since %s)\n\n", page->summary,
	        severity_text(page->severity), page->on ? "on" : "off", page->languages,
	        page->since);
	while (rest.n) {
		const char *end = memchr(rest.at, '\n', rest.n);
		struct str line = {rest.at, end ? (size_t)(end - rest.at) : rest.n};

		print_line(printer, line);
		rest.at += line.n + (end != NULL);
		rest.n -= line.n + (end != NULL);
	}
}

enum exit_status command_explain(const struct options *options)
{
	struct rule_pages pages = pages_all(options->arena);
	const char *text = joined(options), *rule = text;
	struct buf out = {0};
	struct printer printer = {.out = &out};
	const struct rule_page *page;
	enum exit_status status;

	if (!options->operands.list.n)
		return cli_fail("'explain' takes the name of a rule or the text of an error");
	if (!cli_color(options, &printer.color))
		return EXIT_TROUBLE;
	page = page_find(&pages, rule);
	if (!page) {
		rule = rule_of_error(options, text);
		page = rule ? page_find(&pages, rule) : NULL;
	}
	if (!page)
		return cli_unknown_rule(options, &pages, text);
	print_page(&printer, page);
	status = cli_write(&out, EXIT_CLEAN);
	buf_free(&out);
	return status;
}
