// An answer holds until something changes what was asked for; what a call may have changed is in doubt.
#include <Python.h>

struct reader {
	int size;
};

extern int refill(struct reader *reader);
extern int look(void *);

static PyObject *variable_changes(PyObject *self, PyObject *name, int size)
{
	PyObject *list = NULL;

	if (size) {
		list = PyList_New(0); // expect: pyref/leak
		if (!list)
			return NULL;
	}
	size = look(name);
	if (size)
		Py_XDECREF(list);
	Py_RETURN_NONE;
}

static PyObject *field_changes(struct reader *reader)
{
	PyObject *list = NULL;

	if (reader->size) {
		list = PyList_New(0); // expect-note: pyref/leak
		if (!list)
			return NULL;
	}
	refill(reader);
	if (reader->size)
		Py_XDECREF(list);
	Py_RETURN_NONE;
}

static PyObject *counted(PyObject *self, int n)
{
	PyObject *list = NULL;

	if (n++ < 3) {
		list = PyList_New(0); // expect: pyref/leak
		if (!list)
			return NULL;
	}
	if (n++ < 3)
		Py_XDECREF(list);
	Py_RETURN_NONE;
}

static PyObject *other_way_round(PyObject *self, PyObject *name, int size)
{
	PyObject *list = NULL;

	if (size != 3) {
		list = PyList_New(0); // expect: pyref/leak
		if (!list)
			return NULL;
	}
	look(name);
	if (size == 3)
		Py_XDECREF(list);
	Py_RETURN_NONE;
}
