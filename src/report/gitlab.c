/*
 * GitLab's code quality report. Its paths start at the root of the repository.
 */
#include "report/report.h"

#include "report/json.h"

static void gitlab_begin(struct report *report, const struct summary *summary)
{
	(void)summary;
	buf_char(report->out, '[');
}

static void gitlab_finding(struct report *report, const struct finding *finding)
{
	static const char *const severities[] = {"info", "minor", "major"};
	struct buf *out = report->out;

	json_open(out, NULL, '{');
	json_text(out, "description", report_sentence(report, finding));
	json_text(out, "check_name", finding->rule);
	json_text(out, "fingerprint", finding->fingerprint);
	json_text(out, "severity", severities[finding->severity]);
	json_open(out, "location", '{');
	json_text(out, "path", report_root_path(report, finding->place.path));
	json_open(out, "lines", '{');
	json_number(out, "begin", finding->place.line);
	json_number(out, "end", finding->place.end_line);
	json_close(out, '}');
	json_close(out, '}');
	json_close(out, '}');
}

static void gitlab_end(struct report *report, const struct summary *summary)
{
	(void)summary;
	buf_text(report->out, "]\n");
}

const struct reporter report_gitlab = {
        .name = "gitlab",
        .summary = "GitLab's code quality report",
        .kind = REPORT_DOCUMENT,
        .begin = gitlab_begin,
        .finding = gitlab_finding,
        .end = gitlab_end,
};
