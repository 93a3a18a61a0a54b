/*
 * Where editors and the linter say things are. LSP counts lines from 0 and
 * columns in units of an encoding that client and server agree on; findings
 * count lines and columns from 1, in bytes of UTF-8. Files are URIs there and
 * paths here.
 */
#ifndef PROXYLINT_LSP_POSITION_H
#define PROXYLINT_LSP_POSITION_H

#include "base/arena.h"

enum encoding {
	ENCODING_UTF16, /* what every client knows */
	ENCODING_UTF8,
	ENCODING_UTF32,
};

/* "utf-8"; -1 for what is none of them. */
int encoding_named(const char *name);
const char *encoding_text(enum encoding encoding);

/* How many units the first `bytes` bytes of a line are. */
uint32_t encoding_units(enum encoding encoding, struct str line, uint32_t bytes);
/* How many bytes the first `units` units of a line are; within a character, its start. */
uint32_t encoding_bytes(enum encoding encoding, struct str line, uint32_t units);

/* Line `line` (from 0) of a text, without its end; *start is its offset. Past the end: empty, at
 * the end. Lines end as LSP says: \n, \r\n and \r. */
struct str text_line(struct str text, uint32_t line, uint32_t *start);

/* The path of a "file:" URI, absolute; NULL for another scheme. */
char *uri_path(struct arena *arena, const char *uri);
/* "file:///..." of a path, which may be relative to the working directory. */
const char *path_uri(struct arena *arena, const char *path);

#endif
