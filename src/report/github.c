/*
 * Commands that GitHub Actions turns into annotations of a change. It takes
 * paths from the root of the repository.
 */
#include "report/report.h"

#include "report/utf.h"

/* A command is one line; in its properties commas and colons have a meaning. */
static void add_text(struct buf *out, const char *text, bool property)
{
	struct str rest = str_of(text);

	while (rest.n) {
		uint32_t c = utf_next(&rest);

		if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
			buf_printf(out, "%%%02X", (unsigned)c);
		else
			utf_add(out, utf_harmless(c));
	}
}

static void add_place(struct report *report, const struct place *place)
{
	struct buf *out = report->out;

	buf_text(out, "file=");
	add_text(out, report_root_path(report, place->path), true);
	buf_printf(out, ",line=%u,endLine=%u", (unsigned)place->line, (unsigned)place->end_line);
	/* GitHub knows columns of one line only */
	if (place->line == place->end_line)
		buf_printf(out, ",col=%u,endColumn=%u", (unsigned)place->column,
		        (unsigned)place->end_column);
}

static void add_steps(struct buf *out, const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->step_count && finding->step_count > 1; i++) {
		const struct step *step = &finding->steps[i];

		buf_printf(out, "%%0A%u. ", (unsigned)i + 1);
		if (!same(step->place.path, finding->place.path)) {
			add_text(out, step->place.path, false);
			buf_char(out, ' ');
		}
		buf_printf(out, "line %u: ", (unsigned)step->place.line);
		add_text(out, step->message, false);
	}
}

static void github_finding(struct report *report, const struct finding *finding)
{
	static const char *const commands[] = {"notice", "warning", "error"};
	struct buf *out = report->out;

	buf_printf(out, "::%s ", commands[finding->severity]);
	add_place(report, &finding->place);
	buf_printf(out, ",title=%s::", finding->rule);
	add_text(out, report_sentence(report, finding), false);
	add_steps(out, finding);
	if (finding->help) {
		buf_text(out, "%0Ahelp: ");
		add_text(out, finding->help, false);
	}
	buf_char(out, '\n');
}

const struct reporter report_github = {
        .name = "github",
        .summary = "annotations for GitHub Actions",
        .kind = REPORT_DOCUMENT,
        .finding = github_finding,
};
