/*
 * What libclang adds to a C file. Skipped where there is none.
 */
#include "front/c_flags.h"
#include "front/front.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct here {
	struct arena arena;
	struct front_run run;
	const char *folder;
	struct front_result result; /* of the file lowered last */
};

static void write_text(struct here *here, const char *name, const char *text)
{
	FILE *file = fopen(arena_printf(&here->arena, "%s/%s", here->folder, name), "wb");

	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
}

static void begin(struct here *here)
{
	char folder[] = "/tmp/proxylint.XXXXXX";

	*here = (struct here){.arena = {0}};
	cr_assert_not_null(mkdtemp(folder));
	here->folder = arena_strdup(&here->arena, folder);
	here->run.arena = &here->arena;
	setenv("XDG_CACHE_HOME", here->folder, 1);
	write_text(here, "Python.h",
	        "#define Py_RETURN_NONE return Py_None\n"
	        "#define Py_DECREF(o) (--(o)->refs)\n"
	        "typedef struct { int refs; } PyObject; extern PyObject *Py_None;\n");
}

static void finish(struct here *here)
{
	char *line = arena_printf(&here->arena, "rm -r %s", here->folder);

	front_run_end(&here->run);
	cr_assert_eq(system(line), 0);
	arena_free(&here->arena);
}

/* The IR of a file of that text. */
static const char *lowered(struct here *here, const char *name, const char *text)
{
	const char *path = arena_printf(&here->arena, "%s/%s", here->folder, name), *copy;
	struct source *source = source_new(&here->arena, path, text, (uint32_t)strlen(text));
	struct unit *unit;
	struct buf out = {0};

	here->result = front_for_path(path)->lower(&here->arena, source, path, &here->run);
	unit = here->result.unit;
	cr_assert_not_null(unit);
	cr_assert_null(unit_verify(unit), "%s", unit_verify(unit));
	unit_print_short(unit, &out);
	copy = arena_strndup(&here->arena, out.at, out.n);
	buf_free(&out);
	return copy;
}

static void need_libclang(struct here *here)
{
	lowered(here, "x.c", "int x;");
	if (here->run.c_remark) {
		finish(here);
		cr_skip_test("there is no libclang");
	}
}

static void holds(const char *text, const char *part)
{
	cr_assert_not_null(strstr(text, part), "no `%s` in\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
	cr_assert_null(strstr(text, part), "`%s` in\n%s", part, text);
}

static const char checked[] = "#include <Python.h>\n#include \"own.h\"\n"
                              "PyObject *f(PyObject *a)\n{\n\tCHECK(a);\n\tDROP(a);\n"
                              "#ifdef FAST\n\tfast();\n#else\n\tslow();\n#endif\n"
                              "\tif (more(LEVEL))\n\t\tdie(1);\n\tPy_RETURN_NONE;\n}\n";

static const char own_header[] = "#define CHECK(x) if (!(x)) return 0\n"
                                 "#define DROP(x) Py_DECREF(x)\n"
                                 "#define LEVEL 7\n"
                                 "void die(int) __attribute__((noreturn));\n";

Test(clang, headers_of_the_project_are_known)
{
	struct here here;
	const char *got;

	begin(&here);
	need_libclang(&here);
	write_text(&here, "own.h", own_header);
	got = lowered(&here, "f.c", checked);
	holds(got, "call Py_DECREF(");
	holds(got, "const number \"7\"");
	holds(got, "stop");
	lacks(got, "CHECK");
	holds(got, "global Py_None"); /* read by its name */
	cr_assert_eq(here.result.with_clang, 1);
	finish(&here);
}

Test(clang, a_database_decides_what_is_compiled)
{
	struct here here;
	const char *got;

	begin(&here);
	need_libclang(&here);
	write_text(&here, "own.h", own_header);
	holds(lowered(&here, "f.c", checked), "call fast"); /* nobody knows: the first way */
	front_run_end(&here.run);
	write_text(&here, "compile_commands.json",
	        "[{\"directory\": \".\", \"file\": \"f.c\", \"command\": \"cc -I. -c f.c\"},"
	        " {\"directory\": \".\", \"file\": \"g.c\","
	        " \"arguments\": [\"cc\", \"-I\", \".\", \"-DFAST\", \"-DLEVEL=9\", \"g.c\"]}]");
	got = lowered(&here, "f.c", checked);
	holds(got, "call slow");
	lacks(got, "call fast");
	got = lowered(&here, "g.c", checked);
	holds(got, "call fast");
	lacks(got, "call slow");
	finish(&here);
}

Test(clang, missing_headers_lose_nothing)
{
	struct here here;
	const char *got;

	begin(&here);
	need_libclang(&here);
	got = lowered(&here, "f.c",
	        "#include <Python.h>\n#include <no/such.h>\n#define DROP(x) Py_DECREF(x)\n"
	        "such_t *f(PyObject *a)\n{\n\tsuch_t *it = such(a);\n\tDROP(a);\n\treturn it;\n}\n"
	        "int g(void) { return 1; }\n");
	holds(got, "call such(");
	holds(got, "call Py_DECREF(");
	cr_assert_eq(here.result.without, 1);
	finish(&here);
}

static int count_files(struct here *here, const char *pattern)
{
	const char *all = arena_printf(&here->arena, "%s/proxylint/%s", here->folder, pattern);
	glob_t files;
	int count = 0;

	if (glob(all, 0, NULL, &files) == 0) {
		count = (int)files.gl_pathc;
		globfree(&files);
	}
	return count;
}

Test(clang, python_is_precompiled_for_the_second_file)
{
	struct here here;
	const char *first, *second, *third;
	const char *flags[1];

	begin(&here);
	flags[0] = arena_printf(&here.arena, "-I%s", here.folder);
	here.run.c_flags = flags;
	here.run.c_flag_count = 1;
	need_libclang(&here);
	write_text(&here, "own.h", own_header);
	first = lowered(&here, "f.c", checked);
	cr_assert_eq(count_files(&here, "*.pch"), 0);
	second = lowered(&here, "f.c", checked);
	cr_assert_eq(count_files(&here, "*.pch"), 1);
	cr_assert_str_eq(first, second);
	write_text(&here, "Python.h", "typedef struct { int refs; } PyObject; extern int other;\n");
	third = lowered(&here, "f.c", checked); /* it is stale */
	cr_assert_str_eq(first, third);
	finish(&here);
}

Test(clang, both_readers_say_the_same)
{
	struct here fast, clang;
	glob_t found;

	begin(&fast);
	begin(&clang);
	need_libclang(&clang);
	fast.run.c_reader = C_READER_FAST;
	cr_assert_eq(glob("tests/front/c/*.c", 0, NULL, &found), 0, "run me from the top");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *file = fopen(found.gl_pathv[i], "rb");
		char text[1 << 16];
		size_t n = fread(text, 1, sizeof(text) - 1, file);

		fclose(file);
		text[n] = '\0';
		cr_assert_str_eq(lowered(&clang, "t.c", text), lowered(&fast, "t.c", text), "%s",
		        found.gl_pathv[i]);
	}
	globfree(&found);
	finish(&fast);
	finish(&clang);
}

Test(clang, command_lines_are_split_as_by_a_shell)
{
	static const char *const words[] = {"cc", "-DA=\"x y\"", "a b", "c\\d", "", "e"};
	struct arena arena = {0};
	struct c_words got = c_flags_split(&arena, "cc  -DA='\"x y\"' a\\ b 'c\\d' \"\" e\n");

	cr_assert_eq(got.list.n, COUNT_OF(words));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		cr_assert_str_eq(got.list.at[i], words[i]);
	arena_free(&arena);
}
