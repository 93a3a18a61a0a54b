/*
 * What is known of CPython's objects without Python.h: the head of every
 * object, and some fields of types, at the offsets they have had in all builds
 * with a global lock from 3.8 to 3.13 on 64-bit machines. Other builds are
 * refused at the start.
 */
#ifndef PROXYLINT_SHIM_PY_H
#define PROXYLINT_SHIM_PY_H

#include "shim.h"

struct py_type;

struct py_object {
	intptr_t count;
	struct py_type *type;
};

typedef int py_visit(struct py_object *object, void *context);
typedef int py_traverse(struct py_object *object, py_visit *visit, void *context);

/* Up to tp_alloc; what is not used here has no name. */
struct py_type {
	struct py_object head;
	intptr_t size;
	const char *name;
	intptr_t basic_size, item_size;
	void *dealloc;
	void *unused_56[14];
	unsigned long flags;
	const char *doc;
	py_traverse *traverse;
	void *unused_192[8];
	struct py_type *base;
	void *unused_264[5];
	void *alloc;
	void *new;
	void *free;
	int (*is_gc)(struct py_object *object);
};

_Static_assert(offsetof(struct py_type, flags) == 168, "tp_flags");
_Static_assert(offsetof(struct py_type, traverse) == 184, "tp_traverse");
_Static_assert(offsetof(struct py_type, base) == 256, "tp_base");
_Static_assert(offsetof(struct py_type, alloc) == 304, "tp_alloc");
_Static_assert(offsetof(struct py_type, is_gc) == 328, "tp_is_gc");

enum {
	PY_FLAG_MANAGED = 1 << 3 | 1 << 4, /* weak references, dictionary: since 3.12, 3.11 */
	PY_FLAG_HAVE_GC = 1 << 14,
	PY_FLAG_TUPLE = 1 << 26
};

/* Objects that never die, since 3.12: half of the count is negative. */
static inline bool py_immortal(const struct py_object *object)
{
	return the_shim.version >= 0x030c && (int32_t)object->count < 0;
}

static inline bool py_is_gc(struct py_object *object)
{
	struct py_type *type = object->type;

	if (!(type->flags & PY_FLAG_HAVE_GC))
		return false;
	return !type->is_gc || type->is_gc(object);
}

#endif
