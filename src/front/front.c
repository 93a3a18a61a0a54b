/*
 * The list of front ends, and which of them reads what.
 */
#include "front/front.h"
#include "front/c_known.h"
#include "front/ts.h"

#include <stdio.h>

#define FRONT(symbol) extern const struct front symbol;
#include "front/front.def"
#undef FRONT

static const struct front *const fronts[] = {
#define FRONT(symbol) &symbol,
#include "front/front.def"
#undef FRONT
};

enum { COUNT = sizeof(fronts) / sizeof(*fronts), LONGEST_EXTENSION = 16 };

const struct front *front_for_path(const char *path)
{
	const char *dot = strrchr(path, '.');
	char wanted[LONGEST_EXTENSION];
	int length;

	if (!dot || strchr(dot, '/') || strchr(dot, ' '))
		return NULL;
	length = snprintf(wanted, sizeof(wanted), " %s ", dot);
	if (length < 0 || (size_t)length >= sizeof(wanted))
		return NULL;
	for (unsigned i = 0; i < COUNT; i++)
		if (strstr(fronts[i]->extensions, wanted))
			return fronts[i];
	return NULL;
}

void front_run_uses(const struct front_run *run, const char *path)
{
	if (run && run->uses)
		run->uses(run->context, path);
}

void front_run_end(struct front_run *run)
{
	c_compiler_free(run->compiler);
	run->compiler = NULL;
	if (run->grammars)
		ts_names_free(run->grammars);
}

const struct front *front_for_language(enum language language)
{
	for (unsigned i = 0; i < COUNT; i++)
		if (fronts[i]->language == language)
			return fronts[i];
	return NULL;
}
