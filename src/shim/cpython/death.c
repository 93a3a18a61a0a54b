/*
 * Deaths. Py_DECREF is compiled into its callers, so releases are not to be
 * seen; but the memory of every object goes back through the interpreter's
 * allocator for objects, and that can be replaced.
 *
 * A block may begin before its object: the collector's head takes 16 bytes,
 * and since 3.11 there may be 16 more for an instance's dictionary. The table
 * knows which, else a block's neighbour would be taken for its object; to ask
 * the type is too late, for some free lists are linked through that field.
 */
#include "py.h"

#include <dlfcn.h>

enum { DOMAIN_OBJECT = 2, HEAD = 16, MOST_HEADS = 2 };

struct allocator {
	void *context;
	void *(*malloc)(void *context, size_t size);
	void *(*calloc)(void *context, size_t count, size_t size);
	void *(*realloc)(void *context, void *block, size_t size);
	void (*free)(void *context, void *block);
};

static struct allocator real;
static void *real_free, *real_gc_free; /* what types free their objects with */

static void *object_malloc(void *context, size_t size)
{
	return real.malloc(context, size);
}

static void *object_calloc(void *context, size_t count, size_t size)
{
	return real.calloc(context, count, size);
}

/* The object that a block holds, if it is one of ours. */
static struct py_object *object_in(void *block)
{
	char *at = block;

	for (int i = 0; at && i <= MOST_HEADS; i++) {
		struct py_object *object = (struct py_object *)(at + HEAD * i);

		struct live *entry = live_maybe(object) ? live_find(object) : NULL;

		if (entry && entry->heads == i)
			return object;
	}
	return NULL;
}

static void *object_realloc(void *context, void *block, size_t size)
{
	struct py_object *object = object_in(block);
	size_t head = object ? (size_t)((char *)object - (char *)block) : 0;
	char *to = real.realloc(context, block, size);

	if (object && to && to != block)
		live_moved(object, (struct py_object *)(to + head));
	return to;
}

static void object_free(void *context, void *block)
{
	struct py_object *object = object_in(block);

	if (object)
		live_died(object);
	real.free(context, block);
}

int death_heads(const struct py_object *object)
{
	bool managed = the_shim.version >= 0x030b && (object->type->flags & PY_FLAG_MANAGED);

	if (!(object->type->flags & PY_FLAG_HAVE_GC))
		return 0;
	return managed ? 2 : 1;
}

bool death_is_seen(const struct py_object *object)
{
	void *free = object->type->free;

	return free == real_free || free == real_gc_free;
}

bool death_watch(void)
{
	void (*get)(int, struct allocator *), (*set)(int, struct allocator *);
	struct allocator mine = {NULL, object_malloc, object_calloc, object_realloc, object_free};

	*(void **)&get = dlsym(RTLD_DEFAULT, "PyMem_GetAllocator");
	*(void **)&set = dlsym(RTLD_DEFAULT, "PyMem_SetAllocator");
	if (!get || !set)
		return false;
	real_free = dlsym(RTLD_DEFAULT, "PyObject_Free");
	real_gc_free = dlsym(RTLD_DEFAULT, "PyObject_GC_Del");
	get(DOMAIN_OBJECT, &real);
	mine.context = real.context;
	set(DOMAIN_OBJECT, &mine);
	return true;
}
