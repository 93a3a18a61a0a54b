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

#endif
