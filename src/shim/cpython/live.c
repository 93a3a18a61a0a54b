/*
 * The table of live objects: object → how many references each site acquired.
 *
 * It is asked on every call of the C API and on every object that dies in the
 * whole interpreter, so it is built for that: open addressing with linear
 * probing, entries that move back when one before them goes (no tombstones),
 * and in front of it an array of counters, by hash, that answers most
 * questions about strangers with one read. A general hash table with a malloc
 * per entry doubled the cost of the shim.
 */
#include "py.h"

#include <stdlib.h>
#include <string.h>

enum { FILTER_BITS = 17, FIRST_ROOM = 1 << 14, SHARES_AT_ONCE = 1024, FILTER_FULL = 255 };

static struct {
	struct live *at;
	size_t room, used;
	struct share *free_shares;
	uint8_t filter[1 << FILTER_BITS];
} table;

static inline uint64_t hash_of(const void *object)
{
	return ((uint64_t)(uintptr_t)object >> 4) * UINT64_C(0x9E3779B97F4A7C15);
}

static inline size_t slot_of(const void *object)
{
	return (hash_of(object) >> 32) & (table.room - 1);
}

static inline uint8_t *filter_of(const void *object)
{
	return &table.filter[hash_of(object) >> (64 - FILTER_BITS)];
}

bool live_maybe(const void *object)
{
	return *filter_of(object) != 0;
}

struct live *live_find(const struct py_object *object)
{
	size_t slot;

	if (!table.room || !*filter_of(object))
		return NULL;
	for (slot = slot_of(object); table.at[slot].object; slot = (slot + 1) & (table.room - 1))
		if (table.at[slot].object == object)
			return &table.at[slot];
	return NULL;
}

static struct live *place_for(const struct py_object *object)
{
	size_t slot = slot_of(object);

	while (table.at[slot].object)
		slot = (slot + 1) & (table.room - 1);
	return &table.at[slot];
}

static void grow(void)
{
	struct live *old = table.at;
	size_t room = table.room;

	table.room = room ? room * 2 : FIRST_ROOM;
	table.at = calloc(table.room, sizeof(*table.at));
	if (!table.at)
		abort(); /* the program is out of memory as well */
	for (size_t i = 0; i < room; i++)
		if (old[i].object)
			*place_for(old[i].object) = old[i];
	free(old);
}

static struct live *add(struct py_object *object)
{
	struct live *entry;
	uint8_t *filter = filter_of(object);

	if (table.used * 2 >= table.room)
		grow();
	entry = place_for(object);
	*entry = (struct live){.object = object, .heads = (uint8_t)death_heads(object)};
	table.used++;
	if (*filter < FILTER_FULL)
		++*filter;
	return entry;
}

/* Closes the gap: later entries of the same run move back where that brings them nearer home. */
static void remove_entry(struct live *entry)
{
	size_t mask = table.room - 1, gap = (size_t)(entry - table.at);
	uint8_t *filter = filter_of(entry->object);

	if (*filter && *filter < FILTER_FULL)
		--*filter;
	table.used--;
	for (size_t next = (gap + 1) & mask; table.at[next].object; next = (next + 1) & mask) {
		size_t home = slot_of(table.at[next].object);

		if (((next - home) & mask) < ((next - gap) & mask))
			continue;
		table.at[gap] = table.at[next];
		gap = next;
	}
	table.at[gap].object = NULL;
}

/* ---- shares ---- */

static struct share *new_share(int32_t site)
{
	struct share *share = table.free_shares;

	if (!share) {
		share = malloc(sizeof(*share) * SHARES_AT_ONCE);
		if (!share)
			abort();
		for (int i = 0; i < SHARES_AT_ONCE - 1; i++)
			share[i].next = &share[i + 1];
		share[SHARES_AT_ONCE - 1].next = NULL;
	}
	table.free_shares = share->next;
	*share = (struct share){.site = site};
	return share;
}

static void free_share(struct share *share)
{
	share->next = table.free_shares;
	table.free_shares = share;
}

static struct share *share_of(struct live *entry, int32_t site)
{
	struct share *share = entry->shares;

	while (share && share->site != site)
		share = share->next;
	if (!share) {
		share = new_share(site);
		share->next = entry->shares;
		entry->shares = share;
	}
	return share;
}

static void drop_shares(struct live *entry)
{
	struct share *next;

	for (struct share *share = entry->shares; share; share = next) {
		next = share->next;
		free_share(share);
	}
	entry->shares = NULL;
}

