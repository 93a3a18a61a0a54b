/*
 * Scripts of HTML pages and of Vue, Svelte and Astro components.
 *
 * A scanner of its own, not a parser: what counts are the rules by which a
 * browser finds the end of a script, and these hold in pages that no HTML
 * grammar accepts (template languages, components, fragments). It knows
 * comments, elements whose content is raw text, quoted attributes, and the
 * marks of template languages (host_template.c).
 */
#include "front/host_part.h"

#include "base/find.h"

#include <strings.h>

/* Longer than the name of any element that matters. */
enum { LONGEST_NAME = 16, LONGEST_TAG = 1 << 13 };

struct page {
	struct host *host;
	struct source *source;
	bool components, snippet;
};

/* An opening tag: what of it matters. */
struct tag {
	struct str name, type, lang, src, config, worker, env;
	bool has_src, has_type, has_worker, has_config, isolated;
	struct span worker_span;
	uint32_t start, end; /* from its < to after its > */
	bool closed;         /* <a/> */
	bool open;           /* there is no </a> */
	uint32_t unclosed;   /* where quotes open that hold another tag, or 0 */
};

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool ends_name(char c)
{
	return is_blank(c) || c == '>' || c == '/' || c == '=' || c == '\0';
}

/* After the first `text` at or behind `at`; the end of the source when there is none. */
static uint32_t after(const struct source *source, uint32_t at, const char *text)
{
	size_t n = strlen(text);

	for (; at + n <= source->length; at++)
		if (memcmp(source->bytes + at, text, n) == 0)
			return at + (uint32_t)n;
	return source->length;
}

static bool looks_at(const struct source *source, uint32_t at, const char *text)
{
	size_t n = strlen(text);

	return at + n <= source->length && memcmp(source->bytes + at, text, n) == 0;
}

/* The name at `at`, cut off after `most` bytes. */
static struct str name_at(const struct source *source, uint32_t at, uint32_t most)
{
	uint32_t end = at;

	while (end < source->length && end - at < most && !ends_name(source->bytes[end]))
		end++;
	return (struct str){source->bytes + at, end - at};
}

static uint32_t skip_blanks(const struct source *source, uint32_t at)
{
	while (at < source->length && is_blank(source->bytes[at]))
		at++;
	return at;
}

/* After the closing quote of a value, or of a mark in it, whose quotes are its own. */
static uint32_t quoted_end(const struct source *source, uint32_t at, char quote)
{
	while (at < source->length && source->bytes[at] != quote) {
		uint32_t next = host_skip_mark(source, at);

		at = next > at ? next : at + 1;
	}
	return at;
}

/* After the brace that closes the one at `at`: components write values as expressions. `at` itself
 * when there is none. */
static uint32_t braces_end(const struct source *source, uint32_t at)
{
	uint32_t depth = 0, most = at + LONGEST_TAG;

	for (uint32_t i = at; i < source->length && i < most; i++) {
		depth += source->bytes[i] == '{';
		depth -= source->bytes[i] == '}';
		if (!depth)
			return i + (source->bytes[at] == '{');
	}
	return at;
}

/* The value after `=`; fills `value`, gives the offset after it. */
static uint32_t attribute_value(const struct source *source, uint32_t at, struct str *value)
{
	char quote = source->bytes[at];
	uint32_t end = at;

	if (quote == '"' || quote == '\'') {
		end = quoted_end(source, at + 1, quote);
		*value = (struct str){source->bytes + at + 1, end - at - 1};
		return end < source->length ? end + 1 : end;
	}
	end = braces_end(source, at);
	while (end < source->length && source->bytes[end] != '>' && !is_blank(source->bytes[end])) {
		uint32_t next = host_skip_mark(source, end);

		end = next > end ? next : end + 1;
	}
	*value = (struct str){source->bytes + at, end - at};
	return end;
}

/* Does the value go on to the end, or over the start of another script? */
static bool swallows(const struct source *source, struct str value)
{
	const char *newline = memchr(value.at, '\n', value.n);

	return value.at + value.n == source->bytes + source->length ||
	        (newline &&
	                str_find((struct str){newline, value.n - (size_t)(newline - value.at)},
	                        "<script"));
}

