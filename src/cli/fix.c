/*
 * --fix, --unsafe-fixes and --diff: writes what the engine changed in memory,
 * or shows it.
 */
#include "cli/check.h"

#include "base/file.h"
#include "text/edit.h"

#include <stdio.h>
#include <unistd.h>

bool fix_wanted(const struct options *options)
{
	return option_given(options, OPTION_FIX) || option_given(options, OPTION_UNSAFE_FIXES) ||
	        option_given(options, OPTION_DIFF);
}

static const char *fixes_text(struct arena *arena, uint32_t count)
{
	return arena_printf(arena, "%u fix%s", (unsigned)count, count == 1 ? "" : "es");
}

static const char *files_text(struct arena *arena, uint32_t count)
{
	return arena_printf(arena, "%u file%s", (unsigned)count, count == 1 ? "" : "s");
}

/* What was read may have changed since: nobody's work is overwritten. */
static bool is_as_read(const struct fixed_file *file)
{
	struct buf now = {0};
	bool same_bytes = file_read(file->path, file->before.n + 1, &now) == 0 &&
	        now.n == file->before.n && memcmp(now.at, file->before.at, now.n) == 0;

	buf_free(&now);
	return same_bytes;
}

static bool write_file(const struct fixed_file *file)
{
	int error;

	if (!is_as_read(file)) {
		cli_fail("%s: not fixed: it was changed in the meantime", file->path);
		return false;
	}
	error = file_write(file->path, file->after);
	if (error)
		cli_fail("%s: not fixed: %s", file->path, strerror(error));
	return !error;
}

bool fix_write(const struct options *options, const struct fix_outcome *outcome, bool quiet)
{
	bool good = true;

	for (uint32_t i = 0; i < outcome->files.n; i++)
		good = write_file(&outcome->files.at[i]) && good;
	if (outcome->fixes && !quiet)
		fprintf(stderr, "%s in %s\n", fixes_text(options->arena, outcome->fixes),
		        files_text(options->arena, outcome->files.n));
	return good;
}

enum exit_status fix_show(
        const struct options *options, const struct fix_outcome *outcome, bool quiet)
{
	struct buf out = {0};
	enum exit_status status = outcome->files.n ? EXIT_FINDINGS : EXIT_CLEAN;

	for (uint32_t i = 0; i < outcome->files.n; i++) {
		const struct fixed_file *file = &outcome->files.at[i];

		text_diff(&out, file->path, file->before, file->after);
	}
	if (!quiet && !outcome->files.n)
		fprintf(stderr, "nothing to fix\n");
	else if (!quiet)
		fprintf(stderr, "%s in %s; nothing is written\n",
		        fixes_text(options->arena, outcome->fixes),
		        files_text(options->arena, outcome->files.n));
	/* a file gets the bytes that `patch` needs */
	status = isatty(STDOUT_FILENO) ? cli_write_harmless(&out, status) : cli_write(&out, status);
	buf_free(&out);
	return status;
}
