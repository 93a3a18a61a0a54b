#include "rule/page.h"

#include "base/embed.h"
#include "base/find.h"

#include <stdlib.h>

static struct str take_line(struct str *rest)
{
	const char *end = rest->n ? memchr(rest->at, '\n', rest->n) : NULL;
	struct str line = {rest->at, end ? (size_t)(end - rest->at) : rest->n};
	size_t taken = line.n + (end != NULL);

	rest->at += taken;
	rest->n -= taken;
	if (line.n && line.at[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* `key: value   # remark` */
static bool split_line(struct str line, struct str *key, struct str *value)
{
	const char *colon = line.n ? memchr(line.at, ':', line.n) : NULL, *mark;

	if (!colon)
		return false;
	*key = str_trim((struct str){line.at, (size_t)(colon - line.at)});
	*value = (struct str){colon + 1, line.n - (size_t)(colon + 1 - line.at)};
	mark = str_find(*value, " #");
	if (mark)
		value->n = (size_t)(mark - value->at);
	*value = str_trim(*value);
	return true;
}

static enum severity severity_of(struct str text)
{
	if (str_is(text, "error"))
		return SEVERITY_ERROR;
	return str_is(text, "note") ? SEVERITY_NOTE : SEVERITY_WARNING;
}

static void set_member(
        struct arena *arena, struct rule_page *page, struct str key, struct str value)
{
	if (str_is(key, "rule"))
		page->name = arena_str(arena, value);
	else if (str_is(key, "severity"))
		page->severity = severity_of(value);
	else if (str_is(key, "default"))
		page->on = !str_is(value, "off");
	else if (str_is(key, "since"))
		page->since = arena_str(arena, value);
	else if (str_is(key, "languages"))
		page->languages = arena_str(arena, value);
	else if (str_is(key, "summary"))
		page->summary = arena_str(arena, value);
}

bool page_read(struct arena *arena, struct str text, struct rule_page *page)
{
	struct str rest = text, key, value;

	*page = (struct rule_page){.severity = SEVERITY_WARNING,
	        .on = true,
	        .since = "",
	        .languages = "",
	        .summary = ""};
	if (!str_is(take_line(&rest), "---"))
		return false;
	while (rest.n) {
		struct str line = take_line(&rest);

		if (str_is(line, "---")) {
			page->text = str_trim(rest);
			return page->name && *page->name;
		}
		if (split_line(line, &key, &value))
			set_member(arena, page, key, value);
	}
	return false;
}

static int compare_pages(const void *left, const void *right)
{
	const struct rule_page *a = left, *b = right;

	return strcmp(a->name, b->name);
}

struct rule_pages pages_all(struct arena *arena)
{
	struct rule_pages pages = {0};

	for (size_t i = 0; i < embedded_pages_count; i++) {
		const struct embedded_file *file = &embedded_pages[i];
		struct rule_page page;

		if (page_read(arena, (struct str){(const char *)file->bytes, file->length}, &page))
			vec_push(arena, &pages.list, page);
	}
	if (pages.list.n)
		qsort(pages.list.at, pages.list.n, sizeof(*pages.list.at), compare_pages);
	return pages;
}

const struct rule_page *page_find(const struct rule_pages *pages, const char *name)
{
	struct rule_page key = {.name = name};

	if (!pages->list.n)
		return NULL;
	return bsearch(&key, pages->list.at, pages->list.n, sizeof(key), compare_pages);
}

/* ---- for people ---- */

struct str page_body(const struct rule_page *page)
{
	struct str text = page->text;

	if (!str_starts(text, "# "))
		return text;
	while (text.n && text.at[0] != '\n') {
		text.at++;
		text.n--;
	}
	return str_trim(text);
}

bool page_strip_mark(struct str *line)
{
	static const char *const openers[] = {"// expect", "# expect", "/* expect", "<!-- expect"};

	for (size_t i = 0; i < line->n; i++) {
		struct str rest = {line->at + i, line->n - i};

		for (size_t k = 0; k < COUNT_OF(openers); k++) {
			if (!str_starts(rest, openers[k]))
				continue;
			while (i && line->at[i - 1] == ' ')
				i--;
			line->n = i;
			return i > 0;
		}
	}
	return true;
}

const char *page_prose(struct arena *arena, const struct rule_page *page)
{
	struct str rest = page_body(page);
	struct buf out = {0};
	bool in_fence = false;
	const char *copy;

	while (rest.n) {
		struct str line = take_line(&rest);

		if (str_starts(line, "```")) {
			in_fence = !in_fence;
			line.n = strcspn(line.at, " \n"); /* what tests read follows the language */
		} else if (in_fence && !page_strip_mark(&line)) {
			continue;
		}
		buf_add(&out, line.at, line.n);
		buf_char(&out, '\n');
	}
	copy = arena_strndup(arena, out.at ? out.at : "", out.n);
	buf_free(&out);
	return copy;
}