static uint32_t attribute(const struct source *source, uint32_t at, struct tag *tag)
{
	struct str name = name_at(source, at, UINT32_MAX), value = {source->bytes + at, 0};
	uint32_t start = at;

	at += name.n ? (uint32_t)name.n : 1;
	if (source->bytes[skip_blanks(source, at)] == '=')
		at = attribute_value(
		        source, skip_blanks(source, skip_blanks(source, at) + 1), &value);
	if (!tag->unclosed && swallows(source, value))
		tag->unclosed = (uint32_t)(value.at - source->bytes) - 1;
	if (host_same_word(name, "type")) {
		tag->type = str_trim(value);
		tag->has_type = true;
	} else if (host_same_word(name, "lang")) {
		tag->lang = str_trim(value);
	} else if (host_same_word(name, "src")) {
		tag->src = str_trim(value);
		tag->has_src = true;
	} else if (host_same_word(name, "config")) {
		tag->config = value;
		tag->has_config = true;
	} else if (host_same_word(name, "worker")) {
		tag->worker = str_trim(value);
		tag->has_worker = true;
		tag->worker_span = (struct span){start, at};
	} else if (host_same_word(name, "env")) {
		tag->env = str_trim(value);
	} else if (host_same_word(name, "service-worker")) {
		tag->isolated = true;
	}
	return at;
}

/* The tag whose name starts at `at`. */
static struct tag read_tag(const struct source *source, uint32_t at)
{
	struct str none = {"", 0};
	struct tag tag = {.name = name_at(source, at, UINT32_MAX),
	        .type = none,
	        .lang = none,
	        .src = none,
	        .config = none,
	        .worker = none,
	        .env = none,
	        .start = at - 1};

	at += (uint32_t)tag.name.n;
	while (at < source->length && source->bytes[at] != '>') {
		uint32_t next = host_skip_mark(source, at);

		tag.closed = source->bytes[at] == '/';
		if (next == at)
			next = ends_name(source->bytes[at]) ? at + 1 : attribute(source, at, &tag);
		at = next;
	}
	tag.end = at < source->length ? at + 1 : at;
	return tag;
}

static void note(struct page *page, struct span span, const char *message)
{
	struct front_note told = {span, message};

	if (!page->snippet)
		vec_push(page->host->arena, &page->host->list.notes, told);
}

/* Where the content of a raw text element ends: at its closing tag, or the end. */
static uint32_t closing_tag(const struct source *source, uint32_t at, struct str name)
{
	for (; at < source->length; at++) {
		const char *open = memchr(source->bytes + at, '<', source->length - at);
		struct str text;

		if (!open)
			break;
		at = (uint32_t)(open - source->bytes);
		text = name_at(source, at + 2 < source->length ? at + 2 : source->length,
		        (uint32_t)name.n + 1);
		if (source->bytes[at + 1] == '/' && text.n == name.n &&
		        strncasecmp(text.at, name.at, name.n) == 0)
			return at;
	}
	return source->length;
}

/* An element of PyScript that is not closed holds the rest of the page; what stands there is linted
 * as if it were closed before the next one. */
static uint32_t next_element(const struct source *source, uint32_t at)
{
	static const char *const starts[] = {
	        "<script", "<py-", "<mpy-", "</body", "</head", "<body", "</html"};

	for (; at < source->length; at++)
		for (size_t i = 0; source->bytes[at] == '<' && i < COUNT_OF(starts); i++)
			if (looks_at(source, at, starts[i]))
				return at;
	return source->length;
}

static uint32_t content_end(struct page *page, const struct tag *tag)
{
	uint32_t end = closing_tag(page->source, tag->end, tag->name);

	if (end < page->source->length)
		return end;
	note(page, (struct span){tag->start, tag->end},
	        arena_printf(page->host->arena, "`<%.*s>` is not closed", (int)tag->name.n,
	                tag->name.at));
	return memchr(tag->name.at, '-', tag->name.n) ? next_element(page->source, tag->end) : end;
}

/* ---- what a script is ---- */

static bool is_javascript_type(struct str type)
{
	static const char *const types[] = {"", "module", "text/javascript",
	        "application/javascript", "application/x-javascript", "text/ecmascript",
	        "application/ecmascript", "text/babel", "text/jsx"};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (host_same_word(type, types[i]))
			return true;
	return false;
}

