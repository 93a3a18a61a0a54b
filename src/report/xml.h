/* Text in XML. */
#ifndef PROXYLINT_REPORT_XML_H
#define PROXYLINT_REPORT_XML_H

#include "base/str.h"

/* Adds text as it may stand between tags or in a quoted attribute: valid UTF-8, without the
 * characters that XML forbids. */
void xml_text(struct buf *out, const char *text);
/* ` name="value"` */
void xml_attribute(struct buf *out, const char *name, const char *value);
void xml_number(struct buf *out, const char *name, uint32_t value);

#endif
