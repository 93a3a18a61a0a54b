/*
 * baseline: writes all that is found into a file, drops what is no longer
 * found, shows what is in it.
 *
 * What only a run can find is put there from a report of `verify`, and stays
 * until the next one: linting cannot tell whether it is gone.
 */
#include "cli/view.h"

#include "base/file.h"
#include "diag/baseline.h"
#include "diag/read.h"
#include "report/json.h"

#include <errno.h>
#include <stdio.h>

enum { LARGEST_BASELINE = 64 << 20 };

/* Checks without the baseline; false after messages when that went wrong. */
static bool check(const struct options *options, struct check_result *result)
{
	struct check_request *request = arena_new(options->arena, struct check_request);
	bool good;

	if (!view_read_request(options, request))
		return false;
	request->paths.at++; /* the word that says what to do */
	request->paths.n--;
	if (!request->paths.n)
		request->paths = check_here;
	request->no_baseline = true;
	if (option_given(options, OPTION_FINDINGS))
		check_nothing(options->arena, request, result);
	else
		check_paths(options->arena, request, result);
	if (result->trouble)
		fwrite(result->messages.at, 1, result->messages.n, stderr);
	good = !result->trouble;
	if (!good)
		check_free(result);
	return good;
}

/* ---- reading ---- */

static bool read_baseline(
        const struct options *options, const char *path, struct baseline *baseline)
{
	struct buf text = {0};
	int reason = file_read(path, LARGEST_BASELINE, &text);
	struct data_error error;
	struct source *source;
	bool good = false;

	if (reason) {
		cli_fail("%s: %s", path, strerror(reason));
	} else {
		source = source_new(options->arena, path,
		        arena_strndup(options->arena, text.at, text.n), (uint32_t)text.n);
		good = baseline_read(options->arena, source, baseline, &error);
		if (!good)
			cli_fail("%s", data_error_text(options->arena, source, &error));
	}
	buf_free(&text);
	return good;
}

/* ---- writing ---- */

static void add_entry(struct buf *out, const struct baseline_entry *entry)
{
	json_open(out, NULL, '{');
	json_text(out, "fingerprint", entry->fingerprint);
	json_text(out, "rule", entry->rule);
	json_text(out, "path", entry->path);
	json_text(out, "message", entry->message);
	if (entry->missed)
		json_text(out, "verdict", verdict_text(VERDICT_MISSED));
	json_close(out, '}');
}

static bool write_text(const char *path, const struct baseline *baseline)
{
	struct buf out = {0};
	int error;

	buf_text(&out, "{\n\"version\": 1,\n\"findings\": [");
	for (uint32_t i = 0; i < baseline->list.n; i++) {
		buf_text(&out, i ? ",\n" : "\n");
		add_entry(&out, baseline->list.at[i]);
	}
	buf_text(&out, "\n]\n}\n");
	error = file_write(path, (struct str){out.at, out.n});
	buf_free(&out);
	if (error)
		cli_fail("%s: %s", path, strerror(error));
	return !error;
}

/* Is there a file that is something else? A configuration that somebody else wrote may name it. */
static bool is_other(const char *path)
{
	struct arena arena = {0};
	struct buf text = {0};
	struct baseline baseline = {0};
	struct data_error error;
	int reason = file_read(path, LARGEST_BASELINE, &text);
	bool other = reason ? reason != ENOENT
	                    : text.n &&
	                !baseline_read(&arena, source_new(&arena, path, text.at, (uint32_t)text.n),
	                        &baseline, &error);

	baseline_free(&baseline);
	buf_free(&text);
	arena_free(&arena);
	return other;
}

static bool write_entries(const char *path, const struct baseline *baseline)
{
	if (is_other(path)) {
		cli_fail("%s: is there, and no baseline: not overwritten", path);
		return false;
	}
	return write_text(path, baseline);
}

static struct baseline all_of(struct arena *arena, const struct findings *findings)
{
	struct baseline baseline = {0};

	for (uint32_t i = 0; i < findings->list.n; i++) {
		const struct finding *finding = &findings->list.at[i];
		struct baseline_entry *entry = arena_new(arena, struct baseline_entry);

		*entry = (struct baseline_entry){finding->fingerprint, finding->rule,
		        path_below(arena, findings->root, finding->place.path), finding->message,
		        finding->verdict == VERDICT_MISSED, true};
		if (!finding->suppressed)
			vec_push(arena, &baseline.list, entry);
	}
	return baseline;
}

static const char *counted(struct arena *arena, uint32_t count)
{
	return arena_printf(arena, "%u finding%s", (unsigned)count, count == 1 ? "" : "s");
}

/* What is not there any more, as far as this run can tell. */
static bool is_gone(const struct check_result *result, const struct baseline_entry *entry)
{
	return !entry->met && !entry->missed && check_covers(result, entry->path);
}

/* Both lists are sorted by path. */
static struct baseline merged(
        struct arena *arena, const struct baseline *left, const struct baseline *right)
{
	struct baseline both = {0};
	uint32_t r = 0;

