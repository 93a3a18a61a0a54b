/*
 * All fuzz targets in one program of libFuzzer: the name it is called by picks a row of target.def.
 *
 * `lower` takes code through its front end, the engine and the rules, `check` through the whole
 * program: settings, embedded code, suppressions, fixes, and every report. What else reads foreign
 * bytes is called as the program calls it. Beside what sanitizers watch for, things are asked that
 * hold for every input: the IR's text form read back is the same text, places lie within their
 * source, nothing that a terminal obeys is printed, reports in JSON are JSON, what is fixed can be
 * read, only known words of a command line pass.
 *
 * Readers that want a path get one of a file in memory. Those of what is said to a running program
 * are in peer.c.
 */
#define _GNU_SOURCE
#include "fuzz.h"

#include "base/file.h"
#include "base/glob.h"
#include "config/config.h"
#include "diag/baseline.h"
#include "diag/pack.h"
#include "diag/read.h"
#include "diag/suppress.h"
#include "engine/fix.h"
#include "front/c_flags.h"
#include "ir/ir.h"
#include "rule/rule.h"
#include "verify/verify.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const struct target *chosen;
static struct fact_table *facts;

/* ---- bytes as files ---- */

int file_of(struct str bytes)
{
	int fd = memfd_create("input", 0);

	CLAIM(fd >= 0 && write(fd, bytes.at, bytes.n) == (ssize_t)bytes.n);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static const char *path_of(struct arena *arena, int fd)
{
	return arena_printf(arena, "/proc/self/fd/%d", fd);
}

static struct source *source_of(struct arena *arena, const struct target *target, struct str bytes)
{
	return source_new(arena, target->path, arena_str(arena, bytes), (uint32_t)bytes.n);
}

/* ---- the IR ---- */

static void solve(struct arena *arena, struct unit *unit)
{
	struct flow_input input = {.facts = facts, .units = &unit, .unit_count = 1};
	struct flow_result flow = flow_run(arena, &input);
	struct rule_pages pages = pages_all(arena);
	struct rule_input rules = {.facts = facts, .flow = &flow, .pages = &pages};
	struct findings findings = {.arena = arena};
	struct rule_times times = {0};

	rules_judge(&rules, &findings, &times);
}

static void read_ir(struct arena *arena, const struct target *target, struct str bytes)
{
	struct source *source = source_of(arena, target, bytes);
	struct buf once = {0}, twice = {0};
	const char *error;
	uint32_t where;
	struct unit *unit = unit_read(arena, source, &error, &where);

	CLAIM(unit || where <= bytes.n);
	if (!unit || unit_verify(unit))
		return;
	unit_print(unit, &once);
	unit = unit_read(
	        arena, source_of(arena, target, (struct str){once.at, once.n}), &error, &where);
	CLAIM(unit);
	unit_print(unit, &twice);
	CLAIM(once.n == twice.n && memcmp(once.at, twice.at, once.n) == 0);
	solve(arena, unit);
	buf_free(&once);
	buf_free(&twice);
}

/* ---- code and pages ---- */

static void lower(struct arena *arena, const struct target *target, struct str bytes)
{
	const struct front *front = front_for_path(target->path);
	struct front_run run = {.arena = arena, .c_reader = C_READER_FAST};
	struct source *source = source_of(arena, target, bytes);
	struct front_result result = front->lower(arena, source, target->path, &run);

	for (uint32_t i = 0; i < result.notes.n; i++)
		CLAIM(result.notes.at[i].span.start <= result.notes.at[i].span.end &&
		        result.notes.at[i].span.end <= bytes.n);
	if (result.unit) {
		CLAIM(!unit_verify(result.unit));
		solve(arena, result.unit);
	}
	front_run_end(&run);
}

static struct report_rule no_rule(void *context, const char *name)
{
	(void)context;
	return (struct report_rule){name, NULL, SEVERITY_WARNING};
}

/* Of formats of values, one or many, that is what comes out. */
static void claim_values(const struct buf *out)
{
	json_error_t error;

	for (size_t at = 0; at < out->n; at += (size_t)error.position) {
		json_t *value = json_loadb(out->at + at, out->n - at,
		        JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

		CLAIM(value);
		json_decref(value);
		at += strspn(out->at + at + error.position, "\n");
	}
}

static void report_all(struct arena *arena, struct check_result *result)
{
	for (size_t i = 0; reporters[i]; i++) {
		struct buf out = {0};
		struct report report = {.out = &out,
		        .arena = arena,
		        .line_text = check_line,
		        .locate = check_locate,
		        .context = result,
		        .rule = no_rule,
		        .directory = "/"};

		if (reporters[i]->begin)
			reporters[i]->begin(&report, &result->summary);
		for (uint32_t k = 0; k < result->findings.list.n; k++)
			reporters[i]->finding(&report, &result->findings.list.at[k]);
		if (reporters[i]->end)
			reporters[i]->end(&report, &result->summary);
		CLAIM(!memchr(out.at ? out.at : "", '\033', out.n));
		if (out.n && (*out.at == '{' || *out.at == '['))
			claim_values(&out);
		buf_free(&out);
	}
}

static bool any_fix(const struct findings *findings)
{
	for (uint32_t i = 0; i < findings->list.n; i++)
		if (findings->list.at[i].fix_count)
			return true;
	return false;
}

/* What was lowered wrongly is named on a line of its own; names in a file may look like that. */
static bool is_understood(struct arena *arena, const struct buf *messages, const char *path)
{
	const char *said = arena_printf(arena, "%s: not linted: a bug in proxylint", path);

	for (const char *at = messages->at; at && *at; at += strcspn(at, "\n"), at += *at == '\n')
		if (str_starts(str_of(at), said))
			return false;
	return true;
}

/* Lints files in memory, of which there are at most two. */
static void check_files(struct arena *arena, const struct check_overlay *files, uint32_t count)
{
	const char *const paths[] = {files[0].path, files[count - 1].path};
	struct check_request request = {.paths = {paths, count},
	        .overlays = files,
	        .overlay_count = count,
	        .isolated = true,
	        .no_prefilter = true,
	        .no_baseline = true,
	        .verbose = true,
	        .c_reader = C_READER_FAST,
	        .max_file_size = 1 << 20,
	        .jobs = 1};
	struct fix_wish wish = {.unsafe = true, .notes = true};
	struct check_result result;
	struct fix_outcome outcome;
	uint32_t errors;

	check_paths(arena, &request, &result);
	for (uint32_t i = 0; i < count; i++)
		CLAIM(is_understood(arena, &result.messages, files[i].path));
	errors = result.summary.parse_errors;
	if (any_fix(&result.findings)) {
		check_free(&result);
		check_fixing(arena, &request, wish, &result, &outcome);
		CLAIM(result.summary.parse_errors <= errors);
	}
	report_all(arena, &result);
	check_free(&result);
}

static void check(struct arena *arena, const struct target *target, struct str bytes)
{
	check_files(arena, &(struct check_overlay){target->path, bytes}, 1);
}

/* A header, a class or a package that a program beside it asks for. */
static void check_beside(struct arena *arena, const struct target *target, struct str bytes)
{
	static const char c[] = "#include <Python.h>\n#include \"a.h\"\n"
	                        "static PyObject *f(PyObject *self, PyObject *a)\n{\n"
	                        "\tPyObject *x = NEW(a), *y = PyList_New(1);\n\n"
	                        "\tif (!x || FAILS(y))\n\t\treturn NULL;\n"
	                        "\tTAKE(x);\n\tDROP(y);\n\tCHECK(x);\n\treturn give(y, SIZE);\n}\n";
	static const char cpp[] = "#include <Python.h>\n#include \"a.hpp\"\n"
	                          "static PyObject *f(PyObject *self, PyObject *a)\n{\n"
	                          "\tRef x(PyList_New(1)), y = Ref(PyList_New(2));\n"
	                          "\tstd::swap(x, y);\n\tif (!x)\n\t\treturn y.get();\n"
	                          "\treturn x.release();\n}\n";
	static const char js[] =
	        "import { loadPyodide } from 'pyodide';\nimport { f } from 'a/b';\n"
	        "const pyodide = await loadPyodide();\nlet x = pyodide.globals.get('x');\nf(x);\n";
	static const struct {
		const char *beside;
		struct check_overlay program;
	} rows[] = {
	        {"a.h", {"a.c", {c, sizeof(c) - 1}}},
	        {"a.hpp", {"a.cpp", {cpp, sizeof(cpp) - 1}}},
	        {"package.json", {"a.js", {js, sizeof(js) - 1}}},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct check_overlay files[] = {{target->path, bytes}, rows[i].program};

		if (same(rows[i].beside, target->path))
			check_files(arena, files, COUNT_OF(files));
	}
}

/* ---- data ---- */

static void claim_places(const struct data_value *value, uint32_t length)
{
	CLAIM(value->span.start <= value->span.end && value->span.end <= length);
	for (uint32_t i = 0; i < value->items.n; i++)
		claim_places(value->items.at[i], length);
	for (uint32_t i = 0; i < value->pairs.n; i++) {
		CLAIM(data_get(value, value->pairs.at[i].key));
		claim_places(value->pairs.at[i].value, length);
	}
}

static void read_data(struct arena *arena, const struct source *source,
        struct data_value *(*read)(struct arena *, const struct source *, struct data_error *))
{
	struct data_error error = {0};
	struct data_value *value = read(arena, source, &error);

	if (value)
		claim_places(value, source->length);
	else
		CLAIM(error.span.start <= source->length &&
		        *data_error_text(arena, source, &error));
}

static void read_json(struct arena *arena, const struct target *target, struct str bytes)
{
	read_data(arena, source_of(arena, target, bytes), json_read);
}

static void read_toml(struct arena *arena, const struct target *target, struct str bytes)
{
	read_data(arena, source_of(arena, target, bytes), toml_read);
}

static void read_facts(struct arena *arena, const struct target *target, struct str bytes)
{
	const char *error;
	struct fact_table *table = fact_table_new(arena);

	fact_table_add(table, target->path, bytes.at, (uint32_t)bytes.n, &error);
	fact_table_free(table);
}

static void read_config(struct arena *arena, const struct target *target, struct str bytes)
{
	int fd = file_of(bytes);
	struct configs configs;

	configs_begin(&configs, arena, path_of(arena, fd), false);
	config_leaves_out(configs_for(&configs, target->path), "src/a/b.js");
	configs_free(&configs);
	close(fd);
}

static void read_suppression(struct arena *arena, const struct target *target, struct str bytes)
{
	struct suppression suppression;
	struct suppression_rule *entry;
	const struct finding finding = {.rule = "pyproxy/leak"};

	(void)target;
	if (!suppression_read(arena, bytes, &suppression))
		return;
	CLAIM(suppression.word_end <= bytes.n && suppression.list_end <= bytes.n);
	suppression_names(&suppression, &finding, &entry);
}

static void read_baseline(struct arena *arena, const struct target *target, struct str bytes)
{
	struct findings findings = {.arena = arena};
	struct baseline baseline;
	struct data_error error;

	if (baseline_read(arena, source_of(arena, target, bytes), &baseline, &error))
		baseline_apply(&baseline, &findings);
	baseline_free(&baseline);
}

static void read_findings(struct arena *arena, const struct target *target, struct str bytes)
{
	struct findings findings = {.arena = arena};
	struct summaries summaries = {0};
	int fd = file_of(bytes);

	(void)target;
	findings_read(&findings, path_of(arena, fd), &summaries);
	findings_sort(&findings);
	close(fd);
}

/* What an entry of the cache holds; what is read is written as it was read. */
static void read_packed(struct arena *arena, const struct target *target, struct str bytes)
{
	struct findings findings = {.arena = arena}, again = {.arena = arena};
	struct unpack from = {bytes, false};
	struct buf packed = {0}, twice = {0};

	(void)target;
	findings_unpack(&from, &findings);
	findings_pack(&findings, &packed);
	from = (struct unpack){{packed.at, packed.n}, false};
	findings_unpack(&from, &again);
	findings_pack(&again, &twice);
	if (from.broken || packed.n != twice.n || memcmp(packed.at, twice.at, packed.n) != 0)
		BUG("packed findings are read as others");
	buf_free(&packed);
	buf_free(&twice);
}

static void read_records(struct arena *arena, const struct target *target, struct str bytes)
{
	struct records records = {.arena = arena};
	struct findings findings = {.arena = arena};
	struct verify_result result = {.arena = arena};
	int fd = file_of(bytes);

	(void)target;
	records_read(&records, path_of(arena, fd));
	verify_judge(&findings, &records, &result);
	close(fd);
}

static void read_commands(struct arena *arena, const struct target *target, struct str bytes)
{
	static const char *const known[] = {
	        "-I", "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-D", "-U"};
	struct c_builds builds = {.arena = arena, .python_asked = true};
	const struct c_words none = {0};
	struct c_words words;

	CLAIM(file_write(target->path, bytes) == 0);
	words = c_flags_of(&builds, "a.c", &none);
	for (uint32_t i = 0; i < words.list.n; i++) {
		bool valued = false;

		for (size_t k = 0; k < COUNT_OF(known); k++)
			valued |= same(words.list.at[i], known[k]);
		CLAIM(valued || str_starts(str_of(words.list.at[i]), "-std="));
		CLAIM(!valued || ++i < words.list.n);
	}
	c_builds_free(&builds);
}

/* A pattern, a line end, a path. */
static void read_glob(struct arena *arena, const struct target *target, struct str bytes)
{
	char *text = arena_str(arena, bytes), *end = strchr(text, '\n');

	(void)target;
	if (!end)
		return;
	*end = '\0';
	glob_path(text, end + 1);
	str_glob(text, end + 1);
}

/* ---- libFuzzer ---- */

static const struct target targets[] = {
#define TARGET(name, path, read) {#name, path, read},
#include "target.def"
#undef TARGET
};

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct arena *arena = mem_alloc(sizeof(*arena));

	(void)argc;
	*arena = (struct arena){0};
	facts = fact_table_new(arena);
	for (size_t i = 0; i < COUNT_OF(targets); i++)
		if (same(targets[i].name, path_name((*argv)[0])))
			chosen = &targets[i];
	if (chosen)
		return 0;
	fprintf(stderr, "no target is called '%s'\n", path_name((*argv)[0]));
	exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct str bytes = {arena_strndup(&arena, (const char *)data, size), size};

	chosen->read(&arena, chosen, bytes);
	arena_free(&arena);
	return 0;
}
