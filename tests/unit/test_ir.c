/* The IR: building, finishing, the text form there and back, and what the verifier refuses. */
#include "ir/ir.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

static const struct span nowhere = {0, 0};

/* ---- helpers ---- */

static struct unit *read_named(struct arena *arena, const char *path, const char *text)
{
	const char *error = NULL;
	uint32_t where = 0;
	struct source *source = source_new(arena, path, text, (uint32_t)strlen(text));
	struct unit *unit = unit_read(arena, source, &error, &where);
	struct location at = source_locate(source, where);

	cr_assert_not_null(unit, "%s:%u:%u: %s", path, at.line, at.column, error);
	return unit;
}

static struct unit *read_text(struct arena *arena, const char *text)
{
	return read_named(arena, "text.ir", text);
}

static const char *printed(struct arena *arena, const struct unit *unit, bool spans)
{
	struct buf out = {0};
	const char *text;

	if (spans)
		unit_print(unit, &out);
	else
		unit_print_short(unit, &out);
	text = arena_strndup(arena, out.at, out.n);
	buf_free(&out);
	return text;
}

static struct unit *one_func(struct arena *arena, struct cursor *at)
{
	struct unit *unit = unit_new(arena, NULL, LANG_JAVASCRIPT);

	func_new(unit, NO_FUNC, "", nowhere);
	*at = (struct cursor){unit, func_new(unit, 0, "f", nowhere), 0, NO_BLOCK};
	return unit;
}

static const struct insn *last_of(const struct func *func, uint32_t block)
{
	const struct block *b = &func->blocks.at[block];

	return &func->insns.at[b->insns.at[b->insns.n - 1]];
}

/* ---- building ---- */

Test(ir, open_ends_return)
{
	struct arena arena = {0};
	struct cursor at;
	struct unit *unit = one_func(&arena, &at);

	ir_const(&at, CONST_NULL, NULL, nowhere);
	cr_assert(ir_open(&at));
	unit_finish(unit);
	cr_assert_eq(last_of(at.func, 0)->op, OP_RETURN);
	cr_assert(last_of(at.func, 0)->flags & INSN_HIDDEN);
	cr_assert_eq(last_of(unit->funcs.at[0], 0)->op, OP_RETURN, "the body too");
	cr_assert_null(unit_verify(unit));
	arena_free(&arena);
}

Test(ir, what_follows_a_terminator_is_thrown_away)
{
	struct arena arena = {0};
	struct cursor at;
	struct unit *unit = one_func(&arena, &at);
	uint32_t kept = ir_const(&at, CONST_NULL, NULL, nowhere);

	ir_return(&at, kept, nowhere);
	cr_assert_not(ir_open(&at));
	ir_call(&at, 0, "never", NULL, 0, nowhere);
	ir_return(&at, 0, nowhere);
	at.block = NO_BLOCK;
	ir_call(&at, 0, "nor_this", NULL, 0, nowhere);
	unit_finish(unit);
	cr_assert_eq(at.func->blocks.n, 1);
	cr_assert_eq(at.func->insns.n, 3);
	cr_assert_null(unit_verify(unit));
	arena_free(&arena);
}

Test(ir, starting_a_block_falls_through_into_it)
{
	struct arena arena = {0};
	struct cursor at;
	struct unit *unit = one_func(&arena, &at);
	uint32_t next = block_new(unit, at.func);

	ir_start(&at, next);
	unit_finish(unit);
	cr_assert_eq(last_of(at.func, 0)->op, OP_JUMP);
	cr_assert_eq(last_of(at.func, 0)->target[0], 1);
	cr_assert_eq(at.func->blocks.at[1].preds.n, 1);
	cr_assert_eq(at.func->blocks.at[1].preds.at[0], 0);
	arena_free(&arena);
}

