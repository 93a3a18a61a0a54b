/* Regions of host files: which code is found, in what language, and where each byte of it stood. */
#include "front/front.h"

#include <criterion/criterion.h>

static struct region_list regions(struct arena *arena, const char *path, const char *text)
{
	struct source *source = source_new(arena, path, text, (uint32_t)strlen(text));

	return front_regions(arena, source, path);
}

/* The one region of `text`, as "language path: code". */
static const char *only(struct arena *arena, const char *path, const char *text)
{
	struct region_list list = regions(arena, path, text);
	const struct region *region = &list.regions.at[0];

	cr_assert_eq(list.regions.n, 1, "%u regions in %s", list.regions.n, text);
	return arena_printf(arena, "%s %s: %s", language_text(region->language), region->path,
	        region->source->bytes);
}

static void expect_one(const char *path, const char *text, const char *expected)
{
	struct arena arena = {0};

	cr_assert_str_eq(only(&arena, path, text), expected);
	arena_free(&arena);
}

static void expect_none(const char *path, const char *text)
{
	struct arena arena = {0};

	cr_assert_eq(regions(&arena, path, text).regions.n, 0, "%s", text);
	arena_free(&arena);
}

/* The byte of the code where `word` starts stood at line:column of the file. */
static void expect_place(
        const char *path, const char *text, const char *word, uint32_t line, uint32_t column)
{
	struct arena arena = {0};
	struct region_list list = regions(&arena, path, text);

	for (uint32_t i = 0; i < list.regions.n; i++) {
		const struct source *source = list.regions.at[i].source;
		const char *found = strstr(source->bytes, word);
		struct location at;

		if (!found)
			continue;
		at = source_locate(source, (uint32_t)(found - source->bytes));
		cr_assert_eq(at.line, line, "%s: line %u", word, at.line);
		cr_assert_eq(at.column, column, "%s: column %u", word, at.column);
		arena_free(&arena);
		return;
	}
	cr_assert_fail("no %s in %s", word, text);
}

/* ---- which files ---- */

Test(host, files)
{
	cr_assert(front_is_host("a/b.html"));
	cr_assert(front_is_host("B.HTM"));
	cr_assert(front_is_host("x.vue"));
	cr_assert(front_is_host("x.svelte"));
	cr_assert(front_is_host("x.md"));
	cr_assert(front_is_host("x.qmd"));
	cr_assert(!front_is_host("x.py"));
	cr_assert(!front_is_host("html"));
	cr_assert_null(front_for_path("x.html"));
	cr_assert_null(front_for_path("dir.py/x"));
	cr_assert_str_eq(front_for_path("a.py")->name, "python");
}

/* ---- pages ---- */

Test(host, scripts_are_known_by_their_type)
{
	expect_one("a.html", "<script>a</script>", "javascript x.js: a");
	expect_one("a.html", "<SCRIPT TYPE='Text/JavaScript; charset=utf-8'>a</Script >",
	        "javascript x.js: a");
	expect_one("a.html", "<script async type=\"module\">a</script>", "javascript x.js: a");
	expect_one("a.html", "<script type=text/babel>a</script>", "javascript x.jsx: a");
	expect_one("a.html", "<script type=\"text/typescript\">a</script>", "javascript x.ts: a");
	expect_one("a.html", "<script type=\"py\" worker>a</script>", "python x.py: a");
	expect_one("a.html", "<script type=\"text/pyscript\">a</script>", "python x.py: a");
	expect_one("a.html", "<script type=\"text/x-python\">a</script>", "python x.py: a");
	expect_one("a.html", "<py-script output='o'>a</py-script>", "python x.py: a");
	expect_one("a.html", "<mpy-script>a</mpy-script>", "python x.py: a");
}

Test(host, other_scripts_are_skipped)
{
	expect_none("a.html", "<script type='application/json'>{}</script>");
	expect_none("a.html", "<script type='importmap'>{}</script>");
	expect_none("a.html", "<script type='text/x-template'><p></p></script>");
	expect_none(
	        "a.html", "<script src='a.js'></script><script> \n </script><py-script src=a />");
	expect_none("a.html", "<script src='a.js'>ignored</script>");
	expect_none("a.html", "<!-- <script>a</script> -->");
	expect_none("a.html", "<textarea><script>a</script></textarea>");
	expect_none("a.html", "<scripts>a</scripts> < script>a</script>");
}

