#include "made.h"

int use(PyObject *of)
{
	PyObject *it = made(of);
	int truth = it ? PyObject_IsTrue(it) : -1;

	Py_XDECREF(it);
	return truth;
}
