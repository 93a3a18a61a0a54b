/*
 * config show: what holds for a path, as TOML that could be written into a
 * configuration, each line with the place it comes from. config why: which
 * line decides whether a rule is reported in a file, and how.
 */
#include "cli/cli.h"

#include "base/file.h"
#include "config/config.h"

/* The configuration for a file, after messages on what is wrong with it. */
static const struct config *config_of(
        const struct options *options, struct configs *configs, const char *path)
{
	const struct config *config;

	configs_begin(configs, options->arena, option_value(options, OPTION_CONFIG_FILE),
	        option_holds(options, OPTION_ISOLATED, false));
	config = configs_for(configs, path);
	for (uint32_t i = 0; i < configs->errors.n; i++)
		cli_fail("%s", configs->errors.at[i]);
	return config;
}

/* ---- show ---- */

static void add_place(struct buf *out, const struct place *place)
{
	buf_printf(out, "  # %s:%u\n", place->path, (unsigned)place->line);
}

static void add_quoted(struct buf *out, const char *text)
{
	buf_char(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			buf_char(out, '\\');
		buf_char(out, *text);
	}
	buf_char(out, '"');
}

static void add_texts(struct buf *out, const char *key, const struct config_texts *texts)
{
	if (!texts->list.n)
		return;
	buf_printf(out, "%s = [", key);
	for (uint32_t i = 0; i < texts->list.n; i++) {
		buf_text(out, i ? ", " : "");
		add_quoted(out, texts->list.at[i].text);
	}
	buf_char(out, ']');
	add_place(out, &texts->list.at[0].place);
}

static void add_text(struct buf *out, const char *key, const struct config_text *text)
{
	if (!text->text)
		return;
	buf_printf(out, "%s = ", key);
	add_quoted(out, text->text);
	add_place(out, &text->place);
}

static void add_grades(struct buf *out, const struct config_setting *setting)
{
	for (uint32_t i = 0; i < setting->rules.n; i++) {
		const struct config_rule *rule = &setting->rules.at[i];

		buf_text(out, "severity.");
		add_quoted(out, rule->glob);
		buf_printf(out, " = \"%s\"", rule->off ? "off" : severity_text(rule->severity));
		add_place(out, &rule->place);
	}
}

static void add_setting(struct buf *out, const struct config_setting *setting)
{
	if (setting->verb == CONFIG_SEVERITY) {
		add_grades(out, setting);
		return;
	}
	buf_printf(out, "%s = [", config_verb_key(setting->verb));
	for (uint32_t i = 0; i < setting->rules.n; i++) {
		buf_text(out, i ? ", " : "");
		add_quoted(out, setting->rules.at[i].glob);
	}
	buf_char(out, ']');
	add_place(out, &setting->place);
}

static void add_settings(struct buf *out, const struct config *config, const char *path)
{
	for (uint32_t i = 0; i < config->settings.n; i++)
		if (config_setting_holds(config, &config->settings.at[i], path))
			add_setting(out, &config->settings.at[i]);
}

static void add_config(struct buf *out, const struct config *config, const char *path)
{
	const struct config_text *by;

	if (config->path)
		buf_printf(out, "# %s: %s\n", path, config->path);
	else
		buf_printf(out, "# %s: no configuration\n", path);
	if (config_excludes(config, path, &by))
		buf_printf(out, "# excluded by \"%s\" (%s:%u)\n", by->text, by->place.path,
		        (unsigned)by->place.line);
	add_settings(out, config, path);
	add_texts(out, "include", &config->include);
	add_texts(out, "exclude", &config->exclude);
	buf_printf(out, "notes = %s\nrequire-reason = %s\n", config->notes ? "true" : "false",
	        config->without_reason ? "false" : "true");
	add_text(out, "baseline", &config->baseline);
	add_text(out, "target.python", &config->python);
	add_text(out, "target.pyodide", &config->pyodide);
	add_text(out, "target.micropython", &config->micropython);
	for (uint32_t i = 0; i < config->facts.n; i++)
		buf_printf(out, "# facts of %s\n", config->facts.at[i].path);
}

