// A helper that releases its argument when it fails, or fails when it is null, needs no more of its caller.
#include <Python.h>

extern int keep_table(void *table, void *item);

static int checked(PyObject *text)
{
	if (text == NULL)
		return -1;
	if (!PyUnicode_Check(text)) {
		Py_DECREF(text);
		PyErr_SetString(PyExc_TypeError, "no text");
		return -1;
	}
	return 0;
}

static PyObject *released_by_the_helper(PyObject *self, PyObject *name)
{
	PyObject *text = PyObject_CallOneArg(self, name);

	if (checked(text) < 0)
		return NULL;
	if (PyUnicode_GET_LENGTH(text) == 3) {
		Py_DECREF(text);
		Py_RETURN_NONE;
	}
	return text;
}

static PyObject *null_is_an_error(PyObject *self, PyObject *name)
{
	PyObject *text = PyObject_CallOneArg(self, name);
	PyObject *both, *other = PyObject_Repr(name);

	if (PyErr_Occurred()) {
		Py_XDECREF(text);
		Py_XDECREF(other);
		return NULL;
	}
	both = PyTuple_Pack(2, text, other);
	Py_DECREF(text);
	Py_DECREF(other);
	return both;
}

// the unknown callee keeps it unless it fails
static int kept_unless_it_fails(void *table)
{
	char *entry = PyMem_Malloc(10);

	if (entry == NULL)
		return -1;
	if (keep_table(table, entry) < 0) {
		PyMem_Free(entry);
		return -1;
	}
	return 0;
}

static PyObject *own_or_larger(PyObject *self, const char *given, Py_ssize_t size)
{
	char own[100], *text = own;
	PyObject *result;

	if (size > 100) {
		text = PyMem_Malloc(size);
		if (!text)
			return PyErr_NoMemory();
	}
	memcpy(text, given, size);
	result = PyBytes_FromStringAndSize(text, size);
	if (text != own)
		PyMem_Free(text);
	return result;
}
