/*
 * Asking libclang about a C file; see c_known.h.
 *
 * Headers of the system and of Python are left out: what they define has a
 * meaning by its name.
 */
#include "front/c_compiler.h"

#include "base/file.h"
#include "base/find.h"
#include "base/pack.h"
#include "base/process.h"
#include "base/stop.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>

/* Larger files are a machine's: their macros say little, and parsing them costs much. */
enum { LARGEST = 4 << 20 };

/* ---- libclang ---- */

/* A libclang from a Python package has no headers of its own; those of any compiler will do. */
static const char *find_headers(struct arena *arena)
{
	static const char *const patterns[] = {"/usr/lib/llvm-*/lib/clang/*/include/stddef.h",
	        "/usr/lib/clang/*/include/stddef.h", "/usr/lib64/clang/*/include/stddef.h",
	        "/usr/lib/gcc/*/*/include/stddef.h",
	        "/Library/Developer/CommandLineTools/usr/lib/clang/*/include/stddef.h"};
	const char *found = NULL;
	glob_t files;

	for (size_t i = 0; i < COUNT_OF(patterns) && !found; i++) {
		int error = glob(patterns[i], 0, NULL, &files);

		if (error == GLOB_NOSPACE)
			mem_missing(0);
		if (error)
			continue;
		found = path_directory(arena, files.gl_pathv[files.gl_pathc - 1]);
		globfree(&files);
	}
	return found;
}

static struct c_compiler *compiler_of(struct front_run *run)
{
	struct c_compiler *compiler = run->compiler;

	if (compiler)
		return compiler;
	compiler = run->compiler = arena_new(run->arena, struct c_compiler);
	compiler->arena = compiler->builds.arena = run->arena;
	compiler->builds.run = run;
	/* it changes when a library comes or goes */
	front_run_uses(run, "/etc/ld.so.cache");
	compiler->clang = clang_load(run->arena);
	if (!compiler->clang) {
		run->c_remark = "no libclang was found (libclang1, or the Python package "
		                "libclang): C is read without its headers";
		return compiler;
	}
	compiler->index = compiler->clang->createIndex(1, 0);
	compiler->fallback = find_headers(run->arena);
	compiler->cache = directory_of_cache(run->arena);
	return compiler;
}

void c_compiler_free(struct c_compiler *compiler)
{
	if (!compiler)
		return;
	c_builds_free(&compiler->builds);
	if (!compiler->clang)
		return;
	compiler->clang->disposeIndex(compiler->index);
	clang_unload(compiler->clang);
}

struct c_words c_compiler_words(
        struct c_compiler *compiler, const char *path, bool plus, const struct front_run *run)
{
	static const char *const always[] = {"-w", "-ferror-limit=0", "-fno-spell-checking",
	        "-DWITH_CPYCHECKER_RETURNS_BORROWED_REF_ATTRIBUTE",
	        "-DWITH_CPYCHECKER_STEALS_REFERENCE_TO_ARG_ATTRIBUTE",
	        "-DWITH_CPYCHECKER_SETS_EXCEPTION_ATTRIBUTE",
	        "-DWITH_CPYCHECKER_NEGATIVE_RESULT_SETS_EXCEPTION_ATTRIBUTE",
	        "-DWITH_CPYCHECKER_TYPE_OBJECT_FOR_TYPEDEF_ATTRIBUTE", "-x"};
	struct c_words own = {0}, words;

	for (uint32_t i = 0; i < run->c_flag_count; i++)
		vec_push(compiler->arena, &own.list, run->c_flags[i]);
	words = c_flags_of(&compiler->builds, path, &own);
	for (size_t i = 0; i < COUNT_OF(always); i++)
		vec_push(compiler->arena, &words.list, always[i]);
	vec_push(compiler->arena, &words.list, plus ? "c++" : "c");
	if (compiler->fallback) {
		vec_push(compiler->arena, &words.list, "-idirafter");
		vec_push(compiler->arena, &words.list, compiler->fallback);
	}
	return words;
}

