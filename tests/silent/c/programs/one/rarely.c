#include <Python.h>

PyObject *rarely_made(PyObject *of)
{
	return PySequence_GetItem(of, 0);
}
