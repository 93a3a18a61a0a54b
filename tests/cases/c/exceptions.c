/* Functions that Python calls, and the exceptions that they owe it. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int open;
} Box;

static int
require(Box *self)
{
	if (self->open)
		return 0;
	PyErr_SetString(PyExc_ValueError, "closed");
	return -1;
}

static PyObject *
method(Box *self, PyObject *args)
{
	char *block;

	if (require(self) < 0)
		return NULL;
	block = PyMem_Malloc(8);
	if (!block)
		return NULL; /* expect: pyerr/null-without-exception */
	PyMem_Free(block);
	if (!self->open)
		return NULL; /* expect: pyerr/null-without-exception */
	Py_RETURN_NONE;
}

static int
set_size(Box *self, PyObject *value, void *closure)
{
	long size;

	if (value == NULL)
		return -1; /* expect: pyerr/null-without-exception */
	size = PyLong_AsLong(value);
	if (size == -1 && PyErr_Occurred())
		return 0; /* expect: pyerr/value-with-exception */
	self->open = (int)size;
	return 0;
}

static int
contains(PyObject *self, PyObject *item)
{
	if (!PyLong_Check(item)) {
		PyErr_SetNone(PyExc_TypeError);
		return 1; /* expect: pyerr/value-with-exception */
	}
	return 0;
}

static PyObject *
call(PyObject *self, PyObject *args, PyObject *kwargs)
{
	if (PyDict_Check(kwargs))
		return NULL; /* expect: pyerr/null-without-exception */
	return PyErr_NoMemory();
}

static PyMethodDef methods[] = {
	{"method", (PyCFunction)method, METH_VARARGS, NULL},
	{NULL},
};

static PyGetSetDef attributes[] = {
	{"size", NULL, (setter)set_size, NULL, NULL},
	{NULL},
};

static PySequenceMethods as_sequence = {
	0, 0, 0, 0, 0, 0, 0,
	contains, /* sq_contains */
};

static PyType_Slot slots[] = {
	{Py_tp_call, call},
	{0, NULL},
};
