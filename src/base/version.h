/* What --version says, and reports that name their maker. */
#ifndef PROXYLINT_BASE_VERSION_H
#define PROXYLINT_BASE_VERSION_H

#define PROXYLINT_VERSION "0.1.0"

/* Where people read about it; whoever keeps a copy of the repository says so when building. */
#ifndef PROXYLINT_HOME
#define PROXYLINT_HOME "https://example.org/proxylint"
#endif

/* A hash of all code and data of the program: two that give different results have different ones.
 */
extern const char version_identity[];

/* What it was built from, written by tests/tools/version */
extern const char version_core[];     /* of tree-sitter: "0.25.1" */
extern const char version_grammars[]; /* "c 0.24.1, cpp 0.23.4" */
extern const char version_facts[];    /* twelve hexadecimal digits: a hash of the built-in facts */

#endif
