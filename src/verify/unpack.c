/*
 * The shims travel inside the binary. They are unpacked into the user's cache,
 * in a folder named by what they hold: other versions do not meet, and what is
 * there is used as it is. The folder appears by one rename, so that two runs
 * at once do no harm.
 */
#include "verify/verify.h"

#include "base/embed.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char prefix[] = "shim/";

static const char *folder_name(struct arena *arena)
{
	struct buf contents = {0};
	char name[HASH_TEXT];

	for (size_t i = 0; i < embedded_shims_count; i++) {
		const struct embedded_file *file = &embedded_shims[i];

		pack_text(&contents, file->path);
		pack_number(&contents, (uint32_t)file->length);
		pack_bytes(&contents, file->bytes, file->length);
	}
	hash_text(hash_bytes(contents.at, contents.n), name);
	buf_free(&contents);
	return arena_printf(arena, "shim-%s", name);
}

static bool write_file(struct arena *arena, const char *path, const struct embedded_file *from)
{
	FILE *file;
	bool good;

	if (!directory_make(arena, path_directory(arena, path)))
		return false;
	file = fopen(path, "we");
	if (!file)
		return false;
	good = fwrite(from->bytes, 1, from->length, file) == from->length;
	return fclose(file) == 0 && good;
}

static void remove_all(struct arena *arena, const char *folder)
{
	for (size_t i = 0; i < embedded_shims_count; i++) {
		const char *path =
		        path_join(arena, folder, embedded_shims[i].path + strlen(prefix));

		unlink(path);
		rmdir(path_directory(arena, path));
	}
	rmdir(folder);
}

static bool fill(struct arena *arena, const char *folder)
{
	for (size_t i = 0; i < embedded_shims_count; i++)
		if (!write_file(arena,
		            path_join(arena, folder, embedded_shims[i].path + strlen(prefix)),
		            &embedded_shims[i]))
			return false;
	return true;
}

/* Below `cache`, which need not be there yet. False leaves the reason in errno. */
static bool unpack(struct arena *arena, const char *folder)
{
	char *fresh = arena_printf(arena, "%s.XXXXXX", folder);
	int reason;

	if (path_kind(folder) == PATH_DIRECTORY)
		return true;
	if (!directory_make(arena, path_directory(arena, folder)) || !mkdtemp(fresh))
		return false;
	if (fill(arena, fresh) && rename(fresh, folder) == 0)
		return true;
	reason = errno;
	remove_all(arena, fresh);
	errno = reason;
	return path_kind(folder) == PATH_DIRECTORY;
}

const char *verify_shims(struct arena *arena, const char *spare, const char **error)
{
	const char *cache = directory_of_cache(arena);
	const char *folder = cache ? path_join(arena, cache, folder_name(arena)) : NULL;

	if (folder && unpack(arena, folder))
		return folder;
	folder = path_join(arena, spare, "shim");
	if (unpack(arena, folder))
		return folder;
	*error =
	        arena_printf(arena, "cannot unpack the shims into %s: %s", folder, strerror(errno));
	return NULL;
}
