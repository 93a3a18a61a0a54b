/*
 * Preloaded into a program, lets it get no memory from one moment on: each allocation from the
 * SCARCE_FROM-th to the SCARCE_TO-th fails. When the program ends it has written how many there
 * were to SCARCE_COUNT. Programs that it starts have enough.
 *
 * glibc's allocator is called by the names that it keeps for those who replace it: to look it up
 * would allocate.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_ulong asked;
static unsigned long from, to;
static const char *count_path;

static unsigned long number_of(const char *name)
{
	const char *text = getenv(name);

	return text ? strtoul(text, NULL, 10) : 0;
}

static __attribute__((constructor)) void begin(void)
{
	from = number_of("SCARCE_FROM");
	to = number_of("SCARCE_TO");
	count_path = getenv("SCARCE_COUNT");
	unsetenv("LD_PRELOAD");
	atomic_store(&asked, 0);
}

static __attribute__((destructor)) void end(void)
{
	unsigned long count = atomic_load(&asked);
	FILE *out = count_path ? fopen(count_path, "we") : NULL;

	if (out) {
		fprintf(out, "%lu\n", count);
		fclose(out);
	}
}

static int none_left(void)
{
	unsigned long number = atomic_fetch_add(&asked, 1) + 1;

	if (number < from || number > to)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return none_left() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return none_left() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return none_left() ? NULL : __libc_realloc(old, size);
}