Test(ir, arguments_are_copied)
{
	struct arena arena = {0};
	struct cursor at;
	struct unit *unit = one_func(&arena, &at);
	struct arg args[] = {{.value = ir_const(&at, CONST_NULL, NULL, nowhere)}};
	uint32_t first = ir_call(&at, 0, "f", args, 1, nowhere), second;

	second = ir_add(&at, at.func->insns.at[first]);
	cr_assert_neq(at.func->insns.at[first].args, args);
	cr_assert_neq(at.func->insns.at[first].args, at.func->insns.at[second].args);
	unit_finish(unit);
	cr_assert_eq(at.func->insns.at[2].args[0].value, 1);
	cr_assert_eq(at.func->insns.at[3].args[0].value, 1);
	arena_free(&arena);
}

Test(ir, numbers_follow_the_blocks)
{
	struct arena arena = {0};
	struct cursor at;
	struct unit *unit = one_func(&arena, &at);
	uint32_t late = block_new(unit, at.func), early = block_new(unit, at.func), value;
	struct embed embed = {.func = 1, .language = LANG_PYTHON};

	ir_jump(&at, early, nowhere);
	ir_start(&at, early);
	value = ir_const(&at, CONST_STRING, "code", nowhere);
	ir_jump(&at, late, nowhere);
	ir_start(&at, late);
	ir_return(&at, value, nowhere);
	embed.value = value;
	vec_push(&arena, &unit->embeds, embed);
	unit_finish(unit);
	cr_assert_eq(last_of(at.func, 1)->a, 3, "b1 is `late`, written last");
	cr_assert_eq(at.func->insns.at[3].op, OP_CONST);
	cr_assert_eq(unit->embeds.at[0].value, 3);
	cr_assert_null(unit_verify(unit));
	arena_free(&arena);
}

Test(ir, embedded_code_in_dead_text_goes)
{
	struct arena arena = {0};
	struct cursor at;
	struct unit *unit = one_func(&arena, &at);
	struct embed embed = {.func = 1, .language = LANG_PYTHON};

	ir_return(&at, 0, nowhere);
	embed.value = ir_const(&at, CONST_STRING, "code", nowhere);
	vec_push(&arena, &unit->embeds, embed);
	unit_finish(unit);
	cr_assert_eq(unit->embeds.n, 0);
	arena_free(&arena);
}

static uint32_t block_of_call(const struct func *func, const char *name)
{
	for (uint32_t i = 0; i < func->blocks.n; i++) {
		for (uint32_t j = 0; j < func->blocks.at[i].insns.n; j++) {
			if (same(func->insns.at[func->blocks.at[i].insns.at[j]].name, name))
				return i;
		}
	}
	return NO_BLOCK;
}

static bool in_loop(const struct func *func, const char *name)
{
	uint32_t block = block_of_call(func, name);

	cr_assert_neq(block, NO_BLOCK, "no call of %s", name);
	return func->blocks.at[block].in_loop;
}

Test(ir, loops_are_found_from_the_edges)
{
	struct arena arena = {0};
	struct unit *unit = read_text(&arena,
	        "unit python\n"
	        "func f(xs) throws {\n"
	        "  call before()\n"
	        "  %it = iter xs\n"
	        "top: unwind handler\n"
	        "  branch done %it ? out\n"
	        "  %x = next %it\n"
	        "  branch truth %x ? leave\n"
	        "  call inside()\n"
	        "  jump top\n"
	        "leave:\n"
	        "  call leaving()\n"
	        "  return\n"
	        "handler:\n"
	        "  call handling()\n"
	        "  jump top\n"
	        "out:\n"
	        "  call after()\n"
	        "self:\n"
	        "  call spinning()\n"
	        "  branch ? ? self\n"
	        "}\n");
	const struct func *func = unit->funcs.at[1];

	cr_assert_null(unit_verify(unit));
	cr_assert_not(in_loop(func, "before"));
	cr_assert(in_loop(func, "inside"));
	cr_assert(in_loop(func, "handling"), "reached by unwinding only");
	cr_assert_not(in_loop(func, "leaving"));
	cr_assert_not(in_loop(func, "after"));
	cr_assert(in_loop(func, "spinning"));
	arena_free(&arena);
}

