#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Gives the end of a pipe to read, or -1. */
static int spawn(const char *const *arguments, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	int ends[2], error;

	if (pipe(ends))
		return -1;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	error = posix_spawnp(
	        child, arguments[0], &actions, NULL, (char *const *)arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
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

int process_read(const char *const *arguments, struct buf *out)
{
	pid_t child;
	int fd = spawn(arguments, &child), status;
	bool good;

	if (fd < 0)
		return -1;
	good = read_pipe(fd, out);
	close(fd);
	status = status_of(child);
	return good ? status : -1;
}
