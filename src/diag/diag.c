/*
 * Findings, from the moment they leave the rules: places, order, repetitions
 * and fingerprints.
 *
 * A fingerprint is a hash of what a finding is about, and of no position: the
 * rule, the file from the project's root, the function, the object and the line's own text without
 * white space. Two equal ones are told apart by a running number in source
 * order, so that moving code keeps every fingerprint and repeating it adds one. Of a line as no
 * person writes it, what is near the finding counts.
 */
#include "diag/diag.h"

#include "base/file.h"
#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>

enum { LONGEST_LINE = 1000, MOST_NEAR = 200 }; /* bytes */

static const char *const severity_texts[] = {"note", "warning", "error"};
static const char *const confidence_texts[] = {"possible", "likely", "certain"};
static const char *const suppressed_texts[] = {NULL, "inSource", "external"};
static const char *const fix_safety_texts[] = {
#define FIX_SAFETY(id, text) text,
#include "diag/fix_safety.def"
#undef FIX_SAFETY
};
static const char *const verdict_texts[] = {
        NULL,
#define VERDICT(id, text) text,
#include "diag/verdict.def"
#undef VERDICT
};

const char *severity_text(enum severity severity)
{
	return severity_texts[severity];
}

const char *confidence_text(enum confidence confidence)
{
	return confidence_texts[confidence];
}

const char *verdict_text(enum verdict verdict)
{
	return verdict_texts[verdict];
}

static int named(const char *const *texts, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (texts[i] && same(texts[i], text))
			return (int)i;
	return -1;
}

int severity_named(const char *text)
{
	return named(severity_texts, COUNT_OF(severity_texts), text);
}

int confidence_named(const char *text)
{
	return named(confidence_texts, COUNT_OF(confidence_texts), text);
}

int verdict_named(const char *text)
{
	return named(verdict_texts, COUNT_OF(verdict_texts), text);
}

const char *fix_safety_text(enum fix_safety safety)
{
	return fix_safety_texts[safety];
}

int fix_safety_named(const char *text)
{
	return named(fix_safety_texts, COUNT_OF(fix_safety_texts), text);
}

const char *suppressed_text(enum suppressed suppressed)
{
	return suppressed_texts[suppressed];
}

int suppressed_named(const char *text)
{
	return named(suppressed_texts, COUNT_OF(suppressed_texts), text);
}

struct place place_of(const struct source *source, struct span span)
{
	struct location start = source_locate(source, span.start), end = start;

	/* The end is looked up from the last byte: what follows may stand elsewhere in the file. */
	if (span.end > span.start) {
		end = source_locate(source, span.end - 1);
		end.column++;
	}
	return (struct place){source->path, start.line, start.column, end.line, end.column};
}

void finding_add_edit(struct arena *arena, struct finding *finding, const struct source *source,
        struct span span, const char *text)
{
	struct fix *fix = &finding->fixes[finding->fix_count - 1];
	struct fix_edit *edits = arena_array(arena, struct fix_edit, fix->edit_count + 1);

	for (uint32_t i = 0; i < fix->edit_count; i++)
		edits[i] = fix->edits[i];
	edits[fix->edit_count++] =
	        (struct fix_edit){source->path, source_file_offset(source, span.start),
	                span.end > span.start ? source_file_offset(source, span.end - 1) + 1
	                                      : source_file_offset(source, span.end),
	                text};
	fix->edits = edits;
}

void finding_add_fix(struct arena *arena, struct finding *finding, const char *title,
        enum fix_safety safety, const struct source *source, struct span span, const char *text)
{
	struct fix *fixes = arena_array(arena, struct fix, finding->fix_count + 1);

	for (uint32_t i = 0; i < finding->fix_count; i++)
		fixes[i] = finding->fixes[i];
	/* in a string or an attribute the text would have to be written as the quotes want it */
	if (source_is_quoted(source))
		safety = FIX_BY_HAND;
	fixes[finding->fix_count++] = (struct fix){.title = title, .safety = safety};
	finding->fixes = fixes;
	finding_add_edit(arena, finding, source, span, text);
}

void finding_add_step(struct arena *arena, struct finding *finding, const char *kind,
        const struct source *source, struct span span, const char *message)
{
	struct step *steps = arena_array(arena, struct step, finding->step_count + 1);

	for (uint32_t i = 0; i < finding->step_count; i++)
		steps[i] = finding->steps[i];
	steps[finding->step_count++] = (struct step){kind, place_of(source, span), message};
	finding->steps = steps;
}

