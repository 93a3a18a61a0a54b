/*
 * The language server: LSP 3.17 over two file descriptors.
 *
 * One process talks to the editor and never analyses anything itself. It
 * keeps the open documents; 100 ms after the last change it has a second
 * process look at what changed, and answers from that at once. When nothing
 * has changed for a second, another one looks at the whole workspace, whose
 * answer adds what only shows across files. Until that answer is there,
 * findings across files stay as they were.
 */
#ifndef PROXYLINT_LSP_LSP_H
#define PROXYLINT_LSP_LSP_H

#include "engine/check.h"

/* Serves until the client says exit or goes away. `base` is what every analysis starts from. Gives
 * the exit status: 0 when the client asked for a shutdown first, else 1. */
int lsp_serve(const struct check_request *base, int in, int out);

#endif
