// A helper that can fail for another reason than want of memory.
#include <Python.h>

static PyObject *checked(PyObject *a)
{
	PyObject *both = PyTuple_New(2);

	if (!both)
		return NULL;
	if (!PyUnicode_Check(a)) {
		Py_DECREF(both);
		PyErr_SetString(PyExc_TypeError, "no text");
		return NULL;
	}
	PyTuple_SET_ITEM(both, 0, Py_NewRef(a));
	PyTuple_SET_ITEM(both, 1, Py_NewRef(a));
	return both;
}

static PyObject *uses(PyObject *self, PyObject *name)
{
	PyObject *text = PyObject_Str(name), *both; // expect: pyref/leak-on-error

	if (!text)
		return NULL;
	both = checked(name);
	if (!both)
		return NULL;
	Py_DECREF(text);
	return both;
}