Test(ir, handlers_of_what_cannot_throw_go)
{
	static const char text[] = "unit python\n"
	                           "func f() %s {\n"
	                           "  jump body\n"
	                           "body: unwind handler\n"
	                           "  call work()\n"
	                           "  return\n"
	                           "handler:\n"
	                           "  call handling()\n"
	                           "}\n";
	struct arena arena = {0};
	struct unit *throwing = read_text(&arena, arena_printf(&arena, text, "throws"));
	struct unit *calm = read_text(&arena, arena_printf(&arena, text, ""));

	cr_assert_eq(throwing->funcs.at[1]->blocks.n, 3);
	cr_assert(block_can_unwind(throwing->funcs.at[1], &throwing->funcs.at[1]->blocks.at[1]));
	cr_assert_eq(calm->funcs.at[1]->blocks.n, 2);
	cr_assert_eq(calm->funcs.at[1]->blocks.at[1].unwind, NO_BLOCK);
	arena_free(&arena);
}

Test(ir, variables_of_outer_functions_are_captured)
{
	struct arena arena = {0};
	struct unit *unit = read_text(&arena,
	        "unit javascript\n"
	        "body {\n"
	        "  var shared\n"
	        "}\n"
	        "func outer(a) {\n"
	        "  var mine, own\n"
	        "  own = a\n"
	        "  %f = closure inner\n"
	        "}\n"
	        "func inner() in outer {\n"
	        "  mine = shared\n"
	        "}\n");

	cr_assert_null(unit_verify(unit));
	cr_assert(unit->vars.at[0].global && unit->vars.at[0].captured);
	cr_assert(unit->vars.at[1].captured && !unit->vars.at[1].global);
	cr_assert_not(unit->vars.at[2].captured);
	arena_free(&arena);
}

Test(ir, questions_about_operations)
{
	struct insn branch = {.op = OP_BRANCH, .target = {3, 4}}, leave = {.op = OP_RETURN};
	uint32_t out[2];

	cr_assert_str_eq(op_text(OP_SETFIELD), "setfield");
	cr_assert_str_eq(language_text(LANG_ERLANG), "erlang");
	cr_assert(op_is_terminator(OP_JUMP) && op_is_terminator(OP_STOP));
	cr_assert_not(op_is_terminator(OP_FORGET));
	cr_assert(op_has_result(OP_CALL) && !op_has_result(OP_STORE));
	cr_assert_eq(insn_successors(&branch, out), 2);
	cr_assert(out[0] == 3 && out[1] == 4);
	cr_assert_eq(insn_successors(&leave, out), 0);
	cr_assert(insn_throws(&(struct insn){.op = OP_AWAIT}));
	cr_assert_not(insn_throws(&(struct insn){.op = OP_FIELD}));
}

/* ---- the text form ---- */

static void round_trip(struct arena *arena, const char *path, const char *text)
{
	struct unit *unit = read_named(arena, path, text);
	const char *broken = unit_verify(unit), *once, *twice;

	cr_assert_null(broken, "%s: %s", path, broken);
	once = printed(arena, unit, true);
	twice = printed(arena, read_named(arena, "printed", once), true);
	cr_assert_str_eq(twice, once, "%s", path);
}

static const char *file_text(struct arena *arena, const char *path)
{
	struct buf text = {0};
	FILE *file = fopen(path, "rb");
	const char *copy;
	char piece[4096];
	size_t n;

	cr_assert_not_null(file, "%s", path);
	while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
		buf_add(&text, piece, n);
	fclose(file);
	copy = arena_strndup(arena, text.at, text.n);
	buf_free(&text);
	return copy;
}

