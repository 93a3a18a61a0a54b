/*
 * What a configuration says of one file: whether it is linted, and which rules
 * are reported there at which severity.
 */
#include "config/config.h"

#include "base/file.h"
#include "base/glob.h"

const char *config_verb_key(enum config_verb verb)
{
	static const char *const keys[] = {"select", "extend-select", "ignore", "severity"};

	return keys[verb];
}

/* The path as the globs of the configuration see it. */
static const char *seen_from(struct arena *arena, const struct config *config, const char *path)
{
	const char *whole = path_absolute(arena, path);
	size_t n = strlen(config->directory);

	if (strncmp(whole, config->directory, n) == 0 && (whole[n] == '/' || n == 1))
		return whole + n + (n > 1);
	return path;
}

static const struct config_text *matching(
        const struct config *config, const struct config_texts *globs, const char *path)
{
	struct arena scratch = {0};
	const struct config_text *found = NULL;
	const char *seen;

	if (!globs->list.n)
		return NULL;
	seen = seen_from(&scratch, config, path);
	for (uint32_t i = 0; i < globs->list.n && !found; i++)
		if (glob_path(globs->list.at[i].text, seen))
			found = &globs->list.at[i];
	arena_free(&scratch);
	return found;
}

bool config_excludes(const struct config *config, const char *path, const struct config_text **by)
{
	const struct config_text *glob = matching(config, &config->exclude, path);

	if (by)
		*by = glob;
	return glob != NULL;
}

bool config_leaves_out(const struct config *config, const char *path)
{
	if (config_excludes(config, path, NULL))
		return true;
	return config->include.list.n && !matching(config, &config->include, path);
}

const char *config_path_of(
        struct arena *arena, const struct config *config, const struct config_text *text)
{
	return path_clean(arena,
	        text->text[0] == '/' ? text->text
	                             : path_join(arena, config->directory, text->text));
}

/* ---- rules ---- */

/* The last one wins, as with settings. */
static const struct config_rule *named(const struct config_setting *setting, const char *rule)
{
	for (uint32_t i = setting->rules.n; i-- > 0;)
		if (rule_is_meant(setting->rules.at[i].glob, rule))
			return &setting->rules.at[i];
	return NULL;
}

static void apply(
        struct config_decision *decision, const struct config_setting *setting, const char *name)
{
	const struct config_rule *rule = named(setting, name);
	struct config_reason reason = {setting, rule};
	bool off = setting->verb == CONFIG_IGNORE || (rule && rule->off);

	if (!rule && setting->verb != CONFIG_SELECT)
		return;
	if (setting->verb != CONFIG_SEVERITY || off) {
		decision->on = rule && !off;
		decision->on_by = reason;
		return;
	}
	decision->graded = true;
	decision->severity = rule->severity;
	decision->severity_by = reason;
}

bool config_setting_holds(
        const struct config *config, const struct config_setting *setting, const char *path)
{
	return !setting->paths || matching(config, setting->paths, path);
}

struct config_decision config_decide(const struct config *config, const char *path,
        const struct rule_page *page, const char *rule)
{
	struct config_decision decision = {.on = !page || page->on};

	for (uint32_t i = 0; i < config->settings.n; i++) {
		const struct config_setting *setting = &config->settings.at[i];

		if (config_setting_holds(config, setting, path))
			apply(&decision, setting, rule);
	}
	return decision;
}