static int compare_text(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int compare_number(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_place(const struct place *a, const struct place *b)
{
	int order = compare_text(a->path, b->path);

	if (!order)
		order = compare_number(a->line, b->line);
	if (!order)
		order = compare_number(a->column, b->column);
	return order;
}

/* Zero: a user could not tell them apart. */
static int compare_shown(const struct finding *a, const struct finding *b)
{
	int order = compare_place(&a->place, &b->place);

	if (!order)
		order = compare_text(a->rule, b->rule);
	if (!order)
		order = compare_text(a->object, b->object);
	if (!order)
		order = compare_text(a->message, b->message);
	return order;
}

/* Of two that read alike, the one with more to say comes first and is kept. */
static int compare_findings(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	int order = compare_shown(a, b);

	if (!order)
		order = compare_number(b->severity, a->severity);
	if (!order)
		order = compare_number(b->confidence, a->confidence);
	if (!order)
		order = compare_number(b->step_count, a->step_count);
	for (uint32_t i = 0; !order && i < a->step_count; i++) {
		order = compare_place(&a->steps[i].place, &b->steps[i].place);
		if (!order)
			order = compare_text(a->steps[i].message, b->steps[i].message);
	}
	return order;
}

static void drop_repetitions(struct findings *findings)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < findings->list.n; i++) {
		struct finding *finding = &findings->list.at[i];

		if (kept && compare_shown(&findings->list.at[kept - 1], finding) == 0)
			continue;
		findings->list.at[kept++] = *finding;
	}
	findings->list.n = kept;
}

/* FNV-1a of 128 bits, in two halves. */
struct hash {
	uint64_t high, low;
};

static void hash_byte(struct hash *hash, unsigned char byte)
{
	/* times the prime 2^88 + 315 */
	uint64_t low = hash->low ^ byte, left = (low & UINT32_MAX) * 315;
	uint64_t right = (low >> 32) * 315 + (left >> 32);

	hash->high = hash->high * 315 + (right >> 32) + (low << 24);
	hash->low = (right << 32) | (left & UINT32_MAX);
}

static void hash_text(struct hash *hash, const char *text)
{
	for (; text && *text; text++)
		hash_byte(hash, (unsigned char)*text);
	hash_byte(hash, 0);
}

static struct hash hash_finding(const struct finding *finding, const char *path, struct str line)
{
	struct hash hash = {UINT64_C(0x6c62272e07bb0142), UINT64_C(0x62b821756295c58d)};

	hash_text(&hash, finding->rule);
	hash_text(&hash, path);
	hash_text(&hash, finding->function);
	hash_text(&hash, finding->object);
	for (size_t i = 0; i < line.n; i++)
		if (line.at[i] != ' ' && line.at[i] != '\t')
			hash_byte(&hash, (unsigned char)line.at[i]);
	hash_byte(&hash, 0);
	return hash;
}

static struct str near(struct str line, uint32_t column)
{
	uint32_t from = column > MOST_NEAR && column - MOST_NEAR < line.n ? column - MOST_NEAR : 0;
	uint32_t to = from + 2 * MOST_NEAR < line.n ? from + 2 * MOST_NEAR : (uint32_t)line.n;

	return line.n > LONGEST_LINE ? (struct str){line.at + from, to - from} : line;
}

static void print_hash(struct hash hash, char out[33])
{
	snprintf(out, 33, "%016llx%016llx", (unsigned long long)hash.high,
	        (unsigned long long)hash.low);
}

static void fill_fingerprint(
        struct findings *findings, struct finding *finding, struct str line, struct map *seen)
{
	const char *path = findings->root
	        ? path_below(findings->arena, findings->root, finding->place.path)
	        : finding->place.path;
	struct hash hash = hash_finding(finding, path, near(line, finding->place.column));
	uint32_t *count;
	char key[33];

	print_hash(hash, key);
	count = map_get(seen, key);
	if (!count) {
		count = arena_new(findings->arena, uint32_t);
		map_put(seen, arena_strdup(findings->arena, key), count);
	}
	for (uint32_t number = (*count)++; number; number >>= 8)
		hash_byte(&hash, (unsigned char)number);
	if (!*finding->fingerprint)
		print_hash(hash, finding->fingerprint);
}

bool rule_is_meant(const char *written, const char *rule)
{
	size_t n = strlen(written);

	return str_glob(written, rule) || (strncmp(written, rule, n) == 0 && rule[n] == '/');
}

void findings_sort(struct findings *findings)
{
	if (findings->list.n)
		qsort(findings->list.at, findings->list.n, sizeof(*findings->list.at),
		        compare_findings);
	drop_repetitions(findings);
}

void findings_seal(struct findings *findings,
        struct str (*line_text)(void *context, const char *path, uint32_t line), void *context)
{
	struct map seen = {0};

	findings_sort(findings);
	for (uint32_t i = 0; i < findings->list.n; i++) {
		struct finding *finding = &findings->list.at[i];
		struct str line = line_text(context, finding->place.path, finding->place.line);

		fill_fingerprint(findings, finding, line, &seen);
	}
	map_free(&seen);
}
