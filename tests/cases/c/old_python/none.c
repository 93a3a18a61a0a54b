/* Before 3.12 None is counted like any other object. */
#include <Python.h>

static PyObject *done(PyObject *self, PyObject *unused)
{
	return Py_None; /* expect: pyref/borrowed-escapes */
}

static PyMethodDef methods[] = {{"done", done, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
