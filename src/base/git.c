/*
 * What git would run by itself, and what is said against it:
 *
 *     core.fsmonitor, hooks             -c on the command line
 *     filter.NAME.clean and .process    the same, for every NAME that is set
 *     fetching of missing objects       no protocol is allowed
 *     refreshing of the index           --no-optional-locks, diff.autoRefreshIndex
 *     a bare repository in a folder     safe.bareRepository
 *
 * External diffs and text conversions are options of the subcommands, and
 * submodules, whose settings would count for themselves, are left out by them.
 */
#include "base/git.h"

#include "base/process.h"
#include "base/vec.h"

struct words {
	VEC(const char *) list;
};

static const char *const quiet_environment[] = {
        "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", NULL};

static void add(struct arena *arena, struct words *words, const char *const *more)
{
	for (; *more; more++)
		vec_push(arena, &words->list, *more);
}

static struct words quiet_git(struct arena *arena, const char *directory)
{
	static const char *const options[] = {"git", "--no-optional-locks", "--no-pager", "-c",
	        "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c",
	        "diff.autoRefreshIndex=false", "-c", "safe.bareRepository=explicit", NULL};
	const char *const there[] = {"-C", directory, NULL};
	struct words words = {0};

	add(arena, &words, options);
	if (directory)
		add(arena, &words, there);
	return words;
}

static int run(
        struct arena *arena, struct words *words, const char *const *arguments, struct buf *out)
{
	add(arena, words, arguments);
	vec_push(arena, &words->list, NULL);
	return process_read(words->list.at, quiet_environment, out);
}

/* Every filter that is set is set to nothing. */
static void leave_filters_out(struct arena *arena, const char *directory, struct words *words)
{
	static const char *const arguments[] = {"config", "--null", "--name-only", "--get-regexp",
	        "^filter\\..*\\.(clean|process|required)$", NULL};
	struct words asking = quiet_git(arena, directory);
	struct buf names = {0};

	if (run(arena, &asking, arguments, &names) == 0) {
		for (size_t at = 0; at < names.n; at += strlen(names.at + at) + 1) {
			struct str name = str_of(names.at + at);
			const char *const off[] = {"-c",
			        arena_printf(arena, "%s=%s", name.at,
			                str_ends(name, ".required") ? "false" : ""),
			        NULL};

			add(arena, words, off);
		}
	}
	buf_free(&names);
}

int git_read(
        enum git_look look, const char *directory, const char *const *arguments, struct buf *out)
{
	struct arena arena = {0};
	struct words words = quiet_git(&arena, directory);
	int status;

	if (look == GIT_CONTENT)
		leave_filters_out(&arena, directory, &words);
	status = run(&arena, &words, arguments, out);
	arena_free(&arena);
	return status;
}
