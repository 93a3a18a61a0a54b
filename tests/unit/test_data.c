/* TOML and JSON with places. */
#include "data/data.h"

#include <criterion/criterion.h>

static struct arena arena;

static struct data_value *read_text(bool json, const char *text, const char **error)
{
	struct source *source = source_new(&arena, "x", text, (uint32_t)strlen(text));
	struct data_error wrong = {0};
	struct data_value *value = (json ? json_read : toml_read)(&arena, source, &wrong);

	*error = value ? NULL : data_error_text(&arena, source, &wrong);
	return value;
}

static struct data_value *good(bool json, const char *text)
{
	const char *error;
	struct data_value *value = read_text(json, text, &error);

	cr_assert(value, "%s", error);
	return value;
}

static void bad(bool json, const char *text, const char *expected)
{
	const char *error;

	cr_assert(!read_text(json, text, &error), "read: %s", text);
	cr_assert_str_eq(error, expected);
}

Test(toml, values)
{
	struct data_value *root = good(false,
	        "s = \"a\\tb\\u00e9\"\nl = 'c:\\x'\ni = 1_000\nh = 0xff\nn = -7\nf = 1.5e3\n"
	        "b = true\nd = 2024-01-02\na = [1, \"x\", # note\n  3]\nt = {x = 1, y.z = 2}\n");

	cr_assert_str_eq(data_text(data_get(root, "s")), "a\tb\xc3\xa9");
	cr_assert_str_eq(data_text(data_get(root, "l")), "c:\\x");
	cr_assert_eq(data_get(root, "i")->integer, 1000);
	cr_assert_eq(data_get(root, "h")->integer, 255);
	cr_assert_eq(data_get(root, "n")->integer, -7);
	cr_assert_eq(data_get(root, "f")->number, 1500.0);
	cr_assert(data_get(root, "b")->boolean);
	cr_assert_eq(data_get(root, "d")->kind, DATA_DATE);
	cr_assert_eq(data_get(root, "a")->items.n, 3);
	cr_assert_eq(data_get(data_get(data_get(root, "t"), "y"), "z")->integer, 2);
	cr_assert_null(data_text(data_get(root, "i")));
	cr_assert_null(data_get(data_get(root, "i"), "x"));
	arena_free(&arena);
}

Test(toml, strings_of_several_lines)
{
	struct data_value *root = good(false,
	        "a = \"\"\"\nfirst\n  second\\\n   third\"\"\"\nb = '''\n\\raw'''\nc = \"\"\n");

	cr_assert_str_eq(data_text(data_get(root, "a")), "first\n  secondthird");
	cr_assert_str_eq(data_text(data_get(root, "b")), "\\raw");
	cr_assert_str_eq(data_text(data_get(root, "c")), "");
	arena_free(&arena);
}

Test(toml, tables)
{
	struct data_value *root = good(false,
	        "x = 1\n[a.b]\ny = 2\n[a]\nz = 3\n[\"q d\"]\n[[list]]\nk = 1\n[[list]]\nk = 2\n"
	        "[list.sub]\nm = 5\n");
	struct data_value *a = data_get(root, "a"), *list = data_get(root, "list");

	cr_assert_eq(data_get(data_get(a, "b"), "y")->integer, 2);
	cr_assert_eq(data_get(a, "z")->integer, 3);
	cr_assert(data_get(root, "q d"));
	cr_assert_eq(list->kind, DATA_ARRAY);
	cr_assert_eq(list->items.n, 2);
	cr_assert_eq(data_get(data_get(list->items.at[1], "sub"), "m")->integer, 5);
	arena_free(&arena);
}

Test(toml, places)
{
	const char *text = "[t]\nkey = \"a\\tbc\"\n";
	struct data_value *root = good(false, text);
	const struct data_pair *pair = data_pair(data_get(root, "t"), "key");

	cr_assert_eq(pair->key_span.start, 4);
	cr_assert_eq(pair->key_span.end, 7);
	cr_assert_eq(pair->value->span.start, 10);
	cr_assert_eq(pair->value->span.end, 17);
	cr_assert_eq(data_text_offset(pair->value, 0), 11);
	cr_assert_eq(data_text_offset(pair->value, 1), 12);
	cr_assert_eq(data_text_offset(pair->value, 3), 15);
	arena_free(&arena);
}