Test(host, flags)
{
	struct arena arena = {0};
	struct region_list list = regions(&arena, "a.html",
	        "<script type=mpy>a</script><script type=module>b</script><script>c</script>");

	cr_assert_eq(list.regions.n, 3);
	cr_assert(list.regions.at[0].micropython && !list.regions.at[0].module);
	cr_assert(list.regions.at[1].module && !list.regions.at[1].micropython);
	cr_assert(!list.regions.at[2].module && !list.regions.at[2].snippet);
	list = regions(&arena, "a.vue", "<script setup lang=ts>a</script>");
	cr_assert(list.regions.at[0].module);
	arena_free(&arena);
}

Test(host, scripts_end_as_in_a_browser)
{
	expect_one("a.html", "<script>a = '<b></b>' < c; '</scripts>'</script>x",
	        "javascript x.js: a = '<b></b>' < c; '</scripts>'");
	expect_one("a.html", "<script>a", "javascript x.js: a");
	expect_one("a.html", "<script>a</script", "javascript x.js: a");
	expect_one("a.html", "<title><script></title><script>a</script>", "javascript x.js: a");
}

Test(host, templates_are_tolerated)
{
	expect_one("a.html",
	        "<p {% if a > b %}class=\"x\"{% endif %}><script {{ nonce(\"a>b\") }}>a</script>",
	        "javascript x.js: a");
	expect_one("a.html", "{# <x #}<script type=\"py\" data-x='{{ \"y\" }}'>a</script>",
	        "python x.py: a");
	expect_one("a.html", "<a <b <script>a</script>", "javascript x.js: a");
	expect_one("a.html", "<script src={{ f(\"a b\") }}></script><script>a</script>",
	        "javascript x.js: a");
}

Test(host, marks_in_code_are_written_over)
{
	expect_one("a.html", "<script>a = {{ b }};</script>", "javascript x.js: a = _______;");
	expect_one("a.html", "<script>{% if a %}\nb{% endif %}</script>",
	        "javascript x.js:           \nb           ");
	expect_one("a.html", "<script>{# a\n #}b</script>", "javascript x.js:     \n   b");
	expect_one("a.html", "<script>a(<%= b %>, <?= c ?>)<% d %></script>",
	        "javascript x.js: a(________, ________)       ");
	expect_one("a.html", "<script type=py>a = f\"{{b}}\" + '{{ c }}'</script>",
	        "python x.py: a = f\"{{b}}\" + '{{ c }}'");
	expect_one("a.html", "<script>a = \"it's\"; b = {{ c }}</script>",
	        "javascript x.js: a = \"it's\"; b = _______");
	expect_one("a.html", "<script>a = `${{b: 1}[c]}`; {{ d</script>",
	        "javascript x.js: a = `${{b: 1}[c]}`; {{ d");
	expect_one("a.html", "<script type=\"text/jsx\">a({{b: 1}})</script>",
	        "javascript x.jsx: a({{b: 1}})");
	expect_one("a.vue", "<script>type A = {{b: 1}}</script>",
	        "javascript x.js: type A = {{b: 1}}");
	expect_place("a.html", "<script>\n{{ a }}; é {% b %}; word</script>", "word", 2, 22);
}

/* The note, as "start: message". */
static void expect_note(const char *text, const char *expected)
{
	struct arena arena = {0};
	struct region_list list = regions(&arena, "a.html", text);

	cr_assert_eq(list.notes.n, expected ? 1 : 0, "%u notes on %s", list.notes.n, text);
	if (expected)
		cr_assert_str_eq(arena_printf(&arena, "%u: %s", list.notes.at[0].span.start,
		                         list.notes.at[0].message),
		        expected);
	arena_free(&arena);
}

Test(host, what_is_not_closed_is_told)
{
	expect_note("<script>a</script><!-- b --><py-config></py-config>", NULL);
	expect_note("<p><script>a", "3: `<script>` is not closed");
	expect_note("<style>a", "0: `<style>` is not closed");
	expect_note("a<!-- b", "1: this comment is not closed: nothing behind it is linted");
	expect_note("<script src=\"a>\n<p>\n<script src=\"b\"></script>",
	        "12: these quotes are not closed before the next element");
}

Test(host, an_open_configuration_ends_before_the_next_element)
{
	expect_one("a.html", "<py-config>\na = 1\n<script>b</script>", "javascript x.js: b");
	expect_one("a.html", "<py-script>a\n</body>", "python x.py: a\n");
}

