/*
 * Other processes, and when to give one up; see process.h.
 *
 * Whether one still does something is told by the time that it has had of a
 * processor: one that waits for a pipe which nobody writes to gets none,
 * however loaded the machine is, and one that works gets some.
 */
#define _GNU_SOURCE
#include "base/process.h"

#include "base/file.h"
#include "base/stop.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* Milliseconds between two looks, and how many of them may see nothing happen. */
enum { LOOK = 100, IDLE_LOOKS = 50 };

/* A program that is still busy then will be for ever. */
enum { MOST_SECONDS = 120 };

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

/* ---- in the new process ---- */

static void limit(int resource, rlim_t most)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit))
		return;
	if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most)
		most = limit.rlim_max;
	limit.rlim_cur = limit.rlim_max = most;
	setrlimit(resource, &limit);
}

/* Bytes of addresses that this process has; 0: nobody knows. */
static rlim_t addresses(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long long pages = 0;

	if (file && fscanf(file, "%llu", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void keep_within(struct process_bounds bounds, rlim_t had)
{
	limit(RLIMIT_CORE, 0);
	if (bounds.seconds)
		limit(RLIMIT_CPU, bounds.seconds);
	if (bounds.memory && had)
		limit(RLIMIT_AS, had + bounds.memory);
}

/* Whoever ends us ends this one, too, and what it says to nobody is not heard. */
static void become_child(int out)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);

#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	if (nothing >= 0) {
		dup2(nothing, STDIN_FILENO);
		dup2(nothing, STDERR_FILENO);
	}
	dup2(out, STDOUT_FILENO);
}

/* Gives the end of a pipe to read, or -1. */
static int start(struct process_bounds bounds, process_work *work, void *context, pid_t *child)
{
	rlim_t had = bounds.memory ? addresses() : 0;
	int ends[2];

	if (pipe(ends))
		return -1;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	*child = fork();
	if (*child == 0) {
		become_child(ends[1]);
		keep_within(bounds, had);
		_exit(work(context, STDOUT_FILENO));
	}
	close(ends[1]);
	if (*child > 0)
		return ends[0];
	close(ends[0]);
	return -1;
}

/* ---- waiting for it ---- */

/* Nanoseconds; 0 where nobody knows. */
static uint64_t time_had(pid_t child)
{
	struct timespec had;
	clockid_t clock;

	if (clock_getcpuclockid(child, &clock) || clock_gettime(clock, &had))
		return 0;
	return (uint64_t)had.tv_sec * 1000000000 + (uint64_t)had.tv_nsec;
}

/* False: it is to be given up. */
static bool read_more(int fd, struct buf *out, bool *more)
{
	char block[8192];
	ssize_t got = read(fd, block, sizeof(block));

	*more = got != 0;
	if (got > 0)
		buf_add(out, block, (size_t)got);
	return got >= 0 || errno == EINTR;
}

/* Reads to the end. False: it is to be given up. */
static bool read_pipe(pid_t child, int fd, struct buf *out)
{
	struct pollfd ready = {fd, POLLIN, 0};
	uint64_t had = 0, before = 0;
	bool more = true;

	for (int idle = 0; more && idle < IDLE_LOOKS;) {
		int found = poll(&ready, 1, LOOK);

		if (stop_wanted() || (found > 0 && !read_more(fd, out, &more)))
			return false;
		before = had;
		if (found == 0)
			had = time_had(child);
		idle = found == 0 && had && had == before ? idle + 1 : 0;
	}
	return !more;
}

static int status_of(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : PROCESS_GIVEN_UP;
}

int process_ask(struct process_bounds bounds, process_work *work, void *context, struct buf *out)
{
	pid_t child;
	int fd = start(bounds, work, context, &child);
	bool good;

	if (fd < 0)
		return PROCESS_MISSING;
	good = read_pipe(child, fd, out);
	close(fd);
	if (!good)
		kill(child, SIGKILL);
	return status_of(child);
}

/* ---- other programs ---- */

struct program {
	const char *path;
	const char *const *arguments;
	char **environment;
};

static int become_program(void *context, int out)
{
	const struct program *program = context;

	(void)out;
	execve(program->path, (char *const *)program->arguments, program->environment);
	return 127;
}

int process_read(const char *const *arguments, const char *const *environment, struct buf *out)
{
	struct process_bounds bounds = {MOST_SECONDS, 0};
	struct arena arena = {0};
	struct program program = {program_called(&arena, arguments[0]), arguments, NULL};
	int status = PROCESS_MISSING;

	if (program.path) {
		program.environment = environment_with(&arena, environment);
		status = process_ask(bounds, become_program, &program, out);
	}
	arena_free(&arena);
	return status;
}