Test(toml, errors)
{
	bad(false, "a = 1\na = 2\n", "x:2:1: `a` is given twice");
	bad(false, "[a]\n[b]\n[a]\n", "x:3:2: `a` is given twice");
	bad(false, "a.b = 1\n[a]\n", "x:2:2: `a` is given twice");
	bad(false, "a = 1\na.b = 2\n", "x:2:1: `a` is an integer, not a table");
	bad(false, "a = {}\n[a.b]\n", "x:2:2: `a` is complete, nothing can be added");
	bad(false, "a = []\n[[a]]\n", "x:2:3: `a` is given twice");
	bad(false, "t = {b.c = 1}\nt.b.d = 2\n", "x:2:1: `t` is complete, nothing can be added");
	bad(false, "n = 99999999999999999999\n", "x:1:5: the number is too large");
	bad(false, "[x]\na = 1\nb 2\n", "x:3:1: syntax error: expected `key = value`");
	bad(false, "a = 1\nb = \nc = 3\n", "x:2:4: syntax error: the value is missing");
	bad(false, "a = 1\nb = \"x\\\"\n", "x:2:5: syntax error: the string is not closed");
	bad(false, "a = 1\n[x\nb = 2\n", "x:2:1: syntax error: the header is not closed");
}

Test(toml, slips)
{
	bad(false, "a = x", "x:1:5: syntax error: text stands in quotes");
	bad(false, "a = True", "x:1:5: syntax error: `true` and `false` are written small");
	bad(false, "a = 1 b = 2", "x:1:7: syntax error: one `key = value` stands on a line");
	bad(false, "a = 'é',", "x:1:9: syntax error: no comma ends a line");
	bad(false, "= 1", "x:1:1: syntax error: the key is missing");
	bad(false, "a: 1", "x:1:2: syntax error: expected `=`");
	bad(false, "\n./a.js = 'a'",
	        "x:2:1: syntax error: a key with such characters stands in quotes");
	bad(false, "https://a.b/c = 'a'",
	        "x:1:1: syntax error: a key with such characters stands in quotes");
	bad(false, "a = 01", "x:1:5: syntax error: a number has no zero in front");
	bad(false, "a = 1.", "x:1:5: syntax error: a digit stands on both sides of the dot");
	bad(false, "a = \"\\q\"",
	        "x:1:6: syntax error: a backslash in double quotes is written twice, or the text "
	        "in single quotes");
	bad(false, "a = [1 2]", "x:1:8: syntax error: expected `,` or `]`");
	bad(false, "a = [,1]", "x:1:6: syntax error: a value is missing before the comma");
	bad(false, "a = [1, # é ]\nb = 2\n", "x:1:5: syntax error: the bracket is not closed");
	bad(false, "a = {b = 1,}",
	        "x:1:11: syntax error: no comma stands before the end of an inline table");
	bad(false, "a = {b = 1\n}", "x:1:5: syntax error: an inline table stands on one line");
	bad(false, "a = {b = 1", "x:1:5: syntax error: the bracket is not closed");
	bad(false, "[a] b", "x:1:5: syntax error: nothing follows a header on its line");
	bad(false, "[]", "x:1:1: syntax error: the header names no table");
	bad(false, "a = '''\nb", "x:1:5: syntax error: the string is not closed");
}

Test(json, values)
{
	struct data_value *root = good(true,
	        "{ // as in tsconfig\n \"s\": \"a\\u00e9\\ud83d\\ude00\\n\", \"n\": -1.5, \"i\": 3,\n"
	        " \"t\": true, \"z\": null, \"a\": [1, [2]], \"o\": {} }");

	cr_assert_str_eq(data_text(data_get(root, "s")), "a\xc3\xa9\xf0\x9f\x98\x80\n");
	cr_assert_eq(data_get(root, "n")->number, -1.5);
	cr_assert_eq(data_get(root, "i")->kind, DATA_INT);
	cr_assert(data_get(root, "t")->boolean);
	cr_assert_eq(data_get(root, "z")->kind, DATA_NULL);
	cr_assert_eq(data_get(root, "a")->items.at[1]->items.at[0]->integer, 2);
	cr_assert_eq(data_get(root, "o")->kind, DATA_TABLE);
	arena_free(&arena);
}