Test(host, components)
{
	expect_one("a.vue",
	        "<template><a @click=\"() => b\" /></template>\n<script lang=\"tsx\">a</script>",
	        "javascript x.tsx: a");
	expect_one("a.svelte", "<script context=\"module\" lang='ts'>a</script>{#if a < b}{/if}",
	        "javascript x.ts: a");
	expect_one("a.astro", "---\na\n---\n<p>{b}</p>", "javascript x.ts: \na\n");
}

Test(host, inline_python_is_dedented)
{
	expect_one("a.html", "<script type=py>\n    if a:\n      b\n\n    c\n  </script>",
	        "python x.py: \nif a:\n  b\n\nc\n");
	expect_place("a.html", "<script type=py>\n    if a:\n      b\n    </script>", "b", 3, 7);
	expect_place(
	        "a.html", "é<script type=py>\r\n\tif a:\r\n\t\tbé = c\r\n</script>", "c", 3, 9);
	expect_place("a.html", "<p>é</p><script type=py>a = b\n  c\n</script>", "b", 1, 30);
	expect_place("a.html", "<p>é</p><script>a = b</script>", "b", 1, 22);
	expect_place("a.html", "<p>\r\n\r\n<script>\r\n  a\r\n</script>", "a", 4, 3);
}

/* ---- Markdown ---- */

Test(host, info_strings)
{
	static const char *const python[] = {"python", "py", "Python3", "{pyodide}", "{python}",
	        "{.python .cell}", "{code-block} python", "{code-cell} ipython3",
	        "python title=\"x.py\"", "python{1,3}", "pyodide install='x'", "{ .py linenums=1 }",
	        "python,ignore", "py:line-numbers"};
	struct arena arena = {0};

	for (size_t i = 0; i < sizeof(python) / sizeof(*python); i++)
		expect_one("a.md", arena_printf(&arena, "```%s\na\n```\n", python[i]),
		        "python x.py: a\n");
	expect_one("a.md", "```pyodide\npyodide.runPython('1')\n```\n",
	        "javascript x.js: pyodide.runPython('1')\n");
	expect_one("a.md", "~~~ ts{1} x\na\n~~~\n", "javascript x.ts: a\n");
	expect_one("a.md", "```jsx\na\n```\n", "javascript x.jsx: a\n");
	expect_none("a.md", "```\na\n```\n```json\n{}\n```\n```pycon\na\n```\n```{r}\na\n```\n");
	arena_free(&arena);
}

Test(host, fences)
{
	expect_one("a.md", "# A\n\n````py\n```\na\n````\nb", "python x.py: ```\na\n");
	expect_one("a.md", "~~~py\n```\na\n~~~", "python x.py: ```\na\n");
	expect_one("a.md", "```py\na", "python x.py: a");
	expect_one("a.md", "```js\r\na\r\n```\r\n", "javascript x.js: a\r\n");
	expect_one("a.md", "```{code-block} python\n:caption: x\n:linenos:\n\na\n```\n",
	        "python x.py: \na\n");
	expect_none("a.md", "text ```py a```\n``py\na\n``\n```py `a`\nb\n");
	expect_none("a.md", "```py\n>>> a\n1\n```\n```py\n```\n");
}

Test(host, fences_in_lists_and_quotes_are_dedented)
{
	expect_one("a.md", "- a:\n\n  ```py\n  if a:\n    b\n  ```\n", "python x.py: if a:\n  b\n");
	expect_one("a.md", "1. ```py\n   a\n    b\n   ```\n", "python x.py: a\n b\n");
	expect_one("a.md", "> ```py\n> a\n>  b\n> ```\n", "python x.py: a\n b\n");
	expect_one("a.md", "> ```py\n> a\nb\n", "python x.py: a\n");
	expect_place("a.md", "é\n- a:\n\n  ```py\n  if a:\n    b\n  ```\n", "b", 6, 5);
	expect_place("a.md", "> > ```py\r\n> > éa\r\n> > x = b\r\n", "b", 3, 9);
}

Test(host, pages_in_fences)
{
	struct arena arena = {0};
	struct region_list list = regions(&arena, "a.md",
	        "1. b\n\n   ```html\n   <script type=\"mpy\">\n     a\n   </script>\n   <script>c</script>\n   ```\n");

	cr_assert_eq(list.regions.n, 2);
	cr_assert(list.regions.at[0].snippet && list.regions.at[0].micropython);
	cr_assert_str_eq(list.regions.at[0].source->bytes, "\na\n");
	cr_assert(list.regions.at[1].snippet);
	arena_free(&arena);
	expect_place("a.md", "1. b\n\n   ```html\n   <script type=py>\n     a\n   </script>\n", "a",
	        5, 6);
	expect_place("a.md", "```vue\n<script>\nc\n</script>\n```\n", "c", 3, 1);
}

