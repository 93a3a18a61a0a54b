#include "page/config.h"

#include "base/file.h"

static bool is_table(const struct data_value *value)
{
	return value && value->kind == DATA_TABLE;
}

bool page_config_is_pyscript(const struct data_value *root)
{
	static const char *const keys[] = {"js_modules", "experimental_create_proxy",
	        "sync_main_only", "experimental_remote_packages", "experimental_ffi_timeout",
	        "packages_cache"};

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (data_get(root, keys[i]))
			return true;
	return false;
}

bool page_config_is_named(const char *path)
{
	const char *name = path_name(path); /* any folder may be called pyscript */

	return (str_ends(str_of(name), ".toml") || str_ends(str_of(name), ".json")) &&
	        (str_glob("*pyscript*", name) || str_glob("*py-config*", name));
}

bool page_config_is_json(struct str text)
{
	text = str_trim(text);
	return text.n > 1 && text.at[0] == '{' && text.at[text.n - 1] == '}';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	        c == '_';
}

/* PyScript's own test, `/\.(\w+)(?:\?\S*)?$/`: a text that ends like a file's name is one. */
bool page_config_is_place(struct str text)
{
	size_t end, start;

	text = str_trim(text);
	if (page_config_is_json(text))
		return false;
	for (end = text.n; end > 0 && (unsigned char)text.at[end - 1] > ' '; end--)
		if (text.at[end - 1] == '?' && page_config_is_place((struct str){text.at, end - 1}))
			return true;
	for (start = text.n; start > 0 && is_word(text.at[start - 1]);)
		start--;
	return start > 0 && start < text.n && text.at[start - 1] == '.';
}

/* ---- js_modules ---- */

static void add_modules(struct arena *arena, struct page_config *config,
        const struct data_value *table, bool worker)
{
	for (uint32_t i = 0; is_table(table) && i < table->pairs.n; i++) {
		const struct data_pair *pair = &table->pairs.at[i];
		struct page_module module = {.source = pair->key,
		        .name = data_text(pair->value),
		        .source_span = pair->key_span,
		        .name_span = pair->value->span,
		        .worker = worker,
		        .directory = config->directory};

		if (module.name)
			vec_push(arena, &config->modules, module);
	}
}

struct page_config *page_config_read(
        struct arena *arena, struct source *source, const char *directory, bool json)
{
	struct page_config *config = arena_new(arena, struct page_config);
	const struct data_value *modules;

	config->source = source;
	config->directory = directory;
	config->json = json;
	config->root = json ? json_read(arena, source, &config->error)
	                    : toml_read(arena, source, &config->error);
	modules = data_get(config->root, "js_modules");
	add_modules(arena, config, data_get(modules, "main"), false);
	add_modules(arena, config, data_get(modules, "worker"), true);
	return config;
}

bool page_config_is_lasting(const struct page_config *config)
{
	return config &&
	        same(data_text(data_get(config->root, "experimental_create_proxy")), "auto");
}
