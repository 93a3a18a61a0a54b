#include "text/source.h"

/* Where the first line break at or after `from` is, or the length. `returns`: there are \r. */
static uint32_t next_break(const struct source *source, uint32_t from, bool returns)
{
	const char *bytes = source->bytes, *found;

	if (!returns) {
		found = memchr(bytes + from, '\n', source->length - from);
		return found ? (uint32_t)(found - bytes) : source->length;
	}
	while (from < source->length && bytes[from] != '\n' &&
	        !(bytes[from] == '\r' && bytes[from + 1] != '\n'))
		from++;
	return from;
}

static void index_lines(struct arena *arena, struct source *source)
{
	bool returns = memchr(source->bytes, '\r', source->length) != NULL;
	uint32_t count = 1;

	for (uint32_t at = 0; (at = next_break(source, at, returns)) < source->length; at++)
		count++;
	source->lines.at = arena_array(arena, uint32_t, count);
	source->lines.room = count;
	source->lines.n = 1;
	for (uint32_t at = 0; (at = next_break(source, at, returns)) < source->length;)
		source->lines.at[source->lines.n++] = ++at;
}

struct source *source_new(struct arena *arena, const char *path, const char *bytes, uint32_t length)
{
	struct source *source = arena_new(arena, struct source);

	source->path = path;
	source->bytes = bytes;
	source->length = length;
	index_lines(arena, source);
	return source;
}

struct source *source_child(
        struct arena *arena, struct source *parent, const char *bytes, uint32_t length)
{
	struct source *child = arena_new(arena, struct source);

	child->path = parent->path;
	child->parent = parent;
	child->bytes = bytes;
	child->length = length;
	return child;
}

void source_add_piece(
        struct arena *arena, struct source *child, uint32_t child_offset, uint32_t parent_offset)
{
	struct source_piece piece = {child_offset, parent_offset};

	vec_push(arena, &child->pieces, piece);
}

struct source *source_slice(struct arena *arena, struct source *parent, struct span span)
{
	uint32_t length = span.end - span.start;
	char *bytes = arena_strndup(arena, parent->bytes + span.start, length);
	struct source *child = source_child(arena, parent, bytes, length);

	source_add_piece(arena, child, 0, span.start);
	return child;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* End of the line that starts at `at`: after its \n, or `end`. */
static uint32_t line_end(const struct source *source, uint32_t at, uint32_t end)
{
	const char *newline = memchr(source->bytes + at, '\n', end - at);

	return newline ? (uint32_t)(newline - source->bytes) + 1 : end;
}

static uint32_t indent_of(const struct source *source, uint32_t at, uint32_t end)
{
	uint32_t i = at;

	while (i < end && blank(source->bytes[i]))
		i++;
	if (i == end || source->bytes[i] == '\n' || source->bytes[i] == '\r')
		return UINT32_MAX;
	return i - at;
}

static uint32_t common_indent(const struct source *source, struct span span)
{
	uint32_t least = UINT32_MAX;

	for (uint32_t at = span.start; at < span.end; at = line_end(source, at, span.end)) {
		uint32_t indent = indent_of(source, at, span.end);

		if (indent < least)
			least = indent;
	}
	return least == UINT32_MAX ? 0 : least;
}

struct source *source_dedented(struct arena *arena, struct source *parent, struct span span)
{
	struct source *child;
	uint32_t drop, out = 0;
	char *bytes;

	/* code after the opening tag or quotes on the same line has no indentation of its own */
	while (span.start < span.end && blank(parent->bytes[span.start]))
		span.start++;
	if (span.start < span.end && parent->bytes[span.start] != '\n' &&
	        parent->bytes[span.start] != '\r')
		drop = common_indent(
		        parent, (struct span){line_end(parent, span.start, span.end), span.end});
	else
		drop = common_indent(parent, span);
	bytes = arena_alloc(arena, span.end - span.start + 1);
	child = source_child(arena, parent, bytes, 0);
	for (uint32_t at = span.start; at < span.end;) {
		uint32_t next = line_end(parent, at, span.end), skip = 0;

		while (at != span.start && skip < drop && at + skip < next &&
		        blank(parent->bytes[at + skip]))
			skip++;
		source_add_piece(arena, child, out, at + skip);
		memcpy(bytes + out, parent->bytes + at + skip, next - at - skip);
		out += next - at - skip;
		at = next;
	}
	if (!child->pieces.n)
		source_add_piece(arena, child, 0, span.start);
	child->length = out;
	return child;
}

bool source_is_quoted(const struct source *source)
{
	while (source && !source->quoted)
		source = source->parent;
	return source != NULL;
}

struct source *source_file(struct source *source)
{
	while (source->parent)
		source = source->parent;
	return source;
}

static uint32_t parent_offset(const struct source *child, uint32_t offset)
{
	uint32_t n = sorted_upto(
	        child->pieces.at, child->pieces.n, SORTED_BY(struct source_piece, child), offset);
	const struct source_piece *piece = &child->pieces.at[n ? n - 1 : 0];

	return piece->parent + (offset - piece->child);
}

uint32_t source_file_offset(const struct source *source, uint32_t offset)
{
	for (; source->parent; source = source->parent)
		offset = parent_offset(source, offset);
	return offset;
}

struct location source_locate(const struct source *source, uint32_t offset)
{
	uint32_t line;

	for (; source->parent; source = source->parent)
		offset = parent_offset(source, offset);
	line = sorted_upto(source->lines.at, source->lines.n, sizeof(uint32_t), 0, offset);
	return (struct location){line, offset - source->lines.at[line - 1] + 1};
}

struct str source_line(const struct source *file, uint32_t line)
{
	uint32_t start, end;

	if (line == 0 || line > file->lines.n)
		return (struct str){"", 0};
	start = file->lines.at[line - 1];
	end = line < file->lines.n ? file->lines.at[line] : file->length;
	while (end > start && (file->bytes[end - 1] == '\n' || file->bytes[end - 1] == '\r'))
		end--;
	return (struct str){file->bytes + start, end - start};
}