	for (uint32_t l = 0; l < left->list.n; l++) {
		while (r < right->list.n &&
		        strcmp(right->list.at[r]->path, left->list.at[l]->path) < 0)
			vec_push(arena, &both.list, right->list.at[r++]);
		vec_push(arena, &both.list, left->list.at[l]);
	}
	while (r < right->list.n)
		vec_push(arena, &both.list, right->list.at[r++]);
	return both;
}

/* With what the file that is to be written anew holds of files that were not linted, and of what
 * only a run can find; one that cannot be read, such as after a conflict, is replaced. */
static void keep_others(
        const struct options *options, const struct check_result *result, struct baseline *baseline)
{
	struct baseline old, others = {0};

	if (path_kind(result->baseline) == PATH_MISSING ||
	        !read_baseline(options, result->baseline, &old))
		return;
	for (uint32_t i = 0; i < old.list.n; i++)
		if (old.list.at[i]->missed || !check_covers(result, old.list.at[i]->path))
			vec_push(options->arena, &others.list, old.list.at[i]);
	baseline_free(&old);
	*baseline = merged(options->arena, baseline, &others);
}

static bool add_reported(const struct options *options, struct findings *findings)
{
	const struct texts *files = &options->values[OPTION_FINDINGS];
	struct summaries summaries = {0};

	for (uint32_t i = 0; i < files->list.n; i++) {
		const char *error = findings_read(findings, files->list.at[i], &summaries);

		if (error)
			return cli_fail("%s", error) == EXIT_CLEAN;
	}
	return true;
}

static enum exit_status write_baseline(const struct options *options)
{
	struct check_result result;
	struct baseline baseline;
	bool good;

	if (!check(options, &result))
		return EXIT_TROUBLE;
	good = add_reported(options, &result.findings);
	baseline = all_of(options->arena, &result.findings);
	if (!option_given(options, OPTION_FINDINGS))
		keep_others(options, &result, &baseline);
	good = good && write_entries(result.baseline, &baseline);
	if (good)
		printf("%s in %s\n", counted(options->arena, baseline.list.n), result.baseline);
	check_free(&result);
	return good ? EXIT_CLEAN : EXIT_TROUBLE;
}

/* ---- dropping, showing ---- */

static void add_line(struct buf *out, const char *before, const struct baseline_entry *entry)
{
	buf_printf(out, "%s%s: %s [%s]\n", before, entry->path, entry->message, entry->rule);
}

static enum exit_status prune(const struct options *options)
{
	struct check_result result;
	struct baseline baseline, kept = {0};
	struct buf out = {0};
	enum exit_status status = EXIT_TROUBLE;

	if (!check(options, &result))
		return EXIT_TROUBLE;
	if (read_baseline(options, result.baseline, &baseline)) {
		baseline_apply(&baseline, &result.findings);
		for (uint32_t i = 0; i < baseline.list.n; i++) {
			struct baseline_entry *entry = baseline.list.at[i];

			if (!is_gone(&result, entry))
				vec_push(options->arena, &kept.list, entry);
			else
				add_line(&out, "gone: ", entry);
		}
		buf_printf(&out, "%s gone, %u left in %s\n",
		        counted(options->arena, baseline.list.n - kept.list.n),
		        (unsigned)kept.list.n, result.baseline);
		if (kept.list.n == baseline.list.n || write_entries(result.baseline, &kept))
			status = cli_write_harmless(&out, EXIT_CLEAN);
		baseline_free(&baseline);
	}
	buf_free(&out);
	check_free(&result);
	return status;
}

static enum exit_status show(const struct options *options)
{
	struct check_result result;
	struct baseline baseline;
	struct buf out = {0};
	enum exit_status status;

	if (!check(options, &result))
		return EXIT_TROUBLE;
	if (!read_baseline(options, result.baseline, &baseline)) {
		check_free(&result);
		return EXIT_TROUBLE;
	}
	baseline_apply(&baseline, &result.findings);
	for (uint32_t i = 0; i < baseline.list.n; i++)
		add_line(&out, is_gone(&result, baseline.list.at[i]) ? "gone: " : "",
		        baseline.list.at[i]);
	buf_printf(&out, "%s in %s\n", counted(options->arena, baseline.list.n), result.baseline);
	status = cli_write_harmless(&out, EXIT_CLEAN);
	buf_free(&out);
	baseline_free(&baseline);
	check_free(&result);
	return status;
}

enum exit_status command_baseline(const struct options *options)
{
	static const char *const words[] = {"write", "prune", "show"};
	static enum exit_status (*const doing[])(const struct options *) = {
	        write_baseline, prune, show};
	int choice;

	if (!options->operands.list.n)
		return cli_fail("'baseline' needs to be told what: write, prune or show");
	choice = cli_choice(
	        options, "baseline", options->operands.list.at[0], words, COUNT_OF(words));
	return choice < 0 ? EXIT_TROUBLE : doing[choice](options);
}
