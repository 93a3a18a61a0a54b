#ifndef ROWS_H
#define ROWS_H

#include <Python.h>

PyObject *rows_new(Py_ssize_t count);
PyObject *rows_copy(PyObject *rows);
PyObject *rows_first(PyObject *rows);
int rows_take(PyObject *rows);
void rows_complain(const char *why);

/* has no body anywhere */
PyObject *rows_kept(PyObject *rows) __attribute__((cpychecker_returns_borrowed_ref));

static inline PyObject *rows_text(const char *text)
{
	return PyUnicode_FromString(text);
}

#endif
