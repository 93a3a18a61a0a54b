/* memmem is much faster than what could be written here, and not in POSIX until 2024. */
#define _GNU_SOURCE
#include "base/find.h"

const char *str_find(struct str text, const char *wanted)
{
	return memmem(text.at, text.n, wanted, strlen(wanted));
}
