/*
 * The Zig front end. tests/front/zig holds sources with the IR that they are lowered to.
 */
#include "golden.h"

#include <criterion/criterion.h>

enum { TIMES = 3000 };

Test(zig, goldens)
{
	golden_folder("tests/front/zig/*.zig");
}

Test(zig, depth_is_limited_and_noted)
{
	struct arena arena = {0};
	static const char *const parts[][3] = {{"_ = g(", "a", ");"}, {"{", "", "}"},
	        {"if (a) {", "", "}"}, {"_ = !", "a;", ""}, {"_ = a", "", ".b"}};

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		golden_lower(&arena,
		        golden_nest(&arena, TIMES, "fn f(a: u8) void {\n", parts[i], "\n}\n"),
		        "a.zig");
	arena_free(&arena);
}

Test(zig, broken_inputs)
{
	struct arena arena = {0};
	static const char *const texts[] = {"", "\xef\xbb\xbf", "fn", "fn f(", "fn f() void {",
	        "const", "const a", "const a =", "const a = a;", "const a = b; const b = a;",
	        "const S = struct { const T = S; x: T, };", "struct {", "test", "test \"",
	        "comptime {", "fn f() void { defer", "fn f() void { defer return; }",
	        "fn f() !void { errdefer |e| }", "fn f() void { break; continue; break :x 1; }",
	        "fn f() void { while (true) break; }", "fn f() void { return return; }",
	        "fn f() void { x: { break :x x: { } } }", "fn f() void { switch (a) { } }",
	        "fn f() void { switch (a) { else => {} , 1 => {} } }", "fn f() void { _ = ; }",
	        "fn f() void { for () |x| {} }", "fn f() void { if () {} }",
	        "fn f(args: struct { x: u8 }) void { _ = args.x; _ = args; }", "}{", "@",
	        "\xff\xfe", "fn f() void { const x = struct { fn g() void { f(); } }; x.g(); }",
	        "fn f() void { const a, const b = g(); _ = a; _ = b; }", "usingnamespace f();",
	        "fn f() type { return struct { const Self = @This(); fn g(s: Self) Self { return s; } }; }"};

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		golden_lower(&arena, texts[i], "a.zig");
	arena_free(&arena);
}
