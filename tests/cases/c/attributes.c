/* Attributes of functions say what a call does, and what the function itself must do. */
#include <Python.h>

#if defined(WITH_CPYCHECKER_STEALS_REFERENCE_TO_ARG_ATTRIBUTE)
#define STEALS(n) __attribute__((cpychecker_steals_reference_to_arg(n)))
#else
#define STEALS(n)
#endif

extern int keep(const char *name, PyObject *o) STEALS(2);
extern PyObject *peek(PyObject *o) __attribute__((cpychecker_returns_borrowed_ref));
extern void complain(const char *why) __attribute__((cold, cpychecker_sets_exception));
extern int check(int i) __attribute__((cpychecker_negative_result_sets_exception));

static PyObject *give(PyObject *self, PyObject *unused)
{
	PyObject *o = PyLong_FromLong(42000);

	if (!o)
		return NULL;
	keep("o", o);
	return o; /* expect: pyref/borrowed-escapes */
}

static PyObject *given(PyObject *self, PyObject *unused)
{
	PyObject *o = PyLong_FromLong(42000);

	if (!o)
		return NULL;
	keep("o", o);
	return PyLong_FromLong(1);
}

static PyObject *look(PyObject *self, PyObject *arg)
{
	return peek(arg); /* expect: pyref/borrowed-escapes */
}

static PyObject *refuse(PyObject *self, PyObject *arg)
{
	complain("no");
	return NULL;
}

int check(int i)
{
	if (i > 10)
		return -1; /* expect: pyerr/null-without-exception */
	if (i < 0) {
		PyErr_SetNone(PyExc_ValueError);
		return -1;
	}
	return 0;
}

/* items of an array that are named by number are followed like variables */
static PyObject *pair(PyObject *self, PyObject *unused)
{
	PyObject *items[2], *tuple = PyTuple_New(2);

	if (!tuple)
		return NULL;
	items[0] = PyLong_FromLong(1000);
	items[1] = PyLong_FromLong(2000);
	if (!items[0] || !items[1]) {
		Py_XDECREF(items[0]);
		Py_XDECREF(items[1]);
		Py_DECREF(tuple);
		return NULL;
	}
	PyTuple_SET_ITEM(tuple, 0, items[0]);
	PyTuple_SET_ITEM(tuple, 1, items[1]);
	return tuple;
}

static PyObject *one_lost(PyObject *self, PyObject *unused)
{
	PyObject *items[2];

	items[0] = PyList_New(0);
	if (!items[0])
		return NULL;
	items[1] = PyList_New(0); /* expect: pyref/leak */
	if (!items[1]) {
		Py_DECREF(items[0]);
		return NULL;
	}
	return items[0];
}

static PyMethodDef methods[] = {
	{"give", give, METH_NOARGS, NULL},   {"given", given, METH_NOARGS, NULL}, {"look", look, METH_O, NULL},
	{"refuse", refuse, METH_O, NULL},    {"pair", pair, METH_NOARGS, NULL},
	{"one_lost", one_lost, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL},
};
