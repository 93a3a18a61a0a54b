/*
 * Precompiled headers: Python.h is three quarters of the cost of parsing an
 * extension, and the same for all its files.
 *
 * What a file does before it includes Python.h (its #defines) and the words
 * for the compiler name a header in the user's cache. The first who asks for
 * it leaves a mark; the second makes it, so that a file that is linted once
 * costs no more than parsing it. A header is written under another name and
 * then renamed: runs at the same time see all of it or nothing. libclang
 * refuses one that is older than what it was made of; it is made anew then.
 */
#include "front/c_compiler.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/pack.h"
#include "front/c_token.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_LIST = 1 << 20 };

/* ---- what stands before Python.h ---- */

static struct str line_at(struct str text, uint32_t at)
{
	size_t end = at;

	while (end < text.n && text.at[end] != '\n')
		end += text.at[end] == '\\' && end + 1 < text.n ? 2 : 1;
	if (end > text.n)
		end = text.n;
	return (struct str){text.at + at, end - at};
}

static bool is_python(struct str line)
{
	static const char *const names[] = {"<Python.h>", "\"Python.h\""};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		for (size_t at = 0; at + strlen(names[i]) <= line.n; at++)
			if (memcmp(line.at + at, names[i], strlen(names[i])) == 0)
				return true;
	return false;
}

/* The directives up to the #include of Python.h. False when something else comes before it, or it
 * depends on an #if. */
static bool read_prelude(struct str text, struct buf *out)
{
	uint32_t at = 0, end = (uint32_t)text.n;
	int depth = 0;

	for (;;) {
		struct c_token sign = c_token_read(text.at, &at, end), word;
		struct str line;

		if (!c_token_is(&sign, "#"))
			return false;
		line = line_at(text, sign.from.start);
		word = c_token_read(text.at, &at, end);
		if (c_token_is(&word, "include")) {
			buf_add(out, line.at, line.n);
			buf_char(out, '\n');
			return !depth && is_python(line);
		}
		if (str_starts(word.text, "if"))
			depth++;
		else if (c_token_is(&word, "endif"))
			depth--;
		else if (!str_starts(word.text, "el") && !c_token_is(&word, "define") &&
		        !c_token_is(&word, "undef") && !c_token_is(&word, "pragma"))
			return false;
		buf_add(out, line.at, line.n);
		buf_char(out, '\n');
		at = sign.from.start + (uint32_t)line.n;
	}
}

/* Is the next word a directory for headers? Only that of Python.h matters. */
static bool is_path(const char *word)
{
	return same(word, "-I") || same(word, "-isystem") || same(word, "-iquote") ||
	        same(word, "-idirafter");
}

static const char *name_of(struct c_compiler *compiler, const struct c_words *words,
        const char *python, const char *prelude)
{
	struct buf made_of = {0};
	char name[HASH_TEXT];

	pack_text(&made_of, compiler->clang->version);
	for (uint32_t i = 0; i < words->list.n; i++)
		if (is_path(words->list.at[i]))
			i++;
		else if (!str_starts(str_of(words->list.at[i]), "-I"))
			pack_text(&made_of, words->list.at[i]);
	pack_text(&made_of, path_absolute(compiler->arena, python));
	pack_text(&made_of, prelude);
	hash_text(hash_bytes(made_of.at, made_of.n), name);
	buf_free(&made_of);
	return path_join(compiler->arena, compiler->cache, name);
}

/* ---- the cache ---- */

/* Headers that nobody has made anew for a month go. */
static void clean(struct arena *arena, const char *folder)
{
	enum { MONTH = 30 * 24 * 60 * 60 };
	DIR *open = opendir(folder);
	const struct dirent *entry;
	struct stat info;

	while (open && (entry = readdir(open))) {
		const char *path = path_join(arena, folder, entry->d_name);

		if (entry->d_name[0] != '.' && stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
		        info.st_mtime + MONTH < time(NULL))
			unlink(path);
	}
	if (open)
		closedir(open);
}

