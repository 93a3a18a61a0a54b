#include <Python.h>

int table_of_platform(void)
{
	return 2;
}

// Not what is meant by a call with one argument.
PyObject *table_exists(PyObject *self, PyObject *args)
{
	return PyLong_FromLong(3);
}
