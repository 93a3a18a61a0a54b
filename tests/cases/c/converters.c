/* "O&": what the converter does to its second argument becomes of the variable. */
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
path_is_lost(PyObject *self, PyObject *args)
{
	PyObject *path, *text;

	if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &path)) /* expect: pyref/leak-on-error */
		return NULL;
	text = PyObject_Str(self);
	if (text == NULL)
		return NULL;
	Py_DECREF(path);
	return text;
}

static PyObject *
dtype_is_lost(PyObject *self, PyObject *object)
{
	PyArray_Descr *dtype = PyArray_DescrFromScalar(object); /* expect: pyref/leak-on-error */
	PyObject *array = PyArray_FROM_O(object); /* expect: pyref/leak-on-error */

	if (dtype == NULL || array == NULL)
		return NULL;
	Py_DECREF(dtype);
	return array;
}
