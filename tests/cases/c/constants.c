/* None and its like, types of the program, the receiver: given away without a reference. */
#include <Python.h>

extern PyTypeObject fooType;

static PyObject *bare(PyObject *self, PyObject *unused)
{
	return Py_None; /* expect-note: pyref/borrowed-escapes */
}

static PyObject *held(PyObject *self, PyObject *arg)
{
	PyObject *result = Py_False;

	if (PyList_Check(arg)) {
		result = PyList_AsTuple(arg);
		if (!result)
			return NULL;
	}
	return result; /* expect-note: pyref/borrowed-escapes */
}

static PyObject *taken(PyObject *self, PyObject *arg)
{
	PyObject *result = Py_True;

	if (arg == self)
		Py_RETURN_NONE;
	if (arg == Py_None) {
		Py_INCREF(Py_None);
		return Py_None;
	}
	Py_INCREF(result);
	return result;
}

static PyObject *stolen(PyObject *self, PyObject *unused)
{
	PyObject *pair = PyTuple_New(1);

	if (!pair)
		return NULL;
	PyTuple_SET_ITEM(pair, 0, Py_None); /* expect-note: pyref/borrowed-escapes */
	return pair;
}

static PyObject *enter(PyObject *self, PyObject *unused)
{
	return self; /* expect: pyref/borrowed-escapes */
}

static PyObject *enter_well(PyObject *self, PyObject *unused)
{
	Py_INCREF(self);
	return self;
}

int add(PyObject *module)
{
	return PyModule_AddObject(module, "foo", (PyObject *)&fooType); /* expect-note: pyref/borrowed-escapes */
}

int add_well(PyObject *module)
{
	Py_INCREF(&fooType);
	if (PyModule_AddObject(module, "foo", (PyObject *)&fooType) < 0) {
		Py_DECREF(&fooType);
		return -1;
	}
	return 0;
}

static PyMethodDef methods[] = {
	{"bare", bare, METH_NOARGS, NULL},   {"held", held, METH_O, NULL},
	{"taken", taken, METH_O, NULL},      {"stolen", stolen, METH_NOARGS, NULL},
	{"enter", enter, METH_NOARGS, NULL}, {"enter_well", enter_well, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL},
};
