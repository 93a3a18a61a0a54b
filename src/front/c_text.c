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

/* An #if that is open. */
struct choice {
	bool outer; /* is what surrounds it compiled? */
	bool taken; /* was a branch of it compiled already? */
};

struct pass {
	struct arena *arena;
	struct c_text known;
	char *text;
	uint32_t at, end;
	bool live;  /* is this compiled? */
	bool fresh; /* nothing but white space on this line so far */
	uint32_t braces;
	VEC(struct choice) choices;
};

static const struct {
	const char *name;
	struct c_macro macro;
} built_in[] = {
#define MACRO(name, what, value) {name, {C_##what, value}},
#include "front/c_macro.def"
#undef MACRO
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void blank(struct pass *pass, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end; i++)
		if (pass->text[i] != '\n' && pass->text[i] != '\r')
			pass->text[i] = ' ';
}

static void define(struct pass *pass, const char *name, const char *value)
{
	struct c_macro *macro = arena_new(pass->arena, struct c_macro);

	macro->value = value;
	map_put(&pass->known.macros, name, macro);
}

/* ---- literals and comments ---- */

static void skip_literal(struct pass *pass)
{
	char quote = pass->text[pass->at++];

	while (pass->at < pass->end && pass->text[pass->at] != quote &&
	        pass->text[pass->at] != '\n')
		pass->at += pass->text[pass->at] == '\\' && pass->at + 1 < pass->end ? 2 : 1;
	if (pass->at < pass->end && pass->text[pass->at] == quote)
		pass->at++;
}

static void skip_block_comment(struct pass *pass)
{
	pass->at += 2;
	while (pass->at + 1 < pass->end &&
	        !(pass->text[pass->at] == '*' && pass->text[pass->at + 1] == '/'))
		pass->at++;
	pass->at = pass->at + 2 < pass->end ? pass->at + 2 : pass->end;
}

/* To the end of the line, on over lines that end in a backslash. */
static void skip_line(struct pass *pass)
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

/* ---- directives ---- */

struct directive {
	const char *word;
	struct str rest;
};

static struct directive directive_of(struct pass *pass, uint32_t start, uint32_t end)
{
	uint32_t at = start, word;

	while (at < end && isspace((unsigned char)pass->text[at]))
		at++;
	word = at;
	while (at < end && is_word(pass->text[at]))
		at++;
	return (struct directive){
	        arena_strndup(pass->arena, pass->text + word, at - word),
	        str_trim((struct str){pass->text + at, end - at}),
	};
}

static const char *first_word(struct pass *pass, struct str text)
{
	size_t n = 0;

	while (n < text.n && is_word(text.at[n]))
		n++;
	return arena_strndup(pass->arena, text.at, n);
}

/* #ifdef NAME, #ifndef NAME: is the branch compiled? */
static bool by_name(struct pass *pass, const char *name, bool wanted)
{
	const struct c_macro *macro = map_get(&pass->known.macros, name);

	if (macro)
		return (macro->what != C_VALUE || macro->value) == wanted;
	define(pass, name, wanted ? "1" : NULL);
	return true;
}

static bool by_value(struct pass *pass, struct str text)
{
	struct c_number number = c_text_value(&pass->known, text.at, text.n);

	return !number.known || number.value;
}

static bool asks(struct pass *pass, const struct directive *directive)
{
	const char *word = directive->word;

	if (same(word, "ifdef") || same(word, "elifdef"))
		return by_name(pass, first_word(pass, directive->rest), true);
	if (same(word, "ifndef") || same(word, "elifndef"))
		return by_name(pass, first_word(pass, directive->rest), false);
	return by_value(pass, directive->rest);
}

static void open_choice(struct pass *pass, const struct directive *directive)
{
	struct choice choice = {.outer = pass->live};

	if (pass->live)
		pass->live = choice.taken = asks(pass, directive);
	vec_push(pass->arena, &pass->choices, choice);
}

static void next_branch(struct pass *pass, const struct directive *directive)
{
	struct choice *choice;

	if (!pass->choices.n)
		return;
	choice = &pass->choices.at[pass->choices.n - 1];
	pass->live = choice->outer && !choice->taken &&
	        (same(directive->word, "else") || asks(pass, directive));
	choice->taken |= pass->live;
}

static void close_choice(struct pass *pass)
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

static void remember_macro(struct pass *pass, struct str text)
{
	const char *name = first_word(pass, text);
	size_t n = strlen(name);
	struct str value = {text.at + n, text.n - n};

	if (!n || is_built_in(map_get(&pass->known.macros, name)))
		return;
	if (value.n && value.at[0] == '(')
		return;
	define(pass, name, arena_str(pass->arena, str_trim(value)));
}

