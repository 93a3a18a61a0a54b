/*
 * libclang, loaded while the program runs, for those who have it. The types
 * are those of its C interface, as far as it is used; nothing of LLVM is
 * needed to build.
 */
#ifndef PROXYLINT_FRONT_CLANG_H
#define PROXYLINT_FRONT_CLANG_H

#include "base/arena.h"

struct clang_string {
	const void *data;
	unsigned flags;
};

struct clang_cursor {
	int kind; /* enum clang_kind */
	int extra;
	const void *data[3];
};

struct clang_location {
	const void *data[2];
	unsigned offset;
};

struct clang_range {
	const void *data[2];
	unsigned start, end;
};

struct clang_ranges {
	unsigned count;
	struct clang_range *at;
};

/* A file that is read from memory. */
struct clang_file_text {
	const char *path, *text;
	unsigned long length;
};

/* Gives one of enum clang_visit. */
typedef int (*clang_visitor)(struct clang_cursor cursor, struct clang_cursor parent, void *data);

/* Called for each file that a unit reads. */
typedef void (*clang_includer)(
        void *file, struct clang_location *stack, unsigned depth, void *data);

enum clang_kind { CLANG_FUNCTION = 8, CLANG_MACRO = 501 };
enum clang_visit { CLANG_BREAK, CLANG_CONTINUE, CLANG_RECURSE };
enum clang_severity { CLANG_ERROR = 3, CLANG_FATAL = 4 };

enum clang_option {
	CLANG_PREPROCESSING_RECORD = 0x01,
	CLANG_INCOMPLETE = 0x02,
	CLANG_FOR_SERIALIZATION = 0x10,
	CLANG_SKIP_BODIES = 0x40,
	CLANG_KEEP_GOING = 0x200,
};

struct clang {
	void *library;
	const char *version; /* as it calls itself */
#define CLANG(result, name, parameters) result(*name) parameters;
#include "front/clang_api.def"
#undef CLANG
};

/* The newest that is found: the file that PROXYLINT_LIBCLANG names and no other, else that of the
 * system or of a Python package. NULL when there is none, or it lacks something. */
struct clang *clang_load(struct arena *arena);
void clang_unload(struct clang *clang);
/* A copy of the text, which is given back. */
const char *clang_text(const struct clang *clang, struct arena *arena, struct clang_string text);

#endif
