/*
 * What every file may use: assertions for our own bugs, memory that never
 * comes back NULL, and a few small macros.
 *
 * Errors are of three kinds. Our bug: BUG(), which aborts. The user's problem:
 * a struct diag or a message, and the run goes on. Out of memory: one message
 * and exit status 2, here and nowhere else.
 */
#ifndef PROXYLINT_BASE_BASE_H
#define PROXYLINT_BASE_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define NORETURN __attribute__((noreturn))
#else
#define PRINTF_LIKE(fmt, args)
#define NORETURN
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)

NORETURN void bug_at(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);

/* Like malloc, calloc and realloc, but on failure they say so and exit with status 2. */
void *mem_alloc(size_t size);
void *mem_alloc_zeroed(size_t count, size_t size);
void *mem_grow(void *old, size_t size);
/* The same for a library that could not get what it needs; 0 where it does not say how much. */
NORETURN void mem_missing(size_t size);
/* Keeps what is given back for the next use: for programs that soon end. */
void mem_hoard(void);
/* Gives back what is free all the same, of every thread: when much was freed that others cannot
 * use. */
void mem_give_back(void);

#endif
