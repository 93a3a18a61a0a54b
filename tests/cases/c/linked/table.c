// What table.c does is known where use.c calls it.
#include <Python.h>
#include "table_errors.h" // which is missing here

PyObject *table_name(int number)
{
	return PyUnicode_FromFormat("table %d", number);
}

// Its caller owes nothing any more, whether it fails or not.
int table_put(PyObject *list, PyObject *name)
{
	int status = PyList_Append(list, name);

	Py_DECREF(name);
	return status;
}

int table_failed(void)
{
	if (PyErr_Occurred())
		return TABLE_BROKEN;
	return 0;
}

static PyObject *own(void)
{
	return PyLong_FromLong(1);
}

PyObject *table_first(void)
{
	return own();
}

// One on each platform: nobody knows which is meant.
PyObject *table_of_platform(void)
{
	return PyLong_FromLong(2);
}

struct holder {
	PyObject *types;
};

// Its callers know that they are lent it.
PyObject *table_cast(struct holder *holder, PyObject *key)
{
	PyObject *cast = PyDict_GetItem(holder->types, key);

	if (cast)
		return cast;
	return Py_None;
}
