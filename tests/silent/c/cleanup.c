// A variable that releases what it holds when its block ends.
#include <Python.h>

#define AUTO __attribute__((cleanup(drop)))

static void drop(PyObject **p)
{
	Py_XDECREF(*p);
}

static PyObject *count(PyObject *self, PyObject *arg)
{
	AUTO PyObject *list = PySequence_List(arg);
	__attribute__((cleanup(drop))) PyObject *copy = NULL;

	if (!list)
		return NULL;
	copy = PyList_AsTuple(list);
	if (!copy)
		return NULL;
	return PyLong_FromSsize_t(PyTuple_Size(copy));
}
