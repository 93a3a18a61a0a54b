/* Functions of another file that give what stays theirs, and that keep what they are given. */
#include "keeper.h"

int put(PyObject *dict)
{
	PyObject *one = the_one();

	return one ? PyDict_SetItemString(dict, "one", one) : -1;
}

int put_directly(PyObject *dict)
{
	return PyDict_SetItemString(dict, "one", the_one());
}

int put_another(PyObject *dict)
{
	PyObject *one = another_one(0);
	int status = one ? PyDict_SetItemString(dict, "one", one) : -1;

	Py_XDECREF(one);
	return status;
}

struct keeper *keep(PyObject *tuple)
{
	PyObject *held = PyTuple_GetItem(tuple, 0), *other = NULL;
	struct keeper *keeper;

	if (!held)
		return NULL;
	if (PyTuple_GET_SIZE(tuple) > 1) {
		other = PyTuple_GET_ITEM(tuple, 1);
		Py_INCREF(other);
	}
	keeper = keeper_new(held, other);
	Py_XDECREF(other);
	return keeper;
}

int keep_both(struct keeper *keeper)
{
	PyObject *held = PyList_New(0), *again;
	int status;

	if (!held)
		return -1;
	again = held;
	Py_INCREF(again);
	status = keeper_maybe(keeper, again);
	Py_DECREF(held);
	Py_DECREF(again);
	return status;
}
