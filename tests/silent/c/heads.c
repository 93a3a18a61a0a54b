/* An object that begins with an object: its address is that of the whole. */
#include <Python.h>

static PyTypeObject *make_type(PyTypeObject *meta)
{
	PyHeapTypeObject *heap = (PyHeapTypeObject *)meta->tp_alloc(meta, 0);
	PyTypeObject *type;

	if (!heap)
		return NULL;
	type = &heap->ht_type;
	if (PyType_Ready(type) < 0) {
		Py_DECREF(type);
		return NULL;
	}
	return type;
}

/* what a list has taken a reference to outlives that of the helper */
static void root(PyObject *list, PyObject *object)
{
	if (PyList_Append(list, object) < 0)
		Py_FatalError("no memory");
	Py_DECREF(object);
}

static PyObject *make(PyObject *list)
{
	PyObject *made = PyDict_New();

	if (!made)
		return NULL;
	root(list, made);
	PyDict_Clear(made);
	Py_RETURN_NONE;
}

static PyObject *wide(const char *bytes, Py_ssize_t size)
{
	return PyUnicode_DecodeUTF16(bytes, size, NULL, NULL);
}
