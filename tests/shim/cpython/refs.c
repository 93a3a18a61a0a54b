/*
 * References in all the ways that extensions lose and keep them. A mark says what `proxylint verify` must make of a
 * finding on its line: `verdict: WORD`, or `WORD or WORD` where versions of CPython differ. What is confirmed is missed
 * where there is no finding, on the same line unless the mark says so.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdlib.h>

/* ---- lost ---- */

static PyObject *lose_plain(PyObject *self, PyObject *unused)
{
	PyObject *text = PyUnicode_FromFormat("length of %s", "this"); /* verdict: confirmed */

	return PyLong_FromSsize_t(PyUnicode_GetLength(text));
}

static PyObject *lose_on_error(PyObject *self, PyObject *number)
{
	PyObject *list = PyList_New(1); /* verdict: confirmed */
	long value = PyLong_AsLong(number);

	if (value == -1 && PyErr_Occurred())
		return NULL;
	PyList_SET_ITEM(list, 0, PyLong_FromLong(value));
	return list;
}

static PyObject *lose_overwritten(PyObject *self, PyObject *flag)
{
	PyObject *bytes = PyBytes_FromString("one of two"); /* verdict: confirmed */

	if (PyObject_IsTrue(flag))
		bytes = PyBytes_FromString("two of two");
	return bytes;
}

static PyObject *lose_appended(PyObject *self, PyObject *unused)
{
	PyObject *list = PyList_New(0); /* verdict: refuted */

	for (int i = 0; i < 3; i++)
		PyList_Append(list, PyLong_FromLong(70000 + i)); /* verdict: confirmed */
	return list;
}

static PyObject *lose_attribute(PyObject *self, PyObject *object)
{
	PyObject *name = PyObject_GetAttrString(object, "name"); /* verdict: confirmed */

	return PyBool_FromLong(name && PyUnicode_Check(name));
}

static PyObject *lose_value(PyObject *self, PyObject *unused)
{
	PyObject *dict = PyDict_New(); /* verdict: refuted */

	PyDict_SetItemString(dict, "pi", PyFloat_FromDouble(3.14)); /* verdict: confirmed */
	return dict;
}

static PyObject *lose_small(PyObject *self, PyObject *unused)
{
	PyObject *seven = PyLong_FromLong(7); /* verdict: confirmed or unobservable */

	return PyLong_FromLong(PyLong_AsLong(seven) * 1000000);
}

static PyObject *lose_tuple(PyObject *self, PyObject *unused)
{
	PyObject *pair = Py_BuildValue("(is)", 80000, "of a pair"); /* verdict: confirmed */

	return PyObject_Repr(pair);
}

static PyObject *lose_packed(PyObject *self, PyObject *o)
{
	PyObject *many = PyTuple_Pack(12, o, o, o, o, o, o, o, o, o, o, o, o); /* verdict: confirmed */

	return PyLong_FromSsize_t(PyTuple_Size(many));
}

static PyObject *lose_result(PyObject *self, PyObject *callable)
{
	PyObject *result = PyObject_CallFunction(callable, "s#i", "ab", (Py_ssize_t)1, 5); /* verdict: confirmed */

	if (!result)
		return NULL;
	Py_XDECREF(PyObject_CallMethod(result, "copy", NULL)); /* verdict: refuted */
	return PyObject_CallFunctionObjArgs(callable, Py_None, Py_True, NULL);
}

static PyObject *lose_by_id(PyObject *self, PyObject *object)
{
	_Py_IDENTIFIER(copy);
	PyObject *copy = _PyObject_CallMethodId(object, &PyId_copy, NULL); /* verdict: confirmed */

	return PyLong_FromSsize_t(PyObject_Size(copy));
}

/* ---- kept or released ---- */

static PyObject *keep_plain(PyObject *self, PyObject *unused)
{
	PyObject *text = PyUnicode_FromFormat("length of %s", "that"); /* verdict: refuted */
	Py_ssize_t length = PyUnicode_GetLength(text);

	Py_DECREF(text);
	return PyLong_FromSsize_t(length);
}

