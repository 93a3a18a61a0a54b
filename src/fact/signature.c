/*
 * The language of one fact: "(self, item: steals on success, ...) -> maybe new
 * PyProxy or null nothrow". Grammar: rules/facts/README.md.
 *
 * Read by recursive descent over words and marks. Each word of the language
 * comes from effect.def and origin.def; a word that is none of those is
 * compared with all that could stand there, for the "did you mean".
 */
#include "fact/format.h"
#include "fact/table.h"

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_MARK };

struct token {
	enum token_kind kind;
	struct str text;
	uint32_t at;
};

struct parser {
	struct arena *arena;
	const char *text;
	struct token now;
	struct fact *fact;
	VEC(struct fact_param) params;
	struct signature_types *types;
	struct signature_error *error;
};

/* ---- words and marks ---- */

static bool word_char(const char *at)
{
	return (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
	        (*at >= '0' && *at <= '9') || *at == '_' || *at == '$' ||
	        (unsigned char)*at >= 0x80 || (*at == '-' && at[1] != '>');
}

static uint32_t mark_length(const char *at)
{
	static const char *const marks[] = {"...", "->", "**"};

	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (strncmp(at, marks[i], strlen(marks[i])) == 0)
			return (uint32_t)strlen(marks[i]);
	return 1;
}

static void advance(struct parser *p)
{
	uint32_t at = p->now.at + (uint32_t)p->now.text.n, end;

	while (p->text[at] == ' ' || p->text[at] == '\t' || p->text[at] == '\n')
		at++;
	for (end = at; p->text[end] && word_char(p->text + end); end++)
		;
	p->now.kind = end > at ? TOKEN_WORD : TOKEN_MARK;
	if (!p->text[at])
		p->now.kind = TOKEN_END;
	else if (end == at)
		end = at + mark_length(p->text + at);
	p->now.at = at;
	p->now.text = (struct str){p->text + at, end - at};
}

static bool is(const struct parser *p, const char *text)
{
	return p->now.kind != TOKEN_END && str_is(p->now.text, text);
}

static bool take(struct parser *p, const char *text)
{
	if (!is(p, text))
		return false;
	advance(p);
	return true;
}

static bool fail(struct parser *p, uint32_t at, const char *message)
{
	p->error->at = at;
	p->error->message = message;
	return false;
}

static bool expected(struct parser *p, const char *what)
{
	const char *message;

	if (p->now.kind == TOKEN_END)
		message = arena_printf(p->arena, "expected %s, but the signature ends", what);
	else
		message = arena_printf(p->arena, "expected %s, found '%.*s'", what,
		        (int)p->now.text.n, p->now.text.at);
	return fail(p, p->now.at, message);
}

static bool need(struct parser *p, const char *text)
{
	if (take(p, text))
		return true;
	return expected(p, arena_printf(p->arena, "'%s'", text));
}

static const char *word(struct parser *p, const char *what)
{
	const char *text;

	if (p->now.kind != TOKEN_WORD) {
		expected(p, what);
		return NULL;
	}
	text = arena_str(p->arena, p->now.text);
	advance(p);
	return text;
}

/* ---- types and parameters that are spoken of ---- */

static bool type_name(struct parser *p, const char **type)
{
	struct signature_type use = {NULL, p->now.at};

	use.name = *type = word(p, "a type");
	if (!*type)
		return false;
	vec_push(p->arena, &p->types->list, use);
	return true;
}

enum flag_kind {
	FLAG_NOTHROW,
	FLAG_STEADY,
	FLAG_ONCE,
	FLAG_RARELY,
	FLAG_ZERO,
	FLAG_MISUSE,
	FLAG_ENDS,
	FLAG_AS,
	FLAG_ERROR,
	FLAG_LOCK
};

static const struct {
	const char *text;
	enum flag_kind kind;
	int value;
} flag_words[] = {
        {"nothrow", FLAG_NOTHROW, 0},
        {"steady", FLAG_STEADY, 0},
        {"once", FLAG_ONCE, 0},
        {"rarely", FLAG_RARELY, 0},
        {"zero", FLAG_ZERO, 0},
        {"misuse", FLAG_MISUSE, 0},
        {"ends", FLAG_ENDS, 0},
        {"as", FLAG_AS, 0},
        {"quiet", FLAG_ERROR, ERROR_QUIET},
        {"raises", FLAG_ERROR, ERROR_RAISES},
        {"may", FLAG_ERROR, ERROR_MAY},
        {"clears", FLAG_ERROR, ERROR_CLEARS},
        {"asks", FLAG_ERROR, ERROR_ASKS},
        {"locks", FLAG_LOCK, LOCK_TAKEN},
        {"unlocks", FLAG_LOCK, LOCK_GIVEN},
        {"lockless", FLAG_LOCK, LOCK_NOT_NEEDED},
};

/* The flag that is the present word, or -1. */
static int flag_here(const struct parser *p)
{
	for (size_t i = 0; i < COUNT_OF(flag_words); i++)
		if (is(p, flag_words[i].text))
			return (int)i;
	return -1;
}

/* Words that may follow a result, and so are no types. */
static bool closes_result(const struct parser *p)
{
	return p->now.kind != TOKEN_WORD || is(p, "or") || is(p, "of") || is(p, "else") ||
	        flag_here(p) >= 0;
}

static bool optional_type(struct parser *p, const char **type)
{
	return closes_result(p) || type_name(p, type);
}

static bool known_parameter(struct parser *p, const char *name, uint32_t at)
{
	struct guess guess = {.word = str_of(name)};

	if (same(name, "self"))
		return true;
	for (uint32_t i = 0; i < p->params.n; i++) {
		if (same(p->params.at[i].name, name))
			return true;
		guess_offer(&guess, p->params.at[i].name);
	}
	guess_offer(&guess, "self");
	return fail(p, at, guess_text(p->arena, &guess, "parameter"));
}

static bool parameter_name(struct parser *p, const char **name)
{
	uint32_t at = p->now.at;

	*name = word(p, "a parameter");
	return *name && known_parameter(p, *name, at);
}

/* ---- effects ---- */

/* "item of PARAM", "result", "[maybe] borrowed TYPE", "new TYPE": what a callback is given. */
static bool callback_argument(struct parser *p, struct fact_param *param)
{
	const char *name = NULL;
	bool maybe;

	if (take(p, "result")) {
		param->callback = "result";
		return true;
	}
	if (take(p, "item")) {
		if (!need(p, "of") || !(name = word(p, "a parameter")))
			return false;
		param->callback = arena_printf(p->arena, "item of %s", name);
		return true;
	}
	maybe = take(p, "maybe");
	if (is(p, "borrowed") || is(p, "new")) {
		const char *how = maybe ? "maybe borrowed" : is(p, "new") ? "new" : "borrowed";

		advance(p);
		if (!type_name(p, &name))
			return false;
		param->callback = arena_printf(p->arena, "%s %s", how, name);
		return true;
	}
	return expected(p, "'item of', 'result', 'borrowed' or 'new'");
}

static bool at_clause(const struct parser *p)
{
	return is(p, "on") || is(p, "with") || is(p, "when") || is(p, "unless") || is(p, "for") ||
	        is(p, "repeated") || is(p, "else");
}

static bool keys(struct parser *p, const char ***out)
{
	VEC(const char *) list = {0};

	do {
		const char *key = word(p, "an option's key");

		if (!key)
			return false;
		vec_push(p->arena, &list, key);
	} while (p->now.kind == TOKEN_WORD && !at_clause(p));
	vec_push(p->arena, &list, NULL);
	*out = list.at;
	return true;
}

static bool effect(struct parser *p, struct fact_param *param);

static bool otherwise(struct parser *p, struct fact_param *param)
{
	struct fact_param *other = arena_new(p->arena, struct fact_param);

	if (!param->when && !param->unless && param->effect != EFFECT_MISUSE)
		return fail(p, p->now.at, "'else' needs a 'when' or 'unless' before it");
	advance(p);
	other->name = param->name;
	param->otherwise = other;
	return effect(p, other);
}

/* "misuse WORD for TYPE": only such an argument is misused. */
static bool misused_type(struct parser *p, struct fact_param *param)
{
	if (param->effect != EFFECT_MISUSE && param->effect != EFFECT_RELEASES &&
	        param->effect != EFFECT_STEALS)
		return fail(p, p->now.at, "only a 'misuse' can be 'for' a type");
	advance(p);
	return type_name(p, &param->callback);
}

static bool clauses(struct parser *p, struct fact_param *param)
{
	while (at_clause(p)) {
		bool good;

		if (is(p, "else"))
			return otherwise(p, param);
		if (take(p, "on"))
			good = param->on_success = need(p, "success");
		else if (take(p, "with"))
			good = callback_argument(p, param);
		else if (is(p, "for"))
			good = misused_type(p, param);
		else if (take(p, "repeated"))
			good = param->repeated = true;
		else if (take(p, "when"))
			good = keys(p, &param->when);
		else
			good = need(p, "unless") && keys(p, &param->unless);
		if (!good)
			return false;
	}
	return true;
}

static bool effect_word(struct parser *p, enum effect *out)
{
	static const char *const texts[] = {
#define EFFECT(id, text) text,
#include "fact/effect.def"
#undef EFFECT
	};
	struct guess guess = {.word = p->now.text};

	for (int i = 0; i < EFFECT_COUNT; i++) {
		if (i != EFFECT_KEPT_ONCE && take(p, texts[i])) {
			*out = (enum effect)i;
			if (i == EFFECT_KEPT && take(p, "once"))
				*out = EFFECT_KEPT_ONCE;
			if (i == EFFECT_CALLS && take(p, "once"))
				*out = EFFECT_CALLS_ONCE;
			return true;
		}
	}
	if (p->now.kind != TOKEN_WORD)
		return expected(p, "an effect");
	for (int i = 0; i < EFFECT_COUNT; i++)
		guess_offer(&guess, texts[i]);
	return fail(p, p->now.at, guess_text(p->arena, &guess, "effect"));
}

/* "python", "python-name", "python-module" */
static bool source_language(struct parser *p, struct fact_param *param)
{
	static const char *const parts[] = {
	        [SOURCE_CODE] = "", [SOURCE_NAME] = "-name", [SOURCE_MODULE] = "-module"};
	uint32_t at = p->now.at;
	const char *name = word(p, "a language");
	struct guess guess = {0};

	if (!name)
		return false;
	guess.word = str_of(name);
	for (int i = LANG_NONE + 1; i < LANG_COUNT; i++) {
		const char *language = language_text((enum language)i);
		size_t length = strlen(language);

		guess_offer(&guess, language);
		for (size_t k = 0; k < COUNT_OF(parts); k++) {
			if (strncmp(name, language, length) != 0 || !same(name + length, parts[k]))
				continue;
			param->language = (enum language)i;
			param->source = (enum fact_source)k;
			return true;
		}
	}
	return fail(p, at, guess_text(p->arena, &guess, "language"));
}

static bool format_dialect(struct parser *p, struct fact_param *param)
{
	struct guess guess = {.word = p->now.text};

	for (int i = 0; i < FORMAT_DIALECT_COUNT; i++) {
		param->dialect = (enum format_dialect)i;
		if (take(p, format_dialect_text(param->dialect)))
			return true;
		guess_offer(&guess, format_dialect_text(param->dialect));
	}
	return fail(p, p->now.at, guess_text(p->arena, &guess, "dialect"));
}

static bool effect(struct parser *p, struct fact_param *param)
{
	if (!effect_word(p, &param->effect))
		return false;
	if (param->effect == EFFECT_MISUSE) {
		param->word = word(p, "the name of the mistake");
		if (!param->word)
			return false;
	}
	if (param->effect == EFFECT_SOURCE && !source_language(p, param))
		return false;
	if (param->effect == EFFECT_FORMAT && !format_dialect(p, param))
		return false;
	return clauses(p, param);
}

/* ---- parameters ---- */

static bool add_parameter(struct parser *p, const struct fact_param *param, uint32_t at)
{
	for (uint32_t i = 0; i < p->params.n; i++) {
		if (same(p->params.at[i].name, param->name))
			return fail(p, at,
			        arena_printf(
			                p->arena, "parameter '%s' is there already", param->name));
		if (p->params.at[i].rest && !param->keywords)
			return fail(p, at, "no parameter can follow '...'");
	}
	vec_push(p->arena, &p->params, *param);
	return true;
}

static bool parameter(struct parser *p)
{
	struct fact_param param = {0};
	uint32_t at = p->now.at;

	if (take(p, "...")) {
		param.name = "...";
		param.rest = true;
		param.optional = take(p, "?");
	} else {
		param.keywords = take(p, "**");
		param.name = word(p, "a parameter");
		if (!param.name)
			return false;
		if (take(p, "?"))
			param.optional = true;
		else if (take(p, "..."))
			param.rest = true;
	}
	if (take(p, ":") && !effect(p, &param))
		return false;
	return add_parameter(p, &param, at);
}

static bool parameters(struct parser *p)
{
	p->fact->has_params = true;
	if (take(p, ")"))
		return true;
	do {
		if (!parameter(p))
			return false;
	} while (take(p, ","));
	if (take(p, ")"))
		return true;
	return expected(p, "',' or ')'");
}

/* "item of PARAM" of a callback may name a parameter that comes later. */
static bool callbacks_name_parameters(struct parser *p)
{
	for (uint32_t i = 0; i < p->params.n; i++) {
		const char *text = p->params.at[i].callback;

		if (text && strncmp(text, "item of ", 8) == 0 && !known_parameter(p, text + 8, 0))
			return false;
	}
	return true;
}

/* ---- result ---- */

/* "from PARAM", "to PARAM", "of PARAM", and a type. */
static bool related(struct parser *p, const char *preposition)
{
	return need(p, preposition) && parameter_name(p, &p->fact->from) &&
	        optional_type(p, &p->fact->type);
}

static bool origin_rest(struct parser *p)
{
	switch (p->fact->origin) {
	case ORIGIN_BORROWED:
		return related(p, "from");
	case ORIGIN_GATHERED:
		return related(p, "from") &&
		        (!take(p, "else") || parameter_name(p, &p->fact->from_else));
	case ORIGIN_TIED:
		return related(p, "to");
	case ORIGIN_ALIAS:
	case ORIGIN_TEST:
	case ORIGIN_ITEM:
		return related(p, "of");
	case ORIGIN_NEW:
		return optional_type(p, &p->fact->type) &&
		        (!take(p, "of") || parameter_name(p, &p->fact->from));
	case ORIGIN_PLAIN:
	case ORIGIN_PRIMITIVE:
		return optional_type(p, &p->fact->type);
	default:
		return true;
	}
}

static bool origin(struct parser *p)
{
	static const char *const texts[] = {
#define ORIGIN(id, text) text,
#include "fact/origin.def"
#undef ORIGIN
	};

	if (p->now.kind != TOKEN_WORD)
		return expected(p, "a result");
	for (int i = 0; i < ORIGIN_COUNT; i++) {
		if (take(p, texts[i])) {
			p->fact->origin = (enum origin)i;
			return origin_rest(p);
		}
	}
	p->fact->origin = ORIGIN_PLAIN;
	return type_name(p, &p->fact->type);
}

static bool has_source(const struct parser *p)
{
	for (uint32_t i = 0; i < p->params.n; i++)
		if (p->params.at[i].effect == EFFECT_SOURCE)
			return true;
	return false;
}

static bool result(struct parser *p)
{
	uint32_t at;

	if (take(p, "promise")) {
		p->fact->promise = true;
		if (!need(p, "of"))
			return false;
	}
	p->fact->maybe = take(p, "maybe");
	at = p->now.at;
	if (take(p, "like")) {
		p->fact->like = word(p, "a member");
		return p->fact->like && need(p, "of") && parameter_name(p, &p->fact->from);
	}
	if (take(p, "result")) {
		p->fact->result_of_source = true;
		if (!need(p, "of") || !need(p, "source"))
			return false;
		return has_source(p) || fail(p, at, "no parameter is 'source'");
	}
	if (!origin(p))
		return false;
	if (take(p, "or")) {
		p->fact->nullable = true;
		p->fact->absent = take(p, "nothing");
		p->fact->error = take(p, "error");
		return p->fact->absent || p->fact->error || need(p, "null");
	}
	return true;
}

static bool flag(struct parser *p)
{
	int found = flag_here(p);
	struct guess guess = {.word = p->now.text};

	if (p->now.kind != TOKEN_WORD)
		return expected(p, "a flag or the end");
	for (size_t i = 0; i < COUNT_OF(flag_words); i++)
		guess_offer(&guess, flag_words[i].text);
	if (found < 0)
		return fail(p, p->now.at, guess_text(p->arena, &guess, "flag"));
	advance(p);
	switch (flag_words[found].kind) {
	case FLAG_NOTHROW:
		return p->fact->nothrow = true;
	case FLAG_STEADY:
		return p->fact->steady = true;
	case FLAG_ONCE:
		return p->fact->once = true;
	case FLAG_RARELY:
		return p->fact->rarely = true;
	case FLAG_ZERO:
		return p->fact->zero = true;
	case FLAG_MISUSE:
		p->fact->misuse = word(p, "the name of the mistake");
		return p->fact->misuse != NULL;
	case FLAG_ENDS:
		return type_name(p, &p->fact->ends);
	case FLAG_AS:
		return parameter_name(p, &p->fact->as);
	case FLAG_ERROR:
		p->fact->pending = (enum fact_error)flag_words[found].value;
		return p->fact->pending != ERROR_MAY || need(p, "raise");
	case FLAG_LOCK:
		p->fact->lock = (enum fact_lock)flag_words[found].value;
		return true;
	}
	return true;
}

static bool flags(struct parser *p)
{
	while (p->now.kind != TOKEN_END)
		if (!flag(p))
			return false;
	return true;
}

static bool signature(struct parser *p)
{
	if (!take(p, "("))
		return result(p) && flags(p);
	if (!parameters(p) || !callbacks_name_parameters(p))
		return false;
	if (take(p, "->") && !result(p))
		return false;
	return flags(p);
}

bool signature_read(struct arena *arena, const char *text, struct fact *fact,
        struct signature_types *types, struct signature_error *error)
{
	struct parser p = {
	        .arena = arena, .text = text, .fact = fact, .types = types, .error = error};

	advance(&p);
	if (!signature(&p))
		return false;
	fact->params = p.params.at;
	fact->param_count = p.params.n;
	return true;
}
