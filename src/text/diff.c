/*
 * Unified diffs. Lines that both texts begin and end with are set aside; of
 * what is left, the longest common subsequence is found by the table that
 * textbooks have. Fixes touch little of a file, so the table is small; where it
 * would not be, the middle is shown as replaced.
 */
#include "text/edit.h"

enum { CONTEXT = 3, LARGEST_TABLE = 4 << 20 };

struct lines {
	VEC(struct str) list;
};

/* One line of the diff: ' ' both have it, '-' and '+'. */
struct row {
	char sign;
	struct str line;
};

struct differ {
	struct arena arena;
	struct lines before, after;
	VEC(struct row) rows;
};

/* With their line ends. */
static void split(struct arena *arena, struct str text, struct lines *lines)
{
	while (text.n) {
		const char *end = memchr(text.at, '\n', text.n);
		struct str line = {text.at, end ? (size_t)(end + 1 - text.at) : text.n};

		vec_push(arena, &lines->list, line);
		text.at += line.n;
		text.n -= line.n;
	}
}

static bool equal(struct str a, struct str b)
{
	return a.n == b.n && memcmp(a.at, b.at, a.n) == 0;
}

static void add_row(struct differ *differ, char sign, struct str line)
{
	struct row row = {sign, line};

	vec_push(&differ->arena, &differ->rows, row);
}

/* The lines from..to of both texts, of which nothing is known. */
struct middle {
	uint32_t from, before_to, after_to;
	uint32_t *longest; /* common subsequence of what follows, (n + 1) * (m + 1) */
};

static uint32_t *cell(const struct middle *middle, uint32_t i, uint32_t k)
{
	return &middle->longest[(size_t)(i - middle->from) * (middle->after_to - middle->from + 1) +
	        (k - middle->from)];
}

static void fill(struct differ *differ, struct middle *middle)
{
	for (uint32_t i = middle->before_to; i-- > middle->from;)
		for (uint32_t k = middle->after_to; k-- > middle->from;) {
			uint32_t down = *cell(middle, i + 1, k), right = *cell(middle, i, k + 1);

			*cell(middle, i, k) =
			        equal(differ->before.list.at[i], differ->after.list.at[k])
			        ? *cell(middle, i + 1, k + 1) + 1
			        : down > right ? down
			                       : right;
		}
}

static void walk_middle(struct differ *differ, const struct middle *middle)
{
	uint32_t i = middle->from, k = middle->from;
	const struct str *before = differ->before.list.at, *after = differ->after.list.at;

	while (middle->longest && i < middle->before_to && k < middle->after_to) {
		if (equal(before[i], after[k])) {
			add_row(differ, ' ', before[i]);
			i++;
			k++;
		} else if (*cell(middle, i + 1, k) >= *cell(middle, i, k + 1)) {
			add_row(differ, '-', before[i++]);
		} else {
			add_row(differ, '+', after[k++]);
		}
	}
	while (i < middle->before_to)
		add_row(differ, '-', before[i++]);
	while (k < middle->after_to)
		add_row(differ, '+', after[k++]);
}

static void compare(struct differ *differ)
{
	const struct lines *before = &differ->before, *after = &differ->after;
	struct middle middle = {0, before->list.n, after->list.n, NULL};
	size_t cells;

	while (middle.from < middle.before_to && middle.from < middle.after_to &&
	        equal(before->list.at[middle.from], after->list.at[middle.from])) {
		add_row(differ, ' ', before->list.at[middle.from]);
		middle.from++;
	}
	while (middle.before_to > middle.from && middle.after_to > middle.from &&
	        equal(before->list.at[middle.before_to - 1], after->list.at[middle.after_to - 1])) {
		middle.before_to--;
		middle.after_to--;
	}
	cells = (size_t)(middle.before_to - middle.from + 1) * (middle.after_to - middle.from + 1);
	if (cells <= LARGEST_TABLE) {
		middle.longest = arena_array(&differ->arena, uint32_t, cells);
		fill(differ, &middle);
	}
	walk_middle(differ, &middle);
	for (uint32_t i = middle.before_to; i < before->list.n; i++)
		add_row(differ, ' ', before->list.at[i]);
}

/* ---- hunks ---- */

/* Rows from..to belong together; before them come so many lines of each text. */
struct hunk {
	uint32_t from, to, before, after;
};

static void add_range(struct buf *out, char sign, uint32_t first, uint32_t count)
{
	buf_printf(out, " %c%u", sign, (unsigned)(count ? first + 1 : first));
	if (count != 1)
		buf_printf(out, ",%u", (unsigned)count);
}

static void add_hunk(struct differ *differ, const struct hunk *hunk, struct buf *out)
{
	uint32_t before = 0, after = 0;

	for (uint32_t i = hunk->from; i < hunk->to; i++) {
		before += differ->rows.at[i].sign != '+';
		after += differ->rows.at[i].sign != '-';
	}
	buf_text(out, "@@");
	add_range(out, '-', hunk->before, before);
	add_range(out, '+', hunk->after, after);
	buf_text(out, " @@\n");
	for (uint32_t i = hunk->from; i < hunk->to; i++) {
		struct str line = differ->rows.at[i].line;

		buf_char(out, differ->rows.at[i].sign);
		buf_add(out, line.at, line.n);
		if (!str_ends(line, "\n"))
			buf_text(out, "\n\\ No newline at end of file\n");
	}
}

/* The first changed row at or after `at`, or the end. */
static uint32_t next_change(const struct differ *differ, uint32_t at)
{
	while (at < differ->rows.n && differ->rows.at[at].sign == ' ')
		at++;
	return at;
}

static uint32_t hunk_end(const struct differ *differ, uint32_t change)
{
	uint32_t end = change, next = change;

	while (next < differ->rows.n && next - end <= 2 * CONTEXT) {
		while (next < differ->rows.n && differ->rows.at[next].sign != ' ')
			next++;
		end = next;
		next = next_change(differ, next);
	}
	return end + CONTEXT < differ->rows.n ? end + CONTEXT : differ->rows.n;
}

static void add_hunks(struct differ *differ, struct buf *out)
{
	struct hunk hunk = {0, 0, 0, 0};
	uint32_t change;

	while ((change = next_change(differ, hunk.to)) < differ->rows.n) {
		uint32_t from = change > CONTEXT ? change - CONTEXT : 0;

		for (uint32_t i = hunk.to; i < from; i++) {
			hunk.before++;
			hunk.after++;
		}
		hunk.from = from > hunk.to ? from : hunk.to;
		hunk.to = hunk_end(differ, change);
		add_hunk(differ, &hunk, out);
		for (uint32_t i = hunk.from; i < hunk.to; i++) {
			hunk.before += differ->rows.at[i].sign != '+';
			hunk.after += differ->rows.at[i].sign != '-';
		}
	}
}

void text_diff(struct buf *out, const char *path, struct str before, struct str after)
{
	struct differ differ = {0};

	if (equal(before, after))
		return;
	split(&differ.arena, before, &differ.before);
	split(&differ.arena, after, &differ.after);
	compare(&differ);
	buf_printf(out, "--- a/%s\n+++ b/%s\n", path, path);
	add_hunks(&differ, out);
	arena_free(&differ.arena);
}
