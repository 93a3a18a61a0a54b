/* The ways in which compilers let attributes be written. */
#include <Python.h>

extern int keep(PyObject *o) __attribute__((annotate("cpychecker_steals_reference_to_arg(1)")));
[[clang::annotate("cpychecker_returns_borrowed_ref")]] extern PyObject *annotated(PyObject *o);
[[nodiscard, gnu::cpychecker_returns_borrowed_ref]] PyObject *with_brackets(PyObject *o);
PyObject *underscored(PyObject *o) __attribute__((cold, __cpychecker_returns_borrowed_ref__));
[[clang::annotate("something else")]] PyObject *unspoken(PyObject *o);

static PyObject *given(PyObject *self, PyObject *unused)
{
	PyObject *o = PyLong_FromLong(42000);

	if (!o)
		return NULL;
	keep(o);
	Py_DECREF(o); /* expect: pyref/use-after-steal */
	return PyLong_FromLong(1);
}

static PyObject *first(PyObject *self, PyObject *arg)
{
	return annotated(arg); /* expect: pyref/borrowed-escapes */
}

static PyObject *second(PyObject *self, PyObject *arg)
{
	return with_brackets(arg); /* expect: pyref/borrowed-escapes */
}

static PyObject *third(PyObject *self, PyObject *arg)
{
	return underscored(arg); /* expect: pyref/borrowed-escapes */
}

static PyObject *fourth(PyObject *self, PyObject *arg)
{
	return unspoken(arg);
}
