/*
 * Doc comments: the types that JavaScript declares in them.
 *
 * Found by looking back from a declaration, in the text: comments are not in
 * the tree that the front end walks.
 */
#include "front/js_lower.h"

struct str js_doc(struct js *js, uint32_t offset)
{
	const char *bytes = js->source->bytes;
	uint32_t end = offset, start;

	while (end > 0 && strchr(" \t\r\n", bytes[end - 1]) && bytes[end - 1])
		end--;
	if (end < 5 || bytes[end - 1] != '/' || bytes[end - 2] != '*')
		return (struct str){0};
	for (start = end - 2; start > 0; start--)
		if (bytes[start - 1] == '/' && bytes[start] == '*')
			break;
	if (start == 0 || bytes[start + 1] != '*' || start + 2 >= end - 1)
		return (struct str){0};
	return (struct str){bytes + start + 1, end - start - 3};
}

/* The type after `tag` at or after *i, which moves behind it. */
static struct str next_tag(struct str doc, const char *tag, size_t *i)
{
	size_t length = strlen(tag);

	for (size_t at = *i; at + length < doc.n; at++) {
		size_t open = at + length, after;
		struct str type;

		if (doc.at[at] != '@' || memcmp(doc.at + at, tag, length) != 0)
			continue;
		while (open < doc.n && doc.at[open] == ' ')
			open++;
		if (open == doc.n || doc.at[open] != '{')
			continue;
		type = js_bracketed(doc, open, &after);
		*i = after;
		return type;
	}
	*i = doc.n;
	return (struct str){0};
}

struct str js_doc_tag(struct str doc, const char *tag)
{
	size_t i = 0;

	return next_tag(doc, tag, &i);
}

struct str js_doc_param(struct str doc, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < doc.n;) {
		struct str type = next_tag(doc, "@param", &i);

		while (i < doc.n && (doc.at[i] == ' ' || doc.at[i] == '['))
			i++;
		if (type.n && doc.n - i >= length && memcmp(doc.at + i, name, length) == 0 &&
		        (i + length == doc.n || !js_is_word(doc.at[i + length])))
			return type;
	}
	return (struct str){0};
}