static struct str without_prefix(struct str text, const char *prefix)
{
	size_t n = strlen(prefix);

	if (text.n > n && host_same_word((struct str){text.at, n}, prefix))
		return (struct str){text.at + n, text.n - n};
	return text;
}

/* NULL for data blocks and languages we do not read. */
static const struct dialect *dialect_of(struct tag *tag)
{
	const char *parameters = memchr(tag->type.at, ';', tag->type.n);
	const struct dialect *dialect = NULL;
	struct str word;

	if (parameters)
		tag->type =
		        str_trim((struct str){tag->type.at, (size_t)(parameters - tag->type.at)});
	if (tag->lang.n && (dialect = host_dialect(tag->lang)))
		return dialect;
	if (host_same_word(tag->type, "text/babel") || host_same_word(tag->type, "text/jsx"))
		return host_dialect(str_of("jsx"));
	if (is_javascript_type(tag->type))
		return host_dialect(str_of("js"));
	word = without_prefix(tag->type, "text/");
	word = without_prefix(without_prefix(word, "application/"), "x-");
	return host_dialect(word);
}

/* ---- entities ---- */

static struct span span_of(const struct page *page, struct str text)
{
	uint32_t start = (uint32_t)(text.at - page->source->bytes);

	return text.n ? (struct span){start, start + (uint32_t)text.n} : (struct span){0, 0};
}

/* The character that an entity stands for, and how long it is; 0: none that matters in code. */
static char entity(struct str text, size_t *length)
{
	static const struct {
		const char *name;
		char c;
	} entities[] = {{"&quot;", '"'}, {"&#34;", '"'}, {"&#x22;", '"'}, {"&apos;", '\''},
	        {"&#39;", '\''}, {"&#x27;", '\''}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};

	for (size_t i = 0; i < COUNT_OF(entities); i++) {
		*length = strlen(entities[i].name);
		if (str_starts(text, entities[i].name))
			return entities[i].c;
	}
	return 0;
}

/* Text of an attribute or an element, its entities decoded, onto `out`. */
static void add_decoded(struct page *page, struct source *child, struct buf *out, struct str code)
{
	uint32_t start = span_of(page, code).start;
	bool moved = true;

	for (size_t i = 0; i < code.n;) {
		size_t length;
		char c = code.at[i] == '&' ? entity((struct str){code.at + i, code.n - i}, &length)
		                           : 0;

		if (c || moved)
			source_add_piece(
			        page->host->arena, child, (uint32_t)out->n, start + (uint32_t)i);
		buf_char(out, c ? c : code.at[i]);
		i += c ? length : 1;
		moved = c != 0;
	}
}

/* The text as the browser reads it. */
static struct source *decoded(struct page *page, struct str text)
{
	struct arena *arena = page->host->arena;
	struct source *child;
	struct buf out = {0};

	if (!text.n || !memchr(text.at, '&', text.n))
		return source_slice(arena, page->source, span_of(page, text));
	child = source_child(arena, page->source, "", 0);
	add_decoded(page, child, &out, text);
	child->quoted = true;
	child->bytes = arena_strndup(arena, out.at, out.n);
	child->length = (uint32_t)out.n;
	buf_free(&out);
	return child;
}

/* ---- elements that run Python ---- */

static void add_region(
        struct page *page, const struct dialect *dialect, struct span span, bool module)
{
	struct region region = {.language = dialect->language, .path = dialect->path};

	if (str_trim((struct str){page->source->bytes + span.start, span.end - span.start}).n == 0)
		return;
	region.micropython = dialect->micropython;
	region.snippet = page->snippet;
	region.module = module;
	if (dialect->language == LANG_PYTHON)
		region.source = source_dedented(page->host->arena, page->source, span);
	else
		region.source = source_slice(page->host->arena, page->source, span);
	if (!page->components && !str_ends(str_of(dialect->path), "x")) /* JSX has {{ }} of its own
	                                                                 */
		host_fill_marks(page->host->arena, region.source);
	vec_push(page->host->arena, &page->host->list.regions, region);
}