void *c_compiler_parse(struct c_compiler *compiler, const char *path, const struct c_words *words,
        struct clang_file_text *text, unsigned options)
{
	void *unit = NULL;
	int error = compiler->clang->parseTranslationUnit2(compiler->index, path, words->list.at,
	        (int)words->list.n, text, text ? 1 : 0, options, &unit);

	return error ? NULL : unit;
}

/* ---- what it reads ---- */

struct includes {
	const struct clang *clang;
	struct arena scratch;
	struct buf *lines;
};

static void add_include(void *file, struct clang_location *stack, unsigned depth, void *data)
{
	struct includes *includes = data;
	const struct clang *clang = includes->clang;

	(void)stack;
	if (depth)
		buf_printf(includes->lines, "%s\n",
		        clang_text(clang, &includes->scratch, clang->getFileName(file)));
}

void c_compiler_includes(struct c_compiler *compiler, void *unit, struct buf *lines)
{
	struct includes includes = {compiler->clang, {0}, lines};

	compiler->clang->getInclusions(unit, add_include, &includes);
	arena_free(&includes.scratch);
}

void c_compiler_uses(const struct c_compiler *compiler, struct buf *lines)
{
	char *rest = NULL, *at = lines->n ? strtok_r(lines->at, "\n", &rest) : NULL;

	for (; at; at = strtok_r(NULL, "\n", &rest))
		front_run_uses(compiler->builds.run, at);
}

/* ---- what it says ---- */

struct visit {
	struct arena *arena;
	const struct clang *clang;
	void *unit, *main;
	const char *python; /* directory of Python.h, or NULL */
	void *file;         /* the one that was met last */
	struct str text;    /* its text, if it is one of the project */
	struct c_known *known;
};

static uint32_t offset_of(const struct visit *visit, struct clang_location at, void **file)
{
	unsigned line, column, offset = 0;

	visit->clang->getExpansionLocation(at, file, &line, &column, &offset);
	return offset;
}

static bool is_of_project(const struct visit *visit, struct clang_location at, void *file)
{
	const char *name;

	if (!file || visit->clang->Location_isInSystemHeader(at))
		return false;
	name = clang_text(visit->clang, visit->arena, visit->clang->getFileName(file));
	return !visit->python || !str_starts(str_of(name), visit->python);
}

/* The text of what a cursor covers, if that stands in a file of the project. */
static struct str text_of(struct visit *visit, struct clang_cursor cursor, void **file)
{
	struct clang_location at = visit->clang->getCursorLocation(cursor);
	struct clang_range range;
	uint32_t start, end;
	size_t size = 0;

	offset_of(visit, at, file);
	if (*file != visit->file) {
		visit->file = *file;
		visit->text = (struct str){NULL, 0};
		if (is_of_project(visit, at, *file)) {
			visit->text.at = visit->clang->getFileContents(visit->unit, *file, &size);
			visit->text.n = visit->text.at ? size : 0;
		}
	}
	if (!visit->text.n)
		return visit->text;
	range = visit->clang->getCursorExtent(cursor);
	start = offset_of(visit, visit->clang->getRangeStart(range), file);
	end = offset_of(visit, visit->clang->getRangeEnd(range), file);
	if (*file != visit->file || start > end || end > visit->text.n)
		return (struct str){NULL, 0};
	return (struct str){visit->text.at + start, end - start};
}

/* Does the head of a declaration say that it does not come back? Such marks have many spellings,
 * and hide in macros: NORETURN, [[noreturn]], __attribute__((noreturn)). */
static bool says_noreturn(struct str text)
{
	static const char word[] = "noreturn";
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= text.n && text.at[i] != '{'; i++) {
		size_t k = 0;

		while (k < n && tolower((unsigned char)text.at[i + k]) == word[k])
			k++;
		if (k == n)
			return true;
	}
	return false;
}

