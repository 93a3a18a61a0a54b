// Counts that have gone up are not 0 any more, and constants are compared by their size.
#include <Python.h>

PyObject *sum(PyObject *self, PyObject *list)
{
	PyObject *total = NULL, *item, *more;
	Py_ssize_t i, n = PyList_GET_SIZE(list);

	for (i = 0; i < n; i++) {
		item = PySequence_GetItem(list, i);
		if (!item) {
			Py_XDECREF(total);
			return NULL;
		}
		if (i == 0) {
			total = item;
			continue;
		}
		more = PyNumber_Add(total, item);
		Py_DECREF(total);
		Py_DECREF(item);
		if (!more)
			return NULL;
		total = more;
	}
	return total ? total : PyLong_FromLong(0);
}

PyObject *large(PyObject *self, PyObject *item)
{
	int most = 5;
	PyObject *text = PyObject_Repr(item);

	if (!text)
		return NULL;
	if (most < 3 || 2 >= most)
		Py_RETURN_NONE;
	return text;
}
