/* Idioms of extensions that look like mistakes and are none. */
#include <Python.h>

static PyObject *shared_value;

/* A loop fills a local array, another one empties it. */
static PyObject *
through_an_array(PyObject *self, PyObject *sequence)
{
	PyObject *items[4] = {NULL}, *result = NULL;
	Py_ssize_t n = PySequence_Size(sequence), i;

	if (n < 0)
		return NULL;
	if (n > 4)
		return PyErr_Format(PyExc_ValueError, "%zd items", n);
	for (i = 0; i < n; i++)
		if (!(items[i] = PySequence_GetItem(sequence, i)))
			goto done;
	result = PyLong_FromSsize_t(n);
done:
	for (i = 0; i < n; i++)
		Py_XDECREF(items[i]);
	return result;
}

/* What a tuple held is released after it was overwritten. */
static PyObject *
reused_result(PyObject *result, PyObject *iterator)
{
	PyObject *item = PyIter_Next(iterator), *old;

	if (item == NULL)
		return NULL;
	old = PyTuple_GET_ITEM(result, 0);
	PyTuple_SET_ITEM(result, 0, item);
	Py_DECREF(old);
	return Py_NewRef(result);
}

static PyObject *
replaced_item(PyObject *result, PyObject *text)
{
	Py_DECREF(PyTuple_GET_ITEM(result, 0));
	PyTuple_SET_ITEM(result, 0, Py_NewRef(text));
	return Py_NewRef(result);
}

/* A cast changes no owner. */
static PyObject *
cast_argument(PyTypeObject *type, PyObject *unused)
{
	PyObject *args = PyTuple_New(1);

	if (args == NULL)
		return NULL;
	Py_INCREF(type);
	PyTuple_SET_ITEM(args, 0, (PyObject *)type);
	return args;
}

/* What is compared is not used. */
static PyObject *
longer(PyObject *self, PyObject *iterator)
{
	PyObject *item = PyIter_Next(iterator);

	Py_XDECREF(item);
	if (PyErr_Occurred())
		return NULL;
	return PyBool_FromLong(item != NULL);
}

/* A helper gives back one reference of a global and fills it again. */
static int
refreshed(void)
{
	PyObject *value = PyImport_ImportModule("sys");

	if (value == NULL)
		return -1;
	Py_XDECREF(shared_value);
	shared_value = value;
	return 0;
}

static PyObject *
give_shared(PyObject *self, PyObject *unused)
{
	if (refreshed() < 0)
		return NULL;
	Py_INCREF(shared_value);
	return shared_value;
}

/* A static helper may lend what it gives: its callers are here. */
static PyObject *
first_of(PyObject *tuple)
{
	return PyTuple_GET_ITEM(tuple, 0);
}

static PyObject *
first(PyObject *self, PyObject *tuple)
{
	return Py_NewRef(first_of(tuple));
}

/* A null that was seen stays null. */
static PyObject *
looked_up(PyObject *dict, PyObject *key)
{
	PyObject *value = PyDict_GetItemWithError(dict, key);

	if (value == NULL && PyErr_Occurred())
		return NULL;
	if (value == NULL)
		Py_RETURN_NONE;
	return Py_NewRef(value);
}

/* A buffer view that holds nothing has no object. */
static PyObject *
measured(PyObject *self, PyObject *arg)
{
	Py_buffer view = {NULL, NULL};
	PyObject *result = NULL;

	if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) != 0)
		goto exit;
	result = PyLong_FromSsize_t(view.len);
exit:
	if (view.obj)
		PyBuffer_Release(&view);
	return result;
}

static PyMethodDef methods[] = {
	{"measured", measured, METH_O, NULL},
	{"through_an_array", through_an_array, METH_O, NULL},
	{"reused_result", reused_result, METH_O, NULL},
	{"replaced_item", replaced_item, METH_O, NULL},
	{"longer", longer, METH_O, NULL},
	{"give_shared", give_shared, METH_NOARGS, NULL},
	{"first", first, METH_O, NULL},
	{"looked_up", looked_up, METH_O, NULL},
	{"cast_argument", (PyCFunction)cast_argument, METH_NOARGS, NULL},
	{NULL},
};

/* A helper that puts what it gets where it stays owns it from then on. */
static PyObject *last;

static void keep(PyObject *object)
{
	Py_XDECREF(last);
	last = object;
}

int keep_a_list(void)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return -1;
	keep(list);
	return 0;
}
