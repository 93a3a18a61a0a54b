/*
 * Reads format strings by the table format.def: at each place the first unit
 * of the dialect that the text begins with. What is no unit is punctuation of
 * the dialect, or a mistake.
 */
#include "fact/format.h"

struct unit_row {
	enum format_dialect dialect;
	const char *text, *arguments;
};

static const struct unit_row rows[] = {
#define UNIT(dialect, text, arguments) {FORMAT_##dialect, text, arguments},
#include "fact/format.def"
#undef UNIT
};

struct reader {
	struct arena *arena;
	enum format_dialect dialect;
	const char *at;
	struct format *format;
	unsigned depth;
	bool optional; /* after "|" */
};

const char *format_dialect_text(enum format_dialect dialect)
{
	static const char *const texts[FORMAT_DIALECT_COUNT] = {
	        [FORMAT_PARSE] = "parse", [FORMAT_BUILD] = "build", [FORMAT_PRINT] = "print"};

	return texts[dialect];
}

/* ---- what a unit takes ---- */

/* "borrowed PyRef", "new PyMem", "steals" */
static void set_effect(struct reader *reader, struct fact_param *param, struct str words)
{
	if (str_is(words, "steals")) {
		param->effect = EFFECT_STEALS;
		return;
	}
	param->effect = EFFECT_FILLED;
	param->callback = arena_str(reader->arena, words);
	param->on_success = str_starts(words, "new");
}

static void add_argument(struct reader *reader, struct str spec, const char *unit)
{
	struct format_argument argument = {.unit = unit};
	const char *colon = memchr(spec.at, ':', spec.n);
	struct str type = {spec.at, colon ? (size_t)(colon - spec.at) : spec.n};
	bool address;

	type = str_trim(type);
	address = type.at[0] == '&';
	argument.param.name = unit;
	argument.param.sometimes = reader->optional;
	/* a NULL object makes the call fail, and nothing worse */
	argument.param.optional = reader->optional || reader->dialect != FORMAT_PARSE || !address;
	if (address)
		argument.type = arena_printf(reader->arena, "%.*s *", (int)type.n - 1, type.at + 1);
	else
		argument.type = arena_str(reader->arena, type);
	if (colon)
		set_effect(reader, &argument.param,
		        str_trim((struct str){colon + 1, (size_t)(spec.at + spec.n - colon - 1)}));
	else if (address && reader->dialect == FORMAT_PARSE)
		argument.param.effect = EFFECT_FILLED;
	vec_push(reader->arena, &reader->format->arguments, argument);
}

static void add_arguments(struct reader *reader, const struct unit_row *row, const char *unit)
{
	const char *at = row->arguments;

	while (*at) {
		size_t n = strcspn(at, ",");

		add_argument(reader, (struct str){at, n}, unit);
		at += n + (at[n] == ',');
	}
	reader->format->names += reader->depth == 0;
}

/* ---- the text ---- */

static const struct unit_row *unit_at(enum format_dialect dialect, const char *at)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].dialect == dialect &&
		        strncmp(rows[i].text, at, strlen(rows[i].text)) == 0)
			return &rows[i];
	return NULL;
}

static bool mistake(struct reader *reader, const char *at)
{
	reader->format->wrong = arena_printf(
	        reader->arena, "%s%c", reader->dialect == FORMAT_PRINT ? "%" : "", *at);
	return false;
}

static bool unit(struct reader *reader)
{
	const struct unit_row *row = unit_at(reader->dialect, reader->at);

	if (!row)
		return mistake(reader, reader->at);
	add_arguments(reader, row, row->text);
	reader->at += strlen(row->text);
	return true;
}

static bool opens(struct reader *reader)
{
	reader->format->names += reader->depth++ == 0;
	reader->at++;
	return true;
}

static bool closes(struct reader *reader)
{
	if (!reader->depth)
		return mistake(reader, reader->at);
	reader->depth--;
	reader->at++;
	return true;
}

static bool parse_step(struct reader *reader)
{
	switch (*reader->at) {
	case '(':
		return opens(reader);
	case ')':
		return closes(reader);
	case '|':
		reader->optional = true;
		reader->at++;
		return true;
	case '$':
		reader->at++;
		return true;
	case ':': /* the function's name, or a message: the rest */
	case ';':
		reader->at += strlen(reader->at);
		return true;
	default:
		return unit(reader);
	}
}

static bool build_step(struct reader *reader)
{
	if (strchr("([{", *reader->at))
		return opens(reader);
	if (strchr(")]}", *reader->at))
		return closes(reader);
	if (strchr(" \t,:", *reader->at)) {
		reader->at++;
		return true;
	}
	return unit(reader);
}

