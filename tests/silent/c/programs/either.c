/* Two programs have such a function: nobody knows which one is meant. */
#include <Python.h>

PyObject *made(PyObject *of);

int borrowed(PyObject *of)
{
	PyObject *it = made(of);

	return it ? PyObject_IsTrue(it) : -1;
}

int owned(PyObject *of)
{
	PyObject *it = made(of);
	int truth = it ? PyObject_IsTrue(it) : -1;

	Py_XDECREF(it);
	return truth;
}