static int visit_one(struct clang_cursor cursor, struct clang_cursor parent, void *data)
{
	struct visit *visit = data;
	void *file = NULL;
	struct str text;

	(void)parent;
	if (cursor.kind != CLANG_MACRO && cursor.kind != CLANG_FUNCTION)
		return CLANG_CONTINUE;
	text = text_of(visit, cursor, &file);
	if (!text.n)
		return CLANG_CONTINUE;
	if (cursor.kind == CLANG_MACRO && file != visit->main) {
		text.at = arena_str(visit->arena, text);
		vec_push(visit->arena, &visit->known->macros, text);
	} else if (cursor.kind == CLANG_FUNCTION && says_noreturn(text)) {
		vec_push(visit->arena, &visit->known->stops,
		        clang_text(visit->clang, visit->arena,
		                visit->clang->getCursorSpelling(cursor)));
	}
	return CLANG_CONTINUE;
}

/* False: the file that was precompiled is of no use. */
static bool read_errors(struct visit *visit)
{
	const struct clang *clang = visit->clang;

	visit->known->whole = true;
	for (unsigned i = 0, n = clang->getNumDiagnostics(visit->unit); i < n; i++) {
		void *diagnostic = clang->getDiagnostic(visit->unit, i), *file = NULL;
		unsigned severity = clang->getDiagnosticSeverity(diagnostic);
		uint32_t at = offset_of(visit, clang->getDiagnosticLocation(diagnostic), &file);

		clang->disposeDiagnostic(diagnostic);
		if (severity == CLANG_FATAL && !file)
			return false;
		visit->known->whole &= severity != CLANG_FATAL;
		if (severity >= CLANG_ERROR && file == visit->main)
			vec_push(visit->arena, &visit->known->errors, at);
	}
	return true;
}

static void read_skipped(struct visit *visit)
{
	struct clang_ranges *ranges = visit->clang->getSkippedRanges(visit->unit, visit->main);

	for (unsigned i = 0; ranges && i < ranges->count; i++) {
		void *file;
		struct span span;

		span.start = offset_of(visit, visit->clang->getRangeStart(ranges->at[i]), &file);
		span.end = offset_of(visit, visit->clang->getRangeEnd(ranges->at[i]), &file);
		vec_push(visit->arena, &visit->known->skipped, span);
	}
	visit->clang->disposeSourceRangeList(ranges);
}

static struct c_known *read_unit(struct arena *arena, struct c_compiler *compiler, void *unit,
        const char *path, const char *python)
{
	struct visit visit = {.arena = arena, .clang = compiler->clang, .unit = unit};

	visit.main = compiler->clang->getFile(unit, path);
	visit.python = python;
	visit.known = arena_new(arena, struct c_known);
	if (!visit.main || !read_errors(&visit))
		return NULL;
	read_skipped(&visit);
	compiler->clang->visitChildren(
	        compiler->clang->getTranslationUnitCursor(unit), visit_one, &visit);
	return visit.known;
}

static void note_read(struct arena *arena, struct c_known *known, const struct buf *lines)
{
	const char *at = lines->n ? lines->at : "", *end;

	for (; (end = strchr(at, '\n')); at = end + 1)
		map_put(&known->read,
		        path_clean(arena, arena_strndup(arena, at, (size_t)(end - at))), known);
}

static bool is_header(const char *path)
{
	return str_ends(str_of(path), ".h");
}

static struct c_known *ask_once(struct arena *arena, struct c_compiler *compiler,
        struct clang_file_text *text, const struct c_words *words, struct buf *includes)
{
	struct c_known *known = NULL;
	void *unit = c_compiler_parse(compiler, text->path, words, text,
	        CLANG_PREPROCESSING_RECORD | CLANG_SKIP_BODIES | CLANG_KEEP_GOING |
	                CLANG_INCOMPLETE);

	if (!unit)
		return NULL;
	c_compiler_includes(compiler, unit, includes);
	known = read_unit(arena, compiler, unit, text->path, c_flags_python(arena, words));
	if (known)
		known->whole &= words->exact;
	return known;
}

/* ---- in a process of its own ---- */

/* What stands in a stranger's headers decides how long libclang takes, how much memory it wants,
 * and whether it waits for a pipe or crashes. */
static const struct process_bounds bounds = {.seconds = 20, .memory = 512 << 20};

/* Then it is asked no more. */
enum { MOST_GIVEN_UP = 3 };

