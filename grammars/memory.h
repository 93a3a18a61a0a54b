/*
 * Stands before the sources of tree-sitter's core and of the grammars' scanners (-include): they
 * get memory where the program does, which never gives NULL. They would end the program by
 * abort(), or use the NULL.
 */
#ifndef PROXYLINT_GRAMMARS_MEMORY_H
#define PROXYLINT_GRAMMARS_MEMORY_H

#include <stdlib.h>

void *mem_alloc(size_t size);
void *mem_alloc_zeroed(size_t count, size_t size);
void *mem_grow(void *old, size_t size);

#define malloc mem_alloc
#define calloc mem_alloc_zeroed
#define realloc mem_grow

#endif
