/* Macros and attributes that stand in headers of the project, where no libclang reads them. */
#include <Python.h>
#include "macros.h"

PyObject *left(PyObject *self, PyObject *arg)
{
	PyObject *list = MAKE_LIST(); /* expect: pyref/leak-on-error */

	if (!list)
		return NULL;
	if (PyObject_Not(arg))
		GIVE_UP(list);
	if (PyObject_IsTrue(arg) < 0)
		LEAVE(list);
	if (PyObject_SetAttrString(arg, "list", list) < 0)
		return NULL;
	return list;
}

PyObject *kept(PyObject *self, PyObject *unused)
{
	PyObject *list = MAKE_LIST();

	if (!list)
		return NULL;
	marks_keep(list);
	Py_DECREF(list); /* expect: pyref/use-after-steal */
	Py_RETURN_NONE;
}

PyObject *looked(PyObject *self, PyObject *arg)
{
	return marks_look(arg); /* expect: pyref/borrowed-escapes */
}

PyObject *stopped(PyObject *self, PyObject *arg)
{
	PyObject *list = PySequence_List(arg);

	if (!list)
		marks_stop("no list");
	PyList_SET_ITEM(list, 0, PyLong_FromLong(1));
	return list;
}

PyObject *marks_own(PyObject *o)
{
	return PyTuple_GetItem(o, 0);
}
