/* What the cache is made of: hashes, packed findings, entries that may be lost. */
#include "base/file.h"
#include "base/store.h"
#include "diag/pack.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

Test(hash, tells_contents_apart_and_is_always_the_same)
{
	char text[HASH_TEXT];

	cr_assert(hash_equal(hash_bytes("abc", 3), hash_bytes("abcd", 3)));
	cr_assert_not(hash_equal(hash_bytes("abc", 3), hash_bytes("abd", 3)));
	cr_assert_not(hash_equal(hash_bytes("", 0), hash_bytes("\0", 1)));
	/* the test vector of XXH3's specification for the empty input */
	hash_text(hash_bytes("", 0), text);
	cr_assert_str_eq(text, "99aa06d3014798d86001c324468d497f");
}

/* ---- packing ---- */

static struct findings sample(struct arena *arena)
{
	struct findings findings = {.arena = arena};
	struct finding finding = {.rule = "pyproxy/leak",
	        .severity = SEVERITY_WARNING,
	        .confidence = CONFIDENCE_LIKELY,
	        .place = {"a.js", 3, 7, 3, 9},
	        .function = "",
	        .message = "`x` is never destroyed",
	        .help = "destroy it",
	        .verdict = VERDICT_NONE,
	        .snippet_line = 12,
	        .fingerprint = "0123456789abcdef0123456789abcdef",
	        .suppressed = SUPPRESSED_IN_SOURCE,
	        .reason = ""};
	struct source *source = source_new(arena, "a.js", "let x = f();\n", 13);

	finding_add_step(arena, &finding, "acquire", source, (struct span){8, 11}, "new PyProxy");
	finding_add_fix(arena, &finding, "destroy it", FIX_UNSAFE, source, (struct span){12, 12},
	        " x.destroy();");
	finding_add_edit(arena, &finding, source, (struct span){0, 3}, "const");
	vec_push(arena, &findings.list, finding);
	finding = (struct finding){
	        .rule = "a/b", .function = "f", .message = "m", .place = {"b.py", 1, 1, 1, 1}};
	vec_push(arena, &findings.list, finding);
	return findings;
}

Test(pack, findings_come_back_as_they_were)
{
	struct arena arena = {0};
	struct findings before = sample(&arena), after = {.arena = &arena};
	struct buf bytes = {0}, again = {0};
	struct unpack from;

	findings_pack(&before, &bytes);
	from = (struct unpack){{bytes.at, bytes.n}, false};
	findings_unpack(&from, &after);
	cr_assert_not(from.broken);
	cr_assert_eq(from.rest.n, 0);
	cr_assert_eq(after.list.n, 2);
	cr_assert_str_eq(after.list.at[0].fixes[0].edits[1].text, "const");
	cr_assert_str_eq(after.list.at[0].steps[0].message, "new PyProxy");
	cr_assert_str_empty(after.list.at[0].reason);
	cr_assert_null(after.list.at[1].reason);
	findings_pack(&after, &again);
	cr_assert_eq(bytes.n, again.n);
	cr_assert_eq(memcmp(bytes.at, again.at, bytes.n), 0);
	buf_free(&bytes);
	buf_free(&again);
	arena_free(&arena);
}

Test(pack, what_is_cut_short_or_changed_is_broken_or_harmless)
{
	struct arena arena = {0};
	struct findings before = sample(&arena);
	struct buf bytes = {0};

	findings_pack(&before, &bytes);
	for (size_t n = 0; n < bytes.n; n++) {
		struct findings after = {.arena = &arena};
		struct unpack from = {{bytes.at, n}, false};

		findings_unpack(&from, &after);
		cr_assert(from.broken, "%zu of %zu bytes", n, bytes.n);
	}
	for (size_t i = 0; i < bytes.n; i++) {
		struct findings after = {.arena = &arena};
		struct unpack from = {{bytes.at, bytes.n}, false};

		bytes.at[i] = (char)(bytes.at[i] ^ 0xff);
		findings_unpack(&from, &after);
		cr_assert_leq(after.list.n, 2);
		bytes.at[i] = (char)(bytes.at[i] ^ 0xff);
	}
	buf_free(&bytes);
	arena_free(&arena);
}

/* ---- the store ---- */

static char folder[64];

static void begin(void)
{
	strcpy(folder, "/tmp/proxylint-store-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
}

static void end(void)
{
	char command[100];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_assert_eq(system(command), 0);
}

static struct hash name_of(uint32_t number)
{
	return hash_bytes(&number, sizeof(number));
}

Test(store, gives_what_was_put, .init = begin, .fini = end)
{
	struct arena arena = {0};
	struct store store = {path_join(&arena, folder, "a/b"), 1 << 20};
	struct buf out = {0};

	cr_assert_not(store_get(&store, name_of(1), &out));
	store_put(&store, name_of(1), str_of("one"));
	store_put(&store, name_of(2), str_of(""));
	store_put(&store, name_of(1), str_of("uno"));
	cr_assert(store_get(&store, name_of(1), &out));
	cr_assert(str_is((struct str){out.at, out.n}, "uno"));
	cr_assert(store_get(&store, name_of(2), &out));
	cr_assert_eq(out.n, 0);
	buf_free(&out);
	arena_free(&arena);
}

Test(store, keeps_to_its_limit_and_lets_the_oldest_go, .init = begin, .fini = end)
{
	static char bytes[900];
	struct store store = {folder, 16 * 4000};
	struct buf out = {0};
	uint32_t there = 0;

	for (uint32_t i = 0; i < 400; i++)
		store_put(&store, name_of(i), (struct str){bytes, sizeof(bytes)});
	for (uint32_t i = 0; i < 400; i++)
		there += store_get(&store, name_of(i), &out);
	cr_assert_leq(there, 16 * 4);
	cr_assert_geq(there, 16 * 3);
	cr_assert(store_get(&store, name_of(399), &out));
	/* one that would take all the room is not kept */
	store_put(&store, name_of(1000), (struct str){(char[8000]){0}, 8000});
	cr_assert_not(store_get(&store, name_of(1000), &out));
	cr_assert(store_get(&store, name_of(399), &out));
	buf_free(&out);
}
