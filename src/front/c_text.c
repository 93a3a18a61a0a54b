/*
 * Directives and macros, overwritten before a C file is parsed; see c_text.h.
 *
 * One pass over the characters. A line that starts with `#` is a directive:
 * it may open or close a region that is not compiled, in which everything but
 * line ends becomes spaces. Where an #if asks what nobody knows, the first
 * way is taken, and the answer is remembered, so that the next #ifdef of the
 * same name goes the same way.
 */
#include "front/c_text.h"

#include <ctype.h>

static const struct {
	const char *name;
	struct c_macro macro;
} built_in[] = {
#define MACRO(name, what_, value_) {name, {.what = C_##what_, .value = value_}},
#include "front/c_macro.def"
#undef MACRO
};

static struct c_macro *define(struct c_text_pass *pass, const char *name, const char *value)
{
	struct c_macro *macro = arena_new(pass->arena, struct c_macro);

	macro->value = value;
	map_put(&pass->known.macros, name, macro);
	return macro;
}

/* ---- literals and comments ---- */

static void skip_literal(struct c_text_pass *pass)
{
	char quote = pass->text[pass->at++];

	while (pass->at < pass->end && pass->text[pass->at] != quote &&
	        pass->text[pass->at] != '\n')
		pass->at += pass->text[pass->at] == '\\' && pass->at + 1 < pass->end ? 2 : 1;
	if (pass->at < pass->end && pass->text[pass->at] == quote)
		pass->at++;
}

static void skip_block_comment(struct c_text_pass *pass)
{
	pass->at += 2;
	while (pass->at + 1 < pass->end &&
	        !(pass->text[pass->at] == '*' && pass->text[pass->at + 1] == '/'))
		pass->at++;
	pass->at = pass->at + 2 < pass->end ? pass->at + 2 : pass->end;
}

/* To the end of the line, on over lines that end in a backslash. */
static void skip_line(struct c_text_pass *pass)
{
	while (pass->at < pass->end && pass->text[pass->at] != '\n') {
		if (pass->text[pass->at] == '"') {
			skip_literal(pass);
			continue;
		}
		if (pass->text[pass->at] == '\\' && pass->at + 1 < pass->end) {
			pass->at++;
			if (pass->text[pass->at] == '\r' && pass->at + 1 < pass->end)
				pass->at++;
		} else if (pass->text[pass->at] == '/' && pass->at + 1 < pass->end &&
		        pass->text[pass->at + 1] == '*') {
			skip_block_comment(pass);
			continue;
		}
		pass->at++;
	}
}

/* False when none begins here. */
static bool skip_comment(struct c_text_pass *pass)
{
	char next = pass->at + 1 < pass->end ? pass->text[pass->at + 1] : '\0';

	if (pass->text[pass->at] != '/' || (next != '*' && next != '/'))
		return false;
	if (next == '*')
		skip_block_comment(pass);
	else
		skip_line(pass);
	return true;
}

/* ---- directives ---- */

struct directive {
	const char *word;
	struct str rest;
};

static struct directive directive_of(struct c_text_pass *pass, uint32_t start, uint32_t end)
{
	uint32_t at = start, word;

	while (at < end && isspace((unsigned char)pass->text[at]))
		at++;
	word = at;
	while (at < end && c_text_is_word(pass->text[at]))
		at++;
	return (struct directive){
	        arena_strndup(pass->arena, pass->text + word, at - word),
	        str_trim((struct str){pass->text + at, end - at}),
	};
}

static const char *first_word(struct c_text_pass *pass, struct str text)
{
	size_t n = 0;

	while (n < text.n && c_text_is_word(text.at[n]))
		n++;
	return arena_strndup(pass->arena, text.at, n);
}

/* #ifdef NAME, #ifndef NAME: is the branch compiled? */
static bool by_name(struct c_text_pass *pass, const char *name, bool wanted)
{
	const struct c_macro *macro = map_get(&pass->known.macros, name);

	if (macro)
		return (macro->what != C_VALUE || macro->value) == wanted;
	if (pass->known.closed)
		return !wanted;
	define(pass, name, wanted ? "1" : NULL);
	return true;
}

