// Lengths of texts were ints where nothing asks for Py_ssize_t. A format that is chosen leaves arguments alone.
#include <Python.h>

static PyObject *write(PyObject *self, PyObject *args)
{
	char *text;
	int length;

	if (!PyArg_ParseTuple(args, "s#:write", &text, &length))
		return NULL;
	return Py_BuildValue("s#", text, (int)(length - 1));
}

static PyObject *call(PyObject *self, PyObject *dialect)
{
	return Py_BuildValue(dialect ? "(O)" : "()", dialect);
}
