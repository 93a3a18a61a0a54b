#include "rows.h"

static PyObject *all;

PyObject *rows_new(Py_ssize_t count)
{
	return PyList_New(count);
}

PyObject *rows_copy(PyObject *rows)
{
	return PySequence_List(rows);
}

PyObject *rows_first(PyObject *rows)
{
	return PyList_GetItem(rows, 0);
}

int rows_take(PyObject *rows)
{
	if (!all)
		all = PyList_New(0);
	if (!all || PyList_Append(all, rows) < 0) {
		Py_DECREF(rows);
		return -1;
	}
	Py_DECREF(rows);
	return 0;
}

void rows_complain(const char *why)
{
	PyErr_SetString(PyExc_ValueError, why);
}

/* not the one of module.c */
static PyObject *pick(PyObject *rows)
{
	return PyList_GetItem(rows, 1);
}

PyObject *rows_second(PyObject *rows)
{
	return PySequence_Check(rows) ? pick(rows) : NULL;
}
