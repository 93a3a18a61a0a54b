/*
 * One value to a line, or one document, as a person may have laid it out anew:
 * the first line tells which.
 */
#include "diag/read.h"

#include "base/file.h"

enum { MOST_BYTES = 1 << 30 };

static const char *text(const struct data_value *row, const char *key)
{
	return data_text(data_get(row, key));
}

static uint32_t number(const struct data_value *row, const char *key, uint32_t otherwise)
{
	const struct data_value *value = data_get(row, key);

	if (!value || value->kind != DATA_INT || value->integer < 0 || value->integer > UINT32_MAX)
		return otherwise;
	return (uint32_t)value->integer;
}

static struct place place(struct arena *arena, const struct data_value *row)
{
	uint32_t line = number(row, "line", 0), column = number(row, "column", 1);
	const char *path = text(row, "path");

	return (struct place){path ? path_clean(arena, path) : NULL, line, column,
	        number(row, "end_line", line), number(row, "end_column", column + 1)};
}

static void read_steps(struct arena *arena, const struct data_value *row, struct finding *finding)
{
	const struct data_value *steps = data_get(row, "steps");
	uint32_t n = steps ? steps->items.n : 0;

	finding->steps = arena_array(arena, struct step, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct data_value *step = steps->items.at[i];
		const char *kind = text(step, "kind"), *message = text(step, "message");
		struct place at = place(arena, step);

		if (!at.path)
			continue;
		finding->steps[finding->step_count++] =
		        (struct step){kind ? kind : "note", at, message ? message : ""};
	}
}

static void read_edits(struct arena *arena, const struct data_value *row, struct fix *fix)
{
	const struct data_value *edits = data_get(row, "edits");
	uint32_t n = edits ? edits->items.n : 0;

	fix->edits = arena_array(arena, struct fix_edit, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct data_value *edit = edits->items.at[i];
		const char *path = text(edit, "path"), *put = text(edit, "text");
		uint32_t start = number(edit, "start", 0), end = number(edit, "end", 0);

		if (path && put && start <= end)
			fix->edits[fix->edit_count++] =
			        (struct fix_edit){path_clean(arena, path), start, end, put};
	}
}

static void read_fixes(struct arena *arena, const struct data_value *row, struct finding *finding)
{
	const struct data_value *fixes = data_get(row, "fixes");
	uint32_t n = fixes ? fixes->items.n : 0;

	finding->fixes = arena_array(arena, struct fix, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct data_value *fix = fixes->items.at[i];
		const char *title = text(fix, "title"), *word = text(fix, "safety");
		int safety = word ? fix_safety_named(word) : -1;
		struct fix *to = &finding->fixes[finding->fix_count];

		if (!title || safety < 0)
			continue;
		*to = (struct fix){.title = title, .safety = (enum fix_safety)safety};
		read_edits(arena, fix, to);
		finding->fix_count++;
	}
}

static void read_suppressed(const struct data_value *row, struct finding *finding)
{
	const struct data_value *suppressed = data_get(row, "suppressed");
	const char *kind = text(suppressed, "kind"), *reason = text(suppressed, "reason");
	int by = kind ? suppressed_named(kind) : SUPPRESSED_NOT;

	finding->suppressed = by < 0 ? SUPPRESSED_NOT : (enum suppressed)by;
	finding->reason = reason;
}

static void read_snippet(const struct data_value *row, struct finding *finding)
{
	const struct data_value *snippet = data_get(row, "snippet");

	finding->snippet = text(snippet, "hash");
	finding->snippet_line = number(snippet, "line", 0);
}

static void read_fingerprint(const struct data_value *row, struct finding *finding)
{
	const char *fingerprint = text(row, "fingerprint");
	size_t size = fingerprint ? strlen(fingerprint) + 1 : 0;

	if (fingerprint && size <= sizeof(finding->fingerprint))
		memcpy(finding->fingerprint, fingerprint, size);
}