static struct page_script script_of(
        const struct page *page, const struct tag *tag, struct span span)
{
	return (struct page_script){.source = page->source,
	        .src = tag->src,
	        .config = tag->config,
	        .worker = tag->worker,
	        .env = tag->env,
	        .span = span,
	        .tag = {tag->start, tag->end},
	        .worker_span = tag->worker_span,
	        .src_span = span_of(page, tag->src),
	        .config_span = span_of(page, tag->config),
	        .has_src = tag->has_src,
	        .has_config = tag->has_config,
	        .has_worker = tag->has_worker,
	        .isolated = tag->isolated,
	        .open = tag->open,
	        .snippet = page->snippet};
}

static void add_script(struct page *page, struct page_script script)
{
	if (page->components && script.config.n && *script.config.at == '{')
		script.config.n = 0; /* an expression */
	if (script.config.n) {
		script.config_source = decoded(page, script.config);
		script.config =
		        (struct str){script.config_source->bytes, script.config_source->length};
	}
	vec_push(page->host->arena, &page->host->list.scripts, script);
}

static void run_python(
        struct page *page, const struct tag *tag, const struct dialect *dialect, struct span span)
{
	struct page_script script = script_of(page, tag, span);

	if (!tag->has_src)
		add_region(page, dialect, span, false);
	script.type = dialect->name;
	script.micropython = dialect->micropython;
	script.standalone = !same(dialect->name, "py") && !same(dialect->name, "mpy");
	add_script(page, script);
}

static void settings(struct page *page, const struct tag *tag, uint32_t end)
{
	struct page_script script = script_of(page, tag, (struct span){tag->end, end});

	script.settings = true;
	script.micropython = host_same_word(tag->name, "mpy-config");
	script.type = script.micropython ? "mpy" : "py";
	script.place = tag->src.n > 0;
	if (script.place) {
		script.config = tag->src;
		script.config_span = script.src_span;
	} else {
		script.config = (struct str){page->source->bytes + tag->end, end - tag->end};
		script.config_span = script.span;
	}
	add_script(page, script);
}

static void link_script(struct page *page, const struct tag *tag, bool module)
{
	struct page_link link = {page->source, tag->src, module, page->snippet};

	if (tag->src.n)
		vec_push(page->host->arena, &page->host->list.links, link);
}

static void script(struct page *page, struct tag *tag, uint32_t end)
{
	const struct dialect *dialect = dialect_of(tag);
	bool module = page->components || host_same_word(tag->type, "module");

	if (!dialect || dialect->language == LANG_NONE)
		return;
	if (dialect->language == LANG_PYTHON)
		run_python(page, tag, dialect, (struct span){tag->end, end});
	else if (!tag->has_src)
		add_region(page, dialect, (struct span){tag->end, end}, module);
	else
		link_script(page, tag, module);
}

/* ---- attributes that are listeners ---- */

/* Code or the name of a function in an attribute. */
static void add_event(struct page *page, struct str name, struct str value, struct span span)
{
	bool micropython = name.at[0] == 'm' || name.at[0] == 'M';
	size_t prefix = micropython ? strlen("mpy-") : strlen("py-");
	struct page_event event = {.source = page->source,
	        .event = {name.at + prefix, name.n - prefix},
	        .handler = value,
	        .span = span,
	        .handler_span = span_of(page, value),
	        .micropython = micropython,
	        .snippet = page->snippet};

	if (event.event.n)
		vec_push(page->host->arena, &page->host->list.events, event);
}

static bool has_prefix(struct str name, const char *prefix)
{
	size_t n = strlen(prefix);

	return name.n > n && host_same_word((struct str){name.at, n}, prefix);
}

/* A listener written as an attribute is lowered as what it means, so that it runs as often as its
 * event comes. What is written nowhere stands where its code begins. */
static void add_listener(struct page *page, struct str name, struct str code)
{
	struct arena *arena = page->host->arena;
	struct region region = {.language = LANG_JAVASCRIPT, .path = "x.js", .listener = true};
	struct source *source = source_child(arena, page->source, "", 0);
	struct buf text = {0};

	buf_printf(&text, "addEventListener(\"%.*s\", function (event) {", (int)(name.n - 2),
	        name.at + 2);
	for (uint32_t i = 0; i < text.n; i++)
		source_add_piece(arena, source, i, span_of(page, code).start);
	add_decoded(page, source, &text, code);
	buf_text(&text, "\n})");
	source->quoted = true;
	source->bytes = arena_strndup(arena, text.at, text.n);
	source->length = (uint32_t)text.n;
	region.source = source;
	vec_push(arena, &page->host->list.regions, region);
	buf_free(&text);
}

