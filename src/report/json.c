#include "report/json.h"

#include "report/utf.h"

static void add_character(struct buf *out, uint32_t c)
{
	static const char named[] = "\bb\ff\nn\rr\tt\"\"\\\\";

	for (const char *pair = named; c && *pair; pair += 2) {
		if ((unsigned char)pair[0] != c)
			continue;
		buf_char(out, '\\');
		buf_char(out, pair[1]);
		return;
	}
	/* reports are looked at on terminals, too */
	if (utf_harmless(c) != c)
		buf_printf(out, "\\u%04x", (unsigned)c);
	else
		utf_add(out, c);
}

static void add_quoted(struct buf *out, const char *text)
{
	struct str rest = str_of(text);

	buf_char(out, '"');
	while (rest.n)
		add_character(out, utf_next(&rest));
	buf_char(out, '"');
}

/* A comma is due after anything but an opening bracket; between documents stands a line end. */
static void start_value(struct buf *out, const char *key)
{
	char last = out->n ? out->at[out->n - 1] : '\n';

	if (last != '{' && last != '[' && last != '\n')
		buf_char(out, ',');
	if (key) {
		add_quoted(out, key);
		buf_char(out, ':');
	}
}

void json_open(struct buf *out, const char *key, char bracket)
{
	start_value(out, key);
	buf_char(out, bracket);
}

void json_close(struct buf *out, char bracket)
{
	buf_char(out, bracket);
}

void json_text(struct buf *out, const char *key, const char *text)
{
	start_value(out, key);
	if (text)
		add_quoted(out, text);
	else
		buf_text(out, "null");
}

void json_number(struct buf *out, const char *key, uint32_t number)
{
	start_value(out, key);
	buf_printf(out, "%u", (unsigned)number);
}

void json_bool(struct buf *out, const char *key, bool value)
{
	start_value(out, key);
	buf_text(out, value ? "true" : "false");
}
