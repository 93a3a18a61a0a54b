// A helper that gives its argument back with a reference more; memory that a capsule owns.
#include <Python.h>

static PyObject *counted(PyObject *o)
{
	Py_INCREF(o);
	return o;
}

static PyObject *uses(PyObject *self, PyObject *name)
{
	PyObject *text = PyObject_Str(name);

	if (!text)
		return NULL;
	if (!PyList_Check(counted(text))) {
		Py_DECREF(text);
		Py_DECREF(text);
		Py_RETURN_NONE;
	}
	Py_DECREF(text);
	return text;
}

static void drop(PyObject *capsule)
{
	PyMem_Free(PyCapsule_GetPointer(capsule, NULL));
}

static PyObject *owned_by_a_capsule(PyObject *self, PyObject *name)
{
	char *memory = PyMem_Malloc(10);
	PyObject *capsule;

	if (!memory)
		return PyErr_NoMemory();
	capsule = PyCapsule_New(memory, NULL, drop);
	if (!capsule)
		PyMem_Free(memory);
	return capsule;
}
