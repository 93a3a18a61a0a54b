#include "base/process.h"

#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Of the absolute folders in PATH, the first that holds the program; NULL where none does. */
static const char *program_called(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");

	for (const char *next; path; path = next) {
		size_t n = strcspn(path, ":");
		const char *program = arena_printf(arena, "%.*s/%s", (int)n, path, name);

		if (*path == '/' && access(program, X_OK) == 0)
			return program;
		next = path[n] ? path + n + 1 : NULL;
	}
	return NULL;
}

/* Ours, and behind it `more`: where a name is set twice, ours would count, so it is left out. */
static char **environment_with(struct arena *arena, const char *const *more)
{
	VEC(char *) all = {0};

	for (char **line = environ; *line; line++) {
		bool ours = true;

		for (const char *const *other = more; other && *other; other++)
			ours &= strncmp(*line, *other, strcspn(*other, "=") + 1) != 0;
		if (ours)
			vec_push(arena, &all, *line);
	}
	for (; more && *more; more++)
		vec_push(arena, &all, arena_strdup(arena, *more));
	vec_push(arena, &all, NULL);
	return all.at;
}

/* Gives the end of a pipe to read, or -1. */
static int spawn(const char *const *arguments, const char *const *environment, pid_t *child)
{
	struct arena arena = {0};
	const char *program = program_called(&arena, arguments[0]);
	posix_spawn_file_actions_t actions;
	int ends[2], error = 0;

	if (!program || pipe(ends)) {
		arena_free(&arena);
		return -1;
	}
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	/* each gives 0 or ENOMEM */
	error |= posix_spawn_file_actions_init(&actions);
	error |= posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	error |= posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	error |=
	        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (!error)
		error = posix_spawn(child, program, &actions, NULL, (char *const *)arguments,
		        environment_with(&arena, environment));
	if (error == ENOMEM)
		mem_missing(0);
	posix_spawn_file_actions_destroy(&actions);
	arena_free(&arena);
	close(ends[1]);
	if (!error)
		return ends[0];
	close(ends[0]);
	return -1;
}

static bool read_pipe(int fd, struct buf *out)
{
	char block[8192];

	for (;;) {
		ssize_t got = read(fd, block, sizeof(block));

		if (got == 0)
			return true;
		if (got > 0)
			buf_add(out, block, (size_t)got);
		else if (errno != EINTR)
			return false;
	}
}

static int status_of(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int process_read(const char *const *arguments, const char *const *environment, struct buf *out)
{
	pid_t child;
	int fd = spawn(arguments, environment, &child), status;
	bool good;

	if (fd < 0)
		return -1;
	good = read_pipe(fd, out);
	close(fd);
	status = status_of(child);
	return good ? status : -1;
}
