/*
 * The expressions of #if and #elif: integers, `defined`, comparisons, && and
 * ||. What hangs on a macro that nobody knows is not known, unless the known
 * half decides: `0 && X` is 0. A library whose version nobody knows is newer
 * than any that the program asks about.
 */
#include "front/c_text.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>

enum { MOST_DEPTH = 64, MOST_REPLACED = 8 };

struct reader {
	const struct c_text *known;
	const char *at, *end;
	int depth, replaced;
};

static const struct c_number nothing = {false, 0};
static const struct c_number newest = {true, LLONG_MAX};

static struct c_number number(long long value)
{
	return (struct c_number){true, value};
}

static void skip_space(struct reader *reader)
{
	while (reader->at < reader->end &&
	        (isspace((unsigned char)*reader->at) || *reader->at == '\\'))
		reader->at++;
}

static bool take(struct reader *reader, const char *token)
{
	size_t n = strlen(token);

	skip_space(reader);
	if ((size_t)(reader->end - reader->at) < n || memcmp(reader->at, token, n) != 0)
		return false;
	reader->at += n;
	return true;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static char *take_word(struct reader *reader)
{
	const char *start;

	skip_space(reader);
	start = reader->at;
	while (reader->at < reader->end && is_word(*reader->at))
		reader->at++;
	return arena_strndup(reader->known->arena, start, (size_t)(reader->at - start));
}

static struct c_number is_defined(struct reader *reader)
{
	bool open = take(reader, "(");
	const struct c_macro *macro = map_get(&reader->known->macros, take_word(reader));

	if (open)
		take(reader, ")");
	if (!macro)
		return reader->known->closed ? number(0) : nothing;
	return number(macro->what != C_VALUE || macro->value);
}

static void skip_arguments(struct reader *reader)
{
	int depth = 0;

	skip_space(reader);
	if (reader->at == reader->end || *reader->at != '(')
		return;
	do {
		depth += *reader->at == '(';
		depth -= *reader->at == ')';
		reader->at++;
	} while (depth && reader->at < reader->end);
}

static struct c_number binary(struct reader *reader, int level);

static struct c_number named(struct reader *reader)
{
	char *word = take_word(reader);
	const struct c_macro *macro;
	struct reader inner = *reader;

	if (same(word, "defined"))
		return is_defined(reader);
	skip_arguments(reader);
	macro = map_get(&reader->known->macros, word);
	if (!macro && strstr(word, "VERSION"))
		return newest;
	if (!macro || macro->what != C_VALUE || reader->replaced >= MOST_REPLACED)
		return nothing;
	if (!macro->value)
		return number(0);
	inner.replaced++;
	inner.at = macro->value;
	inner.end = macro->value + strlen(macro->value);
	return binary(&inner, 0);
}

static struct c_number primary(struct reader *reader)
{
	struct c_number value;
	char *end;

	skip_space(reader);
	if (reader->at == reader->end || reader->depth >= MOST_DEPTH)
		return nothing;
	if (take(reader, "!") || take(reader, "-")) {
		bool negate = reader->at[-1] == '!';

		reader->depth++;
		value = primary(reader);
		reader->depth--;
		value.value = negate ? !value.value : -value.value;
		return value;
	}
	if (take(reader, "(")) {
		reader->depth++;
		value = binary(reader, 0);
		reader->depth--;
		take(reader, ")");
		return value;
	}
	if (isdigit((unsigned char)*reader->at)) {
		char *digits = take_word(reader);

		value = number((long long)strtoull(digits, &end, 0));
		return value;
	}
	if (is_word(*reader->at))
		return named(reader);
	reader->at = reader->end;
	return nothing;
}

static const struct {
	const char *text;
	int level;
} operators[] = {{"||", 0}, {"&&", 1}, {"==", 2}, {"!=", 2}, {"<=", 3}, {">=", 3}, {"<<", 4},
        {">>", 4}, {"<", 3}, {">", 3}, {"+", 5}, {"-", 5}, {"*", 6}};

enum { LEVELS = 7 };

static bool is_newest(struct c_number number)
{
	return number.known && number.value == newest.value;
}

static bool is_equality(const char *operator)
{
	return same(operator, "==") || same(operator, "!=");
}

static struct c_number combine(const char *operator, struct c_number a, struct c_number b)
{
	bool both = a.known && b.known;

	if (same(operator, "||")) {
		if ((a.known && a.value) || (b.known && b.value))
			return number(1);
		return both ? number(0) : nothing;
	}
	if (same(operator, "&&")) {
		if ((a.known && !a.value) || (b.known && !b.value))
			return number(0);
		return both ? number(1) : nothing;
	}
	if (!both)
		return nothing;
	if (is_newest(a) || is_newest(b)) {
		if (is_equality(operator))
			return nothing;
		if (strchr("+-*", operator[0]) || same(operator, "<<"))
			return newest;
	}
	switch (operator[0]) {
	case '=':
		return number(a.value == b.value);
	case '!':
		return number(a.value != b.value);
	case '<':
		if (operator[1] == '<')
			return number((long long)((unsigned long long)a.value << (b.value & 63)));
		return number(operator[1] ? a.value <= b.value : a.value<b.value);
	case '>':
		if (operator[1] == '>')
			return number(a.value >> (b.value & 63));
		return number(operator[1] ? a.value >= b.value : a.value> b.value);
	case '+':
		return number(
		        (long long)((unsigned long long)a.value + (unsigned long long)b.value));
	case '-':
		return number(
		        (long long)((unsigned long long)a.value - (unsigned long long)b.value));
	default:
		return nothing;
	}
}

static const char *take_operator(struct reader *reader, int level)
{
	skip_space(reader);
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		size_t n = strlen(operators[i].text);

		if ((size_t)(reader->end - reader->at) < n ||
		        memcmp(reader->at, operators[i].text, n) != 0)
			continue;
		if (operators[i].level != level)
			return NULL;
		reader->at += n;
		return operators[i].text;
	}
	return NULL;
}

static struct c_number binary(struct reader *reader, int level)
{
	struct c_number left = level + 1 < LEVELS ? binary(reader, level + 1) : primary(reader);
	const char *operator;

	while ((operator= take_operator(reader, level)))
		left = combine(operator, left,
		        level + 1 < LEVELS ? binary(reader, level + 1) : primary(reader));
	return left;
}

struct c_number c_text_value(const struct c_text *known, const char *text, size_t length)
{
	struct reader reader = {.known = known, .at = text, .end = text + length};

	return binary(&reader, 0);
}
