/*
 * What a keystroke costs the parser alone.
 */
#ifndef PROXYLINT_BENCH_REPARSE_H
#define PROXYLINT_BENCH_REPARSE_H

/* Parses a file, changes one letter in its middle again and again, and prints how long parsing
 * again takes with the tree of before, and from nothing. Gives an exit status. */
int reparse(const char *path);

#endif
