/* What --version says, and reports that name their maker. */
#ifndef PROXYLINT_BASE_VERSION_H
#define PROXYLINT_BASE_VERSION_H

#define PROXYLINT_VERSION "0.1.0"

/* Where people read about it; whoever keeps a copy of the repository says so when building. */
#ifndef PROXYLINT_HOME
#define PROXYLINT_HOME "https://example.org/proxylint"
#endif

#endif
