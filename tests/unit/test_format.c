/* Format strings: which arguments they ask for, and which C types fit. */
#include "fact/format.h"

#include <criterion/criterion.h>

static struct arena arena;

static void teardown(void)
{
	arena_free(&arena);
}

TestSuite(format, .fini = teardown);

/* The wanted types, with commas. */
static const char *types(enum format_dialect dialect, const char *text)
{
	const struct format *format = format_read(&arena, dialect, text);
	const char *all = format->wrong ? arena_printf(&arena, "! %s", format->wrong) : "";

	for (uint32_t i = 0; i < format->arguments.n; i++)
		all = arena_printf(
		        &arena, "%s%s%s", all, *all ? ", " : "", format->arguments.at[i].type);
	return all;
}

Test(format, parse)
{
	cr_assert_str_eq(types(FORMAT_PARSE, "iO!|$s#(nd):f"),
	        "int *, PyTypeObject *, PyObject * *, char * *, Py_ssize_t *, Py_ssize_t *, double *");
	cr_assert_str_eq(types(FORMAT_PARSE, "O;a message: with (marks"), "PyObject * *");
	cr_assert_str_eq(types(FORMAT_PARSE, "iq"), "! q, int *");
	cr_assert_str_eq(types(FORMAT_PARSE, "(i"), "! (, int *");
	cr_assert_str_eq(types(FORMAT_PARSE, ""), "");
}

Test(format, names_are_those_of_the_outer_level)
{
	cr_assert_eq(format_read(&arena, FORMAT_PARSE, "O!s#|(ii)")->names, 3);
	cr_assert_eq(format_read(&arena, FORMAT_PARSE, "O&es$p:f")->names, 3);
}

Test(format, build)
{
	cr_assert_str_eq(types(FORMAT_BUILD, "{s:i, s:[NO]}"),
	        "char *, int, char *, PyObject *, PyObject *");
	cr_assert_str_eq(types(FORMAT_BUILD, "s#D"), "char *, Py_ssize_t, Py_complex *");
	cr_assert_str_eq(types(FORMAT_BUILD, "i)"), "! ), int");
}

Test(format, print)
{
	cr_assert_str_eq(types(FORMAT_PRINT, "%% %5.3d %-zu %llx %R %V %.*s"),
	        "int, Py_ssize_t, long long, PyObject *, PyObject *, char *, int, char *");
	cr_assert_str_eq(types(FORMAT_PRINT, "%.200"), "! %");
	cr_assert_str_eq(types(FORMAT_PRINT, "%r"), "! %r");
}

Test(format, what_becomes_of_them)
{
	const struct format *format = format_read(&arena, FORMAT_PARSE, "O|es");

	cr_assert_eq(format->arguments.at[0].param.effect, EFFECT_FILLED);
	cr_assert_not(format->arguments.at[0].param.optional);
	cr_assert_str_eq(format->arguments.at[2].param.callback, "new PyMem");
	cr_assert(format->arguments.at[2].param.on_success);
	cr_assert(format->arguments.at[2].param.optional);
	format = format_read(&arena, FORMAT_BUILD, "ON");
	cr_assert_eq(format->arguments.at[0].param.effect, EFFECT_BORROWS);
	cr_assert_eq(format->arguments.at[1].param.effect, EFFECT_STEALS);
}

Test(format, types_that_fit)
{
	cr_assert(format_takes("int *", "unsigned int *", false));
	cr_assert_not(format_takes("int *", "long *", false));
	cr_assert_not(format_takes("long *", "Py_ssize_t *", false), "not on Windows");
	cr_assert(format_takes("int", "char", true));
	cr_assert_not(format_takes("int *", "char *", true));
	cr_assert(format_takes("double", "float", true));
	cr_assert(format_takes("PyObject * *", "Box **", false), "a type of the program's own");
	cr_assert(format_takes("PyObject *", "box_t", false), "a name may hide a star");
	cr_assert_not(format_takes("PyObject * *", "char **", false));
	cr_assert_not(format_takes("int", "Box *", true));
	cr_assert(format_takes("char * *", "void **", false));
	cr_assert(format_takes("void *", "int *", false));
}
