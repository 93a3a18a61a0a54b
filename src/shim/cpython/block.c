/*
 * Blocks: memory that watched modules allocated and have not freed yet. An
 * object that a block points to may be owned by it, and no traversal of
 * Python's would know; so the words of all blocks are looked through, and what
 * they point to is reported as held.
 *
 * Raw allocation needs no interpreter lock, so this table has a lock of its
 * own.
 */
#include "shim.h"

#include <dlfcn.h>
#include <pthread.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WORDS_AT_ONCE = 512 };

struct block {
	uintptr_t start;
	size_t size;
	uintptr_t by; /* what the call that allocated it returned to */
};

static struct {
	pthread_mutex_t lock;
	void *tree;
	void (*visit)(uintptr_t word, uintptr_t by); /* during a walk */
} blocks = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int compare(const void *left, const void *right)
{
	const struct block *a = left, *b = right;

	return (a->start > b->start) - (a->start < b->start);
}

static void forget(const void *start)
{
	struct block key = {.start = (uintptr_t)start};
	struct block **found, *block;

	pthread_mutex_lock(&blocks.lock);
	found = tfind(&key, &blocks.tree, compare);
	if (found) {
		block = *found;
		tdelete(&key, &blocks.tree, compare);
		free(block);
	}
	pthread_mutex_unlock(&blocks.lock);
}

static void remember(const void *start, size_t size, const void *by)
{
	struct block *block = start && size >= sizeof(uintptr_t) ? malloc(sizeof(*block)) : NULL;
	struct block **found;

	if (!block)
		return;
	*block = (struct block){(uintptr_t)start, size, (uintptr_t)by};
	pthread_mutex_lock(&blocks.lock);
	found = tsearch(block, &blocks.tree, compare);
	if (found && *found != block) {
		**found = *block;
		free(block);
	}
	pthread_mutex_unlock(&blocks.lock);
}

/* Somebody else may have freed a block, and its page may be gone: the kernel reads more safely than
 * we do. */
static size_t read_words(uintptr_t start, uintptr_t words[], size_t count)
{
	struct iovec to = {words, count * sizeof(*words)};
	struct iovec from = {(void *)start, count * sizeof(*words)};
	ssize_t got = process_vm_readv(getpid(), &to, 1, &from, 1, 0);

	return got < 0 ? 0 : (size_t)got / sizeof(*words);
}

static void visit_block(const void *node, VISIT order, int depth)
{
	const struct block *block = *(struct block *const *)node;
	uintptr_t words[WORDS_AT_ONCE];
	size_t all = block->size / sizeof(*words), got;

	(void)depth;
	if (order != postorder && order != leaf)
		return;
	for (size_t at = 0; at < all; at += got) {
		size_t wanted = all - at < WORDS_AT_ONCE ? all - at : WORDS_AT_ONCE;

		got = read_words(block->start + at * sizeof(*words), words, wanted);
		if (!got)
			return;
		for (size_t i = 0; i < got; i++)
			blocks.visit(words[i], block->by);
	}
}

void block_each_word(void (*visit)(uintptr_t word, uintptr_t by))
{
	pthread_mutex_lock(&blocks.lock);
	blocks.visit = visit;
	twalk(blocks.tree, visit_block);
	pthread_mutex_unlock(&blocks.lock);
}

#define CALLER __builtin_return_address(0)
#define MALLOC(name)                             \
	static void *(*real_##name)(size_t);     \
	static void *hook_##name(size_t size)    \
	{                                        \
		void *block = real_##name(size); \
                                                 \
		remember(block, size, CALLER);   \
		return block;                    \
	}
#define CALLOC(name)                                        \
	static void *(*real_##name)(size_t, size_t);        \
	static void *hook_##name(size_t count, size_t size) \
	{                                                   \
		void *block = real_##name(count, size);     \
                                                            \
		remember(block, count *size, CALLER);       \
		return block;                               \
	}
#define REALLOC(name)                                    \
	static void *(*real_##name)(void *, size_t);     \
	static void *hook_##name(void *old, size_t size) \
	{                                                \
		void *block;                             \
                                                         \
		forget(old);                             \
		block = real_##name(old, size);          \
		remember(block, size, CALLER);           \
		return block;                            \
	}
#define FREE(name)                           \
	static void (*real_##name)(void *);  \
	static void hook_##name(void *block) \
	{                                    \
		forget(block);               \
		real_##name(block);          \
	}
#include "block.def"
#undef MALLOC
#undef CALLOC
#undef REALLOC
#undef FREE

void *block_hook_for(const char *name)
{
	static const struct {
		const char *name;
		void *hook;
		void **real;
	} hooks[] = {
#define ROW(name) {#name, (void *)hook_##name, (void **)&real_##name},
#define MALLOC(name) ROW(name)
#define CALLOC(name) ROW(name)
#define REALLOC(name) ROW(name)
#define FREE(name) ROW(name)
#include "block.def"
	};

	for (size_t i = 0; i < sizeof(hooks) / sizeof(*hooks); i++) {
		if (strcmp(hooks[i].name, name) != 0)
			continue;
		*hooks[i].real = dlsym(RTLD_DEFAULT, name);
		return *hooks[i].real ? hooks[i].hook : NULL;
	}
	return NULL;
}
