/*
 * The languages that are linked into the binary, one function per grammar of grammars.mk.
 *
 * A language is static data: nobody owns it, every thread may use it, and nobody frees it.
 */
#ifndef PROXYLINT_GRAMMARS_H
#define PROXYLINT_GRAMMARS_H

#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_c(void);
const TSLanguage *tree_sitter_erlang(void); /* where PROXYLINT_ERLANG is defined */
const TSLanguage *tree_sitter_cpp(void);
const TSLanguage *tree_sitter_html(void);
const TSLanguage *tree_sitter_javascript(void);
const TSLanguage *tree_sitter_json(void);
const TSLanguage *tree_sitter_markdown(void);
const TSLanguage *tree_sitter_python(void);
const TSLanguage *tree_sitter_toml(void);
const TSLanguage *tree_sitter_tsx(void);
const TSLanguage *tree_sitter_typescript(void);
const TSLanguage *tree_sitter_zig(void);

#endif
