/* The command line. */
#include "cli/option.h"

#include <criterion/criterion.h>

static const char *parsed(struct arena *arena, struct options *options, const char *line)
{
	char *words[16] = {arena_strdup(arena, "proxylint")}, *text = arena_strdup(arena, line);
	int count = 1;

	for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
		words[count++] = word;
	return options_parse(arena, count, words, options);
}

Test(option, values_may_be_joined_or_follow)
{
	struct arena arena = {0};
	struct options options;

	cr_assert_null(
	        parsed(&arena, &options, "check --format=jsonl -s a,b -sc a.js --no-notes -- -x"));
	cr_assert_eq(options.command, COMMAND_CHECK);
	cr_assert_str_eq(option_value(&options, OPTION_FORMAT), "jsonl");
	cr_assert_eq(option_list(&options, OPTION_SELECT).list.n, 3);
	cr_assert(!option_holds(&options, OPTION_NOTES, true));
	cr_assert_eq(options.operands.list.n, 2);
	cr_assert_str_eq(options.operands.list.at[1], "-x");
	arena_free(&arena);
}

static void fails(const char *line, const char *message)
{
	struct arena arena = {0};
	struct options options;
	const char *error = parsed(&arena, &options, line);

	cr_assert_not_null(error, "%s", line);
	cr_assert_str_eq(error, message);
	arena_free(&arena);
}

Test(option, mistakes_are_named)
{
	fails("chekc", "unknown command 'chekc'; did you mean 'check'?");
	fails("check --formt=x", "unknown option '--formt'; did you mean '--format'?");
	fails("check -x", "unknown option '-x'");
	fails("check --quiet=yes", "option '--quiet' takes no value");
	fails("check --format", "option '--format' needs a value: --format=NAME");
	fails("--quiet rules", "'rules' has no option '--quiet'");
	fails("rules --no-quiet", "unknown option '--no-quiet'");
}

Test(option, short_ones_may_be_joined)
{
	struct arena arena = {0};
	struct options options;

	cr_assert_null(parsed(&arena, &options, "-qvffull check"));
	cr_assert(option_holds(&options, OPTION_QUIET, false));
	cr_assert(option_holds(&options, OPTION_VERBOSE, false));
	cr_assert_str_eq(option_value(&options, OPTION_FORMAT), "full");
	arena_free(&arena);
}
