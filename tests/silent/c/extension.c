/* An extension as it should be: types, callbacks, tables, module start. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "structmember.h"

typedef struct {
	PyObject_HEAD
	PyObject *callback;
	PyObject *items;
	PyObject *name;
	Py_buffer view;
	int has_view;
	char *text;
} Box;

static PyObject *BoxError;
static PyTypeObject Box_Type;

static int
box_traverse(Box *self, visitproc visit, void *arg)
{
	Py_VISIT(self->callback);
	Py_VISIT(self->items);
	return 0;
}

static int
box_clear(Box *self)
{
	Py_CLEAR(self->callback);
	Py_CLEAR(self->items);
	return 0;
}

static void
box_dealloc(Box *self)
{
	PyObject_GC_UnTrack(self);
	box_clear(self);
	Py_XDECREF(self->name);
	if (self->has_view)
		PyBuffer_Release(&self->view);
	PyMem_Free(self->text);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *
box_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
	Box *self = (Box *)type->tp_alloc(type, 0);

	if (self == NULL)
		return NULL;
	self->items = PyList_New(0);
	if (self->items == NULL) {
		Py_DECREF(self);
		return NULL;
	}
	Py_INCREF(Py_None);
	self->callback = Py_None;
	return (PyObject *)self;
}

static int
box_init(Box *self, PyObject *args, PyObject *kwds)
{
	static char *names[] = {"callback", "name", NULL};
	PyObject *callback = NULL, *name = NULL, *old;

	if (!PyArg_ParseTupleAndKeywords(args, kwds, "O|O:Box", names, &callback, &name))
		return -1;
	if (!PyCallable_Check(callback)) {
		PyErr_SetString(PyExc_TypeError, "callback must be callable");
		return -1;
	}
	old = self->callback;
	Py_INCREF(callback);
	self->callback = callback;
	Py_XDECREF(old);
	if (name) {
		self->name = name;
		Py_INCREF(name);
	}
	return 0;
}

static PyObject *
box_get_name(Box *self, void *closure)
{
	if (self->name == NULL)
		Py_RETURN_NONE;
	Py_INCREF(self->name);
	return self->name;
}

static int
box_set_name(Box *self, PyObject *value, void *closure)
{
	PyObject *old = self->name;

	if (value == NULL) {
		PyErr_SetString(PyExc_AttributeError, "cannot delete name");
		return -1;
	}
	self->name = Py_NewRef(value);
	Py_XDECREF(old);
	return 0;
}

static PyObject *
box_call(Box *self, PyObject *args, PyObject *kwds)
{
	PyObject *result;

	if (self->callback == NULL)
		Py_RETURN_NONE;
	result = PyObject_Call(self->callback, args, kwds);
	if (result == NULL)
		return NULL;
	if (PyList_Append(self->items, result) < 0) {
		Py_DECREF(result);
		return NULL;
	}
	return result;
}

static PyObject *
box_pairs(Box *self, PyObject *mapping)
{
	PyObject *result = PyList_New(0), *key, *value;
	Py_ssize_t position = 0;

	if (!result)
		return NULL;
	while (PyDict_Next(mapping, &position, &key, &value)) {
		PyObject *pair = PyTuple_Pack(2, key, value);
		int failed;

		if (pair == NULL)
			goto fail;
		failed = PyList_Append(result, pair);
		Py_DECREF(pair);
		if (failed)
			goto fail;
	}
	return result;
fail:
	Py_DECREF(result);
	return NULL;
}

static PyObject *
box_summary(Box *self, PyObject *Py_UNUSED(ignored))
{
	PyObject *size = NULL, *text = NULL, *tuple = NULL;

	size = PyLong_FromSsize_t(PyList_GET_SIZE(self->items));
	if (size == NULL)
		goto done;
	text = PyObject_Str(self->items);
	if (text == NULL)
		goto done;
	tuple = PyTuple_New(2);
	if (tuple == NULL)
		goto done;
	PyTuple_SET_ITEM(tuple, 0, size);
	PyTuple_SET_ITEM(tuple, 1, text);
	return tuple;
done:
	Py_XDECREF(size);
	Py_XDECREF(text);
	return NULL;
}

static PyObject *
box_total(Box *self, PyObject *Py_UNUSED(ignored))
{
	PyObject *iter, *item, *sum;

	if (!(sum = PyLong_FromLong(0)))
		return NULL;
	if (!(iter = PyObject_GetIter(self->items))) {
		Py_DECREF(sum);
		return NULL;
	}
	while ((item = PyIter_Next(iter)) != NULL) {
		PyObject *next = PyNumber_Add(sum, item);

		Py_DECREF(item);
		if (next == NULL) {
			Py_DECREF(iter);
			Py_DECREF(sum);
			return NULL;
		}
		Py_SETREF(sum, next);
	}
	Py_DECREF(iter);
	if (PyErr_Occurred()) {
		Py_DECREF(sum);
		return NULL;
	}
	return sum;
}

static PyObject *
box_read(Box *self, PyObject *data)
{
	Py_buffer view;
	PyObject *result;
	char *copy;

	if (PyObject_GetBuffer(data, &view, PyBUF_SIMPLE) != 0)
		return NULL;
	copy = PyMem_Malloc(view.len ? view.len : 1);
	if (copy == NULL) {
		PyBuffer_Release(&view);
		return PyErr_NoMemory();
	}
	Py_BEGIN_ALLOW_THREADS
	memcpy(copy, view.buf, view.len);
	Py_END_ALLOW_THREADS
	result = PyBytes_FromStringAndSize(copy, view.len);
	PyMem_Free(copy);
	PyBuffer_Release(&view);
	return result;
}

/* Called from a thread that Python did not make. */
void
box_notify(Box *self, int code)
{
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *result = PyObject_CallFunction(self->callback, "i", code);

	if (result == NULL)
		PyErr_WriteUnraisable(self->callback);
	Py_XDECREF(result);
	PyGILState_Release(state);
}