static bool by_value(struct c_text_pass *pass, struct str text)
{
	struct c_number number = c_text_value(&pass->known, text.at, text.n);

	return !number.known || number.value;
}

static bool asks(struct c_text_pass *pass, const struct directive *directive)
{
	const char *word = directive->word;

	if (same(word, "ifdef") || same(word, "elifdef"))
		return by_name(pass, first_word(pass, directive->rest), true);
	if (same(word, "ifndef") || same(word, "elifndef"))
		return by_name(pass, first_word(pass, directive->rest), false);
	return by_value(pass, directive->rest);
}

static void open_choice(struct c_text_pass *pass, const struct directive *directive)
{
	struct c_text_choice choice = {.outer = pass->live};

	if (pass->live)
		pass->live = choice.taken = asks(pass, directive);
	vec_push(pass->arena, &pass->choices, choice);
}

static void next_branch(struct c_text_pass *pass, const struct directive *directive)
{
	struct c_text_choice *choice;

	if (!pass->choices.n)
		return;
	choice = &pass->choices.at[pass->choices.n - 1];
	pass->live = choice->outer && !choice->taken &&
	        (same(directive->word, "else") || asks(pass, directive));
	choice->taken |= pass->live;
}

static void close_choice(struct c_text_pass *pass)
{
	if (pass->choices.n)
		pass->live = pass->choices.at[--pass->choices.n].outer;
}

static bool is_built_in(const struct c_macro *macro)
{
	for (size_t i = 0; macro && i < sizeof(built_in) / sizeof(*built_in); i++)
		if (macro == &built_in[i].macro)
			return true;
	return false;
}

static void remember_macro(struct c_text_pass *pass, struct str text)
{
	const char *name = first_word(pass, text);
	size_t n = strlen(name);
	struct str value = {text.at + n, text.n - n};
	struct c_macro *macro;

	if (!n || is_built_in(map_get(&pass->known.macros, name)))
		return;
	macro = define(pass, name, NULL);
	macro->own = !pass->input->keeps || !pass->input->keeps(pass->input->context, name);
	if (value.n && value.at[0] == '(')
		c_macro_read(pass->arena, macro, value);
	else
		macro->value = arena_str(pass->arena, str_trim(value));
	macro->own = macro->own && c_macro_is_whole(macro, pass->arena);
}

static void run_header(struct c_text_pass *pass);

/* Only its directives count; where it leaves an #if open, that ends with it. What it asks for is
 * not defined unless something defines it: nothing is lost where a macro is not the one of a debug
 * build. */
static void read_header(struct c_text_pass *pass, const struct front_header *header)
{
	struct c_text_pass outer = *pass;

	if (map_get(&pass->headers, header->path) || pass->depth == C_TEXT_DEEPEST)
		return;
	map_put(&pass->headers, header->path, pass);
	pass->text = arena_strndup(pass->arena, header->directives.at, header->directives.n);
	pass->path = header->path;
	pass->at = 0;
	pass->end = (uint32_t)header->directives.n;
	pass->depth++;
	pass->known.closed = true;
	run_header(pass);
	pass->text = outer.text;
	pass->path = outer.path;
	pass->at = outer.at;
	pass->end = outer.end;
	pass->depth = outer.depth;
	pass->known.closed = outer.known.closed;
	pass->fresh = outer.fresh;
	pass->live = outer.live;
	pass->choices.n = outer.choices.n;
}

/* #include "x.h" */
static void include(struct c_text_pass *pass, struct str text)
{
	const char *end = text.n && text.at[0] == '"' ? memchr(text.at + 1, '"', text.n - 1) : NULL;
	const struct c_text_input *input = pass->input;
	const struct front_header *header;
	const char *name;

	if (!end)
		return;
	name = arena_strndup(pass->arena, text.at + 1, (size_t)(end - text.at - 1));
	if (!pass->depth)
		vec_push(pass->arena, &pass->includes, name);
	if ((input->known && input->known->whole) || !input->header)
		return;
	header = input->header(input->context, pass->path, name);
	if (header && !(input->known && map_get(&input->known->read, header->path)))
		read_header(pass, header);
}

