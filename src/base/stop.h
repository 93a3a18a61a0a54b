/*
 * Ctrl-C: whoever works for long asks now and then whether to stop, and leaves
 * what it has in good order.
 */
#ifndef PROXYLINT_BASE_STOP_H
#define PROXYLINT_BASE_STOP_H

#include "base/base.h"

/* From now on SIGINT and SIGTERM are taken as a wish. The second one kills. */
void stop_on_signals(void);
/* Was it wished? Safe to call from any thread. */
bool stop_wanted(void);
/* What tree-sitter looks at while it parses: not 0 once it was wished. */
const size_t *stop_flag(void);
/* The exit status of a program that a signal stopped: 128 and its number; 0 before. */
int stop_status(void);

#endif
