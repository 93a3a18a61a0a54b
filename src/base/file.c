/* realpath is in POSIX.1-2008, but the C library wants to be asked for it. */
#define _XOPEN_SOURCE 700
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum path_kind path_kind(const char *path)
{
	struct stat status;

	if (stat(path, &status))
		return PATH_MISSING;
	return S_ISDIR(status.st_mode) ? PATH_DIRECTORY : PATH_FILE;
}

/* Reads to the end, or to one byte beyond `limit`. */
static int read_all(int fd, size_t limit, struct buf *out)
{
	while (out->n <= limit) {
		size_t wanted = out->room - out->n - 1;
		ssize_t got;

		if (wanted == 0) {
			out->room *= 2;
			out->at = mem_grow(out->at, out->room);
			continue;
		}
		got = read(fd, out->at + out->n, wanted);
		if (got == 0)
			return 0;
		if (got > 0)
			out->n += (size_t)got;
		else if (errno != EINTR)
			return errno;
	}
	return EFBIG;
}

/* Opening a device may already do something (rewind a tape, start a watchdog). */
static int refuse_device(const char *path, const struct stat *status)
{
	bool device = S_ISCHR(status->st_mode) || S_ISBLK(status->st_mode);

	return device && !same(path, "/dev/null") ? ENODEV : 0;
}

/* Gives the open file, or -1 and the reason in *error. */
static int open_to_read(const char *path, int *error)
{
	struct stat status;
	int fd, flags;

	*error = stat(path, &status) ? errno : refuse_device(path, &status);
	if (*error)
		return -1;
	/* to open a pipe would wait for a writer; once it is open, reading waits for one only if
	 * there is one */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);
	if (flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK))
		*error = errno;
	else if (!fstat(fd, &status))
		*error = refuse_device(path, &status);
	if (*error && fd >= 0)
		close(fd);
	return *error ? -1 : fd;
}

int file_read_open(int fd, size_t limit, struct buf *out)
{
	struct stat status;
	size_t room;
	int error;

	out->n = 0;
	if (fstat(fd, &status))
		return errno;
	if (S_ISREG(status.st_mode) && (uintmax_t)status.st_size > limit)
		return EFBIG;
	/* one byte for the NUL, one so that the end shows without growing */
	room = (S_ISREG(status.st_mode) ? (size_t)status.st_size : 0) + 4096;
	if (out->room < room) {
		out->at = mem_grow(out->at, room);
		out->room = room;
	}
	error = read_all(fd, limit, out);
	out->at[out->n] = '\0';
	return error;
}

int file_read(const char *path, size_t limit, struct buf *out)
{
	int error, fd = open_to_read(path, &error);

	out->n = 0;
	if (fd < 0)
		return error;
	error = file_read_open(fd, limit, out);
	close(fd);
	return error;
}

int file_write_open(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t put = write(fd, bytes.at, bytes.n);

		if (put < 0 && errno != EINTR)
			return errno;
		if (put > 0) {
			bytes.at += put;
			bytes.n -= (size_t)put;
		}
	}
	return 0;
}

/* Writes a new file beside `target` and renames it. */
static int replace_file(struct arena *arena, const char *target, struct str bytes, bool lasting)
{
	char *beside = arena_printf(arena, "%s.XXXXXX", target);
	int fd = mkstemp(beside), error;
	struct stat status;
	mode_t mask;

	if (fd < 0)
		return errno;
	mask = umask(0);
	umask(mask);
	fchmod(fd, stat(target, &status) == 0 ? status.st_mode & 07777 : 0666 & ~mask);
	error = file_write_open(fd, bytes);
	if (!error && lasting && fsync(fd))
		error = errno;
	if (close(fd) && !error)
		error = errno;
	if (!error && rename(beside, target))
		error = errno;
	if (error)
		unlink(beside);
	return error;
}

/* The path without links, to be freed, or NULL. */
static char *without_links(const char *path)
{
	char *real = realpath(path, NULL);

	if (!real && errno == ENOMEM)
		mem_missing(0);
	return real;
}

int file_write(const char *path, struct str bytes)
{
	struct arena arena = {0};
	char *real = without_links(path);
	int error = replace_file(&arena, real ? real : path, bytes, true);

	free(real);
	arena_free(&arena);
	return error;
}

int file_replace(const char *path, struct str bytes)
{
	struct arena arena = {0};
	int error = replace_file(&arena, path, bytes, false);

	arena_free(&arena);
	return error;
}

/* What of an absolute path is left below the working directory, or NULL. */
static const char *below_working_directory(const char *path)
{
	char here[PATH_MAX];
	size_t n;

	if (!getcwd(here, sizeof(here)))
		return NULL;
	n = strlen(here);
	if (strncmp(path, here, n) != 0)
		return NULL;
	if (path[n] == '\0')
		return ".";
	return path[n] == '/' ? path + n + 1 : NULL;
}