static bool has_errors(const struct clang *clang, void *unit)
{
	bool found = false;

	for (unsigned i = 0, n = clang->getNumDiagnostics(unit); i < n; i++) {
		void *diagnostic = clang->getDiagnostic(unit, i);

		found |= clang->getDiagnosticSeverity(diagnostic) >= CLANG_ERROR;
		clang->disposeDiagnostic(diagnostic);
	}
	return found;
}

/* ---- what a header was made of: a path on each line of NAME.uses ---- */

static void tell_uses(const struct c_compiler *compiler, const char *name)
{
	const char *path = arena_printf(compiler->arena, "%s.uses", name);
	struct buf text = {0};

	front_run_uses(compiler->builds.run, path);
	if (file_read(path, LARGEST_LIST, &text) == 0)
		c_compiler_uses(compiler, &text);
	buf_free(&text);
}

/* ---- making one ---- */

static bool write_uses(struct c_compiler *compiler, const char *name, void *unit)
{
	const char *path = arena_printf(compiler->arena, "%s.uses", name);
	struct buf lines = {0};
	bool good;

	c_compiler_includes(compiler, unit, &lines);
	good = file_replace(path, (struct str){lines.at, lines.n}) == 0;
	buf_free(&lines);
	return good;
}

/* Makes NAME.pch from NAME.h. */
static bool make(struct c_compiler *compiler, const char *name, const struct c_words *words)
{
	const char *header = arena_printf(compiler->arena, "%s.h", name);
	const char *done = arena_printf(compiler->arena, "%s.pch", name);
	const char *part = arena_printf(compiler->arena, "%s.%ld", name, (long)getpid());
	struct c_words own = {0};
	bool good = false;
	void *unit;

	for (uint32_t i = 0; i < words->list.n; i++)
		vec_push(compiler->arena, &own.list,
		        same(words->list.at[i], "c")             ? "c-header"
		                : same(words->list.at[i], "c++") ? "c++-header"
		                                                 : words->list.at[i]);
	unit = c_compiler_parse(compiler, header, &own, NULL,
	        CLANG_PREPROCESSING_RECORD | CLANG_INCOMPLETE | CLANG_FOR_SERIALIZATION);
	if (!unit)
		return false;
	if (!has_errors(compiler->clang, unit) && write_uses(compiler, name, unit))
		good = compiler->clang->saveTranslationUnit(unit, part, 0) == 0 &&
		        rename(part, done) == 0;
	compiler->clang->disposeTranslationUnit(unit);
	if (!good)
		unlink(part);
	clean(compiler->arena, compiler->cache);
	return good;
}

static bool includes_more(const struct c_words *words)
{
	for (uint32_t i = 0; i < words->list.n; i++)
		if (same(words->list.at[i], "-include") || same(words->list.at[i], "-imacros"))
			return true;
	return false;
}

/* The header of that name: there, made now, or NULL. */
static const char *find(struct c_compiler *compiler, const char *name, const struct c_words *words,
        const char *prelude)
{
	const char *header = arena_printf(compiler->arena, "%s.h", name);
	const char *done = arena_printf(compiler->arena, "%s.pch", name);
	const char *broken = arena_printf(compiler->arena, "%s.broken", name);

	tell_uses(compiler, name);
	if (path_kind(done) == PATH_FILE)
		return done;
	if (path_kind(broken) == PATH_FILE)
		return NULL;
	if (path_kind(header) != PATH_FILE) {
		if (directory_make(compiler->arena, compiler->cache))
			file_replace(header, str_of(prelude));
		return NULL;
	}
	if (make(compiler, name, words))
		return done;
	file_replace(broken, str_of(""));
	return NULL;
}

const char *c_precompiled(struct c_compiler *compiler, const struct c_words *words, struct str text)
{
	const char *python = c_flags_python(compiler->arena, words), *found = NULL;
	struct buf prelude = {0};

	if (compiler->cache && python && !includes_more(words) && read_prelude(text, &prelude))
		found = find(
		        compiler, name_of(compiler, words, python, prelude.at), words, prelude.at);
	buf_free(&prelude);
	return found;
}

void c_precompiled_drop(const char *path)
{
	unlink(path);
}
