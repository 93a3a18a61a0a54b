/* What --version says, and reports that name their maker. */
#ifndef PROXYLINT_BASE_VERSION_H
#define PROXYLINT_BASE_VERSION_H

#define PROXYLINT_VERSION "0.1.0"

#endif