/* False: the row is no finding. */
static bool read_row(struct arena *arena, const struct data_value *row, struct finding *finding)
{
	const char *severity = text(row, "severity"), *confidence = text(row, "confidence");
	int severe = severity ? severity_named(severity) : SEVERITY_WARNING;
	int sure = confidence ? confidence_named(confidence) : CONFIDENCE_LIKELY;
	const char *verdict = text(row, "verdict");
	int seen = verdict ? verdict_named(verdict) : VERDICT_NONE;

	*finding = (struct finding){.rule = text(row, "rule"),
	        .severity = (enum severity)severe,
	        .confidence = (enum confidence)sure,
	        .retention = text(row, "retention"),
	        .place = place(arena, row),
	        .function = text(row, "function"),
	        .object = text(row, "object"),
	        .message = text(row, "message"),
	        .help = text(row, "help"),
	        .verdict = seen < 0 ? VERDICT_NONE : (enum verdict)seen,
	        .evidence = text(row, "evidence"),
	        .fact = text(row, "fact")};
	read_steps(arena, row, finding);
	read_fixes(arena, row, finding);
	read_suppressed(row, finding);
	read_snippet(row, finding);
	read_fingerprint(row, finding);
	return finding->rule && finding->message && finding->place.path && severe >= 0 && sure >= 0;
}

/* What one file adds to. */
struct reading {
	struct findings *findings;
	struct summaries *summaries;
	const char *path;
};

static const struct data_value *parse(struct reading *to, struct str text)
{
	struct arena *arena = to->findings->arena;
	struct data_error error;

	return json_read(arena,
	        source_new(arena, to->path, arena_str(arena, text), (uint32_t)text.n), &error);
}

static bool add_row(struct reading *to, const struct data_value *row)
{
	const struct data_value *summary = data_get(row, "summary");
	struct finding finding;

	if (summary && summary->kind == DATA_TABLE) {
		vec_push(to->findings->arena, &to->summaries->list, summary);
		return true;
	}
	if (!row || row->kind != DATA_TABLE || !read_row(to->findings->arena, row, &finding))
		return false;
	vec_push(to->findings->arena, &to->findings->list, finding);
	return true;
}

static const char *read_document(struct reading *to, const struct data_value *document)
{
	const struct data_value *list = data_get(document, "findings");

	for (uint32_t i = 0; i < list->items.n; i++)
		if (!add_row(to, list->items.at[i]))
			return arena_printf(to->findings->arena,
			        "%s: finding %u of it is none, as --format=json writes them",
			        to->path, (unsigned)i + 1);
	add_row(to, document);
	return NULL;
}

static struct str take_line(struct str *rest)
{
	const char *end = memchr(rest->at, '\n', rest->n);
	struct str line = {rest->at, end ? (size_t)(end - rest->at) : rest->n};

	rest->at += line.n + (end != NULL);
	rest->n -= line.n + (end != NULL);
	return line;
}

static const char *read_lines(struct reading *to, struct str rest)
{
	for (uint32_t number = 1; rest.n; number++) {
		struct str line = take_line(&rest);

		if (str_trim(line).n && !add_row(to, parse(to, line)))
			return arena_printf(to->findings->arena,
			        "%s:%u: not a finding, as --format=jsonl writes them", to->path,
			        (unsigned)number);
	}
	return NULL;
}

static const char *read_text(struct reading *to, struct str text)
{
	struct str rest = text;
	const struct data_value *first = parse(to, take_line(&rest));

	if (!first)
		first = parse(to, text);
	return data_get(first, "findings") ? read_document(to, first) : read_lines(to, text);
}

const char *findings_read(struct findings *findings, const char *path, struct summaries *summaries)
{
	struct reading to = {findings, summaries, path};
	struct buf bytes = {0};
	int reason = file_read(path, MOST_BYTES, &bytes);
	const char *error = reason ? arena_printf(findings->arena, "%s: %s", path, strerror(reason))
	                           : read_text(&to, (struct str){bytes.at, bytes.n});

	buf_free(&bytes);
	return error;
}
