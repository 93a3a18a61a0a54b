/* What only follows when memory runs out, or once in the life of a process, is said in a low voice. */
#include <Python.h>

static PyObject *
starved(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg), *one; /* expect-note: pyref/leak-on-error */

	if (text == NULL)
		return NULL;
	one = PyLong_FromLong(1);
	if (one == NULL)
		return NULL;
	Py_DECREF(one);
	return text;
}

static PyObject *
starved_status(PyObject *list, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg); /* expect-note: pyref/leak-on-error */

	if (text == NULL)
		return NULL;
	if (PyList_Append(list, text))
		return NULL;
	return text;
}

static PyObject *
fails(PyObject *self, PyObject *arg)
{
	PyObject *text = PyObject_Str(arg), *other; /* expect: pyref/leak-on-error */

	if (text == NULL)
		return NULL;
	other = PyObject_Repr(arg);
	if (other == NULL)
		return NULL;
	Py_DECREF(other);
	return text;
}

PyMODINIT_FUNC
PyInit_rarely(void)
{
	PyObject *os = PyImport_ImportModule("os"); /* expect-note: pyref/leak */

	return os ? PyModule_Create(&definition) : NULL;
}