Test(ir, every_ir_test_reads_verifies_and_prints_the_same_twice)
{
	glob_t found;

	cr_assert_eq(glob("tests/ir/*.ir", 0, NULL, &found), 0, "run me from the top");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct arena arena = {0};

		round_trip(&arena, found.gl_pathv[i], file_text(&arena, found.gl_pathv[i]));
		arena_free(&arena);
	}
	globfree(&found);
}

/* One of everything, and names of every kind. */
static const char everything[] =
        "unit javascript module \"a/b\" snippet unread 2\n"
        "export default func \"od d\"\n"
        "export \"x y\" var state#0 class Dog from \"./m#a\"\n"
        "body throws @0-9 @1-2 {\n"
        "  var state#0 type \"T<\\\"u\\\">\" exported @0-1\n"
        "  var state#1\n"
        "  var #2\n"
        "b0:\n"
        "  store #2, null\n"
        "  store state#1, true\n"
        "}\n"
        "func \"od d\"(a, _, \"b-c\", \"_\") async generator method constructor exported test "
        "throws guarded class \"D og\" type \"int\" {\n"
        "b0: unwind bad\n"
        "  %1 = param 0 \"T\"\n"
        "  %this = this\n"
        "  %g = global \"m#a\"\n"
        "  %c = const string \"\\\"\\\\\\n\\x01\\xc3\\xa9\" !holes\n"
        "  %f = field %g, \"@@dispose\"\n"
        "  setfield %g, name, %f\n"
        "  %i = index %g, %c\n"
        "  setindex %g, %c, %i\n"
        "  %adr = address state#0\n"
        "  %call = call %g(%c, key=%1, ...%1, **%1) !new\n"
        "  %meth = call %call.\"a b\"() !maybe\n"
        "  %name = call js.f(%meth)\n"
        "  %clo = closure #2\n"
        "  %two = closure twin#3\n"
        "  %cls = class Dog\n"
        "  %m = make object (k=%1)\n"
        "  %p = prim (%1, %m)\n"
        "  %a = await %call\n"
        "  %y = yield %0\n"
        "  %it = iter %m\n"
        "  branch done %it ? other\n"
        "  %n = next %it\n"
        "  %cast = cast %n, \"A|B\"\n"
        "  %plain = cast %n\n"
        "  %any = any ()\n"
        "  drop %any !hidden\n"
        "  forget state#0\n"
        "  branch member \"toJs\" %n ? other : typed\n"
        "typed:\n"
        "  branch type \"str\" %n ? other : opaque\n"
        "opaque:\n"
        "  branch ? %n ? other : caught\n"
        "caught:\n"
        "  branch caught ? other : thrown\n"
        "thrown:\n"
        "  throw %n @3-4\n"
        "bad:\n"
        "  throw\n"
        "other:\n"
        "  return %1 !error\n"
        "}\n"
        "func #2() in \"od d\" {\n"
        "  stop\n"
        "}\n"
        "func twin() {\n"
        "  return\n"
        "}\n"
        "func twin() {\n"
        "  return\n"
        "}\n"
        "embed \"od d\" %4 python {\n"
        "unit python\n"
        "body {\n"
        "  return 5\n"
        "}\n"
        "}\n"
        "embed \"od d\" %4 c\n";

Test(ir, everything_goes_there_and_back)
{
	struct arena arena = {0};
	struct unit *unit = read_text(&arena, everything);
	const struct func *func = unit->funcs.at[1];

	round_trip(&arena, "everything", everything);
	cr_assert_eq(unit->unread, 2);
	cr_assert(unit->snippet);
	cr_assert_str_eq(func->insns.at[4].name, "\"\\\n\x01\xc3\xa9");
	cr_assert_null(func->param_names[1]);
	cr_assert_str_eq(func->param_names[3], "_");
	cr_assert_eq(func->flags, 255);
	cr_assert_eq(unit->embeds.at[0].unit->host, unit);
	cr_assert_eq(unit->embeds.at[0].unit->language, LANG_PYTHON);
	cr_assert_null(unit->embeds.at[1].unit);
	arena_free(&arena);
}

