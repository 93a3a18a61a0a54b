/*
 * Host files: which they are, and the names that languages go by in them.
 */
#include "front/host_part.h"

static const char *const html_extensions[] = {
        ".html", ".htm", ".xhtml", ".jinja", ".jinja2", ".j2", ".njk"};
static const char *const component_extensions[] = {".vue", ".svelte", ".astro"};
static const char *const markdown_extensions[] = {
        ".md", ".markdown", ".mdx", ".mdown", ".qmd", ".rmd"};

static const char *const notebook_extensions[] = {".ipynb"};

static const struct dialect dialects[] = {
        {"js", LANG_JAVASCRIPT, "x.js", false},
        {"javascript", LANG_JAVASCRIPT, "x.js", false},
        {"mjs", LANG_JAVASCRIPT, "x.mjs", false},
        {"cjs", LANG_JAVASCRIPT, "x.cjs", false},
        {"node", LANG_JAVASCRIPT, "x.js", false},
        {"jsx", LANG_JAVASCRIPT, "x.jsx", false},
        {"ts", LANG_JAVASCRIPT, "x.ts", false},
        {"mts", LANG_JAVASCRIPT, "x.mts", false},
        {"typescript", LANG_JAVASCRIPT, "x.ts", false},
        {"tsx", LANG_JAVASCRIPT, "x.tsx", false},
        {"py", LANG_PYTHON, "x.py", false},
        {"python", LANG_PYTHON, "x.py", false},
        {"python3", LANG_PYTHON, "x.py", false},
        {"py3", LANG_PYTHON, "x.py", false},
        {"ipython", LANG_PYTHON, "x.py", false},
        {"ipython3", LANG_PYTHON, "x.py", false},
        {"pyodide", LANG_PYTHON, "x.py", false},
        {"pyodide-python", LANG_PYTHON, "x.py", false},
        {"pyscript", LANG_PYTHON, "x.py", false},
        {"py-game", LANG_PYTHON, "x.py", false},
        {"py-editor", LANG_PYTHON, "x.py", false},
        {"mpy", LANG_PYTHON, "x.py", true},
        {"micropython", LANG_PYTHON, "x.py", true},
        {"mpy-editor", LANG_PYTHON, "x.py", true},
        {"c", LANG_C, "x.c", false},
        {"cpp", LANG_C, "x.cpp", false},
        {"c++", LANG_C, "x.cpp", false},
        {"zig", LANG_ZIG, "x.zig", false},
        {"erlang", LANG_ERLANG, "x.erl", false},
        {"erl", LANG_ERLANG, "x.erl", false},
        {"toml", LANG_NONE, "x.toml", false},
        {"json", LANG_NONE, "x.json", false},
        {"html", LANG_NONE, "x.html", false},
        {"htm", LANG_NONE, "x.html", false},
        {"vue", LANG_NONE, "x.vue", false},
        {"svelte", LANG_NONE, "x.svelte", false},
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

bool host_same_word(struct str text, const char *word)
{
	size_t n = strlen(word);

	if (text.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(text.at[i]) != word[i])
			return false;
	return true;
}

const struct dialect *host_dialect(struct str name)
{
	for (size_t i = 0; i < sizeof(dialects) / sizeof(*dialects); i++)
		if (host_same_word(name, dialects[i].name))
			return &dialects[i];
	return NULL;
}

static bool ends_in(const char *path, const char *const *extensions, size_t count)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < count; i++)
		if (host_same_word(str_of(dot), extensions[i]))
			return true;
	return false;
}

#define IS(path, list) ends_in(path, list, sizeof(list) / sizeof(*(list)))

bool front_is_host(const char *path)
{
	return IS(path, html_extensions) || IS(path, component_extensions) ||
	        IS(path, markdown_extensions) || IS(path, notebook_extensions);
}

bool front_is_document(const char *path)
{
	return IS(path, html_extensions);
}

bool front_is_component(const char *path)
{
	return IS(path, component_extensions);
}

bool front_is_markdown(const char *path)
{
	return IS(path, markdown_extensions);
}

struct region_list front_regions(struct arena *arena, struct source *host, const char *path)
{
	struct host reader = {.arena = arena};

	if (IS(path, markdown_extensions))
		host_markdown(&reader, host);
	else if (IS(path, notebook_extensions))
		host_notebook(&reader, host);
	else
		host_html(&reader, host, IS(path, component_extensions), false);
	return reader.list;
}
