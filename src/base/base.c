#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void bug_at(const char *file, int line, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "proxylint: bug at %s:%d: ", file, line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

static NORETURN void out_of_memory(size_t size)
{
	fprintf(stderr, "proxylint: out of memory (%zu bytes wanted)\n", size);
	exit(2);
}

void *mem_alloc(size_t size)
{
	void *block = malloc(size ? size : 1);

	if (!block)
		out_of_memory(size);
	return block;
}

void *mem_grow(void *old, size_t size)
{
	void *block = realloc(old, size ? size : 1);

	if (!block)
		out_of_memory(size);
	return block;
}
