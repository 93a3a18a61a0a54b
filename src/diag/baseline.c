#include "diag/baseline.h"

static const char *member(const struct data_value *entry, const char *key)
{
	const char *text = data_text(data_get(entry, key));

	return text ? text : "";
}

static bool read_entry(struct arena *arena, const struct data_value *value,
        struct baseline *baseline, struct data_error *error)
{
	struct baseline_entry *entry = arena_new(arena, struct baseline_entry);

	if (!data_expect(arena, value, DATA_TABLE, error))
		return false;
	*entry = (struct baseline_entry){member(value, "fingerprint"), member(value, "rule"),
	        member(value, "path"), member(value, "message"),
	        same(member(value, "verdict"), verdict_text(VERDICT_MISSED)), false};
	if (!*entry->fingerprint) {
		*error = (struct data_error){value->span, "this entry has no fingerprint"};
		return false;
	}
	vec_push(arena, &baseline->list, entry);
	map_put(&baseline->by_fingerprint, entry->fingerprint, entry);
	return true;
}

bool baseline_read(struct arena *arena, const struct source *source, struct baseline *baseline,
        struct data_error *error)
{
	const struct data_value *root = json_read(arena, source, error), *list;

	*baseline = (struct baseline){0};
	if (!root)
		return false;
	list = data_get(root, "findings");
	if (!list || list->kind != DATA_ARRAY) {
		*error = (struct data_error){
		        root->span, "not a baseline: no array called \"findings\""};
		return false;
	}
	for (uint32_t i = 0; i < list->items.n; i++)
		if (!read_entry(arena, list->items.at[i], baseline, error))
			return false;
	return true;
}

void baseline_free(struct baseline *baseline)
{
	map_free(&baseline->by_fingerprint);
}

void baseline_apply(struct baseline *baseline, struct findings *findings)
{
	for (uint32_t i = 0; i < findings->list.n; i++) {
		struct finding *finding = &findings->list.at[i];
		struct baseline_entry *entry =
		        map_get(&baseline->by_fingerprint, finding->fingerprint);

		if (!entry)
			continue;
		entry->met = true;
		if (finding->suppressed)
			continue;
		finding->suppressed = SUPPRESSED_BY_BASELINE;
		finding->reason = "";
	}
}
