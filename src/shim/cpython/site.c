/*
 * Sites: return addresses, and what was counted at them.
 *
 * One address in a helper or a binding layer serves many callers. So the stack
 * is looked at now and then (the first acquisitions, and each time their
 * number doubles), and once two stacks differ, at every acquisition of that
 * site. Most sites never pay for it.
 */
#include "shim.h"

#include <stdlib.h>
#include <string.h>
#include <unwind.h>

enum { CACHE = 1 << 12, FIRST_ROOM = 1 << 12, ALWAYS_SAMPLED = 16 };

static struct {
	struct site *at;
	int32_t count, room;
	int32_t *index; /* hash → 1 + site */
	int32_t index_room;
	struct {
		uintptr_t address;
		int32_t site;
	} cache[CACHE];
} sites;

struct site *site_get(int32_t site)
{
	return &sites.at[site];
}

int32_t site_count(void)
{
	return sites.count;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ hash >> 29;
}

static uint64_t hash_site(const struct site *site)
{
	uint64_t hash = mix(0, site->address);

	for (int i = 0; i < site->keyed; i++)
		hash = mix(hash, site->frames[i]);
	return mix(hash, (uint64_t)site->line * 4 + site->kind);
}

static bool same_site(const struct site *a, const struct site *b)
{
	return a->address == b->address && a->kind == b->kind && a->line == b->line &&
	        a->keyed == b->keyed &&
	        memcmp(a->frames, b->frames, sizeof(*a->frames) * (size_t)a->keyed) == 0;
}

static int32_t *index_slot(const struct site *site)
{
	uint64_t slot = hash_site(site);

	for (;; slot++) {
		int32_t *found = &sites.index[slot & (uint64_t)(sites.index_room - 1)];

		if (!*found || same_site(&sites.at[*found - 1], site))
			return found;
	}
}

static void grow(void)
{
	sites.room = sites.room ? sites.room * 2 : FIRST_ROOM;
	sites.at = realloc(sites.at, sizeof(*sites.at) * (size_t)sites.room);
	free(sites.index);
	sites.index_room = sites.room * 2;
	sites.index = calloc((size_t)sites.index_room, sizeof(*sites.index));
	if (!sites.at || !sites.index)
		abort(); /* the program is out of memory as well */
	for (int32_t i = 0; i < sites.count; i++)
		*index_slot(&sites.at[i]) = i + 1;
}

static int32_t intern(const struct site *site)
{
	int32_t *slot;

	if (sites.count == sites.room)
		grow();
	slot = index_slot(site);
	if (!*slot) {
		sites.at[sites.count] = *site;
		*slot = ++sites.count;
	}
	return *slot - 1;
}

/* ---- stacks ---- */

struct walk {
	struct site *site;
	bool inside; /* the frames of the shim are behind us */
};

static _Unwind_Reason_Code add_frame(struct _Unwind_Context *context, void *argument)
{
	struct walk *walk = argument;
	struct site *site = walk->site;
	uintptr_t address = (uintptr_t)_Unwind_GetIP(context);

	if (!walk->inside) {
		walk->inside = address == site->address;
		return _URC_NO_REASON;
	}
	if (site->frame_count == the_shim.frames || module_of_code(address) != site->module)
		return _URC_END_OF_STACK;
	site->frames[site->frame_count++] = address;
	return _URC_NO_REASON;
}

static void walk_stack(struct site *site)
{
	struct walk walk = {site, false};

	site->frame_count = 0;
	_Unwind_Backtrace(add_frame, &walk);
}

static bool is_power_of_two(int64_t number)
{
	return (number & (number - 1)) == 0;
}

/* The site for the stack at hand, of a site that may be called from several. */
static int32_t told_apart(int32_t plain)
{
	struct site now = {.address = sites.at[plain].address,
	        .module = sites.at[plain].module,
	        .api = sites.at[plain].api};
	struct site *site;

	walk_stack(&now);
	site = &sites.at[plain];
	if (!site->sampled) {
		site->sampled = true;
		memcpy(site->frames, now.frames, sizeof(now.frames));
		site->frame_count = now.frame_count;
		return plain;
	}
	/* the first stack keeps the plain site, with what was counted before there was another */
	if (site->frame_count == now.frame_count &&
	        memcmp(site->frames, now.frames, sizeof(now.frames)) == 0)
		return plain;
	site->split = true;
	now.kind = SITE_STACK;
	now.keyed = now.frame_count;
	return intern(&now);
}

static int32_t plain_site(uintptr_t address, const char *api)
{
	struct site site = {.address = address, .api = api, .module = module_of_code(address)};

	if (site.module < 0)
		return NO_SITE;
	return intern(&site);
}

int32_t site_at(void *behind, const char *api)
{
	uintptr_t address = (uintptr_t)behind;
	size_t slot = (address ^ address >> 12) & (CACHE - 1);
	int32_t found = sites.cache[slot].site;
	struct site *site;

	if (sites.cache[slot].address != address) {
		found = plain_site(address, api);
		sites.cache[slot].address = address;
		sites.cache[slot].site = found;
	}
	if (found == NO_SITE || !the_shim.frames)
		return found;
	site = &sites.at[found];
	if (site->split || site->acquired < ALWAYS_SAMPLED || is_power_of_two(site->acquired))
		return told_apart(found);
	return found;
}

int32_t site_named(const char *path, int line, const char *function, const char *api)
{
	struct site site = {.kind = SITE_NAMED,
	        .address = (uintptr_t)path ^ (uintptr_t)api,
	        .line = line,
	        .path = path,
	        .function = function,
	        .api = api,
	        .module = -1};

	return intern(&site);
}
