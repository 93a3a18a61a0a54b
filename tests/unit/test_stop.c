/*
 * A wish to stop, in each phase of a run: what comes behind is left out. Each
 * test is a process of its own, in which nobody takes the wish back.
 */
#include "base/stop.h"
#include "engine/check.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A wish when so many files were lowered. */
struct wish {
	uint32_t after, lowered;
};

static void lowered(void *context, uint32_t done, uint32_t all)
{
	struct wish *wish = context;

	(void)all;
	wish->lowered = done;
	if (done == wish->after)
		raise(SIGTERM);
}

static void put(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* Three files with findings, one of them hidden and one with an idle comment, which import a fourth
 * that is not linted. */
static void fill(void)
{
	char folder[] = "/tmp/proxylint-stop.XXXXXX";

	cr_assert(mkdtemp(folder) && chdir(folder) == 0);
	put("a.js",
	        "import { open } from './far.mjs';\n"
	        "export function onClick() { pyodide.runPython('[1]'); open(); }\n");
	put("b.js",
	        "// proxylint: ignore[pyproxy/leak] idle\n"
	        "export function onClick() { pyodide.runPython('[1]'); }\n");
	put("c.js",
	        "// proxylint: ignore-file[pyproxy/discarded] hidden\n"
	        "export function onClick() { pyodide.runPython('[1]'); }\n");
	put("far.mjs", "export function open() { return pyodide.runPython('[1]'); }\n");
}

static struct check_result run(struct arena *arena, struct wish *wish)
{
	static const char *const paths[] = {"a.js", "b.js", "c.js"};
	struct check_request *request = arena_new(arena, struct check_request);
	struct check_result result;

	*request = (struct check_request){.paths = {paths, COUNT_OF(paths)},
	        .max_file_size = 1 << 20,
	        .jobs = 1,
	        .progress = lowered,
	        .progress_context = wish};

	stop_on_signals();
	check_paths(arena, request, &result);
	return result;
}

static void end(struct arena *arena, struct check_result *result)
{
	static const char *const names[] = {"a.js", "b.js", "c.js", "far.mjs"};

	check_free(result);
	arena_free(arena);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		unlink(names[i]);
}

static void expect_stopped(const struct check_result *result)
{
	cr_expect(result->trouble);
	cr_expect(result->messages.n && strstr(result->messages.at, "stopped"));
	cr_expect_eq(stop_status(), 128 + SIGTERM);
}

Test(stop, nobody)
{
	struct arena arena = {0};
	struct wish wish = {0};
	struct check_result result;

	fill();
	result = run(&arena, &wish);
	cr_expect_not(result.trouble);
	cr_expect_eq(result.summary.files, 3);
	cr_expect_eq(result.findings.list.n, 5);
	cr_expect(check_source(&result, "far.mjs"));
	end(&arena, &result);
}

Test(stop, before_reading)
{
	struct arena arena = {0};
	struct wish wish = {0};
	struct check_result result;

	fill();
	stop_on_signals();
	raise(SIGTERM);
	result = run(&arena, &wish);
	expect_stopped(&result);
	cr_expect_eq(result.summary.files, 0);
	cr_expect_eq(wish.lowered, 0);
	end(&arena, &result);
}

Test(stop, while_lowering)
{
	struct arena arena = {0};
	struct wish wish = {.after = 2};
	struct check_result result;

	fill();
	result = run(&arena, &wish);
	expect_stopped(&result);
	cr_expect_eq(result.summary.files, 3);
	cr_expect_eq(wish.lowered, 2);
	end(&arena, &result);
}

/* The files were all lowered: nothing is imported, followed or complained about. */
Test(stop, before_following)
{
	struct arena arena = {0};
	struct wish wish = {.after = 3};
	struct check_result result;

	fill();
	result = run(&arena, &wish);
	expect_stopped(&result);
	cr_expect_eq(wish.lowered, 3);
	cr_expect_not(check_source(&result, "far.mjs"));
	cr_expect_eq(result.summary.functions, 0);
	cr_expect_eq(result.findings.list.n, 0);
	end(&arena, &result);
}