static PyObject *keep_on_error(PyObject *self, PyObject *number)
{
	PyObject *list = PyList_New(1); /* verdict: refuted */
	long value = PyLong_AsLong(number);

	if (value == -1 && PyErr_Occurred()) {
		Py_DECREF(list);
		return NULL;
	}
	PyList_SET_ITEM(list, 0, PyLong_FromLong(value));
	return list;
}

static PyObject *keep_overwritten(PyObject *self, PyObject *flag)
{
	PyObject *bytes = PyBytes_FromString("three of four"); /* verdict: refuted */

	if (PyObject_IsTrue(flag))
		Py_SETREF(bytes, PyBytes_FromString("four of four"));
	return bytes;
}

static PyObject *keep_appended(PyObject *self, PyObject *unused)
{
	PyObject *list = PyList_New(0); /* verdict: refuted */

	for (int i = 0; i < 3; i++) {
		PyObject *item = PyLong_FromLong(90000 + i); /* verdict: refuted */

		PyList_Append(list, item);
		Py_DECREF(item);
	}
	return list;
}

static PyObject *keep_attribute(PyObject *self, PyObject *object)
{
	PyObject *name = PyObject_GetAttrString(object, "name"); /* verdict: refuted */
	int found = name && PyUnicode_Check(name);

	Py_XDECREF(name);
	return PyBool_FromLong(found);
}

static PyObject *keep_value(PyObject *self, PyObject *unused)
{
	PyObject *dict = PyDict_New(); /* verdict: refuted */
	PyObject *value = PyFloat_FromDouble(2.71); /* verdict: refuted */

	PyDict_SetItemString(dict, "e", value);
	Py_DECREF(value);
	return dict;
}

static PyObject *cached;

static PyObject *keep_cached(PyObject *self, PyObject *unused)
{
	if (!cached)
		cached = PyUnicode_FromFormat("made %s", "once"); /* verdict: refuted */
	Py_INCREF(cached);
	return cached;
}

static PyObject *latest;

/* Each is held by C until the next one comes. */
static PyObject *keep_latest(PyObject *self, PyObject *unused)
{
	Py_XSETREF(latest, PyUnicode_FromFormat("latest of %s", "many")); /* verdict: refuted */
	Py_RETURN_NONE;
}

static PyObject *keep_stored(PyObject *self, PyObject *list)
{
	PyObject *item = PyUnicode_FromFormat("item %d", 777); /* verdict: refuted */

	PyList_Append(list, item);
	Py_DECREF(item);
	Py_RETURN_NONE;
}

/* The collector knows nothing of what a box holds. */
typedef struct {
	PyObject_HEAD
	PyObject *value;
} Box;

static void box_dealloc(PyObject *self)
{
	Py_XDECREF(((Box *)self)->value);
	PyObject_Free(self);
}

static PyTypeObject box_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "refs.Box",
	.tp_basicsize = sizeof(Box),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
	.tp_dealloc = box_dealloc,
	.tp_new = PyType_GenericNew,
};

static PyObject *keep_boxed(PyObject *self, PyObject *unused)
{
	Box *box = PyObject_New(Box, &box_type); /* verdict: refuted */

	box->value = PyUnicode_FromFormat("boxed %d", 555); /* verdict: refuted */
	return (PyObject *)box;
}

/* The same for one that Python made. */
static PyObject *keep_filled(PyObject *self, PyObject *box)
{
	Py_XSETREF(((Box *)box)->value, PyUnicode_FromFormat("filled %d", 444)); /* verdict: refuted */
	Py_RETURN_NONE;
}

/* ---- helpers that several call ---- */

static PyObject *make_text(const char *what)
{
	PyObject *text = PyUnicode_FromFormat("text of %s", what); /* missed here */

	if (!text)
		PyErr_NoMemory();
	return text;
}

static PyObject *helped_lost(PyObject *self, PyObject *unused)
{
	PyObject *text = make_text("the lost"); /* verdict: confirmed, missed elsewhere */

	return PyLong_FromSsize_t(PyUnicode_GetLength(text));
}

static PyObject *helped_kept(PyObject *self, PyObject *unused)
{
	PyObject *text = make_text("the kept"); /* verdict: refuted */
	Py_ssize_t length = PyUnicode_GetLength(text);

	Py_DECREF(text);
	return PyLong_FromSsize_t(length);
}

/* For a caller that keeps it in a variable. */
static volatile int waiting;

