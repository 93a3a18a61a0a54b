// What is lost only when memory runs out is a note, also where a helper is what fails.
#include <Python.h>

struct table {
	PyObject_HEAD
	char *rows;
};

static PyObject *pair(PyObject *a, PyObject *b)
{
	PyObject *both = PyTuple_New(2);

	if (!both)
		return NULL;
	PyTuple_SET_ITEM(both, 0, Py_NewRef(a));
	PyTuple_SET_ITEM(both, 1, Py_NewRef(b));
	return both;
}

static PyObject *of_a_helper(PyObject *self, PyObject *name)
{
	PyObject *text = PyObject_Str(name), *both;

	if (!text)
		return NULL;
	both = pair(self, name);
	if (!both)
		return NULL;
	Py_DECREF(text);
	return both;
}

static PyObject *of_a_field(PyObject *self, PyTypeObject *type)
{
	struct table *table = (struct table *)PyObject_CallNoArgs(self);

	if (!table)
		return NULL;
	table->rows = PyMem_Malloc(100);
	if (table->rows == NULL)
		return NULL;
	return (PyObject *)table;
}

static PyObject *as_it_says(PyObject *self, PyObject *name, char *(*give)(void))
{
	PyObject *text = PyObject_Str(name);
	char *more;

	if (!text)
		return NULL;
	more = give();
	if (!more)
		return PyErr_NoMemory();
	return text;
}
