/* Formats and arguments that agree, in ways that need a second look. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

typedef struct {
	PyObject_HEAD
} Box;

static PyTypeObject Box_Type;

static PyObject *
parse(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static char *names[] = {"box", "data", "flags", "name", NULL};
	Box *box;
	Py_buffer data;
	unsigned flags = 0;
	const char *name = NULL;
	void *place;

	if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!y*|$I" "s:parse", names, &Box_Type, &box,
	            &data, &flags, &name))
		return NULL;
	PyBuffer_Release(&data);
	if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &place))
		return NULL;
	Py_DECREF((PyObject *)place);
	if (!PyArg_ParseTuple(args, "s", &place))
		return NULL;
	return Py_BuildValue("{s:i,s:(dO)}", "flags", (int)flags, "pair", 1.5f, box);
}

static PyObject *
format(PyObject *self, PyObject *args)
{
	Py_ssize_t n = PyTuple_Size(args);
	short small = 3;
	char text[32] = "%d of ";

	strcat(text, n > 1 ? "%R" : "%zd");
	PyErr_Format(PyExc_ValueError, text, 3, self);
	PyErr_Format(PyExc_ValueError, "%d of %zd, %.*s", small, n, 3, "abc");
	PyErr_Format(PyExc_ValueError, "%d", Py_SAFE_DOWNCAST(n, Py_ssize_t, int));
	return PyObject_CallFunctionObjArgs(self, args, NULL);
}