static bool has_parents(const char *path)
{
	for (const char *at = path; (at = strstr(at, "..")); at += 2)
		if ((at == path || at[-1] == '/') && (at[2] == '/' || at[2] == '\0'))
			return true;
	return false;
}

bool path_leaves(const char *path)
{
	return *path == '/' || has_parents(path);
}

const char *path_real(struct arena *arena, const char *path)
{
	char *real = without_links(path);

	path = arena_strdup(arena, real ? real : path);
	free(real);
	return path;
}

/* The part of a path that leads out of the working directory and back into it, or NULL. */
static const char *back_inside(struct arena *arena, const char *path)
{
	char *real = has_parents(path) ? without_links(path) : NULL;
	const char *below = real ? below_working_directory(real) : NULL;

	below = below ? arena_strdup(arena, below) : NULL;
	free(real);
	return below;
}

const char *path_clean(struct arena *arena, const char *path)
{
	const char *below = path[0] == '/' ? below_working_directory(path) : NULL, *from;
	char *clean, *to;

	if (!below)
		below = back_inside(arena, path);
	clean = to = arena_strdup(arena, below ? below : path);

	from = clean;
	if (*from == '/')
		to++;
	while (*from) {
		size_t n = strcspn(from, "/");

		if (n > 0 && !(n == 1 && from[0] == '.')) {
			if (to > clean && to[-1] != '/')
				*to++ = '/';
			memmove(to, from, n);
			to += n;
		}
		from += n;
		from += strspn(from, "/");
	}
	*to = '\0';
	return *clean ? clean : ".";
}

/* Without the last component; the root stays. */
static char *parent_end(char *start, char *end)
{
	while (end > start && *--end != '/')
		;
	return end;
}

const char *path_absolute(struct arena *arena, const char *path)
{
	char here[PATH_MAX];
	const char *from;
	char *whole, *to;

	if (path[0] == '/' || !getcwd(here, sizeof(here)))
		here[0] = '\0';
	from = *here ? path_join(arena, here, path) : path;
	whole = to = arena_alloc(arena, strlen(from) + 2);
	while (*from) {
		struct str part = {from, strcspn(from, "/")};

		from += part.n;
		from += strspn(from, "/");
		if (str_is(part, ".."))
			to = parent_end(whole, to);
		else if (part.n && !str_is(part, ".")) {
			*to++ = '/';
			to = (char *)memcpy(to, part.at, part.n) + part.n;
		}
	}
	*to = '\0';
	return to == whole ? "/" : whole;
}

const char *path_below(struct arena *arena, const char *directory, const char *path)
{
	const char *absolute = path_absolute(arena, path);
	size_t n = same(directory, "/") ? 0 : strlen(directory);

	if (!str_starts(str_of(absolute), directory) || absolute[n] != '/')
		return absolute;
	return absolute + n + 1;
}

const char *path_join(struct arena *arena, const char *directory, const char *name)
{
	if (same(directory, "."))
		return arena_strdup(arena, name);
	if (directory[strlen(directory) - 1] == '/')
		return arena_printf(arena, "%s%s", directory, name);
	return arena_printf(arena, "%s/%s", directory, name);
}

const char *path_beside(struct arena *arena, const char *directory, const char *name)
{
	const char *path = path_clean(arena, arena_printf(arena, "%s/%s", directory, name));
	char *out = arena_strdup(arena, path), *up;

	while ((up = strstr(out, "/../"))) {
		char *before = up;

		while (before > out && before[-1] != '/')
			before--;
		if (strncmp(before, "../", 3) == 0)
			break;
		memmove(before, up + 4, strlen(up + 4) + 1);
	}
	return out;
}

const char *path_from(struct arena *arena, const char *directory, const char *path)
{
	const char *from = arena_printf(arena, "%s/", path_absolute(arena, directory)), *up = "";
	const char *to = path_absolute(arena, path), *rest;
	size_t common = 0;

	for (size_t i = 0; from[i] == to[i] && to[i]; i++)
		if (to[i] == '/')
			common = i + 1;
	for (rest = from + common; (rest = strchr(rest, '/')); rest++)
		up = arena_printf(arena, "../%s", up);
	return arena_printf(arena, "%s%s", *up ? up : "./", to + common);
}

uint32_t path_nearness(const char *a, const char *b)
{
	uint32_t common = 0;

	for (; *a && *a == *b; a++, b++)
		common += *a == '/';
	return common;
}

const char *path_directory(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/" : arena_strndup(arena, path, (size_t)(slash - path));
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool directory_make(struct arena *arena, const char *path)
{
	const char *above = path_directory(arena, path);

	if (mkdir(path, 0700) == 0)
		return true;
	if (errno == ENOENT && !same(above, path) && directory_make(arena, above) &&
	        mkdir(path, 0700) == 0)
		return true;
	return errno == EEXIST && path_kind(path) == PATH_DIRECTORY;
}

const char *directory_of_cache(struct arena *arena)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && *cache == '/')
		return path_join(arena, cache, "proxylint");
	return home && *home == '/' ? path_join(arena, home, ".cache/proxylint") : NULL;
}
