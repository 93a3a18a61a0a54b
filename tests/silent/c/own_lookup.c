// The program knows what is in its own dictionaries.
#include <Python.h>

struct descr {
	PyObject *names, *fields;
};

static PyObject *registry;

PyObject *sizes(struct descr *descr, Py_ssize_t i)
{
	PyObject *name = PyTuple_GET_ITEM(descr->names, i);
	PyObject *item = PyDict_GetItem(descr->fields, name), *known;

	known = PyDict_GetItemString(registry, "known");
	return PyNumber_Add(PyTuple_GET_ITEM(item, 0), known);
}
