/*
 * JUnit's XML, for servers that show test results: each finding is a test case
 * that failed; without findings there is one that passed.
 */
#include "report/report.h"

#include "report/xml.h"

static void junit_begin(struct report *report, const struct summary *summary)
{
	uint32_t failures = summary->errors + summary->warnings + summary->notes;
	struct buf *out = report->out;

	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"proxylint\"");
	xml_number(out, "tests", failures ? failures : 1);
	xml_number(out, "failures", failures);
	buf_text(out, " errors=\"0\">\n<testsuite name=\"proxylint\"");
	xml_number(out, "tests", failures ? failures : 1);
	xml_number(out, "failures", failures);
	buf_text(out, " errors=\"0\">\n");
	if (!failures)
		buf_text(out, "<testcase name=\"no findings\" classname=\"proxylint\"/>\n");
}

static void junit_finding(struct report *report, const struct finding *finding)
{
	const struct place *place = &finding->place;
	const char *sentence = report_sentence(report, finding);
	struct buf *out = report->out;

	buf_text(out, "<testcase");
	xml_attribute(out, "name", finding->rule);
	xml_attribute(out, "classname", place->path);
	xml_attribute(out, "file", place->path);
	xml_number(out, "line", place->line);
	buf_text(out, "><failure");
	xml_attribute(out, "type", severity_text(finding->severity));
	xml_attribute(out, "message", sentence);
	buf_char(out, '>');
	xml_text(out, place->path);
	buf_printf(out, ":%u:%u: ", (unsigned)place->line, (unsigned)place->column);
	xml_text(out, sentence);
	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct step *step = &finding->steps[i];

		buf_char(out, '\n');
		xml_text(out, step->place.path);
		buf_printf(
		        out, ":%u:%u: ", (unsigned)step->place.line, (unsigned)step->place.column);
		xml_text(out, step->message);
	}
	if (finding->help) {
		buf_text(out, "\nhelp: ");
		xml_text(out, finding->help);
	}
	buf_text(out, "</failure></testcase>\n");
}

static void junit_end(struct report *report, const struct summary *summary)
{
	(void)summary;
	buf_text(report->out, "</testsuite>\n</testsuites>\n");
}

const struct reporter report_junit = {
        .name = "junit",
        .summary = "XML of test results",
        .kind = REPORT_DOCUMENT,
        .begin = junit_begin,
        .finding = junit_finding,
        .end = junit_end,
};
