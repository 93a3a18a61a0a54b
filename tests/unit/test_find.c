/* Many words at once: the vector search, plain C and the obvious way agree. */
#include "base/find.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdlib.h>

static const char *const words[] = {"from js\\b", "import js\\b", "yodide", "create_proxy", "toJs",
        "Py_", "<py-", "js_modules", "PyObject", "runPython"};

static struct finder *finder_of_words(struct arena *arena)
{
	return finder_new(arena, words, sizeof(words) / sizeof(words[0]));
}

static bool finds_slowly(struct str text)
{
	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
		size_t length = strlen(words[w]);
		bool ends = length > 2 && strcmp(words[w] + length - 2, "\\b") == 0;

		length -= ends ? 2 : 0;
		for (size_t i = 0; i + length <= text.n; i++) {
			char next = i + length < text.n ? text.at[i + length] : ' ';

			if (strncmp(text.at + i, words[w], length) == 0 &&
			        !(ends && (isalnum((unsigned char)next) || next == '_')))
				return true;
		}
	}
	return false;
}

static void both_say(const struct finder *finder, const char *text, bool expected)
{
	cr_expect_eq(finder_finds(finder, str_of(text)), expected, "`%s`", text);
	cr_expect_eq(finder_finds_plain(finder, str_of(text)), expected, "`%s`, plain", text);
}

Test(find, words_end_where_they_must)
{
	struct arena arena = {0};
	const struct finder *finder = finder_of_words(&arena);

	both_say(finder, "from js import window", true);
	both_say(finder, "from js", true);
	both_say(finder, "from json import loads, from jslib import x", false);
	both_say(finder, "import js\n", true);
	both_say(finder, "import js_modulesque", true); /* another word */
	both_say(finder, "import js_mod", false);
	both_say(finder, "", false);
	both_say(finder, "yodid", false);
	both_say(finder, "pyodide and a long tail of text that fills more than one vector", true);
	arena_free(&arena);
}

/* At every place, also where a word spans two vectors or ends with the text. */
Test(find, every_place)
{
	struct arena arena = {0};
	const struct finder *finder = finder_of_words(&arena);

	for (int length = 7; length < 80; length++)
		for (int at = 0; at + 7 <= length; at++) {
			char text[81];

			memset(text, 'o', sizeof(text));
			text[length] = '\0';
			memcpy(text + at, "from js", 7);
			both_say(finder, text, at + 7 == length);
			if (at + 7 < length)
				text[at + 7] = '.';
			both_say(finder, text, true);
		}
	arena_free(&arena);
}

/* Text of pieces of the words themselves: near misses everywhere. */
Test(find, agrees_with_the_obvious_way)
{
	struct arena arena = {0};
	const struct finder *finder = finder_of_words(&arena);

	srand(1);
	for (int round = 0; round < 20000; round++) {
		char text[64];
		size_t n = 0, most = (size_t)(rand() % 60);
		struct str all;

		while (n < most) {
			const char *word = words[rand() % (int)(sizeof(words) / sizeof(words[0]))];
			size_t from = (size_t)rand() % strlen(word);

			text[n++] = word[from];
			if (n < most && word[from + 1])
				text[n++] = word[from + 1];
		}
		all = (struct str){text, n};
		cr_assert_eq(finder_finds(finder, all), finds_slowly(all), "%.*s", (int)n, text);
		cr_assert_eq(finder_finds_plain(finder, all), finds_slowly(all));
	}
	arena_free(&arena);
}
