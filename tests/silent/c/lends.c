/* A function whose name says that what it gives is borrowed may release it first: the frame lives on elsewhere. */
#include <Python.h>

static inline PyFrameObject *frame_get_back_borrow(PyFrameObject *frame)
{
	PyFrameObject *back = PyFrame_GetBack(frame);

	Py_XDECREF(back);
	return back;
}

static PyObject *line_of_caller(PyObject *self, PyObject *frame)
{
	PyFrameObject *back = frame_get_back_borrow((PyFrameObject *)frame);

	if (!back)
		Py_RETURN_NONE;
	return PyLong_FromLong(PyFrame_GetLineNumber(back));
}

static PyMethodDef methods[] = {{"line_of_caller", line_of_caller, METH_O, ""}, {0}};
