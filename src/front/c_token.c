/*
 * Text → preprocessing tokens; see c_token.h. A backslash at the end of a line
 * is white space here: no name of real code is broken by one.
 */
#include "front/c_token.h"

#include <ctype.h>

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static bool starts(const char *text, uint32_t at, uint32_t end, const char *wanted)
{
	size_t n = strlen(wanted);

	return end - at >= n && memcmp(text + at, wanted, n) == 0;
}

static uint32_t comment_end(const char *text, uint32_t at, uint32_t end)
{
	if (text[at + 1] == '/') {
		while (at < end && text[at] != '\n')
			at++;
		return at;
	}
	for (at += 2; at < end; at++)
		if (starts(text, at, end, "*/"))
			return at + 2;
	return end;
}

static uint32_t skip_space(const char *text, uint32_t at, uint32_t end)
{
	while (at < end) {
		if (isspace((unsigned char)text[at]) || text[at] == '\\')
			at++;
		else if (starts(text, at, end, "/*") || starts(text, at, end, "//"))
			at = comment_end(text, at, end);
		else
			break;
	}
	return at;
}

static uint32_t literal_end(const char *text, uint32_t at, uint32_t end)
{
	char quote = text[at++];

	while (at < end && text[at] != quote && text[at] != '\n')
		at += text[at] == '\\' && at + 1 < end ? 2 : 1;
	return at < end ? at + 1 : end;
}

/* 1.5e+3, 0x1f, 10ul */
static uint32_t number_end(const char *text, uint32_t at, uint32_t end)
{
	while (at < end &&
	        (is_word(text[at]) || text[at] == '.' ||
	                ((text[at] == '+' || text[at] == '-') && strchr("eEpP", text[at - 1]))))
		at++;
	return at;
}

static uint32_t sign_end(const char *text, uint32_t at, uint32_t end)
{
	if (starts(text, at, end, "..."))
		return at + 3;
	return at + (starts(text, at, end, "##") ? 2 : 1);
}

static enum c_token_kind token_kind(const char *text, uint32_t at, uint32_t end)
{
	if (text[at] == '"' || text[at] == '\'')
		return C_TOKEN_LITERAL;
	if (isdigit((unsigned char)text[at]) ||
	        (text[at] == '.' && at + 1 < end && isdigit((unsigned char)text[at + 1])))
		return C_TOKEN_NUMBER;
	return is_word(text[at]) ? C_TOKEN_WORD : C_TOKEN_SIGN;
}

struct c_token c_token_read(const char *text, uint32_t *at, uint32_t end)
{
	uint32_t start = skip_space(text, *at, end), stop = start;
	struct c_token token = {.space = start > *at, .exact = true};

	if (start < end)
		token.kind = (uint8_t)token_kind(text, start, end);
	switch (token.kind) {
	case C_TOKEN_LITERAL:
		stop = literal_end(text, start, end);
		break;
	case C_TOKEN_NUMBER:
		stop = number_end(text, start, end);
		break;
	case C_TOKEN_WORD:
		while (stop < end && is_word(text[stop]))
			stop++;
		break;
	case C_TOKEN_SIGN:
		stop = sign_end(text, start, end);
		break;
	default:
		break;
	}
	token.text = (struct str){text + start, stop - start};
	token.from = (struct span){start, stop};
	*at = stop;
	return token;
}

struct c_token *c_token_list(struct arena *arena, struct str text)
{
	struct c_token *first = NULL, **last = &first, token;
	uint32_t at = 0;

	while ((token = c_token_read(text.at, &at, (uint32_t)text.n)).kind != C_TOKEN_END) {
		*last = arena_new(arena, struct c_token);
		**last = token;
		last = &(*last)->next;
	}
	return first;
}

bool c_token_is(const struct c_token *token, const char *text)
{
	return token && token->kind != C_TOKEN_END && str_is(token->text, text);
}
