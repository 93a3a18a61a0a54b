/*
 * --watch: checks again whenever a file of the run, or a configuration, is
 * new, gone or different. Files are asked for their times: whatever an editor
 * does to save one, that changes.
 */
#define _DEFAULT_SOURCE /* nanosecond times of files */
#include "base/hash.h"
#include "base/pack.h"
#include "cli/check.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { POLL_MS = 300 };

static struct hash state_of(const struct check_request *request)
{
	struct arena arena = {0};
	struct check_paths_list list = check_list(&arena, request);
	struct buf state = {0};
	struct hash hash;

	for (uint32_t i = 0; i < list.list.n; i++) {
		const char *path = list.list.at[i];
		struct stat status = {0};

		if (stat(path, &status))
			continue;
		pack_text(&state, path);
		pack_bytes(&state, &status.st_mtim, sizeof(status.st_mtim));
		pack_bytes(&state, &status.st_size, sizeof(status.st_size));
		pack_bytes(&state, &status.st_ino, sizeof(status.st_ino));
	}
	hash = hash_bytes(state.n ? state.at : "", state.n);
	buf_free(&state);
	arena_free(&arena);
	return hash;
}

static void clear_screen(void)
{
	if (isatty(STDOUT_FILENO))
		fputs("\033[2J\033[H", stdout);
}

enum exit_status watch(const struct options *options,
        enum exit_status (*check)(const struct options *options),
        const struct check_request *request)
{
	const struct timespec pause = {0, POLL_MS * 1000000L};

	for (;;) {
		struct hash before = state_of(request);
		struct arena arena = {0};
		struct options once = *options;
		enum exit_status status;

		clear_screen();
		once.arena = &arena;
		status = check(&once);
		arena_free(&arena);
		if (status == EXIT_TROUBLE && ferror(stdout))
			return status;
		fputs("watching for changes; Ctrl-C ends it\n", stderr);
		while (hash_equal(state_of(request), before))
			nanosleep(&pause, NULL);
	}
}
