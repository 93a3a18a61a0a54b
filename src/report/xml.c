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
	default:
		/* of these XML 1.0 has no way to write */
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c & 0xFFFE) == 0xFFFE)
			c = UTF_REPLACEMENT;
		if (utf_harmless(c) != c)
			buf_printf(out, "&#%u;", (unsigned)c);
		else
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
