/*
 * Modules: an extension is loaded ahead of its import, and the table through
 * which it calls other libraries is rewritten, entry by entry, wherever there
 * is a hook for the name. Nothing of its code changes, and no other library
 * notices.
 */
#include "api.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__x86_64__)
enum { CALL_SLOT = R_X86_64_JUMP_SLOT, DATA_SLOT = R_X86_64_GLOB_DAT };
#elif defined(__aarch64__)
enum { CALL_SLOT = R_AARCH64_JUMP_SLOT, DATA_SLOT = R_AARCH64_GLOB_DAT };
#else
#error "the shim knows x86-64 and aarch64"
#endif

struct shim the_shim;

static bool in_range(const struct range *range, uintptr_t address)
{
	return address >= range->start && address < range->end;
}

int module_of_code(uintptr_t address)
{
	for (int i = 0; i < the_shim.module_count; i++)
		if (in_range(&the_shim.modules[i].code, address))
			return i;
	return -1;
}

int module_of_data(uintptr_t address)
{
	for (int i = 0; i < the_shim.module_count; i++)
		for (int k = 0; k < the_shim.modules[i].data_count; k++)
			if (in_range(&the_shim.modules[i].data[k], address))
				return i;
	return -1;
}

/* ---- where a module lies ---- */

static void add_segment(struct module *module, const ElfW(Phdr) * segment)
{
	struct range range = {module->base + segment->p_vaddr,
	        module->base + segment->p_vaddr + segment->p_memsz};

	if (segment->p_flags & PF_X) {
		if (!module->code.end || range.start < module->code.start)
			module->code.start = range.start;
		if (range.end > module->code.end)
			module->code.end = range.end;
	}
	if ((segment->p_flags & PF_W) && module->data_count < MOST_SEGMENTS)
		module->data[module->data_count++] = range;
}

static int find_segments(struct dl_phdr_info *info, size_t size, void *context)
{
	struct module *module = context;

	(void)size;
	if (!info->dlpi_name || strcmp(info->dlpi_name, module->path) != 0)
		return 0;
	module->base = info->dlpi_addr;
	for (int i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_LOAD)
			add_segment(module, &info->dlpi_phdr[i]);
	return 1;
}

/* ---- its imports ---- */

struct imports {
	const char *names;
	const ElfW(Sym) * symbols;
	const ElfW(Rela) * tables[2];
	size_t bytes[2];
};

static struct imports read_imports(const ElfW(Dyn) * entry)
{
	struct imports imports = {0};

	for (; entry->d_tag != DT_NULL; entry++) {
		void *address = (void *)entry->d_un.d_ptr;

		if (entry->d_tag == DT_STRTAB)
			imports.names = address;
		else if (entry->d_tag == DT_SYMTAB)
			imports.symbols = address;
		else if (entry->d_tag == DT_JMPREL)
			imports.tables[0] = address;
		else if (entry->d_tag == DT_PLTRELSZ)
			imports.bytes[0] = entry->d_un.d_val;
		else if (entry->d_tag == DT_RELA)
			imports.tables[1] = address;
		else if (entry->d_tag == DT_RELASZ)
			imports.bytes[1] = entry->d_un.d_val;
	}
	return imports;
}

/* Where imports are bound at start, the table is read-only by now. */
static bool redirect(void **slot, void *hook)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)slot & ~(page - 1);

	if (mprotect((void *)start, page, PROT_READ | PROT_WRITE))
		return false;
	*slot = hook;
	return true;
}

static void redirect_all(
        struct module *module, const struct imports *imports, int table, bool recompiled)
{
	size_t count = imports->bytes[table] / sizeof(*imports->tables[table]);

	for (size_t i = 0; i < count; i++) {
		const ElfW(Rela) *entry = &imports->tables[table][i];
		unsigned type = (unsigned)ELF64_R_TYPE(entry->r_info);
		const char *name;
		void *hook;

		if (type != CALL_SLOT && type != DATA_SLOT)
			continue;
		name = imports->names + imports->symbols[ELF64_R_SYM(entry->r_info)].st_name;
		hook = recompiled ? hook_for_recompiled(name) : hook_for(name, type == DATA_SLOT);
		if (!hook)
			hook = block_hook_for(name);
		if (hook && redirect((void **)(module->base + entry->r_offset), hook))
			module->slots++;
	}
}

/* ---- what Python calls ---- */

int proxylint_watch(const char *path, bool recompiled)
{
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	struct module *module = &the_shim.modules[the_shim.module_count];
	struct imports imports;
	struct link_map *map;

	if (!handle || dlinfo(handle, RTLD_DI_LINKMAP, &map))
		return -1;
	if (the_shim.module_count == MOST_MODULES)
		return -2;
	*module = (struct module){.path = strdup(map->l_name)};
	if (!module->path || !dl_iterate_phdr(find_segments, module))
		return -1;
	the_shim.module_count++; /* hooks ask for it from now on */
	imports = read_imports(map->l_ld);
	redirect_all(module, &imports, 0, recompiled);
	redirect_all(module, &imports, 1, recompiled);
	return the_shim.module_count - 1;
}

int proxylint_slots(int module)
{
	return the_shim.modules[module].slots;
}