Test(ir, short_forms_are_spelled_out)
{
	struct arena arena = {0};
	struct unit *unit = read_text(&arena,
	        "unit c ; comment\n"
	        "func f(list, n) {\n"
	        "  var item\n"
	        "  item = call PyList_GetItem(list, 0)\n"
	        "  branch null item ? fail\n"
	        "  call fill(&item, \"x\")\n"
	        "  return item\n"
	        "fail:\n"
	        "  return null\n"
	        "}\n");

	cr_assert_str_eq(printed(&arena, unit, false),
	        "unit c\n"
	        "body {\n"
	        "b0:\n"
	        "  return !hidden\n"
	        "}\n"
	        "func f(list, n) {\n"
	        "  var item\n"
	        "  var list\n"
	        "b0:\n"
	        "  %1 = param 0\n"
	        "  store list, %1\n"
	        "  %3 = load list\n"
	        "  %4 = const number \"0\"\n"
	        "  %5 = call PyList_GetItem(%3, %4)\n"
	        "  store item, %5\n"
	        "  %7 = load item\n"
	        "  branch null %7 ? b2 : b1\n"
	        "b1:\n"
	        "  %9 = address item\n"
	        "  %10 = const string \"x\"\n"
	        "  %11 = call fill(%9, %10)\n"
	        "  %12 = load item\n"
	        "  return %12\n"
	        "b2:\n"
	        "  %14 = const null\n"
	        "  return %14\n"
	        "}\n");
	arena_free(&arena);
}

Test(ir, text_is_any_bytes)
{
	struct arena arena = {0};

	round_trip(&arena, "bytes", "unit c\nfunc f() {\n  call g(\"\xff\x80\xc3\xbc\")\n}\n");
	arena_free(&arena);
}

Test(ir, spans_are_those_of_the_line_or_as_told)
{
	struct arena arena = {0};
	struct unit *unit = read_text(&arena,
	        "unit c\n"
	        "func f() {\n"
	        "  %1 = call f()   ; why\n"
	        "  drop %1 @3-5\n"
	        "}\n");
	const struct func *func = unit->funcs.at[1];

	cr_assert_eq(func->insns.at[1].span.start, 25);
	cr_assert_eq(func->insns.at[1].span.end, 33);
	cr_assert_eq(func->insns.at[2].span.start, 3);
	cr_assert_eq(func->insns.at[2].span.end, 5);
	cr_assert_eq(func->name_span.start, 12);
	cr_assert_eq(func->span.start, 7);
	arena_free(&arena);
}

Test(ir, carriage_returns_do_no_harm)
{
	struct arena arena = {0};
	struct unit *unit = read_text(&arena, "unit c\r\nfunc f() {\r\n  return ; x\r\n}\r\n");

	cr_assert_eq(unit->funcs.n, 2);
	arena_free(&arena);
}

static void refuses(const char *text, const char *error, uint32_t line, uint32_t column)
{
	struct arena arena = {0};
	struct source *source = source_new(&arena, "x.ir", text, (uint32_t)strlen(text));
	const char *said = NULL;
	uint32_t where = 0;
	struct unit *unit = unit_read(&arena, source, &said, &where);
	struct location at = source_locate(source, where);

	cr_assert_null(unit, "read: %s", text);
	cr_expect_str_eq(said, error);
	cr_expect_eq(at.line, line, "%s: line %u", error, at.line);
	cr_expect_eq(at.column, column, "%s: column %u", error, at.column);
	arena_free(&arena);
}

