/*
 * Macros of the project in the first pass over a C file (c_text.h): each use
 * is replaced, and the places of what now stands there are noted.
 */
#include "front/c_text.h"

/* Text that macros may add to a file, in bytes, beside its own length. */
enum { MOST_ADDED = 4 << 20 };

static void add_piece(struct c_text_pass *pass, uint32_t at, const struct c_token *token)
{
	struct c_piece piece = {at, (uint32_t)pass->out.n - at, token->from, token->exact};

	vec_push(pass->arena, &pass->pieces, piece);
}

static void emit(struct c_text_pass *pass, const struct c_token *list, struct span use)
{
	struct c_token end = {.from = {use.end, use.end}, .exact = true};

	for (; list; list = list->next) {
		uint32_t at;

		if (list->space)
			buf_char(&pass->out, ' ');
		at = (uint32_t)pass->out.n;
		buf_add(&pass->out, list->text.at, list->text.n);
		add_piece(pass, at, list);
	}
	buf_char(&pass->out, ' ');
	add_piece(pass, (uint32_t)pass->out.n, &end);
}

static struct c_macro *macro_at(struct c_text_pass *pass, uint32_t start)
{
	enum { LONGEST = 63 };
	char name[LONGEST + 1];
	struct c_macro *macro;

	if (pass->at - start > LONGEST)
		return NULL;
	memcpy(name, pass->text + start, pass->at - start);
	name[pass->at - start] = '\0';
	macro = map_get(&pass->known.macros, name);
	return macro && macro->own && macro->value ? macro : NULL;
}

/* #define f f: nothing but the name itself */
static bool stays(const struct c_token *list, const struct c_token *name)
{
	return list && !list->next && list->text.n == name->text.n &&
	        memcmp(list->text.at, name->text.at, name->text.n) == 0;
}

void c_text_replace(struct c_text_pass *pass)
{
	uint32_t start = pass->at, at = start;
	struct c_token name, *list;
	struct c_expander expander;
	const struct c_macro *macro;

	while (pass->at < pass->end && c_text_is_word(pass->text[pass->at]))
		pass->at++;
	macro = macro_at(pass, start);
	if (!macro || pass->out.n > pass->end + MOST_ADDED)
		return;
	name = c_token_read(pass->text, &at, pass->at);
	if (name.kind != C_TOKEN_WORD)
		return;
	expander = (struct c_expander){
	        pass->arena, &pass->known.macros, pass->text, pass->at, pass->end, 0, false};
	list = c_expand(&expander, &name);
	if (expander.failed || stays(list, &name))
		return;
	buf_add(&pass->out, pass->text + pass->copied, start - pass->copied);
	emit(pass, list, (struct span){start, expander.at});
	pass->at = pass->copied = expander.at;
}

/* ---- places ---- */

/* The last piece that begins at or before `at`, or NULL. */
static const struct c_piece *piece_at(const struct c_plain *plain, uint32_t at)
{
	uint32_t n =
	        sorted_upto(plain->pieces.at, plain->pieces.n, SORTED_BY(struct c_piece, at), at);

	return n ? &plain->pieces.at[n - 1] : NULL;
}

/* Of one byte; `end`: the place behind it. */
static uint32_t place(const struct c_plain *plain, uint32_t at, bool end)
{
	const struct c_piece *piece = piece_at(plain, at);
	uint32_t into;

	if (!piece)
		return at + end;
	into = at - piece->at;
	if (into >= piece->length && piece->length)
		return piece->from.end;
	if (into >= piece->length)
		return piece->from.end + into + end;
	if (piece->exact)
		return piece->from.start + into + end;
	return end ? piece->from.end : piece->from.start;
}

struct span c_plain_span(const struct c_plain *plain, struct span span)
{
	struct span found;

	if (!plain->pieces.n || !span.end)
		return span;
	found.end = place(plain, span.end - 1, true);
	found.start = span.start < span.end ? place(plain, span.start, false) : found.end;
	if (found.start > found.end)
		found = (struct span){found.end, found.start};
	return found;
}
