/* What a person who writes an extension gets wrong, one function each. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *items;
} Box;

static PyObject *
temporary(PyObject *self, PyObject *dict)
{
	if (PyDict_SetItemString(dict, "one", PyLong_FromLong(1)) < 0) /* expect: pyref/leak */
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *
cleanup_forgets_one(PyObject *self, PyObject *arg)
{
	PyObject *list = NULL, *text = NULL;

	list = PyList_New(0); /* expect: pyref/leak-on-error */
	if (list == NULL)
		goto fail;
	if ((text = PyObject_Str(arg)) == NULL)
		goto fail;
	if (PyList_Append(list, text) < 0) {
		Py_DECREF(list);
		goto fail;
	}
	Py_DECREF(text);
	return list;
fail:
	Py_XDECREF(text);
	return NULL;
}

static int
each_round(PyObject *sequence, Py_ssize_t n)
{
	for (Py_ssize_t i = 0; i < n; i++) {
		PyObject *item = PySequence_GetItem(sequence, i); /* expect: pyref/leak */
		if (!item)
			return -1;
		if (PyObject_IsTrue(item) != 1)
			continue;
		Py_DECREF(item);
	}
	return 0;
}

static int
walk(PyObject *sequence)
{
	return each_round(sequence, PySequence_Size(sequence));
}

static PyObject *
takes_three(PyObject *self, PyObject *args, PyObject *keywords)
{
	return Py_BuildValue("OO", args, keywords);
}

static PyObject *
cleared_then_used(Box *self, PyObject *arg)
{
	PyObject *text = PyObject_Repr(arg);

	if (text == NULL)
		return NULL;
	Py_DECREF(text);
	switch (PyObject_Size(arg)) {
	case 0:
		Py_RETURN_NONE;
	default:
		return PyUnicode_FromFormat("<%U>", text); /* expect: pyref/use-after-release */
	}
}

static PyObject *
module_is_lost(PyObject *self, PyObject *unused)
{
	PyObject *module = PyImport_ImportModule("json"), *function; /* expect: pyref/leak */

	if (!module)
		return NULL;
	function = PyObject_GetAttrString(module, "dumps");
	return function;
}

static PyMethodDef methods[] = {
	{"temporary", temporary, METH_O, NULL},
	{"walk", (PyCFunction)(void (*)(void))walk, METH_O, NULL},
	{"takes_three", (PyCFunction)(void (*)(void))takes_three, METH_VARARGS, NULL}, /* expect: pyargs/signature-mismatch */
	{NULL},
};
