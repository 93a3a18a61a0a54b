/*
 * From a declared type, as the program spells it, to a type that facts know:
 * "PyodideInterface | null", "Promise<PyProxy>", "pyodide.ffi.JsProxy",
 * "Optional['JsProxy']".
 *
 * No grammar of types: brackets are matched, and everything else is taken
 * apart at them. Whatever is not understood stands for no type.
 */
#include "fact/table.h"

#include <stdio.h>

enum { LONGEST_NAME = 128, DEEPEST = 8 };

struct question {
	const struct fact_set *set;
	int depth;
};

static const char *resolve(struct question *question, struct str text);

static const char *known_name(const struct question *question, struct str text)
{
	char name[LONGEST_NAME];
	const char *type;
	const struct fact_type *known;

	if (!text.n || text.n >= sizeof(name))
		return NULL;
	memcpy(name, text.at, text.n);
	name[text.n] = '\0';
	type = map_get(&question->set->declared, name);
	if (type)
		return type;
	known = map_get(&question->set->types, name);
	return known ? known->name : NULL;
}

static int nesting(char c)
{
	if (strchr("<[({", c))
		return 1;
	return strchr(">])}", c) ? -1 : 0;
}

/* The first of the characters `marks` outside of all brackets, or text.n. */
static size_t find_outside(struct str text, const char *marks)
{
	int depth = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (!depth && strchr(marks, text.at[i]))
			return i;
		depth += nesting(text.at[i]);
	}
	return text.n;
}

/* The first of several types that is known. */
static const char *resolve_list(struct question *question, struct str text, const char *marks)
{
	while (text.n) {
		size_t n = find_outside(text, marks);
		const char *type = resolve(question, (struct str){text.at, n});

		if (type)
			return type;
		n += n < text.n;
		text.at += n;
		text.n -= n;
	}
	return NULL;
}

/* Of `typeof f`, or f: the type that calling f gives. */
static const char *result_of(const struct question *question, struct str text)
{
	static const char *const forms[] = {"%.*s", "*#%.*s"};
	static const char word[] = "typeof ";
	char name[LONGEST_NAME];

	text = str_trim(text);
	if (text.n >= sizeof(word) && strncmp(text.at, word, sizeof(word) - 1) == 0)
		text = str_trim(
		        (struct str){text.at + sizeof(word) - 1, text.n - sizeof(word) + 1});
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		const struct fact *fact;

		if ((size_t)snprintf(name, sizeof(name), forms[i], (int)text.n, text.at) >=
		        sizeof(name))
			return NULL;
		fact = map_get(&question->set->facts, name);
		if (fact && fact->type)
			return fact->type;
	}
	return NULL;
}

/* NAME<inner> or NAME[inner]: for some names the inside is what matters. */
static const char *resolve_generic(struct question *question, struct str name, struct str inner)
{
	static const char *const wrappers[] = {"Promise", "PromiseLike", "Awaited", "Readonly",
	        "NonNullable", "Required", "Partial", "Optional", "Union", "Final", "ClassVar",
	        "Annotated", "Awaitable", "Coroutine"};
	size_t dot;

	name = str_trim(name);
	while ((dot = find_outside(name, ".")) < name.n)
		name = (struct str){name.at + dot + 1, name.n - dot - 1};
	if (!str_trim(inner).n)
		return NULL;
	for (size_t i = 0; i < COUNT_OF(wrappers); i++)
		if (str_is(name, wrappers[i]))
			return resolve_list(question, inner, ",");
	if (str_is(name, "ReturnType"))
		return result_of(question, inner);
	return known_name(question, name);
}

static struct str unquoted(struct str text)
{
	text = str_trim(text);
	while (text.n >= 2 &&
	        ((strchr("'\"", text.at[0]) && text.at[text.n - 1] == text.at[0]) ||
	                (text.at[0] == '(' && text.at[text.n - 1] == ')')))
		text = str_trim((struct str){text.at + 1, text.n - 2});
	return text;
}

static const char *resolve_one(struct question *question, struct str text)
{
	const char *type = known_name(question, text);
	size_t open = 0, dot;

	if (type || !text.n)
		return type;
	if (strchr(">]", text.at[text.n - 1])) {
		while (open < text.n && !strchr("<[", text.at[open]))
			open++;
		if (open + 1 >= text.n)
			return NULL;
		return resolve_generic(question, (struct str){text.at, open},
		        (struct str){text.at + open + 1, text.n - open - 2});
	}
	/* one star: what it points to is what matters */
	if (str_ends(text, " *"))
		return known_name(question, (struct str){text.at, text.n - 2});
	dot = find_outside(text, ".");
	if (dot == text.n)
		return NULL;
	return resolve_one(question, (struct str){text.at + dot + 1, text.n - dot - 1});
}

static const char *resolve(struct question *question, struct str text)
{
	const char *type;

	text = unquoted(text);
	if (question->depth == DEEPEST)
		return NULL;
	question->depth++;
	if (find_outside(text, "|&") < text.n)
		type = resolve_list(question, text, "|&");
	else
		type = resolve_one(question, text);
	question->depth--;
	return type;
}

const char *fact_declared(
        const struct fact_table *table, enum language language, const char *declared)
{
	struct question question = {fact_set_of(table, language), 0};

	return declared ? resolve(&question, str_of(declared)) : NULL;
}
