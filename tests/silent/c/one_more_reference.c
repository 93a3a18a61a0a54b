/* Py_NewRef(v): one more reference to the same object, which may be given up by either name. */
#include <Python.h>

int keep(PyObject *v);

static PyObject *slots[3];

static int put(PyObject **slot, PyObject *v)
{
	if (!slot) {
		PyErr_NoMemory();
		return -1;
	}
	*slot = v;
	return 0;
}

/* put() takes the reference when it succeeds */
static PyObject *put_all(PyObject *self, PyObject *dict)
{
	PyObject *k, *v;
	Py_ssize_t pos = 0;

	while (PyDict_Next(dict, &pos, &k, &v)) {
		if (put(&slots[0], Py_NewRef(v)) < 0) {
			Py_DECREF(v);
			return NULL;
		}
	}
	Py_RETURN_NONE;
}

static PyObject *either_name(PyObject *self, PyObject *v)
{
	PyObject *w = Py_NewRef(v);

	if (keep(w)) {
		Py_DECREF(v);
		return NULL;
	}
	return w;
}

static PyObject *still_alive(PyObject *self, PyObject *args)
{
	PyObject *list = PyList_New(0), *more;

	if (!list)
		return NULL;
	more = Py_NewRef(list);
	Py_DECREF(list);
	if (PyList_Append(list, self) < 0) {
		Py_DECREF(more);
		return NULL;
	}
	return more;
}

static PyMethodDef methods[] = {
	{"put_all", put_all, METH_O, ""},
	{"either_name", either_name, METH_O, ""},
	{"still_alive", still_alive, METH_NOARGS, ""},
	{0},
};
