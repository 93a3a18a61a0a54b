/*
 * Checkstyle's XML, which many servers and editors read.
 */
#include "report/report.h"

#include "report/xml.h"

static void checkstyle_begin(struct report *report, const struct summary *summary)
{
	(void)summary;
	buf_text(report->out,
	        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
}

static void checkstyle_finding(struct report *report, const struct finding *finding)
{
	static const char *const severities[] = {"info", "warning", "error"};
	struct buf *out = report->out;

	if (!same(report->path, finding->place.path)) {
		buf_text(out, report->path ? "</file>\n<file" : "<file");
		xml_attribute(out, "name", finding->place.path);
		buf_text(out, ">\n");
		report->path = finding->place.path;
	}
	buf_text(out, "<error");
	xml_number(out, "line", finding->place.line);
	xml_number(out, "column", finding->place.column);
	xml_attribute(out, "severity", severities[finding->severity]);
	xml_attribute(out, "message", report_sentence(report, finding));
	xml_attribute(out, "source", finding->rule);
	buf_text(out, "/>\n");
}

static void checkstyle_end(struct report *report, const struct summary *summary)
{
	(void)summary;
	buf_text(report->out, report->path ? "</file>\n</checkstyle>\n" : "</checkstyle>\n");
}

const struct reporter report_checkstyle = {
        .name = "checkstyle",
        .summary = "XML as Checkstyle writes it",
        .kind = REPORT_DOCUMENT,
        .begin = checkstyle_begin,
        .finding = checkstyle_finding,
        .end = checkstyle_end,
};
