#include "text/edit.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static void expect_diff(const char *before, const char *after, const char *diff)
{
	struct buf out = {0};

	text_diff(&out, "f", str_of(before), str_of(after));
	cr_expect(eq(str, out.at ? out.at : (char *)"", (char *)diff));
	buf_free(&out);
}

Test(diff, nothing)
{
	expect_diff("a\nb\n", "a\nb\n", "");
}

Test(diff, in_the_middle)
{
	expect_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
	        "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

Test(diff, far_apart)
{
	expect_diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
	        "--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n"
	        "-b\n+B\n");
	expect_diff("a\n1\n2\nb\n", "A\n1\n2\nB\n",
	        "--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n-b\n+B\n");
}

Test(diff, ends)
{
	expect_diff("", "a\n", "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+a\n");
	expect_diff("a\n", "", "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
	expect_diff("a", "b",
	        "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline "
	        "at end of file\n");
}

Test(edits, clash_and_order)
{
	struct arena arena = {0};
	struct edits edits = {0};
	struct buf out = {0};

	edits_add(&arena, &edits, (struct edit){4, 6, "X"});
	edits_add(&arena, &edits, (struct edit){0, 0, "<"});
	edits_add(&arena, &edits, (struct edit){0, 0, "<"});
	edits_add(&arena, &edits, (struct edit){6, 6, ">"});
	cr_expect(edits_clash(&edits, (struct edit){5, 7, ""}));
	cr_expect(edits_clash(&edits, (struct edit){0, 0, "other"}));
	cr_expect(edits_clash(&edits, (struct edit){3, 5, ""}));
	cr_expect(not(edits_clash(&edits, (struct edit){0, 0, "<"})));
	cr_expect(not(edits_clash(&edits, (struct edit){1, 4, ""})));
	edits_apply(&edits, str_of("0123456789"), &out);
	cr_expect(eq(str, out.at, (char *)"<0123X>6789"));
	buf_free(&out);
	arena_free(&arena);
}
