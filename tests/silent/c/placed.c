// References that are taken for a place and given back; destructors that are called by hand; loops that release as many
// as somebody has counted.
#include <Python.h>

struct boot {
	PyObject *func;
};

struct box {
	PyObject_HEAD
	PyObject *call;
	PyObject *dict;
};

extern int start(struct boot *boot);
extern void *get_data(void *object, const char *key);
extern PyTypeObject Box_Type;

static PyObject *run(PyObject *self, PyObject *args)
{
	struct boot *boot = PyMem_Malloc(sizeof(*boot));
	PyObject *func;

	if (!boot)
		return PyErr_NoMemory();
	if (!PyArg_UnpackTuple(args, "run", 1, 1, &func)) {
		PyMem_Free(boot);
		return NULL;
	}
	boot->func = func;
	Py_INCREF(func);
	if (start(boot) < 0) {
		Py_DECREF(func);
		PyMem_Free(boot);
		return NULL;
	}
	Py_RETURN_NONE;
}

static void box_dealloc(PyObject *self)
{
	freefunc end = (freefunc)PyType_GetSlot(Py_TYPE(self), Py_tp_free);

	Py_CLEAR(((struct box *)self)->call);
	Py_CLEAR(((struct box *)self)->dict);
	end(self);
}

PyTypeObject Box_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "box", .tp_dealloc = box_dealloc};

static struct box *box_new(PyObject *call)
{
	struct box *box = PyObject_New(struct box, &Box_Type);

	if (!box)
		return NULL;
	box->dict = NULL;
	box->call = PyObject_Repr(call);
	if (!box->call) {
		box_dealloc((PyObject *)box);
		return NULL;
	}
	return box;
}

PyObject *box_of(PyObject *self, PyObject *call)
{
	return (PyObject *)box_new(call);
}

/* The dictionary that it was stored in still holds it. */
static PyObject *lent(PyObject *self, PyObject *key, struct box *box)
{
	PyObject *dict = PyDict_New();

	if (!dict)
		return NULL;
	box->dict = dict;
	if (PyObject_SetItem(self, key, dict) < 0) {
		box->dict = NULL;
		Py_DECREF(dict);
		return NULL;
	}
	Py_DECREF(dict);
	return dict;
}

PyObject *looked_up(PyObject *self, PyObject *key)
{
	PyObject *dict = lent(self, key, (struct box *)self);

	Py_XINCREF(dict);
	return dict;
}

static void constructed(void *object, int count)
{
	PyObject *wrapper = get_data(object, "wrapper");

	if (!wrapper)
		return;
	for (int i = 0; i < count; i++)
		Py_DECREF(wrapper);
}

PyObject *converted(PyObject *zone, PyObject *self)
{
	PyObject *now = PyObject_CallMethod(zone, "now", NULL);

	constructed(self, 2);
	if (now)
		now = _PyObject_CallMethodId(zone, &PyId_fromutc, "N", now);
	return now;
}

/* A counted copy of the pointer is the same object. */
void release_view(PyObject *dict, PyObject *view)
{
	PyObject *callback = PyDict_GetItemString(dict, "after");

	if (callback) {
		PyObject *result = PyObject_CallOneArg(Py_NewRef(callback), view);

		if (result)
			Py_DECREF(result);
		else
			PyErr_Clear();
		Py_DECREF(callback);
	}
}

/* What is compared with an array of the function tells whether there is other memory. */
extern int describe(char *text, int length);

PyObject *described(PyObject *self, PyObject *args)
{
	char array[64], *text = array;
	int length = describe(array, sizeof(array));
	PyObject *result;

	if (length > 63) {
		text = PyMem_Malloc(length + 1);
		if (!text)
			return PyErr_NoMemory();
		describe(text, length);
	}
	result = PyUnicode_FromStringAndSize(text, length);
	if (text != array)
		PyMem_Free(text);
	return result;
}

/* The callee takes it over unless it fails. */
extern int register_wait(void (*run)(void *), void *data);
extern PyObject *from_system(void);

PyObject *waits(PyObject *self, PyObject *args)
{
	int *data = PyMem_RawMalloc(sizeof(*data));

	if (!data)
		return PyErr_NoMemory();
	if (!register_wait(PyMem_RawFree, data)) {
		PyMem_RawFree(data);
		return from_system();
	}
	return PyLong_FromLong(0);
}