static PyObject *keep_waiting(PyObject *self, PyObject *unused)
{
	PyObject *text = PyUnicode_FromFormat("waits %d", 222); /* verdict: refuted */

	waiting++;
	return text;
}

/* ---- what cannot be decided, or was not run ---- */

struct entry {
	PyObject *object;
	struct entry *next;
};
static struct entry *registry;

/* Owned by memory that Python does not know: perhaps, for all that can be seen. */
static PyObject *keep_registered(PyObject *self, PyObject *unused)
{
	struct entry *entry = malloc(sizeof(*entry)); /* holds it */

	entry->object = PyUnicode_FromFormat("entry %d", 333); /* verdict: inconclusive */
	entry->next = registry;
	registry = entry;
	Py_RETURN_NONE;
}

static PyObject *never_run(PyObject *self, PyObject *unused)
{
	return PyList_New(1); /* verdict: not reached */
}

/* A type that allocates by pointer, and loses what it made when the arguments are wrong. */
static PyObject *thing_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
	PyObject *self = type->tp_alloc(type, 0); /* verdict: confirmed */
	int number;

	if (!PyArg_ParseTuple(arguments, "i", &number))
		return NULL;
	return self;
}

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "refs.Thing",
	.tp_basicsize = sizeof(PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = thing_new,
};

/* As many calls as there can be, for tests/tools/bench. */
static PyObject *spin(PyObject *self, PyObject *number)
{
	long n = PyLong_AsLong(number);

	for (long i = 0; i < n; i++) {
		PyObject *integer = PyLong_FromLong(100000 + i);
		PyObject *real = PyObject_GetAttrString(integer, "real");

		Py_DECREF(real);
		Py_DECREF(integer);
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{"lose_plain", lose_plain, METH_NOARGS, NULL},
	{"lose_on_error", lose_on_error, METH_O, NULL},
	{"lose_overwritten", lose_overwritten, METH_O, NULL},
	{"lose_appended", lose_appended, METH_NOARGS, NULL},
	{"lose_attribute", lose_attribute, METH_O, NULL},
	{"lose_value", lose_value, METH_NOARGS, NULL},
	{"lose_small", lose_small, METH_NOARGS, NULL},
	{"lose_tuple", lose_tuple, METH_NOARGS, NULL},
	{"lose_packed", lose_packed, METH_O, NULL},
	{"lose_result", lose_result, METH_O, NULL},
	{"lose_by_id", lose_by_id, METH_O, NULL},
	{"keep_plain", keep_plain, METH_NOARGS, NULL},
	{"keep_on_error", keep_on_error, METH_O, NULL},
	{"keep_overwritten", keep_overwritten, METH_O, NULL},
	{"keep_appended", keep_appended, METH_NOARGS, NULL},
	{"keep_attribute", keep_attribute, METH_O, NULL},
	{"keep_value", keep_value, METH_NOARGS, NULL},
	{"keep_cached", keep_cached, METH_NOARGS, NULL},
	{"keep_latest", keep_latest, METH_NOARGS, NULL},
	{"keep_stored", keep_stored, METH_O, NULL},
	{"keep_boxed", keep_boxed, METH_NOARGS, NULL},
	{"keep_filled", keep_filled, METH_O, NULL},
	{"helped_lost", helped_lost, METH_NOARGS, NULL},
	{"helped_kept", helped_kept, METH_NOARGS, NULL},
	{"keep_waiting", keep_waiting, METH_NOARGS, NULL},
	{"keep_registered", keep_registered, METH_NOARGS, NULL},
	{"never_run", never_run, METH_NOARGS, NULL},
	{"spin", spin, METH_O, NULL},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "refs", NULL, -1, methods};

PyMODINIT_FUNC PyInit_refs(void)
{
	PyObject *module;

	if (PyType_Ready(&box_type) < 0 || PyType_Ready(&thing_type) < 0)
		return NULL;
	module = PyModule_Create(&definition);
	if (!module)
		return NULL;
	Py_INCREF(&box_type);
	PyModule_AddObject(module, "Box", (PyObject *)&box_type);
	Py_INCREF(&thing_type);
	PyModule_AddObject(module, "Thing", (PyObject *)&thing_type);
	return module;
}
