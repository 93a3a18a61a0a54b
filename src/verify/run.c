/*
 * Running a command with the shims in its environment.
 *
 * Nothing is done to the command itself: what Python and Node read from the
 * environment loads the shims, in it and in whatever it starts. An interrupt
 * from the keyboard goes to the command; we wait for it and report what was
 * seen until then.
 */
#include "verify/verify.h"

#include "base/file.h"
#include "verify/match.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* `value`, and after it what the variable held, joined by `between`. */
static void prepend(struct arena *arena, const char *name, const char *value, const char *between)
{
	const char *old = getenv(name);

	setenv(name, old && *old ? arena_printf(arena, "%s%s%s", value, between, old) : value, 1);
}

static void set_or_unset(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

/* A path as a `file:` URL, which holds no blank that would end an option. */
static const char *file_url(struct arena *arena, const char *path)
{
	struct buf out = {0};
	const char *url;

	for (const char *c = path; *c; c++) {
		if (isalnum((unsigned char)*c) || strchr("/-._~", *c))
			buf_printf(&out, "%c", *c);
		else
			buf_printf(&out, "%%%02X", (unsigned)(unsigned char)*c);
	}
	url = arena_printf(arena, "file://%s", out.at);
	buf_free(&out);
	return url;
}

static void set_environment(
        struct arena *arena, const struct verify_run *run, const char *shims, const char *here)
{
	setenv("PROXYLINT_RECORDS", run->records, 1);
	setenv("PROXYLINT_ROOT", here, 1);
	set_or_unset("PROXYLINT_MODULES", run->modules);
	set_or_unset("PROXYLINT_REPETITIONS", run->repetitions);
	set_or_unset("PROXYLINT_TRACEMALLOC", run->tracemalloc);
	set_or_unset("PROXYLINT_LINES", run->lines);
	prepend(arena, "PYTHONPATH", arena_printf(arena, "%s/cpython", shims), ":");
	if (run->recompile)
		prepend(arena, "CFLAGS", arena_printf(arena, "-I%s/cpython/include", shims), " ");
	prepend(arena, "PYTEST_PLUGINS", "proxylint_pytest", ",");
	prepend(arena, "NODE_OPTIONS",
	        arena_printf(arena, "--import=%s/pyodide/node.mjs", file_url(arena, shims)), " ");
}

/* In the child; does not return. `report` takes errno when the command cannot be started. */
static void exec_command(const struct verify_run *run, int report)
{
	int error;

	dup2(STDERR_FILENO, STDOUT_FILENO);
	execvp(run->command[0], (char *const *)run->command);
	error = errno;
	if (write(report, &error, sizeof(error)) != sizeof(error))
		_exit(126);
	_exit(127);
}

static int wait_for(pid_t child)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, interrupt, quit;
	int status;

	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* The errno of the child's exec, or 0: the pipe closes without a word when it succeeds. */
static int start(struct arena *arena, const struct verify_run *run, const char *shims,
        const char *here, pid_t *child)
{
	int ends[2], error = 0;

	if (pipe(ends))
		return errno;
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	*child = fork();
	if (*child < 0) {
		error = errno;
	} else if (*child == 0) {
		close(ends[0]);
		set_environment(arena, run, shims, here);
		exec_command(run, ends[1]);
	}
	close(ends[1]);
	if (*child > 0 && read(ends[0], &error, sizeof(error)) != sizeof(error))
		error = 0;
	close(ends[0]);
	if (error && *child > 0)
		waitpid(*child, NULL, 0);
	return error;
}

int verify_run(struct arena *arena, const struct verify_run *run, const char **error)
{
	const char *shims = verify_shims(arena, run->records, error);
	char here[PATH_MAX];
	int reason;
	pid_t child = -1;

	if (!shims)
		return -1;
	reason = getcwd(here, sizeof(here)) ? start(arena, run, shims, here, &child) : errno;
	if (reason) {
		*error = arena_printf(
		        arena, "cannot run '%s': %s", run->command[0], strerror(reason));
		return -1;
	}
	return wait_for(child);
}

static void add_line(struct buf *out, const struct place *place)
{
	if (place->path && place->line)
		buf_printf(out, "%s:%u\n", place->path, (unsigned)place->line);
}

bool verify_write_lines(
        struct arena *arena, const char *path, const struct findings *findings, const char **error)
{
	struct buf out = {0};
	FILE *file = fopen(path, "we");
	bool good;

	for (uint32_t i = 0; i < findings->list.n; i++) {
		const struct finding *finding = &findings->list.at[i];

		if (finding->step_count)
			add_line(&out, &finding->steps[finding->step_count - 1].place);
	}
	good = file && (!out.n || fwrite(out.at, 1, out.n, file) == out.n);
	if (file && fclose(file))
		good = false;
	if (!good)
		*error = arena_printf(arena, "cannot write %s: %s", path, strerror(errno));
	buf_free(&out);
	return good;
}