/* A width or precision that is an argument. */
static void stars(struct reader *reader)
{
	static const struct unit_row width = {FORMAT_PRINT, "*", "int"};

	while (*reader->at && strchr("-+ #0123456789.*", *reader->at)) {
		if (*reader->at == '*')
			add_arguments(reader, &width, width.text);
		reader->at++;
	}
}

static bool conversion(struct reader *reader)
{
	size_t length = strspn(reader->at, "hlzjt");
	char text[8] = "", letter = reader->at[length];
	const struct unit_row *row;

	if (length + 2 > sizeof(text) || !letter)
		return mistake(reader, reader->at);
	memcpy(text, reader->at, length);
	text[length] = strchr("iuxXo", letter) ? 'd' : letter;
	row = unit_at(FORMAT_PRINT, text);
	if (!row)
		return mistake(reader, reader->at + length);
	text[length] = letter;
	add_arguments(reader, row, arena_printf(reader->arena, "%%%s", text));
	reader->at += length + 1;
	return true;
}

static bool print_step(struct reader *reader)
{
	if (*reader->at++ != '%')
		return true;
	stars(reader);
	if (*reader->at == '%') {
		reader->at++;
		return true;
	}
	return conversion(reader);
}

struct format *format_read(struct arena *arena, enum format_dialect dialect, const char *text)
{
	static bool (*const steps[FORMAT_DIALECT_COUNT])(struct reader *) = {
	        [FORMAT_PARSE] = parse_step,
	        [FORMAT_BUILD] = build_step,
	        [FORMAT_PRINT] = print_step};
	struct reader reader = {.arena = arena, .dialect = dialect, .at = text};

	reader.format = arena_new(arena, struct format);
	while (*reader.at && steps[dialect](&reader))
		;
	if (!reader.format->wrong && reader.depth)
		reader.format->wrong = "(";
	return reader.format;
}

/* ---- types ---- */

enum c_class { C_UNKNOWN, C_INTEGER, C_REAL, C_STRUCT, C_OBJECT, C_WIDE, C_VOID };

struct c_type {
	const char *name;
	enum c_class class;
	unsigned bytes, windows_bytes;
};

struct c_shape {
	struct c_type base;
	unsigned stars;
};

static struct c_shape shape_of(const char *text)
{
	static const struct c_type types[] = {
#define C_TYPE(name, class, bytes, windows) {name, C_##class, bytes, windows},
#include "fact/c_type.def"
#undef C_TYPE
	};
	struct c_shape shape = {0};
	size_t n = strlen(text);

	while (n && (text[n - 1] == '*' || text[n - 1] == ' '))
		shape.stars += text[--n] == '*';
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (strlen(types[i].name) == n && memcmp(types[i].name, text, n) == 0)
			shape.base = types[i];
	/* PyLongObject */
	if (!shape.base.class && n > strlen("PyObject") && strncmp(text, "Py", 2) == 0 &&
	        strncmp(text + n - strlen("Object"), "Object", strlen("Object")) == 0)
		shape.base.class = C_OBJECT;
	return shape;
}

static void promote(struct c_shape *shape)
{
	if (shape->stars)
		return;
	if (shape->base.class == C_INTEGER && shape->base.bytes < 4)
		shape->base.bytes = shape->base.windows_bytes = 4;
	if (shape->base.class == C_REAL)
		shape->base.bytes = shape->base.windows_bytes = 8;
}

bool format_cuts(const char *wanted, const char *given)
{
	struct c_shape want = shape_of(wanted), have = shape_of(given);

	return !want.stars && !have.stars && want.base.class == C_INTEGER &&
	        have.base.class == C_INTEGER && have.base.bytes >= want.base.bytes;
}

bool format_takes(const char *wanted, const char *given, bool promoted)
{
	struct c_shape want = shape_of(wanted), have = shape_of(given);

	if (promoted)
		promote(&want), promote(&have);
	if (want.base.class == C_VOID)
		return !(have.base.class == C_REAL && !have.stars);
	/* an object of a type of the program's own is an object, and a name may hide a star */
	if (have.base.class == C_UNKNOWN)
		return !have.stars || want.stars;
	if (have.base.class == C_VOID && have.stars)
		return true;
	if (want.stars != have.stars || want.base.class != have.base.class)
		return false;
	return want.base.class == C_OBJECT || want.base.class == C_WIDE ||
	        (want.base.bytes == have.base.bytes &&
	                want.base.windows_bytes == have.base.windows_bytes);
}
