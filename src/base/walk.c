#include "base/walk.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every level keeps a directory open. */
enum { DEEPEST = 100 };

extern char **environ;

static bool foreign(struct str name)
{
	static const char *const names[] = {"node_modules", ".venv", "venv", "__pycache__", ".git"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static bool below_foreign(const char *path)
{
	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1)
		if (foreign((struct str){path, (size_t)(slash - path)}))
			return true;
	return false;
}

/* Runs `git -C directory ls-files`; gives the end of a pipe to read, or -1. */
static int spawn_git(const char *directory, pid_t *child)
{
	const char *arguments[] = {
	        "git", "-C", directory, "ls-files", "-co", "--exclude-standard", "-z", NULL};
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
	error = posix_spawnp(child, "git", &actions, NULL, (char *const *)arguments, environ);
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

static bool ended_well(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The index also names deleted files, links and submodules. */
static void add_listed(struct walk *walk, const char *directory, const char *name)
{
	const char *path;
	struct stat status;

	if (!walk->wanted(path_name(name)) || below_foreign(name))
		return;
	path = path_join(walk->arena, directory, name);
	if (lstat(path, &status) == 0 && S_ISREG(status.st_mode))
		vec_push(walk->arena, &walk->paths, path);
}

static bool walk_with_git(struct walk *walk, const char *directory)
{
	struct buf names = {0};
	pid_t child;
	int fd = spawn_git(directory, &child);
	bool good;

	if (fd < 0)
		return false;
	good = read_pipe(fd, &names);
	close(fd);
	/* nothing at all: the directory that was named is one that git ignores */
	good = ended_well(child) && good && names.n;
	for (size_t at = 0; good && at < names.n; at += strlen(names.at + at) + 1)
		add_listed(walk, directory, names.at + at);
	buf_free(&names);
	return good;
}

static void walk_plain(
        struct walk *walk, int parent, const char *name, const char *path, int depth);

static void walk_entry(struct walk *walk, int fd, const char *path, const char *name, int depth)
{
	bool wanted = walk->wanted(name), entered = name[0] != '.' && !foreign(str_of(name));
	struct stat status;

	if ((!wanted && !entered) || fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW))
		return;
	if (S_ISREG(status.st_mode) && wanted)
		vec_push(walk->arena, &walk->paths, path_join(walk->arena, path, name));
	else if (S_ISDIR(status.st_mode) && entered)
		walk_plain(walk, fd, name, path_join(walk->arena, path, name), depth + 1);
}

static void walk_plain(struct walk *walk, int parent, const char *name, const char *path, int depth)
{
	/* the directory that was named may be a link, those below it may not */
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth ? O_NOFOLLOW : 0);
	int fd = depth < DEEPEST ? openat(parent, name, flags) : (errno = ELOOP, -1);
	DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!stream) {
		walk->failed(walk->context, path, errno);
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(stream)))
		if (!same(entry->d_name, ".") && !same(entry->d_name, ".."))
			walk_entry(walk, fd, path, entry->d_name, depth);
	closedir(stream);
}

void walk_directory(struct walk *walk, const char *directory)
{
	if (!walk_with_git(walk, directory))
		walk_plain(walk, AT_FDCWD, directory, directory, 0);
}

void walk_folder(struct walk *walk, const char *directory)
{
	DIR *stream = opendir(directory);
	struct dirent *entry;

	while (stream && (entry = readdir(stream)))
		add_listed(walk, directory, entry->d_name);
	if (stream)
		closedir(stream);
}