Test(ir, errors_have_words_and_a_place)
{
	refuses("", "expected `unit`", 1, 1);
	refuses("unit cobol", "expected a language", 1, 6);
	refuses("unit c\nfunc f() {", "expected an instruction", 2, 11);
	refuses("unit c\nfunc f() {\n  drop %x\n}", "no value is called x", 3, 8);
	refuses("unit c\nfunc f() {\n  jump x\n}", "no block is called x", 3, 8);
	refuses("unit c\nfunc f() {\n  drop x\n}", "no variable is called x", 3, 8);
	refuses("unit c\nfunc f() {\n  %1 = closure g\n}", "no function is called g", 3, 16);
	refuses("unit c\nfunc f() {\n  %1 = this\n  %1 = this\n}", "%1 is set twice", 4, 8);
	refuses("unit c\nfunc f() {\n  var x, x\n  drop x\n}", "more than one variable is called x",
	        4, 8);
	refuses("unit c\nfunc f() {\n  %1 = drop x\n}", "drop has no result", 3, 8);
	refuses("unit c\nfunc f() {\n  launch x\n}", "expected an instruction", 3, 3);
	refuses("unit c\nfunc f() {\n  call g(1\n}", "expected `,` or `)`", 3, 11);
	refuses("unit c\nfunc f() {\n  call g(\"1)\n}", "text without closing quote", 3, 10);
	refuses("unit c\nfunc f() {\n  call g(\"\\q\")\n}", "unknown escape", 3, 11);
	refuses("unit c\nfunc f() {\n  return null null\n}", "expected the end of the line", 3, 15);
	refuses("unit c\nfunc f() {\n  return @5-4\n}", "span ends before it starts", 3, 14);
	refuses("unit c\nfunc f() {\na:\na:\n}", "a stands here twice", 4, 1);
	refuses("unit c\nfunc f() {\n  %1 = param 0\n}", "no such parameter", 3, 15);
	refuses("unit c\nfunc f() in g {\n}", "no function is called g", 2, 13);
	refuses("unit c\nbody {\n}\nembed f %1 c", "no function is called f", 4, 7);
}

/* ---- the verifier ---- */

struct broken {
	struct arena arena;
	struct unit *unit;
	struct func *func;
};

/* b0: %1 const; %2 call; branch to b1 or b2; b1: return %2; b2: return %1 */
static void make_sound(struct broken *it)
{
	struct cursor at;
	struct arg arg;
	uint32_t yes, no, value;

	*it = (struct broken){0};
	it->unit = one_func(&it->arena, &at);
	it->func = at.func;
	yes = block_new(it->unit, at.func);
	no = block_new(it->unit, at.func);
	var_new(it->unit, 1, "x", nowhere);
	arg = (struct arg){.value = ir_const(&at, CONST_NULL, NULL, nowhere)};
	value = ir_call(&at, 0, "f", &arg, 1, nowhere);
	ir_branch(&at, TEST_TRUTH, NULL, value, yes, no, nowhere);
	ir_start(&at, yes);
	ir_return(&at, value, nowhere);
	ir_start(&at, no);
	ir_return(&at, arg.value, nowhere);
	unit_finish(it->unit);
	cr_assert_null(unit_verify(it->unit));
}

static void says(struct broken *it, const char *words)
{
	const char *said = unit_verify(it->unit);

	cr_expect_not_null(said, "nothing, instead of: %s", words);
	cr_expect(said && strstr(said, words), "`%s` instead of `%s`", said ? said : "", words);
	arena_free(&it->arena);
}

Test(verify, blocks)
{
	struct broken it;

	make_sound(&it);
	it.func->blocks.at[1].insns.n = 0;
	says(&it, "b1 is empty");
	make_sound(&it);
	it.func->blocks.at[0].insns.n = 2;
	says(&it, "b0 does not end in a terminator");
	make_sound(&it);
	it.func->insns.at[2] = (struct insn){.op = OP_STOP};
	says(&it, "b0 has a terminator in its middle");
	make_sound(&it);
	it.func->blocks.at[1].insns.at[0] = 5;
	says(&it, "%5 stands in two places");
	make_sound(&it);
	it.func->blocks.at[1].insns.at[0] = 77;
	says(&it, "b1 holds %77");
	make_sound(&it);
	it.func->insns.at[3].target[1] = 9;
	says(&it, "b0 goes to a block that is not there");
	make_sound(&it);
	it.func->insns.at[4] = (struct insn){.op = OP_JUMP, .target = {0}};
	says(&it, "b1 goes back to the entry");
	make_sound(&it);
	it.func->blocks.at[0].unwind = 9;
	says(&it, "b0 unwinds to a block that is not there");
}

