/*
 * A shelf of books, as a C extension. Every function that loses something has a twin that does not; `verdict:` says what
 * running test_shelf.py under `proxylint verify` must show of the finding on its line.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* A temporary that is looked at and forgotten. */
static PyObject *label_width(PyObject *self, PyObject *number)
{
	PyObject *label = PyUnicode_FromFormat("shelf %S", number); /* verdict: confirmed */

	if (!label)
		return NULL;
	return PyLong_FromSsize_t(PyUnicode_GetLength(label));
}

static PyObject *label_width_kept(PyObject *self, PyObject *number)
{
	PyObject *label = PyUnicode_FromFormat("shelf %S", number);
	Py_ssize_t width;

	if (!label)
		return NULL;
	width = PyUnicode_GetLength(label);
	Py_DECREF(label);
	return PyLong_FromSsize_t(width);
}

/* Appending does not take the item over. */
static PyObject *pages(PyObject *self, PyObject *count)
{
	long n = PyLong_AsLong(count);
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	for (long i = 0; i < n; i++) {
		PyObject *page = PyLong_FromLong(1000 + i); /* verdict: confirmed */

		if (!page || PyList_Append(list, page) < 0) {
			Py_DECREF(list);
			return NULL;
		}
	}
	return list;
}

static PyObject *pages_kept(PyObject *self, PyObject *count)
{
	long n = PyLong_AsLong(count);
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	for (long i = 0; i < n; i++) {
		PyObject *page = PyLong_FromLong(1000 + i);

		if (!page || PyList_Append(list, page) < 0) {
			Py_XDECREF(page);
			Py_DECREF(list);
			return NULL;
		}
		Py_DECREF(page);
	}
	return list;
}

/* Nor does a dictionary. */
static PyObject *priced(PyObject *self, PyObject *price)
{
	double value = PyFloat_AsDouble(price);
	PyObject *book = PyDict_New(), *rounded;

	if (!book)
		return NULL;
	rounded = PyFloat_FromDouble(value + 0.5); /* verdict: confirmed */
	if (!rounded || PyDict_SetItemString(book, "price", rounded) < 0) {
		Py_DECREF(book);
		return NULL;
	}
	return book;
}

static PyObject *priced_kept(PyObject *self, PyObject *price)
{
	double value = PyFloat_AsDouble(price);
	PyObject *book = PyDict_New(), *rounded;

	if (!book)
		return NULL;
	rounded = PyFloat_FromDouble(value + 0.5);
	if (!rounded || PyDict_SetItemString(book, "price", rounded) < 0) {
		Py_XDECREF(rounded);
		Py_DECREF(book);
		return NULL;
	}
	Py_DECREF(rounded);
	return book;
}

/* Lost only when the argument is no number; the tests pass one that is not. */
static PyObject *signature(PyObject *self, PyObject *number)
{
	PyObject *list = PyList_New(0); /* verdict: confirmed */
	long value;

	if (!list)
		return NULL;
	value = PyLong_AsLong(number);
	if (value == -1 && PyErr_Occurred())
		return NULL;
	return Py_BuildValue("(Nl)", list, value);
}

static PyObject *signature_kept(PyObject *self, PyObject *number)
{
	PyObject *list = PyList_New(0);
	long value;

	if (!list)
		return NULL;
	value = PyLong_AsLong(number);
	if (value == -1 && PyErr_Occurred()) {
		Py_DECREF(list);
		return NULL;
	}
	return Py_BuildValue("(Nl)", list, value);
}

/* The same mistake, but no test takes that path: nothing was lost, and nothing is refuted. */
static PyObject *shelfmark(PyObject *self, PyObject *number)
{
	PyObject *set = PySet_New(NULL); /* verdict: path not reached */
	long value;

	if (!set)
		return NULL;
	value = PyLong_AsLong(number);
	if (value == -1 && PyErr_Occurred())
		return NULL;
	return Py_BuildValue("(Nl)", set, value);
}