static PyMethodDef box_methods[] = {
	{"pairs", (PyCFunction)box_pairs, METH_O, PyDoc_STR("pairs of a mapping")},
	{"summary", (PyCFunction)box_summary, METH_NOARGS, NULL},
	{"total", (PyCFunction)box_total, METH_NOARGS, NULL},
	{"read", (PyCFunction)box_read, METH_O, NULL},
	{NULL, NULL, 0, NULL},
};

static PyGetSetDef box_getset[] = {
	{"name", (getter)box_get_name, (setter)box_set_name, NULL, NULL},
	{NULL},
};

static PyTypeObject Box_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "box.Box",
	.tp_basicsize = sizeof(Box),
	.tp_dealloc = (destructor)box_dealloc,
	.tp_traverse = (traverseproc)box_traverse,
	.tp_clear = (inquiry)box_clear,
	.tp_call = (ternaryfunc)box_call,
	.tp_methods = box_methods,
	.tp_getset = box_getset,
	.tp_init = (initproc)box_init,
	.tp_new = box_new,
};

static struct PyModuleDef box_module = {
	PyModuleDef_HEAD_INIT,
	.m_name = "box",
	.m_size = -1,
};

PyMODINIT_FUNC
PyInit_box(void)
{
	PyObject *module;

	if (PyType_Ready(&Box_Type) < 0)
		return NULL;
	module = PyModule_Create(&box_module);
	if (module == NULL)
		return NULL;
	BoxError = PyErr_NewException("box.Error", NULL, NULL);
	if (BoxError == NULL)
		goto fail;
	Py_INCREF(BoxError);
	if (PyModule_AddObject(module, "Error", BoxError) < 0) {
		Py_DECREF(BoxError);
		goto fail;
	}
	Py_INCREF(&Box_Type);
	if (PyModule_AddObject(module, "Box", (PyObject *)&Box_Type) < 0) {
		Py_DECREF(&Box_Type);
		goto fail;
	}
	return module;
fail:
	Py_DECREF(module);
	return NULL;
}

/* The GIL, given up and taken again in pieces. */
static PyObject *
wait_for(PyObject *self, PyObject *args)
{
	int status;
	PyThreadState *saved;

	Py_BEGIN_ALLOW_THREADS
	UNKNOWN_BEGIN
	status = poll_it();
	UNKNOWN_END
	Py_END_ALLOW_THREADS
	if (status)
		return PyErr_SetFromErrno(PyExc_OSError);
	saved = PyEval_SaveThread();
	status = poll_it();
	if (status < 0) {
		PyEval_RestoreThread(saved);
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	PyEval_RestoreThread(saved);
	Py_BEGIN_ALLOW_THREADS
	if (PyBytes_GET_SIZE(args) > 2) {
		PyGILState_STATE state = PyGILState_Ensure();

		Py_INCREF(self);
		PyGILState_Release(state);
	}
	Py_END_ALLOW_THREADS
	Py_DECREF(self);
	Py_RETURN_NONE;
}