struct asking {
	struct c_compiler *compiler;
	struct clang_file_text text;
	struct c_words words;
	bool header;
};

static void note_use(void *context, const char *path)
{
	pack_text(context, path);
}

static struct c_known *ask_twice(struct arena *arena, struct asking *asking, struct buf *includes)
{
	struct clang_file_text *text = &asking->text;
	struct c_words *words = &asking->words;
	struct c_known *known = NULL;
	const char *made = NULL;

	if (!asking->header)
		made = c_precompiled(
		        asking->compiler, words, (struct str){text->text, text->length});
	if (made) {
		vec_push(arena, &words->list, "-include-pch");
		vec_push(arena, &words->list, made);
		known = ask_once(arena, asking->compiler, text, words, includes);
		words->list.n -= 2;
		if (!known)
			c_precompiled_drop(made);
	}
	return known ? known : ask_once(arena, asking->compiler, text, words, includes);
}

/* The answer: what is known, what was included, what else was looked at. */
static int answer(void *context, int out)
{
	struct asking *asking = context;
	struct buf includes = {0}, uses = {0}, all = {0};
	struct front_run run = {.uses = note_use, .context = &uses};
	struct arena *arena = asking->compiler->arena;
	struct c_known *known;

	asking->compiler->builds.run = &run;
	known = ask_twice(arena, asking, &includes);
	pack_number(&all, known != NULL);
	if (known)
		c_known_pack(&all, known);
	pack_text(&all, includes.n ? includes.at : "");
	pack_bytes(&all, uses.n ? uses.at : "", uses.n);
	return file_write_open(out, (struct str){all.at, all.n}) || !known;
}

static void tell_use(const struct c_compiler *compiler, const char *path)
{
	if (path)
		front_run_uses(compiler->builds.run, path);
}

static struct c_known *unpack_answer(
        struct arena *arena, const struct c_compiler *compiler, const struct buf *all)
{
	struct unpack from = {{all->at, all->n}, false};
	struct c_known *known = unpack_number(&from) ? c_known_unpack(&from, arena) : NULL;
	struct buf includes = {0};
	const char *lines = unpack_lent(&from);

	buf_text(&includes, lines ? lines : "");
	if (known)
		note_read(arena, known, &includes);
	c_compiler_uses(compiler, &includes);
	while (from.rest.n && !from.broken)
		tell_use(compiler, unpack_lent(&from));
	buf_free(&includes);
	return known;
}

static void give_up(struct c_compiler *compiler, const char *path, struct front_run *run)
{
	compiler->given_up++;
	run->c_given_up = true;
	if (!run->c_remark)
		run->c_remark = arena_printf(run->arena,
		        "libclang did not get to the end of %s: it is read without its headers",
		        path);
}

struct c_known *c_ask(
        struct arena *arena, const struct source *source, const char *path, struct front_run *run)
{
	struct asking asking = {.text = {path, source->bytes, source->length}};
	struct buf all = {0};
	struct c_known *known = NULL;

	if (!run || !run->arena || run->c_reader == C_READER_FAST || source->parent ||
	        source->length > LARGEST)
		return NULL;
	asking.compiler = compiler_of(run);
	if (!asking.compiler->clang || asking.compiler->given_up == MOST_GIVEN_UP)
		return NULL;
	asking.words = c_compiler_words(asking.compiler, path, c_is_plus(path, source), run);
	asking.header = is_header(path);
	if (process_ask(bounds, answer, &asking, &all) == 0)
		known = unpack_answer(arena, asking.compiler, &all);
	else if (!stop_wanted())
		give_up(asking.compiler, path, run);
	buf_free(&all);
	return known;
}

bool c_is_plus(const char *path, const struct source *source)
{
	static const char *const words[] = {"\nnamespace ", "\ntemplate", "\nclass ", "public:"};
	const char *dot = strrchr(path, '.');
	struct str text = {source->bytes, source->length};
	bool plus = dot && !same(dot, ".c") && !same(dot, ".h");

	for (size_t i = 0; dot && same(dot, ".h") && i < COUNT_OF(words); i++)
		plus |= str_find(text, words[i]) != NULL;
	return plus;
}