Test(verify, operands)
{
	struct broken it;

	make_sound(&it);
	it.func->insns.at[2].args[0].value = 0;
	says(&it, "%2 (call): an operand is missing");
	make_sound(&it);
	it.func->insns.at[2].args[0].value = 2;
	says(&it, "uses %2, which need not be set here");
	make_sound(&it);
	it.func->insns.at[5].a = 4;
	says(&it, "uses %4, which is no value");
	make_sound(&it);
	it.func->insns.at[5].a = 99;
	says(&it, "uses %99, which is no value");
	make_sound(&it);
	it.func->insns.at[1] = (struct insn){.op = OP_LOAD, .var = 7};
	says(&it, "no variable 7");
	make_sound(&it);
	it.unit->vars.at[0].func = 0;
	it.func->insns.at[1] = (struct insn){.op = OP_LOAD, .var = 0};
	cr_assert_null(unit_verify(it.unit), "a variable of the body is in scope");
	it.func->parent = 7;
	says(&it, "bad parent");
	make_sound(&it);
	it.func->insns.at[1] = (struct insn){.op = OP_PARAM, .var = 0};
	says(&it, "no parameter 0");
	make_sound(&it);
	it.func->insns.at[1] = (struct insn){.op = OP_CLOSURE, .func = 5};
	says(&it, "no function 5");
}

Test(verify, details)
{
	struct broken it;

	make_sound(&it);
	it.func->insns.at[3].detail = TEST_COUNT;
	says(&it, "no test");
	make_sound(&it);
	it.func->insns.at[3].detail = TEST_MEMBER;
	says(&it, "the test lacks its name");
	make_sound(&it);
	it.func->insns.at[1].detail = CONST_TUPLE;
	says(&it, "no constant");
	make_sound(&it);
	it.func->insns.at[2].name = NULL;
	says(&it, "nothing is called");
	make_sound(&it);
	it.func->insns.at[1].span = (struct span){5, 4};
	says(&it, "span beyond the text");
	make_sound(&it);
	it.func->insns.at[1].op = OP_COUNT;
	says(&it, "%1 is no operation");
}

Test(verify, values_dominate_their_uses)
{
	struct arena arena = {0};
	struct unit *unit = read_text(&arena,
	        "unit c\n"
	        "func f(a) {\n"
	        "  branch truth a ? one : two\n"
	        "one:\n"
	        "  %x = call g()\n"
	        "  jump two\n"
	        "two:\n"
	        "  return %x\n"
	        "}\n");
	const char *said = unit_verify(unit);

	cr_assert(said && strstr(said, "need not be set here"), "%s", said ? said : "");
	arena_free(&arena);
}

static const char *said_of_handler(struct arena *arena, const char *value)
{
	return unit_verify(read_text(arena,
	        arena_printf(arena,
	                "unit python\n"
	                "func f() throws {\n"
	                "  jump try\n"
	                "try: unwind handler\n"
	                "  %%before = const null\n"
	                "  %%made = call g()\n"
	                "  call h()\n"
	                "  return %%made\n"
	                "handler:\n"
	                "  return %%%s\n"
	                "}\n",
	                value)));
}

Test(verify, handlers_see_what_was_made_before_anything_could_throw)
{
	struct arena arena = {0};
	const char *said;

	cr_assert_null(said_of_handler(&arena, "before"));
	said = said_of_handler(&arena, "made");
	cr_assert(said && strstr(said, "need not be set here"), "%s", said ? said : "");
	arena_free(&arena);
}
