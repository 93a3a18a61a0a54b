#ifndef MARKS_H
#define MARKS_H

#include "macros.h"

#ifdef WITH_CPYCHECKER_STEALS_REFERENCE_TO_ARG_ATTRIBUTE
#define STEALS(n) __attribute__((cpychecker_steals_reference_to_arg(n)))
#define LENDS __attribute__((cpychecker_returns_borrowed_ref))
#else
#define STEALS(n)
#define LENDS
#endif

void marks_stop(const char *why) __attribute__((noreturn));
int marks_keep(PyObject *o) STEALS(1);
LENDS PyObject *marks_look(PyObject *o);
LENDS PyObject *marks_own(PyObject *o);

#endif
