/*
 * Starting Chromium and talking to it. Pipes need no port, no handshake and no
 * library, and when either end goes the other one knows.
 */
#include "browse/browser.h"

#include "report/json.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FROM_US 3 /* descriptors that --remote-debugging-pipe expects */
#define TO_US 4
#define HIGH 10 /* above all descriptors that are about to be replaced */

/* In the child: tries the names under which it is known. Does not return. */
static void exec_browser(const char *profile_option, int report)
{
	const char *own = getenv("CHROMIUM");
	const char *names[] = {own && *own ? own : "chromium", "chromium-browser", "google-chrome",
	        "google-chrome-stable"};
	int error = ENOENT;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *arguments[] = {names[i], "--headless=new", "--remote-debugging-pipe",
		        profile_option, "--no-first-run", "--no-default-browser-check",
		        "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync",
		        "--disable-background-networking", "--disable-component-update",
		        "--disable-default-apps", "--disable-extensions", "--mute-audio",
		        "about:blank", geteuid() ? NULL : "--no-sandbox", NULL};

		execvp(names[i], (char *const *)arguments);
		if (errno != ENOENT)
			error = errno;
	}
	if (write(report, &error, sizeof(error)) != sizeof(error))
		_exit(126);
	_exit(127);
}

/* Its own group: an interrupt from the keyboard is ours to handle. */
static void become_browser(const char *profile_option, int in, int out, int report)
{
	int nothing = open("/dev/null", O_RDWR);

	setpgid(0, 0);
	in = fcntl(in, F_DUPFD, HIGH);
	out = fcntl(out, F_DUPFD, HIGH);
	report = fcntl(report, F_DUPFD_CLOEXEC, HIGH);
	dup2(nothing, STDIN_FILENO);
	dup2(nothing, STDOUT_FILENO);
	dup2(nothing, STDERR_FILENO);
	dup2(in, FROM_US);
	dup2(out, TO_US);
	close(in);
	close(out);
	exec_browser(profile_option, report);
}

static bool make_pipe(int ends[2])
{
	if (pipe(ends))
		return false;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return true;
}

static void close_pipe(int ends[2])
{
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
}

/* The errno of what went wrong, or 0. */
static int start(struct browser *browser, const char *profile_option)
{
	int down[2] = {-1, -1}, up[2] = {-1, -1}, report[2] = {-1, -1}, error = 0;

	if (!make_pipe(down) || !make_pipe(up) || !make_pipe(report) ||
	        (browser->pid = fork()) < 0) {
		error = errno;
		close_pipe(down);
		close_pipe(up);
		close_pipe(report);
		return error;
	}
	if (!browser->pid)
		become_browser(profile_option, down[0], up[1], report[1]);
	close(down[0]);
	close(up[1]);
	close(report[1]);
	browser->to = down[1];
	browser->from = up[0];
	if (read(report[0], &error, sizeof(error)) != sizeof(error))
		error = 0;
	close(report[0]);
	return error;
}

bool browser_start(
        struct arena *arena, struct browser *browser, const char *profile, const char **error)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	int reason;

	*browser = (struct browser){.to = -1, .from = -1};
	sigaction(SIGPIPE, &ignore, NULL); /* that it is gone is told by write */
	reason = start(browser, arena_printf(arena, "--user-data-dir=%s", profile));
	if (!reason)
		return true;
	browser_stop(browser);
	*error = reason == ENOENT
	        ? "needs Chromium, which is not installed (or name it in $CHROMIUM)"
	        : arena_printf(arena, "cannot start Chromium: %s", strerror(reason));
	return false;
}

static void write_all(struct browser *browser, const char *bytes, size_t n)
{
	while (n && !browser->ended) {
		ssize_t written = write(browser->to, bytes, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			browser->ended = true;
			return;
		}
		bytes += written;
		n -= (size_t)written;
	}
}

uint32_t browser_call(
        struct browser *browser, const char *session, const char *method, const char *parameters)
{
	struct buf out = {0};

	json_open(&out, NULL, '{');
	json_number(&out, "id", ++browser->calls);
	json_text(&out, "method", method);
	if (session)
		json_text(&out, "sessionId", session);
	if (parameters)
		buf_printf(&out, ",\"params\":%s", parameters);
	json_close(&out, '}');
	write_all(browser, out.at, out.n + 1); /* with its NUL */
	buf_free(&out);
	return browser->calls;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* More bytes, before `deadline`. */
static bool read_more(struct browser *browser, int64_t deadline)
{
	struct pollfd wait = {.fd = browser->from, .events = POLLIN};
	int64_t left = deadline - now_ms();
	char bytes[65536];
	ssize_t n;

	if (poll(&wait, 1, left > 0 ? (int)left : 0) <= 0)
		return false;
	n = read(browser->from, bytes, sizeof(bytes));
	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) {
		browser->ended = true;
		return false;
	}
	buf_add(&browser->in, bytes, (size_t)n);
	return true;
}

/* The grammar knows no plus sign in exponents, which Chromium writes. Gives the new length. */
static uint32_t drop_plus(char *json)
{
	bool quoted = false;
	char *to = json;

	for (const char *from = json; *from; from++) {
		if (!quoted && *from == '+')
			continue;
		if (*from == '"')
			quoted = !quoted;
		*to++ = *from;
		if (quoted && *from == '\\' && from[1])
			*to++ = *++from;
	}
	*to = '\0';
	return (uint32_t)(to - json);
}

/* Takes the first whole message off what was read. */
static const struct data_value *take(struct browser *browser, struct arena *arena)
{
	const char *end = browser->in.n ? memchr(browser->in.at, '\0', browser->in.n) : NULL;
	struct data_error error;
	struct data_value *message;
	char *json;
	size_t n;

	if (!end)
		return NULL;
	n = (size_t)(end - browser->in.at);
	json = arena_strndup(arena, browser->in.at, n);
	message = json_read(arena, source_new(arena, "chromium", json, drop_plus(json)), &error);
	memmove(browser->in.at, end + 1, browser->in.n - n - 1);
	browser->in.n -= n + 1;
	return message;
}

const struct data_value *browser_next(
        struct browser *browser, struct arena *arena, int milliseconds)
{
	int64_t deadline = now_ms() + milliseconds;
	const struct data_value *message;

	while (!(message = take(browser, arena)))
		if (browser->ended || !read_more(browser, deadline))
			return NULL;
	return message;
}

static bool has_exited(pid_t pid)
{
	return waitpid(pid, NULL, WNOHANG) != 0;
}

void browser_stop(struct browser *browser)
{
	const struct timespec moment = {.tv_nsec = 50000000};

	if (browser->to >= 0 && !browser->ended)
		browser_call(browser, NULL, "Browser.close", NULL);
	if (browser->to >= 0)
		close(browser->to);
	for (int i = 0; i < 60 && browser->pid > 0; i++) {
		if (has_exited(browser->pid))
			browser->pid = 0;
		else
			nanosleep(&moment, NULL);
	}
	if (browser->pid > 0) {
		kill(-browser->pid, SIGKILL);
		waitpid(browser->pid, NULL, 0);
	}
	if (browser->from >= 0)
		close(browser->from);
	buf_free(&browser->in);
}
