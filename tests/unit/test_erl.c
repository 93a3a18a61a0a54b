/*
 * The Erlang front end, where it is built in. tests/front/erl holds sources with the IR that they
 * are lowered to.
 */
#ifdef PROXYLINT_ERLANG

#include "golden.h"

#include <criterion/criterion.h>

Test(erl, goldens)
{
	golden_folder("tests/front/erl/*.erl");
}

Test(erl, broken_inputs)
{
	struct arena arena = {0};
	static const char *const texts[] = {"", "f", "f(", "f() ->", "f() -> .",
	        "f() -> case X of end.", "f() -> receive after 1 -> ok end.",
	        "f() -> try 1 after 2 end.", "f() -> [].", "f() -> [X || X <- X].",
	        "f() -> fun() -> f() end.", "f() -> if true -> f() end.", "f(X) -> X = X.",
	        "f() -> <<>>.", "f() -> <<\"a\", X/binary>>.", "-export([f/0]).",
	        "-module(a).\nf() -> ?X.", "f() -> \"a\" \"b\".", "f() -> catch throw(1).",
	        "f() -> begin end.", "f(A) -> f(A); g() -> 1.", "f(A) when -> 1.", "\xff\xfe",
	        "}{.", "f() -> maybe {ok, A} ?= f(), A end.",
	        "f(X) -> try f(X) catch _:_ -> f(X) end."};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		golden_lower(&arena, texts[i], "a.erl");
	arena_free(&arena);
}

Test(erl, depth_is_limited)
{
	struct arena arena = {0};
	struct buf text = {0};

	buf_text(&text, "f(X) -> ");
	for (int i = 0; i < 2000; i++)
		buf_text(&text, "[");
	for (int i = 0; i < 2000; i++)
		buf_text(&text, "]");
	buf_text(&text, ".");
	golden_lower(&arena, text.at, "a.erl");
	buf_free(&text);
	arena_free(&arena);
}

#endif
