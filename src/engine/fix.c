/*
 * Fixing in rounds: of the fixes of a round those are made that do not overlap,
 * in the order of their findings; the next round sees what that led to. A fix
 * with edits in several files is made as a whole or not at all.
 */
#include "engine/fix.h"

#include "base/file.h"
#include "engine/project.h"
#include "text/edit.h"

#include <stdlib.h>

enum { MOST_ROUNDS = 10 };

/* A file that edits are wanted in. */
struct patient {
	const char *path;
	struct str before, now;
	struct edits edits; /* of this round */
	struct str last;    /* the text before this round */
	bool frozen;        /* a change of it did not parse */
};

struct surgery {
	struct arena *arena;
	struct check_request request; /* with the overlays of the round */
	struct check_result *result;
	struct fix_wish wish;
	VEC(struct patient *) patients;
	VEC(struct check_overlay) overlays;
	struct fix_outcome *outcome;
};

static bool is_broken(const struct check_result *result, const char *path)
{
	const struct input *input = map_get(&result->project->by_path, path);

	if (!input || !input->source)
		return true;
	for (uint32_t i = 0; i < input->units.n; i++)
		if (input->units.at[i]->unread)
			return true;
	return false;
}

/* NULL when the file must not be touched. */
static struct patient *patient_of(struct surgery *surgery, const char *path)
{
	const struct input *input = map_get(&surgery->result->project->by_path, path);
	struct patient *patient;

	for (uint32_t i = 0; i < surgery->patients.n; i++)
		if (same(surgery->patients.at[i]->path, path))
			return surgery->patients.at[i]->frozen ? NULL : surgery->patients.at[i];
	if (is_broken(surgery->result, path))
		return NULL;
	patient = arena_new(surgery->arena, struct patient);
	patient->path = arena_strdup(surgery->arena, path);
	patient->before.at =
	        arena_strndup(surgery->arena, input->source->bytes, input->source->length);
	patient->before.n = input->source->length;
	patient->now = patient->last = patient->before;
	vec_push(surgery->arena, &surgery->patients, patient);
	return patient;
}

static const struct fix *fix_of(const struct surgery *surgery, const struct finding *finding)
{
	if (finding->suppressed || (finding->severity == SEVERITY_NOTE && !surgery->wish.notes))
		return NULL;
	for (uint32_t i = 0; i < finding->fix_count; i++) {
		const struct fix *fix = &finding->fixes[i];

		if (fix->edit_count &&
		        (fix->safety == FIX_SAFE ||
		                (fix->safety == FIX_UNSAFE && surgery->wish.unsafe)))
			return fix;
	}
	return NULL;
}

static struct edit edit_of(struct surgery *surgery, const struct fix_edit *edit)
{
	return (struct edit){edit->start, edit->end, arena_strdup(surgery->arena, edit->text)};
}

static bool fits(struct surgery *surgery, const struct fix *fix)
{
	for (uint32_t i = 0; i < fix->edit_count; i++) {
		const struct patient *patient = patient_of(surgery, fix->edits[i].path);

		if (!patient || fix->edits[i].end > patient->now.n ||
		        edits_clash(&patient->edits, edit_of(surgery, &fix->edits[i])))
			return false;
	}
	return true;
}

/* Gives how many fixes the round will make. */
static uint32_t choose(struct surgery *surgery)
{
	const struct findings *findings = &surgery->result->findings;
	uint32_t chosen = 0;

	for (uint32_t i = 0; i < findings->list.n; i++) {
		const struct fix *fix = fix_of(surgery, &findings->list.at[i]);

		if (!fix || !fits(surgery, fix))
			continue;
		for (uint32_t k = 0; k < fix->edit_count; k++)
			edits_add(surgery->arena, &patient_of(surgery, fix->edits[k].path)->edits,
			        edit_of(surgery, &fix->edits[k]));
		chosen++;
	}
	return chosen;
}

static void cut(struct surgery *surgery)
{
	for (uint32_t i = 0; i < surgery->patients.n; i++) {
		struct patient *patient = surgery->patients.at[i];
		struct buf text = {0};

		patient->last = patient->now;
		if (!patient->edits.list.n)
			continue;
		edits_apply(&patient->edits, patient->now, &text);
		patient->now = (struct str){
		        arena_strndup(surgery->arena, text.at ? text.at : "", text.n), text.n};
		patient->edits = (struct edits){0};
		buf_free(&text);
	}
}

static void check_again(struct surgery *surgery, const struct check_request *asked)
{
	struct check_request *request = arena_new(surgery->arena, struct check_request);

	surgery->overlays.n = 0;
	for (uint32_t i = 0; i < asked->overlay_count; i++)
		vec_push(surgery->arena, &surgery->overlays, asked->overlays[i]);
	for (uint32_t i = 0; i < surgery->patients.n; i++) {
		struct check_overlay overlay = {
		        surgery->patients.at[i]->path, surgery->patients.at[i]->now};

		vec_push(surgery->arena, &surgery->overlays, overlay);
	}
	*request = *asked;
	request->overlays = surgery->overlays.at;
	request->overlay_count = surgery->overlays.n;
	if (surgery->result->project)
		check_free(surgery->result);
	check_paths(surgery->arena, request, surgery->result);
}

/* Gives back the changes that did not parse. False: there were none. */
static bool take_back(struct surgery *surgery)
{
	bool any = false;

	for (uint32_t i = 0; i < surgery->patients.n; i++) {
		struct patient *patient = surgery->patients.at[i];

		if (patient->now.at == patient->last.at ||
		        !is_broken(surgery->result, patient->path))
			continue;
		patient->now = patient->last;
		patient->frozen = any = true;
	}
	return any;
}

static int compare_files(const void *left, const void *right)
{
	const struct fixed_file *a = left, *b = right;

	return strcmp(a->path, b->path);
}

static void report(struct surgery *surgery)
{
	struct fix_outcome *outcome = surgery->outcome;

	for (uint32_t i = 0; i < surgery->patients.n; i++) {
		const struct patient *patient = surgery->patients.at[i];
		struct fixed_file file = {patient->path, patient->before, patient->now};

		if (patient->now.n != patient->before.n ||
		        memcmp(patient->now.at, patient->before.at, patient->now.n) != 0)
			vec_push(surgery->arena, &outcome->files, file);
	}
	if (outcome->files.n)
		qsort(outcome->files.at, outcome->files.n, sizeof(*outcome->files.at),
		        compare_files);
}

void check_fixing(struct arena *arena, const struct check_request *request, struct fix_wish wish,
        struct check_result *result, struct fix_outcome *outcome)
{
	struct surgery surgery = {
	        .arena = arena, .result = result, .wish = wish, .outcome = outcome};

	*outcome = (struct fix_outcome){0};
	*result = (struct check_result){0};
	check_again(&surgery, request);
	for (int round = 0; round < MOST_ROUNDS; round++) {
		uint32_t chosen = choose(&surgery);

		if (!chosen)
			break;
		cut(&surgery);
		check_again(&surgery, request);
		if (take_back(&surgery))
			check_again(&surgery, request);
		else
			outcome->fixes += chosen;
	}
	report(&surgery);
}
