/* Failures that have their exception, though it takes a second look. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *names;
} Box;

static PyObject *cache;

static PyObject *
next(Box *self)
{
	return NULL;
}

static PyObject *
repr(PyObject *self)
{
	int status = Py_ReprEnter(self);

	if (status != 0)
		return status > 0 ? PyUnicode_FromString("...") : NULL;
	Py_ReprLeave(self);
	return PyUnicode_FromString("box");
}

static PyObject *
find(PyObject *self, PyObject *value)
{
	for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(self); i++) {
		int same = PyObject_RichCompareBool(PyTuple_GET_ITEM(self, i), value, Py_EQ);

		if (same > 0)
			return PyLong_FromSsize_t(i);
		else if (same < 0)
			return NULL;
	}
	PyErr_SetString(PyExc_ValueError, "return nothing");
	return NULL;
}

static int
fill_cache(void)
{
	if (cache == NULL)
		cache = PyDict_New();
	return cache == NULL ? -1 : 0;
}

static int
parse(PyObject *args, PyObject **value)
{
	return PyArg_ParseTuple(args, "O", value);
}

static void
nothing_found(PyObject *key)
{
	PyErr_SetObject(PyExc_KeyError, key);
}

static int
no_problem(Box *self)
{
	return 0;
}

enum { FINE, FAILED };

static PyObject *
method(Box *self, PyObject *args)
{
	PyObject *value;
	int state = FINE;

	if (!parse(args, &value))
		return NULL;
	if (fill_cache())
		return NULL;
	if (no_problem(self) < 0)
		return NULL;
	if (!self->names)
		self->names = PyList_New(0);
	if (!self->names)
		return NULL;
	if (value == Py_None) {
		nothing_found(value);
		state = FAILED;
	}
	switch (state) {
	case FINE:
		break;
	case FAILED:
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *
get(Box *self, void *closure)
{
	PyObject *value = PyDict_GetItemWithError(cache, self->names);

	if (value == NULL) {
		if (PyErr_Occurred())
			return NULL;
		PyErr_SetString(PyExc_AttributeError, "names");
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return Py_NewRef(value);
}

static PyMethodDef methods[] = {
	{"method", (PyCFunction)method, METH_VARARGS, NULL},
	{"find", find, METH_O, NULL},
	{NULL},
};

static PyGetSetDef attributes[] = {
	{"names", (getter)get, NULL, NULL, NULL},
	{NULL},
};

static PyTypeObject Box_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_iternext = (iternextfunc)next,
	.tp_repr = repr,
};

/* A failure that nobody tells from an answer is not looked at. */
static int
box_init(Box *self, PyObject *args, PyObject *kwargs)
{
	if (kwargs && PyDict_Size(kwargs) > 0) {
		PyErr_SetString(PyExc_TypeError, "no keywords");
		return -1;
	}
	return 0;
}

static PyTypeObject Other_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_init = (initproc)box_init,
};
