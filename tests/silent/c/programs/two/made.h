#include <Python.h>

PyObject *made(PyObject *of);
