#include "report/xml.h"

#include "report/utf.h"

static void add_character(struct buf *out, uint32_t c)
{
	switch (c) {
	case '<':
		buf_text(out, "&lt;");
		break;
	case '>':
		buf_text(out, "&gt;");
		break;
	case '&':
		buf_text(out, "&amp;");
		break;
	case '"':
		buf_text(out, "&quot;");
		break;
	case '\n':
		buf_text(out, "&#10;");
		break;
	default:
		if (c < 0x20 || c == 0x7F || (c & 0xFFFE) == 0xFFFE)
			c = c == '\t' ? ' ' : UTF_REPLACEMENT;
		utf_add(out, c);
	}
}

void xml_text(struct buf *out, const char *text)
{
	struct str rest = str_of(text);

	while (rest.n)
		add_character(out, utf_next(&rest));
}

void xml_attribute(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, " %s=\"", name);
	xml_text(out, value);
	buf_char(out, '"');
}

void xml_number(struct buf *out, const char *name, uint32_t value)
{
	buf_printf(out, " %s=\"%u\"", name, (unsigned)value);
}
