/*
 * Member by member: what is added to struct finding is to be added here twice,
 * in the same order.
 */
#include "diag/pack.h"

/* The least that each takes: a byte for each of its members. */
enum { STEP_SIZE = 7, EDIT_SIZE = 4, FIX_SIZE = 3, FINDING_SIZE = 23 };

static void pack_place(struct buf *out, const struct place *place)
{
	pack_text(out, place->path);
	pack_number(out, place->line);
	pack_number(out, place->column);
	pack_number(out, place->end_line);
	pack_number(out, place->end_column);
}

static void pack_fix(struct buf *out, const struct fix *fix)
{
	pack_text(out, fix->title);
	pack_number(out, fix->safety);
	pack_number(out, fix->edit_count);
	for (uint32_t i = 0; i < fix->edit_count; i++) {
		pack_text(out, fix->edits[i].path);
		pack_number(out, fix->edits[i].start);
		pack_number(out, fix->edits[i].end);
		pack_text(out, fix->edits[i].text);
	}
}

static void pack_lists(struct buf *out, const struct finding *finding)
{
	pack_number(out, finding->step_count);
	for (uint32_t i = 0; i < finding->step_count; i++) {
		pack_text(out, finding->steps[i].kind);
		pack_place(out, &finding->steps[i].place);
		pack_text(out, finding->steps[i].message);
	}
	pack_number(out, finding->fix_count);
	for (uint32_t i = 0; i < finding->fix_count; i++)
		pack_fix(out, &finding->fixes[i]);
}

static void pack_finding(struct buf *out, const struct finding *finding)
{
	pack_text(out, finding->rule);
	pack_number(out, finding->severity);
	pack_number(out, finding->confidence);
	pack_text(out, finding->retention);
	pack_place(out, &finding->place);
	pack_text(out, finding->function);
	pack_text(out, finding->object);
	pack_text(out, finding->message);
	pack_lists(out, finding);
	pack_text(out, finding->help);
	pack_text(out, finding->fact);
	pack_number(out, finding->verdict);
	pack_text(out, finding->evidence);
	pack_text(out, finding->snippet);
	pack_number(out, finding->snippet_line);
	pack_text(out, finding->fingerprint);
	pack_number(out, finding->suppressed);
	pack_text(out, finding->reason);
}

void findings_pack(const struct findings *findings, struct buf *out)
{
	pack_number(out, findings->list.n);
	for (uint32_t i = 0; i < findings->list.n; i++)
		pack_finding(out, &findings->list.at[i]);
}

static struct place unpack_place(struct unpack *from, struct arena *arena)
{
	struct place place = {.path = unpack_text(from, arena)};

	place.line = unpack_number(from);
	place.column = unpack_number(from);
	place.end_line = unpack_number(from);
	place.end_column = unpack_number(from);
	return place;
}

static struct fix unpack_fix(struct unpack *from, struct arena *arena)
{
	struct fix fix = {.title = unpack_text(from, arena)};

	fix.safety = (enum fix_safety)unpack_below(from, FIX_SAFETY_COUNT);
	fix.edit_count = unpack_count(from, EDIT_SIZE);
	fix.edits = arena_array(arena, struct fix_edit, fix.edit_count);
	for (uint32_t i = 0; i < fix.edit_count; i++) {
		fix.edits[i].path = unpack_text(from, arena);
		fix.edits[i].start = unpack_number(from);
		fix.edits[i].end = unpack_number(from);
		fix.edits[i].text = unpack_text(from, arena);
	}
	return fix;
}

static void unpack_lists(struct unpack *from, struct arena *arena, struct finding *finding)
{
	finding->step_count = unpack_count(from, STEP_SIZE);
	finding->steps = arena_array(arena, struct step, finding->step_count);
	for (uint32_t i = 0; i < finding->step_count; i++) {
		finding->steps[i].kind = unpack_text(from, arena);
		finding->steps[i].place = unpack_place(from, arena);
		finding->steps[i].message = unpack_text(from, arena);
	}
	finding->fix_count = unpack_count(from, FIX_SIZE);
	finding->fixes = arena_array(arena, struct fix, finding->fix_count);
	for (uint32_t i = 0; i < finding->fix_count; i++)
		finding->fixes[i] = unpack_fix(from, arena);
}

static struct finding unpack_finding(struct unpack *from, struct arena *arena)
{
	struct finding finding = {.rule = unpack_text(from, arena)};
	const char *fingerprint;

	finding.severity = (enum severity)unpack_below(from, SEVERITY_ERROR + 1);
	finding.confidence = (enum confidence)unpack_below(from, CONFIDENCE_CERTAIN + 1);
	finding.retention = unpack_text(from, arena);
	finding.place = unpack_place(from, arena);
	finding.function = unpack_text(from, arena);
	finding.object = unpack_text(from, arena);
	finding.message = unpack_text(from, arena);
	unpack_lists(from, arena, &finding);
	finding.help = unpack_text(from, arena);
	finding.fact = unpack_text(from, arena);
	finding.verdict = (enum verdict)unpack_below(from, VERDICT_COUNT);
	finding.evidence = unpack_text(from, arena);
	finding.snippet = unpack_text(from, arena);
	finding.snippet_line = unpack_number(from);
	fingerprint = unpack_text(from, arena);
	if (!fingerprint || strlen(fingerprint) >= sizeof(finding.fingerprint))
		from->broken = true;
	else
		memcpy(finding.fingerprint, fingerprint, strlen(fingerprint) + 1);
	finding.suppressed = (enum suppressed)unpack_below(from, SUPPRESSED_BY_BASELINE + 1);
	finding.reason = unpack_text(from, arena);
	return finding;
}

void findings_unpack(struct unpack *from, struct findings *findings)
{
	uint32_t count = unpack_count(from, FINDING_SIZE);

	for (uint32_t i = 0; i < count; i++) {
		struct finding finding = unpack_finding(from, findings->arena);

		if (from->broken)
			return;
		vec_push(findings->arena, &findings->list, finding);
	}
}
