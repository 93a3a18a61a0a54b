/*
 * Which configuration holds for a file: the first one on the way from its
 * directory to the root. Each directory is asked once.
 */
#include "config/config.h"

#include "base/file.h"
#include "base/find.h"

enum { LARGEST_PROJECT_FILE = 1 << 20 };

/* pyproject.toml is one only if it says so; whether the table is right is seen on reading. */
static bool is_configuration(const char *path)
{
	struct buf text = {0};
	bool found;

	if (path_kind(path) != PATH_FILE)
		return false;
	if (!same(path_name(path), "pyproject.toml"))
		return true;
	found = file_read(path, LARGEST_PROJECT_FILE, &text) == 0 &&
	        str_find((struct str){text.at, text.n}, "tool.proxylint");
	buf_free(&text);
	return found;
}

static const char *configuration_in(struct arena *arena, const char *directory)
{
	static const char *const names[] = {"proxylint.toml", ".proxylint.toml", "pyproject.toml"};

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *path = path_join(arena, directory, names[i]);

		if (is_configuration(path))
			return path;
	}
	return NULL;
}

static const struct config *config_new(struct configs *configs, const char *path)
{
	struct config *config = arena_new(configs->arena, struct config);

	if (path) {
		config->path = path_clean(configs->arena, path);
		config->directory =
		        path_directory(configs->arena, path_absolute(configs->arena, path));
		vec_push(configs->arena, &configs->all, config);
		configs_read(configs, config, config->path);
	}
	return config;
}

void configs_begin(struct configs *configs, struct arena *arena, const char *path, bool isolated)
{
	*configs = (struct configs){.arena = arena, .pages = pages_all(arena)};
	if (path || isolated)
		configs->only = config_new(configs, isolated ? NULL : path);
}

void configs_free(struct configs *configs)
{
	map_free(&configs->by_directory);
}

static const struct config *for_directory(struct configs *configs, const char *directory)
{
	const struct config *config = map_get(&configs->by_directory, directory);
	const char *path;

	if (config)
		return config;
	path = configuration_in(configs->arena, directory);
	if (path)
		config = config_new(configs, path);
	else if (same(directory, "/"))
		config = config_new(configs, NULL);
	else
		config = for_directory(configs, path_directory(configs->arena, directory));
	map_put(&configs->by_directory, directory, (void *)config);
	return config;
}

const struct config *configs_for(struct configs *configs, const char *path)
{
	const struct config *config;
	const char *directory;

	if (configs->only)
		return configs->only;
	directory = path_directory(configs->arena, path);
	config = map_get(&configs->by_directory, directory);
	if (config)
		return config;
	config = for_directory(
	        configs, path_directory(configs->arena, path_absolute(configs->arena, path)));
	map_put(&configs->by_directory, directory, (void *)config);
	return config;
}

const struct config *configs_here(struct configs *configs)
{
	return configs_for(configs, "x");
}
