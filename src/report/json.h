/*
 * A JSON writer without white space or line ends. Members come in the order
 * they are written; text is made valid UTF-8 (U+FFFD for bytes that are not).
 */
#ifndef PROXYLINT_REPORT_JSON_H
#define PROXYLINT_REPORT_JSON_H

#include "base/str.h"

/* Each takes the member's key, or NULL for an item of an array or the outermost value. */
void json_open(struct buf *out, const char *key, char bracket);     /* '{' or '[' */
void json_close(struct buf *out, char bracket);                     /* '}' or ']' */
void json_text(struct buf *out, const char *key, const char *text); /* NULL: null */
void json_number(struct buf *out, const char *key, uint32_t number);
void json_bool(struct buf *out, const char *key, bool value);

#endif
