/*
 * struct source: the bytes of a file, or of a piece of code inside one.
 *
 * Code inside a page, a Markdown fence or a string literal is a *child*
 * source: its bytes are a copy (dedented, unescaped), and `pieces` say where
 * each run of them came from in the parent. Everything that analyses works
 * with offsets into the child; source_locate walks back to the file.
 *
 * Offsets are bytes, 32 bits: a file of 4 GiB or more is refused on reading.
 * Lines and columns start at 1; columns count UTF-8 bytes.
 */
#ifndef PROXYLINT_TEXT_SOURCE_H
#define PROXYLINT_TEXT_SOURCE_H

#include "base/vec.h"

struct span {
	uint32_t start, end; /* bytes; end is the first byte after */
};

struct location {
	uint32_t line, column;
};

/* Bytes from `child` on (up to the next piece) stood at `parent` in the parent, one for one. */
struct source_piece {
	uint32_t child, parent;
};

struct source {
	const char *path;  /* as the user will see it, relative to the working directory */
	const char *bytes; /* NUL-terminated beyond `length` */
	uint32_t length;
	struct source *parent; /* NULL for a file */
	bool quoted; /* stands in a string or an attribute of the parent: what is put in has to be
	                escaped */
	VEC(struct source_piece) pieces; /* of a child: sorted, at least one */
	VEC(uint32_t) lines;             /* of a file: offset of each line's first byte */
};

/* Takes nothing: `path` and `bytes` are borrowed and must outlive the source.
 * A UTF-8 byte order mark is left in place; line endings are \n, \r\n and \r. */
struct source *source_new(
        struct arena *arena, const char *path, const char *bytes, uint32_t length);
/* A child without pieces; add them in order with source_add_piece, then never touch it again. */
struct source *source_child(
        struct arena *arena, struct source *parent, const char *bytes, uint32_t length);
void source_add_piece(
        struct arena *arena, struct source *child, uint32_t child_offset, uint32_t parent_offset);
/* The child that is bytes start..end of the parent, unchanged. */
struct source *source_slice(struct arena *arena, struct source *parent, struct span span);
/* The child that is those bytes with the common indentation of their lines removed (as PyScript
 * does with inline Python). */
struct source *source_dedented(struct arena *arena, struct source *parent, struct span span);

/* Is it, or what it stands in, quoted? */
bool source_is_quoted(const struct source *source);
struct source *source_file(struct source *source);
/* The place in the file that an offset of this source stands for. */
uint32_t source_file_offset(const struct source *source, uint32_t offset);
struct location source_locate(const struct source *source, uint32_t offset);
/* Line `line` of a file without its line ending; empty when there is no such line. */
struct str source_line(const struct source *file, uint32_t line);

#endif
