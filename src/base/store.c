/*
 * Entries are spread over 16 folders by their first digit, each of which keeps
 * to a sixteenth of the limit: putting an entry looks at one of them only. The
 * time of an entry is that of its last use.
 */
#include "base/store.h"

#include "base/file.h"
#include "base/vec.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDERS = 16, LARGEST = 256 << 20 };

static const char *path_of(struct arena *arena, const struct store *store, struct hash name)
{
	char text[HASH_TEXT];

	hash_text(name, text);
	return arena_printf(arena, "%s/%c/%s", store->folder, text[0], text + 1);
}

/* An entry: the hash of its bytes, then those. */
static bool is_whole(struct buf *entry)
{
	struct hash hash;

	if (entry->n < sizeof(hash))
		return false;
	memcpy(&hash, entry->at, sizeof(hash));
	return hash_equal(hash, hash_bytes(entry->at + sizeof(hash), entry->n - sizeof(hash)));
}

bool store_get(const struct store *store, struct hash name, struct buf *out)
{
	struct arena arena = {0};
	const char *path = path_of(&arena, store, name);
	bool found = file_read(path, LARGEST, out) == 0 && is_whole(out);

	if (found) {
		out->n -= sizeof(struct hash);
		memmove(out->at, out->at + sizeof(struct hash), out->n);
		utimensat(AT_FDCWD, path, NULL, 0);
	}
	arena_free(&arena);
	return found;
}

/* ---- putting ---- */

struct entry {
	const char *path;
	struct timespec used;
	size_t size;
};

struct entries {
	VEC(struct entry) list;
	size_t size;
};

static struct entries entries_in(struct arena *arena, const char *folder)
{
	struct entries entries = {0};
	DIR *open = opendir(folder);
	const struct dirent *item;
	struct stat status;

	while (open && (item = readdir(open))) {
		const char *path = path_join(arena, folder, item->d_name);

		if (lstat(path, &status) || !S_ISREG(status.st_mode))
			continue;
		vec_push(arena, &entries.list,
		        ((struct entry){path, status.st_mtim, (size_t)status.st_size}));
		entries.size += (size_t)status.st_size;
	}
	if (open)
		closedir(open);
	return entries;
}

static int oldest_first(const void *left, const void *right)
{
	const struct timespec a = ((const struct entry *)left)->used,
	                      b = ((const struct entry *)right)->used;

	if (a.tv_sec != b.tv_sec)
		return a.tv_sec < b.tv_sec ? -1 : 1;
	return (a.tv_nsec > b.tv_nsec) - (a.tv_nsec < b.tv_nsec);
}

static void make_room(
        struct arena *arena, const struct store *store, const char *folder, size_t size)
{
	struct entries entries = entries_in(arena, folder);
	size_t limit = store->limit / FOLDERS;

	if (entries.size + size <= limit)
		return;
	if (entries.list.n)
		qsort(entries.list.at, entries.list.n, sizeof(*entries.list.at), oldest_first);
	for (uint32_t i = 0; i < entries.list.n && entries.size + size > limit; i++) {
		unlink(entries.list.at[i].path);
		entries.size -= entries.list.at[i].size;
	}
}

void store_put(const struct store *store, struct hash name, struct str bytes)
{
	struct arena arena = {0};
	const char *path = path_of(&arena, store, name), *folder = path_directory(&arena, path);
	struct hash hash = hash_bytes(bytes.at, bytes.n);
	struct buf entry = {0};

	if (bytes.n + sizeof(hash) <= store->limit / FOLDERS && directory_make(&arena, folder)) {
		buf_add(&entry, (const char *)&hash, sizeof(hash));
		buf_add(&entry, bytes.at, bytes.n);
		make_room(&arena, store, folder, entry.n);
		file_replace(path, (struct str){entry.at, entry.n});
		buf_free(&entry);
	}
	arena_free(&arena);
}