static void obey(struct c_text_pass *pass, const struct directive *directive)
{
	const char *word = directive->word;

	if (strncmp(word, "if", 2) == 0)
		open_choice(pass, directive);
	else if (strncmp(word, "el", 2) == 0)
		next_branch(pass, directive);
	else if (same(word, "endif"))
		close_choice(pass);
	else if (same(word, "define") && pass->live)
		remember_macro(pass, directive->rest);
	else if (same(word, "undef") && pass->live)
		define(pass, first_word(pass, directive->rest), NULL);
	else if (same(word, "include") && pass->live)
		include(pass, directive->rest);
}

/* Where libclang has seen all, it says what is compiled. */
static void follow_compiler(struct c_text_pass *pass)
{
	const struct c_known *known = pass->input->known;

	if (!known || !known->whole)
		return;
	while (pass->skips < known->skipped.n && known->skipped.at[pass->skips].end <= pass->at)
		pass->skips++;
	pass->live =
	        pass->skips == known->skipped.n || known->skipped.at[pass->skips].start > pass->at;
}

static void read_directive(struct c_text_pass *pass)
{
	uint32_t start = pass->at;
	struct directive directive;

	skip_line(pass);
	directive = directive_of(pass, start + 1, pass->at);
	obey(pass, &directive);
	follow_compiler(pass);
	c_text_blank(pass, start, pass->at);
}

/* ---- brackets ---- */

/* Does a statement stand between the braces, as in ({ f(); })? */
static bool holds_statement(const struct c_text_pass *pass)
{
	uint32_t depth = 1;

	for (uint32_t i = pass->at; i < pass->end && depth && i - pass->at < C_TEXT_REACH; i++) {
		if (pass->text[i] == ';')
			return true;
		depth += pass->text[i] == '{';
		depth -= pass->text[i] == '}';
	}
	return false;
}

/* f({1, 2}): a macro takes such arguments apart. Not so (T){1, 2}. */
static void open_bracket(struct c_text_pass *pass, char c)
{
	bool argument = c == '{' && pass->open.n && pass->open.at[pass->open.n - 1] == '(' &&
	        (pass->last == '(' || pass->last == ',') && !holds_statement(pass);

	if (argument) {
		pass->text[pass->at - 1] = ' ';
		c = 'x';
	}
	vec_push(pass->arena, &pass->open, c);
	pass->braces += c == '{';
}

static void close_bracket(struct c_text_pass *pass, char c)
{
	char opened = pass->open.n ? pass->open.at[pass->open.n - 1] : '\0';

	if (opened == 'x' && c == '}')
		pass->text[pass->at - 1] = ' ';
	else if (c == '}' && pass->braces)
		pass->braces--;
	if (pass->open.n)
		pass->open.n--;
}

/* (void)f(x->y); is one thing more than the parser can tell from a declaration. */
static void drop_void(struct c_text_pass *pass)
{
	uint32_t start = pass->at - 1, word = c_text_space(pass, pass->at), end;

	if (word >= pass->end || strncmp(pass->text + word, "void", strlen("void")) != 0)
		return;
	end = c_text_space(pass, word + (uint32_t)strlen("void"));
	if (end < pass->end && pass->text[end] == ')')
		c_text_blank(pass, start, end + 1);
}

static void note_character(struct c_text_pass *pass, char c)
{
	if (c == '(' && pass->begins && pass->braces) {
		drop_void(pass);
		if (pass->text[pass->at - 1] == ' ')
			return;
	}
	if (c == '{' || c == '(')
		open_bracket(pass, c);
	else if (c == '}' || c == ')')
		close_bracket(pass, c);
	if (strchr(";{}:", c))
		pass->begins = true;
	else if (!c_text_is_word(c))
		pass->begins = false;
	pass->last = c;
}

static void read_token(struct c_text_pass *pass)
{
	char c = pass->text[pass->at];

	if (skip_comment(pass))
		return;
	if (c == '"' || c == '\'')
		skip_literal(pass);
	else if (c_text_is_word(c) && pass->live)
		pass->second ? c_text_word(pass) : c_text_replace(pass);
	else
		pass->at++;
	if (pass->second && !isspace((unsigned char)c))
		note_character(pass, c);
}

