/*
 * Macros in a C file, overwritten or rewritten before it is parsed; see
 * c_text.h. Those that many extensions use are known (c_macro.def), as are
 * those that the file itself defines as nothing; the rest are told by where
 * they stand and how they are written: capitals before a declaration, capitals
 * alone on a line, a call that is followed by a block.
 */
#include "front/c_text.h"

#include <ctype.h>

bool c_text_is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

void c_text_blank(struct c_text_pass *pass, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end; i++)
		if (pass->text[i] != '\n' && pass->text[i] != '\r')
			pass->text[i] = ' ';
}

/* The bracket that closes the one at `open`; the end of the text when there is none. */
static uint32_t closing(const struct c_text_pass *pass, uint32_t open)
{
	uint32_t depth = 0;
	char quote = 0;

	for (uint32_t i = open; i < pass->end && i - open < C_TEXT_REACH; i++) {
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

uint32_t c_text_space(const struct c_text_pass *pass, uint32_t at)
{
	while (at < pass->end && isspace((unsigned char)pass->text[at]))
		at++;
	return at;
}

/* The argument of that number becomes the expression 0. */
static void replace_type(struct c_text_pass *pass, uint32_t open, uint32_t close, int number)
{
	uint32_t start = open + 1, depth = 0;

	for (uint32_t i = open + 1; i <= close; i++) {
		char c = pass->text[i];

		if (i == close || (c == ',' && !depth)) {
			if (--number == 0 && i > start) {
				c_text_blank(pass, start, i);
				pass->text[start] = '0';
				return;
			}
			start = i + 1;
		}
		depth += c == '(';
		depth -= c == ')';
	}
}

static void rewrite_call(struct c_text_pass *pass, uint32_t word, enum c_macro_kind what)
{
	uint32_t open = c_text_space(pass, pass->at), close, next;

	if (open == pass->end || pass->text[open] != '(')
		return;
	close = closing(pass, open);
	if (close == pass->end)
		return;
	next = c_text_space(pass, close + 1);
	switch (what) {
	case C_CALL:
		c_text_blank(pass, word, close + 1);
		if (!pass->braces && next < pass->end && pass->text[next] == ';')
			pass->text[next] = ' ';
		pass->at = close + 1;
		break;
	case C_UNWRAP:
		c_text_blank(pass, word, open + 1);
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

/* EXPORTED PyObject *f(void), EXPORTED LOCAL(int) f(void): capitals before a type and a name are
 * marks for a compiler. */
static bool is_mark(const struct c_text_pass *pass, uint32_t start)
{
	uint32_t words = 0, at = start;

	for (; at < pass->end && c_text_is_word(pass->text[at]); at++)
		if (islower((unsigned char)pass->text[at]))
			return false;
	while (at < pass->end) {
		at = c_text_space(pass, at);
		if (pass->text[at] == '*' && words)
			return true;
		if (!c_text_is_word(pass->text[at]))
			return false;
		if (++words == 2)
			return true;
		while (at < pass->end && c_text_is_word(pass->text[at]))
			at++;
		if (at < pass->end && pass->text[at] == '(' && !pass->braces) {
			at = c_text_space(pass, closing(pass, at) + 1);
			return at < pass->end && c_text_is_word(pass->text[at]);
		}
	}
	return false;
}

/* What follows white space and comments; `broken`: there is a line end among them. */
static uint32_t after_gap(const struct c_text_pass *pass, uint32_t at, bool *broken)
{
	*broken = false;
	for (;;) {
		const char *end;

		for (; at < pass->end && isspace((unsigned char)pass->text[at]); at++)
			*broken |= pass->text[at] == '\n';
		if (strncmp(pass->text + at, "/*", 2) == 0)
			end = strstr(pass->text + at + 2, "*/");
		else if (strncmp(pass->text + at, "//", 2) == 0)
			end = strchr(pass->text + at, '\n');
		else
			return at;
		if (!end)
			return pass->end;
		at = (uint32_t)(end - pass->text) + (*end == '*' ? 2 : 0);
	}
}

/* LOOP(x), TRY: capitals alone on their line, without the semicolon that parsers want. */
static void end_statement(struct c_text_pass *pass, uint32_t start)
{
	uint32_t at = pass->at, next;
	bool broken;

	for (uint32_t i = start; i < pass->at; i++)
		if (islower((unsigned char)pass->text[i]))
			return;
	if (pass->at - start < 2)
		return;
	next = c_text_space(pass, at);
	if (next < pass->end && pass->text[next] == '(')
		at = closing(pass, next) + 1;
	if (at >= pass->end || !isspace((unsigned char)pass->text[at]))
		return;
	next = after_gap(pass, at, &broken);
	if (next == pass->end || !broken ||
	        (!strchr("}#", pass->text[next]) && !c_text_is_word(pass->text[next])))
		return;
	if (pass->braces)
		pass->text[at] = ';';
	else if (pass->text[at - 1] == ')')
		c_text_blank(pass, start, at);
}

static bool is_keyword(struct str word)
{
	static const char *const keywords[] = {
	        "if", "while", "for", "switch", "return", "sizeof", "catch"};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (str_is(word, keywords[i]))
			return true;
	return false;
}

static bool holds_jump(const struct c_text_pass *pass, uint32_t open, uint32_t close)
{
	bool quoted = false;

	for (uint32_t i = open; i < close; i++) {
		quoted ^= pass->text[i] == '"' && pass->text[i - 1] != '\\';
		if (!quoted && !c_text_is_word(pass->text[i - 1]) &&
		        (strncmp(pass->text + i, "return ", strlen("return ")) == 0 ||
		                strncmp(pass->text + i, "goto ", strlen("goto ")) == 0))
			return true;
	}
	return false;
}

/* CHECK(x, return NULL) is dropped; EACH(i, list) { is read as a loop of some kind. */
static void read_statement_macro(struct c_text_pass *pass, uint32_t start)
{
	static const char loop[] = "while";
	struct str word = {pass->text + start, pass->at - start};
	uint32_t open = c_text_space(pass, pass->at), close, next;

	if (open == pass->end || pass->text[open] != '(' || is_keyword(word))
		return;
	close = closing(pass, open);
	if (close == pass->end)
		return;
	next = c_text_space(pass, close + 1);
	if (holds_jump(pass, open, close)) {
		c_text_blank(pass, start, close + 1);
	} else if (next < pass->end && pass->text[next] == '{' && word.n >= strlen(loop)) {
		c_text_blank(pass, start, pass->at);
		memcpy(pass->text + start, loop, strlen(loop));
		vec_push(pass->arena, &pass->loops, start);
	}
}

static bool is_specifier(const struct c_text_pass *pass, uint32_t start)
{
	struct str word = {pass->text + start, pass->at - start};

	return str_is(word, "static") || str_is(word, "extern") || str_is(word, "inline");
}

/* #define UNUSED __attribute__((unused)) */
static bool says_nothing(const struct c_macro *macro)
{
	if (macro->what != C_VALUE || !macro->value)
		return false;
	return !*macro->value || str_starts(str_of(macro->value), "__attribute__") ||
	        str_starts(str_of(macro->value), "__declspec");
}

/* At both ends: what stands before may be a macro of the same kind that nobody knows. */
static void add_semicolons(struct c_text_pass *pass, uint32_t start)
{
	uint32_t next = c_text_space(pass, pass->at), before = start;

	while (before && isspace((unsigned char)pass->text[before - 1]))
		before--;
	/* never in the place of a line end: a comment may end with it */
	if (before && start && strchr(" \t", pass->text[start - 1]) &&
	        (c_text_is_word(pass->text[before - 1]) || pass->text[before - 1] == ')'))
		pass->text[start - 1] = ';';
	if (next > pass->at && next < pass->end && pass->text[next] != ';')
		pass->text[pass->at] = ';';
}

void c_text_word(struct c_text_pass *pass)
{
	enum { LONGEST = 63 };
	char name[LONGEST + 1];
	uint32_t start = pass->at, length;
	const struct c_macro *macro;

	while (pass->at < pass->end && c_text_is_word(pass->text[pass->at]))
		pass->at++;
	length = pass->at - start;
	if (pass->begins && is_mark(pass, start)) {
		c_text_blank(pass, start, pass->at);
		return;
	}
	if (pass->begins && pass->braces)
		read_statement_macro(pass, start);
	if (pass->begins)
		end_statement(pass, start);
	pass->begins &= is_specifier(pass, start);
	if (length > LONGEST)
		return;
	memcpy(name, pass->text + start, length);
	name[length] = '\0';
	macro = map_get(&pass->known.macros, name);
	if (!macro)
		return;
	if (macro->what == C_STATEMENT)
		add_semicolons(pass, start);
	else if (macro->what == C_BLANK || says_nothing(macro))
		c_text_blank(pass, start, pass->at);
	else if (macro->what != C_VALUE)
		rewrite_call(pass, start, (enum c_macro_kind)macro->what);
}

/* ---- the pass ---- */