/* Borrowed elsewhere, new here: the title exists anyway, only its count grows. */
static PyObject *has_title(PyObject *self, PyObject *book)
{
	PyObject *title = PyObject_GetAttrString(book, "title"); /* verdict: confirmed */

	if (!title)
		return NULL;
	return PyBool_FromLong(PyUnicode_Check(title));
}

static PyObject *has_title_kept(PyObject *self, PyObject *book)
{
	PyObject *title = PyObject_GetAttrString(book, "title");
	int found;

	if (!title)
		return NULL;
	found = PyUnicode_Check(title);
	Py_DECREF(title);
	return PyBool_FromLong(found);
}

/* A result that nobody looks at is a reference all the same. */
static PyObject *shuffle(PyObject *self, PyObject *books)
{
	PyObject_CallMethod(books, "copy", NULL); /* verdict: confirmed */
	Py_RETURN_NONE;
}

static PyObject *shuffle_kept(PyObject *self, PyObject *books)
{
	PyObject *copy = PyObject_CallMethod(books, "copy", NULL);

	if (!copy)
		return NULL;
	Py_DECREF(copy);
	Py_RETURN_NONE;
}

/* The first value is lost when the second takes its name. */
static PyObject *motto(PyObject *self, PyObject *loud)
{
	PyObject *text = PyUnicode_FromFormat("quiet %s", "please"); /* verdict: confirmed */
	int is_loud = PyObject_IsTrue(loud);

	if (!text)
		return NULL;
	if (is_loud)
		text = PyUnicode_FromFormat("silence, %s", "please");
	return text;
}

static PyObject *motto_kept(PyObject *self, PyObject *loud)
{
	PyObject *text = PyUnicode_FromFormat("quiet %s", "please");
	int is_loud = PyObject_IsTrue(loud);

	if (!text)
		return NULL;
	if (is_loud)
		Py_SETREF(text, PyUnicode_FromFormat("silence, %s", "please"));
	return text;
}

/* No test calls it. */
static PyObject *untested(PyObject *self, PyObject *number)
{
	PyObject *label = PyUnicode_FromFormat("shelf %S", number); /* verdict: not reached */

	if (!label)
		return NULL;
	return PyLong_FromSsize_t(PyUnicode_GetLength(label));
}

/* Released through a table of functions, which the linter does not follow: the run shows it to be right. */
static struct {
	void (*drop)(PyObject *object);
} operations = {Py_DecRef};

static PyObject *indirect(PyObject *self, PyObject *number)
{
	PyObject *label = PyUnicode_FromFormat("shelf %S", number); /* verdict: refuted */
	Py_ssize_t width;

	if (!label)
		return NULL;
	width = PyUnicode_GetLength(label);
	operations.drop(label);
	return PyLong_FromSsize_t(width);
}

static PyMethodDef methods[] = {
	{"label_width", label_width, METH_O, NULL},
	{"label_width_kept", label_width_kept, METH_O, NULL},
	{"pages", pages, METH_O, NULL},
	{"pages_kept", pages_kept, METH_O, NULL},
	{"priced", priced, METH_O, NULL},
	{"priced_kept", priced_kept, METH_O, NULL},
	{"signature", signature, METH_O, NULL},
	{"signature_kept", signature_kept, METH_O, NULL},
	{"shelfmark", shelfmark, METH_O, NULL},
	{"has_title", has_title, METH_O, NULL},
	{"has_title_kept", has_title_kept, METH_O, NULL},
	{"shuffle", shuffle, METH_O, NULL},
	{"shuffle_kept", shuffle_kept, METH_O, NULL},
	{"motto", motto, METH_O, NULL},
	{"motto_kept", motto_kept, METH_O, NULL},
	{"untested", untested, METH_O, NULL},
	{"indirect", indirect, METH_O, NULL},
	{NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "shelf", NULL, -1, methods};

PyMODINIT_FUNC PyInit_shelf(void)
{
	return PyModule_Create(&definition);
}
