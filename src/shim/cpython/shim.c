#include "api.h"
#include "py.h"

enum { OLDEST = 0x0309, NEWEST = 0x030d };

const char *proxylint_start(int version, int frames)
{
	the_shim.version = version;
	the_shim.frames = frames < 0 ? 0 : frames > MOST_FRAMES ? MOST_FRAMES : frames;
	if (version < OLDEST || version > NEWEST)
		return "the shim knows CPython 3.9 to 3.13";
	if (sizeof(void *) != 8)
		return "the shim knows 64-bit machines";
	if (!death_watch())
		return "its allocator cannot be replaced";
	return NULL;
}

void proxylint_count(struct py_object *containers, struct py_object *variables)
{
	owner_count(containers, variables);
	live_account();
}

void proxylint_baseline(void)
{
	live_baseline();
}

int proxylint_site_count(void)
{
	return site_count();
}

int64_t proxylint_acquired_count(void)
{
	int64_t all = 0;

	for (int i = 0; i < site_count(); i++)
		all += site_get(i)->acquired;
	return all;
}

static void tell_holder(uintptr_t behind, struct told_site *told)
{
	told->holder = module_of_code(behind);
	if (told->holder >= 0)
		told->held_by = behind - the_shim.modules[told->holder].base - 1;
}

void proxylint_site(int number, struct told_site *told)
{
	const struct site *site = site_get(number);
	uintptr_t base = site->module >= 0 ? the_shim.modules[site->module].base : 0;

	*told = (struct told_site){site->api, site->path, site->function, site->module, site->line,
	        .acquired = site->acquired, .immortal = site->immortal, .died = site->died,
	        .released = site->released, .live = site->live, .fewest = site->fewest,
	        .most = site->most, .held = site->held, .holder = -1};
	if (site->held)
		tell_holder(site->held_by, told);
	if (site->module < 0)
		return;
	/* a return address lies behind its call */
	told->frames[0] = site->address - base - 1;
	for (int i = 0; i < site->frame_count; i++)
		told->frames[i + 1] = site->frames[i] - base - 1;
	told->frame_count = site->frame_count + 1;
}

/* ---- lines ---- */

int proxylint_lines_open(const char *path)
{
	return lines_open(path);
}

int proxylint_built_below(const char *path, const char *root)
{
	return lines_built_below(path, root);
}

bool proxylint_optimized(const char *path)
{
	return lines_optimized(path);
}

int proxylint_lines_at(const char *path, uint64_t address, struct source_line *lines, int room)
{
	return lines_at(path, address, lines, room);
}

int proxylint_cover(int module, const char *source, int line)
{
	uintptr_t addresses[1];

	if (lines_addresses(the_shim.modules[module].path, source, line, addresses, 1) == 0)
		return -1;
	return cover_watch(the_shim.modules[module].base + addresses[0]);
}

bool proxylint_covered(int handle)
{
	return cover_was_hit(handle);
}

/* ---- recompiled code ---- */

void proxylint_acquired(
        struct py_object *object, const char *api, const char *path, int line, const char *function)
{
	if (object)
		live_acquire(site_named(path, line, function, api), object);
}

void proxylint_released(struct py_object *object, const char *function)
{
	if (object && live_maybe(object) && !py_immortal(object))
		live_release_named(function, object);
}
