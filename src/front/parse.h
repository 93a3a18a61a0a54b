/* Source text → a tree of tree-sitter, whose places are those of the text. */
#ifndef PROXYLINT_FRONT_PARSE_H
#define PROXYLINT_FRONT_PARSE_H

#include "text/source.h"

#include <tree_sitter/api.h>

/* The source as a grammar is given it: bytes that would keep it busy for nothing are blanks. These
 * bytes are those of `source`, or in `arena`. */
struct source front_calm(
        struct arena *arena, const TSLanguage *language, const struct source *source);
/* NULL when it cannot be parsed, or somebody wants us to stop. To be given back with
 * ts_tree_delete. */
TSTree *front_parse(const TSLanguage *language, const struct source *source);

#endif
