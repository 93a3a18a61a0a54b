/* Searching for text in bytes that may hold NUL. */
#ifndef PROXYLINT_BASE_FIND_H
#define PROXYLINT_BASE_FIND_H

#include "base/str.h"

/* The first occurrence, or NULL. */
const char *str_find(struct str text, const char *wanted);

#endif
