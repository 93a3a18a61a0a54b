/* Python is used where another thread may run it. */
#include <Python.h>

static void
complain(const char *what)
{
	PyErr_SetString(PyExc_RuntimeError, what);
}

static PyObject *
through_a_helper(PyObject *self, PyObject *args)
{
	Py_BEGIN_ALLOW_THREADS
	if (poll_it() < 0)
		complain("no answer"); /* expect: gil/use-without-gil */
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE; /* expect: pyerr/value-with-exception */
}

static PyObject *
left_early(PyObject *self, PyObject *args)
{
	Py_BEGIN_ALLOW_THREADS /* expect: gil/unbalanced */
	if (poll_it() < 0)
		return PyErr_SetFromErrno(PyExc_OSError); /* expect: gil/use-without-gil */
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *
saved(PyObject *self, PyObject *list)
{
	PyThreadState *state = PyEval_SaveThread();
	int status = poll_it();

	PyList_Append(list, self); /* expect: gil/use-without-gil */
	PyEval_RestoreThread(state);
	return PyLong_FromLong(status);
}
