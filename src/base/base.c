#include "base/base.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

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

/* Other threads may be at work: nothing that is half written is flushed, and of several threads
 * that come here one speaks, while the others wait for the end. */
void mem_missing(size_t size)
{
	static atomic_flag said = ATOMIC_FLAG_INIT;

	while (atomic_flag_test_and_set(&said))
		pause();
	fprintf(stderr, "proxylint: out of memory (%zu bytes wanted)\n", size);
	_exit(2);
}

void mem_hoard(void)
{
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

void mem_give_back(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

void *mem_alloc(size_t size)
{
	void *block = malloc(size ? size : 1);

	if (!block)
		mem_missing(size);
	return block;
}

void *mem_alloc_zeroed(size_t count, size_t size)
{
	void *block = calloc(count ? count : 1, size ? size : 1);

	if (!block)
		mem_missing(size && count > SIZE_MAX / size ? SIZE_MAX : count * size);
	return block;
}

void *mem_grow(void *old, size_t size)
{
	void *block = realloc(old, size ? size : 1);

	if (!block)
		mem_missing(size);
	return block;
}
