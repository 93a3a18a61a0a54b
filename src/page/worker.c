/*
 * Workers that code starts: `PyWorker("./worker.py", type="micropython")` in
 * Python, `XWorker("./worker.py", { config })` in JavaScript. Read from the
 * text: both languages write the few words that matter alike.
 */
#include "base/file.h"
#include "base/find.h"
#include "page/part.h"

static const char lasting_key[] = "experimental_create_proxy";

static struct str behind(struct str text, const char *word)
{
	const char *at = str_find(text, word);

	if (!at)
		return (struct str){"", 0};
	at += strlen(word);
	return (struct str){at, (size_t)(text.at + text.n - at)};
}

/* The string that `text` starts with, empty when that is something else. */
static struct str string_at(struct str text)
{
	const char *end;

	text = str_trim(text);
	if (!text.n || (*text.at != '"' && *text.at != '\''))
		return (struct str){"", 0};
	end = memchr(text.at + 1, *text.at, text.n - 1);
	return (struct str){text.at + 1, end ? (size_t)(end - text.at - 1) : 0};
}

/* What stands behind the key `text` starts behind: `: "value"`, `": "value"`, `="value"`. */
static struct str value_at(struct str text)
{
	while (text.n && *text.at && strchr("\"' \t\r\n", *text.at))
		text = (struct str){text.at + 1, text.n - 1};
	if (!text.n || (*text.at != ':' && *text.at != '='))
		return (struct str){"", 0};
	return string_at((struct str){text.at + 1, text.n - 1});
}

bool page_code_is_lasting(struct str text)
{
	while ((text = behind(text, lasting_key)).n)
		if (str_is(value_at(text), "auto"))
			return true;
	return false;
}

/* The file that is meant, looked for in each directory above where the page is not known. */
static const char *find_worker(
        struct page_model *model, const struct page_code *code, struct str url)
{
	const char *directory = code->directory, *path;

	for (;; directory = path_directory(model->arena, directory)) {
		path = page_resolve(model, directory, url);
		if (!code->climb || !path || page_model_kind(model, path) == PATH_FILE)
			return path;
		if (same(directory, ".") || same(directory, "/"))
			return NULL;
	}
}

/* `call` is what stands behind the opening parenthesis. */
static void add_worker(struct page_model *model, const struct page_code *code, struct str call)
{
	struct str url = string_at(call), type, config;
	struct page_run run = {
	        .page = code->page, .worker = true, .micropython = code->micropython};
	const char *end;

	if (!str_ends(url, ".py"))
		return;
	call = (struct str){url.at + url.n, call.n - (size_t)(url.at + url.n - call.at)};
	end = memchr(call.at, ')', call.n);
	call.n = end ? (size_t)(end - call.at) : 0;
	type = value_at(behind(call, "type"));
	config = value_at(behind(call, "config"));
	if (type.n)
		run.micropython = str_is(type, "micropython") || str_is(type, "mpy");
	if (page_config_is_place(config))
		run.config = page_model_config(model, page_resolve(model, code->directory, config));
	run.path = find_worker(model, code, url);
	run.lasting = page_code_is_lasting(call) || page_config_is_lasting(run.config);
	page_add_run(model, run);
}

void page_add_workers(struct page_model *model, const struct page_code *code)
{
	for (struct str rest = code->text; (rest = behind(rest, "Worker(")).n;) {
		size_t before = (size_t)(rest.at - code->text.at) - strlen("Worker(");
		struct str name = {code->text.at, before};

		if (str_ends(name, "X") || str_ends(name, "Py"))
			add_worker(model, code, rest);
	}
}