static enum exit_status show(const struct options *options)
{
	const struct texts *operands = &options->operands;
	const char *path = operands->list.n > 1 ? operands->list.at[1] : ".";
	struct configs configs;
	struct buf out = {0};
	enum exit_status status;
	bool directory = path_kind(path) == PATH_DIRECTORY;
	const struct config *config = config_of(
	        options, &configs, directory ? path_join(options->arena, path, "x") : path);

	add_config(&out, config, path_clean(options->arena, path));
	status = cli_write_harmless(&out, configs.errors.n ? EXIT_TROUBLE : EXIT_CLEAN);
	buf_free(&out);
	configs_free(&configs);
	return status;
}

/* ---- why ---- */

static void add_reason(struct buf *out, const struct config_reason *reason)
{
	const struct place *place;

	if (!reason->setting) {
		buf_text(out, "    its page says so; no setting names it\n");
		return;
	}
	place = reason->rule ? &reason->rule->place : &reason->setting->place;
	buf_printf(out, "    %s:%u:%u: %s", place->path, (unsigned)place->line,
	        (unsigned)place->column, config_verb_key(reason->setting->verb));
	if (!reason->rule)
		buf_text(out, " does not name it");
	else
		buf_printf(out, " \"%s\"", reason->rule->glob);
	if (reason->rule && reason->setting->verb == CONFIG_SEVERITY)
		buf_printf(out, " = \"%s\"",
		        reason->rule->off ? "off" : severity_text(reason->rule->severity));
	buf_char(out, '\n');
}

static void explain(struct buf *out, const struct config *config, const char *path,
        const struct rule_page *page)
{
	struct config_decision decision = config_decide(config, path, page, page->name);
	const struct config_text *by;

	if (config_excludes(config, path, &by)) {
		buf_printf(out, "%s is excluded\n    %s:%u:%u: exclude \"%s\"\n", path,
		        by->place.path, (unsigned)by->place.line, (unsigned)by->place.column,
		        by->text);
	}
	buf_printf(out, "%s is %s in %s\n", page->name, decision.on ? "on" : "off", path);
	add_reason(out, &decision.on_by);
	if (!decision.on)
		return;
	buf_printf(out, "its findings are of severity %s\n",
	        severity_text(decision.graded ? decision.severity : page->severity));
	add_reason(out, &decision.severity_by);
}

static enum exit_status why(const struct options *options)
{
	const struct texts *operands = &options->operands;
	const struct rule_page *page;
	const char *path;
	struct configs configs;
	const struct config *config;
	struct buf out = {0};
	enum exit_status status;

	if (operands->list.n != 3)
		return cli_fail("'config why' takes a file and a rule");
	path = path_clean(options->arena, operands->list.at[1]);
	config = config_of(options, &configs, path);
	page = page_find(&configs.pages, operands->list.at[2]);
	if (page) {
		explain(&out, config, path, page);
		status = cli_write_harmless(&out, configs.errors.n ? EXIT_TROUBLE : EXIT_CLEAN);
	} else {
		status = cli_unknown_rule(options, &configs.pages, operands->list.at[2]);
	}
	buf_free(&out);
	configs_free(&configs);
	return status;
}

enum exit_status command_config(const struct options *options)
{
	static const char *const words[] = {"show", "why"};
	const struct texts *operands = &options->operands;

	if (!operands->list.n)
		return cli_fail("'config' needs to be told what: 'config show' or 'config why'");
	switch (cli_choice(options, "config", operands->list.at[0], words, COUNT_OF(words))) {
	case 0:
		return operands->list.n > 2 ? cli_fail("'config show' takes one path")
		                            : show(options);
	case 1:
		return why(options);
	default:
		return EXIT_TROUBLE;
	}
}