/* ---- listeners in attributes ---- */

Test(host, attributes_that_listen_are_listeners)
{
	expect_one("a.html", "<p>é</p><b onclick=\"f(&quot;a&amp;b&quot;)\">x</b>",
	        "javascript x.js: addEventListener(\"click\", function (event) {f(\"a&b\")\n})");
	expect_place(
	        "a.html", "<p>é</p>\n<b title='é' onclick=\"f(&quot;a&quot;, b)\">", "f(", 2, 24);
	expect_place("a.html", "<b onclick=\"f(&quot;a&quot;, b)\">", "b)", 1, 30);
	expect_none("a.html", "<b onclick=\"\" ondrop>x</b>");
	expect_none("a.vue", "<template><b onclick=\"f()\">x</b></template>");
}

Test(host, events)
{
	struct arena arena = {0};
	struct region_list list = regions(&arena, "a.html",
	        "<b py-click=\"f\" mpy-keyUp='g.h' py-click-env=e>x</b> <i py-x>");

	cr_assert_eq(list.events.n, 4);
	cr_expect(str_is(list.events.at[0].event, "click"));
	cr_expect(str_is(list.events.at[0].handler, "f"));
	cr_expect(str_is(list.events.at[1].event, "keyUp") && list.events.at[1].micropython);
	cr_expect_eq(list.events.at[3].handler.n, 0);
	arena_free(&arena);
}

Test(host, what_runs_python)
{
	struct arena arena = {0};
	struct region_list list = regions(&arena, "a.html",
	        "<script type=py worker=\"w.py\" config='{}' src=a.py></script>"
	        "<py-config src=c.toml></py-config><mpy-config>a = 1</mpy-config>"
	        "<script type='py-editor' env=e>a</script><script src=x.js></script>");
	const struct page_script *scripts = list.scripts.at;

	cr_assert_eq(list.scripts.n, 4);
	cr_expect(str_is(scripts[0].worker, "w.py") && scripts[0].has_config);
	cr_expect_eq(scripts[0].worker_span.start, 16);
	cr_expect_eq(scripts[0].worker_span.end, 29);
	cr_expect(scripts[1].settings && scripts[1].place && str_is(scripts[1].config, "c.toml"));
	cr_expect(scripts[2].micropython && str_is(scripts[2].config, "a = 1"));
	cr_expect(scripts[3].standalone && str_is(scripts[3].env, "e"));
	cr_assert_eq(list.links.n, 1);
	cr_expect(str_is(list.links.at[0].url, "x.js"));
	arena_free(&arena);
}

Test(host, broken_pages)
{
	expect_none("a.html", "<b onclick=\"");
	expect_none("a.html", "<script src=\"a");
	expect_none("a.html", "<py-config");
	expect_none("a.html", "<");
	expect_one("a.html", "<b title=\"x><script>a</script>", "javascript x.js: a");
	expect_one("a.html", "<script type=py>if a:\n", "python x.py: if a:\n");
}

/* ---- notebooks ---- */

static const char notebook[] =
        "{\"cells\": [\n"
        " {\"cell_type\": \"markdown\", \"source\": [\"no\"]},\n"
        " {\"cell_type\": \"code\", \"source\": [\"%pip install x\\n\", \"é = \\\"a\\\"\"]},\n"
        " {\"cell_type\": \"code\", \"source\": [\"%%html\\n\", \"<b>\"]},\n"
        " {\"cell_type\": \"code\", \"source\": \"!ls\\nb = é\"}\n"
        "], \"metadata\": {}}";

Test(host, notebooks)
{
	expect_one("a.ipynb", notebook, "python x.py: \né = \"a\"\n\nb = é\n");
	expect_place("a.ipynb", notebook, "\"a\"", 3, 61);
	expect_place("a.ipynb", notebook, "b = ", 5, 40);
	expect_none("a.ipynb", "{}");
	expect_none("a.ipynb", "[1, 2");
	expect_none("a.ipynb", "{\"cells\": [1, {\"cell_type\": \"code\"}, {\"source\": [2]}]}");
	expect_none("a.ipynb",
	        "{\"cells\": [{\"cell_type\": \"code\", \"source\": \"a\"}], "
	        "\"metadata\": {\"language_info\": {\"name\": \"R\"}}}");
}
