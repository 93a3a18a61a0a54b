// A module that tests the runtime does wrong on purpose what is to be tested.
#include <Python.h>

static PyObject *test_item(PyObject *self, PyObject *args)
{
	PyObject *tuple = PyTuple_New(1), *number = PyLong_FromLong(1);

	if (!tuple || !number)
		return NULL;
	PyTuple_SET_ITEM(tuple, 0, number);
	Py_DECREF(number);
	number = PyLong_FromLong(2);
	PyTuple_SET_ITEM(tuple, 0, number);
	return tuple;
}
