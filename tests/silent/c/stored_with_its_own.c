// A helper that stores what it gets takes a reference for that: its caller keeps its own.
#include <Python.h>

struct closure {
	PyObject *function;
	PyObject *data;
};

extern struct closure *closure_new(void);
extern void closure_begin(struct closure *);
static PyObject *last;

static struct closure *make(PyObject *function, PyObject *data)
{
	struct closure *closure = closure_new();

	closure->function = function;
	closure->data = data;
	Py_INCREF(function);
	Py_XINCREF(closure->data);
	closure_begin(closure);
	return closure;
}

static void remember(PyObject *data)
{
	Py_XDECREF(last);
	last = data;
	Py_XINCREF(data);
}

PyObject *use(PyObject *self, PyObject *args)
{
	PyObject *data = PyTuple_GetItem(args, 1);
	struct closure *closure;

	if (!data)
		return NULL;
	if (!PyTuple_Check(data))
		data = Py_BuildValue("(O)", data);
	else
		Py_INCREF(data);
	closure = make(self, data);
	remember(data);
	Py_XDECREF(data);
	return PyCapsule_New(closure, NULL, NULL);
}

/* What the variable holds comes back with a reference more. */
static PyObject *have_last(void)
{
	PyObject *data;

	data = last;
	if (!data) {
		PyErr_SetString(PyExc_RuntimeError, "there is none");
		return NULL;
	}
	Py_INCREF(data);
	return data;
}

PyObject *call_last(PyObject *self, PyObject *args)
{
	PyObject *data = have_last(), *result;

	if (!data)
		return NULL;
	result = PyObject_CallObject(data, args);
	Py_DECREF(data);
	return result;
}

/* what was stored before is counted for the caller right before it is returned */
static PyObject *last_used;
static int busy(PyObject *self);

static PyObject *
use_it(PyObject *self, PyObject *args)
{
	last_used = self;
	if (busy(self))
		return NULL;
	Py_INCREF(self);
	return self;
}

static PyObject *
use_method(PyObject *self, PyObject *args)
{
	return use_it(self, args);
}

static PyMethodDef use_methods[] = {
	{"use", use_method, METH_VARARGS, ""},
	{NULL, NULL, 0, NULL},
};

/* one reference for the field, the first one for the caller */
typedef struct {
	PyObject_HEAD
	PyObject *iterator, *total;
} Sum;

static PyObject *
sum_next(Sum *self)
{
	PyObject *item = PyIter_Next(self->iterator);

	if (item == NULL)
		return NULL;
	if (self->total == NULL) {
		Py_INCREF(item);
		self->total = item;
		return self->total;
	}
	Py_DECREF(item);
	Py_RETURN_NONE;
}

static void
sum_dealloc(Sum *self)
{
	Py_XDECREF(self->iterator);
	Py_XDECREF(self->total);
	PyObject_Free(self);
}

static PyTypeObject SumType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "stored.Sum",
	.tp_iternext = (iternextfunc)sum_next,
	.tp_dealloc = (destructor)sum_dealloc,
};