Test(json, of_equal_keys_the_last_one_counts)
{
	struct data_value *root = good(true, "{\"a\": 1, \"b\": 2, \"a\": 3}");

	cr_assert_eq(root->pairs.n, 2);
	cr_assert_eq(data_get(root, "a")->integer, 3);
	arena_free(&arena);
}

static void expect_comment(const char *text, uint32_t start, uint32_t end)
{
	struct source *source = source_new(&arena, "x", text, (uint32_t)strlen(text));
	struct span span = {0, 0};

	cr_assert_eq(json_comment(source, &span), end != 0, "%s", text);
	cr_assert(span.start == start && span.end == end, "%u-%u", span.start, span.end);
	arena_free(&arena);
}

Test(json, comments)
{
	expect_comment("{\"a\": \"//\", \"b\\\"\": \"/* x */\"}", 0, 0);
	expect_comment("{ // c\n}", 2, 6);
	expect_comment("{} /* c */", 3, 10);
}

Test(json, numbers)
{
	struct data_value *root = good(true,
	        "{\"a\": 1e+12, \"b\": -2.5E+3, \"c\": 1e-2, \"d\": 4e2, \"e\": -0, \"f\": \"1e+3\",\n"
	        " \"g\": 9007199254740993}");

	cr_assert_eq(data_get(root, "a")->number, 1e12);
	cr_assert_eq(data_get(root, "a")->kind, DATA_FLOAT);
	cr_assert_str_eq(data_get(root, "a")->text, "1e+12");
	cr_assert_eq(data_get(root, "b")->number, -2500);
	cr_assert_eq(data_get(root, "c")->number, 0.01);
	cr_assert_eq(data_get(root, "d")->number, 400);
	cr_assert_eq(data_get(root, "e")->kind, DATA_INT);
	cr_assert_str_eq(data_text(data_get(root, "f")), "1e+3");
	cr_assert_eq(data_get(root, "g")->integer, 9007199254740993);
	bad(true, "[1.]", "x:1:2: digits follow the point of a number");
	bad(true, "[1.e5]", "x:1:2: digits follow the point of a number");
	bad(true, "[1e+]", "x:1:3: syntax error");
	bad(true, "[+1]", "x:1:2: syntax error: expected a value; words stand in double quotes");
	bad(true, "[01]", "x:1:2: syntax error: a number has no zero in front");
	bad(true, "[0x10]", "x:1:2: syntax error");
	arena_free(&arena);
}

Test(json, errors)
{
	char *deep = arena_alloc(&arena, 1001);

	bad(true, "", "x:1:1: there is no value");
	bad(true, "[\"\\q\"]", "x:1:3: syntax error: a backslash is written twice");
	bad(true, "1 2", "x:1:3: nothing may follow the first value");
	bad(true, "[1, \"\\u12\"]", "x:1:6: `\\u` needs four hexadecimal digits");
	bad(true, "{\n \"a\": tru,\n \"b\": 1}",
	        "x:2:7: syntax error: expected a value; words stand in double quotes");
	bad(true, "[1,2", "x:1:1: syntax error: `[` is not closed");
	memset(deep, '[', 500);
	memset(deep + 500, ']', 500);
	bad(true, deep, "x:1:201: nested too deeply");
	arena_free(&arena);
}

Test(data, wrong_type)
{
	struct data_value *root = good(false, "a = [1]\n");
	struct data_error error;

	cr_assert(data_expect(&arena, data_get(root, "a"), DATA_ARRAY, &error));
	cr_assert_null(data_expect(&arena, data_get(root, "a"), DATA_STRING, &error));
	cr_assert_str_eq(error.message, "expected a string, found an array");
	cr_assert_eq(error.span.start, 4);
	arena_free(&arena);
}

Test(data, many_keys)
{
	struct buf text = {0};
	struct data_value *root;

	for (int i = 0; i < 500; i++)
		buf_printf(&text, "key%d = %d\n", i, i);
	root = good(false, text.at);
	cr_assert_eq(data_get(root, "key499")->integer, 499);
	cr_assert_null(data_get(root, "key500"));
	buf_free(&text);
	arena_free(&arena);
}