/* ---- events ---- */

static void entry_died(struct live *entry)
{
	for (struct share *share = entry->shares; share; share = share->next)
		site_get(share->site)->died += share->count;
	drop_shares(entry);
	remove_entry(entry);
}

void live_acquire(int32_t at, struct py_object *object)
{
	struct site *site = site_get(at);
	struct live *entry;

	site->acquired++;
	if (py_immortal(object) || !death_is_seen(object)) {
		site->immortal++;
		return;
	}
	entry = live_find(object);
	/* Nobody else holds it, yet we know it: an earlier one died at this address without its
	 * memory being freed (a free list). */
	if (entry && object->count == 1) {
		entry_died(entry);
		entry = NULL;
	}
	if (!entry) {
		entry = add(object);
		entry->fresh = object->count == 1;
	}
	share_of(entry, at)->count++;
}

void live_died(struct py_object *object)
{
	struct live *entry = live_find(object);

	if (entry)
		entry_died(entry);
}

void live_moved(struct py_object *from, struct py_object *to)
{
	struct live *entry = live_find(from), old;

	if (!entry)
		return;
	old = *entry;
	entry->shares = NULL;
	remove_entry(entry);
	live_died(to);
	entry = add(to);
	entry->shares = old.shares;
	entry->base = old.base;
	entry->fresh = old.fresh;
}

static void release(struct share *share)
{
	if (!share)
		return;
	share->count--;
	site_get(share->site)->released++;
}

/* The nearest acquisition before the release in the code, else any of the module. */
void live_release(int32_t module, uintptr_t address, struct py_object *object)
{
	struct live *entry = live_find(object);
	struct share *best = NULL;
	uintptr_t nearest = 0;

	for (struct share *share = entry ? entry->shares : NULL; share; share = share->next) {
		const struct site *site = site_get(share->site);

		if (!share->count || site->module != module)
			continue;
		if (!best || (site->address <= address && site->address > nearest)) {
			best = share;
			nearest = site->address <= address ? site->address : 0;
		}
	}
	release(best);
}

/* An acquisition of the same function, else any. */
void live_release_named(const char *function, struct py_object *object)
{
	struct live *entry = live_find(object);
	struct share *best = NULL;

	for (struct share *share = entry ? entry->shares : NULL; share; share = share->next) {
		const struct site *site = site_get(share->site);

		if (!share->count || !site->path)
			continue;
		if (!best || strcmp(site->function, function) == 0)
			best = share;
	}
	release(best);
}

/* ---- accounting ---- */

void live_each(void (*visit)(struct live *entry))
{
	for (size_t i = 0; i < table.room; i++)
		if (table.at[i].object)
			visit(&table.at[i]);
}

static int64_t unaccounted(const struct live *entry)
{
	return (int64_t)entry->object->count - entry->known;
}

void live_baseline(void)
{
	for (int32_t i = 0; i < site_count(); i++) {
		struct site *site = site_get(i);

		site->acquired = site->immortal = site->died = site->released = 0;
	}
	for (size_t i = 0; i < table.room; i++) {
		struct live *entry = &table.at[i];

		if (!entry->object)
			continue;
		entry->base = unaccounted(entry);
		entry->fresh = true;
		drop_shares(entry);
	}
}

static int64_t between(int64_t low, int64_t value, int64_t high)
{
	return value < low ? low : value > high ? high : value;
}

/* Of what an entry lost, each of its sites lost at least what the others cannot have, and at most
 * all of it. */
static void account(struct live *entry)
{
	int64_t lost = unaccounted(entry) - entry->base, sure = lost - entry->held, all = 0;

	if (entry->object->count <= 0)
		return;
	for (struct share *share = entry->shares; share; share = share->next)
		all += share->count;
	for (struct share *share = entry->shares; share; share = share->next) {
		struct site *site = site_get(share->site);
		int64_t most = between(0, lost, share->count);
		int64_t fewest = between(0, sure - (all - share->count), share->count);

		site->live += share->count;
		site->most += most;
		site->fewest += entry->fresh ? fewest : 0;
		if (most && entry->held) {
			site->held += between(0, entry->held, most);
			site->held_by = entry->held_by;
		}
	}
}

void live_account(void)
{
	for (int32_t i = 0; i < site_count(); i++) {
		struct site *site = site_get(i);

		site->live = site->fewest = site->most = site->held = 0;
	}
	live_each(account);
}
