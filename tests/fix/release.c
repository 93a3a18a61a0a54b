#include <Python.h>

int fill(int count)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return -1;
	PyList_New(count);
	if (count < 0)
		return -1;
	if (count > 9) {
		return -2;
	}
	Py_DECREF(list);
	return 0;
}
