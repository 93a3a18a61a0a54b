/* What functions of another file, and of a header, do to references. */
#include "rows.h"

PyObject *pick(PyObject *rows);

static PyObject *lose(PyObject *self, PyObject *arg)
{
	PyObject *rows = rows_new(3); /* expect: pyref/leak-on-error */

	if (!rows)
		return NULL;
	if (PyObject_SetAttrString(arg, "rows", rows) < 0)
		return NULL;
	Py_DECREF(rows);
	Py_RETURN_NONE;
}

static PyObject *unchecked(PyObject *self, PyObject *arg)
{
	PyObject *rows = rows_copy(arg);
	Py_ssize_t count = PyList_GET_SIZE(rows); /* expect: pyref/unchecked-null */

	Py_DECREF(rows);
	return PyLong_FromSsize_t(count);
}

static PyObject *twice(PyObject *self, PyObject *arg)
{
	PyObject *rows = rows_new(3);

	if (!rows)
		return NULL;
	if (rows_take(rows) < 0)
		return NULL;
	Py_DECREF(rows); /* expect: pyref/over-release */
	Py_RETURN_NONE;
}

static PyObject *first(PyObject *self, PyObject *rows)
{
	PyObject *row = rows_first(rows);

	if (!row)
		return NULL;
	Py_DECREF(row); /* expect: pyref/over-release */
	Py_RETURN_NONE;
}

static PyObject *text(PyObject *self, PyObject *arg)
{
	PyObject *text = rows_text("text"); /* expect: pyref/leak */

	if (!text)
		return NULL;
	return PyLong_FromSsize_t(PyUnicode_GetLength(text));
}

static PyObject *kept(PyObject *self, PyObject *rows)
{
	return rows_kept(rows); /* expect: pyref/borrowed-escapes */
}

static PyObject *taken(PyObject *self, PyObject *arg)
{
	PyObject *rows = rows_new(1);

	if (!rows)
		return NULL;
	if (rows_take(rows) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *refused(PyObject *self, PyObject *arg)
{
	rows_complain("no rows");
	return NULL;
}

/* a static function of another file is nobody else's */
static PyObject *picked(PyObject *self, PyObject *rows)
{
	PyObject *row = pick(rows);

	Py_XDECREF(row);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{"lose", lose, METH_O, NULL},
	{"unchecked", unchecked, METH_O, NULL},
	{"twice", twice, METH_NOARGS, NULL},
	{"first", first, METH_O, NULL},
	{"text", text, METH_NOARGS, NULL},
	{"kept", kept, METH_O, NULL},
	{"taken", taken, METH_NOARGS, NULL},
	{"refused", refused, METH_NOARGS, NULL},
	{"picked", picked, METH_O, NULL},
	{NULL, NULL, 0, NULL},
};

void register_methods(PyObject *module)
{
	PyModule_AddFunctions(module, methods);
}
