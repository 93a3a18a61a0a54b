/*
 * Owners: every reference that something known holds.
 *
 * Python's containers tell what they hold (tp_traverse); those that the
 * collector lost interest in are reached through the others. Beyond that,
 * writable data of watched modules is read word by word, and so are instances
 * of their types that the collector does not know. What remains of an object's
 * count has no owner.
 *
 * Words in memory that modules allocated prove less: they may be left over.
 * They are counted apart, as held.
 */
#include "py.h"

#include <dlfcn.h>
#include <stdlib.h>

static struct {
	struct py_object **pending; /* containers to be traversed */
	size_t pending_count, pending_room;
	struct py_object **seen; /* a set of objects that were */
	size_t seen_count, seen_room;
	int (*is_tracked)(struct py_object *object);
} owners;

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* the program is out of memory as well */
	return memory;
}

/* ---- objects that were looked at ---- */

static struct py_object **seen_slot(const struct py_object *object)
{
	size_t slot = ((uintptr_t)object >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20;

	for (;; slot++) {
		struct py_object **found = &owners.seen[slot & (owners.seen_room - 1)];

		if (!*found || *found == object)
			return found;
	}
}

static void grow_seen(void)
{
	struct py_object **old = owners.seen;
	size_t room = owners.seen_room;

	owners.seen_room = room ? room * 2 : 1 << 14;
	owners.seen = checked(calloc(owners.seen_room, sizeof(*owners.seen)));
	for (size_t i = 0; i < room; i++)
		if (old[i])
			*seen_slot(old[i]) = old[i];
	free(old);
}

static bool see(struct py_object *object)
{
	struct py_object **slot;

	if (owners.seen_count * 2 >= owners.seen_room)
		grow_seen();
	slot = seen_slot(object);
	if (*slot)
		return false;
	*slot = object;
	owners.seen_count++;
	return true;
}

static void push(struct py_object *object)
{
	if (owners.pending_count == owners.pending_room) {
		owners.pending_room = owners.pending_room ? owners.pending_room * 2 : 1 << 12;
		owners.pending = checked(
		        realloc(owners.pending, owners.pending_room * sizeof(*owners.pending)));
	}
	owners.pending[owners.pending_count++] = object;
}

/* ---- words ---- */

static struct live *entry_of_word(uintptr_t word)
{
	return word && word % 8 == 0 ? live_find((const struct py_object *)word) : NULL;
}

static void own_word(uintptr_t word)
{
	struct live *entry = entry_of_word(word);

	if (entry)
		entry->known++;
}

static void hold_word(uintptr_t word, uintptr_t by)
{
	struct live *entry = entry_of_word(word);

	if (!entry)
		return;
	entry->held++;
	entry->held_by = by;
}

static void own_words(uintptr_t start, uintptr_t end)
{
	for (start = (start + 7) & ~(uintptr_t)7; start + sizeof(uintptr_t) <= end;
	        start += sizeof(uintptr_t))
		own_word(*(const uintptr_t *)start);
}

static bool is_watched(const struct py_type *type)
{
	return module_of_data((uintptr_t)type) >= 0 ||
	        module_of_code((uintptr_t)type->dealloc) >= 0;
}

/* How much of an instance belongs to types of watched modules that the collector does not know. */
static intptr_t opaque_size(const struct py_type *type)
{
	for (; type; type = type->base)
		if (!(type->flags & PY_FLAG_HAVE_GC) && is_watched(type))
			return type->basic_size;
	return 0;
}

/* ---- traversal ---- */

static int visit(struct py_object *object, void *context)
{
	struct live *entry;

	(void)context;
	if (!object)
		return 0;
	entry = live_find(object);
	if (entry)
		entry->known++;
	if (py_is_gc(object) ? !owners.is_tracked(object) && see(object)
	                     : is_watched(object->type) && see(object))
		push(object);
	return 0;
}

static void traverse(struct py_object *object)
{
	intptr_t opaque = opaque_size(object->type);

	if (opaque)
		own_words((uintptr_t)(object + 1), (uintptr_t)object + (uintptr_t)opaque);
	if (py_is_gc(object) && object->type->traverse)
		object->type->traverse(object, visit, NULL);
}

static void traverse_all(struct py_object *object)
{
	traverse(object);
	while (owners.pending_count)
		traverse(owners.pending[--owners.pending_count]);
}

static void reset(struct live *entry)
{
	entry->known = entry->held = 0;
}

/* Instances that only C holds were reached by nobody. */
static void own_instance(struct live *entry)
{
	struct py_object *object = entry->object;

	if (object->count > 0 && !py_is_gc(object) && opaque_size(object->type) && see(object))
		traverse(object);
}

static void own_object(struct py_object *object)
{
	struct live *entry = live_find(object);

	if (entry)
		entry->known++;
}

/* The list that was given holds it, too, and does not hold itself. */
static void own_container(struct py_object *object)
{
	traverse_all(object);
	own_object(object);
}

static void each_item(struct py_object *list, void (*visit_item)(struct py_object *item))
{
	intptr_t (*size)(struct py_object *);
	struct py_object *(*item)(struct py_object *, intptr_t);
	intptr_t n;

	*(void **)&size = dlsym(RTLD_DEFAULT, "PyList_Size");
	*(void **)&item = dlsym(RTLD_DEFAULT, "PyList_GetItem");
	n = size(list);
	for (intptr_t i = 0; i < n; i++)
		visit_item(item(list, i));
}

void owner_count(struct py_object *containers, struct py_object *variables)
{
	*(void **)&owners.is_tracked = dlsym(RTLD_DEFAULT, "PyObject_GC_IsTracked");
	live_each(reset);
	each_item(containers, own_container);
	each_item(variables, own_object);
	for (int i = 0; i < the_shim.module_count; i++)
		for (int k = 0; k < the_shim.modules[i].data_count; k++)
			own_words(
			        the_shim.modules[i].data[k].start, the_shim.modules[i].data[k].end);
	live_each(own_instance);
	block_each_word(hold_word);
	free(owners.seen);
	owners.seen = NULL;
	owners.seen_count = owners.seen_room = 0;
}
