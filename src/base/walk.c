#include "base/walk.h"

#include "base/file.h"
#include "base/git.h"
#include "base/process.h"
#include "base/stop.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every level keeps a directory open. */
enum { DEEPEST = 100 };

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

/* Is one of the folders in the name a link, or `..`? An index can name what lies behind. */
static bool has_links(struct walk *walk, const char *directory, const char *name)
{
	struct stat status;
	bool found = path_leaves(name);

	for (const char *end = name; !found && (end = strchr(end, '/')); end++) {
		const char *folder = arena_strndup(walk->arena, name, (size_t)(end - name));

		found = lstat(path_join(walk->arena, directory, folder), &status) ||
		        S_ISLNK(status.st_mode);
	}
	return found;
}

/* The same; git gives the names of one folder in a row. */
static bool leads_out(struct walk *walk, const char *directory, const char *name)
{
	size_t n = (size_t)(path_name(name) - name);
	bool known = walk->folder && strlen(walk->folder) == n && !memcmp(walk->folder, name, n);

	if (n && !known) {
		walk->folder = arena_strndup(walk->arena, name, n);
		walk->leads_out = has_links(walk, directory, name);
	}
	return n && walk->leads_out;
}

/* What is gone is gone; what nobody lets us look at is worth a word. */
static void say_closed(struct walk *walk, const char *path)
{
	if (walk->failed && errno == EACCES)
		walk->failed(walk->context, path, strerror(errno));
}

/* The index also names deleted files, links and submodules. */
static void add_listed(struct walk *walk, const char *directory, const char *name)
{
	const char *path;
	struct stat status;

	if (!walk->wanted(path_name(name)) || below_foreign(name) ||
	        leads_out(walk, directory, name))
		return;
	path = path_join(walk->arena, directory, name);
	if (lstat(path, &status))
		say_closed(walk, path);
	else if (S_ISREG(status.st_mode))
		vec_push(walk->arena, &walk->paths, path);
}

static bool walk_with_git(struct walk *walk, const char *directory)
{
	static const char *const arguments[] = {
	        "ls-files", "-co", "--exclude-standard", "-z", NULL};
	struct buf names = {0};
	int status = git_read(GIT_NAMES, directory, arguments, &names);
	bool good = status == 0;

	if (status == PROCESS_GIVEN_UP && !stop_wanted())
		walk->failed(walk->context, directory,
		        "git does not answer: files that it ignores are linted, too");

	walk->folder = NULL;
	for (size_t at = 0; good && at < names.n && !stop_wanted(); at += strlen(names.at + at) + 1)
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

	if (!wanted && !entered)
		return;
	if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW))
		say_closed(walk, path_join(walk->arena, path, name));
	else if (S_ISREG(status.st_mode) && wanted)
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

	if (!stream && errno == ENOMEM)
		mem_missing(0);
	if (!stream) {
		walk->failed(walk->context, path, strerror(errno));
		if (fd >= 0)
			close(fd);
		return;
	}
	while (!stop_wanted() && (entry = readdir(stream)))
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

	if (!stream && errno == ENOMEM)
		mem_missing(0);
	while (stream && (entry = readdir(stream)))
		add_listed(walk, directory, entry->d_name);
	if (stream)
		closedir(stream);
}