static void listener(struct page *page, struct str name, struct str value, struct span span)
{
	if (has_prefix(name, "py-") || has_prefix(name, "mpy-"))
		add_event(page, name, value, span);
	else if (has_prefix(name, "on") && value.n)
		add_listener(page, name, value);
}

/* The attributes of an element whose name ends at `at`. */
static void listeners(struct page *page, uint32_t at)
{
	const struct source *source = page->source;
	uint32_t most = at + LONGEST_TAG;

	while (at < source->length && at < most && !strchr("<>", source->bytes[at])) {
		uint32_t start = at, next = host_skip_mark(source, at);
		struct str name, value = {"", 0};

		if (next == at && !ends_name(source->bytes[at])) {
			name = name_at(source, at, UINT32_MAX);
			next = at + (uint32_t)name.n;
			if (source->bytes[skip_blanks(source, next)] == '=')
				next = attribute_value(source,
				        skip_blanks(source, skip_blanks(source, next) + 1), &value);
			listener(page, name, value, (struct span){start, next});
		}
		at = next > at ? next : at + 1;
	}
}

/* ---- the page ---- */

/* Is the content of such an element no markup? */
static bool is_raw(struct str name)
{
	static const char *const names[] = {"script", "style", "textarea", "title", "py-script",
	        "mpy-script", "py-config", "mpy-config"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (host_same_word(name, names[i]))
			return true;
	return false;
}

static uint32_t element(struct page *page, uint32_t at)
{
	struct tag tag = {.name = name_at(page->source, at, LONGEST_NAME)};
	uint32_t end;

	if (!is_raw(tag.name)) {
		if (!page->components)
			listeners(page, at + (uint32_t)tag.name.n);
		return at;
	}
	tag = read_tag(page->source, at);
	end = tag.closed ? tag.end : content_end(page, &tag);
	tag.open = end == page->source->length || page->source->bytes[end + 1] != '/';
	if (tag.unclosed)
		note(page, (struct span){tag.unclosed, tag.unclosed + 1},
		        "these quotes are not closed before the next element");
	if (host_same_word(tag.name, "script"))
		script(page, &tag, end);
	else if (host_same_word(tag.name, "py-script"))
		run_python(page, &tag, host_dialect(str_of("py")), (struct span){tag.end, end});
	else if (host_same_word(tag.name, "mpy-script"))
		run_python(page, &tag, host_dialect(str_of("mpy")), (struct span){tag.end, end});
	else if (host_same_word(tag.name, "py-config") || host_same_word(tag.name, "mpy-config"))
		settings(page, &tag, end);
	return end;
}

/* The part of an Astro component between two lines of `---` is TypeScript. */
static uint32_t front_matter(struct page *page)
{
	struct str path = str_of(page->source->path);
	struct span span = {3, 0};

	if (!str_ends(path, ".astro") || !looks_at(page->source, 0, "---"))
		return 0;
	span.end = after(page->source, span.start, "\n---");
	if (span.end == page->source->length)
		return 0;
	add_region(page, host_dialect(str_of("ts")), (struct span){span.start, span.end - 3}, true);
	return span.end;
}

static uint32_t comment(struct page *page, uint32_t at)
{
	uint32_t end = after(page->source, at + 3, "-->");

	if (end == page->source->length && !str_ends((struct str){page->source->bytes, end}, "-->"))
		note(page, (struct span){at - 1, at + 3},
		        "this comment is not closed: nothing behind it is linted");
	return end;
}

void host_html(struct host *host, struct source *source, bool components, bool snippet)
{
	struct page page = {host, source, components, snippet};
	uint32_t at = front_matter(&page);

	while (at < source->length) {
		const char *open = memchr(source->bytes + at, '<', source->length - at);

		if (!open)
			break;
		at = (uint32_t)(open - source->bytes) + 1;
		if (looks_at(source, at, "!--"))
			at = comment(&page, at);
		else
			at = element(&page, at);
	}
}
