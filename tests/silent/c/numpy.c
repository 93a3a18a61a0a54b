/* NumPy's API: who steals what, and what converters answer. */
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
converted(PyObject *self, PyObject *args)
{
	PyArray_Descr *dtype = NULL;
	PyObject *object, *array;

	if (!PyArg_ParseTuple(args, "OO&", &object, PyArray_DescrConverter, &dtype))
		return NULL;
	array = PyArray_FromAny(object, dtype, 0, 0, 0, NULL);
	if (array == NULL)
		return NULL;
	return PyArray_Return((PyArrayObject *)array);
}

static PyObject *
answered(PyObject *self, PyObject *object)
{
	PyArray_Descr *dtype;

	if (PyArray_DescrConverter(object, &dtype) == NPY_FAIL)
		return NULL;
	return PyArray_SimpleNewFromDescr(0, NULL, dtype);
}

static PyObject *
same_dtype(PyArrayObject *self, PyObject *unused)
{
	Py_INCREF(PyArray_DESCR(self));
	return PyArray_NewFromDescr(Py_TYPE(self), PyArray_DESCR(self), 0, NULL, NULL, NULL, 0, NULL);
}

static PyMethodDef methods[] = {
	{"converted", converted, METH_VARARGS, NULL},
	{"answered", answered, METH_O, NULL},
	{"same_dtype", (PyCFunction)same_dtype, METH_NOARGS, NULL},
	{NULL},
};
