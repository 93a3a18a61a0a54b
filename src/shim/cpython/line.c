/*
 * Addresses ↔ source lines, by elfutils' libdw, which is loaded when it is
 * first needed: without it sites have no lines, and that is all.
 *
 * Tables of address ranges are optional in debug information and left out by
 * some compilers, so compilation units are asked one by one.
 */
#include "line.h"

#include <dlfcn.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_PATH = sizeof(((struct source_line *)0)->path) };

#define LIBDW(name) static __typeof__(&name) dw_##name;
#include "libdw.def"
#undef LIBDW

/* The debug information of a file. */
struct debug {
	char *path;
	Dwarf *dwarf; /* NULL: it has none */
	struct debug *next;
};

static struct debug *debugs;

static bool load_libdw(void)
{
	static int state; /* 0: not tried */
	void *library;

	if (state)
		return state > 0;
	library = dlopen("libdw.so.1", RTLD_NOW | RTLD_LOCAL);
	state = library ? 1 : -1;
#define LIBDW(name)                                                     \
	if (library && !(*(void **)&dw_##name = dlsym(library, #name))) \
		state = -1;
#include "libdw.def"
#undef LIBDW
	return state > 0;
}

/* The session stays open as long as the process: what it gives points into it. */
static Dwarf *open_dwarf(const char *path)
{
	static char *debuginfo_path;
	static Dwfl_Callbacks callbacks;
	Dwarf_Addr bias;
	Dwfl_Module *module;
	Dwfl *session;

	callbacks.find_debuginfo = dw_dwfl_standard_find_debuginfo;
	callbacks.section_address = dw_dwfl_offline_section_address;
	callbacks.debuginfo_path = &debuginfo_path;
	session = dw_dwfl_begin(&callbacks);
	if (!session)
		return NULL;
	dw_dwfl_report_begin(session);
	module = dw_dwfl_report_offline(session, path, path, -1);
	dw_dwfl_report_end(session, NULL, NULL);
	return module ? dw_dwfl_module_getdwarf(module, &bias) : NULL;
}

static Dwarf *dwarf_of(const char *path)
{
	struct debug *debug;

	for (debug = debugs; debug; debug = debug->next)
		if (strcmp(debug->path, path) == 0)
			return debug->dwarf;
	debug = calloc(1, sizeof(*debug));
	if (!debug)
		return NULL;
	debug->path = strdup(path);
	debug->dwarf = debug->path ? open_dwarf(path) : NULL;
	debug->next = debugs;
	debugs = debug;
	return debug->dwarf;
}

int lines_open(const char *path)
{
	if (!load_libdw())
		return -1;
	return dwarf_of(path) != NULL;
}

/* ---- compilation units ---- */

/* Steps to the next unit; *at is 0 before the first. */
static bool next_unit(Dwarf *dwarf, Dwarf_Off *at, Dwarf_Die *unit)
{
	Dwarf_Off here = *at;
	size_t head;

	while (dw_dwarf_nextcu(dwarf, here, at, &head, NULL, NULL, NULL) == 0) {
		if (dw_dwarf_offdie(dwarf, here + head, unit))
			return true;
		here = *at;
	}
	return false;
}

static const char *text_attribute(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;

	return dw_dwarf_attr_integrate(die, name, &attribute) ? dw_dwarf_formstring(&attribute)
	                                                      : NULL;
}

/* gcc notes its options; who does not is taken to have optimized. */
static bool is_optimized(Dwarf_Die *unit)
{
	const char *producer = text_attribute(unit, DW_AT_producer);
	const char *level;

	if (!producer || strncmp(producer, "GNU", 3) != 0)
		return true;
	level = strstr(producer, " -O");
	return level && level[3] != '0';
}

static void join(char out[MOST_PATH], const char *folder, const char *path)
{
	if (*path == '/' || !folder)
		snprintf(out, MOST_PATH, "%s", path);
	else
		snprintf(out, MOST_PATH, "%s/%s", folder, path);
}

static bool is_below(const char *path, const char *root)
{
	size_t n = strlen(root);

	return strncmp(path, root, n) == 0 && path[n] == '/' && access(path, R_OK) == 0;
}

/* A unit of Zig has the name of its module, and many files; it was compiled in its project. */
static bool unit_is_below(Dwarf_Die *unit, const char *root)
{
	const char *name = dw_dwarf_diename(unit);
	const char *folder = text_attribute(unit, DW_AT_comp_dir);
	char path[MOST_PATH], real[PATH_MAX];

	if (!name)
		return false;
	if (*name != '/' && folder && (strcmp(folder, root) == 0 || is_below(folder, root)))
		return true;
	join(path, folder, name);
	if (is_below(realpath(path, real) ? real : path, root))
		return true;
	/* built in a folder that is gone, from files that are here */
	join(path, root, name);
	return *name != '/' && access(path, R_OK) == 0;
}

int lines_built_below(const char *path, const char *root)
{
	Dwarf *dwarf = load_libdw() ? dwarf_of(path) : NULL;
	Dwarf_Die unit;
	Dwarf_Off at = 0;

	if (!dwarf)
		return -1;
	while (next_unit(dwarf, &at, &unit))
		if (unit_is_below(&unit, root))
			return 1;
	return 0;
}

bool lines_optimized(const char *path)
{
	Dwarf *dwarf = load_libdw() ? dwarf_of(path) : NULL;
	Dwarf_Die unit;
	Dwarf_Off at = 0;

	while (dwarf && next_unit(dwarf, &at, &unit))
		if (is_optimized(&unit))
			return true;
	return false;
}

/* ---- addresses → lines ---- */

static bool unit_of(Dwarf *dwarf, uintptr_t address, Dwarf_Die *unit)
{
	Dwarf_Off at = 0;

	while (next_unit(dwarf, &at, unit))
		if (dw_dwarf_haspc(unit, address) > 0)
			return true;
	return false;
}

static void set_path(struct source_line *line, Dwarf_Die *unit, const char *path)
{
	join(line->path, text_attribute(unit, DW_AT_comp_dir), path);
}

static bool own_line(Dwarf_Die *unit, uintptr_t address, struct source_line *line)
{
	Dwarf_Line *found = dw_dwarf_getsrc_die(unit, address);
	const char *path = found ? dw_dwarf_linesrc(found, NULL, NULL) : NULL;

	*line = (struct source_line){.path = ""};
	if (!path)
		return false;
	set_path(line, unit, path);
	dw_dwarf_lineno(found, &line->line);
	dw_dwarf_linecol(found, &line->column);
	return true;
}

static int number_attribute(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attribute;
	Dwarf_Word number = 0;

	if (dw_dwarf_attr(die, name, &attribute))
		dw_dwarf_formudata(&attribute, &number);
	return (int)number;
}

/* Where the function of an inlined call was called. */
static bool call_line(Dwarf_Die *unit, Dwarf_Die *call, struct source_line *line)
{
	Dwarf_Files *files;
	size_t count;
	int file = number_attribute(call, DW_AT_call_file);
	const char *path = NULL;

	*line = (struct source_line){.line = number_attribute(call, DW_AT_call_line),
	        .column = number_attribute(call, DW_AT_call_column)};
	if (dw_dwarf_getsrcfiles(unit, &files, &count) == 0 && (size_t)file < count)
		path = dw_dwarf_filesrc(files, (size_t)file, NULL, NULL);
	if (!path)
		return false;
	set_path(line, unit, path);
	return true;
}

static void set_function(struct source_line *line, Dwarf_Die *scope)
{
	const char *name = dw_dwarf_diename(scope);

	snprintf(line->function, sizeof(line->function), "%s", name ? name : "");
}

int lines_at(const char *path, uintptr_t address, struct source_line *lines, int room)
{
	Dwarf *dwarf = load_libdw() ? dwarf_of(path) : NULL;
	Dwarf_Die unit, *scopes = NULL;
	int count = 0, n;

	if (!dwarf || !unit_of(dwarf, address, &unit) || !own_line(&unit, address, &lines[0]))
		return 0;
	n = dw_dwarf_getscopes(&unit, address, &scopes);
	count = 1;
	for (int i = 0; i < n; i++) {
		int tag = dw_dwarf_tag(&scopes[i]);

		if (tag != DW_TAG_subprogram && tag != DW_TAG_inlined_subroutine)
			continue;
		set_function(&lines[count - 1], &scopes[i]);
		if (tag == DW_TAG_subprogram || count == room ||
		        !call_line(&unit, &scopes[i], &lines[count]))
			break;
		count++;
	}
	free(scopes);
	return count;
}

/* ---- lines → addresses ---- */

static bool ends_with_path(const char *path, const char *tail)
{
	size_t n = strlen(path), t = strlen(tail);

	return t <= n && strcmp(path + n - t, tail) == 0 && (t == n || path[n - t - 1] == '/');
}

static bool is_statement(Dwarf_Line *line, const char *source, int number)
{
	const char *path = dw_dwarf_linesrc(line, NULL, NULL);
	bool begins = false;
	int found = 0;

	dw_dwarf_lineno(line, &found);
	dw_dwarf_linebeginstatement(line, &begins);
	return found == number && begins && path && ends_with_path(path, source);
}

static int unit_addresses(
        Dwarf_Die *unit, const char *source, int line, uintptr_t *addresses, int room)
{
	Dwarf_Lines *all;
	size_t n;
	int count = 0;

	if (is_optimized(unit) || dw_dwarf_getsrclines(unit, &all, &n))
		return 0;
	for (size_t i = 0; i < n && count < room; i++) {
		Dwarf_Line *at = dw_dwarf_onesrcline(all, i);
		Dwarf_Addr address;

		if (is_statement(at, source, line) && dw_dwarf_lineaddr(at, &address) == 0)
			addresses[count++] = address;
	}
	return count;
}

int lines_addresses(const char *path, const char *source, int line, uintptr_t *addresses, int room)
{
	Dwarf *dwarf = load_libdw() ? dwarf_of(path) : NULL;
	Dwarf_Die unit;
	Dwarf_Off at = 0;
	int count = 0;

	while (dwarf && count < room && next_unit(dwarf, &at, &unit))
		count += unit_addresses(&unit, source, line, addresses + count, room - count);
	return count;
}
