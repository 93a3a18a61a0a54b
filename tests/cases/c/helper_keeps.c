// A helper that releases its argument only in some of the ways in which it fails, or does not mind null.
#include <Python.h>

static int sometimes(PyObject *text, int strict)
{
	if (!PyUnicode_Check(text)) {
		PyErr_SetString(PyExc_TypeError, "no text");
		return -1;
	}
	if (strict) {
		Py_DECREF(text);
		PyErr_SetString(PyExc_TypeError, "too strict");
		return -1;
	}
	return 0;
}

static PyObject *left(PyObject *self, PyObject *name, int strict)
{
	PyObject *text = PyObject_CallOneArg(self, name); // expect: pyref/leak-on-error

	if (!text)
		return NULL;
	if (sometimes(text, strict) < 0)
		return NULL;
	return text;
}

static int lenient(PyObject *text)
{
	return text ? PyUnicode_Check(text) : 0;
}

static PyObject *unchecked(PyObject *self, PyObject *name)
{
	PyObject *text = PyObject_CallOneArg(self, name);

	if (lenient(text) < 0) {
		Py_XDECREF(text);
		return NULL;
	}
	Py_INCREF(text); // expect: pyref/unchecked-null
	Py_DECREF(text);
	return text;
}