static void obey(struct pass *pass, const struct directive *directive)
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
}

static void read_directive(struct pass *pass)
{
	uint32_t start = pass->at;
	struct directive directive;

	skip_line(pass);
	directive = directive_of(pass, start + 1, pass->at);
	obey(pass, &directive);
	blank(pass, start, pass->at);
}

/* ---- macros ---- */

/* The bracket that closes the one at `open`; the end of the text when there is none. */
static uint32_t closing(const struct pass *pass, uint32_t open)
{
	uint32_t depth = 0;
	char quote = 0;

	for (uint32_t i = open; i < pass->end; i++) {
		char c = pass->text[i];

		if (quote && c == '\\')
			i++;
		else if (quote)
			quote = c == quote || c == '\n' ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return i;
	}
	return pass->end;
}

static uint32_t after_space(const struct pass *pass, uint32_t at)
{
	while (at < pass->end && isspace((unsigned char)pass->text[at]))
		at++;
	return at;
}

/* The argument of that number becomes the expression 0. */
static void replace_type(struct pass *pass, uint32_t open, uint32_t close, int number)
{
	uint32_t start = open + 1, depth = 0;

	for (uint32_t i = open + 1; i <= close; i++) {
		char c = pass->text[i];

		if (i == close || (c == ',' && !depth)) {
			if (--number == 0 && i > start) {
				blank(pass, start, i);
				pass->text[start] = '0';
				return;
			}
			start = i + 1;
		}
		depth += c == '(';
		depth -= c == ')';
	}
}

static void rewrite_call(struct pass *pass, uint32_t word, enum c_macro_kind what)
{
	uint32_t open = after_space(pass, pass->at), close, next;

	if (open == pass->end || pass->text[open] != '(')
		return;
	close = closing(pass, open);
	if (close == pass->end)
		return;
	next = after_space(pass, close + 1);
	switch (what) {
	case C_CALL:
		blank(pass, word, close + 1);
		if (!pass->braces && next < pass->end && pass->text[next] == ';')
			pass->text[next] = ' ';
		pass->at = close + 1;
		break;
	case C_UNWRAP:
		blank(pass, word, open + 1);
		pass->text[close] = ' ';
		break;
	case C_TYPE_1:
	case C_TYPE_2:
		replace_type(pass, open, close, what == C_TYPE_1 ? 1 : 2);
		break;
	default:
		break;
	}
}

static void read_word(struct pass *pass)
{
	enum { LONGEST = 63 };
	char name[LONGEST + 1];
	uint32_t start = pass->at, length;
	const struct c_macro *macro;

	while (pass->at < pass->end && is_word(pass->text[pass->at]))
		pass->at++;
	length = pass->at - start;
	if (length > LONGEST)
		return;
	memcpy(name, pass->text + start, length);
	name[length] = '\0';
	macro = map_get(&pass->known.macros, name);
	if (!macro)
		return;
	if (macro->what == C_BLANK || (macro->what == C_VALUE && same(macro->value, "")))
		blank(pass, start, pass->at);
	else if (macro->what != C_VALUE)
		rewrite_call(pass, start, (enum c_macro_kind)macro->what);
}

/* ---- the pass ---- */

static void read_token(struct pass *pass)
{
	char c = pass->text[pass->at];
	char next = pass->at + 1 < pass->end ? pass->text[pass->at + 1] : '\0';

	if (c == '"' || c == '\'')
		skip_literal(pass);
	else if (c == '/' && next == '*')
		skip_block_comment(pass);
	else if (c == '/' && next == '/')
		skip_line(pass);
	else if (is_word(c) && pass->live)
		read_word(pass);
	else
		pass->at++;
	if (pass->live && c == '{')
		pass->braces++;
	else if (pass->live && c == '}' && pass->braces)
		pass->braces--;
}

static void run(struct pass *pass)
{
	pass->fresh = true;
	while (pass->at < pass->end) {
		char c = pass->text[pass->at];
		uint32_t start = pass->at;

		if (c == '#' && pass->fresh) {
			read_directive(pass);
			continue;
		}
		pass->fresh = c == '\n' || (pass->fresh && isspace((unsigned char)c));
		read_token(pass);
		if (!pass->live)
			blank(pass, start, pass->at);
	}
}

char *c_text_plain(struct arena *arena, const char *text, uint32_t length)
{
	struct pass pass = {.arena = arena, .end = length, .live = true};

	pass.known.arena = arena;
	pass.text = arena_strndup(arena, text, length);
	for (size_t i = 0; i < sizeof(built_in) / sizeof(*built_in); i++)
		map_put(&pass.known.macros, built_in[i].name, (void *)&built_in[i].macro);
	run(&pass);
	map_free(&pass.known.macros);
	return pass.text;
}
