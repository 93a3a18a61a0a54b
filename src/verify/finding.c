/*
 * Findings that were written with --format=jsonl, read back. Fixes are left
 * behind: verdicts do not need them, and bytes may have moved since.
 */
#include "verify/verify.h"

#include "base/file.h"
#include "data/data.h"

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

static void read_fingerprint(const struct data_value *row, struct finding *finding)
{
	const char *fingerprint = text(row, "fingerprint");

	if (fingerprint && strlen(fingerprint) < sizeof(finding->fingerprint))
		strcpy(finding->fingerprint, fingerprint);
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
	        .fact = text(row, "fact")};
	read_steps(arena, row, finding);
	read_fingerprint(row, finding);
	return finding->rule && finding->message && finding->place.path && severe >= 0 && sure >= 0;
}

static bool read_line(struct findings *findings, const char *path, struct str line)
{
	const char *bytes = arena_str(findings->arena, line);
	struct data_error error;
	const struct data_value *row = json_read(findings->arena,
	        source_new(findings->arena, path, bytes, (uint32_t)line.n), &error);
	struct finding finding;

	if (!row || row->kind != DATA_TABLE || !read_row(findings->arena, row, &finding))
		return false;
	vec_push(findings->arena, &findings->list, finding);
	return true;
}

static const char *read_lines(struct findings *findings, const char *path, struct str rest)
{
	uint32_t number = 1;

	for (; rest.n; number++) {
		const char *end = memchr(rest.at, '\n', rest.n);
		struct str line = {rest.at, end ? (size_t)(end - rest.at) : rest.n};

		rest.at += line.n + (end != NULL);
		rest.n -= line.n + (end != NULL);
		if (str_trim(line).n && !read_line(findings, path, line))
			return arena_printf(findings->arena,
			        "%s:%u: not a finding, as --format=jsonl writes them", path,
			        (unsigned)number);
	}
	return NULL;
}

const char *findings_read(struct findings *findings, const char *path)
{
	struct buf bytes = {0};
	int reason = file_read(path, MOST_BYTES, &bytes);
	const char *error = reason ? arena_printf(findings->arena, "%s: %s", path, strerror(reason))
	                           : read_lines(findings, path, (struct str){bytes.at, bytes.n});

	buf_free(&bytes);
	return error;
}
