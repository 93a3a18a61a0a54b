#include "report/members.h"

void json_place(struct buf *out, const struct place *place)
{
	json_text(out, "path", place->path);
	json_number(out, "line", place->line);
	json_number(out, "column", place->column);
	json_number(out, "end_line", place->end_line);
	json_number(out, "end_column", place->end_column);
}

void json_steps(struct buf *out, const struct finding *finding)
{
	json_open(out, "steps", '[');
	for (uint32_t i = 0; i < finding->step_count; i++) {
		const struct step *step = &finding->steps[i];

		json_open(out, NULL, '{');
		json_text(out, "kind", step->kind);
		json_place(out, &step->place);
		json_text(out, "message", step->message);
		json_close(out, '}');
	}
	json_close(out, ']');
}

void json_summary(struct report *report, const struct summary *summary)
{
	struct buf *out = report->out;
	struct summary told = *summary;

	told.skipped += told.minified;
	json_open(out, "summary", '{');
#define COUNT(member, key) json_number(out, key, told.member);
#include "report/summary.def"
#undef COUNT
	json_bool(out, "trouble", summary->trouble);
	json_text(out, "shard", report->part);
	json_close(out, '}');
}