/* Does a directive begin here? None does in the second pass, nor in the middle of a line. */
static bool at_directive(struct c_text_pass *pass)
{
	char c = pass->text[pass->at];
	bool fresh = pass->fresh;

	if (c == '#' && fresh && !pass->second)
		return true;
	pass->fresh = c == '\n' || (fresh && isspace((unsigned char)c));
	return false;
}

static void run(struct c_text_pass *pass)
{
	pass->fresh = true;
	while (pass->at < pass->end) {
		uint32_t start = pass->at;

		if (at_directive(pass)) {
			read_directive(pass);
			continue;
		}
		read_token(pass);
		if (!pass->live)
			c_text_blank(pass, start, pass->at);
	}
}

static void run_header(struct c_text_pass *pass)
{
	while (pass->at < pass->end) {
		if (pass->text[pass->at] == '#')
			read_directive(pass);
		else
			pass->at++;
	}
}

struct str front_directives(struct arena *arena, struct str text)
{
	struct c_text_pass reader = {.fresh = true, .end = (uint32_t)text.n}, *pass = &reader;
	struct str lines;

	pass->text = arena_strndup(arena, text.at, text.n);
	while (pass->at < pass->end) {
		uint32_t start = pass->at;

		if (at_directive(pass)) {
			skip_line(pass);
			buf_add(&pass->out, pass->text + start, pass->at - start);
			buf_char(&pass->out, '\n');
		} else {
			read_token(pass); /* no word is live */
		}
	}
	lines = (struct str){arena_strndup(arena, pass->out.at, pass->out.n), pass->out.n};
	buf_free(&pass->out);
	return lines;
}

/* -DNAME is 1, -DNAME=VALUE, -UNAME */
static void obey_flag(struct c_text_pass *pass, const char *flag)
{
	const char *name = flag + 2, *value = strchr(flag, '=');

	if (flag[0] != '-' || (flag[1] != 'D' && flag[1] != 'U') || !*name)
		return;
	if (flag[1] == 'U')
		define(pass, name, NULL);
	else if (value)
		define(pass, arena_strndup(pass->arena, name, (size_t)(value - name)), value + 1);
	else
		define(pass, name, "1");
}

/* The text from here on, up to where the first pass stands. */
static void copy_rest(struct c_text_pass *pass, uint32_t end)
{
	buf_add(&pass->out, pass->text + pass->copied, end - pass->copied);
	pass->copied = end;
}

static void run_first(struct c_text_pass *pass)
{
	run(pass);
	if (!pass->pieces.n)
		return;
	copy_rest(pass, pass->end);
	pass->text = arena_strndup(pass->arena, pass->out.at, pass->out.n);
	pass->end = (uint32_t)pass->out.n;
}

static void run_second(struct c_text_pass *pass)
{
	pass->second = pass->live = pass->begins = true;
	pass->at = 0;
	run(pass);
}

struct c_plain c_text_plain(struct arena *arena, const struct c_text_input *input)
{
	struct c_text_pass pass = {.arena = arena,
	        .input = input,
	        .path = input->path,
	        .end = input->length,
	        .live = true};
	struct c_plain plain;

	pass.known.arena = arena;
	pass.text = arena_strndup(arena, input->text, input->length);
	for (size_t i = 0; i < sizeof(built_in) / sizeof(*built_in); i++)
		map_put(&pass.known.macros, built_in[i].name, (void *)&built_in[i].macro);
	if (input->plus)
		define(&pass, "__cplusplus", "201703");
	for (uint32_t i = 0; i < input->flag_count; i++)
		obey_flag(&pass, input->flags[i]);
	for (uint32_t i = 0; input->known && i < input->known->macros.n; i++)
		remember_macro(&pass, input->known->macros.at[i]);
	run_first(&pass);
	run_second(&pass);
	map_free(&pass.known.macros);
	map_free(&pass.headers);
	buf_free(&pass.out);
	plain = (struct c_plain){.text = pass.text, .length = pass.end};
	plain.pieces.at = pass.pieces.at;
	plain.pieces.n = pass.pieces.n;
	plain.includes.at = pass.includes.at;
	plain.includes.n = pass.includes.n;
	plain.loops.at = pass.loops.at;
	plain.loops.n = pass.loops.n;
	return plain;
}
