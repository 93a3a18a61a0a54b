#include "text/lines.h"

#include "base/file.h"

enum { MOST_BYTES = 64 << 20 };

static struct source *read_source(struct arena *arena, const char *path)
{
	struct buf bytes = {0};
	bool good = file_read(path, MOST_BYTES, &bytes) == 0;
	const char *text = good ? arena_strndup(arena, bytes.at, bytes.n) : "";
	struct source *source =
	        source_new(arena, arena_strdup(arena, path), text, good ? (uint32_t)bytes.n : 0);

	buf_free(&bytes);
	return source;
}

static struct source *source_of(struct lines *lines, const char *path)
{
	struct source *source = map_get(&lines->files, path);

	if (!source) {
		source = read_source(lines->arena, path);
		map_put(&lines->files, source->path, source);
	}
	return source;
}

struct str lines_text(void *context, const char *path, uint32_t line)
{
	return source_line(source_of(context, path), line);
}

struct location lines_locate(void *context, const char *path, uint32_t offset)
{
	struct source *source = source_of(context, path);

	if (offset > source->length)
		return (struct location){1, 1};
	return source_locate(source, offset);
}

void lines_free(struct lines *lines)
{
	map_free(&lines->files);
}
